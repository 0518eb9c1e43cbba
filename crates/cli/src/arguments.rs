//! What can be typed.

use clap::{Args, Parser, Subcommand, ValueEnum};
use sayso_document::{CueClass, Form, SpeakerKind};
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
    #[arg(long, value_enum, value_delimiter = ',', value_name = "FORM", hide_possible_values = true)]
    pub(crate) export: Vec<ExportForm>,
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

#[derive(Debug, Args)]
pub(crate) struct Who {
    /// The run's --out directory (without it sayso-out), then a name, a part of one, or an id; case and accents make no
    /// difference
    #[arg(required = true, value_name = "[RUN] NAME")]
    pub(crate) arguments: Vec<String>,
    /// How to show it
    #[arg(long = "as", value_enum, default_value_t = As::Table)]
    pub(crate) output: As,
    /// Wrap tables to so many columns; by default those of the terminal, elsewhere nothing is wrapped
    #[arg(long, value_name = "COLUMNS")]
    pub(crate) width: Option<usize>,
}

#[derive(Debug, Args)]
pub(crate) struct Quotes {
    /// The run's --out directory (without it sayso-out), then words that the statement holds; "two words" in a row
    #[arg(value_name = "[RUN] WORDS")]
    pub(crate) arguments: Vec<String>,
    /// Said by somebody of this name, part of a name, or id (may be repeated: any of them)
    #[arg(long, value_name = "NAME")]
    pub(crate) speaker: Vec<String>,
    /// About somebody or something of this name, part of a name, or id (may be repeated)
    #[arg(long, value_name = "NAME")]
    pub(crate) about: Vec<String>,
    /// In an outlet of this name (may be repeated)
    #[arg(long, value_name = "NAME")]
    pub(crate) outlet: Vec<String>,
    /// Published on this day, in this month or year, or later
    #[arg(long, value_name = "DATE", value_parser = crate::ask::typed_date)]
    pub(crate) since: Option<String>,
    /// Published on this day, in this month or year, or before
    #[arg(long, value_name = "DATE", value_parser = crate::ask::typed_date)]
    pub(crate) until: Option<String>,
    /// In quotation marks wholly (direct), partly (mixed), or not (indirect)
    #[arg(long, value_delimiter = ',', value_parser = form, value_name = "direct|mixed|indirect")]
    pub(crate) form: Vec<Form>,
    /// What the speaker is: person, role, collective, organization, document, anonymous, unresolved
    #[arg(long, value_delimiter = ',', value_parser = speaker_kind)]
    pub(crate) kind: Vec<SpeakerKind>,
    /// At least this sure (0 to 1)
    #[arg(long, default_value_t = 0.0, value_parser = share)]
    pub(crate) min_confidence: f32,
    /// At most so many
    #[arg(long)]
    pub(crate) limit: Option<u64>,
    /// How to show them
    #[arg(long = "as", value_enum, default_value_t = As::Table)]
    pub(crate) output: As,
    /// Wrap tables to so many columns; by default those of the terminal, elsewhere nothing is wrapped
    #[arg(long, value_name = "COLUMNS")]
    pub(crate) width: Option<usize>,
}

#[derive(Debug, Args)]
pub(crate) struct Correct {
    /// The run's --out directory (without it sayso-out), then the id of one of its articles
    #[arg(value_name = "[RUN] DOCUMENT")]
    pub(crate) arguments: Vec<String>,
    /// The statement, by its number in the article
    #[arg(long, value_name = "N")]
    pub(crate) quote: Option<usize>,
    /// Who said it (may be repeated); a name in the article, else one in the run, else one that the run does not know
    #[arg(long, value_name = "NAME")]
    pub(crate) speaker: Vec<String>,
    /// The id of the speaker, where the name is not enough
    #[arg(long, requires = "speaker")]
    pub(crate) id: Option<String>,
    /// What the speaker is, where the run does not know: person, role, collective, organization, document, anonymous
    #[arg(long, requires = "speaker", value_parser = speaker_kind)]
    pub(crate) kind: Option<SpeakerKind>,
    /// What was said, in the article's words (repeated: in pieces)
    #[arg(long, value_name = "WORDS")]
    pub(crate) content: Vec<String>,
    /// The source as written; empty where there is none. Who it is follows from it, unless --speaker says so
    #[arg(long, value_name = "WORDS")]
    pub(crate) source: Vec<String>,
    /// The words that tell of the saying; empty where there are none
    #[arg(long, value_name = "WORDS")]
    pub(crate) cue: Vec<String>,
    /// In quotation marks wholly (direct), partly (mixed), or not (indirect)
    #[arg(long, value_parser = form, value_name = "direct|mixed|indirect")]
    pub(crate) form: Option<Form>,
    /// What kind of saying: neutral, claim, denial, … as `cue_class` in attributions.jsonl
    #[arg(long, value_parser = crate::correct::class)]
    pub(crate) class: Option<CueClass>,
    /// It is no statement
    #[arg(long, conflicts_with_all = ["speaker", "content", "source", "cue", "form", "class", "add"])]
    pub(crate) remove: bool,
    /// A statement that was not found: with --content, and --source, --cue and --speaker as far as there are any
    #[arg(long, conflicts_with = "quote", requires = "content")]
    pub(crate) add: bool,
    /// Annotations that were exported and edited, a file or a directory: brat, Label Studio (JSON), W3C Web Annotations, or
    /// INCEpTION (UIMA CAS JSON); what differs from the run is corrected
    #[arg(long = "from", value_name = "PATH", conflicts_with_all = ["quote", "add", "remove", "speaker", "content"])]
    pub(crate) annotated: Option<PathBuf>,
    /// Why
    #[arg(long)]
    pub(crate) note: Option<String>,
    /// Who says so
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
    /// The file of corrections, instead of corrections.toml in the run's directory
    #[arg(long)]
    pub(crate) file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// The --out directory of the run before
    #[arg(value_name = "RUN_A")]
    pub(crate) before: PathBuf,
    /// The --out directory of the run after
    #[arg(value_name = "RUN_B")]
    pub(crate) after: PathBuf,
    /// How to show it
    #[arg(long = "as", value_enum, default_value_t = Shown::Table)]
    pub(crate) output: Shown,
    /// Also write it as a page of its own
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
    /// Confidences that differ by less (0 to 1) are the same
    #[arg(long, default_value_t = 0.1, value_parser = share)]
    pub(crate) confidence: f32,
    /// Only the counts, not each statement
    #[arg(long)]
    pub(crate) summary: bool,
    /// Exit code 1 where the runs differ
    #[arg(long)]
    pub(crate) exit_code: bool,
    /// Wrap tables to so many columns; by default those of the terminal, elsewhere nothing is wrapped
    #[arg(long, value_name = "COLUMNS")]
    pub(crate) width: Option<usize>,
}

#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shown {
    Table,
    Json,
}

#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum As {
    Table,
    Json,
    Csv,
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

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The --out directory of a finished `sayso run`
    #[arg(default_value = "sayso-out")]
    pub(crate) run: PathBuf,
    /// What to write: one or several of these, with commas between them
    #[arg(long, required = true, value_enum, value_delimiter = ',', value_name = "FORM")]
    pub(crate) to: Vec<ExportForm>,
    /// Where to write it [default: RUN/export]
    #[arg(short, long)]
    pub(crate) out: Option<PathBuf>,
    /// CSV with the exact text: by default cells that a spreadsheet would run as a formula get an apostrophe, and null
    /// bytes become a sign for them
    #[arg(long)]
    pub(crate) raw: bool,
}

#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportForm {
    /// Tables, a file each
    Csv,
    /// The same tables, a file each
    Parquet,
    /// The same tables in one file, with full-text search
    Sqlite,
    /// W3C Web Annotations as JSON-LD
    W3c,
    /// brat standoff
    Brat,
    /// Tasks with predictions
    LabelStudio,
    /// UIMA CAS JSON
    Inception,
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

#[derive(Debug, Subcommand)]
pub(crate) enum Evaluate {
    /// Quotations and reported statements: content, source, cue, and the links between them
    Attribution(Scored),
    /// Persons, organisations and places, and who they are: by the lists alone and with recognition
    #[command(alias = "names")]
    Entities(Scored),
    /// Who said it: the speakers that sources were resolved to
    Speakers(ScoredSpeakers),
}

#[derive(Debug, Args)]
pub(crate) struct ScoredSpeakers {
    /// Annotated speakers, JSON Lines without texts (data/gold/speakers.jsonl); with --chains attributions with texts
    pub(crate) gold: PathBuf,
    /// Files with the articles that were annotated
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub(crate) texts: Vec<String>,
    /// Mentions with coreference chains, JSON Lines: a speaker is right whose name stands in the source's chain
    #[arg(long, value_name = "FILE")]
    pub(crate) chains: Option<PathBuf>,
    /// Only every other article, from the first (even) or the second (odd) on
    #[arg(long)]
    pub(crate) half: Option<Half>,
    /// Who finds the statements: as for `sayso run`
    #[arg(long, default_value = "accurate", value_name = "accurate|fast|rules|FILE")]
    pub(crate) model: String,
    /// Show up to this many mistakes for each form of source
    #[arg(long, default_value_t = 0)]
    pub(crate) errors: usize,
}

#[derive(Copy, Clone, Debug, ValueEnum)]
pub(crate) enum Half {
    Even,
    Odd,
}

#[derive(Debug, Args)]
pub(crate) struct Scored {
    /// Gold annotations: JSON Lines; for attributions also what `sayso correct --from` reads: brat, Label Studio, W3C, CAS
    pub(crate) gold: PathBuf,
    /// Output to score, in the same formats; without it Sayso runs on the gold's texts
    pub(crate) predicted: Option<PathBuf>,
    /// Who finds the statements where Sayso runs: as for `sayso run`
    #[arg(long, default_value = "accurate", value_name = "accurate|fast|rules|FILE")]
    pub(crate) model: String,
    /// The main figures also for each publisher
    #[arg(long)]
    pub(crate) by_publisher: bool,
    /// Write the reliability plot of the confidences here, as SVG
    #[arg(long, value_name = "FILE")]
    pub(crate) plot: Option<PathBuf>,
    /// Show up to this many mistakes of each kind
    #[arg(long, default_value_t = 0)]
    pub(crate) errors: usize,
}
