use crate::{Diagnostic, DocumentId, Span};
use serde::{Deserialize, Serialize};

/// One piece of news: its text, unchanged, and what is known about it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// Content-derived identity; see [`Article::identify`].
    pub id: DocumentId,
    /// The input's own id, else its path as given (relative to the input directory), with `#record` where a file
    /// holds several articles without ids.
    pub source_id: String,
    /// Where the bytes came from.
    pub origin: Origin,
    /// The text exactly as all spans count it. For plain text and JSON Lines it is the input's text unchanged.
    pub text: String,
    /// Stretches of `text` with a role, in text order, never overlapping. Text in no part is body.
    pub parts: Vec<Part>,
    /// Facts about the article.
    pub metadata: Metadata,
    /// What ingestion has to complain about.
    pub diagnostics: Vec<Diagnostic>,
}

/// Where an article's bytes came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Path as given (relative to the input directory), `-` for standard input, `!`-joined inside archives.
    pub path: String,
    /// Record number in the file, from 0, where a file holds several articles.
    pub record: Option<u64>,
    /// The format it was read as: `text`, `html`, `jsonl`, …
    pub format: String,
}

/// A stretch of the text with a role.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Bytes of [`Article::text`].
    pub span: Span,
    /// Its role.
    pub kind: PartKind,
}

/// The roles that a stretch of text can have.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PartKind {
    /// A section name above the headline ("International").
    Section,
    /// The headline inside the text.
    Headline,
    /// A subheading.
    Subhead,
    /// "By Jane Roe, Staff Writer".
    Byline,
    /// "WASHINGTON (AP) —".
    Dateline,
    /// A picture's caption.
    Caption,
    /// A block quotation.
    BlockQuote,
    /// A pull quote that repeats the body.
    PullQuote,
    /// An item of a list.
    ListItem,
    /// A cell or row of a table.
    Table,
}

/// Facts about an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// Headline.
    pub title: Option<String>,
    /// The outlet that published it.
    pub publisher: Option<String>,
    /// Names in the byline.
    pub authors: Vec<String>,
    /// Publication time.
    pub published: Option<Dated>,
    /// Time of the last change.
    pub modified: Option<Dated>,
    /// Canonical address.
    pub url: Option<String>,
    /// Section or rubric.
    pub section: Option<String>,
    /// BCP 47 language tag.
    pub language: Option<String>,
    /// News agencies whose copy this is.
    pub credits: Vec<Credit>,
    /// Where each value came from: field name and source, e.g. `("title", "json-ld")`.
    pub provenance: Vec<Provenance>,
}

/// A point in time as precise as the input said.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Dated {
    /// ISO 8601: `2023-10-26` or `2023-10-26T14:02:00-04:00`, or the raw text where it could not be read.
    pub value: String,
    /// Whether `value` is a date we understood.
    pub understood: bool,
}

/// A news agency's credit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// The agency's name, canonical where known ("Associated Press").
    pub agency: String,
    /// Where it stands in the text, if it does.
    pub span: Option<Span>,
    /// Whether the whole article is its copy (dateline, byline) or it only contributed.
    pub whole: bool,
}

/// Where a metadata value came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// Name of the field of [`Metadata`].
    pub field: String,
    /// The source: `json-ld`, `opengraph`, `meta`, `feed`, `text`, `field`, …
    pub source: String,
}

impl Article {
    /// The content-derived id for these fields.
    pub fn identify(&self) -> DocumentId {
        let meta = &self.metadata;
        DocumentId::of_fields([
            self.source_id.as_str(),
            meta.title.as_deref().unwrap_or(""),
            meta.publisher.as_deref().unwrap_or(""),
            meta.published.as_ref().map_or("", |date| date.value.as_str()),
            meta.url.as_deref().unwrap_or(""),
            self.text.as_str(),
        ])
    }

    /// The part that covers a byte, if any.
    pub fn part_at(&self, byte: u32) -> Option<Part> {
        let next = self.parts.partition_point(|part| part.span.end <= byte);
        self.parts.get(next).copied().filter(|part| part.span.covers(byte))
    }
}

crate::enum_names!(PartKind {
    Section = "section",
    Headline = "headline",
    Subhead = "subhead",
    Byline = "byline",
    Dateline = "dateline",
    Caption = "caption",
    BlockQuote = "block-quote",
    PullQuote = "pull-quote",
    ListItem = "list-item",
    Table = "table",
});
