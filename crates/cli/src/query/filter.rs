//! Which statements are asked for.

use super::found::Article;
use super::names::{Phrases, Wanted, words};
use crate::arguments::Attributions;
use sayso_output::{Attribution, Run};
use std::collections::{BTreeMap, BTreeSet};

/// Everything that was asked for; what was not given holds for all.
pub(crate) struct Filter {
    phrases: Phrases,
    speakers: Vec<Wanted>,
    /// Ids of the entities that statements must be about, one set for each `--about`.
    about: Vec<BTreeSet<String>>,
    outlets: Vec<Vec<String>>,
    since: Option<String>,
    until: Option<String>,
    forms: Vec<&'static str>,
    kinds: Vec<&'static str>,
    polarities: Vec<&'static str>,
    least: f64,
    /// Who was found under each name of a speaker, with statements.
    pub(crate) who: Vec<BTreeMap<(String, String), u64>>,
}

impl Filter {
    pub(crate) fn new(
        run: &Run,
        phrases: &[String],
        asked: &Attributions,
    ) -> Result<Self, sayso_output::Error> {
        let about: Vec<Wanted> = asked.about.iter().map(|typed| Wanted::new(typed)).collect();
        Ok(Self {
            phrases: Phrases::new(phrases),
            speakers: asked.speaker.iter().map(|speaker| Wanted::new(speaker)).collect(),
            about: entities(run, &about)?,
            outlets: asked.outlet.iter().map(|typed| words(typed)).collect(),
            since: asked.since.clone(),
            until: asked.until.clone(),
            forms: asked.form.iter().map(|form| form.name()).collect(),
            kinds: asked.kind.iter().map(|kind| kind.name()).collect(),
            polarities: asked.polarity.iter().map(|polarity| polarity.name()).collect(),
            least: f64::from(asked.min_confidence.min_confidence),
            who: vec![BTreeMap::new(); asked.speaker.len()],
        })
    }

    /// Whether any statement of an article can be asked for.
    pub(crate) fn article(&self, article: &Article) -> bool {
        let date = article.date();
        let outlet = words(article.publisher.as_deref().unwrap_or(""));
        let after = |since: &String| date.len() >= since.len() && date >= since.as_str();
        // A month lasts until its last day.
        let before =
            |until: &String| !date.is_empty() && date.get(..until.len()).unwrap_or(date) <= until.as_str();
        self.since.as_ref().is_none_or(after)
            && self.until.as_ref().is_none_or(before)
            && one_of(&self.outlets, |wanted| {
                !wanted.is_empty() && wanted.iter().all(|word| outlet.contains(word))
            })
    }

    /// Whether a statement is asked for; several values of one option are alternatives.
    pub(crate) fn statement(&mut self, quote: &Attribution) -> bool {
        let asked = one_of(&self.forms, |form| **form == quote.form)
            && one_of(&self.kinds, |kind| quote.speakers.iter().any(|who| who.kind == **kind))
            && one_of(&self.polarities, |polarity| {
                *polarity == quote.polarity || quote.polarity.is_empty() && *polarity == "asserted"
            })
            && quote.confidence >= self.least
            && one_of(&self.about, |ids| quote.about.iter().any(|id| ids.contains(id)))
            && self.phrases.stand_in(&quote.content);
        asked && self.speaker(quote)
    }

    fn speaker(&mut self, quote: &Attribution) -> bool {
        let mut found = self.speakers.is_empty();
        for (wanted, who) in self.speakers.iter().zip(&mut self.who) {
            for speaker in &quote.speakers {
                if wanted.judge(&speaker.id, &speaker.name).is_some() {
                    *who.entry((speaker.name.clone(), speaker.id.clone())).or_default() += 1;
                    found = true;
                }
            }
        }
        found
    }
}

fn one_of<T>(wanted: &[T], is: impl Fn(&T) -> bool) -> bool {
    wanted.is_empty() || wanted.iter().any(is)
}

/// Ids of the entities of each name.
fn entities(run: &Run, wanted: &[Wanted]) -> Result<Vec<BTreeSet<String>>, sayso_output::Error> {
    let mut found = vec![BTreeSet::new(); wanted.len()];
    if wanted.is_empty() {
        return Ok(found);
    }
    for entity in run.entities()? {
        let entity = entity?;
        for (wanted, ids) in wanted.iter().zip(&mut found) {
            if wanted.judge(&entity.id, &entity.name).is_some() {
                ids.insert(entity.id.clone());
            }
        }
    }
    Ok(found)
}
