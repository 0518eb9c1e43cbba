//! Bytes in any format to articles: the only stage that reads files.
//!
//! [`discover`] finds the files, [`read`] streams the articles out of one. What a format is called, how it is detected
//! and which module reads it is listed in one table, [`formats`].

mod article;
mod charset;
mod dates;
mod discover;
mod entities;
mod exports;
mod format;
mod language;
mod layout;
mod names;
mod options;
mod outlets;
mod page;
mod read;
mod record;
mod source;
mod tables;
mod wire;
mod wrap;
mod xml;

pub use dates::DateOrder;
pub use discover::{Input, discover};
pub use format::formats;
pub use options::{FieldMap, Limits, MappingError, Options};
pub use read::{read, read_bytes, read_watched};

/// Names that `--preset` takes.
pub fn presets() -> impl Iterator<Item = &'static str> {
    exports::ARCHIVES.iter().map(|(name, _)| *name)
}

/// Whether a charset of that name can be decoded (`windows-1250`, `latin1`).
pub fn is_charset(name: &str) -> bool {
    encoding_rs::Encoding::for_label(name.as_bytes()).is_some()
}

/// Article text out of one page, for measuring; [`read`] is the door for everything else.
#[doc(hidden)]
pub fn page_text(html: &str) -> String {
    page::extract(html, &Options::default(), "page").text
}

/// The facts of one page, for measuring.
#[doc(hidden)]
pub fn page_facts(html: &str) -> sayso_core::Metadata {
    page::extract(html, &Options::default(), "page").metadata
}

/// All the text of a page or of a piece of one, block by block, for measuring.
#[doc(hidden)]
pub fn markup_text(html: &str) -> String {
    page::all_text(html)
}
