use crate::Fingerprints;
use crate::union::Union;
use rustc_hash::FxHashMap;
use sayso_document::{Article, DocumentId};
use serde::{Deserialize, Serialize};

/// Two articles are copies where at least this share of the shorter one stands in the longer.
const COPY: f32 = 0.5;
/// … and at least this many fingerprints are shared: a byline and a disclaimer make no copy.
const SHARED: usize = 4;
/// How many earlier carriers of a fingerprint an article is compared with. Bounds the cost to linear: a run of
/// words in a thousand articles gives a few thousand comparisons, not half a million.
const CARRIERS: usize = 3;

/// Collects articles and tells which are copies of which.
#[derive(Default)]
pub struct Copies {
    documents: Vec<Known>,
}

struct Known {
    id: DocumentId,
    published: Option<String>,
    fingerprints: Fingerprints,
}

/// Articles with the same text, more or less.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cluster {
    /// The earliest by date of publication; among equals (or without dates) the first in the run.
    pub original: DocumentId,
    /// All of them, the original first, then in run order; at least two.
    pub members: Vec<Member>,
}

/// One article of a cluster.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// The article.
    pub document: DocumentId,
    /// How much of it stands in the original, 0 to 1, by fingerprints.
    pub shared: f32,
}

impl Copies {
    /// Takes an article in. Articles are taken in run order.
    pub fn add(&mut self, article: &Article) {
        let published = article.metadata.published.as_ref().filter(|date| date.understood);
        self.documents.push(Known {
            id: article.id,
            published: published.map(|date| date.value.clone()),
            fingerprints: Fingerprints::of(&article.text),
        });
    }

    /// The clusters, ordered by their first article in the run.
    pub fn clusters(self) -> Vec<Cluster> {
        let mut sets = Union::new(self.documents.len());
        for (a, b) in self.candidates() {
            let (first, second) = (sets.root(a), sets.root(b));
            // Against the sets' first articles too: a chain of form letters would tie strangers together.
            if first != second && self.is_copy(a, b) && self.is_copy(first, second) {
                sets.join(a, b);
            }
        }
        let mut groups: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
        for index in 0..self.documents.len() {
            groups.entry(sets.root(index as u32)).or_default().push(index);
        }
        let mut groups: Vec<Vec<usize>> = groups.into_values().filter(|group| group.len() > 1).collect();
        groups.sort_unstable_by_key(|group| group[0]);
        groups.iter().map(|group| self.cluster(group)).collect()
    }

    /// Pairs that share a fingerprint, most shared first; each article against a few earlier carriers.
    fn candidates(&self) -> Vec<(u32, u32)> {
        let mut carriers: FxHashMap<u64, ([u32; CARRIERS], u8)> = FxHashMap::default();
        let mut pairs = Vec::new();
        let mut votes: FxHashMap<u32, u32> = FxHashMap::default();
        for (index, document) in self.documents.iter().enumerate() {
            votes.clear();
            for hash in document.fingerprints.hashes() {
                let (known, count) = carriers.entry(*hash).or_insert(([0; CARRIERS], 0));
                known[..usize::from(*count)].iter().for_each(|other| *votes.entry(*other).or_default() += 1);
                if usize::from(*count) < CARRIERS {
                    known[usize::from(*count)] = index as u32;
                    *count += 1;
                }
            }
            let enough = votes
                .iter()
                .filter(|(_, votes)| **votes as usize >= SHARED.min(document.fingerprints.hashes().len()));
            let mut found: Vec<(u32, u32)> = enough.map(|(other, _)| (*other, index as u32)).collect();
            found.sort_unstable();
            pairs.append(&mut found);
        }
        pairs
    }

    fn is_copy(&self, a: u32, b: u32) -> bool {
        let (a, b) = (&self.documents[a as usize].fingerprints, &self.documents[b as usize].fingerprints);
        let shorter = a.hashes().len().min(b.hashes().len());
        let shared = a.shared(b);
        shared >= SHARED.min(shorter) && shared as f32 >= COPY * shorter as f32
    }

    fn cluster(&self, group: &[usize]) -> Cluster {
        let dated =
            |index: &&usize| (self.documents[**index].published.as_deref().unwrap_or("9999"), **index);
        let original = group.iter().min_by_key(dated).copied().unwrap_or(group[0]);
        let member = |index: usize| {
            let (this, first) = (&self.documents[index], &self.documents[original]);
            let total = this.fingerprints.hashes().len().max(1) as f32;
            Member { document: this.id, shared: this.fingerprints.shared(&first.fingerprints) as f32 / total }
        };
        let rest = group.iter().filter(|index| **index != original);
        Cluster {
            original: self.documents[original].id,
            members: std::iter::once(member(original)).chain(rest.map(|index| member(*index))).collect(),
        }
    }
}
