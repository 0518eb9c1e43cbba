//! One walk over a page before it is taken apart: its blocks and where each stands, what is hidden, what has an id
//! that only repeats a heading, bylines.

use super::blocks::{self, Block, Tag, Walk};
use super::coverage::{Runs, words};
use super::repair::is_prose;
use crate::tables::word_list;
use dom_query::{Document, NodeId, NodeRef};
use rustc_hash::{FxHashSet, FxHasher};
use sayso_core::PartKind;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::hash::Hasher;
use std::sync::LazyLock;

word_list!(
    /// Classes whose elements are not shown.
    HIDDEN_CLASSES = "hidden-classes.txt"
);
word_list!(
    /// Words in the class or id of a container that is no part of the article.
    BOILERPLATE_CLASSES = "boilerplate-classes.txt"
);

/// Elements that are not the article wherever they stand.
const BOILERPLATE_ELEMENTS: &[&str] =
    &["nav", "header", "footer", "aside", "form", "dialog", "menu", "select"];

/// Block elements around a block whose tags and classes make its signature.
const SIGNATURE_LEVELS: usize = 4;
/// Block elements from whose heading an id may be made.
const SLUG_LEVELS: usize = 4;
/// Words of a class, and of an id; longer ids are slugs.
const LONGEST_CLASS: usize = 8;
const LONGEST_ID: usize = 4;
/// Letters of a byline that are kept.
const BYLINE_BYTES: usize = 300;
/// Bylines of a page that are kept.
const BYLINES: usize = 20;

/// Where an article may stand, most telling first.
pub(super) const PLACES: usize = 4;

/// What stands on a page.
#[derive(Default)]
pub(super) struct Survey {
    pub(super) blocks: Vec<Block>,
    /// For each block where it stands.
    pub(super) places: Vec<Place>,
    /// How many elements there are of each of the [`PLACES`].
    pub(super) place_counts: [u32; PLACES],
    /// Elements that are not shown; hidden elements inside them are not listed.
    pub(super) hidden: Vec<NodeId>,
    /// Elements whose id or class is made of the words of a heading in them.
    pub(super) slugs: Vec<NodeId>,
    /// Pieces of text of elements that say they are bylines.
    pub(super) bylines: Vec<Vec<String>>,
}

/// Where a block stands.
#[derive(Copy, Clone, Debug, Default)]
pub(super) struct Place {
    /// Of the tags and classes of the innermost block elements.
    pub(super) signature: u64,
    /// Number of the innermost `<article>`; 0 is none.
    pub(super) article: u32,
    /// A bit for each of the [`PLACES`] around it.
    pub(super) inside: u8,
    /// In an element that is never the article.
    pub(super) elsewhere: bool,
    /// In a container whose class says that it is no part of the article.
    pub(super) boilerplate: bool,
    /// Directly in a `<p>`, list item or block quotation.
    pub(super) paragraph: bool,
    /// Number of the hidden element around it; 0 is none.
    pub(super) hidden: u32,
}

/// An element that the walk is in.
struct Open<'p> {
    node: NodeRef<'p>,
    place: Place,
    /// Of its tag and class; `None` for inline elements.
    hash: Option<u64>,
    byline: bool,
}

#[derive(Default)]
struct Surveyor<'p> {
    survey: Survey,
    walk: Walk,
    open: Vec<Open<'p>>,
    articles: u32,
    /// Where the block that is being read began.
    start: Place,
    /// The byline that the walk is in.
    byline: Option<Vec<String>>,
}

/// Walks over a page.
pub(super) fn survey(page: &Document) -> Survey {
    let mut surveyor = Surveyor::default();
    blocks::visit(&page.root(), &mut |node, begins| {
        if begins {
            surveyor.enter(node)
        } else {
            surveyor.leave(node);
            false
        }
    });
    surveyor.walk.flush();
    surveyor.settle();
    let mut survey = surveyor.survey;
    survey.blocks = surveyor.walk.into_blocks();
    survey
}

impl Survey {
    /// The `<article>` with most running text; nothing where most stands in none.
    pub(super) fn main_article(&self) -> Option<u32> {
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        for (block, place) in self.blocks.iter().zip(&self.places) {
            if is_prose(block) && !place.elsewhere {
                *counts.entry(place.article).or_default() += words(&block.text);
            }
        }
        let most = counts.into_iter().max_by_key(|&(article, words)| (words, Reverse(article)))?;
        (most.0 > 0).then_some(most.0)
    }

    /// Takes what is not shown out of the page, unless it is most of the running text or the article's own: then a
    /// script shows it. Ids and classes made of headings are removed, so that nobody takes their words for boilerplate.
    pub(super) fn prepare(&mut self, page: &Document) {
        let shown = self.show_rest(page);
        let mut shares = vec![0_usize; self.hidden.len() + 1];
        for (block, place) in self.blocks.iter().zip(&self.places) {
            shares[place.hidden as usize] += if is_prose(block) { words(&block.text) } else { 0 };
        }
        if shares[0] >= shares[1..].iter().sum() {
            let hidden = self.hidden.iter().zip(shown).filter(|(_, shown)| !shown);
            hidden.filter_map(|(id, _)| page.tree.get(id)).for_each(|node| node.remove_from_parent());
        }
        for node in self.slugs.iter().filter_map(|id| page.tree.get(id)) {
            node.remove_attrs(&["id", "class"]);
        }
    }
}

/// Paragraphs, and their words, that an article hides until its reader asks for them.
const REST: (usize, usize) = (2, 40);

impl Survey {
    /// Shows hidden elements that go on with the article of which the page shows the beginning ("read more"); the answer
    /// is which ones.
    fn show_rest(&mut self, page: &Document) -> Vec<bool> {
        let mut shown = vec![false; self.hidden.len()];
        let Some(article) = self.main_article().filter(|_| !shown.is_empty()) else { return shown };
        let placed = || self.blocks.iter().zip(&self.places);
        let visible = placed().filter(|(_, place)| place.hidden == 0);
        let runs = Runs::collect(visible.map(|(block, _)| block.text.as_str()));
        let mut rest = vec![(0, 0); self.hidden.len()];
        for (block, place) in placed().filter(|(_, place)| place.hidden > 0) {
            let own = place.article == article && !place.boilerplate && !place.elsewhere;
            if own && is_prose(block) && block.linked == 0 && !runs.hold(&block.text) {
                let (paragraphs, count) = &mut rest[place.hidden as usize - 1];
                *paragraphs += 1;
                *count += words(&block.text);
            }
        }
        for (at, (paragraphs, count)) in rest.into_iter().enumerate() {
            shown[at] = paragraphs >= REST.0 && count >= REST.1;
            if let Some(node) = page.tree.get(&self.hidden[at]).filter(|_| shown[at]) {
                node.remove_attrs(&["style", "hidden", "aria-hidden", "class"]);
            }
        }
        for place in self.places.iter_mut().filter(|place| place.hidden > 0) {
            if shown[place.hidden as usize - 1] {
                place.hidden = 0;
            }
        }
        shown
    }
}

impl<'p> Surveyor<'p> {
    fn enter(&mut self, node: &NodeRef<'p>) -> bool {
        if node.is_text() {
            self.text(&node.text());
            return false;
        }
        let Some(name) = node.node_name() else { return true };
        // Inside a sentence hidden text says the same again, for machines.
        let tag = Tag::named(&name);
        if !tag.is_block && is_styled_away(node) || !self.walk.open_tag(tag) {
            return false;
        }
        self.settle();
        let open = self.opened(node, &name, tag.is_block);
        self.open.push(open);
        true
    }

    fn leave(&mut self, node: &NodeRef<'p>) {
        if node.is_text() {
            return;
        }
        let Some(name) = node.node_name() else { return };
        let tag = Tag::named(&name);
        if tag.is_hidden || !tag.is_block && is_styled_away(node) {
            return;
        }
        self.walk.close_tag(tag);
        self.settle();
        if let Some(open) = self.open.pop() {
            if open.byline {
                let pieces = self.byline.take().unwrap_or_default();
                if !pieces.is_empty() && self.survey.bylines.len() < BYLINES {
                    self.survey.bylines.push(pieces);
                }
            }
            if tag.kind == Some(PartKind::Subhead) {
                self.slug(&open);
            }
        }
    }

    fn text(&mut self, text: &str) {
        if self.walk.is_between_blocks() {
            self.start = self.open.last().map_or_else(Place::default, |open| open.place);
            self.start.signature = self.signature();
        }
        self.walk.text(text);
        if let Some(pieces) = &mut self.byline
            && !text.trim().is_empty()
            && pieces.iter().map(String::len).sum::<usize>() < BYLINE_BYTES
        {
            pieces.push(text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }

    /// Notes the places of blocks that are complete.
    fn settle(&mut self) {
        self.survey.places.resize(self.walk.count(), self.start);
    }

    fn signature(&self) -> u64 {
        let hashes = self.open.iter().rev().filter_map(|open| open.hash).take(SIGNATURE_LEVELS);
        hashes.fold(0, |all: u64, hash| all.rotate_left(9).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ hash)
    }

    fn opened(&mut self, node: &NodeRef<'p>, name: &str, is_block: bool) -> Open<'p> {
        let mut place = self.open.last().map_or_else(Place::default, |open| open.place);
        if is_block {
            place.elsewhere |= BOILERPLATE_ELEMENTS.contains(&name);
            place.paragraph = ["p", "li", "blockquote"].contains(&name);
        }
        let said = Attributes::read(node);
        let hash = is_block.then(|| hash_of(name, &said.class));
        if is_block && !place.boilerplate && !["body", "html", "main", "article"].contains(&name) {
            place.boilerplate =
                says_boilerplate(&said.class, LONGEST_CLASS) || says_boilerplate(&said.id, LONGEST_ID);
        }
        if place.hidden == 0 && said.is_hidden() {
            self.survey.hidden.push(node.id);
            place.hidden = self.survey.hidden.len() as u32;
        }
        let byline = self.byline.is_none() && said.is_byline();
        self.count(&mut place, said.is_article_body, 0);
        self.count(&mut place, said.is_main, 3);
        if name == "article" {
            self.articles += 1;
            place.article = self.articles;
        }
        self.count(&mut place, name == "article", 1);
        self.count(&mut place, name == "main", 2);
        if byline {
            self.byline = Some(Vec::new());
        }
        Open { node: *node, place, hash, byline }
    }

    fn count(&mut self, place: &mut Place, is: bool, which: usize) {
        if is {
            place.inside |= 1 << which;
            self.survey.place_counts[which] += 1;
        }
    }

    /// Lists the elements around a heading whose id or class is made of its words.
    fn slug(&mut self, heading: &Open<'p>) {
        let text = heading.node.text();
        let words = words_in(&text);
        if words.len() < 2 {
            return;
        }
        // Slugs leave apostrophes out ("mayors-plan") or part words at them ("mayor-s-plan").
        let joined = words_in(&text.replace(['\'', '\u{2019}'], ""));
        let repeats = |name: &str| is_slug(name, &words) || is_slug(name, &joined);
        let around = self.open.iter().rev().take(SLUG_LEVELS).map(|open| open.node);
        for node in std::iter::once(heading.node).chain(around) {
            let id = node.id_attr().unwrap_or_default();
            let class = node.class().unwrap_or_default();
            if repeats(&id) || class.split_whitespace().any(repeats) {
                self.survey.slugs.push(node.id);
            }
        }
    }
}

fn words_in(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    lower
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Whether a name is made of a heading's words, in their order: at least two words of it, all found.
fn is_slug(name: &str, heading: &[String]) -> bool {
    let words = words_in(name);
    let mut rest = heading.iter();
    let found = words.iter().filter(|&word| rest.any(|known| known == word)).count();
    words.len() >= 2 && found == words.len()
}

fn hash_of(name: &str, class: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(name.as_bytes());
    // Numbers in classes count paragraphs and columns.
    class.bytes().filter(|letter| !letter.is_ascii_digit()).for_each(|letter| hasher.write_u8(letter));
    hasher.finish()
}

/// Whether one of the words that a class or an id is joined from names boilerplate; sentences in it are slugs.
fn says_boilerplate(name: &str, longest: usize) -> bool {
    name.split_ascii_whitespace().any(|class| {
        let words = || class.split(['-', '_']).filter(|word| !word.is_empty());
        words().count() <= longest && (names_boilerplate(class) || words().any(names_boilerplate))
    })
}

fn names_boilerplate(word: &str) -> bool {
    static WORDS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| BOILERPLATE_CLASSES.iter().copied().collect());
    if word.bytes().any(|letter| letter.is_ascii_uppercase()) {
        return WORDS.contains(word.to_ascii_lowercase().as_str());
    }
    WORDS.contains(word)
}

/// What an element's attributes say, read in one go.
#[allow(clippy::struct_excessive_bools)] // answers, not states
#[derive(Default)]
struct Attributes {
    class: String,
    id: String,
    is_article_body: bool,
    is_main: bool,
    is_author: bool,
    is_styled_away: bool,
}

impl Attributes {
    fn read(node: &NodeRef<'_>) -> Self {
        let mut said = Self::default();
        let Some(element) = node.element_ref() else { return said };
        for attribute in &element.attrs {
            let value = &attribute.value;
            match &*attribute.name.local {
                "class" => said.class = value.to_string(),
                "id" => said.id = value.to_string(),
                "itemprop" if &**value == "articleBody" => said.is_article_body = true,
                "itemprop" | "rel" if &**value == "author" => said.is_author = true,
                "data-testid" if names_byline(value) => said.is_author = true,
                "role" if &**value == "main" => said.is_main = true,
                "hidden" => said.is_styled_away = true,
                "style" => said.is_styled_away |= styles_away(value),
                _ => {}
            }
        }
        said
    }

    fn is_hidden(&self) -> bool {
        let hides = |class: &str| HIDDEN_CLASSES.iter().any(|known| class.eq_ignore_ascii_case(known));
        self.is_styled_away || self.class.split_ascii_whitespace().any(hides)
    }

    /// Whether an element says that it holds the author's name.
    fn is_byline(&self) -> bool {
        self.is_author || names_byline(&self.class)
    }
}

fn styles_away(style: &str) -> bool {
    let hides = |property: &str, value: &str| {
        style.split(';').filter_map(|rule| rule.split_once(':')).any(|(name, set)| {
            name.trim().eq_ignore_ascii_case(property)
                && set.trim().get(..value.len()).is_some_and(|start| start.eq_ignore_ascii_case(value))
        })
    };
    hides("display", "none") || hides("visibility", "hidden")
}

/// Whether an element inside a sentence is hidden by its own style.
fn is_styled_away(node: &NodeRef<'_>) -> bool {
    node.attr("style").is_some_and(|style| styles_away(&style))
}

fn names_byline(value: &str) -> bool {
    value.len() >= 6
        && value
            .split(|letter: char| !letter.is_ascii_alphanumeric())
            .any(|word| word.eq_ignore_ascii_case("byline"))
}
