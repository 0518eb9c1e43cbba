//! RSS and Atom: one article an entry, with its full text where the feed has it.

use super::text::whole;
use super::{Context, Head, xml};
use crate::page::tags;
use crate::source::Stream;
use crate::{article, charset, dates, entities, layout, page};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use sayso_core::{Article, Diagnostic, Severity};
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// Elements that are one article each.
const ENTRIES: &[&str] = &["item", "entry"];

/// For each fact the elements that hold it, fullest first.
const TEXT: &[&str] = &["content:encoded", "content", "description", "summary"];
const TITLE: &[&str] = &["title"];
const ID: &[&str] = &["guid", "id", "link"];
const LINK: &[&str] = &["link", "guid"];
const AUTHOR: &[&str] = &["dc:creator", "name", "author"];
const PUBLISHED: &[&str] = &["pubDate", "published", "dc:date", "issued", "date"];
const MODIFIED: &[&str] = &["updated", "atom:updated", "modified"];
const SECTION: &[&str] = &["category"];

/// Elements that hold text with markup in it, escaped or not.
const RICH: &[&str] = &["title", "content:encoded", "content", "description", "summary"];
/// Elements whose own titles and links are not the feed's.
const FOREIGN: &[&str] = &["image", "source", "textInput"];

/// By the root element, whatever stands before it and whatever prefix it has.
pub(super) fn detect(head: &Head<'_>) -> bool {
    match xml::root(head.text) {
        Some("rss" | "RDF") => true,
        Some("feed") => head.text.contains("www.w3.org/2005/Atom") || head.text.contains("entry>"),
        _ => false,
    }
}

/// Texts of the elements of one entry, or of the feed's head, the first of each name.
type Fields = BTreeMap<String, String>;

pub(super) fn read(stream: Stream<'_>, context: &mut Context<'_>) -> ControlFlow<()> {
    let Some(document) = whole(stream, context)? else { return ControlFlow::Continue(()) };
    let declared = context.charset(charset::declared(&document.bytes));
    let decoded = charset::decode(document.bytes, declared.as_deref(), context.name);
    let text = crate::xml::escaped(&decoded.text);
    let mut walk = Walk { text: &text, ..Walk::default() };
    let mut start = 0;
    while let Err(Broken { at, problem }) = walk.run(start, context)? {
        let place = format!("{}@{at}", context.name);
        let message = format!(
            "broken XML: {problem}; the entry that it stands in was left out, {} were read",
            walk.count
        );
        let complaint = Diagnostic::new(Severity::Error, "ingest.broken-xml", place, message);
        context.complain(complaint.with_help("fetch the feed again"))?;
        let Some(next) = next_entry(&text, at.max(start + 1)) else { break };
        (walk.entry, walk.capture, start) = (None, None, next);
    }
    if walk.count == 0 && !walk.failed {
        context.error("ingest.empty", "no entry in the feed", "leave it out")?;
    }
    decoded.diagnostics.into_iter().chain(document.cut).try_for_each(|complaint| context.complain(complaint))
}

/// What is wrong with a feed, and at which byte.
struct Broken {
    at: usize,
    problem: String,
}

/// The first byte of the next entry.
fn next_entry(text: &str, from: usize) -> Option<usize> {
    let from = text.ceil_char_boundary(from.min(text.len()));
    tags(&text[from..])
        .find(|tag| {
            let name =
                text[from + tag.start + 1..from + tag.end].split([' ', '>', '/', '\n']).next().unwrap_or("");
            !tag.closes && ENTRIES.contains(&name.rsplit(':').next().unwrap_or(name))
        })
        .map(|tag| from + tag.start)
}

/// Gathers the fields of entries from events; entities beside XML's own five are left as they are, none is expanded.
#[derive(Default)]
struct Walk<'t> {
    /// The feed.
    text: &'t str,
    /// The root's prefix with its colon.
    prefix: Option<String>,
    head: Fields,
    entry: Option<Fields>,
    /// Names of the open elements below the entry or the feed.
    open: Vec<String>,
    /// Text since the last tag.
    piece: String,
    capture: Option<Capture>,
    count: u64,
    failed: bool,
}

/// An element with markup in it that is being read.
struct Capture {
    name: String,
    /// First byte behind its start tag.
    start: usize,
    /// Elements of the same name inside.
    depth: usize,
    has_elements: bool,
    /// Whether what looks like markup in it is none.
    is_plain: bool,
}

impl Walk<'_> {
    /// Reads entries from a byte on.
    fn run(&mut self, start: usize, context: &mut Context<'_>) -> ControlFlow<(), Result<(), Broken>> {
        let mut reader = Reader::from_str(&self.text[start..]);
        reader.config_mut().check_end_names = false;
        reader.config_mut().allow_unmatched_ends = true;
        reader.config_mut().allow_dangling_amp = true;
        loop {
            let before = start + reader.buffer_position() as usize;
            let broken = |problem: String| ControlFlow::Continue(Err(Broken { at: before, problem }));
            match reader.read_event() {
                Ok(Event::Eof) if self.entry.is_some() => {
                    return broken("it ends inside an entry".to_owned());
                }
                Ok(Event::Eof) => return ControlFlow::Continue(Ok(())),
                Ok(event) => {
                    let after = start + reader.buffer_position() as usize;
                    if let Some(entry) = self.event(&event, before, after) {
                        let outcome = article_of(&entry, &self.head, self.count, context);
                        self.count += 1;
                        (context.sink)(outcome)?;
                    }
                }
                Err(error) => return broken(error.to_string()),
            }
        }
    }

    /// Takes an event that lies between two bytes; gives an entry that is complete.
    fn event(&mut self, event: &Event<'_>, before: usize, after: usize) -> Option<Fields> {
        match event {
            Event::Start(tag) => self.start(tag, after),
            Event::Empty(tag) => {
                let name = self.name(tag.name().as_ref());
                if let Some(capture) = &mut self.capture {
                    capture.has_elements = true;
                } else {
                    self.set(&name, &address(tag));
                }
            }
            Event::Text(text) => self.piece.push_str(text),
            Event::CData(text) => self.piece.push_str(text),
            Event::GeneralRef(name) => self.piece.push_str(&resolve(name)),
            Event::End(tag) => return self.end(tag.name().as_ref(), before),
            _ => {}
        }
        None
    }

    /// An element's name without the root's prefix.
    fn name(&self, raw: &str) -> String {
        let own = self.prefix.as_deref().filter(|prefix| !prefix.is_empty());
        own.and_then(|prefix| raw.strip_prefix(prefix)).unwrap_or(raw).to_owned()
    }

    fn start(&mut self, tag: &BytesStart<'_>, after: usize) {
        if self.prefix.is_none() {
            self.prefix = Some(
                tag.name()
                    .as_ref()
                    .split_once(':')
                    .map_or_else(String::new, |(prefix, _)| format!("{prefix}:")),
            );
        }
        let name = self.name(tag.name().as_ref());
        if let Some(capture) = &mut self.capture {
            capture.has_elements = true;
            capture.depth += usize::from(capture.name == name);
            return;
        }
        self.piece.clear();
        if ENTRIES.contains(&name.as_str()) {
            self.entry = Some(Fields::new());
            self.open.clear();
        } else if RICH.contains(&name.as_str()) {
            let kind = tag.try_get_attribute("type").ok().flatten();
            let is_plain = kind.is_some_and(|kind| matches!(&*kind.value, "text" | "text/plain"));
            self.capture = Some(Capture { name, start: after, depth: 0, has_elements: false, is_plain });
        } else {
            self.set(&name, &address(tag));
            self.open.push(name);
        }
    }

    fn end(&mut self, raw: &str, before: usize) -> Option<Fields> {
        let name = self.name(raw);
        if let Some(capture) = &mut self.capture {
            if capture.name != name {
                return None;
            }
            if capture.depth > 0 {
                capture.depth -= 1;
                return None;
            }
            let capture = self.capture.take()?;
            let value = self.captured(&capture, before);
            self.set(&name, &value);
            return None;
        }
        if ENTRIES.contains(&name.as_str()) {
            return self.entry.take();
        }
        self.open.pop();
        let text = std::mem::take(&mut self.piece);
        self.set(&name, &text);
        None
    }

    /// The markup in an element: its elements as they stand, prefixes left out, or the markup that its text is.
    fn captured(&mut self, capture: &Capture, end: usize) -> String {
        let piece = std::mem::take(&mut self.piece);
        if capture.has_elements {
            without_prefixes(&self.text[capture.start..end.max(capture.start)])
        } else if capture.is_plain {
            piece.replace('&', "&amp;").replace('<', "&lt;")
        } else {
            piece
        }
    }

    fn set(&mut self, name: &str, value: &str) {
        let value = value.trim();
        let foreign = self.open.iter().any(|outer| FOREIGN.contains(&outer.as_str()));
        // Of people only those who wrote it.
        let other_person = name == "name" && !self.open.iter().any(|outer| outer == "author");
        if value.is_empty() || foreign || other_person {
            return;
        }
        let fields = self.entry.as_mut().unwrap_or(&mut self.head);
        match fields.get_mut(name) {
            Some(known) if AUTHOR.contains(&name) => {
                known.push_str("; ");
                known.push_str(value);
            }
            Some(_) => {}
            None => {
                fields.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

/// Markup whose elements have no prefixes: `<xhtml:p>` as `<p>`, CDATA as text.
fn without_prefixes(markup: &str) -> String {
    let mut out = String::with_capacity(markup.len());
    let mut rest = markup;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(inner) = rest.strip_prefix("<![CDATA[") {
            let (text, behind) = inner.split_once("]]>").unwrap_or((inner, ""));
            out.push_str(&text.replace('&', "&amp;").replace('<', "&lt;"));
            rest = behind;
            continue;
        }
        let closes = rest[1..].starts_with('/');
        let name_at = if closes { 2 } else { 1 };
        let name = &rest[name_at..];
        let name = &name
            [..name.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b":-_".contains(byte)).count()];
        out.push_str(&rest[..name_at]);
        out.push_str(name.rsplit(':').next().unwrap_or(name));
        rest = &rest[name_at + name.len()..];
    }
    out.push_str(rest);
    out
}

/// Where an Atom link leads; links to pictures and to the feed itself do not count.
fn address(tag: &BytesStart<'_>) -> String {
    let attribute = |name: &str| tag.try_get_attribute(name).ok().flatten();
    let alternate = attribute("rel").is_none_or(|rel| &*rel.value == "alternate");
    let link = tag.name().as_ref() == "link" && alternate;
    let address = attribute("href").filter(|_| link);
    address.map(|address| address.value.replace("&amp;", "&")).unwrap_or_default()
}

/// What a reference stands for; an unknown one is kept as it stands.
fn resolve(name: &str) -> String {
    entities::letter(name).unwrap_or_else(|| format!("&{name};"))
}

fn article_of(
    entry: &Fields,
    head: &Fields,
    record: u64,
    context: &Context<'_>,
) -> Result<Article, Diagnostic> {
    let place = format!("{}#{record}", context.name);
    let get = |names: &[&str]| names.iter().find_map(|name| entry.get(*name)).map_or("", String::as_str);
    let (text, parts) = page::fragment(get(TEXT), &context.options.limits);
    if text.trim().is_empty() {
        return Err(Diagnostic::new(Severity::Error, "ingest.no-text", place, "the entry has no text")
            .with_help("fetch the page that it links to"));
    }
    let mut article = article::begin(context.name, Some(record), "feed");
    if !get(ID).is_empty() {
        get(ID).clone_into(&mut article.source_id);
    }
    (article.text, article.parts) = (text, parts);
    let metadata = &mut article.metadata;
    let mut provenance = Vec::new();
    let link = Some(get(LINK)).filter(|link| link.contains("://")).unwrap_or("");
    let publisher = head.get("title").map(|title| page::fragment(title, &context.options.limits).0);
    article::set(
        &mut metadata.title,
        &page::fragment(get(TITLE), &context.options.limits).0,
        "title",
        "feed",
        &mut provenance,
    );
    article::set(
        &mut metadata.publisher,
        publisher.as_deref().unwrap_or(""),
        "publisher",
        "feed",
        &mut provenance,
    );
    article::set(&mut metadata.url, link, "url", "feed", &mut provenance);
    article::set(&mut metadata.section, get(SECTION), "section", "feed", &mut provenance);
    metadata.authors = article::names(get(AUTHOR));
    provenance.extend(metadata.authors.first().map(|_| article::from("authors", "feed")));
    for (slot, names, field) in
        [(&mut metadata.published, PUBLISHED, "published"), (&mut metadata.modified, MODIFIED, "modified")]
    {
        if !get(names).is_empty() {
            *slot = Some(dates::dated(get(names), context.options.date_order));
            provenance.push(article::from(field, "feed"));
        }
    }
    // Many feeds give only the time of the last change.
    if metadata.published.is_none() && metadata.modified.is_some() {
        metadata.published = metadata.modified.take();
        provenance.retain(|from| from.field != "modified");
        provenance.push(article::from("published", "feed-updated"));
    }
    metadata.provenance = provenance;
    layout::mark(&mut article);
    Ok(article::finish(article))
}
