//! The pages of one article: rendered on any thread, kept, and written when it is known what the rest of the corpus has
//! to say about it.

use crate::elsewhere::Elsewhere;
use crate::folder::{Folder, Shelf};
use crate::site::Site;
use crate::text::{link, push_html, push_number};
use crate::{Document, Error, card, copies, markup};
use askama::Template;
use rayon::prelude::*;
use sayso_corpus::spill::{self, RecordRef, Spilled};
use sayso_corpus::{Day, line};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Speakers shown on a card.
const SPEAKERS: usize = 8;
/// Beyond this many bytes of cards on a page each shows one speaker and no other articles: hostile names are long.
const CARDS: usize = 300_000;

#[derive(Template)]
#[template(path = "article.html")]
pub(crate) struct ArticlePage<'a> {
    root: &'static str,
    site: &'a str,
    here: &'static str,
    head: &'a Head<'a>,
    copies: &'a str,
    body: &'a str,
    cards: &'a str,
    page: usize,
    previous: Option<String>,
    next: Option<String>,
}

/// What stands above the text, fit to show.
#[derive(Serialize, Deserialize)]
pub(crate) struct Head<'a> {
    #[serde(borrow)]
    pub title: Cow<'a, str>,
    #[serde(borrow)]
    pub outlet: Cow<'a, str>,
    #[serde(borrow)]
    pub authors: Cow<'a, str>,
    #[serde(borrow)]
    pub date: Cow<'a, str>,
    pub day: Day,
    /// Address of the original; empty where there is none.
    #[serde(borrow)]
    pub url: Cow<'a, str>,
    #[serde(borrow)]
    pub credits: Cow<'a, str>,
    #[serde(borrow)]
    pub source: Cow<'a, str>,
    pub problems: Vec<String>,
}

impl<'a> Head<'a> {
    pub(crate) fn new(document: &Document<'a>, title: &'a str, outlet: &'a str, day: Day) -> Self {
        let article = document.article;
        let meta = &article.metadata;
        let raw = meta.published.as_ref().map(|date| line(&date.value, 40)).unwrap_or_default();
        Self {
            title: title.into(),
            outlet: outlet.into(),
            authors: names(meta.authors.iter().map(String::as_str)),
            date: if day.known() { day.long().into() } else { raw },
            day,
            url: meta.url.as_deref().and_then(link).unwrap_or_default().into(),
            credits: names(meta.credits.iter().map(|credit| credit.agency.as_str())),
            source: line(&article.source_id, 120),
            problems: article
                .diagnostics
                .iter()
                .take(20)
                .map(|diagnostic| line(&diagnostic.message, 300).into())
                .collect(),
        }
    }

    /// What tells articles of one id apart: the same text may come twice, with other facts about it.
    pub(crate) fn identity(&self) -> String {
        let Self { title, outlet, authors, date, day: _, url, credits, source, problems } = self;
        [title, outlet, authors, date, url, credits, source, problems.join("\n").as_str()].join("\n")
    }
}

fn names<'a>(list: impl Iterator<Item = &'a str>) -> Cow<'a, str> {
    let shown: Vec<Cow<'a, str>> = list.take(8).map(|name| line(name, 80)).collect();
    shown.join(", ").into()
}

/// The file name of an article's page (from 0).
pub(crate) fn file(stem: &str, page: usize) -> String {
    let mut out = String::new();
    push_file(&mut out, stem, page as u32);
    out
}

/// Appends that name.
pub(crate) fn push_file(out: &mut String, stem: &str, page: u32) {
    out.push_str(stem);
    if page > 0 {
        out.push_str(".p");
        push_number(out, page + 1);
    }
    out.push_str(".html");
}

/// An article as it waits for its pages.
#[derive(Serialize, Deserialize)]
pub(crate) struct Rendered<'a> {
    /// The stem of its pages' names.
    #[serde(borrow)]
    pub stem: Cow<'a, str>,
    #[serde(borrow)]
    pub head: Head<'a>,
    #[serde(borrow)]
    pub pages: Vec<Page<'a>>,
}

/// One page: its text as HTML, and what the cards of the statements that begin on it say by themselves.
#[derive(Serialize, Deserialize)]
pub(crate) struct Page<'a> {
    #[serde(borrow, with = "spill::text")]
    body: Cow<'a, str>,
    #[serde(borrow)]
    cards: Vec<Card<'a>>,
}

#[derive(Serialize, Deserialize)]
struct Card<'a> {
    /// Number in the article, from 0.
    nth: u32,
    #[serde(borrow, with = "spill::text")]
    facts: Cow<'a, str>,
}

impl Page<'_> {
    pub(crate) fn new(page: markup::Page) -> Self {
        let card = |(nth, facts): (u32, String)| Card { nth, facts: facts.into() };
        Self { body: page.body.into(), cards: page.cards.into_iter().map(card).collect() }
    }

    /// How large it is, about.
    pub(crate) fn bytes(&self) -> usize {
        self.body.len() + self.cards.iter().map(|card| card.facts.len()).sum::<usize>()
    }

    /// The numbers of the statements that begin on it, from 0.
    pub(crate) fn statements(&self) -> impl Iterator<Item = u32> {
        self.cards.iter().map(|card| card.nth)
    }
}

/// What the pages of all articles are written from.
pub(crate) struct ArticleWriter<'a> {
    pub site: &'a Site<'a>,
    pub shelf: Shelf,
    pub elsewhere: &'a Elsewhere,
}

impl ArticleWriter<'_> {
    /// Writes the pages of all articles.
    pub(crate) fn write_all(
        &self,
        waiting: &[RecordRef],
        spilled: &Spilled,
        folder: &mut Folder,
    ) -> Result<(), Error> {
        let numbered = waiting.par_iter().zip(0_u32..waiting.len() as u32);
        let written = numbered.map(|(waiting, number)| self.write(number, *waiting, spilled));
        for names in written.collect::<Result<Vec<_>, Error>>()? {
            names.iter().for_each(|name| folder.keep(name));
        }
        Ok(())
    }

    /// Writes the pages of one article; gives their names.
    fn write(&self, number: u32, waiting: RecordRef, spilled: &Spilled) -> Result<Vec<String>, Error> {
        let taken = spilled.all([waiting])?;
        let rendered: Rendered<'_> = taken.get(0)?;
        let known = Known { writer: self, first: self.site.corpus.first_statement(number) };
        let mut names = Vec::with_capacity(rendered.pages.len());
        rendered.each_page(self.site, number, &known, &mut |name, page| {
            self.shelf.put(&name, page)?;
            names.push(name);
            Ok(())
        })?;
        Ok(names)
    }
}

/// What the corpus says of the statements of an article, by their numbers in it from 0.
pub(crate) trait Say {
    /// The first speakers, so many at most: the address of each from the site's root, and the name.
    fn speakers(&self, nth: u32, most: usize) -> Vec<(String, Cow<'_, str>)>;
    /// In which other articles it stands, as HTML.
    fn elsewhere(&self, nth: u32) -> Result<String, Error>;
    /// Whether it is uncertain.
    fn unsure(&self, nth: u32) -> bool;
}

/// Statements that are in the corpus.
struct Known<'a> {
    writer: &'a ArticleWriter<'a>,
    /// The number of the article's first statement.
    first: u32,
}

impl Say for Known<'_> {
    fn speakers(&self, nth: u32, most: usize) -> Vec<(String, Cow<'_, str>)> {
        let site = self.writer.site;
        let stats = &site.corpus.stats;
        let speakers = stats.statements.speakers(self.first + nth).iter().take(most);
        speakers
            .map(|speaker| (site.href(*speaker), stats.speakers[*speaker as usize].name().into()))
            .collect()
    }

    fn elsewhere(&self, nth: u32) -> Result<String, Error> {
        self.writer.elsewhere.note(self.writer.site, self.first + nth)
    }

    fn unsure(&self, nth: u32) -> bool {
        let site = self.writer.site;
        site.corpus.stats.statements.row(self.first + nth).confidence < site.unsure
    }
}

impl Rendered<'_> {
    /// Gives each page with its name. `number` is the article's in the corpus.
    pub(crate) fn each_page(
        &self,
        site: &Site<'_>,
        number: u32,
        say: &dyn Say,
        put: &mut dyn FnMut(String, &ArticlePage<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let Self { stem, head, pages } = self;
        let copies = copies::note(&site.corpus.clusters, number);
        for (nth, page) in pages.iter().enumerate() {
            let html = ArticlePage {
                root: "../",
                site: site.title,
                here: "",
                head,
                copies: if nth == 0 { &copies } else { "" },
                body: &page.body,
                cards: &page.html(say)?,
                page: nth + 1,
                previous: nth.checked_sub(1).map(|before| file(stem, before)),
                next: (nth + 1 < pages.len()).then(|| file(stem, nth + 1)),
            };
            put(file(stem, nth), &html)?;
        }
        Ok(())
    }
}

impl Page<'_> {
    /// Its cards.
    fn html(&self, say: &dyn Say) -> Result<String, Error> {
        let facts = self.cards.iter().map(|card| card.facts.len() + markup::CARD / 2).sum();
        let mut out = String::with_capacity(facts);
        for card in &self.cards {
            let shown = if out.len() < CARDS { SPEAKERS } else { 1 };
            let mut speakers = String::new();
            for (href, name) in say.speakers(card.nth, shown) {
                speakers.push_str(if speakers.is_empty() { "<a href=\"../" } else { ", <a href=\"../" });
                speakers.push_str(&href);
                speakers.push_str("\"><bdi>");
                push_html(&mut speakers, &name);
                speakers.push_str("</bdi></a>");
            }
            let note = if shown > 1 { say.elsewhere(card.nth)? } else { String::new() };
            let number = (card.nth + 1).to_string();
            card::push(&mut out, &number, say.unsure(card.nth), &speakers, &card.facts, &note);
        }
        Ok(out)
    }
}
