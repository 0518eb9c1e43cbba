//! Words by hash: what the tables and the rest of an article are asked with, so that no look-up allocates.

use sayso_core::swar;
use sayso_lexicon::WordSet;

/// The hash of a word in small letters, or of several words one after another. Two words of the tables never share
/// one (a test looks); that another word of a text does is as likely as one in 10^14.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Key(u64);

impl Key {
    /// The number itself; its low bits are as good as the others.
    pub(crate) fn number(self) -> u64 {
        self.0
    }

    /// The key of a phrase: of the words before, then of one more.
    pub(crate) fn then(self, word: Self) -> Self {
        Self((self.0.rotate_left(23) ^ word.0).wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }
}

/// The key of a word that is in small letters already.
pub(crate) fn of_lower(word: &str) -> Key {
    of_bytes(word.as_bytes(), |bytes| bytes)
}

/// The keys of a few words in small letters: comparing them all takes less time than looking at one word's letters.
pub(crate) fn of_each(words: &WordSet) -> Vec<Key> {
    words.iter().map(of_lower).collect()
}

/// The key of a word of ASCII whose letter case does not matter.
pub(crate) fn of_ascii(word: &str) -> Key {
    of_bytes(word.as_bytes(), swar::small)
}

/// The key of a word in small letters, by the numbers of its letters, eight at a time (see [`swar`](sayso_core::swar)).
#[inline]
pub(crate) fn of_numbers(numbers: impl IntoIterator<Item = u64>, length: usize) -> Key {
    // The length tells zeros of the word from those behind it.
    end(numbers.into_iter().fold(length as u64, mix))
}

/// Eight bytes at a time, after a change.
#[inline]
fn of_bytes(word: &[u8], change: impl Fn(u64) -> u64) -> Key {
    of_numbers(word.chunks(8).map(|bytes| change(swar::number(bytes))), word.len())
}

const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

#[inline]
fn mix(state: u64, number: u64) -> u64 {
    let mixed = (state ^ number).wrapping_mul(MIX);
    mixed ^ mixed >> 32
}

#[inline]
fn end(state: u64) -> Key {
    let mixed = state.wrapping_mul(MIX);
    Key(mixed ^ mixed >> 29)
}

/// Typographic apostrophes and hyphens as the keyboard has them.
fn plain(c: char) -> char {
    match c {
        '\u{2019}' | '\u{2BC}' => '\'',
        '\u{2010}' | '\u{2011}' => '-',
        _ => c,
    }
}

/// The key of a word as written: in small letters, typographic apostrophes and hyphens plain, without final stops.
#[inline]
pub(crate) fn of_word(text: &str) -> Key {
    if !text.is_ascii() {
        let visible = text.chars().filter(|c| *c != '\u{AD}');
        let lower: String = visible.flat_map(char::to_lowercase).map(plain).collect();
        return of_lower(lower.trim_end_matches('.'));
    }
    if text.as_bytes().last() == Some(&b'.') { of_ascii(text.trim_end_matches('.')) } else { of_ascii(text) }
}

/// The key of a phrase of small words with one blank between them; a possessive is a word of its own, as in tokens.
pub(crate) fn of_phrase(phrase: &str) -> impl Iterator<Item = Key> {
    phrase.split(' ').flat_map(|word| {
        let (word, clitic) = word.strip_suffix("'s").map_or((word, None), |word| (word, Some("'s")));
        std::iter::once(word).chain(clitic).map(of_lower)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_word_share_a_key() {
        for (text, word) in [
            ("Gov.", "gov"),
            ("PORT", "port"),
            ("Łódź", "łódź"),
            ("O’Brien", "o'brien"),
            ("Jean‐Luc", "jean-luc"),
        ] {
            assert_eq!(of_word(text), of_lower(word), "{text}");
        }
        assert_ne!(of_lower("port"), of_lower("ports"));
    }

    #[test]
    fn order_counts_in_phrases() {
        let key = |phrase| of_phrase(phrase).fold(Key::default(), Key::then);
        assert_ne!(key("vice president"), key("president vice"));
        assert_eq!(of_phrase("king's counsel").count(), 3);
    }
}
