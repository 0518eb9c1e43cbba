//! The pages of one article.

use crate::date::Day;
use crate::folder::Folder;
use crate::text::{line, link};
use crate::{Document, Error, card, markup, statement::Statement};
use askama::Template;

#[derive(Template)]
#[template(path = "article.html")]
struct ArticlePage<'a> {
    root: &'static str,
    site: &'a str,
    here: &'static str,
    head: &'a Head,
    body: &'a str,
    cards: &'a str,
    page: usize,
    previous: Option<String>,
    next: Option<String>,
}

/// What stands above the text, fit to show.
pub(crate) struct Head {
    pub title: String,
    pub outlet: String,
    pub authors: String,
    pub date: String,
    pub iso: String,
    pub url: Option<String>,
    pub credits: String,
    pub source: String,
    pub problems: Vec<String>,
}

impl Head {
    pub(crate) fn of(document: &Document<'_>, title: &str, outlet: &str, day: Day) -> Self {
        let article = document.article;
        let meta = &article.metadata;
        let names =
            |list: Vec<&str>| list.iter().take(8).map(|it| line(it, 80)).collect::<Vec<_>>().join(", ");
        let raw = meta.published.as_ref().map(|date| line(&date.value, 40)).unwrap_or_default();
        Self {
            title: title.to_owned(),
            outlet: outlet.to_owned(),
            authors: names(meta.authors.iter().map(String::as_str).collect()),
            date: if day.known() { day.long() } else { raw },
            iso: day.iso(),
            url: meta.url.as_deref().and_then(link),
            credits: names(meta.credits.iter().map(|credit| credit.agency.as_str()).collect()),
            source: line(&article.source_id, 120),
            problems: article.diagnostics.iter().take(20).map(|it| line(&it.message, 300)).collect(),
        }
    }
}

/// The file name of an article's page (from 0).
pub(crate) fn file(slug: &str, page: usize) -> String {
    if page == 0 { format!("{slug}.html") } else { format!("{slug}.p{}.html", page + 1) }
}

/// What a card needs to know beside the attribution.
pub(crate) struct Listed {
    pub statement: Statement,
    pub slugs: Vec<String>,
}

/// Writes an article's pages. Gives for each attribution the page that it begins on.
pub(crate) fn write(
    folder: &mut Folder,
    site: &str,
    document: &Document<'_>,
    slug: &str,
    head: &Head,
    listed: &[Listed],
) -> Result<Vec<usize>, Error> {
    let mut pages = vec![0; listed.len()];
    let mut number = 0;
    let mut card = |index: usize, page: usize| {
        pages[index] = page;
        let Listed { statement, slugs } = &listed[index];
        card::card(index + 1, &document.attributions.attributions[index], statement, slugs)
    };
    markup::render(document, &mut card, &mut |page, last| {
        let html = ArticlePage {
            root: "../",
            site,
            here: "",
            head,
            body: &page.body,
            cards: &page.cards,
            page: number + 1,
            previous: number.checked_sub(1).map(|number| file(slug, number)),
            next: (!last).then(|| file(slug, number + 1)),
        };
        let name = file(slug, number);
        number += 1;
        folder.put(&name, &html)
    })?;
    Ok(pages)
}
