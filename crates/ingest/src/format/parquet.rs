//! Parquet: a row is an article, its columns are the fields. The parser is large, so it is built only with the feature
//! `parquet`; without it such a file is still recognised and named.

#[cfg(feature = "parquet")]
mod rows;

use super::{Context, Head};
use crate::source::Stream;
use std::ops::ControlFlow;

/// Both ends of a file.
const MAGIC: &[u8] = b"PAR1";

pub(super) fn detect(head: &Head<'_>) -> bool {
    head.bytes.starts_with(MAGIC)
}

#[cfg(feature = "parquet")]
pub(super) fn read(stream: Stream<'_>, context: &mut Context<'_>) -> ControlFlow<()> {
    rows::read(stream, context)
}

#[cfg(not(feature = "parquet"))]
pub(super) fn read(_: Stream<'_>, context: &mut Context<'_>) -> ControlFlow<()> {
    context.error(
        "ingest.not-built",
        "this is a Parquet file, and this build reads none",
        "build with `--features parquet`, or save the table as CSV or JSON Lines",
    )
}
