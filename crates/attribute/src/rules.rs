//! The attributor that needs no training.

use crate::leftover::Leftover;
use crate::rule_match::RuleMatch;
use crate::source::SourceTrimmer;
use crate::tagged_article::TaggedArticle;
use crate::{Attributor, confidence, direct, indirect, non_quotation};
use sayso_core::{
    Article, Attribution, Attributions, Evidence, Form, Mentions, PartKind, SetAside, Span, Tokens,
};
use sayso_lexicon::tag;
use sayso_speakers::Resolver;

/// Attribution by rules and tables.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rules;

impl Rules {
    /// The rules with the shipped tables.
    pub fn new() -> Self {
        Self
    }
}

impl Attributor for Rules {
    fn name(&self) -> &'static str {
        "rules/1"
    }

    fn attribute(&self, article: &Article, tokens: &Tokens, mentions: &Mentions) -> Attributions {
        let ruled = Ruled::find(article, tokens, mentions);
        let resolver = Resolver::new(article, tokens, mentions);
        let likely = |outline: &Attribution| outline.confidence >= LEAST;
        let numbered = ruled.outlines().into_iter().enumerate().filter(|(_, outline)| likely(outline));
        let (numbers, outlines): (Vec<usize>, Vec<Attribution>) = numbered.unzip();
        let set_aside = ruled.set_aside(&outlines);
        let mut attributions = Vec::with_capacity(outlines.len());
        for (nth, outline) in numbers.into_iter().zip(outlines) {
            attributions.push(ruled.complete(nth, outline, &resolver, &attributions));
        }
        // A source may have lost its beginning.
        attributions.sort_by_key(start);
        let set_aside = ruled.leftover(&resolver).attribute(&mut attributions, set_aside);
        Attributions { document: article.id, attributions, set_aside }
    }
}

/// What the rules find in an article, on its way to attributions: who speaks, and why, costs as much as all before, and
/// is not wanted of those that a model finds too.
pub(crate) struct Ruled<'a> {
    view: TaggedArticle<'a>,
    mentions: &'a Mentions,
    matches: Vec<RuleMatch>,
    /// Whether something was made of each pair of quotation marks.
    used: Vec<bool>,
}

impl<'a> Ruled<'a> {
    pub(crate) fn find(article: &'a Article, tokens: &'a Tokens, mentions: &'a Mentions) -> Self {
        let view = TaggedArticle::new(&article.text, tokens);
        let (matches, used) = find(article, &view);
        Self { view, mentions, matches, used }
    }

    /// All attributions in text order, by spans, form, rule and confidence alone.
    pub(crate) fn outlines(&self) -> Vec<Attribution> {
        self.matches.iter().map(|rule_match| outline(&self.view, rule_match)).collect()
    }

    /// The attribution of that number with all the rest; `earlier` are those before it in the text.
    pub(crate) fn complete(
        &self,
        nth: usize,
        outline: Attribution,
        resolver: &Resolver<'_>,
        earlier: &[Attribution],
    ) -> Attribution {
        let (view, rule_match) = (&self.view, &self.matches[nth]);
        let trimmer = SourceTrimmer { text: view.text, tokens: view.tokens, mentions: self.mentions };
        let source = outline.source.first().and_then(|source| trimmer.source(*source));
        let source = Vec::from_iter(source);
        let who = resolver.resolve(&source, &outline.cue, earlier);
        Attribution {
            about: about(self.mentions, &outline.content),
            evidence: evidence(view, rule_match, source.first()),
            source,
            speakers: who.speakers,
            via: rule_match.via.clone().map(|via| resolver.carrier_at(view.span(via))).or(who.via),
            ..outline
        }
    }

    /// What is done about quotations that nobody claims.
    pub(crate) fn leftover<'r>(&'r self, resolver: &'r Resolver<'a>) -> Leftover<'r, 'a> {
        Leftover::new(&self.view, self.mentions, resolver)
    }

    /// Whether [`Ruled::complete`] may find a carrier.
    pub(crate) fn may_be_carried(&self, nth: usize, outline: &Attribution, resolver: &Resolver<'_>) -> bool {
        self.matches[nth].via.is_some() || resolver.may_be_carried(&outline.cue)
    }

    /// Words in marks that none of the attributions holds.
    pub(crate) fn set_aside(&self, attributions: &[Attribution]) -> Vec<SetAside> {
        set_aside(&self.view, &self.used, attributions)
    }
}

/// Attributions less likely than this are not made: where F1 is highest on PolNeAR's dev articles.
const LEAST: f32 = 0.3;
/// Models are told of those from this on.
const LEAST_TOLD: f32 = 0.2;

fn find(article: &Article, view: &TaggedArticle<'_>) -> (Vec<RuleMatch>, Vec<bool>) {
    let (mut matches, used) = direct::find(view);
    let mut taken: Vec<usize> = matches.iter().flat_map(|rule_match| rule_match.cue.clone()).collect();
    taken.sort_unstable();
    let direct = matches.len();
    for sentence in &view.tokens.sentences {
        if is_skipped(article, sentence.span) {
            continue;
        }
        indirect::find(view, sentence.tokens(), &|at| taken.binary_search(&at).is_ok(), &mut matches);
    }
    carry(&mut matches, direct);
    matches.retain(|rule_match| confidence::of(rule_match.rule, rule_match.cue_score) >= LEAST_TOLD);
    matches.sort_by_key(|rule_match| (first_token(rule_match), rule_match.head));
    (matches, used)
}

/// "…," he said, according to Reuters: Reuters is the carrier of what has its speaker already.
fn carry(matches: &mut Vec<RuleMatch>, direct: usize) {
    let (quoted, reported) = matches.split_at_mut(direct);
    let mut dropped = Vec::new();
    for (at, rule_match) in
        reported.iter().enumerate().filter(|(_, rule_match)| rule_match.rule == "according-last")
    {
        let Some(source) = &rule_match.source else { continue };
        let inside = |piece: &std::ops::Range<usize>| {
            rule_match.content[0].start <= piece.start && piece.end <= rule_match.cue.start
        };
        // Quotations stand in text order: the one that ends last before the cue.
        let near = quoted.partition_point(|quoted| quoted.content[0].start < rule_match.cue.start);
        let target = near.checked_sub(1).and_then(|near| quoted.get_mut(near));
        if let Some(target) = target.filter(|target| target.content.iter().any(inside)) {
            target.via = Some(source.clone());
            dropped.push(direct + at);
        }
    }
    for at in dropped.into_iter().rev() {
        matches.remove(at);
    }
}

fn first_token(rule_match: &RuleMatch) -> usize {
    let content = rule_match.content.first().map_or(usize::MAX, |piece| piece.start);
    let source = rule_match.source.as_ref().map_or(usize::MAX, |source| source.start);
    content.min(source).min(rule_match.cue.start)
}

fn is_skipped(article: &Article, span: Span) -> bool {
    article
        .part_at(span.start)
        .is_some_and(|part| matches!(part.kind, PartKind::Byline | PartKind::PullQuote))
}

/// The first byte of any part: attributions are ordered by it.
pub(crate) fn start(attribution: &Attribution) -> Option<u32> {
    let parts = [&attribution.content, &attribution.source, &attribution.cue];
    parts.into_iter().flatten().map(|span| span.start).min()
}

fn outline(view: &TaggedArticle<'_>, rule_match: &RuleMatch) -> Attribution {
    let content = rule_match.content.iter().map(|piece| view.span(piece.clone())).collect();
    let source = rule_match.source.iter().map(|source| view.span(source.clone())).collect();
    let cue = if rule_match.cue.is_empty() { Vec::new() } else { vec![view.span(rule_match.cue.clone())] };
    Attribution {
        form: form(view, rule_match),
        confidence: confidence::of(rule_match.rule, rule_match.cue_score),
        rule: rule_match.rule.to_owned(),
        cue_class: rule_match.class,
        content,
        source,
        cue,
        ..Attribution::blank()
    }
}

fn form(view: &TaggedArticle<'_>, rule_match: &RuleMatch) -> Form {
    let words = rule_match.content.iter().cloned().flatten().filter(|&at| !view.has(at, tag::PUNCTUATION));
    let (mut inside, mut outside) = (0, 0);
    for at in words {
        if view.words[at].quoted { inside += 1 } else { outside += 1 }
    }
    match (inside, outside) {
        (0, _) => Form::Indirect,
        (_, 0) => Form::Direct,
        _ => Form::Mixed,
    }
}

pub(crate) fn about(mentions: &Mentions, content: &[Span]) -> Vec<String> {
    let mut seen = Vec::new();
    for mention in content.iter().flat_map(|span| mentions.within(*span)) {
        if !seen.contains(&mention.entity) {
            seen.push(mention.entity);
        }
    }
    seen.iter()
        .filter_map(|&entity| mentions.entities.get(entity as usize))
        .map(|entity| entity.id.clone())
        .collect()
}

fn evidence(view: &TaggedArticle<'_>, rule_match: &RuleMatch, source: Option<&Span>) -> Vec<Evidence> {
    let mut all = Vec::new();
    if !rule_match.cue.is_empty() {
        let word = view.word(rule_match.head);
        let share = confidence::percent(rule_match.cue_score).to_string();
        all.push(Evidence {
            kind: "cue".to_owned(),
            detail: ["“", word, "” tells of a statement here with probability ", &share, " %"].concat(),
            weight: rule_match.cue_score,
        });
    }
    match source {
        Some(source) => all.push(Evidence {
            kind: "subject".to_owned(),
            detail: ["“", source.of(view.text), "” stands where the speaker stands"].concat(),
            weight: 0.5,
        }),
        None => all.push(Evidence {
            kind: "no-source".to_owned(),
            detail: "the sentence names nobody".to_owned(),
            weight: 0.0,
        }),
    }
    if rule_match.content.iter().any(|piece| view.has(piece.start, tag::OPEN)) {
        all.push(Evidence {
            kind: "quotation-marks".to_owned(),
            detail: "the words stand in quotation marks".to_owned(),
            weight: 0.4,
        });
    }
    all.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    all
}

/// Words in marks that no attribution holds.
fn set_aside(view: &TaggedArticle<'_>, used: &[bool], attributions: &[Attribution]) -> Vec<SetAside> {
    let mut covered: Vec<Span> =
        attributions.iter().flat_map(|attribution| attribution.content.iter().copied()).collect();
    covered.sort_unstable();
    let free = |span: Span| {
        let before = covered.partition_point(|content| content.start <= span.start);
        covered[..before].iter().rev().take(8).all(|content| !content.contains(span))
    };
    let unused = view.segments.iter().zip(used).filter(|(_, used)| !**used);
    unused
        .map(|(segment, _)| (*segment, view.span(segment.open..segment.end)))
        .filter(|(_, span)| free(*span))
        .map(|(segment, span)| SetAside { span, reason: non_quotation::reason(view, segment) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_tokenize::Tokenizer;

    /// What the rules find, likely or not: the rule, and source, cue and content.
    fn found(text: &str) -> Vec<(String, String)> {
        let article = Article { text: text.to_owned(), ..Article::default() };
        let tokens = Tokenizer::new().tokenize(&article);
        let mentions = Mentions::default();
        let words = |spans: &[Span]| spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" … ");
        let outlines = Ruled::find(&article, &tokens, &mentions).outlines();
        let show = |one: Attribution| {
            (one.rule, format!("{} | {} | {}", words(&one.source), words(&one.cue), words(&one.content)))
        };
        outlines.into_iter().map(show).collect()
    }

    #[test]
    fn each_rule_reads_its_own_frame_and_not_the_one_beside_it() {
        let table = include_str!("../../lexicon/en/rule_confidence.tsv");
        let rows = table.lines().filter(|line| !line.starts_with('#'));
        let mut rules: Vec<&str> = rows.filter_map(|line| line.split('\t').next()).collect();
        let mut failures = Vec::new();
        for case in include_str!("../tests/each_rule.txt").split("\n## ").skip(1) {
            let lines: Vec<&str> = case.lines().filter(|line| !line.is_empty()).collect();
            let [name, reads, expected, not] = lines[..] else { panic!("not four lines: {lines:?}") };
            rules.retain(|rule| *rule != name);
            let all = found(reads.trim_start_matches("+ "));
            if !all.iter().any(|(rule, words)| rule == name && words == expected) {
                failures.push(format!("{name}: expected {expected:?}, found {all:?}"));
            }
            let all = found(not.trim_start_matches("- "));
            if all.iter().any(|(rule, _)| rule == name) {
                failures.push(format!("{name}: {all:?} in {not:?}"));
            }
        }
        failures.extend(rules.iter().map(|rule| format!("{rule}: no case")));
        assert!(failures.is_empty(), "{}", failures.join("\n"));
    }
}
