//! Lists as people have them: names in a text file, one a line, and tables with a column `name`.

use super::draft::{self, Draft};
use super::stream;
use crate::error::{Error, ErrorKind};
use crate::row::{AliasKind, COLUMNS, MAX_LINE};
use crate::words;
use csv::StringRecord;
use sayso_core::EntityKind;
use std::collections::HashSet;
use std::io::{BufRead as _, Read};
use std::path::Path;

/// The prior of a name in a list of one's own that gives none: it goes before the names that ship.
const PRIOR: f32 = 0.9;

/// Letters of the longest alias in capitals that is taken for an acronym.
const LONGEST_ACRONYM: usize = 6;

/// Kinds as other tools call them.
const KINDS: [(&str, EntityKind); 6] = [
    ("per", EntityKind::Person),
    ("org", EntityKind::Organization),
    ("organisation", EntityKind::Organization),
    ("loc", EntityKind::Place),
    ("location", EntityKind::Place),
    ("gpe", EntityKind::Place),
];

/// Rows without an id so far, by a hash: who stands in two lists, and alike, is one.
#[derive(Default)]
pub(crate) struct Known(HashSet<[u8; 16]>);

impl Known {
    fn is_new(&mut self, draft: &Draft) -> bool {
        let hash = blake3::hash(draft.line().unwrap_or_default().as_bytes());
        hash.as_bytes().first_chunk().is_none_or(|hash| self.0.insert(*hash))
    }
}

/// Where drafts go, with their lines.
type Each<'e> = dyn FnMut(Draft, usize) -> Result<(), ErrorKind> + 'e;

/// Names, one a line, all of one kind. Empty lines and those that begin with `#` are passed over.
pub(super) fn names(
    path: &Path,
    kind: EntityKind,
    known: &mut Known,
    each: &mut Each<'_>,
) -> Result<(), Error> {
    stream::lines(path, |number, line| {
        let name = line.trim();
        if name.is_empty() || name.starts_with('#') {
            return Ok(());
        }
        let draft = named(kind, name, "")?;
        if known.is_new(&draft) { each(draft, number) } else { Ok(()) }
    })
}

/// A row of a kind and a name; an empty id is made from both.
fn named(kind: EntityKind, name: &str, id: &str) -> Result<Draft, ErrorKind> {
    draft::held_by_row(name)?;
    draft::held_by_row(id)?;
    draft::matchable(name)?;
    let id = if id.is_empty() {
        format!("own:{}/{}", kind.name(), words::key(name).unwrap_or_default())
    } else {
        id.to_owned()
    };
    let mut draft = Draft::new(id, kind, name, "the user's list", "the user's own");
    draft.prior = PRIOR;
    Ok(draft)
}

/// A table with a column `name`; other columns of [`mod@crate::row`] are read where they are, all others passed over.
/// Commas, semicolons or tabs part the columns, whichever the first line has most of.
pub(super) fn table(
    path: &Path,
    kind: EntityKind,
    known: &mut Known,
    each: &mut Each<'_>,
) -> Result<(), Error> {
    let mut file = stream::open(path)?;
    let mut first = Vec::new();
    (&mut file)
        .take(MAX_LINE as u64)
        .read_until(b'\n', &mut first)
        .map_err(|error| ErrorKind::from(error).at(path, 1))?;
    if first.len() == MAX_LINE {
        return Err(ErrorKind::LongerLine(MAX_LINE as u64).at(path, 1));
    }
    let head = first.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(&first);
    let delimiter = delimiter(head);
    let read = head.chain(Lines { inner: file, open: 0 });
    let mut table = csv::ReaderBuilder::new().flexible(true).delimiter(delimiter).from_reader(read);
    let fault = |error: &csv::Error| {
        let line = error.position().map_or(0, |position| position.line() as usize);
        ErrorKind::Csv(error.to_string()).at(path, line)
    };
    let header = table.headers().map_err(|error| fault(&error))?.clone();
    let columns = Columns::new(&header).map_err(|kind| kind.at(path, 1))?;
    for record in table.records() {
        let record = record.map_err(|error| fault(&error))?;
        let line = record.position().map_or(0, |position| position.line() as usize);
        let mut add = || {
            if record.iter().all(|cell| cell.trim().is_empty()) {
                return Ok(());
            }
            let (draft, has_id) = columns.draft(&record, kind)?;
            if has_id || known.is_new(&draft) { each(draft, line) } else { Ok(()) }
        };
        add().map_err(|kind| kind.at(path, line))?;
    }
    Ok(())
}

/// Bytes of a file, until a line of it is longer than any that is read.
struct Lines<R> {
    inner: R,
    /// Bytes of the line so far.
    open: usize,
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        for line in buffer[..count].split_inclusive(|byte| *byte == b'\n') {
            self.open += line.len();
            if self.open > MAX_LINE {
                return Err(std::io::Error::other(ErrorKind::LongerLine(MAX_LINE as u64)));
            }
            if line.ends_with(b"\n") {
                self.open = 0;
            }
        }
        Ok(count)
    }
}

/// What parts the columns of a table by its first line.
fn delimiter(head: &[u8]) -> u8 {
    let count = |delimiter: u8| memchr::memchr_iter(delimiter, head).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}

/// Where a table has the columns of a row.
struct Columns {
    places: [Option<usize>; COLUMNS.len()],
    count: usize,
}

impl Columns {
    fn new(header: &StringRecord) -> Result<Self, ErrorKind> {
        let place = |column: &str| header.iter().position(|name| name.trim().eq_ignore_ascii_case(column));
        let columns = Self { places: COLUMNS.map(place), count: header.len() };
        if place("name").is_none() {
            let found: Vec<&str> = header.iter().map(str::trim).collect();
            return Err(ErrorKind::NoNameColumn(found.join(", ")));
        }
        Ok(columns)
    }

    /// A row, and whether it gives an id.
    fn draft(&self, record: &StringRecord, kind: EntityKind) -> Result<(Draft, bool), ErrorKind> {
        if record.len() > self.count {
            return Err(ErrorKind::Fields { found: record.len(), expected: self.count });
        }
        let cells = self.places.map(|place| place.and_then(|at| record.get(at)).unwrap_or("").trim());
        let [id, own_kind, name, aliases, country, gender, roles, ids, prior, valid, source, licence] = cells;
        if name.is_empty() {
            return Err(ErrorKind::Empty { column: "name" });
        }
        let kind = if own_kind.is_empty() { kind } else { parse_kind(own_kind)? };
        let mut draft = named(kind, name, id)?;
        for alias in several(aliases) {
            draft::held_by_row(alias)?;
            let (kind, alias) = parse_alias(alias, name);
            draft::matchable(alias)?;
            draft.alias(kind, alias);
        }
        draft.country = country.to_ascii_uppercase();
        let is_code = country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_alphabetic());
        if !(country.is_empty() || is_code) {
            let (column, value) = ("country", country.to_owned());
            return Err(ErrorKind::Value { column, value, expected: "a code of two letters (ISO 3166-1)" });
        }
        draft.gender = match gender.to_ascii_lowercase().as_str() {
            "" => "",
            "female" | "f" => "female",
            "male" | "m" => "male",
            "neutral" => "neutral",
            _ => {
                let (column, value) = ("gender", gender.to_owned());
                return Err(ErrorKind::Value { column, value, expected: "female, male or neutral" });
            }
        };
        draft.roles = several(roles).map(str::to_owned).collect();
        draft.ids = several(ids).map(str::to_owned).collect();
        if !prior.is_empty() {
            draft.prior = draft::prior(prior)?;
        }
        valid.clone_into(&mut draft.valid);
        for (given, own) in [(source, &mut draft.source), (licence, &mut draft.licence)] {
            if !given.is_empty() {
                *own = given.to_owned().into();
            }
        }
        Ok((draft, !id.is_empty()))
    }
}

/// The values of a cell that holds several.
fn several(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(['|', ';']).map(str::trim).filter(|value| !value.is_empty())
}

fn parse_kind(text: &str) -> Result<EntityKind, ErrorKind> {
    let lower = text.to_lowercase();
    let other = || KINDS.iter().find(|(known, _)| *known == lower).map(|(_, kind)| *kind);
    EntityKind::parse(&lower).or_else(other).ok_or_else(|| ErrorKind::Kind(text.to_owned()))
}

/// `KIND=NAME`, or a name alone: capitals are an acronym, one word of several is a short form.
fn parse_alias<'a>(text: &'a str, name: &str) -> (AliasKind, &'a str) {
    if let Some((kind, alias)) = text.split_once('=')
        && let Some(kind) = AliasKind::parse(kind.trim())
    {
        return (kind, alias.trim());
    }
    let capitals =
        text.len() <= LONGEST_ACRONYM && text.len() > 1 && text.bytes().all(|b| b.is_ascii_uppercase());
    let short = !text.contains(' ') && name.split_whitespace().any(|word| word == text);
    let kind = match (capitals, short) {
        (true, false) => AliasKind::Acronym,
        (_, true) => AliasKind::Short,
        _ => AliasKind::Full,
    };
    (kind, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_have_kinds() {
        for (alias, name, kind) in [
            ("PNC9", "Port Nine Collective", AliasKind::Full),
            ("PNC", "Port Nine Collective", AliasKind::Acronym),
            ("Roe", "Jane Roe", AliasKind::Short),
            ("Jane T. Roe", "Jane Roe", AliasKind::Full),
            ("former=Pier Collective", "Port Nine Collective", AliasKind::Former),
        ] {
            assert_eq!(parse_alias(alias, name).0, kind, "{alias}");
        }
        assert_eq!(parse_alias("former=Pier", "Port").1, "Pier");
        assert_eq!(parse_alias("E=mc", "Energy"), (AliasKind::Full, "E=mc"));
    }

    #[test]
    fn columns_are_parted_by_what_the_first_line_has_most_of() {
        assert_eq!(delimiter(b"name,kind"), b',');
        assert_eq!(delimiter(b"name;kind;id"), b';');
        assert_eq!(delimiter(b"name\tkind"), b'\t');
        assert_eq!(delimiter(b"name"), b',');
    }
}
