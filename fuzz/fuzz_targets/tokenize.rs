//! Any text: the tokenizer comes back, and what it says fits the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sayso_core::Article;
use sayso_tokenize::Tokenizer;
use std::sync::LazyLock;

static TOKENIZER: LazyLock<Tokenizer> = LazyLock::new(Tokenizer::new);

fuzz_target!(|text: &str| {
    let article = Article { text: text.to_owned(), ..Article::default() };
    let tokens = TOKENIZER.tokenize(&article);
    let mut end = 0;
    for token in &tokens.tokens {
        assert!(token.span.start >= end && token.span.end > token.span.start);
        assert!(text.get(token.span.range()).is_some_and(|word| !word.contains('\n')));
        let between = &text[end as usize..token.span.start as usize];
        assert!(between.trim().is_empty(), "{between:?} is in no token");
        end = token.span.end;
    }
    assert!(text[end as usize..].trim().is_empty());
    assert_eq!(tokens.sentences.last().map_or(0, |last| last.end_token as usize), tokens.tokens.len());
    assert_eq!(tokens.paragraphs.last().map_or(0, |last| last.end_sentence as usize), tokens.sentences.len());
});
