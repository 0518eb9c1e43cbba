use crate::Options;
use sayso_core::{Diagnostic, Severity};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// One file, or standard input, to read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Input {
    /// The name that articles carry: relative to the input directory, the file name for a single file, `-`.
    pub name: String,
    /// Where the bytes are; `-` is standard input.
    pub path: PathBuf,
}

impl Input {
    /// Standard input.
    pub fn stdin() -> Self {
        Self { name: "-".to_owned(), path: PathBuf::from("-") }
    }

    /// Whether this is standard input.
    pub fn is_stdin(&self) -> bool {
        self.path.as_os_str() == "-"
    }
}

/// Finds the files behind `inputs`: files, directories (all that is in them, however deep), glob patterns, lists of
/// any of these (`@FILE`, one a line, `#` begins a remark; `@-` reads the list from standard input), and `-` for
/// standard input. Sorted by name, no file twice. Hidden files and symbolic links to directories inside
/// directories are passed over. What cannot be found or read is reported.
pub fn discover(inputs: &[String], _options: &Options) -> (Vec<Input>, Vec<Diagnostic>) {
    let mut found = Found::default();
    for input in inputs {
        found.add(input);
    }
    let mut inputs: Vec<Input> = found.files.into_values().collect();
    inputs.sort();
    (inputs, found.diagnostics)
}

#[derive(Default)]
struct Found {
    /// By canonical path, so that a file reached on two ways is read once.
    files: BTreeMap<PathBuf, Input>,
    diagnostics: Vec<Diagnostic>,
}

impl Found {
    fn add(&mut self, input: &str) {
        let path = Path::new(input);
        if input == "-" {
            self.files.insert(path.to_owned(), Input::stdin());
        } else if path.is_dir() {
            self.directory(input, path);
        } else if path.exists() {
            self.file(path, file_name(path));
        } else if let Some(list) = input.strip_prefix('@') {
            self.list(list);
        } else if is_address(input) {
            let help =
                "save the page first (in a browser, or `curl -L -o page.html ADDRESS`) and give the file";
            self.error(
                "ingest.address",
                input,
                "this is an address, and nothing is fetched from the network",
                help,
            );
        } else if is_pattern(input) {
            self.pattern(input, Path::new(""));
        } else {
            self.error("ingest.not-found", input, "no such file or directory", "check the path");
        }
    }

    /// Files, directories and patterns that a file names, as seen from the working directory, else from the list.
    fn list(&mut self, list: &str) {
        let read =
            if list == "-" { io::read_to_string(io::stdin().lock()) } else { fs::read_to_string(list) };
        let text = match read {
            Ok(text) => text,
            Err(error) => {
                let help = "give a text file with one path a line";
                return self.error(
                    "ingest.bad-list",
                    list,
                    &format!("the list cannot be read: {error}"),
                    help,
                );
            }
        };
        // `find -print0` ends paths with a zero byte.
        let separator = if text.contains('\0') { '\0' } else { '\n' };
        for line in
            text.split(separator).map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
        {
            let beside = Path::new(list).parent().map(|directory| directory.join(line));
            match beside.filter(|beside| !is_there(Path::new(line)) && is_there(beside)) {
                Some(beside) => self.listed(&beside, line),
                None => self.listed(Path::new(line), line),
            }
        }
    }

    /// Two files on a list may have one name, so the path is kept as given.
    fn listed(&mut self, path: &Path, line: &str) {
        if path.is_file() {
            self.file(path, line.replace('\\', "/"));
        } else if path.is_dir() {
            self.walk(path, &format!("{}/", line.trim_end_matches('/')));
        } else if is_pattern(line) {
            let base = path.to_string_lossy();
            let base = base.strip_suffix(line).unwrap_or("");
            self.pattern(&path.to_string_lossy(), Path::new(base));
        } else {
            self.error(
                "ingest.not-found",
                line,
                "no such file or directory, named in a list",
                "check the list",
            );
        }
    }

    fn directory(&mut self, input: &str, root: &Path) {
        let before = self.files.len();
        let complaints = self.diagnostics.len();
        self.walk(root, "");
        if self.files.len() == before && self.diagnostics.len() == complaints {
            self.error(
                "ingest.empty-directory",
                input,
                "the directory holds no file",
                "give a directory with articles in it",
            );
        }
    }

    /// Depth first by hand: directories may be nested deeper than a stack is.
    fn walk(&mut self, root: &Path, prefix: &str) {
        let mut open = vec![(root.to_owned(), prefix.to_owned())];
        while let Some((directory, prefix)) = open.pop() {
            let entries = match fs::read_dir(&directory) {
                Ok(entries) => entries,
                Err(error) => {
                    let place = directory.display().to_string();
                    self.error(
                        "ingest.unreadable",
                        &place,
                        &format!("the directory cannot be read: {error}"),
                        "check its permissions",
                    );
                    continue;
                }
            };
            for entry in entries.flatten() {
                let name = entry.file_name().to_string_lossy().into_owned();
                if name.starts_with('.') {
                    continue;
                }
                let name = format!("{prefix}{name}");
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() => open.push((entry.path(), format!("{name}/"))),
                    _ if entry.path().is_file() => self.file(&entry.path(), name),
                    _ => {}
                }
            }
        }
    }

    /// Files that a pattern matches; their names are paths as given, seen from `base`.
    fn pattern(&mut self, input: &str, base: &Path) {
        let paths = match glob::glob(input) {
            Ok(paths) => paths,
            Err(error) => {
                return self.error("ingest.bad-pattern", input, &error.to_string(), "mend the pattern");
            }
        };
        let mut matches = 0;
        for path in paths.flatten() {
            matches += 1;
            if path.is_dir() {
                self.walk(&path, &format!("{}/", file_name(&path)));
            } else {
                // Two directories under one pattern may hold files of one name, so the path is kept.
                let name = path.strip_prefix(base).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                self.file(&path, name);
            }
        }
        if matches == 0 {
            self.error("ingest.not-found", input, "no file matches the pattern", "check the pattern");
        }
    }

    fn file(&mut self, path: &Path, name: String) {
        let key = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let input = Input { name, path: path.to_owned() };
        // Of two ways to one file the smaller name wins, whatever the order of the inputs.
        let slot = self.files.entry(key).or_insert_with(|| input.clone());
        if input < *slot {
            *slot = input;
        }
    }

    fn error(&mut self, code: &str, place: &str, message: &str, help: &str) {
        self.diagnostics.push(Diagnostic::new(Severity::Error, code, place, message).with_help(help));
    }
}

fn is_address(input: &str) -> bool {
    ["http://", "https://", "ftp://", "www."]
        .iter()
        .any(|start| input.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start)))
}

fn is_pattern(input: &str) -> bool {
    input.contains(['*', '?', '['])
}

/// Whether a path, or a file that a pattern matches, exists.
fn is_there(path: &Path) -> bool {
    let pattern = path.to_string_lossy();
    path.exists()
        || is_pattern(&pattern) && glob::glob(&pattern).is_ok_and(|mut found| found.next().is_some())
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .map_or_else(|| path.to_string_lossy().into_owned(), |name| name.to_string_lossy().into_owned())
}
