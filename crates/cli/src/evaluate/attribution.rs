//! `sayso evaluate attribution`.

use super::analyzed;
use crate::arguments::EvaluateAttribution;
use sayso_annotations::looks_annotated;
use sayso_evaluate::attribution::{self, Attribution, Document, Figure, Mistake, Reliability};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

pub(super) fn run(asked: &EvaluateAttribution) -> Result<(), String> {
    let gold = documents(&asked.gold)?;
    let predicted = match &asked.predicted {
        Some(path) => aligned(&gold, documents(path)?),
        None => own(&asked.gold, &gold, &asked.model.model)?,
    };
    print!("{}", attribution::score(&gold, &predicted, None));
    if asked.by_publisher {
        publishers(&gold, &predicted);
    }
    if let Some(reliability) = Reliability::measure(&gold, &predicted) {
        print!("\n{reliability}");
        if let Some(path) = &asked.plot {
            std::fs::write(path, reliability.plot())
                .map_err(|error| format!("{}: {error}", path.display()))?;
        }
    }
    if asked.errors.errors > 0 {
        show(&gold, &attribution::mistakes(&gold, &predicted), asked.errors.errors);
    }
    Ok(())
}

/// The main figures for the documents of each publisher.
fn publishers(gold: &[Document], predicted: &[Document]) {
    let mut by_publisher: BTreeMap<&str, Vec<Document>> = BTreeMap::new();
    for document in gold {
        by_publisher.entry(document.publisher()).or_default().push(document.clone());
    }
    println!();
    for (publisher, gold) in by_publisher {
        let figures = attribution::score(&gold, predicted, None);
        let f1 = |name| match figures.get(name) {
            Some(Figure::Prf { f1, .. }) => f1 * 100.0,
            _ => 0.0,
        };
        println!(
            "{publisher:<24} {:>4} documents  linked@0.8 {:5.1}  linked.letters {:5.1}",
            gold.len(),
            f1("linked@0.8"),
            f1("linked.letters")
        );
    }
}

/// What Sayso finds in the gold file's texts. Texts of other tools' forms go in under the names that these give.
fn own(path: &Path, gold: &[Document], model: &str) -> Result<Vec<Document>, String> {
    let analyzed = if looks_annotated(path) {
        let article = |document: &Document| sayso::Article {
            source_id: document.doc_id.clone(),
            text: document.text.clone(),
            ..sayso::Article::default()
        };
        analyzed::articles(gold.iter().map(article).collect(), model)?
    } else {
        analyzed::file(path, model)?
    };
    Ok(analyzed.iter().map(predicted).collect())
}

/// A document as the scorer takes it.
fn predicted(document: &sayso::Document) -> Document {
    let points = document.code_points();
    let spans = |spans: &[sayso::Span]| {
        spans.iter().map(|span| [points.at(span.start).into(), points.at(span.end).into()]).collect()
    };
    let attributions = document.attributions().map(|found| Attribution {
        content_spans: spans(found.content_spans()),
        source_spans: spans(found.source_spans()),
        cue_spans: spans(found.cue_spans()),
        // Three digits, as in the JSON Lines.
        confidence: Some((f64::from(found.confidence()) * 1000.0).round() / 1000.0),
    });
    Document {
        doc_id: document.article().source_id.clone(),
        attributions: attributions.collect(),
        ..Document::default()
    }
}

/// JSON Lines, or annotations in the forms of other tools.
fn documents(path: &Path) -> Result<Vec<Document>, String> {
    if looks_annotated(path) {
        return attribution::read_annotations(path).map_err(|error| error.to_string());
    }
    let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    attribution::read(BufReader::new(file)).map_err(|error| format!("{}: {error}", path.display()))
}

/// Output of a run over files is known by their paths, annotations by their names: `texts/desk/a.txt` is `desk/a`.
fn aligned(gold: &[Document], mut predicted: Vec<Document>) -> Vec<Document> {
    let ids: BTreeSet<&str> = gold.iter().map(|document| document.doc_id.as_str()).collect();
    for document in predicted.iter_mut().filter(|document| !ids.contains(document.doc_id.as_str())) {
        let stem = document.doc_id.strip_suffix(".txt").unwrap_or(&document.doc_id);
        let starts = std::iter::once(0).chain(stem.match_indices('/').map(|(at, _)| at + 1));
        if let Some(id) = starts.map(|start| &stem[start..]).find(|tail| ids.contains(tail)) {
            document.doc_id = id.to_owned();
        }
    }
    predicted
}

fn show(gold: &[Document], mistakes: &[Mistake], most: usize) {
    let texts: BTreeMap<&str, Vec<char>> =
        gold.iter().map(|document| (document.doc_id.as_str(), document.text.chars().collect())).collect();
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    for mistake in mistakes {
        let count = shown.entry(mistake.kind.name()).or_default();
        *count += 1;
        if *count > most {
            continue;
        }
        println!("\n{} ({}) in {}", mistake.kind.name(), mistake.form.name(), mistake.doc_id);
        for (side, statement) in [("gold", &mistake.gold), ("found", &mistake.found)] {
            if let (Some(statement), Some(text)) = (statement, texts.get(mistake.doc_id.as_str())) {
                println!("  {side:<6}{}", spelt(statement, text));
            }
        }
    }
    println!();
    for (kind, count) in shown {
        println!("{count:6} {kind}");
    }
}

fn spelt(statement: &Attribution, text: &[char]) -> String {
    let words = |spans: &[[i64; 2]]| -> String {
        let piece = |span: &[i64; 2]| -> String {
            let at = |offset: i64| usize::try_from(offset).unwrap_or(0).min(text.len());
            text.get(at(span[0])..at(span[1])).unwrap_or_default().iter().collect()
        };
        spans.iter().map(piece).collect::<Vec<_>>().join(" … ")
    };
    let parts = [&statement.source_spans, &statement.cue_spans, &statement.content_spans];
    parts.map(|spans| format!("‹{}›", words(spans))).join(" ")
}
