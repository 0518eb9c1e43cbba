//! A statement's parts as spans, and how much two of them share.

use sayso_core::Span;

/// Bytes that both cover. Pieces of one list are in text order and do not overlap.
pub(crate) fn shared(one: &[Span], other: &[Span]) -> u32 {
    let mut sum = 0;
    let (mut i, mut j) = (0, 0);
    while let (Some(a), Some(b)) = (one.get(i), other.get(j)) {
        sum += a.end.min(b.end).saturating_sub(a.start.max(b.start));
        if a.end <= b.end { i += 1 } else { j += 1 }
    }
    sum
}

/// Bytes of all pieces.
pub(crate) fn length(spans: &[Span]) -> u32 {
    spans.iter().map(|span| span.len() as u32).sum()
}

/// Whether they share at least half of the longer one.
pub(crate) fn alike(one: &[Span], other: &[Span]) -> bool {
    let shared = shared(one, other);
    shared > 0 && 2 * u64::from(shared) >= u64::from(length(one).max(length(other)))
}

/// Whether they share at least half of the shorter one: what an editor makes of a statement is still that one.
pub(crate) fn related(one: &[Span], other: &[Span]) -> bool {
    let shared = shared(one, other);
    shared > 0 && 2 * u64::from(shared) >= u64::from(length(one).min(length(other)))
}
