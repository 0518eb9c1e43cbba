//! Questions to finished runs.

use super::{form, share, speaker_kind};
use clap::{Args, ValueEnum};
use sayso_core::{Form, SpeakerKind};
use std::path::PathBuf;

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
