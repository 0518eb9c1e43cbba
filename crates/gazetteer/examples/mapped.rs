//! `cargo run --release -p sayso-gazetteer --example mapped -- FILE.names TEXT`: opens a compiled list of names in place,
//! finds its names in a text, and prints how long both took and how much memory of its own the process has (Linux).

#![allow(clippy::print_stdout)]

use sayso_gazetteer::Gazetteer;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let [list, text] =
        std::env::args().skip(1).collect::<Vec<_>>().try_into().map_err(|_| "FILE.names TEXT")?;
    let text = std::fs::read_to_string(text)?;
    let before = own_memory();
    let clock = Instant::now();
    let gazetteer = Gazetteer::map(list.as_ref())?;
    println!(
        "opened {} entries in {:.1} ms, every byte compared with its sum",
        gazetteer.len(),
        milliseconds(clock)
    );
    let clock = Instant::now();
    let mut hits = Vec::new();
    gazetteer.hits(&text, &mut hits);
    println!("{} hits in {:.1} ms", hits.len(), milliseconds(clock));
    println!("{:.1} MB beside the mapped file and the text", own_memory() - before);
    Ok(())
}

fn milliseconds(clock: Instant) -> f64 {
    clock.elapsed().as_secs_f64() * 1e3
}

/// Megabytes in memory that no file holds.
fn own_memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.unwrap_or_default() / 1e3
}
