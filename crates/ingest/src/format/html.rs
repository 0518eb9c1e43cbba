//! Pages.

use super::text::whole;
use super::{Context, Head};
use crate::source::Stream;
use crate::{article, charset, layout, page};
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
];

pub(super) fn tell(head: &Head<'_>) -> bool {
    let mut rest = head.text;
    // Comments, processing instructions and foreign doctypes may stand before the root element.
    while let Some((_, after)) = skip(rest) {
        rest = after.trim_start();
    }
    let start = rest.get(..16).unwrap_or(rest).to_ascii_lowercase();
    STARTS.iter().any(|known| start.starts_with(known))
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

pub(super) fn read(stream: Stream, context: &mut Context<'_>) -> ControlFlow<()> {
    let Some(document) = whole(stream, context)? else { return ControlFlow::Continue(()) };
    let declared = charset::declared(&document.bytes);
    let decoded = charset::decode(document.bytes, declared.as_deref(), context.name);
    let page = page::extract(&decoded.text, &context.options.limits, context.name);
    if page.text.trim().is_empty() {
        return context.error(
            "ingest.empty",
            "no article text was found in the page",
            "check that the page holds an article",
        );
    }
    let mut article = article::begin(context.name, None, "html");
    article.text = page.text;
    article.parts = page.parts;
    article.metadata = page.metadata;
    article.diagnostics = decoded.diagnostics;
    article.diagnostics.extend(document.cut);
    article.diagnostics.extend(page.diagnostics);
    layout::mark(&mut article);
    context.emit(article::finish(article))
}
