//! Prints the hits of the text on standard input, with the best candidates: a look at what the lists find.
#![allow(clippy::print_stdout)]

use sayso_gazetteer::Gazetteer;
use std::time::Instant;

fn main() -> std::io::Result<()> {
    let text = std::io::read_to_string(std::io::stdin())?;
    let start = Instant::now();
    let gazetteer = Gazetteer::shipped();
    println!("{} entries in {:?}", gazetteer.len(), start.elapsed());
    let mut hits = Vec::new();
    let start = Instant::now();
    gazetteer.hits(&text, &mut hits);
    let took = start.elapsed();
    println!("{} hits in {took:?}: {:.0} MB/s", hits.len(), text.len() as f64 / 1e6 / took.as_secs_f64());
    for hit in hits.iter().take(500) {
        let best: Vec<_> = gazetteer
            .candidates(hit)
            .iter()
            .take(3)
            .map(|candidate| (gazetteer.entry(candidate.entry).id(), candidate.kind.name()))
            .collect();
        println!(
            "{:?}\t{:?}{}\t{best:?}",
            hit.span.of(&text),
            hit.casing,
            if hit.common { " common" } else { "" }
        );
    }
    Ok(())
}
