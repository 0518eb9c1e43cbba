//! SGML as news collections have it: Reuters-21578 (`<REUTERS>`), TREC and Gigaword (`<DOC>`). It is not well-formed
//! XML: tags stay open, references are loose. Records are read one by one.

use super::{Context, Head};
use crate::page::tags;
use crate::source::Stream;
use crate::{article, charset, dates, entities, layout, wrap};
use sayso_core::{Article, Diagnostic, Severity};
use std::io::{BufRead, Read};
use std::ops::ControlFlow;

/// Elements that are one article each.
const RECORDS: &[&str] = &["REUTERS", "DOC"];

/// For each fact the elements that hold it, and the attributes of the record.
const ID: &[&str] = &["DOCNO", "DOCID"];
const ID_ATTRIBUTES: &[&str] = &["NEWID", "ID", "DOCID"];
const TITLE: &[&str] = &["TITLE", "HEADLINE", "HEAD", "HL", "TTL"];
const AUTHOR: &[&str] = &["AUTHOR", "BYLINE", "SIGNER"];
const DATE: &[&str] = &["DATE", "DATE_TIME", "DATETIME", "DD", "PUBDATE", "PUB_DATE"];
const DATELINE: &[&str] = &["DATELINE"];
const PUBLISHER: &[&str] = &["SO", "SOURCE", "PUB"];
const SECTION: &[&str] = &["SECTION", "DOCTYPE"];
const BODY: &[&str] = &["BODY", "TEXT", "LP"];

/// Elements that begin a paragraph.
const PARAGRAPH: &[&str] = &["p", "para", "paragraph", "br", "hl", "h1", "h2", "h3"];

pub(super) fn detect(head: &Head<'_>) -> bool {
    let start = head.text.get(..9).unwrap_or(head.text).to_ascii_uppercase();
    let doc = ["<DOC>", "<DOC ", "<REUTERS"].iter().any(|known| start.starts_with(known));
    doc || start.starts_with("<!DOCTYPE")
        && head.text.lines().take(5).any(|line| line.starts_with("<REUTERS"))
}

pub(super) fn read(mut stream: Stream<'_>, context: &mut Context<'_>) -> ControlFlow<()> {
    let limit = context.options.limits.document_bytes;
    let (mut record, mut number, mut start) = (0, 0_u64, 1_u64);
    let mut bytes = Vec::new();
    let mut too_large = false;
    loop {
        let mut line = Vec::new();
        match (&mut stream).take(limit + 1).read_until(b'\n', &mut line) {
            Ok(0) => break,
            Ok(_) => number += 1,
            Err(error) => return context.failed(&error, record),
        }
        if bytes.is_empty() && !too_large {
            // Nothing stands between records but document types.
            if !opens(&line) {
                continue;
            }
            start = number;
        }
        let end = closes(&line);
        too_large |= (bytes.len() + line.len()) as u64 > limit;
        if too_large {
            bytes.clear();
        } else {
            bytes.extend_from_slice(&line);
        }
        if end {
            one(std::mem::take(&mut bytes), too_large, record, start, context)?;
            (too_large, record) = (false, record + 1);
        }
    }
    if !bytes.is_empty() {
        one(bytes, too_large, record, start, context)?;
        let message = "the last record has no end; what is there was kept";
        let complaint = Diagnostic::new(
            Severity::Warning,
            "ingest.truncated",
            format!("{}:{start}", context.name),
            message,
        );
        return context.complain(complaint.with_help("fetch the file again"));
    }
    if record == 0 {
        return context.error("ingest.empty", "no record in the file", "leave it out");
    }
    ControlFlow::Continue(())
}

fn opens(line: &[u8]) -> bool {
    let line = line.trim_ascii_start();
    line.len() > 4
        && RECORDS.iter().any(|name| {
            line[1..]
                .get(..name.len())
                .is_some_and(|start| line[0] == b'<' && start.eq_ignore_ascii_case(name.as_bytes()))
        })
}

fn closes(line: &[u8]) -> bool {
    memchr::memmem::find_iter(line, b"</").any(|at| {
        RECORDS.iter().any(|name| {
            line[at + 2..].get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
                && line
                    .get(at + 2 + name.len())
                    .is_none_or(|&next| next == b'>' || next.is_ascii_whitespace())
        })
    })
}

fn one(
    bytes: Vec<u8>,
    too_large: bool,
    record: u64,
    line: u64,
    context: &mut Context<'_>,
) -> ControlFlow<()> {
    let place = format!("{}:{line}", context.name);
    let limit = context.options.limits.document_bytes;
    let outcome = if too_large {
        let message = format!("the record is larger than the limit of {limit} bytes");
        Err(Diagnostic::new(Severity::Error, "ingest.too-large", place, message)
            .with_help("split the record, or leave it out"))
    } else {
        let decoded = charset::decode(bytes, None, &place);
        article_of(&decoded.text, record, &place, context).map(|mut article| {
            article.diagnostics.extend(decoded.diagnostics);
            article
        })
    };
    (context.sink)(outcome)
}

fn article_of(sgml: &str, record: u64, place: &str, context: &Context<'_>) -> Result<Article, Diagnostic> {
    let found = Record::parse(sgml);
    let mut article = article::begin(context.name, Some(record), "sgml");
    if let Some(id) = found.line(ID).or_else(|| found.attribute(ID_ATTRIBUTES)) {
        article.source_id = id;
    }
    let metadata = &mut article.metadata;
    let mut provenance = Vec::new();
    let title = found.line(TITLE).or_else(|| found.attribute(&["TITLE"])).unwrap_or_default();
    let publisher = if found.is_reuters() { Some("Reuters".to_owned()) } else { found.line(PUBLISHER) };
    article::set(&mut metadata.title, &title, "title", "sgml", &mut provenance);
    article::set(
        &mut metadata.publisher,
        &publisher.unwrap_or_default(),
        "publisher",
        "sgml",
        &mut provenance,
    );
    article::set(
        &mut metadata.section,
        &found.line(SECTION).unwrap_or_default(),
        "section",
        "sgml",
        &mut provenance,
    );
    article::set(
        &mut metadata.url,
        &found.attribute(&["URL"]).unwrap_or_default(),
        "url",
        "sgml",
        &mut provenance,
    );
    let bylines: Vec<String> = found.line(AUTHOR).into_iter().collect();
    article::credit_agencies(&bylines, metadata);
    metadata.authors = article::people(&bylines);
    provenance.extend(metadata.authors.first().map(|_| article::from("authors", "sgml")));
    if let Some(raw) = found.line(DATE) {
        metadata.published = Some(dates::dated(&raw, context.options.date_order));
        provenance.push(article::from("published", "sgml"));
    }
    metadata.provenance = provenance;
    article.text = found.text();
    if article.text.trim().is_empty() {
        return Err(Diagnostic::new(Severity::Error, "ingest.no-text", place, "the record has no text")
            .with_help("leave the record out"));
    }
    layout::mark(&mut article);
    Ok(article::finish(article))
}

/// The elements of a record: name, and the markup between its tags. Of elements left open the markup goes on to the
/// next element that a fact is read from.
struct Record<'s> {
    sgml: &'s str,
    /// The record's own tag.
    tag: &'s str,
    elements: Vec<(&'s str, &'s str)>,
}

impl<'s> Record<'s> {
    fn parse(sgml: &'s str) -> Self {
        let known = |name: &str| {
            [ID, TITLE, AUTHOR, DATE, DATELINE, PUBLISHER, SECTION, BODY]
                .iter()
                .any(|list| contains(list, name))
        };
        let mut elements: Vec<(&str, &str)> = Vec::new();
        // Where the elements that are open begin: a body lies in a text.
        let mut open: Vec<(&str, usize)> = Vec::new();
        let mut tag = "";
        for found in tags(sgml) {
            if tag.is_empty() && contains(RECORDS, found.name) && !found.closes {
                tag = &sgml[found.start..found.end];
            }
            if !known(found.name) {
                continue;
            }
            if !found.closes {
                open.push((found.name, found.end));
            } else if let Some(at) = open.iter().rposition(|(name, _)| name.eq_ignore_ascii_case(found.name))
            {
                elements.extend(open.drain(at..).map(|(name, start)| (name, &sgml[start..found.start])));
            }
        }
        elements.extend(open.into_iter().map(|(name, start)| (name, &sgml[start..])));
        Self { sgml, tag, elements }
    }

    fn is_reuters(&self) -> bool {
        self.tag.get(1..8).is_some_and(|name| name.eq_ignore_ascii_case("REUTERS"))
    }

    fn markup(&self, names: &[&str]) -> Option<&'s str> {
        names.iter().find_map(|name| {
            self.elements
                .iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(name))
                .map(|(_, markup)| *markup)
        })
    }

    /// An element's text on one line, if there is any.
    fn line(&self, names: &[&str]) -> Option<String> {
        let text = plain(self.markup(names)?);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (!text.is_empty()).then_some(text)
    }

    /// An attribute of the record.
    fn attribute(&self, names: &[&str]) -> Option<String> {
        let upper = self.tag.to_ascii_uppercase();
        names.iter().find_map(|name| {
            let key = format!(" {name}=");
            let value = &self.tag[upper.find(&key)? + key.len()..];
            let value = match value.strip_prefix('"') {
                Some(quoted) => quoted.split('"').next()?,
                None => value.split([' ', '>']).next()?,
            };
            (!value.is_empty()).then(|| entities::resolve(value))
        })
    }

    /// A headline that went out alone; what stands for its body are fill words.
    fn is_brief(&self) -> bool {
        tags(self.sgml).any(|tag| {
            tag.name.eq_ignore_ascii_case("TEXT") && self.sgml[tag.start..tag.end].contains("TYPE=\"BRIEF\"")
        })
    }

    /// The article: the dateline and the body; of a brief its headline; of a record without elements all of it.
    fn text(&self) -> String {
        if let Some(title) = self.line(TITLE).filter(|_| self.is_brief()) {
            return title;
        }
        let Some(body) = self.markup(BODY) else {
            let inner = self.sgml.split_once(self.tag).map_or(self.sgml, |(_, inner)| inner);
            return paragraphs(inner);
        };
        let body = paragraphs(body);
        match self.line(DATELINE) {
            Some(dateline) if dateline.ends_with('-') && !body.starts_with(&dateline) => {
                format!("{dateline} {body}")
            }
            Some(dateline) if !body.is_empty() && !body.starts_with(&dateline) && self.is_outside_body() => {
                format!("{dateline}\n\n{body}")
            }
            _ => body,
        }
    }

    /// Whether the dateline stands before the body and not in it.
    fn is_outside_body(&self) -> bool {
        let (Some(dateline), Some(body)) = (self.markup(DATELINE), self.markup(BODY)) else { return false };
        (dateline.as_ptr() as usize) < body.as_ptr() as usize
    }
}

fn contains(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Text without tags and control characters, references resolved.
fn plain(markup: &str) -> String {
    let mut text = String::with_capacity(markup.len());
    let mut from = 0;
    for tag in tags(markup) {
        text.push_str(&markup[from..tag.start]);
        if contains(PARAGRAPH, tag.name) {
            text.push_str("\n\n");
        }
        from = tag.end;
    }
    text.push_str(&markup[from..]);
    let mut text = entities::resolve(&text);
    text.retain(|letter| letter == '\n' || letter == '\t' || !letter.is_control());
    text
}

/// Paragraphs out of lines of a fixed width, without the agency's name under them.
fn paragraphs(markup: &str) -> String {
    let is_signature = |line: &&str| {
        let words = line.trim();
        words.eq_ignore_ascii_case("reuter") || words.eq_ignore_ascii_case("reuters")
    };
    let text = plain(markup);
    let lines: Vec<&str> = text.lines().filter(|line| !is_signature(line)).collect();
    let mut out = wrap::paragraphs(&lines.join("\n")).join("\n\n");
    let signed = [" REUTER", " Reuter"].iter().find_map(|sign| out.strip_suffix(sign));
    signed.map(str::len).into_iter().for_each(|length| out.truncate(length));
    out
}
