//! What the whole corpus adds up to.

use crate::Document;
use crate::count::Counts;
use crate::date::Day;
use crate::ledger::{Entry, Ledger};
use crate::spill::Place;
use crate::statement::{Statement, Voice, speakers};
use crate::text;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use sayso_document::{Attribution, EntityKind, Form, Speaker, SpeakerKind};
use std::collections::BTreeMap;

/// How many different roles, wires … are kept of one speaker: a hostile corpus must not fill the memory.
const VARIANTS: usize = 64;
/// How many entities one statement is counted as being about.
const ABOUT: usize = 64;

/// Counts over everything added so far.
#[derive(Default)]
pub(crate) struct Totals {
    pub articles: u32,
    pub silent_articles: u32,
    pub text_bytes: u64,
    pub attributions: u64,
    pub mentions: u64,
    pub first: Day,
    pub last: Day,
    pub speakers: Vec<SpeakerTotal>,
    pub entities: Vec<EntityTotal>,
    pub outlets: Vec<OutletTotal>,
    pub ledger: Ledger,
    /// Articles without their copies; known at the end.
    pub originals: u64,
    pub unsure: u64,
    /// A map for each kind, so that an id is looked up as it is.
    speaker_index: [FxHashMap<String, u32>; SpeakerKind::ALL.len()],
    entity_index: FxHashMap<String, u32>,
    outlet_index: FxHashMap<String, u32>,
}

/// One speaker over the whole corpus.
pub(crate) struct SpeakerTotal {
    pub name: String,
    pub kind: SpeakerKind,
    pub entity: Option<u32>,
    /// Stem of the speaker's page.
    pub slug: String,
    /// Stems under which articles that write the name otherwise look for the page.
    pub other_slugs: Vec<String>,
    pub forms: [u32; 3],
    /// Numbers in the ledger; by date at the end.
    pub statements: Vec<u32>,
    /// Known at the end.
    pub counts: Counts,
    /// The statement that stands for the speaker, and how well it does.
    pub best: Option<(u32, Place)>,
    pub via: BTreeMap<String, u32>,
}

/// One entity over the whole corpus.
pub(crate) struct EntityTotal {
    pub id: String,
    pub name: String,
    pub kind: EntityKind,
    pub mentions: u32,
    pub documents: u32,
    pub attributions: u32,
    pub about: u32,
    pub roles: BTreeMap<String, u32>,
}

/// One outlet over the whole corpus.
pub(crate) struct OutletTotal {
    pub name: String,
    pub articles: u32,
}

impl Totals {
    /// Counts an article and its entities; gives the outlet's index.
    pub(crate) fn article(&mut self, document: &Document<'_>, outlet: &str, day: Day) -> u32 {
        self.articles += 1;
        self.silent_articles += u32::from(document.attributions.attributions.is_empty());
        self.text_bytes += document.article.text.len() as u64;
        if day.known() {
            self.first = if self.first.known() { self.first.min(day) } else { day };
            self.last = self.last.max(day);
        }
        let outlet = self.outlet(outlet);
        self.outlets[outlet as usize].articles += 1;
        let entities: Vec<u32> =
            document.mentions.entities.iter().map(|entity| self.entity(entity)).collect();
        for mention in &document.mentions.mentions {
            if let Some(index) = entities.get(mention.entity as usize) {
                self.entities[*index as usize].mentions += 1;
                self.mentions += 1;
            }
        }
        outlet
    }

    fn outlet(&mut self, name: &str) -> u32 {
        if let Some(index) = self.outlet_index.get(name) {
            return *index;
        }
        let index = self.outlets.len() as u32;
        self.outlets.push(OutletTotal { name: name.to_owned(), articles: 0 });
        self.outlet_index.insert(name.to_owned(), index);
        index
    }

    fn entity(&mut self, entity: &sayso_document::Entity) -> u32 {
        let index = self.entity_index.get(&entity.id).copied().unwrap_or_else(|| {
            let index = self.entities.len() as u32;
            self.entities.push(EntityTotal {
                id: entity.id.clone(),
                name: entity.name.clone(),
                kind: entity.kind,
                mentions: 0,
                documents: 0,
                attributions: 0,
                about: 0,
                roles: BTreeMap::new(),
            });
            self.entity_index.insert(entity.id.clone(), index);
            index
        });
        let total = &mut self.entities[index as usize];
        total.documents += 1;
        for role in &entity.roles {
            tally(&mut total.roles, text::line(role, 80));
        }
        index
    }

    /// The speaker's index.
    fn speaker(&mut self, speaker: &Speaker, voice: &Voice) -> u32 {
        let known = &mut self.speaker_index[kind_index(speaker.kind)];
        if let Some(index) = known.get(&speaker.id) {
            let total = &mut self.speakers[*index as usize];
            let new = total.slug != voice.slug && !total.other_slugs.contains(&voice.slug);
            if new && total.other_slugs.len() < VARIANTS {
                total.other_slugs.push(voice.slug.clone());
            }
            return *index;
        }
        let index = self.speakers.len() as u32;
        known.insert(speaker.id.clone(), index);
        self.speakers.push(SpeakerTotal {
            name: voice.name.clone(),
            kind: speaker.kind,
            entity: self.entity_index.get(&speaker.id).copied(),
            slug: voice.slug.clone(),
            other_slugs: Vec::new(),
            forms: [0; 3],
            statements: Vec::new(),
            counts: Counts::default(),
            best: None,
            via: BTreeMap::new(),
        });
        index
    }

    /// Counts a statement of the last article, which waits at `place`; gives those of its speakers who are known by
    /// name.
    pub(crate) fn statement(
        &mut self,
        statement: &Statement,
        attribution: &Attribution,
        outlet: u32,
        place: Place,
    ) -> Vec<u32> {
        self.attributions += 1;
        self.unsure += u64::from(statement.unsure);
        let about = self.entities_of(&attribution.about);
        for entity in &about {
            self.entities[*entity as usize].about += 1;
        }
        let Statement { day, form, kind, confidence, .. } = *statement;
        let entry = Entry { place, article: self.articles - 1, outlet, day, form, kind, confidence };
        let number = self.ledger.push(entry, &about);
        let mut known = Vec::new();
        let standing = statement.standing();
        for (speaker, voice) in speakers(attribution).into_iter().zip(&statement.speakers) {
            let index = self.speaker(speaker, voice);
            if matches!(speaker.kind, SpeakerKind::Person | SpeakerKind::Organization) {
                known.push(index);
            }
            let speaker = &mut self.speakers[index as usize];
            speaker.forms[form_index(statement.form)] += 1;
            speaker.statements.push(number);
            if speaker.best.is_none_or(|(best, _)| standing > best) {
                speaker.best = Some((standing, place));
            }
            if let Some(via) = &statement.via {
                tally(&mut speaker.via, via.clone());
            }
            if let Some(entity) = speaker.entity {
                self.entities[entity as usize].attributions += 1;
            }
        }
        known
    }

    /// When everything is in: for each article the first of its copies, for each statement the first of its repeats.
    pub(crate) fn close(&mut self, originals: Vec<u32>, groups: Vec<u32>) {
        self.originals =
            (0..).zip(&originals).filter(|(article, original)| article == *original).count() as u64;
        self.ledger.close(originals, groups);
        let ledger = &self.ledger;
        self.speakers.par_iter_mut().for_each(|speaker| {
            speaker.statements.sort_by_key(|it| (ledger.entry(*it).day, *it));
            speaker.counts = ledger.count(&speaker.statements);
        });
    }

    /// What a speaker speaks about, without the speaker: entities with the statements.
    pub(crate) fn subjects(&self, speaker: &SpeakerTotal) -> Vec<(u32, u32)> {
        let mut found = Vec::new();
        for statement in &speaker.statements {
            let about =
                self.ledger.about(*statement).iter().filter(|entity| Some(**entity) != speaker.entity);
            found.extend(about.map(|entity| (*entity, *statement)));
        }
        found
    }

    /// Indexes of the entities of these ids, each once, in the ids' order; ids that no mention named are left out.
    fn entities_of(&self, ids: &[String]) -> Vec<u32> {
        let mut found = Vec::new();
        for index in ids.iter().filter_map(|id| self.entity_index.get(id).copied()) {
            // A statement about hundreds of things is about none of them.
            if !found.contains(&index) && found.len() < ABOUT {
                found.push(index);
            }
        }
        found
    }

    /// Speakers of these kinds, those with most statements first, however often these were printed.
    pub(crate) fn ranking(&self, kinds: impl Fn(SpeakerKind) -> bool) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.speakers.len() as u32)
            .filter(|index| kinds(self.speakers[*index as usize].kind))
            .collect();
        order.sort_by_key(|index| std::cmp::Reverse(self.speakers[*index as usize].counts.rank()));
        order
    }

    /// Entities by a count, highest first, none with zero.
    pub(crate) fn entity_ranking(&self, count: impl Fn(&EntityTotal) -> u32) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.entities.len() as u32).collect();
        order.retain(|index| count(&self.entities[*index as usize]) > 0);
        order.sort_by_key(|index| std::cmp::Reverse(count(&self.entities[*index as usize])));
        order
    }

    /// Roles as written of a speaker, most frequent first.
    pub(crate) fn roles(&self, speaker: &SpeakerTotal) -> Vec<(&str, u32)> {
        speaker.entity.map_or_else(Vec::new, |entity| ranked(&self.entities[entity as usize].roles))
    }
}

/// Keys by count, highest first, then by name.
pub(crate) fn ranked(counts: &BTreeMap<String, u32>) -> Vec<(&str, u32)> {
    let mut order: Vec<(&str, u32)> = counts.iter().map(|(name, count)| (name.as_str(), *count)).collect();
    order.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    order
}

fn tally(counts: &mut BTreeMap<String, u32>, key: String) {
    if let Some(count) = counts.get_mut(&key) {
        *count += 1;
    } else if counts.len() < VARIANTS {
        counts.insert(key, 1);
    }
}

pub(crate) fn form_index(form: Form) -> usize {
    Form::ALL.iter().position(|other| *other == form).unwrap_or(0)
}

pub(crate) fn kind_index(kind: SpeakerKind) -> usize {
    SpeakerKind::ALL.iter().position(|other| *other == kind).unwrap_or(0)
}
