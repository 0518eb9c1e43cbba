//! Files of single articles: their names, and what writes them.

use crate::Error;
use rustc_hash::FxHashMap;
use sayso_published::Document;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// Longest readable part of a name, in bytes.
const LONGEST: usize = 60;

/// Gives each article a file name: what is safe of its own id, then Sayso's.
#[derive(Default)]
pub(crate) struct Names(FxHashMap<String, u32>);

impl Names {
    /// The name without an ending. The same article may come twice.
    pub(crate) fn of(&mut self, document: &Document) -> String {
        let mut name = readable(&document.doc_id);
        name.push_str(&document.document);
        let before = self.0.entry(document.document.clone()).or_default();
        *before += 1;
        if *before > 1 {
            name = format!("{name}-{before}");
        }
        name
    }
}

/// The end of an id, which tells more than its beginning, in letters that every file system takes.
fn readable(id: &str) -> String {
    let mut letters = Vec::new();
    for char in id.chars().rev() {
        if letters.len() == LONGEST {
            break;
        }
        if char.is_ascii_alphanumeric() {
            letters.push(char);
        } else if letters.last().is_some_and(|last| *last != '-') {
            letters.push('-');
        }
    }
    let name: String = letters.into_iter().rev().collect();
    match name.trim_start_matches('-') {
        "" => String::new(),
        name => format!("{name}-"),
    }
}

/// Writes a whole file.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    fs::write(path, bytes).map_err(|error| Error::write(path, error))
}

/// Writes a value as JSON.
pub(crate) fn write_json(path: &Path, value: &impl serde::Serialize) -> Result<(), Error> {
    let mut json = serde_json::to_vec(value).map_err(|error| Error::write(path, error))?;
    json.push(b'\n');
    write(path, &json)
}

/// A file that is written piece by piece.
pub(crate) struct Pieces {
    path: PathBuf,
    out: BufWriter<File>,
}

impl Pieces {
    pub(crate) fn create(path: PathBuf) -> Result<Self, Error> {
        let file = File::create(&path).map_err(|error| Error::write(&path, error))?;
        Ok(Self { path, out: BufWriter::with_capacity(1 << 17, file) })
    }

    pub(crate) fn push(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.out.write_all(bytes).map_err(|error| Error::write(&self.path, error))
    }

    pub(crate) fn json(&mut self, value: &impl serde::Serialize) -> Result<(), Error> {
        serde_json::to_writer(&mut self.out, value).map_err(|error| Error::write(&self.path, error))
    }

    pub(crate) fn finish(mut self) -> Result<(), Error> {
        self.out.flush().map_err(|error| Error::write(&self.path, error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_and_apart() {
        let mut names = Names::default();
        let mut check = |id: &str, expect: &str| {
            let document =
                Document { doc_id: id.to_owned(), document: "00ff".to_owned(), ..Document::default() };
            assert_eq!(names.of(&document), expect);
        };
        check("desk/2023/ferries.txt", "desk-2023-ferries-txt-00ff");
        check("../../etc/passwd", "etc-passwd-00ff-2");
        check("金正恩", "00ff-3");
        check("", "00ff-4");
        check(&"x".repeat(1 << 20), &format!("{}-00ff-5", "x".repeat(60)));
    }
}
