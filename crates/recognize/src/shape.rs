//! How tokens are written.

use sayso_core::{TokenKind, swar};

/// How a token is written.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// "said".
    Lower,
    /// "Peskov".
    Title,
    /// "NATO", "U.S."
    Upper,
    /// "McDonald", "iPhone".
    Mixed,
    /// "J."
    Initial,
    /// `'s`.
    Clitic,
    Number,
    /// Marks and all the rest.
    Other,
}

impl Shape {
    /// How many there are.
    pub(crate) const COUNT: usize = Self::Other as usize + 1;

    #[inline]
    pub(crate) fn of(text: &str, kind: TokenKind) -> Self {
        match kind {
            TokenKind::Word => Self::of_word(text),
            TokenKind::Clitic => Self::Clitic,
            TokenKind::Number => Self::Number,
            _ => Self::Other,
        }
    }

    #[inline]
    fn of_word(text: &str) -> Self {
        let Some((first, rest)) = text.as_bytes().split_first() else { return Self::Other };
        // Nearly every word is one of these two.
        if rest.chunks(8).all(|bytes| swar::all_small(swar::number(bytes), bytes.len())) {
            if first.is_ascii_lowercase() {
                return Self::Lower;
            }
            if first.is_ascii_uppercase() && !rest.is_empty() {
                return Self::Title;
            }
        }
        let upper = text.chars().filter(|c| c.is_uppercase()).count();
        let lower = text.chars().filter(|c| c.is_lowercase()).count();
        match (upper, lower) {
            (0, _) => Self::Lower,
            (1, 0) => Self::Initial,
            (_, 0) => Self::Upper,
            (1, _) if text.starts_with(char::is_uppercase) => Self::Title,
            _ => Self::Mixed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        for (text, shape) in [
            ("said", Shape::Lower),
            ("vice-president", Shape::Lower),
            ("éclair", Shape::Lower),
            ("Peskov", Shape::Title),
            ("Émile", Shape::Title),
            ("O'neill", Shape::Title),
            ("U.S.", Shape::Upper),
            ("J.", Shape::Initial),
            ("A", Shape::Initial),
            ("McDonald", Shape::Mixed),
            ("iPhone", Shape::Mixed),
        ] {
            assert_eq!(Shape::of(text, TokenKind::Word), shape, "{text}");
        }
    }
}
