//! What any thread can do for a report: a document's pages, its line, and what lists and search will show of it.

use crate::article::{self, Head};
use crate::clusters::Card;
use crate::date::Day;
use crate::folder::Shelf;
use crate::search::Part;
use crate::statement::{Context, Statement};
use crate::text::line;
use crate::{Document, Error, Options, jsonl, slug, spill};
use rustc_hash::FxHashMap;
use sayso_cluster::{Fingerprints, Words};
use sayso_document::{Attribution, Diagnostic, Severity};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Renders documents, on any thread and in any order; what it gives is then taken in order by
/// [`Report::take`](crate::Report::take).
#[derive(Clone)]
pub struct Press {
    pub(crate) shelf: Shelf,
    pub(crate) options: Options,
}

/// Documents whose pages are written and that wait to be counted.
pub struct Printed {
    /// One for each document; `None` where it could not be rendered.
    pub(crate) sheets: Vec<Option<Sheet>>,
    pub(crate) part: Part,
    /// The documents that could not be rendered: faults of ours, which do not end the run.
    pub failures: Vec<Diagnostic>,
}

/// One rendered document.
pub(crate) struct Sheet {
    /// Its line of `attributions.jsonl`.
    pub line: Vec<u8>,
    /// The file names of its pages.
    pub pages: Vec<String>,
    pub title: String,
    pub outlet: String,
    pub day: Day,
    pub statements: Vec<Statement>,
    pub fingerprints: Fingerprints,
    /// What clusters say of the article, as it waits for them.
    pub card: Vec<u8>,
    /// The runs of words of each statement.
    pub runs: Vec<Vec<u32>>,
    /// The statements as they wait for the pages that list them.
    pub waiting: Vec<Vec<u8>>,
}

impl Press {
    /// Writes the pages of documents, and prepares what [`Report::take`](crate::Report::take) adds up.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn print<'a>(&self, documents: impl IntoIterator<Item = Document<'a>>) -> Result<Printed, Error> {
        let mut printed = Printed { sheets: Vec::new(), part: Part::default(), failures: Vec::new() };
        for (nth, document) in documents.into_iter().enumerate() {
            let sheet = match guarded(&document.article.source_id, || self.sheet(&document)) {
                Ok(sheet) => Some(sheet?),
                Err(failure) => {
                    printed.failures.push(failure);
                    None
                }
            };
            if let Some(sheet) = &sheet {
                printed.part.article(nth as u32, sheet)?;
            }
            printed.sheets.push(sheet);
        }
        Ok(printed)
    }

    fn sheet(&self, document: &Document<'_>) -> Result<Sheet, Error> {
        let Document { article, tokens, mentions, attributions } = document;
        let meta = &article.metadata;
        let day = Day::of(meta.published.as_ref());
        let title = line(meta.title.as_deref().unwrap_or(&article.source_id), 200);
        let outlet = line(meta.publisher.as_deref().unwrap_or(""), 80);
        let head = Head::of(document, &title, &outlet, day);
        let slug = slug::stem(&title, &article.id.to_string(), &[&article.id.0, head.identity().as_bytes()]);
        let context =
            Context { tokens, day, outlet: &outlet, title: &title, unsure_below: self.options.unsure_below };
        let names: FxHashMap<&str, &str> =
            mentions.entities.iter().rev().map(|it| (it.id.as_str(), it.name.as_str())).collect();
        let statement = |it: &Attribution| Statement::of(it, &article.text, &context, about(it, &names));
        let mut statements: Vec<Statement> = attributions.attributions.iter().map(statement).collect();
        let pages = article::write(&self.shelf, &self.options.title, document, &slug, &head, &statements)?;
        let ids = attributions.ids();
        let placed = statements.iter_mut().zip(pages.of_statement).zip(&ids);
        for (index, ((statement, page), id)) in placed.enumerate() {
            statement.id.clone_from(id);
            statement.href = format!("articles/{}#a{}", article::file(&slug, page), index + 1);
        }
        let waiting = statements.iter().map(spill::waiting).collect::<Result<_, _>>()?;
        let card = Card::of(article, &title, &outlet, day, &pages.names);
        Ok(Sheet {
            line: jsonl::line(document, &ids)?,
            fingerprints: Fingerprints::of(&article.text),
            card: spill::waiting(&card)?,
            pages: pages.names,
            title,
            outlet,
            day,
            runs: statements.iter().map(|it| Words::of(&it.words).runs()).collect(),
            statements,
            waiting,
        })
    }
}

/// The names of the first entities that a statement is about.
fn about(attribution: &Attribution, names: &FxHashMap<&str, &str>) -> Vec<String> {
    let known = attribution.about.iter().filter_map(|id| names.get(id.as_str()));
    known.take(8).map(|name| line(name, 60)).collect()
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
