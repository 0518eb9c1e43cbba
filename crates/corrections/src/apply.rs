//! Corrections laid over the attributions of one article.

use crate::locate::{Lost, Text};
use crate::parts::{alike, shared};
use crate::{Action, Correction, Piece, Who};
use sayso_core::{Article, Attribution, Attributions, Evidence, Mentions, Span, Speaker, SpeakerKind};

/// What became of a correction in an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CorrectionOutcome {
    /// It was laid over a statement, or there was nothing left to do.
    Applied,
    /// It does not fit, and nothing was done.
    Stale(Stale),
}

/// Why a correction does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stale {
    /// Words are not in the text any more.
    Gone {
        /// The words.
        words: String,
        /// What stands there now; empty beyond the text's end.
        found: String,
    },
    /// Words stand in several places, and none is where they stood.
    Several {
        /// The words.
        words: String,
        /// In how many places.
        places: usize,
    },
    /// The words are there, but no statement holds them.
    NoStatement {
        /// The words.
        words: String,
    },
    /// Several statements hold as much of the words.
    Statements {
        /// The words.
        words: String,
        /// How many.
        count: usize,
    },
}

/// Lays corrections over an article's attributions, one after the other; gives the fate of each.
pub fn apply<'c>(
    article: &Article,
    mentions: &Mentions,
    attributions: &mut Attributions,
    corrections: impl IntoIterator<Item = &'c Correction>,
) -> Vec<CorrectionOutcome> {
    let mut desk = Desk { text: Text::new(&article.text), mentions, attributions };
    let fates: Vec<CorrectionOutcome> = corrections
        .into_iter()
        .map(|correction| match desk.correct(correction) {
            Ok(()) => CorrectionOutcome::Applied,
            Err(stale) => CorrectionOutcome::Stale(stale),
        })
        .collect();
    // A stable sort: statements that begin at one place stay in their order.
    if fates.contains(&CorrectionOutcome::Applied) {
        desk.attributions.attributions.sort_by_key(first);
    }
    fates
}

fn first(attribution: &Attribution) -> u32 {
    let spans = attribution.content.iter().chain(&attribution.source).chain(&attribution.cue);
    spans.map(|span| span.start).min().unwrap_or(u32::MAX)
}

/// One article on the corrector's desk.
struct Desk<'a> {
    text: Text<'a>,
    mentions: &'a Mentions,
    attributions: &'a mut Attributions,
}

/// The parts that a correction changes, found in the text.
struct Found {
    content: Option<Vec<Span>>,
    source: Option<Vec<Span>>,
    cue: Option<Vec<Span>>,
}

impl Desk<'_> {
    fn correct(&mut self, correction: &Correction) -> Result<(), Stale> {
        match correction.action {
            Action::Add => self.add(correction),
            Action::Remove => self.remove(correction),
            Action::Change => self.change(correction),
        }
    }

    fn add(&mut self, correction: &Correction) -> Result<(), Stale> {
        let pieces = correction.content.as_deref().unwrap_or(&[]);
        let content = self.all(pieces)?;
        let moved =
            pieces.first().zip(content.first()).map_or(0, |(piece, span)| self.text.moved(piece, *span));
        let found = Found {
            source: self.part(correction.source.as_deref(), moved)?,
            cue: self.part(correction.cue.as_deref(), moved)?,
            content: Some(content),
        };
        // The model may have learnt to find it, or the correction was applied before.
        let known = found.content.as_ref().and_then(|content| self.same(content));
        let index = known.unwrap_or_else(|| {
            self.attributions.attributions.push(blank());
            self.attributions.attributions.len() - 1
        });
        self.set(index, correction, found);
        Ok(())
    }

    /// Where no statement is found any more there is nothing to remove, and the correction is kept.
    fn remove(&mut self, correction: &Correction) -> Result<(), Stale> {
        let spans = self.all(&correction.statement)?;
        match self.target(&spans, &correction.words()) {
            Ok(index) => drop(self.attributions.attributions.remove(index)),
            Err(Stale::NoStatement { .. }) => {}
            Err(several) => return Err(several),
        }
        Ok(())
    }

    fn change(&mut self, correction: &Correction) -> Result<(), Stale> {
        let spans = self.all(&correction.statement)?;
        let moved = correction
            .statement
            .first()
            .zip(spans.first())
            .map_or(0, |(piece, span)| self.text.moved(piece, *span));
        let found = Found {
            content: self.part(correction.content.as_deref(), moved)?,
            source: self.part(correction.source.as_deref(), moved)?,
            cue: self.part(correction.cue.as_deref(), moved)?,
        };
        // Applied before, it is found by the content that it gave.
        let done = || found.content.as_ref().and_then(|content| self.same(content));
        let index = match self.same(&spans).or_else(done) {
            Some(index) => index,
            None => self.target(&spans, &correction.words())?,
        };
        self.set(index, correction, found);
        Ok(())
    }

    fn all(&self, pieces: &[Piece]) -> Result<Vec<Span>, Stale> {
        self.text.all(pieces).map_err(|(piece, lost)| unfit(lost, piece))
    }

    /// A part that a correction gives, with a statement that moved by so many code points.
    fn part(&self, pieces: Option<&[Piece]>, moved: i64) -> Result<Option<Vec<Span>>, Stale> {
        let Some(pieces) = pieces else { return Ok(None) };
        let mut spans = Vec::with_capacity(pieces.len());
        for piece in pieces {
            let span = self.text.beside(piece, moved);
            spans.push(span.map_err(|lost| unfit(lost, piece))?);
        }
        spans.sort_unstable();
        Ok(Some(spans))
    }

    /// The statement of exactly this content.
    fn same(&self, content: &[Span]) -> Option<usize> {
        self.attributions.attributions.iter().position(|attribution| attribution.content == content)
    }

    /// The statement of this content, or the one that shares most of it, and at least half.
    fn target(&self, content: &[Span], words: &str) -> Result<usize, Stale> {
        if let Some(index) = self.same(content) {
            return Ok(index);
        }
        let close =
            self.attributions.attributions.iter().enumerate().filter(|(_, it)| alike(&it.content, content));
        let mut close: Vec<(u32, usize)> =
            close.map(|(index, it)| (shared(&it.content, content), index)).collect();
        close.sort_unstable_by(|a, b| b.cmp(a));
        match close[..] {
            [] => Err(Stale::NoStatement { words: words.to_owned() }),
            [(_, index)] => Ok(index),
            [(best, index), (next, _), ..] if best > next => Ok(index),
            _ => Err(Stale::Statements { words: words.to_owned(), count: close.len() }),
        }
    }

    fn set(&mut self, index: usize, correction: &Correction, found: Found) {
        let speakers =
            correction.speakers.as_ref().map(|all| all.iter().map(|who| self.speaker(who)).collect());
        let about = found.content.as_ref().map(|content| self.about(content));
        if let Some(content) = &found.content {
            self.attributions.set_aside.retain(|aside| !content.iter().any(|span| span.overlaps(aside.span)));
        }
        let Some(attribution) = self.attributions.attributions.get_mut(index) else { return };
        put(&mut attribution.content, found.content);
        put(&mut attribution.source, found.source);
        put(&mut attribution.cue, found.cue);
        put(&mut attribution.speakers, speakers);
        put(&mut attribution.about, about);
        put(&mut attribution.form, correction.form);
        put(&mut attribution.cue_class, correction.class);
        put(&mut attribution.polarity, correction.polarity);
        let carrier = attribution.via.as_ref().and_then(|via| via.id.as_deref());
        if carrier.is_some_and(|id| attribution.speakers.iter().any(|speaker| speaker.id == id)) {
            attribution.via = None;
        }
        attribution.confidence = 1.0;
        Attribution::CORRECTION.clone_into(&mut attribution.rule);
        let mark = correction.mark();
        if !attribution.corrections().any(|known| known == mark) {
            let kind = Attribution::CORRECTION.to_owned();
            let at = attribution.corrections().count();
            attribution.evidence.insert(at, Evidence { kind, detail: mark, weight: WEIGHT });
        }
    }

    fn speaker(&self, who: &Who) -> Speaker {
        let named = || self.mentions.entities.iter().find(|entity| entity.name == who.name);
        let id = who.id.clone().or_else(|| named().map(|entity| entity.id.clone()));
        let of_words = || match who.name.to_lowercase() {
            none if none.is_empty() => who.kind.name().to_owned(),
            words => format!("{}:{words}", who.kind.name()),
        };
        let id = id.unwrap_or_else(of_words);
        Speaker { id, name: who.name.clone(), kind: who.kind }
    }

    /// Ids of the entities inside a content, in order of first mention.
    fn about(&self, content: &[Span]) -> Vec<String> {
        let mut ids: Vec<String> = Vec::new();
        for mention in content.iter().flat_map(|span| self.mentions.within(*span)) {
            if let Some(entity) = self.mentions.entity_of(mention)
                && !ids.contains(&entity.id)
            {
                ids.push(entity.id.clone());
            }
        }
        ids
    }
}

/// More than any model's reason weighs: a reader has looked.
const WEIGHT: f32 = 100.0;

fn put<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

fn unfit(lost: Lost, piece: &Piece) -> Stale {
    let words = piece.words.clone();
    match lost {
        Lost::Gone(found) => Stale::Gone { words, found },
        Lost::Several(places) => Stale::Several { words, places },
    }
}

/// A statement of nobody, to be filled in.
fn blank() -> Attribution {
    let nobody = Speaker { id: "unresolved".to_owned(), name: String::new(), kind: SpeakerKind::Unresolved };
    Attribution { speakers: vec![nobody], ..Attribution::blank() }
}
