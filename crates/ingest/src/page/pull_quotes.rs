//! Pull quotes: pieces of the body set a second time, larger, which must not count as said twice.

use super::blocks::Block;
use sayso_core::PartKind;

/// Blocks of a page that are looked at as pull quotes.
const PULLS: usize = 200;
/// Words of a pull quote.
const PULL_WORDS: std::ops::RangeInclusive<usize> = 3..=60;

/// Says of block quotations and short blocks in quotation marks that repeat words of another block that they are pull
/// quotes. Letters are compared: marks, dots and capitals differ between a pull quote and what it repeats.
pub(super) fn mark(blocks: &mut [Block]) {
    let candidates: Vec<usize> = (0..blocks.len()).filter(|&at| may_pull(&blocks[at])).take(PULLS).collect();
    if candidates.is_empty() {
        return;
    }
    let plain: Vec<String> = blocks.iter().map(|block| letters(&block.text)).collect();
    for at in candidates {
        let words = &plain[at];
        let finder = memchr::memmem::Finder::new(words);
        // What stands alone is the pull quote, what has more around it is the body.
        let repeats = plain.iter().enumerate().any(|(other, text)| {
            other != at && text.len() > words.len() && finder.find(text.as_bytes()).is_some()
        });
        if repeats {
            blocks[at].kind = Some(PartKind::PullQuote);
        }
    }
}

fn may_pull(block: &Block) -> bool {
    let quoted = block.text.starts_with(['"', '\u{201C}', '\u{2018}', '\u{AB}'])
        && !block.text.ends_with(['.', ','])
        || block.text.ends_with(".\u{201D}") && block.text.starts_with('\u{201C}');
    (block.kind == Some(PartKind::BlockQuote) || block.kind.is_none() && quoted)
        && PULL_WORDS.contains(&block.text.split_whitespace().count())
}

/// The letters and digits of a text in lower case, with a space between words and at both ends.
fn letters(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    for word in text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
        out.push(' ');
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out.push(' ');
    out
}
