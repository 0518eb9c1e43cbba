//! Which of many spans touch a given one.

use sayso_core::Span;

/// Spans with the index of what they belong to, sorted.
pub(crate) struct SpanIndex {
    spans: Vec<(Span, usize)>,
    longest: u32,
}

impl SpanIndex {
    pub(crate) fn new(spans: impl Iterator<Item = (Span, usize)>) -> Self {
        let mut spans: Vec<_> = spans.collect();
        spans.sort_unstable();
        let longest = spans.iter().map(|(span, _)| span.end - span.start).max().unwrap_or(0);
        Self { spans, longest }
    }

    /// Of attributions' spans, as `part` chooses them.
    pub(crate) fn of<T>(items: &[T], part: impl Fn(&T) -> &[Span]) -> Self {
        Self::new(items.iter().enumerate().flat_map(|(at, item)| {
            let spans: Vec<_> = part(item).iter().map(|span| (*span, at)).collect();
            spans
        }))
    }

    /// Indexes of what overlaps `span`, in order of the spans.
    pub(crate) fn over(&self, span: Span) -> impl Iterator<Item = usize> + '_ {
        let from =
            self.spans.partition_point(|(other, _)| other.start.saturating_add(self.longest) <= span.start);
        let near = self.spans[from..].iter().take_while(move |(other, _)| other.start < span.end);
        near.filter(move |(other, _)| other.overlaps(span)).map(|(_, at)| *at)
    }

    /// Whether anything overlaps any of `spans`.
    pub(crate) fn touches(&self, spans: &[Span]) -> bool {
        spans.iter().any(|span| self.over(*span).next().is_some())
    }
}
