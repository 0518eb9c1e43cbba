//! The output directory: subdirectories that are ours, files that appear whole.

use crate::Error;
use askama::Template;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Marks a subdirectory as written by us, so that a later run may empty it.
const MARK: &str = ".sayso-report";

/// A subdirectory of ours. Files of an earlier report are written over, and what is left of them removed at the
/// end: making a file anew costs several times as much as filling it again.
pub(crate) struct Folder {
    path: PathBuf,
    stale: BTreeSet<String>,
}

impl Folder {
    /// Makes the directory, or takes over one that an earlier report made. Refuses anybody else's.
    pub(crate) fn claim(path: PathBuf) -> Result<Self, Error> {
        fs::create_dir_all(&path).map_err(|error| Error::io(&path, error))?;
        let mark = path.join(MARK);
        let mut stale = BTreeSet::new();
        for entry in fs::read_dir(&path).map_err(|error| Error::io(&path, error))?.flatten() {
            stale.insert(entry.file_name().to_string_lossy().into_owned());
        }
        if !stale.remove(MARK) && !stale.is_empty() {
            return Err(Error::not_ours(&path));
        }
        write(&mark, b"")?;
        Ok(Self { path, stale })
    }

    /// Writes a file of the directory.
    pub(crate) fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        self.keep(name);
        write(&self.path.join(name), bytes)
    }

    /// Renders a page of the directory.
    pub(crate) fn put(&mut self, name: &str, page: &impl Template) -> Result<(), Error> {
        self.keep(name);
        put(&self.path.join(name), page)
    }

    /// A file that was written through a [`Shelf`] is of this report.
    pub(crate) fn keep(&mut self, name: &str) {
        self.stale.remove(name);
    }

    /// The directory for threads that write into it.
    pub(crate) fn shelf(&self) -> Shelf {
        Shelf(self.path.clone())
    }

    /// Removes what an earlier report left.
    pub(crate) fn finish(self) -> Result<(), Error> {
        for name in self.stale {
            let file = self.path.join(name);
            fs::remove_file(&file).map_err(|error| Error::io(&file, error))?;
        }
        Ok(())
    }
}

/// Where any thread writes files; [`Folder::keep`] is told of each afterwards.
#[derive(Clone)]
pub(crate) struct Shelf(PathBuf);

impl Shelf {
    /// Writes a file of the directory.
    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        write(&self.0.join(name), bytes)
    }

    /// Renders a page of the directory.
    pub(crate) fn put(&self, name: &str, page: &impl Template) -> Result<(), Error> {
        put(&self.0.join(name), page)
    }
}

thread_local! {
    /// What pages are rendered into, one after the other: in fresh memory each would grow, and be copied, anew.
    static HTML: Cell<String> = Cell::default();
}

/// Renders a page and writes it.
fn put(path: &Path, page: &impl Template) -> Result<(), Error> {
    let mut html = HTML.take();
    html.clear();
    page.render_into(&mut html).map_err(|error| Error::io(path, io::Error::other(error)))?;
    write(path, html.as_bytes())?;
    HTML.set(html);
    Ok(())
}

/// A page as it will be written to `path`.
pub(crate) fn rendered(path: impl AsRef<Path>, page: &impl Template) -> Result<String, Error> {
    page.render().map_err(|error| Error::io(path.as_ref(), io::Error::other(error)))
}

/// Writes a whole file. One that is there is overwritten and then cut, which avoids ext4's flush on truncate.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let fill = || {
        let mut file = File::options().write(true).create(true).truncate(false).open(path)?;
        file.write_all(bytes)?;
        if file.metadata()?.len() > bytes.len() as u64 { file.set_len(bytes.len() as u64) } else { Ok(()) }
    };
    fill().map_err(|error| Error::io(path, error))
}
