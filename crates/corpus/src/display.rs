//! Text that nobody vetted, made fit to show: control characters and bidirectional overrides become visible, long
//! strings are cut.

use sayso_core::SpeakerKind;
use std::borrow::Cow;
use std::fmt;

/// Text for people: hostile characters visible, white space collapsed to single blanks, at most `max` characters.
/// For titles, names and statements. Not yet escaped for HTML.
pub fn line(text: &str, max: usize) -> Cow<'_, str> {
    if text.len() <= max && is_plain(text) { text.into() } else { mended(text, max).into() }
}

/// Whether a text shows as it is for sure: visible ASCII with single blanks between words.
fn is_plain(text: &str) -> bool {
    let mut blank = true;
    let plain = text.bytes().all(|byte| {
        let fits = byte.is_ascii_graphic() || byte == b' ' && !blank;
        blank = byte == b' ';
        fits
    });
    plain && !text.ends_with(' ')
}

fn mended(text: &str, max: usize) -> String {
    let mut out = String::with_capacity(text.len().min(max) + 4);
    let mut left = max;
    let mut gap = false;
    for char in text.trim_start().chars() {
        if char.is_whitespace() {
            gap = true;
            continue;
        }
        if left == 0 {
            out.push('…');
            break;
        }
        if std::mem::take(&mut gap) {
            out.push(' ');
        }
        // A string takes whatever is written into it.
        let _ = write_visible(&mut out, char);
        left -= 1;
    }
    out
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
