//! Bench: matcher.
fn main() {}
