//! Where a run keeps its files.

use crate::Error;
use crate::error::Kind;
use sayso_artifact::Stage;
use sayso_output::Marker;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

/// The output directory of a run, held by one process at a time.
pub(crate) struct OutputDir {
    out: PathBuf,
    /// The operating system lets go of the lock however the process ends.
    _lock: File,
}

impl OutputDir {
    pub(crate) fn claim(out: &Path) -> Result<Self, Kind> {
        refuse_foreign(out)?;
        fs::create_dir_all(out).map_err(Kind::io(out))?;
        let path = out.join(".sayso-lock");
        let lock =
            File::options().create(true).truncate(false).write(true).open(&path).map_err(Kind::io(&path))?;
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) => return Err(Kind::InUse(out.to_owned())),
            // Some network file systems know no locks; a run there must not be refused.
            Ok(()) | Err(TryLockError::Error(_)) => {}
        }
        for stage in Stage::ALL.iter().filter(|stage| **stage < Stage::Report) {
            let dir = out.join("artifacts").join(stage.name());
            fs::create_dir_all(&dir).map_err(Kind::io(&dir))?;
        }
        let dir = Self { out: out.to_owned(), _lock: lock };
        // Nobody else is here: an unfinished file is what a killed run was writing.
        dir.remove_where(|name| name.ends_with(".sayso.tmp"))?;
        Ok(dir)
    }

    /// From here on the run in this directory is unfinished.
    pub(crate) fn begin(&self) -> Result<(), Kind> {
        Marker::Run.set(&self.out).map_err(Kind::io(&Marker::Run.path(&self.out)))
    }

    /// The run is complete.
    pub(crate) fn end(&self) -> Result<(), Error> {
        Ok(Marker::Run.clear(&self.out).map_err(Kind::io(&Marker::Run.path(&self.out)))?)
    }

    pub(crate) fn out(&self) -> &Path {
        &self.out
    }

    pub(crate) fn shard(&self, stage: Stage, shard: usize) -> PathBuf {
        self.out.join("artifacts").join(stage.name()).join(format!("{shard:06}.sayso"))
    }

    pub(crate) fn manifest(&self) -> PathBuf {
        self.out.join("artifacts").join("run.json")
    }

    pub(crate) fn provenance(&self) -> PathBuf {
        self.out.join("run.json")
    }

    pub(crate) fn stamp(&self) -> PathBuf {
        self.out.join("artifacts").join("report.json")
    }

    pub(crate) fn failures(&self) -> PathBuf {
        self.out.join("failures.jsonl")
    }

    /// Removes the shards of an earlier, longer run. Only when no thread is writing.
    pub(crate) fn sweep(&self, shards: usize) -> Result<(), Kind> {
        let number = |name: &str| name.strip_suffix(".sayso").and_then(|stem| stem.parse::<usize>().ok());
        self.remove_where(|name| number(name).is_some_and(|number| number >= shards))
    }

    /// Removes files of the stages' directories by their name.
    fn remove_where(&self, unwanted: impl Fn(&str) -> bool) -> Result<(), Kind> {
        for stage in Stage::ALL.iter().filter(|stage| **stage < Stage::Report) {
            let dir = self.out.join("artifacts").join(stage.name());
            for entry in fs::read_dir(&dir).map_err(Kind::io(&dir))?.flatten() {
                if unwanted(&entry.file_name().to_string_lossy()) {
                    remove(&entry.path())?;
                }
            }
        }
        Ok(())
    }
}

/// What a run writes at the top of its directory under names that others use too.
const NAMES: &[&str] = &[
    "index.html",
    "search.html",
    "audit.html",
    "articles",
    "speakers",
    "attributions.jsonl",
    "clusters.jsonl",
    "statements.jsonl",
    "entities.jsonl",
    "articles.jsonl",
    "failures.jsonl",
    "run.json",
];

/// Refuses a directory that holds files of ours by name and was never ours: they would be replaced.
fn refuse_foreign(out: &Path) -> Result<(), Kind> {
    if out.join(".sayso-lock").exists() || out.join("artifacts").is_dir() {
        return Ok(());
    }
    match NAMES.iter().find(|name| out.join(name).exists()) {
        Some(name) => Err(Kind::Foreign { out: out.to_owned(), name }),
        None => Ok(()),
    }
}

/// Removes a file that may not be there.
pub(crate) fn remove(path: &Path) -> Result<(), Kind> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Kind::io(path)(error)),
        _ => Ok(()),
    }
}
