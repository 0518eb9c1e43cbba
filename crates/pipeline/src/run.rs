//! A whole run.

use crate::correction_set::{self, CorrectionSet, Outcomes};
use crate::digest::{self, Digest};
use crate::engine::{self, Done, Engine};
use crate::error::Kind;
use crate::intake::{self, Job, Source, Taken};
use crate::manifest::{self, Stamp};
use crate::outcome::Outcome;
use crate::output_dir::{OutputDir, remove};
use crate::provenance::provenance;
use crate::scheduler::{Scheduler, Task};
use crate::{Config, Error, Progress};
use sayso_artifact::Stage;
use sayso_core::Diagnostic;
use sayso_report::{Renderer, Report};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Runs the stages over the inputs and leaves everything in `config.out`.
///
/// # Errors
/// What stops the whole run: nothing to read, the directory in use or not writable, a full disk, a bad list of names,
/// the user's wish. Documents that could not be read are in the outcome instead.
pub fn run(config: &Config, progress: &dyn Progress) -> Result<Outcome, Error> {
    let started = Instant::now();
    if config.from > config.until {
        return Err(Kind::Backwards { from: config.from, until: config.until }.into());
    }
    let engine = Engine::new(config)?;
    let corrections = CorrectionSet::open(config)?;
    let fresh = !config.out.exists();
    let dir = OutputDir::claim(&config.out)?;
    let outcome = Run { config, progress, engine: &engine, corrections: &corrections, dir: &dir }.all();
    if fresh && outcome.as_ref().is_err_and(Error::is_no_input) {
        // Nothing was read: nothing is left behind. What cannot be removed does no harm.
        drop(dir);
        let _ = std::fs::remove_dir_all(&config.out);
        return outcome;
    }
    let mut outcome = outcome?;
    dir.end()?;
    outcome.elapsed = started.elapsed();
    Ok(outcome)
}

#[derive(Copy, Clone)]
struct Run<'a> {
    config: &'a Config,
    progress: &'a dyn Progress,
    engine: &'a Engine,
    corrections: &'a CorrectionSet,
    dir: &'a OutputDir,
}

/// What the reporting side gathers, shard by shard, in order.
#[derive(Default)]
struct Gathered {
    outcome: Outcome,
    chain: Digest,
    complaints: Vec<Diagnostic>,
    notes: Vec<Diagnostic>,
    outcomes: Outcomes,
    report: Option<Report>,
}

/// Whether a pass writes the report or only finds out what it would be written from.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Mode {
    Check,
    Write,
}

impl Run<'_> {
    fn all(self) -> Result<Outcome, Error> {
        let first = match self.passes() {
            // A damaged shard of articles cannot be mended alone: its inputs are read again, once.
            Err(Kind::Artifact(error)) if error.is_unusable() && self.config.from == Stage::Ingest => {
                let note = engine::damaged(error.path(), &error);
                self.progress.note(&note);
                let mut outcome = self.passes()?;
                outcome.diagnostics.push(note);
                Ok(outcome)
            }
            other => other,
        };
        Ok(first?)
    }

    /// Where a report is there already, a first pass tells whether it is still current.
    fn passes(self) -> Result<Outcome, Kind> {
        let stamp: Option<Stamp> = manifest::read(&self.dir.stamp());
        let report = self.config.until == Stage::Report;
        if !report {
            return Ok(self.pass(Mode::Check, false)?.told());
        }
        if let Some(stamp) = stamp.filter(|_| !self.config.anew(Stage::Report)) {
            let mut checked = self.pass(Mode::Check, false)?;
            if stamp.from == checked.stamp(self) {
                self.write_provenance(&checked)?;
                checked.outcome.report_current = true;
                return Ok(checked.told());
            }
            // The second pass takes what the first has computed, and mended: the first has that to tell.
            let mut written = self.pass(Mode::Write, true)?;
            for (stage, tally) in checked.outcome.stages {
                if stage != Stage::Report {
                    *written.outcome.stage(stage) = tally;
                }
            }
            checked.notes.append(&mut written.notes);
            return Ok(Gathered { notes: checked.notes, ..written }.told());
        }
        Ok(self.pass(Mode::Write, false)?.told())
    }

    fn pass(self, mode: Mode, taken: bool) -> Result<Gathered, Kind> {
        let mut gathered = Gathered::default();
        // Before anything is written: a mistyped path costs no earlier report.
        let source = intake::find(self.config, self.dir, self.progress, taken)?;
        self.dir.begin()?;
        if mode == Mode::Write {
            remove(&self.dir.stamp())?;
            gathered.report = Some(Report::create(self.dir.out(), self.config.report.clone())?);
        }
        let jobs = threads(self.config.jobs);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).build()?;
        let renderer = gathered.report.as_ref().map(Report::renderer);
        let gathered = Mutex::new(gathered);
        let scheduler = Scheduler::new(jobs);
        let work = |task| self.work(&scheduler, &gathered, renderer.as_ref(), task);
        // One loop for each thread of the pool, and never two: a thread that waits for its share of a shard may take
        // on other work of the pool, but no loop, which ends with the last shard only.
        let source = Mutex::new(Some(source));
        let intake = pool.broadcast(|thread| {
            // The first thread reads the inputs.
            let source = (thread.index() == 0).then(|| source.lock().ok()?.take()).flatten();
            let taken = source.map(|source| {
                let taken = self.take(&scheduler, &work, source);
                scheduler.close();
                taken
            });
            while let Some(task) = scheduler.next() {
                work(task);
            }
            taken
        });
        if let Some(failure) = scheduler.failure() {
            return Err(failure);
        }
        let mut gathered = gathered.into_inner().unwrap_or_else(PoisonError::into_inner);
        let taken = intake.into_iter().flatten().next().unwrap_or_else(|| Ok(Taken::default()))?;
        self.dir.sweep(taken.shards)?;
        // What the report needs for the whole corpus comes when nothing else is needed any more.
        self.engine.release_buffers();
        // In the pool: the report writes its speakers' pages on as many threads as the run may use.
        pool.install(|| gathered.end(taken, self))?;
        Ok(gathered)
    }

    fn take(self, scheduler: &Scheduler, work: &dyn Fn(Task), source: Source) -> Result<Taken, Kind> {
        let taken = intake::take(self.config, self.dir, self.progress, source, &mut |job| {
            scheduler.put(job);
            while let Some(task) = scheduler.help() {
                work(task);
            }
            if scheduler.has_failed() { Err(Kind::Cancelled) } else { Ok(()) }
        });
        if taken.is_err() {
            scheduler.stop();
        }
        taken
    }

    fn work(
        self,
        scheduler: &Scheduler,
        gathered: &Mutex<Gathered>,
        renderer: Option<&Renderer>,
        task: Task,
    ) {
        let shard = task.shard();
        let result = catch_unwind(AssertUnwindSafe(|| match task {
            _ if self.progress.cancelled() => Err(Kind::Cancelled),
            Task::Shard(job) => {
                self.shard(job, renderer).map(|(index, done)| scheduler.finished(index, done))
            }
            Task::Report(_, done) => {
                // One thread at a time reports, so this lock is never waited for.
                let mut gathered = gathered.lock().unwrap_or_else(PoisonError::into_inner);
                gathered.shard(*done, self.progress).map(|()| scheduler.reported())
            }
        }));
        // A thread that died in silence would leave the others waiting for ever.
        if let Err(error) = result.unwrap_or(Err(Kind::Panicked { shard })) {
            scheduler.fail(error);
        }
    }

    /// Writes `run.json`.
    fn write_provenance(self, gathered: &Gathered) -> Result<(), Kind> {
        let provenance =
            provenance(self.config, self.engine, self.corrections, &gathered.outcomes, &gathered.outcome);
        manifest::write_changed(&self.dir.provenance(), &provenance)
    }

    fn shard(self, job: Job, renderer: Option<&Renderer>) -> Result<(usize, Done), Kind> {
        let Job { index, articles, digest } = job;
        let mut done = self.engine.shard(self.config, self.dir, index, articles, digest)?;
        // Corrected statements are certain, however unsure they were.
        if self.config.until == Stage::Report {
            done.outcomes = self.corrections.correct(&mut done.layers);
        }
        done.leave_out(self.config.min_confidence);
        if let Some(renderer) = renderer {
            done.render(renderer)?;
        }
        self.progress.shard(done.layers.articles.len(), done.layers.bytes());
        Ok((index, done))
    }
}

impl Gathered {
    /// Takes a shard in, in run order.
    fn shard(&mut self, done: Done, progress: &dyn Progress) -> Result<(), Kind> {
        for (stage, tally) in done.stages {
            self.outcome.stage(stage).add(tally);
        }
        done.notes.iter().for_each(|note| progress.note(note));
        self.chain = digest::of_all([&self.chain[..], &done.digest]);
        self.complaints.extend(done.complaints);
        self.notes.extend(done.notes);
        self.outcome.left_out += done.left_out;
        correction_set::merge(&mut self.outcomes, done.outcomes);
        let layers = done.layers;
        self.outcome.articles += layers.articles.len();
        self.outcome.bytes += layers.bytes();
        self.outcome.attributions +=
            layers.attributions.iter().map(|attribution| attribution.attributions.len()).sum::<usize>();
        let (Some(report), Some(rendered)) = (&mut self.report, done.rendered) else { return Ok(()) };
        let started = Instant::now();
        report.add(layers.documents(), rendered)?;
        self.outcome.stage(Stage::Report).time += started.elapsed();
        Ok(())
    }

    /// After the last shard: what could not be read, and the pages that need the whole corpus.
    fn end(&mut self, taken: Taken, run: Run<'_>) -> Result<(), Kind> {
        self.outcome.stage(Stage::Ingest).add(taken.tally);
        self.outcome.stages.sort_by_key(|(stage, _)| *stage);
        self.outcome.diagnostics = taken.complaints;
        self.outcome.diagnostics.append(&mut self.complaints);
        if run.config.until == Stage::Report {
            let mut unfit = run.corrections.unfit(&self.outcomes);
            let all: usize = run.corrections.files.iter().map(|file| file.entries).sum();
            self.outcome.corrections = (all - unfit.len(), unfit.len());
            self.outcome.diagnostics.append(&mut unfit);
        }
        manifest::write_failures(&run.dir.failures(), &self.outcome.diagnostics)?;
        if let Some(report) = self.report.take() {
            let started = Instant::now();
            let failures: Vec<Diagnostic> = self.outcome.in_the_open().cloned().collect();
            // With the other outputs: until the report is whole, readers are told that they may be mixed.
            run.write_provenance(self)?;
            report.finish(&failures)?;
            let tally = self.outcome.stage(Stage::Report);
            tally.time += started.elapsed();
            tally.computed = 1;
            manifest::write(&run.dir.stamp(), &Stamp { from: self.stamp(run) })?;
        }
        Ok(())
    }

    /// The outcome with everything that there is to say.
    fn told(mut self) -> Outcome {
        self.outcome.diagnostics.append(&mut self.notes);
        self.outcome
    }

    /// What a report of all this is written from.
    fn stamp(&self, run: Run<'_>) -> String {
        let config = run.config;
        let failures: Vec<&Diagnostic> = self.outcome.in_the_open().collect();
        let parts: [Digest; 6] = [
            run.corrections.digest(),
            self.chain,
            digest::of_program(),
            digest::of_options(&config.report),
            digest::of_options(&config.min_confidence),
            digest::of_options(&failures),
        ];
        digest::hex(&digest::of_all(parts.iter().map(<[u8; 32]>::as_slice)))
    }
}

fn threads(wanted: usize) -> usize {
    match wanted {
        0 => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        jobs => jobs,
    }
}
