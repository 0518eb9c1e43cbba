//! Organisations put together from heads and endings: "Ministry of Agriculture", "Quillstone Holdings".

use super::{BEFORE_PLACE, Cutter, LONGEST_ORGANIZATION};
use crate::context;
use crate::lexicon::bit;
use crate::page::Setting;
use crate::piece::Guess;
use crate::shape::Shape;
use sayso_document::EntityKind;

impl Cutter<'_, '_> {
    /// An organisation or place put together from its head or ending.
    pub(super) fn headed(&mut self, at: usize, end: usize, hit_end: usize) -> Option<usize> {
        if self.word(at).is(bit::ORG_START) && end > at + 1 && hit_end < end {
            let kind = self.word(at).facts.kind.unwrap_or(EntityKind::Organization);
            self.push(at, end, Guess::Organization(kind), None);
            return Some(end);
        }
        // "Lake Orvell", "Mount Tolvan".
        let named = end == at + 2 && self.word(at + 1).shape == Shape::Title && !self.word(at + 1).common();
        if named && hit_end < end && BEFORE_PLACE.contains(&self.page.of(at)) {
            self.push(at, end, Guess::Place, None);
            return Some(end);
        }
        let to = self.heading_end(at, end)?;
        let to = self.organization_of(at, to).unwrap_or(to);
        // "U.S." + "Senate", "US" + "Democratic Party": a country before a listed name.
        let split = self.lists.longest_at(at).is_some_and(|hit| self.lists.hits[hit].country)
            && self.lists.longest_at(hit_end).is_some_and(|hit| self.lists.hits[hit].end >= to);
        if split || to <= hit_end.max(at + 1) {
            return None;
        }
        let to = self.campus(to, end);
        Some(self.push_headed(at, to))
    }

    /// "University College" + "Cork": a university's name goes on with its town.
    pub(super) fn campus(&self, to: usize, end: usize) -> usize {
        let school =
            matches!(self.page.of(to - 1), "University" | "College" | "School" | "Institute" | "Hospital");
        let town = self
            .lists
            .longest_at(to)
            .filter(|hit| self.lists.hits[*hit].place && self.lists.hits[*hit].end == end);
        if school && to < end && town.is_some() { end } else { to }
    }

    /// "the Republican party": a party's name with a small "party".
    pub(super) fn small_party(&mut self, at: usize, end: usize) -> Option<usize> {
        let party = end < self.line.end && self.page.joined(end) && self.page.of(end) == "party";
        let adjective = self.lists.longest_at(at).is_none_or(|hit| self.lists.hits[hit].party)
            && (at..end).all(|at| {
                self.word(at).shape == Shape::Title
                    && !self.word(at).is(bit::FUNCTION | bit::TIME | bit::GIVEN)
            });
        (party && adjective && end <= at + 4).then(|| {
            self.push(at, end + 1, Guess::Organization(EntityKind::Party), None);
            end + 1
        })
    }

    pub(super) fn push_headed(&mut self, at: usize, to: usize) -> usize {
        let guess = self.headed_guess(at, to);
        self.push(at, to, guess, None);
        to
    }

    /// The last word from the left that ends an organisation's or place's name.
    pub(super) fn heading_end(&self, at: usize, end: usize) -> Option<usize> {
        let mut found = None;
        for to in at..end.min(at + LONGEST_ORGANIZATION) {
            let word = self.word(to);
            if to > at
                && word.is(bit::TITLE)
                && !word.is(bit::ORG_END | bit::PLACE_END)
                && context::title_at(self.page, to, self.line.end).is_some_and(|title| title.end < end)
            {
                break;
            }
            let ends = word.is(bit::ORG_END | bit::PLACE_END) && to > at;
            let begins =
                word.is(bit::ORG_HEAD | bit::PLACE_HEAD) && self.organization_of(at, to + 1).is_some();
            if ends || begins {
                found = Some(to + 1);
            }
        }
        let found = found?;
        let last = self.word(found - 1);
        // "John Park", "Gordon Bank": a given name and a surname that is also an ending.
        let person = found == at + 2
            && self.word(at).is(bit::GIVEN)
            && last.is(bit::SURNAME)
            && !self.word(at).common()
            && !last.common()
            && !last.is(bit::ORG_HEAD)
            && self.word(at).facts.small < 30;
        let content = (at..found - 1).any(|at| !self.word(at).is(bit::FUNCTION)) || last.is(bit::ORG_HEAD);
        let weak = self.heading(at) && self.lists.longest_at(at).is_none();
        (!person && content && !weak).then_some(found)
    }

    /// "Department" + "of Health and Human Services": where the phrase ends.
    pub(super) fn organization_of(&self, at: usize, end: usize) -> Option<usize> {
        let head = self.word(end - 1);
        if !head.is(bit::ORG_HEAD | bit::PLACE_HEAD) || self.line.setting == Setting::TitleCase {
            return None;
        }
        let org = head.is(bit::ORG_HEAD);
        let mut to = end;
        loop {
            let mut next = to;
            if next >= self.line.end || next > at + LONGEST_ORGANIZATION || !self.page.joined(next) {
                break;
            }
            match self.page.of(next) {
                "of" => next += 1,
                "for" | "on" | "in" | "against" | "to" if org => next += 1,
                "and" | "&" if to > end && org && self.goes_on_after_and(next + 1) => next += 1,
                _ => break,
            }
            if next < self.line.end && matches!(self.page.of(next), "the" | "The") {
                next += 1;
            }
            let capital = next < self.line.end
                && self.page.joined(next)
                && self.word(next).capital()
                && !self.breaks(next);
            if !capital || self.page.of(to) == "in" && self.lists.longest_at(next).is_some() {
                break;
            }
            to = self.of_phrase_end(next);
        }
        (to > end).then_some(to)
    }

    /// Whether the words after "and" still belong to the name: no name of their own.
    pub(super) fn goes_on_after_and(&self, at: usize) -> bool {
        at < self.line.end && self.page.joined(at) && {
            let word = self.word(at);
            let people = matches!(
                self.page.of(at),
                "Democrats" | "Liberals" | "Socialists" | "Greens" | "Conservatives"
            );
            people
                || word.shape == Shape::Title
                    && word.facts.small >= 30
                    && !word.is(bit::NO_NAME | bit::GIVEN)
                    && self.lists.longest_at(at).is_none_or(|hit| !self.lists.hits[hit].person)
        }
    }

    pub(super) fn of_phrase_end(&self, at: usize) -> usize {
        let end = self.run_end(at);
        let title = (at + 1..end).find(|to| {
            context::title_at(self.page, *to, self.line.end)
                .is_some_and(|title| title.end < end || !self.word(*to).is(bit::ORG_END))
        });
        let listed = self.lists.longest_at(at).map_or(at + 1, |hit| self.lists.hits[hit].end);
        title.unwrap_or(end).max(listed)
    }

    pub(super) fn headed_guess(&self, at: usize, to: usize) -> Guess {
        let head = (at..to).rev().find(|at| self.word(*at).is(bit::ORG_END | bit::PLACE_END));
        let first_of = (at..to).find(|at| matches!(self.page.of(*at), "of" | "for" | "on"));
        let head = first_of
            .filter(|of| *of > at)
            .map(|of| of - 1)
            .filter(|of| self.word(*of).is(bit::ORG_HEAD | bit::PLACE_HEAD))
            .or(head);
        match head.map(|at| self.word(at).facts) {
            Some(facts) if facts.is(bit::ORG_END) => {
                Guess::Organization(facts.kind.unwrap_or(EntityKind::Organization))
            }
            Some(facts) if facts.is(bit::PLACE_END) => Guess::Place,
            _ => Guess::Organization(EntityKind::Organization),
        }
    }
}
