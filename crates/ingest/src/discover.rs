use crate::Options;
use sayso_document::{Diagnostic, Severity};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
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

/// Finds the files behind `inputs`: files, directories (all that is in them, however deep), glob patterns, and
/// `-` for standard input. Sorted by name, no file twice. Hidden files and symbolic links to directories inside
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
        } else if input.contains(['*', '?', '[']) {
            self.pattern(input);
        } else {
            self.error("ingest.not-found", input, "no such file or directory", "check the path");
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

    fn pattern(&mut self, input: &str) {
        let paths = match glob::glob(input) {
            Ok(paths) => paths,
            Err(error) => {
                return self.error("ingest.bad-pattern", input, &error.to_string(), "mend the pattern");
            }
        };
        let before = self.files.len();
        for path in paths.flatten() {
            if path.is_dir() {
                self.walk(&path, &format!("{}/", file_name(&path)));
            } else {
                // Two directories under one pattern may hold files of one name, so the path is kept as given.
                self.file(&path, path.to_string_lossy().replace('\\', "/"));
            }
        }
        if self.files.len() == before {
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

fn file_name(path: &Path) -> String {
    path.file_name()
        .map_or_else(|| path.to_string_lossy().into_owned(), |name| name.to_string_lossy().into_owned())
}
