//! Which tokens the tagger reads: capitals and what stands beside them.

use super::Priors;
use crate::lexicon::bit;
use crate::tagged_text::{Line, TaggedText};
use std::ops::Range;

/// Tokens on either side of a capital that are read with it.
const BESIDE: usize = 1;
/// Tokens between two stretches that are read, too, so that names like "Ministry of the Interior" are read whole.
const BETWEEN: usize = 1;

/// The stretches of a line, counted from its first token, in order and apart from one another.
pub(crate) fn stretches(tagged: &TaggedText<'_>, priors: &Priors, line: Line, out: &mut Vec<Range<usize>>) {
    out.clear();
    let count = line.end - line.first;
    for at in 0..count {
        if !is_read(tagged, priors, line, at) {
            continue;
        }
        let stretch = at.saturating_sub(BESIDE)..(at + 1 + BESIDE).min(count);
        match out.last_mut() {
            Some(last) if stretch.start <= last.end + BETWEEN => last.end = stretch.end,
            _ => out.push(stretch),
        }
    }
}

/// Per cent of a word's uses in small letters from which on its capital at a sentence's start tells nothing.
const MERE_START: u8 = 80;

/// Whether a token may be a name: a capital, but not the "The" or the "Officials" that begins a sentence.
fn is_read(tagged: &TaggedText<'_>, priors: &Priors, line: Line, at: usize) -> bool {
    let word = &tagged.words[line.first + at];
    if !word.capital() {
        return priors.tokens[line.first + at].kind != 0;
    }
    let begins = word.case_uninformative && (word.is(bit::FUNCTION) || word.facts.small >= MERE_START);
    let next = || at + 1 < line.end - line.first && tagged.words[line.first + at + 1].capital();
    !begins || priors.tokens[line.first + at].kind != 0 || next()
}
