//! A bad gazetteer file is refused with file, line and reason.
#![allow(clippy::unwrap_used)]

use sayso_gazetteer::{Gazetteer, row};

fn refusal(rows: &str) -> String {
    let text = format!("{}\n{rows}", row::COLUMNS.join("\t"));
    Gazetteer::of_text("names.tsv", text).unwrap_err().to_string()
}

#[test]
fn each_fault_is_named() {
    let good = "a\tplace\tAden\t\t\t\t\t\t\t\ts\tl";
    insta::assert_snapshot!(
        [
            Gazetteer::of_text("names.tsv", "id\tname\n").unwrap_err().to_string(),
            refusal("a\tplanet\tMars\t\t\t\t\t\t\t\ts\tl"),
            refusal(&format!("{good}\n{good}")),
            refusal("a\tplace\tAd\u{7}en\t\t\t\t\t\t\t\ts\tl"),
            refusal("a\tplace\tAden\ts\tl"),
            refusal("a\tplace\tAden\tbyname=X\t\t\t\t\t\t\ts\tl"),
            refusal("a\tplace\tAden\t\tyemen\t\t\t\t\t\ts\tl"),
            refusal("a\tplace\tAden\t\t\t\t\t\t2\t\ts\tl"),
            refusal("a\tperson\tA B\t\t\t\tking@yesterday\t\t\t\ts\tl"),
            refusal("a\tplace\tAden\t\t\t\t\t\t\t\t\tl"),
            refusal("a\tplace\tAlphaville\tfull=Betatown\t\t\t\t\t\t\ts\tl\nb\tplace\tBetatown\tformer=Alphaville\t\t\t\t\t\t\ts\tl"),
            refusal("a\tplace\tAlphaville\tfull=Betatown\t\t\t\t\t\t\ts\tl\nb\tplace\tBetatown\tfull=Gammaburg\t\t\t\t\t\t\ts\tl\nc\tplace\tGammaburg\tfull=Alphaville\t\t\t\t\t\t\ts\tl"),
            refusal("a\tplace\tAden\tfull=(…)\t\t\t\t\t\t\ts\tl"),
            refusal("a\tplace\t...\t\t\t\t\t\t\t\ts\tl"),
            refusal(&format!("a\tplace\t{}\t\t\t\t\t\t\t\ts\tl", "x".repeat(row::MAX_LINE))),
        ]
        .join("\n")
    );
}

#[test]
fn a_file_that_is_not_there_is_an_error() {
    let error = Gazetteer::with_files(&["no/such/file.tsv".into()]).unwrap_err().to_string();
    assert!(error.starts_with("no/such/file.tsv: "), "{error}");
}

/// Rows of a list in JSON Lines are refused for the same faults: nothing of a user's list is dropped in silence.
#[test]
fn faults_of_json_lines_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let refusal = |line: &str| {
        let path = folder.path().join("names.jsonl");
        std::fs::write(&path, format!("{{\"id\":\"b\",\"kind\":\"place\",\"name\":\"Betatown\"}}\n{line}\n"))
            .unwrap();
        let error = Gazetteer::with_files(&[path]).unwrap_err().to_string();
        error.replace(folder.path().to_str().unwrap(), "")
    };
    insta::assert_snapshot!(
        [
            refusal("{\"id\":\"a\",\"kind\":\"place\""),
            refusal("[]"),
            refusal(r#"{"id":"a","kind":"place","name":"Aden","population":3}"#),
            refusal(r#"{"id":"a","kind":"planet","name":"Mars"}"#),
            refusal(r#"{"id":"b","kind":"place","name":"Aden"}"#),
            refusal(r#"{"id":7,"kind":"place","name":"Aden"}"#),
            refusal(r#"{"id":"a","kind":"place","name":"Ad\u0007en"}"#),
            refusal(r#"{"id":"a","kind":"place","name":"Aden|Crater"}"#),
            refusal(r#"{"id":"a","kind":"place","name":"…"}"#),
            refusal(r#"{"id":"a","kind":"place","name":"Aden","aliases":["Crater"]}"#),
            refusal(r#"{"id":"a","kind":"place","name":"Aden","aliases":{"full":["(…)"]}}"#),
            refusal(r#"{"id":"a","kind":"place","name":"Aden","aliases":{"byname":"Crater"}}"#),
            refusal(r#"{"id":"a","kind":"place","name":"Aden","country":"Yemen"}"#),
            refusal(r#"{"id":"a","kind":"person","name":"A Bee","gender":"f"}"#),
            refusal(r#"{"id":"a","kind":"person","name":"A Bee","roles":["king@yesterday"]}"#),
            refusal(r#"{"id":"a","kind":"person","name":"A Bee","roles":[1]}"#),
            refusal(r#"{"id":"a","kind":"place","name":"Aden","prior":2}"#),
        ]
        .join("\n")
    );
}

#[test]
fn an_empty_file_lacks_its_columns() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("names.tsv");
    std::fs::write(&path, "").unwrap();
    let error = Gazetteer::with_files(&[path]).unwrap_err().to_string();
    assert!(error.contains("names.tsv:1: the first line must name the columns: id, kind,"), "{error}");
}

#[test]
fn a_zip_archive_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("allCountries.zip");
    std::fs::write(&path, b"PK\x03\x04 and so on").unwrap();
    let error = Gazetteer::with_files(&[path]).unwrap_err().to_string();
    assert!(error.ends_with("allCountries.zip: the file is a zip archive; unpack it (gzip, bzip2 and Zstandard are read as they are)"), "{error}");
}
