//! Statements wait on disk until the pages that list them are written, and the heads of articles with them.

use crate::Error;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Where one of them waits.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Place {
    offset: u64,
    length: u32,
}

/// A file of values being written.
pub(crate) struct Spill {
    path: PathBuf,
    out: BufWriter<File>,
    end: u64,
}

impl Spill {
    pub(crate) fn create(path: PathBuf) -> Result<Self, Error> {
        let file = File::options().create(true).truncate(true).read(true).write(true).open(&path);
        let file = file.map_err(|error| Error::io(&path, error))?;
        Ok(Self { path, out: BufWriter::with_capacity(1 << 18, file), end: 0 })
    }

    /// Appends a value as [`waiting`] wrote it.
    pub(crate) fn push(&mut self, waiting: &[u8]) -> Result<Place, Error> {
        self.out.write_all(waiting).map_err(|error| Error::io(&self.path, error))?;
        let place = Place { offset: self.end, length: waiting.len() as u32 };
        self.end += waiting.len() as u64;
        Ok(place)
    }

    /// Ends writing; everything can be read from here on.
    pub(crate) fn read(mut self) -> Result<Spilled, Error> {
        self.out.flush().map_err(|error| Error::io(&self.path, error))?;
        Ok(Spilled(self.path))
    }
}

/// A value as it waits.
pub(crate) fn waiting(value: &impl Serialize) -> Result<Vec<u8>, Error> {
    postcard::to_stdvec(value)
        .map_err(|error| Error::io(Path::new("statements.part"), io::Error::other(error)))
}

/// A file of values being read; it disappears when this is dropped.
pub(crate) struct Spilled(PathBuf);

/// One thread's view of the file.
pub(crate) struct Reader<'a> {
    path: &'a Path,
    file: File,
    buffer: Vec<u8>,
}

impl Spilled {
    pub(crate) fn reader(&self) -> Result<Reader<'_>, Error> {
        let file = File::open(&self.0).map_err(|error| Error::io(&self.0, error))?;
        Ok(Reader { path: &self.0, file, buffer: Vec::new() })
    }
}

impl Reader<'_> {
    pub(crate) fn get<T: DeserializeOwned>(&mut self, place: Place) -> Result<T, Error> {
        let Self { path, file, buffer } = self;
        buffer.resize(place.length as usize, 0);
        read_at(file, place.offset, buffer).map_err(|error| Error::io(path, error))?;
        postcard::from_bytes(buffer).map_err(|error| Error::io(path, io::Error::other(error)))
    }
}

/// In one call where the system has one: a large report reads hundreds of thousands.
#[cfg(unix)]
fn read_at(file: &File, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, buffer, offset)
}

#[cfg(not(unix))]
fn read_at(mut file: &File, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
    use std::io::{Read, Seek, SeekFrom};
    file.seek(SeekFrom::Start(offset))?;
    file.read_exact(buffer)
}

impl Drop for Spilled {
    fn drop(&mut self) {
        // Nothing depends on it; a file left behind is overwritten by the next run.
        let _ = fs::remove_file(&self.0);
    }
}
