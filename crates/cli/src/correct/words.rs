//! Words of an article as somebody types them, and where they stand.

use crate::query::Stop;
use crate::sanitize::one_line;
use sayso_core::{CodePoints, Span};
use sayso_corrections::{Piece, Text};
use sayso_output::Document;

/// An article in which words are pointed at.
pub(crate) struct Page<'d> {
    pub(crate) document: &'d Document,
    text: Text<'d>,
    points: CodePoints<'d>,
}

impl<'d> Page<'d> {
    pub(crate) fn new(document: &'d Document) -> Self {
        let (text, points) = (Text::new(&document.text), CodePoints::new(&document.text));
        Self { document, text, points }
    }

    /// The pieces of a part of a statement.
    pub(crate) fn pieces(&self, spans: &[sayso_output::Span]) -> Vec<Piece> {
        spans.iter().filter_map(|at| self.text.span(*at)).map(|span| self.text.piece(span)).collect()
    }

    /// The words, where they stand once, or nearest to a place. Blanks stand for any white space.
    pub(crate) fn find(&self, words: &str, near: Option<[u32; 2]>) -> Result<Piece, Stop> {
        let spans = self.places(words);
        let distance = |span: &Span| {
            let [start, end] = near.unwrap_or_default();
            let (from, to) = (self.points.at(span.start), self.points.at(span.end));
            if near.is_none() { 0 } else { from.saturating_sub(end).max(start.saturating_sub(to)) }
        };
        let nearest = spans.iter().map(distance).min();
        let close: Vec<&Span> = spans.iter().filter(|span| Some(distance(span)) == nearest).collect();
        match close[..] {
            [one] => Ok(self.text.piece(*one)),
            [] => Err(Stop::Failed(format!("“{}” does not occur in the article", one_line(words)))),
            _ => Err(Stop::Failed(format!(
                "“{}” occurs {} times; include more of the surrounding words",
                one_line(words),
                close.len()
            ))),
        }
    }

    fn places(&self, words: &str) -> Vec<Span> {
        let text = &self.document.text;
        let typed: Vec<&str> = words.split_whitespace().collect();
        let Some((first, rest)) = typed.split_first() else { return Vec::new() };
        let mut places = Vec::new();
        for (start, _) in text.match_indices(first) {
            let mut end = start + first.len();
            let follow = rest.iter().all(|word| {
                let after = text.get(end..).unwrap_or("");
                let blank = after.len() - after.trim_start().len();
                let here = blank > 0 && after[blank..].starts_with(word);
                end += blank + word.len();
                here
            });
            if follow {
                places.push(Span::new(start, end));
            }
        }
        places
    }
}

/// From the first to the last of some pieces, in code points.
pub(crate) fn around(spans: &[sayso_output::Span]) -> Option<[u32; 2]> {
    Some([spans.first()?[0], spans.last()?[1]])
}
