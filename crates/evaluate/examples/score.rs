//! Scores attributions: `cargo run --release -p sayso-evaluate --example score -- GOLD.jsonl PRED.jsonl`.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use sayso_evaluate::attribution;
use std::io::BufReader;

fn main() {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let read = |path: &str| attribution::read(BufReader::new(std::fs::File::open(path).unwrap())).unwrap();
    let (gold, found) = (read(&paths[0]), read(&paths[1]));
    if paths.get(2).is_some_and(|option| option == "--json") {
        println!("{}", serde_json::to_string(&attribution::score(&gold, &found, None)).unwrap());
    } else {
        print!("{}", attribution::score(&gold, &found, None));
    }
}
