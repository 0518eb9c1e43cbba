//! Bench: our tokenizer on news text, beside UAX 29 words and sentences.
#![allow(missing_docs)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sayso_benches::news_text;
use sayso_core::Article;
use sayso_tokenize::Tokenizer;
use std::hint::black_box;
use unicode_segmentation::UnicodeSegmentation;

const BYTES: usize = 1 << 20;

fn tokenize(criterion: &mut Criterion) {
    let article = Article { text: news_text(BYTES), ..Article::default() };
    let mut group = criterion.benchmark_group("tokenize");
    group.throughput(Throughput::Bytes(article.text.len() as u64));
    group.sample_size(20);
    group.bench_function("sayso", |bencher| bencher.iter(|| Tokenizer::new().tokenize(black_box(&article))));
    group.bench_function("unicode-segmentation", |bencher| {
        bencher.iter(|| {
            let text = black_box(article.text.as_str());
            (text.split_word_bound_indices().count(), text.split_sentence_bound_indices().count())
        });
    });
    group.finish();
}

criterion_group!(benches, tokenize);
criterion_main!(benches);
