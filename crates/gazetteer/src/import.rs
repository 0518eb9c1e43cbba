//! Lists that people hold, as rows: dumps of GeoNames, Wikidata, OpenSanctions, Popolo, GLEIF, ROR and
//! congress-legislators, and our own rows as JSON Lines. Files may be packed with gzip, bzip2 or zstd. Everything but
//! Popolo is read record by record, however large the file.

mod draft;
mod json;
mod organizations;
mod people;
mod places;
mod stream;
mod wikidata;

use crate::compile::Compiler;
use crate::error::{Error, ErrorKind};
use draft::Draft;
use serde_json::Value;
use std::path::{Path, PathBuf};

pub use wikidata::Classes;

/// What a file of names is.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Dump {
    /// Rows as [`mod@crate::row`] has them.
    Tsv,
    /// The same as JSON Lines: an object a line with the columns as fields; `aliases` an object of kinds and names.
    JsonLines,
    /// A table of GeoNames (`allCountries.txt`, `cities500.txt`): 19 columns.
    GeoNames,
    /// The JSON dump of Wikidata: an entity a line.
    Wikidata,
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
    pub const ALL: [(&'static str, Self); 9] = [
        ("tsv", Self::Tsv),
        ("jsonl", Self::JsonLines),
        ("geonames", Self::GeoNames),
        ("wikidata", Self::Wikidata),
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

    /// What a file is by its name: JSON Lines or TSV.
    pub fn of_path(path: &Path) -> Self {
        let name = path.to_string_lossy().to_lowercase();
        let lines = [".jsonl", ".ndjson"].iter().any(|ending| {
            name.ends_with(ending)
                || [".gz", ".bz2", ".zst"].iter().any(|packed| name.ends_with(&format!("{ending}{packed}")))
        });
        if lines { Self::JsonLines } else { Self::Tsv }
    }
}

/// A file of names and what it is.
#[derive(Clone, Debug)]
pub struct Source {
    /// Where it is.
    pub path: PathBuf,
    /// What it is.
    pub dump: Dump,
}

impl Source {
    /// `FILE`, or `KIND=FILE` with a name of [`Dump::ALL`].
    pub fn parse(text: &str) -> Self {
        let named =
            text.split_once('=').and_then(|(kind, path)| Some((Dump::parse(kind)?, PathBuf::from(path))));
        let (dump, path) = named.unwrap_or_else(|| (Dump::of_path(Path::new(text)), PathBuf::from(text)));
        Self { path, dump }
    }
}

/// Adds all records of a file; the number of records that no text can name.
pub(crate) fn add(source: &Source, classes: &Classes, compiler: &mut Compiler<'_>) -> Result<usize, Error> {
    let path = &source.path;
    let ours = matches!(source.dump, Dump::Tsv | Dump::JsonLines);
    compiler.begin_file(&path.display().to_string(), ours);
    let mut sink = Sink { compiler, left_out: 0 };
    let lines = |sink: &mut Sink<'_, '_>, of: &mut dyn FnMut(&Value) -> Result<Option<Draft>, ErrorKind>| {
        stream::lines(path, |number, line| match json::record(line) {
            None => Ok(()),
            Some(text) => sink.add(of(&json::parse(text)?)?, number),
        })
    };
    match source.dump {
        Dump::Tsv => stream::rows(path, |number, line| sink.compiler.add(line, number))?,
        Dump::JsonLines => lines(&mut sink, &mut |value| draft::of_object(value).map(Some))?,
        Dump::GeoNames => stream::lines(path, |number, line| sink.add(places::geonames(line)?, number))?,
        Dump::Wikidata => lines(&mut sink, &mut |value| Ok(wikidata::entity(value, classes)))?,
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
