//! Bench: every stage between reading and reporting, in memory, on articles of a usual length.
#![allow(missing_docs)]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use sayso_benches::articles;
use sayso_pipeline::{Config, Engine};

fn pipeline(criterion: &mut Criterion) {
    let articles = articles(256 << 10);
    let Ok(engine) = Engine::new(&Config::new(Vec::new(), std::env::temp_dir())) else { return };
    let mut group = criterion.benchmark_group("pipeline");
    group.throughput(Throughput::Bytes(articles.iter().map(|article| article.text.len() as u64).sum()));
    group.sample_size(10);
    group.bench_function("tokenize, recognize, attribute", |bencher| {
        bencher.iter_batched(|| articles.clone(), |articles| engine.analyse(articles), BatchSize::LargeInput);
    });
    group.finish();
}

criterion_group!(benches, pipeline);
criterion_main!(benches);
