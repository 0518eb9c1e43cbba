//! What the whole corpus adds up to.

use crate::Document;
use crate::count::Counts;
use crate::day::Day;
use crate::display;
use crate::facts;
use crate::spill::RecordRef;
use crate::statement::{StatementFacts, speakers};
use crate::statement_table::{StatementRow, StatementTable};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use sayso_core::{Attribution, EntityKind, Form, Gender, Speaker, SpeakerKind};
use std::collections::BTreeMap;

/// How many different roles, wires … are kept of one speaker: a hostile corpus must not fill the memory.
const VARIANTS: usize = 64;
/// How many entities one statement is counted as being about.
const ABOUT: usize = 64;

/// Counts over everything added so far.
#[derive(Default)]
pub struct CorpusStats {
    /// Articles.
    pub articles: u32,
    /// Articles in which nobody says anything.
    pub silent_articles: u32,
    /// Attributions.
    pub attributions: u64,
    /// Places that name something.
    pub mentions: u64,
    /// The first day of publication.
    pub first: Day,
    /// The last one.
    pub last: Day,
    /// By number.
    pub speakers: Vec<SpeakerStats>,
    /// By number.
    pub entities: Vec<EntityStats>,
    /// By number.
    pub outlets: Vec<OutletStats>,
    /// All statements.
    pub statements: StatementTable,
    /// Articles without their copies; known at the end.
    pub originals: u64,
    /// A map for each kind, so that an id is looked up as it is.
    speaker_index: [FxHashMap<String, u32>; SpeakerKind::ALL.len()],
    entity_index: FxHashMap<String, u32>,
    outlet_index: FxHashMap<String, u32>,
}

/// One speaker over the whole corpus.
pub struct SpeakerStats {
    /// Fit to show; empty where there is none.
    name: String,
    /// What the speaker is.
    pub kind: SpeakerKind,
    /// Number of the entity that it is.
    pub entity: Option<u32>,
    /// Attributions by form, in the order of [`Form::ALL`].
    pub forms: [u32; 3],
    /// Numbers in the table; by date at the end.
    pub statements: Vec<u32>,
    /// Known at the end.
    pub counts: Counts,
    /// How well the statement that stands for the speaker does, and its number.
    pub best: Option<(u32, u32)>,
    /// What the statements came through, with how many.
    pub via: BTreeMap<String, u32>,
}

/// One entity over the whole corpus.
pub struct EntityStats {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: EntityKind,
    /// Places that name it.
    pub mentions: u32,
    /// Articles that name it.
    pub documents: u32,
    /// How many of them are copies of others that name it too; known at the end.
    pub copies: u32,
    /// Attributions to it.
    pub attributions: u32,
    /// Attributions about it.
    pub about: u32,
    /// Titles and roles as written, with how often.
    pub roles: BTreeMap<String, u32>,
    /// Whether a list of names holds it.
    pub listed: bool,
    /// ISO 3166 code.
    pub country: Option<String>,
    /// The groups that sources as written tell, with how often.
    pub(crate) described: BTreeMap<&'static str, u32>,
    /// Articles that tell each gender of a person, in the order of [`Gender::ALL`].
    genders: [u32; Gender::ALL.len()],
}

/// One outlet over the whole corpus.
pub struct OutletStats {
    /// Its name, fit to show; empty where unknown.
    pub name: String,
    /// Its articles.
    pub articles: u32,
}

impl EntityStats {
    pub(crate) fn new(id: String, name: String, kind: EntityKind) -> Self {
        Self {
            id,
            name,
            kind,
            mentions: 0,
            documents: 0,
            copies: 0,
            attributions: 0,
            about: 0,
            roles: BTreeMap::new(),
            listed: false,
            country: None,
            described: BTreeMap::new(),
            genders: [0; Gender::ALL.len()],
        }
    }

    /// Counts articles that tell a gender.
    pub(crate) fn genders(&mut self, gender: Option<Gender>, articles: u32) {
        if let Some(at) = gender.and_then(|gender| Gender::ALL.iter().position(|other| *other == gender)) {
            self.genders[at] += articles;
        }
    }

    /// The gender that more articles tell than all others together.
    pub(crate) fn gender(&self) -> Option<Gender> {
        let all: u32 = self.genders.iter().sum();
        let (gender, most) = Gender::ALL.iter().zip(self.genders).max_by_key(|(_, count)| *count)?;
        (2 * most > all).then_some(*gender)
    }

    /// Roles as written, most frequent first, without mere forms of address. Those that differ in capitals or in a
    /// shortened title alone are one: headings write in capitals what the text does not.
    pub fn roles(&self) -> Vec<(&str, u32)> {
        let mut order = ranked(&self.roles);
        order.retain(|(role, _)| !facts::is_courtesy(role));
        if order.len() < 2 {
            return order;
        }
        order.sort_by_key(|(role, _)| !role.contains(char::is_lowercase));
        let mut found: Vec<(String, &str, u32)> = Vec::new();
        for (role, count) in order {
            let key = spelled_out(role);
            match found.iter_mut().find(|(known, ..)| *known == key) {
                Some((.., all)) => *all += count,
                None => found.push((key, role, count)),
            }
        }
        found.sort_by_key(|(.., count)| std::cmp::Reverse(*count));
        found.into_iter().map(|(_, role, count)| (role, count)).collect()
    }
}

/// A role in small letters, its titles in full.
fn spelled_out(role: &str) -> String {
    const SHORT: &[(&str, &str)] = &[
        ("sen.", "senator"),
        ("rep.", "representative"),
        ("gov.", "governor"),
        ("gen.", "general"),
        ("prof.", "professor"),
        ("pres.", "president"),
    ];
    let role = role.to_lowercase();
    let full = |word| SHORT.iter().find(|(short, _)| *short == word).map_or(word, |(_, full)| *full);
    role.split(' ').map(full).collect::<Vec<_>>().join(" ")
}

impl SpeakerStats {
    /// Display name. A link without words is reached by nobody: who has no name is called by what they are.
    pub fn name(&self) -> &str {
        if self.name.is_empty() { display::kind_label(self.kind) } else { &self.name }
    }

    /// Display name; empty where there is none.
    pub fn written_name(&self) -> &str {
        &self.name
    }
}

impl CorpusStats {
    /// Counts an article and its entities; gives the index of the outlet and those of the entities.
    pub(crate) fn article(&mut self, document: &Document<'_>, outlet: &str, day: Day) -> (u32, Vec<u32>) {
        self.articles += 1;
        self.silent_articles += u32::from(document.attributions.attributions.is_empty());
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
        (outlet, entities)
    }

    /// Counts the articles that name an entity without their copies; `copies` has the entities of each article of a
    /// cluster.
    pub(crate) fn copied(&mut self, copies: &mut [Vec<u32>]) {
        copies.iter_mut().for_each(|entities| {
            entities.sort_unstable();
            entities.dedup();
        });
        let mut all: Vec<u32> = copies.concat();
        all.sort_unstable();
        for same in all.chunk_by(|a, b| a == b) {
            self.entities[same[0] as usize].copies += same.len() as u32 - 1;
        }
    }

    fn outlet(&mut self, name: &str) -> u32 {
        if let Some(index) = self.outlet_index.get(name) {
            return *index;
        }
        let index = self.outlets.len() as u32;
        self.outlets.push(OutletStats { name: name.to_owned(), articles: 0 });
        self.outlet_index.insert(name.to_owned(), index);
        index
    }

    fn entity(&mut self, entity: &sayso_core::Entity) -> u32 {
        let index = self.entity_index.get(&entity.id).copied().unwrap_or_else(|| {
            let index = self.entities.len() as u32;
            self.entities.push(EntityStats::new(entity.id.clone(), entity.name.clone(), entity.kind));
            self.entity_index.insert(entity.id.clone(), index);
            index
        });
        let total = &mut self.entities[index as usize];
        total.documents += 1;
        total.listed |= entity.listed;
        total.genders(entity.gender, 1);
        if total.country.is_none() {
            total.country.clone_from(&entity.country);
        }
        for role in &entity.roles {
            tally(&mut total.roles, &display::line(role, 80));
        }
        index
    }

    /// The speaker's index.
    fn speaker(&mut self, speaker: &Speaker) -> u32 {
        let known = &mut self.speaker_index[kind_index(speaker.kind)];
        if let Some(index) = known.get(&speaker.id) {
            return *index;
        }
        let index = self.speakers.len() as u32;
        let Speaker { id, name, kind } = speaker;
        known.insert(id.clone(), index);
        self.speakers.push(SpeakerStats {
            name: display::line(name, 80).into_owned(),
            kind: *kind,
            entity: self.entity_index.get(id).copied(),
            forms: [0; 3],
            statements: Vec::new(),
            counts: Counts::default(),
            best: None,
            via: BTreeMap::new(),
        });
        index
    }

    /// Counts a statement of the last article, which waits at `record`; gives those of its speakers who are
    /// known by name.
    pub(crate) fn statement(
        &mut self,
        facts: &StatementFacts,
        attribution: &Attribution,
        (outlet, day): (u32, Day),
        record: RecordRef,
    ) -> Vec<u32> {
        let StatementFacts { confidence, standing, .. } = *facts;
        self.attributions += 1;
        let about = self.entities_of(&attribution.about);
        for entity in &about {
            self.entities[*entity as usize].about += 1;
        }
        let speaking = speakers(attribution);
        let indexes: Vec<u32> = speaking.iter().map(|speaker| self.speaker(speaker)).collect();
        let kind = speaking.first().map_or(SpeakerKind::Unresolved, |speaker| speaker.kind);
        let form = attribution.form;
        let row = StatementRow { record, article: self.articles - 1, outlet, day, form, kind, confidence };
        let number = self.statements.push(row, &about, &indexes);
        let named = |index: &u32| {
            matches!(self.speakers[*index as usize].kind, SpeakerKind::Person | SpeakerKind::Organization)
        };
        let known = indexes.iter().copied().filter(named).collect();
        for index in indexes {
            let speaker = &mut self.speakers[index as usize];
            speaker.forms[form_index(form)] += 1;
            speaker.statements.push(number);
            if speaker.best.is_none_or(|(best, _)| standing > best) {
                speaker.best = Some((standing, number));
            }
            if let Some(via) = &attribution.via {
                tally(&mut speaker.via, &display::line(&via.name, 80));
            }
            if let Some(entity) = speaker.entity {
                self.entities[entity as usize].attributions += 1;
                if let Some(group) = facts.group {
                    *self.entities[entity as usize].described.entry(group).or_default() += 1;
                }
            }
        }
        known
    }

    /// When everything is in: for each article the first of its copies, for each statement the first of its repeats.
    pub(crate) fn close(&mut self, originals: Vec<u32>, groups: Vec<u32>) {
        self.originals =
            (0..).zip(&originals).filter(|(article, original)| article == *original).count() as u64;
        self.statements.close(originals, groups);
        let table = &self.statements;
        self.speakers.par_iter_mut().for_each(|speaker| {
            speaker.statements.sort_by_key(|statement| (table.row(*statement).day, *statement));
            speaker.counts = table.count(&speaker.statements);
        });
    }

    /// What a speaker speaks about, without the speaker: entities with the statements.
    pub fn subjects(&self, speaker: &SpeakerStats) -> Vec<(u32, u32)> {
        let mut found = Vec::new();
        for statement in &speaker.statements {
            let about =
                self.statements.about(*statement).iter().filter(|entity| Some(**entity) != speaker.entity);
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
    pub fn ranking(&self, kinds: impl Fn(SpeakerKind) -> bool) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.speakers.len() as u32)
            .filter(|index| kinds(self.speakers[*index as usize].kind))
            .collect();
        order.sort_by_key(|index| std::cmp::Reverse(self.speakers[*index as usize].counts.rank()));
        order
    }

    /// Entities by a count, highest first, none with zero.
    pub fn entity_ranking(&self, count: impl Fn(&EntityStats) -> u32) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.entities.len() as u32).collect();
        order.retain(|index| count(&self.entities[*index as usize]) > 0);
        order.sort_by_key(|index| std::cmp::Reverse(count(&self.entities[*index as usize])));
        order
    }

    /// The id of every speaker, by its number.
    pub fn speaker_ids(&self) -> Vec<&str> {
        let mut ids = vec![""; self.speakers.len()];
        for (id, index) in self.speaker_index.iter().flatten() {
            ids[*index as usize] = id;
        }
        ids
    }

    /// The number of a speaker; `None` for who says nothing in the corpus.
    pub fn speaker_number(&self, speaker: &Speaker) -> Option<u32> {
        self.speaker_index[kind_index(speaker.kind)].get(&speaker.id).copied()
    }

    /// The number of the entity with this id.
    pub(crate) fn entity_number(&self, id: &str) -> Option<u32> {
        self.entity_index.get(id).copied()
    }

    /// Roles as written of a speaker, most frequent first.
    pub fn roles(&self, speaker: &SpeakerStats) -> Vec<(&str, u32)> {
        speaker.entity.map_or_else(Vec::new, |entity| self.entities[entity as usize].roles())
    }
}

/// Keys by count, highest first, then by name.
pub fn ranked(counts: &BTreeMap<String, u32>) -> Vec<(&str, u32)> {
    let mut order: Vec<(&str, u32)> = counts.iter().map(|(name, count)| (name.as_str(), *count)).collect();
    order.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    order
}

fn tally(counts: &mut BTreeMap<String, u32>, key: &str) {
    if let Some(count) = counts.get_mut(key) {
        *count += 1;
    } else if counts.len() < VARIANTS {
        counts.insert(key.to_owned(), 1);
    }
}

/// Place of a form in [`Form::ALL`].
pub fn form_index(form: Form) -> usize {
    Form::ALL.iter().position(|other| *other == form).unwrap_or(0)
}

/// Place of a kind in [`SpeakerKind::ALL`].
pub fn kind_index(kind: SpeakerKind) -> usize {
    SpeakerKind::ALL.iter().position(|other| *other == kind).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_that_differ_in_letters_alone_are_one() {
        let roles =
            [("SEN.", 5), ("Sen.", 3), ("Senator", 2), ("U.S. Senator", 4), ("SPEAKER", 1), ("Mr.", 9)];
        let roles = roles.map(|(role, count)| (role.to_owned(), count)).into();
        let entity =
            EntityStats { roles, ..EntityStats::new(String::new(), String::new(), EntityKind::Person) };
        assert_eq!(entity.roles(), [("Sen.", 10), ("U.S. Senator", 4), ("SPEAKER", 1)]);
    }
}
