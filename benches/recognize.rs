//! Bench: recognize.
fn main() {}
