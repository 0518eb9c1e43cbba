//! Documents of office programs, PDF, spreadsheets, subtitles and exports of news archives: written by LibreOffice from
//! articles of ours, or by hand after the archives' layouts.
#![allow(clippy::unwrap_used)]

use sayso_core::{Article, Diagnostic};
use sayso_ingest::{Options, read_bytes};
use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::Path;

fn outcomes(name: &str, bytes: &[u8], options: &Options) -> Vec<Result<Article, Diagnostic>> {
    let mut outcomes = Vec::new();
    read_bytes(name, bytes, options, &mut |outcome| {
        outcomes.push(outcome);
        ControlFlow::Continue(())
    });
    outcomes
}

fn file(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents").join(name)).unwrap()
}

fn show(outcomes: &[Result<Article, Diagnostic>]) -> String {
    let mut out = String::new();
    for outcome in outcomes {
        match outcome {
            Err(said) => writeln!(
                out,
                "=== {} {}: {} [{}]",
                said.code,
                said.place,
                said.message,
                said.help.as_deref().unwrap_or("")
            )
            .unwrap(),
            Ok(article) => {
                let facts = &article.metadata;
                writeln!(out, "=== {} ({})", article.source_id, article.origin.format).unwrap();
                writeln!(
                    out,
                    "{:?} | {:?} | {:?} | {:?} | {:?}",
                    facts.title,
                    facts.publisher,
                    facts.authors,
                    facts.published.as_ref().map(|date| &date.value),
                    facts.section
                )
                .unwrap();
                for part in &article.parts {
                    writeln!(out, "part {}: {:?}", part.kind.name(), part.span.of(&article.text)).unwrap();
                }
                for said in &article.diagnostics {
                    writeln!(out, "{} {}", said.code, said.message).unwrap();
                }
                writeln!(out, "---\n{}", article.text).unwrap();
            }
        }
    }
    out
}

#[track_caller]
fn check(name: &str) {
    insta::assert_snapshot!(name, show(&outcomes(name, &file(name), &Options::default())));
}

#[test]
fn office_documents() {
    ["plain.docx", "plain.odt", "plain.rtf"].into_iter().for_each(check);
}

#[test]
fn exports_of_archives() {
    ["nexis.docx", "nexis.rtf", "old-nexis.txt", "factiva.txt", "proquest.txt", "ebsco.txt"]
        .into_iter()
        .for_each(check);
}

#[test]
fn an_archive_can_be_named() {
    let text = "Ferry stopped\nThe Skerry Gazette\nMay 14, 2023\nLength: 9\nBody\nThe ferry has stopped, said Runa Keld.\n";
    let preset = Options { preset: Some("nexis".to_owned()), ..Options::default() };
    let found = outcomes("a.txt", text.as_bytes(), &preset);
    let article = found[0].as_ref().unwrap();
    assert_eq!(article.metadata.title.as_deref(), Some("Ferry stopped"));
    assert_eq!(article.text, "The ferry has stopped, said Runa Keld.");
    assert_eq!(outcomes("a.txt", text.as_bytes(), &Options::default())[0].as_ref().unwrap().text, text);
}

#[test]
fn subtitles() {
    ["words.vtt", "words.srt"].into_iter().for_each(check);
}

#[test]
fn open_spreadsheets() {
    check("table.ods");
}

#[cfg(feature = "sheets")]
#[test]
fn spreadsheets() {
    check("table.xlsx");
}

#[cfg(not(feature = "sheets"))]
#[test]
fn spreadsheets_are_named_by_a_build_that_reads_none() {
    let found = outcomes("a.xlsx", &file("table.xlsx"), &Options::default());
    assert_eq!(found[0].as_ref().unwrap_err().code, "ingest.not-built");
}

#[cfg(feature = "pdf")]
#[test]
fn pdf() {
    ["columns.pdf", "picture.pdf", "locked.pdf"].into_iter().for_each(check);
}

#[cfg(not(feature = "pdf"))]
#[test]
fn a_pdf_is_named_by_a_build_that_reads_none() {
    let found = outcomes("a.pdf", &file("columns.pdf"), &Options::default());
    assert_eq!(found[0].as_ref().unwrap_err().code, "ingest.not-built");
}

/// RTF as other programs write it: code pages, letters by number with what stands for them, fields, pictures.
#[test]
fn letters_of_rtf() {
    let text = |rtf: &[u8]| match &outcomes("a.rtf", rtf, &Options::default())[..] {
        [Ok(article)] => article.text.clone(),
        other => panic!("{other:?}"),
    };
    let rtf = br"{\rtf1\ansi\ansicpg1250{\fonttbl{\f0 Times;}}{\info{\title No}}\pard \'9cUko said:\line \ldblquote No\rdblquote\par}";
    assert_eq!(text(rtf), "\u{15B}Uko said:\n\n\u{201C}No\u{201D}");
    let rtf = br"{\rtf1\uc1 Zo\u235?, \u8220\'93no\u8221\'94 \u-10179?\u-8704? {\*\unknown x}{\field{\*\fldinst LINK x}{\fldrslt said}}{\pict 00ff}.\par}";
    assert_eq!(text(rtf), "Zo\u{EB}, \u{201C}no\u{201D} \u{1F600} said.");
    assert_eq!(text(br"{\rtf1 A\{b\}\\c and one that has no end"), r"A{b}\c and one that has no end");
}

/// A file cut anywhere is survived, and whatever comes of it is said.
#[test]
fn documents_cut_short() {
    for name in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents")).unwrap() {
        let name = name.unwrap().file_name().into_string().unwrap();
        let bytes = file(&name);
        for part in 1..8 {
            let found = outcomes(&name, &bytes[..bytes.len() * part / 8], &Options::default());
            assert!(!found.is_empty(), "{name}");
        }
    }
}

/// A PDF of these objects, the first of which is its catalog.
#[cfg(feature = "pdf")]
fn pdf_of(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n", at + 1).bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let table = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    places.iter().for_each(|place| out.extend(format!("{place:010} 00000 n \n").bytes()));
    out.extend(
        format!("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF", objects.len() + 1).bytes(),
    );
    out
}

/// Pages that contain themselves, forms drawn inside themselves, and a small file that unpacks to gigabytes.
#[cfg(feature = "pdf")]
#[test]
fn a_pdf_that_has_no_end() {
    use std::io::Write as _;
    let stream = |dict: &str, bytes: &[u8]| {
        let mut object = format!("<<{dict}/Length {}>>\nstream\n", bytes.len()).into_bytes();
        object.extend(bytes);
        object.extend(b"\nendstream");
        object
    };
    let object = |text: &str| text.as_bytes().to_vec();
    let pages = object("<</Type/Pages/Kids[3 0 R]/Count 1>>");
    let page = object(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>",
    );
    let catalog = object("<</Type/Catalog/Pages 2 0 R>>");
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let operations = b"BT (x) Tj ET ".repeat(1 << 16);
    (0..90).for_each(|_| packed.write_all(&operations).unwrap());
    let form = "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>";
    for parts in [
        vec![catalog.clone(), pages.clone(), page.clone(), stream("", b"/X Do"), stream(form, b"/X Do")],
        vec![
            catalog.clone(),
            pages.clone(),
            object("<</Type/Page/Parent 3 0 R/Contents 4 0 R>>"),
            stream("", b"BT ET"),
        ],
        vec![catalog, pages, page, stream("/Filter/FlateDecode", &packed.finish().unwrap()), object("null")],
    ] {
        let found = outcomes("a.pdf", &pdf_of(&parts), &Options::default());
        assert_eq!(found[0].as_ref().unwrap_err().code, "ingest.broken-pdf");
    }
}
