//! The command line: one file for each command, and `shared` for what several commands take.

mod artifact;
mod audit;
mod builtin;
mod correct;
mod diff;
mod evaluate;
mod explain;
mod export;
mod gazetteer;
mod query;
mod run;
mod serve;
mod shared;

pub(crate) use artifact::Artifact;
pub(crate) use audit::{Audit, AuditBy};
pub(crate) use builtin::{Completions, Demo, Man};
pub(crate) use correct::Correct;
pub(crate) use diff::{Diff, DiffFormat};
pub(crate) use evaluate::{Evaluate, EvaluateAttribution, EvaluateEntities, EvaluateSpeakers, Half};
pub(crate) use explain::{Colour, Explain};
pub(crate) use export::Export;
pub(crate) use gazetteer::Gazetteer;
pub(crate) use query::{Attributions, People, Who};
pub(crate) use run::{Run, StageName};
pub(crate) use serve::Serve;
pub(crate) use shared::{DEFAULT_OUT, OutputFormat};

use clap::{Parser, Subcommand};

/// Who said what, in the news, and on whose word.
///
/// Exit codes: 0 success; 1 some documents failed (they are listed, the others were processed), or a query found
/// nothing; 2 usage or configuration error, or the run had to stop; 130 interrupted (run again to resume).
#[derive(Debug, Parser)]
#[command(name = "sayso", version)]
pub(crate) struct Sayso {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read articles, find who said what, and write the report
    Run(Run),
    /// Summarize one speaker: counts, outlets, subjects, latest and most certain attributions
    Who(Who),
    /// List speakers who are likely one person: fragments of a name beside the full one, and one name under several ids
    People(People),
    /// List the attributions of a finished run, filtered by words, speaker, subject, outlet, date or form
    #[command(alias = "quotes")]
    Attributions(Attributions),
    /// Count who gets to speak: by gender, by what kind of source, named or not; for the run, or by outlet, section, author, month
    Audit(Audit),
    /// Correct an attribution for this and all later runs; without a correction, list a document's attributions
    Correct(Correct),
    /// Serve a finished run on this machine alone: read, correct, review, and analyze articles for other programs
    Serve(Serve),
    /// Compare two finished runs: attributions gained, lost and changed, and why
    Diff(Diff),
    /// Show attributions in their text, with the runner-up and the strongest evidence
    Explain(Explain),
    /// Export a finished run as tables or annotations for other tools
    Export(Export),
    /// Inspect and verify the artifacts of a run
    #[command(subcommand)]
    Artifact(Artifact),
    /// Evaluate output against gold annotations
    #[command(subcommand)]
    Evaluate(Evaluate),
    /// Compile your own lists of names
    #[command(subcommand, alias = "names")]
    Gazetteer(Gazetteer),
    /// Try Sayso on its built-in sample articles
    Demo(Demo),
    /// Show what is in this build: models, names, formats, exports, and what this machine offers
    Doctor,
    /// Print a shell's completion script
    Completions(Completions),
    /// Print the manual page, or write one page for each command
    Man(Man),
}
