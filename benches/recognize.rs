//! Bench: names in news, tokens ready; throughput in bytes of text.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sayso_core::Article;
use sayso_gazetteer::Gazetteer;
use sayso_recognize::Recognizer;
use sayso_tokenize::Tokenizer;

fn recognize(criterion: &mut Criterion) {
    let article = Article { text: sayso_benches::news_text(1 << 20), ..Article::default() };
    let tokens = Tokenizer::new().tokenize(&article);
    let recognizer = Recognizer::new(Gazetteer::shipped());
    let mut group = criterion.benchmark_group("recognize");
    group.throughput(Throughput::Bytes(article.text.len() as u64));
    group.bench_function("news", |bencher| bencher.iter(|| recognizer.recognize(&article, &tokens)));
    group.finish();
}

criterion_group!(benches, recognize);
criterion_main!(benches);
