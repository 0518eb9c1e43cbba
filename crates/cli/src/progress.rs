//! How far a run is: a bar on a terminal, plain lines elsewhere.

use indicatif::{ProgressBar, ProgressStyle};
use sayso_core::Diagnostic;
use sayso_pipeline::Progress;
use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

/// Articles between two plain lines.
const EVERY: u64 = 5_000;

pub(crate) struct Watch {
    bar: Option<ProgressBar>,
    quiet: bool,
    articles: AtomicU64,
    bytes: AtomicU64,
}

/// Set by Ctrl-C; the run ends between two shards and the next one goes on from there.
pub(crate) static INTERRUPTED: AtomicBool = AtomicBool::new(false);

impl Watch {
    pub(crate) fn new(quiet: bool) -> Self {
        let bar = (!quiet && std::io::stderr().is_terminal()).then(|| {
            let bar = ProgressBar::new_spinner();
            if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed_precise}  {msg}") {
                bar.set_style(style);
            }
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        });
        Self { bar, quiet, articles: AtomicU64::new(0), bytes: AtomicU64::new(0) }
    }

    pub(crate) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    fn say(&self, line: &str) {
        match &self.bar {
            Some(bar) => bar.println(line),
            None => eprintln!("{line}"),
        }
    }
}

impl Progress for Watch {
    fn found(&self, inputs: usize) {
        if !self.quiet {
            self.say(&format!("reading {inputs} {}", if inputs == 1 { "file" } else { "files" }));
        }
    }

    fn shard(&self, documents: usize, bytes: usize) {
        let before = self.articles.fetch_add(documents as u64, Ordering::Relaxed);
        let now = before + documents as u64;
        let bytes = self.bytes.fetch_add(bytes as u64, Ordering::Relaxed) + bytes as u64;
        let message = format!("{now} articles, {:.1} MB of text", bytes as f64 / 1e6);
        match &self.bar {
            Some(bar) => bar.set_message(message),
            None if !self.quiet && now / EVERY > before / EVERY => eprintln!("{message}"),
            None => {}
        }
    }

    fn note(&self, diagnostic: &Diagnostic) {
        // The summary says it, where there is one.
        if self.quiet {
            self.say(&crate::summary::line(diagnostic));
        }
    }

    fn cancelled(&self) -> bool {
        INTERRUPTED.load(Ordering::Relaxed)
    }
}
