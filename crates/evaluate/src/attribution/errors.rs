//! What went wrong, by class, with the words it went wrong on.

use super::pairs::pair;
use super::speaker::same_speaker;
use super::text::Text;
use super::{Attribution, Document, Side, sides};
use sayso_core::Form;
use std::collections::{BTreeMap, BTreeSet};

/// Classes of error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MistakeKind {
    /// A gold statement that nothing found overlaps.
    Missed,
    /// A found statement that overlaps no gold one.
    Spurious,
    /// The content found holds the gold's and more.
    TooLong,
    /// The content found is part of the gold's.
    TooShort,
    /// One statement found where the gold has several.
    Joined,
    /// Several found where the gold has one.
    Split,
    /// Content found at another place of the same words.
    Shifted,
    /// The content is right, the source is not.
    WrongSource,
}

sayso_core::enum_names!(MistakeKind {
    Missed = "missed",
    Spurious = "spurious",
    TooLong = "content too long",
    TooShort = "content too short",
    Joined = "content joined",
    Split = "content split",
    Shifted = "content shifted",
    WrongSource = "wrong source",
});

/// One error.
#[derive(Clone, Debug, PartialEq)]
pub struct Mistake {
    /// Its class.
    pub kind: MistakeKind,
    /// The document.
    pub doc_id: String,
    /// Form of the gold statement, or of the found one where there is no gold.
    pub form: Form,
    /// The gold statement.
    pub gold: Option<Attribution>,
    /// The statement found.
    pub found: Option<Attribution>,
}

/// Every error of `predicted` against `gold`, in text order of documents.
pub fn mistakes(gold: &[Document], predicted: &[Document]) -> Vec<Mistake> {
    let by_id: BTreeMap<&str, &Document> =
        predicted.iter().map(|document| (document.doc_id.as_str(), document)).collect();
    let mut out = Vec::new();
    for document in gold {
        let found = by_id.get(document.doc_id.as_str()).map_or(&[][..], |found| &found.attributions);
        let text = Text::new(&document.text);
        let (gold, found) = sides(&text, document, found, None);
        in_document(&document.doc_id, &text, &gold, &found, &mut out);
    }
    out
}

fn in_document(doc_id: &str, text: &Text, gold: &[Side<'_>], found: &[Side<'_>], out: &mut Vec<Mistake>) {
    let paired = pair(text, gold, found, 0.8);
    let right_gold: BTreeSet<usize> = paired.iter().map(|pair| pair.0).collect();
    let right_found: BTreeSet<usize> = paired.iter().map(|pair| pair.1).collect();
    let mut push = |kind, i: Option<usize>, j: Option<usize>| {
        let gold = i.map(|i| &gold[i]);
        let found = j.map(|j| &found[j]);
        let form = gold.or(found).map_or(Form::Indirect, |side| side.form);
        let owned = |side: Option<&Side<'_>>| side.map(|side| side.quote.clone());
        out.push(Mistake { kind, doc_id: doc_id.to_owned(), form, gold: owned(gold), found: owned(found) });
    };
    for &(i, j) in &paired {
        if !same_speaker(text, &gold[i].quote.source_spans, &found[j].quote.source_spans) {
            push(MistakeKind::WrongSource, Some(i), Some(j));
        }
    }
    let overlaps = |a: &Side<'_>, b: &Side<'_>| text.shared(&a.letters, &b.letters);
    for (i, side) in gold.iter().enumerate().filter(|(i, _)| !right_gold.contains(i)) {
        let near: Vec<usize> =
            (0..found.len()).filter(|j| !right_found.contains(j) && overlaps(side, &found[*j]) > 0).collect();
        let best = near.iter().copied().max_by_key(|&j| overlaps(side, &found[j]));
        let kind = best.map_or(MistakeKind::Missed, |j| {
            let rivals = (0..gold.len())
                .filter(|k| !right_gold.contains(k) && overlaps(&gold[*k], &found[j]) > 0)
                .count();
            compare(text, side, &found[j], near.len(), rivals)
        });
        push(kind, Some(i), best);
    }
    for (j, side) in found.iter().enumerate().filter(|(j, _)| !right_found.contains(j)) {
        if gold.iter().all(|other| overlaps(other, side) == 0) {
            push(MistakeKind::Spurious, None, Some(j));
        }
    }
}

fn compare(text: &Text, gold: &Side<'_>, found: &Side<'_>, pieces: usize, rivals: usize) -> MistakeKind {
    let (shared, in_gold, in_found) =
        (text.shared(&gold.letters, &found.letters), text.count(&gold.letters), text.count(&found.letters));
    if pieces > 1 && shared == in_found {
        MistakeKind::Split
    } else if rivals > 1 && shared == in_gold {
        MistakeKind::Joined
    } else if shared == in_gold {
        MistakeKind::TooLong
    } else if shared == in_found {
        MistakeKind::TooShort
    } else {
        MistakeKind::Shifted
    }
}
