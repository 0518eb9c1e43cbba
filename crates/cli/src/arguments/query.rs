//! `sayso who`, `sayso people` and `sayso attributions`.

use super::shared::{MinConfidenceArgs, OutputArgs, form, polarity, speaker_kind};
use clap::Args;
use sayso_core::{Form, Polarity, SpeakerKind};

#[derive(Debug, Args)]
pub(crate) struct Who {
    /// The run's --out directory (default: sayso-out), then a name, part of a name, or an id; case and accents are
    /// ignored
    #[arg(required = true, value_name = "[RUN] NAME")]
    pub(crate) arguments: Vec<String>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

#[derive(Debug, Args)]
pub(crate) struct People {
    /// The run's --out directory
    #[arg(value_name = "RUN", default_value = super::shared::DEFAULT_OUT)]
    pub(crate) run: std::path::PathBuf,
    /// Only pairs at least this sure (0 to 1)
    #[arg(long, value_name = "SCORE", default_value_t = 0.0)]
    pub(crate) min_score: f32,
    /// Merge the pairs that are listed, from the next run on (written to the corrections file)
    #[arg(long, requires = "min_score")]
    pub(crate) merge: bool,
    /// The corrections file [default: corrections.toml in the run's directory]
    #[arg(long, requires = "merge")]
    pub(crate) file: Option<std::path::PathBuf>,
    /// Maximum number of results
    #[arg(long, value_name = "COUNT")]
    pub(crate) limit: Option<usize>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

#[derive(Debug, Args)]
pub(crate) struct Attributions {
    /// The run's --out directory (default: sayso-out), then words of the content; "quoted words" must be adjacent
    #[arg(value_name = "[RUN] WORDS")]
    pub(crate) arguments: Vec<String>,
    /// Speaker by name, part of a name, or id (may be repeated: any of them)
    #[arg(long, value_name = "NAME")]
    pub(crate) speaker: Vec<String>,
    /// Subject by name, part of a name, or id (may be repeated: any of them)
    #[arg(long, value_name = "NAME")]
    pub(crate) about: Vec<String>,
    /// Outlet by name or part of a name (may be repeated: any of them)
    #[arg(long, value_name = "NAME")]
    pub(crate) outlet: Vec<String>,
    /// Published on or after this day, month or year
    #[arg(long, value_name = "DATE", value_parser = crate::query::typed_date)]
    pub(crate) since: Option<String>,
    /// Published on or before this day, month or year
    #[arg(long, value_name = "DATE", value_parser = crate::query::typed_date)]
    pub(crate) until: Option<String>,
    /// All in quotation marks (direct), partly (mixed), or not at all (indirect)
    #[arg(long, value_delimiter = ',', value_parser = form, value_name = "direct|mixed|indirect")]
    pub(crate) form: Vec<Form>,
    /// Whether the content was said: asserted, denied, not-said, asked or hedged
    #[arg(long, value_delimiter = ',', value_parser = polarity)]
    pub(crate) polarity: Vec<Polarity>,
    /// What the speaker is: person, role, collective, organization, document, anonymous, unresolved
    #[arg(long, value_delimiter = ',', value_parser = speaker_kind)]
    pub(crate) kind: Vec<SpeakerKind>,
    #[command(flatten)]
    pub(crate) min_confidence: MinConfidenceArgs,
    /// Maximum number of results
    #[arg(long, value_name = "COUNT")]
    pub(crate) limit: Option<u64>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}
