//! IndexedGazetteer after titles.

use super::{Chunker, is_and};
use crate::context::{self, TitleFound};
use crate::lexicon::bit;
use crate::shape::Shape;
use sayso_core::Span;

/// People who share one title, besides the first.
const MOST_FELLOWS: usize = 8;

impl Chunker<'_, '_> {
    /// A title stands at `at`: cut the name after it. `None` where it is no title after all.
    pub(super) fn after_title(
        &mut self,
        at: usize,
        title: TitleFound,
        hit_end: usize,
        more: u8,
    ) -> Option<usize> {
        let name = title.end;
        if hit_end > name {
            let starts = self.lists.longest_at(at).is_some_and(|hit| self.lists.hits[hit].person);
            if !starts || title.honorific() && hit_end > name + 1 {
                return None;
            }
        }
        let follows = name < self.line.end
            && self.tagged.joined(name)
            && self.word(name).capital()
            && !self.breaks(name);
        if !follows {
            // A title alone names nobody; a longer list entry or head may still use the word.
            let bare = hit_end <= at
                && !self.word(at).is(bit::GIVEN)
                && !(self.word(at).is(bit::ORG_HEAD | bit::PLACE_HEAD));
            return bare.then_some(name);
        }
        let end = self.run_end(name);
        let next = self.word(name);
        if next.common()
            && next.shape == Shape::Title
            && !next.is(bit::GIVEN | bit::SURNAME | bit::TITLE)
            && hit_end <= at
        {
            return None;
        }
        // "SENATORS SAY".
        let several = context::is_plural(self.tagged.span(at, title.end).of(self.tagged.text));
        if several && next.common() && self.heading(name) {
            return Some(name);
        }
        // "Waste Isolation Pilot Plant": a word of a longer name.
        let inside = at > self.line.first
            && self.tagged.joined(at)
            && self.word(at - 1).shape == Shape::Title
            && self.word(at - 1).common()
            && !self.word(at - 1).case_uninformative;
        if inside && next.common() && end == name + 1 && !title.honorific() {
            return None;
        }
        if self.name_of_thing(at, end) && !title.honorific() {
            return None;
        }
        // "Congressman Earl Pomeroy": a given name that is a title elsewhere.
        let given = next.is(bit::GIVEN) && !next.common() && end == name + 2;
        if let Some(next) = context::title_at(self.tagged, name, self.line.end)
            .filter(|next| next.end < end && more > 0 && !given)
        {
            // "Chairman and CEO", "Judge Advocate General": titles in a row.
            let to = self.after_title(name, next, 0, more - 1)?;
            self.widen_title(self.tagged.span(at, title.end));
            return Some(to);
        }
        let span = self.tagged.span(at, title.end);
        let mut piece_end = self.push_person(name, end, Some((span, title)));
        if piece_end == name {
            piece_end = title.end;
        } else if several {
            piece_end = self.fellow_holders(piece_end, (span, title));
        }
        Some(piece_end)
    }

    /// "Senators Snowe" + ", Collins and Sununu": those who share a title.
    fn fellow_holders(&mut self, mut end: usize, title: (Span, TitleFound)) -> usize {
        for _ in 0..MOST_FELLOWS {
            let link =
                |at: usize| at < self.line.end && (self.tagged.of(at) == "," || is_and(self.tagged.of(at)));
            let mut name = end;
            while link(name) && name < end + 2 {
                name += 1;
            }
            let person = name > end
                && name < self.line.end
                && self.word(name).shape == Shape::Title
                && !self.word(name).is(bit::NO_NAME | bit::ORG_HEAD | bit::TITLE)
                && !self.word(name).common()
                && self.lists.longest_at(name).is_none_or(|hit| {
                    let hit = &self.lists.hits[hit];
                    hit.person || !hit.country && !hit.demonym && self.word(name).is(bit::SURNAME)
                });
            if !person || self.name_of_thing(name, self.run_end(name)) {
                break;
            }
            let to = self.push_person(name, self.run_end(name), Some(title));
            if to == name {
                break;
            }
            end = to;
        }
        end
    }

    /// Lets the last chunk's title begin earlier.
    pub(super) fn widen_title(&mut self, title: Span) {
        if let Some(last) = self.out.last_mut() {
            last.title = last.title.map(|own| own.join(title));
        }
    }

    /// Whether the run ends like an organisation's or place's name: "Prince George's County", "Justice Department".
    pub(super) fn name_of_thing(&self, at: usize, end: usize) -> bool {
        let last = self.word(end - 1);
        let thing = last.is(bit::THING_END) && !last.is(bit::SURNAME) && !self.heading(at);
        // In headings a run may be half of a sentence.
        let sentence = self.heading(at) && end > at + 3;
        !sentence
            && (thing || last.is(bit::ORG_END | bit::PLACE_END))
            && last.shape != Shape::Initial
            && end > at + 1
            && !last.is(bit::GIVEN)
            && !(last.is(bit::SURNAME) && self.word(end - 2).is(bit::GIVEN))
    }
}
