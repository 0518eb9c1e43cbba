//! From decisions to the layer.

use super::{Decision, Resolver};
use crate::cast::{Blank as _, single_spaced};
use crate::context;
use crate::piece::Piece;
use crate::pronouns;
use sayso_core::{Entity, EntityKind, Mention, Mentions, RunnerUp, Span, Tokens};
use sayso_gazetteer::EntryIndex;

/// Offices that are taken from the lists for one person.
const MOST_OFFICES: usize = 2;

impl Resolver<'_, '_> {
    pub(super) fn finish(mut self, tokens: &Tokens) -> Mentions {
        let mut kept: Vec<(Piece, Decision)> = Vec::new();
        for (piece, decision) in self.pieces.iter().zip(self.decided.iter_mut()) {
            let Some(decision) = decision.take() else { continue };
            let span = piece.span;
            if !span.is_empty() && kept.last().is_none_or(|(last, _)| last.span.end <= span.start) {
                kept.push((*piece, decision));
            }
        }
        self.note_roles(&mut kept);
        self.note_offices();
        self.identify(&kept);
        pronouns::genders(
            self.page,
            kept.iter().map(|(piece, decision)| (piece.end, decision.entity)),
            self.cast,
        );
        let mut order = vec![None; self.cast.entities.len()];
        let mut entities = Vec::new();
        let mut mentions = Vec::with_capacity(kept.len());
        for (piece, decision) in kept {
            let entity = *order[decision.entity].get_or_insert_with(|| {
                entities.push(std::mem::replace(&mut self.cast.entities[decision.entity], Entity::blank()));
                entities.len() as u32 - 1
            });
            written_small(&mut entities[entity as usize], piece.span.of(self.page.text));
            mentions.push(Mention {
                span: piece.span,
                entity,
                form: decision.form,
                title: piece.title,
                score: decision.score,
                runners_up: decision
                    .runners_up
                    .iter()
                    .map(|(entry, score)| self.runner_up(*entry, *score))
                    .collect(),
            });
        }
        Mentions { document: tokens.document, mentions, entities }
    }

    pub(super) fn runner_up(&self, entry: EntryIndex, score: f32) -> RunnerUp {
        let entry = self.names.gazetteer.entry(entry);
        RunnerUp { id: entry.id().into(), name: entry.name().into(), score }
    }

    /// Titles of people, with the name right before the title taken in: "Kremlin spokesperson".
    pub(super) fn note_roles(&mut self, kept: &mut [(Piece, Decision)]) {
        for at in 0..kept.len() {
            let (piece, decision) = &kept[at];
            let entity = decision.entity;
            if self.cast.entities[entity].kind != EntityKind::Person {
                kept[at].0.title = None;
                continue;
            }
            let gender = piece.gender;
            if let Some(title) = piece.title {
                let before = at.checked_sub(1).map(|before| kept[before].0.span);
                let title = before
                    .filter(|before| touches(self.page.text, *before, title))
                    .map_or(title, |before| before.join(title));
                kept[at].0.title = Some(title);
                // "Senators" is nobody's role.
                if !context::is_plural(title.of(self.page.text)) {
                    self.cast.role(entity, title.of(self.page.text));
                }
            }
            self.cast.gender(entity, gender);
        }
    }

    /// What the lists say that people held on the article's day, behind what the article says.
    fn note_offices(&mut self) {
        let Some(day) = self.chooser.day else { return };
        for person in 0..self.cast.entities.len() {
            let entity = &self.cast.entities[person];
            if entity.kind != EntityKind::Person || !entity.listed {
                continue;
            }
            let Some(entry) = self.names.gazetteer.find(&entity.id) else { continue };
            let roles = self.names.gazetteer.entry(entry).roles();
            // An office without dates may be long over.
            for role in
                roles.filter(|role| role.period.from.is_some() && role.period.covers(day)).take(MOST_OFFICES)
            {
                self.cast.role(person, role.title);
            }
        }
    }
}

/// A heading in capitals names somebody first: where the text writes the same name in small letters, that is the name.
/// Single words in capitals may be acronyms, unless they are people.
fn written_small(entity: &mut Entity, text: &str) {
    let shouted = |name: &str| !name.contains(char::is_lowercase);
    let name = &entity.name;
    if entity.listed || !shouted(name) || shouted(text) {
        return;
    }
    if (entity.kind == EntityKind::Person || name.contains(' ')) && name.len() <= text.len() {
        let text = single_spaced(text);
        if text.to_lowercase() == name.to_lowercase() {
            entity.name = text;
        }
    }
}

fn touches(text: &str, before: Span, title: Span) -> bool {
    before.end < title.start
        && text
            .get(before.end as usize..title.start as usize)
            .is_some_and(|gap| matches!(gap, " " | "'s " | "’s "))
}
