//! The table of formats: what each is called, how its first bytes give it away, and who reads it.

mod arc;
mod csv;
mod document;
mod elements;
mod feed;
mod files;
mod html;
mod json;
mod jsonl;
mod mail;
mod office;
mod parquet;
mod pdf;
mod records;
mod rtf;
mod sgml;
mod sheets;
mod subtitles;
mod tar;
mod text;
mod warc;
mod wire;
mod xml;
mod zip;

use crate::source::{HEAD, Meter, Stream};
use crate::{Options, charset};
use sayso_core::{Article, Diagnostic};
use std::cell::Cell;
use std::ops::ControlFlow;
use std::path::Path;
use std::rc::Rc;

/// What a reader is given beside the bytes.
pub(crate) struct Context<'a> {
    /// The input's name; inside archives those of the archive and of the file in it, joined by `!`.
    pub(crate) name: &'a str,
    /// The file that the stream comes out of, where it is one.
    pub(crate) file: Option<&'a Path>,
    pub(crate) options: &'a Options,
    pub(crate) meter: &'a Rc<Meter>,
    /// Files found in archives so far.
    pub(crate) files: &'a Cell<u64>,
    /// Archives around this.
    pub(crate) depth: usize,
    pub(crate) sink: &'a mut dyn FnMut(Result<Article, Diagnostic>) -> ControlFlow<()>,
}

/// One format.
pub struct Format {
    /// Its name, as `--format` takes it and [`sayso_core::Origin::format`] gives it.
    pub name: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    /// Whether it is an archive of files.
    pub(crate) holds_files: bool,
    /// Whether its bytes are text, in whatever charset.
    pub(crate) is_text: bool,
    /// Whether it is read piece by piece, so that no piece shows the charset of all.
    pub(crate) by_line: bool,
    detect: fn(&Head<'_>) -> bool,
    pub(crate) read: fn(Stream<'_>, &mut Context<'_>) -> ControlFlow<()>,
}

/// The first bytes of an input.
struct Head<'a> {
    bytes: &'a [u8],
    /// As text, without byte order mark and leading white space.
    text: &'a str,
    /// The input's name in lower case: it decides only where the bytes leave a choice.
    name: &'a str,
}

/// Every format, in the order in which they are tried; the last takes everything.
#[allow(clippy::too_many_lines)] // a table
pub fn formats() -> &'static [Format] {
    const ONE: Format = Format {
        name: "",
        about: "",
        holds_files: false,
        is_text: true,
        by_line: false,
        detect: |_| true,
        read: |_, _| ControlFlow::Continue(()),
    };
    &[
        Format {
            name: "zip",
            about: "zip archive of files; DOCX, ODT, XLSX and ODS, which are such archives",
            holds_files: true,
            is_text: false,
            detect: zip::detect,
            read: zip::read,
            ..ONE
        },
        Format {
            name: "tar",
            about: "tar archive of files",
            holds_files: true,
            is_text: false,
            detect: tar::detect,
            read: tar::read,
            ..ONE
        },
        Format {
            name: "parquet",
            is_text: false,
            about: "Parquet with the fields as columns (builds with the feature `parquet`)",
            detect: parquet::detect,
            read: parquet::read,
            ..ONE
        },
        Format {
            name: "pdf",
            about: "PDF with a text layer (builds with the feature `pdf`)",
            is_text: false,
            detect: pdf::detect,
            read: pdf::read,
            ..ONE
        },
        Format {
            name: "rtf",
            about: "RTF, also with the many articles of an archive's export",
            detect: rtf::detect,
            read: rtf::read,
            ..ONE
        },
        Format {
            name: "wire",
            about: "wire copy of IPTC 7901 and ANPA 1312",
            detect: wire::detect,
            read: wire::read,
            ..ONE
        },
        Format {
            name: "subtitles",
            about: "subtitles: SubRip and WebVTT, who speaks before the words",
            detect: subtitles::detect,
            read: subtitles::read,
            ..ONE
        },
        Format {
            name: "jsonl",
            by_line: true,
            about: "JSON Lines, one article a line",
            detect: jsonl::detect,
            read: jsonl::read,
            ..ONE
        },
        Format {
            name: "json",
            by_line: true,
            about: "JSON: an article, an array of them, JSON Feed, ninjs",
            detect: json::detect,
            read: json::read,
            ..ONE
        },
        Format { name: "feed", about: "RSS or Atom", detect: feed::detect, read: feed::read, ..ONE },
        Format {
            name: "sgml",
            by_line: true,
            about: "SGML of collections: Reuters-21578, TREC, Gigaword",
            detect: sgml::detect,
            read: sgml::read,
            ..ONE
        },
        Format {
            name: "xml",
            about: "XML of agencies: NITF, NewsML-G2, NewsML 1, newsitem, and XML with telling names",
            detect: xml::detect,
            read: xml::read,
            ..ONE
        },
        Format {
            name: "html",
            about: "a page, HTML or XHTML",
            detect: html::detect,
            read: html::read,
            ..ONE
        },
        Format {
            name: "warc",
            is_text: false,
            about: "WARC: pages of a crawl, plain or compressed by record",
            detect: warc::detect,
            read: warc::read,
            ..ONE
        },
        Format {
            name: "mail",
            about: "a mail message, or an mbox file of them",
            detect: mail::detect,
            read: mail::read,
            ..ONE
        },
        Format {
            name: "arc",
            is_text: false,
            about: "ARC: pages of a crawl, plain or compressed by record",
            detect: arc::detect,
            read: arc::read,
            ..ONE
        },
        Format {
            name: "csv",
            by_line: true,
            about: "CSV or TSV with field names in the first row",
            detect: csv::detect,
            read: csv::read,
            ..ONE
        },
        Format {
            name: "text",
            about: "plain text, also with the many articles of an archive's export",
            read: text::read,
            ..ONE
        },
    ]
}

/// The format of an input that begins with these bytes.
pub(crate) fn detect(head: &[u8], name: &str) -> &'static Format {
    let text = match encoding_rs::Encoding::for_bom(head) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(&head[mark..]).0,
        None => match charset::utf16(head) {
            Some(encoding) => encoding.decode_without_bom_handling(head).0,
            None => String::from_utf8_lossy(&head[..head.len().min(HEAD)]),
        },
    };
    let name = name.to_ascii_lowercase();
    let head = Head { bytes: head, text: text.trim_start(), name: &name };
    let formats = formats();
    formats.iter().find(|format| (format.detect)(&head)).unwrap_or(&formats[formats.len() - 1])
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
