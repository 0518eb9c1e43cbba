//! RSS and Atom: one article an entry, with its full text where the feed has it.

use super::text::whole;
use super::{Context, Head};
use crate::source::Stream;
use crate::{article, charset, dates, entities, layout, page};
use quick_xml::Reader;
use quick_xml::events::Event;
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

pub(super) fn detect(head: &Head<'_>) -> bool {
    let start = &head.text[..head.text.char_indices().nth(2_000).map_or(head.text.len(), |(end, _)| end)];
    let xml = start.starts_with("<?xml")
        || start.starts_with("<rss")
        || start.starts_with("<feed")
        || start.starts_with("<rdf:RDF");
    xml && ["<rss", "<feed", "<rdf:RDF"].iter().any(|root| start.contains(root))
}

/// Texts of the elements of one entry, or of the feed's head, the first of each name.
type Fields = BTreeMap<String, String>;

pub(super) fn read(stream: Stream<'_>, context: &mut Context<'_>) -> ControlFlow<()> {
    let Some(document) = whole(stream, context)? else { return ControlFlow::Continue(()) };
    let declared = charset::declared(&document.bytes);
    let decoded = charset::decode(document.bytes, declared.as_deref(), context.name);
    let mut walk = Walk::default();
    let mut reader = Reader::from_str(&decoded.text);
    reader.config_mut().check_end_names = false;
    let outcome = loop {
        match reader.read_event() {
            Ok(Event::Eof) if walk.entry.is_some() => break Err("it ends inside an entry".to_owned()),
            Ok(Event::Eof) => break Ok(()),
            Ok(event) => {
                if let Some(entry) = walk.event(&event) {
                    let outcome = article_of(&entry, &walk.head, walk.count, context);
                    walk.count += 1;
                    (context.sink)(outcome)?;
                }
            }
            Err(error) => break Err(error.to_string()),
        }
    };
    if let Err(error) = outcome {
        let place = format!("{}@{}", context.name, reader.buffer_position());
        let message = format!("broken XML: {error}; {} articles before that were kept", walk.count);
        let complaint = Diagnostic::new(Severity::Error, "ingest.broken-xml", place, message);
        context.complain(complaint.with_help("fetch the feed again"))?;
    } else if walk.count == 0 {
        context.error("ingest.empty", "no entry in the feed", "leave it out")?;
    }
    decoded.diagnostics.into_iter().chain(document.cut).try_for_each(|complaint| context.complain(complaint))
}

/// Gathers the fields of entries from events; entities beside XML's own five are left as they are, none is expanded.
#[derive(Default)]
struct Walk {
    head: Fields,
    entry: Option<Fields>,
    /// Names of the open elements below the entry or the feed.
    open: Vec<String>,
    text: String,
    count: u64,
}

impl Walk {
    /// Takes an event; gives an entry that is complete.
    fn event(&mut self, event: &Event<'_>) -> Option<Fields> {
        match event {
            Event::Start(tag) => self.start(&String::from_utf8_lossy(tag.name().as_ref()), &address(tag)),
            Event::Empty(tag) => {
                let name = String::from_utf8_lossy(tag.name().as_ref()).into_owned();
                self.set(&name, &address(tag));
            }
            Event::Text(text) => self.text.push_str(&String::from_utf8_lossy(text)),
            Event::CData(text) => self.text.push_str(&String::from_utf8_lossy(text)),
            Event::GeneralRef(name) => self.text.push_str(&resolve(&String::from_utf8_lossy(name))),
            Event::End(tag) => return self.end(&String::from_utf8_lossy(tag.name().as_ref())),
            _ => {}
        }
        None
    }

    fn start(&mut self, name: &str, address: &str) {
        if ENTRIES.contains(&name) {
            self.entry = Some(Fields::new());
            self.open.clear();
        } else {
            self.set(name, address);
            self.open.push(name.to_owned());
        }
        self.text.clear();
    }

    fn end(&mut self, name: &str) -> Option<Fields> {
        if ENTRIES.contains(&name) {
            return self.entry.take();
        }
        self.open.pop();
        let text = std::mem::take(&mut self.text);
        self.set(name, &text);
        None
    }

    fn set(&mut self, name: &str, value: &str) {
        let value = value.trim();
        // An image's title is not the feed's.
        let foreign = self.open.iter().any(|outer| outer == "image" || outer == "source");
        if !value.is_empty() && !foreign {
            let fields = self.entry.as_mut().unwrap_or(&mut self.head);
            fields.entry(name.to_owned()).or_insert_with(|| value.to_owned());
        }
    }
}

/// Where an Atom link leads; links to pictures and to the feed itself do not count.
fn address(tag: &quick_xml::events::BytesStart<'_>) -> String {
    let attribute = |name: &str| tag.try_get_attribute(name).ok().flatten();
    let alternate = attribute("rel").is_none_or(|rel| &*rel.value == b"alternate");
    let link = tag.name().as_ref() == b"link" && alternate;
    let address = attribute("href").filter(|_| link);
    address.map(|address| String::from_utf8_lossy(&address.value).replace("&amp;", "&")).unwrap_or_default()
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
    let publisher = head.get("title").map_or("", String::as_str);
    article::set(
        &mut metadata.title,
        &page::fragment(get(TITLE), &context.options.limits).0,
        "title",
        "feed",
        &mut provenance,
    );
    article::set(&mut metadata.publisher, publisher, "publisher", "feed", &mut provenance);
    article::set(&mut metadata.url, link, "url", "feed", &mut provenance);
    article::set(&mut metadata.section, get(SECTION), "section", "feed", &mut provenance);
    metadata.authors = article::names(get(AUTHOR));
    provenance.extend(metadata.authors.first().map(|_| article::from("authors", "feed")));
    for (slot, names, field) in
        [(&mut metadata.published, PUBLISHED, "published"), (&mut metadata.modified, MODIFIED, "modified")]
    {
        if !get(names).is_empty() {
            *slot = Some(dates::dated(get(names)));
            provenance.push(article::from(field, "feed"));
        }
    }
    metadata.provenance = provenance;
    layout::mark(&mut article);
    Ok(article::finish(article))
}
