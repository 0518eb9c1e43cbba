//! The gender of people from the pronouns right after their names.

use crate::entity_table::EntityTable;
use crate::shape::Shape;
use crate::tagged_text::TaggedText;
use crate::words;
use sayso_core::{EntityKind, Gender};
use std::ops::Range;

/// How many tokens after a name are read.
const REACH: usize = 30;

/// Gives people without a known gender that of the first pronoun after one of their names, before any other person.
/// `named`: one past the last token of each mention, and its entity, in text order.
pub(crate) fn genders(
    tagged: &TaggedText<'_>,
    named: impl Iterator<Item = (usize, usize)>,
    entity_table: &mut EntityTable,
) {
    let people: Vec<(usize, usize)> =
        named.filter(|(_, entity)| entity_table.entities[*entity].kind == EntityKind::Person).collect();
    for (at, &(end, entity)) in people.iter().enumerate() {
        if entity_table.entities[entity].gender.is_some() {
            continue;
        }
        let until = people[at + 1..].first().map_or(tagged.words.len(), |next| next.0);
        let gender = outside_quotations(tagged, end..until.min(end + REACH))
            .filter(|at| !points_ahead(tagged, *at))
            .find_map(|at| pronoun(tagged, at));
        entity_table.gender(entity, gender);
    }
}

/// The tokens outside quotation marks that open in the range: whoever is quoted speaks of others.
fn outside_quotations<'p>(
    tagged: &'p TaggedText<'_>,
    range: Range<usize>,
) -> impl Iterator<Item = usize> + use<'p> {
    let mut quoted = false;
    range.filter(move |at| {
        match tagged.of(*at) {
            "“" | "«" | "„" => quoted = true,
            "”" | "»" => quoted = false,
            "\"" => quoted = !quoted,
            _ => {}
        }
        !quoted
    })
}

/// "When he came out, Max Lind said …": in a clause that begins a sentence it may be whoever is named behind.
fn points_ahead(tagged: &TaggedText<'_>, at: usize) -> bool {
    at > 0
        && tagged.words[at - 1].shape == Shape::Title
        && words::CLAUSE_LEADS.contains_ignoring_case(tagged.of(at - 1))
}

fn pronoun(tagged: &TaggedText<'_>, at: usize) -> Option<Gender> {
    if !matches!(tagged.words[at].shape, Shape::Lower | Shape::Title) {
        return None;
    }
    let text = tagged.of(at);
    if words::MALE_PRONOUNS.contains(text) {
        Some(Gender::Male)
    } else {
        words::FEMALE_PRONOUNS.contains(text).then_some(Gender::Female)
    }
}
