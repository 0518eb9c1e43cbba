//! From a file to a buffered stream of decompressed bytes, with bounds.

mod gzip;
mod zstd;

pub(crate) use gzip::Damage;

use crate::{Input, Limits};
use encoding_rs::{Decoder, Encoding};
use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, Read, Write};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes to look at when telling formats apart; also the buffer of every stream.
pub(crate) const HEAD: usize = 64 << 10;

/// How many compressions may lie one in another (`x.jsonl.gz.zst`).
const NESTING: usize = 4;

/// Output below this size is never called a bomb.
const EXPANSION_GRACE: u64 = 64 << 20;

/// A stream of bytes with its first bytes readable ahead.
pub(crate) type Stream<'s> = Box<dyn BufRead + 's>;

/// What went into all decoders of one input and what came out of them, archives inside archives included.
pub(crate) struct Meter {
    packed: Cell<u64>,
    unpacked: Cell<u64>,
    limit: u64,
    /// Somebody who watches what is read of the input.
    watcher: Option<Arc<AtomicU64>>,
}

impl Meter {
    pub(crate) fn new(limits: &Limits) -> Rc<Self> {
        Self::watched(limits, None)
    }

    pub(crate) fn watched(limits: &Limits, watcher: Option<Arc<AtomicU64>>) -> Rc<Self> {
        Rc::new(Self { packed: Cell::new(0), unpacked: Cell::new(0), limit: limits.expansion, watcher })
    }

    /// Bytes that were read from the input itself.
    pub(crate) fn took(&self, bytes: u64) {
        self.packed.set(self.packed.get() + bytes);
        if let Some(watcher) = &self.watcher {
            watcher.fetch_add(bytes, Ordering::Relaxed);
        }
    }

    fn gave(&self, bytes: u64) -> io::Result<()> {
        let unpacked = self.unpacked.get() + bytes;
        self.unpacked.set(unpacked);
        if unpacked > EXPANSION_GRACE && unpacked / self.packed.get().max(1) > self.limit {
            return Err(io::Error::other(Bomb { limit: self.limit }));
        }
        Ok(())
    }
}

/// Opens an input and undoes its compression.
pub(crate) fn open(input: &Input, meter: &Rc<Meter>) -> io::Result<Stream<'static>> {
    let raw: Box<dyn Read> =
        if input.is_stdin() { Box::new(io::stdin().lock()) } else { Box::new(File::open(&input.path)?) };
    decompress(Box::new(Counted { inner: raw, meter: Rc::clone(meter) }), meter)
}

/// Undoes compression, detected by magic numbers, as often as it is there.
pub(crate) fn decompress<'s>(raw: Box<dyn Read + 's>, meter: &Rc<Meter>) -> io::Result<Stream<'s>> {
    let mut stream: Stream<'s> = buffered(raw);
    for _ in 0..NESTING {
        let head = stream.fill_buf()?;
        let Some(codec) = codecs().into_iter().find(|codec| head.starts_with(codec.magic)) else { break };
        stream = bounded((codec.open)(stream)?, meter);
    }
    stream.fill_buf()?;
    Ok(stream)
}

/// A decoder's output, counted.
pub(crate) fn bounded<'s>(inner: Box<dyn Read + 's>, meter: &Rc<Meter>) -> Stream<'s> {
    buffered(Bounded { inner, meter: Rc::clone(meter) })
}

struct Codec<'s> {
    magic: &'static [u8],
    open: fn(Stream<'s>) -> io::Result<Box<dyn Read + 's>>,
}

/// The compressions that we undo.
fn codecs<'s>() -> [Codec<'s>; 5] {
    [
        Codec { magic: gzip::MAGIC, open: |stream| Ok(Box::new(gzip::Members::new(stream))) },
        Codec { magic: &[0x28, 0xB5, 0x2F, 0xFD], open: zstd::open },
        // A skippable frame that holds the dictionary of a .warc.zst.
        Codec { magic: zstd::DICTIONARY_FRAME, open: zstd::open },
        Codec { magic: b"BZh", open: |stream| Ok(Box::new(bzip2::bufread::MultiBzDecoder::new(stream))) },
        Codec {
            magic: &[0xFD, b'7', b'z', b'X', b'Z', 0],
            open: |stream| Ok(Box::new(lzma_rust2::XzReader::new(stream, true))),
        },
    ]
}

fn buffered<'s>(inner: impl Read + 's) -> Stream<'s> {
    Box::new(Ahead { inner, head: Vec::new(), at: 0, error: None })
}

/// A stream as a file that can be read from anywhere: for formats whose table of contents stands at the end.
///
/// It is written to a nameless temporary file, which the system removes.
pub(crate) fn spooled(mut stream: Stream<'_>) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    io::copy(&mut stream, &mut file)?;
    file.flush()?;
    io::Seek::rewind(&mut file)?;
    Ok(file)
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

/// UTF-16 as UTF-8.
pub(crate) fn transcoded<'s>(stream: Stream<'s>, encoding: &'static Encoding) -> Stream<'s> {
    buffered(Transcoded {
        stream,
        decoder: encoding.new_decoder_with_bom_removal(),
        ready: Vec::new(),
        at: 0,
        ended: false,
    })
}

struct Transcoded<'s> {
    stream: Stream<'s>,
    decoder: Decoder,
    ready: Vec<u8>,
    at: usize,
    ended: bool,
}

impl Read for Transcoded<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at == self.ready.len() && !self.ended {
            let raw = self.stream.fill_buf()?;
            self.ended = raw.is_empty();
            let mut text = String::with_capacity(self.decoder.max_utf8_buffer_length(raw.len()).unwrap_or(0));
            let (_, used, _) = self.decoder.decode_to_string(raw, &mut text, self.ended);
            self.stream.consume(used);
            (self.ready, self.at) = (text.into_bytes(), 0);
        }
        let count = out.len().min(self.ready.len() - self.at);
        out[..count].copy_from_slice(&self.ready[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

/// Counts what is read of the input itself.
struct Counted<R> {
    inner: R,
    meter: Rc<Meter>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(out)?;
        self.meter.took(count as u64);
        Ok(count)
    }
}

/// Stops a decoder that gives out too much for what was read.
struct Bounded<R> {
    inner: R,
    meter: Rc<Meter>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(out)?;
        self.meter.gave(count as u64)?;
        Ok(count)
    }
}

/// An input that expands more than the limit allows.
#[derive(Debug, thiserror::Error)]
#[error("it expands to more than {limit} times its size")]
pub(crate) struct Bomb {
    limit: u64,
}
