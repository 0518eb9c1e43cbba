//! The self-check of an extraction: paragraphs that the page has and the extraction lost are put back where they
//! belong to the article beyond doubt, and what stays lost is counted.

use super::blocks::Block;
use super::clean;
use super::coverage::{Runs, words};
use super::fallback::Stated;
use super::survey::{Place, Survey};
use rustc_hash::{FxHashMap, FxHashSet};
use sayso_core::{Diagnostic, PartKind, Severity};
use std::cell::LazyCell;
use std::collections::BTreeSet;

/// Words of a paragraph that is put back though none built like it was kept.
const PLAIN_WORDS: usize = 12;
/// Lost words that are worth a word.
const WORTH_A_NOTE: usize = 30;
/// One lost word to so many that are kept is worth a warning.
const WARNING_SHARE: usize = 5;

/// Puts lost paragraphs and subheadings back.
pub(super) fn put_back(kept: Vec<Block>, survey: &Survey, title: &str) -> Vec<Block> {
    if kept.is_empty() {
        return kept;
    }
    let anchors = anchors(&kept, survey);
    let (Some(first), Some(last)) = (anchors.iter().flatten().min(), anchors.iter().flatten().max()) else {
        return kept;
    };
    let similar = Similar::to(&anchors, survey);
    let texts: FxHashSet<&str> = kept.iter().map(|block| block.text.as_str()).collect();
    let runs = LazyCell::new(|| Runs::collect(texts.iter().copied()));
    let missing = survey.blocks.iter().enumerate().filter(|(at, block)| {
        let place = survey.places[*at];
        let between = (first..=last).contains(&at);
        !texts.contains(block.text.as_str())
            && is_prose(block)
            && similar.fits(block, place, between)
            && !runs.hold(&block.text)
    });
    // What stands on the page twice is put back once.
    let mut seen = FxHashSet::default();
    let once = missing.filter(|(_, block)| seen.insert(block.text.as_str())).map(|(at, _)| at);
    let mut found = with_headings(once.collect(), &anchors, *first, survey);
    found.retain(|at| {
        let text = survey.blocks[*at].text.as_str();
        !texts.contains(text) && (title.is_empty() || !title.contains(text) && !text.contains(title))
    });
    merge(kept, &anchors, &found, survey)
}

/// For each kept block its number on the page, in rising order where it was found.
fn anchors(kept: &[Block], survey: &Survey) -> Vec<Option<usize>> {
    let mut known: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (at, block) in survey.blocks.iter().enumerate().rev() {
        known.entry(&block.text).or_default().push(at);
    }
    let mut after = 0;
    let anchor = |block: &Block| {
        let found = known.get_mut(block.text.as_str())?;
        while found.last().is_some_and(|&at| at < after) {
            found.pop();
        }
        let at = found.pop()?;
        after = at + 1;
        Some(at)
    };
    kept.iter().map(anchor).collect()
}

/// What the kept paragraphs have in common.
struct Similar {
    signatures: FxHashSet<u64>,
    articles: FxHashSet<u32>,
}

impl Similar {
    fn to(anchors: &[Option<usize>], survey: &Survey) -> Self {
        let prose = || anchors.iter().flatten().filter(|&&at| is_prose(&survey.blocks[at]));
        Self {
            signatures: prose().map(|&at| survey.places[at].signature).collect(),
            articles: prose().map(|&at| survey.places[at].article).collect(),
        }
    }

    /// Whether a lost paragraph belongs to the kept ones: it is built as they are, or stands among them without a
    /// link in it.
    fn fits(&self, block: &Block, place: Place, between: bool) -> bool {
        if place.elsewhere || place.hidden > 0 || !self.articles.contains(&place.article) {
            return false;
        }
        let alike = self.signatures.contains(&place.signature);
        let plain = || {
            block.linked == 0 && place.paragraph && !place.boilerplate && words(&block.text) >= PLAIN_WORDS
        };
        if between { alike || plain() } else { alike && !place.boilerplate && place.article > 0 }
    }
}

/// Adds the subheadings right above paragraphs, lost or kept, behind the first kept block: before it stand the page's own
/// headings.
fn with_headings(
    lost: Vec<usize>,
    anchors: &[Option<usize>],
    first: usize,
    survey: &Survey,
) -> BTreeSet<usize> {
    let heads = |at: usize| {
        let above = at.checked_sub(1).filter(|above| *above > first)?;
        let (block, place) = (&survey.blocks[above], survey.places[above]);
        let own = place.article == survey.places[at].article
            && !place.elsewhere
            && !place.boilerplate
            && place.hidden == 0;
        (own && block.kind == Some(PartKind::Subhead) && block.linked == 0).then_some(above)
    };
    let kept = anchors.iter().flatten().copied().filter(|at| is_prose(&survey.blocks[*at]));
    let headings: Vec<usize> = lost.iter().copied().chain(kept).filter_map(heads).collect();
    lost.into_iter().chain(headings).collect()
}

/// Puts blocks of the page among the kept ones, in the page's order.
fn merge(kept: Vec<Block>, anchors: &[Option<usize>], lost: &BTreeSet<usize>, survey: &Survey) -> Vec<Block> {
    if lost.is_empty() {
        return kept;
    }
    let have: FxHashSet<usize> = anchors.iter().flatten().copied().collect();
    let mut lost = lost.iter().copied().filter(|at| !have.contains(at)).peekable();
    let mut merged = Vec::with_capacity(kept.len() + lost.size_hint().0);
    for (block, anchor) in kept.into_iter().zip(anchors) {
        while let Some(at) = anchor.and_then(|anchor| lost.next_if(|&at| at < anchor)) {
            merged.push(survey.blocks[at].clone());
        }
        merged.push(block);
    }
    merged.extend(lost.map(|at| survey.blocks[at].clone()));
    merged
}

/// Whether a block is a sentence or more of running text, and no link to elsewhere.
pub(super) fn is_prose(block: &Block) -> bool {
    let prose = matches!(block.kind, None | Some(PartKind::BlockQuote | PartKind::ListItem));
    let text = block.text.trim_end_matches(['"', '\'', '\u{201D}', '\u{2019}', ')', ']', ' ']);
    prose && !block.is_link && text.ends_with(['.', '!', '?', '\u{2026}', ':']) && words(&block.text) >= 4
}

/// Says how many words of running text of the article's own place on the page are not in it.
pub(super) fn lost(survey: &Survey, text: &str, place: &str) -> Option<Diagnostic> {
    let texts: FxHashSet<&str> = text.split("\n\n").collect();
    let runs = LazyCell::new(|| Runs::collect(texts.iter().copied()));
    let article = survey.main_article();
    let own = survey.blocks.iter().zip(&survey.places).filter(|(block, place)| {
        !place.elsewhere
            && !place.boilerplate
            && place.hidden == 0
            && article.is_none_or(|article| article == place.article)
            && !texts.contains(block.text.as_str())
            && is_prose(block)
            && !clean::is_boilerplate(block)
    });
    let lost: usize =
        own.filter(|(block, _)| !runs.hold(&block.text)).map(|(block, _)| words(&block.text)).sum();
    let kept = words(text);
    if lost < WORTH_A_NOTE {
        return None;
    }
    let severity = if lost * WARNING_SHARE >= kept { Severity::Warning } else { Severity::Note };
    let message =
        format!("{lost} words of running text on the page are not in the article, which has {kept}");
    Some(
        Diagnostic::new(severity, "ingest.words-lost", place, message).with_help(
            "they may belong to other articles or comments; compare the page if the article is short",
        ),
    )
}

/// Says how many words a page states its article to have where the text has far fewer.
pub(super) fn unlike_stated(stated: &Stated, text: &str, place: &str) -> Option<Diagnostic> {
    let stated = stated.body.as_deref().map(words).into_iter().chain(stated.words).max()?;
    let kept = words(text);
    if stated < kept + WORTH_A_NOTE || kept * 4 >= stated * 3 {
        return None;
    }
    let message = format!("the page states {stated} words for its article; {kept} are in the text");
    Some(
        Diagnostic::new(Severity::Warning, "ingest.words-lost", place, message)
            .with_help("the rest may stand behind a sign-in or on further pages"),
    )
}
