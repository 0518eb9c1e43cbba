//! Who is who: from chunks to mentions of entities.

mod brackets;
mod finish;
mod gazetteer_hits;
mod identity;
mod namesakes;
mod office;
mod open;
mod outlets;
mod places;

use crate::chunk::{Chunk, Hypothesis};
use crate::disambiguate::Chooser;
use crate::entity_table::EntityTable;
use crate::gazetteer_hits::{IndexedGazetteer, Lists};
use crate::lexicon::bit;
use crate::shape::Shape;
use crate::tagged_text::TaggedText;
use crate::tagger::Found;
use crate::words;
use rustc_hash::FxHashMap;
use sayso_core::{EntityKind, MentionForm, Mentions, Tokens};
use sayso_gazetteer::EntryIndex;
use sayso_model::NameClass;

/// Decides all chunks of an article.
pub(crate) fn resolve(
    names: &IndexedGazetteer,
    tagged: &TaggedText<'_>,
    lists: &Lists,
    scratch: &mut Drafts,
    tokens: &Tokens,
) -> Mentions {
    Resolver::new(names, tagged, lists, scratch).decide().finish(tokens)
}

/// What the rules alone find in an article.
pub(crate) fn first_pass(
    names: &IndexedGazetteer,
    tagged: &TaggedText<'_>,
    lists: &Lists,
    scratch: &mut Drafts,
) -> Vec<Found> {
    Resolver::new(names, tagged, lists, scratch).decide().found()
}

/// Places with a smaller prior give way to people of the same name.
const SMALL_PLACE: f32 = 0.35;

/// Organisations with a smaller prior do, too.
const SMALL_COMPANY: f32 = 0.6;

/// What is written on while an article is decided, kept for the next.
#[derive(Default)]
pub(crate) struct Drafts {
    pub(crate) chunks: Vec<Chunk>,
    entity_table: EntityTable,
    decided: Vec<Option<Decision>>,
}

/// What a chunk was found to be.
#[derive(Clone, Debug)]
struct Decision {
    entity: usize,
    form: MentionForm,
    score: f32,
    runners_up: Vec<(EntryIndex, f32)>,
}

impl Decision {
    #[allow(clippy::unnecessary_wraps)] // every caller returns an option
    fn new(entity: usize, form: MentionForm, score: f32) -> Option<Self> {
        Some(Self { entity, form, score, runners_up: Vec::new() })
    }
}

struct Resolver<'p, 'a> {
    names: &'p IndexedGazetteer,
    tagged: &'p TaggedText<'a>,
    lists: &'p Lists,
    chooser: Chooser<'p>,
    entity_table: &'p mut EntityTable,
    chunks: &'p mut [Chunk],
    decided: &'p mut [Option<Decision>],
    /// Whether the article is about the office of somebody in the lists.
    at_home: FxHashMap<EntryIndex, bool>,
}

impl<'p, 'a> Resolver<'p, 'a> {
    fn new(
        names: &'p IndexedGazetteer,
        tagged: &'p TaggedText<'a>,
        lists: &'p Lists,
        scratch: &'p mut Drafts,
    ) -> Self {
        let Drafts { chunks, entity_table, decided } = scratch;
        entity_table.clear();
        decided.clear();
        decided.resize(chunks.len(), None);
        let chooser = Chooser::new(names, tagged, lists);
        let at_home = FxHashMap::default();
        Self { names, tagged, lists, chooser, entity_table, chunks, decided, at_home }
    }

    fn decide(mut self) -> Self {
        self.full_people();
        self.certain();
        self.brackets();
        self.terms();
        self.introduced();
        self.lists_of_places();
        self.vote();
        self.rest();
        self
    }

    /// What was decided, without overlaps.
    fn found(&self) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        let mut after = 0;
        for (at, (chunk, decision)) in self.chunks.iter().zip(self.decided.iter()).enumerate() {
            let Some(decision) = decision else { continue };
            if chunk.span.is_empty() || chunk.span.start < after {
                continue;
            }
            after = chunk.span.end;
            let entity = &self.entity_table.entities[decision.entity];
            let title = chunk.title.filter(|_| entity.kind == EntityKind::Person);
            found.push(Found {
                chunk: at,
                first: chunk.first,
                end: chunk.end,
                kind: entity.kind,
                form: decision.form,
                listed: entity.listed,
                title,
            });
        }
        found
    }

    fn text(&self, chunk: &Chunk) -> &'a str {
        chunk.span.of(self.tagged.text)
    }

    /// Everybody named in full, so that a surname can be tied to a full name before or after it.
    fn full_people(&mut self) {
        for at in 0..self.chunks.len() {
            let chunk = self.chunks[at];
            let decision = match chunk.hypothesis {
                Hypothesis::Person => self.person(&chunk),
                Hypothesis::Listed(hit) if self.lists.hits[hit].person && chunk.end > chunk.first + 1 => {
                    self.listed(&chunk, hit).filter(|decision| {
                        self.entity_table.entities[decision.entity].kind == EntityKind::Person
                            && decision.form != MentionForm::Demonym
                    })
                }
                _ => None,
            };
            if let Some(decision) = decision {
                let written = self.text(&chunk);
                // "Contact: Leroy Coleman": the Coleman of the text is somebody else.
                if !self.is_contact(&chunk) {
                    self.entity_table.remember_person(decision.entity, written);
                }
                self.decided[at] = Some(decision);
            }
        }
    }

    fn person(&mut self, chunk: &Chunk) -> Option<Decision> {
        let written = self.text(chunk);
        let entity = self
            .entity_table
            .same_person(written)
            .unwrap_or_else(|| self.entity_table.unlisted(EntityKind::Person, written));
        Decision::new(entity, MentionForm::Full, if chunk.title.is_some() { 0.95 } else { 0.85 })
    }

    /// What lists, heads and endings say for sure.
    fn certain(&mut self) {
        for at in 0..self.chunks.len() {
            if self.decided[at].is_some() {
                continue;
            }
            let chunk = self.chunks[at];
            let decision = match chunk.hypothesis {
                Hypothesis::Listed(hit) if !self.surname_instead(&chunk, hit) => self.listed(&chunk, hit),
                Hypothesis::Organization(kind) => self.named(&chunk, kind, 0.8),
                // "Hale-Owen" of Ruth Hale-Owen, though there is a town of Hale.
                Hypothesis::Place if self.is_surname_here(&chunk) => self.person_part(&chunk),
                Hypothesis::Place => self.named(&chunk, EntityKind::Place, 0.8),
                Hypothesis::Event => self.named(&chunk, EntityKind::Other, 0.8),
                _ => None,
            };
            if let Some(decision) = &decision {
                self.remember_storm(&chunk, decision.entity);
                self.remember_first_word(&chunk, decision.entity);
                self.remember_whole(&chunk, decision.entity);
                self.remember_head(&chunk, decision.entity);
            }
            self.decided[at] = decision;
        }
    }

    /// Whether a name stands behind "Contact:" in its line.
    fn is_contact(&self, chunk: &Chunk) -> bool {
        /// Bytes looked back at.
        const REACH: usize = 60;
        let start = chunk.span.start as usize;
        let mut from = start.saturating_sub(REACH);
        while !self.tagged.text.is_char_boundary(from) {
            from -= 1;
        }
        let lead = &self.tagged.text[from..start];
        let line = lead.rsplit('\n').next().unwrap_or(lead);
        line.contains(':') && words::CONTACTS.is_inside(&line.to_lowercase())
    }

    /// "Trump" is Donald Trump, though the article names a Trump Foundation, too.
    fn is_named_after(&self, body: usize, name: &str) -> bool {
        let body = &self.entity_table.entities[body];
        body.kind.is_organization()
            && body.name.strip_prefix(name).is_some_and(|rest| rest.starts_with(' '))
            && self.entity_table.by_surname(name).is_some()
    }

    fn is_surname_here(&self, chunk: &Chunk) -> bool {
        chunk.end == chunk.first + 1 && self.entity_table.by_surname(self.text(chunk)).is_some()
    }

    fn named(&mut self, chunk: &Chunk, kind: EntityKind, score: f32) -> Option<Decision> {
        let entity = self.entity_table.unlisted(kind, self.text(chunk));
        Decision::new(entity, MentionForm::Full, score)
    }

    /// The latest organisation with a head: "Finance Committee" for "the Committee".
    fn remember_head(&mut self, chunk: &Chunk, entity: usize) {
        let organization = self.entity_table.entities[entity].kind.is_organization();
        if !organization || chunk.end < chunk.first + 2 {
            return;
        }
        for at in chunk.first..chunk.end {
            if self.tagged.words[at].is(bit::ORG_HEAD) {
                self.entity_table.head(self.tagged.words[at].key, entity);
            }
        }
    }

    /// "Dorian" for "Hurricane Dorian" later on.
    fn remember_storm(&mut self, chunk: &Chunk, entity: usize) {
        if chunk.hypothesis != Hypothesis::Event {
            return;
        }
        let storm = words::STORMS.contains(self.tagged.of(chunk.first)) && chunk.end == chunk.first + 2;
        let second = chunk.end == chunk.first + 1;
        if storm || second {
            self.entity_table.alias(self.tagged.of(chunk.end - 1), entity);
        }
    }

    /// "Minetest" for "the game Minetest" later on.
    fn remember_whole(&mut self, chunk: &Chunk, entity: usize) {
        let word = &self.tagged.words[chunk.first];
        let named = matches!(chunk.hypothesis, Hypothesis::Event | Hypothesis::Organization(_));
        if named && chunk.end == chunk.first + 1 && word.shape != Shape::Upper && !word.common() {
            self.entity_table.alias(self.text(chunk), entity);
        }
    }

    /// "Fjordline" for "Fjordline Vest" later on.
    fn remember_first_word(&mut self, chunk: &Chunk, entity: usize) {
        if chunk.end < chunk.first + 2 || !matches!(chunk.hypothesis, Hypothesis::Organization(_)) {
            return;
        }
        let word = &self.tagged.words[chunk.first];
        if word.facts.small < 30
            && word.span.len() >= 4
            && !word.is(bit::GIVEN | bit::PLACE_MOD | bit::NO_NAME)
            && self.lists.longest_at(chunk.first).is_none()
        {
            self.entity_table.alias(self.tagged.of(chunk.first), entity);
        }
    }

    /// Short forms and words that nothing else explained.
    fn rest(&mut self) {
        for at in 0..self.chunks.len() {
            if self.decided[at].is_some() {
                continue;
            }
            let chunk = self.chunks[at];
            self.decided[at] = match chunk.hypothesis {
                Hypothesis::PersonPart => self.person_part(&chunk),
                Hypothesis::Listed(hit) if self.surname_instead(&chunk, hit) => self.person_part(&chunk),
                Hypothesis::Open => self.open(&chunk),
                _ => None,
            };
            if self.decided[at].is_none() {
                self.decided[at] = self.tagged_at_least(&chunk);
            }
        }
    }

    /// What the tagger takes a chunk for that nothing else explains.
    fn tagged_at_least(&mut self, chunk: &Chunk) -> Option<Decision> {
        if self.entity_table.is_term(self.text(chunk)) || self.disease(chunk) {
            return None;
        }
        let kind = match chunk.class? {
            NameClass::Person => EntityKind::Person,
            NameClass::Organization if words::DOCTRINES.ends(self.text(chunk), 3) => EntityKind::Other,
            NameClass::Organization => EntityKind::Organization,
            NameClass::Place => EntityKind::Place,
            NameClass::Other => EntityKind::Other,
        };
        let form =
            if brackets::is_acronym(self.text(chunk)) { MentionForm::Acronym } else { MentionForm::Full };
        let entity = self.entity_table.unlisted(kind, self.text(chunk));
        Decision::new(entity, form, chunk.confidence)
    }

    fn person_part(&mut self, chunk: &Chunk) -> Option<Decision> {
        let written = self.text(chunk);
        let alias = self.entity_table.by_alias(written).filter(|_| chunk.title.is_none());
        if let Some(known) = alias.filter(|known| !self.is_named_after(*known, written)) {
            return Decision::new(known, MentionForm::Short, 0.8);
        }
        if let Some(known) =
            self.entity_table.by_surname(written).or_else(|| self.entity_table.by_given_name(written))
        {
            return Decision::new(known, MentionForm::Short, 0.9);
        }
        if let Some(holder) = self.office_holder(chunk) {
            return Some(holder);
        }
        let acronym = self.tagged.words[chunk.first].shape == Shape::Upper && !chunk.case_uninformative;
        if chunk.title.is_none() && chunk.end == chunk.first + 1 && acronym {
            return self.open_word(chunk);
        }
        if chunk.title.is_none() && (self.mere_word(chunk) || self.disease(chunk)) {
            return None;
        }
        if chunk.title.is_none()
            && chunk.class.is_some()
            && words::PLURAL_ENDINGS.ends(written, 3)
            && let Some(dwellers) = self.dwellers(chunk)
        {
            return Some(dwellers);
        }
        let entity = self.entity_table.unlisted(EntityKind::Person, written);
        Decision::new(entity, MentionForm::Short, 0.6)
    }
}
