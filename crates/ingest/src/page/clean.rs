//! The page's furniture that extraction leaves among the article's blocks.
//!
//! Safe for quotations: a block with a quotation mark in it goes only if it is nothing but links.

use super::blocks::Block;
use crate::wire;
use sayso_document::{Credit, PartKind};

/// Blocks that consist of this alone, in lower case without punctuation at either end.
const WHOLE: &[&str] = &[
    "ad",
    "advertisement",
    "advertisement - scroll to continue",
    "advertising",
    "also in the news",
    "article continues below",
    "comments",
    "continue reading",
    "continue reading below",
    "continue reading the main story",
    "copy link",
    "copied",
    "email",
    "explore more",
    "facebook",
    "follow us",
    "further reading",
    "get the app",
    "getty images",
    "hide caption",
    "image source",
    "toggle caption",
    "instagram",
    "join the conversation",
    "key events",
    "latest news",
    "latest stories",
    "leave a comment",
    "linkedin",
    "log in",
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
    "recommended for you",
    "recommended stories",
    "related",
    "related articles",
    "related content",
    "related stories",
    "related topics",
    "reply",
    "report a typo",
    "save",
    "save article",
    "see also",
    "see more",
    "share",
    "share on facebook",
    "share on twitter",
    "share this",
    "share this article",
    "share this story",
    "share this page",
    "show all comments",
    "show comments",
    "show less",
    "show more",
    "sign in",
    "sign up",
    "skip advertisement",
    "sponsored",
    "story continues below advertisement",
    "subscribe",
    "subscribe now",
    "story highlights",
    "supported by",
    "thank you for subscribing",
    "trending",
    "tweet",
    "twitter",
    "view comments",
    "view gallery",
    "view image",
    "view image in fullscreen",
    "watch live",
    "watch more",
    "what to read next",
    "you may also like",
    "you might also like",
    "whatsapp",
];

/// Beginnings of short blocks, in lower case.
const BEGINNINGS: &[&str] = &[
    "already a member",
    "already a subscriber",
    "already have an account",
    "allow google",
    "by clicking",
    "by entering your email",
    "by providing your email",
    "by signing up",
    "by subscribing",
    "also read:",
    "click here",
    "continue reading",
    "copyright ©",
    "copyright (c)",
    "copyright 1",
    "copyright 2",
    "create a free account",
    "don't miss:",
    "don\u{2019}t miss:",
    "download our app",
    "enter your email",
    "follow us on",
    "for more stories like this",
    "get our daily newsletter",
    "get the day's news",
    "get the day\u{2019}s news",
    "get the latest",
    "get unlimited access",
    "have a news tip",
    "if you value our",
    "image caption",
    "image copyright",
    "image credit",
    "image source",
    "image:",
    "credit:",
    "photo by ",
    "photo credit",
    "photo:",
    "photograph by ",
    "photograph:",
    "picture:",
    "ap photo/",
    "join our newsletter",
    "listen to this article",
    "log in to",
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
    "register now",
    "related:",
    "related |",
    "see also:",
    "send us a tip",
    "sign up for",
    "sign up here",
    "sign up to",
    "subscribe for",
    "subscribe now",
    "subscribe to",
    "support independent journalism",
    "support our journalism",
    "tags:",
    "the best of our journalism",
    "this article is for subscribers",
    "this content is for subscribers",
    "this content is not available",
    "this is a subscriber-only",
    "this site is protected by recaptcha",
    "to continue reading",
    "to read the full story",
    "topics:",
    "filed under:",
    "filed to:",
    "want more stories",
    "watch:",
    "unlock this article",
    "view more on",
    "we've sent",
    "you can unsubscribe",
    "you have reached your limit",
    "you have read your",
    "you've reached your",
    "you\u{2019}ve reached your",
    "your email address",
    "©",
];

/// Words that give furniture away wherever they stand in a short block: cookie notices, paywalls, rights, where to
/// reach whom.
const ANYWHERE: &[&str] = &[
    "uses cookies",
    "use cookies",
    "cookie policy",
    "accept cookies",
    "accept all cookies",
    "cookie settings",
    "our privacy policy",
    "our terms of",
    "agree to our",
    "agree to the terms",
    "all rights reserved",
    "may not be published, broadcast, rewritten",
    "free articles left",
    "free articles remaining",
    "free article left",
    "articles left this month",
    "continue reading with",
    "enable javascript",
    "javascript is disabled",
    "browser does not support",
    "follow him on twitter",
    "follow her on twitter",
    "follow them on twitter",
    "follow him on x",
    "follow her on x",
    "follow us on twitter",
    "follow us on facebook",
    "in your inbox",
    "to your inbox",
    "unsubscribe at any time",
    "our newsletter",
    "affiliate commission",
    "this article contains affiliate links",
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
    "key events",
    "latest on this story",
    "in this story",
    "further reading",
    "see also",
];

/// Bytes of a block that can be furniture.
const SHORT: usize = 220;

/// Agencies that the notes on rights among the furniture name.
pub(super) fn credits(blocks: &[Block]) -> Vec<Credit> {
    let rights = |block: &&Block| {
        let lower = block.text.to_lowercase();
        block.text.len() <= 2 * SHORT && (lower.starts_with("copyright") || lower.starts_with('\u{A9}'))
    };
    let agencies = blocks.iter().filter(rights).filter_map(|block| wire::named_in(&block.text));
    agencies.map(|(agency, _)| Credit { agency: agency.to_owned(), span: None, whole: true }).collect()
}

/// Takes the furniture out.
pub(super) fn clean(blocks: Vec<Block>) -> Vec<Block> {
    let mut kept: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut in_list = false;
    for block in blocks {
        let heading = begins(&block.text, LIST_HEADINGS)
            && (block.kind == Some(PartKind::Subhead) || is_bare_heading(&block));
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
        || ANYWHERE.iter().any(|word| lower.contains(word))
        || block.kind != Some(PartKind::Table) && is_stamp(&lower)
        || !text.contains(char::is_alphanumeric)
}

/// A few words without a full stop, as headings of lists are where they are set as paragraphs.
fn is_bare_heading(block: &Block) -> bool {
    block.text.split_whitespace().count() <= 6 && !block.text.ends_with(['.', '!', '?', '"', '\u{201D}'])
}

/// Words of a line that says only when something was written, changed or said, and how long it takes to read.
const STAMP: &[&str] = &[
    "ago",
    "am",
    "a.m",
    "pm",
    "p.m",
    "at",
    "on",
    "updated",
    "published",
    "posted",
    "first",
    "last",
    "modified",
    "hour",
    "hours",
    "hr",
    "hrs",
    "h",
    "minute",
    "minutes",
    "min",
    "mins",
    "m",
    "day",
    "days",
    "d",
    "read",
    "et",
    "est",
    "edt",
    "pt",
    "pst",
    "pdt",
    "ct",
    "cst",
    "cdt",
    "gmt",
    "bst",
    "cet",
    "cest",
    "utc",
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thur",
    "fri",
    "sat",
    "sun",
    "today",
    "yesterday",
    "date",
    "time",
    "of",
    "the",
    "st",
    "nd",
    "rd",
    "th",
    "edited",
    "created",
    "local",
    "reading",
];

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
            if !STAMP.contains(&rest) {
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

/// Blocks of a page that are looked at as pull quotes.
const PULLS: usize = 200;
/// Words of a pull quote.
const PULL_WORDS: std::ops::RangeInclusive<usize> = 5..=60;

/// Says of block quotations and short blocks in quotation marks that repeat words of another block that they are pull
/// quotes. Letters are compared: marks, dots and capitals differ between a pull quote and what it repeats.
pub(super) fn mark_pull_quotes(blocks: &mut [Block]) {
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
