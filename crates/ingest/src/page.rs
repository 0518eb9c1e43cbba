//! Article text and facts out of a page.

mod blocks;
mod boilerplate;
mod clean;
mod coverage;
mod depth;
mod facts;
mod fallback;
mod linked_data;
mod pull_quotes;
mod quotes;
mod repair;
mod scripted;
mod survey;

pub(crate) use blocks::{Block, join};
pub(crate) use depth::tags;

use crate::xml::{Id, Tree};
use crate::{DateOrder, Limits, Options, article, dates};
use dom_smoothie::{Config, Readability};
use sayso_core::{Dated, Diagnostic, Metadata, Part, PartKind, Severity};

/// What a page holds.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// Paragraphs with blank lines between.
    pub(crate) text: String,
    pub(crate) parts: Vec<Part>,
    pub(crate) metadata: Metadata,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Takes the article out of a page.
pub(crate) fn extract(html: &str, options: &Options, place: &str) -> Page {
    if let Some(danger) = depth::danger(html, &options.limits) {
        let message = format!("{danger}; the page's bare text was taken");
        let complaint = Diagnostic::new(Severity::Warning, "ingest.markup", place, message)
            .with_help("check the page: hardly an article is built like that");
        return Page { text: depth::bare_text(html), diagnostics: vec![complaint], ..Page::default() };
    }
    let document = dom_query::Document::from(html);
    let (metadata, stated) = facts::read(&document, options.date_order);
    let mut page = Page { metadata, ..Page::default() };
    let mut survey = survey::survey(&document);
    survey.prepare(&document);
    byline(&survey.bylines, &mut page.metadata);
    let found = Readability::with_document(document, None, Some(Config::default()))
        .and_then(|mut reader| reader.parse());
    let mut blocks = Vec::new();
    if let Ok(found) = &found {
        blocks = blocks::collect(&dom_query::Document::from(&*found.content).root());
        fill(&mut page.metadata, found, options.date_order);
    }
    let title = page.metadata.title.as_deref().unwrap_or("");
    let mut blocks = repair::put_back(fallback::best(blocks, &survey, &stated), &survey, title);
    if scripted::prose(&blocks) < scripted::LEAST {
        let unseen = scripted::text(html);
        if !unseen.is_empty() {
            blocks = unseen;
        }
    }
    page.metadata.credits.extend(clean::credits(&blocks));
    date(&blocks, &mut page.metadata);
    let mut blocks = clean::clean(blocks);
    pull_quotes::mark(&mut blocks);
    mark_bylines(&mut blocks, &page.metadata.authors);
    (page.text, page.parts) = blocks::join(&blocks);
    page.diagnostics.extend(repair::lost(&survey, &page.text, place));
    page.diagnostics.extend(quotes::lost(&survey, &page.text, place));
    page.diagnostics.extend(repair::unlike_stated(&stated, &page.text, place));
    page
}

/// The author where only a byline on the page names one.
fn byline(bylines: &[Vec<String>], metadata: &mut Metadata) {
    if metadata.authors.is_empty()
        && let Some(names) =
            bylines.iter().map(|pieces| article::shown_byline(pieces)).find(|names| !names.is_empty())
    {
        article::credit_agencies(&bylines.concat(), metadata);
        metadata.authors = names;
        metadata.provenance.push(article::from("authors", "byline"));
    }
}

/// A line above the text that is nothing but an author's name is a byline.
fn mark_bylines(blocks: &mut [blocks::Block], authors: &[String]) {
    for block in blocks.iter_mut().take(BYLINES).filter(|block| block.kind.is_none()) {
        if authors.iter().any(|author| author.eq_ignore_ascii_case(&block.text)) {
            block.kind = Some(PartKind::Byline);
        }
    }
}

/// Facts that the page does not state: the extractor found them in headings and bylines.
fn fill(metadata: &mut Metadata, found: &dom_smoothie::Article, order: DateOrder) {
    let mut provenance = std::mem::take(&mut metadata.provenance);
    article::set(&mut metadata.title, &found.title, "title", "extractor", &mut provenance);
    if metadata.authors.is_empty() {
        metadata.authors = article::names(found.byline.as_deref().unwrap_or(""));
        provenance.extend(metadata.authors.first().map(|_| article::from("authors", "extractor")));
    }
    let dates = [
        (&mut metadata.published, &found.published_time, "published"),
        (&mut metadata.modified, &found.modified_time, "modified"),
    ];
    for (slot, raw, field) in dates {
        if let (None, Some(raw)) = (&slot, raw) {
            *slot = Some(dates::dated(raw, order));
            provenance.push(article::from(field, "extractor"));
        }
    }
    metadata.provenance = provenance;
}

/// Blocks at the beginning of a page that may be a byline.
const BYLINES: usize = 8;
/// Blocks at the beginning of a page that may be its date.
const DATED: usize = 15;

/// The time of publication where only a line above the text tells it.
fn date(blocks: &[blocks::Block], metadata: &mut Metadata) {
    if metadata.published.is_some() {
        return;
    }
    let value = blocks.iter().take(DATED).find_map(|block| dates::read(&block.text));
    if let Some(value) = value {
        metadata.published = Some(Dated { value, understood: true });
        metadata.provenance.push(article::from("published", "text"));
    }
}

/// The blocks of a piece of markup that is all article, or of plain text.
pub(crate) fn fragment(markup: &str, limits: &Limits) -> (String, Vec<Part>) {
    if depth::danger(markup, limits).is_some() {
        return (depth::bare_text(markup), Vec::new());
    }
    let document = dom_query::Document::from(markup);
    blocks::join(&clean::clean(blocks::collect(&document.root())))
}

/// The blocks of elements of an XML document; text that is markup itself, escaped or in CDATA, is read as such.
pub(crate) fn xml_fragment(tree: &Tree, elements: &[Id], limits: &Limits) -> (String, Vec<Part>) {
    let blocks = blocks::collect_xml(tree, elements);
    if let [only] = blocks.as_slice()
        && is_markup(&only.text)
    {
        return fragment(&only.text, limits);
    }
    blocks::join(&clean::clean(blocks))
}

/// Tags that plain text does not hold.
const TAGS: &[&str] = &["</p>", "<p>", "<br>", "<br/", "<br ", "</div>"];

/// Whether a text is markup.
pub(crate) fn is_markup(text: &str) -> bool {
    memchr::memchr_iter(b'<', text.as_bytes()).any(|at| {
        let start = &text.as_bytes()[at..text.len().min(at + 6)];
        TAGS.iter()
            .any(|tag| start.len() >= tag.len() && start[..tag.len()].eq_ignore_ascii_case(tag.as_bytes()))
    })
}

/// All the text of markup, boilerplate included.
pub(crate) fn all_text(html: &str) -> String {
    blocks::join(&blocks::collect(&dom_query::Document::from(html).root())).0
}

/// All blocks of markup, boilerplate included; none where it is nested too deep.
pub(crate) fn all_blocks(html: &str, limits: &Limits) -> Vec<Block> {
    if depth::danger(html, limits).is_some() {
        return Vec::new();
    }
    blocks::collect(&dom_query::Document::from(html).root())
}
