//! What is known only at the end, written into lines that are there: where a line has a `null` for it, it takes a value.

use crate::jsonl::{InCluster, NO_CLUSTER, NO_GROUP};
use crate::spill::{read_at, write_at};
use std::fs::File;
use std::io;

/// A byte of the draft where a fact is missing, and the fact.
pub(crate) type Filling<'a> = (u64, Fact<'a>);

/// A fact that takes the place of a `null`.
pub(crate) enum Fact<'a> {
    Cluster(InCluster<'a>),
    Group(&'a str),
}

impl Fact<'_> {
    /// The field with its `null`, as it stands in the draft.
    fn missing(&self) -> &'static [u8] {
        match self {
            Self::Cluster(_) => NO_CLUSTER,
            Self::Group(_) => NO_GROUP,
        }
    }

    fn json(&self) -> serde_json::Result<Vec<u8>> {
        match self {
            Self::Cluster(cluster) => serde_json::to_vec(cluster),
            Self::Group(id) => serde_json::to_vec(id),
        }
    }
}

/// Bytes that move at once.
const BLOCK: u64 = 1 << 20;

/// Puts the facts into a file of so many bytes, block by block from its end on: what is behind them moves once and
/// needs no second file, since fields only grow.
pub(crate) fn fill(file: &File, bytes: u64, mut fillings: Vec<Filling<'_>>) -> io::Result<()> {
    fillings.sort_unstable_by_key(|(place, _)| *place);
    let mut grown = 0;
    for (_, fact) in &fillings {
        grown += (fact.json()?.len() - NULL) as u64;
    }
    let (mut end, mut rest) = (bytes, fillings.as_slice());
    let (mut old, mut new) = (Vec::new(), Vec::new());
    while !rest.is_empty() {
        let start = end.saturating_sub(BLOCK);
        let first = rest.partition_point(|(place, fact)| place + (fact.missing().len() as u64) <= start);
        // A field is never cut.
        let start = rest.get(first).map_or(start, |(place, _)| start.min(*place));
        old.resize((end - start) as usize, 0);
        read_at(file, start, &mut old)?;
        new.clear();
        let mut at = 0;
        for (place, fact) in &rest[first..] {
            let name = (place - start) as usize + fact.missing().len() - NULL;
            new.extend_from_slice(&old[at..name]);
            new.extend_from_slice(&fact.json()?);
            at = name + NULL;
        }
        new.extend_from_slice(&old[at..]);
        grown -= (new.len() - old.len()) as u64;
        write_at(file, start + grown, &new)?;
        (end, rest) = (start, &rest[..first]);
    }
    Ok(())
}

/// Bytes of what a fact takes the place of.
const NULL: usize = "null".len();
