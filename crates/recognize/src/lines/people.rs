//! People without a title: given names, initials, ages and roles behind the name.

use super::{Chunker, LONGEST_PERSON, SMALL_TOWN};
use crate::chunk::Hypothesis;
use crate::context::{self, TitleFound};
use crate::lexicon::bit;
use crate::shape::Shape;
use crate::tagged_text::Setting;
use crate::words;
use sayso_core::Span;

impl Chunker<'_, '_> {
    /// Whether a person's name begins here without a title.
    pub(super) fn person_here(&self, at: usize, end: usize, hit: Option<usize>) -> bool {
        let word = self.word(at);
        if word.shape == Shape::Upper
            && self.line.setting == Setting::Running
            && word.span.len() <= 3
            && !word.is(bit::GIVEN)
        {
            return false;
        }
        if word.is(bit::GIVEN) && !word.is(bit::NO_NAME) && self.nicknamed(end).is_some() {
            return true;
        }
        let next = (at + 1 < end).then(|| self.word(at + 1));
        let Some(next) = next else { return false };
        if hit.is_some() && self.place_of_office(at, end) {
            return false;
        }
        if hit.is_some_and(|hit| !self.shadowed(hit, at, end) && self.lists.hits[hit].end > at + 1) {
            return false;
        }
        if context::title_at(self.tagged, at + 1, self.line.end).is_some_and(|title| title.end < end) {
            return false;
        }
        // "John Tory", "Betty White".
        let surname = next.is(bit::SURNAME) && word.is(bit::GIVEN) && !word.common() && end == at + 2;
        if surname && next.is(bit::OTHER) && hit.is_none() && self.line.setting == Setting::Running {
            return true;
        }
        if next.is(bit::OTHER)
            || next.shape == Shape::Upper
                && self.line.setting == Setting::Running
                && (next.span.len() <= 4
                    || self.lists.longest_at(at + 1).is_some_and(|hit| self.lists.hits[hit].acronym))
        {
            return false;
        }
        if hit.is_some_and(|hit| self.namesake_of_town(hit, at, end)) {
            return true;
        }
        let heading = self.heading(at);
        // "Tone Lervik, 41, …": a common word at the sentence's start, but somebody's age or role after it.
        let two = end == at + 2 && word.shape == Shape::Title && next.shape == Shape::Title && !next.common();
        if two
            && !word.is(bit::NO_NAME | bit::TITLE | bit::PLACE_MOD)
            && !next.is(bit::ORG_END | bit::PLACE_END)
            && hit.is_none()
            && context::person_after(self.tagged, end, self.line.end)
        {
            return true;
        }
        // "fashion designer Mary Quant".
        if word.is(bit::GIVEN)
            && !heading
            && end == at + 2
            && next.shape == Shape::Title
            && context::title_before(self.tagged, at, self.line.first).is_some()
        {
            return true;
        }
        if word.is(bit::GIVEN) && !word.is(bit::OTHER) {
            let suspicious = word.common() && (word.case_uninformative || word.facts.small >= 90);
            let next_ok = next.is(bit::SURNAME) || next.shape == Shape::Initial || !next.common();
            return next_ok
                && (!suspicious || next.is(bit::SURNAME) && !next.common())
                && !(heading && next.common());
        }
        // "O.J. Simpson".
        if word.shape == Shape::Upper
            && next.is(bit::SURNAME)
            && self.tagged.of(at).len() <= 6
            && self.tagged.of(at).ends_with('.')
            && hit.is_none()
        {
            return !next.common();
        }
        // Initials: "J. K. Rowling"; not the letter of a list: "B. Maya".
        if word.shape == Shape::Initial && word.span.len() <= 2 && next.span.len() > 2 {
            return !next.common() && !heading && (!word.case_uninformative || next.is(bit::SURNAME));
        }
        false
    }

    /// "Kanye West": the name of a small town, and a surname behind it.
    fn namesake_of_town(&self, hit: usize, at: usize, end: usize) -> bool {
        let (hit, last) = (&self.lists.hits[hit], self.word(end - 1));
        let town = hit.place && !hit.country && !hit.demonym && hit.prior < SMALL_TOWN && hit.end == at + 1;
        // "Galway North" is another place.
        let person = context::person_after(self.tagged, end, self.line.end)
            || context::title_before(self.tagged, at, self.line.first).is_some();
        let does = person || context::deed_after(self.tagged, end, self.line.end);
        let surname = if last.is(bit::PLACE_MOD) {
            last.is(bit::SURNAME) && does
        } else {
            last.is(bit::SURNAME) || last.facts.nothing() && person
        };
        town && surname
            && end == at + 2
            && last.shape == Shape::Title
            && !last.is(bit::ORG_END | bit::PLACE_END | bit::THING_END | bit::TEAM | bit::NO_NAME)
            && self.lists.longest_at(at + 1).is_none()
            && !self.heading(at)
            && !context::place_before(self.tagged, at, self.line.first)
    }

    /// "Prime Minister of India Narendra Modi": a place that is also a given name, between "of" and somebody in the lists.
    fn place_of_office(&self, at: usize, end: usize) -> bool {
        let after = at > self.line.first && words::PLACE_OF_OFFICE.contains(self.tagged.of(at - 1));
        let known = self.lists.longest_at(at + 1).map(|hit| &self.lists.hits[hit]);
        after && known.is_some_and(|known| known.person && known.end > at + 2 && known.end >= end)
    }

    /// Pushes a person whose name begins at `at`; gives the token after the name, `at` where there is no name.
    pub(super) fn push_person(&mut self, at: usize, end: usize, title: Option<(Span, TitleFound)>) -> usize {
        let to = self.person_end(at, end, title.is_some());
        if to == at || to == at + 1 && !self.nameable(at) {
            return at;
        }
        let full = to > at + 1 && self.word(at).span.len() > 1;
        let suffix_only = to == at + 2 && self.word(at + 1).is(bit::SUFFIX);
        // "Deputy Associate Director", "National Security Adviser".
        if full && title.is_some() && self.mere_words(at, to) {
            return at;
        }
        let heading = self.heading(at);
        let hypothesis = match (full || suffix_only, self.word(at).common()) {
            (true, _) => Hypothesis::Person,
            // "SECRETARY TO NEGOTIATE": only if somebody in the article has the name.
            (false, true) if heading => Hypothesis::Open,
            (false, _) if self.role(at) => return at,
            _ => Hypothesis::PersonPart,
        };
        let listed = self
            .lists
            .longest_at(at)
            .filter(|hit| self.lists.hits[*hit].end >= to && self.lists.hits[*hit].person);
        let hypothesis = listed.map_or(hypothesis, Hypothesis::Listed);
        let to = listed.map_or(to, |hit| self.lists.hits[hit].end);
        let gender =
            title.and_then(|(_, title)| title.title.gender).or_else(|| context::given_gender(self.word(at)));
        let title =
            title.map(|(span, _)| span).or_else(|| context::title_before(self.tagged, at, self.line.first));
        self.push_full(at, to, hypothesis, title, gender, true);
        to
    }

    /// "President", "Justice": a word for an office that is no name after another title.
    fn role(&self, at: usize) -> bool {
        let word = self.word(at);
        word.facts.small >= 50 && crate::lexicon::lexicon().title(word.key).is_some()
    }

    /// Whether all are words of the language.
    fn mere_words(&self, at: usize, to: usize) -> bool {
        let last = self.word(to - 1);
        (at..to).all(|at| self.word(at).facts.small >= 40 && self.word(at).shape == Shape::Title)
            && (!last.is(bit::SURNAME) || self.role(to - 1))
    }

    /// Whether a word can name somebody alone: letters only, more than an initial.
    pub(super) fn nameable(&self, at: usize) -> bool {
        self.word(at).shape != Shape::Initial && !self.tagged.of(at).bytes().any(|byte| byte.is_ascii_digit())
    }

    /// One past the last word of a person's name.
    pub(super) fn person_end(&self, at: usize, end: usize, titled: bool) -> usize {
        let heading = self.heading(at);
        let mut to = at;
        while to < end && to < at + LONGEST_PERSON {
            let word = self.word(to);
            if to > at {
                let last =
                    to == at + 1 && end == at + 2 && word.is(bit::SURNAME) && self.word(at).is(bit::GIVEN);
                let stop = word.is(bit::OTHER | bit::TIME) && !word.is(bit::SUFFIX) && !last
                    || word.is(bit::ORG_HEAD)
                    || heading && (word.common() || word.shape == Shape::Upper && !self.in_heading(at, to))
                    || to > at + 1 && word.common() && !word.is(bit::SURNAME | bit::PARTICLE | bit::SUFFIX)
                    || to > at + 1
                        && self.lists.longest_at(to).is_some_and(|hit| self.lists.hits[hit].end > to + 1)
                    || context::title_at(self.tagged, to, self.line.end)
                        .is_some_and(|title| title.end < end && !title.honorific())
                        && to > at + 1;
                if stop {
                    break;
                }
            } else if !self.nameable(to) && word.shape != Shape::Initial
                || word.is(bit::NO_NAME) && !titled
                || word.is(bit::FUNCTION | bit::TIME) && !word.is(bit::SURNAME | bit::GIVEN | bit::PARTICLE)
            {
                break;
            }
            to += 1;
        }
        // Never end on a particle or "&".
        while to > at && (self.word(to - 1).shape == Shape::Lower || self.word(to - 1).shape == Shape::Other)
        {
            to -= 1;
        }
        let to = if to == end { self.nicknamed(to).unwrap_or(to) } else { to };
        self.suffix_end(to)
    }

    /// Whether a word of a heading in capitals goes on a name: "KIRSTEN GILLIBRAND", not "ROE LAUDS".
    fn in_heading(&self, at: usize, to: usize) -> bool {
        let known = self.word(to).is(bit::SURNAME | bit::SUFFIX | bit::PARTICLE)
            || self.word(to).shape == Shape::Initial;
        let initial = self.word(to - 1).shape == Shape::Initial;
        known || initial || to == at + 1 && self.word(at).is(bit::GIVEN)
    }

    /// `Robert C. "Bobby" Scott`: where the name ends whose nickname stands in quotation marks at a token.
    fn nicknamed(&self, at: usize) -> Option<usize> {
        let word = |at: usize| (at < self.line.end).then(|| self.word(at));
        let mark = |at: usize| {
            word(at).is_some_and(|_| matches!(self.tagged.of(at), "\"" | "“" | "”" | "'" | "‘" | "’"))
        };
        let capital =
            |at: usize| word(at).is_some_and(|word| matches!(word.shape, Shape::Title | Shape::Mixed));
        let close = at + 2 + usize::from(capital(at + 2));
        let mut last = close + 1;
        let nicknamed = mark(at) && capital(at + 1) && mark(close) && capital(last) && !self.breaks(last);
        if nicknamed && self.word(last).is(bit::PARTICLE) && capital(last + 1) && self.tagged.joined(last + 1)
        {
            last += 1;
        }
        let surname = nicknamed && (self.word(last).is(bit::SURNAME) || !self.word(last).common());
        surname.then_some(last + 1)
    }

    /// Takes in ", Jr.".
    pub(super) fn suffix_end(&self, to: usize) -> usize {
        let comma = to < self.line.end && self.tagged.of(to) == ",";
        let at = if comma { to + 1 } else { to };
        let suffix = at < self.line.end
            && at > 0
            && self.word(at).capital()
            && words::GENERATIONS.contains(self.tagged.of(at));
        if suffix { at + 1 } else { to }
    }

    pub(super) fn looks_like_person(&self, at: usize, to: usize) -> bool {
        let last = self.word(to - 1);
        let known = last.is(bit::SURNAME)
            || self.word(at).is(bit::GIVEN)
            || (at..to).any(|at| self.word(at).is(bit::GIVEN));
        let unlike = (at..to).any(|at| {
            self.word(at).is(bit::ORG_END | bit::PLACE_END | bit::PLACE_MOD | bit::PLACE_HEAD)
                && !self.word(at).is(bit::SURNAME)
        });
        let place = to > at + 2
            && self.word(to - 2).shape == Shape::Lower
            && self
                .lists
                .longest_at(to - 1)
                .is_some_and(|hit| self.lists.hits[hit].place && self.lists.hits[hit].prior > 0.35);
        !unlike
            // "Southern Maryland": surname and given name, but in no such order.
            && !self.word(at).is(bit::PLACE_MOD)
            && !place
            && (known
                || context::person_after(self.tagged, to, self.line.end)
                || context::title_before(self.tagged, at, self.line.first).is_some()
                // "Karsten Warholm", "Sharif Hotak": a given name abroad may be a surname here.
                || !self.after_the(at)
                    && (self.word(at).facts.nothing() || self.word(at).facts.bits == bit::SURNAME)
                    && self.word(at).facts.small == 0
                    && last.facts.nothing())
    }
}
