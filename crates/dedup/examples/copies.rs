//! Precision and recall of copies on edits that editors make, and the time on a large corpus:
//! `cargo run --release -p sayso-dedup --example copies -- ARTICLES.jsonl`
//!
//! Every fourth article gets one to three edited copies: new headline, cut tail, changed lead, inserted
//! paragraphs, small word changes, and mixtures of these. Inserted paragraphs come from every tenth article, which
//! is held out of the corpus: a text that really holds another would be a copy of it. Pairs are scored.

use sayso_dedup::{Copies, Fingerprints};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::io::BufRead;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: copies ARTICLES.jsonl")?;
    let mut texts = Vec::new();
    for line in std::io::BufReader::new(std::fs::File::open(path)?).lines() {
        let row: serde_json::Value = serde_json::from_str(&line?)?;
        texts.extend(row["text"].as_str().map(str::to_owned));
    }
    let (made, origin) = with_copies(&texts);
    let bytes: usize = made.iter().map(String::len).sum();
    let start = std::time::Instant::now();
    let mut copies = Copies::default();
    for text in &made {
        copies.add(None, &Fingerprints::new(text));
    }
    let read = start.elapsed().as_secs_f64();
    let clusters = copies.clusters();
    let seconds = start.elapsed().as_secs_f64();
    let found: BTreeSet<(u32, u32)> = clusters
        .iter()
        .flat_map(|cluster| {
            let ids: Vec<_> = cluster.members.iter().map(|member| member.article).collect();
            pairs(&ids)
        })
        .collect();
    let mut by_origin: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for (article, origin) in origin.iter().enumerate() {
        by_origin.entry(*origin).or_default().push(article as u32);
    }
    let gold: BTreeSet<_> = by_origin.values().flat_map(|ids| pairs(ids)).collect();
    for (a, b) in found.difference(&gold).take(std::env::var("SHOW").map_or(0, |n| n.parse().unwrap_or(10))) {
        report(&format!("false: {} {}", origin[*a as usize], origin[*b as usize]));
    }
    let hit = gold.intersection(&found).count() as f64;
    let (precision, recall) = (hit / found.len().max(1) as f64, hit / gold.len().max(1) as f64);
    report(&format!(
        "{} articles, {:.1} MB in {seconds:.2} s ({:.1} MB/s), fingerprints {read:.2} s; gold pairs {}, found {}; P {:.1} R {:.1} F1 {:.1}; {} clusters, largest {}",
        made.len(),
        bytes as f64 / 1e6,
        bytes as f64 / 1e6 / seconds,
        gold.len(),
        found.len(),
        100.0 * precision,
        100.0 * recall,
        200.0 * precision * recall / (precision + recall).max(1e-9),
        clusters.len(),
        clusters.iter().map(|cluster| cluster.members.len()).max().unwrap_or(0),
    ));
    Ok(())
}

#[allow(clippy::print_stdout, reason = "an example prints its result")]
fn report(line: &str) {
    println!("{line}");
}

fn pairs(ids: &[u32]) -> Vec<(u32, u32)> {
    let each = |(index, a): (usize, &u32)| {
        ids[index + 1..].iter().map(|b| (*a.min(b), *a.max(b))).collect::<Vec<_>>()
    };
    ids.iter().enumerate().flat_map(each).collect()
}

/// The texts with edited copies among them, and for each the index of the text it was made from.
fn with_copies(texts: &[String]) -> (Vec<String>, Vec<usize>) {
    let held_out: Vec<&String> = texts.iter().skip(9).step_by(10).collect();
    let kept: Vec<&String> =
        texts.iter().enumerate().filter(|(index, _)| index % 10 != 9).map(|(_, text)| text).collect();
    let mut made: Vec<String> = kept.iter().map(|text| (*text).clone()).collect();
    let mut origin: Vec<usize> = (0..made.len()).collect();
    for (index, text) in kept.iter().enumerate().step_by(4) {
        let stranger = held_out[(index * 7 + 3) % held_out.len()];
        for edit in 0..=index / 4 % 3 {
            made.push(edited(text, stranger, index / 4 + edit));
            origin.push(index);
        }
    }
    (made, origin)
}

fn edited(text: &str, stranger: &str, kind: usize) -> String {
    let mut paragraphs: Vec<String> =
        text.split('\n').filter(|line| !line.trim().is_empty()).map(str::to_owned).collect();
    let of_stranger: Vec<&str> = stranger.split('\n').filter(|line| line.len() > 80).collect();
    let cut = |paragraphs: &mut Vec<String>| paragraphs.truncate((paragraphs.len() * 3).div_ceil(5).max(1));
    let headline = |paragraphs: &mut Vec<String>| {
        paragraphs.insert(0, "What we know so far about today's news".to_owned());
    };
    let lead = |paragraphs: &mut Vec<String>| {
        if let Some(first) = paragraphs.iter_mut().find(|line| line.len() > 80) {
            let end = first.find(". ").map_or(first.len(), |at| at + 1);
            first.replace_range(..end, "Here is a fresh first sentence, written on the night desk.");
        }
    };
    let insert = |paragraphs: &mut Vec<String>| {
        for (count, line) in of_stranger.iter().take(2).enumerate() {
            let at = (count + 1) * paragraphs.len() / 3;
            paragraphs.insert(at, (*line).to_owned());
        }
    };
    match kind % 7 {
        0 => headline(&mut paragraphs),
        1 => cut(&mut paragraphs),
        2 => lead(&mut paragraphs),
        3 => insert(&mut paragraphs),
        4 => {
            headline(&mut paragraphs);
            cut(&mut paragraphs);
            lead(&mut paragraphs);
        }
        5 => {
            insert(&mut paragraphs);
            lead(&mut paragraphs);
        }
        _ => paragraphs = paragraphs.iter().map(|line| respelt(line)).collect(),
    }
    paragraphs.join("\n\n")
}

/// House style: other quotation marks, per cent, every fortieth word left out.
fn respelt(line: &str) -> String {
    let line = line.replace(['“', '”'], "\"").replace('’', "'").replace('%', " per cent");
    line.split(' ')
        .enumerate()
        .filter(|(at, _)| at % 40 != 39)
        .map(|(_, word)| word)
        .collect::<Vec<_>>()
        .join(" ")
}
