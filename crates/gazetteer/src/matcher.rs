//! Which names of the lists stand in a text.
//!
//! A name stands at a place where its key does (see [`mod@crate::words`]) and
//!
//! - **boundaries**: it begins and ends at word boundaries as UAX 29 has them: not after or before an apostrophe,
//!   full stop or at-sign that joins it to letters (`can't`, `www.china.com`). A clitic after it (`China's`,
//!   `Obama'd`) is no part of it and no obstacle; a full stop without white space before a capital ends a sentence;
//! - **case**: words that the list writes with a capital begin with one in the text; the others may. Acronyms stand
//!   as the list spells them (`US`, never `us`; `WHO`, never `who`), but those of four and more capitals that are no
//!   common word may be written like a word (`Nato`), and a word cut short needs its full stop (`Calif.`);
//! - **leftmost-longest**: of all places that satisfy this, the leftmost counts, and of those at one word the
//!   longest; the next place begins behind it. The choice is made *after* boundaries and case are checked.
//!
//! The engine works word by word: at each word that can begin a name it hashes the folded word, looks the hash up,
//! and goes on with the hashes of one, two, three … words as long as some name does. No automaton, so that building
//! is one pass over the names and lower-case words cost next to nothing.

use crate::index::{self, Form, FormIndex, Index, KeyHash};
use crate::words::{self, Gap, Word};
use sayso_document::Span;

/// A place in a text where a name of the lists stands.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Bytes of the text; without a possessive `'s`, with the full stop of an abbreviation.
    pub span: Span,
    /// Which surface form; see [`crate::Gazetteer::candidates`].
    pub form: FormIndex,
    /// How the text writes it.
    pub casing: Casing,
    /// Whether the name is a single common word of English ("Reading", "Nice"): a reader needs more than the word.
    pub common: bool,
}

/// How a text writes a name.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Casing {
    /// As acronyms must: to the letter.
    Exact,
    /// With capitals where the list has them.
    Title,
    /// All in capitals, as in headlines.
    Upper,
    /// Without any capital (only names that the list writes so).
    Lower,
}

/// Finds names; holds buffers, so that a long run allocates nothing.
pub(crate) struct Matcher<'g> {
    index: &'g Index,
    folded: String,
}

/// The most bytes between two words that are looked at.
const MAX_GAP_BYTES: usize = 120;

impl<'g> Matcher<'g> {
    pub(crate) fn new(index: &'g Index) -> Self {
        Self { index, folded: String::new() }
    }

    /// Appends all hits in text order.
    pub(crate) fn hits(&mut self, text: &str, out: &mut Vec<Hit>) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(word) = words::next_word_where(text, at, |first| self.index.uncapitalised.has(first)) {
            at = word.end;
            let plain = KeyHash::of_ascii_word(&bytes[word.start..word.end]);
            if plain.is_some_and(|hash| !self.index.may_begin(hash)) {
                continue;
            }
            if let Some(hit) = self.longest(text, word) {
                at = hit.span.end as usize;
                out.push(hit);
            }
        }
    }

    /// Appends every hit, nested and overlapping ones too, by start, then by length.
    pub(crate) fn all_hits(&mut self, text: &str, out: &mut Vec<Hit>) {
        let mut at = 0;
        while let Some(word) = words::next_word(text, at) {
            at = word.end;
            self.each(text, word, &mut |hit| out.push(hit));
        }
    }

    /// The longest hit that begins with `word`.
    fn longest(&mut self, text: &str, first: Word) -> Option<Hit> {
        let mut best = None;
        self.each(text, first, &mut |hit| best = Some(hit));
        best
    }

    /// Every hit that begins with `word`, the shortest first.
    fn each(&mut self, text: &str, first: Word, found: &mut dyn FnMut(Hit)) {
        if joined_before(text, first.start) {
            return;
        }
        self.folded.clear();
        let mut hash = KeyHash::EMPTY;
        let mut last = first;
        for _ in 0..words::MAX_WORDS {
            if last.end - last.start > words::MAX_WORD {
                break;
            }
            let from = self.folded.len();
            words::fold_word(&text[last.start..last.end], &mut self.folded);
            hash = hash.push(&self.folded[from..]);
            let Some(node) = self.index.node(hash) else { break };
            let forms = self.index.forms_at(node, &self.folded);
            if let Some(hit) = accept(text, first.start, last, forms, self.index.first_form(node)) {
                found(hit);
            }
            if !node.goes_on {
                break;
            }
            let Some((gap, next)) = next_in_name(text, last) else { break };
            self.folded.push(gap as u8 as char);
            hash = hash.push_byte(gap as u8);
            last = next;
        }
    }
}

/// The next word and the gap before it, where a name can go across.
fn next_in_name(text: &str, word: Word) -> Option<(Gap, Word)> {
    let mut limit = (word.end + MAX_GAP_BYTES).min(text.len());
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    let near = words::next_word(&text[..limit], word.end)?;
    // Near the limit the word may have been cut: find its real end.
    let next = words::next_word(text, near.start)?;
    match words::gap(&text[word.start..word.end], &text[word.end..next.start]) {
        Gap::Break => None,
        gap => Some((gap, next)),
    }
}

/// The hit from `start` to the end of `last`, if boundaries and case allow one.
fn accept(text: &str, start: usize, last: Word, forms: &[Form], first_form: u32) -> Option<Hit> {
    if forms.is_empty() {
        return None;
    }
    let name = &text[start..last.end];
    let mut spelling = index::spelling(name);
    let (number, casing, end) = match exact_form(text, last, forms, &mut spelling) {
        Some((number, end)) => (number, Casing::Exact, end.unwrap_or_else(|| end_of_name(text, start, last))),
        None => (0, loose_casing(forms.first()?, name, &spelling)?, end_of_name(text, start, last)),
    };
    if joined_after(text, last, end) {
        return None;
    }
    Some(Hit {
        span: Span::new(start, end),
        form: FormIndex(first_form + number as u32),
        casing,
        common: forms[number].common,
    })
}

/// The form that is spelled to the letter; with the end of the name where its full stop belongs to the spelling.
fn exact_form(
    text: &str,
    last: Word,
    forms: &[Form],
    spelling: &mut String,
) -> Option<(usize, Option<usize>)> {
    let find =
        |spelling: &str| forms.iter().position(|form| !form.exact.is_empty() && *form.exact == *spelling);
    if text[last.end..].starts_with('.') {
        spelling.push('.');
        let found = find(spelling);
        spelling.pop();
        if let Some(number) = found {
            return Some((number, Some(last.end + 1)));
        }
    }
    find(spelling).map(|number| (number, None))
}

/// How the text writes a name that needs no exact spelling; `None` where capitals are missing.
fn loose_casing(form: &Form, name: &str, spelling: &str) -> Option<Casing> {
    if !form.exact.is_empty() || form.capitals & !index::capitals(name) != 0 {
        return None;
    }
    let upper = spelling.chars().any(char::is_uppercase);
    let lower = spelling.chars().any(char::is_lowercase);
    Some(match (upper, lower) {
        (true, false) if spelling.chars().nth(1).is_some() => Casing::Upper,
        (false, true) => Casing::Lower,
        _ => Casing::Title,
    })
}

/// Where a name ends: behind the full stop of `U.S.`, `Inc.`, `Jr.`
fn end_of_name(text: &str, start: usize, last: Word) -> usize {
    let word = &text[last.start..last.end];
    let before = text[start..last.start].trim_end();
    let dotted = words::shortened(word) && (word.chars().nth(1).is_some() || before.ends_with('.'));
    let stop = dotted && last.start > start && text[last.end..].starts_with('.');
    last.end + usize::from(stop)
}

/// Whether what stands before byte `start` joins it to a word before.
fn joined_before(text: &str, start: usize) -> bool {
    let mut before = text[..start].chars().rev();
    let Some(mark) = before.next() else { return false };
    if !(mark == '.' || mark == '@' || words::is_apostrophe(mark)) {
        return false;
    }
    if !before.next().is_some_and(char::is_alphanumeric) {
        return false;
    }
    let initial = !before.next().is_some_and(char::is_alphanumeric);
    mark != '.' || initial || !text[start..].starts_with(char::is_uppercase)
}

/// Whether what stands at byte `end` joins the name, whose last word is `last`, to a word behind.
fn joined_after(text: &str, last: Word, end: usize) -> bool {
    let mut after = text[end..].chars();
    let Some(mark) = after.next() else { return false };
    if end > last.end && mark.is_alphanumeric() {
        return true;
    }
    let rest = after.as_str();
    let Some(letter) = after.next().filter(|c| c.is_alphanumeric()) else { return false };
    match mark {
        '@' => true,
        '.' => !letter.is_uppercase() || text[last.start..last.end].chars().nth(1).is_none(),
        mark if words::is_apostrophe(mark) => !is_clitic(rest),
        _ => false,
    }
}

/// Whether the text goes on with what follows an apostrophe in English: `'s`, `'ll`, `'d` …
fn is_clitic(rest: &str) -> bool {
    let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len()).min(3);
    rest.get(..end).is_some_and(|word| {
        ["s", "ll", "d", "re", "ve", "m"].iter().any(|known| known.eq_ignore_ascii_case(word))
    })
}
