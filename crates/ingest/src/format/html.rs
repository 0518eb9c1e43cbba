//! Pages.

use super::text::{finish, whole};
use super::{Context, Head, document, ends};
use crate::page::Block;
use crate::source::Stream;
use crate::{article, charset, exports, layout, page};
use sayso_core::{Article, Diagnostic, PartKind, Severity};
use std::ops::ControlFlow;

/// Beginnings of pages.
const STARTS: &[&str] = &[
    "<!doctype html",
    "<html",
    "<head",
    "<body",
    "<article",
    "<meta ",
    "<title",
    "<div",
    "<p>",
    "<p ",
    "<h1",
    "<section",
    "<main",
    "<header",
    "<table",
    "<center",
    "<font",
    "<script",
    "<style",
    "<link ",
    "<h2",
    "<figure",
    "<blockquote",
    "<ul",
];

pub(super) fn detect(head: &Head<'_>) -> bool {
    let mut rest = head.text;
    // Comments, processing instructions and foreign doctypes may stand before the root element.
    while let Some((_, after)) = skip(rest) {
        rest = after.trim_start();
    }
    let start = rest.get(..16).unwrap_or(rest).to_ascii_lowercase();
    let named = ["html", "htm", "xhtml"].iter().any(|ending| ends(head.name, ending));
    STARTS.iter().any(|known| start.starts_with(known)) || named && rest.contains("</")
}

fn skip(text: &str) -> Option<(&str, &str)> {
    let doctype = text.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype"));
    if text.starts_with("<!--") {
        text.split_once("-->")
    } else if text.starts_with("<?") || doctype {
        text.split_once('>')
    } else {
        None
    }
}

pub(super) fn read(stream: Stream<'_>, context: &mut Context<'_>) -> ControlFlow<()> {
    let Some(document) = whole(stream, context)? else { return ControlFlow::Continue(()) };
    if let Some(export) = export(&document.bytes, context) {
        let complaints = export.complaints.into_iter().chain(document.cut).collect();
        return document::emit(&export.blocks, "html", complaints, context);
    }
    let body =
        Body { bytes: document.bytes, charset: None, place: context.name, record: None, format: "html" };
    finish(article_of(body, context), document.cut, context)
}

/// The paragraphs of a news archive's export that was saved as a page.
struct Export {
    blocks: Vec<Block>,
    complaints: Vec<Diagnostic>,
}

/// Labels of an export in cells of their own, or at the end of an article.
const EXPORT_SIGNS: &[&str] = &[">HD<", ">Load-Date"];

fn export(bytes: &[u8], context: &Context<'_>) -> Option<Export> {
    if context.options.preset.is_none() && !exports::may_be_one(bytes, EXPORT_SIGNS) {
        return None;
    }
    let declared = context.charset(charset::declared(bytes));
    let decoded = charset::decode(bytes.to_vec(), declared.as_deref(), context.name);
    let mut blocks = page::all_blocks(&decoded.text, &context.options.limits);
    document::archive(&blocks, context)?;
    // The cells hold labels and paragraphs, no figures.
    for block in blocks.iter_mut().filter(|block| block.kind == Some(PartKind::Table)) {
        block.kind = None;
    }
    Some(Export { blocks, complaints: decoded.diagnostics })
}

/// A page's bytes and where they come from.
pub(super) struct Body<'a> {
    pub(super) bytes: Vec<u8>,
    /// The charset that a server stated.
    pub(super) charset: Option<String>,
    /// For complaints.
    pub(super) place: &'a str,
    pub(super) record: Option<u64>,
    pub(super) format: &'a str,
}

/// The article in a page.
pub(super) fn article_of(body: Body<'_>, context: &Context<'_>) -> Result<Article, Diagnostic> {
    let declared = context.charset(body.charset.or_else(|| charset::declared(&body.bytes)));
    let decoded = charset::decode(body.bytes, declared.as_deref(), body.place);
    let page = page::extract(&decoded.text, context.options, body.place);
    if page.text.trim().is_empty() {
        let message = "no article text was found in the page";
        return Err(Diagnostic::new(Severity::Error, "ingest.empty", body.place, message)
            .with_help("check that the page holds an article"));
    }
    let mut article = article::begin(context.name, body.record, body.format);
    article.text = page.text;
    article.parts = page.parts;
    article.metadata = page.metadata;
    article.diagnostics = decoded.diagnostics;
    article.diagnostics.extend(page.diagnostics);
    layout::mark(&mut article);
    Ok(article::finish(article))
}
