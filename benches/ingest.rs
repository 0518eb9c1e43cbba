//! Bench: ingestion of JSON Lines, NITF and pages; for pages the extraction crates alone beside ours, which also finds the
//! facts, cleans, and marks the parts.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use sayso_ingest::{Input, Options, read};
use std::fmt::Write as _;
use std::hint::black_box;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

const PARAGRAPH: &str = "“We have kept our word,” Transport Minister Ingrid Solberg told reporters in Port Alban on Tuesday, \
     adding that the bridge would reopen in March, two years after it was closed.";

/// About `megabytes` of articles of 3 kB, one a line.
fn json_lines(megabytes: usize) -> String {
    let text = vec![PARAGRAPH; 18].join("\\n\\n");
    let mut lines = String::new();
    let mut number = 0;
    while lines.len() < megabytes << 20 {
        number += 1;
        let _ = writeln!(
            lines,
            "{{\"id\":\"{number}\",\"title\":\"Bridge {number}\",\"date\":\"2021-03-04\",\"publisher\":\"The Post\",\"text\":\"{text}\"}}"
        );
    }
    lines
}

/// A page of about 40 kB, half of it furniture.
fn page() -> String {
    let link = "<li class=\"menu-item\"><a href=\"/section/item\" data-track=\"nav\">Section item</a></li>";
    let paragraph = format!("<p class=\"story-body\">{PARAGRAPH}</p>");
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><title>Bridge to reopen</title></head><body><nav><ul>{}</ul></nav>\
         <article><h1>Bridge to reopen</h1>{}</article><footer><ul>{}</ul></footer></body></html>",
        link.repeat(100),
        paragraph.repeat(90),
        link.repeat(100),
    )
}

/// The same text as an agency sends it.
fn nitf() -> String {
    let paragraphs = format!("<p>{PARAGRAPH}</p>").repeat(90);
    format!(
        "<nitf><head><title>Bridge</title></head><body><body.content>{paragraphs}</body.content></body></nitf>"
    )
}

fn count(path: &Path) -> usize {
    let input = Input { name: "bench".to_owned(), path: path.to_owned() };
    let mut articles = 0;
    read(&input, &Options::default(), &mut |outcome| {
        articles += usize::from(black_box(outcome).is_ok());
        ControlFlow::Continue(())
    });
    articles
}

/// Writes a sample into the benches' scratch directory.
fn sample(name: &str, bytes: &[u8]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if let Err(error) = std::fs::write(&path, bytes) {
        panic!("{}: {error}", path.display());
    }
    path
}

fn ingest(criterion: &mut Criterion) {
    let (lines, page) = (json_lines(8), page());
    let mut group = criterion.benchmark_group("ingest");
    group.sample_size(20);
    let samples = [
        ("lines.jsonl", lines.as_bytes()),
        ("story.nitf", nitf().as_bytes()),
        ("page.html", page.as_bytes()),
    ]
    .map(|(name, bytes)| (name, bytes.to_vec()));
    for (name, bytes) in samples {
        let path = sample(name, &bytes);
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_with_input(BenchmarkId::new("sayso", name), &path, |bencher, path| {
            bencher.iter(|| count(path));
        });
    }
    // The extraction alone; the throughput is still that of the page.
    group.bench_function(BenchmarkId::new("dom_smoothie", "page.html"), |bencher| {
        bencher.iter(|| {
            dom_smoothie::Readability::new(black_box(page.as_str()), None, None)
                .and_then(|mut reader| reader.parse())
                .is_ok()
        });
    });
    group.finish();
}

criterion_group!(benches, ingest);
criterion_main!(benches);
