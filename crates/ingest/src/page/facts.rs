//! A page's facts, from what it says about itself, in a written order of trust.

use super::fallback::Stated;
use super::linked_data;
use crate::{DateOrder, article, dates};
use dom_query::Document;
use sayso_core::Metadata;
use std::collections::BTreeMap;

/// Where a value may stand, most trusted first: the source's name and the keys in it.
type Order = &'static [(&'static str, &'static [&'static str])];

const TITLE: Order = &[
    (JSON_LD, &["headline", "name"]),
    (META, &["dc.title", "dcterms.title", "dc:title"]),
    (OPENGRAPH, &["og:title"]),
    (META, &["title", "twitter:title", "parsely-title", "sailthru.title", "headline"]),
    (MICRODATA, &["headline"]),
];
const NAMED: Order = &[(JSON_LD, &["name"])];
const AUTHORS: Order = &[
    (JSON_LD, &["author", "creator"]),
    (
        META,
        &[
            "byl",
            "parsely-author",
            "dc.creator",
            "dcterms.creator",
            "dc:creator",
            "author",
            "sailthru.author",
        ],
    ),
    (OPENGRAPH, &["article:author_name", "article:author"]),
    (MICRODATA, &["author"]),
];
const PUBLISHED: Order = &[
    (JSON_LD, &["datePublished", "dateCreated"]),
    (OPENGRAPH, &["article:published_time", "og:published_time"]),
    (
        META,
        &[
            "parsely-pub-date",
            "pubdate",
            "publishdate",
            "publish-date",
            "date",
            "dc.date",
            "dc.date.issued",
            "dcterms.created",
            "dcterms.date",
            "sailthru.date",
            "ptime",
            "pdate",
            "originalpublicationdate",
            "cxenseparse:recs:publishtime",
        ],
    ),
    (MICRODATA, &["datePublished", "dateCreated"]),
];
const MODIFIED: Order = &[
    (JSON_LD, &["dateModified"]),
    (OPENGRAPH, &["article:modified_time", "og:updated_time"]),
    (META, &["lastmod", "last-modified", "dcterms.modified", "utime"]),
    (MICRODATA, &["dateModified"]),
];
const PUBLISHER: Order = &[
    (JSON_LD, &["publisher"]),
    (OPENGRAPH, &["og:site_name"]),
    (META, &["application-name", "dc.publisher", "cre", "source", "publisher"]),
    (MICRODATA, &["publisher"]),
];
const SECTION: Order = &[
    (JSON_LD, &["articleSection"]),
    (OPENGRAPH, &["article:section"]),
    (META, &["parsely-section", "section", "cg"]),
    (MICRODATA, &["articleSection"]),
];
const URL: Order = &[(LINK, &["canonical"]), (OPENGRAPH, &["og:url"]), (JSON_LD, &["url"])];
const LANGUAGE: Order = &[
    (HTML, &["lang"]),
    (JSON_LD, &["inLanguage"]),
    (OPENGRAPH, &["og:locale"]),
    (META, &["content-language", "language", "dc.language"]),
];

const JSON_LD: &str = "json-ld";
const OPENGRAPH: &str = "opengraph";
const META: &str = "meta";
const MICRODATA: &str = "microdata";
const LINK: &str = "link";
const HTML: &str = "html";

/// Every value that a page gives about itself, by source and key.
#[derive(Default)]
struct Said(BTreeMap<(&'static str, String), Vec<String>>);

impl Said {
    fn add(&mut self, source: &'static str, key: &str, value: &str) {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if !value.is_empty() {
            self.0.entry((source, key.to_owned())).or_default().push(value);
        }
    }

    /// The most trusted values that `fit`, and their source.
    fn best(&self, order: Order, fit: impl Fn(&str) -> bool) -> Option<(Vec<String>, &'static str)> {
        order.iter().find_map(|(source, keys)| {
            let found = keys.iter().find_map(|key| {
                let values = self.0.get(&(*source, (*key).to_owned()))?;
                let fitting: Vec<String> = values.iter().filter(|value| fit(value)).cloned().collect();
                (!fitting.is_empty()).then_some(fitting)
            })?;
            Some((found, *source))
        })
    }
}

impl Said {
    /// Encyclopedias state a description as the headline: the name is the title where only it is in `<title>`.
    fn title_order(&self, page: &Document) -> Order {
        let title = page.select_single("head > title").text();
        let shown = |key: &str| {
            let values = self.0.get(&(JSON_LD, key.to_owned()));
            values.is_some_and(|values| values.iter().any(|value| title.contains(value.as_str())))
        };
        if shown("name") && !shown("headline") { NAMED } else { TITLE }
    }
}

/// Reads the facts of a page.
pub(super) fn read(page: &Document, date_order: DateOrder) -> (Metadata, Stated) {
    let (said, stated) = gather(page);
    let mut metadata = Metadata::default();
    let mut provenance = Vec::new();
    let mut set = |slot: &mut Option<String>, order: Order, field: &str| {
        if let Some((values, source)) = said.best(order, |_| true) {
            article::set(slot, &values[0], field, source, &mut provenance);
        }
    };
    set(&mut metadata.title, said.title_order(page), "title");
    set(&mut metadata.publisher, PUBLISHER, "publisher");
    set(&mut metadata.url, URL, "url");
    set(&mut metadata.section, SECTION, "section");
    set(&mut metadata.language, LANGUAGE, "language");
    metadata.language = metadata.language.map(|tag| tag.replace('_', "-"));
    metadata.title = metadata.title.map(|title| without_site(&title, metadata.publisher.as_deref()));
    let readable = |name: &str| !name.contains("://") && !article::is_slug(name);
    let authors = said.best(AUTHORS, readable).or_else(|| said.best(AUTHORS, |name| !name.contains("://")));
    if let Some((names, source)) = authors {
        article::credit_agencies(&names, &mut metadata);
        metadata.authors = article::people(&names);
        provenance.extend(metadata.authors.first().map(|_| article::from("authors", source)));
    }
    for (order, field) in [(PUBLISHED, "published"), (MODIFIED, "modified")] {
        if let Some((values, source)) = said.best(order, |raw| dates::read_ordered(raw, date_order).is_some())
        {
            let slot = if field == "published" { &mut metadata.published } else { &mut metadata.modified };
            *slot = Some(dates::dated(&values[0], date_order));
            provenance.push(article::from(field, source));
        }
    }
    metadata.provenance = provenance;
    from_heading(page, &mut metadata);
    (metadata, stated)
}

/// Marks between a headline and a site in a page's title.
const BARS: [&str; 6] = ["|", "-", "\u{2013}", "\u{2014}", ":", "\u{BB}"];

/// A page that states nothing has a title ("Headline - Site") and a heading that repeats a part of it: the headline.
/// What is left is the site.
fn from_heading(page: &Document, metadata: &mut Metadata) {
    if metadata.title.is_some() {
        return;
    }
    let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let title = folded(&page.select_single("head > title").text());
    let headings = page.select("h1").nodes().iter().map(|node| folded(&node.text())).collect::<Vec<_>>();
    let Some(heading) = headings.iter().find(|heading| heading.len() > 5 && title.contains(heading.as_str()))
    else {
        return;
    };
    article::set(&mut metadata.title, heading, "title", "heading", &mut metadata.provenance);
    let site = title.replacen(heading.as_str(), "", 1);
    let site = site.trim();
    let bare = BARS
        .iter()
        .find_map(|bar| site.strip_prefix(bar).or_else(|| site.strip_suffix(bar)))
        .unwrap_or("")
        .trim();
    if (3..40).contains(&bare.len()) && !BARS.iter().any(|bar| bare.contains(&format!(" {bar} "))) {
        article::set(&mut metadata.publisher, bare, "publisher", "title", &mut metadata.provenance);
    }
}

fn gather(page: &Document) -> (Said, Stated) {
    let mut said = Said::default();
    let mut stated = Stated::default();
    for meta in page.select("meta[content]").nodes() {
        let value = meta.attr_or("content", "");
        for attribute in ["property", "name", "http-equiv"] {
            // One attribute may hold several names.
            for key in meta.attr_or(attribute, "").to_ascii_lowercase().split_whitespace() {
                let opengraph = key.starts_with("og:") || key.starts_with("article:");
                said.add(if opengraph { OPENGRAPH } else { META }, key, &value);
            }
        }
    }
    for node in page.select("[itemprop]").nodes() {
        let stated =
            ["content", "datetime"].iter().find_map(|name| node.attr(name)).filter(|value| !value.is_empty());
        // Text of whole paragraphs is no fact.
        let is_stated = stated.is_some();
        let value = stated.unwrap_or_else(|| node.text());
        if value.len() < 500 {
            // Names that are shown are read as bylines: there pieces of text are kept apart.
            let keys = node.attr_or("itemprop", "");
            for key in keys.split_whitespace().filter(|key| is_stated || *key != "author") {
                said.add(MICRODATA, key, &value);
            }
        }
    }
    for node in page.select("link[rel=canonical]").nodes() {
        said.add(LINK, "canonical", &node.attr_or("href", ""));
    }
    for node in page.select("html[lang]").nodes() {
        said.add(HTML, "lang", &node.attr_or("lang", ""));
    }
    for script in page.select("script[type='application/ld+json']").nodes() {
        linked_data::read(&script.text(), &mut |key, value| match key {
            "articleBody" if stated.body.is_none() => stated.body = Some(value.to_owned()),
            "articleBody" => {}
            "wordCount" => stated.words = value.trim().parse().ok(),
            _ => said.add(JSON_LD, key, value),
        });
    }
    (said, stated)
}

/// "Headline | The Paper" without the paper.
fn without_site(title: &str, publisher: Option<&str>) -> String {
    let Some(publisher) = publisher else { return title.to_owned() };
    [" | ", " - ", " \u{2013} ", " \u{2014} ", " : ", " \u{00BB} "]
        .iter()
        .find_map(|bar| title.strip_suffix(publisher)?.strip_suffix(bar))
        .unwrap_or(title)
        .to_owned()
}
