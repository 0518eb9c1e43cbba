//! WARC: the pages that a crawler kept, plain or each record in its own gzip member (ISO 28500).

use super::html::{Body, article_of};
use super::records::{Block, Records};
use super::{Context, Head};
use crate::source::{Damage, Stream};
use sayso_core::{Diagnostic, Severity};
use std::io::{self, Read};
use std::ops::ControlFlow;

/// Bytes of the line before a chunk.
const CHUNK_LINE: usize = 1_024;
/// Lines of a record's header.
const HEADER_LINES: usize = 1_000;

pub(super) fn detect(head: &Head<'_>) -> bool {
    head.text.starts_with("WARC/")
}

/// Fields of a header, names in lower case.
struct Header(Vec<(String, String)>);

impl Header {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

pub(super) fn read(stream: Stream<'_>, context: &mut Context<'_>) -> ControlFlow<()> {
    let mut records = Records::new(stream);
    let (mut record, mut articles, mut broken) = (0, 0_u64, 0_u64);
    loop {
        let start = records.position();
        let (start, step) = match records.next_start() {
            Ok(None) => break,
            Ok(Some(start)) => (start, one(&mut records, record, start, context)?),
            Err(error) => (start, Step::after(error)),
        };
        match step {
            Step::Page => articles += 1,
            Step::Other => {}
            Step::Broken(problem) => {
                broken += 1;
                report_broken(&problem, start, context)?;
                if records.resync(is_record_start).is_err() {
                    break;
                }
            }
            Step::Failed(error) => return context.failed(&error, articles),
        }
        record += 1;
    }
    if articles == 0 && broken == 0 {
        return no_page(context);
    }
    ControlFlow::Continue(())
}

/// What came of a record.
enum Step {
    Page,
    Other,
    /// The record is damaged; the next one has to be looked for.
    Broken(String),
    Failed(io::Error),
}

fn one(
    records: &mut Records<'_>,
    number: u64,
    start: u64,
    context: &mut Context<'_>,
) -> ControlFlow<(), Step> {
    let header = match header(records) {
        Ok(header) => header,
        Err(error) => return ControlFlow::Continue(Step::after(error)),
    };
    let Some(length) = header.get("content-length").and_then(|length| length.parse::<u64>().ok()) else {
        return ControlFlow::Continue(Step::Broken("the record has no length".to_owned()));
    };
    let page = is_page(&header);
    let limit = context.options.limits.document_bytes;
    let block = match records.block(length, page && length <= limit, b"\r\n\r\nWARC/1.") {
        Ok(block) => block,
        Err(error) => return ControlFlow::Continue(Step::after(error)),
    };
    if page && length > limit {
        let message = format!("the record is larger than the limit of {limit} bytes");
        complain("ingest.too-large", &message, start, context)?;
    } else if page {
        let found = response(&header, &block, number, start, context)?;
        return ControlFlow::Continue(if found { Step::Page } else { Step::Other });
    } else if let Some(missing) = block.missing {
        report_short(missing, start, context)?;
    }
    ControlFlow::Continue(Step::Other)
}

impl Step {
    /// What an error means: damage that can be passed over, or the end of all reading.
    fn after(error: io::Error) -> Self {
        let damaged = error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<Damage>);
        if damaged || error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<Malformed>) {
            Self::Broken(error.to_string())
        } else {
            Self::Failed(error)
        }
    }
}

/// A record that is not built as the format says.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Malformed(&'static str);

fn malformed(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, Malformed(what))
}

/// Reads a record's header.
fn header(records: &mut Records<'_>) -> io::Result<Header> {
    if !records.line()?.starts_with(b"WARC/") {
        return Err(malformed("expected a record that begins with WARC/"));
    }
    let mut fields: Vec<(String, String)> = Vec::new();
    for _ in 0..HEADER_LINES {
        let line = records.line()?;
        let text = String::from_utf8_lossy(line.trim_ascii()).into_owned();
        match text.is_empty() {
            true => return Ok(Header(fields)),
            // A header field may go on, on lines that begin with white space.
            false if line.starts_with(b" ") || line.starts_with(b"\t") => {
                if let Some((_, value)) = fields.last_mut() {
                    value.push(' ');
                    value.push_str(&text);
                }
            }
            false => {
                let (name, value) = text.split_once(':').unwrap_or((&text, ""));
                fields.push((name.trim().to_lowercase(), value.trim().to_owned()));
            }
        }
    }
    Err(malformed("the record's header has no end"))
}

fn is_record_start(line: &[u8]) -> bool {
    line.starts_with(b"WARC/1.") || line.starts_with(b"WARC/0.")
}

/// Whether a record holds what a server answered.
fn is_page(header: &Header) -> bool {
    let kind = header.get("warc-type").unwrap_or("");
    let content = header.get("content-type").unwrap_or("").to_lowercase();
    kind == "response" && content.starts_with("application/http")
        || kind == "resource" && content.contains("html")
        // The text alone, as Common Crawl's WET files have it.
        || kind == "conversion" && content.starts_with("text/plain")
}

/// Where a page stands in an archive.
pub(super) struct Place<'a> {
    pub(super) record: u64,
    /// Byte of the decompressed archive.
    pub(super) offset: u64,
    pub(super) address: Option<String>,
    pub(super) format: &'a str,
    /// Bytes that the record says it has and has not.
    pub(super) missing: Option<u64>,
}

/// Reads the page in a record; whether it is one.
fn response(
    record: &Header,
    block: &Block,
    number: u64,
    offset: u64,
    context: &mut Context<'_>,
) -> ControlFlow<(), bool> {
    let found = if record.get("warc-type") == Some("response") {
        answer(&block.bytes, context.options.limits.document_bytes)
    } else {
        record.get("content-type").map(|kind| (kind.to_lowercase(), block.bytes.clone()))
    };
    let address = record.get("warc-target-uri").map(|address| address.trim_matches(['<', '>']).to_owned());
    let place = Place { record: number, offset, address, format: "warc", missing: block.missing };
    let Some((kind, bytes)) = found else {
        if let Some(missing) = place.missing {
            report_short(missing, offset, context)?;
        }
        return ControlFlow::Continue(false);
    };
    page(&kind, bytes, place, context)?;
    ControlFlow::Continue(true)
}

/// Makes an article of a page in an archive; its address is its id.
pub(super) fn page(kind: &str, bytes: Vec<u8>, at: Place<'_>, context: &mut Context<'_>) -> ControlFlow<()> {
    let charset =
        kind.split_once("charset=").map(|(_, label)| label.trim_matches(['"', ' ', ';']).to_owned());
    let place = format!("{}@{}", context.name, at.offset);
    let body = Body { bytes, charset, place: &place, record: Some(at.record), format: at.format };
    let outcome = if kind.starts_with("text/plain") {
        super::text::article_of(body, context)
    } else {
        article_of(body, context)
    };
    (context.sink)(outcome.map(|mut article| {
        let metadata = &mut article.metadata;
        if let Some(address) = at.address {
            article.source_id.clone_from(&address);
            crate::article::set(&mut metadata.url, &address, "url", at.format, &mut metadata.provenance);
        }
        article.diagnostics.extend(at.missing.map(|missing| short(missing, &place)));
        article.id = article.identify();
        article
    }))
}

/// The type and the decoded bytes of the page in a server's answer; `None` for redirects, pictures and the like.
pub(super) fn answer(block: &[u8], limit: u64) -> Option<(String, Vec<u8>)> {
    let (end, gap) = ends_at(block)?;
    let head = String::from_utf8_lossy(&block[..end]).to_lowercase();
    let field = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    let ok = head.lines().next()?.split_whitespace().nth(1)?.starts_with('2');
    let kind = field("content-type:")?.to_owned();
    if !ok || !kind.contains("html") {
        return None;
    }
    let mut body = block[end + gap..].to_vec();
    if field("transfer-encoding:").is_some_and(|coding| coding.contains("chunked")) {
        body = unchunk(&body);
    }
    Some((kind, decoded(body, field("content-encoding:").unwrap_or(""), limit)))
}

/// Where the head of a server's answer ends, and how long the gap behind it is.
fn ends_at(block: &[u8]) -> Option<(usize, usize)> {
    let find = |gap: &[u8]| memchr::memmem::find(block, gap).map(|at| (at, gap.len()));
    [find(b"\r\n\r\n"), find(b"\n\n")].into_iter().flatten().min()
}

/// Undoes content coding; crawlers often undo it themselves and leave the header as it was.
fn decoded(body: Vec<u8>, coding: &str, limit: u64) -> Vec<u8> {
    let mut plain = Vec::new();
    // What comes before damage is kept; the limit keeps a bomb small.
    let _ = match coding {
        "gzip" | "x-gzip" if body.starts_with(&[0x1F, 0x8B]) => {
            flate2::read::MultiGzDecoder::new(&body[..]).take(limit).read_to_end(&mut plain)
        }
        "deflate" if !body.trim_ascii_start().starts_with(b"<") => {
            // Servers disagree on whether deflate has zlib's two bytes before it.
            let zlib = flate2::read::ZlibDecoder::new(&body[..]).take(limit).read_to_end(&mut plain);
            if plain.is_empty() {
                flate2::read::DeflateDecoder::new(&body[..]).take(limit).read_to_end(&mut plain)
            } else {
                zlib
            }
        }
        "zstd" if body.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]) => zstd::stream::read::Decoder::new(&body[..])
            .and_then(|decoder| decoder.take(limit).read_to_end(&mut plain)),
        "br" if !body.trim_ascii_start().starts_with(b"<") => {
            brotli_decompressor::Decompressor::new(&body[..], 4_096).take(limit).read_to_end(&mut plain)
        }
        _ => return body,
    };
    if plain.is_empty() { body } else { plain }
}

/// Undoes chunked transfer coding; crawlers often undo it themselves and leave the header as it was.
fn unchunk(body: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((size, chunk)) = chunk(rest) {
        plain.extend_from_slice(&chunk[..size.min(chunk.len())]);
        let Some(after) = chunk.get(size..).filter(|_| size > 0) else { break };
        rest = after.strip_prefix(b"\r\n").or_else(|| after.strip_prefix(b"\n")).unwrap_or(after);
    }
    if plain.is_empty() { body.to_vec() } else { plain }
}

/// The size that a chunk states on its first line, and what follows that line; nothing where none stands there.
fn chunk(rest: &[u8]) -> Option<(usize, &[u8])> {
    let end = memchr::memchr(b'\n', &rest[..rest.len().min(CHUNK_LINE)])?;
    let line = String::from_utf8_lossy(rest[..end].trim_ascii()).into_owned();
    let size = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
    let chunk = &rest[end + 1..];
    // Behind a chunk a line ends, unless the body does.
    let sound = chunk.get(size).is_none_or(|next| matches!(next, b'\r' | b'\n'));
    sound.then_some((size, chunk))
}

pub(super) fn complain(code: &str, message: &str, offset: u64, context: &mut Context<'_>) -> ControlFlow<()> {
    let place = format!("{}@{offset}", context.name);
    let help = "fetch the archive again, or recompress it by record";
    context.complain(Diagnostic::new(Severity::Error, code, place, message).with_help(help))
}

/// Says of a sound archive that nothing in it is a page: pictures, answers in JSON, lists of robots.
pub(super) fn no_page(context: &mut Context<'_>) -> ControlFlow<()> {
    let complaint =
        Diagnostic::new(Severity::Warning, "ingest.empty", context.name, "no page in the archive");
    context.complain(complaint.with_help("leave it out"))
}

pub(super) fn report_broken(message: &str, offset: u64, context: &mut Context<'_>) -> ControlFlow<()> {
    let message = format!("broken record: {message}; the next ones are looked for");
    complain("ingest.broken-archive", &message, offset, context)
}

fn short(missing: u64, place: &str) -> Diagnostic {
    let message = format!("the record ends {missing} bytes early; what is there was kept");
    Diagnostic::new(Severity::Warning, "ingest.truncated", place, message)
        .with_help("fetch the archive again")
}

/// Reports a record that ends early and held no page.
pub(super) fn report_short(missing: u64, offset: u64, context: &mut Context<'_>) -> ControlFlow<()> {
    let place = format!("{}@{offset}", context.name);
    context.complain(short(missing, &place))
}
