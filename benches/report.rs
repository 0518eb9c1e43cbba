//! Bench: the whole site written, from layers in memory.
#![allow(missing_docs)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sayso_benches::articles;
use sayso_pipeline::{Config, Engine, Layers};
use sayso_report::{Error, Options, Report};
use std::path::Path;

fn write(out: &Path, layers: &Layers) -> Result<(), Error> {
    let mut report = Report::create(out, Options::default())?;
    let rendered = report.renderer().render(layers.documents())?;
    report.add(layers.documents(), rendered)?;
    report.finish(&[]).map(drop)
}

fn report(criterion: &mut Criterion) {
    let out = std::env::temp_dir().join(format!("sayso-bench-report-{}", std::process::id()));
    let Ok(engine) = Engine::new(&Config::new(Vec::new(), out.clone())) else { return };
    let layers = engine.analyse(articles(256 << 10));
    let mut group = criterion.benchmark_group("report");
    group
        .throughput(Throughput::Bytes(layers.articles.iter().map(|article| article.text.len() as u64).sum()));
    group.sample_size(10);
    group.bench_function("site and JSON Lines", |bencher| bencher.iter(|| write(&out, &layers)));
    group.finish();
    // A directory that stays behind in the temporary one does no harm.
    let _ = std::fs::remove_dir_all(&out);
}

criterion_group!(benches, report);
criterion_main!(benches);
