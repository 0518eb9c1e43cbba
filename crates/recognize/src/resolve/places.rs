//! Places told by their company: postal codes of states, people named after their place, lists of places.

use super::{Decision, Resolver};
use crate::chunk::{Chunk, Hypothesis};
use crate::lexicon::{bit, lexicon};
use crate::shape::Shape;
use crate::words;
use sayso_core::{EntityKind, MentionForm};
use sayso_gazetteer::EntryIndex;
use sayso_lexicon::{Language, Table};

/// Prior that a place needs for its dwellers to be told by their ending alone.
const KNOWN_PLACE: f32 = 0.5;

/// Fewest names of a list that make it one of places.
const SHORTEST_LIST: usize = 3;

impl Resolver<'_, '_> {
    /// "(D-SD)", "Fargo, ND": the state of a postal code.
    pub(super) fn postal(&mut self, chunk: &Chunk) -> Option<Decision> {
        let written = self.text(chunk);
        let state = lexicon().state(written).filter(|_| self.postal_place(chunk))?;
        let entry = self.place_named(state)?;
        let entity = self.entity_table.listed(self.names, entry);
        Decision::new(entity, MentionForm::Acronym, 0.9)
    }

    /// Behind the letter of a party or behind a town and a comma.
    fn postal_place(&self, chunk: &Chunk) -> bool {
        let before = self.tagged.text[..chunk.span.start as usize].trim_end_matches(' ');
        let party = words::PARTY_LETTERS.iter().any(|party| {
            before.strip_suffix(party).is_some_and(|rest| rest.ends_with(|c: char| !c.is_alphanumeric()))
        });
        let town = before.ends_with(',') && chunk.first >= 2 && self.tagged.words[chunk.first - 2].capital();
        party || town && !chunk.case_uninformative
    }

    /// The best known place of a name.
    fn place_named(&self, name: &str) -> Option<EntryIndex> {
        let places = self.names.gazetteer.lookup(name).filter_map(|candidate| {
            let known = self.names.known(candidate.entry);
            (known.kind.is_place() && known.prior >= KNOWN_PLACE).then_some((known.prior, candidate.entry))
        });
        places.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.0.cmp(&a.1.0))).map(|(_, entry)| entry)
    }

    /// "Alaskans", "Utahns", "Vermonters": those who live in a known place.
    pub(super) fn dwellers(&mut self, chunk: &Chunk) -> Option<Decision> {
        let word = &self.tagged.words[chunk.first];
        let written = self.text(chunk);
        if chunk.end != chunk.first + 1 || word.shape != Shape::Title || written.len() < 6 {
            return None;
        }
        let entry = Language::English
            .columns(Table::DwellerEndings)
            .filter_map(|[ending]| written.strip_suffix(ending))
            // "Melbournians" have lost an "e".
            .find_map(|stem| self.place_named(stem).or_else(|| self.place_named(&format!("{stem}e"))))?;
        let entity = self.entity_table.listed(self.names, entry);
        Decision::new(entity, MentionForm::Demonym, 0.7)
    }

    /// "Fargo, Wahpeton, Bowman and Minot": what stands in a list of places is one.
    pub(super) fn lists_of_places(&mut self) {
        let mut first = 0;
        while first < self.chunks.len() {
            let mut end = first + 1;
            while end < self.chunks.len() && self.listed_together(end - 1, end) {
                end += 1;
            }
            if end >= first + SHORTEST_LIST || end == first + 2 && self.counties(end - 1) {
                self.places_among(first, end);
            }
            first = end;
        }
    }

    /// Whether nothing but commas and "and" stands between two chunks.
    fn listed_together(&self, one: usize, two: usize) -> bool {
        let (one, two) = (&self.chunks[one], &self.chunks[two]);
        let between = one.end..two.first;
        (1..=2).contains(&between.len())
            && between
                .into_iter()
                .map(|at| self.tagged.of(at))
                .all(|text| matches!(text, "," | ";" | "&" | "*" | "/") || words::LIST_JOINS.contains(text))
    }

    /// "… and Jones counties".
    fn counties(&self, last: usize) -> bool {
        let end = self.chunks[last].end;
        end < self.tagged.words.len() && words::COUNTIES.contains(self.tagged.of(end))
    }

    fn places_among(&mut self, first: usize, end: usize) {
        let kind_of = |decision: &Decision| {
            let plain = decision.form != MentionForm::Demonym;
            plain.then(|| self.entity_table.entities[decision.entity].kind)
        };
        let kinds: Vec<Option<EntityKind>> =
            self.decided[first..end].iter().map(|decision| decision.as_ref().and_then(kind_of)).collect();
        let places = kinds.iter().flatten().filter(|kind| kind.is_place()).count();
        let others = kinds.iter().flatten().filter(|kind| !kind.is_place()).count();
        let counties = self.counties(end - 1);
        if others > 0 || !counties && places * 2 < end - first {
            return;
        }
        for at in first..end {
            let chunk = self.chunks[at];
            if self.decided[at].is_none() && self.may_be_place(&chunk) {
                self.decided[at] = match chunk.hypothesis {
                    Hypothesis::Listed(hit) if self.lists.hits[hit].place => self.listed(&chunk, hit),
                    _ => self.named(&chunk, EntityKind::Place, 0.6),
                };
            }
        }
    }

    fn may_be_place(&self, chunk: &Chunk) -> bool {
        let word = &self.tagged.words[chunk.first];
        // "in Novi, Michigan, Trump said".
        let person = chunk.wanted.person || self.entity_table.by_surname(self.text(chunk)).is_some();
        !person
            && chunk.title.is_none()
            && matches!(chunk.hypothesis, Hypothesis::Open | Hypothesis::Listed(_) | Hypothesis::PersonPart)
            && matches!(word.shape, Shape::Title | Shape::Mixed)
            && !word.is(bit::NO_NAME)
    }
}
