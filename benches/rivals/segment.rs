//! Sentence and token figures of this crate beside rivals, over gold files in JSON Lines.
//!
//! `cargo run --release --bin segment -- GOLDEN_RULES.jsonl UD.jsonl [RULES.srx]`; the rules that
//! were measured are LanguageTool's, `data/segment.srx` in the package of the crate `srx`.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use sayso_core::{Article, CodePoints};
use sayso_tokenize::Tokenizer;
use std::collections::HashSet;
use std::time::Instant;
use unicode_segmentation::UnicodeSegmentation;

type Spans = Vec<(usize, usize)>;

fn ours(text: &str) -> (Spans, Spans) {
    let tokens = Tokenizer::new().tokenize(&Article { text: text.to_owned(), ..Article::default() });
    let pair = |span: sayso_core::Span| (span.start as usize, span.end as usize);
    (
        tokens.sentences.iter().map(|sentence| pair(sentence.span)).collect(),
        tokens.tokens.iter().map(|token| pair(token.span)).collect(),
    )
}

fn unicode(text: &str) -> (Spans, Spans) {
    let spans = |pieces: &mut dyn Iterator<Item = (usize, &str)>| {
        pieces.filter_map(|(at, piece)| trimmed(at, piece)).collect()
    };
    (spans(&mut text.split_sentence_bound_indices()), spans(&mut text.split_word_bound_indices()))
}

fn trimmed(at: usize, piece: &str) -> Option<(usize, usize)> {
    let start = at + piece.len() - piece.trim_start().len();
    (!piece.trim().is_empty()).then(|| (start, start + piece.trim().len()))
}

fn code_points(text: &str, spans: Spans) -> HashSet<(u64, u64)> {
    let map = CodePoints::new(text);
    spans
        .into_iter()
        .map(|(start, end)| (u64::from(map.at(start as u32)), u64::from(map.at(end as u32))))
        .collect()
}

fn gold(record: &serde_json::Value, field: &str) -> HashSet<(u64, u64)> {
    record[field]
        .as_array()
        .unwrap()
        .iter()
        .map(|pair| (pair[0].as_u64().unwrap(), pair[1].as_u64().unwrap()))
        .collect()
}

#[derive(Default)]
struct Score {
    right: usize,
    found: usize,
    wanted: usize,
}

impl Score {
    fn add(&mut self, found: &HashSet<(u64, u64)>, wanted: &HashSet<(u64, u64)>) {
        self.right += found.intersection(wanted).count();
        self.found += found.len();
        self.wanted += wanted.len();
    }
    fn f1(&self) -> f64 {
        200.0 * self.right as f64 / (self.found + self.wanted) as f64
    }
}

fn records(path: &str) -> Vec<serde_json::Value> {
    std::fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Golden Rules are compared as texts, without white space and the backslashes of their own escaping.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\\').collect()
}

fn wikimedia(text: &str) -> (Spans, Spans) {
    let mut at = 0;
    let pieces = sentencex::segment("en", text).into_iter().filter_map(|piece| {
        at += text[at..].find(piece).unwrap();
        let span = trimmed(at, piece);
        at += piece.len();
        span
    });
    (pieces.collect(), Spans::new())
}

fn by_rules(rules: &srx::Rules, text: &str) -> (Spans, Spans) {
    let ranges = rules.split_ranges(text).into_iter();
    (ranges.filter_map(|range| trimmed(range.start, &text[range])).collect(), Spans::new())
}

/// Sentences and tokens of a text; no tokens where an engine has none.
type Engine = Box<dyn Fn(&str) -> (Spans, Spans)>;

fn main() {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let (rules, ud) = (records(&paths[0]), records(&paths[1]));
    let mut engines: Vec<(&str, Engine)> = vec![
        ("sayso", Box::new(ours)),
        ("unicode-segmentation", Box::new(unicode)),
        ("sentencex", Box::new(wikimedia)),
    ];
    if let Some(path) = paths.get(2) {
        let srx = srx::SRX::from_reader(std::fs::File::open(path).unwrap()).unwrap();
        let rules = srx.language_rules("en");
        engines.push(("srx", Box::new(move |text| by_rules(&rules, text))));
    }
    println!("{:<22} {:>7} {:>12} {:>9} {:>7}", "engine", "golden", "EWT sent F1", "token F1", "MB/s");
    for (name, engine) in engines {
        let mut right = 0;
        for rule in &rules {
            let text = rule["text"].as_str().unwrap();
            let wanted: Vec<_> =
                rule["sentences"].as_array().unwrap().iter().map(|s| plain(s.as_str().unwrap())).collect();
            let found: Vec<_> =
                engine(text).0.into_iter().map(|(start, end)| plain(&text[start..end])).collect();
            right += usize::from(found == wanted);
            if found != wanted && name == "sayso" {
                println!("  rule {}: {found:?}", rule["rule"]);
            }
        }
        let (mut sentences, mut tokens) = (Score::default(), Score::default());
        let (mut bytes, begin) = (0, Instant::now());
        for record in &ud {
            let text = record["text"].as_str().unwrap();
            bytes += text.len();
            std::hint::black_box(engine(text));
        }
        let speed = bytes as f64 / begin.elapsed().as_secs_f64() / 1e6;
        for record in &ud {
            let text = record["text"].as_str().unwrap();
            let found = engine(text);
            let (s, t) = (code_points(text, found.0), code_points(text, found.1));
            if std::env::var_os("VERBOSE").is_some() && name == "sayso" {
                show(text, &s, &gold(record, "sentences"), &t, &gold(record, "tokens"));
            }
            sentences.add(&s, &gold(record, "sentences"));
            tokens.add(&t, &gold(record, "tokens"));
        }
        println!(
            "{name:<22} {right:>4}/{} {:>12.1} {:>9.1} {speed:>7.1}",
            rules.len(),
            sentences.f1(),
            tokens.f1()
        );
    }
}

fn show(
    text: &str,
    s: &HashSet<(u64, u64)>,
    gs: &HashSet<(u64, u64)>,
    t: &HashSet<(u64, u64)>,
    gt: &HashSet<(u64, u64)>,
) {
    let map = CodePoints::new(text);
    let cut = |span: &(u64, u64)| {
        text[map.byte(span.0 as u32).unwrap() as usize..map.byte(span.1 as u32).unwrap() as usize].to_owned()
    };
    for (sign, a, b) in [("S-", gs, s), ("S+", s, gs), ("T-", gt, t), ("T+", t, gt)] {
        let mut missing: Vec<_> = a.difference(b).collect();
        missing.sort_unstable();
        for span in missing {
            println!("{sign} {:?}", cut(span));
        }
    }
}
