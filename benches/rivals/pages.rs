//! Article text out of pages, measured: for each folder of a directory with `source.html` and `expected.html`, the
//! F1 of the words (multisets of alphanumeric runs, letter case kept) that we and others take out.
//!
//! `cargo run --release --bin pages -- DIRECTORY [--each] [--diff NAME]`
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A way from a page to its article's text.
type Extractor = fn(&str) -> String;

const EXTRACTORS: &[(&str, Extractor)] = &[
    ("sayso", sayso_ingest::page_text),
    ("dom_smoothie", smoothie),
    ("legible", legible),
    ("trafilatura", trafilatura),
    ("rs-trafilatura", rs_trafilatura),
    ("whole page", |html| sayso_ingest::markup_text(html)),
];

fn smoothie(html: &str) -> String {
    let article = dom_smoothie::Readability::new(html, None, None).and_then(|mut reader| reader.parse());
    article.map(|article| sayso_ingest::markup_text(&article.content)).unwrap_or_default()
}

fn legible(html: &str) -> String {
    let article = legible::parse(html, None, None);
    article.map(|article| sayso_ingest::markup_text(&article.content)).unwrap_or_default()
}

fn trafilatura(html: &str) -> String {
    let options = trafilatura::Options::default().with_fallback(true);
    trafilatura::extract(html, &options).map(|found| found.content_text).unwrap_or_default()
}

fn rs_trafilatura(html: &str) -> String {
    rs_trafilatura::extract(html).map(|found| found.content_text).unwrap_or_default()
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let Some(root) = arguments.first().map(PathBuf::from) else {
        return println!("usage: pages DIR [--each | --diff NAME]");
    };
    let each = arguments.iter().any(|word| word == "--each");
    if let Some(at) = arguments.iter().position(|word| word == "--diff") {
        return diff(&root.join(&arguments[at + 1]));
    }
    let mut folders: Vec<PathBuf> = fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|folder| folder.join("source.html").exists());
    folders.sort();
    println!(
        "{:<16} {:>6} {:>6} {:>6} {:>6} {:>5} {:>7}",
        "", "mean", "median", "prec.", "recall", "<0.5", "MB/s"
    );
    for (name, extractor) in EXTRACTORS {
        let mut scores = Vec::new();
        let (mut bytes, mut time) = (0, Duration::ZERO);
        for folder in &folders {
            let source = read(&folder.join("source.html"));
            let expected = words(&sayso_ingest::markup_text(&read(&folder.join("expected.html"))));
            let start = Instant::now();
            let found = extractor(&source);
            time += start.elapsed();
            bytes += source.len();
            scores.push((Score::of(&words(&found), &expected), folder));
        }
        report(name, &mut scores, bytes as f64 / 1e6 / time.as_secs_f64());
        if each && *name == "sayso" {
            for (score, folder) in scores.iter().take(45) {
                println!(
                    "  {:.3} p {:.3} r {:.3}  {}",
                    score.f1,
                    score.precision,
                    score.recall,
                    folder.display()
                );
            }
        }
    }
    facts(&folders, each);
}

/// How often each fact is as `expected-metadata.json` has it, where that says something, ours and dom_smoothie's.
fn facts(folders: &[PathBuf], each: bool) {
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for folder in folders {
        let Ok(expected) = fs::read_to_string(folder.join("expected-metadata.json")) else { continue };
        let expected: serde_json::Value = serde_json::from_str(&expected).unwrap();
        let html = read(&folder.join("source.html"));
        let ours = sayso_ingest::page_facts(&html);
        let theirs =
            dom_smoothie::Readability::new(&*html, None, None).and_then(|mut reader| reader.parse()).ok();
        let date = |dated: Option<sayso_core::Dated>| dated.map(|dated| dated.value);
        let theirs = theirs
            .map(|all| [Some(all.title), all.byline, all.site_name, all.published_time, all.lang])
            .unwrap_or_default();
        let authors = Some(ours.authors.join(", "));
        let ours = [ours.title, authors, ours.publisher, date(ours.published), ours.language];
        for (at, field) in ["title", "byline", "siteName", "publishedTime", "lang"].into_iter().enumerate() {
            let Some(wanted) =
                expected.get(field).and_then(|value| value.as_str()).filter(|text| !text.is_empty())
            else {
                continue;
            };
            let count = counts.entry(field).or_default();
            count[0] += 1;
            count[1] += usize::from(same(ours[at].as_deref(), wanted));
            count[2] += usize::from(same(theirs[at].as_deref(), wanted));
            if each && !same(ours[at].as_deref(), wanted) {
                println!("  {field}: expected {wanted:?}, ours {:?}  {}", ours[at], folder.display());
            }
        }
    }
    for (field, [all, ours, theirs]) in counts {
        println!("{field:<16} {all:>4} stated, sayso {ours:>4}, dom_smoothie {theirs:>4}");
    }
}

/// Equal up to white space, letter case, "by" and the way a time of day is written.
fn same(found: Option<&str>, expected: &str) -> bool {
    let bare = |text: &str| {
        let text = text.to_lowercase();
        let text = text.trim().trim_start_matches("by ").replace(" and ", ", ").replace(".000z", "z");
        text.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>()
    };
    found.is_some_and(|found| bare(found) == bare(expected))
}

fn report(name: &str, scores: &mut [(Score, &PathBuf)], speed: f64) {
    scores.sort_by(|a, b| a.0.f1.total_cmp(&b.0.f1));
    let mean =
        |of: fn(&Score) -> f64| scores.iter().map(|(score, _)| of(score)).sum::<f64>() / scores.len() as f64;
    println!(
        "{name:<16} {:>6.4} {:>6.4} {:>6.4} {:>6.4} {:>5} {speed:>7.1}",
        mean(|score| score.f1),
        scores[scores.len() / 2].0.f1,
        mean(|score| score.precision),
        mean(|score| score.recall),
        scores.iter().filter(|(score, _)| score.f1 < 0.5).count(),
    );
}

/// What is too much (`+`) and what is missing (`-`), by block.
fn diff(folder: &Path) {
    let found = sayso_ingest::page_text(&read(&folder.join("source.html")));
    let expected = sayso_ingest::markup_text(&read(&folder.join("expected.html")));
    let blocks = |text: &str| -> Vec<String> { text.split("\n\n").map(str::to_owned).collect() };
    let (ours, theirs) = (blocks(&found), blocks(&expected));
    for (mark, list, other) in [("+", &ours, &words(&expected)), ("-", &theirs, &words(&found))] {
        for block in list {
            let missing = words(block).iter().filter(|(word, _)| !other.contains_key(*word)).count();
            let known = if mark == "+" { theirs.contains(block) } else { ours.contains(block) };
            if !known {
                println!("{mark} [{missing} new] {}", block.chars().take(200).collect::<String>());
            }
        }
    }
}

struct Score {
    precision: f64,
    recall: f64,
    f1: f64,
}

impl Score {
    fn of(found: &BTreeMap<String, usize>, expected: &BTreeMap<String, usize>) -> Self {
        let shared: usize =
            found.iter().map(|(word, count)| (*count).min(*expected.get(word).unwrap_or(&0))).sum();
        let total = |counts: &BTreeMap<String, usize>| counts.values().sum::<usize>() as f64;
        let share = |whole: f64| if whole == 0.0 { 1.0 } else { shared as f64 / whole };
        let (precision, recall) = (share(total(found)), share(total(expected)));
        let sum = precision + recall;
        Self { precision, recall, f1: if sum == 0.0 { 0.0 } else { 2.0 * precision * recall / sum } }
    }
}

fn words(text: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for word in text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *counts.entry(word.to_owned()).or_default() += 1;
    }
    counts
}

fn read(path: &Path) -> String {
    String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned()
}
