use crate::Cause;
use sayso_output::{Attribution, Document, Speaker};
use serde::Serialize;

/// A statement that one run has and the other has not, or has otherwise.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// What happened to it.
    pub change: Kind,
    /// Why, as far as it is known.
    pub cause: Cause,
    /// Which parts are others; empty where it was gained or lost.
    pub fields: Vec<Field>,
    /// The input's own id of the article.
    pub doc_id: String,
    /// The article's headline.
    pub title: Option<String>,
    /// Its outlet.
    pub publisher: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// The statement in the first run.
    pub before: Option<Side>,
    /// The statement in the second run.
    pub after: Option<Side>,
}

/// What happened to a statement.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The second run alone has it.
    Gained,
    /// The first run alone has it.
    Lost,
    /// Both have it, and it differs.
    Changed,
}

/// A part of a statement that can differ.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Field {
    /// Who said it.
    Speaker,
    /// What was said.
    Content,
    /// The source as written.
    Source,
    /// The words that tell of the saying.
    Cue,
    /// Direct, mixed or indirect.
    Form,
    /// How sure it is, by more than was asked for.
    Confidence,
}

impl Kind {
    /// Every kind, in the order of tables.
    pub const ALL: [Self; 3] = [Self::Gained, Self::Lost, Self::Changed];

    /// The name in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gained => "gained",
            Self::Lost => "lost",
            Self::Changed => "changed",
        }
    }
}

impl Field {
    /// The name in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Speaker => "speaker",
            Self::Content => "content",
            Self::Source => "source",
            Self::Cue => "cue",
            Self::Form => "form",
            Self::Confidence => "confidence",
        }
    }
}

/// A statement in one of the runs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Side {
    /// Its number among the article's statements, from 1.
    pub number: usize,
    /// The words of its content.
    pub content: String,
    /// The words of its source.
    pub source: String,
    /// The words of its cue.
    pub cue: String,
    /// `direct`, `mixed` or `indirect`.
    pub form: String,
    /// Who said it.
    pub speakers: Vec<Speaker>,
    /// 0 to 1.
    pub confidence: f64,
    /// The rule or model that found it.
    pub rule: String,
    /// What somebody corrected.
    pub corrected: Option<String>,
}

impl Side {
    fn new(document: &Document, number: usize) -> Option<Self> {
        let quote: &Attribution = document.attributions.get(number)?;
        Some(Self {
            number: number + 1,
            content: quote.content.clone(),
            source: quote.source.clone(),
            cue: quote.cue.clone(),
            form: quote.form.clone(),
            speakers: quote.speakers.clone(),
            confidence: quote.confidence,
            rule: quote.rule.clone(),
            corrected: quote.corrected.clone(),
        })
    }
}

impl Change {
    /// The change of a statement, by its numbers (from 0) in the two runs.
    pub(crate) fn new(
        one: Option<&Document>,
        other: Option<&Document>,
        numbers: (Option<usize>, Option<usize>),
        cause: Cause,
        fields: Vec<Field>,
    ) -> Option<Self> {
        let side = |document: Option<&Document>, number: Option<usize>| Side::new(document?, number?);
        let (before, after) = (side(one, numbers.0), side(other, numbers.1));
        let change = match (&before, &after) {
            (None, None) => return None,
            (None, _) => Kind::Gained,
            (_, None) => Kind::Lost,
            _ => Kind::Changed,
        };
        let facts = other.or(one)?;
        Some(Self {
            change,
            cause,
            fields,
            doc_id: facts.doc_id.clone(),
            title: facts.title.clone(),
            publisher: facts.publisher.clone(),
            published: facts.published.clone(),
            before,
            after,
        })
    }
}
