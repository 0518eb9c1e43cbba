//! Subjects joined by commas and "and" inside the name of a body: "Senate Energy and Natural Resources Committee",
//! "Institute of Epidemiology, Disease Control and Research".

use super::{Chunker, LONGEST_ORGANIZATION, is_and};
use crate::chunk::Hypothesis;
use crate::lexicon::{bit, lexicon};
use crate::shape::Shape;
use crate::tagged_text::Setting;
use crate::words;
use sayso_core::EntityKind;

/// Smallest share of its uses in small letters for a word to be a subject.
const COMMON: u8 = 30;

impl Chunker<'_, '_> {
    /// "House Oversight and Reform Committee": a body whose head stands behind several subjects.
    pub(super) fn subjects_and_head(&mut self, at: usize) -> Option<usize> {
        if self.line.setting != Setting::Running || self.word(at).all_caps {
            return None;
        }
        let first = self.whose_end(at);
        // "Browning and War Office".
        if first == at && self.word(at).is(bit::SURNAME | bit::GIVEN) && !self.after_the(at) {
            return None;
        }
        let joint = self.subjects_end(first)?;
        let end = self.line.end.min(at + LONGEST_ORGANIZATION);
        let head =
            (joint..end).take_while(|at| self.tagged.joined(*at)).find(|at| !self.goes_on_subject(*at))?;
        if head == joint || !self.is_one_of(head, &words::BODIES) {
            return None;
        }
        let kind = self.word(head).facts.kind.unwrap_or(EntityKind::Organization);
        let to = self.organization_of(at, head + 1).unwrap_or(head + 1);
        self.push(at, to, Hypothesis::Organization(kind), None);
        Some(to)
    }

    /// The end of what stands before the subjects: "U.S. Senate".
    fn whose_end(&self, at: usize) -> usize {
        let land = self.lists.longest_at(at).map(|hit| &self.lists.hits[hit]);
        let mut next = land.filter(|hit| hit.country || hit.demonym).map_or(at, |hit| hit.end);
        while next < self.line.end && self.is_one_of(next, &words::WHOSE) && next < at + 4 {
            next += 1;
        }
        next
    }

    /// The token behind "and" after one or more subjects: "Health, Education, Labor and".
    fn subjects_end(&self, first: usize) -> Option<usize> {
        let end = self.line.end.min(first + LONGEST_ORGANIZATION);
        let mut at = first;
        while at < end {
            let subject = at;
            while at < end && (at == subject || self.tagged.joined(at)) && self.goes_on_subject(at) {
                at += 1;
            }
            if at == subject || at >= end {
                return None;
            }
            let comma = self.tagged.of(at) == ",";
            at += usize::from(comma);
            let and = at < end && is_and(self.tagged.of(at));
            match (comma, and) {
                (_, true) => return Some(at + 1),
                (true, false) => {}
                (false, false) => return None,
            }
        }
        None
    }

    /// ", Science, and Transportation" behind "Committee on Commerce": where the last subject ends.
    pub(super) fn more_subjects(&self, comma: usize) -> Option<usize> {
        if comma >= self.line.end || self.tagged.of(comma) != "," {
            return None;
        }
        let last = self.subjects_end(comma + 1)?;
        let words =
            (last..self.line.end).take_while(|at| self.tagged.joined(*at) && self.goes_on_subject(*at));
        let end = last + words.count();
        (end > last).then_some(end)
    }

    /// A word of a subject, or the mark of possession behind one: "Veterans' Affairs".
    fn goes_on_subject(&self, at: usize) -> bool {
        let word = self.word(at);
        if word.shape != Shape::Title && is_possessive(self.tagged.of(at)) {
            return at > 0 && self.subject(at - 1);
        }
        self.subject(at)
    }

    /// A word of the language that names nobody and nothing by itself.
    pub(super) fn subject(&self, at: usize) -> bool {
        let word = self.word(at);
        if word.is(bit::ORG_HEAD) || !self.common_title(at) {
            return false;
        }
        let named = self.lists.longest_at(at).map(|hit| &self.lists.hits[hit]).is_some_and(|hit| {
            !hit.common && (hit.place || hit.person || hit.party || hit.demonym || hit.acronym || hit.country)
        });
        !named
            && (lexicon().title(word.key).is_none()
                || words::SUBJECTS_AND_TITLES.contains(self.tagged.of(at)))
    }

    /// A word of the language, or a field of knowledge, with a capital.
    pub(super) fn common_title(&self, at: usize) -> bool {
        let word = self.word(at);
        let field = || words::FIELD_ENDINGS.ends(self.tagged.of(at), 0);
        word.shape == Shape::Title && !word.is(bit::NO_NAME) && (word.facts.small >= COMMON || field())
    }

    /// Whether another body begins here: "Center for …", "Foreign Office".
    pub(super) fn another_body(&self, at: usize) -> bool {
        let end = self.run_end(at);
        let headed = self.word(at).is(bit::ORG_HEAD)
            && at + 1 < self.line.end
            && words::HEAD_LINKS.contains(self.tagged.of(at + 1));
        headed || end > at + 1 && words::OFFICES.contains(self.tagged.of(end - 1))
    }

    /// Whether "and" between two phrases behind "of" goes on the name: "England" + "and Wales".
    pub(super) fn two_places(&self, head: usize, one: usize, other: usize) -> bool {
        let place = |at: usize| {
            at < self.line.end
                && self.lists.longest_at(at).is_some_and(|hit| {
                    let hit = &self.lists.hits[hit];
                    hit.place && !hit.demonym
                })
        };
        let first = self.lists.longest_at(one).is_some_and(|hit| self.lists.hits[hit].end + 1 == other);
        words::OF_TWO_PLACES.contains(self.tagged.of(head)) && first && place(one) && place(other)
    }
}

/// The mark of possession, behind one owner or several.
fn is_possessive(text: &str) -> bool {
    matches!(text, "'" | "’") || words::POSSESSIVES.contains(text)
}
