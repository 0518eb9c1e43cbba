//! What news agencies send: NITF, NewsML-G2, NewsML 1, Reuters' newsitem, and other XML whose elements have telling
//! names. One table says what becomes which field.

use super::text::whole;
use super::{Context, Head};
use crate::source::Stream;
use crate::xml::{self, Id, Tree};
use crate::{Options, article, charset, dates, layout, page};
use sayso_core::{Article, Diagnostic, Metadata, Severity};
use std::ops::ControlFlow;

/// One dialect: how it is detected, and for each fact the places that hold it, most trusted first (`path@attribute`, or
/// a path for an element's text; see [`Tree::find`]; a path that is empty is the item itself).
struct Dialect {
    name: &'static str,
    /// Names of the outermost element.
    roots: &'static [&'static str],
    /// Elements that are one article each.
    items: &'static [&'static str],
    id: &'static [&'static str],
    title: &'static [&'static str],
    authors: &'static [&'static str],
    published: &'static [&'static str],
    modified: &'static [&'static str],
    publisher: &'static [&'static str],
    /// Where an agency may be named whose copy it is.
    credit: &'static [&'static str],
    section: &'static [&'static str],
    url: &'static [&'static str],
    language: &'static [&'static str],
    /// Elements that hold the text, the first that is there.
    body: &'static [&'static str],
}

const DIALECTS: &[Dialect] = &[
    Dialect {
        name: "newsml-g2",
        roots: &["newsItem", "newsMessage", "packageItem"],
        items: &["newsItem"],
        id: &["@guid"],
        title: &[
            "contentMeta/headline",
            "itemMeta/title",
            "hedline/hl1",
            "contentSet/head/title",
            "contentMeta/slugline",
        ],
        authors: &[
            "contentMeta/by",
            "contentMeta/creator/name",
            "body.head/byline",
            "contentMeta/contributor/name",
        ],
        published: &["itemMeta/firstCreated", "contentMeta/contentCreated", "itemMeta/versionCreated"],
        modified: &["contentMeta/contentModified", "itemMeta/versionCreated"],
        publisher: &[
            "contentMeta/infoSource/name",
            "itemMeta/provider/name",
            "itemMeta/provider@literal",
            "rightsInfo/copyrightHolder/name",
            "contentMeta/creditline",
            "contentMeta/infoSource@literal",
            "rightsInfo/copyrightHolder@literal",
        ],
        credit: &["contentMeta/creditline", "contentMeta/infoSource/name", "itemMeta/provider/name"],
        section: &["contentMeta/subject/name", "contentMeta/genre/name"],
        url: &["itemMeta/link@href"],
        language: &["contentMeta/language@tag", "@lang"],
        body: &[
            "contentSet/inlineXML/body.content",
            "contentSet/inlineXML/body",
            "contentSet/inlineXML",
            "contentSet/inlineData",
        ],
    },
    Dialect {
        name: "newsml-1",
        roots: &["NewsML"],
        items: &["NewsItem"],
        id: &["NewsIdentifier/PublicIdentifier", "NewsIdentifier/NewsItemId"],
        title: &["NewsLines/HeadLine", "hedline/hl1"],
        authors: &["NewsLines/ByLine", "body.head/byline"],
        published: &["NewsManagement/FirstCreated", "NewsIdentifier/DateId"],
        modified: &["NewsManagement/ThisRevisionCreated"],
        publisher: &[
            "AdministrativeMetadata/Source/Party@FormalName",
            "AdministrativeMetadata/Provider/Party@FormalName",
            "NewsIdentifier/ProviderId",
            "NewsLines/CreditLine",
        ],
        credit: &["NewsLines/CreditLine", "AdministrativeMetadata/Provider/Party@FormalName"],
        section: &[],
        url: &[],
        language: &["DescriptiveMetadata/Language@FormalName", "@lang"],
        body: &["DataContent/body.content", "DataContent/body", "DataContent"],
    },
    Dialect {
        name: "nitf",
        roots: &["nitf"],
        items: &["nitf"],
        id: &["docdata/doc-id@id-string"],
        title: &["body.head/hedline/hl1", "head/title", "body.head/hedline"],
        authors: &["body.head/byline[class=print_byline]", "body.head/byline/person", "body.head/byline"],
        published: &[
            "docdata/date.issue@norm",
            "docdata/date.release@norm",
            "head/pubdata@date.publication",
            "body.head/dateline/story.date@norm",
            "body.head/dateline/story.date",
        ],
        modified: &["docdata/date.release@norm"],
        publisher: &[
            "head/pubdata@name",
            "docdata/doc.copyright@holder",
            "body.head/distributor/org",
            "body.head/distributor",
            "body.head/rights/rights.owner",
        ],
        credit: &["body.head/byline/byttl", "body.head/distributor/org", "body.head/distributor"],
        section: &[
            "head/pubdata@position.section",
            "head/tobject/tobject.subject@tobject.subject.type",
            "head/meta[name=online_sections]@content",
        ],
        url: &["head/pubdata@ex-ref"],
        language: &["@lang", "body@lang"],
        // Archives repeat the first paragraph in a block of its own beside the full text.
        body: &["body.content/block[class=full_text]", "body.content"],
    },
    Dialect {
        name: "newsitem",
        roots: &["newsitem"],
        items: &["newsitem"],
        id: &["@itemid", "@id"],
        title: &["headline", "title"],
        authors: &["byline"],
        published: &["@date", "metadata/dc[element=dc.date.published]@value"],
        modified: &[],
        publisher: &["metadata/dc[element=dc.publisher]@value", "metadata/dc[element=dc.source]@value"],
        credit: &[],
        section: &[],
        url: &[],
        language: &["@lang"],
        body: &["text"],
    },
    Dialect {
        name: "xml",
        roots: &[],
        items: &["article", "story", "document", "doc", "news", "item", "record", "row"],
        id: &["@id", "id", "guid", "docid", "docno"],
        title: &["headline", "hl1", "title", "heading", "article-title"],
        authors: &["byline", "author", "authors", "creator", "contrib/name"],
        published: &["@date", "published", "pubdate", "pubDate", "publication-date", "date", "datetime"],
        modified: &["modified", "updated", "lastmod"],
        publisher: &["publisher", "publication", "source", "newspaper"],
        credit: &["credit", "agency"],
        section: &["section", "category"],
        url: &["url", "link", "uri"],
        language: &["@lang", "language"],
        body: &[
            "body.content",
            "fulltext",
            "full-text",
            "body",
            "text",
            "content",
            "bodytext",
            "description",
        ],
    },
];

/// A root element of one of the dialects; other XML is detected by its declaration.
pub(super) fn detect(head: &Head<'_>) -> bool {
    let Some(root) = root(head.text) else { return false };
    let known = DIALECTS.iter().any(|dialect| dialect.roots.contains(&root));
    known || head.text.starts_with("<?xml") && !["html", "HTML"].contains(&root)
}

/// The local name of the outermost element.
pub(super) fn root(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let tag = rest.strip_prefix('<')?;
        if let Some(comment) = tag.strip_prefix("!--") {
            rest = comment.split_once("-->")?.1;
        } else if tag.starts_with(['?', '!']) {
            // A document type may hold declarations in brackets.
            let end = tag.find('>')?;
            rest = match tag.find('[').filter(|&open| open < end) {
                Some(open) => tag[open..]
                    .split_once("]>")
                    .or_else(|| tag[open..].split_once(']'))?
                    .1
                    .trim_start_matches(['>', ' ']),
                None => &tag[end + 1..],
            };
        } else {
            let end = tag.find(|letter: char| !letter.is_alphanumeric() && !"_-.:".contains(letter))?;
            return tag[..end].rsplit(':').next().filter(|name| !name.is_empty());
        }
    }
}

pub(super) fn read(stream: Stream<'_>, context: &mut Context<'_>) -> ControlFlow<()> {
    let Some(document) = whole(stream, context)? else { return ControlFlow::Continue(()) };
    let declared = context.charset(charset::declared(&document.bytes));
    let decoded = charset::decode(document.bytes, declared.as_deref(), context.name);
    let tree = Tree::parse(&decoded.text, &context.options.limits);
    let dialect = dialect_of(&tree);
    let mut items = tree.outermost(dialect.items);
    if dialect.roots.is_empty() && items.len() < 2 {
        let fields = &context.options.fields;
        let records =
            tree.records(&|name| folded_names(dialect.body, &fields.text).contains(&xml::folded(name)));
        if items.is_empty() || records.len() > 1 {
            items = records;
        }
    }
    if items.is_empty() {
        items.extend(tree.root());
    }
    let several = items.len() > 1;
    for (record, &item) in items.iter().enumerate() {
        let record = several.then_some(record as u64);
        let outcome = article_of(&tree, item, dialect, record, context);
        (context.sink)(outcome)?;
    }
    if let Some((problem, at)) = &tree.broken {
        let place = format!("{}@{at}", context.name);
        let message = format!("broken XML: {problem}; what came before was kept");
        let complaint = Diagnostic::new(Severity::Error, "ingest.broken-xml", place, message);
        context.complain(complaint.with_help("fetch the document again"))?;
    } else if items.is_empty() {
        context.error("ingest.empty", "no element in the document", "leave it out")?;
    }
    decoded.diagnostics.into_iter().chain(document.cut).try_for_each(|complaint| context.complain(complaint))
}

/// Names of elements that hold a fact, those of the table and those that records in other formats have.
fn folded_names(places: &[&str], fields: &[String]) -> Vec<String> {
    let plain = places.iter().filter(|place| !place.contains(['/', '@']));
    plain.map(|place| xml::folded(place)).chain(fields.iter().map(|name| xml::folded(name))).collect()
}

fn dialect_of(tree: &Tree) -> &'static Dialect {
    let root = tree.root().map_or("", |root| tree.name(root));
    let known = |dialect: &&Dialect| dialect.roots.contains(&root);
    // Archives wrap many documents in an element of their own.
    let wrapped = |dialect: &&Dialect| !dialect.roots.is_empty() && !tree.outermost(dialect.items).is_empty();
    let found = DIALECTS.iter().find(known).or_else(|| DIALECTS.iter().find(wrapped));
    found.unwrap_or(&DIALECTS[DIALECTS.len() - 1])
}

/// Elements in a byline that are no names.
const NO_NAMES: &[&str] = &["byttl", "title", "role", "jobtitle", "email"];

/// The values that stand in one of the places, the first place that has any.
fn values(tree: &Tree, item: Id, places: &[&str]) -> Vec<String> {
    let at = |place: &str| -> Vec<String> {
        let (path, attribute) = match place.rsplit_once('@') {
            Some((path, attribute)) => (path, Some(attribute)),
            None => (place, None),
        };
        let elements = if path.is_empty() { vec![item] } else { tree.find(item, path) };
        let values = elements.into_iter().map(|id| match attribute {
            Some(name) => tree.attribute(id, name).unwrap_or("").trim().to_owned(),
            None => tree.text_without(id, if path.ends_with("byline") { NO_NAMES } else { &[] }),
        });
        values.filter(|value| !value.is_empty()).collect()
    };
    places.iter().map(|place| at(place)).find(|values| !values.is_empty()).unwrap_or_default()
}

fn article_of(
    tree: &Tree,
    item: Id,
    dialect: &Dialect,
    record: Option<u64>,
    context: &Context<'_>,
) -> Result<Article, Diagnostic> {
    let mut article = article::begin(context.name, record, dialect.name);
    let ids = values(tree, item, dialect.id);
    let folded = || tree.find_folded(item, &folded_names(&[], &context.options.fields.id)).into_iter().next();
    let other = || folded().filter(|_| dialect.roots.is_empty()).map(|id| tree.text_of(id));
    if let Some(id) = ids.into_iter().next().or_else(other).filter(|id| !id.is_empty()) {
        article.source_id = id;
    }
    let fields = &context.options.fields;
    let bodies = dialect.body.iter().map(|path| tree.find(item, path)).find(|found| !found.is_empty());
    let folded = || {
        let names = folded_names(dialect.body, &fields.text);
        Some(tree.find_folded(item, &names)).filter(|found| dialect.roots.is_empty() && !found.is_empty())
    };
    let bodies = bodies.or_else(folded);
    // Where nothing tells the text from the rest, all of it is text; an item with a headline and no text has none.
    let agency = !dialect.roots.is_empty();
    let all = !agency && values(tree, item, dialect.title).is_empty();
    let bodies = bodies.unwrap_or_else(|| if all { vec![item] } else { Vec::new() });
    (article.text, article.parts) = page::xml_fragment(tree, &bodies, &context.options.limits);
    if article.text.trim().is_empty() {
        let message = format!("`{}` has no text", article.source_id);
        let place =
            record.map_or_else(|| context.name.to_owned(), |record| format!("{}#{record}", context.name));
        // Agencies send pictures and packages the same way.
        let severity = if agency { Severity::Warning } else { Severity::Error };
        return Err(Diagnostic::new(severity, "ingest.no-text", place, message)
            .with_help("text that is elsewhere is not fetched: give the document that holds it"));
    }
    facts(tree, item, dialect, context.options, &mut article.metadata);
    layout::mark(&mut article);
    Ok(article::finish(article))
}

fn facts(tree: &Tree, item: Id, dialect: &Dialect, options: &Options, metadata: &mut Metadata) {
    let (fields, order) = (&options.fields, options.date_order);
    let mut provenance = Vec::new();
    let all = |places: &[&str], names: &[String]| {
        let exact = values(tree, item, places);
        if !exact.is_empty() || !dialect.roots.is_empty() {
            return exact;
        }
        let found = tree.find_folded(item, &folded_names(places, names)).into_iter();
        found.map(|id| tree.text_of(id)).filter(|value| !value.is_empty()).collect()
    };
    let first = |places: &[&str], names: &[String]| all(places, names).into_iter().next().unwrap_or_default();
    let strings = [
        (&mut metadata.title, dialect.title, &fields.title, "title"),
        (&mut metadata.publisher, dialect.publisher, &fields.publisher, "publisher"),
        (&mut metadata.section, dialect.section, &fields.section, "section"),
        (&mut metadata.url, dialect.url, &fields.url, "url"),
        (&mut metadata.language, dialect.language, &fields.language, "language"),
    ];
    for (slot, places, names, field) in strings {
        article::set(slot, &first(places, names), field, dialect.name, &mut provenance);
    }
    let bylines = all(dialect.authors, &fields.authors);
    article::credit_agencies(&bylines, metadata);
    article::credit_agencies(&values(tree, item, dialect.credit), metadata);
    metadata.authors = article::people(&bylines);
    provenance.extend(metadata.authors.first().map(|_| article::from("authors", dialect.name)));
    let dates = [
        (&mut metadata.published, dialect.published, &fields.published, "published"),
        (&mut metadata.modified, dialect.modified, &fields.modified, "modified"),
    ];
    for (slot, places, names, field) in dates {
        let raw = first(places, names);
        if !raw.is_empty() {
            *slot = Some(dates::dated(&raw, order));
            provenance.push(article::from(field, dialect.name));
        }
    }
    metadata.provenance = provenance;
}
