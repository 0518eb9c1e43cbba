//! How far a run is: a bar on a terminal, plain lines elsewhere.

use indicatif::{ProgressBar, ProgressStyle};
use sayso_core::Diagnostic;
use sayso_pipeline::Progress;
use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Articles between two plain lines.
const EVERY: u64 = 5_000;
/// Before this the time that is left is a guess that helps nobody.
const SETTLED: Duration = Duration::from_secs(3);

pub(crate) struct Watch {
    bar: Option<ProgressBar>,
    quiet: bool,
    started: Instant,
    articles: AtomicU64,
    bytes: AtomicU64,
    /// Bytes of the inputs: all, 0 where nobody knows, and those that were read.
    input: AtomicU64,
    read: AtomicU64,
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
        Self {
            bar,
            quiet,
            started: Instant::now(),
            articles: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            input: AtomicU64::new(0),
            read: AtomicU64::new(0),
        }
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

    /// ", 61 % of the input, about 20 s left"; nothing where the inputs' size is unknown.
    fn share(&self) -> String {
        let (read, input) = (self.read.load(Ordering::Relaxed), self.input.load(Ordering::Relaxed));
        if input == 0 {
            return String::new();
        }
        share(read as f64 / input as f64, self.started.elapsed())
    }
}

impl Progress for Watch {
    fn found(&self, inputs: usize, bytes: Option<u64>) {
        self.input.store(bytes.unwrap_or(0), Ordering::Relaxed);
        if !self.quiet {
            let large = bytes.filter(|bytes| *bytes >= 1_000_000);
            let size = large.map(|bytes| format!(", {:.1} MB", bytes as f64 / 1e6)).unwrap_or_default();
            self.say(&format!("reading {inputs} {}{size}", if inputs == 1 { "file" } else { "files" }));
        }
    }

    fn read(&self, bytes: u64) {
        self.read.store(bytes, Ordering::Relaxed);
    }

    fn shard(&self, documents: usize, bytes: usize) {
        let before = self.articles.fetch_add(documents as u64, Ordering::Relaxed);
        let now = before + documents as u64;
        let bytes = self.bytes.fetch_add(bytes as u64, Ordering::Relaxed) + bytes as u64;
        let message = format!("{now} articles, {:.1} MB of text{}", bytes as f64 / 1e6, self.share());
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

fn share(share: f64, elapsed: Duration) -> String {
    let percent = format!(", {:.0} % of the input", share.min(1.0) * 100.0);
    if elapsed < SETTLED || !(0.01..1.0).contains(&share) {
        return percent;
    }
    let seconds = elapsed.as_secs_f64() * (1.0 - share) / share;
    let left = match seconds {
        ..90.0 => format!("{:.0} s", seconds.max(1.0)),
        ..5400.0 => format!("{:.0} min", seconds / 60.0),
        _ => format!("{:.1} h", seconds / 3600.0),
    };
    format!("{percent}, about {left} left")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_is_told_once_it_is_known() {
        let told = |part, seconds| share(part, Duration::from_secs(seconds));
        assert_eq!(told(0.25, 1), ", 25 % of the input");
        assert_eq!(told(0.25, 10), ", 25 % of the input, about 30 s left");
        assert_eq!(told(0.01, 10), ", 1 % of the input, about 16 min left");
        assert_eq!(told(0.01, 1000), ", 1 % of the input, about 27.5 h left");
        assert_eq!(told(0.001, 10), ", 0 % of the input");
        assert_eq!(told(1.2, 10), ", 100 % of the input");
    }
}
