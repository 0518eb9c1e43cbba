//! `cargo run -p sayso-recognize --example names -- FILE.jsonl > pred.jsonl`: the names in the articles of a file,
//! one JSON document a line: `{"doc_id", "text", "mentions": [{"start", "end", "kind", "form", "text", "id", "name"}]}`,
//! offsets in code points. Demonyms have the kind `demonym`: they name no place.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use sayso_document::{Article, CodePoints, Mention, MentionForm, Mentions};
use sayso_gazetteer::Gazetteer;
use sayso_ingest::{Options, discover, read};
use sayso_recognize::Recognizer;
use sayso_tokenize::Tokenizer;
use serde_json::{Value, json};
use std::io::Write as _;
use std::ops::ControlFlow;

fn main() -> std::io::Result<()> {
    let options = Options::default();
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let (inputs, complaints) = discover(&paths, &options);
    for complaint in complaints {
        eprintln!("{complaint:?}");
    }
    let (tokenizer, recognizer) = (Tokenizer::new(), Recognizer::new(Gazetteer::shipped()));
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut done = Ok(());
    for input in &inputs {
        read(input, &options, &mut |article| {
            match article {
                Ok(article) => done = writeln!(out, "{}", document(&tokenizer, &recognizer, &article)),
                Err(complaint) => eprintln!("{complaint:?}"),
            }
            if done.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
    }
    done
}

fn document(tokenizer: &Tokenizer, recognizer: &Recognizer, article: &Article) -> Value {
    let mentions = recognizer.recognize(article, &tokenizer.tokenize(article));
    let points = CodePoints::new(&article.text);
    let found: Vec<Value> =
        mentions.mentions.iter().map(|found| mention(article, &points, &mentions, found)).collect();
    json!({ "doc_id": article.source_id, "text": article.text, "mentions": found })
}

fn mention(article: &Article, points: &CodePoints<'_>, mentions: &Mentions, found: &Mention) -> Value {
    let entity = mentions.entity_of(found);
    let kind = match found.form {
        MentionForm::Demonym => "demonym",
        _ => entity.map_or("other", |entity| entity.kind.name()),
    };
    json!({
        "start": points.at(found.span.start),
        "end": points.at(found.span.end),
        "text": found.span.of(&article.text),
        "kind": kind,
        "form": found.form.name(),
        "title": found.title.map(|title| title.of(&article.text)),
        "id": entity.map(|entity| &entity.id),
        "name": entity.map(|entity| &entity.name),
        "gender": entity.and_then(|entity| entity.gender).map(sayso_document::Gender::name),
    })
}
