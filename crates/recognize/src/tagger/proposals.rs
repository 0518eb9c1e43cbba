//! From tags to names: what the tagger proposes.

use super::surroundings;
use crate::context;
use crate::shape::Shape;
use crate::tagged_text::TaggedText;
use crate::words;
use sayso_core::TokenKind;
use sayso_model::{NameClass, NameTag};

/// A name that the tagger proposes.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Proposal {
    /// Its tokens.
    pub(crate) first: usize,
    pub(crate) end: usize,
    pub(crate) class: NameClass,
    /// The least probability of its tokens' labels.
    pub(crate) probability: f32,
    /// How sure the name is, 0 to 1.
    pub(crate) confidence: f32,
    /// It is a team that is named by its place.
    pub(crate) team: bool,
}

/// The names that an article's tags say, in text order.
pub(crate) fn proposals(tagged: &TaggedText<'_>, tags: &[NameTag], out: &mut Vec<Proposal>) {
    out.clear();
    let mut open: Option<Proposal> = None;
    for (at, tag) in tags.iter().enumerate() {
        let label = NameClass::of_label(tag.label.into());
        match (label, &mut open) {
            (Some((_, false)), Some(name)) => {
                name.end = at + 1;
                name.probability = name.probability.min(tag.probability);
            }
            (Some((class, _)), _) => {
                add(tagged, open.take(), out);
                open = Some(Proposal {
                    first: at,
                    end: at + 1,
                    class,
                    probability: tag.probability,
                    confidence: 0.0,
                    team: false,
                });
            }
            (None, _) => add(tagged, open.take(), out),
        }
    }
    add(tagged, open, out);
}

fn add(tagged: &TaggedText<'_>, name: Option<Proposal>, out: &mut Vec<Proposal>) {
    let Some(name) = name.and_then(|name| trimmed(tagged, name)) else { return };
    let (name, home) = surroundings::without_home(tagged, name);
    out.push(name);
    out.extend(home.and_then(|home| trimmed(tagged, home)));
}

/// Whether a token stands behind an opening quotation mark.
fn quoted(tagged: &TaggedText<'_>, at: usize) -> bool {
    matches!(tagged.words[at - 1].kind, TokenKind::OpenQuote | TokenKind::OpenSingle)
}

/// The same without articles, marks and possessives at its ends; a name has a letter.
fn trimmed(tagged: &TaggedText<'_>, mut name: Proposal) -> Option<Proposal> {
    let mark = |at: usize| matches!(tagged.words[at].shape, Shape::Other);
    let ends = |at: usize| mark(at) && !matches!(tagged.of(at), ")" | "!" | "+");
    while name.end > name.first
        && (ends(name.end - 1) || words::POSSESSIVES.contains(tagged.of(name.end - 1)))
    {
        name.end -= 1;
    }
    // The article of a work is part of its name, and a capital in the text.
    let work = |at: usize| {
        name.class == NameClass::Other
            && tagged.words[at].shape == Shape::Title
            && at > 0
            && quoted(tagged, at)
    };
    let article = |at: usize| words::THE.contains(tagged.of(at)) && !work(at);
    while name.first < name.end && (mark(name.first) || article(name.first)) {
        name.first += 1;
    }
    let before = name.first.checked_sub(1).filter(|at| *at > 0 && tagged.words[*at].shape == Shape::Title);
    if name.class == NameClass::Other
        && let Some(at) = before.filter(|at| words::THE.contains(tagged.of(*at)) && quoted(tagged, *at))
    {
        name.first = at;
    }
    // "John D. (Jay": what the bracket holds is not all of it.
    if let Some(open) = (name.first..name.end).find(|at| tagged.words[*at].kind == TokenKind::OpenBracket)
        && !(open..name.end).any(|at| tagged.words[at].kind == TokenKind::CloseBracket)
    {
        name.end = open;
    }
    let opened = |at: usize| (name.first..at).any(|at| tagged.words[at].kind == TokenKind::OpenBracket);
    if let Some(close) =
        (name.first..name.end).find(|at| tagged.words[*at].kind == TokenKind::CloseBracket && !opened(*at))
    {
        name.first = close + 1;
    }
    if name.class == NameClass::Person && name.end > name.first {
        surroundings::trim_person(tagged, &mut name);
        surroundings::named_for(tagged, &mut name);
    }
    // "Ivy League-trained" says what somebody is like.
    let compound = name.end > name.first && tagged.words[name.end - 1].compound;
    let named = !compound && (name.first..name.end).any(|at| tagged.words[at].capital());
    // "R-Wyo.": a party and a state.
    let party = name.end == name.first + 1 && context::is_party(tagged.of(name.first));
    (named && !party && !surroundings::is_foreign_word(tagged, &name)).then_some(name)
}
