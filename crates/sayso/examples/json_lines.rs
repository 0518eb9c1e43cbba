//! JSON Lines in, JSON Lines out: `cargo run --example json_lines < articles.jsonl`, with the text in `text`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example prints")]

use sayso::{Analyzer, Model};
use serde_json::{Value, json};
use std::io::{BufRead, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let analyzer = Analyzer::new(Model::Fast)?;
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let record: Value = serde_json::from_str(&line?)?;
        let document = analyzer.analyze(record["text"].as_str().unwrap_or_default());
        let attributions: Vec<Value> = document
            .attributions()
            .map(|attribution| {
                json!({
                    "content": attribution.content(),
                    "speakers": attribution.speakers().iter().map(sayso::Speaker::name).collect::<Vec<_>>(),
                    "confidence": attribution.confidence(),
                })
            })
            .collect();
        writeln!(out, "{}", json!({ "id": record["id"], "attributions": attributions }))?;
    }
    Ok(())
}
