//! What every annotation form says of an article: parts of attributions, and names.

use sayso_output::{Attribution, Document, Mention, Span};

/// A part of an attribution.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Content,
    Source,
    Cue,
}

impl Part {
    pub(crate) const ALL: [Self; 3] = [Self::Content, Self::Source, Self::Cue];

    /// As annotators call it.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Content => "Content",
            Self::Source => "Source",
            Self::Cue => "Cue",
        }
    }

    /// Its pieces, in text order.
    pub(crate) fn spans(self, quote: &Attribution) -> &[Span] {
        match self {
            Self::Content => &quote.content_spans,
            Self::Source => &quote.source_spans,
            Self::Cue => &quote.cue_spans,
        }
    }
}

/// Kinds of saying, as attributes that an annotator chooses from.
pub(crate) const CUE_CLASSES: &[&str] = &[
    "neutral",
    "claim",
    "concession",
    "denial",
    "demand",
    "promise",
    "warning",
    "belief",
    "refusal",
    "question",
    "written",
    "judgement",
    "announcement",
    "intention",
];
/// Forms of attributions.
pub(crate) const FORMS: &[&str] = &["direct", "mixed", "indirect"];
/// Kinds of names, as labels.
pub(crate) const NAMES: &[&str] = &[
    "Person",
    "Organization",
    "Company",
    "Agency",
    "Party",
    "Outlet",
    "Country",
    "Place",
    "Other",
    "Demonym",
];

/// The label of a mention.
pub(crate) fn label(mention: &Mention) -> &'static str {
    NAMES.iter().find(|label| label.eq_ignore_ascii_case(&mention.kind)).unwrap_or(&"Other")
}

/// Names of the speakers.
pub(crate) fn speakers(quote: &Attribution) -> String {
    quote.speakers.iter().map(|speaker| speaker.name.as_str()).collect::<Vec<_>>().join("; ")
}

/// A title for people.
pub(crate) fn title(document: &Document) -> &str {
    document.title.as_deref().unwrap_or(&document.doc_id)
}

/// The code points at which a text has more UTF-16 units than code points so far: one for each that takes two.
pub(crate) struct Utf16(Vec<u32>);

impl Utf16 {
    pub(crate) fn new(text: &str) -> Self {
        let pairs = (0..).zip(text.chars()).filter(|(_, char)| char.len_utf16() == 2);
        Self(pairs.map(|(at, _)| at).collect())
    }

    /// The UTF-16 offset of a code point.
    pub(crate) fn at(&self, point: u32) -> u32 {
        point + self.0.partition_point(|pair| *pair < point) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf16_counts_pairs_twice() {
        for text in ["", "plain", "😀a😀😀b", "é\u{202e}😀"] {
            let utf16 = Utf16::new(text);
            let mut units = 0;
            for (at, char) in (0..).zip(text.chars()) {
                assert_eq!(utf16.at(at), units, "{text}");
                units += char.len_utf16() as u32;
            }
            assert_eq!(utf16.at(text.chars().count() as u32), units, "{text}");
        }
    }
}
