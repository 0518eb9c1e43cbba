//! Words that only the rest of the article explains.

use super::brackets::is_acronym;
use super::{Decision, Resolver};
use crate::chunk::{Chunk, Hypothesis, Wanted};
use crate::lexicon::bit;
use crate::shape::Shape;
use crate::words;
use rustc_hash::FxHashMap;
use sayso_core::{EntityKind, MentionForm, PartKind};
use sayso_lexicon::WordSet;
use sayso_model::NameClass;

/// Letters of an acronym that nothing but its capitals tells of.
const LONGEST_ACRONYM: usize = 6;

impl Resolver<'_, '_> {
    /// "the Committee", "the Court": the organisation named before with this head, or a body that needs no more.
    pub(super) fn generic(&mut self, chunk: &Chunk) -> Option<Decision> {
        let word = &self.tagged.words[chunk.first];
        if !word.is(bit::ORG_HEAD)
            || word.shape != Shape::Title
            || chunk.case_uninformative
            || !self.after_article(chunk)
        {
            return None;
        }
        // "the University of Osek" is another one.
        let of = |at: usize| self.tagged.words.get(at).map_or("", |word| word.span.of(self.tagged.text));
        if words::OF.contains(of(chunk.end)) {
            return None;
        }
        if let Some(known) = self.entity_table.by_head(word.key) {
            return Decision::new(known, MentionForm::Short, 0.7);
        }
        let written = self.text(chunk);
        words::KNOWN_BODIES.contains(written).then(|| self.named(chunk, EntityKind::Agency, 0.4))?
    }

    /// What any of the places where the article has these words wants them to be.
    pub(super) fn vote(&mut self) {
        // For each wording: times in all, times wanted as a person, as a place, times that it did something.
        let mut votes: FxHashMap<&str, [u16; 4]> = FxHashMap::default();
        for chunk in self.chunks.iter().filter(|chunk| chunk.hypothesis == Hypothesis::Open) {
            let [times, person, place, deed] = votes.entry(chunk.span.of(self.tagged.text)).or_default();
            *times = times.saturating_add(1);
            *person = person.saturating_add(chunk.wanted.person.into());
            *place = place.saturating_add(chunk.wanted.place.into());
            *deed = deed.saturating_add(chunk.wanted.deed.into());
        }
        for chunk in self.chunks.iter_mut().filter(|chunk| chunk.hypothesis == Hypothesis::Open) {
            let [times, person, place, deed] =
                votes.get(chunk.span.of(self.tagged.text)).copied().unwrap_or_default();
            let votes_for_place = place;
            let place = person == 0 && place > 0 && u32::from(place) * 2 >= u32::from(times);
            // Who is also somewhere that things are "in" is hardly a person.
            let inside = votes_for_place > 0 && person == 0;
            chunk.wanted = Wanted { person: person > 0, place, deed: deed > 0 && !inside, times };
        }
    }

    pub(super) fn open(&mut self, chunk: &Chunk) -> Option<Decision> {
        let written = self.text(chunk);
        if let Some(known) =
            self.entity_table.by_alias(written).filter(|known| !self.is_named_after(*known, written))
        {
            let form = if is_acronym(written) { MentionForm::Acronym } else { MentionForm::Short };
            return Decision::new(known, form, 0.85);
        }
        if self.entity_table.is_term(written) {
            return None;
        }
        match chunk.class {
            Some(NameClass::Person) => return self.person_part(chunk),
            Some(NameClass::Organization) => return self.dwellers(chunk).or_else(|| self.generic(chunk)),
            Some(_) => return self.generic(chunk),
            None => {}
        }
        let single = chunk.end == chunk.first + 1;
        if let Some(known) = self.entity_table.by_surname(written) {
            return Decision::new(known, MentionForm::Short, 0.9);
        }
        if single && let Some(known) = self.entity_table.by_given_name(written) {
            return Decision::new(known, MentionForm::Short, 0.7);
        }
        if chunk.case_uninformative && self.tagged.written_small(chunk.first) || self.heading(chunk) {
            return None;
        }
        if single { self.open_word(chunk) } else { self.open_words(chunk) }
    }

    /// Whether a chunk stands in a place where capitals prove nothing.
    pub(super) fn heading(&self, chunk: &Chunk) -> bool {
        matches!(
            self.tagged.part(chunk.first),
            Some(PartKind::Section | PartKind::Headline | PartKind::Subhead)
        )
    }

    pub(super) fn open_word(&mut self, chunk: &Chunk) -> Option<Decision> {
        let word = &self.tagged.words[chunk.first];
        let written = self.text(chunk);
        if let Some(decision) =
            self.generic(chunk).or_else(|| self.postal(chunk)).or_else(|| self.dwellers(chunk))
        {
            return Some(decision);
        }
        if word.is(bit::PLACE_MOD) || written.starts_with(char::is_lowercase) {
            return None;
        }
        if domain(written) {
            let entity = self.entity_table.unlisted(EntityKind::Organization, written);
            return Decision::new(entity, MentionForm::Full, 0.7);
        }
        if camel(written) && !word.is(bit::NO_NAME) {
            return Decision::new(
                self.entity_table.unlisted(EntityKind::Organization, written),
                MentionForm::Full,
                0.5,
            );
        }
        let named = chunk.wanted.person
            && word.is(bit::SURNAME)
            && !chunk.case_uninformative
            && !self.mere_word(chunk)
            && !self.tagged.written_small(chunk.first);
        let common = word.common() && !named;
        if word.is(bit::NO_NAME) || common || written.chars().count() < 2 {
            return None;
        }
        let kind = if word.shape == Shape::Upper {
            let number = self.tagged.words.get(chunk.end).is_some_and(|next| next.shape == Shape::Number);
            let model = self.tagged.text[chunk.span.end as usize..].starts_with('-');
            let acronym = is_acronym(written)
                && written.len() <= LONGEST_ACRONYM
                && (!chunk.case_uninformative || self.entity_table.has_organization(written))
                && !word.common()
                && !number
                && !model
                && !written.contains('-');
            acronym.then_some((EntityKind::Organization, MentionForm::Acronym, 0.5))?
        } else if word.is(bit::ORG_END | bit::PLACE_END | bit::THING_END)
            && (!word.is(bit::SURNAME) || self.after_article(chunk))
            || self.disease(chunk)
        {
            return None;
        } else if chunk.wanted.person && (word.facts.small < 30 || word.is(bit::GIVEN | bit::SURNAME)) {
            (EntityKind::Person, MentionForm::Short, 0.6)
        } else if chunk.wanted.place && !chunk.case_uninformative {
            (EntityKind::Place, MentionForm::Full, 0.5)
        } else if word.is(bit::GIVEN | bit::SURNAME) && word.facts.small < 30 && !written.contains('-') {
            (EntityKind::Person, MentionForm::Short, 0.5)
        } else if chunk.wanted.deed
            && (chunk.wanted.times >= 2 && !chunk.case_uninformative || word.facts.small == 0)
            && word.facts.small < 30
            && word.shape == Shape::Title
            && !written.contains('-')
            && !self.after_article(chunk)
        {
            (EntityKind::Person, MentionForm::Short, 0.3)
        } else {
            return None;
        };
        let entity = self.entity_table.unlisted(kind.0, written);
        Decision::new(entity, kind.1, kind.2)
    }

    /// "the Bay", "Bank", "Justice": a word of the language that happens to be somebody's surname, too.
    pub(super) fn mere_word(&self, chunk: &Chunk) -> bool {
        let word = &self.tagged.words[chunk.first];
        let head = word.is(bit::ORG_END | bit::PLACE_END | bit::TITLE | bit::THING_END);
        chunk.end == chunk.first + 1
            && (word.facts.small >= 75
                || head && word.facts.small >= 30
                || self.after_article(chunk) && word.facts.small >= 20)
    }

    /// "Parkinson's disease".
    pub(super) fn disease(&self, chunk: &Chunk) -> bool {
        let word = |at: usize| self.tagged.words.get(at).map(|word| word.span.of(self.tagged.text));
        let is_of = |at: usize, set: &WordSet| word(at).is_some_and(|word| set.contains(word));
        is_of(chunk.end, &words::POSSESSIVES)
            && (words::EPONYMS.contains(self.text(chunk)) || is_of(chunk.end + 1, &words::DISEASES))
    }

    pub(super) fn after_article(&self, chunk: &Chunk) -> bool {
        chunk.first > 0 && words::ANY_ARTICLE.contains(self.tagged.of(chunk.first - 1))
    }

    pub(super) fn open_words(&mut self, chunk: &Chunk) -> Option<Decision> {
        let words = &self.tagged.words[chunk.first..chunk.end];
        let common = words.iter().filter(|word| word.common()).count();
        // "North Karnataka", "East Londonderry".
        let side = words.len() == 2 && words[0].is(bit::PLACE_MOD) && words[1].shape == Shape::Title;
        let kind = if side && !words[1].common() && !words[1].is(bit::NO_NAME) {
            EntityKind::Place
        } else if chunk.wanted.person && common == 0 {
            EntityKind::Person
        } else if chunk.wanted.place && common == 0 {
            EntityKind::Place
        } else if common == 0 {
            EntityKind::Organization
        } else {
            return None;
        };
        self.named(chunk, kind, 0.5)
    }
}

/// "Znak.com": the address of a site is the name of whose it is.
fn domain(text: &str) -> bool {
    let labels = |text: &str| {
        text.split('.')
            .all(|label| label.len() > 1 && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
    };
    text.rsplit_once('.').is_some_and(|(name, top)| words::TOP_DOMAINS.contains(top) && labels(name))
}

/// "YouTube", "MoveOn": a capital inside a word, and no "Mc" or "O'" before it.
fn camel(text: &str) -> bool {
    let mut before = ' ';
    let inner = text.char_indices().any(|(at, c)| {
        let inner = at > 0 && c.is_uppercase() && before.is_lowercase();
        before = c;
        inner
    });
    inner && !words::NAME_PREFIXES.iter().any(|prefix| text.starts_with(prefix))
}
