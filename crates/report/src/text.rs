//! Text that nobody vetted, made fit to show: control characters and bidirectional overrides become visible,
//! long strings are cut, markup is escaped.

use crate::special;
use askama::{FastWritable, Values};
use std::borrow::Cow;
use std::fmt::{self, Write as _};

/// Text for people: hostile characters visible, white space collapsed to single blanks, at most `max` characters.
/// For titles, names and statements. Not yet escaped for HTML.
pub(crate) fn line(text: &str, max: usize) -> Cow<'_, str> {
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

fn write_visible(out: &mut impl fmt::Write, char: char) -> fmt::Result {
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
fn is_deceptive(char: char) -> bool {
    matches!(char, '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Appends text escaped for HTML (elements and quoted attributes alike) with hostile characters visible.
pub(crate) fn push_html(out: &mut String, text: &str) {
    // A string takes whatever is written into it.
    let _ = write_html(out, text);
}

fn write_html(out: &mut impl fmt::Write, text: &str) -> fmt::Result {
    let mut kept = 0;
    let mut at = 0;
    while let Some(special) = special::next(text.as_bytes(), at, is_special, &SPECIAL) {
        at = special;
        // A special byte always begins a character: continuation bytes are not special.
        let Some(char) = text[at..].chars().next() else { break };
        let escape = match char {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\'' => "&#39;",
            _ if char.is_ascii() || is_deceptive(char) => "",
            _ => {
                at += char.len_utf8();
                continue;
            }
        };
        out.write_str(&text[kept..at])?;
        if escape.is_empty() {
            write_visible(out, char)?;
        } else {
            out.write_str(escape)?;
        }
        at += char.len_utf8();
        kept = at;
    }
    out.write_str(&text[kept..])
}

/// Bytes at which [`push_html`] has to look closer; 0xc2 leads U+0080 to U+00BF, 0xe2 U+2000 to U+2FFF.
const fn is_special(byte: u8) -> bool {
    let control = (byte < 0x20) & (byte != b'\n') & (byte != b'\t') | (byte == 0x7f);
    let markup = (byte == b'&') | (byte == b'<') | (byte == b'>') | (byte == b'"') | (byte == b'\'');
    control | markup | (byte == 0xc2) | (byte == 0xe2)
}

/// The same as a table: faster for one byte, slower for sixteen.
const SPECIAL: [bool; 256] = special::table!(is_special);

/// Text that templates show as [`push_html`] writes it: `{{ Html(text)|safe }}`.
pub(crate) struct Html<'a>(pub &'a str);

impl FastWritable for Html<'_> {
    fn write_into(&self, mut to: &mut dyn fmt::Write, _: &dyn Values) -> askama::Result<()> {
        Ok(write_html(&mut to, self.0)?)
    }
}

/// A web address that may become a link: only http and https ever do.
pub(crate) fn link(url: &str) -> Option<String> {
    let url = url.trim();
    let scheme = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    let web = scheme.starts_with("http://") || scheme.starts_with("https://");
    let plain =
        url.len() <= 2000 && url.chars().all(|char| !char.is_control() && !is_deceptive(char) && char != ' ');
    (web && plain).then(|| url.to_owned())
}

/// Text as a value in an address (application/x-www-form-urlencoded).
pub(crate) fn query(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b' ' => out.push('+'),
            _ if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// Appends a whole number as it is.
pub(crate) fn push_number(out: &mut String, value: u32) {
    if value >= 10 {
        push_number(out, value / 10);
    }
    out.push(char::from(b'0' + (value % 10) as u8));
}

/// A whole number in groups of three: 20,000 reads better than 20000.
pub(crate) fn number(value: u64) -> String {
    let mut out = String::with_capacity(DIGITS);
    push_grouped(&mut out, value);
    out
}

/// Room for most numbers and what stands between two of them.
pub(crate) const DIGITS: usize = 16;

/// Appends a whole number in groups of three.
pub(crate) fn push_grouped(out: &mut String, value: u64) {
    if value < 1000 {
        return push_number(out, value as u32);
    }
    push_grouped(out, value / 1000);
    out.push(',');
    let rest = value % 1000;
    [rest / 100, rest / 10 % 10, rest % 10].iter().for_each(|it| out.push(char::from(b'0' + *it as u8)));
}

/// "1 article", "2 articles".
pub(crate) fn plural(value: u64, one: &str, many: &str) -> String {
    let noun = if value == 1 { one } else { many };
    let mut out = String::with_capacity(DIGITS + noun.len());
    push_grouped(&mut out, value);
    out.push(' ');
    out + noun
}

/// "12 %", "<1 %": a share for people.
pub(crate) fn percent(part: u64, whole: u64) -> String {
    match (part, whole) {
        (0, _) | (_, 0) => "0%".to_owned(),
        _ if part * 100 < whole => "<1%".to_owned(),
        _ => format!("{:.0}%", part as f64 * 100.0 / whole as f64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hostile_text_is_visible_text() {
        let mut out = String::new();
        push_html(&mut out, "<b onclick='x'>&\"\0\u{202e}“é”\u{85}");
        assert_eq!(out, "&lt;b onclick=&#39;x&#39;&gt;&amp;&quot;\u{2400}⟦U+202E⟧“é”⟦U+0085⟧");
    }

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

    #[test]
    fn only_web_addresses_are_links() {
        assert!(link("https://example.org/a?b=c").is_some());
        for hostile in [
            "javascript:alert(1)",
            " JaVaScRiPt:x",
            "data:text/html,x",
            "//x",
            "http",
            "",
            "https://a\u{202e}b",
        ] {
            assert_eq!(link(hostile), None, "{hostile}");
        }
    }

    #[test]
    fn numbers_read_well() {
        for (value, expected) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (1_034_507, "1,034,507"),
            (u64::MAX, "18,446,744,073,709,551,615"),
        ] {
            assert_eq!(number(value), expected);
        }
        assert_eq!(percent(1, 200), "<1%");
        assert_eq!(percent(1, 3), "33%");
    }
}
