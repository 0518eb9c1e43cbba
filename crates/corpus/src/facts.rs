//! What a run knows of those who speak: gender, country, role, and what kind of source they are.

use crate::stats::{CorpusStats, EntityStats};
use sayso_core::{EntityKind, Gender, SpeakerKind};
use sayso_lexicon::{Language, Table, WordSet, speaker_group};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Facts about an entity or a speaker. What is not known is not guessed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts<'a> {
    /// `female`, `male` or `neutral`.
    pub gender: Option<&'static str>,
    /// What tells the gender.
    pub gender_basis: Option<&'static str>,
    /// ISO 3166 code.
    pub country: Option<&'a str>,
    /// The most frequent role as written.
    pub role: Option<&'a str>,
    /// A group of the table of speaker groups.
    pub group: Option<&'static str>,
}

/// Titles before a name that are no role.
static COURTESY: WordSet = WordSet::named("mere titles");
/// Titles, small and without a stop, and the gender that they tell.
static TITLES: LazyLock<HashMap<&str, Gender>> = LazyLock::new(|| genders(Table::Titles, 2));
/// Given names, and the gender of those who bear them.
static GIVEN: LazyLock<HashMap<&str, Gender>> = LazyLock::new(|| genders(Table::GivenNames, 1));

fn genders(table: Table, column: usize) -> HashMap<&'static str, Gender> {
    let rows = Language::English.columns::<3>(table);
    let rows = rows.filter_map(|row| match row[column] {
        "f" => Some((row[0], Gender::Female)),
        "m" => Some((row[0], Gender::Male)),
        _ => None,
    });
    rows.collect()
}

/// Whether a role is a form of address and says nothing about what somebody does.
pub(crate) fn is_courtesy(role: &str) -> bool {
    COURTESY.contains_ignoring_case(role.trim_end_matches('.'))
}

impl<'a> Facts<'a> {
    /// Of an entity, from all articles.
    pub(crate) fn of_entity(entity: &'a EntityStats) -> Self {
        let roles = entity.roles();
        let role = roles.first().map(|(role, _)| *role);
        let country = entity.country.as_deref();
        if entity.kind != EntityKind::Person {
            let group = of_body(entity.kind).or_else(|| speaker_group(&entity.name, false));
            return Self { country, group, ..Self::default() };
        }
        let gender = entity.gender();
        Self {
            gender: gender.map(Gender::name),
            gender_basis: gender.map(|gender| basis(entity, gender)),
            country,
            role,
            group: roles
                .iter()
                .find_map(|(role, _)| speaker_group(role, entity.listed))
                .or_else(|| described(entity)),
        }
    }

    /// Of every entity of a corpus, by number.
    pub fn of_entities(stats: &'a CorpusStats) -> Vec<Self> {
        stats.entities.iter().map(Self::of_entity).collect()
    }

    /// Of a speaker: those of the entity that it is, else what the words tell. `entities`: as [`Facts::of_entities`]
    /// gives them.
    pub fn of_speaker(kind: SpeakerKind, name: &'a str, entity: Option<u32>, entities: &[Self]) -> Self {
        entity.map_or_else(|| Self::of_words(kind, name), |entity| entities[entity as usize])
    }

    /// Of a speaker who is no entity: what the words tell.
    fn of_words(kind: SpeakerKind, name: &'a str) -> Self {
        let group = match kind {
            SpeakerKind::Anonymous => Some("anonymous"),
            SpeakerKind::Role | SpeakerKind::Collective | SpeakerKind::Organization => {
                speaker_group(name, false)
            }
            SpeakerKind::Person | SpeakerKind::Document | SpeakerKind::Unresolved => None,
        };
        let role = (kind == SpeakerKind::Role).then_some(name).filter(|name| !name.is_empty());
        Self { role, group, ..Self::default() }
    }
}

/// The group that sources as written tell most often; of several the first by name.
fn described(entity: &EntityStats) -> Option<&'static str> {
    let most = entity.described.iter().min_by_key(|(_, count)| std::cmp::Reverse(**count));
    most.map(|(group, _)| *group)
}

/// The group that a body is by its kind.
fn of_body(kind: EntityKind) -> Option<&'static str> {
    match kind {
        EntityKind::Agency | EntityKind::Country => Some("official"),
        EntityKind::Party => Some("elected"),
        EntityKind::Company => Some("business"),
        EntityKind::Outlet => Some("journalist"),
        EntityKind::Person | EntityKind::Organization | EntityKind::Place | EntityKind::Other => None,
    }
}

/// What tells a person's gender, the surest first.
fn basis(entity: &EntityStats, gender: Gender) -> &'static str {
    let titled = |role: &String| {
        let title = role.trim_end_matches('.').to_lowercase();
        TITLES.get(title.as_str()) == Some(&gender)
    };
    let given = entity.name.split(' ').next().and_then(|name| GIVEN.get(name));
    if entity.listed {
        "list"
    } else if entity.roles.keys().any(titled) {
        "title"
    } else if given == Some(&gender) {
        "given-name"
    } else {
        "pronoun"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str, gender: Option<Gender>, roles: &[&str]) -> EntityStats {
        let mut entity = EntityStats::new(String::new(), name.to_owned(), EntityKind::Person);
        entity.genders(gender, 1);
        entity.roles = roles.iter().map(|role| ((*role).to_owned(), 1)).collect();
        entity
    }

    #[test]
    fn a_gender_has_a_basis() {
        let check = |person: &EntityStats, expect: Option<(&str, &str)>| {
            let facts = Facts::of_entity(person);
            assert_eq!(facts.gender.zip(facts.gender_basis), expect, "{}", person.name);
        };
        check(&person("Ann Roe", Some(Gender::Female), &["mayor"]), Some(("female", "given-name")));
        check(&person("Robin Holt", Some(Gender::Female), &["Ms."]), Some(("female", "title")));
        check(&person("Kwirre Holt", Some(Gender::Male), &[]), Some(("male", "pronoun")));
        check(&person("Kwirre Holt", None, &[]), None);
        let mut listed = person("Ann Roe", Some(Gender::Female), &["Ms."]);
        listed.listed = true;
        check(&listed, Some(("female", "list")));
    }

    #[test]
    fn articles_vote_on_a_gender() {
        let mut entity = person("Kim Holt", Some(Gender::Female), &[]);
        entity.genders(Some(Gender::Male), 1);
        assert_eq!(entity.gender(), None);
        entity.genders(Some(Gender::Male), 3);
        assert_eq!(entity.gender(), Some(Gender::Male));
    }

    #[test]
    fn groups_come_from_roles_and_kinds() {
        let facts = |roles: &[&str]| Facts::of_entity(&person("Ann Roe", None, roles)).group;
        assert_eq!(facts(&["Mayor"]), Some("elected"));
        assert_eq!(facts(&["weaver", "professor of law"]), Some("expert"));
        assert_eq!(facts(&["Ms."]), None);
        let agency = EntityStats::new(String::new(), "Harbor Office".to_owned(), EntityKind::Agency);
        assert_eq!(Facts::of_entity(&agency).group, Some("official"));
        assert_eq!(Facts::of_words(SpeakerKind::Collective, "residents").group, Some("resident"));
        assert_eq!(Facts::of_words(SpeakerKind::Unresolved, "residents").group, None);
        assert_eq!(Facts::of_words(SpeakerKind::Role, "the police chief").role, Some("the police chief"));
    }
}
