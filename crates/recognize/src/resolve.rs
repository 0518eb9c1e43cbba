//! Who is who: from pieces to mentions of entities.

mod brackets;
mod finish;
mod identity;
mod listed;
mod office;
mod open;
mod places;

use crate::cast::Cast;
use crate::choose::Chooser;
use crate::lexicon::bit;
use crate::lines;
use crate::listed::{Lists, Names};
use crate::page::Page;
use crate::piece::{Guess, Piece};
use crate::shape::Shape;
use sayso_core::{EntityKind, MentionForm, Mentions, Tokens};
use sayso_gazetteer::EntryIndex;

/// Decides all pieces of an article.
pub(crate) fn resolve(
    names: &Names,
    page: &Page<'_>,
    lists: &Lists,
    desk: &mut Drafts,
    tokens: &Tokens,
) -> Mentions {
    let Drafts { pieces, cast, decided } = desk;
    cast.clear();
    decided.clear();
    decided.resize(pieces.len(), None);
    let chooser = Chooser::new(names, page, lists);
    let mut resolver = Resolver { names, page, lists, chooser, cast, pieces, decided };
    resolver.full_people();
    resolver.certain();
    resolver.brackets();
    resolver.terms();
    resolver.introduced();
    resolver.lists_of_places();
    resolver.vote();
    resolver.rest();
    resolver.finish(tokens)
}

/// Places with a smaller prior give way to people of the same name.
const SMALL_PLACE: f32 = 0.35;

/// Organisations with a smaller prior do, too.
const SMALL_COMPANY: f32 = 0.6;

/// What is written on while an article is decided, kept for the next.
#[derive(Default)]
pub(crate) struct Drafts {
    pub(crate) pieces: Vec<Piece>,
    cast: Cast,
    decided: Vec<Option<Decision>>,
}

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
    cast: &'p mut Cast,
    pieces: &'p mut [Piece],
    decided: &'p mut [Option<Decision>],
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
                self.remember_storm(&piece, decision.entity);
                self.remember_first_word(&piece, decision.entity);
                self.remember_whole(&piece, decision.entity);
                self.remember_head(&piece, decision.entity);
            }
            self.decided[at] = decision;
        }
    }

    fn named(&mut self, piece: &Piece, kind: EntityKind, score: f32) -> Option<Decision> {
        let entity = self.cast.unlisted(kind, self.text(piece));
        Decision::new(entity, MentionForm::Full, score)
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

    /// "Dorian" for "Hurricane Dorian" later on.
    fn remember_storm(&mut self, piece: &Piece, entity: usize) {
        if piece.guess != Guess::Event {
            return;
        }
        let storm = lines::STORMS.contains(&self.page.of(piece.first)) && piece.end == piece.first + 2;
        let second = piece.end == piece.first + 1;
        if storm || second {
            self.cast.alias(self.page.of(piece.end - 1), entity);
        }
    }

    /// "Minetest" for "the game Minetest" later on.
    fn remember_whole(&mut self, piece: &Piece, entity: usize) {
        let word = &self.page.words[piece.first];
        let named = matches!(piece.guess, Guess::Event | Guess::Organization(_));
        if named && piece.end == piece.first + 1 && word.shape != Shape::Upper && !word.common() {
            self.cast.alias(self.text(piece), entity);
        }
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
        if let Some(known) = self.cast.by_alias(written).filter(|_| piece.title.is_none()) {
            return Decision::new(known, MentionForm::Short, 0.8);
        }
        if let Some(known) = self.cast.by_surname(written).or_else(|| self.cast.by_given_name(written)) {
            return Decision::new(known, MentionForm::Short, 0.9);
        }
        if let Some(holder) = self.office_holder(piece) {
            return Some(holder);
        }
        let acronym = self.page.words[piece.first].shape == Shape::Upper && !piece.weak;
        if piece.title.is_none() && piece.end == piece.first + 1 && acronym {
            return self.open_word(piece);
        }
        if piece.title.is_none() && (self.mere_word(piece) || self.disease(piece)) {
            return None;
        }
        let entity = self.cast.unlisted(EntityKind::Person, written);
        Decision::new(entity, MentionForm::Short, 0.6)
    }
}
