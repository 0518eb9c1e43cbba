//! Any bytes as the payload behind a header whose checksums are right, so that the fuzzer gets to the codecs: what
//! decodes is written again and must read the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sayso_artifact::{Codec, Fingerprints, Layer, MAGIC, Shard, decode, encode};
use sayso_core::{Article, Attributions, Mentions, Tokens};
use std::path::Path;

fuzz_target!(|input: (u8, &[u8])| {
    let (choice, payload) = input;
    let codec = Codec::ALL[usize::from(choice) % 2];
    match choice / 2 % 4 {
        0 => check::<Article>(1, codec, payload),
        1 => check::<Tokens>(2, codec, payload),
        2 => check::<Mentions>(3, codec, payload),
        _ => check::<Attributions>(4, codec, payload),
    }
});

fn check<T: Layer>(stage: u8, codec: Codec, payload: &[u8]) {
    let path = Path::new("fuzz.sayso");
    let Ok((header, shard)) = decode::<Shard<T>>(&sealed(stage, codec, payload), path) else { return };
    assert_eq!(header.codec, codec);
    let written = encode(codec, &Fingerprints::default(), &shard).unwrap();
    let (_, read) = decode::<Shard<T>>(&written, path).unwrap();
    // Bytes and not values: a probability may be NaN here.
    assert_eq!(written, encode(codec, &Fingerprints::default(), &read).unwrap());
}

/// See `sayso_artifact::Header` for the layout.
fn sealed(stage: u8, codec: Codec, payload: &[u8]) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend(1_u16.to_le_bytes());
    bytes.push(stage);
    bytes.extend(1_u32.to_le_bytes());
    bytes.push(if codec == Codec::Bincode { 1 } else { 2 });
    bytes.extend([0; 128]);
    bytes.extend((payload.len() as u64).to_le_bytes());
    bytes.extend(blake3::hash(payload).as_bytes());
    let check = blake3::hash(&bytes);
    bytes.extend(&check.as_bytes()[..16]);
    bytes.extend(payload);
    bytes
}
