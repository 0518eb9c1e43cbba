//! Words by hash: what the tables and the rest of an article are asked with, so that no look-up allocates.

use rustc_hash::FxHasher;
use std::hash::Hasher as _;

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
    of_bytes(word.as_bytes())
}

/// [`of_lower`] of UTF-8 bytes.
pub(crate) fn of_bytes(word: &[u8]) -> Key {
    let mut hasher = FxHasher::default();
    hasher.write(word);
    Key(hasher.finish())
}

/// The key of a word as written: in small letters, typographic apostrophes plain, without final stops.
pub(crate) fn of_word(text: &str) -> Key {
    // Without a way out of the loops, so that they become vector code.
    let all = |test: fn(&u8) -> bool| text.as_bytes().iter().fold(true, |all, byte| all & test(byte));
    if all(u8::is_ascii_lowercase) {
        return of_lower(text);
    }
    let mut small = [0; 32];
    match small.get_mut(..text.len()) {
        Some(small) if all(u8::is_ascii) => {
            for (small, byte) in small.iter_mut().zip(text.bytes()) {
                *small = byte.to_ascii_lowercase();
            }
            let stops = small.iter().rev().take_while(|byte| **byte == b'.').count();
            of_bytes(&small[..small.len() - stops])
        }
        _ => {
            let lower = text.chars().flat_map(char::to_lowercase);
            let lower: String = lower.map(|c| if c == '’' { '\'' } else { c }).collect();
            of_lower(lower.trim_end_matches('.'))
        }
    }
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
        for (text, word) in [("Gov.", "gov"), ("PORT", "port"), ("Łódź", "łódź"), ("O’Brien", "o'brien")]
        {
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
