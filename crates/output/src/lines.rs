//! The types of all lines, written and read. Each is generic over its strings: [`String`] where lines are read,
//! [`Cow`](std::borrow::Cow) or `&str` where they are made of what lies elsewhere.

use serde::ser::SerializeStruct as _;
use serde::{Deserialize, Serialize, Serializer};
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// Start and end, in code points of the document's text, end exclusive.
pub type Span = [u32; 2];

/// A line of `attributions.jsonl`: one article and everything found in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Document<S = String> {
    /// Name and version of the schema.
    #[serde(default)]
    pub schema: S,
    /// The input's own id, else its path.
    pub doc_id: S,
    /// Sayso's id, derived from the content.
    pub document: S,
    /// Headline.
    pub title: Option<S>,
    /// The outlet.
    pub publisher: Option<S>,
    /// ISO 8601, as precise as the input said.
    pub published: Option<S>,
    /// Canonical address.
    pub url: Option<S>,
    /// When it was last changed, likewise.
    #[serde(default)]
    pub modified: Option<S>,
    /// Names in the byline.
    #[serde(default)]
    pub authors: Vec<S>,
    /// The section of the outlet.
    #[serde(default)]
    pub section: Option<S>,
    /// BCP 47 language tag.
    #[serde(default)]
    pub language: Option<S>,
    /// News agencies whose copy it is.
    #[serde(default)]
    pub credits: Vec<Credit<S>>,
    /// The cluster of copies that it belongs to.
    #[serde(default)]
    pub cluster: Option<ClusterMembership<S>>,
    /// The text, as all offsets count it.
    pub text: S,
    /// The attributions, in text order.
    #[serde(alias = "quotes")]
    pub attributions: Vec<Attribution<S>>,
    /// All names.
    #[serde(default)]
    pub mentions: Vec<Mention<S>>,
    /// Words in quotation marks that are no quotation.
    #[serde(default)]
    pub set_aside: Vec<SetAside<S>>,
}

/// A news agency's credit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit<S = String> {
    /// The agency's name.
    pub agency: S,
    /// Whether the whole article is its copy, or it only contributed.
    pub whole: bool,
}

/// One attribution.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Attribution<S = String> {
    /// The same in every run that finds the same words in the same text; empty in what older versions wrote.
    #[serde(default)]
    pub id: S,
    /// The statement group that it belongs to, where it repeats.
    #[serde(default)]
    pub group: Option<S>,
    /// What was said, possibly in pieces.
    pub content_spans: Vec<Span>,
    /// The source as written.
    #[serde(default)]
    pub source_spans: Vec<Span>,
    /// The words that tell of the saying.
    #[serde(default)]
    pub cue_spans: Vec<Span>,
    /// `direct`, `mixed` or `indirect`.
    #[serde(alias = "type")]
    pub form: S,
    /// What kind of saying.
    #[serde(default)]
    pub cue_class: S,
    /// Whether the content was said: `asserted`, `denied`, `not-said`, `asked` or `hedged`; empty in files from before
    /// there was such a field.
    #[serde(default)]
    pub polarity: S,
    /// The words of the content.
    pub content: S,
    /// The words of the source.
    #[serde(default)]
    pub source: S,
    /// The words of the cue.
    #[serde(default)]
    pub cue: S,
    /// Who said it.
    pub speakers: Vec<Speaker<S>>,
    /// What it came through.
    pub via: Option<Via<S>>,
    /// Ids of the entities inside the content.
    #[serde(default)]
    pub about: Vec<S>,
    /// 0 to 1.
    pub confidence: f64,
    /// The rule or model that found it.
    pub rule: S,
    /// What somebody corrected, by whom and why.
    #[serde(default)]
    pub corrected: Option<S>,
}

/// Who said it. Speakers are compared by id, name and kind: the other facts are what a whole run knows of somebody.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Speaker<S = String> {
    /// An entity's id, or an id made of the words.
    pub id: S,
    /// Display name.
    pub name: S,
    /// `person`, `role`, `collective`, `organization`, `document`, `anonymous` or `unresolved`.
    pub kind: S,
    /// `female`, `male` or `neutral`.
    #[serde(default)]
    pub gender: Option<S>,
    /// What tells the gender: `list`, `title`, `given-name` or `pronoun`.
    #[serde(default)]
    pub gender_basis: Option<S>,
    /// ISO 3166 code.
    #[serde(default)]
    pub country: Option<S>,
    /// The most frequent role.
    #[serde(default)]
    pub role: Option<S>,
    /// What kind of source: `elected`, `official`, `expert`, `resident` …
    #[serde(default)]
    pub group: Option<S>,
}

impl<S> Speaker<S> {
    /// The facts that may be missing, by name.
    pub fn facts(&self) -> [(&'static str, Option<&S>); 5] {
        [
            ("gender", self.gender.as_ref()),
            ("gender_basis", self.gender_basis.as_ref()),
            ("country", self.country.as_ref()),
            ("role", self.role.as_ref()),
            ("group", self.group.as_ref()),
        ]
    }

    fn identity(&self) -> (&S, &S, &S) {
        (&self.id, &self.name, &self.kind)
    }
}

/// Lines of JSON leave out what is not known; packed records, whose fields have no names, cannot.
impl<S: Serialize> Serialize for Speaker<S> {
    fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        let all = !serializer.is_human_readable();
        let facts = || self.facts().into_iter().filter(|(_, fact)| all || fact.is_some());
        let mut fields = serializer.serialize_struct("Speaker", 3 + facts().count())?;
        fields.serialize_field("id", &self.id)?;
        fields.serialize_field("name", &self.name)?;
        fields.serialize_field("kind", &self.kind)?;
        for (name, fact) in facts() {
            fields.serialize_field(name, &fact)?;
        }
        fields.end()
    }
}

impl<S: PartialEq> PartialEq for Speaker<S> {
    fn eq(&self, other: &Self) -> bool {
        self.identity() == other.identity()
    }
}

impl<S: Eq> Eq for Speaker<S> {}

impl<S: Hash> Hash for Speaker<S> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.identity().hash(state);
    }
}

impl<S: Ord> PartialOrd for Speaker<S> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<S: Ord> Ord for Speaker<S> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.identity().cmp(&other.identity())
    }
}

/// What a statement came through.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Via<S = String> {
    /// Entity id where it is one.
    pub id: Option<S>,
    /// Display name.
    pub name: S,
    /// Where it stands in the text.
    pub start: u32,
    /// End, exclusive.
    pub end: u32,
}

/// A name in the text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Mention<S = String> {
    /// Where it starts.
    pub start: u32,
    /// Where it ends, exclusive.
    pub end: u32,
    /// The words.
    pub text: S,
    /// The entity's kind, or `demonym`.
    pub kind: S,
    /// The entity's id.
    pub id: S,
    /// The entity's name.
    pub name: S,
}

/// Words in quotation marks that are no quotation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SetAside<S = String> {
    /// Where they start.
    pub start: u32,
    /// Where they end, exclusive.
    pub end: u32,
    /// The words.
    pub text: S,
    /// Why they are set aside.
    pub reason: S,
}

/// The cluster of an article.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ClusterMembership<S = String> {
    /// The original's `document`.
    pub id: S,
    /// The original's `doc_id`.
    #[serde(alias = "original")]
    pub original_doc_id: S,
    /// How much of the article stands in the original, 0 to 1.
    pub shared: f64,
}

/// A line of `entities.jsonl`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Entity<S = String> {
    /// Name and version of the schema.
    #[serde(default)]
    pub schema: S,
    /// Its id.
    pub id: S,
    /// Its name.
    pub name: S,
    /// What it is.
    pub kind: S,
    /// Titles and roles as written, most frequent first.
    #[serde(default)]
    pub roles: Vec<S>,
    /// Of a person: `female`, `male` or `neutral`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<S>,
    /// What tells the gender: `list`, `title`, `given-name` or `pronoun`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender_basis: Option<S>,
    /// ISO 3166 code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<S>,
    /// What kind of source: `elected`, `official`, `expert`, `resident` …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<S>,
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
pub struct Cluster<S = String> {
    /// Name and version of the schema.
    #[serde(default)]
    pub schema: S,
    /// The original's `document`.
    pub id: S,
    /// The original's `doc_id`.
    #[serde(alias = "original")]
    pub original_doc_id: S,
    /// All of them, the original first.
    pub articles: Vec<ClusterMember<S>>,
}

/// An article of a cluster.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ClusterMember<S = String> {
    /// The input's own id.
    pub doc_id: S,
    /// Sayso's id.
    pub document: S,
    /// Headline.
    pub title: S,
    /// The outlet.
    pub publisher: S,
    /// When.
    pub published: Option<S>,
    /// How much of it stands in the original, 0 to 1.
    pub shared: f64,
}

/// A line of `statements.jsonl`: the same words by the same speaker in several places.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StatementGroup<S = String> {
    /// Name and version of the schema.
    #[serde(default)]
    pub schema: S,
    /// The `id` of the attribution where it first appeared.
    pub id: S,
    /// The words as first printed: white space as one blank, cut after 700 characters.
    pub words: S,
    /// Names of those who said it, by the first appearance.
    pub speakers: Vec<S>,
    /// Places in the texts.
    pub appearances: u32,
    /// Articles, those that are copies of one another counted as one.
    pub articles: u32,
    /// Different outlets.
    pub outlets: u32,
    /// All appearances, the first one first, the others by date.
    pub carriers: Vec<Carrier<S>>,
}

/// One appearance of a statement.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Carrier<S = String> {
    /// The attribution's `id`.
    pub id: S,
    /// The article's own id.
    pub doc_id: S,
    /// Sayso's id of the article.
    pub document: S,
    /// Headline.
    pub title: S,
    /// The outlet.
    pub publisher: S,
    /// When.
    pub published: Option<S>,
    /// The words as printed here.
    pub words: S,
    /// Against the first printing, where words differ.
    pub difference: Option<Vec<Wording<S>>>,
}

/// A run of words of an appearance against the first one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wording<S = String> {
    /// As first printed, but for case and marks.
    Same(S),
    /// First printed and not here.
    LeftOut(S),
    /// Here and not first printed.
    PutIn(S),
}
