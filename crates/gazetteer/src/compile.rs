//! From lines of gazetteer files to the bytes of a compiled gazetteer.

use crate::cycles::{self, Link};
use crate::error::{Error, ErrorKind};
use crate::format;
use crate::hash;
use crate::index::{Candidate, EntryIndex};
use crate::index_name::{Name, Prefixes};
use crate::people::Words;
use crate::row::{self, AliasKind, Row};
use crate::tables;

/// Takes rows one by one; [`Compiler::finish`] gives the file.
pub(crate) struct Compiler<'w> {
    words: &'w Words,
    rows: String,
    starts: Vec<u32>,
    names: Vec<Name>,
    prefixes: Prefixes,
    files: Vec<String>,
    /// Whether the file is in a format of ours, whose rows somebody can mend.
    ours: bool,
    /// Names that stand for other names in such files.
    aliases: Vec<Link>,
    /// File and line of each row, for errors.
    origins: Vec<(u32, u32)>,
    hasher: blake3::Hasher,
}

/// The sizes of a compiled gazetteer.
#[derive(Copy, Clone, Debug)]
pub struct Sizes {
    /// Rows.
    pub rows: usize,
    /// Names of all rows.
    pub names: usize,
    /// Bytes of the file.
    pub file: usize,
    /// Of these, the index: everything but the rows.
    pub index: usize,
}

impl<'w> Compiler<'w> {
    pub(crate) fn new(words: &'w Words) -> Self {
        Self {
            words,
            rows: String::new(),
            starts: Vec::new(),
            names: Vec::new(),
            prefixes: Prefixes::default(),
            files: Vec::new(),
            ours: false,
            aliases: Vec::new(),
            origins: Vec::new(),
            hasher: blake3::Hasher::new(),
        }
    }

    /// What stands in errors from here on; whether the file is in a format of ours.
    pub(crate) fn begin_file(&mut self, name: &str, ours: bool) {
        self.files.push(name.to_owned());
        self.ours = ours;
    }

    /// All rows of a file in the format of [`mod@crate::row`].
    pub(crate) fn add_text(&mut self, name: &str, text: &str) -> Result<(), Error> {
        self.begin_file(name, true);
        for (number, with_end) in text.split_inclusive('\n').enumerate() {
            let line = with_end.trim_end_matches(['\n', '\r']);
            let done = match number {
                _ if line.len() > row::MAX_LINE => Err(ErrorKind::HugeLine(line.len())),
                0 if line.split('\t').eq(row::COLUMNS) => Ok(()),
                0 => Err(ErrorKind::Header),
                _ if line.is_empty() || line.starts_with('#') => Ok(()),
                _ => self.add(line, number + 1),
            };
            done.map_err(|kind| kind.at(name, number + 1))?;
        }
        Ok(())
    }

    /// One row; `line_number` stands in errors.
    pub(crate) fn add(&mut self, line: &str, line_number: usize) -> Result<(), ErrorKind> {
        let row = Row::check(line)?;
        let start = self.rows.len();
        if start + line.len() + 1 > u32::MAX as usize || self.starts.len() >= MAX_ROWS {
            return Err(ErrorKind::TooMuch);
        }
        self.hasher.update(line.as_bytes());
        self.hasher.update(b"\n");
        self.rows.push_str(line);
        self.rows.push('\n');
        let entry = EntryIndex(self.starts.len() as u32);
        self.starts.push(start as u32);
        self.origins.push((self.files.len().saturating_sub(1) as u32, line_number as u32));
        self.add_names(entry, start, line, &row)
    }

    /// The names of a row that stands at `start` in the rows.
    fn add_names(
        &mut self,
        entry: EntryIndex,
        start: usize,
        line: &str,
        row: &Row<'_>,
    ) -> Result<(), ErrorKind> {
        let prior = row.prior();
        let common = |word: &str| self.words.is_common(word);
        let mut own = 0;
        for alias in row.names() {
            let candidate = Candidate { entry, kind: alias.kind };
            let at = start + (alias.name.as_ptr() as usize - line.as_ptr() as usize);
            match Name::new(alias.name, at as u32, prior, candidate, common, &mut self.prefixes) {
                Some(name) => {
                    let other = matches!(alias.kind, AliasKind::Full | AliasKind::Former);
                    if own == 0 {
                        own = name.hash;
                    } else if self.ours && other {
                        let file = self.files.len() as u32;
                        let group = (file, row.kind());
                        self.aliases.push(Link { group, own, other: name.hash, row: entry.0 });
                    }
                    self.names.push(name);
                }
                None => return Err(ErrorKind::Unmatchable(alias.name.to_owned(), UNMATCHABLE)),
            }
        }
        Ok(())
    }

    /// The file, if no id stands twice.
    pub(crate) fn finish(self) -> Result<(Vec<u8>, Sizes), Error> {
        let by_id = self.sorted_ids()?;
        self.no_cycles()?;
        let (rows, names) = (self.starts.len(), self.names.len());
        let end = self.rows.len() as u32;
        let sections =
            tables::build(&self.rows, self.names, self.prefixes, |word| self.words.is_common(word));
        let numbers = |numbers: &mut dyn Iterator<Item = u32>| numbers.flat_map(u32::to_le_bytes).collect();
        let starts = numbers(&mut self.starts.into_iter().chain([end]));
        let by_id: Vec<u8> = numbers(&mut by_id.into_iter());
        let text = self.rows.len();
        let file = format::assemble(
            *self.hasher.finalize().as_bytes(),
            &[
                sections.small_starts,
                sections.small_first_words,
                sections.small_longer,
                sections.first_words,
                sections.longer,
                sections.directory,
                sections.candidates,
                sections.forms,
                starts,
                by_id,
                sections.tags,
                self.rows.into_bytes(),
            ],
        );
        let sizes = Sizes { rows, names, file: file.len(), index: file.len() - text };
        Ok((file, sizes))
    }

    /// Rows of a file that are one another's aliases in a round: which of them is it?
    fn no_cycles(&self) -> Result<(), Error> {
        let Some(row) = cycles::last_of_round(&self.aliases) else { return Ok(()) };
        let (file, line) = self.origins[row as usize];
        let kind = ErrorKind::Cycle { id: self.id(row).to_owned() };
        Err(kind.at(&self.files[file as usize], line as usize))
    }

    fn id(&self, row: u32) -> &str {
        let rest = &self.rows[self.starts[row as usize] as usize..];
        rest.split('\t').next().unwrap_or_default()
    }

    /// The rows by the hashes of their ids: quicker to sort than the ids themselves.
    fn sorted_ids(&self) -> Result<Vec<u32>, Error> {
        let rows = 0..self.starts.len() as u32;
        let mut ids: Vec<(u64, u32)> = rows.map(|row| (hash::of_id(self.id(row)), row)).collect();
        ids.sort_unstable();
        let mut twice: Option<(u32, u32)> = None;
        for same in ids.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
            let mut rows: Vec<u32> = same.iter().map(|(_, row)| *row).collect();
            rows.sort_by_key(|row| self.id(*row));
            let pairs = rows.windows(2).filter(|pair| self.id(pair[0]) == self.id(pair[1]));
            twice = twice.into_iter().chain(pairs.map(|pair| (pair[1], pair[0]))).min();
        }
        match twice {
            Some((second, first)) => Err(self.duplicate(first, second)),
            None => Ok(ids.into_iter().map(|(_, row)| row).collect()),
        }
    }

    fn duplicate(&self, first: u32, second: u32) -> Error {
        let place = |row: u32| {
            let (file, line) = self.origins[row as usize];
            (&self.files[file as usize], line)
        };
        let ((file, line), (other, at)) = (place(first), place(second));
        let kind = ErrorKind::DuplicateId { id: self.id(first).to_owned(), first: format!("{file}:{line}") };
        kind.at(other, at as usize)
    }
}

/// Candidates keep the row's number in twenty-nine bits.
const MAX_ROWS: usize = 1 << 29;
pub(crate) const UNMATCHABLE: &str =
    "no word in it, a mark that no name goes across, or too many or too long words";
