//! The lists that ship are well-formed and find what a reader expects.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use sayso_gazetteer::Gazetteer;
use std::time::Instant;

#[test]
fn every_row_has_what_it_must() {
    let start = Instant::now();
    let gazetteer = Gazetteer::shipped();
    println!("{} rows in {:?}", gazetteer.len(), start.elapsed());
    assert!(gazetteer.len() > 5_000);
    for (_, entry) in gazetteer.entries() {
        assert!(!entry.source().is_empty() && !entry.licence().is_empty(), "{}", entry.id());
        assert!(entry.names().count() >= 1);
    }
}
