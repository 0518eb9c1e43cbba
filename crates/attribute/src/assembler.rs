//! From what was found to attributions: spans, form, class, reasons.

use crate::confidence::percent;
use crate::rules::{Ruled, start};
use crate::source::SourceTrimmer;
use crate::span_index::SpanIndex;
use sayso_core::{
    Article, Attribution, CueClass, Evidence, Form, Mentions, SetAside, SetAsideReason, Span, TokenKind,
    Tokens,
};
use sayso_lexicon::ClauseLexicon;
use sayso_model::{Calibration, Model, Position, PriorFeatures, TokenAttribution, Trait, positions};
use sayso_speakers::Resolver;
use std::ops::Range;

/// "…," he said, according to Reuters: what the model ties to the carrier is the speaker's, who told the carrier.
pub(crate) fn carry(
    ruled: &Ruled<'_>,
    outlines: &[Attribution],
    resolver: &Resolver<'_>,
    attributions: &mut [Attribution],
) {
    let carried = |(nth, outline): &(usize, &Attribution)| {
        !outline.cue.is_empty() && ruled.may_be_carried(*nth, outline, resolver)
    };
    let carried: Vec<_> = outlines.iter().enumerate().filter(carried).collect();
    if carried.is_empty() {
        return;
    }
    let cues = SpanIndex::of(attributions, |attribution| &attribution.cue);
    let sources = SpanIndex::of(attributions, |attribution| &attribution.source);
    let contents = SpanIndex::of(attributions, |attribution| &attribution.content);
    for (nth, outline) in carried.into_iter().filter(|(_, outline)| !cues.touches(&outline.cue)) {
        let before = attributions.partition_point(|earlier| start(earlier) < start(outline));
        let whole = ruled.complete(nth, outline.clone(), resolver, &attributions[..before]);
        let Some(via) = whole.via.as_ref().map(|via| via.span) else { continue };
        let shares_words =
            |at: &usize| whole.content.iter().any(|span| contents.over(*span).any(|other| other == *at));
        if let Some(at) = sources.over(via).chain(cues.over(via)).find(shares_words) {
            let confidence = attributions[at].confidence.max(whole.confidence);
            attributions[at] = Attribution { confidence, ..whole };
        }
    }
}

/// What the rules are sure enough of, also without marks, where the model finds nothing in the sentence: "According to
/// X, …", "…, stated X", "…, X said."
fn is_report(rule: &str) -> bool {
    rule.starts_with("according-") || rule == "content-cue-source" || rule == "content-cue"
}

/// Drops what shares half of its words or more with something surer: one statement, told of by one cue.
pub(crate) fn without_doubles(found: Vec<Attribution>) -> Vec<Attribution> {
    let length =
        |attribution: &Attribution| attribution.content.iter().map(|piece| piece.len()).sum::<usize>();
    let contents = SpanIndex::of(&found, |attribution| &attribution.content);
    let shared = |one: &Attribution, other: &Attribution| {
        let over = |a: &Span, b: &Span| a.end.min(b.end).saturating_sub(a.start.max(b.start)) as usize;
        one.content.iter().flat_map(|a| other.content.iter().map(move |b| over(a, b))).sum::<usize>()
    };
    let mut dropped = vec![false; found.len()];
    for (at, attribution) in found.iter().enumerate() {
        let near = attribution.content.iter().flat_map(|piece| contents.over(*piece).take(MOST_OVER));
        dropped[at] = near.filter(|other| *other != at).any(|other| {
            let (other, both) = (&found[other], shared(attribution, &found[other]));
            other.confidence > attribution.confidence
                && 2 * both >= length(attribution) + length(other) - both
        });
    }
    let mut dropped = dropped.into_iter();
    found.into_iter().filter(|_| !dropped.next().unwrap_or_default()).collect()
}

/// Statements looked at that share words with one.
const MOST_OVER: usize = 16;

/// Frames of a quotation in which the speaker stands beside the cue: “…,” said X; “…,” X said.
const FRAMES: [&str; 2] = ["quote-cue-source", "quote-source-cue"];

/// “…,” said a woman known as …: where the model finds nobody beside the cue of a quotation, or is less sure of somebody
/// else, the rules' speaker.
pub(crate) fn frame_sources(rules: &[Attribution], trimmer: &SourceTrimmer<'_>, found: &mut [Attribution]) {
    let frames = rules.iter().filter(|outline| {
        FRAMES.contains(&outline.rule.as_str()) && outline.form == Form::Direct && !outline.source.is_empty()
    });
    let cues = SpanIndex::of(found, |attribution| &attribution.cue);
    for outline in frames {
        let Some(source) = outline.source.first().and_then(|source| trimmer.source(*source)) else {
            continue;
        };
        let Some(at) = outline.cue.iter().flat_map(|cue| cues.over(*cue)).next() else { continue };
        let attribution = &mut found[at];
        let other = attribution.source.first().is_some_and(|known| known.overlaps(source));
        let unsure = attribution.source.is_empty() || attribution.confidence < outline.confidence;
        if attribution.form == Form::Direct && unsure && !other {
            attribution.source = vec![source];
            attribution.evidence.retain(|why| why.kind != "source" && why.kind != "no-source");
            attribution.evidence.push(Evidence {
                kind: "subject".to_owned(),
                detail: ["“", source.of(trimmer.text), "” stands where the speaker stands"].concat(),
                weight: 0.0,
            });
        }
    }
}

/// Bytes of a report, at least: less is a word between commas.
const REPORT: u32 = 15;

/// Numbers of what the rules attribute, surely enough, and the model passed over: quotations in marks, and reports in
/// frames that tell by their shape.
pub(crate) fn passed_over(
    tokens: &Tokens,
    resolver: &Resolver<'_>,
    rules: &[Attribution],
    found: &[Attribution],
) -> Vec<usize> {
    /// Below this the rules are wrong about quotations more often than they help (PolNeAR dev).
    const LEAST: f32 = 0.3;
    let cues = SpanIndex::of(found, |attribution| &attribution.cue);
    let contents = SpanIndex::of(found, |attribution| &attribution.content);
    let fresh = |nth: &usize| {
        let found_by_rule = &rules[*nth];
        let reported = || {
            let sentence = found_by_rule.cue.first().and_then(|cue| {
                let sentence = tokens.sentences.get(tokens.sentence_at(cue.start))?;
                Some(sentence.span)
            });
            is_report(&found_by_rule.rule)
                && found_by_rule.content.iter().map(|piece| piece.end - piece.start).sum::<u32>() >= REPORT
                && found_by_rule.source.iter().all(|source| resolver.names_a_source(*source))
                && sentence
                    .is_some_and(|sentence| !cues.touches(&[sentence]) && !contents.touches(&[sentence]))
        };
        (found_by_rule.form != Form::Indirect || reported())
            && found_by_rule.confidence >= LEAST
            && !cues.touches(&found_by_rule.cue)
            && !contents.touches(&found_by_rule.content)
    };
    (0..rules.len()).filter(fresh).collect()
}

/// An article as attributions are made of what was found in it.
pub(crate) struct Assembler<'a> {
    article: &'a Article,
    tokens: &'a Tokens,
    mentions: &'a Mentions,
    positions: Vec<Position>,
}

impl<'a> Assembler<'a> {
    pub(crate) fn new(
        article: &'a Article,
        tokens: &'a Tokens,
        mentions: &'a Mentions,
        priors: &[PriorFeatures],
    ) -> Self {
        Self { article, tokens, mentions, positions: positions(tokens, priors, 0..tokens.tokens.len()) }
    }

    fn span(&self, range: &Range<usize>) -> Span {
        let tokens = self.tokens.tokens.get(range.clone()).unwrap_or(&[]);
        match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => first.span.join(last.span),
            _ => Span::default(),
        }
    }

    pub(crate) fn trimmer(&self) -> SourceTrimmer<'a> {
        SourceTrimmer { text: &self.article.text, tokens: self.tokens, mentions: self.mentions }
    }

    /// Everything but the speakers.
    pub(crate) fn attribution(&self, found: &TokenAttribution, model: &Model) -> Attribution {
        let content: Vec<Span> = found.content.iter().map(|piece| self.span(piece)).collect();
        let form = self.form(&found.content);
        let source = found.source.as_ref().and_then(|source| self.trimmer().source(self.span(source)));
        Attribution {
            source: source.into_iter().collect(),
            cue: vec![self.span(&found.cue)],
            cue_class: self.class(&found.cue),
            about: self.about(&content),
            confidence: found.confidence,
            rule: model.kind().to_owned(),
            evidence: self.evidence(found, source, model.calibration()),
            form,
            content,
            ..Attribution::blank()
        }
    }

    /// The class of the first word of the cue that the cue table knows.
    fn class(&self, cue: &Range<usize>) -> CueClass {
        let lexicon = ClauseLexicon::shipped();
        let words = self.tokens.tokens.get(cue.clone()).unwrap_or(&[]).iter();
        let rows =
            words.filter_map(|token| lexicon.cue(lexicon.look_up(token.span.of(&self.article.text))?.cue));
        rows.map(|row| row.class).next().unwrap_or_default()
    }

    fn form(&self, content: &[Range<usize>]) -> Form {
        let (mut inside, mut outside) = (0, 0);
        for piece in content {
            let words = self.tokens.tokens.get(piece.clone()).unwrap_or(&[]);
            for (token, position) in words.iter().zip(&self.positions[piece.clone()]) {
                if matches!(token.kind, TokenKind::Word | TokenKind::Number | TokenKind::Clitic) {
                    *(if position.quoted { &mut inside } else { &mut outside }) += 1;
                }
            }
        }
        match (inside, outside) {
            (0, _) => Form::Indirect,
            (_, 0) => Form::Direct,
            _ => Form::Mixed,
        }
    }

    fn about(&self, content: &[Span]) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for mention in content.iter().flat_map(|span| self.mentions.within(*span)) {
            if let Some(entity) = self.mentions.entity_of(mention).filter(|entity| !out.contains(&entity.id))
            {
                out.push(entity.id.clone());
            }
        }
        out
    }

    /// What was weighed, heaviest first; weights are shares of the log-odds of being right.
    fn evidence(
        &self,
        found: &TokenAttribution,
        source: Option<Span>,
        calibration: &Calibration,
    ) -> Vec<Evidence> {
        let shares = calibration.shares(&found.traits);
        let weight = |traits: &[usize]| traits.iter().map(|at| shares[*at]).sum::<f32>();
        let words = |range: &Range<usize>| self.span(range).of(&self.article.text);
        let [content, source_score, cue] = found.scores;
        let evidence =
            |kind: &str, detail: String, weight: f32| Evidence { kind: kind.to_owned(), detail, weight };
        let of_source = source.map_or_else(
            || ("no-source", "nobody is named as its source".to_owned()),
            |span| {
                let (words, share) = (span.of(&self.article.text), percent(source_score));
                ("source", format!("“{words}” is the source of this cue ({share} %)"))
            },
        );
        let mut out = vec![
            evidence(
                "cue",
                format!("“{}” tells of a saying ({} %)", words(&found.cue), percent(cue)),
                weight(&[Trait::CUE_IS_ONE, Trait::CUE_MARGIN]),
            ),
            evidence(
                "content",
                format!("the words belong to this cue ({} %)", percent(content)),
                weight(&[
                    Trait::CONTENT_BELONGS,
                    Trait::CONTENT_MARGIN,
                    Trait::CONTENT_PIECES,
                    Trait::CONTENT_LENGTH,
                ]),
            ),
            evidence(
                of_source.0,
                of_source.1,
                weight(&[Trait::SOURCE_BELONGS, Trait::SOURCE_MARGIN, Trait::NO_SOURCE]),
            ),
        ];
        if found.traits[Trait::SHARE_QUOTED] > 0.0 {
            let detail = "words stand in quotation marks".to_owned();
            out.push(evidence("quotation-marks", detail, weight(&[Trait::SHARE_QUOTED, Trait::ALL_QUOTED])));
        }
        if found.traits[Trait::RULES_CUE] > 0.0 {
            let agreement = percent(found.traits[Trait::RULES_CONTENT]);
            let detail = format!("the rules see this cue too, and share {agreement} % of the words");
            out.push(evidence(
                "rules",
                detail,
                weight(&[Trait::RULES_CUE, Trait::RULES_CONTENT, Trait::RULES_SOURCE]),
            ));
        }
        out.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        if let Some((runner_up, score)) = &found.runner_up {
            let detail = format!("“{}” as the source instead ({} %)", words(runner_up), percent(*score));
            out.push(evidence("runner-up", detail, 0.0));
        }
        out
    }

    /// What the rules set aside, and the quotations that they found and the model did not, less what is attributed.
    pub(crate) fn set_aside(
        set_aside: Vec<SetAside>,
        rules: Vec<Attribution>,
        attributions: &[Attribution],
    ) -> Vec<SetAside> {
        let contents = SpanIndex::of(attributions, |attribution| &attribution.content);
        let direct = rules.into_iter().filter(|attribution| attribution.form == Form::Direct);
        let missed = direct.flat_map(|attribution| attribution.content);
        let missed = missed.map(|span| SetAside { span, reason: SetAsideReason::Unattributed });
        let all = set_aside.into_iter().chain(missed);
        let mut out: Vec<SetAside> = all.filter(|aside| !contents.touches(&[aside.span])).collect();
        out.sort_by_key(|aside| aside.span);
        out.dedup_by_key(|aside| aside.span);
        out
    }
}
