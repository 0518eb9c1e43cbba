//! One attribution as lists show it.

use crate::date::Day;
use crate::text;
use sayso_document::{Attribution, Form, Span, SpeakerKind};
use serde::{Deserialize, Serialize};

/// Longest statement that a list shows, in characters; the article has the rest.
const LONGEST: usize = 700;

/// An attribution with what a list says about it. Strings are fit to show but not escaped.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Statement {
    pub words: String,
    pub form: Form,
    pub cue: String,
    /// The source as written.
    pub source: String,
    /// Index into the speakers, and the name.
    pub speakers: Vec<(u32, String)>,
    pub kind: SpeakerKind,
    pub via: Option<String>,
    /// Names of the entities that it is about.
    pub about: Vec<String>,
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
        speakers: Vec<(u32, String)>,
        about: Vec<String>,
    ) -> Self {
        Self {
            words: content(&attribution.content, body),
            form: attribution.form,
            cue: text::line(&pieces(&attribution.cue, body), 60),
            source: text::line(&pieces(&attribution.source, body), 120),
            speakers,
            kind: attribution.speakers.first().map_or(SpeakerKind::Unresolved, |speaker| speaker.kind),
            via: attribution.via.as_ref().map(|via| text::line(&via.name, 80)),
            about,
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
