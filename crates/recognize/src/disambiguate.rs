//! Which of several listed entities a name means here.

use crate::chunk::Chunk;
use crate::gazetteer_hits::{EntryFacts, IndexedGazetteer, Listed, Lists};
use crate::tagged_text::TaggedText;
use crate::tagger::fits;
use rustc_hash::FxHashSet;
use sayso_core::EntityKind;
use sayso_gazetteer::{AliasKind, Candidate, EntryIndex};

/// The outcome of a choice.
pub(crate) struct Choice {
    pub(crate) entry: EntryIndex,
    pub(crate) alias: AliasKind,
    pub(crate) score: f32,
    /// A party or office of a country that the article does not name: the words fit, the place does not.
    pub(crate) elsewhere: bool,
    pub(crate) runners_up: Vec<(EntryIndex, f32)>,
}

/// Chooses by the kind that the surroundings want, by the countries that the article is about, by date, by prior.
pub(crate) struct Chooser<'p> {
    names: &'p IndexedGazetteer,
    /// Countries named in the article.
    countries: FxHashSet<[u8; 2]>,
    /// The article's day, ISO 8601.
    pub(crate) day: Option<&'p str>,
}

/// Points of the features. The prior counts from 0 to 1.
const TAGGED: f32 = 2.0;
const WANTED: f32 = 0.8;
const SAME_COUNTRY: f32 = 0.25;
const OUT_OF_TIME: f32 = -0.6;
const ROLE: f32 = 0.3;
const LOOSE_ALIAS: f32 = -0.1;

/// Prior of places that everybody knows.
const WELL_KNOWN: f32 = 0.5;

/// Runners-up that are kept: so many, of at least this score.
const MOST_RUNNERS_UP: usize = 4;
const LEAST_SCORE: f32 = 0.01;

impl<'p> Chooser<'p> {
    pub(crate) fn new(names: &'p IndexedGazetteer, tagged: &TaggedText<'p>, lists: &Lists) -> Self {
        let mut countries = FxHashSet::default();
        for hit in lists.hits.iter().filter(|hit| hit.country || hit.place && hit.prior >= WELL_KNOWN) {
            let bearers = names.candidates(hit.form).iter().map(|other| names.known(other.entry));
            let first = bearers.clone().next().and_then(|known| known.country);
            // A town whose name stands in two countries speaks for neither, nor does a country whose name another
            // place shares that is as well known ("Georgia").
            let rival = |known: &EntryFacts| {
                known.country != first && (!hit.country || known.kind.is_place() && known.prior >= WELL_KNOWN)
            };
            if !bearers.skip(1).any(|known| rival(&known)) {
                countries.extend(first);
            }
        }
        let published = tagged.article.metadata.published.as_ref();
        let day = published.filter(|date| date.understood).and_then(|date| date.value.get(..10));
        Self { names, countries, day }
    }

    /// Whether the article names a country, by its code.
    pub(crate) fn names_country(&self, code: [u8; 2]) -> bool {
        self.countries.contains(&code)
    }

    /// The best candidate of a hit.
    pub(crate) fn choose(&self, hit: &Listed, chunk: &Chunk) -> Option<Choice> {
        let candidates = self.names.candidates(hit.form);
        if let (Some(only), 1) = (candidates.first(), candidates.len()) {
            return Some(Choice {
                entry: only.entry,
                alias: only.kind,
                score: 0.95,
                elsewhere: self.elsewhere(only),
                runners_up: Vec::new(),
            });
        }
        let mut scored: Vec<(f32, Candidate)> =
            candidates.iter().map(|candidate| (self.points(candidate, chunk), candidate)).collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0));
        let (best, chosen) = *scored.first()?;
        let total: f32 = scored.iter().map(|(points, _)| weight(points - best)).sum();
        let others = scored[1..].iter().filter(|(_, other)| other.entry != chosen.entry);
        let runners_up = others.map(|(points, other)| (other.entry, weight(points - best) / total));
        let runners_up = runners_up.take_while(|(_, score)| *score >= LEAST_SCORE).take(MOST_RUNNERS_UP);
        Some(Choice {
            entry: chosen.entry,
            alias: chosen.kind,
            score: 1.0 / total,
            elsewhere: self.elsewhere(chosen),
            runners_up: runners_up.collect(),
        })
    }

    /// Generic names of parties and offices ("Reform Party") belong to countries that the article names.
    fn elsewhere(&self, candidate: Candidate) -> bool {
        let known = self.names.known(candidate.entry);
        let generic = matches!(known.kind, EntityKind::Party | EntityKind::Agency) && known.prior < 0.5;
        generic && known.country.is_some_and(|code| !self.countries.contains(&code))
    }

    fn points(&self, candidate: Candidate, chunk: &Chunk) -> f32 {
        let known = self.names.known(candidate.entry);
        let entry = || self.names.gazetteer.entry(candidate.entry);
        let mut points = known.prior;
        if chunk.class.is_some_and(|class| fits(class, known.kind)) {
            points += TAGGED;
        }
        if chunk.wanted.person || chunk.title.is_some() {
            points += if known.kind == EntityKind::Person { WANTED } else { 0.0 };
        } else if chunk.wanted.place && known.kind.is_place() {
            points += WANTED / 2.0;
        }
        if known.country.is_some_and(|code| self.countries.contains(&code)) {
            points += SAME_COUNTRY;
        }
        if known.bounded && self.day.is_some_and(|day| !entry().validity().covers(day)) {
            points += OUT_OF_TIME;
        }
        if chunk.title.is_some()
            && known.roles
            && entry().roles().any(|role| self.day.is_none_or(|day| role.period.covers(day)))
        {
            points += ROLE;
        }
        if !matches!(candidate.kind, AliasKind::Full | AliasKind::Acronym | AliasKind::Demonym) {
            points += LOOSE_ALIAS;
        }
        points
    }
}

fn weight(points: f32) -> f32 {
    (4.0 * points).exp()
}
