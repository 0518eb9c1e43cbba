//! Reads inputs and prints counts, or with `--show` each article.
#![allow(clippy::print_stdout)]

use sayso_ingest::{Options, discover, read};
use std::ops::ControlFlow;
use std::time::Instant;

fn main() {
    let (flags, inputs): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|word| word.starts_with("--"));
    let show = flags.iter().any(|flag| flag == "--show");
    let options = Options::default();
    let start = Instant::now();
    let (inputs, diagnostics) = discover(&inputs, &options);
    for diagnostic in &diagnostics {
        println!("{diagnostic:?}");
    }
    let (mut articles, mut failures, mut bytes) = (0_u64, 0_u64, 0_u64);
    for input in &inputs {
        read(input, &options, &mut |outcome| {
            match outcome {
                Ok(article) => {
                    articles += 1;
                    bytes += article.text.len() as u64;
                    if show {
                        println!("{article:#?}");
                    }
                }
                Err(diagnostic) => {
                    failures += 1;
                    println!("{diagnostic:?}");
                }
            }
            ControlFlow::Continue(())
        });
    }
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{} inputs, {articles} articles, {failures} failures, {:.1} MB of text, {seconds:.2} s, {:.1} MB/s",
        inputs.len(),
        bytes as f64 / 1e6,
        bytes as f64 / 1e6 / seconds
    );
}
