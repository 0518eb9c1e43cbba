//! Gzip: members one after another, and the next one where one is damaged.

use super::Stream;
use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, Read};

/// Beginning of a member: two magic bytes and the only method there is, deflate.
pub(super) const MAGIC: &[u8] = &[0x1F, 0x8B, 0x08];

/// A damaged member was skipped; what is read next is the next member's beginning.
#[derive(Debug, thiserror::Error)]
#[error("the gzip member at byte {offset} of the compressed data is damaged ({what})")]
pub(crate) struct Damage {
    offset: u64,
    what: String,
}

/// The text of all members, one after another. A damaged member gives one [`Damage`] error, after which reading goes
/// on with the next: archives have one member a record.
pub(super) struct Members<'s> {
    member: Option<GzDecoder<Tally<'s>>>,
    /// Where the member begins.
    start: u64,
}

/// Counts what a decoder takes.
struct Tally<'s> {
    inner: Stream<'s>,
    taken: u64,
    /// Bytes to give once more before those of `inner`.
    again: &'static [u8],
}

impl<'s> Members<'s> {
    pub(super) fn new(inner: Stream<'s>) -> Self {
        Self { member: Some(GzDecoder::new(Tally { inner, taken: 0, again: &[] })), start: 0 }
    }

    /// Goes on to the next member; bytes between members are passed over.
    fn next(&mut self) -> io::Result<()> {
        let Some(member) = self.member.take() else { return Ok(()) };
        let mut rest = member.into_inner();
        if rest.seek_magic()? {
            self.start = rest.taken;
            self.member = Some(GzDecoder::new(rest));
        }
        Ok(())
    }
}

impl Read for Members<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.member {
            match member.read(out) {
                Ok(0) if !out.is_empty() => self.next()?,
                Ok(count) => return Ok(count),
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                    self.member = None;
                    return Err(error);
                }
                Err(error) => {
                    let damage = Damage { offset: self.start, what: error.to_string() };
                    self.next()?;
                    return Err(io::Error::new(io::ErrorKind::InvalidData, damage));
                }
            }
        }
        Ok(0)
    }
}

impl Tally<'_> {
    /// Goes to the next magic number; `false` where there is none.
    fn seek_magic(&mut self) -> io::Result<bool> {
        let mut matched = 0;
        while matched < MAGIC.len() {
            let ready = self.fill_buf()?;
            let Some(&byte) = ready.first() else { return Ok(false) };
            let skip = if matched == 0 { memchr::memchr(MAGIC[0], ready).unwrap_or(ready.len()) } else { 0 };
            if skip > 0 {
                self.consume(skip);
                continue;
            }
            matched = match (byte == MAGIC[matched], byte == MAGIC[0]) {
                (true, _) => matched + 1,
                (false, true) => 1,
                (false, false) => 0,
            };
            self.consume(1);
        }
        // It was taken to be looked at; the decoder wants it again.
        self.again = MAGIC;
        self.taken -= MAGIC.len() as u64;
        Ok(true)
    }
}

impl BufRead for Tally<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.again.is_empty() { self.inner.fill_buf() } else { Ok(self.again) }
    }

    fn consume(&mut self, amount: usize) {
        self.taken += amount as u64;
        if self.again.is_empty() {
            self.inner.consume(amount);
        } else {
            self.again = &self.again[amount.min(self.again.len())..];
        }
    }
}

impl Read for Tally<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let ready = self.fill_buf()?;
        let count = ready.len().min(out.len());
        out[..count].copy_from_slice(&ready[..count]);
        self.consume(count);
        Ok(count)
    }
}
