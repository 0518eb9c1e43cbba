//! The tagger proposes, and the rules' chunks give way to it: the chunks of the second reading.

use super::{Found, Proposal, Tagging};
use crate::chunk::{Chunk, Hypothesis, Wanted};
use crate::context;
use crate::gazetteer_hits::{IndexedGazetteer, Lists};
use crate::lexicon::bit;
use crate::shape::Shape;
use crate::tagged_text::TaggedText;
use crate::words;
use sayso_core::{EntityKind, MentionForm, Span};
use sayso_model::NameClass;

/// A rule's chunk goes where the tagger is so sure that no name is there.
const SURELY_NONE: f32 = 0.8;

/// Per cent of a word's uses in small letters from which on it is no name behind an article.
const COMMON_BEHIND_ARTICLE: u8 = 30;

/// The tagger outweighs a given name from this probability on.
const SURE: f32 = 0.9;

/// And one that hardly anything speaks for, here.
const PROBABLY_NONE: f32 = 0.5;

/// What chunks are merged from.
pub(crate) struct Merger<'p, 'a> {
    pub(crate) names: &'p IndexedGazetteer,
    pub(crate) tagged: &'p TaggedText<'a>,
    pub(crate) lists: &'p Lists,
    pub(crate) tagging: &'p Tagging,
    pub(crate) found: &'p [Found],
}

impl Merger<'_, '_> {
    /// The chunks of the second reading, in text order, from those of the first, which `found` counts.
    pub(crate) fn merge(&self, chunks: &[Chunk], out: &mut Vec<Chunk>) {
        out.clear();
        let mut next = 0;
        let mut found = self.found.iter().peekable();
        let mut proposals = self.tagging.proposals.iter().peekable();
        loop {
            // Chunks that end before the next proposal begins.
            let until = proposals.peek().map_or(usize::MAX, |proposal| proposal.first);
            while let Some(chunk) = chunks.get(next).filter(|chunk| chunk.end <= until) {
                let decided = found.next_if(|found| found.chunk == next);
                if self.stays(chunk, decided) {
                    out.push(*chunk);
                }
                next += 1;
            }
            let Some(proposal) = proposals.next() else { break };
            let first = next;
            // The last chunk may reach into the next proposal, too.
            while let Some(chunk) = chunks.get(next).filter(|chunk| chunk.first < proposal.end) {
                if chunk.end > proposal.end && proposals.peek().is_some_and(|after| chunk.end > after.first) {
                    break;
                }
                next += 1;
            }
            let rules: Vec<(&Chunk, Option<&Found>)> = (first..chunks.len())
                .take_while(|at| chunks[*at].first < proposal.end)
                .map(|at| (&chunks[at], self.found_in(at)))
                .collect();
            while found.next_if(|found| found.chunk < next).is_some() {}
            self.settle(proposal, &rules, out);
        }
    }

    /// What the rules found a chunk to be.
    fn found_in(&self, chunk: usize) -> Option<&Found> {
        self.found.binary_search_by_key(&chunk, |found| found.chunk).ok().map(|at| &self.found[at])
    }

    /// Whether a chunk that no proposal touches is kept.
    fn stays(&self, chunk: &Chunk, decided: Option<&Found>) -> bool {
        let tags = &self.tagging.tags[chunk.first..chunk.end];
        let outside = tags.iter().map(|tag| tag.outside).fold(1.0, f32::min);
        let demonym = decided.is_some_and(|found| found.form == MentionForm::Demonym);
        let country = decided.is_some_and(|found| found.kind == EntityKind::Country);
        // A surname that nothing but the table of surnames tells of.
        let weak = decided.is_some_and(|found| {
            found.kind == EntityKind::Person
                && !found.listed
                && found.title.is_none()
                && chunk.end == chunk.first + 1
        });
        let bound = if weak { PROBABLY_NONE } else { SURELY_NONE };
        demonym || country || self.inside_a_word(chunk) || outside < bound
    }

    /// "Russia" in "Russia-backed".
    fn inside_a_word(&self, chunk: &Chunk) -> bool {
        let words = &self.tagged.words;
        let whole = words[chunk.first].span.join(words[chunk.end.max(chunk.first + 1) - 1].span);
        chunk.span.len() < whole.len()
    }

    /// What becomes of a proposal among the rules' chunks that it touches.
    fn settle(&self, proposal: &Proposal, rules: &[(&Chunk, Option<&Found>)], out: &mut Vec<Chunk>) {
        // Names in a hyphenated word are the rules' affair.
        let inside = rules.iter().any(|(chunk, found)| found.is_some() && self.inside_a_word(chunk));
        if inside {
            out.extend(
                rules.iter().filter(|(chunk, _)| chunk.first >= proposal.first).map(|(chunk, _)| **chunk),
            );
            return;
        }
        if let Some((chunk, _)) =
            rules.iter().find(|(chunk, found)| found.is_some_and(|found| self.holds(chunk, found, proposal)))
        {
            if out.last().is_none_or(|last| last.span != chunk.span) {
                out.push(**chunk);
            }
            return;
        }
        // "Congresswoman Val Demings": the title is no part of the name.
        let titled = |chunk: &Chunk, found: &Found| {
            chunk.end == proposal.end && chunk.first > proposal.first && found.title.is_some()
        };
        if proposal.class == NameClass::Person
            && let Some((chunk, _)) =
                rules.iter().find(|(chunk, found)| found.is_some_and(|found| titled(chunk, found)))
        {
            let (class, confidence) = (Some(proposal.class), proposal.confidence);
            out.push(Chunk { class, confidence, ..**chunk });
            return;
        }
        if person_of_place(proposal, rules) {
            out.extend(rules.iter().map(|(chunk, _)| **chunk));
            return;
        }
        if rules.iter().all(|(_, found)| found.is_none())
            && (self.doubtful(proposal) || self.is_adjective(proposal))
        {
            return;
        }
        let same = rules.iter().find(|(chunk, _)| self.same(chunk, proposal));
        // A country is one, whatever it does.
        let country = |found: &Found| {
            found.kind == EntityKind::Country && proposal.class == NameClass::Organization && !proposal.team
        };
        if let Some((chunk, Some(found))) = same
            && country(found)
        {
            out.push(**chunk);
            return;
        }
        if let Some((chunk, Some(found))) = same
            && agree(proposal.class, found)
        {
            let class = (found.form != MentionForm::Demonym).then_some(proposal.class);
            out.push(Chunk { class, confidence: proposal.confidence, ..**chunk });
            return;
        }
        if proposal.class == NameClass::Other {
            if Self::of_people(proposal, rules) {
                out.extend(rules.iter().map(|(chunk, _)| **chunk));
                return;
            }
            if self.mere_word(proposal) {
                return;
            }
        }
        let title = rules.iter().filter_map(|(chunk, _)| chunk.title).find(|title| {
            let span = self.tagged.span(proposal.first, proposal.end);
            title.end <= span.start || title.start >= span.end
        });
        out.push(self.chunk(proposal, title));
    }

    /// Whether a chunk has the words of a proposal; an article before them makes no difference ("the Times").
    fn same(&self, chunk: &Chunk, proposal: &Proposal) -> bool {
        let article =
            || chunk.first + 1 == proposal.first && words::THE.contains(self.tagged.of(chunk.first));
        chunk.end == proposal.end && (chunk.first == proposal.first || article())
    }

    /// Whether what the rules found holds against a proposal inside it: events, cases at law and shows named for somebody,
    /// somebody behind a title, bodies of several subjects, small nouns of places, addresses of sites.
    fn holds(&self, chunk: &Chunk, found: &Found, proposal: &Proposal) -> bool {
        let same = self.same(chunk, proposal);
        if chunk.first > proposal.first || chunk.end < proposal.end {
            return false;
        }
        // "Martin Luther King, Jr."
        if found.kind == EntityKind::Person && proposal.class == NameClass::Person {
            return !same
                && chunk.first == proposal.first
                && self.tagged.words[chunk.end - 1].is(bit::SUFFIX);
        }
        let enumerates = || (chunk.first..chunk.end).any(|at| self.tagged.of(at) == ",");
        match chunk.hypothesis {
            Hypothesis::Event => true,
            // "Ostby Courier".
            Hypothesis::Organization(EntityKind::Outlet) if same => true,
            Hypothesis::Organization(_) if same => {
                proposal.class == NameClass::Other && words::SUPPORTERS.contains(self.tagged.of(chunk.first))
            }
            Hypothesis::Organization(_) => enumerates(),
            Hypothesis::Place if same => words::BASES.contains(self.tagged.of(chunk.first)),
            Hypothesis::Place => self.tagged.words[chunk.end - 1].shape == Shape::Lower,
            _ if same && found.kind == EntityKind::Person && proposal.class != NameClass::Person => {
                found.title.is_some() || self.of_party(proposal) || self.given_name(chunk, proposal)
            }
            _ => same && proposal.class == NameClass::Other && self.is_address(chunk),
        }
    }

    /// "Roe, D-Ore.".
    fn of_party(&self, proposal: &Proposal) -> bool {
        let comma =
            self.tagged.words.get(proposal.end).is_some_and(|word| word.span.of(self.tagged.text) == ",");
        comma && context::in_party(self.tagged, proposal.end + 1, self.tagged.words.len())
    }

    /// "Mina Rao", "Dervla Venn, a neighbor": a given name and another word, or words behind that want a person, where the tagger
    /// is not sure of anything else.
    fn given_name(&self, chunk: &Chunk, proposal: &Proposal) -> bool {
        let given = self.tagged.words[chunk.first].is(bit::GIVEN) || chunk.wanted.person;
        chunk.hypothesis == Hypothesis::Person && given && proposal.probability < SURE
    }

    /// "Znak.com".
    fn is_address(&self, chunk: &Chunk) -> bool {
        let top = chunk.span.of(self.tagged.text).rsplit_once('.');
        top.is_some_and(|(_, top)| words::TOP_DOMAINS.contains(top))
    }

    /// "the Bay", "Bill them": a common word where its capital tells little, which the rules took for nobody.
    fn doubtful(&self, proposal: &Proposal) -> bool {
        let word = &self.tagged.words[proposal.first];
        let article = proposal.first > 0 && words::ANY_ARTICLE.contains(self.tagged.of(proposal.first - 1));
        let little = word.case_uninformative || self.tagged.written_small(proposal.first);
        proposal.end == proposal.first + 1
            && word.shape == Shape::Title
            && (word.is(bit::FUNCTION) && !word.is(bit::GIVEN | bit::SURNAME)
                || word.common() && little
                || article && word.facts.small >= COMMON_BEHIND_ARTICLE)
    }

    /// "Catholic", "Indigenous": capitalised words that are no body, which the rules know.
    fn is_adjective(&self, proposal: &Proposal) -> bool {
        let body = self.lists.longest_at(proposal.first).is_some_and(|hit| {
            let hit = &self.lists.hits[hit];
            hit.first + 1 == hit.end && !hit.demonym && !hit.party
        });
        !body
            && proposal.class == NameClass::Organization
            && proposal.end == proposal.first + 1
            && self.tagged.words[proposal.first].shape == Shape::Title
            && self.tagged.words[proposal.first].is(bit::OTHER)
    }

    /// "Russian", "Democrats": a people or followers, which are no thing.
    fn of_people(proposal: &Proposal, rules: &[(&Chunk, Option<&Found>)]) -> bool {
        let single = proposal.end == proposal.first + 1;
        let followers =
            |found: &Found| found.form == MentionForm::Demonym || found.kind == EntityKind::Party && single;
        rules.iter().any(|(_, found)| found.is_some_and(followers))
    }

    /// "Jewish", "Western": a word that names no thing by itself.
    fn mere_word(&self, proposal: &Proposal) -> bool {
        let word = &self.tagged.words[proposal.first];
        let demonym = self.lists.longest_at(proposal.first).is_some_and(|hit| self.lists.hits[hit].demonym);
        proposal.end == proposal.first + 1 && (word.is(bit::NO_NAME) || word.common() || demonym)
    }

    fn chunk(&self, proposal: &Proposal, title: Option<Span>) -> Chunk {
        let (first, end) = (proposal.first, proposal.end);
        let line = self.tagged.line_of(first);
        let hypothesis = self.hypothesis(proposal);
        let person = proposal.class == NameClass::Person;
        let title =
            title.or_else(|| context::title_before(self.tagged, first, line.first)).filter(|_| person);
        Chunk {
            span: self.tagged.span(first, end),
            first,
            end,
            hypothesis,
            title,
            gender: if person { context::given_gender(&self.tagged.words[first]) } else { None },
            wanted: Wanted {
                person,
                place: context::place_before(self.tagged, first, line.first),
                deed: context::deed_after(self.tagged, end, line.end),
                times: 0,
            },
            case_uninformative: self.tagged.words[first].case_uninformative,
            class: Some(proposal.class),
            confidence: proposal.confidence,
        }
    }

    fn hypothesis(&self, proposal: &Proposal) -> Hypothesis {
        let (first, end) = (proposal.first, proposal.end);
        let listed = self.lists.longest_at(first).filter(|hit| {
            let hit = &self.lists.hits[*hit];
            let candidates = self.names.candidates(hit.form);
            hit.end == end
                && candidates
                    .iter()
                    .any(|candidate| fits(proposal.class, self.names.known(candidate.entry).kind))
        });
        if let Some(hit) = listed {
            return Hypothesis::Listed(hit);
        }
        let single = end == first + 1;
        match proposal.class {
            NameClass::Person if single => Hypothesis::PersonPart,
            NameClass::Person => Hypothesis::Person,
            NameClass::Organization | NameClass::Other if single => Hypothesis::Open,
            NameClass::Organization => Hypothesis::Organization(self.kind(first, end)),
            NameClass::Place => Hypothesis::Place,
            NameClass::Other => Hypothesis::Event,
        }
    }

    /// The kind of an organisation by its head or ending.
    fn kind(&self, first: usize, end: usize) -> EntityKind {
        let kinds = (first..end).rev().map(|at| self.tagged.words[at].facts.kind);
        kinds.flatten().next().unwrap_or(EntityKind::Organization)
    }
}

/// "Karsten Warholm of Norway", "Vermont Jane Roe": the rules found a full name and a place in what is proposed as one name.
fn person_of_place(proposal: &Proposal, rules: &[(&Chunk, Option<&Found>)]) -> bool {
    let inside = |chunk: &Chunk| chunk.first >= proposal.first && chunk.end <= proposal.end;
    let mut found = rules.iter().filter(|(chunk, _)| inside(chunk)).filter_map(|(_, found)| *found);
    let full_name = |found: &Found| found.kind == EntityKind::Person && found.end > found.first + 1;
    let (Some(one), Some(two), None) = (found.next(), found.next(), found.next()) else { return false };
    let whole = one.first == proposal.first && two.end == proposal.end;
    whole && (full_name(one) && two.kind.is_place() || one.kind.is_place() && full_name(two))
}

/// Whether an entity of this kind is of the class.
pub(crate) fn fits(class: NameClass, kind: EntityKind) -> bool {
    match class {
        NameClass::Person => kind == EntityKind::Person,
        NameClass::Organization => kind.is_organization(),
        NameClass::Place => kind.is_place(),
        NameClass::Other => kind == EntityKind::Other,
    }
}

/// Whether the rules found a name of the class.
fn agree(class: NameClass, found: &Found) -> bool {
    if found.form == MentionForm::Demonym { class == NameClass::Other } else { fits(class, found.kind) }
}
