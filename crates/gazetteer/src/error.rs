use std::path::PathBuf;

/// A gazetteer file that cannot be used: which file, which line, and why.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {kind}")]
pub struct Error {
    place: FilePosition,
    kind: Box<ErrorKind>,
}

#[derive(Debug)]
struct FilePosition {
    file: PathBuf,
    /// From 1; 0 where the whole file is meant.
    line: usize,
}

impl std::fmt::Display for FilePosition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.file.display())?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        Ok(())
    }
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum ErrorKind {
    #[error("the file cannot be read: {0}")]
    Io(#[from] std::io::Error),
    #[error("the file is not UTF-8 (first bad byte at {0})")]
    NotUtf8(usize),
    #[error("the line is {0} bytes long; at most {max} are read", max = crate::row::MAX_LINE)]
    HugeLine(usize),
    #[error("the line is longer than {0} bytes, which is the most that is read")]
    LongerLine(u64),
    #[error("not the JSON that is expected: {0}")]
    Json(String),
    #[error("not the CSV that is expected: {0}")]
    Csv(String),
    #[error("{found} fields instead of {expected}")]
    Fields { found: usize, expected: usize },
    #[error("control character U+{0:04X}")]
    Control(u32),
    #[error("{0:?} has a bar, which parts values in a row")]
    Bar(String),
    #[error("the file is a zip archive; unpack it (gzip, bzip2 and Zstandard are read as they are)")]
    Zip,
    #[error("{found} columns instead of {expected}; the columns are {columns}", expected = crate::row::COLUMNS.len(), columns = crate::row::COLUMNS.join(", "))]
    Columns { found: usize },
    #[error("the first line must name the columns: {columns}", columns = crate::row::COLUMNS.join(", "))]
    Header,
    #[error(
        "the first line must name the columns, one of them `name`; it has {0}. A file of names alone, one a line, ends in .txt"
    )]
    NoNameColumn(String),
    #[error("column {column} is empty")]
    Empty { column: &'static str },
    #[error("unknown kind {0:?}; the kinds are {kinds}", kinds = crate::row::kinds())]
    Kind(String),
    #[error("{value:?} is no alias of the form KIND=NAME, where KIND is one of {kinds}", kinds = crate::row::alias_kinds())]
    Alias { value: String },
    #[error("{value:?} in column {column} is not {expected}")]
    Value { column: &'static str, value: String, expected: &'static str },
    #[error("the id {id:?} stands already in {first}")]
    DuplicateId { id: String, first: String },
    #[error(
        "the alias of {id:?} goes round: rows before it lead from its alias back to its own name; write one row with all these names"
    )]
    Cycle { id: String },
    #[error("no automaton can hold these names: {0}")]
    Automaton(String),
    #[error("more than 4 GiB of rows, or too many of them, for one file")]
    TooMuch,
    #[error(
        "a compiled list of names holds all that it was made from; give it alone, or compile all lists together"
    )]
    CompiledTwice,
    #[error("the file is no compiled list of names")]
    NoIndex,
    #[error(
        "the file is of version {found} of the format; this program reads version {expected}: compile it again"
    )]
    Version { found: u32, expected: u32 },
    #[error("the file is {found} bytes long where {expected} are expected")]
    Short { expected: u64, found: u64 },
    #[error("the file is damaged: the {section} do not have the sum that was written with them")]
    Damaged { section: &'static str },
    #[error("the name {0:?} can never match: {1}")]
    Unmatchable(String, &'static str),
}

impl ErrorKind {
    pub(crate) fn at(self, file: impl Into<PathBuf>, line: usize) -> Error {
        Error { place: FilePosition { file: file.into(), line }, kind: Box::new(self) }
    }
}
