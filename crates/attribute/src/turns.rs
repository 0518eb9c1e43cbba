//! Transcripts: paragraphs that begin with the name of whoever speaks. A turn is one attribution with its paragraphs.

use crate::rules::about;
use crate::span_index::SpanIndex;
use crate::tagged_article::TaggedArticle;
use crate::words;
use sayso_core::{Attribution, EntityKind, Evidence, Form, Mentions, Span, Speaker, SpeakerKind, TokenKind};
use sayso_lexicon::tag;
use sayso_speakers::Resolver;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Names of the rules: a turn with its label, and one without.
pub(crate) const TURN: &str = "turn";
pub(crate) const INTERVIEW: &str = "interview";
/// Tokens of a label, at most: "SEN. ROE (R-OHIO)", "Q (Peter Vance, Daily Mail)".
const LABEL: usize = 12;
/// Paragraphs of one turn, at most.
const PARAGRAPHS: usize = 60;
/// Turns looked through for whoever is spoken to.
const NEAR: usize = 8;
/// Labels that make a text a transcript.
const LEAST: usize = 2;
/// Paragraphs to a label, at most, in the stretch that they span.
const MOST_BETWEEN: usize = 6;
/// Questions that make a text without labels an interview; tokens of one; paragraphs of an answer.
const QUESTIONS: usize = 4;
const QUESTION: usize = 90;
const ANSWER: usize = 12;
/// How sure turns without labels are.
const UNLABELLED: f32 = 0.75;
/// How sure turns are; read by eye (docs/measurements.md).
const CONFIDENCE: f32 = 0.93;

/// How a label is set.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Shape {
    /// "RUIZ:", "MS. HOLLAND:", "Mr. SMITH of Ohio."
    Capitals,
    /// "Q:", "A:"
    Letter,
    /// "Ana Ruiz:", "((Ana Ruiz))"
    Name,
    /// "((WN))"
    Brackets,
    /// A paragraph that is nothing but a name.
    Alone,
}

/// What a paragraph begins with, in tokens.
#[derive(Clone, Debug)]
struct Label {
    shape: Shape,
    /// Whoever speaks.
    name: Range<usize>,
    /// What sets it off: a colon, a stop, brackets.
    mark: Range<usize>,
    /// Where the words begin.
    content: usize,
}

/// The turns of a transcript as attributions; none where the text is no transcript.
pub(crate) fn find(
    view: &TaggedArticle<'_>,
    mentions: &Mentions,
    resolver: &Resolver<'_>,
) -> Vec<Attribution> {
    let paragraphs: Vec<Range<usize>> = (0..view.tokens.paragraphs.len())
        .map(|paragraph| view.tokens_of_paragraph(paragraph).unwrap_or(0..0))
        .collect();
    let labels = labels(view, mentions, &paragraphs);
    if labels.is_empty() {
        return interview(view, mentions, resolver, &paragraphs);
    }
    let mut turns = Vec::new();
    for (nth, (first, label)) in labels.iter().enumerate() {
        let next = labels.get(nth + 1).map(|(next, _)| *next);
        let end = next.unwrap_or(paragraphs.len()).min(first + PARAGRAPHS);
        let mut content = Vec::new();
        for (nth, paragraph) in paragraphs[*first..end].iter().enumerate() {
            let tokens = if nth == 0 { label.content..paragraph.end } else { paragraph.clone() };
            if nth > 0 && is_over(view, &tokens, next.is_none() && !content.is_empty()) {
                break;
            }
            if tokens.clone().any(|at| !view.has(at, tag::PUNCTUATION)) {
                content.push(view.span(tokens));
            }
        }
        if content.is_empty() {
            continue;
        }
        let speaker = speaker(view, label, resolver);
        let again = labels.get(nth + 1).is_some_and(|(_, next)| key(view, next) == key(view, label));
        let answer = if again { answer(view, &content, &speaker) } else { None };
        let answered = answer.and_then(|at| Some((content.split_off(at), resolver.interviewed()?)));
        turns.push(attribution(view, mentions, label, content, speaker));
        if let Some((content, speaker)) = answered.filter(|(content, _)| !content.is_empty()) {
            turns.push(unlabelled(
                mentions,
                content,
                speaker,
                "a question stands before it, and another behind",
            ));
        }
    }
    turns
}

/// Where the answer begins in the paragraphs of whoever asks, and asks again next: behind the question, where its label
/// was forgotten.
fn answer(view: &TaggedArticle<'_>, paragraphs: &[Span], asking: &Speaker) -> Option<usize> {
    let asks = |span: &Span| {
        let end = view.tokens.in_span(*span).end;
        view.word(end.saturating_sub(1)).starts_with('?')
    };
    let first = paragraphs.iter().position(asks)? + 1;
    let person = asking.kind == SpeakerKind::Person;
    (!person && first < paragraphs.len() && !paragraphs[first..].iter().any(asks)).then_some(first)
}

/// Questions and answers without labels: paragraphs that ask, each with what follows it, in the text of an interview.
fn interview(
    view: &TaggedArticle<'_>,
    mentions: &Mentions,
    resolver: &Resolver<'_>,
    paragraphs: &[Range<usize>],
) -> Vec<Attribution> {
    let Some(answers) = resolver.interviewed().filter(|_| resolver.says_interview()) else {
        return Vec::new();
    };
    let asks = |tokens: &Range<usize>| {
        let ends = tokens.end.checked_sub(1).is_some_and(|last| view.word(last).starts_with('?'));
        ends && tokens.len() <= QUESTION && !tokens.clone().any(|at| view.words[at].quoted)
    };
    let questions: Vec<usize> = (1..paragraphs.len()).filter(|at| asks(&paragraphs[*at])).collect();
    let answered = |nth: usize| {
        let end = questions.get(nth + 1).copied().unwrap_or(paragraphs.len());
        questions[nth] + 1..end.min(questions[nth] + 1 + ANSWER)
    };
    let first_person = |range: Range<usize>| {
        paragraphs[range].iter().cloned().flatten().any(|at| view.is_any(at, &words::SPEAKER_PRONOUNS))
    };
    let spoken = (0..questions.len()).filter(|nth| first_person(answered(*nth))).count();
    let addressed =
        |at: &&usize| paragraphs[**at].clone().any(|at| view.is_any(at, &words::ADDRESSEE_PRONOUNS));
    let addressed = questions.iter().filter(addressed).count();
    if questions.len() < QUESTIONS || 2 * spoken < questions.len() || 2 * addressed < questions.len() {
        return Vec::new();
    }
    let asking = sayso_speakers::unnamed(SpeakerKind::Role, "interviewer");
    let turn = |range: Range<usize>, speaker: &Speaker, last: bool| {
        let over = |tokens: &&Range<usize>| !is_over(view, tokens, last);
        let content: Vec<Span> =
            paragraphs[range].iter().take_while(over).map(|tokens| view.span(tokens.clone())).collect();
        let detail = "the text is an interview, and paragraphs that ask alternate with answers".to_owned();
        (!content.is_empty()).then(|| unlabelled(mentions, content, speaker.clone(), &detail))
    };
    let both = (0..questions.len()).flat_map(|nth| {
        let last = nth + 1 == questions.len();
        [turn(questions[nth]..questions[nth] + 1, &asking, false), turn(answered(nth), &answers, last)]
    });
    both.flatten().collect()
}

fn unlabelled(mentions: &Mentions, content: Vec<Span>, speaker: Speaker, reason: &str) -> Attribution {
    Attribution {
        about: about(mentions, &content),
        content,
        form: Form::Direct,
        speakers: vec![speaker],
        confidence: UNLABELLED,
        rule: INTERVIEW.to_owned(),
        evidence: vec![Evidence {
            kind: "interview".to_owned(),
            detail: reason.to_owned(),
            weight: UNLABELLED,
        }],
        ..Attribution::blank()
    }
}

/// Adds turns to what else was found: labels are nobody's source twice, and "I" is whoever has the floor.
pub(crate) fn merge(turns: Vec<Attribution>, view: &TaggedArticle<'_>, attributions: &mut Vec<Attribution>) {
    if turns.is_empty() {
        return;
    }
    let labels = SpanIndex::new(
        turns.iter().flat_map(|turn| turn.cue.iter().chain(&turn.source)).map(|label| (*label, 0)),
    );
    attributions
        .retain(|attribution| !labels.touches(&attribution.cue) && !labels.touches(&attribution.source));
    let contents = SpanIndex::of(&turns, |turn| &turn.content);
    for attribution in attributions.iter_mut() {
        let Some(source) = attribution.source.first().copied() else { continue };
        let Some(at) = contents.over(source).next() else { continue };
        let word = source.of(view.text);
        if words::SPEAKER_PRONOUNS.contains_ignoring_case(word) {
            attribution.speakers.clone_from(&turns[at].speakers);
        } else if words::ADDRESSEE_PRONOUNS.contains_ignoring_case(word)
            && let Some(other) = other_speaker(&turns, at)
        {
            attribution.speakers = other;
        }
    }
    attributions.extend(turns);
}

/// The one who is spoken to: who spoke before, else who speaks next.
fn other_speaker(turns: &[Attribution], at: usize) -> Option<Vec<Speaker>> {
    let here = &turns[at].speakers;
    let before = turns[..at].iter().rev().take(NEAR).find(|turn| turn.speakers != *here);
    let other = before.or_else(|| turns[at..].iter().take(NEAR).find(|turn| turn.speakers != *here));
    other.map(|turn| turn.speakers.clone())
}

/// The paragraphs that begin turns, with their labels.
fn labels(view: &TaggedArticle<'_>, mentions: &Mentions, paragraphs: &[Range<usize>]) -> Vec<(usize, Label)> {
    // A heading is no turn ("ROE: TRAMS WILL COME").
    let all = paragraphs.iter().enumerate().skip(1);
    let mut labels: Vec<(usize, Label)> =
        all.filter_map(|(at, tokens)| Some((at, label(view, mentions, tokens)?))).collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (_, label) in &labels {
        *counts.entry(key(view, label)).or_default() += 1;
    }
    let letters = labels.iter().filter(|(_, label)| label.shape == Shape::Letter).count();
    let alone = labels.iter().filter(|(_, label)| label.shape == Shape::Alone).count();
    let people = labels.iter().filter(|(_, label)| is_person(view, mentions, &label.name));
    let people: BTreeSet<String> = people.map(|(_, label)| key(view, label)).collect();
    let repeated = counts.iter().any(|(name, count)| *count > 1 && people.contains(name));
    let debate = repeated && people.len() >= 2 && labels.len() > LEAST;
    let capitals = labels.iter().filter(|(_, label)| label.shape == Shape::Capitals);
    let capitals: BTreeSet<String> = capitals.map(|(_, label)| key(view, label)).collect();
    let called = capitals.len() >= 2 && capitals.is_subset(&people);
    let brackets = labels.iter().filter(|(_, label)| label.shape == Shape::Brackets).count();
    let is_transcript = letters >= LEAST || brackets > LEAST || debate || called;
    labels.retain(|(_, label)| {
        let name = key(view, label);
        is_transcript
            && match label.shape {
                Shape::Letter | Shape::Capitals | Shape::Brackets => true,
                Shape::Alone => alone > LEAST && debate,
                Shape::Name => people.contains(&name) && (debate || letters >= LEAST),
            }
    });
    let (Some((first, _)), Some((last, _))) = (labels.first(), labels.last()) else { return Vec::new() };
    let stretch = last - first + 1;
    if labels.len() < LEAST || labels.len() * MOST_BETWEEN < stretch { Vec::new() } else { labels }
}

fn key(view: &TaggedArticle<'_>, label: &Label) -> String {
    view.span(label.name.clone()).of(view.text).to_lowercase()
}

fn is_person(view: &TaggedArticle<'_>, mentions: &Mentions, name: &Range<usize>) -> bool {
    let titled =
        view.has(name.start, tag::TITLE) || words::CHAIRS.contains_ignoring_case(view.word(name.start));
    let span = view.span(name.clone());
    let person = |mention: &sayso_core::Mention| {
        mentions.entity_of(mention).is_some_and(|entity| entity.kind == EntityKind::Person)
    };
    titled || mentions.within(span).iter().any(person)
}

/// The label that a paragraph begins with.
fn label(view: &TaggedArticle<'_>, mentions: &Mentions, tokens: &Range<usize>) -> Option<Label> {
    // "- RUIZ:", ">> RUIZ:", "**Ana Ruiz**", "“PENCE:"
    let skipped = |at: &usize| {
        let kind = view.tokens.tokens[*at].kind;
        matches!(kind, TokenKind::Symbol | TokenKind::Dash | TokenKind::OpenQuote)
    };
    let first = tokens.clone().find(|at| !skipped(at))?;
    if view.has(first, tag::OPEN_BRACKET) {
        return bracketed(view, mentions, first..tokens.end);
    }
    let end = tokens.end.min(first + LABEL);
    let capital = |at: usize| view.has(at, tag::CAPITAL) && !view.has(at, tag::OPEN_BRACKET);
    if !capital(first) {
        return None;
    }
    if let Some(label) = parliamentary(view, first..end) {
        return Some(label);
    }
    let Some(colon) = (first..end).find(|at| view.has(*at, tag::COLON)) else {
        return alone(view, mentions, first..tokens.end);
    };
    let whole = first..colon;
    // "Q (Peter Vance, Daily Mail):" names whoever asks in brackets.
    let bracket = whole.clone().find(|at| view.has(*at, tag::OPEN_BRACKET));
    let name = first..bracket.unwrap_or(colon);
    let word = view.word(first);
    if name.len() == 1 && words::TURN_LETTERS.contains(word) {
        let inside = bracket.map(|open| open + 1..comma_or(view, open + 1, colon));
        let name = inside.filter(|inside| !inside.is_empty()).unwrap_or(name);
        return Some(Label { shape: Shape::Letter, name, mark: colon..colon + 1, content: colon + 1 });
    }
    let fits = |at: usize| {
        view.has(at, tag::CAPITAL | tag::OF | tag::COMMA | tag::NUMBER)
            || view.has(at, tag::STOP) && view.has(at - 1, tag::TITLE)
            || view.tokens.tokens[at].kind == TokenKind::Symbol
    };
    let letters = name.clone().filter(|at| !view.has(*at, tag::PUNCTUATION)).count();
    if letters == 0 || letters > 6 || !name.clone().all(fits) || words::NO_LABELS.contains_ignoring_case(word)
    {
        return None;
    }
    let upper = |at: usize| !view.word(at).chars().any(char::is_lowercase) || view.has(at, tag::TITLE);
    let capitals = name.clone().filter(|at| view.has(*at, tag::CAPITAL)).all(upper);
    let shape = if capitals { Shape::Capitals } else { Shape::Name };
    let name = name.start..comma_or(view, name.start, name.end);
    Some(Label { shape, name, mark: colon..colon + 1, content: colon + 1 })
}

fn comma_or(view: &TaggedArticle<'_>, from: usize, end: usize) -> usize {
    (from..end).find(|at| view.has(*at, tag::COMMA | tag::CLOSE_BRACKET)).unwrap_or(end)
}

/// "Mr. SMITH of Ohio. Mr. Speaker, …"
fn parliamentary(view: &TaggedArticle<'_>, tokens: Range<usize>) -> Option<Label> {
    if !words::COURTESY.contains(view.word(tokens.start).trim_end_matches('.')) {
        return None;
    }
    let upper = |at: usize| {
        let word = view.word(at);
        word.len() > 2 && !word.chars().any(char::is_lowercase) && word.chars().any(char::is_uppercase)
    };
    let surname = tokens.start + 1 + usize::from(view.has(tokens.start + 1, tag::STOP));
    if !upper(surname) {
        return None;
    }
    let stop = (surname + 1..tokens.end).find(|at| view.has(*at, tag::STOP | tag::COLON))?;
    let plain = |at: usize| upper(at) || view.has(at, tag::OF | tag::CAPITAL);
    (surname + 1..stop).all(plain).then(|| Label {
        shape: Shape::Capitals,
        name: tokens.start..stop,
        mark: stop..stop + 1,
        content: stop + 1,
    })
}

/// "((Ana Ruiz)) Rivers change."
fn bracketed(view: &TaggedArticle<'_>, mentions: &Mentions, tokens: Range<usize>) -> Option<Label> {
    let name = tokens.clone().find(|at| !view.has(*at, tag::OPEN_BRACKET))?;
    let close = (name..tokens.end.min(name + LABEL)).find(|at| view.has(*at, tag::CLOSE_BRACKET))?;
    let double = view.word(tokens.start).len() == 2 || name >= tokens.start + 2;
    let whole = name..close;
    let content = (close..tokens.end).find(|at| !view.has(*at, tag::CLOSE_BRACKET | tag::COLON))?;
    let named = double || is_person(view, mentions, &whole);
    let capital = view.has(name, tag::CAPITAL);
    (named && capital).then(|| {
        let shape = if double { Shape::Brackets } else { Shape::Name };
        Label { shape, name: whole, mark: close..close + 1, content }
    })
}

/// A paragraph that is nothing but a person's name.
fn alone(view: &TaggedArticle<'_>, mentions: &Mentions, tokens: Range<usize>) -> Option<Label> {
    let symbol = |at: &usize| view.tokens.tokens[*at].kind == TokenKind::Symbol;
    let last = tokens.clone().rev().find(|at| !symbol(at))?;
    let name = tokens.start..last + 1;
    let span = view.span(name.clone());
    let whole = mentions.within(span).iter().any(|mention| mention.span.end == span.end);
    let fits = name.len() <= 5 && whole && is_person(view, mentions, &name);
    fits.then(|| Label {
        shape: Shape::Alone,
        name: name.clone(),
        mark: name.end..name.end,
        content: tokens.end,
    })
}

/// Whether a paragraph belongs to no turn: a heading, a stage direction, a rule; behind the last turn also whatever is
/// short or names a contact.
fn is_over(view: &TaggedArticle<'_>, tokens: &Range<usize>, last: bool) -> bool {
    let letters = |at: &usize| view.word(*at).chars().any(char::is_alphabetic);
    let mut words = tokens.clone().filter(letters).peekable();
    if words.peek().is_none() {
        return true;
    }
    let upper = words.all(|at| !view.word(at).chars().any(char::is_lowercase));
    let ends = |at: usize| view.has(at, tag::STOP | tag::CLOSE | tag::COLON | tag::DASH | tag::COMMA);
    let edited = tokens.clone().any(|at| view.is_any(at, &words::EDITED))
        && tokens.clone().any(|at| view.is_any(at, &words::INTERVIEWS))
        && !tokens.clone().any(|at| view.is_any(at, &words::SPEAKER_PRONOUNS));
    upper
        || edited
        || last && !ends(tokens.end - 1)
        || view.has(tokens.start + 1, tag::COLON)
            && words::NO_LABELS.contains_ignoring_case(view.word(tokens.start))
}

fn speaker(view: &TaggedArticle<'_>, label: &Label, resolver: &Resolver<'_>) -> Speaker {
    let span = view.span(label.name.clone());
    let word = span.of(view.text);
    if label.shape == Shape::Letter && words::ANSWERS.contains(word) {
        let answers = resolver.interviewed().or_else(|| resolver.owner());
        return answers.unwrap_or_else(|| sayso_speakers::unnamed(SpeakerKind::Role, word));
    }
    if label.shape == Shape::Letter && words::TURN_LETTERS.contains(word) {
        return sayso_speakers::unnamed(SpeakerKind::Role, word);
    }
    resolver.label(span)
}

fn attribution(
    view: &TaggedArticle<'_>,
    mentions: &Mentions,
    label: &Label,
    content: Vec<Span>,
    speaker: Speaker,
) -> Attribution {
    let source = view.span(label.name.clone());
    let cue = Vec::from_iter((!label.mark.is_empty()).then(|| view.span(label.mark.clone())));
    let detail = ["“", source.of(view.text), "” stands before the words as a label"].concat();
    Attribution {
        about: about(mentions, &content),
        content,
        source: vec![source],
        cue,
        form: Form::Direct,
        speakers: vec![speaker],
        confidence: CONFIDENCE,
        rule: TURN.to_owned(),
        evidence: vec![Evidence { kind: "label".to_owned(), detail, weight: CONFIDENCE }],
        ..Attribution::blank()
    }
}
