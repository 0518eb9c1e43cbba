//! SIMD within a register: short words as numbers, eight bytes at a time, for tables that every token is looked up in.

use std::ops::Range;

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x80 * ONES;

/// The first eight bytes as a little-endian number, zeros where there are fewer.
#[inline]
pub fn number(bytes: &[u8]) -> u64 {
    if let Some(bytes) = bytes.first_chunk::<8>() {
        return u64::from_le_bytes(*bytes);
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        // Both halves hold the bytes in the middle.
        let last = u64::from(u32::from_le_bytes(*last));
        return u64::from(u32::from_le_bytes(*first)) | last << (8 * (bytes.len() - 4));
    }
    bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// The bytes of a range of at most eight as [`number`] has them; `None` where the range is longer, or so near the end
/// that eight bytes cannot be read at once.
#[inline]
pub fn number_at(bytes: &[u8], range: Range<usize>) -> Option<u64> {
    let eight = bytes.get(range.start..)?.first_chunk::<8>()?;
    let count = range.len();
    (count <= 8).then(|| u64::from_le_bytes(*eight) & first_bytes(count))
}

/// The bytes of a range of at most sixteen as a little-endian number; `None` where the range is longer, or so near the
/// end that sixteen bytes cannot be read at once.
#[inline]
pub fn wide_at(bytes: &[u8], range: Range<usize>) -> Option<u128> {
    let sixteen = u128::from_le_bytes(*bytes.get(range.start..)?.first_chunk::<16>()?);
    let count = range.len();
    (count <= 16).then(|| if count == 16 { sixteen } else { sixteen & ((1 << (8 * count)) - 1) })
}

/// The same eight bytes with capital ASCII letters made small.
#[inline]
pub fn small(bytes: u64) -> u64 {
    bytes | among(bytes, b'A', b'Z') >> 2
}

/// Whether the first `count` of eight bytes, at most eight, are small ASCII letters.
#[inline]
pub fn all_small(bytes: u64, count: usize) -> bool {
    let wanted = HIGH & first_bytes(count);
    among(bytes, b'a', b'z') & wanted == wanted
}

/// How many ASCII letters there are at the beginning.
#[inline]
pub fn alphabetic(bytes: &[u8]) -> usize {
    let mut count = 0;
    loop {
        let more = leading(among(capitals_small(number(&bytes[count..])), b'a', b'z'));
        count += more;
        if more < size_of::<u64>() {
            return count;
        }
    }
}

/// The ASCII letters, made small, and digits at the beginning, at most eight, as a number; and how many.
#[inline]
pub fn alphanumeric(bytes: &[u8]) -> (u64, usize) {
    let bytes = number(bytes);
    // Digits have the bit that makes letters small.
    let small = capitals_small(bytes);
    let found = among(small, b'a', b'z') | among(bytes, b'0', b'9');
    (small & leading_bits(found), leading(found))
}

/// Letters made small; what is no letter may become something else, which is none either.
#[inline]
fn capitals_small(bytes: u64) -> u64 {
    bytes | (0x20 * ONES)
}

/// How many bytes at the beginning have their high bit, of bytes with that bit or none.
#[inline]
fn leading(found: u64) -> usize {
    ((!found & HIGH).trailing_zeros() / 8) as usize
}

/// All bits of those bytes.
#[inline]
fn leading_bits(found: u64) -> u64 {
    let first = !found & HIGH;
    // The lowest bit of the first byte without the high bit, or of one beyond all.
    let first = (first & first.wrapping_neg()) >> 7;
    first.wrapping_sub(1)
}

/// All bits of so many bytes.
#[inline]
fn first_bytes(count: usize) -> u64 {
    if count >= 8 { u64::MAX } else { (1 << (8 * count)) - 1 }
}

/// The high bit of each byte that lies in a range of ASCII.
#[inline]
fn among(bytes: u64, first: u8, last: u8) -> u64 {
    let low = bytes & !HIGH;
    let from = low + ONES * u64::from(0x80 - first);
    let above = low + ONES * u64::from(0x7F - last);
    from & !above & !bytes & HIGH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_numbers() {
        for word in [
            "",
            "I",
            "At",
            "the",
            "Said",
            "`az{",
            "@AZ[",
            "/09:",
            "9th",
            "ÉCOLE",
            "Friday’",
            "aBcDeFgH",
            "announcement",
            "announcement of it",
            "incomprehensible",
        ] {
            let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
            assert_eq!(alphabetic(word.as_bytes()), letters, "{word}");
            let mut bytes = [0; 8];
            let count = word.len().min(8);
            bytes[..count].copy_from_slice(&word.as_bytes()[..count]);
            assert_eq!(number(word.as_bytes()), u64::from_le_bytes(bytes), "{word}");
            bytes.make_ascii_lowercase();
            assert_eq!(small(number(word.as_bytes())), u64::from_le_bytes(bytes), "{word}");
            let letters = word.as_bytes()[..count].iter().all(u8::is_ascii_lowercase);
            assert_eq!(all_small(number(word.as_bytes()), count), letters, "{word}");
            let leading =
                bytes.iter().take_while(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()).count();
            bytes[leading..].fill(0);
            assert_eq!(alphanumeric(word.as_bytes()), (u64::from_le_bytes(bytes), leading), "{word}");
        }
    }

    #[test]
    fn words_of_a_text_are_the_same_numbers() {
        let text = "The bridge is announced. É.".as_bytes();
        for start in 0..=text.len() {
            for end in start..=text.len() {
                let fits = end - start <= 8 && start + 8 <= text.len();
                let expected = fits.then(|| number(&text[start..end]));
                assert_eq!(number_at(text, start..end), expected, "{start}..{end}");
                let wide = || text[start..end].iter().rev().fold(0, |wide, it| wide << 8 | u128::from(*it));
                let expected = (end - start <= 16 && start + 16 <= text.len()).then(wide);
                assert_eq!(wide_at(text, start..end), expected, "{start}..{end}");
            }
        }
    }
}
