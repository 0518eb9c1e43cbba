use crate::automaton::Automaton;
use crate::compile::{Compiler, Sizes};
use crate::error::{Error, ErrorKind};
use crate::format::{self, Bytes, Compiled, Section, u32_at};
use crate::hash;
use crate::import::{self, Classes, Dump, Known, Source};
use crate::index::{Candidate, Candidates, EntryIndex, FormIndex, Index};
use crate::matcher::{Engine, Hit, Matcher};
use crate::people::{GivenName, Words};
use crate::row::{Alias, Period, Role, Row};
use sayso_core::{EntityKind, Gender};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

/// The lists that ship, compiled by the build script.
static SHIPPED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/shipped.names"));

/// Names of people, organisations and places, and what is known about those who bear them.
#[derive(Debug)]
pub struct Gazetteer {
    compiled: Compiled,
    rows: usize,
    words: &'static Words,
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

static WORDS: LazyLock<Words> = LazyLock::new(Words::shipped);

impl Gazetteer {
    /// The lists that ship with Sayso; opened once a process.
    ///
    /// # Panics
    ///
    /// Never: the build script compiled them, and they are tested.
    pub fn shipped() -> Arc<Self> {
        static SHARED: LazyLock<Arc<Gazetteer>> = LazyLock::new(|| {
            // Part of the program, which nobody checks for damage either.
            let opened = Gazetteer::open(Bytes::Static(SHIPPED), false);
            Arc::new(opened.unwrap_or_else(|error| panic!("shipped gazetteer: {error}")))
        });
        Arc::clone(&SHARED)
    }

    /// The shipped lists and the user's files ([`Source::parse`] says in which forms, a path may begin with one: `company=FILE`);
    /// or one compiled file ([`Gazetteer::compile`]), which holds all that it was compiled from and is taken alone.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, is damaged or has a bad row, by file, line and reason.
    pub fn with_files(paths: &[PathBuf]) -> Result<Arc<Self>, Error> {
        let sources: Vec<Source> = paths.iter().map(|path| own_source(path)).collect();
        match sources.as_slice() {
            [] => Ok(Self::shipped()),
            [source] if is_compiled(&source.path)? => Self::map(&source.path).map(Arc::new),
            sources => Self::compile(sources, &Classes::default(), true)?.into_gazetteer().map(Arc::new),
        }
    }

    /// Only the rows of this text (with its header line); `name` stands in errors.
    ///
    /// # Errors
    ///
    /// A bad row, by line and reason.
    pub fn of_text(name: &str, text: impl Into<String>) -> Result<Self, Error> {
        Self::compile_text(name, &text.into())?.into_gazetteer()
    }

    /// Compiles only the rows of this text (with its header line); `name` stands in errors.
    ///
    /// # Errors
    ///
    /// A bad row, by line and reason.
    pub fn compile_text(name: &str, text: &str) -> Result<Output, Error> {
        let mut compiler = Compiler::new(&WORDS);
        compiler.add_text(name, text)?;
        Output::of(compiler)
    }

    /// Opens a compiled file in place, after every byte was compared with its checksum.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, that is none, of another version, or damaged.
    pub fn map(path: &Path) -> Result<Self, Error> {
        let map = || -> Result<Self, ErrorKind> {
            let file = File::open(path)?;
            // SAFETY: the map is read-only and only read as bytes, through slices with checked bounds; text is
            // checked for UTF-8 at each reading. A program that changes the file meanwhile can make hits wrong, not
            // memory unsafe in ways that these checks do not catch; one that cuts it short makes the system end us.
            #[allow(unsafe_code)]
            let bytes = unsafe { memmap2::Mmap::map(&file) }?;
            Self::open(Bytes::Mapped(bytes), true)
        };
        map().map_err(|kind| kind.at(path, 0))
    }

    /// Opens the bytes of a compiled file; any bytes are safe.
    ///
    /// # Errors
    ///
    /// Bytes that are none, of another version, or damaged.
    pub fn of_bytes(name: &str, bytes: Vec<u8>) -> Result<Self, Error> {
        Self::open(Bytes::Owned(bytes), true).map_err(|kind| kind.at(name, 0))
    }

    /// Compiles the user's files, with the shipped lists before them or without; `classes` are those of Wikidata
    /// that are taken. Records whose name no text can hold are left out and counted, but in lists of our own formats
    /// they are errors.
    ///
    /// # Errors
    ///
    /// A file that cannot be read or has a bad row, by file, line and reason.
    pub fn compile(sources: &[Source], classes: &Classes, with_shipped: bool) -> Result<Output, Error> {
        let mut compiler = Compiler::new(&WORDS);
        if with_shipped {
            Self::shipped().copy_rows(&mut compiler)?;
        }
        let mut left_out = 0;
        let mut known = Known::default();
        for source in sources {
            if is_compiled(&source.path)? {
                return Err(ErrorKind::CompiledTwice.at(&source.path, 0));
            }
            left_out += import::add(source, classes, &mut known, &mut compiler)?;
        }
        Ok(Output { left_out, ..Output::of(compiler)? })
    }

    /// Adds all rows to another list.
    pub(crate) fn copy_rows(&self, compiler: &mut Compiler<'_>) -> Result<(), Error> {
        let name = "the shipped lists";
        compiler.begin_file(name, false);
        for row in 0..self.rows as u32 {
            let line = self.line(row).unwrap_or_default();
            compiler.add(line, row as usize + 1).map_err(|kind| kind.at(name, row as usize + 1))?;
        }
        Ok(())
    }

    fn open(bytes: Bytes, verify: bool) -> Result<Self, ErrorKind> {
        let compiled = Compiled::open(bytes, verify)?;
        let rows = (compiled.section(Section::RowStarts).len() / 4).saturating_sub(1);
        Ok(Self { compiled, rows, words: &WORDS })
    }

    /// A hash of everything that hits and entries depend on.
    pub fn fingerprint(&self) -> [u8; 32] {
        self.compiled.fingerprint()
    }

    /// The engine that is fastest for the list, with its own buffers.
    pub fn matcher(&self) -> Matcher<'_> {
        Matcher::new(&self.compiled)
    }

    /// The second engine, letter by letter; to hold the first one to, not for a run.
    ///
    /// # Errors
    ///
    /// More names than an automaton can hold.
    pub fn automaton(&self) -> Result<Automaton<'_>, Error> {
        Automaton::new(&self.compiled)
            .map_err(|error| ErrorKind::Automaton(error.to_string()).at("compiled gazetteer", 0))
    }

    /// Appends the hits of a text in text order, without overlaps; see [`mod@crate::matcher`].
    pub fn hits(&self, text: &str, out: &mut Vec<Hit>) {
        self.matcher().hits(text, out);
    }

    /// Appends every hit of a text, also those inside or across others, by start, then by length.
    pub fn all_hits(&self, text: &str, out: &mut Vec<Hit>) {
        self.matcher().all_hits(text, out);
    }

    /// Those that a hit may name, most prominent first; never empty for a hit of this gazetteer.
    pub fn candidates(&self, hit: &Hit) -> Candidates<'_> {
        self.form(hit.form)
    }

    /// Those that a surface form may name.
    pub fn form(&self, form: FormIndex) -> Candidates<'_> {
        let section = |section| self.compiled.section(section);
        Candidates::of(section(Section::Forms), section(Section::Candidates), form.0)
    }

    /// Those that bear a name, whatever its case; most prominent first, possibly with repeats.
    pub fn lookup<'g>(&'g self, name: &str) -> impl Iterator<Item = Candidate> + use<'g> {
        let forms = Index::new(&self.compiled, true).forms_of(name);
        forms.into_iter().flat_map(|form| self.form(FormIndex(form)).iter())
    }

    /// The entry of an id.
    pub fn find(&self, id: &str) -> Option<EntryIndex> {
        let by_id = self.compiled.section(Section::ById);
        let row = |number: usize| u32_at(by_id, number * 4);
        let id_of = |row: u32| self.line(row).and_then(|line| line.split('\t').next()).unwrap_or_default();
        let wanted = hash::of_id(id);
        let (mut low, mut high) = (0, self.rows);
        while low < high {
            let middle = low + (high - low) / 2;
            if hash::of_id(id_of(row(middle))) < wanted {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let same = (low..self.rows).map(row).take_while(|row| hash::of_id(id_of(*row)) == wanted);
        same.into_iter().find(|row| id_of(*row) == id).map(EntryIndex)
    }

    /// A row; one without any content where the index is of another, larger gazetteer.
    pub fn entry(&self, entry: EntryIndex) -> Entry<'_> {
        let row = self.line(entry.0).and_then(Row::split).unwrap_or(Row::EMPTY);
        Entry { row }
    }

    fn line(&self, row: u32) -> Option<&str> {
        let starts = self.compiled.section(Section::RowStarts);
        let at = row as usize * 4;
        let range = u32_at(starts, at) as usize..(u32_at(starts, at + 4) as usize).checked_sub(1)?;
        std::str::from_utf8(self.compiled.section(Section::Rows).get(range)?).ok()
    }

    /// All entries.
    pub fn entries(&self) -> impl Iterator<Item = (EntryIndex, Entry<'_>)> {
        (0..self.rows as u32).map(EntryIndex).map(|index| (index, self.entry(index)))
    }

    /// The number of entries.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
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
}

/// A compiled gazetteer that was just made.
#[derive(Debug)]
pub struct Output {
    bytes: Vec<u8>,
    sizes: Sizes,
    left_out: usize,
}

impl Output {
    pub(crate) fn of(compiler: Compiler<'_>) -> Result<Self, Error> {
        let (bytes, sizes) = compiler.finish()?;
        Ok(Self { bytes, sizes, left_out: 0 })
    }

    /// How large it is.
    pub fn sizes(&self) -> Sizes {
        self.sizes
    }

    /// Records of dumps whose name no text can hold.
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// The bytes of the file; to be written elsewhere and moved into place, so that no reader maps half of it.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Opens it.
    ///
    /// # Errors
    ///
    /// None that compiling did not find.
    pub fn into_gazetteer(self) -> Result<Gazetteer, Error> {
        Gazetteer::open(Bytes::Owned(self.bytes), false).map_err(|kind| kind.at("compiled gazetteer", 0))
    }
}

/// Whether a file begins like a compiled gazetteer.
/// A file of the user's: what is there under this very path, else `FORM=FILE` or `KIND=FILE`.
fn own_source(path: &Path) -> Source {
    match path.to_str() {
        Some(text) if !path.exists() => Source::parse(text),
        _ => Source::new(path, Dump::of_path(path)),
    }
}

fn is_compiled(path: &Path) -> Result<bool, Error> {
    use std::io::Read;
    let mut first = Vec::new();
    let read = File::open(path).and_then(|file| file.take(8).read_to_end(&mut first));
    read.map_err(|error| ErrorKind::from(error).at(path, 0))?;
    Ok(first == format::MAGIC)
}
