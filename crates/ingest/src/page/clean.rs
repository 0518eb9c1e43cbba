//! Removes the boilerplate that extraction leaves among an article's blocks.
//!
//! Safe for quotations: a block with a quotation mark in it goes only if it is nothing but links.

use super::blocks::Block;
use super::boilerplate::BOILERPLATE;
use crate::tables::word_list;
use crate::wire;
use sayso_core::{Credit, PartKind};
use std::collections::{HashMap, HashSet};

/// Bytes of a block that can be boilerplate.
const SHORT: usize = 220;

word_list!(
    /// Words of a line that says only when something was written, and how long it takes to read.
    TIME_STAMP_WORDS = "time-stamp-words.txt"
);

/// Agencies that the notes on rights among the boilerplate name.
pub(super) fn credits(blocks: &[Block]) -> Vec<Credit> {
    let rights = |block: &&Block| {
        let lower = block.text.to_lowercase();
        block.text.len() <= 2 * SHORT && (lower.starts_with("copyright") || lower.starts_with('\u{A9}'))
    };
    let agencies = blocks.iter().filter(rights).filter_map(|block| wire::named_in(&block.text));
    agencies.map(|(agency, _)| Credit { agency: agency.to_owned(), span: None, whole: true }).collect()
}

/// Removes boilerplate blocks.
pub(super) fn clean(blocks: Vec<Block>) -> Vec<Block> {
    let mut kept: Vec<Block> = Vec::with_capacity(blocks.len());
    let (mut in_list, mut ends_in_boilerplate) = (false, false);
    let labels = repeated_labels(&blocks);
    for block in blocks {
        let heading = begins(&block.text, &BOILERPLATE.list_headings)
            && (block.kind == Some(PartKind::Subhead) || is_bare_heading(&block));
        in_list = heading || in_list && is_links(&block);
        let boilerplate =
            in_list && is_links(&block) || is_boilerplate(&block) || labels.contains(&block.text);
        if !boilerplate {
            kept.push(block);
        }
        ends_in_boilerplate = boilerplate;
    }
    // A heading above what went: nothing is left to head.
    while ends_in_boilerplate && kept.last().is_some_and(|last| last.kind == Some(PartKind::Subhead)) {
        kept.pop();
    }
    kept
}

/// Blocks of a label between paragraphs.
const LABELS: usize = 4;
const LABEL_WORDS: usize = 5;
/// One block in so many is such a label.
const LABEL_SHARE: usize = 6;

/// Short lines that stand on the page again and again: labels for screen readers and of advertisements.
fn repeated_labels(blocks: &[Block]) -> HashSet<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let plain =
        blocks.iter().filter(|block| block.kind.is_none() && block.linked == 0 && is_bare_heading(block));
    for block in plain.filter(|block| block.text.split_whitespace().count() <= LABEL_WORDS) {
        *counts.entry(&block.text).or_default() += 1;
    }
    let repeated = counts.into_iter().filter(|&(text, count)| {
        count >= LABELS && count * LABEL_SHARE >= blocks.len() && text.contains(char::is_alphabetic)
    });
    repeated.map(|(text, _)| text.to_owned()).collect()
}

/// Whether a block says what only boilerplate says.
pub(super) fn is_boilerplate(block: &Block) -> bool {
    let text = block.text.as_str();
    if text.len() > SHORT || has_quote(text) && !is_links(block) {
        return false;
    }
    let lower = text.to_lowercase();
    let bare = lower.trim_matches(|letter: char| !letter.is_alphanumeric());
    BOILERPLATE.whole.contains(&bare)
        || BOILERPLATE.starts.iter().any(|start| lower.starts_with(start))
            && (block.linked > 0 || text.len() < SHORT / 2)
        || BOILERPLATE.anywhere.iter().any(|word| lower.contains(word))
        || block.kind != Some(PartKind::Table) && (is_stamp(&lower) || is_counter(bare))
        || !text.contains(char::is_alphanumeric)
}

/// A few words without a full stop, as headings of lists are where they are set as paragraphs.
fn is_bare_heading(block: &Block) -> bool {
    block.text.split_whitespace().count() <= 6 && !block.text.ends_with(['.', '!', '?', '"', '\u{201D}'])
}

/// Whether a line is nothing but a number of a picture, a slide or of those who shared the page.
fn is_counter(bare: &str) -> bool {
    bare.len() <= 4 && !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a line is nothing but a time stamp: numbers, and words of dates and times.
fn is_stamp(lower: &str) -> bool {
    let clock = lower.contains(':') && lower.len() < 60;
    let (mut numbers, mut pieces, mut words) = (0, 0, usize::from(clock));
    for piece in lower
        .split(|letter: char| !letter.is_alphanumeric() && letter != '.')
        .filter(|piece| !piece.is_empty())
    {
        pieces += 1;
        let piece = piece.trim_matches('.');
        let digits = piece.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
        numbers += usize::from(digits > 0);
        let rest = piece[digits..].trim_matches('.');
        if !rest.is_empty() {
            if !TIME_STAMP_WORDS.contains(&rest) {
                return false;
            }
            words += 1;
        }
    }
    numbers > 0 && words > 0 && pieces <= 14
}

fn begins(text: &str, starts: &[&str]) -> bool {
    let lower = text.to_lowercase();
    text.len() < 60 && starts.iter().any(|start| lower.starts_with(start))
}

/// Whether nearly every letter stands in a link.
fn is_links(block: &Block) -> bool {
    let letters = block.text.bytes().filter(|byte| !byte.is_ascii_whitespace()).count();
    block.linked * 10 >= letters * 9
}

fn has_quote(text: &str) -> bool {
    text.contains(['"', '\u{201C}', '\u{201D}', '\u{201E}', '\u{00AB}', '\u{00BB}'])
}
