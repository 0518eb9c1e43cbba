//! What holds for every text.
#![allow(clippy::unwrap_used, missing_docs)]

use proptest::prelude::*;
use sayso_core::{Article, Span, Tokens};
use sayso_tokenize::Tokenizer;
use std::time::{Duration, Instant};

fn tokenize(text: &str) -> Tokens {
    Tokenizer::new().tokenize(&Article { text: text.to_owned(), ..Article::default() })
}

/// Spans stand on character boundaries, in order, each layer inside the one above, and nothing but white space is left.
fn check(text: &str) -> Result<(), TestCaseError> {
    let tokens = tokenize(text);
    let mut end = 0;
    for token in &tokens.tokens {
        prop_assert!(!token.span.is_empty() && text.get(token.span.range()).is_some());
        let between = text.get(end as usize..token.span.start as usize);
        prop_assert!(between.is_some_and(|between| between.trim().is_empty()), "{between:?} in no token");
        end = token.span.end;
    }
    prop_assert!(text[end as usize..].trim().is_empty());
    let (mut token, mut sentence) = (0, 0);
    for paragraph in &tokens.paragraphs {
        prop_assert_eq!(paragraph.first_sentence, sentence);
        prop_assert!(paragraph.end_sentence > sentence);
        for line in &tokens.sentences[paragraph.sentences()] {
            prop_assert!(paragraph.span.contains(line.span));
            prop_assert_eq!(line.first_token, token);
            prop_assert!(line.end_token > token);
            let inner = tokens.of_sentence(line);
            prop_assert_eq!(
                line.span,
                Span { start: inner[0].span.start, end: inner[inner.len() - 1].span.end }
            );
            token = line.end_token;
        }
        sentence = paragraph.end_sentence;
    }
    prop_assert_eq!(sentence as usize, tokens.sentences.len());
    prop_assert_eq!(token as usize, tokens.tokens.len());
    Ok(())
}

proptest! {
    #[test]
    fn any_text(text in "\\PC{0,200}") {
        check(&text)?;
    }

    #[test]
    fn texts_of_marks(text in r#"([a-zA-Z]{1,6}|Mr\.|U\.S\.|[0-9.,]{1,5}|n't|['’‘"“”.!?… (),;:@#\\\-—\n\r\t\u{a0}\u{2028}]){0,60}"#) {
        check(&text)?;
    }
}

/// Time grows with the text and no faster: twice the bytes may not take five times as long.
#[test]
#[ignore = "measures time, which load disturbs; `cargo xtask test --long` runs it"]
fn time_is_linear() {
    let units = [
        "\"a",
        "' b",
        "a.",
        "(",
        "\n",
        "x",
        "“Yes?” ",
        "1. A ",
        "a@",
        "Mr. ",
        "...",
        "‘s’ ",
        "\\\"",
        "A-",
        "#",
    ];
    for unit in units {
        let took = |count: usize| {
            let text = unit.repeat(count);
            (0..3)
                .map(|_| {
                    let begin = Instant::now();
                    tokenize(&text);
                    begin.elapsed()
                })
                .min()
                .unwrap()
        };
        let (once, twice) = (took(20_000), took(40_000));
        assert!(twice < once * 5 + Duration::from_millis(50), "{unit:?}: {once:?}, then {twice:?}");
    }
}

/// No later stage meets a sentence that never ends.
#[test]
fn overlong_sentences_are_cut_at_pauses() {
    let text = "he said that it was late, ".repeat(1_000);
    let tokens = tokenize(&text);
    assert!(tokens.sentences.iter().all(|sentence| sentence.tokens().len() <= 256));
    assert!(tokens.sentences.len() < 60, "{}", tokens.sentences.len());
    let mut ends = tokens.sentences.iter().map(|sentence| &text[sentence.span.range()]);
    assert!(ends.all(|sentence| sentence.ends_with(',')));
    assert_eq!(tokenize(&"word ".repeat(256)).sentences.len(), 1);
}
