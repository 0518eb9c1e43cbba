//! Which quotation marks open and which close.
//!
//! Every paragraph starts afresh, so a forgotten mark spoils one paragraph at most. Typographic marks say it
//! themselves; for ASCII marks the spaces around them do; where those say nothing, the marks alternate.

use crate::chars::{self, Class};
use sayso_core::{Token, TokenKind};

/// Sets the kinds of the quotation marks among the tokens of one paragraph.
pub(crate) fn resolve(text: &str, tokens: &mut [Token]) {
    let (mut inside, mut low) = (false, false);
    let mut single: Option<usize> = None;
    for at in 0..tokens.len() {
        match tokens[at].kind {
            TokenKind::OpenQuote => {
                let mark = tokens[at].span.of(text);
                // „…“: what opens elsewhere closes what a low mark opened.
                let opens = match lean(text, tokens[at]) {
                    _ if low && mark == "“" => false,
                    Lean::Opens => true,
                    Lean::Closes => false,
                    Lean::Unclear => !inside,
                };
                if !opens && !inside && is_measure(text, tokens, at) {
                    tokens[at].kind = TokenKind::Symbol;
                    continue;
                }
                tokens[at].kind = if opens { TokenKind::OpenQuote } else { TokenKind::CloseQuote };
                inside = opens;
                low = opens && matches!(mark, "„" | "‟");
            }
            TokenKind::OpenSingle => {
                let kind = single_kind(text, tokens, at, single.is_some());
                match kind {
                    TokenKind::OpenSingle => {
                        // The one before it was never closed.
                        if let Some(open) = single.replace(at) {
                            tokens[open].kind = TokenKind::Symbol;
                        }
                    }
                    TokenKind::CloseSingle => single = None,
                    _ => {}
                }
                tokens[at].kind = kind;
            }
            _ => {}
        }
    }
    // At the beginning of a paragraph it may be a quotation that goes on in the next one: see [`trade`].
    let goes_on = |open: usize| open == 0 && tokens.get(1).is_some_and(|next| is_capital(text, *next));
    if let Some(open) = single.filter(|open| !goes_on(*open)) {
        tokens[open].kind = TokenKind::Symbol;
    }
}

fn is_capital(text: &str, token: Token) -> bool {
    token.span.of(text).starts_with(char::is_uppercase)
}

/// Where an article quotes in single marks, as British papers do, they trade places with the double ones: a quotation
/// of theirs ends with a comma or a stop, and no double mark stands outside of single ones. Elsewhere a single mark that
/// was never closed is none.
pub(crate) fn trade(tokens: &mut [Token]) {
    if !speaks_in_single_marks(tokens) {
        return forget_unclosed(tokens);
    }
    for token in tokens.iter_mut() {
        token.kind = match token.kind {
            TokenKind::OpenSingle => TokenKind::OpenQuote,
            TokenKind::CloseSingle => TokenKind::CloseQuote,
            TokenKind::OpenQuote => TokenKind::OpenSingle,
            TokenKind::CloseQuote => TokenKind::CloseSingle,
            kind => kind,
        }
    }
}

fn forget_unclosed(tokens: &mut [Token]) {
    let mut open: Option<usize> = None;
    for at in 0..tokens.len() {
        match tokens[at].kind {
            TokenKind::OpenSingle => {
                if let Some(before) = open.replace(at) {
                    tokens[before].kind = TokenKind::Symbol;
                }
            }
            TokenKind::CloseSingle => open = None,
            _ => {}
        }
    }
    if let Some(before) = open {
        tokens[before].kind = TokenKind::Symbol;
    }
}

fn speaks_in_single_marks(tokens: &[Token]) -> bool {
    let (mut inside, mut speaks) = (false, false);
    let mut before = TokenKind::Word;
    for token in tokens {
        match token.kind {
            TokenKind::OpenSingle => inside = true,
            TokenKind::CloseSingle => {
                inside = false;
                speaks |= matches!(before, TokenKind::Comma | TokenKind::Stop);
            }
            TokenKind::OpenQuote | TokenKind::CloseQuote if !inside => return false,
            _ => {}
        }
        before = token.kind;
    }
    speaks
}

enum Lean {
    Opens,
    Closes,
    Unclear,
}

/// What a double mark says by its look and the spaces around it.
fn lean(text: &str, token: Token) -> Lean {
    let spaced = spacing(text, token);
    match token.span.of(text) {
        // »…«
        "«" if matches!(spaced, Lean::Closes) => Lean::Closes,
        "“" | "„" | "«" | "‟" | "``" => Lean::Opens,
        // A closing mark after a space and before a word was typed by mistake.
        "”" | "»" | "''" if !matches!(spaced, Lean::Opens) => Lean::Closes,
        _ => spaced,
    }
}

fn spacing(text: &str, token: Token) -> Lean {
    let (start, end) = (token.span.start as usize, token.span.end as usize);
    let left = chars::before(text, start).unwrap_or(Class::Space);
    let right = chars::at(text, end).map_or(Class::Space, |(class, _)| class);
    let free_left = matches!(left, Class::Space | Class::Open | Class::Hyphen);
    let free_right =
        matches!(right, Class::Space | Class::Close | Class::Comma | Class::Stop | Class::Hyphen);
    match (free_left, free_right) {
        (true, false) => Lean::Opens,
        (false, true) => Lean::Closes,
        _ if left == Class::Space && right == Class::Stop => Lean::Opens,
        _ => Lean::Unclear,
    }
}

/// Inches: `a 12" pipe`.
fn is_measure(text: &str, tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    tokens[at].span.of(text) == "\""
        && before.is_some_and(|before| {
            before.kind == TokenKind::Number && before.span.end == tokens[at].span.start
        })
}

/// A single mark: quotation mark, possessive apostrophe or neither.
fn single_kind(text: &str, tokens: &[Token], at: usize, inside: bool) -> TokenKind {
    let token = tokens[at];
    let left = chars::before(text, token.span.start as usize).unwrap_or(Class::Space);
    let right = chars::at(text, token.span.end as usize).map_or(Class::Space, |(class, _)| class);
    let mark = token.span.of(text);
    let open_left = matches!(left, Class::Space | Class::Open | Class::Double | Class::Hyphen);
    if open_left && !matches!(right, Class::Space | Class::Close | Class::Comma) && mark != "´" {
        return TokenKind::OpenSingle;
    }
    if mark == "‘" || mark == "`" {
        return TokenKind::Symbol;
    }
    let word = left == Class::Letter;
    let plural = word && before_is_s(text, token.span.start as usize);
    match (inside, word) {
        (true, false) => TokenKind::CloseSingle,
        // "the 'senators' plan": the mark closes unless the word is possessive and goes on without punctuation.
        (true, true) if !plural || closes_after(text, token) => TokenKind::CloseSingle,
        (true, true) if !later_close(text, tokens, at) => TokenKind::CloseSingle,
        (_, true) => TokenKind::Clitic,
        (false, false) => TokenKind::Symbol,
    }
}

fn before_is_s(text: &str, at: usize) -> bool {
    at > 0 && text.as_bytes()[at - 1].eq_ignore_ascii_case(&b's')
}

fn closes_after(text: &str, token: Token) -> bool {
    let right = chars::at(text, token.span.end as usize).map(|(class, _)| class);
    matches!(right, None | Some(Class::Comma | Class::Stop | Class::Double | Class::Close))
}

/// Whether a mark that is no possessive and could close stands within the next few words.
fn later_close(text: &str, tokens: &[Token], at: usize) -> bool {
    const WINDOW: usize = 30;
    let rest = &tokens[at + 1..tokens.len().min(at + 1 + WINDOW)];
    let candidate = |token: &&Token| {
        let left = chars::before(text, token.span.start as usize).unwrap_or(Class::Space);
        token.kind == TokenKind::OpenSingle
            && left != Class::Space
            && !before_is_s(text, token.span.start as usize)
    };
    let opener = |token: &&Token| {
        token.kind == TokenKind::OpenSingle
            && chars::before(text, token.span.start as usize) == Some(Class::Space)
    };
    let next = rest.iter().position(|token| candidate(&token));
    let fresh = rest.iter().position(|token| opener(&token));
    next.is_some_and(|next| fresh.is_none_or(|fresh| next < fresh))
}
