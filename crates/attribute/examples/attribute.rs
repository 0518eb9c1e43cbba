//! Attributes every document of a gold file: `cargo run --release -p sayso-attribute --example attribute -- GOLD.jsonl`.
//! Tells on standard error how fast the attribution was. Writes JSON Lines as the reference scorer reads them (offsets in code points).
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used)]

use sayso_attribute::{Attributor, Rules};
use sayso_core::{Article, CodePoints, Span};
use serde_json::{Value, json};

fn main() {
    let path = std::env::args().nth(1).unwrap();
    let input = std::fs::read_to_string(path).unwrap();
    let recognizer = sayso_recognize::Recognizer::new(sayso_gazetteer::Gazetteer::shipped());
    let mut spent = std::time::Duration::ZERO;
    let mut bytes = 0;
    for line in input.lines().filter(|line| !line.trim().is_empty()) {
        let gold: Value = serde_json::from_str(line).unwrap();
        let article = Article { text: gold["text"].as_str().unwrap().to_owned(), ..Article::default() };
        let tokens = sayso_tokenize::Tokenizer::new().tokenize(&article);
        let mentions = recognizer.recognize(&article, &tokens);
        let clock = std::time::Instant::now();
        let found = Rules::new().attribute(&article, &tokens, &mentions);
        spent += clock.elapsed();
        bytes += article.text.len();
        let points = CodePoints::new(&article.text);
        let spans = |spans: &[Span]| -> Vec<[u32; 2]> {
            spans.iter().map(|span| [points.at(span.start), points.at(span.end)]).collect()
        };
        let quotes: Vec<Value> = found
            .attributions
            .iter()
            .map(|found| {
                json!({
                    "content_spans": spans(&found.content), "source_spans": spans(&found.source),
                    "cue_spans": spans(&found.cue), "rule": found.rule,
            "score": found.evidence.iter().find(|why| why.kind == "cue").map_or(0.0, |why| why.weight), "via": found.via.as_ref().map(|via| &via.name), "confidence": found.confidence,
                    "speakers": found.speakers.iter().map(|speaker| &speaker.name).collect::<Vec<_>>(),
                })
            })
            .collect();
        println!("{}", json!({ "doc_id": gold["doc_id"], "quotes": quotes }));
    }
    eprintln!("{:.1} MB/s", bytes as f64 / 1e6 / spent.as_secs_f64());
}
