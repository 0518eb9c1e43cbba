//! "The bank will cut jobs, the paper reported, citing two officials": whoever is cited stands behind the report, and
//! the paper is what it came through. What is cited is no content.

use crate::rules::{about, start};
use crate::tagged_article::TaggedArticle;
use crate::words;
use sayso_core::{Attribution, Mentions, Span};
use sayso_lexicon::tag;
use sayso_speakers::Resolver;

/// Turns every "citing …" into the source of the statement beside it.
pub(crate) fn resolve(
    view: &TaggedArticle<'_>,
    mentions: &Mentions,
    resolver: &Resolver<'_>,
    attributions: &mut Vec<Attribution>,
) {
    let mut dropped = vec![false; attributions.len()];
    let mut added = Vec::new();
    for at in 0..dropped.len() {
        let Some(cited) = attributions[at].content.first().copied() else { continue };
        if !is_citing(view, &attributions[at]) {
            continue;
        }
        if !source(view, cited).is_some_and(|whom| resolver.names_a_source(whom)) {
            continue;
        }
        dropped[at] = true;
        match host(view, at, attributions) {
            Some(host) => stand_behind(view, resolver, cited, host, attributions),
            None => added.extend(without_host(view, mentions, resolver, at, cited, attributions)),
        }
    }
    let mut kept = dropped.iter().map(|dropped| !dropped);
    attributions.retain(|_| kept.next().unwrap_or(true));
    attributions.extend(added);
    attributions.sort_by_key(start);
}

/// A participle of citing: "citing", "quoting".
fn is_citing(view: &TaggedArticle<'_>, attribution: &Attribution) -> bool {
    let [cue] = &attribution.cue[..] else { return false };
    let tokens = view.tokens.in_span(*cue);
    !tokens.is_empty() && view.is_any(tokens.end - 1, &words::CITING)
}

/// The statement of the same sentence that is told of by somebody who cites.
fn host(view: &TaggedArticle<'_>, citing: usize, attributions: &[Attribution]) -> Option<usize> {
    const NEAR: usize = 4;
    let here = attributions[citing].cue.first()?.start;
    let sentence = view.tokens.sentences.get(view.tokens.sentence_at(here))?.span;
    let beside = |at: &usize| {
        let attribution = &attributions[*at];
        *at != citing
            && attribution.cue.first().is_some_and(|cue| sentence.contains(*cue))
            && !attribution.content.iter().any(|piece| piece.start <= here && here < piece.end)
    };
    let distance =
        |at: &usize| attributions[*at].cue.first().map_or(u32::MAX, |cue| cue.start.abs_diff(here));
    let near = citing.saturating_sub(NEAR)..attributions.len().min(citing + NEAR + 1);
    near.filter(beside).min_by_key(distance)
}

fn stand_behind(
    view: &TaggedArticle<'_>,
    resolver: &Resolver<'_>,
    cited: Span,
    host: usize,
    attributions: &mut [Attribution],
) {
    let Some(source) = source(view, cited) else { return };
    let who = resolver.resolve(&[source], &[], &attributions[..host]);
    let attribution = &mut attributions[host];
    attribution.via =
        attribution.source.first().map(|outlet| resolver.carrier_at(*outlet)).or(attribution.via.take());
    attribution.source = vec![source];
    attribution.speakers = who.speakers;
}

/// The phrase that is cited, up to a comma.
fn source(view: &TaggedArticle<'_>, cited: Span) -> Option<Span> {
    let tokens = view.tokens.in_span(cited);
    let end =
        (tokens.start + 1..tokens.end).find(|at| view.has(*at, tag::COMMA | tag::STOP)).unwrap_or(tokens.end);
    (tokens.start < end).then(|| view.span(tokens.start..end))
}

/// "X, the paper reported on Friday, citing Y" where nobody found that X is reported: it is what stands before the paper.
fn without_host(
    view: &TaggedArticle<'_>,
    mentions: &Mentions,
    resolver: &Resolver<'_>,
    citing: usize,
    cited: Span,
    attributions: &[Attribution],
) -> Option<Attribution> {
    let citing = &attributions[citing];
    let outlet = citing.source.first().copied()?;
    let cue = view.tokens.in_span(*citing.cue.first()?).start;
    let sentence = view.tokens.sentences.get(view.tokens.sentence_at(outlet.start))?.tokens();
    let tokens = view.tokens.in_span(outlet);
    let comma = tokens.start.checked_sub(1).filter(|at| view.has(*at, tag::COMMA))?;
    if sentence.start + 2 >= comma || tokens.end >= cue {
        return None;
    }
    let verb = (tokens.end..cue).find(|at| view.cue(*at).is_some())?;
    let source = source(view, cited)?;
    let content = vec![view.span(sentence.start..comma)];
    let before = attributions.partition_point(|other| start(other) < Some(outlet.start));
    Some(Attribution {
        about: about(mentions, &content),
        content,
        speakers: resolver.resolve(&[source], &[], &attributions[..before]).speakers,
        source: vec![source],
        cue: vec![view.span(verb..verb + 1)],
        via: Some(resolver.carrier_at(outlet)),
        ..citing.clone()
    })
}
