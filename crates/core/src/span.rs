use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A half-open range of **bytes** of an article's text. Both ends stand on character boundaries of the text
/// that the span was made for; `start <= end`.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span of bytes `start..end`. An end before the start gives the empty span at `start`.
    #[inline]
    pub fn new(start: usize, end: usize) -> Self {
        let start = start as u32;
        Self { start, end: (end as u32).max(start) }
    }

    /// Length in bytes.
    #[inline]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span covers nothing.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as an index range.
    #[inline]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The text the span covers; empty where the span does not fit `text` (a damaged artifact, never our own).
    #[inline]
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }

    /// Whether every byte of `other` lies in `self`.
    #[inline]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether byte `at` lies in `self`.
    #[inline]
    pub fn covers(self, at: u32) -> bool {
        self.start <= at && at < self.end
    }

    /// Whether the two share at least one byte.
    #[inline]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    #[inline]
    pub fn join(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The span without the white space at either end.
    #[must_use]
    pub fn trim(self, text: &str) -> Self {
        let inner = self.of(text);
        let lead = inner.len() - inner.trim_start().len();
        let kept = inner.trim().len();
        let start = self.start as usize + lead;
        Self::new(start, start + kept)
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}
