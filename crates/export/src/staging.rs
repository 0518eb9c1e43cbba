//! Exports appear under their names when they are whole.

use crate::Error;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// Marks a directory as an export of ours, so that a later one may replace it.
const MARK: &str = ".sayso-export";
/// Where a SQLite file has its application's id (<https://www.sqlite.org/fileformat.html>, 1.3).
const APPLICATION_AT: usize = 68;
/// Ours: "Says".
pub(crate) const APPLICATION: u32 = u32::from_be_bytes(*b"Says");

/// An export being written beside its place; gone when it is dropped unpublished.
pub(crate) struct StagingDir {
    place: PathBuf,
    at: PathBuf,
}

impl StagingDir {
    /// Prepares a directory or a file that will be at `place`.
    pub(crate) fn claim(place: &Path, directory: bool) -> Result<Self, Error> {
        if !may_replace(place).map_err(|error| Error::write(place, error))? {
            return Err(Error::not_ours(place));
        }
        let stage = Self { place: place.to_owned(), at: beside(place, "part") };
        let prepare = || -> io::Result<()> {
            // What a killed export left.
            remove(&stage.at)?;
            if let Some(parent) = stage.at.parent() {
                fs::create_dir_all(parent)?;
            }
            if directory {
                fs::create_dir(&stage.at)?;
                fs::write(stage.at.join(MARK), b"")?;
            }
            Ok(())
        };
        prepare().map_err(|error| Error::write(&stage.at, error))?;
        Ok(stage)
    }

    /// Where to write.
    pub(crate) fn at(&self) -> &Path {
        &self.at
    }

    /// Puts it in its place; gives that.
    pub(crate) fn publish(self) -> Result<PathBuf, Error> {
        let old = beside(&self.place, "old");
        let swap = || {
            remove(&old)?;
            if self.at.is_dir() && self.place.exists() {
                fs::rename(&self.place, &old)?;
            }
            fs::rename(&self.at, &self.place)?;
            remove(&old)
        };
        swap().map_err(|error| Error::write(&self.place, error))?;
        Ok(self.place.clone())
    }
}

impl Drop for StagingDir {
    fn drop(&mut self) {
        // Best effort: the error that counts is told already, and the next export removes it.
        let _ = remove(&self.at);
    }
}

fn beside(place: &Path, ending: &str) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(place.file_name().unwrap_or_default());
    name.push(".");
    name.push(ending);
    place.with_file_name(name)
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// Whether nothing is there, or an export of ours.
fn may_replace(place: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(place) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
        Ok(found) if found.is_dir() => {
            Ok(place.join(MARK).is_file() || fs::read_dir(place)?.next().is_none())
        }
        Ok(found) if found.is_file() => {
            let mut head = Vec::new();
            fs::File::open(place)?.take(APPLICATION_AT as u64 + 4).read_to_end(&mut head)?;
            Ok(head.get(APPLICATION_AT..) == Some(&APPLICATION.to_be_bytes()[..]))
        }
        Ok(_) => Ok(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_ours_stays() {
        let dir = tempfile::tempdir().unwrap();
        let (tables, file) = (dir.path().join("csv"), dir.path().join("sayso.sqlite"));
        fs::create_dir(&tables).unwrap();
        fs::write(tables.join("mine.csv"), "mine").unwrap();
        fs::write(&file, "mine").unwrap();
        for (place, directory) in [(&tables, true), (&file, false)] {
            let error = StagingDir::claim(place, directory).err().unwrap().to_string();
            assert!(error.contains("was not written by `sayso export`"), "{error}");
        }
        assert_eq!(fs::read(file).unwrap(), b"mine");
    }

    #[test]
    fn the_old_one_stays_until_the_new_one_is_whole() {
        let dir = tempfile::tempdir().unwrap();
        let place = dir.path().join("csv");
        for words in ["one", "two"] {
            let stage = StagingDir::claim(&place, true).unwrap();
            fs::write(stage.at().join("a"), words).unwrap();
            assert_eq!(stage.publish().unwrap(), place);
        }
        let unfinished = StagingDir::claim(&place, true).unwrap();
        fs::write(unfinished.at().join("a"), "three").unwrap();
        drop(unfinished);
        assert_eq!(fs::read(place.join("a")).unwrap(), b"two");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
