//! The file that a compiled gazetteer is: a header, then sections, all little-endian.
//!
//! | bytes | what |
//! | --- | --- |
//! | 0..8 | [`MAGIC`] |
//! | 8..12 | [`VERSION`] |
//! | 12..16 | CRC-32 of the header, read with zeros here |
//! | 16..48 | fingerprint of the lists |
//! | 48.. | for each section: length in bytes (u64), CRC-32 (u32), zeros (u32) |
//!
//! The sections follow in order, without anything between them; those of wider numbers come first, so that each number
//! lies at a multiple of its size. Version 3 has those of [`Section`]. A file of another version is refused by number, a
//! damaged one by section.

use crate::checksums;
use crate::error::ErrorKind;
use std::ops::{Deref, Range};

/// The first bytes of a compiled gazetteer.
pub(crate) const MAGIC: [u8; 8] = *b"SAYSONAM";
const VERSION: u32 = 3;
const CRC_AT: Range<usize> = 12..16;
const FINGERPRINT_AT: Range<usize> = 16..48;
const HEADER: usize = 48 + Section::ALL.len() * 16;

/// What a compiled gazetteer holds.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    /// One bit for each pair of bytes that a name may begin with whose first is a small letter of ASCII.
    SmallStarts,
    /// The same as [`Section::FirstWords`] of names that may stand where the text has a small letter first.
    SmallFirstWords,
    /// The same as [`Section::Longer`] of these names.
    SmallLonger,
    /// Bloom filter of first words: those that are names, those behind which a longer name goes on.
    FirstWords,
    /// The same of two words and more.
    Longer,
    /// First forms of stretches of hashes: u32; see `index`.
    Directory,
    /// Those that forms may name: u32, the row's number times eight and the kind of alias.
    Candidates,
    /// Surface forms, 12 bytes each; see `index`.
    Forms,
    /// Where each row begins in [`Section::Rows`]: u32, and one for the end.
    RowStarts,
    /// Numbers of rows in order of the hashes of their ids: u32.
    ById,
    /// Sixteen bits of each form's hash.
    Tags,
    /// The rows as lines of a gazetteer file, each with its line feed.
    Rows,
}

impl Section {
    pub(crate) const ALL: [Self; 12] = [
        Self::SmallStarts,
        Self::SmallFirstWords,
        Self::SmallLonger,
        Self::FirstWords,
        Self::Longer,
        Self::Directory,
        Self::Candidates,
        Self::Forms,
        Self::RowStarts,
        Self::ById,
        Self::Tags,
        Self::Rows,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::SmallStarts => "small starts",
            Self::SmallFirstWords => "small first words",
            Self::SmallLonger => "small beginnings of names",
            Self::FirstWords => "first words",
            Self::Longer => "beginnings of names",
            Self::Directory => "directory of names",
            Self::Candidates => "candidates",
            Self::Forms => "forms",
            Self::RowStarts => "row starts",
            Self::ById => "ids",
            Self::Tags => "tags",
            Self::Rows => "rows",
        }
    }
}

/// The bytes of a compiled gazetteer, wherever they are.
#[derive(Debug)]
pub(crate) enum Bytes {
    Static(&'static [u8]),
    Owned(Vec<u8>),
    Mapped(memmap2::Mmap),
}

impl Bytes {
    /// Asks for all pages of a stretch at once, where they are mapped and the system can; else they come one by one.
    pub(crate) fn fetch(&self, stretch: &Range<usize>) {
        #[cfg(target_os = "linux")]
        if let Self::Mapped(map) = self {
            let _ = map.advise_range(memmap2::Advice::PopulateRead, stretch.start, stretch.len());
        }
        #[cfg(not(target_os = "linux"))]
        let _ = stretch;
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Static(bytes) => bytes,
            Self::Owned(bytes) => bytes,
            Self::Mapped(bytes) => bytes,
        }
    }
}

/// A compiled gazetteer whose header was read.
#[derive(Debug)]
pub(crate) struct Compiled {
    bytes: Bytes,
    sections: [Range<usize>; Section::ALL.len()],
    fingerprint: [u8; 32],
}

impl Compiled {
    /// Reads the header; with `verify`, every byte is compared with its checksum.
    pub(crate) fn open(bytes: Bytes, verify: bool) -> Result<Self, ErrorKind> {
        let header = bytes
            .get(..HEADER)
            .ok_or(ErrorKind::Short { expected: HEADER as u64, found: bytes.len() as u64 })?;
        if header[..8] != MAGIC {
            return Err(ErrorKind::NoIndex);
        }
        let version = u32_at(header, 8);
        if version != VERSION {
            return Err(ErrorKind::Version { found: version, expected: VERSION });
        }
        let mut zeroed = header.to_vec();
        zeroed[CRC_AT].fill(0);
        if crc32fast::hash(&zeroed) != u32_at(header, CRC_AT.start) {
            return Err(ErrorKind::Damaged { section: "header" });
        }
        let mut fingerprint = [0; 32];
        fingerprint.copy_from_slice(&header[FINGERPRINT_AT]);
        let mut sections: [Range<usize>; Section::ALL.len()] = std::array::from_fn(|_| 0..0);
        let mut at = HEADER;
        for (number, range) in sections.iter_mut().enumerate() {
            let entry = 48 + number * 16;
            let length = usize::try_from(u64_at(header, entry)).unwrap_or(usize::MAX);
            *range = at..at.saturating_add(length);
            at = range.end;
        }
        if at != bytes.len() {
            return Err(ErrorKind::Short { expected: at as u64, found: bytes.len() as u64 });
        }
        if verify {
            let sums = checksums::of_sections(&bytes, &sections);
            for ((number, section), sum) in Section::ALL.into_iter().enumerate().zip(sums) {
                let expected = u32_at(header, 48 + number * 16 + 8);
                let padding = u32_at(header, 48 + number * 16 + 12);
                if padding != 0 || sum != expected {
                    return Err(ErrorKind::Damaged { section: section.name() });
                }
            }
        }
        Ok(Self { bytes, sections, fingerprint })
    }

    pub(crate) fn fingerprint(&self) -> [u8; 32] {
        self.fingerprint
    }

    #[inline]
    pub(crate) fn section(&self, section: Section) -> &[u8] {
        &self.bytes[self.sections[section as usize].clone()]
    }
}

/// The file of these sections.
pub(crate) fn assemble(fingerprint: [u8; 32], sections: &[Vec<u8>; Section::ALL.len()]) -> Vec<u8> {
    let mut out = vec![0; HEADER];
    out[..8].copy_from_slice(&MAGIC);
    out[8..12].copy_from_slice(&VERSION.to_le_bytes());
    out[FINGERPRINT_AT].copy_from_slice(&fingerprint);
    for (number, section) in sections.iter().enumerate() {
        let entry = 48 + number * 16;
        out[entry..entry + 8].copy_from_slice(&(section.len() as u64).to_le_bytes());
        out[entry + 8..entry + 12].copy_from_slice(&crc32fast::hash(section).to_le_bytes());
    }
    let crc = crc32fast::hash(&out).to_le_bytes();
    out[CRC_AT].copy_from_slice(&crc);
    out.reserve_exact(sections.iter().map(Vec::len).sum());
    for section in sections {
        out.extend_from_slice(section);
    }
    out
}

/// The number at a byte; 0 behind the end.
#[inline]
pub(crate) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    match bytes.get(at..at + 4).map(TryInto::try_into) {
        Some(Ok(four)) => u32::from_le_bytes(four),
        _ => 0,
    }
}

/// The number at a byte; 0 behind the end.
#[inline]
pub(crate) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..at + 8).map(TryInto::try_into) {
        Some(Ok(eight)) => u64::from_le_bytes(eight),
        _ => 0,
    }
}
