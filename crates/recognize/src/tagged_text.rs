//! An article as the rules look at it: each token with its shape and what the tables say of it.

use crate::key::{self, Key};
use crate::lexicon::{Facts, bit, lexicon};
use crate::lowercase_words::LowercaseWords;
use crate::shape::Shape;
use crate::words;
use sayso_core::{Article, PartKind, Span, Token, TokenKind, Tokens, swar};

/// A token.
#[derive(Copy, Clone, Debug)]
#[allow(clippy::struct_excessive_bools)] // independent facts, asked one by one
pub(crate) struct Word {
    pub(crate) span: Span,
    pub(crate) kind: TokenKind,
    pub(crate) shape: Shape,
    /// Filled for capitalised words only.
    pub(crate) facts: Facts,
    /// A capital here tells nothing: sentence start, title-case or all-capitals heading.
    pub(crate) case_uninformative: bool,
    /// Stands among words in capitals that are no names: a heading that runs on into the text.
    pub(crate) all_caps: bool,
    /// Nothing but blanks (or one line break) lies between it and the token before.
    pub(crate) joined: bool,
    /// Says what something is like by a name: "Brussels-based", "Ivy League-trained".
    pub(crate) compound: bool,
    /// Of the token in small letters, without a final stop.
    pub(crate) key: Key,
}

impl Word {
    pub(crate) fn capital(&self) -> bool {
        matches!(self.shape, Shape::Title | Shape::Upper | Shape::Mixed | Shape::Initial)
    }

    /// The most that "small" may be for a capital at a case_uninformative place to count as a name.
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
pub(crate) struct TaggedText<'a> {
    pub(crate) text: &'a str,
    pub(crate) article: &'a Article,
    pub(crate) words: Vec<Word>,
    pub(crate) lines: Vec<Line>,
    /// The words that the text writes in small letters.
    small: LowercaseWords,
}

/// Buffers of a [`TaggedText`], reused for the next article.
#[derive(Default)]
pub(crate) struct Buffers {
    words: Vec<Word>,
    lines: Vec<Line>,
    small: LowercaseWords,
}

impl<'a> TaggedText<'a> {
    pub(crate) fn new(article: &'a Article, tokens: &Tokens, buffers: Buffers) -> Self {
        let Buffers { mut words, mut lines, mut small } = buffers;
        words.clear();
        words.reserve(tokens.tokens.len());
        lines.clear();
        small.clear(tokens.tokens.len());
        let mut tagged = Self { text: &article.text, article, words, lines, small };
        let mut before = None;
        for token in &tokens.tokens {
            let word = tagged.word(token, before);
            if word.shape == Shape::Lower {
                tagged.small.insert(word.key);
            }
            tagged.words.push(word);
            before = Some(token.span.end);
        }
        for sentence in &tokens.sentences {
            tagged.line(sentence.tokens().start, sentence.tokens().end.min(tokens.tokens.len()));
        }
        tagged
    }

    /// Releases the buffers.
    pub(crate) fn into_buffers(self) -> Buffers {
        Buffers { words: self.words, lines: self.lines, small: self.small }
    }

    fn word(&self, token: &Token, before: Option<u32>) -> Word {
        let (shape, key, compound) = match short(self.text, token) {
            Some((shape, key)) => (shape, key, false),
            None => spelled(token.span.of(self.text), token.kind),
        };
        let joined = before.is_some_and(|before| {
            self.text.as_bytes().get(before as usize..token.span.start as usize).is_some_and(joins)
        });
        let facts = Facts::default();
        let mut word = Word {
            span: token.span,
            kind: token.kind,
            shape,
            facts,
            case_uninformative: false,
            all_caps: false,
            joined,
            compound,
            key,
        };
        if word.capital() {
            word.facts = lexicon().facts(key);
            if word.facts.nothing() {
                let text = token.span.of(self.text);
                if !text.is_ascii() {
                    word.facts = lexicon().facts(key::of_lower(&sayso_gazetteer::fold(text)));
                }
            }
        }
        word
    }

    /// The text of a token.
    pub(crate) fn of(&self, at: usize) -> &'a str {
        self.words[at].span.of(self.text)
    }

    /// Bytes from the first to the last of some tokens.
    pub(crate) fn span(&self, first: usize, end: usize) -> Span {
        self.words[first].span.join(self.words[end - 1].span)
    }

    /// Whether the text has the word in small letters somewhere.
    pub(crate) fn written_small(&self, at: usize) -> bool {
        self.small.contains(self.words[at].key)
    }

    /// The line that a token stands in.
    pub(crate) fn line_of(&self, at: usize) -> Line {
        let next = self.lines.partition_point(|line| line.first <= at);
        self.lines[next.saturating_sub(1)]
    }

    /// Whether the text has a word in small letters, by its key.
    pub(crate) fn has_small(&self, word: Key) -> bool {
        self.small.contains(word)
    }

    /// Whether nothing but blanks (or one line break) lies between a token and the one before.
    pub(crate) fn joined(&self, at: usize) -> bool {
        self.words[at].joined
    }

    fn line(&mut self, first: usize, end: usize) {
        let words = &mut self.words[first..end];
        let (setting, upper) = setting(words);
        if setting == Setting::Running {
            mark_starts(words);
            if upper >= ALL_CAPS_RUN {
                mark_all_caps(words);
            }
        } else {
            for word in words {
                word.case_uninformative = true;
            }
        }
        self.lines.push(Line { first, end, setting });
    }

    /// The role of the text at a token.
    pub(crate) fn part(&self, at: usize) -> Option<PartKind> {
        self.article.part_at(self.words[at].span.start).map(|part| part.kind)
    }
}

/// See [`Word::compound`].
fn is_compound(text: &str) -> bool {
    let parts = Some(text).filter(|text| text.len() > 4).and_then(|text| text.rsplit_once('-'));
    parts.is_some_and(|(name, rest)| name.len() > 1 && words::COMPOUNDS.contains(rest))
}

/// How a token is written, its key, and whether it is a compound.
fn spelled(text: &str, kind: TokenKind) -> (Shape, Key, bool) {
    let shape = Shape::of(text, kind);
    let key = match shape {
        Shape::Other | Shape::Number => Key::default(),
        _ => key::of_word(text),
    };
    (shape, key, kind == TokenKind::Word && is_compound(text))
}

/// Shape and key of words of at most sixteen letters with no other capital than the first: most of what there is.
#[inline]
fn short(text: &str, token: &Token) -> Option<(Shape, Key)> {
    if token.kind != TokenKind::Word {
        return None;
    }
    let (bytes, range, count) = (text.as_bytes(), token.span.range(), token.span.len());
    let middle = range.start + count.min(EIGHT);
    let written = swar::number_at(bytes, range.start..middle)?;
    let small = swar::small(written);
    if count == 0 || !swar::all_small(small, count.min(EIGHT)) {
        return None;
    }
    let shape = match written ^ small {
        0 => Shape::Lower,
        // The bit of the first letter's case.
        0x20 if count > 1 => Shape::Title,
        _ => return None,
    };
    if count <= EIGHT {
        return Some((shape, key::of_numbers([small], count)));
    }
    let rest = swar::number_at(bytes, middle..range.end)?;
    swar::all_small(rest, count - EIGHT).then(|| (shape, key::of_numbers([small, rest], count)))
}

/// Letters that are looked at together.
const EIGHT: usize = 8;

/// The first word of a sentence, of a quotation, of a bracket, and after a colon.
fn mark_starts(words: &mut [Word]) {
    let mut start = true;
    // A bracket that begins a sentence is its label: "((Jane Roe)) Rocky planets …".
    let (mut label, mut depth) = (false, 0_usize);
    for word in words {
        match word.kind {
            TokenKind::OpenQuote | TokenKind::OpenSingle | TokenKind::Stop => start = true,
            TokenKind::Word | TokenKind::Number | TokenKind::Address | TokenKind::Clitic => {
                word.case_uninformative = start;
                start = false;
            }
            TokenKind::OpenBracket => {
                label |= start && depth == 0;
                depth += 1;
            }
            TokenKind::CloseBracket => {
                depth = depth.saturating_sub(1);
                start = depth == 0 && std::mem::take(&mut label);
            }
            _ => {}
        }
    }
}

/// Words in capitals of a stretch, at least.
const ALL_CAPS_RUN: usize = 4;

/// Stretches of words in capitals of which at least two are common.
fn mark_all_caps(words: &mut [Word]) {
    let quiet = |word: &Word| matches!(word.shape, Shape::Lower | Shape::Title | Shape::Mixed);
    for stretch in words.split_mut(quiet) {
        let upper = stretch.iter().filter(|word| word.shape == Shape::Upper);
        let common = upper.clone().filter(|word| word.common() || word.is(bit::FUNCTION)).count();
        if common >= 2 && upper.count() >= ALL_CAPS_RUN {
            for word in stretch {
                word.all_caps = true;
                word.case_uninformative = true;
            }
        }
    }
}

/// How the capitals are set, and how many words are in capitals.
fn setting(words: &[Word]) -> (Setting, usize) {
    // Words of fewer than four letters and the others, by shape: counted without a branch, which nobody could foresee.
    let mut counts = [[0_usize; Shape::COUNT]; 2];
    let mut common = 0;
    for word in words {
        let long = word.span.len() >= 4;
        counts[usize::from(long)][word.shape as usize] += 1;
        // Only capitals on words that are no names tell of a heading.
        common += usize::from(long & (word.shape == Shape::Title) & (word.facts.small >= 70));
    }
    let [short, long] = counts;
    let of = |shape: Shape| long[shape as usize];
    let (small, upper, capital) = (of(Shape::Lower), of(Shape::Upper), of(Shape::Title) + of(Shape::Mixed));
    // Headlines have no full stop, or at most one word of any length in small letters.
    let stopped = || words.iter().rev().take(2).any(|word| word.kind == TokenKind::Stop);
    let large = || small + short[Shape::Lower as usize] <= 1;
    let setting = if upper >= 2 && upper > 3 * (small + capital) {
        Setting::AllCapitals
    } else if common >= 2
        && capital + upper >= 4
        && capital + upper > 6 * small
        && (!stopped() || common >= 4 && large())
    {
        Setting::TitleCase
    } else {
        Setting::Running
    };
    (setting, upper + short[Shape::Upper as usize])
}

/// Whether these bytes between two tokens leave them in one name.
fn joins(gap: &[u8]) -> bool {
    let breaks = || gap.split(|byte| *byte == b'\n').count() - 1;
    matches!(gap, [] | b" ") || gap.len() <= 8 && breaks() <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_words_are_spelled_as_all_are() {
        let text = "the The THE iPhone A a Émile said. Elsewhere announced Announced announcEd incomprehensible incomprehensibly well-known x’s the end";
        let mut found = 0;
        let mut start = 0;
        for word in text.split(' ') {
            let token = Token { span: Span::new(start, start + word.len()), kind: TokenKind::Word };
            if let Some(short) = short(text, &token) {
                found += 1;
                assert_eq!((short.0, short.1, false), spelled(word, token.kind), "{word}");
            }
            start += word.len() + 1;
        }
        assert_eq!(found, 8);
    }
}
