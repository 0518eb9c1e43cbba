//! What every line holds; see docs/outputs.md for what the fields mean.

use serde::{Deserialize, Serialize};

/// Start and end, in code points of the document's text, end exclusive.
pub type Span = [u32; 2];

/// A line of `attributions.jsonl`: one article and everything found in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Name and version of the schema.
    #[serde(default)]
    pub schema: String,
    /// The input's own id, else its path.
    pub doc_id: String,
    /// Sayso's id, derived from the content.
    pub document: String,
    /// Headline.
    pub title: Option<String>,
    /// The outlet.
    pub publisher: Option<String>,
    /// ISO 8601, as precise as the input said.
    pub published: Option<String>,
    /// Canonical address.
    pub url: Option<String>,
    /// When it was last changed, likewise.
    #[serde(default)]
    pub modified: Option<String>,
    /// Names in the byline.
    #[serde(default)]
    pub authors: Vec<String>,
    /// The section of the outlet.
    #[serde(default)]
    pub section: Option<String>,
    /// BCP 47 language tag.
    #[serde(default)]
    pub language: Option<String>,
    /// News agencies whose copy it is.
    #[serde(default)]
    pub credits: Vec<Credit>,
    /// The cluster of copies that it belongs to.
    #[serde(default)]
    pub cluster: Option<InCluster>,
    /// The text, as all offsets count it.
    pub text: String,
    /// The attributions, in text order.
    pub quotes: Vec<Quote>,
    /// All names.
    #[serde(default)]
    pub mentions: Vec<Mention>,
    /// Words in quotation marks that are no quotation.
    #[serde(default)]
    pub set_aside: Vec<Aside>,
}

/// A news agency's credit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// The agency's name.
    pub agency: String,
    /// Whether the whole article is its copy, or it only contributed.
    pub whole: bool,
}

/// One attribution.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Quote {
    /// The same in every run that finds the same words in the same text; empty in what older versions wrote.
    #[serde(default)]
    pub id: String,
    /// The statement group that it belongs to, where it repeats.
    #[serde(default)]
    pub group: Option<String>,
    /// What was said, possibly in pieces.
    pub content_spans: Vec<Span>,
    /// The source as written.
    #[serde(default)]
    pub source_spans: Vec<Span>,
    /// The words that tell of the saying.
    #[serde(default)]
    pub cue_spans: Vec<Span>,
    /// `direct`, `mixed` or `indirect`.
    #[serde(rename = "type")]
    pub form: String,
    /// What kind of saying.
    #[serde(default)]
    pub cue_class: String,
    /// The words of the content.
    pub content: String,
    /// The words of the source.
    #[serde(default)]
    pub source: String,
    /// The words of the cue.
    #[serde(default)]
    pub cue: String,
    /// Who said it.
    pub speakers: Vec<Speaker>,
    /// What it came through.
    pub via: Option<Via>,
    /// Ids of the entities inside the content.
    #[serde(default)]
    pub about: Vec<String>,
    /// 0 to 1.
    pub confidence: f64,
    /// The rule or model that found it.
    pub rule: String,
    /// What somebody corrected, by whom and why.
    #[serde(default)]
    pub corrected: Option<String>,
}

/// Who said it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Speaker {
    /// An entity's id, or an id made of the words.
    pub id: String,
    /// Display name.
    pub name: String,
    /// `person`, `role`, `collective`, `organization`, `document`, `anonymous` or `unresolved`.
    pub kind: String,
}

/// What a statement came through.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Via {
    /// Entity id where it is one.
    pub id: Option<String>,
    /// Display name.
    pub name: String,
    /// Where it stands in the text.
    pub start: u32,
    /// End, exclusive.
    pub end: u32,
}

/// A name in the text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// Where it starts.
    pub start: u32,
    /// Where it ends, exclusive.
    pub end: u32,
    /// The words.
    pub text: String,
    /// The entity's kind, or `demonym`.
    pub kind: String,
    /// The entity's id.
    pub id: String,
    /// The entity's name.
    pub name: String,
}

/// Words in quotation marks that are no quotation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Aside {
    /// Where they start.
    pub start: u32,
    /// Where they end, exclusive.
    pub end: u32,
    /// The words.
    pub text: String,
    /// Why they are set aside.
    pub reason: String,
}

/// The cluster of an article.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct InCluster {
    /// The original's `document`.
    pub id: String,
    /// The original's `doc_id`.
    pub original: String,
    /// How much of the article stands in the original, 0 to 1.
    pub shared: f64,
}

/// A line of `entities.jsonl`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: String,
    /// Titles and roles as written, most frequent first.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Places in the texts that name it.
    pub mentions: u32,
    /// Articles that name it.
    pub documents: u32,
    /// Statements that it made.
    pub attributions: u32,
    /// Statements about it.
    pub about: u32,
}

/// A line of `clusters.jsonl`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cluster {
    /// The original's `document`.
    pub id: String,
    /// The original's `doc_id`.
    pub original: String,
    /// All of them, the original first.
    pub articles: Vec<Copy>,
}

/// An article of a cluster.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Copy {
    /// The input's own id.
    pub doc_id: String,
    /// Sayso's id.
    pub document: String,
    /// Headline.
    pub title: String,
    /// The outlet.
    pub publisher: String,
    /// When.
    pub published: Option<String>,
    /// How much of it stands in the original, 0 to 1.
    pub shared: f64,
}

/// A line of `statements.jsonl`: the same words by the same speaker in several places.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StatementGroup {
    /// The `id` of the attribution where it first appeared.
    pub id: String,
    /// The words as first printed: white space as one blank, cut after 700 characters.
    pub words: String,
    /// Names of those who said it, by the first appearance.
    pub speakers: Vec<String>,
    /// Places in the texts.
    pub appearances: u32,
    /// Articles, those that are copies of one another counted as one.
    pub articles: u32,
    /// Different outlets.
    pub outlets: u32,
    /// All appearances, the first one first, the others by date.
    pub carriers: Vec<Appearance>,
}

/// One appearance of a statement.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Appearance {
    /// The attribution's `id`.
    pub id: String,
    /// The article's own id.
    pub doc_id: String,
    /// Sayso's id of the article.
    pub document: String,
    /// Headline.
    pub title: String,
    /// The outlet.
    pub publisher: String,
    /// When.
    pub published: Option<String>,
    /// The words as printed here.
    pub words: String,
    /// Against the first printing, where words differ.
    pub difference: Option<Vec<Wording>>,
}

/// A run of words of an appearance against the first one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wording {
    /// As first printed, but for case and marks.
    Same(String),
    /// First printed and not here.
    LeftOut(String),
    /// Here and not first printed.
    PutIn(String),
}
