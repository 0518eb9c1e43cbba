//! From decisions to the layer.

use super::{Decision, Resolver};
use crate::chunk::Chunk;
use crate::context;
use crate::entity_table::{Blank as _, single_spaced};
use crate::pronouns;
use crate::words;
use sayso_core::{Entity, EntityKind, Mention, Mentions, RunnerUp, Span, Tokens};
use sayso_gazetteer::EntryIndex;

/// Offices that are taken from the lists for one person.
const MOST_OFFICES: usize = 2;

impl Resolver<'_, '_> {
    pub(super) fn finish(mut self, tokens: &Tokens) -> Mentions {
        let mut kept: Vec<(Chunk, Decision)> = Vec::new();
        for (chunk, decision) in self.chunks.iter().zip(self.decided.iter_mut()) {
            let Some(decision) = decision.take() else { continue };
            let span = chunk.span;
            if !span.is_empty() && kept.last().is_none_or(|(last, _)| last.span.end <= span.start) {
                kept.push((*chunk, decision));
            }
        }
        self.note_roles(&mut kept);
        self.namesakes(&mut kept);
        self.outlets(&mut kept);
        self.note_offices();
        self.identify(&kept);
        pronouns::genders(
            self.tagged,
            kept.iter().map(|(chunk, decision)| (chunk.end, decision.entity)),
            self.entity_table,
        );
        let mut order = vec![None; self.entity_table.entities.len()];
        let mut entities = Vec::new();
        let mut mentions = Vec::with_capacity(kept.len());
        for (chunk, decision) in kept {
            let entity = *order[decision.entity].get_or_insert_with(|| {
                entities.push(std::mem::replace(
                    &mut self.entity_table.entities[decision.entity],
                    Entity::blank(),
                ));
                entities.len() as u32 - 1
            });
            written_small(&mut entities[entity as usize], chunk.span.of(self.tagged.text));
            let tagged = chunk.class.is_some() && !entities[entity as usize].listed;
            mentions.push(Mention {
                span: chunk.span,
                entity,
                form: decision.form,
                title: chunk.title,
                score: if tagged { chunk.confidence } else { decision.score },
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
    pub(super) fn note_roles(&mut self, kept: &mut [(Chunk, Decision)]) {
        for at in 0..kept.len() {
            let (chunk, decision) = &kept[at];
            let entity = decision.entity;
            if self.entity_table.entities[entity].kind != EntityKind::Person {
                kept[at].0.title = None;
                continue;
            }
            let gender = chunk.gender;
            if let Some(title) = chunk.title {
                let before = at.checked_sub(1).map(|before| kept[before].0.span);
                let title = before
                    .filter(|before| touches(self.tagged.text, *before, title))
                    .map_or(title, |before| before.join(title));
                kept[at].0.title = Some(title);
                // "Senators" is nobody's role.
                if !context::is_plural(title.of(self.tagged.text)) {
                    self.entity_table.role(entity, title.of(self.tagged.text));
                }
            }
            self.entity_table.gender(entity, gender);
        }
    }

    /// What the lists say that people held on the article's day, behind what the article says.
    fn note_offices(&mut self) {
        let Some(day) = self.chooser.day else { return };
        for person in 0..self.entity_table.entities.len() {
            let entity = &self.entity_table.entities[person];
            if entity.kind != EntityKind::Person || !entity.listed {
                continue;
            }
            let Some(entry) = self.entity_table.entry(person) else { continue };
            let roles = self.names.gazetteer.entry(entry).roles();
            // An office without dates may be long over.
            for role in
                roles.filter(|role| role.period.from.is_some() && role.period.covers(day)).take(MOST_OFFICES)
            {
                self.entity_table.role(person, role.title);
            }
        }
    }
}

/// A heading in capitals names somebody first: where the text writes the same name in small letters, that is the name.
/// Single words in capitals may be acronyms, unless they are people.
fn written_small(entity: &mut Entity, text: &str) {
    let all_caps = |name: &str| !name.contains(char::is_lowercase);
    let name = &entity.name;
    if entity.listed || !all_caps(name) || all_caps(text) {
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
            .and_then(|gap| gap.strip_suffix(' '))
            .is_some_and(|gap| gap.is_empty() || words::POSSESSIVES.contains(gap))
}
