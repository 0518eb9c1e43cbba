use crate::article::{Binder, Waiting};
use crate::clusters::Clusters;
use crate::documents;
use crate::folder::{Folder, write_lines};
use crate::groups::{self, Corpus};
use crate::press::{Press, Printed, Sheet};
use crate::spill::{Parcel, Spill, Spilled};
use crate::statement::{Statement, percent};
use crate::totals::Totals;
use crate::{Error, overview, search, speaker};
use sayso_core::{Article, Attributions, Diagnostic, Mentions, Tokens};
use sayso_dedup::{Statements, Words};
use sayso_output::{ENTITIES, Entity, Marker};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// How many of the least sure statements the overview lists.
const DOUBTFUL: usize = 8;

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
    /// Articles, where those that are copies of one another count as one.
    pub originals: u64,
    /// Statements, where the same words of the same speaker count as one.
    pub distinct: u64,
}

/// A report being written.
pub struct Report {
    out: PathBuf,
    options: Options,
    totals: Totals,
    /// What clusters and lists will say.
    spill: Spill,
    /// Pages of articles.
    pages: Spill,
    /// Lines of `attributions.jsonl`.
    lines: Spill,
    search: search::Search,
    clusters: Clusters,
    repeats: Statements,
    doubtful: Vec<(u8, u32)>,
    waiting: Vec<Waiting>,
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
            totals: Totals::default(),
            spill: Spill::create(out.join("statements.spill"))?,
            pages: Spill::create(out.join("pages.spill"))?,
            lines: Spill::create(out.join("lines.spill"))?,
            search: search::Search::create(search, options.unsure_below),
            articles,
            speakers,
            clusters: Clusters::default(),
            repeats: Statements::default(),
            doubtful: Vec::new(),
            waiting: Vec::new(),
            out: out.to_owned(),
            options,
        })
    }

    /// What renders documents for this report, on any thread.
    pub fn press(&self) -> Press {
        Press { options: self.options.clone() }
    }

    /// Counts documents that were printed, and appends their lines. The documents are the same, in the same order.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn take<'a>(
        &mut self,
        documents: impl IntoIterator<Item = Document<'a>>,
        printed: Printed,
    ) -> Result<(), Error> {
        let first = self.totals.ledger.len();
        let mut outlets = Vec::with_capacity(printed.sheets.len());
        for (document, sheet) in documents.into_iter().zip(printed.sheets) {
            outlets.push(match sheet {
                Some(sheet) => self.sheet(&document, sheet)?,
                None => 0,
            });
        }
        let ledger = &self.totals.ledger;
        self.search.take(printed.part, &outlets, (first..ledger.len()).map(|it| ledger.speakers(it)))
    }

    /// Counts a document; gives its outlet's index.
    fn sheet(&mut self, document: &Document<'_>, sheet: Sheet) -> Result<u32, Error> {
        let Sheet { line, outlet, day, fingerprints, parcel, pages, noted } = sheet;
        let places = self.spill.push(parcel)?;
        let pages = self.pages.push(pages)?;
        let line = self.lines.push(line)?;
        let ([card, statements @ ..], [pages], [line]) = (&places[..], &pages[..], &line[..]) else {
            return Ok(0);
        };
        self.clusters.article(document.article, &fingerprints, *card);
        let (outlet, entities) = self.totals.article(document, &outlet, day);
        let mut parcel = Parcel::default();
        parcel.add(&entities)?;
        let entities = self.spill.push(parcel)?.first().copied().unwrap_or_default();
        self.waiting.push(Waiting {
            place: *pages,
            line: *line,
            entities,
            statements: self.totals.ledger.len(),
        });
        let noted = noted.into_iter().zip(statements);
        for ((noted, place), attribution) in noted.zip(&document.attributions.attributions) {
            let (number, known) = self.totals.statement(&noted, attribution, (outlet, day), *place);
            self.repeats.add(noted.words, &noted.runs, &known);
            if noted.unsure {
                let at = self.doubtful.partition_point(|(confidence, _)| *confidence <= noted.confidence);
                self.doubtful.insert(at, (noted.confidence, number));
                self.doubtful.truncate(DOUBTFUL);
            }
        }
        Ok(outlet)
    }

    /// Writes what needs the whole corpus.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn finish(mut self, failures: &[Diagnostic]) -> Result<Summary, Error> {
        let (statements, pages, lines) = (self.spill.read()?, self.pages.read()?, self.lines.read()?);
        // What takes one thread for a while stands beside what does not wait for it.
        let (clusters, groups) = rayon::join(
            || {
                entities(&self.out, &self.totals)?;
                self.clusters.finish(&statements)
            },
            || repeats(&self.repeats, &self.totals, &statements),
        );
        let (clusters, groups) = (clusters?, groups?);
        self.totals.close(clusters.originals.clone(), groups);
        for articles in clusters.articles() {
            let parcel = statements.all(articles.iter().map(|it| self.waiting[*it as usize].entities))?;
            let copies = (0..articles.len()).map(|nth| parcel.get(nth)).collect::<Result<Vec<_>, _>>();
            self.totals.copied(&mut copies?);
        }
        let totals = &self.totals;
        let site = &self.options.title;
        let (groups, elsewhere) = groups::write(
            &self.out,
            &Corpus {
                clusters: &self.clusters,
                originals: &clusters.originals,
                totals,
                statements: &statements,
            },
        )?;
        clusters.write(&self.out)?;
        let search = self.search;
        let (written, speakers) = rayon::join(
            || documents::write(&self.out, &self.waiting, &lines, totals, &clusters, &groups),
            || {
                search.finish(totals)?;
                speaker::write(&mut self.speakers, site, totals, &statements)
            },
        );
        written.and(speakers)?;
        let binder = Binder {
            site,
            shelf: self.articles.shelf(),
            totals,
            clusters: &clusters,
            elsewhere: &elsewhere,
            unsure: percent(self.options.unsure_below),
        };
        let (bound, overview) = rayon::join(
            || binder.bind(&self.waiting, &pages, &mut self.articles),
            || overview::render(&self.options, totals, &statements, &self.doubtful, failures),
        );
        bound?;
        self.articles.finish()?;
        self.speakers.finish()?;
        overview?.write(&self.out)?;
        Marker::Outputs
            .clear(&self.out)
            .map_err(|error| Error::io(&Marker::Outputs.path(&self.out), error))?;
        Ok(Summary {
            articles: totals.articles.into(),
            attributions: totals.attributions,
            mentions: totals.mentions,
            entities: totals.entities.len() as u64,
            speakers: totals.speakers.len() as u64,
            unsure: totals.unsure,
            originals: totals.originals,
            distinct: totals.ledger.distinct(),
        })
    }
}

/// For each statement the first that it repeats.
fn repeats(repeats: &Statements, totals: &Totals, statements: &Spilled) -> Result<Vec<u32>, Error> {
    repeats.groups(&mut |number| {
        let taken = statements.all([totals.ledger.entry(number).place])?;
        let statement: Statement<'_> = taken.get(0)?;
        Ok(Words::of(&statement.words))
    })
}

fn entities(out: &Path, totals: &Totals) -> Result<(), Error> {
    let mut order: Vec<_> = totals.entities.iter().collect();
    order.sort_by(|a, b| b.mentions.cmp(&a.mentions).then_with(|| a.id.cmp(&b.id)));
    let lines = order.into_iter().map(|entity| Entity {
        schema: ENTITIES.current,
        id: &entity.id,
        name: &entity.name,
        kind: entity.kind.name(),
        roles: entity.roles().into_iter().map(|(role, _)| role).collect(),
        mentions: entity.mentions,
        documents: entity.documents,
        attributions: entity.attributions,
        about: entity.about,
    });
    write_lines(out, &ENTITIES, lines)
}
