//! Names after titles.

use super::Cutter;
use crate::context::{self, TitleFound};
use crate::lexicon::bit;
use crate::shape::Shape;
use sayso_document::Span;

impl Cutter<'_, '_> {
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
        let follows =
            name < self.line.end && self.page.joined(name) && self.word(name).capital() && !self.breaks(name);
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
        // "Waste Isolation Pilot Plant": a word of a longer name.
        let inside = at > self.line.first
            && self.page.joined(at)
            && self.word(at - 1).shape == Shape::Title
            && self.word(at - 1).common()
            && !self.word(at - 1).weak;
        if inside && next.common() && end == name + 1 && !title.honorific() {
            return None;
        }
        if self.name_of_thing(at, end) && !title.honorific() {
            return None;
        }
        // "Congressman Earl Pomeroy": a given name that is a title elsewhere.
        let given = next.is(bit::GIVEN) && !next.common() && end == name + 2;
        if let Some(next) = context::title_at(self.page, name, self.line.end)
            .filter(|next| next.end < end && more > 0 && !given)
        {
            // "Chairman and CEO", "Judge Advocate General": titles in a row.
            let to = self.after_title(name, next, 0, more - 1)?;
            self.widen_title(self.page.span(at, title.end));
            return Some(to);
        }
        let span = self.page.span(at, title.end);
        let mut piece_end = self.push_person(name, end, Some((span, title)));
        if piece_end == name {
            piece_end = title.end;
        }
        Some(piece_end)
    }

    /// Lets the last piece's title begin earlier.
    pub(super) fn widen_title(&mut self, title: Span) {
        if let Some(last) = self.out.last_mut() {
            last.title = last.title.map(|own| own.join(title));
        }
    }

    /// Whether the run ends like an organisation's or place's name: "Prince George's County", "Justice Department".
    pub(super) fn name_of_thing(&self, at: usize, end: usize) -> bool {
        let last = self.word(end - 1);
        last.is(bit::ORG_END | bit::PLACE_END)
            && last.shape != Shape::Initial
            && end > at + 1
            && !last.is(bit::GIVEN)
            && !(last.is(bit::SURNAME) && self.word(end - 2).is(bit::GIVEN))
    }
}
