//! What waits until the pages that show it are written: statements, the texts of articles, their heads. The first of it
//! in memory, the rest on disk.

use crate::Error;
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Where something waits.
#[derive(Copy, Clone, Debug, Default)]
pub(crate) struct Place {
    offset: u64,
    length: u32,
}

impl Place {
    /// How large it is.
    pub(crate) fn bytes(self) -> usize {
        self.length as usize
    }

    fn end(self) -> u64 {
        self.offset + u64::from(self.length)
    }
}

/// Values being written.
pub(crate) struct Spill {
    path: PathBuf,
    /// The first ones, up to its capacity.
    held: Vec<u8>,
    out: BufWriter<File>,
    /// Bytes of both.
    end: u64,
}

/// Bytes of the first values that are kept in memory.
const HELD: usize = 64 << 20;

impl Spill {
    pub(crate) fn create(path: PathBuf) -> Result<Self, Error> {
        Self::holding(HELD, path)
    }

    fn holding(held: usize, path: PathBuf) -> Result<Self, Error> {
        let file = File::options().create(true).truncate(true).read(true).write(true).open(&path);
        let file = file.map_err(|error| Error::io(&path, error))?;
        let held = Vec::with_capacity(held);
        Ok(Self { path, held, out: BufWriter::with_capacity(1 << 18, file), end: 0 })
    }

    /// Appends the values of a parcel; gives where each waits.
    pub(crate) fn push(&mut self, parcel: &Parcel) -> Result<Vec<Place>, Error> {
        // From the first one on that has no room all go to the file.
        let room = self.held.len() as u64 == self.end
            && parcel.bytes.len() <= self.held.capacity() - self.held.len();
        if room {
            self.held.extend_from_slice(&parcel.bytes);
        } else {
            self.out.write_all(&parcel.bytes).map_err(|error| Error::io(&self.path, error))?;
        }
        let place = |value: &Range<usize>| Place {
            offset: self.end + value.start as u64,
            length: value.len() as u32,
        };
        let places = parcel.values.iter().map(place).collect();
        self.end += parcel.bytes.len() as u64;
        Ok(places)
    }

    /// Ends writing; everything can be read from here on.
    pub(crate) fn read(self) -> Result<Spilled, Error> {
        match self.out.into_inner() {
            Ok(file) => Ok(Spilled { path: self.path, held: self.held, file }),
            Err(error) => Err(Error::io(&self.path, error.into_error())),
        }
    }
}

/// Values as they wait.
#[derive(Default)]
pub(crate) struct Parcel {
    bytes: Vec<u8>,
    values: Vec<Range<usize>>,
}

impl Parcel {
    /// One with room for so many bytes.
    pub(crate) fn of_bytes(bytes: usize) -> Self {
        Self { bytes: Vec::with_capacity(bytes), values: Vec::new() }
    }

    pub(crate) fn add(&mut self, value: &impl Serialize) -> Result<(), Error> {
        let start = self.bytes.len();
        postcard::serialize_with_flavor(value, Behind(&mut self.bytes)).map_err(broken)?;
        self.values.push(start..self.bytes.len());
        Ok(())
    }

    /// The value of that number.
    pub(crate) fn get<'a, T: Deserialize<'a>>(&'a self, nth: usize) -> Result<T, Error> {
        postcard::from_bytes(&self.bytes[self.values[nth].clone()]).map_err(broken)
    }
}

fn broken(error: postcard::Error) -> Error {
    Error::io(Path::new("report.part"), io::Error::other(error))
}

/// Lets postcard write behind what is there.
struct Behind<'a>(&'a mut Vec<u8>);

impl postcard::ser_flavors::Flavor for Behind<'_> {
    type Output = ();

    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.0.push(byte);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<()> {
        Ok(())
    }
}

/// Values being read; their file disappears when this is dropped.
pub(crate) struct Spilled {
    path: PathBuf,
    held: Vec<u8>,
    file: File,
}

/// One thread's view of them.
pub(crate) struct Reader<'a> {
    spilled: &'a Spilled,
    parcel: Parcel,
}

impl Spilled {
    pub(crate) fn reader(&self) -> Reader<'_> {
        Reader { spilled: self, parcel: Parcel::default() }
    }
}

impl Reader<'_> {
    /// One value.
    pub(crate) fn get<'a, T: Deserialize<'a>>(&'a mut self, place: Place) -> Result<T, Error> {
        self.parcel.bytes.clear();
        self.parcel.values.clear();
        self.spilled.add(&mut self.parcel, &[place])?;
        self.parcel.get(0)
    }

    /// Values of one kind or several, in the order of the places.
    pub(crate) fn all(&self, places: impl IntoIterator<Item = Place>) -> Result<Parcel, Error> {
        let mut parcel = Parcel::default();
        let places: Vec<Place> = places.into_iter().collect();
        let held = |place: &Place| place.offset < self.spilled.held.len() as u64;
        let near = |one: &Place, next: &Place| {
            one.end() <= next.offset && next.offset - one.end() < NEAR && held(one) == held(next)
        };
        for near in places.chunk_by(near) {
            self.spilled.add(&mut parcel, near)?;
        }
        Ok(parcel)
    }
}

/// Bytes between two values that are read along: what one article says is often wanted together.
const NEAR: u64 = 2048;

impl Spilled {
    /// Reads values that are near each other, all in memory or all in the file, in their order, at once.
    fn add(&self, parcel: &mut Parcel, near: &[Place]) -> Result<(), Error> {
        let (Some(first), Some(last)) = (near.first(), near.last()) else { return Ok(()) };
        let base = parcel.bytes.len();
        let all = first.offset as usize..last.end() as usize;
        if let Some(held) = self.held.get(all.clone()) {
            parcel.bytes.extend_from_slice(held);
        } else {
            parcel.bytes.resize(base + all.len(), 0);
            let offset = first.offset - self.held.len() as u64;
            let read = read_at(&self.file, offset, &mut parcel.bytes[base..]);
            read.map_err(|error| Error::io(&self.path, error))?;
        }
        parcel.values.extend(near.iter().map(|place| {
            let start = base + (place.offset - first.offset) as usize;
            start..start + place.bytes()
        }));
        Ok(())
    }
}

/// In one call where the system has one: a large report reads hundreds of thousands.
#[cfg(unix)]
pub(crate) fn read_at(file: &File, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, buffer, offset)
}

#[cfg(windows)]
pub(crate) fn read_at(file: &File, mut offset: u64, mut buffer: &mut [u8]) -> io::Result<()> {
    while !buffer.is_empty() {
        let read = std::os::windows::fs::FileExt::seek_read(file, buffer, offset)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        (offset, buffer) = (offset + read as u64, &mut buffer[read..]);
    }
    Ok(())
}

pub(crate) fn write_at(mut file: &File, offset: u64, bytes: &[u8]) -> io::Result<()> {
    use std::io::{Seek, SeekFrom};
    file.seek(SeekFrom::Start(offset))?;
    file.write_all(bytes)
}

impl Drop for Spilled {
    fn drop(&mut self) {
        // Nothing depends on it; a file left behind is overwritten by the next run.
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_and_what_is_not_come_back() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("values.part");
        let mut spill = Spill::holding(100, path.clone()).unwrap();
        let mut places = Vec::new();
        for number in 0..20_u32 {
            let mut parcel = Parcel::default();
            parcel.add(&"x".repeat(number as usize)).unwrap();
            parcel.add(&number).unwrap();
            places.extend(spill.push(&parcel).unwrap());
        }
        let spilled = spill.read().unwrap();
        assert!(!spilled.held.is_empty() && fs::metadata(&path).unwrap().len() > 0);
        let check = |order: Vec<usize>| {
            let parcel = spilled.reader().all(order.iter().map(|at| places[*at])).unwrap();
            for (nth, at) in order.into_iter().enumerate() {
                if at % 2 == 1 {
                    assert_eq!(parcel.get::<u32>(nth).unwrap() as usize, at / 2);
                } else {
                    assert_eq!(parcel.get::<&str>(nth).unwrap().len(), at / 2);
                }
            }
        };
        check((0..40).collect());
        check((0..40).rev().collect());
        check(vec![30, 2, 13, 39, 38, 0]);
        drop(spilled);
        assert!(!path.exists());
    }
}
