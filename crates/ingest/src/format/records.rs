//! Records of WARC and ARC archives: lines and blocks with their places, and the way on after a broken one.

use crate::source::Stream;
use std::io::{self, BufRead, Cursor, Read};

/// Bytes of a line of a record's header.
const LINE: u64 = 64 << 10;

/// How often the beginning of a record is taken out of the one before: each time costs reading a block once more.
const GIVEN_BACK: u32 = 100;

/// An archive, and how far it has been read.
pub(super) struct Records<'s> {
    stream: Stream<'s>,
    /// Bytes read of the decompressed archive.
    offset: u64,
    /// A line that was read and is to be read again.
    line: Option<Vec<u8>>,
    given_back: u32,
}

/// A record's content.
pub(super) struct Block {
    /// Empty where it was not wanted.
    pub(super) bytes: Vec<u8>,
    /// How many bytes fewer there are than stated.
    pub(super) missing: Option<u64>,
}

impl<'s> Records<'s> {
    pub(super) fn new(stream: Stream<'s>) -> Self {
        Self { stream, offset: 0, line: None, given_back: 0 }
    }

    /// Bytes read so far.
    pub(super) fn position(&self) -> u64 {
        self.offset
    }

    /// Passes over blank lines, and says where the next other one begins; `None` at the end of the archive.
    ///
    /// # Errors
    /// Where the archive cannot be read.
    pub(super) fn next_start(&mut self) -> io::Result<Option<u64>> {
        loop {
            let line = self.line()?;
            if line.is_empty() {
                return Ok(None);
            }
            if !line.trim_ascii().is_empty() {
                let start = self.offset - line.len() as u64;
                self.line = Some(line);
                return Ok(Some(start));
            }
        }
    }

    /// The next line with its line feed; empty at the end.
    pub(super) fn line(&mut self) -> io::Result<Vec<u8>> {
        if let Some(line) = self.line.take() {
            return Ok(line);
        }
        let mut line = Vec::new();
        let count = (&mut self.stream).take(LINE).read_until(b'\n', &mut line);
        self.offset += line.len() as u64;
        count.map(|_| line)
    }

    /// Goes to the next line that begins a record.
    ///
    /// # Errors
    /// Where the archive ends before, or cannot be read.
    pub(super) fn resync(&mut self, begins: fn(&[u8]) -> bool) -> io::Result<()> {
        loop {
            let line = self.line()?;
            if line.is_empty() {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            if begins(&line) {
                self.line = Some(line);
                return Ok(());
            }
        }
    }

    /// Reads `length` bytes, or passes over them. A block that is too short and holds the `beginning` of another
    /// record ends there.
    pub(super) fn block(&mut self, length: u64, wanted: bool, beginning: &[u8]) -> io::Result<Block> {
        let mut bytes = Vec::new();
        let mut part = (&mut self.stream).take(length);
        let count = if wanted {
            part.read_to_end(&mut bytes).map(|count| count as u64)
        } else {
            io::copy(&mut part, &mut io::sink())
        };
        self.offset += if wanted { bytes.len() as u64 } else { *count.as_ref().unwrap_or(&0) };
        let count = count?;
        let swallowed = memchr::memmem::find(&bytes, beginning).filter(|_| self.given_back < GIVEN_BACK);
        if let Some(at) = swallowed.filter(|_| !self.at_a_boundary()) {
            self.give_back(bytes.split_off(at));
        }
        let have = if wanted { bytes.len() as u64 } else { count };
        Ok(Block { bytes, missing: (have < length).then(|| length - have) })
    }

    /// Whether a blank line or the end follows, as it must behind a block.
    fn at_a_boundary(&mut self) -> bool {
        self.stream.fill_buf().is_ok_and(|next| next.starts_with(b"\r\n") || next.starts_with(b"\n"))
    }

    fn give_back(&mut self, bytes: Vec<u8>) {
        self.given_back += 1;
        self.offset -= bytes.len() as u64;
        let rest: Stream<'s> = std::mem::replace(&mut self.stream, Box::new(io::empty()));
        self.stream = Box::new(Cursor::new(bytes).chain(rest));
    }
}
