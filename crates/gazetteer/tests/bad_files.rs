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
