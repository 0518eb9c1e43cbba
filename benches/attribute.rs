//! Bench: attribute.
fn main() {}
