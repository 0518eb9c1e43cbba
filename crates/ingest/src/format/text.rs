//! Plain text: the text is kept as it is; headline, byline and dateline are found in it.

use super::Context;
use crate::read::complaint;
use crate::source::Stream;
use crate::{article, charset, layout};
use sayso_document::{Diagnostic, Severity};
use std::io::Read;
use std::ops::ControlFlow;

pub(super) fn read(stream: Stream, context: &mut Context<'_>) -> ControlFlow<()> {
    let Some(document) = whole(stream, context)? else { return ControlFlow::Continue(()) };
    let decoded = charset::decode(document.bytes, None, context.name);
    if charset::is_binary(&decoded.text) {
        return context.error(
            "ingest.binary",
            "this is no text",
            "give articles in one of the formats that Sayso reads",
        );
    }
    if decoded.text.trim().is_empty() {
        return context.error("ingest.empty", "the file holds nothing but white space", "leave it out");
    }
    let mut article = article::begin(context.name, None, "text");
    article.text = decoded.text;
    article.diagnostics = decoded.diagnostics;
    article.diagnostics.extend(document.cut);
    layout::mark(&mut article);
    context.emit(article::finish(article))
}

/// A document read to its end.
pub(super) struct Whole {
    pub(super) bytes: Vec<u8>,
    /// A complaint where the end is missing.
    pub(super) cut: Option<Diagnostic>,
}

/// Reads one document within the limit; `None` where it was reported and left out.
pub(super) fn whole(mut stream: Stream, context: &mut Context<'_>) -> ControlFlow<(), Option<Whole>> {
    let limit = context.options.limits.document_bytes;
    let mut bytes = Vec::new();
    let outcome = stream.by_ref().take(limit + 1).read_to_end(&mut bytes);
    if bytes.len() as u64 > limit {
        let message = format!("the document is larger than the limit of {limit} bytes");
        context.error("ingest.too-large", &message, "raise the limit on document size, or split the file")?;
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
