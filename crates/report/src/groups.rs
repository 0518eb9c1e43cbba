//! Statements that repeat: `statements.jsonl`, and the group of each in the lines of `attributions.jsonl`.

use crate::Error;
use crate::clusters::{Card, Clusters};
use crate::filling::{Fact, Filling};
use crate::folder::Pending;
use crate::jsonl::{CarrierLine, GroupLine, NO_GROUP, WordsLine};
use crate::ledger::Ledger;
use crate::spill::{Reader, Spilled};
use crate::statement::Statement;
use memchr::memmem;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use sayso_cluster::{Piece, difference};
use std::path::Path;

/// Groups that are in memory at once.
const AT_ONCE: usize = 256;

/// Where the lines of all statements, in run order, have [`NO_GROUP`].
#[derive(Default)]
pub(crate) struct Groups(Vec<u64>);

/// What is known when all articles are in.
pub(crate) struct Corpus<'a> {
    pub clusters: &'a Clusters,
    /// For each article the first one of its cluster.
    pub originals: &'a [u32],
    pub ledger: &'a Ledger,
    pub statements: &'a Spilled,
}

/// The groups' ids, and where they are missing.
pub(crate) struct Found(Vec<(String, Vec<u64>)>);

impl Groups {
    /// Takes in an article's `line` that begins at the byte `start`. Quotation marks inside strings are escaped, so that
    /// no text looks like the field.
    pub(crate) fn line(&mut self, start: u64, line: &[u8]) {
        self.0.extend(memmem::find_iter(line, NO_GROUP).map(|at| start + at as u64));
    }

    /// Writes `statements.jsonl`.
    pub(crate) fn write(&self, out: &Path, corpus: &Corpus<'_>) -> Result<Found, Error> {
        let mut file = Pending::create(out.join("statements.jsonl"))?;
        let mut found = Vec::new();
        for groups in corpus.ledger.repeated().chunks(AT_ONCE) {
            let told =
                groups.par_iter().map(|members| corpus.told(members, &mut corpus.statements.reader()?));
            let told: Vec<(String, Vec<u8>)> = told.collect::<Result<_, Error>>()?;
            for (members, (id, line)) in groups.iter().zip(told) {
                file.append(&line)?;
                found.push((id, members.iter().map(|it| self.0[*it as usize]).collect()));
            }
        }
        file.finish()?;
        Ok(Found(found))
    }
}

impl Found {
    /// What the lines of repeated statements say of their groups.
    pub(crate) fn fillings(&self) -> impl Iterator<Item = Filling<'_>> {
        self.0.iter().flat_map(|(id, nulls)| nulls.iter().map(|null| (*null, Fact::Group(id))))
    }
}

impl Corpus<'_> {
    /// The id of a group and its line.
    fn told(&self, members: &[u32], reader: &mut Reader<'_>) -> Result<(String, Vec<u8>), Error> {
        let article = |number: u32| self.ledger.entry(number).article;
        let mut members = members.to_vec();
        members.sort_by_key(|it| (self.clusters.order(article(*it)), *it));
        let mut read = |number: u32| -> Result<(Statement, Card), Error> {
            let statement = reader.get(self.ledger.entry(number).place)?;
            Ok((statement, self.clusters.card(article(number), reader)?))
        };
        let appearances = members.iter().map(|it| read(*it)).collect::<Result<Vec<_>, _>>()?;
        let mut articles: Vec<u32> = members.iter().map(|it| self.originals[article(*it) as usize]).collect();
        articles.sort_unstable();
        articles.dedup();
        line(&appearances, articles.len() as u32)
    }
}

/// The first appearance comes first.
fn line(appearances: &[(Statement, Card)], articles: u32) -> Result<(String, Vec<u8>), Error> {
    let first = &appearances[0].0;
    // Wire copy prints the same words again and again; they are compared once.
    let mut differences: FxHashMap<&str, Option<Vec<WordsLine>>> = FxHashMap::default();
    for (statement, _) in appearances {
        differences.entry(&statement.words).or_insert_with(|| differing(&first.words, &statement.words));
    }
    let carriers: Vec<CarrierLine<'_>> = (appearances.iter())
        .map(|(statement, card)| CarrierLine {
            id: &statement.id,
            doc_id: &card.doc_id,
            document: &card.document,
            title: &card.title,
            publisher: &card.outlet,
            published: card.published.as_deref(),
            words: &statement.words,
            difference: differences[statement.words.as_str()].as_deref(),
        })
        .collect();
    let outlets: FxHashSet<&str> =
        carriers.iter().map(|it| it.publisher).filter(|name| !name.is_empty()).collect();
    let line = GroupLine {
        schema: GroupLine::SCHEMA,
        id: &first.id,
        words: &first.words,
        speakers: first.speakers.iter().map(|it| it.name.as_str()).collect(),
        appearances: carriers.len() as u32,
        articles,
        outlets: outlets.len() as u32,
        carriers: &carriers,
    };
    let mut bytes =
        serde_json::to_vec(&line).map_err(|error| Error::io(Path::new("statements.jsonl"), error))?;
    bytes.push(b'\n');
    Ok((first.id.clone(), bytes))
}

/// Where the words differ from those first printed; `None` where they do not.
fn differing(first: &str, here: &str) -> Option<Vec<WordsLine>> {
    if first == here {
        return None;
    }
    let pieces = difference(first, here);
    let differs = pieces.iter().any(|piece| !matches!(piece, Piece::Both(_)));
    differs.then(|| {
        let line = |piece| match piece {
            Piece::Both(words) => WordsLine::Same(words),
            Piece::First(words) => WordsLine::LeftOut(words),
            Piece::Second(words) => WordsLine::PutIn(words),
        };
        pieces.into_iter().map(line).collect()
    })
}
