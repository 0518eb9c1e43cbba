//! The page's furniture that extraction leaves among the article's blocks.
//!
//! Safe for quotations: a block with a quotation mark in it goes only if it is nothing but links.

use super::blocks::Block;
use sayso_document::PartKind;

/// Blocks that consist of this alone, in lower case without punctuation at either end.
const WHOLE: &[&str] = &[
    "advertisement",
    "advertising",
    "article continues below",
    "comments",
    "continue reading",
    "continue reading below",
    "copy link",
    "copied",
    "email",
    "facebook",
    "follow us",
    "link copied",
    "listen to this article",
    "load more",
    "loading",
    "more on this story",
    "more stories",
    "most popular",
    "most read",
    "newsletter",
    "print",
    "promoted",
    "read full story",
    "read more",
    "read next",
    "recommended",
    "related",
    "related articles",
    "related content",
    "related stories",
    "related topics",
    "reply",
    "report a typo",
    "save",
    "see also",
    "share",
    "share on facebook",
    "share on twitter",
    "share this",
    "share this article",
    "share this story",
    "show more",
    "sign in",
    "sign up",
    "skip advertisement",
    "sponsored",
    "story continues below advertisement",
    "subscribe",
    "subscribe now",
    "supported by",
    "thank you for subscribing",
    "trending",
    "tweet",
    "twitter",
    "view comments",
    "whatsapp",
];

/// Beginnings of short blocks, in lower case.
const BEGINNINGS: &[&str] = &[
    "already a subscriber",
    "also read:",
    "click here to",
    "continue reading",
    "copyright ©",
    "don't miss:",
    "download our app",
    "enter your email",
    "follow us on",
    "for more stories like this",
    "get our daily newsletter",
    "get the latest",
    "have a news tip",
    "join our newsletter",
    "like us on facebook",
    "more from ",
    "more on this:",
    "more:",
    "read also:",
    "read also |",
    "read more:",
    "read more |",
    "read more on ",
    "read next:",
    "recommended:",
    "register for free",
    "related:",
    "related |",
    "see also:",
    "send us a tip",
    "sign up for",
    "sign up here",
    "sign up to",
    "subscribe for",
    "subscribe to",
    "support our journalism",
    "this article is for subscribers",
    "to continue reading",
    "want more stories",
    "watch:",
    "you have reached your limit",
    "your email address",
    "©",
];

/// Words that give a cookie notice away wherever they stand in a short block.
const COOKIES: &[&str] = &[
    "uses cookies",
    "use cookies",
    "cookie policy",
    "accept cookies",
    "accept all cookies",
    "cookie settings",
];

/// Headings above lists of links.
const LIST_HEADINGS: &[&str] = &[
    "related",
    "more from",
    "more on",
    "recommended",
    "read next",
    "most popular",
    "most read",
    "you may also like",
    "you might also like",
    "trending",
];

/// Bytes of a block that can be furniture.
const SHORT: usize = 220;

/// Takes the furniture out.
pub(super) fn clean(blocks: Vec<Block>) -> Vec<Block> {
    let mut kept: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut in_list = false;
    for block in blocks {
        let heading = block.kind == Some(PartKind::Subhead) && begins(&block.text, LIST_HEADINGS);
        in_list = heading || in_list && is_links(&block);
        let furniture = in_list && is_links(&block) || is_furniture(&block);
        if !furniture {
            kept.push(block);
        }
    }
    // A heading above links that went: nothing is left to head.
    while kept
        .last()
        .is_some_and(|last| last.kind == Some(PartKind::Subhead) && begins(&last.text, LIST_HEADINGS))
    {
        kept.pop();
    }
    kept
}

fn is_furniture(block: &Block) -> bool {
    let text = block.text.as_str();
    if text.len() > SHORT || has_quote(text) && !is_links(block) {
        return false;
    }
    let lower = text.to_lowercase();
    let bare = lower.trim_matches(|letter: char| !letter.is_alphanumeric());
    WHOLE.contains(&bare)
        || BEGINNINGS.iter().any(|start| lower.starts_with(start))
            && (block.linked > 0 || text.len() < SHORT / 2)
        || COOKIES.iter().any(|word| lower.contains(word))
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

/// Block quotations in a page that are looked at as pull quotes.
const PULLS: usize = 50;

/// Says of block quotations that repeat words of another block that they are pull quotes.
pub(super) fn mark_pull_quotes(blocks: &mut [Block]) {
    let quotes: Vec<usize> =
        (0..blocks.len()).filter(|&at| blocks[at].kind == Some(PartKind::BlockQuote)).take(PULLS).collect();
    for at in quotes {
        let words = blocks[at].text.trim_matches(|letter: char| !letter.is_alphanumeric());
        let repeats = words.split_whitespace().count() >= 5
            && blocks.iter().enumerate().any(|(other, block)| other != at && block.text.contains(words));
        if repeats {
            blocks[at].kind = Some(PartKind::PullQuote);
        }
    }
}
