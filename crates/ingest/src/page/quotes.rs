//! Quotation marks that a page has and its article has not: what may have been lost on the way.

use super::survey::Survey;
use sayso_core::{Diagnostic, Severity};

/// Marks that open or close a quotation.
const MARKS: [char; 6] = ['"', '\u{201C}', '\u{201D}', '\u{201E}', '\u{AB}', '\u{BB}'];

/// Fewer lost marks than this are headlines in a box.
const FEWEST: usize = 8;

fn count(text: &str) -> usize {
    if text.is_ascii() {
        memchr::memchr_iter(b'"', text.as_bytes()).count()
    } else {
        text.matches(MARKS).count()
    }
}

/// Says how many marks did not come through, as a warning where more were lost than kept.
pub(super) fn lost(survey: &Survey, text: &str, place: &str) -> Option<Diagnostic> {
    let shown =
        survey.blocks.iter().zip(&survey.places).filter(|(_, place)| !place.elsewhere && place.hidden == 0);
    let in_page: usize = shown.map(|(block, _)| count(&block.text)).sum();
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
