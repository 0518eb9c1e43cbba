//! Pieces that somebody marked, and what ties them together.

use crate::{Annotated, Attribution, Span};
use std::collections::{BTreeMap, BTreeSet};

/// What annotators call the parts; case does not matter.
const LABELS: &[(&str, Part)] = &[
    ("content", Part::Content),
    ("quote", Part::Content),
    ("quotation", Part::Content),
    ("statement", Part::Content),
    ("source", Part::Source),
    ("speaker", Part::Source),
    ("cue", Part::Cue),
    ("verb", Part::Cue),
    ("discard", Part::Ignored),
    ("ignore", Part::Ignored),
];

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Content,
    Source,
    Cue,
    /// Not to be judged.
    Ignored,
}

impl Part {
    pub(crate) fn of_label(label: &str) -> Option<Self> {
        LABELS.iter().find(|(known, _)| known.eq_ignore_ascii_case(label)).map(|known| known.1)
    }
}

/// Something marked: spans in text order, and what is said of it.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub(crate) part: Part,
    pub(crate) spans: Vec<Span>,
    pub(crate) speakers: Option<String>,
    pub(crate) form: Option<String>,
    pub(crate) class: Option<String>,
}

impl Piece {
    pub(crate) fn new(part: Part, spans: Vec<Span>) -> Self {
        Self { part, spans, speakers: None, form: None, class: None }
    }
}

/// Pieces by their ids, and ties between them, of whatever name and in whatever direction.
#[derive(Default)]
pub(crate) struct Graph {
    pub(crate) pieces: BTreeMap<String, Piece>,
    ties: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    /// The text of that name with what was read of it.
    pub(crate) fn annotated(&self, name: &str, text: String) -> Annotated {
        Annotated {
            name: name.to_owned(),
            document: None,
            attributions: self.attributions(),
            ignored: self.ignored(),
            text,
        }
    }

    pub(crate) fn tie(&mut self, one: &str, other: &str) {
        self.ties.entry(one.to_owned()).or_default().insert(other.to_owned());
        self.ties.entry(other.to_owned()).or_default().insert(one.to_owned());
    }

    /// The attributions. Contents that are tied to each other, or share a cue, are pieces of one; the sources are those
    /// of its contents and cues.
    pub(crate) fn attributions(&self) -> Vec<Attribution> {
        let mut taken: BTreeSet<&str> = BTreeSet::new();
        let mut out = Vec::new();
        for id in self.pieces.keys().map(String::as_str) {
            if self.part(id) == Some(Part::Content) && !taken.contains(id) {
                let group = self.group(id, &mut taken);
                out.push(self.attribution(&group));
            }
        }
        out.sort_by(|a: &Attribution, b| a.content.cmp(&b.content));
        out
    }

    pub(crate) fn ignored(&self) -> Vec<Span> {
        let all = self.pieces.values().filter(|piece| piece.part == Part::Ignored);
        all.flat_map(|piece| piece.spans.clone()).collect()
    }

    fn part(&self, id: &str) -> Option<Part> {
        self.pieces.get(id).map(|piece| piece.part)
    }

    /// The contents and cues that hang together with a content, and their sources.
    fn group<'a>(&'a self, first: &'a str, taken: &mut BTreeSet<&'a str>) -> BTreeSet<&'a str> {
        let mut group = BTreeSet::from([first]);
        let mut waiting = vec![first];
        while let Some(id) = waiting.pop() {
            if self.part(id) == Some(Part::Content) {
                taken.insert(id);
            }
            for other in self.ties.get(id).into_iter().flatten() {
                let known = self.pieces.contains_key(other);
                // Many attributions may share a source; it holds none of them together.
                let leads = matches!(self.part(other), Some(Part::Content | Part::Cue));
                if known && group.insert(other) && leads {
                    waiting.push(other);
                }
            }
        }
        group
    }

    fn attribution(&self, group: &BTreeSet<&str>) -> Attribution {
        let of = |part: Part| {
            group.iter().filter_map(move |id| self.pieces.get(*id).filter(|piece| piece.part == part))
        };
        let spans = |part: Part| -> Vec<Span> {
            let all: BTreeSet<Span> = of(part).flat_map(|piece| piece.spans.iter().copied()).collect();
            all.into_iter().collect()
        };
        let said = |of_piece: fn(&Piece) -> &Option<String>| {
            of(Part::Content).find_map(|piece| of_piece(piece).clone())
        };
        Attribution {
            content: spans(Part::Content),
            source: spans(Part::Source),
            cue: spans(Part::Cue),
            speakers: said(|piece| &piece.speakers),
            form: said(|piece| &piece.form),
            class: said(|piece| &piece.class),
        }
    }
}
