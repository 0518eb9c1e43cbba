//! The card of one attribution beside the article: who, how, how sure, why.

use crate::text::push_html;
use sayso_core::{Attribution, Polarity};
use sayso_corpus::{Statement, corrected, kind_label, line, percent};

/// What an article alone says of a statement.
pub(crate) struct Facts<'a> {
    pub attribution: &'a Attribution,
    pub statement: &'a Statement<'a>,
    pub source: &'a str,
    pub cue: &'a str,
    /// Names of the entities that it is about.
    pub about: &'a str,
}

impl Facts<'_> {
    /// The lower part of the card as HTML.
    pub(crate) fn html(&self) -> String {
        let Self { attribution, statement, source, cue, about } = self;
        let mut out = String::with_capacity(768);
        out.push_str("<dl>");
        entry(&mut out, "Form", &[attribution.form.name(), ", ", kind_label(statement.kind)]);
        entry(&mut out, "Said", &[said(attribution.polarity)]);
        entry(&mut out, "As written", &[source]);
        entry(&mut out, "Cue", &[cue]);
        entry(&mut out, "Via", &[&statement.via]);
        entry(&mut out, "About", &[about]);
        let sure = percent(attribution.confidence).to_string();
        entry(&mut out, "Confidence", &[&sure, if statement.unsure { "%, low" } else { "%" }]);
        let corrected = corrected(attribution).unwrap_or_default();
        entry(&mut out, "Corrected", &[&line(&corrected, 400)]);
        out.push_str("</dl><details><summary>Why</summary><ul>");
        for reason in attribution.evidence.iter().take(8) {
            out.push_str("<li>");
            let words = if reason.detail.is_empty() { &reason.kind } else { &reason.detail };
            push_html(&mut out, &line(words, 200));
            out.push_str("</li>");
        }
        out.push_str("<li>rule <code>");
        push_html(&mut out, &line(&attribution.rule, 80));
        out.push_str("</code></li></ul></details>");
        out
    }
}

/// Whether the content was said, in words; nothing where it plainly was.
fn said(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::Asserted => "",
        Polarity::Denied => "denied",
        Polarity::NotSaid => "not said",
        Polarity::Asked => "asked",
        Polarity::Hedged => "only as others report or expect it",
    }
}

fn entry(out: &mut String, name: &str, value: &[&str]) {
    if value.iter().any(|part| !part.is_empty()) {
        [("<dt>"), name, "</dt><dd><bdi>"].iter().for_each(|part| out.push_str(part));
        value.iter().for_each(|part| push_html(out, part));
        out.push_str("</bdi></dd>");
    }
}

/// The whole card: its number, whether it is unsure, links to its speakers as HTML, the lower part, and what the rest
/// of the corpus has to say.
pub(crate) fn push(out: &mut String, number: &str, unsure: bool, speakers: &str, facts: &str, note: &str) {
    let class = if unsure { "card unsure" } else { "card" };
    #[rustfmt::skip]
    let parts = [
        "<li id=\"a", number, "\" class=\"", class, "\" tabindex=\"-1\"><a class=\"num\" href=\"#r", number,
        "\" aria-label=\"Statement ", number, " in the text\">", number, "</a><p class=\"who\">", speakers, "</p>",
        facts, note, "</li>\n",
    ];
    parts.iter().for_each(|part| out.push_str(part));
}
