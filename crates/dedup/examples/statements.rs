//! Precision and recall of statement groups on the ways in which outlets print a quotation, and the time:
//! `cargo run --release -p sayso-dedup --example statements -- ARTICLES.jsonl`
//!
//! Quotations are taken out of the articles' quotation marks. Each is a group of its own with one to four printings:
//! as it is, elided, re-punctuated, with insertions in brackets, in other languages' marks, cut at the tail, and
//! mixtures. Every fifth is no group but has a double that begins alike and ends as another quotation does. One
//! speaker has the quotations of eight neighbouring articles; of every fourth printing the speaker is unknown. Pairs
//! are scored.

use sayso_dedup::{Statements, Words};
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::error::Error;
use std::io::BufRead;

/// Articles whose quotations are given to one speaker.
const ARTICLES: usize = 8;
/// Fewest words of a quotation that is taken.
const WORDS: usize = 10;

/// A printing: its words, the number of its group, its speaker if known.
struct Printing {
    words: String,
    group: usize,
    speaker: Option<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: statements ARTICLES.jsonl")?;
    let mut quotations: Vec<(usize, String)> = Vec::new();
    for (article, line) in std::io::BufReader::new(std::fs::File::open(path)?).lines().enumerate() {
        let row: serde_json::Value = serde_json::from_str(&line?)?;
        quotations.extend(quoted(row["text"].as_str().unwrap_or("")).map(|words| (article, words)));
    }
    let quotations = without_repeats(quotations);
    let printings = printings(&quotations);
    let start = std::time::Instant::now();
    let mut statements = Statements::default();
    let mut speakers: BTreeMap<String, u32> = BTreeMap::new();
    for printing in &printings {
        let speaker = printing.speaker.as_ref().map(|name| {
            let next = speakers.len() as u32;
            *speakers.entry(name.clone()).or_insert(next)
        });
        let words = Words::new(&printing.words);
        let runs = words.runs();
        statements.add(words, &runs, speaker.as_slice());
    }
    let read = &mut |number: u32| Ok::<_, Infallible>(Words::new(&printings[number as usize].words));
    let found = statements.groups(read)?;
    let seconds = start.elapsed().as_secs_f64();
    let gold = pairs(printings.iter().map(|printing| printing.group));
    let found = pairs(found.iter().map(|group| *group as usize));
    for (what, one, other) in [("false", &found, &gold), ("missed", &gold, &found)] {
        for (a, b) in one.difference(other).take(std::env::var("SHOW").map_or(0, |n| n.parse().unwrap_or(10)))
        {
            report(&format!("{what}: {:?}\n    {:?}", printings[*a].words, printings[*b].words));
        }
    }
    let hit = gold.intersection(&found).count() as f64;
    report(&format!(
        "{} quotations, {} printings in {seconds:.3} s; gold pairs {}, found {}; P {:.3} R {:.3}",
        quotations.len(),
        printings.len(),
        gold.len(),
        found.len(),
        hit / found.len().max(1) as f64,
        hit / gold.len().max(1) as f64,
    ));
    Ok(())
}

#[allow(clippy::print_stdout, reason = "an example prints its result")]
fn report(line: &str) {
    println!("{line}");
}

/// The quotations of a text that are long enough, each on one line.
fn quoted(text: &str) -> impl Iterator<Item = String> {
    let pieces = text.lines().flat_map(|line| line.split(['"', '“', '”']).skip(1).step_by(2));
    pieces.filter(|piece| piece.split_whitespace().count() >= WORDS).map(str::to_owned)
}

/// Leaves out what stands in another quotation: a repeat that nobody has marked would be scored as false.
fn without_repeats(quotations: Vec<(usize, String)>) -> Vec<(usize, String)> {
    let bare =
        |words: &str| words.chars().filter(|char| char.is_alphanumeric()).collect::<String>().to_lowercase();
    let mut kept: Vec<(usize, String)> = Vec::new();
    let mut known: Vec<String> = Vec::new();
    for (article, words) in quotations {
        let this = bare(&words);
        if !known.iter().any(|other| other.contains(&this) || this.contains(other.as_str())) {
            known.push(this);
            kept.push((article, words));
        }
    }
    kept
}

fn printings(quotations: &[(usize, String)]) -> Vec<Printing> {
    let mut all = Vec::new();
    let mut groups = quotations.len();
    for (group, (article, words)) in quotations.iter().enumerate() {
        let speaker = format!("speaker-{}", article / ARTICLES);
        let named = Some(speaker.clone());
        all.push(Printing { words: words.clone(), group, speaker: named.clone() });
        if group % 5 == 4 {
            let other = &quotations[(group * 7 + 3) % quotations.len()].1;
            all.push(Printing { words: spliced(words, other), group: groups, speaker: named });
            groups += 1;
            continue;
        }
        for nth in 0..=group % 4 {
            let speaker = ((group + nth) % 4 != 3).then(|| speaker.clone());
            all.push(Printing { words: edited(words, group / 4 + 2 * nth), group, speaker });
        }
    }
    all
}

/// The first half of one and the second half of another.
fn spliced(one: &str, other: &str) -> String {
    let (one, other): (Vec<&str>, Vec<&str>) =
        (one.split_whitespace().collect(), other.split_whitespace().collect());
    [&one[..one.len() / 2], &other[other.len() / 2..]].concat().join(" ")
}

fn edited(words: &str, kind: usize) -> String {
    match kind % 8 {
        0 => elided(words),
        1 => repunctuated(words),
        2 => bracketed(words),
        3 => format!("« {words} »"),
        4 => cut(words),
        5 => format!("„{}“", elided(&bracketed(words))),
        6 => cut(&repunctuated(words)),
        _ => format!("‘{}’", bracketed(&cut(words))),
    }
}

/// A quarter of the words, from the middle, left out.
fn elided(words: &str) -> String {
    let words: Vec<&str> = words.split_whitespace().collect();
    let (from, to) = (words.len() * 2 / 5, words.len() * 13 / 20);
    format!("{} … {}", words[..from].join(" "), words[to..].join(" "))
}

/// Commas gone, dashes for semicolons, curled apostrophes, the end as before a cue.
fn repunctuated(words: &str) -> String {
    let words = words.replace(',', "").replace(';', " —").replace('\'', "’");
    format!("{},", words.trim_end_matches(['.', ',', '!']))
}

/// A pronoun replaced or explained.
fn bracketed(words: &str) -> String {
    let words: Vec<&str> = words.split_whitespace().collect();
    let put = |(at, word): (usize, &&str)| match at {
        _ if at == words.len() / 3 => format!("{word} [the head of the agency]"),
        _ if at == words.len() / 2 => "[the ministry]".to_owned(),
        _ => (*word).to_owned(),
    };
    words.iter().enumerate().map(put).collect::<Vec<_>>().join(" ")
}

/// The first three fifths.
fn cut(words: &str) -> String {
    let words: Vec<&str> = words.split_whitespace().collect();
    words[..words.len() * 3 / 5].join(" ")
}

/// All pairs of places with the same group.
fn pairs(groups: impl Iterator<Item = usize>) -> BTreeSet<(usize, usize)> {
    let groups: Vec<usize> = groups.collect();
    let mut members: std::collections::BTreeMap<usize, Vec<usize>> = std::collections::BTreeMap::new();
    groups.iter().enumerate().for_each(|(place, group)| members.entry(*group).or_default().push(place));
    let mut pairs = BTreeSet::new();
    for members in members.values() {
        for (nth, a) in members.iter().enumerate() {
            pairs.extend(members[nth + 1..].iter().map(|b| (*a, *b)));
        }
    }
    pairs
}
