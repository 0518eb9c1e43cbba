//! Plain text: the text is kept as it is; headline, byline and dateline are found in it.

use super::html::Body;
use super::{Context, document};
use crate::charset::Decoded;
use crate::page::Block;
use crate::read::complaint;
use crate::source::Stream;
use crate::{article, charset, exports, layout, wrap};
use sayso_core::{Article, Diagnostic, Severity};
use std::io::Read;
use std::ops::ControlFlow;

pub(super) fn read(stream: Stream<'_>, context: &mut Context<'_>) -> ControlFlow<()> {
    let Some(read) = whole(stream, context)? else { return ControlFlow::Continue(()) };
    let decoded = charset::decode(read.bytes, context.charset(None).as_deref(), context.name);
    if let Some(blocks) = export(&decoded.text, context) {
        let complaints = decoded.diagnostics.into_iter().chain(read.cut).collect();
        return document::emit(&blocks, "text", complaints, context);
    }
    finish(article_in(decoded, None, "text", context.name, context), read.cut, context)
}

/// The article that a text is.
pub(super) fn article_of(body: Body<'_>, context: &Context<'_>) -> Result<Article, Diagnostic> {
    let decoded = charset::decode(body.bytes, context.charset(body.charset).as_deref(), body.place);
    article_in(decoded, body.record, body.format, body.place, context)
}

fn article_in(
    decoded: Decoded,
    record: Option<u64>,
    format: &str,
    place: &str,
    context: &Context<'_>,
) -> Result<Article, Diagnostic> {
    let failed = |code: &str, message: &str, help: &str| {
        Err(Diagnostic::new(Severity::Error, code, place, message).with_help(help))
    };
    if charset::is_binary(&decoded.text) {
        let help = "give articles in one of the formats that Sayso reads";
        return failed("ingest.binary", "this is no text", help);
    }
    if decoded.text.trim().is_empty() {
        return failed("ingest.empty", "the file holds nothing but white space", "leave it out");
    }
    let mut article = article::begin(context.name, record, format);
    article.text = wrap::without_margin(&decoded.text).unwrap_or(decoded.text);
    article.diagnostics = decoded.diagnostics;
    layout::mark(&mut article);
    Ok(article::finish(article))
}

/// The lines of an export of a news archive; nothing where the text is none.
fn export(text: &str, context: &Context<'_>) -> Option<Vec<Block>> {
    const SIGNS: &[&str] = &["LOAD-DATE", "Load-Date", "\nSN", "Publication title"];
    if context.options.preset.is_none() && !exports::may_be_one(text.as_bytes(), SIGNS) {
        return None;
    }
    let block = |line: &str| Block { text: line.trim_end().to_owned(), ..Block::default() };
    let blocks: Vec<Block> = text.lines().map(block).collect();
    document::archive(&blocks, context).map(|_| blocks)
}

/// Hands on what came of a document, and the complaint where its end is missing.
pub(super) fn finish(
    outcome: Result<Article, Diagnostic>,
    cut: Option<Diagnostic>,
    context: &mut Context<'_>,
) -> ControlFlow<()> {
    match outcome {
        Ok(mut article) => {
            article.diagnostics.extend(cut);
            (context.sink)(Ok(article))
        }
        Err(complaint) => {
            context.complain(complaint)?;
            cut.map_or(ControlFlow::Continue(()), |cut| context.complain(cut))
        }
    }
}

/// A document read to its end.
pub(super) struct Whole {
    pub(super) bytes: Vec<u8>,
    /// A complaint where the end is missing.
    pub(super) cut: Option<Diagnostic>,
}

/// Reads one document within the limit; `None` where it was reported and left out.
pub(super) fn whole(mut stream: Stream<'_>, context: &mut Context<'_>) -> ControlFlow<(), Option<Whole>> {
    let limit = context.options.limits.document_bytes;
    let mut bytes = Vec::new();
    let outcome = stream.by_ref().take(limit + 1).read_to_end(&mut bytes);
    if bytes.len() as u64 > limit {
        let message = format!("the document is larger than the limit of {limit} bytes");
        context.error("ingest.too-large", &message, "split the file into articles, or leave it out")?;
        return ControlFlow::Continue(None);
    }
    let cut = match outcome {
        Ok(_) => None,
        Err(error) if bytes.is_empty() => {
            context.failed(&error, 0)?;
            return ControlFlow::Continue(None);
        }
        Err(error) => {
            let mut cut = complaint(&error, context.name, 0);
            cut.severity = Severity::Warning;
            cut.message =
                format!("the data ends early ({error}); the {} bytes before that were kept", bytes.len());
            Some(cut)
        }
    };
    ControlFlow::Continue(Some(Whole { bytes, cut }))
}
