//! How far the run in a directory is, told by two empty files beside its outputs. A run that is killed leaves them.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// What a reader of a run's directory may rely on.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// The last run in this directory was completed, or there was none.
    Complete,
    /// The outputs belong together, but a later run was started and has not been completed: they are those of the run
    /// before.
    Outdated,
    /// Outputs are being replaced, or were when the run was killed: some may be old and some new.
    Mixed,
}

/// What stands in the directory while the state is not [`State::Complete`].
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Marker {
    /// From the start of a run to its end.
    Run,
    /// From before the first output is replaced until after the last one was.
    Outputs,
}

impl Marker {
    /// The marker's file in a run's directory.
    pub fn path(self, dir: &Path) -> PathBuf {
        dir.join(match self {
            Self::Run => "run.part",
            Self::Outputs => "report.part",
        })
    }

    /// Sets the marker.
    ///
    /// # Errors
    /// The file cannot be made.
    pub fn set(self, dir: &Path) -> io::Result<()> {
        File::create(self.path(dir)).map(drop)
    }

    /// Removes the marker if it is there.
    ///
    /// # Errors
    /// The file is there and cannot be removed.
    pub fn clear(self, dir: &Path) -> io::Result<()> {
        match fs::remove_file(self.path(dir)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

impl State {
    /// The state of a run's directory.
    pub fn read(dir: &Path) -> Self {
        if Marker::Outputs.path(dir).exists() {
            Self::Mixed
        } else if Marker::Run.path(dir).exists() {
            Self::Outdated
        } else {
            Self::Complete
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_tell_the_state() {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path();
        assert_eq!(State::read(dir), State::Complete);
        Marker::Run.set(dir).unwrap();
        assert_eq!(State::read(dir), State::Outdated);
        Marker::Outputs.set(dir).unwrap();
        assert_eq!(State::read(dir), State::Mixed);
        Marker::Outputs.clear(dir).unwrap();
        Marker::Run.clear(dir).unwrap();
        Marker::Run.clear(dir).unwrap();
        assert_eq!(State::read(dir), State::Complete);
    }
}
