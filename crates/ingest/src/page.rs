//! Article text and facts out of a page.

mod blocks;
mod depth;

use crate::{Limits, article, dates};
use dom_smoothie::{Config, Readability};
use sayso_document::{Diagnostic, Metadata, Part, Severity};

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
pub(crate) fn extract(html: &str, limits: &Limits, place: &str) -> Page {
    let depth = depth::deepest(html);
    if depth > limits.markup_depth {
        let message = format!(
            "elements lie {depth} deep, the limit is {}; the page's whole text was taken",
            limits.markup_depth
        );
        let complaint = Diagnostic::new(Severity::Warning, "ingest.markup-depth", place, message)
            .with_help("check the page: no article is built like that");
        return Page { text: depth::bare_text(html), diagnostics: vec![complaint], ..Page::default() };
    }
    let mut page = Page::default();
    let Ok(mut reader) = Readability::new(html, None, Some(Config::default())) else { return page };
    let Ok(found) = reader.parse() else { return page };
    let content = dom_query::Document::from(&*found.content);
    let blocks = blocks::of(&content.root());
    (page.text, page.parts) = blocks::join(&blocks);
    let metadata = &mut page.metadata;
    let mut provenance = Vec::new();
    article::set(&mut metadata.title, &found.title, "title", "meta", &mut provenance);
    article::set(
        &mut metadata.publisher,
        found.site_name.as_deref().unwrap_or(""),
        "publisher",
        "meta",
        &mut provenance,
    );
    article::set(
        &mut metadata.language,
        found.lang.as_deref().unwrap_or(""),
        "language",
        "meta",
        &mut provenance,
    );
    metadata.authors = found.byline.iter().map(|name| name.trim().to_owned()).collect();
    metadata.published = found.published_time.as_deref().map(dates::dated);
    metadata.modified = found.modified_time.as_deref().map(dates::dated);
    metadata.provenance = provenance;
    page
}
