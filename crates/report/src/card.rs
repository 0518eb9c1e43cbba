//! The card of one attribution beside the article: who, how, how sure, why.

use crate::statement::{Statement, Voice, percent};
use crate::text::{line, push_html};
use sayso_document::{Attribution, SpeakerKind};
use std::fmt::Write as _;

/// What a speaker is, in words that a reader understands.
pub(crate) fn kind_label(kind: SpeakerKind) -> &'static str {
    match kind {
        SpeakerKind::Person => "person",
        SpeakerKind::Role => "by role",
        SpeakerKind::Collective => "group",
        SpeakerKind::Organization => "organisation",
        SpeakerKind::Document => "document",
        SpeakerKind::Anonymous => "unnamed",
        SpeakerKind::Unresolved => "not resolved",
    }
}

/// The card as HTML.
pub(crate) fn card(number: usize, attribution: &Attribution, statement: &Statement) -> String {
    let unsure = statement.unsure;
    let mut out = String::with_capacity(512);
    let _ = write!(
        out,
        "<li id=\"a{number}\" class=\"card{}\" tabindex=\"-1\">",
        if unsure { " unsure" } else { "" }
    );
    let _ = write!(
        out,
        "<a class=\"num\" href=\"#r{number}\" aria-label=\"Statement {number} in the text\">{number}</a>"
    );
    out.push_str("<p class=\"who\">");
    for (nth, Voice { name, slug }) in statement.speakers.iter().take(8).enumerate() {
        out.push_str(if nth > 0 { ", " } else { "" });
        let _ = write!(out, "<a href=\"../speakers/{slug}.html\"><bdi>");
        push_html(&mut out, name);
        out.push_str("</bdi></a>");
    }
    out.push_str("</p><dl>");
    let how = format!("{}, {}", attribution.form.name(), kind_label(statement.kind));
    entry(&mut out, "Form", &how);
    entry(&mut out, "As written", &statement.source);
    entry(&mut out, "Cue", &statement.cue);
    entry(&mut out, "Via", statement.via.as_deref().unwrap_or(""));
    entry(&mut out, "About", &statement.about.join(", "));
    let sure = format!("{}%{}", percent(attribution.confidence), if unsure { ", low" } else { "" });
    entry(&mut out, "Confidence", &sure);
    let corrected = crate::jsonl::corrected(attribution).unwrap_or_default();
    entry(&mut out, "Corrected", &line(&corrected, 400));
    out.push_str("</dl><details><summary>Why</summary><ul>");
    for reason in attribution.evidence.iter().take(8) {
        out.push_str("<li>");
        let words = if reason.detail.is_empty() { &reason.kind } else { &reason.detail };
        push_html(&mut out, &line(words, 200));
        out.push_str("</li>");
    }
    out.push_str("<li>rule <code>");
    push_html(&mut out, &line(&attribution.rule, 80));
    out.push_str("</code></li></ul></details></li>\n");
    out
}

fn entry(out: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        let _ = write!(out, "<dt>{name}</dt><dd><bdi>");
        push_html(out, value);
        out.push_str("</bdi></dd>");
    }
}
