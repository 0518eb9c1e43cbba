//! Two runs, article by article.

use crate::{Cause, Change, Kind, Makers, Options, document};
use sayso_output::{Document, Error, Position, Run};
use serde::ser::SerializeStruct as _;
use serde::{Deserialize, Serialize, Serializer};
use std::collections::{HashMap, VecDeque};

/// How much differs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Articles in both runs.
    pub both: u64,
    /// Of these, those whose text is another.
    pub new_texts: u64,
    /// Articles in the second run alone.
    pub new_articles: u64,
    /// Articles in the first run alone.
    pub gone: u64,
    /// Statements in the first run.
    pub before: u64,
    /// Statements in the second run.
    pub after: u64,
    /// Statements by cause (in the order of [`Cause::ALL`]) and by kind (in that of [`Kind::ALL`]).
    pub counts: Vec<[u64; 3]>,
}

impl Serialize for Totals {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Row {
            cause: Cause,
            gained: u64,
            lost: u64,
            changed: u64,
        }
        let row = |cause| {
            let [gained, lost, changed] = self.counts_of(cause);
            (gained + lost + changed > 0).then_some(Row { cause, gained, lost, changed })
        };
        let rows: Vec<Row> = Cause::ALL.into_iter().filter_map(row).collect();
        let mut out = to.serialize_struct("Totals", 7)?;
        out.serialize_field("articles_in_both", &self.both)?;
        out.serialize_field("new_texts", &self.new_texts)?;
        out.serialize_field("new_articles", &self.new_articles)?;
        out.serialize_field("articles_gone", &self.gone)?;
        out.serialize_field("statements_before", &self.before)?;
        out.serialize_field("statements_after", &self.after)?;
        out.serialize_field("changes", &rows)?;
        out.end()
    }
}

impl Totals {
    fn new() -> Self {
        Self { counts: vec![[0; 3]; Cause::ALL.len()], ..Self::default() }
    }

    fn count(&mut self, change: &Change) {
        let cause = Cause::ALL.iter().position(|known| *known == change.cause).unwrap_or(0);
        let kind = Kind::ALL.iter().position(|known| *known == change.change).unwrap_or(0);
        self.counts[cause][kind] += 1;
    }

    /// Statements of a cause, by kind (in the order of [`Kind::ALL`]).
    pub fn counts_of(&self, cause: Cause) -> [u64; 3] {
        let at = Cause::ALL.iter().position(|known| *known == cause);
        at.and_then(|at| self.counts.get(at)).copied().unwrap_or_default()
    }

    /// Whether anything differs.
    pub fn differ(&self) -> bool {
        self.new_articles + self.gone + self.new_texts > 0
            || self.counts.iter().flatten().any(|count| *count > 0)
    }
}

/// What is read of an article of the first run to find it again.
#[derive(Deserialize)]
struct Named {
    doc_id: String,
}

/// Articles of one id in the first run, in order: ids may repeat.
#[derive(Default)]
struct Index {
    places: HashMap<String, VecDeque<Position>>,
}

/// Compares two runs; `sink` takes the changes, in the second run's order and then those of articles that are gone.
/// Gives `None` where the sink wanted no more.
///
/// # Errors
/// A file of the runs cannot be read.
pub fn runs(
    one: &Run,
    other: &Run,
    options: &Options,
    sink: &mut dyn FnMut(Change) -> bool,
) -> Result<Option<Totals>, Error> {
    let makers = Makers::new(one.provenance()?.as_ref(), other.provenance()?.as_ref());
    let mut totals = Totals::new();
    let mut index = Index::read(one)?;
    let mut first = one.documents()?;
    for after in other.documents()? {
        let after = after?;
        let before = match index.take(&after.doc_id) {
            Some(place) => Some(first.at(place)?),
            None => None,
        };
        match &before {
            Some(before) => {
                totals.both += 1;
                totals.new_texts += u64::from(before.text != after.text);
                totals.before += before.attributions.len() as u64;
            }
            None => totals.new_articles += 1,
        }
        totals.after += after.attributions.len() as u64;
        if !tell(before.as_ref(), Some(&after), &makers, options, &mut totals, sink) {
            return Ok(None);
        }
    }
    for place in index.left() {
        let gone = first.at(place)?;
        totals.gone += 1;
        totals.before += gone.attributions.len() as u64;
        if !tell(Some(&gone), None, &makers, options, &mut totals, sink) {
            return Ok(None);
        }
    }
    Ok(Some(totals))
}

fn tell(
    before: Option<&Document>,
    after: Option<&Document>,
    makers: &Makers,
    options: &Options,
    totals: &mut Totals,
    sink: &mut dyn FnMut(Change) -> bool,
) -> bool {
    document(before, after, makers, options).into_iter().all(|change| {
        totals.count(&change);
        sink(change)
    })
}

impl Index {
    fn read(run: &Run) -> Result<Self, Error> {
        let mut index = Self::default();
        let mut lines = run.articles::<Named>()?;
        while let Some(article) = lines.next() {
            let place = lines.position();
            index.places.entry(article?.doc_id).or_default().push_back(place);
        }
        Ok(index)
    }

    /// The next article of an id.
    fn take(&mut self, doc_id: &str) -> Option<Position> {
        self.places.get_mut(doc_id)?.pop_front()
    }

    /// The articles that were not taken, in the run's order.
    fn left(self) -> Vec<Position> {
        let mut left: Vec<Position> = self.places.into_values().flatten().collect();
        left.sort_unstable();
        left
    }
}
