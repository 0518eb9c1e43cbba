//! A report that was written, with what the whole corpus tells: an article whose attributions change is drawn anew by
//! itself, and lists of statements are drawn without reading any file.

use crate::article::{Page, Rendered, Say};
use crate::elsewhere::Elsewhere;
use crate::renderer::{Found, Heading, Names, stem};
use crate::site::Site;
use crate::statement_link::StatementLink as _;
use crate::text::push_html;
use crate::{Document, Error, Options, Summary, article, card, markup, slug};
use sayso_core::{Attribution, EntityKind, Speaker, SpeakerKind};
use sayso_corpus::{Corpus, Statement, kind_label, line, percent, speakers};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

/// A finished report.
pub struct Finished {
    pub(crate) corpus: Corpus,
    pub(crate) elsewhere: Elsewhere,
    pub(crate) options: Options,
}

/// A page of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticlePage {
    /// Name of its file in `articles/`.
    pub name: String,
    /// The page.
    pub html: String,
    /// For each of its paragraphs the byte of the article's text where it begins.
    pub paragraphs: Vec<u32>,
}

/// A statement as lists have it.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// The attribution's `id`.
    pub id: String,
    /// The words, fit to show.
    pub words: String,
    /// Names of its speakers.
    pub speakers: Vec<String>,
    /// The article's headline.
    pub title: String,
    /// The outlet; empty where unknown.
    pub outlet: String,
    /// Address of the place in the article, from the site's root.
    pub href: String,
    /// Per cent.
    pub confidence: u8,
    /// How often it appears in the corpus.
    pub appearances: u32,
}

/// Somebody who speaks or is named in the corpus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// What the speaker is.
    pub kind: SpeakerKind,
    /// Attributions.
    pub attributions: u32,
    /// Mentions.
    pub mentions: u32,
}

impl Finished {
    /// What was written.
    pub fn summary(&self) -> Summary {
        let (stats, site) = (&self.corpus.stats, self.site());
        Summary {
            articles: stats.articles.into(),
            attributions: stats.attributions,
            mentions: stats.mentions,
            entities: stats.entities.len() as u64,
            speakers: stats.speakers.len() as u64,
            unsure: site.uncertain().count() as u64,
            originals: stats.originals,
            distinct: stats.statements.distinct(),
        }
    }

    fn site(&self) -> Site<'_> {
        Site::new(&self.options.title, &self.corpus, percent(self.options.unsure_below))
    }

    /// The pages of the article of that number in run order, whose attributions may be others than those that the
    /// report was written of. What only the whole corpus tells is as it was then.
    ///
    /// # Errors
    /// What waits on disk cannot be read.
    pub fn article(&self, number: u32, document: &Document<'_>) -> Result<Vec<ArticlePage>, Error> {
        let heading = Heading::new(document);
        let head = article::Head::new(document, &heading.title, &heading.outlet, heading.day);
        let stem = stem(document, &heading.title, &head);
        let context = heading.context(document, &stem, self.options.unsure_below);
        let names = Names::new(&document.mentions.entities);
        let found = Found::new(document, &context, &names);
        let mut pages = markup::render(document, &|nth| found.facts(nth));
        let mut paragraphs: Vec<Vec<u32>> =
            pages.iter_mut().map(|page| std::mem::take(&mut page.paragraphs)).collect();
        let pages = pages.into_iter().map(Page::new).collect();
        let rendered = Rendered { stem: stem.as_str().into(), head, pages };
        let site = self.site();
        let changed = Changed {
            finished: self,
            site: &site,
            attributions: &document.attributions.attributions,
            known: self.known(number, &document.attributions.ids())?,
        };
        let mut drawn = Vec::with_capacity(rendered.pages.len());
        rendered.each_page(&site, number, &changed, &mut |name, page| {
            let html = crate::folder::rendered(Path::new(&name), page)?;
            let paragraphs = std::mem::take(&mut paragraphs[drawn.len()]);
            drawn.push(ArticlePage { name, html, paragraphs });
            Ok(())
        })?;
        Ok(drawn)
    }

    /// For each attribution of an article its number in the corpus, where it is in it.
    fn known(&self, article: u32, ids: &[String]) -> Result<Vec<Option<u32>>, Error> {
        let numbers = self.corpus.statements_of(article);
        let rows = numbers.clone().map(|number| self.corpus.stats.statements.row(number).record);
        let records = self.corpus.records.all(rows)?;
        let mut by_id = BTreeMap::new();
        for (nth, number) in numbers.enumerate() {
            let statement: Statement<'_> = records.get(nth)?;
            by_id.insert(statement.id.into_owned(), number);
        }
        Ok(ids.iter().map(|id| by_id.get(id).copied()).collect())
    }

    /// How many statements there are.
    pub fn statements(&self) -> u32 {
        self.corpus.stats.statements.len()
    }

    /// The ids of all statements, by their numbers.
    ///
    /// # Errors
    /// What waits on disk cannot be read.
    pub fn ids(&self) -> Result<Vec<String>, Error> {
        /// Statements that are in memory at once.
        const AT_ONCE: usize = 4096;
        let table = &self.corpus.stats.statements;
        let rows: Vec<_> = table.rows().map(|(_, row)| row.record).collect();
        let mut ids = Vec::with_capacity(rows.len());
        for rows in rows.chunks(AT_ONCE) {
            let records = self.corpus.records.all(rows.iter().copied())?;
            for nth in 0..rows.len() {
                let statement: Statement<'_> = records.get(nth)?;
                ids.push(statement.id.into_owned());
            }
        }
        Ok(ids)
    }

    /// How sure a statement is, in per cent, and how often it appears in the corpus; what it is the same as.
    pub fn standing(&self, statement: u32) -> (u8, u32, u32) {
        let table = &self.corpus.stats.statements;
        let group = table.group(statement);
        let appearances = self.corpus.groups.get(group).map_or(1, |group| group.appearances);
        (table.row(statement).confidence, appearances, group)
    }

    /// The number of a statement's article, in run order.
    pub fn article_of(&self, statement: u32) -> u32 {
        self.corpus.stats.statements.row(statement).article
    }

    /// Statements as lists have them.
    ///
    /// # Errors
    /// What waits on disk cannot be read.
    pub fn list(&self, statements: &[u32]) -> Result<Vec<Listed>, Error> {
        let stats = &self.corpus.stats;
        let rows = statements.iter().map(|number| stats.statements.row(*number).record);
        let records = self.corpus.records.all(rows)?;
        let mut listed = Vec::with_capacity(statements.len());
        for (nth, number) in statements.iter().enumerate() {
            let statement: Statement<'_> = records.get(nth)?;
            let speakers = stats.statements.speakers(*number).iter().take(8);
            listed.push(Listed {
                href: statement.href(),
                id: statement.id.into_owned(),
                words: statement.words.into_owned(),
                speakers: speakers
                    .map(|speaker| stats.speakers[*speaker as usize].name().to_owned())
                    .collect(),
                title: statement.title.into_owned(),
                outlet: statement.outlet.into_owned(),
                confidence: statement.confidence,
                appearances: self.standing(*number).1,
            });
        }
        Ok(listed)
    }

    /// Everybody who speaks or is named in the corpus.
    pub fn people(&self) -> Vec<Person> {
        let stats = &self.corpus.stats;
        let mut people: BTreeMap<(&str, SpeakerKind), Person> = BTreeMap::new();
        for (speaker, id) in stats.speakers.iter().zip(stats.speaker_ids()) {
            if speaker.kind == SpeakerKind::Unresolved || speaker.written_name().is_empty() {
                continue;
            }
            let person = Person {
                id: id.to_owned(),
                name: speaker.written_name().to_owned(),
                kind: speaker.kind,
                attributions: speaker.statements.len() as u32,
                mentions: speaker.entity.map_or(0, |entity| stats.entities[entity as usize].mentions),
            };
            people.insert((id, speaker.kind), person);
        }
        for entity in &stats.entities {
            let kind = if entity.kind == EntityKind::Person {
                SpeakerKind::Person
            } else {
                SpeakerKind::Organization
            };
            people.entry((&entity.id, kind)).or_insert_with(|| Person {
                id: entity.id.clone(),
                name: line(&entity.name, 80).into_owned(),
                kind,
                attributions: 0,
                mentions: entity.mentions,
            });
        }
        people.into_values().collect()
    }
}

/// An article's attributions as they are now, against a corpus in which they may be others.
struct Changed<'a> {
    finished: &'a Finished,
    site: &'a Site<'a>,
    attributions: &'a [Attribution],
    /// The numbers of those that are in the corpus.
    known: Vec<Option<u32>>,
}

impl Changed<'_> {
    fn speaker(&self, speaker: &Speaker) -> (String, Cow<'_, str>) {
        let stats = &self.finished.corpus.stats;
        if let Some(number) = stats.speaker_number(speaker) {
            return (self.site.href(number), stats.speakers[number as usize].name().to_owned().into());
        }
        let name = line(&speaker.name, 80);
        let identity = [speaker.id.as_bytes(), speaker.kind.name().as_bytes()];
        let href = format!("speakers/{}.html", slug::stem(&name, &speaker.id, &identity));
        let shown = if name.is_empty() { kind_label(speaker.kind) } else { &name };
        (href, shown.to_owned().into())
    }
}

impl Say for Changed<'_> {
    fn speakers(&self, nth: u32, most: usize) -> Vec<(String, Cow<'_, str>)> {
        let said_by = speakers(&self.attributions[nth as usize]);
        said_by.into_iter().take(most).map(|speaker| self.speaker(speaker)).collect()
    }

    fn elsewhere(&self, nth: u32) -> Result<String, Error> {
        match self.known[nth as usize] {
            Some(number) => self.finished.elsewhere.note(self.site, number),
            None => Ok(String::new()),
        }
    }

    fn unsure(&self, nth: u32) -> bool {
        percent(self.attributions[nth as usize].confidence) < self.site.unsure
    }
}

/// An article that is in no report: its marked text, and the cards of its attributions, as HTML without links.
pub fn preview(document: &Document<'_>, unsure_below: f32) -> (String, String) {
    let heading = Heading::new(document);
    let context = heading.context(document, "", unsure_below);
    let names = Names::new(&document.mentions.entities);
    let found = Found::new(document, &context, &names);
    let (mut body, mut cards) = (String::new(), String::new());
    let attributions = &document.attributions.attributions;
    for page in markup::render(document, &|nth| found.facts(nth)) {
        body.push_str(&page.body);
        for (nth, facts) in page.cards {
            let attribution = &attributions[nth as usize];
            let mut who = String::new();
            for speaker in speakers(attribution).into_iter().take(8) {
                who.push_str(if who.is_empty() { "<bdi>" } else { ", <bdi>" });
                let name = line(&speaker.name, 80);
                push_html(&mut who, if name.is_empty() { kind_label(speaker.kind) } else { &name });
                who.push_str("</bdi>");
            }
            let unsure = percent(attribution.confidence) < percent(unsure_below);
            card::push(&mut cards, &(nth + 1).to_string(), unsure, &who, &facts, "");
        }
    }
    (body, cards)
}
