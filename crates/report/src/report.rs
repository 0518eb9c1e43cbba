use crate::clusters::Clusters;
use crate::filling;
use crate::folder::{Folder, Pending};
use crate::groups::{Corpus, Groups};
use crate::jsonl::EntityLine;
use crate::press::{Press, Printed, Sheet};
use crate::spill::{Place, Spill, Spilled};
use crate::statement::Statement;
use crate::totals::{Totals, ranked};
use crate::{Error, overview, search, speaker};
use sayso_cluster::{Statements, Words};
use sayso_document::{Article, Attributions, Diagnostic, Mentions, Tokens};
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
    spill: Spill,
    search: search::Search,
    attributions: Pending,
    clusters: Clusters,
    groups: Groups,
    repeats: Statements,
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
            spill: Spill::create(out.join("statements.part"))?,
            search: search::Search::create(search, options.unsure_below),
            articles,
            speakers,
            attributions: Pending::create(out.join("lines"))?,
            clusters: Clusters::default(),
            groups: Groups::default(),
            repeats: Statements::default(),
            doubtful: Vec::new(),
            out: out.to_owned(),
            options,
        })
    }

    /// What renders documents for this report, on any thread.
    pub fn press(&self) -> Press {
        Press { shelf: self.articles.shelf(), options: self.options.clone() }
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
        let mut outlets = Vec::with_capacity(printed.sheets.len());
        for (document, sheet) in documents.into_iter().zip(printed.sheets) {
            outlets.push(match sheet {
                Some(sheet) => self.sheet(&document, &sheet)?,
                None => 0,
            });
        }
        self.search.take(printed.part, &outlets)
    }

    /// Counts a document; gives its outlet's index.
    fn sheet(&mut self, document: &Document<'_>, sheet: &Sheet) -> Result<u32, Error> {
        let card = self.spill.push(&sheet.card)?;
        self.clusters.article(
            document.article,
            &sheet.fingerprints,
            card,
            self.attributions.end,
            &sheet.line,
        );
        self.groups.line(self.attributions.end, &sheet.line);
        self.attributions.append(&sheet.line)?;
        sheet.pages.iter().for_each(|name| self.articles.keep(name));
        let outlet = self.totals.article(document, &sheet.outlet, sheet.day);
        let statements = sheet.statements.iter().zip(&sheet.waiting);
        let attributions = document.attributions.attributions.iter().zip(&sheet.runs);
        for ((statement, waiting), (attribution, runs)) in statements.zip(attributions) {
            let place = self.spill.push(waiting)?;
            let known = self.totals.statement(statement, attribution, outlet, place);
            self.repeats.add(runs, &known);
            if statement.unsure {
                let at = self.doubtful.partition_point(|(confidence, _)| *confidence <= statement.confidence);
                self.doubtful.insert(at, (statement.confidence, place));
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
        let statements = self.spill.read()?;
        let clusters = self.clusters.finish(&statements)?;
        let groups = repeats(&self.repeats, &self.totals, &statements)?;
        self.totals.close(clusters.originals.clone(), groups);
        let site = &self.options.title;
        speaker::write(&mut self.speakers, site, &self.totals, &statements)?;
        self.search.finish(&self.totals)?;
        clusters.fill(&self.articles.shelf())?;
        clusters.write(&self.out)?;
        let groups = self.groups.write(
            &self.out,
            &Corpus {
                clusters: &self.clusters,
                originals: &clusters.originals,
                ledger: &self.totals.ledger,
                statements: &statements,
            },
        )?;
        let fillings = clusters.fillings().into_iter().chain(groups.fillings()).collect();
        filling::fill(&self.out.join("attributions.jsonl"), self.attributions.draft()?, fillings)?;
        self.articles.finish()?;
        self.speakers.finish()?;
        entities(&self.out, &self.totals)?;
        overview::write(&self.out, &self.options, &self.totals, &statements, &self.doubtful, failures)?;
        let totals = &self.totals;
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
    let mut reader = statements.reader()?;
    repeats.groups(&mut |number| {
        let statement: Statement = reader.get(totals.ledger.entry(number).place)?;
        Ok(Words::of(&statement.words))
    })
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
