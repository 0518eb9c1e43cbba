//! What is known only at the end, written into lines that are there: where a line has a `null` for it, it takes a value.

use crate::Error;
use crate::folder::{Draft, Pending};
use crate::jsonl::{InCluster, NO_CLUSTER, NO_GROUP};
use std::path::Path;

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

/// Writes the file at `path` out of its draft.
pub(crate) fn fill(path: &Path, mut draft: Draft, mut fillings: Vec<Filling<'_>>) -> Result<(), Error> {
    fillings.sort_unstable_by_key(|(place, _)| *place);
    let mut file = Pending::create(path.to_owned())?;
    let mut at = 0;
    for (place, fact) in fillings {
        file.copy(&mut draft.file, place - at)?;
        let missing = fact.missing();
        file.append(&missing[..missing.len() - "null".len()])?;
        file.append(&fact.json().map_err(|error| Error::io(path, error))?)?;
        at = place + missing.len() as u64;
        draft.skip(missing.len())?;
    }
    file.copy(&mut draft.file, draft.bytes - at)?;
    file.finish()
}
