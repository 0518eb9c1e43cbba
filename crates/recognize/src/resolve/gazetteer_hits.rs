//! IndexedGazetteer that the lists hold.

use super::{Decision, Resolver, SMALL_COMPANY, SMALL_PLACE};
use crate::chunk::Chunk;
use crate::lexicon::bit;
use crate::shape::Shape;
use sayso_core::MentionForm;
use sayso_gazetteer::AliasKind;
use sayso_model::NameClass;

/// Towns that are less known than this do not outweigh the word that they are: "University", "Federal".
const KNOWN_PLACE: f32 = 0.5;

impl Resolver<'_, '_> {
    pub(super) fn listed(&mut self, chunk: &Chunk, hit: usize) -> Option<Decision> {
        let found = &self.lists.hits[hit];
        let title_case = self.tagged.words[chunk.first].shape == Shape::Title;
        let doubtful = chunk.case_uninformative
            || self.tagged.written_small(chunk.first)
            || !found.place && found.prior < SMALL_COMPANY;
        let single = chunk.end == chunk.first + 1;
        let common = found.common || single && self.tagged.words[chunk.first].common();
        let common = common && chunk.class.is_none();
        if common && title_case && doubtful && !chunk.wanted.place {
            return None;
        }
        // "TRIAL" for emphasis is no company of that name.
        if common
            && single
            && !found.place
            && self.tagged.words[chunk.first].shape == Shape::Upper
            && !found.acronym
            && found.prior < SMALL_COMPANY
        {
            return None;
        }
        if chunk.class.is_none()
            && found.place
            && found.prior < KNOWN_PLACE
            && self.mere_word(chunk)
            && !self.in_region(chunk)
        {
            return self.generic(chunk);
        }
        let choice = self.chooser.choose(found, chunk)?;
        if choice.elsewhere && found.acronym {
            return self.open(chunk);
        }
        if choice.elsewhere {
            return self.named(chunk, self.names.known(choice.entry).kind, 0.6);
        }
        if choice.alias == AliasKind::Short
            && let Some(person) = self.lone_surname(chunk, choice.entry)
        {
            return Some(person);
        }
        let entity = self.entity_table.listed(self.names, choice.entry);
        let adjective =
            chunk.end == chunk.first + 1 && self.tagged.words[chunk.first].is(bit::OTHER) && found.party;
        let form = match choice.alias {
            _ if adjective => MentionForm::Demonym,
            AliasKind::Full | AliasKind::Former => MentionForm::Full,
            AliasKind::Short | AliasKind::Nickname => MentionForm::Short,
            AliasKind::Acronym => MentionForm::Acronym,
            AliasKind::Demonym => MentionForm::Demonym,
        };
        Some(Decision { entity, form, score: choice.score, runners_up: choice.runners_up })
    }

    /// A listed single word that is the surname of somebody in this article: "Jordan", "Washington".
    pub(super) fn surname_instead(&self, chunk: &Chunk, hit: usize) -> bool {
        let hit = &self.lists.hits[hit];
        if chunk.end > chunk.first + 1 || hit.acronym || hit.demonym {
            return false;
        }
        if let Some(class) = chunk.class {
            let known = || self.entity_table.by_surname(self.text(chunk)).is_some();
            return class == NameClass::Person && (!hit.person || known());
        }
        let same = self.entity_table.by_surname(self.text(chunk)).is_some();
        let word = &self.tagged.words[chunk.first];
        // A small place that is first of all a name of people.
        let bound = if hit.place { SMALL_PLACE } else { SMALL_COMPANY };
        let small =
            !hit.person && hit.prior < bound && word.is(bit::SURNAME | bit::GIVEN) && !self.in_region(chunk);
        (same || small) && !chunk.wanted.place && (!hit.country || chunk.wanted.person)
    }

    /// "Clinton, Iowa".
    pub(super) fn in_region(&self, chunk: &Chunk) -> bool {
        let comma =
            self.tagged.words.get(chunk.end).is_some_and(|word| word.span.of(self.tagged.text) == ",");
        comma && self.lists.longest_at(chunk.end + 1).is_some_and(|hit| self.lists.hits[hit].place)
    }
}
