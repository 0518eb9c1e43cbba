use crate::error::{Error, Fault};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Puts `pieces`, one after the other, into the file at `path` in one step: written to a temporary file beside it,
/// flushed to the disk, renamed. Whoever reads sees the old content or the new, also after a crash.
///
/// The temporary file is `path` with `.tmp` after it. A killed writer may leave it behind; the next one overwrites it.
/// Two writers of one path at once are not supported: a run's directory has one owner.
pub fn replace(path: &Path, pieces: &[&[u8]]) -> Result<(), Error> {
    put(path, pieces, true)?;
    sync_directory(path);
    Ok(())
}

/// As [`replace`], but without waiting for the disk: after a power cut the file may be there in part. For files that
/// carry a checksum and can be made again: a run writes hundreds, and waits for each would add up to seconds.
pub(crate) fn replace_unflushed(path: &Path, pieces: &[&[u8]]) -> Result<(), Error> {
    put(path, pieces, false)
}

fn put(path: &Path, pieces: &[&[u8]], flush: bool) -> Result<(), Error> {
    let temporary = beside(path);
    fill(&temporary, pieces, flush).and_then(|()| fs::rename(&temporary, path)).map_err(|error| {
        // Best effort: the error that counts is the one above.
        let _ = fs::remove_file(&temporary);
        Fault::Write(error).at(path)
    })
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().map_or_else(OsString::new, OsString::from);
    name.push(".tmp");
    path.with_file_name(name)
}

fn fill(path: &Path, pieces: &[&[u8]], flush: bool) -> io::Result<()> {
    let mut file = File::create(path)?;
    for piece in pieces {
        file.write_all(piece)?;
    }
    if flush { file.sync_all() } else { Ok(()) }
}

/// Makes the rename itself durable, where the system can (Windows cannot open directories).
fn sync_directory(path: &Path) {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if let Ok(directory) = File::open(parent) {
        let _ = directory.sync_all();
    }
}
