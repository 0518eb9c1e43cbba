//! Words that nobody vetted, on their way to a terminal.

use std::fmt::Write as _;

/// Text that a terminal shows and does not obey: one line, no control characters.
pub(crate) fn visible(text: &str) -> String {
    let shown = |char: char| match char {
        '\n' | '\r' | '\t' => ' ',
        _ if obeyed(char) => '\u{fffd}',
        _ => char,
    };
    text.chars().map(shown).collect()
}

/// The same for text of several lines: line breaks and tabs stay.
pub(crate) fn visible_lines(text: &str) -> String {
    text.chars()
        .map(|char| if obeyed(char) && !matches!(char, '\n' | '\t') { '\u{fffd}' } else { char })
        .collect()
}

/// The same with runs of white space as one blank.
pub(crate) fn one_line(text: &str) -> String {
    visible(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// JSON whose strings hold such characters escaped: it reads as the same values.
pub(crate) fn escaped_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for char in json.chars() {
        if obeyed(char) {
            let _ = write!(out, "\\u{:04x}", char as u32);
        } else {
            out.push(char);
        }
    }
    out
}

/// Control characters, and those that turn the direction of the text around them.
fn obeyed(char: char) -> bool {
    char.is_control() || matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_obeyed() {
        let hostile = "a\x1b[31mb\u{202e}c\u{9b}2J\r\n\td";
        assert_eq!(visible(hostile), "a\u{fffd}[31mb\u{fffd}c\u{fffd}2J   d");
        assert_eq!(one_line("  a \n\n b\u{1b} "), "a b\u{fffd}");
    }

    #[test]
    fn escaped_json_is_the_same_value() {
        let value = serde_json::json!({"a": "x\u{7f}\u{85}\u{202e}y\n\u{1b}é"});
        let json = escaped_json(&value.to_string());
        assert!(json.chars().all(|char| !obeyed(char)), "{json}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap(), value);
    }
}
