//! Our matcher beside aho-corasick, daachorse and fst, on the same names and text, with the same task: all places
//! where a name stands at word boundaries, then the leftmost-longest of them. The rivals match case-sensitively and do
//! not fold; ours folds, checks case and takes equal spellings for equal, so it does more in its time.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use sayso_gazetteer::{Gazetteer, row};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::hint::black_box;

const TEXT: usize = 4_000_000;
const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

/// Names of the shipped lists, spread evenly over them; above their number, combined ones ("A of B").
fn names(count: usize) -> Vec<String> {
    let gazetteer = Gazetteer::shipped();
    let shipped: BTreeSet<String> = gazetteer.entries().map(|(_, entry)| entry.name().to_owned()).collect();
    let shipped: Vec<String> = shipped.into_iter().collect();
    let mut names: BTreeSet<String> = (0..count.min(shipped.len()))
        .map(|n| shipped[n * shipped.len() / count.min(shipped.len())].clone())
        .collect();
    let mut step = 0;
    while names.len() < count {
        let other = &shipped[(step * 7919 + 13) % shipped.len()];
        names.insert(format!("{} of {other}", shipped[step % shipped.len()]));
        step += 1;
    }
    names.into_iter().collect()
}

fn ours(names: &[String]) -> Gazetteer {
    let mut text = row::COLUMNS.join("\t");
    for (number, name) in names.iter().enumerate() {
        let _ = write!(text, "\nn:{number}\tother\t{name}\t\t\t\t\t\t\t\tbench\tbench");
    }
    match Gazetteer::of_text("bench", text) {
        Ok(gazetteer) => gazetteer,
        Err(error) => panic!("the shipped names make a gazetteer: {error}"),
    }
}

/// Whether a stretch begins and ends between words: no letter or digit on both sides.
fn bounded(text: &[u8], start: usize, end: usize) -> bool {
    let word = |at: usize| text.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80);
    let before = start > 0 && word(start - 1) && word(start);
    let after = end > 0 && word(end - 1) && word(end);
    !before && !after
}

/// Counts the leftmost-longest of all bounded matches.
fn leftmost_longest(text: &str, matches: impl Iterator<Item = (usize, usize)>) -> usize {
    let mut found: Vec<(usize, usize)> =
        matches.filter(|&(start, end)| bounded(text.as_bytes(), start, end)).collect();
    found.sort_unstable_by_key(|&(start, end)| (start, std::cmp::Reverse(end)));
    let mut free = 0;
    found
        .into_iter()
        .filter(|&(start, end)| {
            start >= free && {
                free = end;
                true
            }
        })
        .count()
}

/// The longest prefix walk that an fst of the names allows, from each word start.
fn fst_hits(set: &fst::Set<Vec<u8>>, text: &str) -> usize {
    let (raw, bytes) = (set.as_fst(), text.as_bytes());
    let (mut at, mut count) = (0, 0);
    while at < bytes.len() {
        let mut node = raw.root();
        let mut end = None;
        if bounded(bytes, at, at)
            && (bytes[at].is_ascii_uppercase() || bytes[at].is_ascii_digit() || bytes[at] >= 0x80)
        {
            for (ahead, byte) in bytes[at..].iter().enumerate() {
                let Some(input) = node.find_input(*byte) else { break };
                node = raw.node(node.transition_addr(input));
                if node.is_final() && bounded(bytes, at, at + ahead + 1) {
                    end = Some(at + ahead + 1);
                }
            }
        }
        count += usize::from(end.is_some());
        at = end.unwrap_or(at + 1);
    }
    count
}

fn matcher(criterion: &mut Criterion) {
    let text = sayso_benches::news_text(TEXT);
    let mut group = criterion.benchmark_group("matcher");
    group.throughput(Throughput::Bytes(text.len() as u64)).sample_size(10);
    for size in SIZES {
        let names = names(size);
        let gazetteer = ours(&names);
        let mut hits = Vec::new();
        group.bench_function(BenchmarkId::new("sayso", size), |bench| {
            bench.iter(|| {
                hits.clear();
                gazetteer.hits(black_box(&text), &mut hits);
                hits.len()
            });
        });
        if let Ok(automaton) = aho_corasick::AhoCorasick::new(&names) {
            group.bench_function(BenchmarkId::new("aho-corasick", size), |bench| {
                bench.iter(|| {
                    let matches = automaton.find_overlapping_iter(black_box(&text));
                    leftmost_longest(&text, matches.map(|found| (found.start(), found.end())))
                });
            });
        }
        if let Ok(automaton) = daachorse::DoubleArrayAhoCorasick::<u32>::new(&names) {
            group.bench_function(BenchmarkId::new("daachorse", size), |bench| {
                bench.iter(|| {
                    let matches = automaton.find_overlapping_iter(black_box(&text));
                    leftmost_longest(&text, matches.map(|found| (found.start(), found.end())))
                });
            });
        }
        if let Ok(set) = fst::Set::from_iter(&names) {
            group.bench_function(BenchmarkId::new("fst", size), |bench| {
                bench.iter(|| fst_hits(&set, black_box(&text)));
            });
        }
    }
    group.finish();
}

fn build(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("build");
    group.sample_size(10);
    for size in SIZES {
        let names = names(size);
        group.bench_function(BenchmarkId::new("sayso", size), |bench| {
            bench.iter(|| ours(black_box(&names)).len());
        });
    }
    group.finish();
}

criterion_group!(benches, matcher, build);
criterion_main!(benches);
