//! Private people with a famous name: what the article says of them contradicts the list.
//!
//! "Tim Cook, a plumber", "Boris Johnson, 34": a calling, an age or a home that the listed bearer cannot have makes
//! somebody new. Members of legislatures, whose names are the commonest of the lists, are linked only where the article
//! has something to do with one. A title that fits the list outweighs it all. A user's own lists are taken at their word.

use super::office::is_office;
use super::{Decision, Resolver};
use crate::chunk::Chunk;
use crate::entity_table::single_spaced;
use crate::words;
use rustc_hash::FxHashMap;
use sayso_core::{Entity, EntityKind, MentionForm};
use sayso_gazetteer::{Entry, EntryIndex};
use std::cell::OnceCell;

/// Ids of the lists that we ship.
const SHIPPED: [&str; 3] = ["sayso:", "bioguide:", "wordnet:"];
/// From this prior on, everybody knows somebody: the home that an article gives is not looked at.
const FAMOUS: f32 = 0.7;
/// Nobody takes office younger.
const YOUNGEST_IN_OFFICE: i32 = 21;
/// Words between a name and a calling in its apposition: "Ann Roe, a retired bus driver".
const LONGEST_APPOSITION: usize = 6;

/// What the article says of one listed person.
#[derive(Clone, Copy, Debug)]
struct Case<'g> {
    entry: Entry<'g>,
    /// The place among the kept chunks where the name stands in full.
    named: usize,
    contradicted: bool,
    supported: bool,
}

impl Resolver<'_, '_> {
    /// Makes new people of those who only share a name with somebody in the lists.
    pub(super) fn namesakes(&mut self, kept: &mut [(Chunk, Decision)]) {
        let mut cases: FxHashMap<usize, Case<'_>> = FxHashMap::default();
        let legislature = OnceCell::new();
        for at in 0..kept.len() {
            let (chunk, decision) = &kept[at];
            let entity = &self.entity_table.entities[decision.entity];
            let shipped = || SHIPPED.iter().any(|prefix| entity.id.starts_with(prefix));
            if entity.kind != EntityKind::Person || !entity.listed || !shipped() {
                continue;
            }
            let Some(index) = self.entity_table.entry(decision.entity) else { continue };
            let case = cases.entry(decision.entity).or_insert_with(|| {
                let entry = self.names.gazetteer.entry(index);
                let contradicted = self.is_unsupported(&entry, &legislature);
                Case { named: at, contradicted, supported: false, entry }
            });
            let full = chunk.end > chunk.first + 1;
            case.contradicted |= full && !case.contradicted && self.contradicts(kept, at, &case.entry);
            case.supported |= !case.supported && self.fits_title(chunk, &case.entry);
        }
        let refuted = cases.into_iter().filter(|(_, case)| case.contradicted && !case.supported);
        let mut refuted: Vec<(usize, usize)> = refuted.map(|(entity, case)| (entity, case.named)).collect();
        refuted.sort_unstable();
        for (entity, named) in refuted {
            self.make_new(entity, named, kept);
        }
    }

    /// Turns a listed person into a new one of the name as written; the listed one is kept as a runner-up.
    fn make_new(&mut self, person: usize, named: usize, kept: &mut [(Chunk, Decision)]) {
        let name = single_spaced(self.text(&kept[named].0));
        let fresh = self.entity_table.unlisted(EntityKind::Person, &name);
        let old = self.entity_table.entry(person);
        let gender = self.entity_table.entities[person].gender;
        self.entity_table.gender(fresh, kept[named].0.gender.or(gender.filter(|_| name.contains(' '))));
        for (_, decision) in kept.iter_mut().filter(|(_, decision)| decision.entity == person) {
            decision.entity = fresh;
            decision.score = decision.score.min(0.8);
            decision.runners_up.truncate(2);
            decision.runners_up.extend(old.map(|old| (old, 0.2)));
        }
    }

    /// Whether the words around a full name say what the listed bearer cannot be.
    fn contradicts(&self, kept: &[(Chunk, Decision)], at: usize, entry: &Entry<'_>) -> bool {
        let chunk = &kept[at].0;
        let living = entry.validity().until.is_none();
        self.age_behind(chunk).is_some_and(|age| self.is_age_wrong(age, entry))
            || living && (self.calling_before(chunk) || self.calling_behind(chunk))
            || living && entry.prior() < FAMOUS && self.lives_elsewhere(kept, at, entry)
    }

    /// "Ann Roe, 34," "Ann Roe (34)".
    fn age_behind(&self, chunk: &Chunk) -> Option<i32> {
        let age: i32 = self.word_text(chunk.end + 1).parse().ok()?;
        let opened = matches!(self.word_text(chunk.end), "," | "(");
        let closed = matches!(self.word_text(chunk.end + 2), "," | "." | ")" | ";");
        (opened && closed && (1..=115).contains(&age)).then_some(age)
    }

    /// Whether somebody of that age is dead by the lists, or took office as a child.
    fn is_age_wrong(&self, age: i32, entry: &Entry<'_>) -> bool {
        let year = |date: &str| date.get(..4).and_then(|year| year.parse::<i32>().ok());
        let now = self.chooser.day.and_then(year);
        if entry
            .validity()
            .until
            .is_some_and(|until| now.is_none_or(|now| year(until).is_some_and(|end| end < now)))
        {
            return true;
        }
        let first = entry.roles().filter_map(|role| role.period.from.and_then(year)).min();
        match (now, first) {
            (Some(now), Some(first)) => first - (now - age) < YOUNGEST_IN_OFFICE,
            (None, Some(_)) => age < YOUNGEST_IN_OFFICE,
            (_, None) => false,
        }
    }

    /// "plumber Tim Cook", "His neighbour, Tim Cook".
    fn calling_before(&self, chunk: &Chunk) -> bool {
        let before = |back: usize| chunk.first.checked_sub(back).map_or("", |at| self.word_text(at));
        let word = if before(1) == "," { before(2) } else { before(1) };
        words::CALLINGS.contains_ignoring_case(word.trim_end_matches('.'))
    }

    /// "Tim Cook, a plumber", "Tim Cook is a retired plumber".
    fn calling_behind(&self, chunk: &Chunk) -> bool {
        if !words::CALLING_LINKS.contains(self.word_text(chunk.end)) {
            return false;
        }
        let mut first = chunk.end + 1;
        if self.age_behind(chunk).is_some() && self.word_text(first + 1) == "," {
            first += 2;
        }
        (first..first + LONGEST_APPOSITION)
            .map(|at| self.word_text(at))
            .take_while(|word| !matches!(*word, "," | "." | ";" | ""))
            .any(|word| words::CALLINGS.contains(word))
    }

    /// "Tim Cook of Barrowfield": a place in no list, or in another country.
    fn lives_elsewhere(&self, kept: &[(Chunk, Decision)], at: usize, entry: &Entry<'_>) -> bool {
        let chunk = &kept[at].0;
        let link = chunk.end + usize::from(self.word_text(chunk.end) == ",");
        if !words::HOME_LINKS.contains(self.word_text(link)) {
            return false;
        }
        let Some((home, decision)) = kept.get(at + 1).filter(|(home, _)| home.first == link + 1) else {
            return false;
        };
        let place: &Entity = &self.entity_table.entities[decision.entity];
        let known = entry.country();
        place.kind.is_place()
            && home.end > home.first
            && decision.form != MentionForm::Demonym
            && known.is_some()
            && (!place.listed || place.country.is_some() && place.country.as_deref() != known)
    }

    /// Members of a legislature in an article that has nothing to do with one, nor with the state that elected them.
    fn is_unsupported(&self, entry: &Entry<'_>, legislature: &OnceCell<bool>) -> bool {
        let seat = |title: &str| title.split(' ').any(|word| words::LEGISLATURE.contains_ignoring_case(word));
        let mut roles = entry.roles().peekable();
        if entry.prior() >= FAMOUS || roles.peek().is_none() || !roles.all(|role| seat(role.title)) {
            return false;
        }
        let about = *legislature.get_or_init(|| {
            self.tagged.words.iter().any(|word| {
                let text = word.span.of(self.tagged.text);
                words::LEGISLATURE.contains_ignoring_case(text.trim_end_matches('.'))
            })
        });
        let state = |title: &str| {
            let from = title.split_once(" from ").map(|(_, state)| state);
            from.is_some_and(|state| self.tagged.text.contains(state))
        };
        !about && !entry.roles().any(|role| state(role.title))
    }

    /// Whether the title of a mention names an office that the list has, too.
    fn fits_title(&self, chunk: &Chunk, entry: &Entry<'_>) -> bool {
        chunk.title.is_some_and(|title| is_office(title.of(self.tagged.text), entry))
    }

    fn word_text(&self, at: usize) -> &str {
        self.tagged.words.get(at).map_or("", |word| word.span.of(self.tagged.text))
    }

    /// Whether the article names the country of somebody and the office that they hold there: it is about the likes of
    /// them, and a surname alone is enough.
    fn is_about_office(&self, entry: &Entry<'_>) -> bool {
        let code = entry.country().and_then(|code| code.as_bytes().try_into().ok());
        let at_home = code.is_some_and(|code| self.chooser.names_country(code));
        let nouns: Vec<String> = entry
            .roles()
            .filter_map(|role| role.title.split(" of ").next()?.rsplit(' ').next().map(str::to_lowercase))
            .collect();
        at_home
            && self.tagged.words.iter().any(|word| {
                let text = word.span.of(self.tagged.text);
                nouns.iter().any(|noun| noun.eq_ignore_ascii_case(text))
            })
    }

    /// A surname alone is nobody in the lists: the article's own bearer, the holder of the office in its title or of one
    /// that the article is about, else somebody new. Shipped short forms that are no surname ("Oprah"), acronyms and a user's own lists link.
    pub(super) fn lone_surname(&mut self, chunk: &Chunk, entry: EntryIndex) -> Option<Decision> {
        let row = self.names.gazetteer.entry(entry);
        let shipped = SHIPPED.iter().any(|prefix| row.id().starts_with(prefix));
        if row.kind() != EntityKind::Person
            || !shipped
            || chunk.end > chunk.first + 1
            || !row.name().contains(' ')
        {
            return None;
        }
        let written = self.text(chunk);
        if self.names.gazetteer.surname(written).is_none() && row.name().starts_with(written) {
            return None;
        }
        if let Some(known) = self.entity_table.by_surname(written) {
            return Decision::new(known, MentionForm::Short, 0.9);
        }
        let row = self.names.gazetteer.entry(entry);
        let titled = self.fits_title(chunk, &row);
        // Asked once for each bearer: it may read all of the text.
        let famous = row.prior() >= FAMOUS;
        let about = match self.at_home.get(&entry) {
            Some(about) => *about,
            None => famous && self.is_about_office(&row),
        };
        self.at_home.insert(entry, about);
        if titled || about {
            return None;
        }
        let person = self.office_holder(chunk);
        person.or_else(|| {
            let fresh = self.entity_table.unlisted(EntityKind::Person, written);
            Decision::new(fresh, MentionForm::Short, 0.6)
        })
    }
}
