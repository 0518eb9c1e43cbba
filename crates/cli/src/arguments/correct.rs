//! `sayso correct`.

use super::shared::{form, polarity, speaker_kind};
use clap::Args;
use sayso_core::{CueClass, Form, Polarity, SpeakerKind};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Correct {
    /// The run's --out directory (default: sayso-out), then the id of one of its articles
    #[arg(value_name = "[RUN] DOCUMENT")]
    pub(crate) arguments: Vec<String>,
    /// The attribution to correct, by its number in the article
    #[arg(long, value_name = "N", alias = "quote")]
    pub(crate) number: Option<usize>,
    /// Who said it (may be repeated): looked up in the article, then in the run; otherwise a new speaker
    #[arg(long, value_name = "NAME")]
    pub(crate) speaker: Vec<String>,
    /// The speaker's id, if the name is ambiguous
    #[arg(long, requires = "speaker")]
    pub(crate) id: Option<String>,
    /// What a new speaker is: person, role, collective, organization, document, anonymous
    #[arg(long, requires = "speaker", value_parser = speaker_kind)]
    pub(crate) kind: Option<SpeakerKind>,
    /// What was said, in the article's own words (repeat it for several pieces)
    #[arg(long, value_name = "WORDS")]
    pub(crate) content: Vec<String>,
    /// The source as written; empty if there is none. If no --speaker is given, it is inferred from the source's name
    #[arg(long, value_name = "WORDS")]
    pub(crate) source: Vec<String>,
    /// The cue, such as "said"; empty if there is none
    #[arg(long, value_name = "WORDS")]
    pub(crate) cue: Vec<String>,
    /// All in quotation marks (direct), partly (mixed), or not at all (indirect)
    #[arg(long, value_parser = form, value_name = "direct|mixed|indirect")]
    pub(crate) form: Option<Form>,
    /// The cue class: neutral, claim, denial, … as `cue_class` in attributions.jsonl
    #[arg(long, value_parser = crate::correct::class)]
    pub(crate) class: Option<CueClass>,
    /// Whether it was said at all: asserted, denied, not-said, asked, hedged
    #[arg(long, value_parser = polarity)]
    pub(crate) polarity: Option<Polarity>,
    /// Remove the attribution: nobody says this
    #[arg(long, conflicts_with_all = ["speaker", "content", "source", "cue", "form", "class", "polarity", "add"])]
    pub(crate) remove: bool,
    /// Add an attribution that was missed: needs --content, and takes --source, --cue and --speaker
    #[arg(long, conflicts_with = "number", requires = "content")]
    pub(crate) add: bool,
    /// Take corrections from exported and edited annotations, a file or a directory: brat, Label Studio (JSON), W3C Web
    /// Annotations, or INCEpTION (UIMA CAS JSON); whatever differs from the run becomes a correction
    #[arg(long = "from", value_name = "PATH", conflicts_with_all = ["number", "add", "remove", "speaker", "content"])]
    pub(crate) annotated: Option<PathBuf>,
    /// Two ids are one person: everything of A belongs to B from the next run on; each by id, or by a name that is
    /// one speaker's alone. Takes no document
    #[arg(long, value_names = ["A", "B"], num_args = 2, conflicts_with_all = ["number", "add", "remove", "annotated", "content", "split"])]
    pub(crate) merge: Vec<String>,
    /// One id is two people: in this document it is somebody else (named by --speaker, else by the same name)
    #[arg(long, value_name = "NAME", conflicts_with_all = ["number", "add", "remove", "annotated", "content"])]
    pub(crate) split: Option<String>,
    /// With --merge: only in what this outlet publishes
    #[arg(long, value_name = "OUTLET", requires = "merge")]
    pub(crate) publisher: Option<String>,
    /// The reason for the correction
    #[arg(long)]
    pub(crate) note: Option<String>,
    /// Who makes the correction
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
    /// The corrections file [default: corrections.toml in the run's directory]
    #[arg(long)]
    pub(crate) file: Option<PathBuf>,
}
