//! The pages of one article.

use crate::date::Day;
use crate::folder::Shelf;
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
    mark: &'static str,
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

    /// What tells articles of one id apart: the same text may come twice, with other facts about it.
    pub(crate) fn identity(&self) -> String {
        let Self { title, outlet, authors, date, iso: _, url, credits, source, problems } = self;
        let url = url.as_deref().unwrap_or("");
        [title.as_str(), outlet, authors, date, url, credits, source, &problems.join("\n")].join("\n")
    }
}

/// The file name of an article's page (from 0).
pub(crate) fn file(slug: &str, page: usize) -> String {
    if page == 0 { format!("{slug}.html") } else { format!("{slug}.p{}.html", page + 1) }
}

/// Where an article's pages and statements are.
pub(crate) struct Pages {
    /// The file names.
    pub names: Vec<String>,
    /// For each attribution the page that it begins on.
    pub of_statement: Vec<usize>,
}

/// Writes an article's pages.
pub(crate) fn write(
    shelf: &Shelf,
    site: &str,
    document: &Document<'_>,
    slug: &str,
    head: &Head,
    statements: &[Statement],
) -> Result<Pages, Error> {
    let mut of_statement = vec![0; statements.len()];
    let mut names: Vec<String> = Vec::new();
    let mut card = |index: usize, page: usize| {
        of_statement[index] = page;
        card::card(index + 1, &document.attributions.attributions[index], &statements[index])
    };
    markup::render(document, &mut card, &mut |page, last| {
        let number = names.len();
        let html = ArticlePage {
            root: "../",
            site,
            here: "",
            head,
            mark: crate::clusters::MARK,
            body: &page.body,
            cards: &page.cards,
            page: number + 1,
            previous: number.checked_sub(1).map(|number| file(slug, number)),
            next: (!last).then(|| file(slug, number + 1)),
        };
        names.push(file(slug, number));
        shelf.put(&names[number], &html)
    })?;
    Ok(Pages { names, of_statement })
}
