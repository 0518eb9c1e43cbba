//! Any bytes, read as one format: the first byte picks it, the others are the file. `formats()` is the list, so a new
//! format is fuzzed without a change here; `SAYSO_FORMAT` keeps to one.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sayso_ingest::{Limits, Options, formats, read_bytes};
use std::ops::ControlFlow;
use std::sync::LazyLock;

static ONLY: LazyLock<Option<String>> = LazyLock::new(|| std::env::var("SAYSO_FORMAT").ok());

/// Parquet's parser panics on some broken files and is caught where it does: such a panic is no finding, and libFuzzer's
/// own hook would end the run. What nobody catches still ends it.
fn told_only() {
    std::panic::set_hook(Box::new(|_| {}));
}

fuzz_target!(init: told_only(), |bytes: &[u8]| {
    let Some((&first, bytes)) = bytes.split_first() else { return };
    let table = formats();
    let format = match ONLY.as_deref() {
        Some("any") => None,
        Some(name) => Some(name.to_owned()),
        None => table.get(usize::from(first) % (table.len() + 1)).map(|format| format.name.to_owned()),
    };
    let limits = Limits { document_bytes: 1 << 20, line_bytes: 1 << 20, archive_files: 100, ..Limits::default() };
    let options = Options { format, all_languages: true, limits, ..Options::default() };
    read_bytes("fuzz", bytes, &options, &mut |outcome| {
        if let Ok(article) = outcome {
            let mut end = 0;
            for part in &article.parts {
                assert!(part.span.start >= end && article.text.get(part.span.range()).is_some());
                end = part.span.end;
            }
            for span in article.metadata.credits.iter().filter_map(|credit| credit.span) {
                assert!(article.text.get(span.range()).is_some());
            }
            assert_eq!(article.id, article.identify());
        }
        ControlFlow::Continue(())
    });
});
