//! Who does what next: shards to take through the stages, shards to report in order, and nobody waits for long.

use crate::engine::Done;
use crate::error::Kind;
use crate::intake::Job;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The work of a run, shared by its threads.
pub(crate) struct Scheduler {
    state: Mutex<State>,
    bell: Condvar,
    /// Shards that may be in memory at once.
    limit: usize,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Job>,
    done: BTreeMap<usize, Done>,
    /// Shards in memory: waiting, being worked on, or done and not yet reported.
    in_flight: usize,
    next: usize,
    reporting: bool,
    all_in: bool,
    stopped: bool,
    failed: Option<Kind>,
}

/// Something to do.
pub(crate) enum Task {
    /// Take a shard through the stages.
    Shard(Job),
    /// Report the next shard in order.
    Report(usize, Box<Done>),
}

impl Task {
    /// Number of its shard.
    pub(crate) fn shard(&self) -> usize {
        match self {
            Self::Shard(job) => job.index,
            Self::Report(index, _) => *index,
        }
    }
}

impl Scheduler {
    pub(crate) fn new(jobs: usize) -> Self {
        // With one thread a shard is finished before the next is read; more threads keep a few in reserve.
        let limit = if jobs == 1 { 1 } else { 2 * jobs };
        Self { state: Mutex::default(), bell: Condvar::new(), limit }
    }

    /// Every change is one assignment under the lock, so a panicking thread leaves nothing half done.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hands a shard in.
    pub(crate) fn put(&self, job: Job) {
        let mut state = self.state();
        state.waiting.push_back(job);
        state.in_flight += 1;
        self.bell.notify_all();
    }

    /// No more shards will come.
    pub(crate) fn close(&self) {
        self.state().all_in = true;
        self.bell.notify_all();
    }

    /// Ends the run; the first failure is the one that counts.
    pub(crate) fn fail(&self, error: Kind) {
        self.state().failed.get_or_insert(error);
        self.bell.notify_all();
    }

    /// Ends the run without a failure of its own: the reading thread has one to tell.
    pub(crate) fn stop(&self) {
        self.state().stopped = true;
        self.bell.notify_all();
    }

    pub(crate) fn has_failed(&self) -> bool {
        self.state().failed.is_some()
    }

    pub(crate) fn failure(&self) -> Option<Kind> {
        self.state().failed.take()
    }

    /// A shard went through the stages.
    pub(crate) fn finished(&self, index: usize, done: Done) {
        self.state().done.insert(index, done);
        self.bell.notify_all();
    }

    /// A shard was reported, and is out of memory.
    pub(crate) fn reported(&self) {
        let mut state = self.state();
        state.reporting = false;
        state.next += 1;
        state.in_flight -= 1;
        drop(state);
        self.bell.notify_all();
    }

    /// Does some of the work that another thread has divided, or waits for a change.
    fn pause<'a>(&'a self, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        /// Work that is divided rings no bell.
        const NAP: Duration = Duration::from_millis(1);
        drop(state);
        if rayon::yield_now() == Some(rayon::Yield::Executed) {
            return self.state();
        }
        self.bell.wait_timeout(self.state(), NAP).unwrap_or_else(PoisonError::into_inner).0
    }

    /// The next task; waits for one; `None` where all is done or has failed.
    pub(crate) fn next(&self) -> Option<Task> {
        let mut state = self.state();
        loop {
            if state.failed.is_some() || state.stopped || (state.all_in && state.in_flight == 0) {
                return None;
            }
            if let Some(task) = take(&mut state) {
                return Some(task);
            }
            state = self.pause(state);
        }
    }

    /// A task for the reading thread, while too many shards are in memory; `None` where it may read on.
    pub(crate) fn help(&self) -> Option<Task> {
        let mut state = self.state();
        loop {
            if state.failed.is_some() || state.in_flight < self.limit {
                return None;
            }
            if let Some(task) = take(&mut state) {
                return Some(task);
            }
            state = self.pause(state);
        }
    }
}

fn take(state: &mut State) -> Option<Task> {
    let next = state.next;
    if !state.reporting
        && let Some(done) = state.done.remove(&next)
    {
        state.reporting = true;
        return Some(Task::Report(next, Box::new(done)));
    }
    state.waiting.pop_front().map(Task::Shard)
}
