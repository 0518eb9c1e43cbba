use crate::error::{Error, ErrorKind};
use crate::index::{Candidate, EntryIndex, FormIndex, Index, Name};
use crate::matcher::{Hit, Matcher};
use crate::people::{GivenName, Words};
use crate::row::{self, Alias, Period, Role, Row};
use rustc_hash::{FxBuildHasher, FxHashMap};
use sayso_document::{EntityKind, Gender};
use std::borrow::Cow;
use std::collections::hash_map::Entry as Entries;
use std::hash::BuildHasher;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

/// The lists that are compiled in: name and content.
const SHIPPED: &[(&str, &str)] = &[
    ("countries.tsv", include_str!("../../../data/gazetteer/countries.tsv")),
    ("people.tsv", include_str!("../../../data/gazetteer/people.tsv")),
    ("organizations.tsv", include_str!("../../../data/gazetteer/organizations.tsv")),
    ("regions.tsv", include_str!("../../../data/gazetteer/regions.tsv")),
    ("places.tsv", include_str!("../../../data/gazetteer/places.tsv")),
];

/// Names of people, organisations and places, and what is known about those who bear them.
#[derive(Debug)]
pub struct Gazetteer {
    files: Vec<File>,
    rows: Vec<Place>,
    ids: Ids,
    index: Index,
    words: Words,
    fingerprint: [u8; 32],
}

#[derive(Debug)]
struct File {
    name: String,
    text: Cow<'static, str>,
}

/// Where a row stands.
#[derive(Copy, Clone, Debug)]
struct Place {
    file: u32,
    start: u32,
    end: u32,
}

/// A row of a gazetteer.
#[derive(Copy, Clone, Debug)]
pub struct Entry<'g> {
    row: Row<'g>,
}

impl<'g> Entry<'g> {
    /// The id, unique in the gazetteer.
    pub fn id(&self) -> &'g str {
        self.row.id()
    }
    /// What it is.
    pub fn kind(&self) -> EntityKind {
        self.row.kind()
    }
    /// The canonical name.
    pub fn name(&self) -> &'g str {
        self.row.name()
    }
    /// All names, the canonical one first.
    pub fn names(&self) -> impl Iterator<Item = Alias<'g>> + use<'g> {
        self.row.names()
    }
    /// ISO 3166-1 alpha-2 code of its country.
    pub fn country(&self) -> Option<&'g str> {
        self.row.country()
    }
    /// Gender of a person.
    pub fn gender(&self) -> Option<Gender> {
        self.row.gender()
    }
    /// Offices and occupations.
    pub fn roles(&self) -> impl Iterator<Item = Role<'g>> + use<'g> {
        self.row.roles()
    }
    /// Outside ids as (scheme, value).
    pub fn ids(&self) -> impl Iterator<Item = (&'g str, &'g str)> + use<'g> {
        self.row.ids()
    }
    /// How likely the entity is meant by its names, 0 to 1; only to be compared among entries of equal names.
    pub fn prior(&self) -> f32 {
        self.row.prior()
    }
    /// The time in which it exists.
    pub fn validity(&self) -> Period<'g> {
        self.row.valid()
    }
    /// Where the facts were read.
    pub fn source(&self) -> &'g str {
        self.row.source()
    }
    /// The licence of the source.
    pub fn licence(&self) -> &'g str {
        self.row.licence()
    }
}

impl Gazetteer {
    /// The lists that ship with Sayso; built once a process.
    ///
    /// # Panics
    ///
    /// Never: the shipped lists are tested.
    pub fn shipped() -> Arc<Self> {
        static SHARED: LazyLock<Arc<Gazetteer>> = LazyLock::new(|| {
            let files = shipped_files();
            Arc::new(Gazetteer::build(files).unwrap_or_else(|error| panic!("shipped gazetteer: {error}")))
        });
        Arc::clone(&SHARED)
    }

    /// The shipped lists and the user's files, in the format of [`mod@crate::row`].
    ///
    /// # Errors
    ///
    /// A file that cannot be read or has a bad row, by file, line and reason.
    pub fn with_files(paths: &[PathBuf]) -> Result<Arc<Self>, Error> {
        if paths.is_empty() {
            return Ok(Self::shipped());
        }
        let mut files = shipped_files();
        for path in paths {
            files.push(File { name: path.display().to_string(), text: Cow::Owned(read(path)?) });
        }
        Self::build(files).map(Arc::new)
    }

    /// Only the rows of this text (with its header line); `name` stands in errors.
    ///
    /// # Errors
    ///
    /// A bad row, by line and reason.
    pub fn of_text(name: &str, text: impl Into<String>) -> Result<Self, Error> {
        Self::build(vec![File { name: name.to_owned(), text: Cow::Owned(text.into()) }])
    }

    /// A hash of everything that hits and entries depend on.
    pub fn fingerprint(&self) -> [u8; 32] {
        self.fingerprint
    }

    /// Appends the hits of a text in text order, without overlaps; see [`mod@crate::matcher`].
    pub fn hits(&self, text: &str, out: &mut Vec<Hit>) {
        Matcher::new(&self.index).hits(text, out);
    }

    /// Appends every hit of a text, also those inside or across others, by start, then by length.
    pub fn all_hits(&self, text: &str, out: &mut Vec<Hit>) {
        Matcher::new(&self.index).all_hits(text, out);
    }

    /// Those that a hit may name, most prominent first; never empty for a hit of this gazetteer.
    pub fn candidates(&self, hit: &Hit) -> &[Candidate] {
        self.form(hit.form)
    }

    /// Those that a surface form may name.
    pub fn form(&self, form: FormIndex) -> &[Candidate] {
        self.index.form(form).map_or(&[], |form| &form.candidates)
    }

    /// Those that bear a name, whatever its case; most prominent first, possibly with repeats.
    pub fn lookup<'g>(&'g self, name: &str) -> impl Iterator<Item = Candidate> + use<'g> {
        self.index.forms_of(name).iter().flat_map(|form| form.candidates.iter().copied())
    }

    /// The entry of an id.
    pub fn find(&self, id: &str) -> Option<EntryIndex> {
        self.ids.find(id, |entry| self.entry(entry).id() == id)
    }

    /// A row.
    ///
    /// # Panics
    ///
    /// Where the index is of another, larger gazetteer.
    pub fn entry(&self, entry: EntryIndex) -> Entry<'_> {
        let place = self.rows[entry.0 as usize];
        let row = Row::split(line_at(&self.files, place))
            .unwrap_or_else(|| panic!("row {} was checked when it was read", entry.0));
        Entry { row }
    }

    /// All entries.
    pub fn entries(&self) -> impl Iterator<Item = (EntryIndex, Entry<'_>)> {
        (0..self.rows.len() as u32).map(EntryIndex).map(|index| (index, self.entry(index)))
    }

    /// The number of entries.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// What is known about a given name, whatever its case.
    pub fn given_name(&self, name: &str) -> Option<GivenName> {
        self.words.given_name(name)
    }

    /// Bearers of a surname per million people, where the lists know it.
    pub fn surname(&self, name: &str) -> Option<f32> {
        self.words.surname(name)
    }

    /// Whether a word (any case) is a common word of English that is not first of all a name.
    pub fn is_common_word(&self, word: &str) -> bool {
        self.words.is_common(&crate::fold(word))
    }

    fn build(files: Vec<File>) -> Result<Self, Error> {
        let words = Words::shipped();
        let mut hasher = blake3::Hasher::new();
        let mut rows = Rows::default();
        for (number, file) in files.iter().enumerate() {
            hasher.update(&(file.text.len() as u64).to_le_bytes());
            hasher.update(file.text.as_bytes());
            rows.read(number, &files, &words)?;
        }
        let Rows { places, ids, mut names } = rows;
        let index = Index::build(&mut names, |word| words.is_common(word));
        Ok(Self { rows: places, ids, index, words, fingerprint: *hasher.finalize().as_bytes(), files })
    }
}

fn shipped_files() -> Vec<File> {
    SHIPPED
        .iter()
        .map(|(name, text)| File { name: format!("data/gazetteer/{name}"), text: Cow::Borrowed(text) })
        .collect()
}

fn read(path: &Path) -> Result<String, Error> {
    let size = std::fs::metadata(path).map_err(|error| ErrorKind::from(error).at(path, 0))?.len();
    if size > row::MAX_FILE {
        return Err(ErrorKind::HugeFile(size).at(path, 0));
    }
    let bytes = std::fs::read(path).map_err(|error| ErrorKind::from(error).at(path, 0))?;
    let mut text = String::from_utf8(bytes)
        .map_err(|error| ErrorKind::NotUtf8(error.utf8_error().valid_up_to()).at(path, 0))?;
    if text.starts_with('\u{FEFF}') {
        text.drain(..'\u{FEFF}'.len_utf8());
    }
    Ok(text)
}

/// Entries by the hash of their id.
#[derive(Debug, Default)]
struct Ids {
    by_hash: FxHashMap<u64, EntryIndex>,
    /// Those whose hash was taken.
    others: Vec<EntryIndex>,
}

impl Ids {
    fn hash(id: &str) -> u64 {
        FxBuildHasher.hash_one(id)
    }

    fn find(&self, id: &str, is_it: impl Fn(EntryIndex) -> bool) -> Option<EntryIndex> {
        let first = self.by_hash.get(&Self::hash(id)).copied()?;
        if is_it(first) { Some(first) } else { self.others.iter().copied().find(|entry| is_it(*entry)) }
    }

    /// Adds an id that [`Ids::find`] does not find.
    fn add(&mut self, id: &str, entry: EntryIndex) {
        match self.by_hash.entry(Self::hash(id)) {
            Entries::Vacant(place) => {
                place.insert(entry);
            }
            Entries::Occupied(_) => self.others.push(entry),
        }
    }
}

/// What is read out of the files.
#[derive(Default)]
struct Rows {
    places: Vec<Place>,
    ids: Ids,
    names: Vec<Name>,
}

impl Rows {
    fn read(&mut self, number: usize, files: &[File], words: &Words) -> Result<(), Error> {
        let file = &files[number];
        let mut start = 0;
        for (line_number, with_end) in file.text.split_inclusive('\n').enumerate() {
            let line = with_end.trim_end_matches(['\n', '\r']);
            let place = Place { file: number as u32, start: start as u32, end: (start + line.len()) as u32 };
            start += with_end.len();
            let done = match line_number {
                0 if line.split('\t').eq(row::COLUMNS) => Ok(()),
                0 => Err(ErrorKind::Header),
                _ if line.is_empty() || line.starts_with('#') => Ok(()),
                _ => self.add(line, place, files, words),
            };
            done.map_err(|kind| kind.at(&file.name, line_number + 1))?;
        }
        Ok(())
    }

    fn add(&mut self, line: &str, place: Place, files: &[File], words: &Words) -> Result<(), ErrorKind> {
        let row = Row::check(line)?;
        let entry = EntryIndex(self.places.len() as u32);
        let id_of = |entry: EntryIndex| line_at(files, self.places[entry.0 as usize]).split('\t').next();
        if let Some(first) = self.ids.find(row.id(), |entry| id_of(entry) == Some(row.id())) {
            let first = files[self.places[first.0 as usize].file as usize].name.clone();
            return Err(ErrorKind::DuplicateId { id: row.id().to_owned(), first });
        }
        self.ids.add(row.id(), entry);
        let prior = row.prior();
        for alias in row.names() {
            let candidate = Candidate { entry, kind: alias.kind };
            let name = Name::new(alias.name, prior, candidate, |word| words.is_common(word));
            let why = "no word in it, a mark that no name goes across, or too many or too long words";
            self.names.push(name.ok_or_else(|| ErrorKind::Unmatchable(alias.name.to_owned(), why))?);
        }
        self.places.push(place);
        Ok(())
    }
}

fn line_at(files: &[File], place: Place) -> &str {
    &files[place.file as usize].text[place.start as usize..place.end as usize]
}
