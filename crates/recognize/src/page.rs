//! An article as the rules look at it: each token with its shape and what the tables say of it.

use crate::lexicon::{Facts, lexicon};
use rustc_hash::FxHashSet;
use sayso_document::{Article, PartKind, Span, TokenKind, Tokens};
use std::hash::{BuildHasher, BuildHasherDefault};

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

/// A token.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Word {
    pub(crate) span: Span,
    pub(crate) kind: TokenKind,
    pub(crate) shape: Shape,
    /// Filled for capitalised words only.
    pub(crate) facts: Facts,
    /// A capital here tells nothing: sentence start, title-case or all-capitals heading.
    pub(crate) weak: bool,
}

impl Word {
    pub(crate) fn capital(&self) -> bool {
        matches!(self.shape, Shape::Title | Shape::Upper | Shape::Mixed | Shape::Initial)
    }

    /// The most that "small" may be for a capital at a weak place to count as a name.
    pub(crate) fn common(&self) -> bool {
        self.facts.small >= 60
    }

    pub(crate) fn is(&self, bits: u32) -> bool {
        self.facts.is(bits)
    }
}

/// How the capitals of a sentence are set.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Setting {
    Running,
    /// "Every Word Begins With a Capital"
    TitleCase,
    /// "ALL CAPITALS"
    AllCapitals,
}

/// A sentence by its tokens.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Line {
    pub(crate) first: usize,
    pub(crate) end: usize,
    pub(crate) setting: Setting,
}

/// An article prepared for the rules.
pub(crate) struct Page<'a> {
    pub(crate) text: &'a str,
    pub(crate) article: &'a Article,
    pub(crate) words: Vec<Word>,
    pub(crate) lines: Vec<Line>,
    /// Hashes of the words that the text writes in small letters.
    small: FxHashSet<u64>,
}

impl<'a> Page<'a> {
    pub(crate) fn new(article: &'a Article, tokens: &Tokens) -> Self {
        let mut page = Self {
            text: &article.text,
            article,
            words: Vec::with_capacity(tokens.tokens.len()),
            lines: Vec::with_capacity(tokens.sentences.len()),
            small: FxHashSet::default(),
        };
        for token in &tokens.tokens {
            let text = token.span.of(page.text);
            let shape = shape(text, token.kind);
            if shape == Shape::Lower {
                page.small.insert(hash(text));
            }
            page.words.push(Word {
                span: token.span,
                kind: token.kind,
                shape,
                facts: Facts::default(),
                weak: false,
            });
        }
        let mut key = String::new();
        for word in page.words.iter_mut().filter(|word| word.capital()) {
            lower_into(word.span.of(page.text), &mut key);
            word.facts = lexicon().facts(key.trim_end_matches('.'));
            if word.facts == Facts::default() && !key.is_ascii() {
                word.facts = lexicon().facts(&sayso_gazetteer::fold(&key));
            }
        }
        for sentence in &tokens.sentences {
            page.line(sentence.tokens().start, sentence.tokens().end.min(tokens.tokens.len()));
        }
        page
    }

    /// The text of a token.
    pub(crate) fn of(&self, at: usize) -> &'a str {
        self.words[at].span.of(self.text)
    }

    /// The token in small letters and without a final stop.
    pub(crate) fn lower(&self, at: usize) -> String {
        let mut key = String::new();
        lower_into(self.of(at), &mut key);
        key.truncate(key.trim_end_matches('.').len());
        key
    }

    /// Bytes from the first to the last of some tokens.
    pub(crate) fn span(&self, first: usize, end: usize) -> Span {
        self.words[first].span.join(self.words[end - 1].span)
    }

    /// Whether the text has the word in small letters somewhere.
    pub(crate) fn written_small(&self, at: usize) -> bool {
        self.small.contains(&hash(&self.lower(at)))
    }

    /// Whether nothing but blanks (or one line break) lies between a token and the one before.
    pub(crate) fn joined(&self, at: usize) -> bool {
        at > 0 && {
            let gap = self.text.get(self.words[at - 1].span.end as usize..self.words[at].span.start as usize);
            gap.is_some_and(|gap| gap.len() <= 8 && gap.matches('\n').count() <= 1)
        }
    }

    fn line(&mut self, first: usize, end: usize) {
        let words = &mut self.words[first..end];
        let setting = setting(words);
        if setting == Setting::Running {
            mark_starts(words);
        } else {
            for word in words {
                word.weak = true;
            }
        }
        self.lines.push(Line { first, end, setting });
    }

    /// The role of the text at a token.
    pub(crate) fn part(&self, at: usize) -> Option<PartKind> {
        self.article.part_at(self.words[at].span.start).map(|part| part.kind)
    }
}

/// The first word of a sentence, of a quotation, of a bracket, and after a colon.
fn mark_starts(words: &mut [Word]) {
    let mut start = true;
    for word in words {
        match word.kind {
            TokenKind::OpenQuote | TokenKind::OpenSingle | TokenKind::Stop => start = true,
            TokenKind::Word | TokenKind::Number | TokenKind::Address | TokenKind::Clitic => {
                word.weak = start;
                start = false;
            }
            TokenKind::Dash if start => {}
            _ => start = start && !matches!(word.kind, TokenKind::CloseBracket),
        }
    }
}

fn setting(words: &[Word]) -> Setting {
    let (mut small, mut capital, mut upper) = (0, 0, 0);
    for word in words.iter().filter(|word| word.kind == TokenKind::Word && word.span.len() >= 4) {
        match word.shape {
            Shape::Lower => small += 1,
            Shape::Upper => upper += 1,
            Shape::Title | Shape::Mixed => capital += 1,
            _ => {}
        }
    }
    // Only capitals on words that are no names tell of a heading.
    let common = words
        .iter()
        .filter(|word| word.shape == Shape::Title && word.facts.small >= 70 && word.span.len() >= 4)
        .count();
    // Headlines have no full stop.
    let stopped = words.iter().rev().take(2).any(|word| word.kind == TokenKind::Stop);
    if upper >= 2 && upper > 3 * (small + capital) {
        Setting::AllCapitals
    } else if common >= 2 && capital + upper >= 4 && capital + upper > 6 * small && !stopped {
        Setting::TitleCase
    } else {
        Setting::Running
    }
}

fn shape(text: &str, kind: TokenKind) -> Shape {
    match kind {
        TokenKind::Word => word_shape(text),
        TokenKind::Clitic => Shape::Clitic,
        TokenKind::Number => Shape::Number,
        _ => Shape::Other,
    }
}

fn word_shape(text: &str) -> Shape {
    let first = text.chars().next().unwrap_or(' ');
    let (mut uppers, mut lowers) = (0, 0);
    for c in text.chars() {
        uppers += usize::from(c.is_uppercase());
        lowers += usize::from(c.is_lowercase());
    }
    match (uppers, lowers) {
        (0, _) => Shape::Lower,
        (1, 0) if text.len() > first.len_utf8() => Shape::Initial,
        (1, 0) => Shape::Initial,
        (_, 0) => Shape::Upper,
        (1, _) if first.is_uppercase() => Shape::Title,
        _ if first.is_uppercase() || uppers >= 2 => Shape::Mixed,
        _ => Shape::Mixed,
    }
}

/// Writes a word in small letters, its typographic apostrophes plain.
pub(crate) fn lower_into(text: &str, out: &mut String) {
    out.clear();
    if text.is_ascii() {
        out.extend(text.bytes().map(|byte| byte.to_ascii_lowercase() as char));
    } else {
        out.extend(text.chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }));
    }
}

fn hash(text: &str) -> u64 {
    BuildHasherDefault::<rustc_hash::FxHasher>::default().hash_one(text)
}
