//! Named cases in `cases/*.txt`: a text, `--`, then a sentence a line with tokens apart and `¶` between paragraphs.
//! Marks that open and close are written `“ ” ‘ ’` whatever they are in the text.
#![allow(clippy::unwrap_used, missing_docs)]

use sayso_core::{Article, Token, TokenKind, Tokens};
use sayso_tokenize::Tokenizer;

fn show(text: &str, tokens: &Tokens) -> String {
    let word = |token: &Token| match token.kind {
        TokenKind::OpenQuote => "“",
        TokenKind::CloseQuote => "”",
        TokenKind::OpenSingle => "‘",
        TokenKind::CloseSingle => "’",
        _ => token.span.of(text),
    };
    let paragraphs = tokens.paragraphs.iter().map(|paragraph| {
        let lines = tokens.sentences[paragraph.sentences()].iter();
        lines
            .map(|sentence| tokens.of_sentence(sentence).iter().map(word).collect::<Vec<_>>().join(" "))
            .collect::<Vec<_>>()
            .join("\n")
    });
    paragraphs.collect::<Vec<_>>().join("\n¶\n")
}

fn check(name: &str, input: &str, expect: &str) {
    let article = Article { text: input.to_owned(), ..Article::default() };
    let found = show(input, &Tokenizer::new().tokenize(&article));
    assert!(found == expect, "case “{name}”\n{found}\n-- expected\n{expect}\n");
}

fn check_file(cases: &str) {
    for case in cases.split("== ").filter(|case| !case.trim().is_empty()) {
        let (name, case) = case.split_once('\n').unwrap();
        let (input, expect) = case.split_once("\n--\n").unwrap();
        check(name, input, expect.trim_end());
    }
}

#[test]
fn quotes() {
    check_file(include_str!("cases/quotes.txt"));
}

#[test]
fn words() {
    check_file(include_str!("cases/words.txt"));
}

#[test]
fn sentences() {
    check_file(include_str!("cases/sentences.txt"));
}

#[test]
fn paragraphs() {
    check_file(include_str!("cases/paragraphs.txt"));
}
