//! A source as written, taken apart: head noun, items of a list, determiner.

use sayso_document::{Span, TokenKind, Tokens};

const PRONOUNS: &[&str] = &[
    "he", "she", "it", "they", "we", "i", "you", "his", "her", "its", "their", "our", "my", "him", "them",
    "who", "which", "that", "whose", "this", "himself", "herself",
];
const PREPOSITIONS: &[&str] = &[
    "of",
    "for",
    "from",
    "in",
    "at",
    "on",
    "with",
    "by",
    "who",
    "whose",
    "which",
    "that",
    "to",
    "as",
    "near",
    "inside",
    "around",
    "close",
    "familiar",
    "involved",
    "representing",
    "about",
    "under",
    "against",
    "including",
    "like",
    "among",
];
const DEFINITE: &[&str] =
    &["the", "these", "those", "both", "this", "that", "such", "his", "her", "their", "its"];

pub(crate) struct Phrase<'a> {
    text: &'a str,
    span: Span,
    /// The words as spans.
    words: Vec<(Span, TokenKind)>,
}

impl<'a> Phrase<'a> {
    pub(crate) fn new(text: &'a str, tokens: &Tokens, span: Span) -> Self {
        let range = tokens.in_span(span);
        let words = tokens.tokens[range].iter().map(|token| (token.span, token.kind)).collect();
        Self { text, span, words }
    }

    pub(crate) fn start(&self) -> u32 {
        self.span.start
    }

    pub(crate) fn folded(&self) -> String {
        self.span.of(self.text).to_lowercase()
    }

    pub(crate) fn is_pronoun(&self) -> bool {
        self.words.len() == 1 && self.is_word(0, PRONOUNS)
    }

    pub(crate) fn is_definite(&self) -> bool {
        self.is_word(0, DEFINITE)
    }

    fn word(&self, at: usize) -> &'a str {
        self.words.get(at).map_or("", |(span, _)| span.of(self.text))
    }

    fn is_word(&self, at: usize, list: &[&str]) -> bool {
        list.iter().any(|word| self.word(at).eq_ignore_ascii_case(word))
    }

    /// Words up to the first comma, preposition, relative pronoun or bracket.
    fn head_words(&self) -> usize {
        let stops = |at: &usize| {
            let kind = self.words[*at].1;
            matches!(kind, TokenKind::Comma | TokenKind::Dash | TokenKind::OpenBracket)
                || self.is_word(*at, PREPOSITIONS)
        };
        (1..self.words.len()).find(stops).unwrap_or(self.words.len())
    }

    /// The head noun in lower case.
    pub(crate) fn head(&self) -> String {
        let end = self.head_words();
        (0..end)
            .rev()
            .find(|&at| self.words[at].1 == TokenKind::Word)
            .map_or_else(String::new, |at| self.word(at).to_lowercase())
    }

    /// The phrase without determiner and apposition, for display.
    pub(crate) fn description(&self) -> &'a str {
        const ARTICLES: &[&str] = &["the", "a", "an", "The", "A", "An"];
        let comma = self.words.iter().position(|(_, kind)| *kind == TokenKind::Comma).filter(|&at| at > 0);
        let end = comma.unwrap_or(self.words.len());
        let first = usize::from(end > 1 && self.is_word(0, ARTICLES));
        match (self.words.get(first), end.checked_sub(1).and_then(|last| self.words.get(last))) {
            (Some(first), Some(last)) => first.0.join(last.0).of(self.text),
            _ => self.span.of(self.text),
        }
    }

    /// The items of "A, B and C"; the whole phrase without its apposition where it is no list.
    pub(crate) fn items(&self) -> Vec<Span> {
        let joined =
            self.words.iter().rposition(|(span, _)| matches!(span.of(self.text), "and" | "or" | "And" | "&"));
        let Some(joined) = joined.filter(|&at| at > 0) else { return vec![self.span] };
        if self.words[..joined].iter().any(|(span, _)| matches!(span.of(self.text), "who" | "which" | "of"))
            && !self.lists_capitals(joined)
        {
            return vec![self.span];
        }
        let mut items = Vec::new();
        let mut start = 0;
        for at in 0..=self.words.len() {
            let splits =
                at == self.words.len() || at == joined || at < joined && self.words[at].1 == TokenKind::Comma;
            if splits {
                if start < at {
                    items.push(self.words[start].0.join(self.words[at - 1].0));
                }
                start = at + 1;
            }
        }
        items
    }

    fn lists_capitals(&self, joined: usize) -> bool {
        (0..joined)
            .filter(|&at| self.words[at].1 == TokenKind::Comma)
            .all(|at| starts_capital(self.word(at + 1)))
            && starts_capital(self.word(joined + 1))
    }

    /// Where the head of an item ends: before its first preposition or comma.
    pub(crate) fn head_end(&self, item: Span) -> u32 {
        let inside = |at: &usize| item.contains(self.words[*at].0);
        let first = (0..self.words.len()).find(inside).unwrap_or(0);
        let stop = (first + 1..self.words.len()).filter(inside).find(|&at| {
            matches!(self.words[at].1, TokenKind::Comma | TokenKind::Dash | TokenKind::OpenBracket)
                || self.is_word(at, PREPOSITIONS)
        });
        match stop {
            Some(at) => self.words[at - 1].0.end,
            None => item.end,
        }
    }

    /// Whether a preposition governs the name at `byte` ("a lawyer for Jones"): what comes before is the head. A
    /// title that holds "of" does not ("Secretary of State John Kerry": the name follows other capitals).
    pub(crate) fn is_governed(&self, byte: u32) -> bool {
        let at = self.words.partition_point(|(span, _)| span.start < byte);
        let mut before = at;
        while before > 0
            && self.words[before - 1].1 == TokenKind::Word
            && starts_capital(self.word(before - 1))
        {
            before -= 1;
        }
        let direct = before == at;
        before > 0 && self.is_word(before - 1, PREPOSITIONS) && (direct || !self.is_word(before - 1, &["of"]))
    }

    /// Whether the name that ends at `byte` is followed by `'s`.
    pub(crate) fn is_possessor(&self, byte: u32) -> bool {
        let at = self.words.partition_point(|(span, _)| span.start < byte);
        self.words.get(at).is_some_and(|(_, kind)| *kind == TokenKind::Clitic) && at + 1 < self.words.len()
    }
}

fn starts_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}
