//! Text for pages: markup is escaped, hostile characters are visible.

use askama::{FastWritable, Values};
use sayso_corpus::{is_deceptive, write_visible};
use std::fmt::{self, Write as _};

/// Appends text escaped for HTML (elements and quoted attributes alike) with hostile characters visible.
pub(crate) fn push_html(out: &mut String, text: &str) {
    // A string takes whatever is written into it.
    let _ = write_html(out, text);
}

fn write_html(out: &mut impl fmt::Write, text: &str) -> fmt::Result {
    let mut kept = 0;
    let mut at = 0;
    while let Some(special) = text.as_bytes()[at..].iter().position(|byte| SPECIAL[usize::from(*byte)]) {
        at += special;
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
    let control = byte < 0x20 && byte != b'\n' && byte != b'\t' || byte == 0x7f;
    control || matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'' | 0xc2 | 0xe2)
}

/// The same as a table.
const SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < table.len() {
        table[byte] = is_special(byte as u8);
        byte += 1;
    }
    table
};

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
    [rest / 100, rest / 10 % 10, rest % 10]
        .iter()
        .for_each(|digit| out.push(char::from(b'0' + *digit as u8)));
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

    #[test]
    fn hostile_text_is_visible_text() {
        let mut out = String::new();
        push_html(&mut out, "<b onclick='x'>&\"\0\u{202e}“é”\u{85}");
        assert_eq!(out, "&lt;b onclick=&#39;x&#39;&gt;&amp;&quot;\u{2400}⟦U+202E⟧“é”⟦U+0085⟧");
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
