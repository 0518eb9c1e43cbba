//! The gazetteer's hits, tied to tokens, with what the rules ask of their candidates.

use crate::context;
use crate::entity_table;
use crate::key::Key;
use crate::tagged_text::TaggedText;
use rustc_hash::FxHashMap;
use sayso_core::{EntityKind, Span};
use sayso_gazetteer::{AliasKind, Candidates, Casing, Entry, EntryIndex, FormIndex, Gazetteer, Hit, Period};
use std::sync::Arc;

/// What the rules ask of an entry, read once.
#[derive(Copy, Clone, Debug)]
pub(crate) struct EntryFacts {
    pub(crate) kind: EntityKind,
    pub(crate) prior: f32,
    /// ISO 3166 code, where there is one.
    pub(crate) country: Option<[u8; 2]>,
    /// It exists only for some time.
    pub(crate) bounded: bool,
    /// It has roles.
    pub(crate) roles: bool,
}

impl EntryFacts {
    const UNKNOWN: Self =
        Self { kind: EntityKind::Other, prior: 0.0, country: None, bounded: false, roles: false };

    fn of(entry: &Entry<'_>) -> Self {
        Self {
            kind: entry.kind(),
            prior: entry.prior(),
            country: entry.country().and_then(|code| code.as_bytes().try_into().ok()),
            bounded: entry.validity() != Period::default(),
            roles: entry.roles().next().is_some(),
        }
    }
}

/// The gazetteer with its entries' kinds at hand.
#[derive(Debug)]
pub(crate) struct IndexedGazetteer {
    pub(crate) gazetteer: Arc<Gazetteer>,
    known: Vec<EntryFacts>,
    /// Those who hold or held an office, by surname.
    holders: FxHashMap<Key, Vec<EntryIndex>>,
}

impl IndexedGazetteer {
    pub(crate) fn new(gazetteer: Arc<Gazetteer>) -> Self {
        let mut known = Vec::with_capacity(gazetteer.len());
        let mut holders: FxHashMap<Key, Vec<EntryIndex>> = FxHashMap::default();
        for (index, entry) in gazetteer.entries() {
            let facts = EntryFacts::of(&entry);
            if facts.roles && facts.kind == EntityKind::Person {
                holders.entry(entity_table::surname_key(entry.name())).or_default().push(index);
            }
            known.push(facts);
        }
        Self { gazetteer, known, holders }
    }

    /// Listed people with offices who have this surname.
    pub(crate) fn by_surname(&self, name: &str) -> &[EntryIndex] {
        self.holders.get(&entity_table::surname_key(name)).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn known(&self, entry: EntryIndex) -> EntryFacts {
        self.known.get(entry.0 as usize).copied().unwrap_or(EntryFacts::UNKNOWN)
    }

    pub(crate) fn candidates(&self, form: FormIndex) -> Candidates<'_> {
        self.gazetteer.form(form)
    }
}

/// A gazetteer hit, tied to the tokens of an article.
#[derive(Copy, Clone, Debug)]
#[allow(clippy::struct_excessive_bools)] // independent facts, asked one by one
pub(crate) struct Listed {
    pub(crate) span: Span,
    /// Token that it begins in.
    pub(crate) first: usize,
    /// One past the token that it ends in.
    pub(crate) end: usize,
    pub(crate) form: FormIndex,
    /// A single common word of English.
    pub(crate) common: bool,
    /// A candidate is a person.
    pub(crate) person: bool,
    /// The best candidate is a country.
    pub(crate) country: bool,
    /// The best candidate is a country or another place.
    pub(crate) place: bool,
    /// The best candidate is a political party.
    pub(crate) party: bool,
    /// Prior of the best candidate.
    pub(crate) prior: f32,
    /// It is a demonym for the best candidate.
    pub(crate) demonym: bool,
    /// It is an acronym for the best candidate.
    pub(crate) acronym: bool,
}

/// "D-N.C.", "R-Ariz.": a member's party and state, whatever else the letters spell.
fn of_party(text: &str) -> bool {
    context::is_party(text) && text.len() > 3
}

const NO_HIT: u32 = u32::MAX;

/// All hits of an article, in text order.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    pub(crate) hits: Vec<Listed>,
    /// For each token that a hit begins in, that hit (the first, where there are several).
    by_token: Vec<u32>,
    /// Room for the gazetteer's own.
    raw: Vec<Hit>,
}

impl Lists {
    /// Reads an article, replacing the previous one.
    pub(crate) fn read(&mut self, names: &IndexedGazetteer, tagged: &TaggedText<'_>) {
        let mut raw = std::mem::take(&mut self.raw);
        raw.clear();
        names.gazetteer.hits(tagged.text, &mut raw);
        self.hits.clear();
        self.by_token.clear();
        self.by_token.resize(tagged.words.len(), NO_HIT);
        let mut token = 0;
        for hit in &raw {
            while tagged.words.get(token).is_some_and(|word| word.span.end <= hit.span.start) {
                token += 1;
            }
            self.add(names, tagged, hit, token);
        }
        self.raw = raw;
    }

    fn add(&mut self, names: &IndexedGazetteer, tagged: &TaggedText<'_>, hit: &Hit, first: usize) {
        let mut end = first;
        while tagged.words.get(end).is_some_and(|word| word.span.start < hit.span.end) {
            end += 1;
        }
        if end == first || hit.casing == Casing::Lower || of_party(hit.span.of(tagged.text)) {
            return;
        }
        let candidates = names.candidates(hit.form);
        let Some(best) = candidates.first() else { return };
        let known = names.known(best.entry);
        let kind = known.kind;
        if self.by_token[first] == NO_HIT {
            self.by_token[first] = self.hits.len() as u32;
        }
        self.hits.push(Listed {
            span: hit.span,
            first,
            end,
            form: hit.form,
            common: hit.common,
            person: candidates
                .iter()
                .any(|candidate| names.known(candidate.entry).kind == EntityKind::Person),
            country: kind == EntityKind::Country,
            place: kind.is_place(),
            party: kind == EntityKind::Party,
            prior: known.prior,
            demonym: best.kind == AliasKind::Demonym,
            acronym: best.kind == AliasKind::Acronym,
        });
    }

    /// The hit that begins in a token.
    pub(crate) fn longest_at(&self, token: usize) -> Option<usize> {
        self.by_token.get(token).filter(|hit| **hit != NO_HIT).map(|hit| *hit as usize)
    }

    /// Hits that begin inside a token behind byte `after`.
    pub(crate) fn inside(&self, token: usize, after: u32) -> impl Iterator<Item = usize> + use<> {
        let first = self.hits.partition_point(|hit| hit.span.start < after);
        let count = self.hits[first..].iter().take_while(|hit| hit.first == token).count();
        first..first + count
    }
}
