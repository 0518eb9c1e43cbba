//! `sayso explain`: each attribution in its text, with its parts, what else it could have been, and why.

use crate::End;
use crate::arguments::{Colour, Explain};
use crate::sanitize::visible;
use sayso::{Analyzer, Model};
use sayso_core::{Attribution, Mentions, Span};
use sayso_ingest::Options;
use sayso_report::Document;
use std::fmt::Write as _;
use std::io::{IsTerminal, Write as _};
use std::ops::ControlFlow;

pub(crate) fn run(arguments: &Explain) -> End {
    match explain(arguments) {
        Ok(0) => End::Done,
        Ok(_) => End::SomeFailed,
        Err(message) => End::Unusable(message),
    }
}

/// How many inputs or documents failed.
fn explain(arguments: &Explain) -> Result<usize, String> {
    let builder = Analyzer::builder().model(Model::from(arguments.model.model.as_str()));
    let analyzer = builder.names(&arguments.names.names).build().map_err(|error| error.to_string())?;
    let options = Options::default();
    let (inputs, complaints) = sayso_ingest::discover(&arguments.paths, &options);
    if inputs.is_empty() {
        let told: Vec<String> = complaints.iter().map(crate::summary::line).collect();
        return Err(format!("nothing to explain\n{}", told.join("\n")));
    }
    for complaint in &complaints {
        eprintln!("{}", crate::summary::line(complaint));
    }
    let mut failed = complaints.len();
    let ink = Ink::new(arguments.color);
    let mut out = std::io::stdout().lock();
    for input in &inputs {
        sayso_ingest::read(input, &options, &mut |article| {
            match article {
                Ok(article) => {
                    let found = analyzer.analyze_article(article);
                    let (article, tokens, mentions, attributions) = found.parts();
                    let document = Document { article, tokens, mentions, attributions };
                    let page = page(&document, arguments.min_confidence.min_confidence, ink);
                    if let Err(error) = out.write_all(page.as_bytes()) {
                        crate::terminal::failed(&error);
                        // Nobody reads on: `| head`.
                        return ControlFlow::Break(());
                    }
                }
                Err(failure) => {
                    eprintln!("{}", crate::summary::line(&failure));
                    failed += 1;
                }
            }
            ControlFlow::Continue(())
        });
    }
    Ok(failed)
}

/// One article: its title and its attributions in text order.
fn page(document: &Document<'_>, least: f32, ink: Ink) -> String {
    let title = document.article.metadata.title.as_deref().unwrap_or(&document.article.source_id);
    let found: Vec<&Attribution> = document
        .attributions
        .attributions
        .iter()
        .filter(|attribution| attribution.confidence >= least)
        .collect();
    let mut out = String::new();
    let _ = writeln!(out, "{}", ink.paint(BOLD, &visible(title)));
    let _ = writeln!(
        out,
        "{} {}; in the text {}, {} and {}\n",
        found.len(),
        if found.len() == 1 { "attribution" } else { "attributions" },
        ink.part(Part::Content, "content"),
        ink.part(Part::Source, "source"),
        ink.part(Part::Cue, "cue"),
    );
    for (nth, attribution) in found.into_iter().enumerate() {
        statement(&mut out, nth + 1, attribution, document, ink);
    }
    out
}

fn statement(out: &mut String, number: usize, attribution: &Attribution, document: &Document<'_>, ink: Ink) {
    let percent = (attribution.confidence * 100.0).round();
    let head = format!(
        "{number}. {}, {}, {percent} % confidence",
        attribution.form.name(),
        attribution.cue_class.name()
    );
    let _ = writeln!(out, "{}", ink.paint(BOLD, &head));
    let _ = writeln!(out, "   {}", excerpt(attribution, document, ink));
    let speakers: Vec<String> = attribution
        .speakers
        .iter()
        .map(|who| format!("{} ({})", visible(&who.name), who.kind.name()))
        .collect();
    field(out, "speaker", &speakers.join("; "), ink);
    for line in named_otherwise(&attribution.source, document.mentions) {
        field(out, "or", &line, ink);
    }
    if let Some(via) = &attribution.via {
        field(out, "through", &visible(&via.name), ink);
    }
    for evidence in attribution.evidence.iter().filter(|reason| reason.kind == "runner-up") {
        field(out, "or", &visible(&evidence.detail), ink);
    }
    for evidence in attribution.evidence.iter().filter(|reason| reason.kind != "runner-up") {
        field(out, "why", &format!("{:+.1}  {}", evidence.weight, visible(&evidence.detail)), ink);
    }
    field(out, "by", &attribution.rule, ink);
    out.push('\n');
}

fn field(out: &mut String, name: &str, value: &str, ink: Ink) {
    let _ = writeln!(out, "   {} {value}", ink.paint(DIM, &format!("{name:<8}")));
}

/// Entities that the names in the source could have meant.
fn named_otherwise(source: &[Span], mentions: &Mentions) -> Vec<String> {
    let named = source.iter().flat_map(|span| mentions.within(*span));
    named
        .flat_map(|mention| &mention.runners_up)
        .map(|other| format!("{} ({}, {:.0} %)", visible(&other.name), other.id, other.score * 100.0))
        .take(3)
        .collect()
}

/// The sentences of the attribution's parts, with the parts marked; what lies far between them is left out.
fn excerpt(attribution: &Attribution, document: &Document<'_>, ink: Ink) -> String {
    let text = &document.article.text;
    let mut marks: Vec<(Span, Part)> = Vec::new();
    for (spans, part) in [
        (&attribution.content, Part::Content),
        (&attribution.source, Part::Source),
        (&attribution.cue, Part::Cue),
    ] {
        marks.extend(spans.iter().map(|span| (*span, part)));
    }
    marks.sort_by_key(|(span, _)| *span);
    let sentences = &document.tokens.sentences;
    let sentence = |at: u32| sentences.get(document.tokens.sentence_at(at)).map(|span| span.span);
    let mut out = String::new();
    let mut at: Option<u32> = None;
    for (index, (span, part)) in marks.iter().enumerate() {
        let lead = sentence(span.start).map_or(span.start, |span| span.start).min(span.start);
        let from = at.map_or(lead, |at| if lead > at + 200 { lead } else { at });
        if at.is_some_and(|at| from > at) {
            out.push_str(" […] ");
        }
        out.push_str(&visible(text.get(from as usize..span.start as usize).unwrap_or("")));
        out.push_str(&ink.part(*part, &visible(span.of(text))));
        at = Some(span.end);
        if index + 1 == marks.len() {
            let end = sentence(span.end.saturating_sub(1)).map_or(span.end, |span| span.end);
            out.push_str(&visible(text.get(span.end as usize..end as usize).unwrap_or("")));
        }
    }
    out
}

#[derive(Copy, Clone)]
enum Part {
    Content,
    Source,
    Cue,
}

const BOLD: &str = "1";
const DIM: &str = "2";

/// Marks for readers with and without colours: brackets stay in both.
#[derive(Copy, Clone)]
struct Ink(bool);

impl Ink {
    fn new(colour: Colour) -> Self {
        Self(match colour {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
        })
    }

    fn paint(self, style: &str, text: &str) -> String {
        if self.0 { format!("\x1b[{style}m{text}\x1b[0m") } else { text.to_owned() }
    }

    fn part(self, part: Part, text: &str) -> String {
        let (style, open, close) = match part {
            Part::Content => ("32", '[', ']'),
            Part::Source => ("36", '{', '}'),
            Part::Cue => ("33", '<', '>'),
        };
        self.paint(style, &format!("{open}{text}{close}"))
    }
}
