//! What speaks against an attribution, once it is whole, makes it less sure.

use crate::tagged_article::TaggedArticle;
use crate::words;
use sayso_core::{Attribution, Evidence, SpeakerKind};
use sayso_lexicon::tag;
use sayso_speakers::Resolver;

/// What is left of a confidence for each doubt; read by eye (docs/measurements.md).
const LEFT: f32 = 0.8;

/// Weighs the doubts of every attribution, which stand in text order.
pub(crate) fn weigh(view: &TaggedArticle<'_>, resolver: &Resolver<'_>, attributions: &mut [Attribution]) {
    for at in 0..attributions.len() {
        let (earlier, rest) = attributions.split_at_mut(at);
        let Some(attribution) = rest.first_mut() else { continue };
        let doubts = [
            rival(view, resolver, attribution, earlier),
            nobody(view, attribution),
            clause(view, attribution),
        ];
        for (kind, detail) in doubts.into_iter().flatten() {
            let before = attribution.confidence;
            attribution.confidence *= LEFT;
            let weight = log_odds(attribution.confidence) - log_odds(before);
            attribution.evidence.push(Evidence { kind: kind.to_owned(), detail, weight });
        }
    }
}

fn log_odds(share: f32) -> f32 {
    let share = share.clamp(0.01, 0.99);
    (share / (1.0 - share)).ln()
}

type Doubt = Option<(&'static str, String)>;

/// "he" where two men were just named.
fn rival(
    view: &TaggedArticle<'_>,
    resolver: &Resolver<'_>,
    attribution: &Attribution,
    earlier: &[Attribution],
) -> Doubt {
    let ([source], [speaker]) = (&attribution.source[..], &attribution.speakers[..]) else { return None };
    let other = resolver.rival(*source, speaker, earlier)?;
    Some(("rival", format!("“{}” may also be {other}", source.of(view.text))))
}

/// "I" in a text of which nobody knows whose it is.
fn nobody(view: &TaggedArticle<'_>, attribution: &Attribution) -> Doubt {
    let source = attribution.source.first()?;
    let unknown = |speaker: &sayso_core::Speaker| speaker.kind == SpeakerKind::Unresolved;
    let pronoun = words::SOURCE_PRONOUNS.contains_ignoring_case(source.of(view.text));
    (pronoun && attribution.speakers.iter().all(unknown))
        .then(|| ("unresolved", format!("nobody is known for “{}”", source.of(view.text))))
}

/// "the mayor had closed the bridge": a source that holds a clause was cut wrong.
fn clause(view: &TaggedArticle<'_>, attribution: &Attribution) -> Doubt {
    let source = attribution.source.first()?;
    let tokens = view.tokens.in_span(*source);
    let opens = |at: &usize| view.has(*at, tag::RELATIVE | tag::PUNCTUATION | tag::THAT);
    let mut head = tokens.take_while(|at| !opens(at)).skip(1);
    let finite = |at: usize| {
        let word = view.word(at);
        view.has(at, tag::AUXILIARY | tag::MODAL)
            && !view.has(at, tag::CAPITAL)
            && !words::NEVER_FINITE.contains(word)
    };
    let verb = head.find(|at| finite(*at))?;
    Some(("clause", format!("“{}” stands in the source", view.word(verb))))
}
