//! From the key of a name to those it may name: one hash table of the prefixes of all keys word by word, without
//! the keys themselves: a key is compared with the name in its row, so that a name takes some 25 bytes.
//!
//! A slot is six bytes: the number of the first form of the key plus one (u32; 0: no name ends here), then fifteen bits
//! of the hash, never zero in a slot that is taken, and one bit that says whether longer names go on. Slots stand in
//! the order of their hashes, each as near as possible behind its place (linear probing).
//!
//! A form is twelve bytes: where a name of it begins in the rows, where its candidates begin, and flags.

use crate::format::{Compiled, Section, u32_at};
use crate::names::{self, Case, Name, Prefixes};
use crate::row::AliasKind;
use crate::words;

/// A row of a [`crate::Gazetteer`].
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryIndex(pub u32);

/// A surface form of a [`crate::Gazetteer`]: one spelling class with its candidates.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FormIndex(pub u32);

/// Somebody or something that a surface form may name.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Who or what.
    pub entry: EntryIndex,
    /// What kind of name it is for that entry.
    pub kind: AliasKind,
}

const SLOT: usize = 6;
const FORM: usize = 12;
/// A quarter of the slots is free.
const fn room_for(nodes: usize) -> usize {
    nodes + nodes / 3 + 1
}

/// Flags of a form; the lowest [`words::MAX_WORDS`] bits say which words must begin with a capital.
const CAPITALS: u32 = (1 << words::MAX_WORDS) - 1;
const EXACT: u32 = 1 << 24;
const STOP: u32 = 1 << 25;
const COMMON: u32 = 1 << 26;
/// The last of the forms of a hash.
const LAST: u32 = 1 << 27;

/// One surface form.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Form {
    /// Where a name with its key, and its spelling where that counts, begins in the rows.
    pub(crate) name_at: u32,
    flags: u32,
}

impl Form {
    pub(crate) fn capitals(self) -> u32 {
        self.flags & CAPITALS
    }
    pub(crate) fn case(self) -> Case {
        match (self.flags & EXACT != 0, self.flags & STOP != 0) {
            (false, _) => Case::Capitals,
            (true, false) => Case::Exact,
            (true, true) => Case::ExactWithStop,
        }
    }
    /// Whether the name is a single common word of English.
    pub(crate) fn common(self) -> bool {
        self.flags & COMMON != 0
    }
    pub(crate) fn last(self) -> bool {
        self.flags & LAST != 0
    }
}

/// The part of a compiled gazetteer that the matcher reads.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Index<'g> {
    pub(crate) rows: &'g [u8],
    slots: &'g [u8],
    room: u64,
    forms: &'g [u8],
    first_words: &'g [u8],
    first_words_mask: u64,
    small_starts: &'g [u8],
    /// Whether any name begins with a small letter of ASCII.
    pub(crate) small: bool,
}

impl<'g> Index<'g> {
    pub(crate) fn new(compiled: &'g Compiled, small: bool) -> Self {
        let slots = compiled.section(Section::Slots);
        let first_words = compiled.section(Section::FirstWords);
        Self {
            rows: compiled.section(Section::Rows),
            slots,
            room: u64::from(u32_at(slots, 0)),
            forms: compiled.section(Section::Forms),
            first_words,
            first_words_mask: (first_words.len() as u64 * 8).wrapping_sub(1),
            small_starts: compiled.section(Section::SmallStarts),
            small,
        }
    }

    /// Whether a name may begin with the word of this hash; rarely true where none does.
    #[inline]
    pub(crate) fn may_begin(&self, word: u64) -> bool {
        let bit = (word >> 24) & self.first_words_mask;
        self.first_words.get((bit / 8) as usize).is_some_and(|byte| byte >> (bit % 8) & 1 == 1)
    }

    /// Whether a name may begin with these two bytes, the first a small letter of ASCII.
    #[inline]
    pub(crate) fn may_begin_small(&self, first: u8, second: u8) -> bool {
        let bit = pair(first, second);
        self.small_starts.get(bit / 8).is_some_and(|byte| byte >> (bit % 8) & 1 == 1)
    }

    /// The number of the first form of each key of this hash, as far as the table can tell, given to `found`; whether
    /// longer names may go on.
    #[inline]
    pub(crate) fn walk(&self, hash: u64, mut found: impl FnMut(u32)) -> bool {
        let mut goes_on = false;
        let mut at = 8 + home(hash, self.room) * SLOT;
        // Two bytes more stand behind the last slot, which is always free.
        while let Some(Ok(bytes)) = self.slots.get(at..at + 8).map(TryInto::try_into) {
            let slot = u64::from_le_bytes(bytes);
            let tag = (slot >> 32) as u16;
            if tag == 0 {
                break;
            }
            if tag & 0x7FFF == tag_of(hash) {
                goes_on |= tag & 0x8000 != 0;
                if let Some(form) = (slot as u32).checked_sub(1) {
                    found(form);
                }
            }
            at += SLOT;
        }
        goes_on
    }

    /// The forms of a name, whatever its case.
    pub(crate) fn forms_of(&self, name: &str) -> Vec<u32> {
        let mut out = Vec::new();
        let (Some(hash), Some(key)) = (names::hash_of(name, &mut Prefixes::default()), words::key(name))
        else {
            return out;
        };
        let has_key = |form: Form| {
            std::str::from_utf8(self.name(form.name_at))
                .is_ok_and(|name| words::key(name).as_ref() == Some(&key))
        };
        self.walk(hash, |first| {
            for number in first.. {
                let Some(form) = self.form(number) else { break };
                if has_key(form) {
                    out.push(number);
                }
                if form.last() {
                    break;
                }
            }
        });
        out
    }

    #[inline]
    pub(crate) fn form(&self, number: u32) -> Option<Form> {
        let bytes = self.forms.get(number as usize * FORM..)?.first_chunk::<FORM>()?;
        Some(Form { name_at: u32_at(bytes, 0), flags: u32_at(bytes, 8) })
    }

    /// The name that begins at a byte of the rows.
    #[inline]
    pub(crate) fn name(&self, at: u32) -> &'g [u8] {
        let rest = self.rows.get(at as usize..).unwrap_or_default();
        let end = memchr::memchr3(b'|', b'\t', b'\n', rest).unwrap_or(rest.len());
        &rest[..end]
    }
}

/// Where the candidates of a form begin and end in [`Section::Candidates`].
pub(crate) fn candidates_of(forms: &[u8], number: u32, count: usize) -> std::ops::Range<usize> {
    let at = number as usize * FORM;
    let start = u32_at(forms, at + 4) as usize;
    let end = if at + FORM < forms.len() { u32_at(forms, at + FORM + 4) as usize } else { count };
    start.min(count)..end.clamp(start.min(count), count)
}

#[inline]
fn home(hash: u64, room: u64) -> usize {
    (((hash >> 32) * room) >> 32) as usize
}

#[inline]
fn tag_of(hash: u64) -> u16 {
    (hash as u16 & 0x7FFF).max(1)
}

fn pair(first: u8, second: u8) -> usize {
    usize::from(first) << 8 | usize::from(second)
}

/// The sections that the matcher reads.
#[derive(Debug, Default)]
pub(crate) struct Sections {
    pub(crate) slots: Vec<u8>,
    pub(crate) forms: Vec<u8>,
    pub(crate) candidates: Vec<u8>,
    pub(crate) first_words: Vec<u8>,
    pub(crate) small_starts: Vec<u8>,
}

/// Builds the sections out of names in any order; `rows` is what their places point into.
pub(crate) fn build(
    rows: &str,
    mut names: Vec<Name>,
    mut prefixes: Prefixes,
    is_common: impl Fn(&str) -> bool,
) -> Sections {
    names.sort_unstable_by_key(|name| (name.hash, name.candidate.entry, name.at));
    let mut out = Sections { small_starts: vec![0; 1 << 13], ..Sections::default() };
    let mut nodes: Vec<(u64, u32)> = Vec::new();
    for same in names.chunk_by(|a, b| a.hash == b.hash) {
        nodes.push((same[0].hash, (out.forms.len() / FORM) as u32 + 1));
        add_forms(rows, same, &is_common, &mut out);
    }
    for name in &names {
        add_small_start(rows, name, &mut out.small_starts);
    }
    out.first_words = bits_of(&prefixes.first_words, names.len());
    prefixes.inner.sort_unstable();
    prefixes.inner.dedup();
    out.slots = slots(&nodes, &prefixes.inner);
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
        exact.into_iter().map(|name| (names::spelling(text_of(rows, &name)), name.case, name)).collect();
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

/// Whether a name may stand where the text has a small letter first.
fn add_small_start(rows: &str, name: &Name, pairs: &mut [u8]) {
    let text = text_of(rows, name);
    let low = match name.case {
        Case::Capitals => name.capitals & 1 == 0,
        Case::Exact | Case::ExactWithStop => names::spelling(text).starts_with(char::is_lowercase),
    };
    if !low {
        return;
    }
    let Some(word) = words::next_word(text, 0) else { return };
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
}

/// Eight bits a name at least; several names begin with the same word, so that few words pass for nothing.
fn bits_of(words: &[u64], names: usize) -> Vec<u8> {
    let bytes = (names.max(64) * 2).next_power_of_two() / 2;
    let mut out = vec![0_u8; bytes];
    for word in words {
        let bit = (word >> 24) as usize & (bytes * 8 - 1);
        out[bit / 8] |= 1 << (bit % 8);
    }
    out
}

/// The hash table; both lists sorted by hash. Eight bytes before the slots say how many homes there are.
fn slots(nodes: &[(u64, u32)], inner: &[u64]) -> Vec<u8> {
    let room = room_for(nodes.len() + inner.len());
    let mut out = vec![0; 8 + room * SLOT];
    out[..8].copy_from_slice(&(room as u64).to_le_bytes());
    let mut free = 0;
    let mut put = |hash: u64, form: u32, goes_on: bool| {
        let at = home(hash, room as u64).max(free);
        free = at + 1;
        if out.len() < 8 + free * SLOT {
            out.resize(8 + free * SLOT, 0);
        }
        let slot = &mut out[8 + at * SLOT..8 + free * SLOT];
        slot[..4].copy_from_slice(&form.to_le_bytes());
        slot[4..].copy_from_slice(&(tag_of(hash) | u16::from(goes_on) << 15).to_le_bytes());
    };
    let (mut nodes, mut inner) = (nodes.iter().peekable(), inner.iter().peekable());
    loop {
        let goes_on = match (nodes.peek(), inner.peek()) {
            (None, None) => break,
            (Some(_), None) => false,
            (Some(node), Some(prefix)) if node.0 < **prefix => false,
            (Some(node), Some(prefix)) if node.0 == **prefix => {
                inner.next();
                true
            }
            _ => {
                inner.next().into_iter().for_each(|prefix| put(*prefix, 0, true));
                continue;
            }
        };
        nodes.next().into_iter().for_each(|(hash, form)| put(*hash, *form, goes_on));
    }
    // One free slot ends the last probe, and its reading takes eight bytes.
    out.extend_from_slice(&[0; SLOT + 2]);
    out
}

/// A candidate as four bytes.
fn encode(candidate: Candidate) -> u32 {
    let kind = AliasKind::ALL.iter().position(|kind| *kind == candidate.kind).unwrap_or(0);
    candidate.entry.0 << 3 | kind as u32
}

/// The candidates of a section; `None` where a number is none.
pub(crate) fn decode(section: &[u8], rows: usize) -> Option<Vec<Candidate>> {
    section
        .chunks_exact(4)
        .map(|bytes| {
            let number = u32_at(bytes, 0);
            let kind = *AliasKind::ALL.get(number as usize & 7)?;
            ((number >> 3) as usize).lt(&rows).then_some(Candidate { entry: EntryIndex(number >> 3), kind })
        })
        .collect()
}

/// Whether any pair of bytes is set.
pub(crate) fn any_small(section: &[u8]) -> bool {
    section.chunks(8).any(|bytes| bytes.iter().any(|byte| *byte != 0))
}
