//! From a file to a buffered stream of decompressed bytes, with bounds.

use crate::{Input, Limits};
use flate2::bufread::MultiGzDecoder;
use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

/// Bytes to look at when telling formats apart; also the buffer of every stream.
pub(crate) const HEAD: usize = 64 << 10;

/// How many compressions may lie one in another (`x.jsonl.gz.zst`).
const NESTING: usize = 4;

/// Output below this size is never called a bomb.
const EXPANSION_GRACE: u64 = 64 << 20;

/// A stream of bytes with its first bytes readable ahead.
pub(crate) type Stream = Box<dyn BufRead>;

/// Opens an input and undoes its compression.
pub(crate) fn open(input: &Input, limits: &Limits) -> io::Result<Stream> {
    let raw: Box<dyn Read> =
        if input.is_stdin() { Box::new(io::stdin().lock()) } else { Box::new(File::open(&input.path)?) };
    decompress(raw, limits)
}

/// Undoes compression, told by magic numbers, as often as it is there.
pub(crate) fn decompress(raw: Box<dyn Read>, limits: &Limits) -> io::Result<Stream> {
    let packed = Rc::new(Cell::new(0));
    let mut stream: Stream = buffered(Counted { inner: raw, count: Rc::clone(&packed) });
    for _ in 0..NESTING {
        let head = fill(&mut stream)?;
        let Some(codec) = CODECS.iter().find(|codec| head.starts_with(codec.magic)) else { break };
        let inner = (codec.open)(stream)?;
        stream =
            buffered(Bounded { inner, packed: Rc::clone(&packed), unpacked: 0, limit: limits.expansion });
    }
    fill(&mut stream)?;
    Ok(stream)
}

struct Codec {
    magic: &'static [u8],
    open: fn(Stream) -> io::Result<Box<dyn Read>>,
}

/// The compressions that we undo.
const CODECS: &[Codec] = &[
    Codec { magic: &[0x1F, 0x8B, 0x08], open: |stream| Ok(Box::new(MultiGzDecoder::new(stream))) },
    Codec {
        magic: &[0x28, 0xB5, 0x2F, 0xFD],
        open: |stream| Ok(Box::new(zstd::stream::read::Decoder::with_buffer(stream)?)),
    },
    Codec { magic: b"BZh", open: |stream| Ok(Box::new(bzip2::bufread::MultiBzDecoder::new(stream))) },
    Codec {
        magic: &[0xFD, b'7', b'z', b'X', b'Z', 0],
        open: |stream| Ok(Box::new(lzma_rust2::XzReader::new(stream, true))),
    },
];

fn buffered(inner: impl Read + 'static) -> Stream {
    Box::new(Ahead { inner, head: Vec::new(), at: 0, error: None })
}

/// A buffered reader whose buffer is filled to the brim before it is shown, so that sniffing sees the same bytes
/// from a file, a pipe and a decoder.
struct Ahead<R> {
    inner: R,
    head: Vec<u8>,
    at: usize,
    /// An error that came after the bytes in `head`: those are handed out first.
    error: Option<io::Error>,
}

impl<R: Read> BufRead for Ahead<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.head.len() {
            self.head.clear();
            self.at = 0;
            if let Some(error) = self.error.take() {
                return Err(error);
            }
            self.error = self.inner.by_ref().take(HEAD as u64).read_to_end(&mut self.head).err();
            if self.head.is_empty() {
                return self.error.take().map_or(Ok(&[]), Err);
            }
        }
        Ok(&self.head[self.at..])
    }

    fn consume(&mut self, amount: usize) {
        self.at = (self.at + amount).min(self.head.len());
    }
}

impl<R: Read> Read for Ahead<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let ready = self.fill_buf()?;
        let count = ready.len().min(out.len());
        out[..count].copy_from_slice(&ready[..count]);
        self.consume(count);
        Ok(count)
    }
}

fn fill(stream: &mut Stream) -> io::Result<&[u8]> {
    stream.fill_buf()
}

/// Counts what is read.
struct Counted<R> {
    inner: R,
    count: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(out)?;
        self.count.set(self.count.get() + count as u64);
        Ok(count)
    }
}

/// Stops a decoder that gives out too much for what it took in.
struct Bounded<R> {
    inner: R,
    packed: Rc<Cell<u64>>,
    unpacked: u64,
    limit: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(out)?;
        self.unpacked += count as u64;
        if self.unpacked > EXPANSION_GRACE && self.unpacked / self.packed.get().max(1) > self.limit {
            return Err(io::Error::other(Bomb { limit: self.limit }));
        }
        Ok(count)
    }
}

/// An archive that expands more than the limit allows.
#[derive(Debug, thiserror::Error)]
#[error("it expands to more than {limit} times its size")]
pub(crate) struct Bomb {
    limit: u64,
}
