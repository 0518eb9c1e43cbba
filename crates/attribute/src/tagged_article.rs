//! One article as the rules see it: every token with its tags, every pair of quotation marks.

use crate::words;
use sayso_core::{Span, Token, TokenKind, Tokens, WordCache};
use sayso_lexicon::{ClauseLexicon, CueRow, WordSet, tag};
use std::cell::RefCell;
use std::ops::Range;

/// A token's tags and its row in the cue table.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Word {
    pub(crate) tags: u32,
    pub(crate) cue: u16,
    /// Whether it stands between quotation marks (the marks count as inside).
    pub(crate) quoted: bool,
}

/// Words between quotation marks, within one paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Segment {
    /// Token index of the opening mark.
    pub(crate) open: usize,
    /// One past the closing mark; where none closes, where it was forgotten, or else the end of the paragraph.
    pub(crate) end: usize,
    /// Whether a closing mark was found.
    pub(crate) closed: bool,
    /// Index of its paragraph.
    pub(crate) paragraph: usize,
}

thread_local! {
    static WORD_CACHE: RefCell<WordCache<Word>> = RefCell::default();
}

/// The rules' view of an article.
pub(crate) struct TaggedArticle<'a> {
    pub(crate) text: &'a str,
    pub(crate) tokens: &'a Tokens,
    pub(crate) words: Vec<Word>,
    /// In text order, never overlapping.
    pub(crate) segments: Vec<Segment>,
    lexicon: &'static ClauseLexicon,
}

impl<'a> TaggedArticle<'a> {
    pub(crate) fn new(text: &'a str, tokens: &'a Tokens) -> Self {
        let lexicon = ClauseLexicon::shipped();
        let words = WORD_CACHE.with_borrow_mut(|cache| {
            let word = |token: &Token| match token.kind {
                TokenKind::Word => {
                    cache.get_or_read(text, token.span, |text| word(lexicon, text, token.kind))
                }
                _ => word(lexicon, token.span.of(text), token.kind),
            };
            tokens.tokens.iter().map(word).collect()
        });
        let mut view = Self { text, tokens, words, segments: Vec::new(), lexicon };
        view.mend_tags();
        view.pair_marks();
        view
    }

    /// Tags of the token at `at`; none past the end.
    pub(crate) fn tags(&self, at: usize) -> u32 {
        self.words.get(at).map_or(0, |word| word.tags)
    }

    /// Whether the token has any of `bits`.
    pub(crate) fn has(&self, at: usize, bits: u32) -> bool {
        self.tags(at) & bits != 0
    }

    /// The token's text; empty past the end.
    pub(crate) fn word(&self, at: usize) -> &'a str {
        self.tokens.tokens.get(at).map_or("", |token| token.span.of(self.text))
    }

    /// Whether the token is this word, whatever its case.
    pub(crate) fn is(&self, at: usize, word: &str) -> bool {
        self.word(at).eq_ignore_ascii_case(word)
    }

    /// Whether the token is one of these words.
    pub(crate) fn is_any(&self, at: usize, words: &WordSet) -> bool {
        words.contains_ignoring_case(self.word(at))
    }

    /// The segment that a token stands in.
    pub(crate) fn segment_at(&self, at: usize) -> Option<Segment> {
        let next = self.segments.partition_point(|segment| segment.end <= at);
        self.segments.get(next).copied().filter(|segment| segment.open <= at)
    }

    /// The tokens of the paragraph that a token stands in.
    pub(crate) fn paragraph_at(&self, at: usize) -> Option<Range<usize>> {
        let byte = self.tokens.tokens.get(at)?.span.start;
        self.tokens_of_paragraph(self.tokens.paragraph_at(byte))
    }

    /// The tokens of a paragraph, by its index.
    pub(crate) fn tokens_of_paragraph(&self, paragraph: usize) -> Option<Range<usize>> {
        let paragraph = self.tokens.paragraphs.get(paragraph)?;
        let sentences = self.tokens.sentences.get(paragraph.sentences())?;
        Some(sentences.first()?.tokens().start..sentences.last()?.tokens().end)
    }

    /// The token's row in the cue table.
    pub(crate) fn cue(&self, at: usize) -> Option<&'static CueRow> {
        self.lexicon.cue(self.words.get(at)?.cue)
    }

    /// Bytes from the first to the last token of a range; empty for an empty one.
    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        let all = &self.tokens.tokens;
        match (all.get(range.start), range.end.checked_sub(1).and_then(|last| all.get(last))) {
            (Some(first), Some(last)) if range.start < range.end => {
                Span::new(first.span.start as usize, last.span.end as usize)
            }
            _ => Span::default(),
        }
    }

    /// A capitalised verb or modal inside a sentence is a name ("Will", "Grant").
    fn mend_tags(&mut self) {
        for sentence in &self.tokens.sentences {
            let range = sentence.tokens();
            let mut first = true;
            for at in range {
                let tags = self.tags(at);
                let verbal = tag::VERB | tag::MODAL | tag::PARTICIPLE | tag::AUXILIARY;
                let next_is_name = self.has(at + 1, tag::CAPITAL);
                if tags & tag::CAPITAL != 0 && tags & verbal != 0 && !first && !self.is(at, "said") {
                    let before = self.tags(at - 1);
                    let after_name = before & tag::CAPITAL != 0 && !next_is_name;
                    if before & tag::PUNCTUATION == 0
                        && (after_name || next_is_name)
                        && tags & tag::VERB == 0
                        && let Some(word) = self.words.get_mut(at)
                    {
                        word.tags = tag::NAME | tag::CAPITAL;
                        word.cue = 0;
                    }
                }
                first = first && tags & tag::PUNCTUATION != 0;
            }
        }
    }

    fn pair_marks(&mut self) {
        for (index, paragraph) in self.tokens.paragraphs.iter().enumerate() {
            let sentences = self.tokens.sentences.get(paragraph.sentences()).unwrap_or(&[]);
            let (Some(first), Some(last)) = (sentences.first(), sentences.last()) else { continue };
            self.pair_in(index, first.first_token as usize..last.end_token as usize);
        }
    }

    /// Pairs the marks of one paragraph: a closing mark closes the last opened one; a second opening mark means
    /// that the first was never closed, and that one is left alone unless it starts the paragraph and [`TaggedArticle::forgotten`]
    /// tells where it ends.
    fn pair_in(&mut self, paragraph: usize, range: Range<usize>) {
        let mut open: Option<usize> = None;
        let (first, end) = (range.start, range.end);
        for at in range {
            let tags = self.tags(at);
            if tags & tag::OPEN != 0 {
                if let Some(start) = open.filter(|start| *start == first)
                    && let Some(end) = self.forgotten(start, at)
                {
                    self.push(Segment { open: start, end, closed: false, paragraph });
                }
                open = Some(at);
            } else if tags & tag::CLOSE != 0
                && let Some(start) = open.take()
            {
                self.push(Segment { open: start, end: at + 1, closed: true, paragraph });
            }
        }
        if let Some(start) = open {
            self.push(Segment { open: start, end, closed: false, paragraph });
        }
    }

    /// Where a quotation ends whose closing mark was left out, as the next mark that opens shows: at the comma before who
    /// says it. "“We must be prepared, said Bond. “These dollars …"
    fn forgotten(&self, open: usize, next: usize) -> Option<usize> {
        const LONGEST_TAG: usize = 8;
        let stop = next.checked_sub(1).filter(|stop| self.has(*stop, tag::STOP))?;
        let comma = (open + 1..stop).rev().take(LONGEST_TAG + 1).find(|at| self.has(*at, tag::COMMA))?;
        let says = |at: usize| self.cue(at).is_some_and(|row| row.step() == 2);
        let tagged = comma + 2 < stop && (says(comma + 1) || says(stop - 1));
        tagged.then_some(comma + 1)
    }

    fn push(&mut self, segment: Segment) {
        for word in &mut self.words[segment.open..segment.end] {
            word.quoted = true;
        }
        self.segments.push(segment);
    }
}

fn word(lexicon: &ClauseLexicon, text: &str, kind: TokenKind) -> Word {
    let plain = |tags| Word { tags, cue: 0, quoted: false };
    match kind {
        TokenKind::OpenQuote => plain(tag::OPEN),
        TokenKind::CloseQuote => plain(tag::CLOSE),
        TokenKind::Stop => plain(tag::STOP),
        TokenKind::Comma if text == ":" => plain(tag::COLON),
        TokenKind::Comma => plain(tag::COMMA),
        TokenKind::Dash => plain(tag::DASH),
        TokenKind::OpenBracket => plain(tag::OPEN_BRACKET),
        TokenKind::CloseBracket => plain(tag::CLOSE_BRACKET),
        TokenKind::Number => plain(tag::NUMBER),
        TokenKind::Address => plain(tag::NAME),
        TokenKind::OpenSingle | TokenKind::CloseSingle | TokenKind::Symbol => plain(0),
        TokenKind::Clitic if words::GENITIVES.contains(text) => plain(tag::GENITIVE),
        TokenKind::Word | TokenKind::Clitic => spelled(lexicon, text),
    }
}

fn spelled(lexicon: &ClauseLexicon, text: &str) -> Word {
    let capital = text.chars().next().is_some_and(char::is_uppercase);
    let case = if capital { tag::CAPITAL } else { 0 };
    match lexicon.look_up(text) {
        Some(entry) => Word { tags: entry.tags | case, cue: entry.cue, quoted: false },
        None if capital => Word { tags: tag::NAME | case, cue: 0, quoted: false },
        None => Word { tags: tag::form_tags(text), cue: 0, quoted: false },
    }
}
