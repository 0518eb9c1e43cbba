//! zip: files behind a table of contents that stands at the end.

use super::files::{Entry, judge};
use super::{Context, Head, office, sheets};
use crate::source::{self, Stream};
use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::ops::ControlFlow;
use zip::ZipArchive;
use zip::result::ZipError;

/// Beginning of a file in an archive.
const MAGIC: &[u8] = b"PK\x03\x04";
/// An archive without files.
const EMPTY: &[u8] = b"PK\x05\x06";
/// The file that tells that an archive is a document of an office program.
const OFFICE: &str = "[Content_Types].xml";

pub(super) fn detect(head: &Head<'_>) -> bool {
    head.bytes.starts_with(MAGIC) || head.bytes.starts_with(EMPTY)
}

pub(super) fn read(stream: Stream<'_>, context: &mut Context<'_>) -> ControlFlow<()> {
    let file = match seekable(stream, context) {
        Ok(file) => file,
        Err(error) => return context.failed(&error, 0),
    };
    match ZipArchive::new(BufReader::new(file)) {
        Ok(mut archive) => match (sheets::kind(&mut archive), office::kind(&archive)) {
            (Some(kind), _) => sheets::read(archive, kind, context),
            (None, Some(kind)) => office::read(&mut archive, kind, context),
            (None, None) => files(&mut archive, context),
        },
        Err(error) => context.broken_archive(&cause(error), 0),
    }
}

/// The input itself where it is a plain file, else a temporary copy.
fn seekable(stream: Stream<'_>, context: &Context<'_>) -> io::Result<File> {
    if let Some(path) = context.file {
        let mut file = File::open(path)?;
        let mut start = [0; 4];
        if file.read_exact(&mut start).is_ok() && (start == MAGIC || start == EMPTY) {
            drop(stream);
            file.rewind()?;
            context.meter.took(file.metadata()?.len());
            return Ok(file);
        }
    }
    source::spooled(stream)
}

fn files<R: Read + Seek>(archive: &mut ZipArchive<R>, context: &mut Context<'_>) -> ControlFlow<()> {
    if archive.index_for_name(OFFICE).is_some() {
        let help = "save it as text or HTML";
        return context.error(
            "ingest.office",
            "this is a document of an office program that is not read",
            help,
        );
    }
    let mut files = 0;
    for index in 0..archive.len() {
        let name = name_of(archive, index);
        let file = match archive.by_index(index) {
            Ok(file) => file,
            Err(ZipError::Io(error)) => return context.broken_archive(&error, files),
            Err(error) => {
                context.left_out(
                    &name,
                    "ingest.broken-archive",
                    &error.to_string(),
                    "pack the archive again",
                )?;
                continue;
            }
        };
        if file.is_dir() || file.is_symlink() {
            continue;
        }
        match judge(&name) {
            Entry::PassOver => {}
            Entry::Unsafe => context.unsafe_name(&name)?,
            Entry::Read(name) => {
                if !context.one_more_file()? {
                    return ControlFlow::Continue(());
                }
                files += 1;
                let bytes = source::bounded(Box::new(file), context.meter);
                context.inside(&name, bytes)?;
            }
        }
    }
    if files == 0 {
        return context.error("ingest.empty", "no file in the archive", "leave it out");
    }
    ControlFlow::Continue(())
}

fn name_of<R: Read + Seek>(archive: &ZipArchive<R>, index: usize) -> String {
    let name = archive.name_for_index(index).and_then(Result::ok);
    name.map_or_else(|| format!("#{index}"), std::borrow::Cow::into_owned)
}

fn cause(error: ZipError) -> io::Error {
    match error {
        ZipError::Io(error) => error,
        other => io::Error::new(io::ErrorKind::InvalidData, other.to_string()),
    }
}
