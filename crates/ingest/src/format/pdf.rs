//! PDF with a text layer. The parser is large, so it is built only with the feature `pdf`; without it such a file is
//! still recognised and named.

#[cfg(feature = "pdf")]
mod layout;
#[cfg(feature = "pdf")]
mod pages;

use super::{Context, Head};
use crate::source::Stream;
use std::ops::ControlFlow;

/// A file may begin with some bytes of a mail or a printer before it.
const MAGIC: &[u8] = b"%PDF-";
const BEFORE: usize = 1_024;

pub(super) fn detect(head: &Head<'_>) -> bool {
    let start = &head.bytes[..head.bytes.len().min(BEFORE)];
    head.bytes.starts_with(MAGIC)
        || memchr::memmem::find(start, MAGIC).is_some() && super::ends(head.name, "pdf")
}

#[cfg(feature = "pdf")]
pub(super) fn read(stream: Stream<'_>, context: &mut Context<'_>) -> ControlFlow<()> {
    pages::read(stream, context)
}

#[cfg(not(feature = "pdf"))]
pub(super) fn read(_: Stream<'_>, context: &mut Context<'_>) -> ControlFlow<()> {
    let help = "build with `--features pdf`, or save the document as text";
    context.error("ingest.not-built", "this is a PDF, and this build reads none", help)
}
