//! Two quotations of two speakers side by side: “You will break.” What troubles them is “the telephone,” says Rothwell.
//! A whole quotation before the sentence in which the cue stands is no part of what that cue tells of.

use crate::tagged_article::TaggedArticle;
use sayso_core::Attribution;
use sayso_lexicon::tag;

/// Cuts off every quotation that ends before the sentence that its attribution is told in.
pub(crate) fn separate(view: &TaggedArticle<'_>, attributions: &mut [Attribution]) {
    for attribution in attributions {
        while let Some(end) = foreign(view, attribution) {
            let Some(first) = attribution.content.first_mut() else { break };
            if first.end <= end {
                attribution.content.remove(0);
            } else {
                let behind = view.tokens.in_span(sayso_core::Span { start: end, end: first.end });
                first.start = view.span(behind).start;
            }
        }
    }
}

/// The last byte of a quotation that opens the content and is none of it.
fn foreign(view: &TaggedArticle<'_>, attribution: &Attribution) -> Option<u32> {
    let (content, cue) = (attribution.content.first()?, attribution.cue.first()?);
    let tokens = view.tokens.in_span(*content);
    let segment = view.segment_at(tokens.start).filter(|segment| segment.open == tokens.start)?;
    let whole =
        segment.closed && segment.end <= tokens.end && view.has(segment.end.checked_sub(2)?, tag::STOP);
    let sentence = view.tokens.sentences.get(view.tokens.sentence_at(cue.start))?.tokens();
    let last = attribution.content.last()?;
    let more = last.end > view.span(segment.open..segment.end).end && last.end <= cue.start;
    // Words outside of marks that the cue tells of, too, or a colon that leads in to what it tells of.
    let next = view.segments.partition_point(|other| other.open < segment.end);
    let next = view.segments.get(next);
    let between = segment.end..next.map_or(segment.end, |next| next.open);
    let spoken = |at: usize| !view.has(at, tag::PUNCTUATION);
    let told = between.clone().any(spoken)
        && (attribution
            .content
            .iter()
            .any(|piece| piece.contains(view.span(between.start..between.start + 1)))
            || view.has(between.end - 1, tag::COLON));
    let paragraph = view.paragraph_at(segment.open)?;
    let near = next.is_some_and(|next| next.end <= paragraph.end);
    // Behind another quotation it goes on for whoever said that one.
    let opens = paragraph.start == segment.open;
    (opens && whole && more && near && told && sentence.start >= segment.end)
        .then(|| view.span(segment.open..segment.end).end)
}
