use crate::{DocumentId, Span};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Paragraphs, sentences and words of one article, each in text order.
///
/// Sentences never cross paragraphs; tokens never cross sentences. Everything that is not white space lies in a
/// token, every token in a sentence, every sentence in a paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tokens {
    /// The article they belong to.
    pub document: DocumentId,
    /// Paragraphs (and headings, captions … as paragraphs of their own).
    pub paragraphs: Vec<Paragraph>,
    /// Sentences.
    pub sentences: Vec<Sentence>,
    /// Words, numbers, punctuation.
    #[serde(with = "crate::token_codec")]
    pub tokens: Vec<Token>,
}

/// A paragraph: a run of sentences.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    /// Bytes of the text, trimmed.
    pub span: Span,
    /// Index of its first sentence.
    pub first_sentence: u32,
    /// One past the index of its last sentence.
    pub end_sentence: u32,
}

/// A sentence: a run of tokens.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Bytes of the text, trimmed.
    pub span: Span,
    /// Index of its first token.
    pub first_token: u32,
    /// One past the index of its last token.
    pub end_token: u32,
}

/// A word, number or piece of punctuation. Contractions are split as in the Penn Treebank and UD (`do|n't`,
/// `John|'s`).
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Bytes of the text.
    pub span: Span,
    /// What kind of token it is.
    pub kind: TokenKind,
}

/// What a token is.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum TokenKind {
    /// Letters, maybe with inner apostrophes, hyphens or dots ("U.S.", "vice-president").
    Word,
    /// `'s`, `n't`, `'ll` …: what is split off a word.
    Clitic,
    /// Digits with their separators ("1,200", "3.5", "2023-24").
    Number,
    /// A double quotation mark that opens (“ « „ or " that the tokenizer takes to open).
    OpenQuote,
    /// A double quotation mark that closes.
    CloseQuote,
    /// A single quotation mark that opens (not an apostrophe).
    OpenSingle,
    /// A single quotation mark that closes.
    CloseSingle,
    /// Full stop, question mark, exclamation mark, ellipsis.
    Stop,
    /// Comma, colon, semicolon.
    Comma,
    /// A dash that stands between words.
    Dash,
    /// `(` or `[`.
    OpenBracket,
    /// `)` or `]`.
    CloseBracket,
    /// Everything else: `$`, `%`, `&`, emoji, addresses' punctuation …
    Symbol,
    /// A web or mail address, a hashtag or a handle.
    Address,
}

impl TokenKind {
    /// Every kind, in declaration order.
    pub const ALL: [Self; 14] = [
        Self::Word,
        Self::Clitic,
        Self::Number,
        Self::OpenQuote,
        Self::CloseQuote,
        Self::OpenSingle,
        Self::CloseSingle,
        Self::Stop,
        Self::Comma,
        Self::Dash,
        Self::OpenBracket,
        Self::CloseBracket,
        Self::Symbol,
        Self::Address,
    ];
}

impl Paragraph {
    /// Indexes of its sentences.
    pub fn sentences(&self) -> Range<usize> {
        self.first_sentence as usize..self.end_sentence as usize
    }
}

impl Sentence {
    /// Indexes of its tokens.
    pub fn tokens(&self) -> Range<usize> {
        self.first_token as usize..self.end_token as usize
    }
}

impl Tokens {
    /// The tokens of a sentence.
    pub fn of_sentence(&self, sentence: &Sentence) -> &[Token] {
        self.tokens.get(sentence.tokens()).unwrap_or(&[])
    }

    /// Indexes of the tokens that share a byte with `span`.
    pub fn in_span(&self, span: Span) -> Range<usize> {
        let first = self.tokens.partition_point(|token| token.span.end <= span.start);
        let end = self.tokens.partition_point(|token| token.span.start < span.end);
        first..end.max(first)
    }

    /// Index of the sentence that holds a byte; between sentences, of the next one.
    pub fn sentence_at(&self, byte: u32) -> usize {
        self.sentences.partition_point(|sentence| sentence.span.end <= byte)
    }

    /// Index of the paragraph that holds a byte; between paragraphs, of the next one.
    pub fn paragraph_at(&self, byte: u32) -> usize {
        self.paragraphs.partition_point(|paragraph| paragraph.span.end <= byte)
    }
}
