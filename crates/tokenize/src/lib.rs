//! Articles to paragraphs, sentences and words.
//!
//! Three passes, each linear in the text: [`paragraphs`] cuts at blank lines, at line ends that are no wraps and at
//! the article's parts; [`words`] scans a paragraph by byte classes; [`quotes`] decides which marks open and which
//! close; [`sentences`] groups words. No pass fails, whatever the text.

#![warn(clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros)] // see clippy.toml

mod abbreviations;
mod chars;
mod lists;
mod paragraphs;
mod quotes;
mod sentences;
mod words;

pub use sentences::LONGEST_SENTENCE;

use sayso_core::{Article, Paragraph, Tokens};

/// Splits articles into paragraphs, sentences and words.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tokenizer;

impl Tokenizer {
    /// A tokenizer for English news.
    pub fn new() -> Self {
        Self
    }

    /// Paragraphs, sentences and words of an article. Never fails; everything that is not white space lies in a
    /// token.
    pub fn tokenize(&self, article: &Article) -> Tokens {
        let text = article.text.as_str();
        let mut tokens = Vec::with_capacity(text.len() / 5 + 1);
        let mut sentences = Vec::with_capacity(text.len() / 100 + 1);
        let mut paragraphs = Vec::new();
        for span in paragraphs::split(text, &article.parts) {
            let first_token = tokens.len();
            let first_sentence = sentences.len() as u32;
            words::scan(text, span, &mut tokens);
            quotes::resolve(text, &mut tokens[first_token..]);
            sentences::split(text, &tokens, first_token, &mut sentences);
            paragraphs.push(Paragraph { span, first_sentence, end_sentence: sentences.len() as u32 });
        }
        quotes::trade(&mut tokens);
        Tokens { document: article.id, paragraphs, sentences, tokens }
    }
}
