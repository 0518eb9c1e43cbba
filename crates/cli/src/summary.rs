//! What is said at the end of a run.

use crate::sanitize::visible;
use sayso_core::{Diagnostic, Severity};
use sayso_pipeline::{Outcome, Stage};
use std::fmt::Write;
use std::path::Path;

/// How many complaints of one kind are shown; all of them stand in failures.jsonl.
const SHOWN: usize = 3;

/// `error: place: message (help)`, fit for a terminal.
pub(crate) fn line(diagnostic: &Diagnostic) -> String {
    visible(&diagnostic.to_string())
}

/// "1 shard", "2 shards"
fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// The closing summary, with a line end.
pub(crate) fn render(outcome: &Outcome, out: &Path, until: Stage) -> String {
    let mut text = complaints(outcome, out);
    let seconds = outcome.elapsed.as_secs_f64();
    let megabytes = outcome.bytes as f64 / 1e6;
    let _ = writeln!(
        text,
        "{}, {megabytes:.1} MB of text, {}, {} in {seconds:.2} s ({:.1} MB/s)",
        counted(outcome.articles, "article"),
        counted(outcome.attributions, "attribution"),
        counted(outcome.failures().count(), "failure"),
        megabytes / seconds.max(1e-9),
    );
    if outcome.left_out > 0 {
        let _ = writeln!(text, "{} attributions below --min-confidence left out", outcome.left_out);
    }
    if outcome.corrections != (0, 0) {
        let (applied, unfit) = outcome.corrections;
        let left = if unfit > 0 { format!(", {unfit} stale") } else { String::new() };
        let _ = writeln!(text, "{} applied{left}", counted(applied, "correction"));
    }
    for (stage, tally) in &outcome.stages {
        let shards = match (*stage, tally.computed, tally.reused) {
            (Stage::Report, _, _) if outcome.report_current => "unchanged".to_owned(),
            (Stage::Report, _, _) => "written".to_owned(),
            (_, computed, 0) => format!("{} computed", counted(computed, "shard")),
            (_, 0, reused) => format!("{} unchanged", counted(reused, "shard")),
            (_, computed, reused) => format!("{} computed, {reused} unchanged", counted(computed, "shard")),
        };
        let _ = writeln!(text, "  {:<10} {:>8.2} s   {shards}", stage.name(), tally.time.as_secs_f64());
    }
    if until == Stage::Report {
        let shown = out.display();
        let _ = writeln!(text, "report: {}", out.join("index.html").display());
        let _ = writeln!(text, "next: open it, or `sayso who {shown} NAME`, `sayso export {shown} --to csv`");
    } else {
        let _ = writeln!(text, "artifacts: {}", out.join("artifacts").display());
    }
    text
}

/// The first few complaints of each kind, worst kinds first.
fn complaints(outcome: &Outcome, out: &Path) -> String {
    let mut text = String::new();
    let mut codes: Vec<(Severity, &str)> = outcome
        .diagnostics
        .iter()
        .map(|diagnostic| (diagnostic.severity, diagnostic.code.as_str()))
        .collect();
    codes.sort_by(|a, b| b.cmp(a));
    codes.dedup();
    for (severity, code) in codes {
        let of_kind: Vec<_> = outcome
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity && diagnostic.code == code)
            .collect();
        for diagnostic in of_kind.iter().take(SHOWN) {
            let _ = writeln!(text, "{}", line(diagnostic));
        }
        if of_kind.len() > SHOWN {
            let more = of_kind.len() - SHOWN;
            let _ = writeln!(
                text,
                "  … and {more} more of this kind, in {}",
                out.join("failures.jsonl").display()
            );
        }
    }
    text
}
