//! One name on its way into an index, and what its spelling asks of a text.

use crate::hash::{self, KeyHash};
use crate::index::Candidate;
use crate::row::AliasKind;
use crate::words;

/// One name on its way into an index.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Name {
    pub(crate) hash: u64,
    /// Where it begins in the rows.
    pub(crate) at: u32,
    pub(crate) length: u32,
    /// Bit `i`: word `i` must begin with a capital.
    pub(crate) capitals: u32,
    pub(crate) prior: f32,
    pub(crate) candidate: Candidate,
    pub(crate) case: Case,
}

/// What a name asks of the case of a text.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Case {
    /// Capitals where the name has them.
    Capitals,
    /// Every letter as in the name.
    Exact,
    /// The same, and the full stop of a word cut short (`Calif.`).
    ExactWithStop,
}

/// What the builder keeps of the names as they come: the hash of what leads to each, word by word.
#[derive(Debug, Default)]
pub(crate) struct Prefixes {
    pub(crate) inner: Vec<u64>,
    /// How many of them each name has.
    pub(crate) counts: Vec<u8>,
    folded: String,
}

impl Name {
    /// `None` where the name can never match.
    pub(crate) fn new(
        name: &str,
        at: u32,
        prior: f32,
        candidate: Candidate,
        is_common: impl Fn(&str) -> bool,
        prefixes: &mut Prefixes,
    ) -> Option<Self> {
        let hash = hash_of(name, prefixes)?;
        let mut case = Case::Capitals;
        let mut capitals = capitals(name);
        if candidate.kind == AliasKind::Acronym {
            if is_pronounced(name) && !is_common(&name.to_ascii_lowercase()) {
                capitals = 1;
            } else if is_cut_word(name) {
                case = Case::ExactWithStop;
            } else {
                case = Case::Exact;
            }
        }
        Some(Self { hash, at, length: name.len() as u32, capitals, prior, candidate, case })
    }
}

/// The hash of a name's key; keeps the hashes on the way. Agrees with [`words::key`] on what has none.
pub(crate) fn hash_of(name: &str, prefixes: &mut Prefixes) -> Option<u64> {
    let inner = prefixes.inner.len();
    let hash = walk(name, prefixes);
    if hash.is_some() {
        prefixes.counts.push((prefixes.inner.len() - inner) as u8);
    } else {
        prefixes.inner.truncate(inner);
    }
    hash
}

fn walk(name: &str, prefixes: &mut Prefixes) -> Option<u64> {
    let mut word = words::next_word(name, 0)?;
    let mut hash = KeyHash::EMPTY;
    let mut gap = 0;
    for _ in 0..words::MAX_WORDS {
        if word.end - word.start > words::MAX_WORD {
            return None;
        }
        let text = &name[word.start..word.end];
        let word_hash = word_hash(name, word, &mut prefixes.folded);
        hash = hash.push(gap, word_hash);
        let Some(next) = words::next_word(name, word.end) else { return Some(hash.get()) };
        gap = match words::gap(text, &name[word.end..next.start]) {
            words::Gap::Break => return None,
            gap => gap as u8,
        };
        prefixes.inner.push(hash.get());
        word = next;
    }
    None
}

/// The hash of one word of a text, folded.
#[inline]
pub(crate) fn word_hash(text: &str, word: words::Word, folded: &mut String) -> u64 {
    if let Some((end, hash)) = hash::ascii_word(text.as_bytes(), word.start)
        && end == word.end
    {
        return hash;
    }
    folded.clear();
    words::fold_word(&text[word.start..word.end], folded);
    hash::of_folded(folded)
}

/// Whether an acronym may be one that many papers write like a word: `NATO` as `Nato`.
fn is_pronounced(name: &str) -> bool {
    name.len() >= 4 && name.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Whether an acronym is one word cut short (`Calif.`): it needs its full stop, unlike `U.S.`
fn is_cut_word(name: &str) -> bool {
    name.strip_suffix('.').is_some_and(|word| word.chars().all(char::is_alphanumeric))
}

/// The words of a name as spelled, without what is between them.
pub(crate) fn spelling(name: &str) -> String {
    let mut out = String::new();
    let mut at = 0;
    while let Some(word) = words::next_word(name, at) {
        out.push_str(&name[word.start..word.end]);
        at = word.end;
    }
    out
}

/// Bit `i`: word `i` begins with a capital.
pub(crate) fn capitals(name: &str) -> u32 {
    let mut mask = 0;
    let mut at = 0;
    let mut number = 0;
    while let Some(word) = words::next_word(name, at) {
        mask |= u32::from(begins_with_capital(name, word)) << number;
        number = (number + 1).min(31);
        at = word.end;
    }
    mask
}

#[inline]
pub(crate) fn begins_with_capital(text: &str, word: words::Word) -> bool {
    let first = text.as_bytes()[word.start];
    if first < 0x80 { first.is_ascii_uppercase() } else { text[word.start..].starts_with(char::is_uppercase) }
}
