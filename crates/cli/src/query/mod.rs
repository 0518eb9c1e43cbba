//! Queries of a finished run: `sayso who`, `sayso people` and `sayso attributions`. They read the run's JSON Lines once, article by
//! article; memory grows with what is shown of one speaker, not with the run.

mod attributions;
mod filter;
mod found;
mod names;
mod people;
mod speaker_summary;
mod table;
mod who;

pub(crate) use attributions::{attributions, json, record};
pub(crate) use found::typed_date;
pub(crate) use names::{Match, Wanted};
pub(crate) use people::people;
pub(crate) use table::{Column, Table, width};
pub(crate) use who::who;

use crate::End;
use crate::arguments::DEFAULT_OUT;
use sayso_output::{Run, State};
use std::io;
use std::path::Path;

/// Why a question got no answer.
pub(crate) enum Stop {
    /// Nobody reads on (`| head`), which is no fault.
    NobodyReads,
    /// Nothing was found; why, in words.
    Nothing(String),
    /// Anything else.
    Failed(String),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::NobodyReads,
            _ => Self::Failed(format!("standard output: {error}")),
        }
    }
}

impl From<sayso_output::Error> for Stop {
    fn from(error: sayso_output::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

impl From<Result<(), Stop>> for End {
    fn from(result: Result<(), Stop>) -> Self {
        match result {
            Ok(()) | Err(Stop::NobodyReads) => Self::Done,
            Err(Stop::Nothing(message)) => {
                eprintln!("sayso: {message}");
                Self::SomeFailed
            }
            Err(Stop::Failed(message)) => Self::Unusable(message),
        }
    }
}

/// The run and the words of a command line: the first argument is the run where it is a directory (or the file
/// `attributions.jsonl` of one); else the run is where `sayso run` writes by default.
pub(crate) fn run_and_words(arguments: &[String]) -> Result<(Run, &[String]), Stop> {
    let is_run = |argument: &&String| {
        let path = Path::new(argument.as_str());
        path.is_dir() || path.is_file() && path.ends_with("attributions.jsonl")
    };
    let (run, words) = match arguments.first().filter(is_run) {
        Some(run) => (run.as_str(), &arguments[1..]),
        None => (DEFAULT_OUT, arguments),
    };
    Ok((open(Path::new(run))?, words))
}

/// Opens the directory of a run; says so where a later run in it was not completed.
pub(crate) fn open(path: &Path) -> Result<Run, sayso_output::Error> {
    let run = Run::open(path)?;
    if run.state() == State::Outdated {
        let dir = run.dir().display();
        eprintln!(
            "sayso: {dir}: a later run is still going on or was interrupted; these are the results of the run before it"
        );
    }
    Ok(run)
}
