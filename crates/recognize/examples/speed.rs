//! `cargo run --release -p sayso-recognize --example speed -- FILE.jsonl`: CPU seconds of one thread (Linux) for the names in all
//! articles of a file, tokens ready, beside those of the gazetteer's hits alone (best of five rounds each), and a hash
//! of what was found, so that a change of speed shows that it is only that.

#![allow(clippy::print_stdout)]

use sayso_core::{Article, Tokens};
use sayso_gazetteer::Gazetteer;
use sayso_recognize::Recognizer;
use sayso_tokenize::Tokenizer;
use serde_json::Value;
use std::hash::{Hash as _, Hasher as _};
use std::io::BufRead as _;

const ROUNDS: usize = 5;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let gazetteer = Gazetteer::shipped();
    let recognizer = Recognizer::new(gazetteer.clone());
    for path in std::env::args().skip(1) {
        let documents = read(&path)?;
        let bytes: usize = documents.iter().map(|(article, _)| article.text.len()).sum();
        let (mut hits, mut whole) = (f64::MAX, f64::MAX);
        let mut found = (0, 0);
        for _ in 0..ROUNDS {
            let start = cpu();
            let mut out = Vec::new();
            for (article, _) in &documents {
                out.clear();
                gazetteer.hits(&article.text, &mut out);
            }
            hits = hits.min(cpu() - start);
            let start = cpu();
            found = recognize(&recognizer, &documents);
            whole = whole.min(cpu() - start);
        }
        let (mentions, hash) = found;
        println!(
            "hits {hits:.2} s, recognize {whole:.2} s ({:.2} times), {:.1} MB/s, {mentions} mentions, {hash:016x}",
            whole / hits,
            bytes as f64 / whole / 1e6
        );
    }
    Ok(())
}

/// Seconds that this thread has run, by the kernel's count.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = stat.split(' ').next().and_then(|field| field.parse::<u64>().ok());
    nanoseconds.unwrap_or_default() as f64 / 1e9
}

fn read(path: &str) -> Result<Vec<(Article, Tokens)>, Box<dyn std::error::Error>> {
    let tokenizer = Tokenizer::new();
    let mut documents = Vec::new();
    for line in std::io::BufReader::new(std::fs::File::open(path)?).lines() {
        let line: Value = serde_json::from_str(&line?)?;
        let article = Article { text: line["text"].as_str().unwrap_or("").to_owned(), ..Article::default() };
        let tokens = tokenizer.tokenize(&article);
        documents.push((article, tokens));
    }
    Ok(documents)
}

/// The number of mentions, and a hash of their spans, forms and ids.
fn recognize(recognizer: &Recognizer, documents: &[(Article, Tokens)]) -> (usize, u64) {
    let mut mentions = 0;
    let mut hasher = rustc_hash::FxHasher::default();
    for (article, tokens) in documents {
        let found = recognizer.recognize(article, tokens);
        mentions += found.mentions.len();
        for mention in &found.mentions {
            (mention.span.start, mention.span.end, mention.form as u8).hash(&mut hasher);
            found.entity_of(mention).map(|entity| &entity.id).hash(&mut hasher);
        }
    }
    (mentions, hasher.finish())
}
