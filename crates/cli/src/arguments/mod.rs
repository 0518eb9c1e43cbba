//! What can be typed.

mod ask;
mod correct;
mod evaluate;
mod export;

pub(crate) use ask::{As, Diff, Quotes, Shown, Who};
pub(crate) use correct::Correct;
pub(crate) use evaluate::{Evaluate, Half, Scored, ScoredSpeakers};
pub(crate) use export::Export;

use clap::{Args, Parser, Subcommand, ValueEnum};
use sayso_core::{Form, SpeakerKind};
use std::path::PathBuf;

/// Who said what, in the news, and on whose word.
///
/// Exit codes: 0 all done; 1 some documents failed (they are listed, the rest is done), or a question found nothing; 2
/// usage or configuration, or the run could not go on; 130 interrupted (the next run goes on from there).
#[derive(Debug, Parser)]
#[command(name = "sayso", version)]
pub(crate) struct Sayso {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read articles, find who said what, write the report
    Run(Run),
    /// All that a finished run says of one speaker: counts, outlets, about whom, latest and surest statements
    Who(Who),
    /// The statements of a finished run: by words, speaker, subject, outlet, date, form
    Quotes(Quotes),
    /// Correct a statement, for this and every later run; without a correction list a document's statements
    Correct(Correct),
    /// Compare two finished runs: statements gained, lost and changed, and why
    Diff(Diff),
    /// Show who said what in the text itself, what else it could have been, and what weighed most
    Explain(Explain),
    /// Write a finished run as tables or annotations that other tools load
    Export(Export),
    /// Look into the stages' own files
    #[command(subcommand)]
    Artifact(Artifact),
    /// Measure output against gold annotations
    #[command(subcommand)]
    Evaluate(Evaluate),
    /// Lists of names of your own
    #[command(subcommand)]
    Names(Names),
}

#[derive(Debug, Subcommand)]
pub(crate) enum Names {
    /// Compile lists and dumps to one file for --names, with the shipped lists in it
    Compile {
        /// The file to write
        out: PathBuf,
        /// FILE (TSV or .jsonl), or KIND=FILE with KIND geonames, wikidata, ftm, popolo, gleif, ror, congress
        #[arg(required = true)]
        lists: Vec<String>,
        /// Without the shipped lists
        #[arg(long)]
        alone: bool,
        /// A class of Wikidata to take, and as what, instead of the usual ones: Q5=person (may be repeated)
        #[arg(long = "class", value_name = "CLASS=KIND")]
        classes: Vec<String>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Run {
    /// Files, directories, glob patterns, @LIST for a file that lists them, or - for standard input
    #[arg(required_unless_present = "from")]
    pub(crate) paths: Vec<String>,
    /// Where the report and everything else is written
    #[arg(short, long, default_value = "sayso-out")]
    pub(crate) out: PathBuf,
    /// Threads; 0 is one for every core
    #[arg(short, long, default_value_t = 0)]
    pub(crate) jobs: usize,
    /// Compute this stage and the later ones anew, from what earlier ones left in --out
    #[arg(long, value_enum)]
    pub(crate) from: Option<StageName>,
    /// Stop after this stage
    #[arg(long, value_enum, default_value_t = StageName::Report)]
    pub(crate) until: StageName,
    /// Compute everything anew, whatever an earlier run left
    #[arg(long)]
    pub(crate) force: bool,
    /// A list of names of your own: TSV or .jsonl (may be repeated), or one file that `sayso names compile` made
    #[arg(long, value_name = "FILE")]
    pub(crate) names: Vec<PathBuf>,
    /// Who finds the statements: accurate, fast, rules (faster still), or a model file that you trained
    #[arg(long, default_value = "accurate", value_name = "accurate|fast|rules|FILE")]
    pub(crate) model: String,
    /// Which field of a record holds a fact, e.g. text=article_body (may be repeated)
    #[arg(long = "field", visible_alias = "map", value_name = "FACT=FIELD")]
    pub(crate) fields: Vec<String>,
    /// A TOML file that says which field holds which fact: text = "article.body" (may be repeated)
    #[arg(long, value_name = "FILE")]
    pub(crate) mapping: Vec<PathBuf>,
    /// Keep articles that are not in English instead of setting them aside
    #[arg(long)]
    pub(crate) all_languages: bool,
    /// Read every input as this format instead of telling by its content
    #[arg(long)]
    pub(crate) format: Option<String>,
    /// Articles in a shard, the unit of work and of caching
    #[arg(long, default_value_t = 256, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) shard_size: u32,
    /// Leave statements less sure than this (0 to 1) out of report and files
    #[arg(long, default_value_t = 0.0, value_parser = share)]
    pub(crate) min_confidence: f32,
    /// A file of corrections (may be repeated; `sayso correct` writes them); corrections.toml in --out is read by itself
    #[arg(long, value_name = "FILE")]
    pub(crate) corrections: Vec<PathBuf>,
    /// Statements less sure than this (0 to 1) are marked in the report
    #[arg(long, default_value_t = 0.5, value_parser = share)]
    pub(crate) unsure_below: f32,
    /// Also write these into OUT/export: the forms of `sayso export`
    #[arg(long, value_parser = export::forms(), value_delimiter = ',', value_name = "FORM", hide_possible_values = true)]
    pub(crate) export: Vec<sayso_export::Form>,
    /// The report's title
    #[arg(long)]
    pub(crate) title: Option<String>,
    /// No progress, no summary; complaints still go to standard error
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// Files, directories, glob patterns, or - for standard input, in any format that `sayso run` reads
    #[arg(required = true)]
    pub(crate) paths: Vec<String>,
    /// Who finds the statements: as for `sayso run`
    #[arg(long, default_value = "accurate", value_name = "accurate|fast|rules|FILE")]
    pub(crate) model: String,
    /// A list of names of your own: as for `sayso run`
    #[arg(long, value_name = "FILE")]
    pub(crate) names: Vec<PathBuf>,
    /// Only statements at least this sure (0 to 1)
    #[arg(long, default_value_t = 0.0, value_parser = share)]
    pub(crate) min_confidence: f32,
    /// Colours: by default on a terminal only
    #[arg(long, value_enum, default_value_t = Colour::Auto)]
    pub(crate) color: Colour,
}

fn form(text: &str) -> Result<Form, String> {
    Form::parse(text).ok_or_else(|| names(Form::ALL.iter().map(|it| it.name())))
}

fn speaker_kind(text: &str) -> Result<SpeakerKind, String> {
    SpeakerKind::parse(text).ok_or_else(|| names(SpeakerKind::ALL.iter().map(|it| it.name())))
}

fn names(all: impl Iterator<Item = &'static str>) -> String {
    format!("expected {}", all.collect::<Vec<_>>().join(", "))
}

#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Colour {
    Auto,
    Always,
    Never,
}

/// A number from 0 to 1.
fn share(text: &str) -> Result<f32, String> {
    text.parse()
        .ok()
        .filter(|it| (0.0..=1.0).contains(it))
        .ok_or_else(|| "expected a number from 0 to 1".to_owned())
}

#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum StageName {
    Ingest,
    Tokenize,
    Recognize,
    Attribute,
    Report,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Artifact {
    /// Print a file's header and contents
    Show {
        /// A file under OUT/artifacts
        file: PathBuf,
        /// Everything, not only the beginning
        #[arg(long)]
        all: bool,
    },
    /// Check every file of a run
    Verify {
        /// The run's --out directory
        dir: PathBuf,
    },
}
