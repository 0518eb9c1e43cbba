use crate::Fingerprints;
use crate::fingerprint::{KEPT, share_of_smallest, shared};
use crate::instant::instant;
use crate::sample::Sample;
use crate::union::Union;
use std::convert::Infallible;

/// Two articles are copies where at least this share of the shorter one stands in the longer.
const COPY: f32 = 0.5;
/// … and at least this many fingerprints are shared: a byline and a disclaimer make no copy.
const SHARED: usize = 4;

/// Above this share no beginning is asked for.
const ALIKE: f32 = 0.9;
/// Share of the beginning of one copy that stands in the other.
const LEAD_SHARED: f32 = 0.25;
/// Numbers from which on figures are compared.
const NUMBERS: usize = 3;
/// Share of the figures of two copies that both have.
const NUMBERS_SHARED: f32 = 0.5;

/// Collects articles and tells which are copies of which. Memory: 4 bytes a fingerprint up to 1 GB, from where on
/// shares are estimated by a part of them, and at most 152 bytes an article.
#[derive(Default)]
pub struct Copies {
    /// Minutes since 1970; the far future where nobody knows.
    published: Vec<i64>,
    sample: Sample,
    /// Of each article the hashes of its beginning, and of its numbers.
    leads: Kept,
    numbers: Kept,
}

/// Up to [`KEPT`] ascending hashes of each article.
#[derive(Default)]
struct Kept {
    hashes: Vec<u32>,
    ends: Vec<u32>,
}

impl Kept {
    fn push(&mut self, hashes: &[u32]) {
        self.hashes.extend_from_slice(&hashes[..hashes.len().min(KEPT)]);
        self.ends.push(self.hashes.len() as u32);
    }

    fn get(&self, article: u32) -> &[u32] {
        let start = (article as usize).checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.hashes[start as usize..self.ends[article as usize] as usize]
    }
}

/// Articles with the same text, more or less.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// All of them, at least two: the original first, then in run order. The original is the earliest by time of
    /// publication; among equals, or without dates, the first in the run.
    pub members: Vec<Member>,
}

/// One article of a cluster.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Member {
    /// Number of the article, from 0 in the order in which they came.
    pub article: u32,
    /// How much of it stands in the original, 0 to 1, by fingerprints.
    pub shared: f32,
}

impl Cluster {
    /// The article that the others are copies of.
    pub fn original(&self) -> u32 {
        self.members.first().map_or(0, |member| member.article)
    }
}

impl Copies {
    /// Takes an article in; `published` is its date as ISO 8601, where that is known. Articles are taken in run order.
    pub fn add(&mut self, published: Option<&str>, fingerprints: &Fingerprints) {
        self.published.push(published.and_then(instant).unwrap_or(i64::MAX));
        self.sample.push(fingerprints.hashes());
        self.leads.push(fingerprints.lead());
        self.numbers.push(fingerprints.numbers());
    }

    /// When an article was published, in minutes since 1970: for ordering. The far future where nobody knows.
    pub fn published(&self, article: u32) -> i64 {
        self.published[article as usize]
    }

    /// The clusters, ordered by their first article in the run.
    pub fn clusters(&self) -> Vec<Cluster> {
        let articles = self.sample.len();
        let mut sets = Union::new(articles);
        let worth = |a, b, votes| votes >= self.least(a, b);
        let Ok(()) = self.sample.candidates(worth, |a, b| {
            let (first, second) = (sets.root(a), sets.root(b));
            // Against the sets' first articles too: a chain of form letters would tie strangers together.
            if first != second && self.is_copy(a, b) && self.is_copy(first, second) {
                sets.join(a, b);
            }
            Ok::<_, Infallible>(())
        });
        let mut members: Vec<(u32, u32)> =
            (0..articles as u32).map(|article| (sets.root(article), article)).collect();
        members.sort_unstable();
        let groups = members.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1);
        groups.map(|group| self.cluster(group)).collect()
    }

    /// How many hashes two copies share at least.
    fn least(&self, a: u32, b: u32) -> u32 {
        let shorter = self.sample.hashes_of(a).len().min(self.sample.hashes_of(b).len());
        self.sample.share(SHARED).min(shorter) as u32
    }

    fn is_copy(&self, a: u32, b: u32) -> bool {
        let shorter = self.sample.hashes_of(a).len().min(self.sample.hashes_of(b).len());
        let least = self.sample.share(SHARED);
        if shorter < least {
            // A line or two: only the same line is a copy of it.
            return shorter > 0 && self.sample.hashes_of(a) == self.sample.hashes_of(b);
        }
        let shared = self.sample.shared(a, b);
        shared >= least
            && shared as f32 >= COPY * shorter as f32
            && (shared as f32 >= ALIKE * shorter as f32 || self.shares_lead(a, b))
            && self.shares_numbers(a, b)
    }

    /// Whether the beginning of one stands in the other: what shares only a footer begins otherwise.
    fn shares_lead(&self, a: u32, b: u32) -> bool {
        let within = |lead: &[u32], article: u32| {
            let known = self.sample.hashes_of(article);
            let bound = self.sample.bound();
            let lead = &lead[..lead.partition_point(|hash| *hash <= bound)];
            lead.is_empty() || shared(lead, known) as f32 >= LEAD_SHARED * lead.len() as f32
        };
        within(self.leads.get(a), b) || within(self.leads.get(b), a)
    }

    /// Whether two articles have their figures in common: stories made from one template have not.
    fn shares_numbers(&self, a: u32, b: u32) -> bool {
        let share = share_of_smallest(self.numbers.get(a), self.numbers.get(b), NUMBERS);
        share.is_none_or(|share| share >= NUMBERS_SHARED)
    }

    /// `group` has the set's root and its articles, ascending.
    fn cluster(&self, group: &[(u32, u32)]) -> Cluster {
        let articles = group.iter().map(|(_, article)| *article);
        let dated = |article: &u32| (self.published[*article as usize], *article);
        let original = articles.clone().min_by_key(dated).unwrap_or(0);
        let member = |article: u32| {
            let total = self.sample.hashes_of(article).len().max(1) as f32;
            Member { article, shared: self.sample.shared(article, original) as f32 / total }
        };
        let rest = articles.filter(|article| *article != original).map(member);
        Cluster { members: std::iter::once(member(original)).chain(rest).collect() }
    }
}
