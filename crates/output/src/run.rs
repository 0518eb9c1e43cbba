//! A run's directory, and its files line by line: memory is bounded by the longest line.

use crate::schema::{ATTRIBUTIONS, CLUSTERS, ENTITIES, PROVENANCE, STATEMENTS};
use crate::{Cluster, Document, Entity, Provenance, Schema, State, StatementGroup};
use serde::de::DeserializeOwned;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek, SeekFrom};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

/// Why a file of a run could not be read: the file, the line where there is one, and what to do.
#[derive(Debug, thiserror::Error)]
#[error("{}{}: {kind}", path.display(), line.map_or_else(String::new, |line| format!(":{line}")))]
pub struct Error {
    path: PathBuf,
    /// From 1.
    line: Option<u64>,
    kind: Kind,
}

#[derive(Debug, thiserror::Error)]
enum Kind {
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
    #[error("not found; expected the --out directory of a finished `sayso run`")]
    NoRun,
    #[error(
        "the run is unfinished: it is still going on, or it was interrupted; run Sayso again to complete it"
    )]
    Unfinished,
    #[error("expected a line of schema {expected}: {error}; run Sayso again on the articles")]
    Line { expected: &'static str, error: serde_json::Error },
    #[error(
        "expected schema {expected}, found {found}; use the version of Sayso that wrote it, or run again"
    )]
    Schema { expected: &'static str, found: String },
}

/// The `--out` directory of a finished run.
#[derive(Clone, Debug)]
pub struct Run {
    dir: PathBuf,
    state: State,
}

impl Run {
    /// Opens a run's directory, or its `attributions.jsonl`.
    ///
    /// # Errors
    /// There is no `attributions.jsonl`, or outputs of two runs may be mixed ([`State::Mixed`]).
    pub fn open(path: &Path) -> Result<Self, Error> {
        let dir = if path.is_file() { path.parent().unwrap_or(Path::new(".")) } else { path };
        let state = State::read(dir);
        if state == State::Mixed {
            return Err(Error { path: dir.to_owned(), line: None, kind: Kind::Unfinished });
        }
        let file = dir.join(ATTRIBUTIONS.file);
        if file.is_file() {
            Ok(Self { dir: dir.to_owned(), state })
        } else {
            Err(Error { path: file, line: None, kind: Kind::NoRun })
        }
    }

    /// Its directory.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// [`State::Outdated`] where a later run was started in the directory and has not been completed.
    pub fn state(&self) -> State {
        self.state
    }

    /// Its articles, in run order.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub fn documents(&self) -> Result<Lines<Document>, Error> {
        self.articles()
    }

    /// Its articles, in run order, of which only the fields of `T` are read: quicker than [`Run::documents`] where the
    /// text or the names are not needed.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub fn articles<T: DeserializeOwned>(&self) -> Result<Lines<T>, Error> {
        Lines::open(&self.dir, ATTRIBUTIONS)
    }

    /// How many articles it has, by the lines of the file; nothing is read beyond the `most`th.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn count(&self, most: usize) -> Result<usize, Error> {
        let path = self.dir.join(ATTRIBUTIONS.file);
        let fail = |error: io::Error| Error { path: path.clone(), line: None, kind: error.into() };
        let mut input = BufReader::with_capacity(1 << 18, File::open(&path).map_err(fail)?);
        let mut count = 0;
        while count < most && input.skip_until(b'\n').map_err(fail)? > 0 {
            count += 1;
        }
        Ok(count)
    }

    /// What made it; `None` where the run does not say (an older version's).
    ///
    /// # Errors
    /// The file cannot be read, or is of another schema.
    pub fn provenance(&self) -> Result<Option<Provenance>, Error> {
        let path = self.dir.join("run.json");
        let fail = |kind| Error { path: path.clone(), line: None, kind };
        let bytes = match std::fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            other => other.map_err(|error| fail(error.into()))?,
        };
        let provenance: Provenance = serde_json::from_slice(&bytes)
            .map_err(|error| fail(Kind::Line { expected: PROVENANCE, error }))?;
        if provenance.schema == PROVENANCE {
            Ok(Some(provenance))
        } else {
            Err(fail(Kind::Schema { expected: PROVENANCE, found: provenance.schema }))
        }
    }

    /// Its entities, most mentioned first.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub fn entities(&self) -> Result<Lines<Entity>, Error> {
        Lines::open(&self.dir, ENTITIES)
    }

    /// Its clusters of copies.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub fn clusters(&self) -> Result<Lines<Cluster>, Error> {
        Lines::open(&self.dir, CLUSTERS)
    }

    /// Its statement groups.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub fn statements(&self) -> Result<Lines<StatementGroup>, Error> {
        Lines::open(&self.dir, STATEMENTS)
    }
}

/// Where a line of a file begins.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    byte: u64,
    /// Lines before it.
    line: u64,
}

/// The lines of a file; stops at the first that is none of the schema.
pub struct Lines<T> {
    path: PathBuf,
    schema: Schema,
    input: BufReader<File>,
    line: u64,
    /// Where the next line begins.
    byte: u64,
    /// Where the last line began.
    position: Position,
    buffer: Vec<u8>,
    what: PhantomData<T>,
}

/// What every line says of itself.
#[derive(serde::Deserialize)]
struct Named {
    schema: String,
}

impl<T: DeserializeOwned> Lines<T> {
    fn open(dir: &Path, schema: Schema) -> Result<Self, Error> {
        let path = dir.join(schema.file);
        let input = File::open(&path).map_err(|error| Error {
            path: path.clone(),
            line: None,
            kind: if error.kind() == io::ErrorKind::NotFound { Kind::NoRun } else { error.into() },
        })?;
        let input = BufReader::with_capacity(1 << 18, input);
        let position = Position::default();
        Ok(Self { path, schema, input, line: 0, byte: 0, position, buffer: Vec::new(), what: PhantomData })
    }

    /// Where the line that was read last begins.
    pub fn position(&self) -> Position {
        self.position
    }

    /// The line that begins at a place of the same file.
    ///
    /// # Errors
    /// There is none, or it is none of the schema.
    pub fn at(&mut self, position: Position) -> Result<T, Error> {
        let path = self.path.clone();
        let fail = |error: io::Error| Error { path, line: Some(position.line + 1), kind: error.into() };
        // Most places are asked for in order and lie in the buffer.
        let moved = i64::try_from(position.byte).ok().zip(i64::try_from(self.byte).ok());
        let sought = match moved {
            Some((to, from)) => self.input.seek_relative(to - from),
            None => self.input.seek(SeekFrom::Start(position.byte)).map(drop),
        };
        if let Err(error) = sought {
            return Err(fail(error));
        }
        (self.byte, self.line) = (position.byte, position.line);
        self.next().unwrap_or_else(|| Err(fail(io::ErrorKind::UnexpectedEof.into())))
    }

    fn parse(&self) -> Result<T, Kind> {
        let value = serde_json::from_slice(&self.buffer);
        // The schema's name is the first field of every line that we write.
        let begins = format!("{{\"schema\":\"{}\"", self.schema.current);
        let expected = self.schema.current;
        let fail = |error| Kind::Line { expected, error };
        if self.buffer.starts_with(begins.as_bytes()) {
            return value.map_err(fail);
        }
        match serde_json::from_slice::<Named>(&self.buffer) {
            Ok(named) if named.schema == expected || self.schema.earlier.contains(&named.schema.as_str()) => {
                value.map_err(fail)
            }
            Ok(named) => Err(Kind::Schema { expected, found: named.schema }),
            Err(error) => Err(fail(value.err().unwrap_or(error))),
        }
    }
}

impl<T: DeserializeOwned> Iterator for Lines<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            self.buffer.clear();
            self.position = Position { byte: self.byte, line: self.line };
            self.line += 1;
            let read = self.input.read_until(b'\n', &mut self.buffer);
            self.byte += self.buffer.len() as u64;
            let parsed = match read {
                Ok(0) => return None,
                Ok(_) if self.buffer.trim_ascii().is_empty() => continue,
                Ok(_) => self.parse(),
                Err(error) => Err(error.into()),
            };
            let (path, line) = (&self.path, Some(self.line));
            return Some(parsed.map_err(|kind| Error { path: path.clone(), line, kind }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Wording;

    fn told(lines: &str) -> Vec<String> {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("attributions.jsonl"), lines).unwrap();
        let documents = Run::open(dir.path()).unwrap().documents().unwrap();
        let place = dir.path().display().to_string();
        documents
            .map(|document| match document {
                Ok(document) => document.doc_id,
                Err(error) => error.to_string().replace(&place, ""),
            })
            .collect()
    }

    #[test]
    fn lines_are_read_and_others_named() {
        let line = r#"{"schema":"sayso.attributions/2","doc_id":"a","document":"d","title":null,"publisher":null,"published":null,"url":null,"text":"x","attributions":[]}"#;
        assert_eq!(told(&format!("{line}\n\n{line}")), ["a", "a"]);
        let other = line.replace("attributions/2", "attributions/9");
        assert_eq!(
            told(&other),
            ["/attributions.jsonl:1: expected schema sayso.attributions/2, found sayso.attributions/9; \
              use the version of Sayso that wrote it, or run again"]
        );
        assert!(told("{\"schema\":\"sayso.attributions/2\"}")[0].contains("missing field"));
        assert!(told(&line[..40])[0].starts_with("/attributions.jsonl:1: expected a line of schema"));
    }

    #[test]
    fn lines_of_version_1_are_read() {
        let line = r#"{"schema":"sayso.attributions/1","doc_id":"a","document":"d","title":null,"publisher":null,"published":null,"url":null,"cluster":{"id":"d","original":"b","shared":0.5},"text":"x","quotes":[{"content_spans":[[0,1]],"type":"direct","content":"x","speakers":[],"via":null,"confidence":0.5,"rule":"r"}]}"#;
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("attributions.jsonl"), line).unwrap();
        let document = Run::open(dir.path()).unwrap().documents().unwrap().next().unwrap().unwrap();
        assert_eq!(document.cluster.unwrap().original_doc_id, "b");
        assert_eq!(document.attributions[0].form, "direct");
    }

    #[test]
    fn what_is_no_run_says_so() {
        let dir = tempfile::tempdir().unwrap();
        let error = Run::open(dir.path()).unwrap_err().to_string();
        assert!(error.contains("expected the --out directory of a finished `sayso run`"), "{error}");
        std::fs::write(dir.path().join("attributions.jsonl"), "").unwrap();
        assert!(Run::open(dir.path()).is_ok());
        crate::Marker::Outputs.set(dir.path()).unwrap();
        let error = Run::open(dir.path()).unwrap_err().to_string();
        assert!(error.contains("interrupted"), "{error}");
    }

    #[test]
    fn a_group_is_read_with_its_differences() {
        let line = r#"{"schema":"sayso.statements/1","id":"q","words":"a b","speakers":["Ann"],"appearances":2,"articles":1,"outlets":0,"carriers":[{"id":"q","doc_id":"d","document":"e","title":"","publisher":"","published":null,"words":"a c","difference":[{"same":"a"},{"left_out":"b"},{"put_in":"c"}]}]}"#;
        let dir = tempfile::tempdir().unwrap();
        for name in ["attributions.jsonl", "statements.jsonl"] {
            std::fs::write(dir.path().join(name), line).unwrap();
        }
        let mut groups = Run::open(dir.path()).unwrap().statements().unwrap();
        let group = groups.next().unwrap().unwrap();
        let words = |words: &str| words.to_owned();
        let told = vec![Wording::Same(words("a")), Wording::LeftOut(words("b")), Wording::PutIn(words("c"))];
        assert_eq!(group.carriers[0].difference, Some(told));
    }
}
