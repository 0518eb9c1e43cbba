//! tar: files one after another, read as they stream by.

use super::files::{Entry, judge};
use super::{Context, Head};
use crate::source::Stream;
use std::ops::ControlFlow;
use tar::{Archive, EntryType};

/// Bytes of a header.
const HEADER: usize = 512;
/// Where the header's checksum stands: eight bytes that count as spaces in it.
const CHECKSUM: std::ops::Range<usize> = 148..156;

/// A header whose checksum is right; old archives have no magic number.
pub(super) fn detect(head: &Head<'_>) -> bool {
    let Some(header) = head.bytes.get(..HEADER) else { return false };
    let stated = String::from_utf8_lossy(&header[CHECKSUM]);
    let stated = u32::from_str_radix(stated.trim_matches([' ', '\0']), 8);
    let sum: u32 = header
        .iter()
        .enumerate()
        .map(|(at, &byte)| u32::from(if CHECKSUM.contains(&at) { b' ' } else { byte }))
        .sum();
    header[0] != 0 && stated == Ok(sum)
}

pub(super) fn read(stream: Stream<'_>, context: &mut Context<'_>) -> ControlFlow<()> {
    let mut archive = Archive::new(stream);
    let entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => return context.broken_archive(&error, 0),
    };
    let mut files = 0;
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            // What follows a broken header cannot be found.
            Err(error) => return context.broken_archive(&error, files),
        };
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        match entry.header().entry_type() {
            EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => {}
            // Links lead to files that are here themselves, or out of the archive.
            _ => continue,
        }
        match judge(&name) {
            Entry::PassOver => {}
            Entry::Unsafe => context.unsafe_name(&name)?,
            Entry::Read(name) => {
                if !context.one_more_file()? {
                    return ControlFlow::Continue(());
                }
                files += 1;
                context.inside(&name, Box::new(std::io::BufReader::new(entry)))?;
            }
        }
    }
    if files == 0 {
        return context.error("ingest.empty", "no file in the archive", "leave it out");
    }
    ControlFlow::Continue(())
}
