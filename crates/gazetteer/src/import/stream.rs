//! Files as lines, unpacked on the way.

use crate::error::{Error, ErrorKind};
use crate::row;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// The longest line of a dump, in bytes; the largest entities of Wikidata take some megabytes.
const MAX_RECORD: u64 = 64 << 20;

/// A file, unpacked if its first bytes say that it is packed.
pub(super) fn open(path: &Path) -> Result<Box<dyn BufRead>, Error> {
    let unpack = || -> Result<Box<dyn BufRead>, ErrorKind> {
        let mut file = BufReader::with_capacity(1 << 16, File::open(path)?);
        let first = file.fill_buf()?;
        if first.starts_with(b"PK\x03\x04") {
            return Err(ErrorKind::Zip);
        }
        Ok(if first.starts_with(&[0x1F, 0x8B]) {
            Box::new(BufReader::new(flate2::bufread::MultiGzDecoder::new(file)))
        } else if first.starts_with(b"BZh") {
            Box::new(BufReader::new(bzip2::bufread::MultiBzDecoder::new(file)))
        } else if first.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]) {
            Box::new(BufReader::new(zstd::stream::read::Decoder::with_buffer(file)?))
        } else {
            Box::new(file)
        })
    };
    unpack().map_err(|kind| kind.at(path, 0))
}

/// Every line of a file, numbered from 1, without its end.
pub(super) fn lines(
    path: &Path,
    mut each: impl FnMut(usize, &str) -> Result<(), ErrorKind>,
) -> Result<(), Error> {
    limited(path, MAX_RECORD, &mut each)
}

/// Every row of a file in the format of [`mod@crate::row`].
pub(super) fn rows(
    path: &Path,
    mut each: impl FnMut(usize, &str) -> Result<(), ErrorKind>,
) -> Result<(), Error> {
    let mut empty = true;
    limited(path, row::MAX_LINE as u64, &mut |number, line| {
        empty = false;
        match number {
            1 if line.split('\t').eq(row::COLUMNS) => Ok(()),
            1 => Err(ErrorKind::Header),
            _ if line.is_empty() || line.starts_with('#') => Ok(()),
            _ => each(number, line),
        }
    })?;
    if empty { Err(ErrorKind::Header.at(path, 1)) } else { Ok(()) }
}

/// Whether the first line of a file is the header of the format of [`mod@crate::row`], or the file is empty.
pub(super) fn has_header(path: &Path) -> Result<bool, Error> {
    let mut first = Vec::new();
    open(path)?
        .take(MAX_HEADER)
        .read_until(b'\n', &mut first)
        .map_err(|error| ErrorKind::from(error).at(path, 1))?;
    let line = first.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(&first);
    let columns = row::COLUMNS.map(str::as_bytes);
    Ok(line.is_empty() || line.trim_ascii_end().split(|byte| *byte == b'\t').eq(columns))
}

/// Bytes that are enough for that header.
const MAX_HEADER: u64 = 1 << 10;

fn limited(
    path: &Path,
    longest: u64,
    each: &mut dyn FnMut(usize, &str) -> Result<(), ErrorKind>,
) -> Result<(), Error> {
    let mut file = open(path)?;
    let mut line = Vec::new();
    let mut read = 0;
    for number in 1.. {
        line.clear();
        let length = (&mut file)
            .take(longest + 2)
            .read_until(b'\n', &mut line)
            .map_err(|error| ErrorKind::from(error).at(path, number))?;
        if length == 0 {
            break;
        }
        let text = check(&line, longest, read);
        read += length;
        let text = text.map_err(|kind| kind.at(path, number))?;
        let text = if number == 1 { text.trim_start_matches('\u{FEFF}') } else { text };
        each(number, text).map_err(|kind| kind.at(path, number))?;
    }
    Ok(())
}

/// A line without its end; `before` bytes of the file stand before it.
fn check(line: &[u8], longest: u64, before: usize) -> Result<&str, ErrorKind> {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    if line.len() as u64 > longest {
        return Err(ErrorKind::LongerLine(longest));
    }
    let text = std::str::from_utf8(line).map_err(|error| ErrorKind::NotUtf8(before + error.valid_up_to()))?;
    Ok(text.strip_suffix('\r').unwrap_or(text))
}
