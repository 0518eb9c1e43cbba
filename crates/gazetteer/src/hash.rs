//! Hashes of words and of sequences of words: eight bytes at a time, the same for a word of ASCII read out of a text
//! and for its folded form.

const SEED: u64 = 0x243F_6A88_85A3_08D3;
const MIX: u64 = 0x9E37_79B9_7F4A_7C15;
/// Makes ASCII capitals small and leaves digits alone; what else it changes does not matter to a hash.
const SMALL: u64 = 0x2020_2020_2020_2020;
const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// The hash of a sequence of folded words and gaps.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeyHash(u64);

impl KeyHash {
    pub(crate) const EMPTY: Self = Self(SEED);

    /// The sequence with one more word, after a gap (0 before the first word).
    #[inline]
    pub(crate) fn push(self, gap: u8, word: u64) -> Self {
        let mixed = (self.0.rotate_left(23) ^ u64::from(gap) ^ word).wrapping_mul(MIX);
        Self(mixed ^ (mixed >> 29))
    }

    pub(crate) fn get(self) -> u64 {
        self.0
    }
}

#[inline]
fn mix(hash: u64, chunk: u64) -> u64 {
    let mixed = (hash ^ chunk).wrapping_mul(MIX);
    mixed ^ (mixed >> 32)
}

/// The hash of a folded word.
pub(crate) fn of_folded(word: &str) -> u64 {
    let mut hash = SEED;
    for chunk in word.as_bytes().chunks(8) {
        let mut padded = [0; 8];
        padded[..chunk.len()].copy_from_slice(chunk);
        let mask = low_bytes(chunk.len());
        hash = mix(hash, (u64::from_le_bytes(padded) | SMALL) & mask);
    }
    hash
}

/// The hash of a row's id; ids that differ in the case of letters share it.
pub(crate) fn of_id(id: &str) -> u64 {
    of_folded(id)
}

/// The hash of the folded form of a word of ASCII letters, digits and underscores of this length.
#[inline]
pub(crate) fn of_ascii(text: &[u8], start: usize, length: usize) -> u64 {
    let mut hash = SEED;
    let mut done = 0;
    while done < length {
        hash = mix(hash, (load(text, start + done) | SMALL) & low_bytes(length - done));
        done += 8;
    }
    hash
}

/// The low `count` bytes set.
#[inline]
fn low_bytes(count: usize) -> u64 {
    if count >= 8 { u64::MAX } else { (1 << (count * 8)) - 1 }
}

/// Reads a word of ASCII letters, digits and underscores that begins at `start`: one past its last byte, and the hash
/// of its folded form. `None` where it goes on with, or begins with, anything else that may be part of a word.
#[inline]
pub(crate) fn ascii_word(text: &[u8], start: usize) -> Option<(usize, u64)> {
    let mut hash = SEED;
    let mut at = start;
    loop {
        let chunk = load(text, at);
        if chunk & first_bytes_high(chunk) != 0 {
            return None;
        }
        let length = word_bytes(chunk);
        if length > 0 {
            hash = mix(hash, (chunk | SMALL) & low_bytes(length));
        }
        at += length;
        if length < 8 {
            break;
        }
    }
    (at > start).then_some((at, hash))
}

/// The bits of bytes outside ASCII that stand before the first byte of ASCII that ends a word, or at it.
#[inline]
fn first_bytes_high(chunk: u64) -> u64 {
    let length = word_bytes(chunk);
    HIGH & low_bytes(length + 1)
}

/// How many of the eight bytes, from the lowest on, belong to a word of ASCII.
#[inline]
fn word_bytes(chunk: u64) -> usize {
    (!word_mask(chunk) & HIGH).trailing_zeros() as usize / 8
}

/// The high bit of each byte that is an ASCII letter, digit or underscore. Correct up to and including the first byte
/// that is none.
#[inline]
fn word_mask(chunk: u64) -> u64 {
    let low = chunk & !HIGH;
    let between = |bytes: u64, first: u8, last: u8| {
        let from = bytes + ONES * u64::from(0x80 - first);
        let above = bytes + ONES * u64::from(0x7F - last);
        from & !above
    };
    let letters = between(low | SMALL, b'a', b'z');
    let digits = between(low, b'0', b'9');
    let underscore = between(low, b'_', b'_');
    (letters | digits | underscore) & !chunk & HIGH
}

/// Eight bytes from `at`, zeros behind the end.
#[inline]
fn load(text: &[u8], at: usize) -> u64 {
    if let Some(Ok(bytes)) = text.get(at..at + 8).map(TryInto::try_into) {
        return u64::from_le_bytes(bytes);
    }
    let rest = text.get(at..).unwrap_or_default();
    let mut padded = [0; 8];
    padded[..rest.len()].copy_from_slice(rest);
    u64::from_le_bytes(padded)
}

#[cfg(test)]
mod tests {
    use super::{ascii_word, of_folded};
    use crate::words;

    #[test]
    fn words_of_ascii_hash_like_their_folded_form() {
        for text in ["New York", "x", "G20.", "Constantinople's", "12345678", "Abcdefgh1 x", "a_b", "A&B"] {
            let word = words::next_word(text, 0).map_or(0, |word| word.end);
            assert_eq!(ascii_word(text.as_bytes(), 0), Some((word, of_folded(&crate::fold(&text[..word])))));
        }
        for text in ["", " a", "naïve", "Ł", "Constantinopleé", "&"] {
            assert_eq!(ascii_word(text.as_bytes(), 0), None, "{text}");
        }
    }
}
