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
    let temporary = beside(path);
    fill(&temporary, pieces).and_then(|()| fs::rename(&temporary, path)).map_err(|error| {
        // Best effort: the error that counts is the one above.
        let _ = fs::remove_file(&temporary);
        Fault::Write(error).at(path)
    })?;
    sync_directory(path);
    Ok(())
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().map_or_else(OsString::new, OsString::from);
    name.push(".tmp");
    path.with_file_name(name)
}

fn fill(path: &Path, pieces: &[&[u8]]) -> io::Result<()> {
    let mut file = File::create(path)?;
    for piece in pieces {
        file.write_all(piece)?;
    }
    file.sync_all()
}

/// Makes the rename itself durable, where the system can (Windows cannot open directories).
fn sync_directory(path: &Path) {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if let Ok(directory) = File::open(parent) {
        let _ = directory.sync_all();
    }
}
