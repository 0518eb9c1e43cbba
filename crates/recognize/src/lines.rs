//! Cuts a sentence's runs of capitals into pieces: titles, listed names, people, organisations, places.

use crate::context::{self, TitleFound};
use crate::lexicon::bit;
use crate::listed::Lists;
use crate::page::{Line, Page, Setting, Word};
use crate::piece::{Guess, Piece, Wanted};
use crate::shape::Shape;
use sayso_document::{EntityKind, Span, TokenKind};

/// Longest name of a person, in words.
const LONGEST_PERSON: usize = 5;
/// Words that begin a place's name of two words.
const BEFORE_PLACE: &[&str] = &["Lake", "Mount", "Mt.", "Cape", "Fort", "Port", "Camp"];
/// Longest run of capitals that is looked at as one; keeps the time linear on any text.
const LONGEST_RUN: usize = 48;
/// Titles in a row: "Chairman and Chief Executive".
const MOST_TITLES: u8 = 3;
/// Longest name of an organisation put together by rule, in words.
const LONGEST_ORGANIZATION: usize = 14;

/// Finds the pieces of one line.
pub(crate) struct Cutter<'p, 'a> {
    pub(crate) page: &'p Page<'a>,
    pub(crate) lists: &'p Lists,
    pub(crate) out: &'p mut Vec<Piece>,
    line: Line,
}

impl<'p, 'a> Cutter<'p, 'a> {
    pub(crate) fn cut(page: &'p Page<'a>, lists: &'p Lists, line: Line, out: &'p mut Vec<Piece>) {
        let mut cutter = Self { page, lists, out, line };
        let mut at = line.first;
        while at < line.end {
            at = cutter.step(at);
        }
    }

    fn word(&self, at: usize) -> &'p Word {
        &self.page.words[at]
    }

    /// Handles what begins at a token and gives the token to go on from.
    fn step(&mut self, at: usize) -> usize {
        let word = self.word(at);
        if !word.capital()
            || self.page.of(at).starts_with(|c: char| c.is_lowercase()) && self.page.of(at).contains('-')
        {
            return match self.lists.longest_at(at) {
                Some(hit)
                    if word.shape != Shape::Lower
                        || self.lists.hits[hit].end > at + 1
                        || !word.shape_lower_only() =>
                {
                    self.push_hit(hit, None)
                }
                _ => at + 1,
            };
        }
        if let Some(end) = context::event_end(self.page, self.lists, at, self.line.first, self.line.end) {
            let first = if self.number_at(at - 1) { at - 1 } else { at };
            self.push(first, end, Guess::Event, None);
            return end;
        }
        let end = self.run_end(at);
        self.run(at, end).max(at + 1)
    }

    /// One past the last token of the run of capitals that begins at `at`.
    fn run_end(&self, at: usize) -> usize {
        let mut end = at + 1;
        while end < self.line.end.min(at + LONGEST_RUN) && self.page.joined(end) {
            let word = self.word(end);
            if word.capital() {
                if self.breaks(end) {
                    break;
                }
                end += 1;
            } else if let Some(after) = self.bridge(end) {
                end = after;
            } else {
                break;
            }
        }
        end
    }

    /// Whether a capitalised word cannot go on the run before it.
    fn breaks(&self, at: usize) -> bool {
        let word = self.word(at);
        if word.is(bit::TIME) {
            // "Theresa May", "April Smith": a month after a given name.
            return !self.word(at - 1).is(bit::GIVEN) || self.number_at(at + 1);
        }
        word.is(bit::FUNCTION)
            && (word.shape != Shape::Upper || self.line.setting == Setting::AllCapitals)
            && !word.is(bit::PARTICLE | bit::GIVEN | bit::SURNAME)
    }

    fn number_at(&self, at: usize) -> bool {
        at < self.line.end && self.word(at).shape == Shape::Number
    }

    /// A particle or "&" between two capitals: the token after the second capital's start.
    fn bridge(&self, at: usize) -> Option<usize> {
        let mut next = at;
        while next < self.line.end && next < at + 2 && self.page.joined(next) {
            let text = self.page.of(next);
            let bridges = text == "&"
                || self.word(next).shape == Shape::Lower && is_particle(self.word(next))
                || self.word(next).shape == Shape::Clitic && self.possessive_inside(next);
            if !bridges {
                break;
            }
            next += 1;
        }
        let capital = next > at
            && next < self.line.end
            && self.page.joined(next)
            && self.word(next).capital()
            && !self.word(next).is(bit::NO_NAME);
        capital.then_some(next + 1)
    }

    /// "People's Republic", "Children's Hospital": a possessive of a common word goes on a name.
    fn possessive_inside(&self, at: usize) -> bool {
        let owner = self.word(at - 1);
        let capital = at + 1 < self.line.end && self.word(at + 1).capital() && self.page.joined(at + 1);
        capital
            && owner.shape == Shape::Title
            && owner.facts.small >= 30
            && !owner.is(bit::NO_NAME | bit::GIVEN | bit::TITLE)
            && matches!(self.page.of(at), "'s" | "’s")
    }

    /// Cuts one run; gives the token to go on from.
    fn run(&mut self, first: usize, end: usize) -> usize {
        let mut at = first;
        let mut end = end;
        while at < end {
            let next = self.cut_one(at, end);
            // A piece may reach past its run ("Department of …"); the rest of that run is cut too.
            if next > end {
                end = if next < self.line.end
                    && self.page.joined(next)
                    && self.word(next).capital()
                    && !self.breaks(next)
                {
                    self.run_end(next)
                } else {
                    next
                };
            }
            at = next.max(at + 1);
        }
        at
    }

    /// Cuts the piece that begins at `at`; gives the token after it.
    fn cut_one(&mut self, at: usize, end: usize) -> usize {
        let hit = self.lists.longest_at(at);
        let hit_end = hit.map_or(at, |hit| self.lists.hits[hit].end);
        if let Some(found) = context::title_at(self.page, at, self.line.end)
            && let Some(next) = self.after_title(at, found, hit_end, MOST_TITLES)
        {
            return next;
        }
        if let Some(next) =
            self.small_party(at, end).or_else(|| self.small_place(at, end)).or_else(|| self.the_west(at, end))
        {
            return next;
        }
        let word = self.word(at);
        if word.is(bit::NO_NAME)
            && !self.named_after_all(at, end)
            && !hit.is_some_and(|hit| self.outweighs(hit, at))
        {
            return at + 1;
        }
        if hit_end >= end.max(at + 1) {
            let hit = hit.unwrap_or_default();
            if !self.shadowed(hit, at, end) {
                return match self.organization_of(at, hit_end) {
                    Some(to) => self.push_headed(at, to),
                    None => self.push_hit(hit, None),
                };
            }
        }
        if let Some(next) = self.headed(at, end, hit_end) {
            return next;
        }
        if self.person_here(at, end, hit) {
            return self.push_person(at, end, None);
        }
        if let Some(hit) = hit.filter(|hit| !self.shadowed(*hit, at, end)) {
            return self.push_hit(hit, None);
        }
        self.unknown(at, end)
    }

    /// Whether a listed name holds although its first word is a function word, a weekday or the like.
    fn outweighs(&self, hit: usize, at: usize) -> bool {
        let (hit, word) = (&self.lists.hits[hit], self.word(at));
        let longer = hit.end > at + 1 && self.word(at + 1).shape != Shape::Clitic;
        longer
            || word.shape == Shape::Upper && !word.is(bit::TIME | bit::OTHER) && word.span.len() > 1
            || word.is(bit::OTHER) && (hit.demonym || hit.party)
    }

    /// A capital that is no name by itself may begin one: "May" before a surname.
    fn named_after_all(&self, at: usize, end: usize) -> bool {
        let word = self.word(at);
        word.is(bit::GIVEN)
            && at + 1 < end
            && self.word(at + 1).is(bit::SURNAME)
            && !self.word(at + 1).common()
            && !word.weak
    }

    /// A title stands at `at`: cut the name after it. `None` where it is no title after all.
    fn after_title(&mut self, at: usize, title: TitleFound, hit_end: usize, more: u8) -> Option<usize> {
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
        if self.name_of_thing(at, end) && !title.honorific() {
            return None;
        }
        if let Some(next) =
            context::title_at(self.page, name, self.line.end).filter(|next| next.end < end && more > 0)
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
    fn widen_title(&mut self, title: Span) {
        if let Some(last) = self.out.last_mut() {
            last.title = last.title.map(|own| own.join(title));
        }
    }

    /// Whether the run ends like an organisation's or place's name: "Prince George's County", "Justice Department".
    fn name_of_thing(&self, at: usize, end: usize) -> bool {
        let last = self.word(end - 1);
        last.is(bit::ORG_END | bit::PLACE_END)
            && last.shape != Shape::Initial
            && end > at + 1
            && !last.is(bit::GIVEN)
            && !(last.is(bit::SURNAME) && self.word(end - 2).is(bit::GIVEN))
    }

    /// An organisation or place put together from its head or ending.
    fn headed(&mut self, at: usize, end: usize, hit_end: usize) -> Option<usize> {
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
    fn campus(&self, to: usize, end: usize) -> usize {
        let school =
            matches!(self.page.of(to - 1), "University" | "College" | "School" | "Institute" | "Hospital");
        let town = self
            .lists
            .longest_at(to)
            .filter(|hit| self.lists.hits[*hit].place && self.lists.hits[*hit].end == end);
        if school && to < end && town.is_some() { end } else { to }
    }

    /// "Vostok spaceport", "Amur region": a place's name with a small word for what it is.
    fn small_place(&mut self, at: usize, end: usize) -> Option<usize> {
        const NOUNS: &[&str] = &[
            "region",
            "province",
            "oblast",
            "district",
            "prefecture",
            "governorate",
            "cosmodrome",
            "spaceport",
            "peninsula",
            "airport",
            "reservoir",
            "neighborhood",
            "neighbourhood",
        ];
        let noun = end < self.line.end && self.page.joined(end) && NOUNS.contains(&self.page.of(end));
        let large = self.lists.longest_at(at).is_some_and(|hit| {
            let hit = &self.lists.hits[hit];
            hit.country || hit.demonym || hit.prior >= 0.5
        });
        let plain = (at..end).all(|at| {
            matches!(self.word(at).shape, Shape::Title | Shape::Mixed)
                && !self.word(at).is(bit::NO_NAME | bit::PLACE_MOD)
        }) && !(self.word(at).weak && self.word(at).common());
        (noun && plain && !large && end <= at + 3).then(|| {
            self.push(at, end + 1, Guess::Place, None);
            end + 1
        })
    }

    /// "the West", "the South": parts of the world or of a country.
    fn the_west(&mut self, at: usize, end: usize) -> Option<usize> {
        const SIDES: &[&str] = &[
            "West",
            "East",
            "North",
            "South",
            "Midwest",
            "Northeast",
            "Northwest",
            "Southwest",
            "Southeast",
        ];
        let alone = end == at + 1
            && SIDES.contains(&self.page.of(at))
            && self.after_the(at)
            && self.line.setting == Setting::Running;
        let listed = self.lists.longest_at(at).is_some_and(|hit| self.lists.hits[hit].end > end);
        let follows = at + 1 < self.line.end && self.page.of(at + 1) == "of";
        (alone && !follows && !listed).then(|| {
            self.push(at, end, Guess::Place, None);
            end
        })
    }

    /// "the Republican party": a party's name with a small "party".
    fn small_party(&mut self, at: usize, end: usize) -> Option<usize> {
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

    fn push_headed(&mut self, at: usize, to: usize) -> usize {
        let guess = self.headed_guess(at, to);
        self.push(at, to, guess, None);
        to
    }

    /// The last word from the left that ends an organisation's or place's name.
    fn heading_end(&self, at: usize, end: usize) -> Option<usize> {
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
        let weak = self.line.setting != Setting::Running && self.lists.longest_at(at).is_none();
        (!person && content && !weak).then_some(found)
    }

    /// "Department" + "of Health and Human Services": where the phrase ends.
    fn organization_of(&self, at: usize, end: usize) -> Option<usize> {
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
    fn goes_on_after_and(&self, at: usize) -> bool {
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

    fn of_phrase_end(&self, at: usize) -> usize {
        let end = self.run_end(at);
        let title = (at + 1..end).find(|to| {
            context::title_at(self.page, *to, self.line.end)
                .is_some_and(|title| title.end < end || !self.word(*to).is(bit::ORG_END))
        });
        let listed = self.lists.longest_at(at).map_or(at + 1, |hit| self.lists.hits[hit].end);
        title.unwrap_or(end).max(listed)
    }

    fn headed_guess(&self, at: usize, to: usize) -> Guess {
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

    /// Whether a listed name is only the first part of a person's name: "Jordan Peterson", "Paris Hilton".
    fn shadowed(&self, hit: usize, at: usize, end: usize) -> bool {
        let hit = &self.lists.hits[hit];
        let one = hit.end <= at + 1;
        if !one || hit.acronym {
            return false;
        }
        let word = self.word(at);
        let next = (at + 1 < end).then(|| self.word(at + 1));
        // "Will", "Bill" at a sentence's start: a common word that a list happens to hold.
        if word.weak
            && word.common()
            && (hit.common || self.page.written_small(at) || word.facts.small >= 80)
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
                && (next.is(bit::SURNAME)
                    || next.shape == Shape::Initial
                    || next.facts == crate::lexicon::Facts::default())
                && !next.is(bit::ORG_END | bit::PLACE_END)
                && !next.common()
                && !hit.country
        })
    }

    /// Whether a person's name begins here without a title.
    fn person_here(&self, at: usize, end: usize, hit: Option<usize>) -> bool {
        let word = self.word(at);
        if word.shape == Shape::Upper
            && self.line.setting == Setting::Running
            && word.span.len() <= 3
            && !word.is(bit::GIVEN)
        {
            return false;
        }
        let next = (at + 1 < end).then(|| self.word(at + 1));
        let Some(next) = next else { return false };
        if hit.is_some_and(|hit| !self.shadowed(hit, at, end) && self.lists.hits[hit].end > at + 1) {
            return false;
        }
        if context::title_at(self.page, at + 1, self.line.end).is_some_and(|title| title.end < end) {
            return false;
        }
        if next.is(bit::OTHER)
            || next.shape == Shape::Upper && self.line.setting == Setting::Running && next.span.len() <= 4
        {
            return false;
        }
        let heading = self.line.setting != Setting::Running;
        // "Tone Lervik, 41, …": a common word at the sentence's start, but somebody's age or role after it.
        let two = end == at + 2 && word.shape == Shape::Title && next.shape == Shape::Title && !next.common();
        if two
            && !word.is(bit::NO_NAME | bit::TITLE)
            && !next.is(bit::ORG_END | bit::PLACE_END)
            && hit.is_none()
            && context::person_after(self.page, end, self.line.end)
        {
            return true;
        }
        if word.is(bit::GIVEN) && !word.is(bit::OTHER) {
            let suspicious = word.common() && (word.weak || word.facts.small >= 90);
            let next_ok = next.is(bit::SURNAME) || next.shape == Shape::Initial || !next.common();
            return next_ok
                && (!suspicious || next.is(bit::SURNAME) && !next.common())
                && !(heading && next.common());
        }
        // "O.J. Simpson".
        if word.shape == Shape::Upper
            && next.is(bit::SURNAME)
            && self.page.of(at).len() <= 6
            && self.page.of(at).ends_with('.')
            && hit.is_none()
        {
            return !next.common();
        }
        // Initials: "J. K. Rowling".
        if word.shape == Shape::Initial && word.span.len() <= 2 && next.span.len() > 2 {
            return !next.common() && !heading;
        }
        false
    }

    /// Pushes a person whose name begins at `at`; gives the token after the name, `at` where there is no name.
    fn push_person(&mut self, at: usize, end: usize, title: Option<(Span, TitleFound)>) -> usize {
        let to = self.person_end(at, end, title.is_some());
        if to == at {
            return at;
        }
        let full = to > at + 1 && self.word(at).span.len() > 1;
        let suffix_only = to == at + 2 && self.word(at + 1).is(bit::SUFFIX);
        let guess = if full || suffix_only { Guess::Person } else { Guess::PersonPart };
        let listed = self
            .lists
            .longest_at(at)
            .filter(|hit| self.lists.hits[*hit].end >= to && self.lists.hits[*hit].person);
        let guess = listed.map_or(guess, Guess::Listed);
        let to = listed.map_or(to, |hit| self.lists.hits[hit].end);
        let gender =
            title.and_then(|(_, title)| title.title.gender).or_else(|| context::given_gender(self.word(at)));
        let title =
            title.map(|(span, _)| span).or_else(|| context::title_before(self.page, at, self.line.first));
        self.push_full(at, to, guess, title, gender, true);
        to
    }

    /// One past the last word of a person's name.
    fn person_end(&self, at: usize, end: usize, titled: bool) -> usize {
        let heading = self.line.setting != Setting::Running;
        let mut to = at;
        while to < end && to < at + LONGEST_PERSON {
            let word = self.word(to);
            if to > at {
                let stop = word.is(bit::OTHER | bit::TIME) && !word.is(bit::SUFFIX)
                    || word.is(bit::ORG_HEAD)
                    || heading && word.common()
                    || to > at + 1 && word.common() && !word.is(bit::SURNAME | bit::PARTICLE | bit::SUFFIX)
                    || to > at + 1
                        && self.lists.longest_at(to).is_some_and(|hit| self.lists.hits[hit].end > to + 1)
                    || context::title_at(self.page, to, self.line.end)
                        .is_some_and(|title| title.end < end && !title.honorific())
                        && to > at + 1;
                if stop {
                    break;
                }
            } else if word.is(bit::NO_NAME) && !titled
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
        self.suffix_end(to)
    }

    /// Takes in ", Jr.".
    fn suffix_end(&self, to: usize) -> usize {
        let comma = to < self.line.end && self.page.of(to) == ",";
        let at = if comma { to + 1 } else { to };
        let suffix = at < self.line.end
            && at > 0
            && self.word(at).capital()
            && matches!(self.page.of(at), "Jr" | "Jr." | "Sr" | "Sr." | "JR" | "JR." | "SR" | "SR.");
        if suffix { at + 1 } else { to }
    }

    /// A run that no list, title or head explains.
    fn unknown(&mut self, at: usize, end: usize) -> usize {
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
                || next.weak && next.common()
                || context::title_at(self.page, to, self.line.end).is_some_and(|title| title.end < end)
            {
                break;
            }
            to += 1;
        }
        while to > at + 1 && !self.word(to - 1).capital() {
            to -= 1;
        }
        // "Glaciologist Renata Quispe": what somebody is, at the sentence's start.
        let before_name =
            word.weak && !word.is(bit::GIVEN) && to > at + 2 && self.word(at + 1).is(bit::GIVEN);
        if before_name || word.weak && word.common() && !(to > at + 1 && word.is(bit::SURNAME)) {
            // A heading's word, or a sentence that begins before a name.
            return at + 1;
        }
        let length = (at..to).filter(|at| self.word(*at).capital()).count();
        let titled = (at..to).all(|at| !matches!(self.word(at).shape, Shape::Upper));
        let common = (at..to).filter(|at| self.word(*at).common()).count();
        let heading = self.line.setting != Setting::Running;
        let last = self.word(to - 1);
        let person = (2..=4).contains(&length) && titled && common == 0 && !heading && !last.is(bit::SUFFIX);
        let guess = if person && self.looks_like_person(at, to) { Guess::Person } else { Guess::Open };
        let title = context::title_before(self.page, at, self.line.first);
        let guess = if title.is_some() && common == 0 && !heading && guess == Guess::Open && titled {
            if length >= 2 { Guess::Person } else { Guess::PersonPart }
        } else {
            guess
        };
        let to = if guess == Guess::Person { self.suffix_end(to) } else { to };
        self.push_full(at, to, guess, title, None, false);
        to
    }

    fn looks_like_person(&self, at: usize, to: usize) -> bool {
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
            && !place
            && (known
                || context::person_after(self.page, to, self.line.end)
                || context::title_before(self.page, at, self.line.first).is_some()
                || !self.after_the(at)
                    && self.word(at).facts == crate::lexicon::Facts::default()
                    && last.facts == crate::lexicon::Facts::default())
    }

    fn after_the(&self, at: usize) -> bool {
        at > self.line.first && matches!(self.page.of(at - 1), "the" | "The")
    }

    /// Whether a name is only the first half of a hyphenated one: "Schleswig" in "Schleswig-Holstein".
    fn half_of_word(&self, hit: usize) -> bool {
        let found = self.lists.hits[hit];
        let rest = self.page.text.get(found.span.end as usize..self.word(found.end - 1).span.end as usize);
        let capital = rest
            .and_then(|rest| rest.strip_prefix('-'))
            .is_some_and(|rest| rest.starts_with(char::is_uppercase));
        capital
            && !found.acronym
            && !found.country
            && !found.demonym
            && self.lists.inside(found.end - 1, found.span.end).next().is_none()
    }

    fn push_hit(&mut self, hit: usize, title: Option<Span>) -> usize {
        let found = self.lists.hits[hit];
        if found.place && self.half_of_word(hit) {
            self.push(found.first, found.end, Guess::Place, None);
            return found.end;
        }
        let title = title.or_else(|| {
            found.person.then(|| context::title_before(self.page, found.first, self.line.first)).flatten()
        });
        let wanted = self.wanted(found.first, found.end, title.is_some());
        self.out.push(Piece {
            span: found.span,
            first: found.first,
            end: found.end,
            guess: Guess::Listed(hit),
            title,
            gender: None,
            wanted,
            weak: self.word(found.first).weak,
        });
        // Several names in one hyphenated word: "Moscow-Beijing".
        for more in self.lists.inside(found.end - 1, found.span.end) {
            let other = self.lists.hits[more];
            self.out.push(Piece {
                span: other.span,
                guess: Guess::Listed(more),
                title: None,
                ..self.out[self.out.len() - 1]
            });
        }
        found.end.max(found.first + 1)
    }

    fn push(&mut self, first: usize, end: usize, guess: Guess, title: Option<Span>) {
        self.push_full(first, end, guess, title, None, false);
    }

    fn push_full(
        &mut self,
        first: usize,
        end: usize,
        guess: Guess,
        title: Option<Span>,
        gender: Option<sayso_document::Gender>,
        person: bool,
    ) {
        let wanted = self.wanted(first, end, person || title.is_some());
        let weak = self.word(first).weak;
        let span = match guess {
            Guess::Listed(hit) => self.lists.hits[hit].span,
            _ => self.page.span(first, end),
        };
        self.out.push(Piece { span, first, end, guess, title, gender, wanted, weak });
    }

    fn wanted(&self, first: usize, end: usize, person: bool) -> Wanted {
        Wanted {
            person: person || context::person_after(self.page, end, self.line.end),
            place: context::place_before(self.page, first, self.line.first),
            times: 0,
        }
    }
}

fn is_particle(word: &Word) -> bool {
    word.span.len() <= 5 && crate::lexicon::lexicon().facts(word.key).is(bit::PARTICLE)
}

impl Word {
    /// Whether the token is a plain word in small letters.
    fn shape_lower_only(&self) -> bool {
        self.shape == Shape::Lower && self.kind == TokenKind::Word
    }
}
