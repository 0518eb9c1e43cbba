//! Cuts a sentence's runs of capitals into chunks: titles, listed names, people, organisations, places.

mod nouns;
mod organizations;
mod people;
mod places;
mod subjects;
mod things;
mod titles;
mod unknown;

use crate::chunk::{Chunk, Hypothesis, Wanted};
use crate::context::{self};
use crate::gazetteer_hits::Lists;
use crate::lexicon::{bit, lexicon};
use crate::shape::Shape;
use crate::tagged_text::{Line, Setting, TaggedText, Word};
use crate::words;
use sayso_core::{Span, TokenKind};
use sayso_lexicon::WordSet;

/// Places with a smaller prior may be a part of a person's name: some 400,000 people.
const SMALL_TOWN: f32 = 0.35;
/// Longest name of a person, in words.
const LONGEST_PERSON: usize = 5;
/// Longest run of capitals that is looked at as one; keeps the time linear on any text.
const LONGEST_RUN: usize = 48;
/// Titles in a row: "Chairman and Chief Executive".
const MOST_TITLES: u8 = 3;
/// Longest name of an organisation put together by rule, in words.
const LONGEST_ORGANIZATION: usize = 14;

/// Finds the chunks of one line.
pub(crate) struct Chunker<'p, 'a> {
    pub(crate) tagged: &'p TaggedText<'a>,
    pub(crate) lists: &'p Lists,
    pub(crate) out: &'p mut Vec<Chunk>,
    line: Line,
}

impl<'p, 'a> Chunker<'p, 'a> {
    pub(crate) fn cut(tagged: &'p TaggedText<'a>, lists: &'p Lists, line: Line, out: &'p mut Vec<Chunk>) {
        let mut cutter = Self { tagged, lists, out, line };
        let mut at = line.first;
        while at < line.end {
            at = cutter.step(at);
        }
    }

    fn word(&self, at: usize) -> &'p Word {
        &self.tagged.words[at]
    }

    /// Whether capitals prove nothing at a token: a heading of any kind.
    fn heading(&self, at: usize) -> bool {
        self.line.setting != Setting::Running || self.word(at).all_caps
    }

    /// Handles what begins at a token and gives the token to go on from.
    fn step(&mut self, at: usize) -> usize {
        let word = self.word(at);
        if word.span.len() > 9 && self.age(at) {
            return at + 1;
        }
        if !word.capital()
            || word.shape == Shape::Mixed
                && self.tagged.of(at).starts_with(|c: char| c.is_lowercase())
                && self.tagged.of(at).contains('-')
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
        if let Some(end) = context::event_end(self.tagged, self.lists, at, self.line.first, self.line.end) {
            let first = if self.number_at(at - 1) { at - 1 } else { at };
            self.push(first, end, Hypothesis::Event, None);
            return end;
        }
        let end = self.run_end(at);
        self.run(at, end).max(at + 1)
    }

    /// "Fifteen-year-old" at a sentence's start.
    fn age(&self, at: usize) -> bool {
        words::AGE_ENDINGS.ends(self.tagged.of(at), 0)
    }

    /// One past the last token of the run of capitals that begins at `at`.
    fn run_end(&self, at: usize) -> usize {
        let mut end = at + 1;
        while end < self.line.end.min(at + LONGEST_RUN) && self.tagged.joined(end) {
            let word = self.word(end);
            if word.capital() {
                if self.breaks(end) || self.word(end - 1).compound {
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
        if word.all_caps != self.word(at - 1).all_caps {
            return true;
        }
        if word.is(bit::TIME) {
            // "Theresa May", "April Smith": a month after a given name; "in Virginia Friday".
            let weekday = words::WEEKDAY_ENDINGS.ends(self.tagged.of(at), 0);
            return weekday || !self.word(at - 1).is(bit::GIVEN) || self.number_at(at + 1);
        }
        let initial = word.shape == Shape::Initial && word.span.len() == 2;
        word.is(bit::FUNCTION)
            && !initial
            && (word.shape != Shape::Upper || self.line.setting == Setting::AllCapitals)
            && !word.is(bit::PARTICLE)
            // "TO" is a surname, but hardly in a heading.
            && (self.heading(at) || !word.is(bit::GIVEN | bit::SURNAME))
    }

    fn number_at(&self, at: usize) -> bool {
        at < self.line.end && self.word(at).shape == Shape::Number
    }

    /// A particle or "&" between two capitals: the token after the second capital's start.
    fn bridge(&self, at: usize) -> Option<usize> {
        // Most runs have none near enough, which is seen at once.
        if !self.tagged.words[..self.line.end].iter().skip(at + 1).take(2).any(Word::capital) {
            return None;
        }
        let mut next = at;
        while next < self.line.end && next < at + 2 && self.tagged.joined(next) {
            let text = self.tagged.of(next);
            let bridges = text == "&"
                || self.word(next).shape == Shape::Lower && is_particle(self.word(next))
                || matches!(text.as_bytes().first(), Some(b'\'' | 0xE2)) && self.possessive_inside(next);
            if !bridges {
                break;
            }
            next += 1;
        }
        let capital = next > at
            && next < self.line.end
            && self.tagged.joined(next)
            && self.word(next).capital()
            && !self.word(next).is(bit::NO_NAME);
        capital.then_some(next + 1)
    }

    /// "People's Republic", "Children's Hospital": a possessive of a common word goes on a name.
    fn possessive_inside(&self, at: usize) -> bool {
        let owner = self.word(at - 1);
        let capital = at + 1 < self.line.end && self.word(at + 1).capital() && self.tagged.joined(at + 1);
        capital
            && owner.shape == Shape::Title
            && owner.facts.small >= 30
            && !owner.is(bit::NO_NAME | bit::GIVEN)
            && lexicon().title(owner.key).is_none()
            && (words::POSSESSIVES.contains(self.tagged.of(at))
                // "Bishops' Conference".
                || matches!(self.tagged.of(at), "'" | "’") && plural_owner(self.tagged.of(at - 1)))
    }

    /// Cuts one run; gives the token to go on from.
    fn run(&mut self, first: usize, end: usize) -> usize {
        let mut at = first;
        let mut end = end;
        while at < end {
            let next = self.cut_one(at, end);
            // A chunk may reach past its run ("Department of …"); the rest of that run is cut too.
            if next > end {
                end = if next < self.line.end
                    && self.tagged.joined(next)
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

    /// Cuts the chunk that begins at `at`; gives the token after it.
    fn cut_one(&mut self, at: usize, end: usize) -> usize {
        let hit = self.lists.longest_at(at);
        let hit_end = hit.map_or(at, |hit| self.lists.hits[hit].end);
        if hit.is_none() && !self.word(at).capital() {
            return at + 1;
        }
        if let Some(next) = self.storm(at).or_else(|| self.ship(at, end)) {
            return next;
        }
        if self.word(end - 1).compound {
            return match hit {
                Some(hit) if hit_end <= end => self.push_hit(hit, None),
                _ => at + 1,
            };
        }
        if let Some(next) = self.subjects_and_head(at) {
            return next;
        }
        if let Some(found) = context::title_at(self.tagged, at, self.line.end)
            && let Some(next) = self.after_title(at, found, hit_end, MOST_TITLES)
        {
            return next;
        }
        if let Some(next) = self.thing(at, end, hit_end).or_else(|| self.team(at, end)) {
            return next;
        }
        if let Some(next) =
            self.small_party(at, end).or_else(|| self.small_place(at, end)).or_else(|| self.the_west(at, end))
        {
            return next;
        }
        if let Some(next) = self.named_by_noun(at, end, hit_end) {
            return next;
        }
        let word = self.word(at);
        if self.is_one_of(at, &words::FAITHS)
            && let Some(next) = self.headed(at, end, hit_end)
        {
            return next;
        }
        if word.is(bit::NO_NAME)
            && !self.named_after_all(at, end)
            && !hit.is_some_and(|hit| self.outweighs(hit, at))
        {
            return at + 1;
        }
        if let Some(next) = self.spelled_out(at, hit_end).or_else(|| self.supporters(at, hit_end)) {
            return next;
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
        if let Some(next) = self.headed(at, end, hit_end).or_else(|| self.firm(at, end, hit_end)) {
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

    /// Whether a token is one of these words, which are among those that the lexicon marks.
    fn is_one_of(&self, at: usize, words: &WordSet) -> bool {
        self.word(at).is(bit::LISTED) && words.contains(self.tagged.of(at))
    }

    fn after_the(&self, at: usize) -> bool {
        at > self.line.first && words::THE.contains(self.tagged.of(at - 1))
    }

    fn push_hit(&mut self, hit: usize, title: Option<Span>) -> usize {
        let found = self.lists.hits[hit];
        if found.place && self.half_of_word(hit) {
            self.push(found.first, found.end, Hypothesis::Place, None);
            return found.end;
        }
        let title = title.or_else(|| {
            found.person.then(|| context::title_before(self.tagged, found.first, self.line.first)).flatten()
        });
        let wanted = self.wanted(found.first, found.end, title.is_some());
        self.out.push(Chunk {
            span: found.span,
            first: found.first,
            end: found.end,
            hypothesis: Hypothesis::Listed(hit),
            title,
            gender: None,
            wanted,
            case_uninformative: self.word(found.first).case_uninformative,
            class: None,
            confidence: 0.0,
        });
        // Several names in one hyphenated word: "Moscow-Beijing".
        for more in self.lists.inside(found.end - 1, found.span.end) {
            let other = self.lists.hits[more];
            self.out.push(Chunk {
                span: other.span,
                hypothesis: Hypothesis::Listed(more),
                title: None,
                ..self.out[self.out.len() - 1]
            });
        }
        found.end.max(found.first + 1)
    }

    fn push(&mut self, first: usize, end: usize, hypothesis: Hypothesis, title: Option<Span>) {
        self.push_full(first, end, hypothesis, title, None, false);
    }

    fn push_full(
        &mut self,
        first: usize,
        end: usize,
        hypothesis: Hypothesis,
        title: Option<Span>,
        gender: Option<sayso_core::Gender>,
        person: bool,
    ) {
        let wanted = self.wanted(first, end, person || title.is_some());
        let case_uninformative = self.word(first).case_uninformative;
        let span = match hypothesis {
            Hypothesis::Listed(hit) => self.lists.hits[hit].span,
            _ => self.tagged.span(first, end),
        };
        self.out.push(Chunk {
            span,
            first,
            end,
            hypothesis,
            title,
            gender,
            wanted,
            case_uninformative,
            class: None,
            confidence: 0.0,
        });
    }

    fn wanted(&self, first: usize, end: usize, person: bool) -> Wanted {
        Wanted {
            person: person || context::person_after(self.tagged, end, self.line.end),
            place: context::place_before(self.tagged, first, self.line.first),
            deed: context::deed_after(self.tagged, end, self.line.end),
            times: 0,
        }
    }
}

/// "and" in either spelling.
fn is_and(text: &str) -> bool {
    text == "&" || words::AND.contains(text)
}

/// Whether several own something: "Bishops'", but not "United States'".
fn plural_owner(word: &str) -> bool {
    word.ends_with('s') && !words::LANDS_IN_THE_PLURAL.contains(word)
}

fn is_particle(word: &Word) -> bool {
    word.span.len() <= 5 && lexicon().facts(word.key).is(bit::PARTICLE)
}

impl Word {
    /// Whether the token is a plain word in small letters.
    fn shape_lower_only(&self) -> bool {
        self.shape == Shape::Lower && self.kind == TokenKind::Word
    }
}
