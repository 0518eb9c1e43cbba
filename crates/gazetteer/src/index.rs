//! From the key of a name to those it may name: two hash tables, one of the prefixes of all keys word by word, one
//! level deep (no automaton), so that building is one pass.

use crate::row::AliasKind;
use crate::words::{self, Gap};
use rustc_hash::FxHashMap;

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

/// The hash of a sequence of folded words; grows word by word.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeyHash(u64);

impl KeyHash {
    pub(crate) const EMPTY: Self = Self(0x243F_6A88_85A3_08D3);

    #[inline]
    pub(crate) fn push_byte(self, byte: u8) -> Self {
        Self((self.0.rotate_left(5) ^ u64::from(byte)).wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    #[inline]
    pub(crate) fn push(self, folded: &str) -> Self {
        folded.bytes().fold(self, Self::push_byte)
    }

    /// The hash of a word of ASCII letters and digits, folded; `None` for any other.
    #[inline]
    pub(crate) fn of_ascii_word(word: &[u8]) -> Option<Self> {
        let mut hash = Self::EMPTY;
        for byte in word {
            if !byte.is_ascii() || *byte == b'&' {
                return None;
            }
            hash = hash.push_byte(byte.to_ascii_lowercase());
        }
        Some(hash)
    }

    pub(crate) fn get(self) -> u64 {
        self.0
    }
}

/// How many spellings of a key ask for the same case rule.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    /// The spelling that is asked for to the letter; empty: any with capitals where `capitals` says.
    pub(crate) exact: Box<str>,
    /// Bit `i`: word `i` begins with a capital in every alias of this form.
    pub(crate) capitals: u32,
    /// Whether the name is a single common word of English.
    pub(crate) common: bool,
    /// Ordered by prior, best first.
    pub(crate) candidates: Vec<Candidate>,
}

/// What is known about a sequence of words.
#[derive(Copy, Clone, Debug, Default)]
pub(crate) struct Node {
    /// Index into the keys plus one; 0: no name ends here.
    key: u32,
    /// Whether longer names go on from here.
    pub(crate) goes_on: bool,
}

/// A key with its forms.
#[derive(Clone, Debug)]
struct Key {
    folded: Box<str>,
    forms: std::ops::Range<u32>,
}

/// All names of a gazetteer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    nodes: FxHashMap<u64, Node>,
    /// A bit for each hash of a first word, small enough for the cache.
    first_words: Vec<u64>,
    keys: Vec<Key>,
    forms: Vec<Form>,
    /// First bytes (folded) of names that may begin without a capital or digit.
    pub(crate) uncapitalised: Starts,
}

/// A set of first bytes.
#[derive(Clone, Debug)]
pub(crate) struct Starts([bool; 256]);

impl Default for Starts {
    fn default() -> Self {
        Self([false; 256])
    }
}

impl Starts {
    #[inline]
    pub(crate) fn has(&self, byte: u8) -> bool {
        self.0[byte as usize]
    }
}

impl Index {
    #[inline]
    pub(crate) fn node(&self, hash: KeyHash) -> Option<Node> {
        self.nodes.get(&hash.get()).copied()
    }

    /// Whether a name may begin with the word of this hash; rarely true where none does.
    #[inline]
    pub(crate) fn may_begin(&self, hash: KeyHash) -> bool {
        let bit = self.first_word_bit(hash);
        self.first_words.get(bit / 64).is_some_and(|bits| bits >> (bit % 64) & 1 == 1)
    }

    #[inline]
    fn first_word_bit(&self, hash: KeyHash) -> usize {
        (hash.get() >> 32) as usize & (self.first_words.len() * 64 - 1)
    }

    /// The forms of the key that ends at a node, if the folded words are really that key.
    pub(crate) fn forms_at(&self, node: Node, folded: &str) -> &[Form] {
        let Some(key) = node.key.checked_sub(1).and_then(|key| self.keys.get(key as usize)) else {
            return &[];
        };
        if *key.folded != *folded {
            return &[];
        }
        &self.forms[key.forms.start as usize..key.forms.end as usize]
    }

    /// The number of the first of the forms at a node.
    pub(crate) fn first_form(&self, node: Node) -> u32 {
        node.key.checked_sub(1).and_then(|key| self.keys.get(key as usize)).map_or(0, |key| key.forms.start)
    }

    pub(crate) fn form(&self, form: FormIndex) -> Option<&Form> {
        self.forms.get(form.0 as usize)
    }

    /// The forms of a name, whatever its case.
    pub(crate) fn forms_of(&self, name: &str) -> &[Form] {
        let Some(key) = words::key(name) else { return &[] };
        self.node(KeyHash::EMPTY.push(&key)).map_or(&[], |node| self.forms_at(node, &key))
    }

    /// Names with keys, in any order.
    pub(crate) fn build(names: &mut [Name], is_common: impl Fn(&str) -> bool) -> Self {
        // By hash, so that texts are seldom compared. Within a form: best prior first, then file order.
        names.sort_by(|a, b| {
            a.hash
                .cmp(&b.hash)
                .then_with(|| a.key.cmp(&b.key))
                .then_with(|| a.exact.cmp(&b.exact))
                .then_with(|| b.prior.total_cmp(&a.prior))
                .then_with(|| {
                    (a.candidate.entry, a.candidate.kind).cmp(&(b.candidate.entry, b.candidate.kind))
                })
        });
        let mut index = Self::default();
        index.nodes.reserve(names.len() * 3 / 2);
        // Sixteen bits a name: at most one word in sixteen passes for nothing.
        index.first_words = vec![0; (names.len() / 4).next_power_of_two().max(1)];
        for names in names.chunk_by(|a, b| a.key == b.key) {
            let key = &names[0].key;
            let common = !key.contains(' ') && is_common(key);
            let first = index.forms.len() as u32;
            index.add_forms(names, common);
            index.keys.push(Key { folded: key.as_str().into(), forms: first..index.forms.len() as u32 });
            index.add_nodes(key);
            if names.iter().any(Name::starts_low) {
                index.uncapitalised.0[key.as_bytes().first().copied().unwrap_or(0) as usize] = true;
            }
        }
        index
    }

    /// One form for all names that ask for capitals only, and one for each exact spelling. An exact spelling has
    /// the candidates of the first form too.
    fn add_forms(&mut self, names: &[Name], common: bool) {
        let loose_end = names.partition_point(|name| name.exact.is_empty());
        let (loose, exact) = names.split_at(loose_end);
        let capitals = loose.iter().fold(u32::MAX, |mask, name| mask & name.capitals);
        let mut form = |exact: &str, names: &mut dyn Iterator<Item = &Name>| {
            let mut names: Vec<_> = names.collect();
            names.sort_by(|a, b| b.prior.total_cmp(&a.prior));
            let mut candidates: Vec<Candidate> = Vec::with_capacity(names.len());
            for name in names {
                if !candidates.iter().any(|known| known.entry == name.candidate.entry) {
                    candidates.push(name.candidate);
                }
            }
            let common = common && exact.is_empty();
            self.forms.push(Form { exact: exact.into(), capitals, common, candidates });
        };
        if !loose.is_empty() {
            form("", &mut loose.iter());
        }
        for same in exact.chunk_by(|a, b| a.exact == b.exact) {
            form(&same[0].exact, &mut same.iter().chain(loose));
        }
    }

    fn add_nodes(&mut self, key: &str) {
        let mut hash = KeyHash::EMPTY;
        let end_of_first = key.bytes().position(is_gap).unwrap_or(key.len());
        let bit = self.first_word_bit(KeyHash::EMPTY.push(&key[..end_of_first]));
        self.first_words[bit / 64] |= 1 << (bit % 64);
        for byte in key.bytes() {
            if is_gap(byte) {
                self.nodes.entry(hash.get()).or_default().goes_on = true;
            }
            hash = hash.push_byte(byte);
        }
        self.nodes.entry(hash.get()).or_default().key = self.keys.len() as u32;
    }
}

/// Whether a byte of a key is a [`Gap`].
fn is_gap(byte: u8) -> bool {
    [Gap::Space, Gap::Apostrophe, Gap::Dot, Gap::Comma, Gap::Slash].iter().any(|gap| *gap as u8 == byte)
}

/// One name on its way into an index.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    pub(crate) key: String,
    pub(crate) hash: u64,
    /// The spelling that is asked for to the letter; empty: capitals only.
    pub(crate) exact: String,
    pub(crate) capitals: u32,
    pub(crate) prior: f32,
    pub(crate) candidate: Candidate,
}

impl Name {
    /// `None` where the name can never match.
    pub(crate) fn new(
        name: &str,
        prior: f32,
        candidate: Candidate,
        is_common: impl Fn(&str) -> bool,
    ) -> Option<Self> {
        let key = words::key(name)?;
        let mut exact = String::new();
        let mut capitals = capitals(name);
        if candidate.kind == AliasKind::Acronym {
            if is_pronounced(name) && !is_common(&key) {
                capitals = 1;
            } else {
                exact = spelling(name);
                if is_cut_word(name) {
                    exact.push('.');
                }
            }
        }
        let hash = KeyHash::EMPTY.push(&key).get();
        Some(Self { key, hash, exact, capitals, prior, candidate })
    }

    /// Whether it can match where the text has a small letter first.
    fn starts_low(&self) -> bool {
        if self.exact.is_empty() {
            self.capitals & 1 == 0
        } else {
            self.exact.starts_with(char::is_lowercase)
        }
    }
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
        if number < 32 && name[word.start..].starts_with(char::is_uppercase) {
            mask |= 1 << number;
        }
        number += 1;
        at = word.end;
    }
    mask
}
