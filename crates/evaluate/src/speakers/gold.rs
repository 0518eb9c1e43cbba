//! Speakers as a reader wrote them down: one article a line, ids, offsets and names, no text.

use crate::lines::{self, ReadError};
use sayso_core::SpeakerKind;
use serde::Deserialize;
use std::io::BufRead;

/// The annotated statements of one article.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Article {
    /// The article's id in its corpus.
    pub source_id: String,
    /// Code points of its text, to tell that it is the same text.
    pub length: usize,
    /// The statements in text order.
    pub attributions: Vec<Gold>,
}

/// One statement and its right speakers. Spans are code points, end exclusive.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Gold {
    /// What was said.
    pub content: Vec<[u32; 2]>,
    /// Who, as written.
    #[serde(default)]
    pub source: Vec<[u32; 2]>,
    /// The words of saying.
    #[serde(default)]
    pub cue: Vec<[u32; 2]>,
    /// How the source is written.
    pub form: SourceForm,
    /// The right speakers; empty where the article does not tell.
    pub speakers: Vec<Who>,
}

/// How a source is written.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceForm {
    /// With the name in full, possibly with a title or an apposition.
    Name,
    /// With a part of the name, an acronym, a surname.
    Short,
    /// "she", "they", "who".
    Pronoun,
    /// A noun phrase without the speaker's name: "the senator", "officials", "the study".
    Nominal,
    /// Several names joined.
    Several,
    /// Not at all.
    None,
}

impl SourceForm {
    /// All of them.
    pub const ALL: &'static [Self] =
        &[Self::Name, Self::Short, Self::Pronoun, Self::Nominal, Self::Several, Self::None];

    /// In one word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Short => "short",
            Self::Pronoun => "pronoun",
            Self::Nominal => "nominal",
            Self::Several => "several",
            Self::None => "none",
        }
    }
}

/// A right speaker.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Who {
    /// What the speaker is.
    pub kind: WhoKind,
    /// The fullest name, or the words for unnamed ones, first; then other names that are as right.
    pub names: Vec<String>,
}

/// What a speaker is.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WhoKind {
    /// Somebody with a name.
    Person,
    /// A body with a name.
    Organization,
    /// A country or town, or its government.
    Place,
    /// Several people as one, without names.
    Group,
    /// Somebody known by role or relation alone.
    Role,
    /// Somebody whom the text keeps unnamed.
    Anonymous,
    /// A report, a study, a video.
    Document,
}

impl WhoKind {
    /// In one word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Place => "place",
            Self::Group => "group",
            Self::Role => "role",
            Self::Anonymous => "anonymous",
            Self::Document => "document",
        }
    }

    /// Whether it has a name, and so an entity.
    pub(crate) fn has_name(self) -> bool {
        matches!(self, Self::Person | Self::Organization | Self::Place)
    }

    /// Whether our kind says the same.
    pub(crate) fn is(self, kind: SpeakerKind) -> bool {
        match self {
            Self::Person => kind == SpeakerKind::Person,
            Self::Organization | Self::Place => kind == SpeakerKind::Organization,
            Self::Group => kind == SpeakerKind::Collective,
            Self::Role => kind == SpeakerKind::Role,
            Self::Anonymous => kind == SpeakerKind::Anonymous,
            Self::Document => kind == SpeakerKind::Document,
        }
    }
}

/// Reads JSON Lines; blank lines are skipped.
///
/// # Errors
/// At the first line that cannot be read or is no annotated article.
pub fn read(input: impl BufRead) -> Result<Vec<Article>, ReadError> {
    lines::read(input).collect()
}
