//! What any thread can do for a report: a document's pages, its line, and what lists and search will show of it.

use crate::article::{Head, Page, Rendered};
use crate::card::Facts;
use crate::search::Part;
use crate::{Document, Error, Options, markup, slug};
use rustc_hash::FxHashMap;
use sayso_core::{Attribution, Diagnostic, Entity, Severity};
use sayso_corpus::spill::RecordBatch;
use sayso_corpus::{ArticleCard, ArticleRecord, Context, Day, Statement, line, pieces};
use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Renders documents, on any thread and in any order; what it gives is then taken in order by
/// [`Report::add`](crate::Report::add).
#[derive(Clone)]
pub struct Renderer {
    pub(crate) options: Options,
}

/// Documents that are rendered and wait to be counted.
pub struct RenderedBatch {
    /// One for each document; `None` where it could not be rendered.
    pub(crate) documents: Vec<Option<RenderedDocument>>,
    pub(crate) part: Part,
    /// The documents that could not be rendered: faults of ours, which do not end the run.
    pub failures: Vec<Diagnostic>,
}

impl RenderedBatch {
    /// For each document the stem of the names of its pages; `None` where it could not be rendered.
    pub fn stems(&self) -> impl Iterator<Item = Option<&str>> {
        self.documents.iter().map(|document| document.as_ref().map(|document| document.stem.as_str()))
    }
}

/// One rendered document.
pub(crate) struct RenderedDocument {
    /// The stem of the names of its pages.
    pub stem: String,
    /// What the corpus takes of it.
    pub record: ArticleRecord,
    /// Its pages, as they wait.
    pub pages: RecordBatch,
}

impl Renderer {
    /// Renders the pages of documents, and prepares what [`Report::add`](crate::Report::add) adds up.
    ///
    /// # Errors
    /// A document cannot be brought into the form in which it waits or is written.
    pub fn render<'a>(
        &self,
        documents: impl IntoIterator<Item = Document<'a>>,
    ) -> Result<RenderedBatch, Error> {
        let mut batch = RenderedBatch { documents: Vec::new(), part: Part::default(), failures: Vec::new() };
        for document in documents {
            batch.part.begin(batch.documents.len() as u32);
            let rendered = guarded(&document.article.source_id, || self.document(&document, &mut batch.part));
            batch.documents.push(match rendered {
                Ok(rendered) => Some(rendered?),
                Err(failure) => {
                    batch.part.undo();
                    batch.failures.push(failure);
                    None
                }
            });
        }
        Ok(batch)
    }

    fn document(&self, document: &Document<'_>, part: &mut Part) -> Result<RenderedDocument, Error> {
        let Document { article, mentions, .. } = *document;
        let heading = Heading::new(document);
        let Heading { title, outlet, day } = &heading;
        let head = Head::new(document, title, outlet, *day);
        let stem = stem(document, title, &head);
        let context = heading.context(document, &stem, self.options.unsure_below);
        let names = Names::new(&mentions.entities);
        let found = Found::new(document, &context, &names);
        let pages = markup::render(document, &|nth| found.facts(nth));
        let pages: Vec<Page<'_>> = pages.into_iter().map(Page::new).collect();
        let Found { attributions, mut statements, besides } = found;
        for (number, page) in (0..).zip(&pages) {
            page.statements().for_each(|nth| statements[nth as usize].page = number);
        }
        let ids = document.attributions.ids();
        for (number, (statement, id)) in (1..).zip(statements.iter_mut().zip(&ids)) {
            statement.number = number;
            statement.id = id.into();
        }
        part.article(title, &stem, *day)?;
        for ((statement, besides), attribution) in statements.iter().zip(&besides).zip(attributions) {
            part.statement(statement, attribution, [&besides.source, &besides.about])?;
        }
        let mut pages_record =
            RecordBatch::with_capacity(pages.iter().map(Page::bytes).sum::<usize>() + 1024);
        pages_record.add(&Rendered { stem: stem.as_str().into(), head, pages })?;
        let card = ArticleCard::new(article, title, outlet, *day, &stem);
        Ok(RenderedDocument {
            record: ArticleRecord::new(document, &card, &statements, &ids)?,
            pages: pages_record,
            stem,
        })
    }
}

/// The title, outlet and day of an article, fit to show.
pub(crate) struct Heading<'a> {
    pub title: Cow<'a, str>,
    pub outlet: Cow<'a, str>,
    pub day: Day,
}

impl<'a> Heading<'a> {
    pub(crate) fn new(document: &Document<'a>) -> Self {
        let article = document.article;
        let meta = &article.metadata;
        Self {
            title: line(meta.title.as_deref().unwrap_or(&article.source_id), 200),
            outlet: line(meta.publisher.as_deref().unwrap_or(""), 80),
            day: Day::from_date(meta.published.as_ref()),
        }
    }

    /// What statements are told about the article that they stand in.
    pub(crate) fn context<'c>(
        &'c self,
        document: &Document<'c>,
        stem: &'c str,
        unsure_below: f32,
    ) -> Context<'c> {
        Context {
            body: &document.article.text,
            tokens: document.tokens,
            day: self.day,
            outlet: &self.outlet,
            title: &self.title,
            stem,
            unsure_below,
        }
    }
}

/// The stem of the names of an article's pages.
pub(crate) fn stem(document: &Document<'_>, title: &str, head: &Head<'_>) -> String {
    let id = document.article.id;
    slug::stem(title, &id.to_string(), &[&id.0, head.identity().as_bytes()])
}

/// The statements of an article with what its page and lists say of them.
pub(crate) struct Found<'a> {
    attributions: &'a [Attribution],
    statements: Vec<Statement<'a>>,
    besides: Vec<Besides<'a>>,
}

impl<'a> Found<'a> {
    pub(crate) fn new(document: &Document<'a>, context: &Context<'a>, names: &Names<'_>) -> Self {
        let attributions = &document.attributions.attributions;
        let text = &document.article.text;
        Self {
            attributions,
            statements: attributions.iter().map(|attribution| Statement::new(attribution, context)).collect(),
            besides: attributions.iter().map(|attribution| Besides::new(attribution, text, names)).collect(),
        }
    }

    /// The lower part of a statement's card.
    pub(crate) fn facts(&self, nth: usize) -> String {
        let (statement, Besides { source, cue, about }) = (&self.statements[nth], &self.besides[nth]);
        Facts { attribution: &self.attributions[nth], statement, source, cue, about }.html()
    }
}

/// What the article's page and the search say of a statement, and nobody else.
struct Besides<'a> {
    source: Cow<'a, str>,
    cue: Cow<'a, str>,
    about: String,
}

impl<'a> Besides<'a> {
    fn new(attribution: &Attribution, text: &'a str, names: &Names<'_>) -> Self {
        Self {
            source: pieces(&attribution.source, text, 120),
            cue: pieces(&attribution.cue, text, 60),
            about: about(attribution, names),
        }
    }
}

/// An article's entities by their ids: most name so few that looking through them takes less time than a table.
pub(crate) enum Names<'a> {
    Few(&'a [Entity]),
    Many(FxHashMap<&'a str, &'a str>),
}

impl<'a> Names<'a> {
    const FEW: usize = 64;

    pub(crate) fn new(entities: &'a [Entity]) -> Self {
        if entities.len() <= Self::FEW {
            return Self::Few(entities);
        }
        // The first of an id counts.
        Self::Many(entities.iter().rev().map(|entity| (entity.id.as_str(), entity.name.as_str())).collect())
    }

    fn by_id(&self, id: &str) -> Option<&'a str> {
        match self {
            Self::Few(entities) => {
                entities.iter().find(|entity| entity.id == id).map(|known| known.name.as_str())
            }
            Self::Many(names) => names.get(id).copied(),
        }
    }
}

/// The names of the first entities that a statement is about.
fn about(attribution: &Attribution, names: &Names<'_>) -> String {
    let known = attribution.about.iter().filter_map(|id| names.by_id(id));
    known.take(8).map(|name| line(name, 60)).collect::<Vec<_>>().join(", ")
}

/// Renders one document; should that panic, the report goes on without it.
fn guarded<T>(source_id: &str, render: impl FnOnce() -> T) -> Result<T, Diagnostic> {
    catch_unwind(AssertUnwindSafe(render)).map_err(|_| {
        let message = "the report could not be written for this article; the rest of it is not affected";
        Diagnostic::new(Severity::Error, "report.panic", source_id, message)
            .with_help("this is a fault of Sayso: please report it with the article")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_the_failure_of_one_document() {
        assert_eq!(guarded("fine", || 7), Ok(7));
        let failure = guarded("desk/odd.txt", || Vec::<u8>::new()[1]).unwrap_err();
        assert_eq!((failure.code.as_str(), failure.place.as_str()), ("report.panic", "desk/odd.txt"));
        assert_eq!(failure.severity, Severity::Error);
    }
}
