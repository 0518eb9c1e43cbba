use crate::header::{FORMAT, OLDEST_FORMAT};
use crate::stage::Stage;
use std::io;
use std::path::{Path, PathBuf};

/// Why a file could not be written or read. The message names the file, what was expected, what was found and the
/// command that mends it.
#[derive(Debug, thiserror::Error)]
#[error("{}: expected {}, found {}. {}", .0.path.display(), self.expected(), self.found(), self.help())]
pub struct Error(Box<Kind>);

#[derive(Debug)]
struct Kind {
    path: PathBuf,
    fault: Fault,
}

/// What is wrong, before the file's name is known.
#[derive(Debug)]
pub(crate) enum Fault {
    Open(io::Error),
    Write(io::Error),
    NotAFile,
    Foreign(Vec<u8>),
    ShortHeader(usize),
    Format(u16),
    DamagedHeader,
    UnknownStage(u8),
    UnknownCodec(u8),
    Stage { expected: Stage, found: Stage },
    Schema { stage: Stage, expected: u32, found: u32 },
    Length { expected: u64, found: u64 },
    TooLong(u64),
    DamagedPayload,
    Undecodable(String),
    Unencodable(String),
}

impl Fault {
    pub(crate) fn at(self, path: &Path) -> Error {
        Error(Box::new(Kind { path: path.to_owned(), fault: self }))
    }
}

const REMAKE: &str = "Recreate it: `sayso run --force` (in the checkout `cargo xtask pipeline --force`)";

impl Error {
    /// The file.
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// Whether there is no such file.
    pub fn is_missing(&self) -> bool {
        matches!(&self.0.fault, Fault::Open(error) if error.kind() == io::ErrorKind::NotFound)
    }

    /// Whether the file was read but is not what was asked for: damaged, foreign, of another stage or version.
    /// Computing it again mends it. `false` where the file system failed.
    pub fn is_unusable(&self) -> bool {
        !matches!(&self.0.fault, Fault::Open(_) | Fault::Write(_) | Fault::Unencodable(_) | Fault::NotAFile)
    }

    /// What was expected.
    pub fn expected(&self) -> String {
        match &self.0.fault {
            Fault::Open(_) => "a readable file".into(),
            Fault::Write(_) => "to write it".into(),
            Fault::NotAFile => "a file".into(),
            Fault::Foreign(_) => "a Sayso artifact".into(),
            Fault::ShortHeader(_) => format!("a header of {} bytes", crate::HEADER_LEN),
            Fault::Format(_) if OLDEST_FORMAT == FORMAT => format!("format version {FORMAT}"),
            Fault::Format(_) => format!("format version {OLDEST_FORMAT} to {FORMAT}"),
            Fault::DamagedHeader => "a header that matches its checksum".into(),
            Fault::UnknownStage(_) => "a stage known to this version".into(),
            Fault::UnknownCodec(_) => "a codec known to this version".into(),
            Fault::Stage { expected, .. } => format!("the output of stage {expected}"),
            Fault::Schema { stage, expected, .. } => format!("schema version {expected} of stage {stage}"),
            Fault::Length { expected, .. } => format!("{expected} bytes"),
            Fault::TooLong(_) => format!("a payload of at most {} bytes", crate::codec::MAX_PAYLOAD),
            Fault::DamagedPayload => "a payload that matches its checksum".into(),
            Fault::Undecodable(_) => "a payload that decodes".into(),
            Fault::Unencodable(_) => "a payload that encodes".into(),
        }
    }

    /// What was found instead.
    pub fn found(&self) -> String {
        match &self.0.fault {
            Fault::Open(error) | Fault::Write(error) => error.to_string(),
            Fault::NotAFile => "a directory or device".into(),
            Fault::Foreign(bytes) if bytes.is_empty() => "an empty file".into(),
            Fault::Foreign(bytes) => format!("a file that begins with \"{}\"", bytes.escape_ascii()),
            Fault::ShortHeader(length) => format!("{length} bytes: the file is truncated"),
            Fault::Format(found) => {
                let why = if *found > FORMAT { "written by a newer version" } else { "too old" };
                format!("version {found}: {why}, or damaged")
            }
            Fault::DamagedHeader | Fault::DamagedPayload => "a mismatch: the file is damaged".into(),
            Fault::UnknownStage(number) => format!("stage number {number}: written by a newer version"),
            Fault::UnknownCodec(number) => format!("codec number {number}: written by a newer version"),
            Fault::Stage { found, .. } => format!("the output of stage {found}"),
            Fault::Schema { expected, found, .. } => {
                let who = if found > expected { "a newer" } else { "an older" };
                format!("version {found}: written by {who} version")
            }
            Fault::Length { expected, found } => {
                let how = if found < expected { "the file is truncated" } else { "something was appended" };
                format!("{found}: {how}")
            }
            Fault::TooLong(found) => format!("{found} bytes"),
            Fault::Undecodable(why) | Fault::Unencodable(why) => why.clone(),
        }
    }

    /// What to do about it.
    pub fn help(&self) -> String {
        match &self.0.fault {
            Fault::Write(error) if error.kind() == io::ErrorKind::StorageFull => {
                "Free some space and run the same command again to resume".into()
            }
            Fault::Write(_) => "Make the directory writable and run the same command again".into(),
            Fault::Open(error) if error.kind() != io::ErrorKind::NotFound => {
                "Make it readable and run the same command again".into()
            }
            Fault::NotAFile => "Name a file inside a run's directory".into(),
            Fault::TooLong(_) | Fault::Unencodable(_) => {
                "Run with smaller shards, or leave out the largest document".into()
            }
            Fault::Foreign(_) => format!("Name a file written by Sayso. {REMAKE}"),
            _ => REMAKE.into(),
        }
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Open(error)
    }
}
