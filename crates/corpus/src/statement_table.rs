//! All statements of the corpus, as counting needs them: a few bytes each.

use crate::count::{Counted, Counts};
use crate::day::Day;
use crate::spill::RecordRef;
use sayso_core::{Form, SpeakerKind};

/// One statement.
#[derive(Copy, Clone)]
pub struct StatementRow {
    /// Where its [`Statement`](crate::Statement) waits.
    pub record: RecordRef,
    /// Number of its article.
    pub article: u32,
    /// Number of its outlet.
    pub outlet: u32,
    /// Day of publication.
    pub day: Day,
    /// Whether it is in quotation marks.
    pub form: Form,
    /// What its first speaker is.
    pub kind: SpeakerKind,
    /// Per cent.
    pub confidence: u8,
}

/// Lists of numbers, one after the other, and where each ends.
#[derive(Default)]
struct Lists {
    all: Vec<u32>,
    ends: Vec<u32>,
}

impl Lists {
    fn push(&mut self, list: &[u32]) {
        self.all.extend_from_slice(list);
        self.ends.push(self.all.len() as u32);
    }

    fn list(&self, nth: u32) -> &[u32] {
        let start = (nth as usize).checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.all[start as usize..self.ends[nth as usize] as usize]
    }
}

/// All statements by their number in run order, and what they are the same as.
#[derive(Default)]
pub struct StatementTable {
    rows: Vec<StatementRow>,
    /// Entities that the statements are about.
    about: Lists,
    /// Speakers of the statements.
    speakers: Lists,
    /// For each article the first one of its cluster; empty until known.
    originals: Vec<u32>,
    /// For each statement the first one of its group; empty until known.
    groups: Vec<u32>,
}

impl StatementTable {
    /// Takes the next statement in; gives its number.
    pub(crate) fn push(&mut self, row: StatementRow, about: &[u32], speakers: &[u32]) -> u32 {
        self.rows.push(row);
        self.about.push(about);
        self.speakers.push(speakers);
        self.rows.len() as u32 - 1
    }

    /// How many there are.
    pub fn len(&self) -> u32 {
        self.rows.len() as u32
    }

    /// When all are in: which articles and which statements are the same.
    pub(crate) fn close(&mut self, originals: Vec<u32>, groups: Vec<u32>) {
        self.originals = originals;
        self.groups = groups;
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The row of a statement.
    pub fn row(&self, statement: u32) -> &StatementRow {
        &self.rows[statement as usize]
    }

    /// All rows with their numbers.
    pub fn rows(&self) -> impl Iterator<Item = (u32, &StatementRow)> {
        (0..).zip(&self.rows)
    }

    /// Entities that a statement is about.
    pub fn about(&self, statement: u32) -> &[u32] {
        self.about.list(statement)
    }

    /// Speakers of a statement.
    pub fn speakers(&self, statement: u32) -> &[u32] {
        self.speakers.list(statement)
    }

    /// Whether a statement stands in an article that is a copy of an earlier one.
    pub fn is_copy(&self, row: &StatementRow) -> bool {
        self.originals[row.article as usize] != row.article
    }

    /// The first statement, in run order, of a statement's group.
    pub fn group(&self, statement: u32) -> u32 {
        self.groups[statement as usize]
    }

    /// The statements of each group that has several, groups by their first one, in run order.
    pub(crate) fn repeated(&self) -> Vec<Vec<u32>> {
        let mut members: Vec<(u32, u32)> = self.groups.iter().copied().zip(0..).collect();
        members.sort_unstable();
        let groups = members.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1);
        groups.map(|group| group.iter().map(|(_, number)| *number).collect()).collect()
    }

    /// How many different statements there are.
    pub fn distinct(&self) -> u64 {
        (0..).zip(&self.groups).filter(|(number, group)| number == *group).count() as u64
    }

    /// The three counts of some statements.
    pub fn count(&self, statements: &[u32]) -> Counts {
        let sure = |statement: &u32| self.row(*statement).confidence;
        if let [one] = statements {
            let counted = Counted::right(&[sure(one)]);
            return Counts { appearances: counted, articles: counted, statements: counted };
        }
        let appearances: Vec<u8> = statements.iter().map(sure).collect();
        let articles = surest(
            statements
                .iter()
                .map(|statement| (self.originals[self.row(*statement).article as usize], sure(statement))),
        );
        let groups = surest(statements.iter().map(|statement| (self.group(*statement), sure(statement))));
        Counts {
            appearances: Counted::right(&appearances),
            articles: Counted::right(&articles),
            statements: Counted::right(&groups),
        }
    }

    /// The three counts of statements by a key of theirs, in the keys' order. A statement may come with several keys.
    pub fn count_by<K: Ord + Copy>(&self, mut keyed: Vec<(K, u32)>) -> Vec<(K, Counts)> {
        keyed.sort_unstable();
        let mut statements = Vec::new();
        let groups = keyed.chunk_by(|a, b| a.0 == b.0);
        groups
            .map(|group| {
                statements.clear();
                statements.extend(group.iter().map(|(_, statement)| *statement));
                (group[0].0, self.count(&statements))
            })
            .collect()
    }
}

/// For each key the highest confidence: copies of one text are right or wrong together.
fn surest(keyed: impl Iterator<Item = (u32, u8)>) -> Vec<u8> {
    // In one number, which is compared in one step.
    let mut all: Vec<u64> = keyed.map(|(key, sure)| u64::from(key) << u8::BITS | u64::from(sure)).collect();
    all.sort_unstable();
    let same = all.chunk_by(|a, b| a >> u8::BITS == b >> u8::BITS);
    same.map(|same| same[same.len() - 1] as u8).collect()
}
