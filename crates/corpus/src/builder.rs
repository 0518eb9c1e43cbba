//! Articles go in, in run order; what only the whole corpus tells comes out at the end.

use crate::clusters::{ArticleCard, ClusterBuilder, Clusters};
use crate::day::Day;
use crate::groups::{Groups, Sources};
use crate::spill::{RecordBatch, RecordRef, Spill, Spilled};
use crate::statement::{Statement, StatementFacts};
use crate::stats::CorpusStats;
use crate::{Document, Error, lines, outputs};
use sayso_core::Attribution;
use sayso_dedup::{Fingerprints, Statements, Words};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// An article as the corpus takes it: made on any thread.
pub struct ArticleRecord {
    outlet: String,
    day: Day,
    fingerprints: Fingerprints,
    /// What clusters say of the article, and its statements.
    statements: RecordBatch,
    /// Its line of `attributions.jsonl`.
    line: RecordBatch,
    /// One for each statement.
    facts: Vec<StatementFacts>,
}

impl ArticleRecord {
    /// Of a document, with what lists show of the article and of its statements; `ids` are those of its attributions.
    ///
    /// # Errors
    /// A record cannot be encoded.
    pub fn new(
        document: &Document<'_>,
        card: &ArticleCard,
        statements: &[Statement<'_>],
        ids: &[String],
    ) -> Result<Self, Error> {
        let article = document.article;
        let mut batch = RecordBatch::with_capacity(640 * (1 + statements.len()));
        batch.add(card)?;
        statements.iter().try_for_each(|statement| batch.add(statement))?;
        let mut line = RecordBatch::with_capacity(2 * article.text.len() + 4096);
        line.add(&lines::line(document, ids))?;
        let facts = |(statement, attribution): (&Statement<'_>, &Attribution)| {
            StatementFacts::new(statement, attribution, &article.text)
        };
        Ok(Self {
            outlet: card.outlet.clone(),
            day: card.day,
            fingerprints: Fingerprints::new(&article.text),
            statements: batch,
            line,
            facts: statements.iter().zip(&document.attributions.attributions).map(facts).collect(),
        })
    }
}

/// Where the records of an article wait.
#[derive(Copy, Clone)]
pub(crate) struct ArticleRefs {
    pub line: RecordRef,
    pub entities: RecordRef,
    /// The number of its first statement.
    pub statements: u32,
}

/// A corpus that is being gathered. Memory grows with speakers, entities and statements, not with text.
pub struct Builder {
    out: PathBuf,
    stats: CorpusStats,
    statements: Spill,
    lines: Spill,
    clusters: ClusterBuilder,
    repeats: Statements,
    articles: Vec<ArticleRefs>,
}

impl Builder {
    /// Begins a corpus whose outputs go into the directory `out`.
    ///
    /// # Errors
    /// A temporary file cannot be made there.
    pub fn create(out: &Path) -> Result<Self, Error> {
        Ok(Self {
            out: out.to_owned(),
            stats: CorpusStats::default(),
            statements: Spill::create(out.join("statements.spill"))?,
            lines: Spill::create(out.join("lines.spill"))?,
            clusters: ClusterBuilder::default(),
            repeats: Statements::default(),
            articles: Vec::new(),
        })
    }

    /// What was counted so far.
    pub fn stats(&self) -> &CorpusStats {
        &self.stats
    }

    /// Takes the next article in; gives the number of its outlet.
    ///
    /// # Errors
    /// A temporary file cannot be written.
    pub fn add(&mut self, document: &Document<'_>, record: ArticleRecord) -> Result<u32, Error> {
        let ArticleRecord { outlet, day, fingerprints, statements, line, facts } = record;
        let refs = self.statements.push(statements)?;
        let line = self.lines.push(line)?;
        let ([card, statements @ ..], [line]) = (&refs[..], &line[..]) else { return Ok(0) };
        self.clusters.add(document.article, &fingerprints, *card);
        let (outlet, entities) = self.stats.article(document, &outlet, day);
        let mut batch = RecordBatch::default();
        batch.add(&entities)?;
        let entities = self.statements.push(batch)?.first().copied().unwrap_or_default();
        self.articles.push(ArticleRefs { line: *line, entities, statements: self.stats.statements.len() });
        let facts = facts.into_iter().zip(statements);
        for ((facts, record), attribution) in facts.zip(&document.attributions.attributions) {
            let known = self.stats.statement(&facts, attribution, (outlet, day), *record);
            self.repeats.add(facts.words, &facts.runs, &known);
        }
        Ok(outlet)
    }

    /// Ends the corpus when all articles are in, and writes `entities.jsonl`, `clusters.jsonl` and `statements.jsonl`.
    ///
    /// # Errors
    /// A file cannot be read or written.
    pub fn finish(mut self) -> Result<Corpus, Error> {
        let (records, lines) = (self.statements.read()?, self.lines.read()?);
        // What takes one thread for a while stands beside what does not wait for it.
        let (clusters, groups) = rayon::join(
            || {
                outputs::entities(&self.out, &self.stats)?;
                self.clusters.finish(&records)
            },
            || repeats(&self.repeats, &self.stats, &records),
        );
        let (clusters, groups) = (clusters?, groups?);
        self.stats.close(clusters.originals.clone(), groups);
        for articles in clusters.articles() {
            let refs = articles.iter().map(|article| self.articles[*article as usize].entities);
            let taken = records.all(refs)?;
            let copies = (0..articles.len()).map(|nth| taken.get(nth)).collect::<Result<Vec<_>, _>>();
            self.stats.copied(&mut copies?);
        }
        let sources = Sources {
            clusters: &self.clusters,
            originals: &clusters.originals,
            stats: &self.stats,
            records: &records,
        };
        let groups = Groups::write(&self.out, &sources)?;
        clusters.write(&self.out)?;
        Ok(Corpus {
            out: self.out,
            stats: self.stats,
            clusters,
            groups,
            records,
            lines,
            articles: self.articles,
        })
    }
}

/// For each statement the first that it repeats.
fn repeats(repeats: &Statements, stats: &CorpusStats, records: &Spilled) -> Result<Vec<u32>, Error> {
    repeats.groups(&mut |number| {
        let taken = records.all([stats.statements.row(number).record])?;
        let statement: Statement<'_> = taken.get(0)?;
        Ok(Words::new(&statement.words))
    })
}

/// Everything that the whole corpus tells.
pub struct Corpus {
    out: PathBuf,
    /// Counts, speakers, entities, outlets, and the table of statements.
    pub stats: CorpusStats,
    /// Copies of articles.
    pub clusters: Clusters,
    /// Statements that appear in several places.
    pub groups: Groups,
    /// [`Statement`] records, by [`StatementRow::record`](crate::StatementRow::record).
    pub records: Spilled,
    lines: Spilled,
    articles: Vec<ArticleRefs>,
}

impl Corpus {
    /// The number of the first statement of an article.
    pub fn first_statement(&self, article: u32) -> u32 {
        self.articles[article as usize].statements
    }

    /// The numbers of the statements of an article.
    pub fn statements_of(&self, article: u32) -> Range<u32> {
        let next = self.articles.get(article as usize + 1);
        self.first_statement(article)..next.map_or(self.stats.statements.len(), |next| next.statements)
    }

    /// Writes `attributions.jsonl`.
    ///
    /// # Errors
    /// A file cannot be read or written.
    pub fn write_attributions(&self) -> Result<(), Error> {
        let Self { out, articles, lines, stats, clusters, groups, .. } = self;
        outputs::attributions(out, articles, lines, stats, clusters, groups)
    }
}
