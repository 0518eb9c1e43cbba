//! Articles that are copies of one another, known when all are in.

use crate::Error;
use crate::date::Day;
use crate::folder::write_lines;
use crate::spill::{Place, Spilled};
use crate::statement::percent;
use crate::text::{number, plural, push_html};
use rustc_hash::FxHashMap;
use sayso_core::Article;
use sayso_dedup::{Copies, Fingerprints};
use sayso_output::{self as output, Cluster, ClusterMember, ClusterMembership, rounded};
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;
use std::path::Path;

/// Copies listed on the page of an original; `clusters.jsonl` has all.
const LISTED: usize = 20;

/// Collects articles in run order.
#[derive(Default)]
pub(crate) struct Clusters {
    copies: Copies,
    /// Where the cards of the articles wait.
    cards: Vec<Place>,
}

/// What clusters say of an article.
#[derive(Serialize, Deserialize)]
pub(crate) struct Card {
    pub doc_id: String,
    pub document: String,
    pub title: String,
    pub outlet: String,
    pub published: Option<String>,
    pub day: Day,
    /// The stem of its pages' names.
    pub stem: String,
}

/// The clusters of the whole corpus.
pub(crate) struct Found {
    clusters: Vec<Told>,
    /// For each article that is in one its cluster, and its place there.
    places: FxHashMap<u32, (u32, u32)>,
    /// For each article the first one in the run of its cluster, itself where it is in none.
    pub originals: Vec<u32>,
}

/// A cluster with what is told of its articles, the original first.
struct Told {
    members: Vec<(Card, f32)>,
}

impl Card {
    pub(crate) fn of(article: &Article, title: &str, outlet: &str, day: Day, stem: &str) -> Self {
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

    /// A link to the article, with outlet and date.
    fn link(&self, out: &mut String) {
        let _ = write!(out, "<a href=\"{}.html\"><bdi>", self.stem);
        push_html(out, &self.title);
        out.push_str("</bdi></a>");
        if !self.outlet.is_empty() {
            out.push_str(", <bdi>");
            push_html(out, &self.outlet);
            out.push_str("</bdi>");
        }
        if self.day.known() {
            let _ = write!(out, ", <time datetime=\"{}\">{}</time>", self.day.iso(), self.day.long());
        }
    }
}

impl Clusters {
    /// Takes an article in.
    pub(crate) fn article(&mut self, article: &Article, fingerprints: &Fingerprints, card: Place) {
        let published = article.metadata.published.as_ref().filter(|date| date.understood);
        self.copies.add(published.map(|date| date.value.as_str()), fingerprints);
        self.cards.push(card);
    }

    /// Where the card of an article waits.
    pub(crate) fn place(&self, article: u32) -> Place {
        self.cards[article as usize]
    }

    /// Orders articles by time of publication, then as in the run; those without a date come last.
    pub(crate) fn order(&self, article: u32) -> (i64, u32) {
        (self.copies.published(article), article)
    }

    /// The clusters, when all articles are in.
    pub(crate) fn finish(&self, spilled: &Spilled) -> Result<Found, Error> {
        let clusters = self.copies.clusters();
        let mut originals: Vec<u32> = (0..self.cards.len() as u32).collect();
        for cluster in &clusters {
            let first = cluster.members.iter().map(|it| it.article).min().unwrap_or(0);
            cluster.members.iter().for_each(|it| originals[it.article as usize] = first);
        }
        let mut places = FxHashMap::default();
        for (number, cluster) in (0..).zip(&clusters) {
            places.extend((0..).zip(&cluster.members).map(|(nth, member)| (member.article, (number, nth))));
        }
        let told = |cluster: &sayso_dedup::Cluster| {
            let card = |article: u32| spilled.all([self.cards[article as usize]])?.get(0);
            let members = cluster.members.iter().map(|member| Ok((card(member.article)?, member.shared)));
            Ok(Told { members: members.collect::<Result<_, Error>>()? })
        };
        let clusters = clusters.iter().map(told).collect::<Result<Vec<_>, Error>>()?;
        Ok(Found { clusters, places, originals })
    }
}

impl Found {
    /// The articles of each cluster.
    pub(crate) fn articles(&self) -> Vec<Vec<u32>> {
        let mut all: Vec<(u32, u32)> =
            self.places.iter().map(|(article, place)| (place.0, *article)).collect();
        all.sort_unstable();
        all.chunk_by(|a, b| a.0 == b.0).map(|same| same.iter().map(|it| it.1).collect()).collect()
    }

    /// What an article's page says of the articles that are copies of it, or of the one that it is a copy of.
    pub(crate) fn note(&self, article: u32) -> Option<String> {
        let (cluster, nth) = *self.places.get(&article)?;
        let cluster = &self.clusters[cluster as usize];
        Some(if nth == 0 { cluster.of_original() } else { cluster.of_copy(nth as usize) })
    }

    /// Writes `clusters.jsonl`.
    pub(crate) fn write(&self, out: &Path) -> Result<(), Error> {
        write_lines(out, &output::CLUSTERS, self.clusters.iter().map(Told::line))
    }

    /// The cluster of an article, if it is in one.
    pub(crate) fn membership(&self, article: u32) -> Option<ClusterMembership<&str>> {
        let (cluster, nth) = *self.places.get(&article)?;
        let cluster = &self.clusters[cluster as usize];
        let original = cluster.original();
        Some(ClusterMembership {
            id: &original.document,
            original_doc_id: &original.doc_id,
            shared: rounded(cluster.members[nth as usize].1),
        })
    }
}

impl Told {
    fn original(&self) -> &Card {
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

    /// What the page of a copy says.
    fn of_copy(&self, nth: usize) -> String {
        let mut out = String::from("<p class=\"copies\">A copy: ");
        let _ = write!(out, "{} of this article stands in ", share(self.members[nth].1));
        self.original().link(&mut out);
        match self.members.len() - 2 {
            0 => out.push_str(".</p>"),
            others => {
                let _ = write!(out, ", which has {}.</p>", plural(others as u64, "more copy", "more copies"));
            }
        }
        out
    }

    /// What the page of the original says.
    fn of_original(&self) -> String {
        let copies = &self.members[1..];
        let mut out = String::from("<details class=\"copies\"><summary>");
        let _ =
            write!(out, "{} of this article</summary><ul>", plural(copies.len() as u64, "copy", "copies"));
        for (card, shared) in copies.iter().take(LISTED) {
            out.push_str("<li>");
            card.link(&mut out);
            let _ = write!(out, ": {} of it is from here</li>", share(*shared));
        }
        if copies.len() > LISTED {
            let _ = write!(
                out,
                "<li>and {} more, in clusters.jsonl</li>",
                number((copies.len() - LISTED) as u64)
            );
        }
        out.push_str("</ul></details>");
        out
    }
}

fn share(shared: f32) -> String {
    format!("{}%", percent(shared))
}
