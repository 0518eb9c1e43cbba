//! Fixtures in, articles out: good ones, odd ones and broken ones.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use sayso_document::{Article, Diagnostic};
use sayso_ingest::{Input, Limits, Options, discover, formats, read};
use std::fmt::Write as _;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

type Outcome = Result<Article, Diagnostic>;

fn fixture(name: &str) -> Input {
    Input {
        name: name.to_owned(),
        path: Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name),
    }
}

fn outcomes(input: &Input, options: &Options) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    read(input, options, &mut |outcome| {
        outcomes.push(outcome);
        ControlFlow::Continue(())
    });
    outcomes
}

/// Reads bytes as if they were a file of that name.
fn of_bytes(name: &str, bytes: &[u8], options: &Options) -> Vec<Outcome> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    outcomes(&Input { name: name.to_owned(), path: file.path().to_owned() }, options)
}

/// One line for a fact, one for a part, the text last.
fn show(outcomes: &[Outcome]) -> String {
    let mut out = String::new();
    for outcome in outcomes {
        match outcome {
            Err(diagnostic) => writeln!(out, "=== {}", line(diagnostic)).unwrap(),
            Ok(article) => show_article(article, &mut out),
        }
    }
    out
}

fn line(diagnostic: &Diagnostic) -> String {
    let Diagnostic { severity, code, place, message, help, .. } = diagnostic;
    format!("{} {code} at {place}: {message} [{}]", severity.name(), help.as_deref().unwrap_or("no help"))
}

fn show_article(article: &Article, out: &mut String) {
    let metadata = &article.metadata;
    writeln!(out, "=== {} ({})", article.source_id, article.origin.format).unwrap();
    let mut facts = vec![
        ("title", metadata.title.clone()),
        ("publisher", metadata.publisher.clone()),
        ("url", metadata.url.clone()),
        ("section", metadata.section.clone()),
        ("language", metadata.language.clone()),
        ("authors", (!metadata.authors.is_empty()).then(|| metadata.authors.join("; "))),
    ];
    for (name, date) in [("published", &metadata.published), ("modified", &metadata.modified)] {
        facts.push((
            name,
            date.as_ref()
                .map(|date| format!("{}{}", date.value, if date.understood { "" } else { " (raw)" })),
        ));
    }
    for (name, value) in facts {
        let Some(value) = value else { continue };
        let source =
            metadata.provenance.iter().find(|from| from.field == name).map_or("?", |from| &from.source);
        writeln!(out, "{name}: {value} <{source}>").unwrap();
    }
    for credit in &metadata.credits {
        let words = credit.span.map_or("", |span| span.of(&article.text));
        writeln!(out, "credit: {} whole={} {words:?}", credit.agency, credit.whole).unwrap();
    }
    for part in &article.parts {
        writeln!(out, "part {}: {:?}", part.kind.name(), part.span.of(&article.text)).unwrap();
    }
    for diagnostic in &article.diagnostics {
        writeln!(out, "diagnostic: {}", line(diagnostic)).unwrap();
    }
    writeln!(out, "---\n{}", article.text).unwrap();
}

/// Snapshots one fixture.
fn check(name: &str) {
    insta::assert_snapshot!(name, show(&outcomes(&fixture(name), &Options::default())));
}

#[test]
fn fixtures() {
    let mut names: Vec<String> = std::fs::read_dir(fixture("").path)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    for name in &names {
        check(name);
    }
}

/// The code of the only diagnostic, and the texts that were read.
fn codes_and_texts(outcomes: &[Outcome]) -> (Vec<&str>, Vec<&str>) {
    let mut codes = Vec::new();
    let mut texts = Vec::new();
    for outcome in outcomes {
        match outcome {
            Err(diagnostic) => codes.push(diagnostic.code.as_str()),
            Ok(article) => {
                codes.extend(article.diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()));
                texts.push(article.text.as_str());
            }
        }
    }
    (codes, texts)
}

#[track_caller]
fn check_bytes(name: &str, bytes: &[u8], codes: &[&str], texts: &[&str]) {
    let found = of_bytes(name, bytes, &Options::default());
    assert_eq!(codes_and_texts(&found), (codes.to_vec(), texts.to_vec()));
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn charsets() {
    check_bytes("a", "Caf\u{e9} \u{201c}x\u{201d}".as_bytes(), &[], &["Caf\u{e9} \u{201c}x\u{201d}"]);
    check_bytes("a", b"\xEF\xBB\xBFWith a mark", &[], &["With a mark"]);
    check_bytes("a", b"\xFF\xFEH\0i\0 \0y\0o\0u\0", &[], &["Hi you"]);
    check_bytes(
        "a",
        b"The caf\xE9 owner said no.",
        &["ingest.charset-guessed"],
        &["The caf\u{e9} owner said no."],
    );
    check_bytes(
        "a",
        b"One \xE2\x80\x9Cquote\xE2\x80\x9D and \xFF bad",
        &["ingest.invalid-charset"],
        &["One \u{201c}quote\u{201d} and \u{fffd} bad"],
    );
    check_bytes("a", b"{\"text\":\"A \xFF b\"}\n", &["ingest.invalid-charset"], &["A \u{fffd} b"]);
    check_bytes("a", b"\xFF\xFE{\0\"\0t\0e\0x\0t\0\"\0:\0\"\0u\0\"\0}\0\n\0", &[], &["u"]);
}

#[test]
fn compressed() {
    let text = b"{\"text\":\"one\"}\n{\"text\":\"two\"}\n";
    let zst = zstd::encode_all(&text[..], 1).unwrap();
    check_bytes("a.gz", &gzip(text), &[], &["one", "two"]);
    check_bytes("a.zst", &zst, &[], &["one", "two"]);
    // `printf '{"text":"one"}\n{"text":"two"}\n' | bzip2` and `| xz`
    check_bytes("a.bz2", include_bytes!("packed/two.jsonl.bz2"), &[], &["one", "two"]);
    check_bytes("a.xz", include_bytes!("packed/two.jsonl.xz"), &[], &["one", "two"]);
    check_bytes("a.zst.gz", &gzip(&zst), &[], &["one", "two"]);
    check_bytes(
        "two members",
        &[gzip(b"{\"text\":\"one\"}\n"), gzip(b"{\"text\":\"two\"}\n")].concat(),
        &[],
        &["one", "two"],
    );
}

#[test]
fn a_truncated_gzip_keeps_what_came_before() {
    let lines: String = (0..5_000)
        .fold(String::new(), |all, n| all + &format!("{{\"text\":\"number {n} {}\"}}\n", n * 7_919 % 10_007));
    let packed = gzip(lines.as_bytes());
    let found = of_bytes("a.jsonl.gz", &packed[..packed.len() / 2], &Options::default());
    let (codes, texts) = codes_and_texts(&found);
    assert_eq!(codes, ["ingest.truncated"]);
    assert!(texts.len() > 1_000, "{}", texts.len());
    let packed = gzip(lines.replace('{', "(").as_bytes());
    let found = of_bytes("a.txt.gz", &packed[..packed.len() / 2], &Options::default());
    let (codes, texts) = codes_and_texts(&found);
    assert_eq!((codes, texts.len()), (vec!["ingest.truncated"], 1));
}

#[test]
fn nothing_to_read() {
    check_bytes("a", b"", &["ingest.empty"], &[]);
    check_bytes("a", b" \n \n", &["ingest.empty"], &[]);
    check_bytes("a", &gzip(b""), &["ingest.empty"], &[]);
    check_bytes("a", b"\0\x01\x02\x03 binary \0\0", &["ingest.binary"], &[]);
    let absent = Input { name: "gone.txt".to_owned(), path: PathBuf::from("gone.txt") };
    assert_eq!(codes_and_texts(&outcomes(&absent, &Options::default())).0, ["ingest.not-found"]);
}

#[test]
fn limits() {
    let limits = Limits { document_bytes: 100, line_bytes: 200, markup_depth: 50, ..Limits::default() };
    let options = Options { limits, ..Options::default() };
    let check = |bytes: &[u8], codes: &[&str], texts: usize| {
        let found = of_bytes("a", bytes, &options);
        let (found_codes, found_texts) = codes_and_texts(&found);
        assert_eq!((found_codes, found_texts.len()), (codes.to_vec(), texts));
    };
    check("long ".repeat(50).as_bytes(), &["ingest.too-large"], 0);
    let line = |length: usize| format!("{{\"text\":\"{}\"}}\n", "x".repeat(length));
    check(
        (line(10) + &line(300) + &line(150) + &line(20)).as_bytes(),
        &["ingest.too-large", "ingest.too-large"],
        2,
    );
}

#[test]
fn deep_pages_are_read_as_bare_text() {
    for open in ["<div>", "<b><i>", "<ul><li>", "<table><tr><td>", "<span>", "<blockquote>"] {
        let page = format!("<html><body>{}<p>He said so.</p>", open.repeat(100_000));
        check_bytes("a.html", page.as_bytes(), &["ingest.markup"], &["He said so."]);
    }
    let page = format!("<html><body>{}{}", "<b a=1>".repeat(900), "<p>x".repeat(20_000));
    let found = of_bytes("a.html", page.as_bytes(), &Options::default());
    assert_eq!(codes_and_texts(&found).0, ["ingest.markup"]);
    let unclosed =
        format!("<html><body>{}", "<p>Nothing here is closed, said the <i>printer</i>.".repeat(2_000));
    let found = of_bytes("a.html", unclosed.as_bytes(), &Options::default());
    assert_eq!(codes_and_texts(&found).0, [""; 0]);
}

#[test]
fn other_languages_are_set_aside() {
    let german = "Der Bürgermeister sagte, das Haus ist nicht fertig und werde auch mit Hilfe von außen später eröffnet. ".repeat(4);
    check_bytes("a.txt", german.as_bytes(), &["ingest.language"], &[]);
    let all = Options { all_languages: true, ..Options::default() };
    assert_eq!(codes_and_texts(&of_bytes("a.txt", german.as_bytes(), &all)).1, [german.as_str()]);
}

#[test]
fn fields_can_be_mapped() {
    let mut options = Options::default();
    assert!(options.fields.prefer("text", "txt"));
    assert!(!options.fields.prefer("colour", "x"));
    let found = of_bytes("a", b"{\"txt\":\"mine\",\"text\":\"not mine\"}\n", &options);
    assert_eq!(codes_and_texts(&found).1, ["mine"]);
}

#[test]
fn the_format_can_be_forced() {
    let forced = |name: &str| Options { format: Some(name.to_owned()), ..Options::default() };
    let found = of_bytes("a", b"{\"text\":\"x\"}\n", &forced("text"));
    assert_eq!(codes_and_texts(&found).1, ["{\"text\":\"x\"}\n"]);
    let found = of_bytes("a", b"x", &forced("papyrus"));
    assert_eq!(codes_and_texts(&found).0, ["ingest.unknown-format"]);
    assert!(formats().iter().any(|format| format.name == "jsonl"));
}

#[test]
fn the_sink_can_stop() {
    let mut count = 0;
    read(&fixture("records.jsonl"), &Options::default(), &mut |_| {
        count += 1;
        if count == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!(count, 2);
}

#[test]
fn discovers_files_once_and_in_order() {
    let root = tempfile::tempdir().unwrap();
    let write = |name: &str| {
        let path = root.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, name).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let files = ["b/2.txt", "a.txt", "b/1.txt", ".hidden", "b/deep/er/3.txt"].map(write);
    std::fs::create_dir(root.path().join("empty")).unwrap();
    let at = |name: &str| root.path().join(name).to_str().unwrap().to_owned();
    let names = |inputs: &[String]| {
        let (found, diagnostics) = discover(inputs, &Options::default());
        let names: Vec<String> = found.into_iter().map(|input| input.name).collect();
        (
            names.join(" "),
            diagnostics.iter().map(|diagnostic| diagnostic.code.clone()).collect::<Vec<_>>().join(" "),
        )
    };
    let all = "a.txt b/1.txt b/2.txt b/deep/er/3.txt";
    assert_eq!(names(&[at("")]), (all.to_owned(), String::new()));
    assert_eq!(names(&[at(""), files[1].clone()]), (all.to_owned(), String::new()));
    assert_eq!(names(&[files[0].clone(), "-".to_owned()]), ("- 2.txt".to_owned(), String::new()));
    assert_eq!(names(&[at("empty")]).1, "ingest.empty-directory");
    assert_eq!(names(&[at("gone")]).1, "ingest.not-found");
    assert_eq!(names(&[at("*.csv")]).1, "ingest.not-found");
    assert_eq!(names(&[at("b/*.txt")]).0.split(' ').count(), 2);
}

/// Every span of an article lies on its text, parts do not overlap.
fn sound(article: &Article) {
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..400), format in 0..formats().len()) {
        let forced = Options { format: Some(formats()[format].name.to_owned()), ..Options::default() };
        of_bytes("a", &bytes, &forced).iter().flatten().for_each(sound);
        of_bytes("a", &bytes, &Options::default()).iter().flatten().for_each(sound);
    }

    #[test]
    fn any_text_is_kept(text in "(By |[A-Z]{3,9} \\(AP\\) |\u{2014}|\"|\\(Reporting by |AP contributed|\\PC|\n){1,60}") {
        let line = serde_json::json!({ "text": text, "title": "t" }).to_string();
        for outcome in of_bytes("a", line.as_bytes(), &Options::default()).iter().flatten() {
            prop_assert_eq!(&outcome.text, &text);
            sound(outcome);
        }
        for outcome in of_bytes("a", text.as_bytes(), &Options { format: Some("text".into()), ..Options::default() }).iter().flatten() {
            sound(outcome);
        }
    }

    #[test]
    fn any_markup_is_survived(tags in proptest::collection::vec("<(p|div|b|li|/p|/div|a href=x|table|td|blockquote|!--|script)>?|text said he", 0..60)) {
        let page = format!("<html><body>{}", tags.concat());
        of_bytes("a.html", page.as_bytes(), &Options::default()).iter().flatten().for_each(sound);
    }
}
