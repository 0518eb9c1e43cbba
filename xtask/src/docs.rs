//! `cargo xtask docs`: checks every link in the documentation, then builds the book with mdBook.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

const MDBOOK: &str = "0.5.4";

/// Checks links, and builds the book into `target/book`.
pub(crate) fn build(root: &Path) -> ExitCode {
    let broken = match broken_links(root) {
        Ok(broken) => broken,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    if !broken.is_empty() {
        eprintln!("links that lead nowhere:\n  {}", broken.join("\n  "));
        return ExitCode::FAILURE;
    }
    let Some(mdbook) = mdbook(root) else { return ExitCode::FAILURE };
    let status = Command::new(mdbook).arg("build").arg(root.join("docs")).status();
    if status.is_ok_and(|status| status.success()) {
        println!("book: {}", root.join("target/book/index.html").display());
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// mdBook from the PATH, else one installed under `target`.
fn mdbook(root: &Path) -> Option<PathBuf> {
    let runs = |program: &Path| Command::new(program).arg("--version").output().is_ok();
    let home = root.join("target/tools");
    for program in [PathBuf::from("mdbook"), home.join("bin/mdbook")] {
        if runs(&program) {
            return Some(program);
        }
    }
    let version = format!("mdbook@{MDBOOK}");
    let installed = Command::new("cargo")
        .args(["install", "--locked", "--no-default-features", &version, "--root"])
        .arg(&home)
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
        .status();
    installed.is_ok_and(|status| status.success()).then(|| home.join("bin/mdbook"))
}

/// `FILE: LINK` for each relative link in a Markdown file that names no file, or no heading of it.
fn broken_links(root: &Path) -> io::Result<Vec<String>> {
    let mut broken = Vec::new();
    for file in markdown(root)? {
        let text = fs::read_to_string(&file)?;
        for link in links(&text) {
            if !leads_somewhere(&file, link)? {
                let name = file.strip_prefix(root).unwrap_or(&file);
                broken.push(format!("{}: {link}", name.display()));
            }
        }
    }
    Ok(broken)
}

/// The documentation: Markdown at the root, in `docs`, and beside crates and data.
fn markdown(root: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut directories = vec![root.to_owned()];
    while let Some(directory) = directories.pop() {
        for entry in fs::read_dir(directory)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if path.is_dir() {
                // Built, fetched, or about to be read by tests rather than by people.
                if !matches!(&*name, "target" | "out" | "node_modules" | "tests" | "corpus")
                    && !name.starts_with('.')
                {
                    directories.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "md") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Relative link targets outside code.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let mut code = false;
    let prose = text.lines().filter(move |line| {
        let fence = line.trim_start().starts_with("```");
        code ^= fence;
        !code && !fence
    });
    let outside_code = prose.flat_map(|line| line.split('`').step_by(2));
    outside_code
        .flat_map(|line| line.split("](").skip(1).filter_map(|rest| rest.split(')').next()))
        .map(|link| link.split_whitespace().next().unwrap_or_default())
        .filter(|link| !link.contains("://") && !link.starts_with("mailto:") && !link.is_empty())
}

fn leads_somewhere(file: &Path, link: &str) -> io::Result<bool> {
    let (path, heading) = link.split_once('#').map_or((link, None), |(path, heading)| (path, Some(heading)));
    let target =
        if path.is_empty() { file.to_owned() } else { file.parent().unwrap_or(Path::new(".")).join(path) };
    let Some(heading) = heading else { return Ok(target.exists()) };
    Ok(target.is_file() && anchors(&fs::read_to_string(&target)?).contains(heading))
}

/// The anchors of a page's headings, as GitHub and mdBook name them.
fn anchors(text: &str) -> BTreeSet<String> {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|line| {
            let title = line.trim_start_matches('#').trim().to_lowercase();
            title
                .chars()
                .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
                .map(|c| if c == ' ' { '-' } else { c })
                .collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{anchors, broken_links, links};
    use std::path::Path;

    #[test]
    fn every_link_in_the_documentation_leads_somewhere() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let broken = broken_links(&root).unwrap_or_default();
        assert!(broken.is_empty(), "{broken:#?}");
    }

    #[test]
    fn links_in_code_are_not_links() {
        let text = "[a](b.md) and [c](d.md#e \"title\")\n```\n[f](g.md)\n```\n[h](https://example.org) `[i](j)` [`k`](l.md)";
        assert_eq!(links(text).collect::<Vec<_>>(), ["b.md", "d.md#e", "l.md"]);
    }

    #[test]
    fn headings_have_anchors() {
        assert!(anchors("# How good, how fast\n## `run.json`\n").contains("how-good-how-fast"));
        assert!(anchors("## `run.json`\n").contains("runjson"));
    }
}
