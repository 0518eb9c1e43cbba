//! Fixtures in, articles out: good ones, odd ones and broken ones.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use sayso_core::{Article, Diagnostic};
use sayso_ingest::{Input, Limits, Options, discover, formats, read, read_bytes};
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
    let mut outcomes = Vec::new();
    read_bytes(name, bytes, options, &mut |outcome| {
        outcomes.push(outcome);
        ControlFlow::Continue(())
    });
    outcomes
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

/// Every fixture as a download that broke off halfway: what is said, and what is kept.
#[test]
fn fixtures_cut_in_half() {
    let mut out = String::new();
    for folder in ["fixtures", "packed"] {
        let files = fixture("").path.with_file_name(folder);
        let mut paths: Vec<PathBuf> =
            std::fs::read_dir(files).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        // Not in every build.
        paths.retain(|path| path.extension().is_none_or(|ending| ending != "parquet"));
        for path in paths {
            let (name, bytes) = (path.file_name().unwrap().to_str().unwrap(), std::fs::read(&path).unwrap());
            let found = of_bytes(name, &bytes[..bytes.len() / 2], &Options::default());
            let letters: Vec<usize> = found.iter().flatten().map(|article| article.text.len()).collect();
            writeln!(out, "{name}: texts of {letters:?} bytes").unwrap();
            let complaints = found.iter().filter_map(|outcome| outcome.as_ref().err());
            for diagnostic in
                complaints.chain(found.iter().flatten().flat_map(|article| &article.diagnostics))
            {
                writeln!(out, "  {}", line(diagnostic)).unwrap();
            }
        }
    }
    insta::assert_snapshot!(out);
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
fn utf16_without_a_mark_is_read_as_what_it_holds() {
    let feed = "<?xml version=\"1.0\" encoding=\"utf-16\"?><rss><channel><item><title>Ramp</title>\
                <description>Runa Keld said the ramp was cracked.</description></item></channel></rss>";
    for bytes in [
        feed.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(),
        feed.encode_utf16().flat_map(u16::to_be_bytes).collect(),
    ] {
        let found = of_bytes("a.xml", &bytes, &Options::default());
        assert_eq!(codes_and_texts(&found).1, ["Runa Keld said the ramp was cracked."]);
        assert_eq!(found[0].as_ref().unwrap().origin.format, "feed");
    }
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

/// A record of a WARC that holds a page with this sentence.
fn warc_record(sentence: &str) -> Vec<u8> {
    let page = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body><article><p>{sentence}</p></article></body></html>"
    );
    let length = page.len();
    format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://mill.example/{length}\r\n\
         Content-Type: application/http\r\nContent-Length: {length}\r\n\r\n{page}\r\n\r\n"
    )
    .into_bytes()
}

const SENTENCES: [&str; 3] = [
    "The old mill on the Lenn has been sold to its workers, its owner said on Friday.",
    "The second page tells of the weir, which the council wants to keep as it is, said its chair.",
    "A third page is about the bridge: it will be closed until spring, the county engineer said.",
];

/// Reads an archive of three records, and checks which texts come out of it, and which complaints.
#[track_caller]
fn check_records(name: &str, bytes: &[u8], complaints: &[&str], texts: &[&str]) {
    let found = of_bytes(name, bytes, &Options::default());
    let said: Vec<String> = found
        .iter()
        .filter_map(|outcome| outcome.as_ref().err())
        .chain(found.iter().flatten().flat_map(|article| &article.diagnostics))
        .map(|diagnostic| format!("{} {}", diagnostic.code, diagnostic.place))
        .collect();
    assert_eq!(said, complaints);
    assert_eq!(found.iter().flatten().map(|article| article.text.as_str()).collect::<Vec<_>>(), texts);
}

#[test]
fn a_broken_record_costs_only_itself() {
    let [one, two, three] = SENTENCES.map(warc_record);
    let all = SENTENCES;
    check_records("a.warc", &[&*one, &two, &three].concat(), &[], &all);
    // The middle one has no length: it is left out.
    let bad = String::from_utf8(two.clone()).unwrap().replace("Content-Length", "Content-Size");
    let place = format!("ingest.broken-archive a.warc@{}", one.len());
    check_records("a.warc", &[&*one, bad.as_bytes(), &three].concat(), &[&place], &[all[0], all[2]]);
    // It states too little: its page is cut there, what follows is found again.
    let bad = String::from_utf8(two.clone()).unwrap().replace("Content-Length: 1", "Content-Length: ");
    let place = format!("ingest.broken-archive a.warc@{}", one.len() + bad.find("<html>").unwrap_or(0));
    let found = of_bytes("a.warc", &[&*one, bad.as_bytes(), &three].concat(), &Options::default());
    assert!(found.iter().any(Result::is_err), "{place}");
    assert_eq!(found.iter().flatten().last().unwrap().text, all[2]);
    // It states too much: it ends where the next begins.
    let length = two.len() - 8 - memchr_find(&two, b"HTTP/1.1") + 4;
    let bad = String::from_utf8(two.clone())
        .unwrap()
        .replace(&format!("Content-Length: {length}"), &format!("Content-Length: {}", length + 300));
    assert_ne!(bad.as_bytes(), two);
    let place = format!("ingest.truncated a.warc@{}", one.len());
    check_records("a.warc", &[&*one, bad.as_bytes(), &three].concat(), &[&place], &all);
    // The archive was cut off.
    let whole = [&*one, &two].concat();
    check_records("a.warc", &whole[..whole.len() - 60], &[&place], &[all[0], &all[1][..all[1].len() - 28]]);
    // A record's own gzip member is damaged.
    let [one, mut two, three] = [one, two, three].map(|record| gzip(&record));
    let place = "ingest.broken-archive a.warc.gz@".to_owned();
    let middle = two.len() / 2;
    two[middle..middle + 20].fill(0xA5);
    let found = of_bytes("a.warc.gz", &[&*one, &two, &three].concat(), &Options::default());
    assert!(found.iter().any(|outcome| {
        outcome
            .as_ref()
            .is_err_and(|complaint| format!("{} {}", complaint.code, complaint.place).starts_with(&place))
    }));
    let texts: Vec<&str> = found.iter().flatten().map(|article| article.text.as_str()).collect();
    assert_eq!((texts.first(), texts.last()), (Some(&all[0]), Some(&all[2])));
}

fn memchr_find(haystack: &[u8], needle: &[u8]) -> usize {
    haystack.windows(needle.len()).position(|window| window == needle).unwrap()
}

/// A tar of these files.
fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        // Set by hand: the builder refuses names that lead out of the archive.
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(bytes.len() as u64);
        header.set_cksum();
        builder.append(&header, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, bytes) in files {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Names and texts of what an archive gives, and the codes and places of what it does not.
fn archive(name: &str, bytes: &[u8], options: &Options) -> (Vec<String>, Vec<String>) {
    let found = of_bytes(name, bytes, options);
    let texts =
        found.iter().flatten().map(|article| format!("{}: {}", article.origin.path, article.text.trim()));
    let complaints = found.iter().filter_map(|outcome| outcome.as_ref().err());
    (texts.collect(), complaints.map(|complaint| format!("{} {}", complaint.code, complaint.place)).collect())
}

#[test]
fn archives_of_files() {
    let lines = b"{\"text\":\"one\"}\n{\"text\":\"two\"}\n";
    let inner = zip(&[("c.txt", b"three")]);
    let files: &[(&str, &[u8])] = &[
        ("./news/a.jsonl", lines),
        ("news/.hidden", b"no"),
        ("__MACOSX/a.jsonl", b"no"),
        ("../../escape.txt", b"no"),
        ("/etc/passwd", b"no"),
        ("packed.txt.gz", &gzip(b"four")),
        ("empty.txt", b""),
        ("inner.zip", &inner),
    ];
    for (name, bytes) in [
        ("a.tar", tar(files)),
        ("a.tar.gz", gzip(&tar(files))),
        ("a.zip", zip(files)),
        ("a.zip.gz", gzip(&zip(files))),
    ] {
        let (texts, complaints) = archive(name, &bytes, &Options::default());
        let expected =
            ["news/a.jsonl: one", "news/a.jsonl: two", "packed.txt.gz: four", "inner.zip!c.txt: three"];
        assert_eq!(texts, expected.map(|text| format!("{name}!{text}")));
        let expected = [
            "ingest.unsafe-path NAME!../../escape.txt",
            "ingest.unsafe-path NAME!/etc/passwd",
            "ingest.empty NAME!empty.txt",
        ];
        assert_eq!(complaints, expected.map(|text| text.replace("NAME", name)));
    }
}

#[test]
fn archives_have_limits() {
    let three: &[(&str, &[u8])] = &[("1", b"one"), ("2", b"two"), ("3", b"three")];
    let limits = Limits { archive_files: 2, ..Limits::default() };
    let (texts, complaints) = archive("a.zip", &zip(three), &Options { limits, ..Options::default() });
    assert_eq!((texts.len(), complaints), (2, vec!["ingest.too-many-files a.zip".to_owned()]));
    let mut nested = zip(three);
    for _ in 0..6 {
        nested = zip(&[("again.zip", &nested)]);
    }
    let (texts, complaints) = archive("a.zip", &nested, &Options::default());
    assert_eq!((texts.len(), complaints.len()), (0, 1));
    assert!(complaints[0].starts_with("ingest.too-deep"), "{complaints:?}");
    // A zip in a zip that would expand to 70 MB of spaces.
    let blank = vec![b' '; 7 << 20];
    let inner = zip(&[("a.txt", &blank)]);
    let bomb: Vec<(String, &[u8])> = (0..11).map(|n| (format!("{n}.zip"), &*inner)).collect();
    let bomb: Vec<(&str, &[u8])> = bomb.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let (texts, complaints) = archive("a.zip", &zip(&bomb), &Options::default());
    assert!(texts.is_empty());
    assert!(complaints.iter().any(|complaint| complaint.starts_with("ingest.expansion")), "{complaints:?}");
}

#[test]
fn broken_archives() {
    let whole = tar(&[("1", b"one"), ("2", b"two")]);
    let (texts, complaints) = archive("a.tar", &whole[..1_300], &Options::default());
    assert_eq!((texts.len(), complaints), (1, vec!["ingest.broken-archive a.tar".to_owned()]));
    let whole = zip(&[("1", b"one"), ("2", b"two")]);
    let (texts, complaints) = archive("a.zip", &whole[..whole.len() - 30], &Options::default());
    assert_eq!((texts.len(), complaints), (0, vec!["ingest.broken-archive a.zip".to_owned()]));
    let (texts, complaints) =
        archive("a.docx", &zip(&[("[Content_Types].xml", b"<Types/>")]), &Options::default());
    assert_eq!((texts.len(), complaints), (0, vec!["ingest.office a.docx".to_owned()]));
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

/// 200 MB in one line, in small: with limits of 100 kB, 700 kB without a line feed cost what reading them once costs.
#[test]
fn one_endless_line_in_every_format() {
    let limits = Limits { document_bytes: 100_000, line_bytes: 100_000, ..Limits::default() };
    let beginnings = [
        "{\"text\":\"",
        "[{\"text\":\"",
        "text,title\n\"",
        "<html><p>",
        "<nitf><p>",
        "<DOC><TEXT>",
        "<rss><item><title>",
        "From: a\nTo: b\nSubject: ",
        "WARC/1.0\r\nContent-Length: ",
        "filedesc://a ",
        "\u{201C}",
    ];
    for format in formats().iter().map(|format| Some(format.name.to_owned())).chain([None]) {
        let options = Options { format: format.clone(), limits: limits.clone(), ..Options::default() };
        for beginning in beginnings {
            let found = of_bytes(
                "a",
                format!("{beginning}{}", "\u{201C}a b\u{201D} <p> ".repeat(50_000)).as_bytes(),
                &options,
            );
            assert!(
                found.iter().flatten().all(|article| article.text.len() <= 100_000),
                "{format:?} {beginning}"
            );
        }
    }
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
fn a_mapping_file_says_which_field_is_what() {
    let mut options = Options::default();
    let toml =
        "title = \"hed\"\n[fields]\ntext = [\"article.plain\", \"lede\"]\npublished = \"meta.dates.first\"\n";
    options.fields.prefer_all(toml).unwrap();
    let json = r#"{"hed":"T","article":{"plain":"Nested, he said.","html":"no"},"meta":{"dates":{"first":"2021-03-04"},"x":[1,{}]}}
        {"hed":"U","article":null,"lede":"Not nested."}
        {"article":"a string","lede":"Still found."}"#;
    let found = of_bytes("a.jsonl", json.replace("\n        ", "\n").as_bytes(), &options);
    assert_eq!(codes_and_texts(&found), (vec![], vec!["Nested, he said.", "Not nested.", "Still found."]));
    let first = found[0].as_ref().unwrap();
    assert_eq!(first.metadata.title.as_deref(), Some("T"));
    assert_eq!(first.metadata.published.as_ref().unwrap().value, "2021-03-04");
    let found = of_bytes("a.csv", b"HED,lede\nT,\"A, b\"\n", &options);
    assert_eq!(codes_and_texts(&found).1, ["A, b"]);
    for (toml, message) in [
        ("colour = \"x\"", "there is no fact `colour`; the facts are id, text, title"),
        ("text = 3", "not a mapping in TOML"),
        ("text", "not a mapping in TOML"),
    ] {
        let error = options.fields.prefer_all(toml).unwrap_err().to_string();
        assert!(error.starts_with(message), "{error}");
    }
}

#[test]
fn arrays_stream_and_go_on_after_a_broken_record() {
    let json = br#" [ {"text": "One, \"]\" he said."} ,
        {"text": "broken" "x"},
        {"text": "Three."}, 4,
        {"text": "Cut"#;
    let found = of_bytes("a.json", json, &Options::default());
    let (codes, texts) = codes_and_texts(&found);
    assert_eq!(texts, ["One, \"]\" he said.", "Three."]);
    assert_eq!(codes, ["ingest.broken-json"; 3]);
    let places: Vec<&str> = found
        .iter()
        .filter_map(|outcome| outcome.as_ref().err())
        .map(|complaint| complaint.place.as_str())
        .collect();
    assert_eq!(places, ["a.json:2", "a.json:3", "a.json:4"]);
    let limits = Limits { document_bytes: 100, ..Limits::default() };
    let many = format!("[{}]", vec!["{\"text\":\"It is long.\"}"; 50].join(","));
    let found = of_bytes("a.json", many.as_bytes(), &Options { limits, ..Options::default() });
    assert_eq!(codes_and_texts(&found).1.len(), 50);
}

#[test]
fn answers_of_interfaces_are_unwrapped() {
    check_bytes(
        "a",
        br#"{"response":{"status":"ok","results":[{"webTitle":"T","content":{"rendered":"<p>One.</p><p>Two.</p>"}}]}}"#,
        &[],
        &["One.\n\nTwo."],
    );
    check_bytes("a", br#"{"items":["x"],"text":"A record of its own."}"#, &[], &["A record of its own."]);
}

/// Three rows with a string, a number, a time, a list and a struct, written by pyarrow with Snappy.
const PARQUET: &[u8] = include_bytes!("packed/table.parquet");

#[cfg(not(feature = "parquet"))]
#[test]
fn a_parquet_file_is_named_by_a_build_that_reads_none() {
    let found = of_bytes("a.parquet", PARQUET, &Options::default());
    assert_eq!(codes_and_texts(&found).0, ["ingest.not-built"]);
    assert!(line(found[0].as_ref().unwrap_err()).contains("--features parquet"));
}

#[cfg(feature = "parquet")]
#[test]
fn parquet() {
    insta::assert_snapshot!("table.parquet", show(&of_bytes("a.parquet", PARQUET, &Options::default())));
    let packed = gzip(PARQUET);
    assert_eq!(codes_and_texts(&of_bytes("a.parquet.gz", &packed, &Options::default())).1.len(), 2);
    let mut options = Options::default();
    assert!(options.fields.prefer("text", "meta.lede"));
    assert_eq!(codes_and_texts(&of_bytes("a", PARQUET, &options)).1[0], "x");
    for cut in [10, 200, 1_000, PARQUET.len() - 4] {
        let codes = of_bytes("a.parquet", &PARQUET[..cut], &Options::default());
        assert_eq!(codes_and_texts(&codes).0, ["ingest.broken-table"]);
    }
    // Found by fuzzing: a dictionary page shorter than it says, on which the parser panics.
    let short = of_bytes("a.parquet", include_bytes!("packed/dictionary.parquet"), &Options::default());
    assert_eq!(codes_and_texts(&short).0, ["ingest.broken-table"]);
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
    let list = at("list.txt");
    std::fs::write(&list, "# a remark\na.txt\r\n\nb\nb/*.txt\ngone.txt\n").unwrap();
    let (found, codes) = names(&[format!("@{list}")]);
    assert_eq!(
        (found.as_str(), codes.as_str()),
        ("a.txt b/1.txt b/2.txt b/deep/er/3.txt", "ingest.not-found")
    );
    assert_eq!(names(&["@gone.txt".to_owned()]).1, "ingest.bad-list");
    std::fs::remove_file(&list).unwrap();
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

/// Found by a long run of `any_text_is_kept`.
#[test]
fn text_that_begins_like_a_tag_is_kept() {
    for text in ["<BRA (AP) ", "<br", "A <brand> new day"] {
        let line = serde_json::json!({ "text": text, "title": "t" }).to_string();
        let found = of_bytes("a.jsonl", line.as_bytes(), &Options::default());
        assert_eq!(found[0].as_ref().unwrap().text, text);
    }
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
