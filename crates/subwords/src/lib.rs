//! Subword pieces of any Hugging Face `tokenizer.json`, as a standoff layer over our tokens.
//!
//! Neural models read pieces; the rest of Sayso reads words. [`SubwordModel::split`] gives for every piece the
//! bytes of the article that it stands for and the word that those bytes belong to, so that what a model says of
//! pieces can be said of words. Sentences are encoded one by one, without special tokens: a model that wants
//! `[CLS]` adds it around the windows that it cuts.

use sayso_core::{Article, DocumentId, Span, Tokens};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::Path;
use tokenizers::Tokenizer;

/// The pieces of one article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subwords {
    /// The article they belong to.
    pub document: DocumentId,
    /// Pieces in text order.
    pub pieces: Vec<Piece>,
    /// For every sentence of [`Tokens::sentences`], one past the index of its last piece.
    pub sentence_ends: Vec<u32>,
}

/// One piece.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// Id in the model's vocabulary.
    pub id: u32,
    /// Bytes of the article's text that it stands for. A piece that is only a part of a character (byte-level
    /// vocabularies) has the whole character; a piece that is a mere word-start mark is empty.
    pub span: Span,
    /// Index into [`Tokens::tokens`] of the word that holds its first byte.
    pub token: u32,
    /// Whether it is the first piece of that word.
    pub first: bool,
}

impl Subwords {
    /// The pieces of a sentence.
    pub fn of_sentence(&self, sentence: usize) -> &[Piece] {
        let end = |index: usize| self.sentence_ends.get(index).map_or(self.pieces.len(), |end| *end as usize);
        let start = if sentence == 0 { 0 } else { end(sentence - 1) };
        self.pieces.get(start..end(sentence)).unwrap_or(&[])
    }
}

/// A vocabulary and the rules that split words by it.
pub struct SubwordModel {
    tokenizer: Tokenizer,
}

impl fmt::Debug for SubwordModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SubwordModel").field("vocabulary", &self.vocabulary()).finish()
    }
}

impl SubwordModel {
    /// Reads a `tokenizer.json`.
    ///
    /// # Errors
    /// The file can't be read, or is no `tokenizer.json` that the `tokenizers` crate understands.
    pub fn from_file(path: &Path) -> Result<Self, Error> {
        let name = path.display().to_string();
        let bytes =
            std::fs::read(path).map_err(|source| ErrorKind::Unreadable { name: name.clone(), source })?;
        Self::from_bytes(&bytes, &name)
    }

    /// Reads the bytes of a `tokenizer.json`; `name` is what errors call it.
    ///
    /// # Errors
    /// The bytes are no `tokenizer.json` that the `tokenizers` crate understands.
    pub fn from_bytes(bytes: &[u8], name: &str) -> Result<Self, Error> {
        let mut tokenizer = Tokenizer::from_bytes(bytes)
            .map_err(|source| ErrorKind::Malformed { name: name.to_owned(), source })?;
        // Truncation or padding asked for by the file would lose text or add pieces that stand for none.
        tokenizer.with_padding(None);
        tokenizer
            .with_truncation(None)
            .map_err(|source| ErrorKind::Malformed { name: name.to_owned(), source })?;
        Ok(Self { tokenizer })
    }

    /// How many ids there are, added tokens included.
    pub fn vocabulary(&self) -> usize {
        self.tokenizer.get_vocab_size(true)
    }

    /// The pieces of an article, sentence by sentence.
    ///
    /// # Errors
    /// The model can't encode a text at all (for example a vocabulary without an unknown-word piece).
    pub fn split(&self, article: &Article, tokens: &Tokens) -> Result<Subwords, Error> {
        let mut out = Subwords { document: article.id, ..Subwords::default() };
        for sentence in &tokens.sentences {
            self.split_sentence(&article.text, tokens, sentence.span, &mut out.pieces)?;
            out.sentence_ends.push(out.pieces.len() as u32);
        }
        Ok(out)
    }

    fn split_sentence(
        &self,
        text: &str,
        tokens: &Tokens,
        sentence: Span,
        pieces: &mut Vec<Piece>,
    ) -> Result<(), Error> {
        let words = sentence.of(text);
        let encoding =
            self.tokenizer.encode(words, false).map_err(|source| ErrorKind::Unencodable { source })?;
        let mut token = tokens.in_span(sentence).start;
        let mut last = None;
        for (id, &(start, end)) in encoding.get_ids().iter().zip(encoding.get_offsets()) {
            let span = whole_characters(words, start, end, sentence.start as usize);
            while tokens.tokens.get(token + 1).is_some_and(|next| next.span.start <= span.start)
                || tokens.tokens.get(token).is_some_and(|this| this.span.end <= span.start)
                    && token + 1 < tokens.tokens.len()
            {
                token += 1;
            }
            pieces.push(Piece { id: *id, span, token: token as u32, first: last != Some(token) });
            last = Some(token);
        }
        Ok(())
    }
}

/// The span of bytes `start..end` of a sentence that begins at byte `base`, without leading white space and
/// widened to character boundaries.
fn whole_characters(sentence: &str, start: usize, end: usize, base: usize) -> Span {
    let end = sentence.ceil_char_boundary(end.min(sentence.len()));
    let start = sentence.floor_char_boundary(start.min(end));
    let lead = sentence[start..end].len() - sentence[start..end].trim_start().len();
    Span::new(base + start + lead, base + end)
}

/// A `tokenizer.json` that can't be used, or a text that it can't encode.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct Error(#[from] ErrorKind);

#[derive(Debug, thiserror::Error)]
enum ErrorKind {
    #[error("{name}: can't be read: {source}")]
    Unreadable { name: String, source: std::io::Error },
    #[error("{name}: is not a tokenizer.json as Hugging Face's `tokenizers` writes it: {source}")]
    Malformed { name: String, source: tokenizers::Error },
    #[error("the subword model can't encode this text: {source}")]
    Unencodable { source: tokenizers::Error },
}
