use crate::article::ArticleWriter;
use crate::elsewhere::Elsewhere;
use crate::folder::Folder;
use crate::renderer::{RenderedBatch, Renderer};
use crate::site::Site;
use crate::{Document, Error, Finished, overview, search, speaker};
use sayso_core::Diagnostic;
use sayso_corpus::spill::{RecordRef, Spill};
use sayso_corpus::{Builder, percent};
use sayso_output::Marker;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// What a report looks like.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Options {
    /// Title of the overview.
    pub title: String,
    /// Attributions with a confidence below this (0 to 1) are marked as uncertain.
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
    /// Attributions.
    pub attributions: u64,
    /// Places that name something.
    pub mentions: u64,
    /// Different entities named.
    pub entities: u64,
    /// Different speakers.
    pub speakers: u64,
    /// Attributions below [`Options::unsure_below`].
    pub unsure: u64,
    /// Articles, where those that are copies of one another count as one.
    pub originals: u64,
    /// Statements: the same words of the same speaker count as one.
    pub distinct: u64,
}

/// A report being written.
pub struct Report {
    out: PathBuf,
    options: Options,
    corpus: Builder,
    /// Pages of articles, and where each article's wait.
    pages: Spill,
    waiting: Vec<RecordRef>,
    search: search::Search,
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
        Marker::Outputs.set(out).map_err(|error| Error::io(&Marker::Outputs.path(out), error))?;
        // A report without its first page is seen to be unfinished; there may be none to remove.
        let _ = std::fs::remove_file(out.join("index.html"));
        overview::assets(folder("assets")?)?;
        Ok(Self {
            corpus: Builder::create(out)?,
            pages: Spill::create(out.join("pages.spill"))?,
            waiting: Vec::new(),
            search: search::Search::create(search, options.unsure_below),
            articles,
            speakers,
            out: out.to_owned(),
            options,
        })
    }

    /// What renders documents for this report, on any thread.
    pub fn renderer(&self) -> Renderer {
        Renderer { options: self.options.clone() }
    }

    /// Adds documents that were rendered. The documents are the same, in the same order.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn add<'a>(
        &mut self,
        documents: impl IntoIterator<Item = Document<'a>>,
        batch: RenderedBatch,
    ) -> Result<(), Error> {
        let first = self.corpus.stats().statements.len();
        let mut outlets = Vec::with_capacity(batch.documents.len());
        for (document, rendered) in documents.into_iter().zip(batch.documents) {
            outlets.push(match rendered {
                Some(rendered) => {
                    self.waiting.extend(self.pages.push(rendered.pages)?);
                    self.corpus.add(&document, rendered.record)?
                }
                None => 0,
            });
        }
        let statements = &self.corpus.stats().statements;
        let speakers = (first..statements.len()).map(|statement| statements.speakers(statement));
        self.search.take(batch.part, &outlets, speakers)
    }

    /// Writes what needs the whole corpus.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn finish(self, failures: &[Diagnostic]) -> Result<Summary, Error> {
        Ok(self.finish_open(failures)?.summary())
    }

    /// As [`Report::finish`], and keeps what the corpus tells: articles that change can be drawn anew.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn finish_open(mut self, failures: &[Diagnostic]) -> Result<Finished, Error> {
        let pages = self.pages.read()?;
        let corpus = self.corpus.finish()?;
        let site = Site::new(&self.options.title, &corpus, percent(self.options.unsure_below));
        let elsewhere = Elsewhere::gather(&self.out, &corpus)?;
        let search = self.search;
        let (lines, speakers) = rayon::join(
            || corpus.write_attributions(),
            || {
                search.finish(&site)?;
                speaker::write(&mut self.speakers, &site)
            },
        );
        lines.map_err(Error::from).and(speakers)?;
        let writer = ArticleWriter { site: &site, shelf: self.articles.shelf(), elsewhere: &elsewhere };
        let (written, overview) = rayon::join(
            || writer.write_all(&self.waiting, &pages, &mut self.articles),
            || overview::render(&site, failures),
        );
        written?;
        self.articles.finish()?;
        self.speakers.finish()?;
        overview?.write(&self.out)?;
        Marker::Outputs
            .clear(&self.out)
            .map_err(|error| Error::io(&Marker::Outputs.path(&self.out), error))?;
        Ok(Finished { corpus, elsewhere, options: self.options })
    }
}
