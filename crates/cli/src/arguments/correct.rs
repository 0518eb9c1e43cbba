//! `sayso correct`.

use super::{form, speaker_kind};
use clap::Args;
use sayso_core::{CueClass, Form, SpeakerKind};
use std::path::PathBuf;

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
