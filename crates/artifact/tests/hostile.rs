//! Any bytes may stand in a file. None of them panics, hangs, allocates without bound or is taken for a good file.
#![allow(clippy::unwrap_used)]

mod common;

use common::Scratch;
use proptest::prelude::*;
use sayso_artifact::{
    Codec, Error, HEADER_LEN, Layer as _, Shard, Stage, decode, encode, read, read_header, write,
};
use sayso_core::{Article, Attributions, Mentions, Tokens};
use std::fs;
use std::path::Path;

fn good(codec: Codec) -> Vec<u8> {
    encode(codec, &common::fingerprints(), &common::shard(common::tokens())).unwrap()
}

fn open(bytes: &[u8]) -> Result<Shard<Tokens>, Error> {
    decode::<Shard<Tokens>>(bytes, Path::new("run/00000.sayso")).map(|(_, shard)| shard)
}

fn schema(stage: u8) -> u32 {
    match stage {
        1 => Article::SCHEMA,
        2 => Tokens::SCHEMA,
        3 => Mentions::SCHEMA,
        _ => Attributions::SCHEMA,
    }
}

/// A header that matches its checksums, before a payload that the codec has not written.
fn sealed(stage: u8, schema: u32, codec: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = sayso_artifact::MAGIC.to_vec();
    bytes.extend(1_u16.to_le_bytes());
    bytes.push(stage);
    bytes.extend(schema.to_le_bytes());
    bytes.push(codec);
    bytes.extend([9; 128]);
    bytes.extend((payload.len() as u64).to_le_bytes());
    bytes.extend(blake3::hash(payload).as_bytes());
    let check = blake3::hash(&bytes);
    bytes.extend(&check.as_bytes()[..16]);
    assert_eq!(bytes.len(), HEADER_LEN);
    bytes.extend(payload);
    bytes
}

#[test]
fn every_flipped_bit_is_refused() {
    for &codec in Codec::ALL {
        let mut bytes = good(codec);
        for bit in 0..bytes.len() * 8 {
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert!(open(&bytes).is_err(), "bit {bit}");
            bytes[bit / 8] ^= 1 << (bit % 8);
        }
        assert!(open(&bytes).is_ok());
    }
}

#[test]
fn every_truncation_and_every_tail_is_refused() {
    for &codec in Codec::ALL {
        let mut bytes = good(codec);
        for length in 0..bytes.len() {
            assert!(open(&bytes[..length]).is_err(), "{length} bytes");
        }
        bytes.push(0);
        assert!(open(&bytes).is_err());
    }
}

#[test]
fn lengths_that_lie_allocate_nothing() {
    for codec in [1, 2] {
        for length in [[0xFF; 9], [0xFD; 9], [0xFC; 9]] {
            // One document, then lists as long as the number says.
            let mut payload = vec![1];
            payload.extend([0; 16]);
            payload.extend(length);
            for stage in 1..=4 {
                let bytes = sealed(stage, schema(stage), codec, &payload);
                let path = Path::new("lie.sayso");
                assert!(decode::<Shard<Tokens>>(&bytes, path).is_err());
                assert!(decode::<Shard<Article>>(&bytes, path).is_err());
                assert!(decode::<Shard<Mentions>>(&bytes, path).is_err());
                assert!(decode::<Shard<Attributions>>(&bytes, path).is_err());
            }
        }
    }
}

proptest! {
    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        prop_assert!(open(&bytes).is_err());
    }

    #[test]
    fn any_bytes_behind_a_good_header(
        stage in 0_u8..8,
        codec in 0_u8..4,
        payload in proptest::collection::vec(any::<u8>(), 0..400),
    ) {
        // Whether it decodes is the codec's business; it must come back, and come back the same.
        let bytes = sealed(stage, schema(stage), codec, &payload);
        let path = Path::new("any.sayso");
        let _ = decode::<Shard<Article>>(&bytes, path);
        let _ = decode::<Shard<Mentions>>(&bytes, path);
        let _ = decode::<Shard<Attributions>>(&bytes, path);
        if let Ok(shard) = open(&bytes) {
            let codec = if codec == 1 { Codec::Bincode } else { Codec::Postcard };
            let again = encode(codec, &common::fingerprints(), &shard).unwrap();
            prop_assert_eq!(open(&again).unwrap(), shard);
        }
    }

    #[test]
    fn round_trip(
        text in ".{0,200}",
        source_id in ".{0,20}",
        spans in proptest::collection::vec((any::<u32>(), any::<u32>()), 0..40),
        score in any::<f32>().prop_filter("NaN equals nothing", |score| !score.is_nan()),
        copies in 0_usize..4,
    ) {
        let article = Article { text, source_id, ..common::article() };
        let mut mentions = common::mentions();
        for (start, end) in spans {
            let mut mention = mentions.mentions[0].clone();
            mention.span = sayso_core::Span::new(start as usize, end as usize);
            mention.score = score;
            mentions.mentions.push(mention);
        }
        let articles = Shard { documents: vec![article; copies] };
        let mentions = Shard { documents: vec![mentions; copies] };
        let path = Path::new("round.sayso");
        for &codec in Codec::ALL {
            let bytes = encode(codec, &common::fingerprints(), &articles).unwrap();
            prop_assert_eq!(&decode::<Shard<Article>>(&bytes, path).unwrap().1, &articles);
            let bytes = encode(codec, &common::fingerprints(), &mentions).unwrap();
            prop_assert_eq!(&decode::<Shard<Mentions>>(&bytes, path).unwrap().1, &mentions);
        }
    }
}

/// Every message names the file, what was expected, what was found, and what mends it.
#[test]
fn messages() {
    let bytes = good(Codec::Bincode);
    let flipped = |at: usize| {
        let mut bytes = bytes.clone();
        bytes[at] ^= 1;
        bytes
    };
    let payload = &bytes[HEADER_LEN..];
    let mut future = bytes.clone();
    future[8] = 2;
    let cases = [
        ("empty", vec![]),
        ("text", b"Once upon a time there was a file that nobody had made with Sayso.".to_vec()),
        ("line ends translated", b"\x89SAYSO\n\x01\x00\x02".to_vec()),
        ("cut in the header", bytes[..100].to_vec()),
        ("cut in the payload", bytes[..bytes.len() - 5].to_vec()),
        ("appended to", [&bytes[..], b"!"].concat()),
        ("bit flipped in the header", flipped(20)),
        ("bit flipped in the length", flipped(150)),
        ("bit flipped in the payload", flipped(bytes.len() - 1)),
        ("future format", future),
        ("future stage", sealed(77, 1, 1, payload)),
        ("future codec", sealed(2, 2, 77, payload)),
        ("other stage", sealed(3, 1, 1, payload)),
        ("newer schema", sealed(2, 3, 1, payload)),
        ("older schema", sealed(2, 1, 1, payload)),
        ("other codec", sealed(2, 2, 2, payload)),
        ("payload too short for its codec", sealed(2, 2, 1, &payload[..20])),
        ("payload too long for its codec", sealed(2, 2, 1, &[payload, b"!"].concat())),
        ("long length, short file", {
            let mut bytes = sealed(2, 2, 1, payload);
            bytes[144..152].copy_from_slice(&u64::MAX.to_le_bytes());
            let check = blake3::hash(&bytes[..184]);
            bytes[184..200].copy_from_slice(&check.as_bytes()[..16]);
            bytes
        }),
    ];
    let lines: Vec<String> = cases
        .iter()
        .map(|(name, bytes)| {
            let error = open(bytes).unwrap_err();
            assert!(error.is_unusable() && !error.is_missing(), "{name}");
            format!("{name}\n    {error}")
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn what_the_file_system_says() {
    let scratch = Scratch::new("io");
    let missing = read::<Shard<Tokens>>(&scratch.join("missing.sayso")).unwrap_err();
    assert!(missing.is_missing() && !missing.is_unusable(), "{missing}");
    let directory = read_header(&scratch.0).unwrap_err();
    assert_eq!(directory.expected(), "a file");
    let nowhere = scratch.join("no/such/directory.sayso");
    let unwritten = write(&nowhere, &common::fingerprints(), &common::shard(common::tokens())).unwrap_err();
    assert_eq!(unwritten.path(), nowhere);
    assert_eq!(unwritten.expected(), "to write it");
}

#[cfg(target_os = "linux")]
#[test]
fn endless_and_full_devices() {
    let error = read::<Shard<Tokens>>(Path::new("/dev/zero")).unwrap_err();
    assert_eq!(error.found(), "a directory or device");
    let scratch = Scratch::new("full");
    // The temporary file's name leads to a device that is always full.
    let path = scratch.join("00000.sayso");
    std::os::unix::fs::symlink("/dev/full", scratch.join("00000.sayso.tmp")).unwrap();
    let error = write(&path, &common::fingerprints(), &common::shard(common::tokens())).unwrap_err();
    assert!(error.help().starts_with("Free some space"), "{error}");
    assert!(!path.exists());
}

#[test]
fn a_write_replaces_and_leaves_nothing_beside() {
    let scratch = Scratch::new("replace");
    let path = scratch.join("00000.sayso");
    fs::write(scratch.join("00000.sayso.tmp"), "left behind by a killed run").unwrap();
    for documents in [vec![], vec![common::tokens()]] {
        let header = write(&path, &common::fingerprints(), &Shard { documents: documents.clone() }).unwrap();
        assert_eq!(header.stage, Stage::Tokenize);
        assert_eq!(read_header(&path).unwrap(), header);
        assert_eq!(read::<Shard<Tokens>>(&path).unwrap(), (header, Shard { documents }));
    }
    assert_eq!(fs::read_dir(&scratch.0).unwrap().count(), 1);
}
