//! Why something differs, as far as the runs say what made them.

use crate::Field;
use sayso_output::{Attribution, Document, Provenance};
use serde::Serialize;

/// Why a statement differs.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// The article is in the second run alone.
    NewArticle,
    /// The article is in the first run alone.
    ArticleGone,
    /// The article's text is another.
    NewText,
    /// Somebody corrected it, or did no longer.
    Correction,
    /// It is less sure than one of the runs asked for.
    MinConfidence,
    /// Names in the article are read otherwise, and the lists of names are others.
    NewNames,
    /// Another model found it.
    NewModel,
    /// Another build of the program found it.
    NewProgram,
    /// Nothing that the runs say of themselves tells.
    Unknown,
}

impl Cause {
    /// Every cause, in the order of tables.
    pub const ALL: [Self; 9] = [
        Self::NewArticle,
        Self::ArticleGone,
        Self::NewText,
        Self::Correction,
        Self::MinConfidence,
        Self::NewNames,
        Self::NewModel,
        Self::NewProgram,
        Self::Unknown,
    ];

    /// The name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::NewArticle => "new article",
            Self::ArticleGone => "article gone",
            Self::NewText => "new text",
            Self::Correction => "correction",
            Self::MinConfidence => "min confidence",
            Self::NewNames => "new names",
            Self::NewModel => "new model",
            Self::NewProgram => "new program",
            Self::Unknown => "unknown",
        }
    }
}

/// What two runs say made them.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "one for each maker: whether the runs differ in it")]
pub struct Makers {
    names: bool,
    model: bool,
    program: bool,
    corrections: bool,
    least: (f64, f64),
}

impl Makers {
    /// Of two runs; a run that says nothing of itself is taken for one like the other.
    pub fn new(one: Option<&Provenance>, other: Option<&Provenance>) -> Self {
        let (Some(one), Some(other)) = (one, other) else { return Self::default() };
        Self {
            names: one.names.fingerprint != other.names.fingerprint,
            model: one.model != other.model,
            program: one.program != other.program,
            corrections: one.corrections != other.corrections,
            least: (one.options.min_confidence, other.options.min_confidence),
        }
    }

    /// Why a statement of an article that both runs have differs.
    pub(crate) fn of_statement(
        &self,
        documents: (&Document, &Document),
        quotes: (Option<&Attribution>, Option<&Attribution>),
        fields: &[Field],
    ) -> Cause {
        if corrected(quotes.0) != corrected(quotes.1) {
            return Cause::Correction;
        }
        if documents.0.text != documents.1.text {
            return Cause::NewText;
        }
        let unsure = |quote: Option<&Attribution>, least: f64| {
            quote.is_some_and(|attribution| attribution.confidence < least)
        };
        let left_out = quotes.1.is_none() && unsure(quotes.0, self.least.1)
            || quotes.0.is_none() && unsure(quotes.1, self.least.0);
        if left_out {
            return Cause::MinConfidence;
        }
        // A model that changed too answers for the words; names for who it was.
        let spans = fields.iter().any(|field| !matches!(field, Field::Speaker | Field::Confidence));
        let by_names = !self.model && !self.program || (fields.contains(&Field::Speaker) && !spans);
        if self.names && by_names && !same_names(documents.0, documents.1) {
            return Cause::NewNames;
        }
        match (self.model, self.program) {
            (true, _) => Cause::NewModel,
            (_, true) => Cause::NewProgram,
            // A statement that was removed bears no mark.
            _ if self.corrections => Cause::Correction,
            _ => Cause::Unknown,
        }
    }
}

fn corrected(quote: Option<&Attribution>) -> Option<&str> {
    quote.and_then(|attribution| attribution.corrected.as_deref())
}

fn same_names(one: &Document, other: &Document) -> bool {
    let names = |document: &Document| {
        document
            .mentions
            .iter()
            .map(|mention| (mention.start, mention.end, mention.id.clone()))
            .collect::<Vec<_>>()
    };
    names(one) == names(other)
}
