//! Statements that appear in several places: `statements.jsonl`.

use crate::Error;
use crate::clusters::{ArticleCard, ClusterBuilder};
use crate::spill::Spilled;
use crate::statement::Statement;
use crate::stats::CorpusStats;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use sayso_dedup::{Piece, difference};
use sayso_output::{self as output, Carrier, StatementGroup, Wording, Writer, push_line};
use std::path::Path;

/// Groups that are in memory at once.
const AT_ONCE: usize = 256;
/// Appearances that are remembered of a group.
const REMEMBERED: usize = 4;

/// Every statement that appears in several places, by its first attribution in run order.
#[derive(Default)]
pub struct Groups(FxHashMap<u32, Group>);

/// A statement that appears in several places.
pub struct Group {
    /// The `id` of its first appearance.
    pub id: String,
    /// Places in the texts.
    pub appearances: u32,
    /// Numbers of its first appearances in different articles, a few at most: by date, undated ones last.
    pub first: Vec<u32>,
}

/// What groups are made of.
pub(crate) struct Sources<'a> {
    pub clusters: &'a ClusterBuilder,
    /// For each article the first one of its cluster.
    pub originals: &'a [u32],
    pub stats: &'a CorpusStats,
    pub records: &'a Spilled,
}

impl Groups {
    /// The group whose first attribution in run order has this number.
    pub fn get(&self, first: u32) -> Option<&Group> {
        self.0.get(&first)
    }

    /// All of them, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &Group)> {
        self.0.iter().map(|(first, group)| (*first, group))
    }

    /// Writes `statements.jsonl`.
    pub(crate) fn write(out: &Path, sources: &Sources<'_>) -> Result<Self, Error> {
        let fail = |error| Error::io(&out.join(output::STATEMENTS.file), error);
        let mut file = Writer::create(out, &output::STATEMENTS).map_err(fail)?;
        let mut groups = FxHashMap::default();
        for chunk in sources.stats.statements.repeated().chunks(AT_ONCE) {
            let made = chunk.par_iter().map(|members| sources.group(members));
            for (members, made) in chunk.iter().zip(made.collect::<Result<Vec<_>, Error>>()?) {
                let (group, line) = made;
                file.append(&line).map_err(fail)?;
                groups.insert(members[0], group);
            }
        }
        file.finish().map_err(fail)?;
        Ok(Self(groups))
    }
}

impl Sources<'_> {
    /// A group and its line.
    fn group(&self, members: &[u32]) -> Result<(Group, Vec<u8>), Error> {
        let table = &self.stats.statements;
        let article = |number: u32| table.row(number).article;
        let mut order = members.to_vec();
        order.sort_by_key(|number| (self.clusters.order(article(*number)), *number));
        // An article's card waits before its statements: where both are near, one reading takes them.
        let card = |number: u32| self.clusters.card(article(number));
        let wanted = order.iter().flat_map(|number| [card(*number), table.row(*number).record]);
        let records = self.records.all(wanted)?;
        let read = |nth: usize| Ok((records.get(2 * nth + 1)?, records.get(2 * nth)?));
        let appearances = (0..order.len()).map(read).collect::<Result<Vec<_>, Error>>()?;
        let mut articles: Vec<u32> =
            order.iter().map(|number| self.originals[article(*number) as usize]).collect();
        articles.sort_unstable();
        articles.dedup();
        let speakers = table.speakers(order[0]).iter();
        let speakers = speakers.map(|speaker| self.stats.speakers[*speaker as usize].name());
        let line = line(&appearances, speakers.collect(), articles.len() as u32)?;
        let mut first = order.clone();
        first.dedup_by_key(|number| article(*number));
        first.truncate(REMEMBERED);
        let id = appearances[0].0.id.clone().into_owned();
        Ok((Group { id, appearances: order.len() as u32, first }, line))
    }
}

/// The line of a group; the first appearance comes first.
fn line(
    appearances: &[(Statement<'_>, ArticleCard)],
    speakers: Vec<&str>,
    articles: u32,
) -> Result<Vec<u8>, Error> {
    let first = &appearances[0].0;
    // Wire copy prints the same words again and again; they are compared once.
    let mut differences: FxHashMap<&str, Option<Vec<Piece>>> = FxHashMap::default();
    for (statement, _) in appearances {
        differences.entry(&statement.words).or_insert_with(|| differing(&first.words, &statement.words));
    }
    let carriers: Vec<Carrier<&str>> = (appearances.iter())
        .map(|(statement, card)| Carrier {
            id: &*statement.id,
            doc_id: &card.doc_id,
            document: &card.document,
            title: &card.title,
            publisher: &card.outlet,
            published: card.published.as_deref(),
            words: &statement.words,
            difference: differences[&*statement.words].as_ref().map(|pieces| wordings(pieces)),
        })
        .collect();
    let outlets: FxHashSet<&str> =
        carriers.iter().map(|carrier| carrier.publisher).filter(|name| !name.is_empty()).collect();
    let line = StatementGroup {
        schema: output::STATEMENTS.current,
        id: &first.id,
        words: &first.words,
        speakers,
        appearances: carriers.len() as u32,
        articles,
        outlets: outlets.len() as u32,
        carriers,
    };
    let mut bytes = Vec::new();
    push_line(&mut bytes, &line).map_err(|error| Error::io(Path::new(output::STATEMENTS.file), error))?;
    Ok(bytes)
}

/// Where the words differ from those first printed; `None` where they do not.
fn differing(first: &str, here: &str) -> Option<Vec<Piece>> {
    if first == here {
        return None;
    }
    let pieces = difference(first, here);
    pieces.iter().any(|piece| !matches!(piece, Piece::Both(_))).then_some(pieces)
}

fn wordings(pieces: &[Piece]) -> Vec<Wording<&str>> {
    fn wording(piece: &Piece) -> Wording<&str> {
        match piece {
            Piece::Both(words) => Wording::Same(words.as_str()),
            Piece::First(words) => Wording::LeftOut(words.as_str()),
            Piece::Second(words) => Wording::PutIn(words.as_str()),
        }
    }
    pieces.iter().map(wording).collect()
}
