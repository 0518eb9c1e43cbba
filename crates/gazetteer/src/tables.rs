//! Builds the sections that the matcher reads.

use crate::bloom::{self, place};
use crate::index::{CAPITALS, COMMON, EXACT, EntryIndex, FORM, LAST, STOP, encode, pair, tag_of};
use crate::index_name::{self, Case, Name, Prefixes};
use crate::words;

/// The sections that the matcher reads.
#[derive(Debug, Default)]
pub(crate) struct Sections {
    pub(crate) directory: Vec<u8>,
    pub(crate) tags: Vec<u8>,
    pub(crate) forms: Vec<u8>,
    pub(crate) candidates: Vec<u8>,
    pub(crate) first_words: Vec<u8>,
    pub(crate) longer: Vec<u8>,
    pub(crate) small_first_words: Vec<u8>,
    pub(crate) small_longer: Vec<u8>,
    pub(crate) small_starts: Vec<u8>,
}

/// Builds the sections out of names in any order; `rows` is what their places point into.
pub(crate) fn build(
    rows: &str,
    mut names: Vec<Name>,
    prefixes: Prefixes,
    is_common: impl Fn(&str) -> bool,
) -> Sections {
    let mut out = Sections { small_starts: vec![0; 1 << 13], ..Sections::default() };
    let (mut all, mut small, mut at) = (Beginnings::default(), Beginnings::default(), 0);
    for (name, count) in names.iter().zip(&prefixes.counts) {
        let inner = &prefixes.inner[at..at + *count as usize];
        at += inner.len();
        all.add(inner, name.hash);
        if add_small_start(rows, name, &mut out.small_starts) {
            small.add(inner, name.hash);
        }
    }
    drop(prefixes);
    names.sort_unstable_by_key(|name| (name.hash, name.candidate.entry, name.at));
    let mut hashes = Vec::with_capacity(names.len());
    for same in names.chunk_by(|a, b| a.hash == b.hash) {
        let hash = same[0].hash;
        out.tags.extend_from_slice(&tag_of(hash).to_le_bytes());
        add_forms(rows, same, &is_common, &mut out);
        out.tags.resize(out.forms.len() / FORM * 2, 0);
        hashes.resize(out.forms.len() / FORM, hash);
    }
    out.directory = directory(&hashes);
    [out.first_words, out.longer] = all.build();
    [out.small_first_words, out.small_longer] = small.build();
    out
}

/// Hashes on their way into the two filters of first words and of more words: where names end, where they go on.
#[derive(Default)]
struct Beginnings {
    first: [Vec<u64>; 2],
    longer: [Vec<u64>; 2],
}

impl Beginnings {
    /// A name by what leads to it, word by word, and its own hash.
    fn add(&mut self, inner: &[u64], name: u64) {
        if let [first, rest @ ..] = inner {
            self.first[1].push(*first);
            self.longer[1].extend_from_slice(rest);
            self.longer[0].push(name);
        } else {
            self.first[0].push(name);
        }
    }

    fn build(self) -> [Vec<u8>; 2] {
        [self.first, self.longer].map(|[ends, goes_on]| bloom::build(ends, goes_on))
    }
}

/// Forms of a stretch of the directory, on average.
const STRETCH: usize = 8;

/// Where each stretch of hashes begins; `hashes` are those of the forms, sorted.
fn directory(hashes: &[u64]) -> Vec<u8> {
    let stretches = hashes.len() / STRETCH + 1;
    let mut out = Vec::with_capacity((stretches + 1) * 4);
    let mut form = 0_usize;
    for stretch in 0..stretches {
        while hashes.get(form).is_some_and(|hash| place(*hash, stretches as u64) < stretch) {
            form += 1;
        }
        out.extend_from_slice(&(form as u32).to_le_bytes());
    }
    out.extend_from_slice(&(hashes.len() as u32).to_le_bytes());
    out
}

fn text_of<'r>(rows: &'r str, name: &Name) -> &'r str {
    &rows[name.at as usize..(name.at + name.length) as usize]
}

/// All forms of one hash: nearly always one key, nearly always one name.
fn add_forms(rows: &str, names: &[Name], is_common: &impl Fn(&str) -> bool, out: &mut Sections) {
    if let [only] = names {
        let common = only.case == Case::Capitals && is_common_name(text_of(rows, only), is_common);
        add_form(&[*only], only.capitals, common, out);
    } else {
        let mut keyed: Vec<_> =
            names.iter().map(|name| (words::key(text_of(rows, name)).unwrap_or_default(), *name)).collect();
        keyed.sort_by(|a, b| a.0.cmp(&b.0));
        for same in keyed.chunk_by(|a, b| a.0 == b.0) {
            let names: Vec<Name> = same.iter().map(|(_, name)| *name).collect();
            add_key(rows, &names, is_common, out);
        }
    }
    if let Some(flags) = out.forms.last_chunk_mut::<4>() {
        *flags = (u32::from_le_bytes(*flags) | LAST).to_le_bytes();
    }
}

/// One form for all names that ask for capitals only, and one for each exact spelling. An exact spelling has the
/// candidates of the first form too.
fn add_key(rows: &str, names: &[Name], is_common: &impl Fn(&str) -> bool, out: &mut Sections) {
    let (mut loose, exact): (Vec<Name>, Vec<Name>) =
        names.iter().partition(|name| name.case == Case::Capitals);
    // Best prior first, then the order of the rows.
    loose.sort_by(|a, b| b.prior.total_cmp(&a.prior));
    if let Some(first) = loose.first() {
        let capitals = loose.iter().fold(CAPITALS, |mask, name| mask & name.capitals);
        let common = is_common_name(text_of(rows, first), is_common);
        add_form(&loose, capitals, common, out);
    }
    let mut exact: Vec<_> =
        exact.into_iter().map(|name| (index_name::spelling(text_of(rows, &name)), name.case, name)).collect();
    exact.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    for same in exact.chunk_by(|a, b| (&a.0, a.1) == (&b.0, b.1)) {
        let mut names: Vec<Name> = same.iter().map(|(_, _, name)| *name).collect();
        let first = names[0];
        names.extend(&loose);
        names.sort_by(|a, b| b.prior.total_cmp(&a.prior));
        add_spelled(&first, &names, out);
    }
}

fn is_common_name(name: &str, is_common: &impl Fn(&str) -> bool) -> bool {
    words::key(name).is_some_and(|key| !key.contains(' ') && is_common(&key))
}

/// The form of names that ask for capitals, or of a name alone.
fn add_form(names: &[Name], capitals: u32, common: bool, out: &mut Sections) {
    let Some(first) = names.first() else { return };
    if first.case == Case::Capitals {
        push_form(first.at, capitals & CAPITALS | if common { COMMON } else { 0 }, names, out);
    } else {
        add_spelled(first, names, out);
    }
}

fn add_spelled(spelled: &Name, names: &[Name], out: &mut Sections) {
    let stop = if spelled.case == Case::ExactWithStop { STOP } else { 0 };
    push_form(spelled.at, EXACT | stop, names, out);
}

fn push_form(name_at: u32, flags: u32, names: &[Name], out: &mut Sections) {
    let first = (out.candidates.len() / 4) as u32;
    out.forms.extend_from_slice(&name_at.to_le_bytes());
    out.forms.extend_from_slice(&first.to_le_bytes());
    out.forms.extend_from_slice(&flags.to_le_bytes());
    let mut known: Vec<EntryIndex> = Vec::new();
    for name in names {
        // Lists of namesakes are short but for a few hundred at most.
        if !known.contains(&name.candidate.entry) {
            known.push(name.candidate.entry);
            out.candidates.extend_from_slice(&encode(name.candidate).to_le_bytes());
        }
    }
}

/// Whether a name may stand where the text has a small letter first; notes its first two.
fn add_small_start(rows: &str, name: &Name, pairs: &mut [u8]) -> bool {
    let text = text_of(rows, name);
    let low = match name.case {
        Case::Capitals => name.capitals & 1 == 0,
        Case::Exact | Case::ExactWithStop => index_name::spelling(text).starts_with(char::is_lowercase),
    };
    if !low {
        return false;
    }
    let Some(word) = words::next_word(text, 0) else { return false };
    let mut folded = String::new();
    words::fold_word(&text[word.start..word.end], &mut folded);
    let mut set = |bit: usize| pairs[bit / 8] |= 1 << (bit % 8);
    match folded.as_bytes() {
        [] => {}
        [first] => (0..=u8::MAX).for_each(|second| set(pair(*first, second))),
        [first, second, ..] => {
            set(pair(*first, *second));
            set(pair(*first, second.to_ascii_uppercase()));
            // A letter with a mark in the text may be plain in the name.
            (0x80..=u8::MAX).for_each(|second| set(pair(*first, second)));
        }
    }
    true
}
