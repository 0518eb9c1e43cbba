//! Places told by the words around them: "Vostok spaceport", "the West".

use super::Chunker;
use crate::chunk::Hypothesis;
use crate::key::{self, Key};
use crate::lexicon::bit;
use crate::shape::Shape;
use crate::tagged_text::Setting;
use crate::words;
use std::sync::LazyLock;

/// What a place is, behind its name.
static NOUNS: LazyLock<Vec<Key>> = LazyLock::new(|| key::of_each(&words::SMALL_PLACE_NOUNS));

impl Chunker<'_, '_> {
    /// "Vostok spaceport", "Amur region": a place's name with a small word for what it is.
    pub(super) fn small_place(&mut self, at: usize, end: usize) -> Option<usize> {
        let next = self.tagged.words[..self.line.end].get(end);
        let noun =
            next.is_some_and(|next| next.joined && next.shape == Shape::Lower && NOUNS.contains(&next.key));
        if !noun {
            return None;
        }
        let large = self.lists.longest_at(at).is_some_and(|hit| {
            let hit = &self.lists.hits[hit];
            hit.country || hit.demonym || hit.prior >= 0.5
        });
        let plain = (at..end).all(|at| {
            matches!(self.word(at).shape, Shape::Title | Shape::Mixed)
                && !self.word(at).is(bit::NO_NAME | bit::PLACE_MOD)
        }) && !(self.word(at).case_uninformative && self.word(at).common());
        (plain && !large && end <= at + 3).then(|| {
            self.push(at, end + 1, Hypothesis::Place, None);
            end + 1
        })
    }

    /// "the West", "the South": parts of the world or of a country.
    pub(super) fn the_west(&mut self, at: usize, end: usize) -> Option<usize> {
        let alone = end == at + 1
            && self.is_one_of(at, &words::SIDES)
            && self.after_the(at)
            && self.line.setting == Setting::Running;
        let listed = self.lists.longest_at(at).is_some_and(|hit| self.lists.hits[hit].end > end);
        let follows = at + 1 < self.line.end && words::OF.contains(self.tagged.of(at + 1));
        (alone && !follows && !listed).then(|| {
            self.push(at, end, Hypothesis::Place, None);
            end
        })
    }

    /// Whether a name is only the first half of a hyphenated one: "Schleswig" in "Schleswig-Holstein".
    pub(super) fn half_of_word(&self, hit: usize) -> bool {
        let found = self.lists.hits[hit];
        let rest = self.tagged.text.get(found.span.end as usize..self.word(found.end - 1).span.end as usize);
        let capital = rest
            .and_then(|rest| rest.strip_prefix('-'))
            .is_some_and(|rest| rest.starts_with(char::is_uppercase));
        capital
            && !found.acronym
            && !found.country
            && !found.demonym
            && self.lists.inside(found.end - 1, found.span.end).next().is_none()
    }
}
