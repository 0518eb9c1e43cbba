//! "OSTBY, Norway — …": what begins a report in capitals is where it was written.

use super::Proposal;
use crate::shape::Shape;
use crate::tagged_text::TaggedText;
use sayso_model::NameClass;

/// Tokens from a dateline's beginning to its dash, at most.
const LONGEST: usize = 9;

/// Makes places of the names that begin datelines.
pub(super) fn find_datelines(tagged: &TaggedText<'_>, proposals: &mut [Proposal]) {
    for proposal in proposals.iter_mut().filter(|proposal| proposal.class != NameClass::Place) {
        if begins_dateline(tagged, proposal) {
            proposal.class = NameClass::Place;
        }
    }
}

fn begins_dateline(tagged: &TaggedText<'_>, proposal: &Proposal) -> bool {
    let line = tagged.line_of(proposal.first);
    let capitals = tagged.words[proposal.first..proposal.end].iter().all(|word| word.shape == Shape::Upper);
    if proposal.first != line.first || !capitals {
        return false;
    }
    let mut behind = (proposal.end..line.end.min(line.first + LONGEST)).map(|at| tagged.of(at));
    let dash = |text: &str| matches!(text, "—" | "–" | "--");
    let next = tagged.words.get(proposal.end).map(|word| word.span.of(tagged.text));
    next.is_some_and(|text| matches!(text, "," | "(") || dash(text)) && behind.any(dash)
}
