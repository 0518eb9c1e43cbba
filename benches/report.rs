//! Bench: report.
fn main() {}
