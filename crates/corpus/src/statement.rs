//! One attribution as lists show it.

use crate::day::Day;
use crate::{display, spill};
use sayso_core::{Attribution, Form, Sentence, Span, Speaker, SpeakerKind, Tokens};
use sayso_dedup::Words;
use sayso_lexicon::speaker_group;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Longest statement that a list shows, in characters; the article has the rest.
const LONGEST: usize = 700;

/// Longest sentence beside a statement, in characters.
const NEIGHBOUR: usize = 300;

/// How many speakers of one statement are counted: more is no statement but a list of names.
const SPEAKERS: usize = 32;

/// The speakers that are counted, each once.
pub fn speakers(attribution: &Attribution) -> Vec<&Speaker> {
    let mut found: Vec<&Speaker> = Vec::new();
    for speaker in &attribution.speakers {
        let known = found.iter().any(|other| other.id == speaker.id && other.kind == speaker.kind);
        if !known && found.len() < SPEAKERS {
            found.push(speaker);
        }
    }
    found
}

/// An attribution with what a list says about it, as it waits for the pages that show it. Strings are fit to show but
/// not escaped.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Statement<'a> {
    /// The attribution's `id`.
    #[serde(borrow)]
    pub id: Cow<'a, str>,
    /// The words, fit to show.
    #[serde(borrow, with = "spill::text")]
    pub words: Cow<'a, str>,
    /// Whether it is in quotation marks.
    pub form: Form,
    /// What the first speaker is.
    pub kind: SpeakerKind,
    /// What it came through; empty where nothing.
    #[serde(borrow)]
    pub via: Cow<'a, str>,
    /// The sentences before and after.
    #[serde(borrow, with = "spill::text")]
    pub before: Cow<'a, str>,
    /// The sentence after it.
    #[serde(borrow, with = "spill::text")]
    pub after: Cow<'a, str>,
    /// Per cent.
    pub confidence: u8,
    /// Whether that is below what the options ask for.
    pub unsure: bool,
    /// Day of publication.
    pub day: Day,
    /// The outlet; empty where unknown.
    #[serde(borrow)]
    pub outlet: Cow<'a, str>,
    /// The article's headline.
    #[serde(borrow)]
    pub title: Cow<'a, str>,
    /// Where it stands: the stem of the article's pages, the page from 0, its number in the article from 1.
    #[serde(borrow)]
    pub stem: Cow<'a, str>,
    /// The page, from 0.
    pub page: u32,
    /// Its number in the article, from 1.
    pub number: u32,
}

/// What all statements of one article share.
pub struct Context<'a> {
    /// The article's text.
    pub body: &'a str,
    /// Its words and sentences.
    pub tokens: &'a Tokens,
    /// Day of publication.
    pub day: Day,
    /// The outlet, fit to show.
    pub outlet: &'a str,
    /// The headline, fit to show.
    pub title: &'a str,
    /// The stem of the names of its pages.
    pub stem: &'a str,
    /// Statements with a confidence below this (0 to 1) are uncertain.
    pub unsure_below: f32,
}

impl<'a> Statement<'a> {
    /// Id, page and number are for the caller to fill in.
    pub fn new(attribution: &'a Attribution, context: &Context<'a>) -> Self {
        let (before, after) = neighbours(attribution, context.body, context.tokens);
        Self {
            id: Cow::default(),
            words: content(&attribution.content, context.body),
            form: attribution.form,
            kind: attribution.speakers.first().map_or(SpeakerKind::Unresolved, |speaker| speaker.kind),
            via: attribution.via.as_ref().map(|via| display::line(&via.name, 80)).unwrap_or_default(),
            before,
            after,
            confidence: percent(attribution.confidence),
            unsure: percent(attribution.confidence) < percent(context.unsure_below),
            day: context.day,
            outlet: context.outlet.into(),
            title: context.title.into(),
            stem: context.stem.into(),
            page: 0,
            number: 0,
        }
    }

    /// How well the statement stands for its speaker at first sight: sure, in the speaker's own words, long enough
    /// to say something and short enough to read.
    pub(crate) fn standing(&self) -> u32 {
        let length = self.words.chars().count();
        let fit = match length {
            0..40 => 0,
            40..80 => 15,
            80..280 => 40,
            280..420 => 20,
            _ => 5,
        };
        let form = match self.form {
            Form::Direct => 40,
            Form::Mixed => 15,
            Form::Indirect => 0,
        };
        fit + form + u32::from(self.confidence) / 2
    }
}

/// Bytes of a source beyond which it describes more than its speaker.
const DESCRIPTION: usize = 240;

/// What counting needs of a statement beside the attribution.
pub(crate) struct StatementFacts {
    pub confidence: u8,
    /// How well it stands for its speaker.
    pub standing: u32,
    pub words: Words,
    /// The runs of those.
    pub runs: Vec<u32>,
    /// The group that the source as written tells of a person ("Ann Roe, a professor of law").
    pub group: Option<&'static str>,
}

impl StatementFacts {
    pub(crate) fn new(statement: &Statement<'_>, attribution: &Attribution, text: &str) -> Self {
        let words = Words::new(&statement.words);
        Self {
            confidence: statement.confidence,
            standing: statement.standing(),
            runs: words.runs(),
            words,
            group: described(attribution, text),
        }
    }
}

/// What the source as written says of its only speaker beside the name.
fn described(attribution: &Attribution, text: &str) -> Option<&'static str> {
    let [Speaker { kind: SpeakerKind::Person, name, .. }] = &attribution.speakers[..] else { return None };
    let source: Vec<&str> = attribution.source.iter().map(|span| span.of(text)).collect();
    let source = source.join(" ");
    if source.len() > DESCRIPTION || !source.contains(' ') {
        return None;
    }
    speaker_group(&source.replace(name.as_str(), " "), false)
}

/// The sentences before and after those that a statement stands in, of the same paragraph or the next.
fn neighbours<'a>(attribution: &Attribution, body: &'a str, tokens: &Tokens) -> (Cow<'a, str>, Cow<'a, str>) {
    let spans = || attribution.content.iter().chain(&attribution.source).chain(&attribution.cue);
    let (Some(start), Some(end)) = (spans().map(|span| span.start).min(), spans().map(|span| span.end).max())
    else {
        return Default::default();
    };
    let sentences = &tokens.sentences;
    let first = sentences.partition_point(|sentence| sentence.span.end <= start);
    let next = sentences.partition_point(|sentence| sentence.span.start < end);
    let shown = |sentence: Option<&Sentence>| {
        sentence.map(|sentence| display::line(sentence.span.of(body), NEIGHBOUR)).unwrap_or_default()
    };
    (shown(first.checked_sub(1).and_then(|before| sentences.get(before))), shown(sentences.get(next)))
}

/// A probability in per cent.
pub fn percent(probability: f32) -> u8 {
    #[expect(clippy::cast_sign_loss, reason = "clamped; `as` takes NaN for 0")]
    let percent = (probability * 100.0).round().clamp(0.0, 100.0) as u8;
    percent
}

/// The pieces of a content with an ellipsis where words between them were left out.
fn content<'a>(spans: &[Span], text: &'a str) -> Cow<'a, str> {
    if let [span] = spans {
        return display::line(span.of(text), LONGEST);
    }
    let mut out = String::new();
    for span in spans {
        if !out.is_empty() {
            out.push_str(" … ");
        }
        out.push_str(&display::line(span.of(text), LONGEST));
        if out.len() > 4 * LONGEST {
            break;
        }
    }
    display::line(&out, LONGEST).into_owned().into()
}

/// The pieces of a cue or source, joined, at most `max` characters; a bounded number of them.
pub fn pieces<'a>(spans: &[Span], text: &'a str, max: usize) -> Cow<'a, str> {
    if let [span] = spans {
        return display::line(span.of(text), max);
    }
    let cut: Vec<Cow<'_, str>> = spans.iter().take(4).map(|span| display::line(span.of(text), max)).collect();
    display::line(&cut.join(" "), max).into_owned().into()
}
