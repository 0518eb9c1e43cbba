//! From the key of a name to those it may name, without the keys themselves: what the hash of a key finds is compared
//! with the name in its row, so that a name takes less than thirty bytes.
//!
//! Forms stand in the order of their keys' hashes. A directory has, for each of so many stretches of hashes, the number
//! of its first form (u32, and one for the end); a form's tag, sixteen bits of the hash, is compared before anything
//! else. The tag is zero where the form has the hash of the one before it. A form is twelve bytes: where a name of it
//! begins in the rows, where its candidates begin, and flags.
//!
//! [`BloomFilter`]s spare the look-up. They hold all names, and the words so far wherever a longer one goes on: first words
//! in one, all that is longer in another. Names that may stand where the text has a small letter first, as most words
//! have, are in two of their own, which are small enough to stay close to the processor.

use crate::bloom::{self, BloomFilter, place};
use crate::format::{Compiled, Section, u32_at};
use crate::index_name::{self, Case, Prefixes};
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

/// Those that a surface form may name, most prominent first; read where they lie.
#[derive(Copy, Clone, Debug)]
pub struct Candidates<'g> {
    bytes: &'g [u8],
}

impl<'g> Candidates<'g> {
    /// Those of a form, out of all forms and all candidates of a file.
    pub(crate) fn of(forms: &[u8], candidates: &'g [u8], form: u32) -> Self {
        let range = candidates_of(forms, form, candidates.len() / 4);
        Self { bytes: &candidates[range.start * 4..range.end * 4] }
    }

    /// How many there are.
    pub fn len(self) -> usize {
        self.bytes.len() / 4
    }

    /// Whether there is none, as for no form of the gazetteer that was asked.
    pub fn is_empty(self) -> bool {
        self.bytes.is_empty()
    }

    /// The most prominent one.
    pub fn first(self) -> Option<Candidate> {
        self.iter().next()
    }

    /// All of them.
    pub fn iter(self) -> impl ExactSizeIterator<Item = Candidate> + Clone + use<'g> {
        self.bytes.chunks_exact(4).map(decode)
    }
}

pub(crate) const FORM: usize = 12;

/// Flags of a form; the lowest [`words::MAX_WORDS`] bits say which words must begin with a capital.
pub(crate) const CAPITALS: u32 = (1 << words::MAX_WORDS) - 1;
pub(crate) const EXACT: u32 = 1 << 24;
pub(crate) const STOP: u32 = 1 << 25;
pub(crate) const COMMON: u32 = 1 << 26;
/// The last of the forms of a hash.
pub(crate) const LAST: u32 = 1 << 27;

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
    directory: &'g [u8],
    stretches: u64,
    tags: &'g [u8],
    forms: &'g [u8],
    /// Of all names and of those that may begin with a small letter.
    first_words: [BloomFilter<'g>; 2],
    longer: [BloomFilter<'g>; 2],
    small_starts: &'g [u8],
    /// Whether any name begins with a small letter of ASCII.
    pub(crate) small: bool,
}

impl<'g> Index<'g> {
    pub(crate) fn new(compiled: &'g Compiled, small: bool) -> Self {
        let directory = compiled.section(Section::Directory);
        let filter = |section| BloomFilter::new(compiled.section(section));
        Self {
            rows: compiled.section(Section::Rows),
            directory,
            stretches: (directory.len() as u64 / 4).saturating_sub(1),
            tags: compiled.section(Section::Tags),
            forms: compiled.section(Section::Forms),
            first_words: [filter(Section::FirstWords), filter(Section::SmallFirstWords)],
            longer: [filter(Section::Longer), filter(Section::SmallLonger)],
            small_starts: compiled.section(Section::SmallStarts),
            small,
        }
    }

    /// The filter of first words that begin with a small letter of ASCII, or of all.
    #[inline]
    pub(crate) fn first_words(&self, small: bool) -> &BloomFilter<'g> {
        &self.first_words[usize::from(small)]
    }

    /// The filter of two words and more, by the first one.
    #[inline]
    pub(crate) fn longer(&self, small: bool) -> &BloomFilter<'g> {
        &self.longer[usize::from(small)]
    }

    /// Whether a name may begin with these two bytes, the first a small letter of ASCII.
    #[inline]
    pub(crate) fn may_begin_small(&self, first: u8, second: u8) -> bool {
        let bit = pair(first, second);
        self.small_starts.get(bit / 8).is_some_and(|byte| byte >> (bit % 8) & 1 == 1)
    }

    /// Asks for the memory that [`Index::walk`] reads first.
    #[inline]
    pub(crate) fn prefetch_directory(&self, hash: u64) {
        bloom::prefetch(self.directory, place(hash, self.stretches) * 4);
    }

    /// Asks for the memory that [`Index::walk`] reads then.
    #[inline]
    pub(crate) fn prefetch_tags(&self, hash: u64) {
        let first = u32_at(self.directory, place(hash, self.stretches) * 4);
        bloom::prefetch(self.tags, first as usize * 2);
    }

    /// The number of the first form of each hash like this one, as far as tags can tell, given to `found`.
    #[inline]
    pub(crate) fn walk(&self, hash: u64, mut found: impl FnMut(u32)) {
        if self.stretches == 0 {
            return;
        }
        let at = place(hash, self.stretches) * 4;
        let (first, end) = (u32_at(self.directory, at) as usize, u32_at(self.directory, at + 4) as usize);
        let tag = tag_of(hash);
        let tags = self.tags.get(first * 2..end * 2).unwrap_or_default();
        for (number, bytes) in tags.chunks_exact(2).enumerate() {
            if u16::from_le_bytes([bytes[0], bytes[1]]) == tag {
                found((first + number) as u32);
            }
        }
    }

    /// The forms of a name, whatever its case.
    pub(crate) fn forms_of(&self, name: &str) -> Vec<u32> {
        let mut out = Vec::new();
        let (Some(hash), Some(key)) = (index_name::hash_of(name, &mut Prefixes::default()), words::key(name))
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
fn candidates_of(forms: &[u8], number: u32, count: usize) -> std::ops::Range<usize> {
    let at = number as usize * FORM;
    let start = u32_at(forms, at + 4) as usize;
    let end = if at + FORM < forms.len() { u32_at(forms, at + FORM + 4) as usize } else { count };
    start.min(count)..end.clamp(start.min(count), count)
}

#[inline]
pub(crate) fn tag_of(hash: u64) -> u16 {
    (hash as u16).max(1)
}

pub(crate) fn pair(first: u8, second: u8) -> usize {
    usize::from(first) << 8 | usize::from(second)
}

/// A candidate as four bytes.
pub(crate) fn encode(candidate: Candidate) -> u32 {
    let kind = AliasKind::ALL.iter().position(|kind| *kind == candidate.kind).unwrap_or(0);
    candidate.entry.0 << 3 | kind as u32
}

/// Reads what [`encode`] wrote; any bytes are read as something.
fn decode(bytes: &[u8]) -> Candidate {
    let number = u32_at(bytes, 0);
    let kind = AliasKind::ALL.get(number as usize & 7).copied().unwrap_or(AliasKind::Full);
    Candidate { entry: EntryIndex(number >> 3), kind }
}

/// Whether any pair of bytes is set.
pub(crate) fn any_small(section: &[u8]) -> bool {
    section.chunks(8).any(|bytes| bytes.iter().any(|byte| *byte != 0))
}
