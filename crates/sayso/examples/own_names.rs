//! A list of names of your own: `cargo run --example own_names -- mine.tsv < article.txt`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example prints")]

use sayso::{Analyzer, Model};
use std::io::Read;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let analyzer = Analyzer::builder().model(Model::Fast).names(std::env::args().skip(1)).build()?;
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let document = analyzer.analyze(&text);
    for entity in document.entities().iter().filter(|entity| entity.listed) {
        println!("{}\t{}\t{}", entity.id, entity.kind.name(), entity.name);
    }
    Ok(())
}
