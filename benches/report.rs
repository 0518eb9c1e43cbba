//! Bench: the whole site written, from layers in memory.
#![allow(missing_docs)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sayso::{Analyzer, Model};
use sayso_benches::articles;
use sayso_report::{Document, Error, Options, Report};
use std::path::Path;

fn write(out: &Path, found: &[sayso::Document]) -> Result<(), Error> {
    let documents = || {
        found.iter().map(|document| {
            let (article, tokens, mentions, attributions) = document.parts();
            Document { article, tokens, mentions, attributions }
        })
    };
    let mut report = Report::create(out, Options::default())?;
    let rendered = report.renderer().render(documents())?;
    report.add(documents(), rendered)?;
    report.finish(&[]).map(drop)
}

fn report(criterion: &mut Criterion) {
    let out = std::env::temp_dir().join(format!("sayso-bench-report-{}", std::process::id()));
    let Ok(analyzer) = Analyzer::new(Model::Accurate) else { return };
    let found = analyzer.analyze_all(articles(256 << 10));
    let mut group = criterion.benchmark_group("report");
    group.throughput(Throughput::Bytes(found.iter().map(|document| document.text().len() as u64).sum()));
    group.sample_size(10);
    group.bench_function("site and JSON Lines", |bencher| bencher.iter(|| write(&out, &found)));
    group.finish();
    // A directory that stays behind in the temporary one does no harm.
    let _ = std::fs::remove_dir_all(&out);
}

criterion_group!(benches, report);
criterion_main!(benches);
