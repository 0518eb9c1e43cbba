//! Statements that repeat, in the ways that outlets print them.
#![allow(missing_docs, clippy::unwrap_used)]

use proptest::prelude::*;
use sayso_dedup::{Statements, Words};
use std::convert::Infallible;

const MAIL: &str =
    "“It should not take a disaster to make us read our mail, and it should not take an inquiry.”";

fn groups(statements: &[(&str, &[&str])]) -> Vec<u32> {
    let mut all = Statements::default();
    let mut known: Vec<&str> = Vec::new();
    for (words, speakers) in statements {
        known.extend(speakers.iter());
        let number = |name: &&str| known.iter().position(|other| other == name).unwrap() as u32;
        let words = Words::new(words);
        let runs = words.runs();
        all.add(words, &runs, &speakers.iter().map(number).collect::<Vec<_>>());
    }
    all.groups(&mut |number| Ok::<_, Infallible>(Words::new(statements[number as usize].0))).unwrap()
}

#[test]
fn elisions_brackets_marks_and_cuts_are_the_same_statement() {
    let judge = ["osland"];
    let printed = [
        MAIL,
        "\"It should not take a disaster to make us read our mail ... and it should not take an inquiry\"",
        "«It should not take a disaster to make us [the ministry] read our mail, and it should not take an inquiry.»",
        "It should not take a disaster to make us read our mail",
        "‘IT SHOULD NOT TAKE A DISASTER TO MAKE US READ OUR MAIL — and it should not take an inquiry’",
    ];
    let statements: Vec<(&str, &[&str])> = printed.iter().map(|words| (*words, &judge[..])).collect();
    assert_eq!(groups(&statements), [0, 0, 0, 0, 0]);
}

#[test]
fn another_speaker_is_another_statement_and_an_unknown_one_may_be_the_same() {
    assert_eq!(groups(&[(MAIL, &["osland"]), (MAIL, &["haugland"]), (MAIL, &[])]), [0, 1, 0]);
}

#[test]
fn short_statements_must_be_equal() {
    assert_eq!(
        groups(&[("We will win", &["a"]), ("We will win!", &["a"]), ("We will win again", &["a"])]),
        [0, 0, 2]
    );
}

#[test]
fn the_same_opening_is_not_the_same_statement() {
    let one = "I think that we have to look at what the committee found before we decide anything";
    let two = "I think that we have to raise taxes on the very rich and spend it on the schools";
    assert_eq!(groups(&[(one, &["a"]), (two, &["a"])]), [0, 1]);
}

#[test]
fn other_figures_in_the_same_words_are_other_statements() {
    let one = "it had profit of 36 cents a share in the second quarter of the year";
    let two = "it had profit of 112 cents a share in the second quarter of the year";
    let cut = "it had profit of 36 cents a share in the second quarter";
    assert_eq!(groups(&[(one, &["a"]), (two, &["a"]), (cut, &["a"])]), [0, 1, 0]);
}

#[test]
fn an_unclosed_bracket_hides_nothing() {
    let one = "We have never once had a clean sample [from the river, and nobody has ever told us why";
    let two = "We have never once had a clean sample from the river, and nobody has ever told us why";
    assert_eq!(groups(&[(one, &["a"]), (two, &["a"])]), [0, 0]);
}

proptest! {
    #[test]
    fn a_group_is_named_by_its_first_member(texts in prop::collection::vec("([a-d]{1,2} ){0,9}", 0..12)) {
        let statements: Vec<(&str, &[&str])> = texts.iter().map(|text| (text.as_str(), &["x"][..])).collect();
        for (index, group) in groups(&statements).iter().enumerate() {
            prop_assert!(*group as usize <= index);
        }
    }
}
