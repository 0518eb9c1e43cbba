//! What people read: dumps of files and reports on directories.
#![allow(clippy::unwrap_used)]

mod common;

use common::Scratch;
use sayso_artifact::{Bounds, Report, Shard, show, verify, write};
use std::fs;
use std::path::Path;

/// Writes a whole run of two shards.
fn run(dir: &Path) {
    for (stage, name) in [("ingest", "00000"), ("ingest", "00001")] {
        put(dir, stage, name, &common::shard(common::article()));
    }
    for name in ["00000", "00001"] {
        put(dir, "tokenize", name, &common::shard(common::tokens()));
        put(dir, "recognize", name, &common::shard(common::mentions()));
        put(dir, "attribute", name, &common::shard(common::attributions()));
    }
}

fn put<T: sayso_artifact::Layer>(dir: &Path, stage: &str, name: &str, shard: &Shard<T>) {
    fs::create_dir_all(dir.join(stage)).unwrap();
    write(&dir.join(stage).join(format!("{name}.sayso")), &common::fingerprints(), shard).unwrap();
}

fn told(scratch: &Scratch, reports: &[Report]) -> String {
    let line = |report: &Report| {
        let path = report.path.strip_prefix(&scratch.0).unwrap().display().to_string().replace('\\', "/");
        let problems: String = report.problems.iter().flat_map(|problem| ["\n    ", problem]).collect();
        format!("{path}: {} documents{problems}\n", report.documents)
    };
    let all: String = reports.iter().map(line).collect();
    all.replace(&scratch.0.display().to_string(), "RUN")
}

#[test]
fn shown() {
    let scratch = Scratch::new("show");
    run(&scratch.0);
    let bounds = Bounds { documents: 1, items: 2, text: 30 };
    let dumps: Vec<String> = ["ingest", "tokenize", "recognize", "attribute"]
        .map(|stage| show(&scratch.join(stage).join("00000.sayso"), bounds).unwrap())
        .into();
    insta::assert_snapshot!(dumps.join("\n").replace(&scratch.0.display().to_string(), "RUN"));
    assert!(show(&scratch.join("ingest/00009.sayso"), bounds).unwrap_err().is_missing());
}

#[test]
fn a_long_shard_is_cut() {
    let scratch = Scratch::new("long");
    let path = scratch.join("00000.sayso");
    write(&path, &common::fingerprints(), &Shard { documents: vec![common::tokens(); 1000] }).unwrap();
    let cut = show(&path, Bounds { documents: 2, ..Bounds::default() }).unwrap();
    assert!(cut.contains("… 998 more") && cut.len() < 10_000);
    assert!(!show(&path, Bounds::ALL).unwrap().contains(" more\""));
}

#[test]
fn a_whole_run_is_sound() {
    let scratch = Scratch::new("sound");
    run(&scratch.0);
    fs::write(scratch.join("index.html"), "not ours to check").unwrap();
    fs::write(scratch.join("run.json"), r#"{"shards": 2}"#).unwrap();
    let reports = verify(&scratch.0).unwrap();
    assert_eq!(reports.len(), 8);
    assert!(reports.iter().all(Report::is_sound), "{}", told(&scratch, &reports));
}

#[test]
fn a_broken_run_is_told_apart() {
    let scratch = Scratch::new("broken");
    run(&scratch.0);
    let mut stranger = common::article();
    stranger.source_id = "other.txt".into();
    stranger.id = stranger.identify();
    let mut tokens = common::tokens();
    tokens.document = stranger.id;
    put(&scratch.0, "tokenize", "00000", &common::shard(tokens));
    let mut mentions = common::mentions();
    mentions.mentions[3].span.end = 4000;
    put(&scratch.0, "recognize", "00000", &common::shard(mentions));
    let mut attributions = common::attributions();
    attributions.attributions[5].speakers.clear();
    put(&scratch.0, "attribute", "00000", &common::shard(attributions));
    let flipped = scratch.join("tokenize/00001.sayso");
    let mut bytes = fs::read(&flipped).unwrap();
    bytes[3] ^= 1;
    fs::write(&flipped, &bytes).unwrap();
    fs::remove_file(scratch.join("attribute/00001.sayso")).unwrap();
    fs::write(scratch.join("run.json"), r#"{"shards": 3}"#).unwrap();
    insta::assert_snapshot!(told(&scratch, &verify(&scratch.0).unwrap()));
}

#[test]
fn a_missing_directory_is_an_error() {
    let scratch = Scratch::new("nowhere");
    assert!(verify(&scratch.join("nowhere")).unwrap_err().is_missing());
}
