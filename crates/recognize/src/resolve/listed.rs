//! Names that the lists hold.

use super::{Decision, Resolver, SMALL_COMPANY, SMALL_PLACE};
use crate::lexicon::bit;
use crate::piece::Piece;
use crate::shape::Shape;
use sayso_core::MentionForm;
use sayso_gazetteer::AliasKind;

/// Towns that are less known than this do not outweigh the word that they are: "University", "Federal".
const KNOWN_PLACE: f32 = 0.5;

impl Resolver<'_, '_> {
    pub(super) fn listed(&mut self, piece: &Piece, hit: usize) -> Option<Decision> {
        let found = &self.lists.hits[hit];
        let title_case = self.page.words[piece.first].shape == Shape::Title;
        let doubtful =
            piece.weak || self.page.written_small(piece.first) || !found.place && found.prior < SMALL_COMPANY;
        let single = piece.end == piece.first + 1;
        let common = found.common || single && self.page.words[piece.first].common();
        if common && title_case && doubtful && !piece.wanted.place {
            return None;
        }
        // "TRIAL" for emphasis is no company of that name.
        if common
            && single
            && !found.place
            && self.page.words[piece.first].shape == Shape::Upper
            && !found.acronym
            && found.prior < SMALL_COMPANY
        {
            return None;
        }
        if found.place && found.prior < KNOWN_PLACE && self.mere_word(piece) && !self.in_region(piece) {
            return self.generic(piece);
        }
        let choice = self.chooser.choose(found, piece)?;
        if choice.elsewhere && found.acronym {
            return self.open(piece);
        }
        if choice.elsewhere {
            return self.named(piece, self.names.known(choice.entry).kind, 0.6);
        }
        let entity = self.cast.listed(self.names, choice.entry);
        let adjective =
            piece.end == piece.first + 1 && self.page.words[piece.first].is(bit::OTHER) && found.party;
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
    pub(super) fn surname_instead(&self, piece: &Piece, hit: usize) -> bool {
        let hit = &self.lists.hits[hit];
        if piece.end > piece.first + 1 || hit.acronym || hit.demonym {
            return false;
        }
        let same = self.cast.by_surname(self.text(piece)).is_some();
        let word = &self.page.words[piece.first];
        // A small place that is first of all a name of people.
        let bound = if hit.place { SMALL_PLACE } else { SMALL_COMPANY };
        let small =
            !hit.person && hit.prior < bound && word.is(bit::SURNAME | bit::GIVEN) && !self.in_region(piece);
        (same || small) && !piece.wanted.place && (!hit.country || piece.wanted.person)
    }

    /// "Clinton, Iowa".
    pub(super) fn in_region(&self, piece: &Piece) -> bool {
        let comma = self.page.words.get(piece.end).is_some_and(|word| word.span.of(self.page.text) == ",");
        comma && self.lists.longest_at(piece.end + 1).is_some_and(|hit| self.lists.hits[hit].place)
    }
}
