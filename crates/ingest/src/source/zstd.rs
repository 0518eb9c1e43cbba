//! Zstandard, also with the dictionary that a `.warc.zst` begins with.

use super::Stream;
use std::io::{self, Read};

/// Magic number of the skippable frame that holds a dictionary
/// (<https://iipc.github.io/warc-specifications/specifications/warc-zstd/>).
pub(super) const DICTIONARY_FRAME: &[u8] = &[0x5D, 0x2A, 0x4D, 0x18];

/// Bytes of the largest dictionary that is taken; usual ones have some 100 kB.
const LARGEST: u64 = 16 << 20;

pub(super) fn open<'s>(mut stream: Stream<'s>) -> io::Result<Box<dyn Read + 's>> {
    let dictionary =
        if stream.fill_buf()?.starts_with(DICTIONARY_FRAME) { dictionary(&mut stream)? } else { Vec::new() };
    Ok(Box::new(zstd::stream::read::Decoder::with_dictionary(stream, &dictionary)?))
}

/// The frame's content: a dictionary, plain or itself compressed.
fn dictionary(stream: &mut Stream<'_>) -> io::Result<Vec<u8>> {
    let mut header = [0; 8];
    stream.read_exact(&mut header)?;
    let length = u32::from_le_bytes([header[4], header[5], header[6], header[7]]);
    let mut content = Vec::new();
    stream.take(u64::from(length).min(LARGEST)).read_to_end(&mut content)?;
    if content.starts_with(&zstd::zstd_safe::MAGICNUMBER.to_le_bytes()) {
        let mut plain = Vec::new();
        zstd::stream::read::Decoder::new(&content[..])?.take(LARGEST).read_to_end(&mut plain)?;
        return Ok(plain);
    }
    Ok(content)
}
