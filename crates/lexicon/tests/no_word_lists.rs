//! No English word list stands in the logic of the stages: it belongs into a table of this crate.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

/// The crates whose logic is looked through.
const CRATES: &[&str] = &["attribute", "model", "recognize", "speakers", "tokenize"];
/// Lists that are no words of English: keys of a table's columns, names of traits.
const KEYS: &[(&str, &str)] = &[
    ("boundaries.rs", "const KINDS"),
    ("boundaries.rs", "const LEADS"),
    ("calibration.rs", "const TRAITS"),
    ("abbreviations.rs", "fn kind_of"),
    ("lib.rs", "fn is_title"),
];

fn sources(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}

/// Whether a literal is an English word or phrase: letters, and nothing that code would say.
fn is_word(literal: &str) -> bool {
    let letters = |c: char| c.is_ascii_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’' | '.');
    literal.len() > 1
        && literal.split(' ').count() <= 4
        && literal.chars().all(letters)
        && literal.chars().any(|c| c.is_ascii_alphabetic())
}

/// Where a list of words stands: two literals that are words, with nothing but a comma or a bar between them.
fn word_lists(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    let pieces: Vec<&str> = code.split('"').collect();
    for at in (1..pieces.len().saturating_sub(2)).step_by(2) {
        let between = pieces[at + 1].trim();
        if matches!(between, "," | "|") && is_word(pieces[at]) && is_word(pieces[at + 2]) {
            let before: String = pieces[..at].concat();
            found.push(format!("{}: {} {between} {}", before.lines().count(), pieces[at], pieces[at + 2]));
        }
    }
    found
}

/// A file's code: without comments, tests, and lists that are keys.
fn code_of(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let file = path.file_name().unwrap().to_str().unwrap();
    let keys: Vec<&str> = KEYS.iter().filter(|(name, _)| *name == file).map(|(_, key)| *key).collect();
    let mut inside = false;
    let mut out = String::new();
    for line in code.lines() {
        inside |= keys.iter().any(|key| line.contains(key));
        let code = line.split("//").next().unwrap_or_default();
        out.push_str(if inside { "" } else { code });
        out.push('\n');
        inside &= !line.ends_with("];") && line != "}";
    }
    out
}

#[test]
fn lists_are_recognized() {
    assert_eq!(word_lists("const X: &[&str] = &[\"said\", \"told\"];").len(), 1);
    assert_eq!(word_lists("matches!(word, \"and\" | \"or\")").len(), 1);
    assert!(word_lists("f(\"said\", x, \"told\"); [\"<\", \">\"]").is_empty());
}

#[test]
fn no_stage_holds_a_word_list() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for path in CRATES.iter().flat_map(|name| sources(&crates.join(name).join("src"))) {
        found
            .extend(word_lists(&code_of(&path)).into_iter().map(|list| format!("{}:{list}", path.display())));
    }
    assert!(found.is_empty(), "move these into crates/lexicon/en:\n{}", found.join("\n"));
}
