//! Compiles the shipped lists with the library's own modules, so that a run opens them instead of reading 7 MB of
//! text. A bad row fails the build with file, line and reason.
#![allow(dead_code, unreachable_pub)] // a part of the library, for one function

#[path = "src/bloom.rs"]
mod bloom;
#[path = "src/checksums.rs"]
mod checksums;
#[path = "src/compile.rs"]
mod compile;
#[path = "src/cycles.rs"]
mod cycles;
#[path = "src/error.rs"]
mod error;
#[path = "src/fold.rs"]
mod fold;
#[path = "src/format.rs"]
mod format;
#[path = "src/hash.rs"]
mod hash;
#[path = "src/index.rs"]
mod index;
#[path = "src/index_name.rs"]
mod index_name;
#[path = "src/people.rs"]
mod people;
#[path = "src/row.rs"]
mod row;
#[path = "src/tables.rs"]
mod tables;
#[path = "src/words.rs"]
mod words;

use fold::fold;
use std::path::Path;

/// In this order: of rows with equal names and priors, the first counts.
const LISTS: &[&str] = &["countries.tsv", "people.tsv", "organizations.tsv", "regions.tsv", "places.tsv"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=src");
    let words = people::Words::shipped();
    let mut compiler = compile::Compiler::new(&words);
    for list in LISTS {
        let path = format!("data/{list}");
        println!("cargo::rerun-if-changed={path}");
        compiler.add_text(&path, &std::fs::read_to_string(&path)?)?;
    }
    let (bytes, _) = compiler.finish()?;
    std::fs::write(Path::new(&std::env::var("OUT_DIR")?).join("shipped.names"), bytes)?;
    Ok(())
}
