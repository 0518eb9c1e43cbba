//! Bench: ingest.
fn main() {}
