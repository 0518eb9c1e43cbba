//! Bench: attribution by rules over tokens, without names (their cost is the recognizer's).

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sayso_attribute::{Attributor, Rules};
use sayso_core::{Article, Mentions};
use sayso_tokenize::Tokenizer;

const TEXT: &str = include_str!("../data/samples/text/wire-ferry-inquiry.txt");

fn rules(criterion: &mut Criterion) {
    let article = Article { text: TEXT.repeat(200), ..Article::default() };
    let tokens = Tokenizer::new().tokenize(&article);
    let mentions = Mentions::default();
    let mut group = criterion.benchmark_group("attribute");
    group.throughput(Throughput::Bytes(article.text.len() as u64));
    group.bench_function("rules", |bencher| {
        bencher.iter(|| Rules::new().attribute(&article, &tokens, &mentions));
    });
    group.finish();
}

criterion_group!(benches, rules);
criterion_main!(benches);
