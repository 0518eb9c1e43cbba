//! Lists that people hold, as rows: dumps of GeoNames, Wikidata (and results of queries to it), OpenSanctions, Popolo,
//! GLEIF, ROR and congress-legislators, our own rows as JSON Lines, tables and plain lists of names. Files may be packed with
//! gzip, bzip2 or zstd. Everything but Popolo and queries is read record by record, however large the file.

mod draft;
mod json;
mod organizations;
mod people;
mod places;
mod plain;
mod query;
mod stream;
mod wikidata;

use crate::compile::Compiler;
use crate::error::{Error, ErrorKind};
use draft::Draft;
use sayso_core::EntityKind;
use serde_json::Value;
use std::path::{Path, PathBuf};

pub(crate) use plain::Known;
pub use wikidata::Classes;

/// What a file of names is.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Dump {
    /// Rows as [`mod@crate::row`] has them.
    Tsv,
    /// The same as JSON Lines: an object a line with the columns as fields; `aliases` an object of kinds and names.
    JsonLines,
    /// A table with a column `name`, of which any other columns of a row are read.
    Table,
    /// Names, one a line.
    Names,
    /// A table of GeoNames (`allCountries.txt`, `cities500.txt`): 19 columns.
    GeoNames,
    /// The JSON dump of Wikidata: an entity a line.
    Wikidata,
    /// The result of a query to Wikidata, as CSV or JSON.
    WikidataQuery,
    /// Entities of FollowTheMoney (OpenSanctions): an entity a line.
    Ftm,
    /// Popolo (EveryPolitician): persons, organizations, memberships.
    Popolo,
    /// The golden copy of GLEIF as CSV.
    Gleif,
    /// The dump of ROR, versions 1 and 2 of its schema.
    Ror,
    /// unitedstates/congress-legislators as JSON.
    Congress,
}

impl Dump {
    /// The names that the command line takes.
    pub const ALL: [(&'static str, Self); 12] = [
        ("tsv", Self::Tsv),
        ("jsonl", Self::JsonLines),
        ("csv", Self::Table),
        ("txt", Self::Names),
        ("geonames", Self::GeoNames),
        ("wikidata", Self::Wikidata),
        ("wikidata-query", Self::WikidataQuery),
        ("ftm", Self::Ftm),
        ("popolo", Self::Popolo),
        ("gleif", Self::Gleif),
        ("ror", Self::Ror),
        ("congress", Self::Congress),
    ];

    /// By its name on the command line.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, dump)| *dump)
    }

    /// What a file of one's own is by its name: JSON Lines, a table, or names, one a line. Tables and names whose first line
    /// has all columns of a row are rows.
    pub fn of_path(path: &Path) -> Self {
        let name = path.to_string_lossy().to_lowercase();
        let packed = [".gz", ".bz2", ".zst"].iter().find_map(|packed| name.strip_suffix(packed));
        match packed.unwrap_or(&name).rsplit_once('.').map_or("", |(_, ending)| ending) {
            "jsonl" | "ndjson" => Self::JsonLines,
            "csv" | "tsv" | "tab" => Self::Table,
            _ => Self::Names,
        }
    }
}

/// A file of names and what it is.
#[derive(Clone, Debug)]
pub struct Source {
    /// Where it is.
    pub path: PathBuf,
    /// What it is.
    pub dump: Dump,
    /// What is named where a table or a list of names does not say.
    pub kind: EntityKind,
}

impl Source {
    /// A file of this form; what is named is people where the file does not say.
    pub fn new(path: impl Into<PathBuf>, dump: Dump) -> Self {
        Self { path: path.into(), dump, kind: EntityKind::Person }
    }

    /// `FILE`, `FORM=FILE` with a name of [`Dump::ALL`], or `KIND=FILE` with a name of [`EntityKind`].
    pub fn parse(text: &str) -> Self {
        let Some((prefix, path)) = text.split_once('=') else {
            return Self::new(text, Dump::of_path(Path::new(text)));
        };
        match (Dump::parse(prefix), EntityKind::parse(prefix)) {
            (Some(dump), _) => Self::new(path, dump),
            (None, Some(kind)) => Self { kind, ..Self::new(path, Dump::of_path(Path::new(path))) },
            (None, None) => Self::new(text, Dump::of_path(Path::new(text))),
        }
    }
}

/// Adds all records of a file; the number of records that no text can name.
pub(crate) fn add(
    source: &Source,
    classes: &Classes,
    known: &mut Known,
    compiler: &mut Compiler<'_>,
) -> Result<usize, Error> {
    let path = &source.path;
    let dump = match source.dump {
        Dump::Table | Dump::Names if stream::has_header(path)? => Dump::Tsv,
        dump => dump,
    };
    let ours = matches!(dump, Dump::Tsv | Dump::JsonLines | Dump::Table | Dump::Names);
    compiler.begin_file(&path.display().to_string(), ours);
    let mut sink = Sink { compiler, left_out: 0 };
    let lines = |sink: &mut Sink<'_, '_>, of: &mut dyn FnMut(&Value) -> Result<Option<Draft>, ErrorKind>| {
        stream::lines(path, |number, line| match json::record(line) {
            None => Ok(()),
            Some(text) => sink.add(of(&json::parse(text)?)?, number),
        })
    };
    match dump {
        Dump::Table => {
            plain::table(path, source.kind, known, &mut |draft, line| sink.add(Some(draft), line))?;
        }
        Dump::Names => {
            plain::names(path, source.kind, known, &mut |draft, line| sink.add(Some(draft), line))?;
        }
        Dump::Tsv => stream::rows(path, |number, line| sink.compiler.add(line, number))?,
        Dump::JsonLines => lines(&mut sink, &mut |value| draft::of_object(value).map(Some))?,
        Dump::GeoNames => stream::lines(path, |number, line| sink.add(places::geonames(line)?, number))?,
        Dump::Wikidata => lines(&mut sink, &mut |value| Ok(wikidata::entity(value, classes)))?,
        Dump::WikidataQuery => {
            let (drafts, left_out) = query::items(path, classes)?;
            sink.left_out += left_out;
            for draft in drafts {
                sink.add(Some(draft), 0).map_err(|kind| kind.at(path, 0))?;
            }
        }
        Dump::Ftm => lines(&mut sink, &mut |value| Ok(organizations::ftm(value)))?,
        Dump::Gleif => {
            organizations::gleif(stream::open(path)?, &mut |draft, number| sink.add(Some(draft), number))
                .map_err(|(kind, line)| kind.at(path, line))?;
        }
        Dump::Popolo => {
            let drafts = people::popolo(&json::whole(path)?);
            drafts
                .map_err(|kind| kind.at(path, 0))?
                .into_iter()
                .try_for_each(|draft| sink.add(Some(draft), 0))
                .map_err(|kind| kind.at(path, 0))?;
        }
        Dump::Ror => json::array(path, |value, number| sink.add(organizations::ror(value), number))?,
        Dump::Congress => json::array(path, |value, number| sink.add(people::legislator(value), number))?,
    }
    Ok(sink.left_out)
}

struct Sink<'c, 'w> {
    compiler: &'c mut Compiler<'w>,
    left_out: usize,
}

impl Sink<'_, '_> {
    fn add(&mut self, draft: Option<Draft>, number: usize) -> Result<(), ErrorKind> {
        let Some(draft) = draft else { return Ok(()) };
        if let Some(line) = draft.line() {
            self.compiler.add(&line, number)
        } else {
            self.left_out += 1;
            Ok(())
        }
    }
}
