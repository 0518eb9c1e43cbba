//! Subtitles (SubRip, WebVTT): cues become running text; who speaks is kept as a label before the words.

use super::text::whole;
use super::{Context, Head};
use crate::source::Stream;
use crate::{article, charset, entities, layout};
use sayso_core::{Diagnostic, Severity};
use std::ops::ControlFlow;

pub(super) fn detect(head: &Head<'_>) -> bool {
    head.text.starts_with("WEBVTT") || {
        let mut lines = head.text.lines().filter(|line| !line.trim().is_empty());
        let number = lines.next().is_some_and(|line| line.trim().bytes().all(|byte| byte.is_ascii_digit()));
        number && lines.next().is_some_and(is_timing)
    }
}

/// `00:01:02,500 --> 00:01:04,000`
fn is_timing(line: &str) -> bool {
    let is_time = |text: &str| {
        let time = text.trim();
        time.contains(':') && time.bytes().all(|byte| byte.is_ascii_digit() || b":.,".contains(&byte))
    };
    line.split_once("-->")
        .is_some_and(|(from, to)| is_time(from) && to.split_whitespace().next().is_some_and(is_time))
}

pub(super) fn read(stream: Stream<'_>, context: &mut Context<'_>) -> ControlFlow<()> {
    let Some(document) = whole(stream, context)? else { return ControlFlow::Continue(()) };
    let decoded = charset::decode(document.bytes, context.charset(None).as_deref(), context.name);
    let text = spoken(&decoded.text);
    if text.is_empty() {
        let message = "no words were found in the subtitles";
        let complaint = Diagnostic::new(Severity::Error, "ingest.empty", context.name, message);
        return context.complain(complaint.with_help("leave the file out"));
    }
    let mut article = article::begin(context.name, None, "subtitles");
    article.text = text;
    article.diagnostics = decoded.diagnostics;
    article.diagnostics.extend(document.cut);
    layout::mark(&mut article);
    (context.sink)(Ok(article::finish(article)))
}

/// The words, one paragraph a speaker's turn: `NAME: words`.
fn spoken(text: &str) -> String {
    let mut turns: Vec<(String, String)> = Vec::new();
    let mut lines = text.lines().peekable();
    let mut last_line = String::new();
    while let Some(line) = lines.next() {
        if !is_timing(line) {
            continue;
        }
        while let Some(line) = lines.next_if(|line| !line.trim().is_empty()) {
            let (label, words) = labelled(line);
            // Rolling captions show each line twice.
            if words.is_empty() || words == last_line && label.is_none() {
                continue;
            }
            last_line.clone_from(&words);
            match (label, turns.last_mut()) {
                (Some(label), Some((speaker, said))) if label == *speaker => push(said, &words),
                (Some(label), _) => turns.push((label, words)),
                (None, Some((_, said))) => push(said, &words),
                (None, None) => turns.push((String::new(), words)),
            }
        }
    }
    let turns = turns
        .into_iter()
        .map(|(speaker, said)| if speaker.is_empty() { said } else { format!("{speaker}: {said}") });
    turns.collect::<Vec<_>>().join("\n\n")
}

fn push(said: &mut String, words: &str) {
    said.push(' ');
    said.push_str(words);
}

/// Words of a line of a cue without markup, and who speaks: `<v Jane Roe>`, `>> JANE ROE:`, `- ` for somebody new.
fn labelled(line: &str) -> (Option<String>, String) {
    let line = line.trim();
    let voice = line.strip_prefix("<v").and_then(|rest| rest.split_once('>'));
    let voice = voice
        .map(|(name, rest)| (name.trim_start_matches(|letter: char| letter != ' ').trim().to_owned(), rest));
    let (mut label, rest) = voice.map_or((None, line), |(name, rest)| (Some(name), rest));
    let mut words = without_tags(rest);
    if let Some(rest) = words.strip_prefix(">>").map(|rest| rest.trim_start_matches(['>', ' ']).to_owned()) {
        label.get_or_insert_default();
        words = rest;
    } else if let Some(rest) = words.strip_prefix("- ").map(str::to_owned) {
        label.get_or_insert_default();
        words = rest;
    }
    if let Some((name, rest)) = words.split_once(": ")
        && is_label(name)
    {
        label = Some(name.trim().to_owned());
        words = rest.trim().to_owned();
    }
    (label, words)
}

/// A name in capitals, perhaps with a role behind a comma.
fn is_label(name: &str) -> bool {
    let main = name.split([',', '(']).next().unwrap_or(name);
    (2..=60).contains(&name.len())
        && main.chars().any(char::is_alphabetic)
        && !main.chars().any(char::is_lowercase)
}

fn without_tags(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, behind)) = rest.split_once('<') {
        out.push_str(before);
        if let Some((_, after)) = behind.split_once('>') {
            rest = after;
        } else {
            out.push('<');
            rest = behind;
        }
    }
    out.push_str(rest);
    // Positions in SubRip: {\an8}
    let out = if out.starts_with("{\\") {
        out.split_once('}').map_or(out.clone(), |(_, rest)| rest.to_owned())
    } else {
        out
    };
    entities::resolve(&out).split_whitespace().collect::<Vec<_>>().join(" ")
}
