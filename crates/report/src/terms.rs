//! Words as the search looks for them, each with the items that have it.

use rustc_hash::FxHashMap;
use sayso_core::{counting_sort, swar};
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// Longest term kept, in characters.
const TERM: usize = 24;

/// A number for each term, by the order in which they come. Most terms fit into a number themselves, which is found
/// and compared without a look elsewhere.
#[derive(Default)]
pub(crate) struct Terms {
    short: Shorts,
    long: FxHashMap<Box<[u8]>, Noted>,
    all: Vec<Key>,
}

/// What is kept of a term: its number, and the last item that has it.
#[derive(Copy, Clone)]
struct Noted {
    number: u32,
    last: u32,
}

/// Terms that fit into a number: open addressing with linear probing, at most half full. All that is kept of a term
/// lies in one place, because the time goes into waiting for memory.
#[derive(Default)]
struct Shorts {
    /// No term is all zeros.
    places: Vec<(u128, Noted)>,
    count: usize,
}

impl Shorts {
    const LEAST: usize = 1 << 12;

    /// Where a term is, or would be.
    #[inline]
    fn place(&self, term: u128) -> usize {
        let last = self.places.len() - 1;
        // The two halves multiplied, as wyhash does it.
        let [low, high] = [term as u64 ^ 0x243F_6A88_85A3_08D3, (term >> 64) as u64 ^ 0x9E37_79B9_7F4A_7C15];
        let mixed = u128::from(low) * u128::from(high);
        let mut at = (mixed as u64 ^ (mixed >> 64) as u64) as usize & last;
        while self.places[at].0 != term && self.places[at].0 != 0 {
            at = (at + 1) & last;
        }
        at
    }

    /// What is kept of a term, which is new where it has no number yet.
    #[inline]
    fn get(&mut self, term: u128, next: u32) -> &mut Noted {
        if 2 * self.count >= self.places.len() {
            self.grow();
        }
        let at = self.place(term);
        let place = &mut self.places[at];
        if place.0 == 0 {
            *place = (term, Noted { number: next, last: NONE });
            self.count += 1;
        }
        &mut place.1
    }

    fn grow(&mut self) {
        let room = (2 * self.places.len()).max(Self::LEAST);
        let before = std::mem::replace(&mut self.places, vec![(0, Noted { number: 0, last: NONE }); room]);
        for (term, noted) in before.into_iter().filter(|(term, _)| *term != 0) {
            let at = self.place(term);
            self.places[at] = (term, noted);
        }
    }

    /// Touches the places of terms that will be wanted: the processor waits for all of them at once.
    fn fetch(&self, terms: impl Iterator<Item = u128>) {
        if !self.places.is_empty() {
            let touched = terms.fold(0, |sum, term| sum ^ self.places[self.place(term)].1.number);
            std::hint::black_box(touched);
        }
    }
}

#[derive(Clone)]
enum Key {
    /// Bytes and zeros, which no term has.
    Short(u128),
    Long(Box<[u8]>),
}

impl Key {
    fn new(term: &[u8]) -> Self {
        let mut bytes = [0; size_of::<u128>()];
        match bytes.get_mut(..term.len()) {
            Some(place) => {
                place.copy_from_slice(term);
                Self::Short(u128::from_le_bytes(bytes))
            }
            None => Self::Long(term.into()),
        }
    }

    fn short(&self) -> Option<u128> {
        if let Self::Short(term) = self { Some(*term) } else { None }
    }

    fn text(self) -> String {
        let bytes = match self {
            Self::Short(number) => {
                let mut bytes = number.to_le_bytes().to_vec();
                bytes.retain(|byte| *byte != 0);
                bytes
            }
            Self::Long(bytes) => bytes.into(),
        };
        // Terms are cut between characters: nothing is lost.
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl Terms {
    fn noted(&mut self, key: &Key) -> &mut Noted {
        let next = self.all.len() as u32;
        let noted = match key {
            Key::Short(term) => self.short.get(*term, next),
            Key::Long(bytes) => self.long.entry(bytes.clone()).or_insert(Noted { number: next, last: NONE }),
        };
        if noted.number == next {
            self.all.push(key.clone());
        }
        noted
    }

    /// All terms, by their numbers.
    pub(crate) fn into_texts(self) -> impl Iterator<Item = String> {
        self.all.into_iter().map(Key::text)
    }
}

/// The terms of a part of the items.
#[derive(Default)]
pub(crate) struct Gathered {
    terms: Terms,
    /// Terms and the items that have them, items ascending.
    pairs: Vec<(u32, u32)>,
}

impl Gathered {
    /// Adds the words of an item, which is the last one or a later one.
    pub(crate) fn add(&mut self, item: u32, text: &str) {
        words(text, &mut |key| {
            let noted = self.terms.noted(&key);
            if std::mem::replace(&mut noted.last, item) != item {
                self.pairs.push((noted.number, item));
            }
        });
    }

    /// Forgets the items from this one on.
    pub(crate) fn forget(&mut self, from: u32) {
        self.pairs.truncate(self.pairs.partition_point(|(_, item)| *item < from));
        let Terms { short, long, .. } = &mut self.terms;
        let noted = short.places.iter_mut().map(|(_, noted)| noted).chain(long.values_mut());
        noted.filter(|noted| noted.last >= from).for_each(|noted| noted.last = NONE);
    }

    /// Hands out terms by their numbers in `all`, each once with all its items: what belongs to a term lies far from what
    /// belongs to the next.
    pub(crate) fn into(self, all: &mut Terms, take: &mut impl FnMut(u32, &[u32])) {
        let pairs = self.pairs.iter().map(|(term, item)| (*term as usize, *item));
        let (items, ends) = counting_sort(self.terms.all.len(), pairs);
        let mut start = 0;
        for (keys, ends) in self.terms.all.chunks(AHEAD).zip(ends.chunks(AHEAD)) {
            all.short.fetch(keys.iter().filter_map(Key::short));
            for (key, end) in keys.iter().zip(ends) {
                let items = &items[std::mem::replace(&mut start, *end)..*end];
                if !items.is_empty() {
                    take(all.noted(key).number, items);
                }
            }
        }
    }
}

/// Terms that are looked for at once.
const AHEAD: usize = 16;

/// No item.
const NONE: u32 = u32::MAX;

/// The words to search for: lower case, without diacritics, of letters and digits. `search.js` does the same.
fn words(text: &str, take: &mut impl FnMut(Key)) {
    let mut term = Reading::default();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if let Some((key, length)) = short(&bytes[at..]).filter(|_| term.chars == 0) {
            if length >= 2 {
                take(Key::Short(key));
            }
            at += length + 1;
            continue;
        }
        let word = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        term.letters(&bytes[at..at + word]);
        at += word;
        let Some(char) = text[at..].chars().next() else { break };
        at += char.len_utf8();
        if char.is_ascii() {
            term.end(take);
        } else {
            decompose_canonical(char, |char| term.char(char, take));
        }
    }
    term.end(take);
}

/// A term of ASCII at the beginning that fits into a number and has no character beyond ASCII behind it, and its length.
fn short(bytes: &[u8]) -> Option<(u128, usize)> {
    let (first, mut length) = swar::alphanumeric(bytes);
    let mut key = u128::from(first);
    if length == 8 {
        let (second, more) = swar::alphanumeric(&bytes[8..]);
        key |= u128::from(second) << 64;
        length += more;
    }
    let ends = bytes.get(length).is_none_or(u8::is_ascii);
    (length < 16 && ends).then_some((key, length))
}

/// A term that is being read.
struct Reading {
    bytes: [u8; LONGEST],
    length: usize,
    chars: usize,
}

/// Bytes of the longest term: the small form of a character is three characters at most.
const LONGEST: usize = TERM * 3 * 4;

impl Default for Reading {
    fn default() -> Self {
        Self { bytes: [0; LONGEST], length: 0, chars: 0 }
    }
}

impl Reading {
    fn letters(&mut self, letters: &[u8]) {
        let kept = letters.len().min(TERM - self.chars);
        let place = &mut self.bytes[self.length..self.length + kept];
        place.copy_from_slice(&letters[..kept]);
        place.make_ascii_lowercase();
        self.length += kept;
        self.chars += kept;
    }

    fn char(&mut self, char: char, take: &mut impl FnMut(Key)) {
        if char.is_ascii_alphanumeric() {
            self.letters(&[char as u8]);
        } else if char.is_alphanumeric() {
            if self.chars < TERM {
                for small in char.to_lowercase() {
                    self.length += small.encode_utf8(&mut self.bytes[self.length..]).len();
                }
                self.chars += 1;
            }
        } else if !is_combining_mark(char) {
            self.end(take);
        }
    }

    fn end(&mut self, take: &mut impl FnMut(Key)) {
        if self.chars >= 2 {
            take(Key::new(&self.bytes[..self.length]));
        }
        (self.length, self.chars) = (0, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn terms_of_ascii_are_read_as_all_are() {
        let slowly = |text: &str| {
            let mut term = Reading::default();
            let mut found = Vec::new();
            text.chars().for_each(|char| term.char(char, &mut |key| found.push(key.text())));
            term.end(&mut |key| found.push(key.text()));
            found
        };
        let text = "The U.S. Senate's 9th vote, on Élan-Überschrift; sixteen-letters: abcdefghijklmnop Abcdefghijklmno \
            a1 x \u{7f} incomprehensibilities and the end";
        for start in text.char_indices().map(|(at, _)| at) {
            let mut found = Vec::new();
            words(&text[start..], &mut |key| found.push(key.text()));
            let plain: String = text[start..].nfd().collect();
            assert_eq!(found, slowly(&plain));
        }
    }

    #[test]
    fn many_terms_keep_their_numbers() {
        let many: Vec<String> = (0..9_000).map(|n| format!("w{n}")).collect();
        let (mut all, mut pairs) = (Terms::default(), Vec::new());
        for part in [&many[..6_000], &many[3_000..]] {
            let mut gathered = Gathered::default();
            (0..2).for_each(|item| gathered.add(item, &part.join(" ")));
            gathered.into(&mut all, &mut |term, items| pairs.extend(items.iter().map(|item| (term, *item))));
        }
        let both = |term: u32| [(term, 0), (term, 1)];
        assert_eq!(pairs, (0..6_000).chain(3_000..9_000).flat_map(both).collect::<Vec<_>>());
        assert!(all.into_texts().eq(many));
    }

    #[test]
    fn terms_of_any_length_come_back() {
        let mut gathered = Gathered::default();
        gathered.add(0, "Élan of the Kommunalverfassungsgesetzes");
        gathered.add(1, "THE elan 中華人民共和国国務院 a");
        gathered.add(2, "forgotten élan");
        gathered.forget(2);
        gathered.add(2, "the the");
        let mut all = Terms::default();
        all.noted(&Key::new(b"first"));
        let mut pairs = Vec::new();
        gathered.into(&mut all, &mut |term, items| pairs.extend(items.iter().map(|item| (term, *item))));
        let texts: Vec<String> = all.into_texts().collect();
        let found: Vec<(&str, u32)> =
            pairs.iter().map(|(term, item)| (&*texts[*term as usize], *item)).collect();
        let expected = [
            ("elan", 0),
            ("elan", 1),
            ("of", 0),
            ("the", 0),
            ("the", 1),
            ("the", 2),
            ("kommunalverfassungsgeset", 0),
            ("中華人民共和国国務院", 1),
        ];
        assert_eq!(found, expected);
        assert_eq!(texts[0], "first");
    }
}
