//! `cargo run --release -p sayso-gazetteer --example mapped -- FILE.names TEXT`: opens a compiled list of names in place,
//! finds its names in a text, and prints how long both took, by the clock and of the processor, and how much memory of its
//! own the process has (Linux).

#![allow(clippy::print_stdout)]

use sayso_gazetteer::Gazetteer;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let [list, text] =
        std::env::args().skip(1).collect::<Vec<_>>().try_into().map_err(|_| "FILE.names TEXT")?;
    let text = std::fs::read_to_string(text)?;
    let before = own_memory();
    let clock = Clock::start();
    let gazetteer = Gazetteer::map(list.as_ref())?;
    println!("opened {} entries, every byte compared with its sum: {}", gazetteer.len(), clock.read());
    let clock = Clock::start();
    let mut hits = Vec::new();
    gazetteer.hits(&text, &mut hits);
    println!("{} hits: {}", hits.len(), clock.read());
    println!("{:.1} MB beside the mapped file and the text", own_memory() - before);
    Ok(())
}

/// Time since its start, and what this thread has spent on a processor before it.
struct Clock(Instant, f64);

impl Clock {
    fn start() -> Self {
        Self(Instant::now(), processor())
    }

    fn read(&self) -> String {
        format!(
            "{:.1} ms, {:.1} of the processor",
            self.0.elapsed().as_secs_f64() * 1e3,
            processor() - self.1
        )
    }
}

/// Milliseconds on a processor.
fn processor() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = told.split(' ').next().and_then(|field| field.parse::<f64>().ok());
    nanoseconds.unwrap_or_default() / 1e6
}

/// Megabytes in memory that no file holds.
fn own_memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.unwrap_or_default() / 1e3
}
