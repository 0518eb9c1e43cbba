//! Where sentences end.

use crate::abbreviations::{self, Kind};
use crate::lists::List;
use sayso_core::{Sentence, Span, Token, TokenKind};
use sayso_lexicon::WordSet;

/// Appends the sentences of the paragraph whose tokens begin at `first`.
pub(crate) fn split(text: &str, all: &[Token], first: usize, out: &mut Vec<Sentence>) {
    let tokens = &all[first..];
    let mut list = List::opening(text, tokens);
    let mut begin = 0;
    let mut at = List::mark(text, tokens);
    while at < tokens.len() {
        let item = if at > begin { list.item(text, &tokens[at..]) } else { None };
        if let Some(len) = item {
            push(tokens, begin..at, first, out);
            begin = at;
            at += len.max(1);
            at += inner_mark(text, &tokens[begin..], at - begin);
            continue;
        }
        if let Some(end) = (Scene { text, tokens, begin }).end_after(at) {
            push(tokens, begin..end, first, out);
            begin = end;
            at = end;
            at += list.item(text, &tokens[at..]).unwrap_or(0);
        } else {
            at += 1;
        }
    }
    push(tokens, begin..tokens.len(), first, out);
}

/// Tokens of a number after a bullet ("• 9. The …").
fn inner_mark(text: &str, tokens: &[Token], taken: usize) -> usize {
    if taken == 1 { List::mark(text, tokens).saturating_sub(1) } else { 0 }
}

/// The most tokens of a sentence. News has none so long; where marks are missing, or a text is no prose, every later
/// stage would take time and space that grow with the square of such a sentence.
pub const LONGEST_SENTENCE: usize = 256;

/// Appends a sentence, or several where it is longer than [`LONGEST_SENTENCE`].
fn push(tokens: &[Token], range: std::ops::Range<usize>, first: usize, out: &mut Vec<Sentence>) {
    let mut begin = range.start;
    while begin < range.end {
        let end = if range.end - begin > LONGEST_SENTENCE { cut(tokens, begin) } else { range.end };
        let Some([head, .., tail] | [head @ tail]) = tokens.get(begin..end) else { return };
        out.push(Sentence {
            span: Span { start: head.span.start, end: tail.span.end },
            first_token: (first + begin) as u32,
            end_token: (first + end) as u32,
        });
        begin = end;
    }
}

/// Where the overlong sentence that begins here is cut: behind the last comma or dash in the second half of what fits.
fn cut(tokens: &[Token], begin: usize) -> usize {
    let half = begin + LONGEST_SENTENCE / 2;
    let window = tokens.get(half..begin + LONGEST_SENTENCE).unwrap_or_default();
    let pause = window.iter().rposition(|token| matches!(token.kind, TokenKind::Comma | TokenKind::Dash));
    pause.map_or(begin + LONGEST_SENTENCE, |at| half + at + 1)
}

/// A paragraph with the sentence that is going on.
struct Scene<'a> {
    text: &'a str,
    tokens: &'a [Token],
    begin: usize,
}

impl Scene<'_> {
    /// If the sentence ends with the token at `at` (and closing marks after it), the index after them.
    fn end_after(&self, at: usize) -> Option<usize> {
        let token = self.tokens[at];
        match token.kind {
            TokenKind::Stop => self.stop(at),
            TokenKind::Word | TokenKind::Clitic if self.ends_with_stop(token) => self.abbreviation(at),
            _ => None,
        }
    }

    fn ends_with_stop(&self, token: Token) -> bool {
        let last = (token.span.end as usize).checked_sub(1);
        last.and_then(|last| self.text.as_bytes().get(last)) == Some(&b'.')
    }

    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.span.of(self.text))
    }

    fn stop(&self, at: usize) -> Option<usize> {
        let mark = self.word(at);
        let end = self.closers(at + 1);
        if self.in_brackets(at, end) {
            return None;
        }
        let next = self.tokens.get(end)?;
        let glued = next.span.start == self.tokens[end - 1].span.end;
        let quoted = self.tokens[at + 1..end].iter().any(|token| is_quote(token.kind));
        let word = next.span.of(self.text);
        let lower = word.starts_with(char::is_lowercase);
        if next.kind == TokenKind::Stop {
            // ". . . ." goes on; its last stop decides.
            return None;
        }
        if glued
            && !(mark == "." && word.starts_with(char::is_uppercase) || is_quote(next.kind) || mark.len() > 1)
        {
            return None;
        }
        if matches!(
            next.kind,
            TokenKind::Comma | TokenKind::Dash | TokenKind::CloseBracket | TokenKind::CloseQuote
        ) {
            return None;
        }
        if lower {
            return (!quoted && end == at + 1 && self.ends_before_lower(at)).then_some(end);
        }
        if quoted && mark != "." && self.tag_follows(end) {
            return None;
        }
        Some(end)
    }

    /// ". . ." typed with spaces.
    fn is_spaced_dots(&self, at: usize) -> bool {
        at > 0 && self.tokens[at - 1].kind == TokenKind::Stop
    }

    /// An untidy text may go on in lower case: after a full stop, except after a short word, which is rather an
    /// abbreviation; after other marks only where the sentence began so itself.
    fn ends_before_lower(&self, at: usize) -> bool {
        match self.word(at) {
            "." => !self.is_spaced_dots(at) && at > self.begin && self.word(at - 1).len() >= 4,
            _ => self.word(self.begin).starts_with(char::is_lowercase),
        }
    }

    /// The index after the closing marks that follow without a space.
    fn closers(&self, mut at: usize) -> usize {
        while let Some(token) = self.tokens.get(at) {
            let closes = matches!(
                token.kind,
                TokenKind::CloseQuote | TokenKind::CloseSingle | TokenKind::CloseBracket
            );
            if !closes || token.span.start != self.tokens[at - 1].span.end {
                break;
            }
            at += 1;
        }
        at
    }

    /// "[...]" and "(He left early.) in the middle".
    fn in_brackets(&self, at: usize, end: usize) -> bool {
        let closed = self.tokens[at + 1..end].iter().any(|token| token.kind == TokenKind::CloseBracket);
        let opened = at > self.begin && self.tokens[at - 1].kind == TokenKind::OpenBracket;
        closed && opened
    }

    /// Whether the words after a quotation tell who said it: `"Why?" Roe asked.`
    fn tag_follows(&self, from: usize) -> bool {
        const NAME: usize = 5;
        for at in from..self.tokens.len().min(from + NAME) {
            let word = self.word(at);
            if at > from && SAYING.contains(word) {
                return true;
            }
            let capital = word.starts_with(char::is_uppercase) && self.tokens[at].kind == TokenKind::Word;
            if !capital || STARTERS.contains(word) {
                return false;
            }
        }
        false
    }

    /// A word whose stop belongs to it ends the sentence only before something that surely begins one.
    fn abbreviation(&self, at: usize) -> Option<usize> {
        let end = self.closers(at + 1);
        let next = self.word(end);
        let stem = self.word(at).trim_end_matches('.');
        if next.is_empty() {
            return None;
        }
        let quote = end > at + 1 || is_quote(self.tokens[end].kind);
        let starts = STARTERS.contains(next)
            || is_quote(self.tokens[end].kind) && STARTERS.contains(self.word(end + 1));
        let ends = match abbreviations::kind(stem) {
            Some(Kind::Title) => false,
            Some(Kind::Time) => (starts || is_title(next)) && at >= self.begin + 4,
            Some(Kind::Number | Kind::Month) => starts && !quote,
            None if stem.len() == 1 => starts && !self.name_before(at),
            _ => starts,
        };
        ends.then_some(end)
    }

    /// Whether the word before an initial is part of a name too.
    fn name_before(&self, at: usize) -> bool {
        at > self.begin && self.word(at - 1).starts_with(char::is_uppercase) && at - 1 > self.begin
    }
}

fn is_quote(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::OpenQuote | TokenKind::CloseQuote | TokenKind::OpenSingle | TokenKind::CloseSingle
    )
}

fn is_title(word: &str) -> bool {
    word.strip_suffix('.').is_some_and(|stem| abbreviations::kind(stem) == Some(Kind::Title))
}

/// Verbs in lower case behind a quotation that ends in a question or exclamation mark.
static SAYING: WordSet = WordSet::named("verbs behind a quotation");

/// Words that begin a sentence where they stand with a capital after an abbreviation.
static STARTERS: WordSet = WordSet::named("sentence starters");
