//! Attributes every document of a gold file: `cargo run --release -p sayso-attribute --example attribute -- GOLD.jsonl
//! [rules|fast|accurate|MODEL]`. Tells on standard error how fast the attribution was. Writes JSON Lines as the reference scorer
//! reads them (offsets in code points), with the words beside the offsets for reading by eye.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used)]

use sayso_attribute::trained::Trained;
use sayso_attribute::{Attributor, Rules};
use sayso_core::{Article, CodePoints, Metadata, Span};
use serde_json::{Value, json};

fn attributor(name: Option<&str>) -> Box<dyn Attributor> {
    match name {
        Some("accurate") => Box::new(Trained::accurate().unwrap()),
        Some("fast") => Box::new(Trained::fast().unwrap()),
        None | Some("rules") => Box::new(Rules::new()),
        Some(path) => Box::new(Trained::from_bytes(&std::fs::read(path).unwrap()).unwrap()),
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let input = std::fs::read_to_string(&arguments[0]).unwrap();
    let attributor = attributor(arguments.get(1).map(String::as_str));
    let recognizer = sayso_recognize::Recognizer::new(sayso_gazetteer::Gazetteer::shipped());
    let mut spent = std::time::Duration::ZERO;
    let mut bytes = 0;
    for line in input.lines().filter(|line| !line.trim().is_empty()) {
        let gold: Value = serde_json::from_str(line).unwrap();
        let fact = |name: &str| gold[name].as_str().map(str::to_owned);
        let metadata = Metadata { publisher: fact("publisher"), title: fact("title"), ..Metadata::default() };
        let article = Article { text: fact("text").unwrap(), metadata, ..Article::default() };
        let tokens = sayso_tokenize::Tokenizer::new().tokenize(&article);
        let mentions = recognizer.recognize(&article, &tokens);
        let clock = std::time::Instant::now();
        let found = attributor.attribute(&article, &tokens, &mentions);
        spent += clock.elapsed();
        bytes += article.text.len();
        let points = CodePoints::new(&article.text);
        let spans = |spans: &[Span]| -> Vec<[u32; 2]> {
            spans.iter().map(|span| [points.at(span.start), points.at(span.end)]).collect()
        };
        let words = |spans: &[Span]| -> String {
            spans.iter().map(|span| span.of(&article.text)).collect::<Vec<_>>().join(" … ")
        };
        let attributions = found.attributions.iter().map(|found| {
            let cue = found.evidence.iter().find(|why| why.kind == "cue");
            json!({
                "content_spans": spans(&found.content), "source_spans": spans(&found.source),
                "cue_spans": spans(&found.cue), "rule": found.rule, "polarity": found.polarity.name(), "form": found.form.name(),
                "content": words(&found.content), "source": words(&found.source), "cue": words(&found.cue),
                "score": cue.map_or(0.0, |why| why.weight), "confidence": found.confidence,
                "via": found.via.as_ref().map(|via| &via.name),
                "speakers": found.speakers.iter().map(|speaker| &speaker.name).collect::<Vec<_>>(),
                "kinds": found.speakers.iter().map(|speaker| speaker.kind.name()).collect::<Vec<_>>(),
            })
        });
        let set_aside = found.set_aside.iter().map(|aside| {
            json!({ "spans": spans(&[aside.span]), "text": words(&[aside.span]), "reason": aside.reason.name() })
        });
        let attributions: Vec<Value> = attributions.collect();
        let set_aside: Vec<Value> = set_aside.collect();
        println!(
            "{}",
            json!({ "doc_id": gold["doc_id"], "attributions": attributions, "set_aside": set_aside })
        );
    }
    eprintln!("{:.1} MB/s", bytes as f64 / 1e6 / spent.as_secs_f64());
}
