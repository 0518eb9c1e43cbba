//! What the readers of office documents, PDF and plain text share: paragraphs become one article, or the articles of an
//! archive's export.

use super::Context;
use crate::exports::Archive;
use crate::page::{Block, join};
use crate::{article, layout};
use sayso_core::{Diagnostic, PartKind, Severity};
use std::ops::ControlFlow;

/// Hands on the articles that a document's paragraphs are.
pub(super) fn emit(
    blocks: &[Block],
    format: &str,
    complaints: Vec<Diagnostic>,
    context: &mut Context<'_>,
) -> ControlFlow<()> {
    if let Some(archive) = archive(blocks, context) {
        let begin = |record: u64| article::begin(context.name, Some(record), format);
        let articles = archive.articles(blocks, context.options.date_order, &begin);
        if articles.is_empty() {
            let message = "no article was found in the export of a news archive";
            return context.error("ingest.no-text", message, "export the articles with their full text");
        }
        articles.into_iter().try_for_each(|article| (context.sink)(Ok(article)))?;
        return complaints.into_iter().try_for_each(|complaint| context.complain(complaint));
    }
    let mut article = article::begin(context.name, None, format);
    let title = blocks.iter().take(FRONT).find(|block| block.kind == Some(PartKind::Headline));
    if let Some(title) = title {
        let metadata = &mut article.metadata;
        article::set(&mut metadata.title, &title.text, "title", "style", &mut metadata.provenance);
    }
    (article.text, article.parts) = join(blocks);
    if article.text.trim().is_empty() {
        let message = "the document holds no text";
        let complaint = Diagnostic::new(Severity::Error, "ingest.empty", context.name, message);
        return context
            .complain(complaint.with_help("check that it holds an article; pictures of text are not read"));
    }
    article.diagnostics = complaints;
    layout::mark(&mut article);
    (context.sink)(Ok(article::finish(article)))
}

/// Paragraphs among which a title stands.
const FRONT: usize = 10;

/// The archive that the user names, or that the document shows.
pub(super) fn archive(blocks: &[Block], context: &Context<'_>) -> Option<Archive> {
    let named = context.options.preset.as_deref().and_then(Archive::named);
    named.or_else(|| Archive::detect(blocks))
}
