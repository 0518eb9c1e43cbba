//! IndexedGazetteer in no list behind the noun that says what they are: "the newspaper Magyar Nemzet", "the game Minetest".

use super::Chunker;
use crate::chunk::Hypothesis;
use crate::key::{self, Key};
use crate::lexicon::bit;
use crate::shape::Shape;
use crate::tagged_text::Setting;
use sayso_core::EntityKind;
use sayso_lexicon::{Language, Table};
use std::sync::LazyLock;

/// What a noun right before a name makes of it.
static NOUNS: LazyLock<Vec<(Key, EntityKind)>> = LazyLock::new(|| {
    let rows = Language::English.columns(Table::NamingNouns);
    rows.filter_map(|[noun, kind]| Some((key::of_lower(noun), EntityKind::parse(kind)?))).collect()
});

/// Longest name that is taken so, in words.
const LONGEST: usize = 3;

impl Chunker<'_, '_> {
    /// The name in no list behind such a noun.
    pub(super) fn named_by_noun(&mut self, at: usize, end: usize, hit_end: usize) -> Option<usize> {
        let told = at > self.line.first && hit_end <= at && end <= at + LONGEST && self.tagged.joined(at);
        let noun = told.then(|| self.word(at - 1)).filter(|noun| noun.shape == Shape::Lower)?;
        let (_, kind) = *NOUNS.iter().find(|(known, _)| *known == noun.key)?;
        let plain = (at..end).all(|at| {
            let word = self.word(at);
            matches!(word.shape, Shape::Title | Shape::Mixed)
                && !word.is(bit::NO_NAME | bit::GIVEN | bit::TITLE | bit::ORG_HEAD)
        });
        // "the company Monday", "the film Director Roe made".
        let unknown = (at..end).any(|at| !self.word(at).common());
        if !plain || !unknown || self.line.setting != Setting::Running || self.word(at).all_caps {
            return None;
        }
        let hypothesis =
            if kind == EntityKind::Other { Hypothesis::Event } else { Hypothesis::Organization(kind) };
        self.push(at, end, hypothesis, None);
        Some(end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_noun_has_a_kind() {
        for [noun, kind] in Language::English.columns(Table::NamingNouns) {
            assert!(EntityKind::parse(kind).is_some(), "{noun}: {kind}");
        }
    }
}
