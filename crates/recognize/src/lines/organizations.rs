//! Organisations put together from heads and endings: "Ministry of Agriculture", "Quillstone Holdings".

use super::{Chunker, LONGEST_ORGANIZATION, is_and};
use crate::chunk::Hypothesis;
use crate::context;
use crate::lexicon::bit;
use crate::shape::Shape;
use crate::tagged_text::Setting;
use crate::words;
use sayso_core::{EntityKind, TokenKind};

impl Chunker<'_, '_> {
    /// An organisation or place put together from its head or ending.
    pub(super) fn headed(&mut self, at: usize, end: usize, hit_end: usize) -> Option<usize> {
        if self.word(at).is(bit::ORG_START) && end > at + 1 && hit_end < end {
            let kind = self.word(at).facts.kind.unwrap_or(EntityKind::Organization);
            self.push(at, end, Hypothesis::Organization(kind), None);
            return Some(end);
        }
        // "Lake Orvell", "Mount Tolvan".
        let named = end == at + 2 && self.word(at + 1).shape == Shape::Title && !self.word(at + 1).common();
        if named && hit_end < end && words::BEFORE_PLACE.contains(self.tagged.of(at)) {
            self.push(at, end, Hypothesis::Place, None);
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

    /// "Unite the Left (UtL)", "Women and Child Development (WCD)": a name that the brackets behind it spell.
    pub(super) fn spelled_out(&mut self, at: usize, hit_end: usize) -> Option<usize> {
        let words = &self.tagged.words[..self.line.end];
        let limit = self.line.end.min(at + LONGEST_ORGANIZATION);
        let open = (at + 2..limit).find(|at| words[*at].kind == TokenKind::OpenBracket)?;
        let short = words.get(open + 1).filter(|word| word.capital())?;
        let closed = words.get(open + 2).is_some_and(|word| word.kind == TokenKind::CloseBracket);
        let letters = short.span.of(self.tagged.text);
        let acronym =
            closed && (2..=8).contains(&letters.len()) && letters.bytes().all(|c| c.is_ascii_alphabetic());
        let person = words[at].is(bit::GIVEN) && words[at + 1].is(bit::SURNAME);
        // "Member of Parliament (MP)", "Divisional Railway Manager (DRM)".
        let office = (words[at].is(bit::TITLE) && !words[at].is(bit::ORG_HEAD | bit::ORG_END))
            || words[open - 1].is(bit::TITLE_END) && !words[open - 1].is(bit::ORG_END);
        if !acronym
            || person
            || office
            || hit_end >= open
            || self.heading(at)
            || !self.spell(at, open, letters)
        {
            return None;
        }
        // "Freedom of Information Act (FOIA)"; "… Enhancement (FIRE) Act" is none yet.
        if words.get(open + 3).is_some_and(|word| word.is(bit::THING_END) && word.shape == Shape::Title) {
            return None;
        }
        let thing = words[open - 1].is(bit::THING_END);
        let hypothesis = if thing { Hypothesis::Event } else { self.headed_hypothesis(at, open) };
        self.push(at, open, hypothesis, None);
        Some(open)
    }

    /// Whether the letters are the first ones of these words: of all with capitals, and of any of the others.
    fn spell(&self, at: usize, end: usize, letters: &str) -> bool {
        let mut letters = letters.chars().map(|c| c.to_ascii_lowercase()).peekable();
        let mut capitals = 0;
        for at in at..end {
            let (word, text) = (self.word(at), self.tagged.of(at));
            let first = text.chars().next().map(|c| c.to_ascii_lowercase());
            let next = first.is_some() && letters.peek().copied() == first;
            if word.capital() {
                capitals += 1;
                if !next {
                    return false;
                }
            } else if word.kind != TokenKind::Word && text != "&" {
                return false;
            }
            if next {
                letters.next();
            }
        }
        capitals >= 2 && letters.next().is_none()
    }

    /// "Physicians for Human Rights", "Iraq Veterans Against the War": people of one mind and what unites them.
    pub(super) fn supporters(&mut self, at: usize, hit_end: usize) -> Option<usize> {
        let end = self.line.end;
        let people = (at..end.min(at + 3)).find(|at| self.is_one_of(*at, &words::SUPPORTERS))?;
        let joined = |at: usize| at < end && self.tagged.joined(at);
        let link = people + 1;
        let linked = joined(link) && words::CAUSE_LEADS.contains(self.tagged.of(link));
        let plain = (at..people).all(|at| self.word(at).shape == Shape::Title && self.tagged.joined(at + 1));
        let mut name = link + 1;
        if linked && joined(name) && words::CAUSE_ARTICLES.contains(self.tagged.of(name)) {
            name += 1;
        }
        let capital = linked && plain && joined(name) && self.word(name).capital() && !self.breaks(name);
        if !capital || self.line.setting != Setting::Running {
            return None;
        }
        let to = self.of_phrase_end(name);
        (to > hit_end).then(|| {
            self.push(at, to, Hypothesis::Organization(EntityKind::Organization), None);
            to
        })
    }

    /// "Hogan & Hartson", "Bailey, Cole & Partners": a firm by those whose it is or was.
    pub(super) fn firm(&mut self, at: usize, end: usize, hit_end: usize) -> Option<usize> {
        let and = (at + 1..end.saturating_sub(1)).find(|at| self.tagged.of(*at) == "&")?;
        let words = (at..end).filter(|at| *at != and);
        let plain = words.clone().all(|at| {
            matches!(self.word(at).shape, Shape::Title | Shape::Mixed) && !self.word(at).is(bit::FUNCTION)
        });
        // "(Carrano & Biewener, 1999)": two authors.
        let cited = self.number_at(end)
            || end + 1 < self.line.end
                && matches!(self.tagged.of(end), "," | "(" | "[")
                && self.number_at(end + 1);
        let named = words.clone().any(|at| !self.word(at).common() && !self.word(at).is(bit::GIVEN));
        let firm = plain && named && !cited && end <= at + 5 && hit_end < end && !self.heading(at);
        firm.then(|| {
            self.push(at, end, Hypothesis::Organization(EntityKind::Company), None);
            end
        })
    }

    /// "University College" + "Cork": a university's name goes on with its town.
    pub(super) fn campus(&self, to: usize, end: usize) -> usize {
        let school = words::CAMPUS_HEADS.contains(self.tagged.of(to - 1));
        let town = self
            .lists
            .longest_at(to)
            .filter(|hit| self.lists.hits[*hit].place && self.lists.hits[*hit].end == end);
        if school && to < end && town.is_some() { end } else { to }
    }

    /// "the Republican party": a party's name with a small "party".
    pub(super) fn small_party(&mut self, at: usize, end: usize) -> Option<usize> {
        let party =
            end < self.line.end && self.tagged.joined(end) && words::PARTY.contains(self.tagged.of(end));
        let adjective = self.lists.longest_at(at).is_none_or(|hit| self.lists.hits[hit].party)
            && (at..end).all(|at| {
                self.word(at).shape == Shape::Title
                    && !self.word(at).is(bit::FUNCTION | bit::TIME | bit::GIVEN)
            });
        (party && adjective && end <= at + 4).then(|| {
            self.push(at, end + 1, Hypothesis::Organization(EntityKind::Party), None);
            end + 1
        })
    }

    pub(super) fn push_headed(&mut self, at: usize, to: usize) -> usize {
        let hypothesis = self.headed_hypothesis(at, to);
        self.push(at, to, hypothesis, None);
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
                && context::title_at(self.tagged, to, self.line.end).is_some_and(|title| title.end < end)
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
        let case_uninformative = self.heading(at) && self.lists.longest_at(at).is_none();
        (!person && content && !case_uninformative).then_some(found)
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
            if next >= self.line.end || next > at + LONGEST_ORGANIZATION || !self.tagged.joined(next) {
                break;
            }
            let link = self.tagged.of(next);
            if to > end && org && link == "," {
                let Some(more) = self.more_subjects(next).filter(|_| self.subject(to - 1)) else { break };
                to = more;
                continue;
            }
            let and = to > end && org && is_and(link) && self.goes_on_after_and(end, next + 1);
            if !and && !links(self.tagged.of(end - 1), org, link) {
                break;
            }
            next += 1;
            if next < self.line.end && words::THE.contains(self.tagged.of(next)) {
                next += 1;
            }
            let capital = next < self.line.end
                && self.tagged.joined(next)
                && self.word(next).capital()
                && !self.breaks(next);
            if !capital || words::IN.contains(self.tagged.of(to)) && self.lists.longest_at(next).is_some() {
                break;
            }
            to = self.of_phrase_end(next);
        }
        (to > end).then_some(to)
    }

    /// Whether the words after "and" still belong to the name, whose "of" stands at a token: no name of their own.
    pub(super) fn goes_on_after_and(&self, of: usize, at: usize) -> bool {
        if at >= self.line.end || !self.tagged.joined(at) {
            return false;
        }
        let word = self.word(at);
        let people = words::PARTISANS.contains(self.tagged.of(at));
        let one = of + 1 + usize::from(words::THE.contains(self.tagged.of(of + 1)));
        let place = self.lists.longest_at(one).is_some_and(|hit| self.lists.hits[hit].place);
        // "University of Miami and Apex Shark Expeditions", "Center for Policy and Center for Law".
        let other = words::HOUSES.contains(self.tagged.of(of - 1)) && place || self.another_body(at);
        people
            || self.two_places(of - 1, one, at)
            || !other
                && self.common_title(at)
                && !word.is(bit::GIVEN)
                && self.lists.longest_at(at).is_none_or(|hit| !self.lists.hits[hit].person)
    }

    pub(super) fn of_phrase_end(&self, at: usize) -> usize {
        let end = self.run_end(at);
        let title = (at + 1..end).find(|to| {
            context::title_at(self.tagged, *to, self.line.end)
                .is_some_and(|title| title.end < end || *to > at + 1 && !self.word(*to).is(bit::ORG_END))
        });
        // "Department of Homeland Security" + "'s Assistance", but "Office of Women's Health".
        let owner = (at + 1..end).find(|to| {
            words::POSSESSIVES.contains(self.tagged.of(*to))
                && !words::OWNERS.contains(self.tagged.of(*to - 1))
        });
        let end = title.unwrap_or(end).min(owner.unwrap_or(end));
        let listed = self.lists.longest_at(at).map_or(at + 1, |hit| self.lists.hits[hit].end);
        end.max(listed)
    }

    pub(super) fn headed_hypothesis(&self, at: usize, to: usize) -> Hypothesis {
        let head = (at..to).rev().find(|at| self.word(*at).is(bit::ORG_END | bit::PLACE_END));
        let first_of = (at..to).find(|at| words::HEAD_LINKS.contains(self.tagged.of(*at)));
        let head = first_of
            .filter(|of| *of > at)
            .map(|of| of - 1)
            .filter(|of| self.word(*of).is(bit::ORG_HEAD | bit::PLACE_HEAD))
            .or(head);
        match head.map(|at| self.word(at).facts) {
            Some(facts) if facts.is(bit::ORG_END) => {
                Hypothesis::Organization(facts.kind.unwrap_or(EntityKind::Organization))
            }
            Some(facts) if facts.is(bit::PLACE_END) => Hypothesis::Place,
            _ => Hypothesis::Organization(EntityKind::Organization),
        }
    }
}

/// Whether a word ties what follows to a head, of an organisation or (`org` is false) of a place.
fn links(head: &str, org: bool, link: &str) -> bool {
    words::OF.contains(link)
        || org
            && (words::FOR.contains(link)
                || words::SUBJECT_LINKS.contains(link) && !words::HOUSES.contains(head))
}
