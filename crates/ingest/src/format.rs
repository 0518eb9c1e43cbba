//! The table of formats: what each is called, how its first bytes tell it, and who reads it.

mod arc;
mod csv;
mod feed;
mod html;
mod json;
mod jsonl;
mod mail;
mod text;
mod warc;

use crate::Options;
use crate::source::{HEAD, Stream};
use sayso_document::{Article, Diagnostic};
use std::ops::ControlFlow;

/// What a reader is given beside the bytes.
pub(crate) struct Context<'a> {
    /// The input's name.
    pub(crate) name: &'a str,
    pub(crate) options: &'a Options,
    pub(crate) sink: &'a mut dyn FnMut(Result<Article, Diagnostic>) -> ControlFlow<()>,
}

/// One format.
pub struct Format {
    /// Its name, as `--format` takes it and [`sayso_document::Origin::format`] gives it.
    pub name: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    tell: fn(&Head<'_>) -> bool,
    pub(crate) read: fn(Stream, &mut Context<'_>) -> ControlFlow<()>,
}

/// The first bytes of an input.
struct Head<'a> {
    /// As text, without byte order mark and leading white space.
    text: &'a str,
    /// The input's name in lower case: it decides only where the bytes leave a choice.
    name: &'a str,
}

/// Every format, in the order in which they are tried; the last takes everything.
pub fn formats() -> &'static [Format] {
    &[
        Format {
            name: "jsonl",
            about: "JSON Lines, one article a line",
            tell: jsonl::tell,
            read: jsonl::read,
        },
        Format {
            name: "json",
            about: "JSON: an article, or an array of them",
            tell: json::tell,
            read: json::read,
        },
        Format { name: "feed", about: "RSS or Atom", tell: feed::tell, read: feed::read },
        Format { name: "html", about: "a page, HTML or XHTML", tell: html::tell, read: html::read },
        Format { name: "warc", about: "WARC, plain or gzip by record", tell: warc::tell, read: warc::read },
        Format {
            name: "mail",
            about: "a mail message, or an mbox file of them",
            tell: mail::tell,
            read: mail::read,
        },
        Format { name: "arc", about: "ARC, plain or gzip by record", tell: arc::tell, read: arc::read },
        Format {
            name: "csv",
            about: "CSV or TSV with field names in the first row",
            tell: csv::tell,
            read: csv::read,
        },
        Format { name: "text", about: "plain text", tell: |_| true, read: text::read },
    ]
}

/// The format of an input that begins with these bytes.
pub(crate) fn tell(head: &[u8], name: &str) -> &'static Format {
    let text = match encoding_rs::Encoding::for_bom(head) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(&head[mark..]).0,
        None => String::from_utf8_lossy(&head[..head.len().min(HEAD)]),
    };
    let name = name.to_ascii_lowercase();
    let head = Head { text: text.trim_start(), name: &name };
    let formats = formats();
    formats.iter().find(|format| (format.tell)(&head)).unwrap_or(&formats[formats.len() - 1])
}

/// Whether the name has this ending, possibly before those of compressions.
fn ends(name: &str, extension: &str) -> bool {
    let mut name = name;
    while let Some(inner) = [".gz", ".zst", ".bz2", ".xz"].iter().find_map(|packed| name.strip_suffix(packed))
    {
        name = inner;
    }
    name.rsplit_once('.').is_some_and(|(_, found)| found == extension)
}
