use crate::article::{Head, Listed};
use crate::date::Day;
use crate::folder::{Folder, Pending};
use crate::jsonl::{self, EntityLine};
use crate::slug::Slugs;
use crate::spill::{Place, Spill};
use crate::statement::{Context, Statement};
use crate::text::line;
use crate::totals::{Totals, ranked};
use crate::{Error, article, overview, search, speaker};
use sayso_document::{Article, Attribution, Attributions, Diagnostic, Mentions, Tokens};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// How many of the least sure statements the overview lists.
const DOUBTFUL: usize = 8;
/// How many speakers of one statement are counted: more is no statement but a list of names.
const SPEAKERS: usize = 32;

/// One article with all that the stages found.
#[derive(Copy, Clone, Debug)]
pub struct Document<'a> {
    /// The article.
    pub article: &'a Article,
    /// Its paragraphs, sentences and words.
    pub tokens: &'a Tokens,
    /// Its names.
    pub mentions: &'a Mentions,
    /// Its statements.
    pub attributions: &'a Attributions,
}

/// What a report looks like.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Options {
    /// Title of the overview.
    pub title: String,
    /// Statements with a confidence below this (0 to 1) are marked as unsure.
    pub unsure_below: f32,
}

impl Default for Options {
    fn default() -> Self {
        Self { title: "Who said what".to_owned(), unsure_below: 0.5 }
    }
}

/// What was written.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Articles.
    pub articles: u64,
    /// Statements.
    pub attributions: u64,
    /// Places that name something.
    pub mentions: u64,
    /// Different entities named.
    pub entities: u64,
    /// Different speakers.
    pub speakers: u64,
    /// Statements below [`Options::unsure_below`].
    pub unsure: u64,
}

/// A report being written.
pub struct Report {
    out: PathBuf,
    options: Options,
    totals: Totals,
    slugs: Slugs,
    spill: Spill,
    search: search::Search,
    attributions: Pending,
    doubtful: Vec<(u8, Place)>,
    articles: Folder,
    speakers: Folder,
}

impl Report {
    /// Starts a report in the directory `out`, which is made if need be. Subdirectories of an earlier report are
    /// taken over; those of anybody else are refused.
    ///
    /// # Errors
    /// The directory cannot be written, or a subdirectory that we need is not ours.
    pub fn create(out: &Path, options: Options) -> Result<Self, Error> {
        let folder = |name: &str| Folder::claim(out.join(name));
        let (articles, speakers, search) = (folder("articles")?, folder("speakers")?, folder("search")?);
        // A report without its first page is seen to be unfinished; there may be none to remove.
        let _ = std::fs::remove_file(out.join("index.html"));
        overview::assets(folder("assets")?)?;
        Ok(Self {
            totals: Totals::default(),
            slugs: Slugs::default(),
            spill: Spill::create(out.join("statements.part"))?,
            search: search::Search::create(search, options.unsure_below),
            articles,
            speakers,
            attributions: Pending::create(out.join("attributions.jsonl"))?,
            doubtful: Vec::new(),
            out: out.to_owned(),
            options,
        })
    }

    /// Writes a document's pages and its line, and counts it.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn add(&mut self, document: &Document<'_>) -> Result<(), Error> {
        self.attributions.line(&jsonl::document(document))?;
        let meta = &document.article.metadata;
        let day = Day::of(meta.published.as_ref());
        let title = line(meta.title.as_deref().unwrap_or(&document.article.source_id), 200);
        let outlet = line(meta.publisher.as_deref().unwrap_or(""), 80);
        let slug = self.slugs.claim(&title, &document.article.id.to_string());
        let outlet_index = self.totals.article(document, &outlet, day);
        let unsure_below = self.options.unsure_below;
        let context = Context { day, outlet: &outlet, title: &title, unsure_below };
        let attributions = &document.attributions.attributions;
        let mut listed: Vec<Listed> =
            attributions.iter().map(|it| self.listed(it, &document.article.text, &context)).collect();
        let head = Head::of(document, &title, &outlet, day);
        let pages = article::write(&mut self.articles, &self.options.title, document, &slug, &head, &listed)?;
        self.search.article(&title, &format!("articles/{slug}.html"), outlet_index, day)?;
        for (index, (listed, page)) in listed.iter_mut().zip(pages).enumerate() {
            listed.statement.href = format!("articles/{}#a{}", article::file(&slug, page), index + 1);
            self.keep(listed, &attributions[index], outlet_index)?;
        }
        Ok(())
    }

    fn listed(&mut self, attribution: &Attribution, text: &str, context: &Context<'_>) -> Listed {
        let mut speakers: Vec<(u32, String)> = Vec::new();
        for speaker in &attribution.speakers {
            let index = self.totals.speaker(speaker);
            if speakers.iter().all(|(other, _)| *other != index) && speakers.len() < SPEAKERS {
                speakers.push((index, self.totals.speakers[index as usize].name.clone()));
            }
        }
        let slug = |(index, _): &(u32, String)| self.totals.speakers[*index as usize].slug.clone();
        let slugs = speakers.iter().map(slug).collect();
        let about = self.totals.entities_of(&attribution.about);
        let names = about.iter().take(8).map(|index| line(&self.totals.entities[*index as usize].name, 60));
        Listed { statement: Statement::of(attribution, text, context, speakers, names.collect()), slugs }
    }

    fn keep(&mut self, listed: &Listed, attribution: &Attribution, outlet: u32) -> Result<(), Error> {
        let Listed { statement, slugs } = listed;
        let place = self.spill.push(statement)?;
        let about = self.totals.entities_of(&attribution.about);
        self.totals.statement(statement, &about, outlet, place);
        self.search.statement(statement, slugs, outlet)?;
        if statement.unsure {
            let at = self.doubtful.partition_point(|(confidence, _)| *confidence <= statement.confidence);
            self.doubtful.insert(at, (statement.confidence, place));
            self.doubtful.truncate(DOUBTFUL);
        }
        Ok(())
    }

    /// Writes what needs the whole corpus.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn finish(mut self, failures: &[Diagnostic]) -> Result<Summary, Error> {
        let mut statements = self.spill.read()?;
        let site = &self.options.title;
        speaker::write(&mut self.speakers, site, &mut self.totals, &mut statements)?;
        self.search.finish(&self.totals)?;
        self.articles.finish()?;
        self.speakers.finish()?;
        entities(&self.out, &self.totals)?;
        self.attributions.finish()?;
        overview::write(&self.out, &self.options, &self.totals, &mut statements, &self.doubtful, failures)?;
        let totals = &self.totals;
        Ok(Summary {
            articles: totals.articles.into(),
            attributions: totals.attributions,
            mentions: totals.mentions,
            entities: totals.entities.len() as u64,
            speakers: totals.speakers.len() as u64,
            unsure: totals.unsure,
        })
    }
}

fn entities(out: &Path, totals: &Totals) -> Result<(), Error> {
    let mut file = Pending::create(out.join("entities.jsonl"))?;
    let mut order: Vec<_> = totals.entities.iter().collect();
    order.sort_by(|a, b| b.mentions.cmp(&a.mentions).then_with(|| a.id.cmp(&b.id)));
    for entity in order {
        file.line(&EntityLine {
            schema: EntityLine::SCHEMA,
            id: &entity.id,
            name: &entity.name,
            kind: entity.kind.name(),
            roles: ranked(&entity.roles).into_iter().map(|(role, _)| role).collect(),
            mentions: entity.mentions,
            documents: entity.documents,
            attributions: entity.attributions,
            about: entity.about,
        })?;
    }
    file.finish()
}
