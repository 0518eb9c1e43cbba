//! Bench: whole runs on one thread by each model, from JSON Lines to the report, on articles of a usual length; and what
//! share of a run each stage has, printed beside it.
#![allow(missing_docs, clippy::print_stdout)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sayso_benches::articles;
use sayso_pipeline::{Config, Model, Outcome, Silent, run};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn pipeline(criterion: &mut Criterion) {
    let articles = articles(256 << 10);
    let dir = std::env::temp_dir().join(format!("sayso-bench-{}", std::process::id()));
    let input = dir.join("articles.jsonl");
    let line = |(at, text): (usize, &str)| serde_json::json!({ "id": at, "text": text }).to_string() + "\n";
    let lines: String = articles.iter().map(|article| article.text.as_str()).enumerate().map(line).collect();
    if std::fs::create_dir_all(&dir).and_then(|()| std::fs::write(&input, lines)).is_err() {
        return;
    }
    let mut group = criterion.benchmark_group("pipeline");
    group.throughput(Throughput::Bytes(articles.iter().map(|article| article.text.len() as u64).sum()));
    group.sample_size(10);
    for (name, model) in [("rules", Model::Rules), ("fast", Model::Fast), ("accurate", Model::Accurate)] {
        let inputs = vec![input.display().to_string()];
        let config = Config { model, jobs: 1, force: true, ..Config::new(inputs, dir.join(name)) };
        if let Ok(outcome) = run(&config, &Silent) {
            println!("{name}: {}", shares(&outcome));
        }
        group.bench_function(name, |bencher| bencher.iter(|| run(&config, &Silent)));
    }
    group.finish();
    let _ = std::fs::remove_dir_all(&dir);
}

/// Each stage's share of the stages' time.
fn shares(outcome: &Outcome) -> String {
    let all: f64 = outcome.stages.iter().map(|(_, tally)| tally.time.as_secs_f64()).sum();
    let share = |time: f64| 100.0 * time / all.max(f64::MIN_POSITIVE);
    let stages = outcome.stages.iter();
    let stages = stages.map(|(stage, tally)| format!("{stage} {:.1} %", share(tally.time.as_secs_f64())));
    stages.collect::<Vec<_>>().join(", ")
}

criterion_group!(benches, pipeline);
criterion_main!(benches);
