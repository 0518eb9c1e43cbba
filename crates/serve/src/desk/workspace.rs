//! The directory in a run's directory in which the desk draws its report: two places, one of which is shown while the other
//! is drawn into.

use crate::Error;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// Its name.
const NAME: &str = "serve";
/// Marks it as ours, and is locked while it is in use.
const MARK: &str = ".sayso-serve";

pub(super) struct Workspace {
    dir: PathBuf,
    /// The operating system lets go of the lock however the process ends.
    _lock: File,
    second: AtomicBool,
}

impl Workspace {
    /// Takes the directory; what a killed server left there is removed.
    pub(super) fn claim(out: &Path) -> Result<Self, Error> {
        let dir = out.join(NAME);
        let mark = dir.join(MARK);
        let failed = |error| Error::disk(&dir, error);
        let foreign = dir.exists() && !mark.exists() && fs::read_dir(&dir).map_err(failed)?.next().is_some();
        if foreign {
            return Err(Error::foreign(&dir));
        }
        fs::create_dir_all(&dir).map_err(failed)?;
        let lock = File::options().create(true).truncate(false).write(true).open(&mark).map_err(failed)?;
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) => return Err(Error::in_use(out)),
            // Some network file systems know no locks.
            Ok(()) | Err(TryLockError::Error(_)) => {}
        }
        let workspace = Self { dir, _lock: lock, second: AtomicBool::new(false) };
        for place in workspace.places() {
            match fs::remove_dir_all(&place) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(Error::disk(&place, error));
                }
                _ => {}
            }
        }
        Ok(workspace)
    }

    fn places(&self) -> [PathBuf; 2] {
        ["a", "b"].map(|name| self.dir.join(name))
    }

    /// The place that is not shown, to be drawn into.
    pub(super) fn next(&self) -> PathBuf {
        let [first, second] = self.places();
        if self.second.fetch_xor(true, Ordering::Relaxed) { second } else { first }
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        // What cannot be removed is removed by the next server here.
        let _ = fs::remove_dir_all(&self.dir);
    }
}
