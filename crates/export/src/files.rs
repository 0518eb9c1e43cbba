//! Files of single articles: their names, and what writes them.

use crate::Error;
use rustc_hash::FxHashMap;
use sayso_output::Document;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// Longest readable part of a name, in bytes.
const LONGEST: usize = 60;

/// Articles in a folder of an export that has folders: file managers and annotation tools list a folder as a whole.
pub(crate) const FOLDER: usize = 1_000;

/// Where an article's files go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The folder inside the export, with a slash at its end; empty where there are none.
    pub(crate) folder: String,
    /// The files' name without an ending.
    pub(crate) name: String,
}

/// Gives each article a file name: what is safe of its own id, then Sayso's. More than a thousand articles are spread
/// over folders, a thousand each, in run order.
pub(crate) struct Names {
    dir: PathBuf,
    folders: bool,
    given: usize,
    known: FxHashMap<String, u32>,
}

impl Names {
    /// For so many articles in a directory, or for more than a folder holds.
    pub(crate) fn new(dir: &Path, articles: usize) -> Self {
        Self { dir: dir.to_owned(), folders: articles > FOLDER, given: 0, known: FxHashMap::default() }
    }

    /// The place of the next article; its folder is made. The same article may come twice.
    pub(crate) fn place(&mut self, document: &Document) -> Result<Place, Error> {
        let mut name = readable(&document.doc_id);
        name.push_str(&document.document);
        let before = self.known.entry(document.document.clone()).or_default();
        *before += 1;
        if *before > 1 {
            name = format!("{name}-{before}");
        }
        Ok(Place { folder: self.folder()?, name })
    }

    /// The folder of the next article.
    pub(crate) fn folder(&mut self) -> Result<String, Error> {
        let folder = if self.folders { format!("{:04}/", self.given / FOLDER) } else { String::new() };
        if self.folders && self.given.is_multiple_of(FOLDER) {
            let path = self.dir.join(&folder);
            fs::create_dir(&path).map_err(|error| Error::write(&path, error))?;
        }
        self.given += 1;
        Ok(folder)
    }

    /// From an article's folder to the export's directory.
    pub(crate) fn up(&self) -> &'static str {
        if self.folders { "../" } else { "" }
    }

    /// The file of this ending in a place.
    pub(crate) fn path(&self, place: &Place, ending: &str) -> PathBuf {
        self.dir.join(format!("{}{}.{ending}", place.folder, place.name))
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

    fn document(id: &str) -> Document {
        Document { doc_id: id.to_owned(), document: "00ff".to_owned(), ..Document::default() }
    }

    #[test]
    fn names_are_safe_and_apart() {
        let mut names = Names::new(Path::new("."), 5);
        let mut check = |id: &str, expect: &str| {
            let place = names.place(&document(id)).unwrap();
            assert_eq!((place.folder.as_str(), place.name.as_str()), ("", expect));
        };
        check("desk/2023/ferries.txt", "desk-2023-ferries-txt-00ff");
        check("../../etc/passwd", "etc-passwd-00ff-2");
        check("金正恩", "00ff-3");
        check("", "00ff-4");
        check(&"x".repeat(1 << 20), &format!("{}-00ff-5", "x".repeat(60)));
    }

    #[test]
    fn a_thousand_share_a_folder() {
        let dir = tempfile::tempdir().unwrap();
        let mut names = Names::new(dir.path(), 2_001);
        let places: Vec<Place> = (0..2_001).map(|_| names.place(&document("a")).unwrap()).collect();
        let folders = [0, 999, 1_000, 2_000].map(|nth| places[nth].folder.as_str());
        assert_eq!(folders, ["0000/", "0000/", "0001/", "0002/"]);
        assert_eq!(names.path(&places[0], "txt"), dir.path().join("0000/a-00ff.txt"));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 3);
    }
}
