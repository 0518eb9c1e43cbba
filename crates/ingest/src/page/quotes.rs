//! Quotation marks that a page has and its article has not: what may have been lost on the way.

use super::blocks;
use sayso_core::{Diagnostic, Severity};

/// Marks that open or close a quotation.
const MARKS: [char; 6] = ['"', '\u{201C}', '\u{201D}', '\u{201E}', '\u{AB}', '\u{BB}'];

/// Elements around text that is about other articles, or nobody's.
const ELSEWHERE: &[&str] = &["nav", "header", "footer", "aside", "form", "dialog", "menu", "select"];

/// Fewer lost marks than this are headlines in a box.
const FEWEST: usize = 8;

fn count(text: &str) -> usize {
    if text.is_ascii() {
        memchr::memchr_iter(b'"', text.as_bytes()).count()
    } else {
        text.matches(MARKS).count()
    }
}

/// Quotation marks in a page, outside navigation and the like.
pub(super) fn in_page(page: &dom_query::Document) -> usize {
    let mut marks = 0;
    blocks::texts(&page.root(), ELSEWHERE, &mut |text| marks += count(text));
    marks
}

/// Says how many marks did not come through, as a warning where more were lost than kept.
pub(super) fn lost(in_page: usize, text: &str, place: &str) -> Option<Diagnostic> {
    let kept = count(text);
    let lost = in_page.saturating_sub(kept);
    if lost == 0 {
        return None;
    }
    let severity = if lost > kept && lost >= FEWEST { Severity::Warning } else { Severity::Note };
    let message = format!("{lost} of the page's {in_page} quotation marks are not in the article's text");
    Some(Diagnostic::new(severity, "ingest.quotes-lost", place, message).with_help(
        "comments and other articles on the page have some; check the page if the article has few",
    ))
}
