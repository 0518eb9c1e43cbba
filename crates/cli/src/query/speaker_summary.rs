//! What a run says of one speaker.

use super::found::{Article, Found};
use sayso_output::{Attribution, Entity, Speaker};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Statements that are shown of a speaker.
const SHOWN: usize = 3;

/// A speaker's statements, counted.
#[derive(Serialize)]
pub(crate) struct SpeakerSummary {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: String,
    /// Titles and roles as written, most frequent first.
    pub(crate) roles: Vec<String>,
    /// The source as written, with statements.
    pub(crate) sources: Counts,
    /// Places where a statement of this speaker stands.
    pub(crate) statements: u64,
    pub(crate) forms: Counts,
    /// Articles that hold them.
    pub(crate) articles: u64,
    /// The same, copies of one article counted once.
    pub(crate) originals: u64,
    /// The first and the last day of them.
    pub(crate) first: Option<String>,
    pub(crate) last: Option<String>,
    /// Whom and what they are about, with statements.
    pub(crate) about: Counts,
    pub(crate) via: Counts,
    pub(crate) outlets: Counts,
    pub(crate) latest: Vec<Found>,
    pub(crate) surest: Vec<Found>,
    #[serde(skip)]
    seen: BTreeSet<String>,
    #[serde(skip)]
    article: String,
}

/// Names with counts; in output the highest first, then by name.
#[derive(Default)]
pub(crate) struct Counts(BTreeMap<String, u64>);

impl Counts {
    fn add(&mut self, name: &str) {
        if name.is_empty() {
            return;
        }
        match self.0.get_mut(name) {
            Some(count) => *count += 1,
            None => drop(self.0.insert(name.to_owned(), 1)),
        }
    }

    pub(crate) fn ranked(&self) -> Vec<(&str, u64)> {
        let mut all: Vec<(&str, u64)> = self.0.iter().map(|(name, count)| (name.as_str(), *count)).collect();
        all.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        all
    }
}

impl Serialize for Counts {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Counted<'a> {
            name: &'a str,
            count: u64,
        }
        to.collect_seq(self.ranked().into_iter().map(|(name, count)| Counted { name, count }))
    }
}

impl SpeakerSummary {
    pub(crate) fn new(speaker: &Speaker, entity: Option<&Entity>) -> Self {
        Self {
            id: speaker.id.clone(),
            name: speaker.name.clone(),
            kind: speaker.kind.clone(),
            roles: entity.map_or_else(Vec::new, |entity| entity.roles.clone()),
            sources: Counts::default(),
            statements: 0,
            forms: Counts::default(),
            articles: 0,
            originals: 0,
            first: None,
            last: None,
            about: Counts::default(),
            via: Counts::default(),
            outlets: Counts::default(),
            latest: Vec::new(),
            surest: Vec::new(),
            seen: BTreeSet::new(),
            article: String::new(),
        }
    }

    /// Counts a statement; `names` says what the ids in it are called.
    pub(crate) fn add(&mut self, article: &Article, index: usize, names: &BTreeMap<String, Entity>) {
        let Some(quote) = article.attributions.get(index) else { return };
        self.statements += 1;
        self.forms.add(&quote.form);
        self.sources.add(quote.source.trim());
        self.outlets.add(article.publisher.as_deref().unwrap_or(""));
        self.via.add(quote.via.as_ref().map_or("", |via| &via.name));
        for id in quote.about.iter().filter(|id| **id != self.id) {
            self.about.add(names.get(id).map_or(id, |entity| &entity.name));
        }
        if self.articles == 0 || self.article != article.document {
            self.articles += 1;
            self.article.clone_from(&article.document);
            self.seen.insert(article.original().to_owned());
            self.originals = self.seen.len() as u64;
            self.day(article.date());
        }
        self.keep(article, index, quote);
    }

    fn day(&mut self, date: &str) {
        if date.is_empty() {
            return;
        }
        if self.first.as_deref().is_none_or(|first| date < first) {
            self.first = Some(date.to_owned());
        }
        if self.last.as_deref().is_none_or(|last| date > last) {
            self.last = Some(date.to_owned());
        }
    }

    fn keep(&mut self, article: &Article, index: usize, quote: &Attribution) {
        let date = article.date();
        let place = self.latest.partition_point(|found| found.date() >= date);
        if place < SHOWN && !date.is_empty() {
            self.latest.insert(place, article.found(index));
            self.latest.truncate(SHOWN);
        }
        let place = self.surest.partition_point(|found| found.attribution.confidence >= quote.confidence);
        if place < SHOWN {
            self.surest.insert(place, article.found(index));
            self.surest.truncate(SHOWN);
        }
    }
}
