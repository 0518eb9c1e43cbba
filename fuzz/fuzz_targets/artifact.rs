//! Any bytes as a file of any stage: an error or the file that was written, never a panic or a large allocation.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sayso_artifact::{Shard, decode};
use sayso_core::{Article, Attributions, Mentions, Tokens};
use std::path::Path;

fuzz_target!(|bytes: &[u8]| {
    let path = Path::new("fuzz.sayso");
    let _ = decode::<Shard<Article>>(bytes, path);
    let _ = decode::<Shard<Tokens>>(bytes, path);
    let _ = decode::<Shard<Mentions>>(bytes, path);
    let _ = decode::<Shard<Attributions>>(bytes, path);
});
