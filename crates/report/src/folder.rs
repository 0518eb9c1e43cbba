//! The output directory: subdirectories that are ours, files that appear whole.

use crate::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Marks a subdirectory as written by us, so that a later run may empty it.
const MARK: &str = ".sayso-report";

/// Makes `path` an empty directory of ours. Refuses to empty one that we did not make.
pub(crate) fn claim(path: &Path) -> Result<(), Error> {
    fs::create_dir_all(path).map_err(|error| Error::io(path, error))?;
    let mark = path.join(MARK);
    let entries = fs::read_dir(path).map_err(|error| Error::io(path, error))?;
    let ours = mark.is_file();
    for entry in entries.flatten() {
        if !ours {
            return Err(Error::not_ours(path));
        }
        let file = entry.path();
        if file != mark {
            fs::remove_file(&file).map_err(|error| Error::io(&file, error))?;
        }
    }
    write(&mark, b"")
}

/// Writes a whole file.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    fs::write(path, bytes).map_err(|error| Error::io(path, error))
}

/// A file that stands under its name only once it is complete.
pub(crate) struct Pending {
    path: PathBuf,
    temporary: PathBuf,
    out: BufWriter<File>,
}

impl Pending {
    pub(crate) fn create(path: PathBuf) -> Result<Self, Error> {
        let mut temporary = path.clone().into_os_string();
        temporary.push(".part");
        let temporary = PathBuf::from(temporary);
        let file = File::create(&temporary).map_err(|error| Error::io(&temporary, error))?;
        Ok(Self { path, temporary, out: BufWriter::with_capacity(1 << 16, file) })
    }

    pub(crate) fn append(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.out.write_all(bytes).map_err(|error| Error::io(&self.temporary, error))
    }

    /// One value as one line of JSON.
    pub(crate) fn line(&mut self, value: &impl serde::Serialize) -> Result<(), Error> {
        serde_json::to_writer(&mut self.out, value).map_err(|error| Error::io(&self.temporary, error))?;
        self.append(b"\n")
    }

    pub(crate) fn finish(mut self) -> Result<(), Error> {
        self.out.flush().map_err(|error| Error::io(&self.temporary, error))?;
        fs::rename(&self.temporary, &self.path).map_err(|error| Error::io(&self.path, error))
    }
}
