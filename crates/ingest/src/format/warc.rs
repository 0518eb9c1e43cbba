//! WARC: the pages that a crawler kept, plain or each record in its own gzip member (ISO 28500).

use super::html::{Body, article_of};
use super::{Context, Head};
use crate::source::Stream;
use sayso_document::{Diagnostic, Severity};
use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

/// Bytes of a line of a record's header.
const HEADER_LINE: u64 = 64 << 10;
/// Lines of a record's header.
const HEADER_LINES: usize = 1_000;

pub(super) fn tell(head: &Head<'_>) -> bool {
    head.text.starts_with("WARC/")
}

/// Fields of a header, names in lower case.
struct Header(Vec<(String, String)>);

impl Header {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

pub(super) fn read(mut stream: Stream, context: &mut Context<'_>) -> ControlFlow<()> {
    let (mut record, mut offset, mut articles) = (0, 0_u64, 0_u64);
    loop {
        let start = offset;
        let header = match header(&mut stream, &mut offset) {
            Ok(Some(header)) => header,
            Ok(None) => break,
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                return broken(&error.to_string(), start, context);
            }
            Err(error) => return context.failed(&error, articles),
        };
        let Some(length) = header.get("content-length").and_then(|length| length.parse::<u64>().ok()) else {
            return broken("the record has no length", start, context);
        };
        let mut block = (&mut stream).take(length);
        let page = is_page(&header);
        let limit = context.options.limits.document_bytes;
        let mut bytes = Vec::new();
        let outcome = if page && length <= limit {
            block.read_to_end(&mut bytes).map(|count| count as u64)
        } else {
            io::copy(&mut block, &mut io::sink())
        };
        match outcome {
            Ok(count) if count < length => return broken("the record ends early", start, context),
            Ok(count) => offset += count,
            Err(error) => return context.failed(&error, articles),
        }
        if page && length > limit {
            complain(
                "ingest.too-large",
                &format!("the record is larger than the limit of {limit} bytes"),
                start,
                context,
            )?;
        } else if page {
            articles += 1;
            response(&header, &bytes, record, start, context)?;
        }
        record += 1;
    }
    if articles == 0 {
        return context.error("ingest.empty", "no page in the archive", "leave it out");
    }
    ControlFlow::Continue(())
}

/// Reads a record's header; `None` at the end of the archive.
fn header(stream: &mut Stream, offset: &mut u64) -> io::Result<Option<Header>> {
    let mut fields = Vec::new();
    let mut started = false;
    for _ in 0..HEADER_LINES {
        let mut line = Vec::new();
        let count = stream.take(HEADER_LINE).read_until(b'\n', &mut line)?;
        *offset += count as u64;
        let line = String::from_utf8_lossy(line.trim_ascii()).into_owned();
        match (started, line.is_empty()) {
            _ if count == 0 && !started => return Ok(None),
            (false, true) => {}
            (false, false) if line.starts_with("WARC/") => started = true,
            (false, false) => {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    "expected a record that begins with WARC/",
                ));
            }
            (true, true) => return Ok(Some(Header(fields))),
            (true, false) => {
                let (name, value) = line.split_once(':').unwrap_or((&line, ""));
                fields.push((name.trim().to_lowercase(), value.trim().to_owned()));
            }
        }
    }
    Err(io::Error::new(io::ErrorKind::InvalidData, "the record's header has no end"))
}

/// Whether a record holds what a server answered.
fn is_page(header: &Header) -> bool {
    let kind = header.get("warc-type").unwrap_or("");
    let content = header.get("content-type").unwrap_or("").to_lowercase();
    kind == "response" && content.starts_with("application/http")
        || kind == "resource" && content.contains("html")
}

/// Where a page stands in an archive.
pub(super) struct Place<'a> {
    pub(super) record: u64,
    /// Byte of the decompressed archive.
    pub(super) offset: u64,
    pub(super) address: Option<String>,
    pub(super) format: &'a str,
}

/// Reads the page in a record, if it is one.
fn response(
    record: &Header,
    block: &[u8],
    number: u64,
    offset: u64,
    context: &mut Context<'_>,
) -> ControlFlow<()> {
    let found = if record.get("warc-type") == Some("resource") {
        record.get("content-type").map(|kind| (kind.to_lowercase(), block.to_vec()))
    } else {
        answer(block)
    };
    let Some((kind, bytes)) = found else { return ControlFlow::Continue(()) };
    let address = record.get("warc-target-uri").map(|address| address.trim_matches(['<', '>']).to_owned());
    page(&kind, bytes, Place { record: number, offset, address, format: "warc" }, context)
}

/// Makes an article of a page in an archive; its address is its id.
pub(super) fn page(kind: &str, bytes: Vec<u8>, at: Place<'_>, context: &mut Context<'_>) -> ControlFlow<()> {
    let charset =
        kind.split_once("charset=").map(|(_, label)| label.trim_matches(['"', ' ', ';']).to_owned());
    let place = format!("{}@{}", context.name, at.offset);
    let body = Body { bytes, charset, place: &place, record: Some(at.record), format: at.format };
    let outcome = article_of(body, context).map(|mut article| {
        if let Some(address) = at.address {
            article.source_id.clone_from(&address);
            let metadata = &mut article.metadata;
            crate::article::set(&mut metadata.url, &address, "url", at.format, &mut metadata.provenance);
        }
        article.id = article.identify();
        article
    });
    (context.sink)(outcome)
}

/// The type and the decoded bytes of the page in a server's answer; `None` for redirects, pictures and the like.
pub(super) fn answer(block: &[u8]) -> Option<(String, Vec<u8>)> {
    let end = memchr::memmem::find(block, b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&block[..end]).to_lowercase();
    let field = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    let ok = head.lines().next()?.split_whitespace().nth(1)?.starts_with('2');
    let kind = field("content-type:")?.to_owned();
    if !ok || !kind.contains("html") {
        return None;
    }
    let mut body = block[end + 4..].to_vec();
    if field("transfer-encoding:").is_some_and(|coding| coding.contains("chunked")) {
        body = unchunk(&body);
    }
    if field("content-encoding:").is_some_and(|coding| coding.contains("gzip"))
        && body.starts_with(&[0x1F, 0x8B])
    {
        let mut plain = Vec::new();
        // What comes before damage is kept; the limit keeps a bomb small.
        let _ = flate2::read::MultiGzDecoder::new(&body[..]).take(32 << 20).read_to_end(&mut plain);
        body = plain;
    }
    Some((kind, body))
}

/// Undoes chunked transfer coding; what does not look chunked is left as it is.
fn unchunk(body: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some(end) = memchr::memchr(b'\n', rest) {
        let size = String::from_utf8_lossy(rest[..end].trim_ascii()).into_owned();
        let size = size.split(';').next().and_then(|digits| usize::from_str_radix(digits.trim(), 16).ok());
        let Some(size) = size else { return if plain.is_empty() { body.to_vec() } else { plain } };
        let chunk = &rest[end + 1..];
        plain.extend_from_slice(&chunk[..size.min(chunk.len())]);
        let Some(after) = size.checked_add(2).and_then(|next| chunk.get(next..)).filter(|_| size > 0) else {
            break;
        };
        rest = after;
    }
    plain
}

fn complain(code: &str, message: &str, offset: u64, context: &mut Context<'_>) -> ControlFlow<()> {
    let place = format!("{}@{offset}", context.name);
    let help = "fetch the archive again, or recompress it by record";
    context.complain(Diagnostic::new(Severity::Error, code, place, message).with_help(help))
}

pub(super) fn broken(message: &str, offset: u64, context: &mut Context<'_>) -> ControlFlow<()> {
    complain("ingest.broken-archive", &format!("{message}; the records before it were read"), offset, context)
}
