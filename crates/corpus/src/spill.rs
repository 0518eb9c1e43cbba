//! Records that wait until the whole corpus is known: the first of them in memory, the rest in a temporary file.

use crate::Error;
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Where something waits.
#[derive(Copy, Clone, Debug, Default)]
pub struct RecordRef {
    /// In the file; or [`HELD`], the number of a batch in memory, and 32 bits of where it begins there.
    offset: u64,
    length: u32,
}

/// Marks a place in memory.
const HELD: u64 = 1 << 63;

impl RecordRef {
    /// How large it is.
    pub fn bytes(self) -> usize {
        self.length as usize
    }

    fn end(self) -> u64 {
        self.offset + u64::from(self.length)
    }

    /// The number of its batch in memory, and where in it it begins.
    fn held(self) -> Option<(usize, usize)> {
        let place = self.offset & !HELD;
        (self.offset & HELD != 0).then_some(((place >> 32) as usize, place as u32 as usize))
    }
}

/// Values being written.
pub struct Spill {
    path: PathBuf,
    /// The first batchs.
    held: Vec<Vec<u8>>,
    /// Bytes that may still be held.
    room: usize,
    out: BufWriter<File>,
    /// Bytes in the file.
    end: u64,
}

/// Bytes of the first values that are kept in memory.
const ROOM: usize = 12 << 20;

impl Spill {
    /// Makes the temporary file.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn create(path: PathBuf) -> Result<Self, Error> {
        Self::holding(ROOM, path)
    }

    fn holding(room: usize, path: PathBuf) -> Result<Self, Error> {
        let file = File::options().create(true).truncate(true).read(true).write(true).open(&path);
        let file = file.map_err(|error| Error::io(&path, error))?;
        Ok(Self { path, held: Vec::new(), room, out: BufWriter::with_capacity(1 << 18, file), end: 0 })
    }

    /// Takes the values of a batch; gives where each waits.
    pub fn push(&mut self, batch: RecordBatch) -> Result<Vec<RecordRef>, Error> {
        let RecordBatch { bytes, values } = batch;
        let room = self.room.checked_sub(bytes.capacity());
        let base = if room.is_some() { HELD | (self.held.len() as u64) << 32 } else { self.end };
        let place =
            |value: Range<usize>| RecordRef { offset: base + value.start as u64, length: value.len() as u32 };
        let places = values.into_iter().map(place).collect();
        if let Some(room) = room {
            self.room = room;
            self.held.push(bytes);
        } else {
            // From here on all go to the file.
            self.room = 0;
            self.out.write_all(&bytes).map_err(|error| Error::io(&self.path, error))?;
            self.end += bytes.len() as u64;
        }
        Ok(places)
    }

    /// Ends writing; everything can be read from here on.
    pub fn read(self) -> Result<Spilled, Error> {
        match self.out.into_inner() {
            Ok(file) => Ok(Spilled { path: self.path, held: self.held, file }),
            Err(error) => Err(Error::io(&self.path, error.into_error())),
        }
    }
}

/// Values as they wait.
#[derive(Default)]
pub struct RecordBatch {
    bytes: Vec<u8>,
    values: Vec<Range<usize>>,
}

impl RecordBatch {
    /// One with room for so many bytes.
    pub fn with_capacity(bytes: usize) -> Self {
        Self { bytes: Vec::with_capacity(bytes), values: Vec::new() }
    }

    /// Adds a record.
    ///
    /// # Errors
    /// It cannot be encoded.
    pub fn add(&mut self, value: &impl Serialize) -> Result<(), Error> {
        let start = self.bytes.len();
        postcard::serialize_with_flavor(value, Behind(&mut self.bytes)).map_err(broken)?;
        self.values.push(start..self.bytes.len());
        Ok(())
    }
}

fn broken(error: postcard::Error) -> Error {
    Error::io(Path::new("statements.spill"), io::Error::other(error))
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

/// Long texts of values, for `#[serde(with)]`: they wait as bytes, and are checked many at a time when they are read.
pub mod text {
    use serde::de::{Error, Visitor};
    use serde::{Deserializer, Serializer};
    use std::borrow::Cow;
    use std::fmt;

    /// As bytes.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(text: &str, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(text.as_bytes())
    }

    /// From bytes.
    ///
    /// # Errors
    /// They are no UTF-8.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Cow<'de, str>, D::Error> {
        from.deserialize_bytes(Text)
    }

    struct Text;

    impl<'de> Visitor<'de> for Text {
        type Value = Cow<'de, str>;

        fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
            to.write_str("text")
        }

        fn visit_borrowed_bytes<E: Error>(self, bytes: &'de [u8]) -> Result<Cow<'de, str>, E> {
            simdutf8::basic::from_utf8(bytes).map(Cow::Borrowed).map_err(E::custom)
        }
    }
}

/// Values being read; their file disappears when this is dropped.
pub struct Spilled {
    path: PathBuf,
    held: Vec<Vec<u8>>,
    file: File,
}

/// Values that were read.
pub struct Records<'s> {
    values: Vec<Value<'s>>,
    /// Those of the file.
    bytes: Vec<u8>,
}

enum Value<'s> {
    Held(&'s [u8]),
    Read(Range<usize>),
}

impl Records<'_> {
    /// The value of that number.
    pub fn get<'a, T: Deserialize<'a>>(&'a self, nth: usize) -> Result<T, Error> {
        let bytes = match &self.values[nth] {
            Value::Held(bytes) => bytes,
            Value::Read(range) => &self.bytes[range.clone()],
        };
        postcard::from_bytes(bytes).map_err(broken)
    }
}

/// Bytes between two values that are read along: what one article says is often wanted together.
const NEAR: u64 = 2048;

impl Spilled {
    /// Values of one kind or several, in the order of the places.
    pub fn all(&self, places: impl IntoIterator<Item = RecordRef>) -> Result<Records<'_>, Error> {
        let mut taken = Records { values: Vec::new(), bytes: Vec::new() };
        let places: Vec<RecordRef> = places.into_iter().collect();
        let near = |one: &RecordRef, next: &RecordRef| {
            let held = one.held().is_some() || next.held().is_some();
            !held && one.end() <= next.offset && next.offset - one.end() < NEAR
        };
        for near in places.chunk_by(near) {
            self.add(&mut taken, near)?;
        }
        Ok(taken)
    }

    /// One value in memory, or some that are near each other, in the order of the file, which are read at once.
    fn add<'s>(&'s self, taken: &mut Records<'s>, near: &[RecordRef]) -> Result<(), Error> {
        let (Some(first), Some(last)) = (near.first(), near.last()) else { return Ok(()) };
        if let Some((batch, start)) = first.held() {
            taken.values.push(Value::Held(&self.held[batch][start..start + first.bytes()]));
            return Ok(());
        }
        let base = taken.bytes.len();
        taken.bytes.resize(base + (last.end() - first.offset) as usize, 0);
        let read = read_at(&self.file, first.offset, &mut taken.bytes[base..]);
        read.map_err(|error| Error::io(&self.path, error))?;
        taken.values.extend(near.iter().map(|place| {
            let start = base + (place.offset - first.offset) as usize;
            Value::Read(start..start + place.bytes())
        }));
        Ok(())
    }
}

/// In one call where the system has one: a large report reads hundreds of thousands.
#[cfg(unix)]
fn read_at(file: &File, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, buffer, offset)
}

#[cfg(windows)]
fn read_at(file: &File, mut offset: u64, mut buffer: &mut [u8]) -> io::Result<()> {
    while !buffer.is_empty() {
        let read = std::os::windows::fs::FileExt::seek_read(file, buffer, offset)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        (offset, buffer) = (offset + read as u64, &mut buffer[read..]);
    }
    Ok(())
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
        let path = dir.path().join("values.spill");
        let mut spill = Spill::holding(300, path.clone()).unwrap();
        let mut places = Vec::new();
        for number in 0..20_u32 {
            let mut batch = RecordBatch::default();
            batch.add(&"x".repeat(number as usize)).unwrap();
            batch.add(&number).unwrap();
            places.extend(spill.push(batch).unwrap());
        }
        let spilled = spill.read().unwrap();
        assert!(!spilled.held.is_empty() && fs::metadata(&path).unwrap().len() > 0);
        let check = |order: Vec<usize>| {
            let batch = spilled.all(order.iter().map(|at| places[*at])).unwrap();
            for (nth, at) in order.into_iter().enumerate() {
                if at % 2 == 1 {
                    assert_eq!(batch.get::<u32>(nth).unwrap() as usize, at / 2);
                } else {
                    assert_eq!(batch.get::<&str>(nth).unwrap().len(), at / 2);
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
