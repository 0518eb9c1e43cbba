//! Which extraction of a page is taken: the extractor's, the text of the page's most telling place, or what the page
//! states about its article.

use super::blocks::Block;
use super::coverage::{Runs, words};
use super::repair::is_prose;
use super::survey::{PLACES, Survey};
use rustc_hash::FxHashSet;
use std::cell::LazyCell;

/// Letters below which an extraction may be a miss.
const FEW: usize = 250;
/// Words of running text in an `<article>` that an extraction must not miss.
const ARTICLE_WORDS: usize = 80;

/// What a page states about its article's text in JSON-LD.
#[derive(Default)]
pub(super) struct Stated {
    pub(super) body: Option<String>,
    pub(super) words: Option<usize>,
}

/// The best extraction there is, by what the page shows and states.
pub(super) fn best(found: Vec<Block>, survey: &Survey, stated: &Stated) -> Vec<Block> {
    let letters = |blocks: &[Block]| blocks.iter().map(|block| block.text.len()).sum::<usize>();
    let have = letters(&found);
    let body = stated.body.as_deref().unwrap_or("");
    // A page whose text is drawn by a script often states it whole for search engines.
    if body.len() > have * 3 || is_missing(body, &found) {
        return paragraphs(body);
    }
    if have < FEW {
        let plain = most_telling(survey);
        if letters(&plain) > have * 2 {
            return plain;
        }
    }
    match survey.main_article() {
        Some(article) if misses(&found, survey, article) => {
            shown(survey, |place| place.article == article && !place.boilerplate)
        }
        _ => found,
    }
}

fn paragraphs(body: &str) -> Vec<Block> {
    let lines = body.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|text| Block { text: text.to_owned(), ..Block::default() }).collect()
}

/// Whether most of the stated text is missing from an extraction, and the stated text is the longer one.
fn is_missing(body: &str, found: &[Block]) -> bool {
    let kept: usize = found.iter().map(|block| words(&block.text)).sum();
    let share = || Runs::collect(found.iter().map(|block| block.text.as_str())).share_of(body);
    words(body) * 3 > kept * 4 && body.len() > FEW && share().is_some_and(|share| share < 0.6)
}

/// The text of the most telling place of which there is one, as it stands there.
fn most_telling(survey: &Survey) -> Vec<Block> {
    let place = (0..PLACES).find(|&place| survey.place_counts[place] == 1);
    let bit = place.map_or(0, |place| 1 << place);
    let shown = shown(survey, |place| place.inside & bit == bit);
    if !shown.is_empty() {
        return shown;
    }
    // Hidden until a script shows it.
    let placed = survey.blocks.iter().zip(&survey.places);
    placed
        .filter(|(_, place)| !place.elsewhere && place.inside & bit == bit)
        .map(|(block, _)| block.clone())
        .collect()
}

fn shown(survey: &Survey, wanted: impl Fn(&super::survey::Place) -> bool) -> Vec<Block> {
    let placed = survey.blocks.iter().zip(&survey.places);
    let shown = placed.filter(|(_, place)| !place.elsewhere && place.hidden == 0 && wanted(place));
    shown.map(|(block, _)| block.clone()).collect()
}

/// Whether an extraction lacks most of the running text of the page's article.
fn misses(found: &[Block], survey: &Survey, article: u32) -> bool {
    let texts: FxHashSet<&str> = found.iter().map(|block| block.text.as_str()).collect();
    let runs = LazyCell::new(|| Runs::collect(texts.iter().copied()));
    let (mut all, mut missing) = (0, 0);
    for (block, place) in survey.blocks.iter().zip(&survey.places) {
        let own = place.article == article && !place.boilerplate && !place.elsewhere && place.hidden == 0;
        if own && is_prose(block) {
            let count = words(&block.text);
            all += count;
            let kept = texts.contains(block.text.as_str()) || runs.hold(&block.text);
            missing += if kept { 0 } else { count };
        }
    }
    all >= ARTICLE_WORDS && missing * 2 > all
}
