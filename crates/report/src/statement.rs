//! One attribution as lists show it.

use crate::card::kind_label;
use crate::date::Day;
use crate::{slug, text};
use sayso_document::{Attribution, Form, Sentence, Span, Speaker, SpeakerKind, Tokens};
use serde::{Deserialize, Serialize};

/// Longest statement that a list shows, in characters; the article has the rest.
const LONGEST: usize = 700;

/// Longest sentence beside a statement, in characters.
const NEIGHBOUR: usize = 300;

/// How many speakers of one statement are counted: more is no statement but a list of names.
const SPEAKERS: usize = 32;

/// One speaker of a statement.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Voice {
    pub name: String,
    /// The stem of the speaker's page.
    pub slug: String,
}

/// The speakers that are counted, each once.
pub(crate) fn speakers(attribution: &Attribution) -> Vec<&Speaker> {
    let mut found: Vec<&Speaker> = Vec::new();
    for speaker in &attribution.speakers {
        let known = found.iter().any(|other| other.id == speaker.id && other.kind == speaker.kind);
        if !known && found.len() < SPEAKERS {
            found.push(speaker);
        }
    }
    found
}

impl Voice {
    fn of(speaker: &Speaker) -> Self {
        let Speaker { id, name, kind } = speaker;
        // Names of one speaker differ in case, in which file names do not.
        let slug = slug::stem(name, id, &[id.as_bytes(), kind.name().as_bytes()]);
        let name = text::line(name, 80);
        // A link without words is reached by nobody.
        Self { name: if name.is_empty() { kind_label(*kind).to_owned() } else { name }, slug }
    }
}

/// An attribution with what a list says about it. Strings are fit to show but not escaped.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Statement {
    pub id: String,
    pub words: String,
    pub form: Form,
    pub cue: String,
    /// The source as written.
    pub source: String,
    pub speakers: Vec<Voice>,
    pub kind: SpeakerKind,
    pub via: Option<String>,
    /// Names of the entities that it is about.
    pub about: Vec<String>,
    /// The sentences before and after.
    pub before: String,
    pub after: String,
    /// Per cent.
    pub confidence: u8,
    /// Whether that is below what the options ask for.
    pub unsure: bool,
    pub day: Day,
    pub outlet: String,
    pub title: String,
    /// Address of the place in the article, from the site's root.
    pub href: String,
}

/// What all statements of one article share.
pub(crate) struct Context<'a> {
    pub tokens: &'a Tokens,
    pub day: Day,
    pub outlet: &'a str,
    pub title: &'a str,
    pub unsure_below: f32,
}

impl Statement {
    pub(crate) fn of(
        attribution: &Attribution,
        body: &str,
        context: &Context<'_>,
        about: Vec<String>,
    ) -> Self {
        let (before, after) = neighbours(attribution, body, context.tokens);
        Self {
            id: String::new(),
            words: content(&attribution.content, body),
            form: attribution.form,
            cue: text::line(&pieces(&attribution.cue, body), 60),
            source: text::line(&pieces(&attribution.source, body), 120),
            speakers: speakers(attribution).into_iter().map(Voice::of).collect(),
            kind: attribution.speakers.first().map_or(SpeakerKind::Unresolved, |speaker| speaker.kind),
            via: attribution.via.as_ref().map(|via| text::line(&via.name, 80)),
            about,
            before,
            after,
            confidence: percent(attribution.confidence),
            day: context.day,
            outlet: context.outlet.to_owned(),
            title: context.title.to_owned(),
            href: String::new(),
            unsure: percent(attribution.confidence) < percent(context.unsure_below),
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

/// The sentences before and after those that a statement stands in, of the same paragraph or the next.
fn neighbours(attribution: &Attribution, body: &str, tokens: &Tokens) -> (String, String) {
    let spans = || attribution.content.iter().chain(&attribution.source).chain(&attribution.cue);
    let (Some(start), Some(end)) = (spans().map(|it| it.start).min(), spans().map(|it| it.end).max()) else {
        return Default::default();
    };
    let sentences = &tokens.sentences;
    let first = sentences.partition_point(|sentence| sentence.span.end <= start);
    let next = sentences.partition_point(|sentence| sentence.span.start < end);
    let shown = |sentence: Option<&Sentence>| {
        sentence.map(|it| text::line(it.span.of(body), NEIGHBOUR)).unwrap_or_default()
    };
    (shown(first.checked_sub(1).and_then(|before| sentences.get(before))), shown(sentences.get(next)))
}

/// A probability in per cent.
pub(crate) fn percent(probability: f32) -> u8 {
    #[expect(clippy::cast_sign_loss, reason = "clamped; `as` takes NaN for 0")]
    let percent = (probability * 100.0).round().clamp(0.0, 100.0) as u8;
    percent
}

/// The pieces of a content with an ellipsis where words between them were left out.
fn content(spans: &[Span], text: &str) -> String {
    let mut out = String::new();
    for span in spans {
        if !out.is_empty() {
            out.push_str(" … ");
        }
        out.push_str(&text::line(span.of(text), LONGEST));
        if out.len() > 4 * LONGEST {
            break;
        }
    }
    text::line(&out, LONGEST)
}

/// The pieces of a cue or source, joined; a bounded number of them.
fn pieces(spans: &[Span], text: &str) -> String {
    let cut = spans.iter().take(4).map(|span| text::line(span.of(text), 120));
    cut.collect::<Vec<_>>().join(" ")
}
