//! A run on the desk: its report, drawn into a directory of its own and kept current while corrections are made.
//!
//! An act is saved in the run's `corrections.toml` before it is answered; the article's pages are drawn anew at once, and
//! the whole report soon after, in the background, by [`sayso_pipeline::Replay`]. The run's own report stays as it is.

mod acts;
mod article;
mod lists;
mod review;
mod shown;
mod workspace;

pub(crate) use acts::{Act, Undo};
pub(crate) use lists::{Order, Queue};
pub(crate) use review::Verdict;

use crate::Error;
use crate::failure::Failure;
use review::Reviews;
use sayso_corrections::{Correction, Identity, parse, parse_identities};
use sayso_pipeline::{Corrections, Replay};
use shown::Shown;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};
use std::time::Duration;
use workspace::Workspace;

/// The run's own file of corrections.
const OWN: &str = "corrections.toml";
/// Acts that follow one another this quickly are drawn together.
const PAUSE: Duration = Duration::from_millis(400);

/// But not longer than so many pauses.
const PAUSES: u32 = 25;

/// A run on the desk.
pub(crate) struct Desk {
    own: PathBuf,
    replay: Replay,
    workspace: Workspace,
    shown: RwLock<Arc<Shown>>,
    state: Mutex<State>,
    /// Notified when there is something to draw, and when something was drawn.
    changed: Condvar,
    reviews: Reviews,
    /// Ids of the random sample, once somebody has asked for it.
    sample: OnceLock<Vec<String>>,
}

/// What changes with every act; whoever acts holds it.
#[derive(Default)]
struct State {
    /// How often corrections changed, and at which change what is shown was drawn.
    changes: u64,
    drawn: u64,
    /// The corrections as they were last read or written.
    text: String,
    /// The same, read; nothing where they changed since.
    read: Option<Arc<Corrections>>,
    undo: Vec<acts::Done>,
    /// Why the report could not be drawn.
    trouble: Option<String>,
    ended: bool,
}

/// Where an article's corrections stand: changes with every act on it, and with whatever says who is who.
pub(crate) type Version = String;

/// The corrections of one article, and what holds everywhere.
struct Entries {
    corrections: Vec<Correction>,
    identities: Vec<Identity>,
}

impl Entries {
    fn read(text: &str, document: &str) -> Result<Self, Failure> {
        let refused =
            |error: sayso_corrections::Error| Failure::new(500, "corrections", format!("{OWN}: {error}"));
        let corrections = parse(text).map_err(refused)?.into_iter().map(|entry| entry.correction);
        let identities = parse_identities(text).map_err(refused)?.into_iter().map(|entry| entry.identity);
        Ok(Self {
            corrections: corrections.filter(|correction| correction.document == document).collect(),
            identities: identities.collect(),
        })
    }

    fn version(&self) -> Version {
        let text = format!("{:?}{:?}", self.corrections, self.identities);
        blake3::hash(text.as_bytes()).to_hex()[..16].to_owned()
    }
}

impl Desk {
    /// Draws the run's report with the corrections as they stand.
    pub(crate) fn open(out: &Path, corrections: Option<&[PathBuf]>) -> Result<Arc<Self>, Error> {
        let replay = Replay::open(out, corrections)?;
        let workspace = Workspace::claim(out)?;
        let own = out.join(OWN);
        let text = read(&own).map_err(|error| Error::disk(&own, error))?;
        let shown = Shown::draw(&replay, &workspace, &text)?;
        let reviews = Reviews::open(&out.join(review::FILE))?;
        let state = State { text, ..State::default() };
        Ok(Arc::new(Self {
            own,
            replay,
            workspace,
            shown: RwLock::new(Arc::new(shown)),
            state: Mutex::new(state),
            changed: Condvar::new(),
            reviews,
            sample: OnceLock::new(),
        }))
    }

    fn shown(&self) -> Arc<Shown> {
        Arc::clone(&self.shown.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes under the lock are made in one step at their end, so a panic leaves nothing half done.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A file of the report by its address.
    pub(crate) fn file(&self, address: &str) -> Option<(&'static str, Vec<u8>)> {
        // What is shown may be replaced while the file is opened: then it is in the other place.
        (0..3).find_map(|_| self.shown().file(address))
    }

    /// Takes in what somebody else wrote into the file of corrections.
    fn current(&self) -> Result<MutexGuard<'_, State>, Failure> {
        let mut state = self.state();
        // Under the lock: what was read before it may be older than what was saved meanwhile.
        let text = read(&self.own).map_err(Failure::disk)?;
        if state.text != text {
            state.text = text;
            state.read = None;
            state.changes += 1;
            self.changed.notify_all();
        }
        Ok(state)
    }

    /// The corrections as they stand.
    fn corrections(&self, state: &mut State) -> Result<Arc<Corrections>, Failure> {
        if let Some(known) = &state.read {
            return Ok(Arc::clone(known));
        }
        let read = self.replay.corrections(&state.text).map_err(Failure::disk)?;
        Ok(Arc::clone(state.read.insert(Arc::new(read))))
    }

    /// Draws the report anew whenever corrections changed, until the desk is closed.
    pub(crate) fn keep_current(&self) {
        loop {
            let mut state = self.state();
            while state.changes == state.drawn && !state.ended {
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
            if state.ended {
                return;
            }
            // Whoever corrects one thing after the other is not to wait for the machine.
            let mut pauses = 0;
            loop {
                let seen = state.changes;
                drop(state);
                std::thread::sleep(PAUSE);
                pauses += 1;
                state = self.state();
                if state.changes == seen || pauses == PAUSES || state.ended {
                    break;
                }
            }
            let (text, changes) = (state.text.clone(), state.changes);
            drop(state);
            let drawn = Shown::draw(&self.replay, &self.workspace, &text);
            let mut state = self.state();
            match drawn {
                Ok(shown) => {
                    let mut place = self.shown.write().unwrap_or_else(PoisonError::into_inner);
                    shown.keep_later(&place, changes);
                    *place = Arc::new(shown);
                    state.trouble = None;
                }
                // What is saved is saved; the pages stay as they are, and say so.
                Err(error) => state.trouble = Some(error.to_string()),
            }
            state.drawn = changes;
            self.changed.notify_all();
        }
    }

    /// Waits until everything that was saved is shown on every page; false where that takes too long.
    pub(crate) fn settle(&self, patience: Duration) -> Result<bool, Failure> {
        let mut state = self.current()?;
        let until = std::time::Instant::now() + patience;
        while state.changes != state.drawn {
            let left = until.saturating_duration_since(std::time::Instant::now());
            if left.is_zero() {
                return Ok(false);
            }
            state = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        match &state.trouble {
            Some(trouble) => Err(Failure::new(500, "report", trouble.clone())),
            None => Ok(true),
        }
    }

    /// Ends [`Desk::keep_current`].
    pub(crate) fn close(&self) {
        self.state().ended = true;
        self.changed.notify_all();
    }
}

/// A file of corrections; empty where there is none yet.
fn read(file: &Path) -> std::io::Result<String> {
    match std::fs::read_to_string(file) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        read => read,
    }
}
