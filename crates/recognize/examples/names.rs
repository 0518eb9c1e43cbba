//! `cargo run -p sayso-recognize --example names -- FILE.jsonl > pred.jsonl`: the names in the articles of a file,
//! one JSON document a line: `{"doc_id", "text", "mentions": [{"start", "end", "kind", "form", "text", "id", "name", "score"}]}`,
//! offsets in code points. Demonyms have the kind `demonym`: they name no place.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use sayso_core::{Article, CodePoints, Mention, MentionForm, Mentions};
use sayso_gazetteer::Gazetteer;
use sayso_recognize::Recognizer;
use sayso_tokenize::Tokenizer;
use serde_json::{Value, json};
use std::io::{BufRead as _, Write as _};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (tokenizer, recognizer) = (Tokenizer::new(), Recognizer::new(Gazetteer::shipped()));
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for path in std::env::args().skip(1) {
        for line in std::io::BufReader::new(std::fs::File::open(path)?).lines() {
            let article = article(&serde_json::from_str(&line?)?);
            writeln!(out, "{}", document(tokenizer, &recognizer, &article))?;
        }
    }
    Ok(())
}

fn article(line: &Value) -> Article {
    let field = |name: &str| line[name].as_str().unwrap_or("").to_owned();
    let id = ["doc_id", "id", "url"].into_iter().map(field).find(|id| !id.is_empty());
    Article { source_id: id.unwrap_or_default(), text: field("text"), ..Article::default() }
}

fn document(tokenizer: Tokenizer, recognizer: &Recognizer, article: &Article) -> Value {
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
        "score": found.score,
        "gender": entity.and_then(|entity| entity.gender).map(sayso_core::Gender::name),
    })
}
