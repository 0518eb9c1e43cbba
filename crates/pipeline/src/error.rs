use sayso_artifact::Stage;
use std::io;
use std::path::{Path, PathBuf};

/// Why a whole run could not go on. What concerns single documents is in [`crate::Outcome::failures`].
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct Error(#[from] Kind);

#[derive(Debug, thiserror::Error)]
pub(crate) enum Kind {
    #[error("nothing to read in the given inputs{}", listed(.0))]
    NoInput(Vec<String>),
    #[error("{} is in use by another run; wait for it, or choose another directory with --out", .0.display())]
    InUse(PathBuf),
    #[error(
        "{} holds a file called {name} that is not Sayso's; choose another directory with --out, or move the file away",
        .out.display()
    )]
    Foreign { out: PathBuf, name: &'static str },
    #[error("--from {from} comes after --until {until}: nothing to do")]
    Backwards { from: Stage, until: Stage },
    #[error("--from {from}: {} has no completed ingest stage; run once without --from", .out.display())]
    NothingBefore { from: Stage, out: PathBuf },
    #[error("{}: expected the --out directory of a finished `sayso run`; {found}", .out.display())]
    Unfinished { out: PathBuf, found: String },
    #[error("{}: {source}{}", .path.display(), hint(.source))]
    Io { path: PathBuf, source: io::Error },
    #[error("{0}")]
    Artifact(#[from] sayso_artifact::Error),
    #[error("{0}")]
    Analyzer(#[from] sayso::Error),
    #[error("{}: {message}", .path.display())]
    Corrections { path: PathBuf, message: String },
    #[error("{}{}", .0, hint_of(.0))]
    Report(#[from] sayso_report::Error),
    #[error("could not start threads: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    #[error(
        "a thread panicked on shard {shard}: this is a bug in Sayso; please report it along with the inputs"
    )]
    Panicked { shard: usize },
    #[error("interrupted; run again with the same --out to resume")]
    Cancelled,
}

fn listed(complaints: &[String]) -> String {
    complaints.iter().flat_map(|complaint| ["\n  ", complaint]).collect()
}

fn hint(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            " (free some space and run again to resume)"
        }
        io::ErrorKind::PermissionDenied => " (check the permissions, or choose another directory with --out)",
        _ => "",
    }
}

/// The hint to the error of the system that is behind another.
fn hint_of(error: &(dyn std::error::Error + 'static)) -> &'static str {
    let causes = std::iter::successors(Some(error), |cause| cause.source());
    let mut of_system = causes.filter_map(|cause| cause.downcast_ref::<io::Error>());
    of_system.next().map_or("", hint)
}

impl Error {
    /// Whether there was nothing to read.
    pub(crate) fn is_no_input(&self) -> bool {
        matches!(self.0, Kind::NoInput(_))
    }

    /// Whether the user asked for something that cannot be (exit code 2), rather than something going wrong.
    pub fn is_usage(&self) -> bool {
        matches!(
            self.0,
            Kind::NoInput(_)
                | Kind::Backwards { .. }
                | Kind::NothingBefore { .. }
                | Kind::InUse(_)
                | Kind::Analyzer(_)
                | Kind::Corrections { .. }
        )
    }

    /// Whether the user stopped the run.
    pub fn is_cancelled(&self) -> bool {
        matches!(self.0, Kind::Cancelled)
    }
}

impl Kind {
    pub(crate) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        |source| Self::Io { path: path.to_owned(), source }
    }
}
