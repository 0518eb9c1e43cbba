//! `sayso evaluate speakers`.

use crate::arguments::{EvaluateSpeakers, Half};
use sayso::{Analyzer, Model};
use sayso_core::{Attribution, CodePoints, Span, Speaker};
use sayso_evaluate::speakers::chains::{Attributed, Chained};
use sayso_evaluate::speakers::{
    self as evaluate, Article as Annotated, Figures, Gold, SourceForm, Spans, Verdict,
};
use sayso_report::Document;
use sayso_speakers::Resolver;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::ops::ControlFlow;
use std::path::Path;

pub(super) fn run(command: &EvaluateSpeakers) -> Result<(), String> {
    let mut gold = match &command.chains {
        Some(mentions) => chained(&command.gold, mentions)?,
        None => annotated(&command.gold, &command.texts)?,
    };
    if let Some(half) = command.half {
        let first = usize::from(matches!(half, Half::Odd));
        gold = gold.into_iter().skip(first).step_by(2).collect();
    }
    let model = Model::from(command.model.model.as_str());
    let analyzer = Analyzer::new(model).map_err(|error| error.to_string())?;
    let (mut alone, mut whole) = (Figures::default(), Figures::default());
    let mut shown = Shown { most: command.errors.errors, ..Shown::default() };
    for (annotated, article) in gold {
        let found = analyzer.analyze_article(article);
        let (article, tokens, mentions, attributions) = found.parts();
        let document = Document { article, tokens, mentions, attributions };
        let points = CodePoints::new(&article.text);
        let id = &annotated.source_id;
        for (gold, speakers) in resolved(&document, &annotated, &points) {
            let verdict = evaluate::judge(gold, &speakers);
            alone.add(gold, Some(verdict));
            shown.add("resolver", id, gold, &speakers, verdict, &document, &points);
        }
        for gold in &annotated.attributions {
            let found = evaluate::matching(gold, &attributions.attributions, |found| spans(found, &points));
            let verdict = found.map(|found| evaluate::judge(gold, &found.speakers));
            whole.add(gold, verdict);
            if let (Some(found), Some(verdict)) = (found, verdict) {
                shown.add("pipeline", id, gold, &found.speakers, verdict, &document, &points);
            }
        }
    }
    println!("resolver alone, with gold sources and cues\n{alone}");
    println!("whole pipeline, {}\n{whole}", command.model.model);
    Ok(())
}

/// What the resolver makes of the gold's sources, each with those before it.
fn resolved<'g>(
    document: &Document<'_>,
    annotated: &'g Annotated,
    points: &CodePoints<'_>,
) -> Vec<(&'g Gold, Vec<Speaker>)> {
    let resolver = Resolver::new(document.article, document.tokens, document.mentions);
    let mut earlier: Vec<Attribution> = Vec::new();
    let mut out = Vec::new();
    for gold in &annotated.attributions {
        let (content, source, cue) =
            (bytes(&gold.content, points), bytes(&gold.source, points), bytes(&gold.cue, points));
        let answer = resolver.resolve(&source, &cue, &earlier);
        out.push((gold, answer.speakers.clone()));
        earlier.push(Attribution {
            content,
            source,
            cue,
            speakers: answer.speakers,
            via: answer.via,
            rule: "gold".to_owned(),
            ..Attribution::blank()
        });
    }
    out
}

fn bytes(spans: &[[u32; 2]], points: &CodePoints<'_>) -> Vec<Span> {
    let span = |[start, end]: &[u32; 2]| Some(Span { start: points.byte(*start)?, end: points.byte(*end)? });
    spans.iter().filter_map(span).collect()
}

fn spans(attribution: &Attribution, points: &CodePoints<'_>) -> Spans {
    let counted =
        |spans: &[Span]| spans.iter().map(|span| [points.at(span.start), points.at(span.end)]).collect();
    Spans {
        content: counted(&attribution.content),
        source: counted(&attribution.source),
        cue: counted(&attribution.cue),
    }
}

type Pair = (Annotated, sayso_core::Article);

/// Our own annotations, with the articles that they are of, out of the files with the texts.
fn annotated(gold: &Path, texts: &[String]) -> Result<Vec<Pair>, String> {
    let file = File::open(gold).map_err(|error| format!("{}: {error}", gold.display()))?;
    let gold =
        evaluate::read(BufReader::new(file)).map_err(|error| format!("{}: {error}", gold.display()))?;
    let wanted: BTreeMap<&str, usize> =
        gold.iter().enumerate().map(|(at, article)| (article.source_id.as_str(), at)).collect();
    let mut found: Vec<Option<sayso_core::Article>> = vec![None; gold.len()];
    let options = sayso_ingest::Options::default();
    let (inputs, complaints) = sayso_ingest::discover(texts, &options);
    for complaint in &complaints {
        eprintln!("{}", crate::summary::line(complaint));
    }
    for input in &inputs {
        sayso_ingest::read(input, &options, &mut |article| {
            if let Ok(article) = article
                && let Some(&at) = wanted.get(article.source_id.as_str())
            {
                found[at] = Some(article);
            }
            ControlFlow::Continue(())
        });
    }
    let mut pairs = Vec::new();
    for (annotated, article) in gold.into_iter().zip(found) {
        let id = &annotated.source_id;
        let article =
            article.ok_or_else(|| format!("{id}: not found in the texts; pass its file with --texts"))?;
        if article.text.chars().count() != annotated.length {
            return Err(format!("{id}: the text's length differs from that of the annotated text"));
        }
        pairs.push((annotated, article));
    }
    Ok(pairs)
}

/// A corpus with chains instead of names.
fn chained(gold: &Path, mentions: &Path) -> Result<Vec<Pair>, String> {
    let chains: Vec<Chained> = lines(mentions)?;
    let chains: BTreeMap<&str, &Chained> =
        chains.iter().map(|chain| (chain.doc_id.as_str(), chain)).collect();
    let documents: Vec<Attributed> = lines(gold)?;
    let pair = |document: Attributed| {
        let annotated = evaluate::chains::gold(&document, chains.get(document.doc_id.as_str())?);
        let article = sayso_core::Article {
            source_id: document.doc_id,
            text: document.text,
            ..sayso_core::Article::default()
        };
        Some((annotated, article))
    };
    Ok(documents.into_iter().filter_map(pair).collect())
}

fn lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, String> {
    let complaint = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let file = File::open(path).map_err(|error| complaint(&error))?;
    let mut out = Vec::new();
    for line in BufReader::new(file).lines() {
        let line = line.map_err(|error| complaint(&error))?;
        out.push(serde_json::from_str(&line).map_err(|error| complaint(&error))?);
    }
    Ok(out)
}

/// Mistakes, up to so many of each form of source.
#[derive(Default)]
struct Shown {
    most: usize,
    counts: BTreeMap<(&'static str, SourceForm), usize>,
}

impl Shown {
    #[allow(clippy::too_many_arguments, reason = "a line of a table")]
    fn add(
        &mut self,
        what: &'static str,
        id: &str,
        gold: &Gold,
        found: &[Speaker],
        verdict: Verdict,
        document: &Document<'_>,
        points: &CodePoints<'_>,
    ) {
        if self.most == 0 || verdict.speakers && verdict.kinds {
            return;
        }
        let count = self.counts.entry((what, gold.form)).or_default();
        *count += 1;
        if *count > self.most {
            return;
        }
        let words = |spans: &[[u32; 2]]| -> String {
            let spans = bytes(spans, points);
            spans.iter().map(|span| span.of(&document.article.text)).collect::<Vec<_>>().join(" … ")
        };
        let wanted: Vec<String> = gold
            .speakers
            .iter()
            .map(|who| format!("{} ({})", who.names.first().map_or("", String::as_str), who.kind.name()))
            .collect();
        let got: Vec<String> =
            found.iter().map(|speaker| format!("{} ({})", speaker.name, speaker.kind.name())).collect();
        println!(
            "{what} {} ‹{}› ‹{}›: {} for {}  [{id}]",
            gold.form.name(),
            words(&gold.source),
            words(&gold.cue),
            got.join("; "),
            wanted.join("; "),
        );
    }
}
