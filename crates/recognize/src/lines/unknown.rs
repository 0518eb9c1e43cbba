//! Runs of capitals that no list, title or head explains.

use super::Chunker;
use crate::chunk::Hypothesis;
use crate::context;
use crate::lexicon::bit;
use crate::shape::Shape;

impl Chunker<'_, '_> {
    /// A run that no list, title or head explains.
    pub(super) fn unknown(&mut self, at: usize, end: usize) -> usize {
        let word = self.word(at);
        let mut to = at + 1;
        while to < end {
            let next = self.word(to);
            let listed = self.lists.longest_at(to).is_some_and(|hit| {
                let hit = &self.lists.hits[hit];
                hit.end > to + 1 || hit.acronym || (hit.demonym || hit.country) && !next.is(bit::SURNAME)
            });
            if listed
                || next.is(bit::NO_NAME)
                || next.case_uninformative && next.common()
                || context::title_at(self.tagged, to, self.line.end).is_some_and(|title| {
                    // "PG&E President": what an acronym's bearer calls somebody.
                    title.end < end || to == at + 1 && word.shape == Shape::Upper
                })
            {
                break;
            }
            to += 1;
        }
        while to > at + 1 && !self.word(to - 1).capital() {
            to -= 1;
        }
        if to == at + 1 && !self.nameable(at) {
            return to;
        }
        // "Glaciologist Renata Quispe": what somebody is, at the sentence's start.
        let before_name = word.case_uninformative
            && !word.is(bit::GIVEN)
            && to > at + 2
            && self.word(at + 1).is(bit::GIVEN);
        if before_name || word.case_uninformative && word.common() && !(to > at + 1 && word.is(bit::SURNAME))
        {
            // A heading's word, or a sentence that begins before a name.
            return at + 1;
        }
        let length = (at..to).filter(|at| self.word(*at).capital()).count();
        let titled = (at..to).all(|at| !matches!(self.word(at).shape, Shape::Upper));
        let common = (at..to).filter(|at| self.word(*at).common()).count();
        let heading = self.heading(at);
        let last = self.word(to - 1);
        let person = (2..=4).contains(&length) && titled && common == 0 && !heading && !last.is(bit::SUFFIX);
        let hypothesis =
            if person && self.looks_like_person(at, to) { Hypothesis::Person } else { Hypothesis::Open };
        let title = context::title_before(self.tagged, at, self.line.first);
        let hypothesis =
            if title.is_some() && common == 0 && !heading && hypothesis == Hypothesis::Open && titled {
                if length >= 2 { Hypothesis::Person } else { Hypothesis::PersonPart }
            } else {
                hypothesis
            };
        let to = if hypothesis == Hypothesis::Person { self.suffix_end(to) } else { to };
        self.push_full(at, to, hypothesis, title, None, false);
        to
    }

    /// Whether a listed name is only the first part of a person's name: "Jordan Peterson", "Paris Hilton".
    pub(super) fn shadowed(&self, hit: usize, at: usize, end: usize) -> bool {
        let hit = &self.lists.hits[hit];
        let one = hit.end <= at + 1;
        if !one || hit.acronym {
            return false;
        }
        let word = self.word(at);
        let next = (at + 1 < end).then(|| self.word(at + 1));
        // "Will", "Bill" at a sentence's start: a common word that a list happens to hold.
        if word.case_uninformative
            && word.common()
            && (hit.common || self.tagged.written_small(at) || word.facts.small >= 80)
            && word.shape == Shape::Title
        {
            return next.is_none() || !word.is(bit::GIVEN);
        }
        let part = next.is_some_and(|next| {
            word.common() && !hit.country && !hit.demonym && !hit.place && !next.is(bit::NO_NAME)
        });
        part || next.is_some_and(|next| {
            word.is(bit::GIVEN)
                && !hit.demonym
                && (next.is(bit::SURNAME) || next.shape == Shape::Initial || next.facts.nothing())
                && !next.is(bit::ORG_END | bit::PLACE_END)
                && !next.common()
                && !hit.country
        })
    }

    /// Whether a listed name holds although its first word is a function word, a weekday or the like.
    pub(super) fn outweighs(&self, hit: usize, at: usize) -> bool {
        let (hit, word) = (&self.lists.hits[hit], self.word(at));
        let longer = hit.end > at + 1 && self.word(at + 1).shape != Shape::Clitic;
        longer
            || word.shape == Shape::Upper
                && !word.is(bit::TIME | bit::OTHER)
                && word.span.len() > 1
                && !self.heading(at)
            || word.is(bit::OTHER) && (hit.demonym || hit.party)
    }

    /// A capital that is no name by itself may begin one: "May" before a surname.
    pub(super) fn named_after_all(&self, at: usize, end: usize) -> bool {
        let word = self.word(at);
        word.is(bit::GIVEN)
            && at + 1 < end
            && self.word(at + 1).is(bit::SURNAME)
            && !self.word(at + 1).common()
            && !word.case_uninformative
    }
}
