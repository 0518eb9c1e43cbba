//! The rules on small cases, and what must hold on any text.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use sayso_attribute::{Attributor, Rules};
use sayso_core::{Article, Attributions, Mentions, Span};
use sayso_tokenize::Tokenizer;

fn attribute(text: &str) -> (Article, Attributions) {
    let article = Article { text: text.to_owned(), ..Article::default() };
    let tokens = Tokenizer::new().tokenize(&article);
    let found = Rules::new().attribute(&article, &tokens, &Mentions::default());
    (article, found)
}

fn show(article: &Article, found: &Attributions) -> Vec<String> {
    let join =
        |spans: &[Span]| spans.iter().map(|span| span.of(&article.text)).collect::<Vec<_>>().join(" … ");
    let lines = found
        .attributions
        .iter()
        .map(|one| format!("{} | {} | {}", join(&one.source), join(&one.cue), join(&one.content)));
    lines.collect()
}

#[test]
fn cases() {
    let mut failures = Vec::new();
    for case in include_str!("cases.txt").split("\n## ").skip(1) {
        let lines: Vec<&str> = case.lines().filter(|line| !line.is_empty()).collect();
        let (article, found) = attribute(&lines[1].replace("\\n", "\n\n"));
        let found = show(&article, &found);
        if found != lines[2..] {
            failures.push(format!("{}:\n  expected {:#?}\n  found {found:#?}", lines[0], &lines[2..]));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn a_missing_mark_loses_no_quotation_elsewhere() {
    for stray in ["“The bridge is safe, Roe said.", "It was » odd.", "A 12\" pipe \" burst.", "„ and ”"]
    {
        let (article, found) = attribute(&format!("{stray}\n\n“It will stand for years,” Lind said."));
        let lines = show(&article, &found);
        assert!(
            lines.iter().any(|line| line == "Lind | said | “It will stand for years,”"),
            "{stray}: {lines:?}"
        );
    }
}

#[test]
fn every_speaker_has_a_kind_and_every_attribution_a_reason() {
    let text = "“It is safe,” said a person familiar with the matter. The report shows that it is old.";
    let (_, found) = attribute(text);
    let kinds: Vec<&str> = found.attributions.iter().map(|one| one.speakers[0].kind.name()).collect();
    assert_eq!(kinds, ["anonymous", "document"]);
    assert!(found.attributions.iter().all(|one| !one.evidence.is_empty() && !one.rule.is_empty()));
    let (_, found) = attribute("The bridge is old, he said.");
    assert_eq!(found.attributions[0].speakers[0].kind.name(), "unresolved");
}

#[test]
fn a_hundred_thousand_quotations_in_a_paragraph_take_linear_time() {
    let (_, found) = attribute(&"“Yes, it is,” he said. ".repeat(20_000));
    assert!(found.attributions.len() > 10_000);
}

proptest! {
    #[test]
    fn any_text_gives_spans_of_the_text(text in "([“”\"‘’«».,:;()\\n —-]|said |he |told |that |to |according |and |Roe |the |was |by |ü|[a-z]{1,5} ){0,80}") {
        let (article, found) = attribute(&text);
        let mut last = 0;
        for one in &found.attributions {
            prop_assert!(!one.content.is_empty() && !one.speakers.is_empty());
            for span in one.content.iter().chain(&one.source).chain(&one.cue) {
                prop_assert!(article.text.get(span.range()).is_some_and(|words| !words.is_empty()));
            }
            prop_assert!(one.content.windows(2).all(|pair| pair[0].end <= pair[1].start));
            prop_assert!((0.0..=1.0).contains(&one.confidence));
            let first = one.content.iter().chain(&one.source).chain(&one.cue).map(|span| span.start).min().unwrap();
            prop_assert!(first >= last);
            last = first;
        }
        for aside in &found.set_aside {
            prop_assert!(article.text.get(aside.span.range()).is_some());
        }
    }
}
