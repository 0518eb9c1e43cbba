//! What the whole corpus adds up to.

use crate::Document;
use crate::count::Counts;
use crate::date::Day;
use crate::ledger::{Entry, Ledger};
use crate::press::Noted;
use crate::spill::Place;
use crate::statement::speakers;
use crate::{card::kind_label, slug, text};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use sayso_core::{Attribution, EntityKind, Form, Speaker, SpeakerKind};
use std::collections::BTreeMap;

/// How many different roles, wires … are kept of one speaker: a hostile corpus must not fill the memory.
const VARIANTS: usize = 64;
/// How many entities one statement is counted as being about.
const ABOUT: usize = 64;

/// Speakers up to which each has a page of its own.
const OWN_PAGES: usize = 2_000;
/// Beyond, those with so many statements at most share pages.
const FEW: usize = 2;
/// Bytes of statements on such a page, and what a speaker counts for besides. What is escaped takes six times as much.
const SHARED: usize = 100_000;
const SECTION: usize = 500;

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
    /// Number of the page that the speaker shares with others, from 0; known at the end.
    pub shared: Option<u32>,
    pub forms: [u32; 3],
    /// Numbers in the ledger; by date at the end.
    pub statements: Vec<u32>,
    /// Known at the end.
    pub counts: Counts,
    /// How well the statement that stands for the speaker does, and its number.
    pub best: Option<(u32, u32)>,
    pub via: BTreeMap<String, u32>,
}

/// One entity over the whole corpus.
pub(crate) struct EntityTotal {
    pub id: String,
    pub name: String,
    pub kind: EntityKind,
    pub mentions: u32,
    pub documents: u32,
    /// How many of them are copies of others that name it too; known at the end.
    pub copies: u32,
    pub attributions: u32,
    pub about: u32,
    pub roles: BTreeMap<String, u32>,
}

/// One outlet over the whole corpus.
pub(crate) struct OutletTotal {
    pub name: String,
    pub articles: u32,
}

impl EntityTotal {
    /// Roles as written, most frequent first. Those that differ in capitals or in a shortened title alone are one:
    /// headings write in capitals what the text does not.
    pub(crate) fn roles(&self) -> Vec<(&str, u32)> {
        let mut order = ranked(&self.roles);
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

impl SpeakerTotal {
    /// Address of the speaker's page, from the site's root.
    pub(crate) fn href(&self) -> String {
        match self.shared {
            None => format!("speakers/{}.html", self.slug),
            Some(page) => format!("speakers/few-{}.html#{}", page + 1, self.slug),
        }
    }
}

impl Totals {
    /// Counts an article and its entities; gives the index of the outlet and those of the entities.
    pub(crate) fn article(&mut self, document: &Document<'_>, outlet: &str, day: Day) -> (u32, Vec<u32>) {
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
        self.outlets.push(OutletTotal { name: name.to_owned(), articles: 0 });
        self.outlet_index.insert(name.to_owned(), index);
        index
    }

    fn entity(&mut self, entity: &sayso_core::Entity) -> u32 {
        let index = self.entity_index.get(&entity.id).copied().unwrap_or_else(|| {
            let index = self.entities.len() as u32;
            self.entities.push(EntityTotal {
                id: entity.id.clone(),
                name: entity.name.clone(),
                kind: entity.kind,
                mentions: 0,
                documents: 0,
                copies: 0,
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
            tally(&mut total.roles, &text::line(role, 80));
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
        // Names of one speaker differ in case, in which file names do not.
        let slug = slug::stem(name, id, &[id.as_bytes(), kind.name().as_bytes()]);
        let name = text::line(name, 80);
        self.speakers.push(SpeakerTotal {
            // A link without words is reached by nobody.
            name: if name.is_empty() { kind_label(*kind).to_owned() } else { name.into_owned() },
            kind: *kind,
            entity: self.entity_index.get(id).copied(),
            slug,
            shared: None,
            forms: [0; 3],
            statements: Vec::new(),
            counts: Counts::default(),
            best: None,
            via: BTreeMap::new(),
        });
        index
    }

    /// Counts a statement of the last article, which waits at `place`; gives its number and those of its speakers who
    /// are known by name.
    pub(crate) fn statement(
        &mut self,
        noted: &Noted,
        attribution: &Attribution,
        (outlet, day): (u32, Day),
        place: Place,
    ) -> (u32, Vec<u32>) {
        let Noted { confidence, unsure, standing, .. } = *noted;
        self.attributions += 1;
        self.unsure += u64::from(unsure);
        let about = self.entities_of(&attribution.about);
        for entity in &about {
            self.entities[*entity as usize].about += 1;
        }
        let speaking = speakers(attribution);
        let indexes: Vec<u32> = speaking.iter().map(|speaker| self.speaker(speaker)).collect();
        let kind = speaking.first().map_or(SpeakerKind::Unresolved, |speaker| speaker.kind);
        let form = attribution.form;
        let entry = Entry { place, article: self.articles - 1, outlet, day, form, kind, confidence };
        let number = self.ledger.push(entry, &about, &indexes);
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
                tally(&mut speaker.via, &text::line(&via.name, 80));
            }
            if let Some(entity) = speaker.entity {
                self.entities[entity as usize].attributions += 1;
            }
        }
        (number, known)
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
        if self.speakers.len() > OWN_PAGES {
            self.share();
        }
    }

    /// Puts speakers of few statements on pages together, by name.
    fn share(&mut self) {
        let mut few: Vec<&mut SpeakerTotal> =
            self.speakers.iter_mut().filter(|speaker| speaker.statements.len() <= FEW).collect();
        few.sort_by(|a, b| a.slug.cmp(&b.slug));
        let (mut page, mut bytes) = (0, 0);
        for speaker in few {
            let places = speaker.statements.iter().map(|it| self.ledger.entry(*it).place);
            let size = SECTION + places.map(Place::bytes).sum::<usize>();
            if bytes > 0 && bytes + size > SHARED {
                (page, bytes) = (page + 1, 0);
            }
            bytes += size;
            speaker.shared = Some(page);
        }
    }

    /// The speakers of each page that several share.
    pub(crate) fn sharing(&self) -> Vec<Vec<u32>> {
        let mut order: Vec<(u32, &str, u32)> = (0..)
            .zip(&self.speakers)
            .filter_map(|(index, it)| Some((it.shared?, it.slug.as_str(), index)))
            .collect();
        order.sort_unstable();
        order.chunk_by(|a, b| a.0 == b.0).map(|page| page.iter().map(|it| it.2).collect()).collect()
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
        speaker.entity.map_or_else(Vec::new, |entity| self.entities[entity as usize].roles())
    }
}

/// Keys by count, highest first, then by name.
pub(crate) fn ranked(counts: &BTreeMap<String, u32>) -> Vec<(&str, u32)> {
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

pub(crate) fn form_index(form: Form) -> usize {
    Form::ALL.iter().position(|other| *other == form).unwrap_or(0)
}

pub(crate) fn kind_index(kind: SpeakerKind) -> usize {
    SpeakerKind::ALL.iter().position(|other| *other == kind).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_that_differ_in_letters_alone_are_one() {
        let roles = [("SEN.", 5), ("Sen.", 3), ("Senator", 2), ("U.S. Senator", 4), ("SPEAKER", 1)];
        let entity = EntityTotal {
            id: String::new(),
            name: String::new(),
            kind: EntityKind::Person,
            mentions: 0,
            documents: 0,
            copies: 0,
            attributions: 0,
            about: 0,
            roles: roles.map(|(role, count)| (role.to_owned(), count)).into(),
        };
        assert_eq!(entity.roles(), [("Sen.", 10), ("U.S. Senator", 4), ("SPEAKER", 1)]);
    }
}
