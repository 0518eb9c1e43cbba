//! Items of a list that stands in one paragraph: "1. First 2. Second", "• this • that".

use sayso_core::{Token, TokenKind};

/// The list that a paragraph opens with, and which item comes next.
#[derive(Copy, Clone, Debug)]
pub(crate) enum List {
    None,
    Bullets(char),
    Numbered { next: u32, closing: Closing },
    Lettered { next: u8 },
}

/// What stands after an item's number.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Closing {
    Stop,
    Bracket,
    Both,
}

impl List {
    /// The list that these tokens (a paragraph's) open.
    pub(crate) fn opening(text: &str, tokens: &[Token]) -> Self {
        let Some(first) = tokens.first() else { return Self::None };
        let word = first.span.of(text);
        if let Some(bullet) =
            word.chars().next().filter(|mark| matches!(mark, '•' | '⁃' | '▪' | '‣' | '●' | '·'))
        {
            return Self::Bullets(bullet);
        }
        if word == "a." || word == "a" && closing(text, tokens) == Some((Closing::Stop, 2)) {
            return Self::Lettered { next: b'b' };
        }
        match (word.parse::<u32>(), closing(text, tokens)) {
            (Ok(number), Some((closing, _))) if number < 100 => Self::Numbered { next: number + 1, closing },
            _ => Self::None,
        }
    }

    /// How many tokens the mark of the next item takes, if it stands at the head of `tokens`.
    #[inline]
    pub(crate) fn item(&mut self, text: &str, tokens: &[Token]) -> Option<usize> {
        match self {
            Self::None => None,
            list => list.next_item(text, tokens),
        }
    }

    fn next_item(&mut self, text: &str, tokens: &[Token]) -> Option<usize> {
        let word = tokens.first()?.span.of(text);
        match self {
            Self::None => None,
            Self::Bullets(bullet) => word.starts_with(*bullet).then_some(1),
            Self::Numbered { next, closing: want } => {
                let (found, len) = closing(text, tokens)?;
                let matches =
                    found == *want && word.parse() == Ok(*next) && is_capital(text, tokens.get(len)?);
                *next += u32::from(matches);
                matches.then_some(len)
            }
            Self::Lettered { next } => {
                let (found, len) = closing(text, tokens)?;
                let matches = found == Closing::Stop
                    && word.as_bytes() == [*next]
                    && is_capital(text, tokens.get(len)?);
                *next += u8::from(matches);
                matches.then_some(len)
            }
        }
    }

    /// Tokens that the mark at the head of the paragraph takes; a stop among them ends nothing.
    pub(crate) fn mark(text: &str, tokens: &[Token]) -> usize {
        match Self::opening(text, tokens) {
            Self::None => 0,
            Self::Bullets(_) => 1 + closing(text, tokens.get(1..).unwrap_or(&[])).map_or(0, |(_, len)| len),
            _ => closing(text, tokens).map_or(1, |(_, len)| len),
        }
    }
}

/// What follows the first token right away, and the tokens that it and its number take.
fn closing(text: &str, tokens: &[Token]) -> Option<(Closing, usize)> {
    let adjacent = |at: usize| tokens[at - 1].span.end == tokens[at].span.start;
    let is_stop = |token: &Token| token.kind == TokenKind::Stop && token.span.of(text) == ".";
    let second = tokens.get(1).filter(|_| adjacent(1))?;
    let bracket =
        |at: usize| tokens.get(at).is_some_and(|token| token.kind == TokenKind::CloseBracket) && adjacent(at);
    if bracket(1) {
        return Some((Closing::Bracket, 2));
    }
    is_stop(second).then(|| if bracket(2) { (Closing::Both, 3) } else { (Closing::Stop, 2) })
}

fn is_capital(text: &str, token: &Token) -> bool {
    token.span.of(text).starts_with(char::is_uppercase)
}
