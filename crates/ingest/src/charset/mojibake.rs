//! Text that was decoded once too often: UTF-8 read as Windows-1252 (`â€œ`), and Windows' marks as control characters.

use encoding_rs::WINDOWS_1252;
use std::borrow::Cow;

/// Letters of the longest sequence that one letter became.
const LONGEST: usize = 4;

/// The text as it was meant, and how many letters were mended; nothing where none is broken.
pub(crate) fn mended(text: &str) -> Option<(String, usize)> {
    if !is_suspect(text.as_bytes()) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut mended = 0;
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !byte.is_ascii()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (letter, length) = meant(rest);
        mended += usize::from(length > 0);
        let length = if length > 0 { length } else { rest.chars().next().map_or(1, char::len_utf8) };
        match letter {
            Some(letter) => out.push(letter),
            None => out.push_str(&rest[..length]),
        }
        rest = &rest[length..];
    }
    out.push_str(rest);
    (mended > 0).then_some((out, mended))
}

/// The same, with what had to be said.
pub(crate) fn mend(text: Cow<'_, str>) -> (Cow<'_, str>, usize) {
    match mended(&text) {
        Some((mended, count)) => (Cow::Owned(mended), count),
        None => (text, 0),
    }
}

/// Whether a text holds the beginning of such a sequence: `Â`, `Ã`, `â` or a control character of Latin-1.
fn is_suspect(bytes: &[u8]) -> bool {
    if bytes.is_ascii() {
        return false;
    }
    memchr::memchr2_iter(0xC2, 0xC3, bytes)
        .any(|at| matches!(bytes[at..], [0xC3, 0x82 | 0x83 | 0xA2, ..] | [0xC2, 0x80..=0x9F, ..]))
}

/// The letter that a sequence at the beginning of a text was, and the bytes that it takes; 0 where there is none.
fn meant(text: &str) -> (Option<char>, usize) {
    let first = text.chars().next().unwrap_or(' ');
    if ('\u{80}'..'\u{A0}').contains(&first) {
        let letter = WINDOWS_1252.decode_without_bom_handling(&[first as u8]).0.chars().next();
        return (letter.filter(|letter| !letter.is_control()), first.len_utf8());
    }
    if !matches!(first, '\u{C2}' | '\u{C3}' | '\u{E2}') {
        return (None, 0);
    }
    let mut bytes = Vec::new();
    let mut length = 0;
    for letter in text.chars().take(LONGEST) {
        let Some(byte) = byte_of(letter) else { break };
        bytes.push(byte);
        length += letter.len_utf8();
        if let Ok(decoded) = std::str::from_utf8(&bytes) {
            let letter = decoded.chars().next().filter(|letter| !letter.is_control());
            return letter.map_or((None, 0), |letter| (Some(letter), length));
        }
    }
    (None, 0)
}

/// The byte that Windows-1252 has for a letter beyond ASCII.
fn byte_of(letter: char) -> Option<u8> {
    if letter.is_ascii() {
        return None;
    }
    if letter < '\u{100}' {
        return Some(letter as u8);
    }
    let mut buffer = [0; 4];
    let (bytes, _, lost) = WINDOWS_1252.encode(letter.encode_utf8(&mut buffer));
    match (&*bytes, lost) {
        ([byte], false) => Some(*byte),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_letters_are_mended() {
        let broken = |text: &str| WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned();
        let text = "“We won’t pay £5 – or €6 – at the café,” said Zoë Łuk… Ødegård.";
        assert_eq!(mended(&broken(text)).unwrap_or_default().0, text.replace('Ł', &broken("Ł")));
        assert_eq!(mended("\u{93}No,\u{94} he said.").unwrap_or_default().0, "“No,” he said.");
        for sound in [text, "Âge, Ã la carte, âme", "plain", "São Tomé, château, Ânia"] {
            assert_eq!(mended(sound), None, "{sound}");
        }
    }
}
