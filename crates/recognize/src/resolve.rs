//! Who is who: from pieces to mentions of entities.

use crate::cast::{Blank as _, Cast};
use crate::choose::Chooser;
use crate::lexicon::bit;
use crate::listed::{Lists, Names};
use crate::page::Page;
use crate::piece::{Guess, Piece, Wanted};
use crate::pronouns;
use crate::shape::Shape;
use rustc_hash::FxHashMap;
use sayso_document::{
    Entity, EntityKind, Mention, MentionForm, Mentions, PartKind, RunnerUp, Span, TokenKind, Tokens,
};
use sayso_gazetteer::{AliasKind, EntryIndex};

/// Decides all pieces of an article.
pub(crate) fn resolve(
    names: &Names,
    page: &Page<'_>,
    lists: &Lists,
    pieces: &mut [Piece],
    tokens: &Tokens,
) -> Mentions {
    let chooser = Chooser::new(names, page, lists);
    let mut resolver = Resolver {
        names,
        page,
        lists,
        chooser,
        cast: Cast::default(),
        decided: vec![None; pieces.len()],
        pieces,
    };
    resolver.full_people();
    resolver.certain();
    resolver.brackets();
    resolver.introduced();
    resolver.vote();
    resolver.rest();
    resolver.finish(tokens)
}

/// Places with a smaller prior give way to people of the same name.
const SMALL_PLACE: f32 = 0.35;

/// Organisations with a smaller prior do, too.
const SMALL_COMPANY: f32 = 0.6;

/// What a piece was found to be.
#[derive(Clone, Debug)]
struct Decision {
    entity: usize,
    form: MentionForm,
    score: f32,
    runners_up: Vec<(EntryIndex, f32)>,
}

impl Decision {
    #[allow(clippy::unnecessary_wraps)] // every caller returns an option
    fn new(entity: usize, form: MentionForm, score: f32) -> Option<Self> {
        Some(Self { entity, form, score, runners_up: Vec::new() })
    }
}

struct Resolver<'p, 'a> {
    names: &'p Names,
    page: &'p Page<'a>,
    lists: &'p Lists,
    chooser: Chooser<'p>,
    cast: Cast,
    pieces: &'p mut [Piece],
    decided: Vec<Option<Decision>>,
}

impl<'a> Resolver<'_, 'a> {
    fn text(&self, piece: &Piece) -> &'a str {
        piece.span.of(self.page.text)
    }

    /// Everybody named in full, so that a surname can be tied to a full name before or after it.
    fn full_people(&mut self) {
        for at in 0..self.pieces.len() {
            let piece = self.pieces[at];
            let decision = match piece.guess {
                Guess::Person => self.person(&piece),
                Guess::Listed(hit) if self.lists.hits[hit].person && piece.end > piece.first + 1 => {
                    self.listed(&piece, hit).filter(|decision| {
                        self.cast.entities[decision.entity].kind == EntityKind::Person
                            && decision.form != MentionForm::Demonym
                    })
                }
                _ => None,
            };
            if let Some(decision) = decision {
                let written = self.text(&piece);
                self.cast.remember_person(decision.entity, written);
                self.decided[at] = Some(decision);
            }
        }
    }

    fn person(&mut self, piece: &Piece) -> Option<Decision> {
        let written = self.text(piece);
        let entity =
            self.cast.same_person(written).unwrap_or_else(|| self.cast.unlisted(EntityKind::Person, written));
        Decision::new(entity, MentionForm::Full, if piece.title.is_some() { 0.95 } else { 0.85 })
    }

    /// What lists, heads and endings say for sure.
    fn certain(&mut self) {
        for at in 0..self.pieces.len() {
            if self.decided[at].is_some() {
                continue;
            }
            let piece = self.pieces[at];
            let decision = match piece.guess {
                Guess::Listed(hit) if !self.surname_instead(&piece, hit) => self.listed(&piece, hit),
                Guess::Organization(kind) => self.named(&piece, kind, 0.8),
                Guess::Place => self.named(&piece, EntityKind::Place, 0.8),
                Guess::Event => self.named(&piece, EntityKind::Other, 0.8),
                _ => None,
            };
            if let Some(decision) = &decision {
                self.remember_first_word(&piece, decision.entity);
                self.remember_head(&piece, decision.entity);
            }
            self.decided[at] = decision;
        }
    }

    fn named(&mut self, piece: &Piece, kind: EntityKind, score: f32) -> Option<Decision> {
        let entity = self.cast.unlisted(kind, self.text(piece));
        Decision::new(entity, MentionForm::Full, score)
    }

    /// A listed single word that is the surname of somebody in this article: "Jordan", "Washington".
    fn surname_instead(&self, piece: &Piece, hit: usize) -> bool {
        let hit = &self.lists.hits[hit];
        if piece.end > piece.first + 1 || hit.acronym || hit.demonym {
            return false;
        }
        let same = self.cast.by_surname(self.text(piece)).is_some();
        let word = &self.page.words[piece.first];
        // A small place that is first of all a name of people.
        let bound = if hit.place { SMALL_PLACE } else { SMALL_COMPANY };
        let small =
            !hit.person && hit.prior < bound && word.is(bit::SURNAME | bit::GIVEN) && !self.in_region(piece);
        (same || small) && !piece.wanted.place && (!hit.country || piece.wanted.person)
    }

    /// "Clinton, Iowa".
    fn in_region(&self, piece: &Piece) -> bool {
        let comma = self.page.words.get(piece.end).is_some_and(|word| word.span.of(self.page.text) == ",");
        comma && self.lists.longest_at(piece.end + 1).is_some_and(|hit| self.lists.hits[hit].place)
    }

    fn listed(&mut self, piece: &Piece, hit: usize) -> Option<Decision> {
        let found = &self.lists.hits[hit];
        let title_case = self.page.words[piece.first].shape == Shape::Title;
        let doubtful =
            piece.weak || self.page.written_small(piece.first) || !found.place && found.prior < SMALL_COMPANY;
        let single = piece.end == piece.first + 1;
        let common = found.common || single && self.page.words[piece.first].common();
        if common && title_case && doubtful && !piece.wanted.place {
            return None;
        }
        let choice = self.chooser.choose(found, piece)?;
        if choice.elsewhere {
            return self.named(piece, self.names.known(choice.entry).kind, 0.6);
        }
        let entity = self.cast.listed(self.names, choice.entry);
        let adjective =
            piece.end == piece.first + 1 && self.page.words[piece.first].is(bit::OTHER) && found.party;
        let form = match choice.alias {
            _ if adjective => MentionForm::Demonym,
            AliasKind::Full | AliasKind::Former => MentionForm::Full,
            AliasKind::Short | AliasKind::Nickname => MentionForm::Short,
            AliasKind::Acronym => MentionForm::Acronym,
            AliasKind::Demonym => MentionForm::Demonym,
        };
        Some(Decision { entity, form, score: choice.score, runners_up: choice.runners_up })
    }

    /// The latest organisation with a head: "Finance Committee" for "the Committee".
    fn remember_head(&mut self, piece: &Piece, entity: usize) {
        let organization = self.cast.entities[entity].kind.is_organization();
        if !organization || piece.end < piece.first + 2 {
            return;
        }
        for at in piece.first..piece.end {
            if self.page.words[at].is(bit::ORG_HEAD) {
                self.cast.head(self.page.words[at].key, entity);
            }
        }
    }

    /// "the Committee", "the Court": the organisation named before with this head, or a body that needs no more.
    fn generic(&mut self, piece: &Piece) -> Option<Decision> {
        const BODIES: &[&str] = &["Court", "Government", "Senate", "Congress", "Parliament", "Army", "Navy"];
        let word = &self.page.words[piece.first];
        if !word.is(bit::ORG_HEAD) || word.shape != Shape::Title || piece.weak || !self.after_article(piece) {
            return None;
        }
        if let Some(known) = self.cast.by_head(word.key) {
            return Decision::new(known, MentionForm::Short, 0.7);
        }
        let written = self.text(piece);
        BODIES.contains(&written).then(|| self.named(piece, EntityKind::Agency, 0.4))?
    }

    /// "Fjordline" for "Fjordline Vest" later on.
    fn remember_first_word(&mut self, piece: &Piece, entity: usize) {
        if piece.end < piece.first + 2 || !matches!(piece.guess, Guess::Organization(_)) {
            return;
        }
        let word = &self.page.words[piece.first];
        if word.facts.small < 30
            && word.span.len() >= 4
            && !word.is(bit::GIVEN | bit::PLACE_MOD | bit::NO_NAME)
            && self.lists.longest_at(piece.first).is_none()
        {
            self.cast.alias(self.page.of(piece.first), entity);
        }
    }

    /// "Organization for Z (OZ)", "OZ (Organization for Z)".
    fn brackets(&mut self) {
        for at in 1..self.pieces.len() {
            let (one, two) = (self.pieces[at - 1], self.pieces[at]);
            let bracketed = two.first == one.end + 1
                && self.page.words[one.end].kind == TokenKind::OpenBracket
                && self.page.words.get(two.end).is_some_and(|word| word.kind == TokenKind::CloseBracket);
            if !bracketed {
                continue;
            }
            let (long, short) = if is_acronym(self.text(&two)) { (at - 1, at) } else { (at, at - 1) };
            self.introduce(long, short);
        }
    }

    /// "German Weather Service (DWD)": an organisation's bracket may abbreviate its name in another language.
    fn translated(&self, long: usize, short: usize) -> bool {
        let organization = matches!(self.pieces[long].guess, Guess::Organization(_));
        let acronym = self.page.words[self.pieces[short].first].shape == Shape::Upper;
        organization && long < short && acronym && matches!(self.pieces[short].guess, Guess::Open)
    }

    fn introduce(&mut self, long: usize, short: usize) {
        let (full, acronym) = (self.text(&self.pieces[long]), self.text(&self.pieces[short]));
        if !is_acronym(acronym)
            || self.pieces[long].end < self.pieces[long].first + 2
            || !spells(full, acronym) && !self.translated(long, short)
        {
            return;
        }
        if self.decided[long].is_none() {
            let piece = self.pieces[long];
            self.decided[long] = self.named(&piece, EntityKind::Organization, 0.75);
        }
        if let Some(entity) = self.decided[long].as_ref().map(|decision| decision.entity) {
            if self.cast.entities[entity].kind == EntityKind::Person {
                return;
            }
            self.cast.alias(acronym, entity);
        }
    }

    /// Every place where an acronym stands that the article introduces.
    fn introduced(&mut self) {
        for at in 0..self.pieces.len() {
            let text = self.text(&self.pieces[at]);
            if let Some(entity) = self.cast.by_alias(text).filter(|_| is_acronym(text)) {
                self.decided[at] = Decision::new(entity, MentionForm::Acronym, 0.95);
            }
        }
    }

    /// Short forms and words that nothing else explained.
    fn rest(&mut self) {
        for at in 0..self.pieces.len() {
            if self.decided[at].is_some() {
                continue;
            }
            let piece = self.pieces[at];
            self.decided[at] = match piece.guess {
                Guess::PersonPart => self.person_part(&piece),
                Guess::Listed(hit) if self.surname_instead(&piece, hit) => self.person_part(&piece),
                Guess::Open => self.open(&piece),
                _ => None,
            };
        }
    }

    fn person_part(&mut self, piece: &Piece) -> Option<Decision> {
        let written = self.text(piece);
        if let Some(known) = self.cast.by_surname(written).or_else(|| self.cast.by_given_name(written)) {
            return Decision::new(known, MentionForm::Short, 0.9);
        }
        let entity = self.cast.unlisted(EntityKind::Person, written);
        Decision::new(entity, MentionForm::Short, 0.6)
    }

    /// What any of the places where the article has these words wants them to be.
    fn vote(&mut self) {
        // For each wording: times in all, times wanted as a person, as a place.
        let mut votes: FxHashMap<&str, [u16; 3]> = FxHashMap::default();
        for piece in self.pieces.iter().filter(|piece| piece.guess == Guess::Open) {
            let [times, person, place] = votes.entry(piece.span.of(self.page.text)).or_default();
            *times = times.saturating_add(1);
            *person = person.saturating_add(piece.wanted.person.into());
            *place = place.saturating_add(piece.wanted.place.into());
        }
        for piece in self.pieces.iter_mut().filter(|piece| piece.guess == Guess::Open) {
            let [times, person, place] =
                votes.get(piece.span.of(self.page.text)).copied().unwrap_or_default();
            let place = person == 0 && place > 0 && u32::from(place) * 2 >= u32::from(times);
            piece.wanted = Wanted { person: person > 0, place, times };
        }
    }

    fn open(&mut self, piece: &Piece) -> Option<Decision> {
        let written = self.text(piece);
        if let Some(known) = self.cast.by_alias(written) {
            let form = if is_acronym(written) { MentionForm::Acronym } else { MentionForm::Short };
            return Decision::new(known, form, 0.85);
        }
        let single = piece.end == piece.first + 1;
        if let Some(known) = self.cast.by_surname(written) {
            return Decision::new(known, MentionForm::Short, 0.9);
        }
        if single && let Some(known) = self.cast.by_given_name(written) {
            return Decision::new(known, MentionForm::Short, 0.7);
        }
        if piece.weak && self.page.written_small(piece.first) || self.heading(piece) {
            return None;
        }
        if single { self.open_word(piece) } else { self.open_words(piece) }
    }

    /// Whether a piece stands in a place where capitals prove nothing.
    fn heading(&self, piece: &Piece) -> bool {
        matches!(
            self.page.part(piece.first),
            Some(PartKind::Section | PartKind::Headline | PartKind::Subhead)
        )
    }

    fn open_word(&mut self, piece: &Piece) -> Option<Decision> {
        let word = &self.page.words[piece.first];
        let written = self.text(piece);
        if let Some(decision) = self.generic(piece) {
            return Some(decision);
        }
        if camel(written) && !word.is(bit::NO_NAME) {
            return Decision::new(
                self.cast.unlisted(EntityKind::Organization, written),
                MentionForm::Full,
                0.5,
            );
        }
        let named = piece.wanted.person
            && word.is(bit::SURNAME)
            && !piece.weak
            && !self.page.written_small(piece.first);
        let common = word.common() && !named;
        if word.is(bit::NO_NAME) || common || written.chars().count() < 2 {
            return None;
        }
        let kind = if word.shape == Shape::Upper {
            let acronym = is_acronym(written) && !piece.weak && !written.contains('-');
            acronym.then_some((EntityKind::Organization, MentionForm::Acronym, 0.5))?
        } else if word.is(bit::ORG_END | bit::PLACE_END) && !word.is(bit::SURNAME) {
            return None;
        } else if piece.wanted.person && (word.facts.small < 30 || word.is(bit::GIVEN | bit::SURNAME)) {
            (EntityKind::Person, MentionForm::Short, 0.6)
        } else if piece.wanted.place && !piece.weak {
            (EntityKind::Place, MentionForm::Full, 0.5)
        } else if word.is(bit::GIVEN | bit::SURNAME) && word.facts.small < 30 && !written.contains('-') {
            (EntityKind::Person, MentionForm::Short, 0.5)
        } else if piece.wanted.times >= 2
            && word.facts.small < 30
            && !piece.weak
            && !written.contains('-')
            && !self.after_article(piece)
        {
            (EntityKind::Person, MentionForm::Short, 0.3)
        } else {
            return None;
        };
        let entity = self.cast.unlisted(kind.0, written);
        Decision::new(entity, kind.1, kind.2)
    }

    fn after_article(&self, piece: &Piece) -> bool {
        piece.first > 0 && matches!(self.page.of(piece.first - 1), "the" | "The" | "a" | "an" | "A" | "An")
    }

    fn open_words(&mut self, piece: &Piece) -> Option<Decision> {
        let words = &self.page.words[piece.first..piece.end];
        let common = words.iter().filter(|word| word.common()).count();
        let kind = if piece.wanted.person && common == 0 {
            EntityKind::Person
        } else if piece.wanted.place && common == 0 {
            EntityKind::Place
        } else if common == 0 {
            EntityKind::Organization
        } else {
            return None;
        };
        self.named(piece, kind, 0.5)
    }

    fn finish(mut self, tokens: &Tokens) -> Mentions {
        let mut kept: Vec<(Piece, Decision)> = Vec::new();
        let decided = std::mem::take(&mut self.decided);
        for (piece, decision) in self.pieces.iter().zip(decided) {
            let Some(decision) = decision else { continue };
            let span = piece.span;
            if !span.is_empty() && kept.last().is_none_or(|(last, _)| last.span.end <= span.start) {
                kept.push((*piece, decision));
            }
        }
        self.note_roles(&mut kept);
        pronouns::genders(
            self.page,
            kept.iter().map(|(piece, decision)| (piece.end, decision.entity)),
            &mut self.cast,
        );
        let mut order = vec![None; self.cast.entities.len()];
        let mut entities = Vec::new();
        let mut mentions = Vec::with_capacity(kept.len());
        for (piece, decision) in kept {
            let entity = *order[decision.entity].get_or_insert_with(|| {
                entities.push(std::mem::replace(&mut self.cast.entities[decision.entity], Entity::blank()));
                entities.len() as u32 - 1
            });
            mentions.push(Mention {
                span: piece.span,
                entity,
                form: decision.form,
                title: piece.title,
                score: decision.score,
                runners_up: decision
                    .runners_up
                    .iter()
                    .map(|(entry, score)| self.runner_up(*entry, *score))
                    .collect(),
            });
        }
        Mentions { document: tokens.document, mentions, entities }
    }

    fn runner_up(&self, entry: EntryIndex, score: f32) -> RunnerUp {
        let entry = self.names.gazetteer.entry(entry);
        RunnerUp { id: entry.id().into(), name: entry.name().into(), score }
    }

    /// Titles of people, with the name right before the title taken in: "Kremlin spokesperson".
    fn note_roles(&mut self, kept: &mut [(Piece, Decision)]) {
        for at in 0..kept.len() {
            let (piece, decision) = &kept[at];
            let entity = decision.entity;
            if self.cast.entities[entity].kind != EntityKind::Person {
                kept[at].0.title = None;
                continue;
            }
            let gender = piece.gender;
            if let Some(title) = piece.title {
                let before = at.checked_sub(1).map(|before| kept[before].0.span);
                let title = before
                    .filter(|before| touches(self.page.text, *before, title))
                    .map_or(title, |before| before.join(title));
                kept[at].0.title = Some(title);
                self.cast.role(entity, title.of(self.page.text));
            }
            self.cast.gender(entity, gender);
        }
    }
}

fn touches(text: &str, before: Span, title: Span) -> bool {
    before.end < title.start
        && text
            .get(before.end as usize..title.start as usize)
            .is_some_and(|gap| matches!(gap, " " | "'s " | "’s "))
}

/// "YouTube", "MoveOn": a capital inside a word, and no "Mc" or "O'" before it.
fn camel(text: &str) -> bool {
    let mut before = ' ';
    let inner = text.char_indices().any(|(at, c)| {
        let inner = at > 0 && c.is_uppercase() && before.is_lowercase();
        before = c;
        inner
    });
    inner
        && !["Mc", "Mac", "De", "Di", "La", "Le", "Fitz", "Van", "Du"]
            .iter()
            .any(|prefix| text.starts_with(prefix))
}

/// "NATO", "U.S.", "MpS".
pub(crate) fn is_acronym(text: &str) -> bool {
    let (mut upper, mut other) = (0, 0);
    for c in text.chars() {
        if c.is_uppercase() {
            upper += 1;
        } else if c.is_lowercase() {
            other += 1;
        } else if c.is_whitespace() {
            return false;
        }
    }
    (2..=8).contains(&upper) && other <= upper
}

/// Whether an acronym's letters are the initials of some of a name's words, in order.
fn spells(full: &str, acronym: &str) -> bool {
    let mut letters = acronym.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).peekable();
    let mut first = true;
    for word in full.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let initial = word.chars().next().into_iter().flat_map(char::to_lowercase).next();
        if initial == letters.peek().copied() {
            letters.next();
        } else if first && !matches!(word, "The" | "the") {
            return false;
        }
        first = false;
    }
    letters.peek().is_none()
}
