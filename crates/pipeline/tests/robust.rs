//! Whatever lies in the input or in the output directory: a clear message, and the rest of the run is whole.
#![allow(clippy::unwrap_used)]

mod scratch;

use sayso_artifact::{Fingerprints, Shard, Stage};
use sayso_core::{Article, Tokens};
use sayso_pipeline::{Config, Outcome, Silent, run};
use scratch::{Scratch, article, assert_same, finish, tree};
use std::fs;

/// What a run complained of, without the paths of this machine.
fn told(scratch: &Scratch, outcome: &Outcome) -> String {
    let lines = outcome.diagnostics.iter().map(|it| {
        let help = it.help.as_deref().unwrap_or("-");
        format!("{} {} {}: {}\n    help: {help}\n", it.severity.name(), it.code, it.place, it.message)
    });
    let all: Vec<String> = lines.collect();
    format!("{} articles\n{}", outcome.articles, all.concat())
        .replace(scratch.path().to_str().unwrap(), "DIR")
        .replace('\\', "/")
}

fn failure(config: &Config, scratch: &Scratch) -> String {
    let error = run(config, &Silent).unwrap_err();
    format!("(usage: {}) {error}\n", error.is_usage()).replace(scratch.path().to_str().unwrap(), "DIR")
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    // Stored blocks only: a gzip file by hand, so that no test needs a compressor.
    let mut file = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1];
    let length = u16::try_from(bytes.len()).unwrap();
    file.extend(length.to_le_bytes());
    file.extend((!length).to_le_bytes());
    file.extend(bytes);
    let crc = bytes.iter().fold(u32::MAX, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg()))
    });
    file.extend((!crc).to_le_bytes());
    file.extend(u32::from(length).to_le_bytes());
    file
}

#[test]
fn bad_inputs_beside_a_good_one() {
    let scratch = Scratch::new();
    let whole = gzip(article(1).as_bytes());
    scratch.put("in/good.txt", article(0));
    scratch.put("in/good.txt.gz", &whole);
    scratch.put("in/empty.txt", "");
    scratch.put("in/blank.txt", " \n\t\n");
    scratch.put(
        "in/not-utf-8.txt",
        b"Mayor Ina Holt said: \x93Caf\xe9\x94 \xff\xfe\x81 is open.\n\nThat is all.\n",
    );
    scratch.put("in/truncated.txt.gz", &whole[..whole.len() / 2]);
    scratch.put("in/no-gzip.txt.gz", "this is no gzip");
    scratch.put(
        "in/lines.jsonl",
        "{\"id\":\"fine\",\"text\":\"“All is well,” said Ina Holt.\"}\n{\"id\":\"no-text\",\"title\":\"x\"}\n\
         {\"id\": broken\n[1,2]\n\n{\"id\":\"also-fine\",\"text\":\"“Still well,” said Ina Holt.\"}\n",
    );
    let deep = format!("<html><body>{}<p>“Deep,” said Ina Holt.</p></body></html>", "<div>".repeat(20_000));
    scratch.put("in/deep.html", deep);
    let outcome = finish(&scratch.config("out"));
    insta::assert_snapshot!(told(&scratch, &outcome));
    let good = outcome
        .diagnostics
        .iter()
        .any(|diagnostic| diagnostic.place.contains("good") || diagnostic.place.contains("fine"));
    assert!(!good, "the good inputs go through in silence");
}

/// The 200 MB of the issue are too much for a debug build; nothing here depends on the length but time.
#[test]
fn one_very_long_line() {
    let scratch = Scratch::new();
    let sentence = "“It is long,” said Ina Holt, who counted the words of the paper. ";
    scratch.put("in/long.txt", sentence.repeat(8_000));
    scratch.put("in/no-spaces.txt", "x\"".repeat(100_000));
    scratch.put("in/good.txt", article(0));
    let outcome = finish(&scratch.config("out"));
    assert_eq!(outcome.articles, 3, "{}", told(&scratch, &outcome));
    assert!(outcome.attributions >= 4_000);
}

#[test]
fn nothing_to_read() {
    let scratch = Scratch::new();
    fs::create_dir(scratch.join("in")).unwrap();
    let empty = scratch.config("out");
    let missing =
        Config { inputs: vec![scratch.join("nowhere").to_str().unwrap().to_owned()], ..empty.clone() };
    let unmatched =
        Config { inputs: vec![scratch.join("*.txt").to_str().unwrap().to_owned()], ..empty.clone() };
    let all: Vec<String> =
        [empty, missing, unmatched].iter().map(|inputs| failure(inputs, &scratch)).collect();
    insta::assert_snapshot!(all.concat());
}

#[cfg(unix)]
#[test]
fn an_unreadable_file() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = Scratch::new();
    scratch.put("in/good.txt", article(0));
    let secret = scratch.put("in/secret.txt", article(1));
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o0)).unwrap();
    if fs::read(&secret).is_ok() {
        return; // This user may read everything.
    }
    let outcome = finish(&scratch.config("out"));
    assert_eq!(outcome.articles, 1);
    insta::assert_snapshot!(told(&scratch, &outcome));
}

#[test]
fn a_directory_in_use() {
    let scratch = Scratch::new();
    scratch.articles(1);
    let config = scratch.config("out");
    fs::create_dir(&config.out).unwrap();
    let lock = fs::File::create(config.out.join(".sayso-lock")).unwrap();
    lock.lock().unwrap();
    let error = failure(&config, &scratch);
    assert!(error.contains("in use") && error.contains("--out"), "{error}");
    drop(lock);
    assert_eq!(finish(&config).articles, 1);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk() {
    let scratch = Scratch::new();
    scratch.articles(3);
    let config = scratch.config("out");
    fs::create_dir_all(config.out.join("artifacts")).unwrap();
    // The temporary file of the run's manifest leads to a device that is always full.
    std::os::unix::fs::symlink("/dev/full", config.out.join("artifacts/run.json.tmp")).unwrap();
    let error = failure(&config, &scratch);
    assert!(
        error.contains("run.json") && error.contains("No space left") && error.contains("to resume"),
        "{error}"
    );
    // Room was made: the next run completes it to what a fresh one makes.
    finish(&config);
    let fresh = scratch.config("fresh");
    finish(&fresh);
    assert_same(&tree(&fresh.out), &tree(&config.out), "after a full disk");
}

/// Damages an artifact of a finished run and runs again: it is said, made again, and everything is as before.
fn mended(stage: Stage, name: &str, damage: impl FnOnce(&std::path::Path)) -> String {
    let scratch = Scratch::new();
    scratch.articles(3);
    let config = scratch.config("out");
    finish(&config);
    let before = tree(&config.out);
    let path = config.out.join("artifacts").join(stage.name()).join("000000.sayso");
    damage(&path);
    assert!(before != tree(&config.out), "{name}: the damage is real");
    let outcome = finish(&config);
    assert_same(&before, &tree(&config.out), name);
    format!("{name}, {stage}: {}", told(&scratch, &outcome))
}

#[test]
fn damaged_artifacts_are_made_again() {
    let flip = |path: &std::path::Path| {
        let mut bytes = fs::read(path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(path, bytes).unwrap();
    };
    let cut = |path: &std::path::Path| {
        let bytes = fs::read(path).unwrap();
        fs::write(path, &bytes[..100]).unwrap();
    };
    let of_another_stage = |path: &std::path::Path| {
        let articles = Shard { documents: vec![Article::default()] };
        sayso_artifact::write(path, &Fingerprints::default(), &articles).unwrap();
    };
    let of_another_run = |path: &std::path::Path| {
        let tokens = Shard { documents: vec![Tokens::default()] };
        sayso_artifact::write(path, &Fingerprints::default(), &tokens).unwrap();
    };
    let of_another_schema = |path: &std::path::Path| {
        let mut bytes = fs::read(path).unwrap();
        bytes[11..15].copy_from_slice(&77_u32.to_le_bytes());
        let check = blake3::hash(&bytes[..184]);
        bytes[184..200].copy_from_slice(&check.as_bytes()[..16]);
        fs::write(path, bytes).unwrap();
    };
    let all = [
        mended(Stage::Ingest, "flipped bit", flip),
        mended(Stage::Tokenize, "flipped bit", flip),
        mended(Stage::Recognize, "truncated", cut),
        mended(Stage::Attribute, "not ours", |path| fs::write(path, "hello").unwrap()),
        mended(Stage::Tokenize, "of another stage", of_another_stage),
        mended(Stage::Tokenize, "of another run", of_another_run),
        mended(Stage::Attribute, "of another schema", of_another_schema),
        mended(Stage::Ingest, "of another schema", of_another_schema),
    ];
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn damage_is_told_also_where_the_report_is_written_anew() {
    let scratch = Scratch::new();
    scratch.articles(3);
    let mut config = scratch.config("out");
    finish(&config);
    fs::write(config.out.join("artifacts/attribute/000000.sayso"), "hello").unwrap();
    config.report.title = "Bridges".to_owned();
    let outcome = finish(&config);
    assert!(!outcome.report_current);
    let codes: Vec<&str> = outcome.diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
    assert_eq!(codes, ["pipeline.damaged-artifact"]);
}

/// A directory of somebody else's with a file of our name in it, and one where nothing was to be read.
#[test]
fn nothing_of_anybody_else_is_replaced_and_nothing_is_left_behind() {
    let scratch = Scratch::new();
    scratch.put("in/good.txt", article(0));
    scratch.put("site/index.html", "<p>My own page.</p>");
    let at = |name: &str| scratch.path().join(name);
    let input = |name: &str| vec![at(name).to_str().unwrap().to_owned()];
    let error = run(&Config::new(input("in"), at("site")), &Silent).unwrap_err().to_string();
    assert!(error.contains("holds a file called index.html that is not Sayso's"), "{error}");
    assert_eq!(fs::read_to_string(at("site/index.html")).unwrap(), "<p>My own page.</p>");
    assert_eq!(fs::read_dir(at("site")).unwrap().count(), 1);
    fs::create_dir(at("empty")).unwrap();
    run(&Config::new(input("empty"), at("fresh")), &Silent).unwrap_err();
    assert!(!at("fresh").exists());
    // Our own directory is used again.
    for _ in 0..2 {
        run(&Config::new(input("in"), at("out")), &Silent).unwrap();
    }
}
