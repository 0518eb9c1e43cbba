//! Files of every released schema version stay readable, and a change to a type does not go unnoticed.
//!
//! The files under `golden` were written once and are never written again. When this test fails after a change to
//! `sayso_core`: raise `SCHEMA` of the layer, add a directory for the new version, and keep the old one with a
//! test that it is read or refused by number. `SAYSO_NEW_GOLDENS=1` writes files that do not exist, and only those.
#![allow(clippy::unwrap_used)]

mod common;

use sayso_artifact::{Codec, Layer, Shard, decode, encode};
use sayso_core::{Attributions, Tokens};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::fmt::Debug;
use std::fs;
use std::path::Path;

fn check<T: Layer + DeserializeOwned + PartialEq + Debug>(document: T) {
    let dir = common::golden_dir(T::SCHEMA);
    let shard = common::shard(document);
    let as_json = serde_json::to_value(&shard).unwrap();
    let json = dir.join(format!("{}.json", T::STAGE));
    write_if_new(&json, format!("{as_json:#}\n").as_bytes());
    let expected: Value = serde_json::from_slice(&fs::read(&json).unwrap()).unwrap();
    for &codec in Codec::ALL {
        let path = dir.join(format!("{}.{}.sayso", T::STAGE, codec.name()));
        let written = encode(codec, &common::fingerprints(), &shard).unwrap();
        write_if_new(&path, &written);
        let golden = fs::read(&path).unwrap();
        let (header, read) = decode::<Shard<T>>(&golden, &path).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), expected, "{} reads differently", path.display());
        assert_eq!((header.codec, header.fingerprints), (codec, common::fingerprints()));
        let same = written == golden;
        assert!(
            same,
            "{}: the same document is written in other bytes; see the top of this file",
            path.display()
        );
    }
}

fn write_if_new(path: &Path, bytes: &[u8]) {
    if std::env::var_os("SAYSO_NEW_GOLDENS").is_some() && !path.exists() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

#[test]
fn articles() {
    check(common::article());
}

#[test]
fn tokens() {
    check(common::tokens());
}

#[test]
fn mentions() {
    check(common::mentions());
}

#[test]
fn attributions() {
    check(common::attributions());
}

/// Tokens before they were packed, attributions before they had a polarity.
#[test]
fn an_older_schema_is_refused_by_its_number() {
    refused::<Tokens>();
    refused::<Attributions>();
}

fn refused<T: Layer + DeserializeOwned + Debug>() {
    for &codec in Codec::ALL {
        let path = common::golden_dir(1).join(format!("{}.{}.sayso", T::STAGE, codec.name()));
        let error = decode::<Shard<T>>(&fs::read(&path).unwrap(), &path).unwrap_err();
        assert!(error.is_unusable());
        assert!(
            error.to_string().contains("schema version 2") && error.to_string().contains("version 1"),
            "{error}"
        );
    }
}
