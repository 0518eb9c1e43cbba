//! IndexedGazetteer of events, laws, prizes and storms: no people, organisations or places, but they hold such names.

use super::Chunker;
use crate::chunk::Hypothesis;
use crate::lexicon::bit;
use crate::shape::Shape;
use crate::tagged_text::Setting;
use crate::words;
use sayso_core::EntityKind;

/// Longest name of a thing, in words.
const LONGEST_THING: usize = 8;

/// Longest name of a ship, with what stands before it.
const LONGEST_SHIP: usize = 5;

impl Chunker<'_, '_> {
    /// "Kyoto Protocol", "Nobel Peace Prize", "Battle of Adwa".
    pub(super) fn thing(&mut self, at: usize, end: usize, hit_end: usize) -> Option<usize> {
        if self.line.setting != Setting::Running {
            return None;
        }
        if let Some(to) = self.case(at, end) {
            self.push(at, to, Hypothesis::Event, None);
            return Some(to);
        }
        let to = self.thing_of(at).or_else(|| self.thing_end(at, end))?;
        // "US Second Amendment": the country is named beside the thing.
        let country = self.lists.longest_at(at).is_some_and(|hit| self.lists.hits[hit].country);
        if country && to >= hit_end + 2 {
            return None;
        }
        (to > hit_end.max(at + 1)).then(|| {
            self.push(at, to, Hypothesis::Event, None);
            to
        })
    }

    /// One past the last word of a run that ends a thing's name, if no person or organisation begins before it.
    fn thing_end(&self, at: usize, end: usize) -> Option<usize> {
        let last = (at + 1..end.min(at + LONGEST_THING)).rev().find(|to| {
            let word = self.word(*to);
            word.is(bit::THING_END) && word.shape == Shape::Title && !word.is(bit::GIVEN)
        })?;
        let person = self.word(last).is(bit::SURNAME) && self.word(last - 1).is(bit::GIVEN) && last == at + 1;
        // Also behind it: "Rules Committee".
        let head = (at..last).any(|at| self.word(at).is(bit::ORG_HEAD))
            || (last + 1..end.min(at + LONGEST_THING + 1))
                .any(|at| self.word(at).is(bit::ORG_HEAD | bit::ORG_END));
        (!person && !head && !self.word(at).case_uninformative).then_some(last + 1)
    }

    /// "Roe v. Wade". The tokenizer may end the sentence at the "v.".
    fn case(&self, at: usize, end: usize) -> Option<usize> {
        let tokens = &self.tagged.words;
        let text = |at: usize| tokens.get(at).map(|word| word.span.of(self.tagged.text));
        let other = end + 1 + usize::from(text(end + 1) == Some("."));
        let follows = |at: usize| tokens.get(at).is_some_and(|word| word.joined && word.capital());
        let versus = text(end).is_some_and(|mark| words::VERSUS.contains(mark));
        let against = versus && tokens[end].joined && follows(other);
        (against && !self.word(at).is(bit::FUNCTION)).then(|| {
            let more = (other + 1..other + LONGEST_THING).take_while(|at| follows(*at)).count();
            other + 1 + more
        })
    }

    fn thing_of(&self, at: usize) -> Option<usize> {
        let of = self.word(at).is(bit::THING_HEAD)
            && at + 2 < self.line.end
            && self.tagged.joined(at + 1)
            && words::OF.contains(self.tagged.of(at + 1));
        let mut name = at + 2;
        if of && words::THE.contains(self.tagged.of(name)) {
            name += 1;
        }
        let capital = of && name < self.line.end && self.tagged.joined(name) && self.word(name).capital();
        capital.then(|| self.run_end(name))
    }

    /// "Hurricane Dorian", "Hurricanes Katrina and Rita": each is an event, also where its name stands alone later.
    pub(super) fn storm(&mut self, at: usize) -> Option<usize> {
        if !self.is_one_of(at, &words::STORMS) {
            return None;
        }
        let several = self.tagged.of(at).ends_with('s');
        let name = |at: usize| {
            at < self.line.end
                && self.tagged.joined(at)
                && self.word(at).shape == Shape::Title
                && !self.word(at).common()
                && !self.word(at).is(bit::NO_NAME)
        };
        if !name(at + 1) || self.line.setting != Setting::Running {
            return None;
        }
        let mut to = at + 2;
        let more =
            several && to + 1 < self.line.end && words::AND.contains(self.tagged.of(to)) && name(to + 1);
        self.push(at, to, Hypothesis::Event, None);
        if more {
            self.push(to + 1, to + 2, Hypothesis::Event, None);
            to += 2;
        }
        Some(to)
    }

    /// "USS Cole", "HMS Queen Elizabeth", "RAF Croughton": a ship or base bears the name of somebody or something.
    pub(super) fn ship(&mut self, at: usize, end: usize) -> Option<usize> {
        let word = self.tagged.of(at);
        // "U.S.S." has stops between its letters, and is marked nowhere.
        let dots = word.ends_with('.');
        if !dots && !self.word(at).is(bit::LISTED) {
            return None;
        }
        let short: String = word.chars().filter(|c| *c != '.').collect();
        let base = words::BASES.contains(&short);
        let ship = (base || words::SHIPS.contains(&short)) && end > at + 1;
        let name = ship
            && self.word(at + 1).shape == Shape::Title
            && !self.word(at + 1).is(bit::FUNCTION)
            && self.line.setting == Setting::Running;
        name.then(|| {
            let last =
                (at + 2..end.min(at + LONGEST_SHIP)).take_while(|at| self.word(*at).shape == Shape::Title);
            let to = if base { at + 2 } else { at + 2 + last.count() };
            self.push(at, to, if base { Hypothesis::Place } else { Hypothesis::Event }, None);
            to
        })
    }

    /// "Boston Rovers": a team behind its town, or "the Rovers".
    pub(super) fn team(&mut self, at: usize, end: usize) -> Option<usize> {
        let town = self.lists.longest_at(at).map(|hit| &self.lists.hits[hit]).filter(|hit| hit.place);
        let to = match town {
            Some(town) if town.end < end && !self.word(end - 1).is(bit::GIVEN) => end,
            _ if end == at + 1 && self.after_the(at) && self.word(at).facts.small < 30 => end,
            _ => return None,
        };
        let team = self.word(to - 1).is(bit::TEAM) && to <= at + 5 && self.line.setting == Setting::Running;
        team.then(|| {
            self.push(at, to, Hypothesis::Organization(EntityKind::Organization), None);
            to
        })
    }
}
