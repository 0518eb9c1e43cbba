//! Text that nobody vetted, made fit to show: control characters and bidirectional overrides become visible, long
//! strings are cut.

use sayso_core::SpeakerKind;
use std::borrow::Cow;
use std::fmt;

/// Text for people: hostile characters visible, white space collapsed to single blanks, at most `max` characters.
/// For titles, names and statements. Not yet escaped for HTML.
pub fn line(text: &str, max: usize) -> Cow<'_, str> {
    if text.len() <= max && is_plain(text.as_bytes()) { text.into() } else { mended(text, max).into() }
}

/// Whether a text shows as it is for sure: visible characters with single blanks between them, none of which begins
/// like white space or something deceptive.
fn is_plain(bytes: &[u8]) -> bool {
    let blank = |end: Option<&u8>| end == Some(&b' ');
    let ends_oddly = bytes.iter().rev().take(2).any(|byte| is_odd([*byte, b'.', b'.']));
    if ends_oddly || blank(bytes.first()) || blank(bytes.last()) {
        return false;
    }
    // Every byte with the two behind it, sixteen at a time; the last sixteen may be looked at twice.
    let Some(last) = bytes.last_chunk() else {
        let mut padded = [b'.'; 18];
        padded[..bytes.len()].copy_from_slice(bytes);
        return !has_odd(&padded);
    };
    let starts = (0..bytes.len() - last.len()).step_by(16);
    starts.filter_map(|at| bytes[at..].first_chunk()).chain([last]).all(|chunk| !has_odd(chunk))
}

/// Whether one of the first sixteen is odd. Without an early end all are looked at together.
fn has_odd(bytes: &[u8; 18]) -> bool {
    (0..16).fold(false, |odd, at| odd | is_odd([bytes[at], bytes[at + 1], bytes[at + 2]]))
}

/// Whether a character that begins with these bytes may show otherwise than it is: controls, a blank before a blank,
/// U+0080 to U+00BF, and of what begins like white space or marks of direction all but dashes, quotation marks and the
/// ellipsis (U+2010 to U+2027).
fn is_odd([byte, second, third]: [u8; 3]) -> bool {
    let control = (byte < 0x20) | (byte == 0x7f);
    let gap = (byte == b' ') & (second == b' ');
    let lead = (byte == 0xc2) | (byte == 0xe1) | (byte == 0xe3);
    let mark = (second == 0x80) & (0x90..=0xa7).contains(&third);
    control | gap | lead | (byte == 0xe2) & !mark
}

fn mended(text: &str, max: usize) -> String {
    // White space beyond what can be shown is never looked at: a title may have megabytes.
    let mut out = String::with_capacity(text.len().min(max) + 4);
    let mut left = max;
    let mut gap = false;
    let mut rest = text.trim_start();
    while let Some(char) = rest.chars().next() {
        if char.is_whitespace() {
            gap = true;
            rest = &rest[char.len_utf8()..];
            continue;
        }
        if left == 0 {
            out.push('…');
            break;
        }
        if std::mem::take(&mut gap) {
            out.push(' ');
        }
        // Most of a text is runs of plain words, which are copied as they are.
        let plain = plain_words(rest.as_bytes(), &mut left);
        if plain > 0 {
            out.push_str(&rest[..plain]);
            rest = &rest[plain..];
        } else {
            let _ = write_visible(&mut out, char);
            left -= 1;
            rest = &rest[char.len_utf8()..];
        }
    }
    out
}

/// Length of the visible ASCII characters at the beginning, single blanks between them among them; the characters are
/// taken off those that are left.
fn plain_words(bytes: &[u8], left: &mut usize) -> usize {
    let mut at = 0;
    // Of sixteen at once the first must not be a blank at the beginning, and the last needs to see the next.
    while let Some(chunk) = bytes[at..].first_chunk::<17>().filter(|chunk| at > 0 || chunk[0] != b' ')
        && *left >= 16
    {
        let graphic: [bool; 17] = chunk.map(|byte| byte.is_ascii_graphic());
        let plain = |nth: usize| graphic[nth] | (chunk[nth] == b' ') & graphic[nth + 1];
        if !(0..16).fold(true, |all, nth| all & plain(nth)) {
            break;
        }
        *left -= (0..16).map(|nth| usize::from(graphic[nth])).sum::<usize>();
        at += 16;
    }
    while let Some(byte) = bytes.get(at) {
        let graphic = byte.is_ascii_graphic();
        let between = *byte == b' ' && at > 0 && bytes.get(at + 1).is_some_and(u8::is_ascii_graphic);
        if *left == 0 || !graphic && !between {
            break;
        }
        *left -= usize::from(graphic);
        at += 1;
    }
    at
}

/// Writes a character so that it is seen and does nothing.
///
/// # Errors
/// Those of `out`.
pub fn write_visible(out: &mut impl fmt::Write, char: char) -> fmt::Result {
    match char {
        '\n' | '\t' => out.write_char(char),
        '\r' => Ok(()),
        '\0'..='\x1f' => out.write_char(char::from_u32(0x2400 + char as u32).unwrap_or('\u{fffd}')),
        '\x7f' => out.write_char('\u{2421}'),
        _ if is_deceptive(char) => write!(out, "⟦U+{:04X}⟧", char as u32),
        _ => out.write_char(char),
    }
}

/// Characters that change how the text around them reads without being seen.
pub fn is_deceptive(char: char) -> bool {
    matches!(char, '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What a speaker is, in words that a reader understands.
pub fn kind_label(kind: SpeakerKind) -> &'static str {
    match kind {
        SpeakerKind::Person => "person",
        SpeakerKind::Role => "by role",
        SpeakerKind::Collective => "group",
        SpeakerKind::Organization => "organisation",
        SpeakerKind::Document => "document",
        SpeakerKind::Anonymous => "unnamed",
        SpeakerKind::Unresolved => "speaker unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// What needs no mending is not changed by it.
        #[test]
        fn plain_text_is_told_from_the_rest(
            text in "([a-z.,]{1,9}|[ \\n\u{a0}\u{2003}\u{2028}\u{202e}\u{7f}\u{85}\u{3000}]|[“”–…é€漢\u{1680}]){0,12}",
            max in 0_usize..80,
        ) {
            prop_assert_eq!(line(&text, max), mended(&text, max));
        }
    }

    #[test]
    fn long_text_is_cut() {
        assert_eq!(line("  a \n b\t\tc ", 10), "a b c");
        assert_eq!(line(&"x".repeat(2 << 20), 3), "xxx…");
    }
}
