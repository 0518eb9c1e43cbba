//! What is taken where the extractor finds nothing, or much less than the page says the article has.

use super::blocks::{self, Block};
use dom_query::Document;

/// Where an article's text stands in pages that say so, most telling first.
const PLACES: &[&str] = &["[itemprop=articleBody]", "article", "main", "[role=main]", "body"];

/// Elements that are not the article wherever they stand.
const BOILERPLATE: &[&str] = &["nav", "header", "footer", "aside", "form", "dialog", "menu"];

/// Letters below which an extraction may be a miss.
const FEW: usize = 250;

/// The text of the most telling place of a page, as it stands there.
pub(super) fn collect(page: &Document) -> Vec<Block> {
    let place = PLACES.iter().find_map(|place| {
        let found = page.select(place);
        // Of several articles none is the page's.
        (found.length() == 1).then(|| found.nodes()[0])
    });
    place.map(|node| blocks::without(&node, BOILERPLATE)).unwrap_or_default()
}

/// The extraction, unless it is next to nothing and another has more.
pub(super) fn best(found: Vec<Block>, plain: Vec<Block>, stated: Option<String>) -> Vec<Block> {
    let letters = |blocks: &[Block]| blocks.iter().map(|block| block.text.len()).sum::<usize>();
    let have = letters(&found);
    let stated = stated.unwrap_or_default();
    // A page whose text is drawn by a script often states it whole for search engines.
    if stated.len() > FEW && stated.len() > have * 3 {
        let paragraphs = stated.lines().map(str::trim).filter(|line| !line.is_empty());
        return paragraphs.map(|text| Block { text: text.to_owned(), ..Block::default() }).collect();
    }
    if have < FEW && letters(&plain) > have * 2 { plain } else { found }
}
