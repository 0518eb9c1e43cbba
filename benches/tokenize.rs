//! Bench: tokenize.
fn main() {}
