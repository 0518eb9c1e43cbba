//! Words found again in a text that may have moved.

use crate::Piece;
use sayso_core::{CodePoints, Span};

/// How far from where they should stand words are looked for that stand in the text several times, in code points.
const NEAR: u32 = 200;
/// Places beyond which words are too common to be looked at one by one.
const PLACES: usize = 10_000;

/// Why words were not found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lost {
    /// They are not in the text; what stands where they stood.
    Gone(String),
    /// They stand in several places; how many.
    Several(usize),
}

/// A text in which words are looked for.
pub struct Text<'t> {
    text: &'t str,
    points: CodePoints<'t>,
}

impl<'t> Text<'t> {
    /// Reads the text once.
    pub fn new(text: &'t str) -> Self {
        Self { text, points: CodePoints::new(text) }
    }

    /// The piece that these bytes are.
    pub fn piece(&self, span: Span) -> Piece {
        let words = span.of(self.text);
        let at = [self.points.at(span.start), self.points.at(span.end)];
        let places = self.places(words);
        let rank = places.iter().position(|start| *start == span.start);
        let several = |rank: usize| (places.len() > 1).then_some([rank as u32 + 1, places.len() as u32]);
        Piece { words: words.to_owned(), at, nth: rank.and_then(several) }
    }

    /// The bytes of these code points; `None` outside the text.
    pub fn span(&self, [start, end]: [u32; 2]) -> Option<Span> {
        let (start, end) = (self.points.byte(start)?, self.points.byte(end)?);
        (start <= end).then_some(Span { start, end })
    }

    /// The pieces of one statement, in text order.
    ///
    /// # Errors
    /// One of them, which is named, is gone, or could be meant in several places.
    pub fn all<'p>(&self, pieces: &'p [Piece]) -> Result<Vec<Span>, (&'p Piece, Lost)> {
        let Some((first, rest)) = pieces.split_first() else { return Ok(Vec::new()) };
        let head = self.alone(first).map_err(|lost| (first, lost))?;
        let moved = self.moved(first, head);
        let mut spans = vec![head];
        for piece in rest {
            spans.push(self.beside(piece, moved).map_err(|lost| (piece, lost))?);
        }
        Ok(spans)
    }

    /// How far a piece has moved, in code points.
    pub(crate) fn moved(&self, piece: &Piece, span: Span) -> i64 {
        i64::from(self.points.at(span.start)) - i64::from(piece.at[0])
    }

    /// A piece with nothing else to go by: where it stood, else where its words stand, if that is one place.
    fn alone(&self, piece: &Piece) -> Result<Span, Lost> {
        if let Some(span) = self.exactly(piece, 0) {
            return Ok(span);
        }
        let places = self.places(&piece.words);
        let meant = match (&places[..], piece.nth) {
            ([], _) => return Err(self.gone(piece, 0)),
            ([one], _) => *one,
            // As many as before: the same one of them.
            (all, Some([rank, count])) if all.len() == count as usize && (1..=count).contains(&rank) => {
                all[rank as usize - 1]
            }
            (all, _) => return Err(Lost::Several(all.len())),
        };
        Ok(Span::new(meant as usize, meant as usize + piece.words.len()))
    }

    /// A piece of something that moved by so many code points.
    pub(crate) fn beside(&self, piece: &Piece, moved: i64) -> Result<Span, Lost> {
        if let Some(span) = self.exactly(piece, moved) {
            return Ok(span);
        }
        let places = self.places(&piece.words);
        let wanted = i64::from(piece.at[0]) + moved;
        let near: Vec<u32> = places
            .iter()
            .copied()
            .filter(|start| (i64::from(self.points.at(*start)) - wanted).unsigned_abs() <= u64::from(NEAR))
            .collect();
        let meant = match (&near[..], &places[..]) {
            ([one], _) | ([], [one]) => *one,
            ([], []) => return Err(self.gone(piece, moved)),
            (_, all) => return Err(Lost::Several(all.len())),
        };
        Ok(Span::new(meant as usize, meant as usize + piece.words.len()))
    }

    /// The piece where it should stand.
    fn exactly(&self, piece: &Piece, moved: i64) -> Option<Span> {
        let span = self.shifted(piece, moved)?;
        (!piece.words.is_empty() && span.of(self.text) == piece.words).then_some(span)
    }

    fn shifted(&self, piece: &Piece, moved: i64) -> Option<Span> {
        let at = |point: u32| u32::try_from(i64::from(point) + moved).ok();
        self.span([at(piece.at[0])?, at(piece.at[1])?])
    }

    fn gone(&self, piece: &Piece, moved: i64) -> Lost {
        let there = self.shifted(piece, moved).map_or("", |span| span.of(self.text));
        Lost::Gone(there.to_owned())
    }

    /// Where words stand in the text, first bytes; overlapping places count once.
    fn places(&self, words: &str) -> Vec<u32> {
        if words.is_empty() {
            return Vec::new();
        }
        self.text.match_indices(words).take(PLACES).map(|(at, _)| at as u32).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// The marked words of the first text, found in the second: «they».
    fn check(marked: &str, after: &str, expect: &str) {
        let before = marked.replace(['«', '»'], "");
        let text = Text::new(&before);
        let mut pieces = Vec::new();
        let (mut at, mut rest) = (0, marked);
        while let Some((head, tail)) = rest.split_once('«') {
            let (words, tail) = tail.split_once('»').unwrap();
            at += head.len();
            pieces.push(text.piece(Span::new(at, at + words.len())));
            at += words.len();
            rest = tail;
        }
        let found = match Text::new(after).all(&pieces) {
            Err((_, lost)) => format!("{lost:?}"),
            Ok(spans) => {
                let mut out = after.to_owned();
                for span in spans.iter().rev() {
                    out.insert(span.end as usize, '»');
                    out.insert(span.start as usize, '«');
                }
                out
            }
        };
        assert_eq!(found, expect, "{marked}");
    }

    #[test]
    fn words_are_found_again() {
        check("a «b c» d", "a b c d", "a «b c» d");
        check("a «b c» d", "Żółw. a b c d", "Żółw. a «b c» d");
        check("a «b c» d", "a d", "Gone(\"\")");
        check("a «b c» d", "a x y d", "Gone(\"x y\")");
        // Twice, and neither where it was.
        check("a «b c» d", "xx b c, b c d", "Several(2)");
        // Twice before and after: the same one.
        check("no, said «no» he", "Well, no, said no he", "Well, no, said «no» he");
        // What moves together is found together.
        check("«he said it», «no» and no", "Now he said it, no and no", "Now «he said it», «no» and no");
        check("«he said it», «no», no", "Now he said it, eh, no, no", "Several(2)");
    }
}
