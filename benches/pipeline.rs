//! Bench: pipeline.
fn main() {}
