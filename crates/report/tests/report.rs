//! Whole reports over small corpora written with inline mark-up, hostile ones among them.
#![allow(clippy::unwrap_used, clippy::format_collect, clippy::case_sensitive_file_extension_comparisons)]

mod support;

use sayso_core::{Diagnostic, Severity};
use sayso_report::{Options, Report, Summary};
use std::path::Path;
use support::{Made, copied, hostile, small};

fn write(out: &Path, documents: &[Made], failures: &[Diagnostic]) -> Summary {
    let mut report = Report::create(out, Options::default()).unwrap();
    let renderer = report.renderer();
    for shard in documents.chunks(2) {
        let batch = renderer.render(shard.iter().map(Made::document)).unwrap();
        assert!(batch.failures.is_empty());
        report.add(shard.iter().map(Made::document), batch).unwrap();
    }
    report.finish(failures).unwrap()
}

fn failures() -> Vec<Diagnostic> {
    vec![
        Diagnostic::new(Severity::Error, "ingest.empty", "desk/blank.txt", "the file is empty")
            .with_help("remove it or give it text"),
        Diagnostic::new(Severity::Warning, "ingest.charset", "desk/<b>.txt", "guessed windows-1252"),
    ]
}

fn read(out: &Path, name: &str) -> String {
    std::fs::read_to_string(out.join(name)).unwrap()
}

/// The page whose name begins so; a hash follows.
fn page(out: &Path, start: &str) -> String {
    let found = files(out).into_iter().find(|(name, _)| name.starts_with(start));
    String::from_utf8(found.unwrap_or_else(|| panic!("no page {start}…")).1).unwrap()
}

fn files(out: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    let mut folders = vec![out.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                let name = entry.path().strip_prefix(out).unwrap().to_string_lossy().replace('\\', "/");
                all.push((name, std::fs::read(entry.path()).unwrap()));
            }
        }
    }
    all.sort();
    all
}

#[test]
fn a_small_corpus() {
    let out = tempfile::tempdir().unwrap();
    let summary = write(out.path(), &small(), &failures());
    insta::assert_debug_snapshot!("summary", summary);
    let names: Vec<String> = files(out.path()).into_iter().map(|(name, _)| name).collect();
    insta::assert_debug_snapshot!("files", names);
    for name in
        ["attributions.jsonl", "entities.jsonl", "index.html", "speakers/index.html", "search/facts.js"]
    {
        insta::assert_snapshot!(name.replace(['/', '.'], "-"), read(out.path(), name));
    }
    insta::assert_snapshot!("article", page(out.path(), "articles/harbour-board-ends-night-ferries-"));
    insta::assert_snapshot!("speaker", page(out.path(), "speakers/mara-lindqvist-"));
}

#[test]
fn the_same_bytes_again_also_over_an_old_report() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write(one.path(), &small(), &failures());
    write(two.path(), &hostile(), &[]);
    write(two.path(), &small(), &failures());
    assert_eq!(files(one.path()), files(two.path()));
}

#[test]
fn how_documents_come_together_does_not_show() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write(one.path(), &small(), &failures());
    let (mut report, small) = (Report::create(two.path(), Options::default()).unwrap(), small());
    // Printed backwards, one by one; taken in order.
    let print = |made: &Made| report.renderer().render([made.document()]).unwrap();
    let mut rendered: Vec<_> = small.iter().rev().map(print).collect();
    for made in &small {
        report.add([made.document()], rendered.pop().unwrap()).unwrap();
    }
    report.finish(&failures()).unwrap();
    assert_eq!(files(one.path()), files(two.path()));
}

#[test]
fn copies_are_told() {
    let out = tempfile::tempdir().unwrap();
    let summary = write(out.path(), &copied(), &[]);
    assert_eq!((summary.articles, summary.originals), (3, 2));
    assert_eq!((summary.attributions, summary.distinct), (2, 1));
    insta::assert_snapshot!("repeated", page(out.path(), "speakers/mara-lindqvist-"));
    insta::assert_snapshot!("clusters-jsonl", read(out.path(), "clusters.jsonl"));
    insta::assert_snapshot!("statements-jsonl", read(out.path(), "statements.jsonl"));
    groups_of_lines(out.path());
    let clusters: Vec<serde_json::Value> = read(out.path(), "attributions.jsonl")
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["cluster"].clone())
        .collect();
    insta::assert_debug_snapshot!("clusters-of-lines", clusters);
    for (title, words) in [
        ("ferries-stay", "of this article stands in <a href=\"ramps-will-be-closed-"),
        ("ramps-will-be-closed", "<summary>1 copy of this article</summary>"),
    ] {
        let page = page(out.path(), &format!("articles/{title}"));
        assert!(page.contains(words), "{page}");
    }
    assert!(!page(out.path(), "articles/cluster-null").contains("copy"));
}

/// Lines and groups tell of each other.
fn groups_of_lines(out: &Path) {
    let values = |name: &str| -> Vec<serde_json::Value> {
        read(out, name).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let mut of_lines = Vec::new();
    for line in values("attributions.jsonl") {
        for quote in line["attributions"].as_array().unwrap() {
            if let Some(group) = quote["group"].as_str() {
                of_lines.push((group.to_owned(), quote["id"].as_str().unwrap().to_owned()));
            }
        }
    }
    let mut of_groups = Vec::new();
    for group in values("statements.jsonl") {
        for carrier in group["carriers"].as_array().unwrap() {
            of_groups
                .push((group["id"].as_str().unwrap().to_owned(), carrier["id"].as_str().unwrap().to_owned()));
        }
    }
    of_lines.sort();
    of_groups.sort();
    assert!(!of_lines.is_empty());
    assert_eq!(of_lines, of_groups);
}

#[test]
fn a_directory_that_is_not_ours_is_left_alone() {
    let out = tempfile::tempdir().unwrap();
    std::fs::create_dir(out.path().join("articles")).unwrap();
    std::fs::write(out.path().join("articles/mine.txt"), "mine").unwrap();
    let error = Report::create(out.path(), Options::default()).err().unwrap();
    assert!(error.to_string().contains("not part of a report"), "{error}");
    assert_eq!(read(out.path(), "articles/mine.txt"), "mine");
}

#[test]
fn hostile_text_is_shown_as_text() {
    let out = tempfile::tempdir().unwrap();
    write(out.path(), &hostile(), &failures());
    for (name, bytes) in files(out.path()) {
        if !name.ends_with(".html") {
            continue;
        }
        let html = String::from_utf8(bytes).unwrap();
        assert!(html.len() < 1_000_000, "{name} has {} bytes", html.len());
        let lower = html.to_lowercase();
        for bad in ["<script>", "<img", "onerror=\"", "href=\"javascript", "style=\"", "\0", "\u{202e}"] {
            assert!(!lower.contains(bad), "{name} contains {bad:?}");
        }
    }
    let lines = read(out.path(), "attributions.jsonl");
    for line in lines.lines() {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        let text: Vec<char> = value["text"].as_str().unwrap().chars().collect();
        for mention in value["mentions"].as_array().unwrap() {
            let (start, end) = (mention["start"].as_u64().unwrap(), mention["end"].as_u64().unwrap());
            let words: String = text[start as usize..end as usize].iter().collect();
            assert_eq!(words, mention["text"].as_str().unwrap());
        }
    }
}

#[test]
fn nothing_at_all_is_a_report_too() {
    let out = tempfile::tempdir().unwrap();
    assert_eq!(write(out.path(), &[], &[]), Summary::default());
    insta::assert_snapshot!("empty", read(out.path(), "index.html"));
}

#[test]
fn the_audit_counts_who_speaks() {
    let out = tempfile::tempdir().unwrap();
    write(out.path(), &small(), &[]);
    let page = read(out.path(), "audit.html");
    let main = page.split_once("<main").unwrap().1.split_once("</main>").unwrap().0;
    insta::assert_snapshot!(main.replace("><", ">\n<"));
}
