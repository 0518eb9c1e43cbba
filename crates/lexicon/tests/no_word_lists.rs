//! No English word list stands in the logic of the stages: it belongs into a table of this crate.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

/// The crates whose logic is looked through.
const CRATES: &[&str] = &["attribute", "model", "recognize", "speakers", "tokenize"];
/// Those that compare a token with no single word, either.
const WITHOUT_WORDS: &[&str] = &["recognize"];
/// What compares a token with a literal.
const COMPARISONS: &[&str] =
    &["== ", "!= ", "contains(", "contains(&", "starts_with(", "ends_with(", "Some("];
/// Lists that are no words of English: keys of a table's columns, names of traits and rules.
const KEYS: &[(&str, &str)] = &[
    ("boundaries.rs", "const KINDS"),
    ("boundaries.rs", "const LEADS"),
    ("calibration.rs", "const TRAITS"),
    ("abbreviations.rs", "fn kind_of"),
    ("assembler.rs", "const FRAMES"),
    ("key.rs", "fn of_phrase"),
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

/// Where code compares something with a single word.
fn compared_words(code: &str) -> Vec<String> {
    let pieces: Vec<&str> = code.split('"').collect();
    let literals = (1..pieces.len()).step_by(2);
    let compared = literals.filter(|at| {
        is_word(pieces[*at]) && COMPARISONS.iter().any(|comparison| pieces[at - 1].ends_with(comparison))
    });
    compared.map(|at| format!("{}: {}", pieces[..at].concat().lines().count(), pieces[at])).collect()
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
fn compared_words_are_recognized() {
    assert_eq!(compared_words("word == \"of\" || word.ends_with(\"day\")").len(), 2);
    assert!(compared_words("word == \"&\"; WordSet::named(\"days\")").is_empty());
}

/// What is found in the code of some crates, with file and line.
fn found_in(crates: &[&str], find: fn(&str) -> Vec<String>) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let files = crates.iter().flat_map(|name| sources(&root.join(name).join("src")));
    let found = |path: PathBuf| {
        find(&code_of(&path)).into_iter().map(move |place| format!("{}:{place}", path.display()))
    };
    files.flat_map(found).collect()
}

#[test]
fn no_stage_holds_a_word_list() {
    let mut found = found_in(CRATES, word_lists);
    found.extend(found_in(WITHOUT_WORDS, compared_words));
    assert!(found.is_empty(), "move these into crates/lexicon/en:\n{}", found.join("\n"));
}
