//! Token F1 of article text out of pages: for each directory under the given one that holds `source.html` and
//! `expected.html`, worst first where it is not 1. The same figure as `pages` in benches/rivals, without
//! the other extractors that take minutes to build.
#![allow(clippy::print_stdout)]

use std::collections::BTreeMap;
use std::path::PathBuf;

fn main() {
    let root = std::env::args().nth(1).unwrap_or_default();
    let folders =
        std::fs::read_dir(&root).map(|entries| entries.flatten().map(|entry| entry.path()).collect());
    let mut folders: Vec<PathBuf> = folders.unwrap_or_default();
    folders.sort();
    let read = |path: PathBuf| std::fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let mut scores = Vec::new();
    let shown = std::env::args().nth(2);
    for folder in folders {
        let (Ok(page), Ok(expected)) = (read(folder.join("source.html")), read(folder.join("expected.html")))
        else {
            continue;
        };
        if shown.as_ref().is_some_and(|name| folder.ends_with(name)) {
            differences(&sayso_ingest::page_text(&page), &sayso_ingest::markup_text(&expected));
        }
        let found = words(&sayso_ingest::page_text(&page));
        scores.push((f1(&found, &words(&sayso_ingest::markup_text(&expected))), folder));
    }
    scores.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (score, folder) in scores.iter().filter(|(score, _)| *score < 0.9995) {
        println!("{score:.4} {}", folder.display());
    }
    let mean = scores.iter().map(|(score, _)| score).sum::<f64>() / scores.len().max(1) as f64;
    println!("{} pages, mean token F1 {mean:.4}", scores.len());
}

/// Blocks that only one side has.
fn differences(found: &str, expected: &str) {
    let blocks = |text: &str| text.split("\n\n").map(str::to_owned).collect::<Vec<_>>();
    let (found, expected) = (blocks(found), blocks(expected));
    found.iter().filter(|block| !expected.contains(block)).for_each(|block| println!("+ {block}"));
    expected.iter().filter(|block| !found.contains(block)).for_each(|block| println!("- {block}"));
}

fn words(text: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for word in text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *counts.entry(word.to_owned()).or_default() += 1;
    }
    counts
}

fn f1(found: &BTreeMap<String, usize>, expected: &BTreeMap<String, usize>) -> f64 {
    let shared: usize =
        found.iter().map(|(word, count)| (*count).min(*expected.get(word).unwrap_or(&0))).sum();
    let all: usize = found.values().chain(expected.values()).sum();
    if all == 0 { 1.0 } else { 2.0 * shared as f64 / all as f64 }
}
