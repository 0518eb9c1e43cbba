//! Articles that are copies of one another, known when all are in.

use crate::Error;
use crate::day::Day;
use crate::outputs::write_lines;
use crate::spill::{RecordRef, Spilled};
use rustc_hash::FxHashMap;
use sayso_core::Article;
use sayso_dedup::{Copies, Fingerprints};
use sayso_output::{self as output, Cluster, ClusterMember, ClusterMembership, rounded};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Collects articles in run order.
#[derive(Default)]
pub(crate) struct ClusterBuilder {
    copies: Copies,
    /// Where the cards of the articles wait.
    cards: Vec<RecordRef>,
}

/// What clusters say of an article.
#[derive(Serialize, Deserialize)]
pub struct ArticleCard {
    /// The input's own id.
    pub doc_id: String,
    /// Sayso's id.
    pub document: String,
    /// Headline, fit to show.
    pub title: String,
    /// The outlet, fit to show; empty where unknown.
    pub outlet: String,
    /// As the input said.
    pub published: Option<String>,
    /// The day of it.
    pub day: Day,
    /// The stem of its pages' names.
    pub stem: String,
}

/// The clusters of the whole corpus.
pub struct Clusters {
    all: Vec<ClusterOfCopies>,
    /// For each article that is in one its cluster, and its place there.
    places: FxHashMap<u32, (u32, u32)>,
    /// For each article the first one in the run of its cluster, itself where it is in none.
    pub(crate) originals: Vec<u32>,
}

/// A cluster with what is told of its articles, the original first.
pub struct ClusterOfCopies {
    /// With how much of each stands in the original, 0 to 1.
    pub members: Vec<(ArticleCard, f32)>,
}

impl ArticleCard {
    /// Of an article, with what is shown of it.
    pub fn new(article: &Article, title: &str, outlet: &str, day: Day, stem: &str) -> Self {
        Self {
            doc_id: article.source_id.clone(),
            document: article.id.to_string(),
            title: title.to_owned(),
            outlet: outlet.to_owned(),
            published: article.metadata.published.as_ref().map(|date| date.value.clone()),
            day,
            stem: stem.to_owned(),
        }
    }

    fn member(&self, shared: f32) -> ClusterMember<&str> {
        ClusterMember {
            doc_id: &self.doc_id,
            document: &self.document,
            title: &self.title,
            publisher: &self.outlet,
            published: self.published.as_deref(),
            shared: rounded(shared),
        }
    }
}

impl ClusterBuilder {
    /// Takes an article in.
    pub(crate) fn add(&mut self, article: &Article, fingerprints: &Fingerprints, card: RecordRef) {
        let published = article.metadata.published.as_ref().filter(|date| date.understood);
        self.copies.add(published.map(|date| date.value.as_str()), fingerprints);
        self.cards.push(card);
    }

    /// Where the card of an article waits.
    pub(crate) fn card(&self, article: u32) -> RecordRef {
        self.cards[article as usize]
    }

    /// Orders articles by time of publication, then as in the run; those without a date come last.
    pub(crate) fn order(&self, article: u32) -> (i64, u32) {
        (self.copies.published(article), article)
    }

    /// The clusters, when all articles are in.
    pub(crate) fn finish(&self, spilled: &Spilled) -> Result<Clusters, Error> {
        let clusters = self.copies.clusters();
        let mut originals: Vec<u32> = (0..self.cards.len() as u32).collect();
        for cluster in &clusters {
            let first = cluster.members.iter().map(|member| member.article).min().unwrap_or(0);
            cluster.members.iter().for_each(|member| originals[member.article as usize] = first);
        }
        let mut places = FxHashMap::default();
        for (number, cluster) in (0..).zip(&clusters) {
            places.extend((0..).zip(&cluster.members).map(|(nth, member)| (member.article, (number, nth))));
        }
        let told = |cluster: &sayso_dedup::Cluster| {
            let card = |article: u32| spilled.all([self.cards[article as usize]])?.get(0);
            let members = cluster.members.iter().map(|member| Ok((card(member.article)?, member.shared)));
            Ok(ClusterOfCopies { members: members.collect::<Result<_, Error>>()? })
        };
        let clusters = clusters.iter().map(told).collect::<Result<Vec<_>, Error>>()?;
        Ok(Clusters { all: clusters, places, originals })
    }
}

impl Clusters {
    /// The articles of each cluster.
    pub(crate) fn articles(&self) -> Vec<Vec<u32>> {
        let mut all: Vec<(u32, u32)> =
            self.places.iter().map(|(article, place)| (place.0, *article)).collect();
        all.sort_unstable();
        all.chunk_by(|a, b| a.0 == b.0).map(|same| same.iter().map(|member| member.1).collect()).collect()
    }

    /// The cluster of an article, if it is in one, and its place there.
    pub fn of_article(&self, article: u32) -> Option<(&ClusterOfCopies, usize)> {
        let (cluster, nth) = *self.places.get(&article)?;
        Some((&self.all[cluster as usize], nth as usize))
    }

    /// Writes `clusters.jsonl`.
    pub(crate) fn write(&self, out: &Path) -> Result<(), Error> {
        write_lines(out, &output::CLUSTERS, self.all.iter().map(ClusterOfCopies::line))
    }

    /// The cluster of an article, if it is in one.
    pub(crate) fn membership(&self, article: u32) -> Option<ClusterMembership<&str>> {
        let (cluster, nth) = self.of_article(article)?;
        let original = cluster.original();
        Some(ClusterMembership {
            id: &original.document,
            original_doc_id: &original.doc_id,
            shared: rounded(cluster.members[nth].1),
        })
    }
}

impl ClusterOfCopies {
    /// The article that the others are copies of.
    pub fn original(&self) -> &ArticleCard {
        &self.members[0].0
    }

    fn line(&self) -> Cluster<&str> {
        Cluster {
            schema: output::CLUSTERS.current,
            id: &self.original().document,
            original_doc_id: &self.original().doc_id,
            articles: self.members.iter().map(|(card, shared)| card.member(*shared)).collect(),
        }
    }
}
