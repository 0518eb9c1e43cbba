//! A directory of articles in any format: `cargo run --example directory -- PATHS…`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example prints")]

use sayso::{Analyzer, Model, Reading};
use std::collections::BTreeMap;
use std::ops::ControlFlow;

fn main() -> Result<(), sayso::Error> {
    let analyzer = Analyzer::new(Model::Rules)?;
    let mut statements: BTreeMap<String, usize> = BTreeMap::new();
    analyzer.analyze_files(std::env::args().skip(1), &Reading::default(), |document| {
        match document {
            Ok(document) => {
                for speaker in document.attributions().flat_map(|attribution| attribution.speakers()) {
                    *statements.entry(speaker.name.clone()).or_default() += 1;
                }
            }
            Err(failure) => eprintln!("{failure}"),
        }
        ControlFlow::Continue(())
    });
    let mut ranked: Vec<_> = statements.into_iter().collect();
    ranked.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    for (speaker, count) in ranked.iter().take(10) {
        println!("{count:5}  {speaker}");
    }
    Ok(())
}
