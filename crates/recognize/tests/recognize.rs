//! Names in small cases, in the sample articles, and in any text at all.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use sayso_core::{Article, MentionForm, Mentions};
use sayso_gazetteer::Gazetteer;
use sayso_recognize::Recognizer;
use sayso_tokenize::Tokenizer;
use std::fmt::Write as _;
use std::sync::LazyLock;

static RECOGNIZER: LazyLock<Recognizer> = LazyLock::new(|| Recognizer::new(Gazetteer::shipped()));

fn recognize(text: &str) -> (Article, Mentions) {
    let article = Article { text: text.to_owned(), ..Article::default() };
    let mentions = RECOGNIZER.recognize(&article, &Tokenizer::new().tokenize(&article));
    (article, mentions)
}

/// The text with its mentions marked up as in `cases.txt`.
fn marked(article: &Article, mentions: &Mentions) -> String {
    let (mut out, mut from) = (String::new(), 0);
    for mention in &mentions.mentions {
        let entity = mentions.entity_of(mention).unwrap();
        let kind = if mention.form == MentionForm::Demonym { "demonym" } else { entity.kind.name() };
        let words = mention.span.of(&article.text);
        out.push_str(&article.text[from..mention.span.start as usize]);
        let name = if entity.name == words { String::new() } else { format!("={}", entity.name) };
        write!(out, "[{words}]({kind}{name})").unwrap();
        from = mention.span.end as usize;
    }
    out.push_str(&article.text[from..]);
    out
}

/// The text without mark-up.
fn plain(marked: &str) -> String {
    let mut out = String::new();
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once('[') {
        let (words, after) = after.split_once("](").unwrap();
        out.push_str(before);
        out.push_str(words);
        rest = after.split_once(')').unwrap().1;
    }
    out.push_str(rest);
    out
}

fn check(expected: &str) {
    let (article, mentions) = recognize(&plain(expected));
    assert_eq!(marked(&article, &mentions), expected);
}

#[test]
fn cases() {
    let file = include_str!("cases.txt");
    let cases = file
        .split("\n\n")
        .map(|case| case.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n"));
    for case in cases.filter(|case| !case.trim().is_empty()) {
        check(&case);
    }
}

/// Every example of the naming guide.
#[test]
fn the_guide_is_true() {
    let guide = include_str!("../../../docs/naming-guide.md");
    let blocks = guide.split("```text\n").skip(1).map(|block| block.split("```").next().unwrap());
    let examples: Vec<&str> = blocks.flat_map(str::lines).collect();
    let count = examples.len();
    let wrong: Vec<String> = examples
        .into_iter()
        .filter_map(|expected| {
            let (article, mentions) = recognize(&plain(expected));
            let found = marked(&article, &mentions);
            (found != expected).then(|| format!("expected {expected}\n   found {found}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= 50, "{count} examples");
}

#[test]
fn titles_and_genders() {
    let (article, mentions) = recognize("Norwegian Foreign Minister Ingrid Solheim said she was ready.");
    let mention =
        mentions.mentions.iter().find(|mention| mention.span.of(&article.text) == "Ingrid Solheim").unwrap();
    assert_eq!(mention.title.unwrap().of(&article.text), "Norwegian Foreign Minister");
    let entity = mentions.entity_of(mention).unwrap();
    assert_eq!(entity.gender, Some(sayso_core::Gender::Female));
    assert_eq!(entity.roles, ["Norwegian Foreign Minister"]);
    assert_eq!(entity.id, "new:person/ingrid-solheim/minister");
}

#[test]
fn sample_articles() {
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/samples/text");
    let mut paths: Vec<_> = std::fs::read_dir(samples).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let (article, mentions) = recognize(&std::fs::read_to_string(&path).unwrap());
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        insta::assert_snapshot!(name, marked(&article, &mentions));
    }
}

/// Words that rules look at, in any order.
const WORDS: &[&str] = &[
    "Sen.",
    "Jane",
    "Roe",
    "of",
    "the",
    "Department",
    "University",
    "and",
    "(",
    "OZ",
    ")",
    ",",
    "'s",
    "-",
    "Will",
    "U.S.",
    "Russian-backed",
    "said",
    "41",
    "de",
    "&",
    "St.",
    "Jr.",
    "party",
    "May",
    "“",
    "”",
    ".",
    "\n",
    "\n\n",
    "New",
    "York",
    "NATO",
    "Mr.",
    "Général",
    "Łódź",
    "election",
    "2005",
    "France",
    ":",
    "İ",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn mentions_are_in_order_and_apart(words in prop::collection::vec(prop::sample::select(WORDS), 0..60), noise in ".{0,40}") {
        let text = format!("{} {noise}", words.join(" "));
        let (article, mentions) = recognize(&text);
        let mut end = 0;
        for mention in &mentions.mentions {
            prop_assert!(mention.span.start >= end && !mention.span.is_empty());
            prop_assert!(article.text.get(mention.span.range()).is_some());
            prop_assert!(mentions.entity_of(mention).is_some());
            end = mention.span.end;
        }
        prop_assert!(mentions.entities.iter().all(|entity| !entity.id.is_empty()));
        prop_assert_eq!(recognize(&text).1, mentions);
    }
}

#[test]
fn a_word_that_stands_tens_of_thousands_of_times_is_counted() {
    let text = "Mr. ".repeat(80_000);
    let (article, mentions) = recognize(&text);
    assert!(mentions.mentions.iter().all(|mention| article.text.get(mention.span.range()).is_some()));
}
