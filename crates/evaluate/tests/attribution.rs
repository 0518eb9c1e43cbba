//! Our figures against the reference scorer's, on texts written for this test.
//!
//! `figures.json` and `figures.txt` are what `score_quotes.py` printed (with and without `--json`) for
//! `gold.jsonl` and `predicted.jsonl`.
#![allow(clippy::unwrap_used)]

use sayso_evaluate::attribution::{Document, MistakeKind, mistakes, read, score};

fn fixtures() -> (Vec<Document>, Vec<Document>) {
    let gold = read(&include_bytes!("fixtures/gold.jsonl")[..]).unwrap();
    let predicted = read(&include_bytes!("fixtures/predicted.jsonl")[..]).unwrap();
    (gold, predicted)
}

#[test]
fn same_figures_as_the_reference() {
    let (gold, predicted) = fixtures();
    let ours = serde_json::to_value(score(&gold, &predicted, None)).unwrap();
    let reference: serde_json::Value = serde_json::from_str(include_str!("fixtures/figures.json")).unwrap();
    assert_eq!(ours, reference);
}

#[test]
fn printed_as_the_reference_prints() {
    let (gold, predicted) = fixtures();
    assert_eq!(score(&gold, &predicted, None).to_string(), include_str!("fixtures/figures.txt"));
}

#[test]
fn gold_against_itself_is_perfect() {
    let (gold, _) = fixtures();
    assert!(mistakes(&gold, &gold).is_empty());
    for (name, figure) in score(&gold, &gold, None).iter() {
        if let sayso_evaluate::attribution::Figure::Prf { f1, gold, .. } = figure {
            assert!(gold == 0 || (f1 - 1.0).abs() < 1e-12, "{name}");
        }
    }
}

#[test]
fn mistakes_have_classes() {
    let (gold, predicted) = fixtures();
    let all = mistakes(&gold, &predicted);
    let count = |kind| all.iter().filter(|mistake| mistake.kind == kind).count();
    assert!(count(MistakeKind::Missed) >= 1, "{all:#?}");
    assert!(count(MistakeKind::Split) >= 1, "{all:#?}");
    assert!(count(MistakeKind::TooShort) >= 1, "{all:#?}");
}

#[test]
fn a_broken_line_is_named() {
    let error = read(&b"{\"doc_id\":\"a\"}\n{\"doc_id\":"[..]).unwrap_err();
    assert_eq!(error.line, 2);
}
