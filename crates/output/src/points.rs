//! From code points back to bytes.

use crate::Span;

/// A text with a way from code points to bytes: an entry for every 64 code points.
pub struct Points<'a> {
    text: &'a str,
    marks: Vec<usize>,
}

const STEP: usize = 64;

impl<'a> Points<'a> {
    /// Counts the text once.
    pub fn new(text: &'a str) -> Self {
        Self { text, marks: text.char_indices().step_by(STEP).map(|(at, _)| at).collect() }
    }

    /// The byte at which a code point begins; the text's length for the one behind the last, `None` beyond.
    pub fn byte(&self, point: u32) -> Option<usize> {
        let point = point as usize;
        let mark = self.marks.get(point / STEP).copied().unwrap_or(self.text.len());
        let rest = &self.text[mark..];
        let within = if mark == self.text.len() { point - self.marks.len() * STEP } else { point % STEP };
        let steps = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
        steps.skip(within).map(|at| mark + at).next()
    }

    /// The words of a span; `None` where it lies outside the text or is turned round.
    pub fn slice(&self, [start, end]: Span) -> Option<&'a str> {
        self.text.get(self.byte(start)?..self.byte(end)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_point_is_found() {
        for text in ["", "plain", "Yōko “said” 😀 so", &"é😀a".repeat(64), &"x".repeat(64)] {
            let points = Points::new(text);
            let bounds: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            for (point, byte) in bounds.iter().enumerate() {
                assert_eq!(points.byte(point as u32), Some(*byte), "{text} {point}");
            }
            assert_eq!(points.byte(bounds.len() as u32), None, "{text}");
            assert_eq!(points.byte(u32::MAX), None, "{text}");
            assert_eq!(points.slice([0, bounds.len() as u32 - 1]), Some(text));
            assert_eq!(points.slice([1, 0]), None);
        }
    }
}
