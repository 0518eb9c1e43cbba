//! Attributions against gold: the same figures as the reference scorer, to the last digit.
//!
//! Offsets are Unicode code points, end exclusive, as in our JSON Lines. Pairing, speakers and measures are those of
//! `score_quotes.py`; where a comment says "as the reference", the odd choice is the reference's.

mod annotated;
mod document;
mod errors;
mod figures;
mod pairs;
mod reliability;
mod speaker;
mod text;

pub use annotated::read_annotations;
pub use document::{Attribution, Document, read};
pub use errors::{Mistake, MistakeKind, mistakes};
pub use figures::{Figure, Figures};
pub use reliability::{Cut, Reliability};

use figures::{Count, Share};
use pairs::pair;
use sayso_core::Form;
use speaker::same_speaker;
use std::collections::{BTreeMap, BTreeSet};
use text::{Letters, Text};

const THRESHOLDS: [f64; 2] = [0.3, 0.8];
const FORMS: [Form; 3] = [Form::Direct, Form::Mixed, Form::Indirect];

/// Scores `predicted` against `gold`. Documents are matched by id; a gold document without prediction counts as one
/// with no statements, a prediction without gold document is ignored. `forms` keeps only statements of these forms.
pub fn score(gold: &[Document], predicted: &[Document], forms: Option<&[Form]>) -> Figures {
    let by_id: BTreeMap<&str, &Document> =
        predicted.iter().map(|document| (document.doc_id.as_str(), document)).collect();
    let mut tally = Tally::default();
    for document in gold {
        let found = by_id.get(document.doc_id.as_str()).map_or(&[][..], |found| &found.attributions);
        tally.add(document, found, forms);
    }
    tally.figures()
}

/// For each of `predicted`, whether content (at 0.8) and source are right; `None` where the gold leaves it out.
pub fn verdicts(gold: &Document, predicted: &[Attribution]) -> Vec<Option<bool>> {
    let text = Text::new(&gold.text);
    let (gold, found) = sides(&text, gold, predicted, None);
    let index = |side: &Side<'_>| predicted.iter().position(|quote| std::ptr::eq(quote, side.quote));
    let mut out = vec![None; predicted.len()];
    found.iter().filter_map(index).for_each(|at| out[at] = Some(false));
    for (i, j) in pair(&text, &gold, &found, 0.8) {
        if same_speaker(&text, &gold[i].quote.source_spans, &found[j].quote.source_spans)
            && let Some(at) = index(&found[j])
        {
            out[at] = Some(true);
        }
    }
    out
}

/// A statement with what the measures need of it.
pub(crate) struct Side<'a> {
    pub(crate) quote: &'a Attribution,
    pub(crate) letters: Letters,
    pub(crate) form: Form,
}

/// Both sides of a document, after discarding and choosing forms.
pub(crate) fn sides<'a>(
    text: &Text,
    gold: &'a Document,
    predicted: &'a [Attribution],
    forms: Option<&[Form]>,
) -> (Vec<Side<'a>>, Vec<Side<'a>>) {
    let discard = text.letters(&gold.discard_spans);
    let kept = |side: &Side<'_>| forms.is_none_or(|forms| forms.contains(&side.form));
    let side = |quote: &'a Attribution| {
        let letters = text.letters(&quote.content_spans);
        Side { quote, form: text.form(&letters), letters }
    };
    let found = predicted.iter().filter(|quote| !quote.content_spans.is_empty()).map(side);
    let found = found.filter(|found| text.shared(&found.letters, &discard) == 0);
    (gold.attributions.iter().map(side).filter(kept).collect(), found.filter(kept).collect())
}

#[derive(Default)]
struct ByForm {
    quote: Count,
    speaker: Share,
    linked: Count,
    seen: bool,
}

#[derive(Default)]
struct Tally {
    spans: [Count; 3],
    quote: [Count; 2],
    speaker: [Share; 2],
    linked: Count,
    content_letters: Count,
    linked_letters: Count,
    forms: [ByForm; 3],
}

impl Tally {
    fn add(&mut self, document: &Document, predicted: &[Attribution], forms: Option<&[Form]>) {
        let text = Text::new(&document.text);
        let (gold, found) = sides(&text, document, predicted, forms);
        self.add_spans(&text, &gold, &found);
        self.add_letters(&text, &gold, &found);
        for (at, threshold) in THRESHOLDS.into_iter().enumerate() {
            self.add_pairs(&text, &gold, &found, at, threshold);
        }
    }

    fn add_spans(&mut self, text: &Text, gold: &[Side<'_>], found: &[Side<'_>]) {
        for (part, count) in self.spans.iter_mut().enumerate() {
            let set = |sides: &[Side<'_>]| -> BTreeSet<Vec<[i64; 2]>> {
                let parts = sides.iter().map(|side| text.trimmed(side.quote.part(part)));
                parts.filter(|spans| !spans.is_empty()).collect()
            };
            let (gold, found) = (set(gold), set(found));
            count.add(gold.intersection(&found).count(), gold.len(), found.len());
        }
    }

    fn add_letters(&mut self, text: &Text, gold: &[Side<'_>], found: &[Side<'_>]) {
        let union = |sides: &[Side<'_>]| Letters::union(sides.iter().map(|side| &side.letters));
        let (in_gold, in_found) = (union(gold), union(found));
        let mut right = Vec::new();
        for side in gold {
            for other in found {
                let both = side.letters.intersect(&other.letters);
                let linked = text.count(&both) > 0
                    && same_speaker(text, &side.quote.source_spans, &other.quote.source_spans);
                if linked {
                    right.push(both);
                }
            }
        }
        let right = Letters::union(right.iter());
        let (gold, found) = (text.count(&in_gold), text.count(&in_found));
        self.content_letters.add(text.shared(&in_gold, &in_found), gold, found);
        self.linked_letters.add(text.count(&right), gold, found);
    }

    fn add_pairs(&mut self, text: &Text, gold: &[Side<'_>], found: &[Side<'_>], at: usize, threshold: f64) {
        let pairs = pair(text, gold, found, threshold);
        let strict = at == 1;
        self.quote[at].add(pairs.len(), gold.len(), found.len());
        for &(i, j) in &pairs {
            let (gold, found) = (&gold[i], &found[j]);
            let named = !gold.quote.source_spans.is_empty();
            let right = same_speaker(text, &gold.quote.source_spans, &found.quote.source_spans);
            if named {
                self.speaker[at].add(right);
            }
            if strict {
                self.add_strict(gold.form, found.form, right, named);
            }
        }
        if strict {
            self.linked.add(0, gold.len(), found.len());
            for side in gold {
                self.forms[form_index(side.form)].count(1, 0);
            }
            for side in found {
                self.forms[form_index(side.form)].count(0, 1);
            }
        }
    }

    /// A pair at 0.8: recall counts under the gold's form, precision under the prediction's, as the reference.
    fn add_strict(&mut self, gold: Form, found: Form, right: bool, named: bool) {
        let right_count = usize::from(right);
        self.linked.hit += right_count;
        self.linked.predicted_hit += right_count;
        let of_gold = &mut self.forms[form_index(gold)];
        of_gold.quote.hit += 1;
        of_gold.linked.hit += right_count;
        if named {
            of_gold.speaker.add(right);
        }
        let of_found = &mut self.forms[form_index(found)];
        of_found.quote.predicted_hit += 1;
        of_found.linked.predicted_hit += right_count;
    }

    fn figures(&self) -> Figures {
        let mut figures = Figures::default();
        for (name, count) in ["content", "source", "cue"].iter().zip(&self.spans) {
            figures.push(format!("{name}.exact"), count.figure());
        }
        for (at, threshold) in THRESHOLDS.into_iter().enumerate() {
            figures.push(format!("quote@{threshold}"), self.quote[at].figure());
            figures.push(format!("speaker@{threshold}"), self.speaker[at].figure());
        }
        figures.push("linked@0.8", self.linked.figure());
        figures.push("content.letters", self.content_letters.figure());
        figures.push("linked.letters", self.linked_letters.figure());
        for (form, tally) in FORMS.iter().zip(&self.forms).filter(|(_, tally)| tally.seen) {
            let name = form.name();
            figures.push(format!("{name}.quote@0.8"), tally.quote.figure());
            figures.push(format!("{name}.speaker@0.8"), tally.speaker.figure());
            figures.push(format!("{name}.linked@0.8"), tally.linked.figure());
        }
        figures
    }
}

impl ByForm {
    fn count(&mut self, gold: usize, predicted: usize) {
        self.seen = true;
        self.quote.add(0, gold, predicted);
        self.linked.add(0, gold, predicted);
    }
}

fn form_index(form: Form) -> usize {
    FORMS.iter().position(|known| *known == form).unwrap_or(0)
}
