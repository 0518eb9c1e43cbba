//! Dumps become rows: small files of invented people and bodies, in the shape that each publisher documents.
#![allow(clippy::unwrap_used)]

use sayso_gazetteer::import::{Classes, Dump, Source};
use sayso_gazetteer::{Entry, Gazetteer};
use std::fmt::Write;
use std::io::Write as _;
use std::path::{Path, PathBuf};

fn dump(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dumps").join(file)
}

fn compiled(path: PathBuf, dump: Dump) -> Gazetteer {
    let made = Gazetteer::compile(&[Source::new(path, dump)], &Classes::default(), false).unwrap();
    made.into_gazetteer().unwrap()
}

fn show(entry: &Entry<'_>, out: &mut String) {
    let names: Vec<String> =
        entry.names().skip(1).map(|alias| format!("{}={}", alias.kind.name(), alias.name)).collect();
    let roles: Vec<String> = entry.roles().map(|role| format!("{role:?}")).collect();
    let ids: Vec<String> = entry.ids().map(|(scheme, id)| format!("{scheme}={id}")).collect();
    let _ = writeln!(
        out,
        "{} {} {:?} {names:?} {} {:?} {roles:?} {ids:?} {:.2} {:?} {}",
        entry.id(),
        entry.kind().name(),
        entry.name(),
        entry.country().unwrap_or("-"),
        entry.gender().map(sayso_core::Gender::name),
        entry.prior(),
        entry.validity(),
        entry.licence(),
    );
}

#[test]
fn each_dump_gives_its_rows() {
    let mut out = String::new();
    for (file, kind) in [
        ("geonames.txt", Dump::GeoNames),
        ("wikidata.json", Dump::Wikidata),
        ("wikidata-query.csv", Dump::WikidataQuery),
        ("wikidata-query.json", Dump::WikidataQuery),
        ("ftm.json", Dump::Ftm),
        ("popolo.json", Dump::Popolo),
        ("gleif.csv", Dump::Gleif),
        ("ror.json", Dump::Ror),
        ("congress.json", Dump::Congress),
        ("rows.jsonl", Dump::JsonLines),
    ] {
        let _ = writeln!(out, "== {file}");
        compiled(dump(file), kind).entries().for_each(|(_, entry)| show(&entry, &mut out));
    }
    insta::assert_snapshot!(out);
}

#[test]
fn packed_dumps_are_unpacked() {
    let folder = tempfile::tempdir().unwrap();
    let plain = std::fs::read(dump("wikidata.json")).unwrap();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&plain).unwrap();
    let mut bzip = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    bzip.write_all(&plain).unwrap();
    let zstd = zstd::encode_all(plain.as_slice(), 1).unwrap();
    for (name, bytes) in
        [("a.gz", gzip.finish().unwrap()), ("a.bz2", bzip.finish().unwrap()), ("a.zst", zstd)]
    {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        assert_eq!(compiled(path, Dump::Wikidata).len(), 2, "{name}");
    }
}

#[test]
fn a_compiled_file_is_opened_in_place_and_found_damaged_wherever_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("my.names");
    let source = Source::new(dump("rows.jsonl"), Dump::JsonLines);
    let made = Gazetteer::compile(&[source], &Classes::default(), false).unwrap();
    std::fs::write(&path, made.bytes()).unwrap();
    let gazetteer = Gazetteer::with_files(std::slice::from_ref(&path)).unwrap();
    let mut hits = Vec::new();
    gazetteer.hits("The Pier Nine Collective, or PNC9, met.", &mut hits);
    assert_eq!(hits.len(), 2);
    assert_eq!(gazetteer.find("my:1"), Some(gazetteer.candidates(&hits[0]).first().unwrap().entry));
    for at in 0..made.bytes().len() {
        let mut damaged = made.bytes().to_vec();
        damaged[at] ^= 0x10;
        assert!(Gazetteer::of_bytes("my.names", damaged).is_err(), "byte {at}");
    }
    for length in (0..made.bytes().len()).step_by(7) {
        assert!(Gazetteer::of_bytes("my.names", made.bytes()[..length].to_vec()).is_err(), "{length} bytes");
    }
}

/// The format's version, written once: a program that writes another one must count the version up.
#[test]
fn the_golden_file_is_what_is_written() {
    let source = Source::new(dump("rows.jsonl"), Dump::JsonLines);
    let made = Gazetteer::compile(&[source], &Classes::default(), false).unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/v3.names");
    if std::env::var_os("WRITE_GOLDEN").is_some() {
        std::fs::write(&path, made.bytes()).unwrap();
    }
    assert!(std::fs::read(&path).unwrap() == made.bytes());
    assert_eq!(Gazetteer::map(&path).unwrap().len(), 1);
}

#[test]
fn older_versions_are_refused_by_number() {
    for version in [1, 2] {
        let file = format!("tests/golden/v{version}.names");
        let error =
            Gazetteer::map(&Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap_err().to_string();
        let told = format!("is of version {version} of the format; this program reads version 3");
        assert!(error.contains(&told), "{error}");
    }
}

#[test]
fn an_endless_line_is_refused_by_file_and_line() {
    let folder = tempfile::tempdir().unwrap();
    for (name, most) in [("endless.tsv", 1 << 20), ("endless.jsonl", 64 << 20)] {
        let path = folder.path().join(name);
        let file = std::fs::File::create(&path).unwrap();
        file.set_len(300 << 20).unwrap();
        let error = Gazetteer::with_files(&[path]).unwrap_err().to_string();
        let told = format!("{name}:1: the line is longer than {most} bytes, which is the most that is read");
        assert!(error.ends_with(&told), "{error}");
    }
}

/// Files as people have them: names alone, and tables with a few columns.
fn own(files: &[(&str, &str)]) -> Result<String, String> {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<PathBuf> = files
        .iter()
        .map(|(name, text)| {
            let (kind, file) = name.split_once('=').map_or(("", *name), |(kind, file)| (kind, file));
            let path = folder.path().join(file);
            std::fs::write(&path, text).unwrap();
            if kind.is_empty() { path } else { format!("{kind}={}", path.display()).into() }
        })
        .collect();
    let sources: Vec<Source> = paths.iter().map(|path| Source::parse(path.to_str().unwrap())).collect();
    let made = Gazetteer::compile(&sources, &Classes::default(), false)
        .map_err(|error| error.to_string().replace(folder.path().to_str().unwrap(), ""))?;
    let mut out = String::new();
    made.into_gazetteer().unwrap().entries().for_each(|(_, entry)| show(&entry, &mut out));
    // A user's lists go with those that ship, too.
    Gazetteer::with_files(&paths).unwrap();
    Ok(out)
}

#[test]
fn plain_lists_become_rows() {
    let lists = [
        own(&[("people.txt", "# who we follow\n\nJane Roe\n  Dmitri Vasko \nJane Roe\n")]),
        own(&[("names", "\u{FEFF}Jane Roe\r\n"), ("more.txt", "Jane Roe\nÉlise Ångström")]),
        own(&[("company=firms.txt", "Quillstone Holdings\n"), ("people.txt", "Jane Roe\n")]),
        own(&[("one.csv", "name\nJane Roe\n\"Roe, Jane\"\n")]),
        own(&[(
            "two.csv",
            "desk;Kind;NAME;aliases\nharbour;org;Port Nine Collective;PNC|former=Pier Collective\n;;Jane Roe\n",
        )]),
        own(&[("three.tsv", "name\tid\tgender\tprior\nJane Roe\tmine:1\tF\t0.4\n")]),
    ];
    insta::assert_snapshot!(lists.map(Result::unwrap).join("\n"));
}

#[test]
fn faults_of_plain_lists_are_named() {
    let refused = [
        own(&[("a.csv", "who,kind\nJane Roe,person\n")]),
        own(&[("b.csv", "name,kind\nJane Roe,person\n,person\n")]),
        own(&[("c.csv", "name,kind\nMars,planet\n")]),
        own(&[("d.csv", "name\nRoe, Jane\n")]),
        own(&[("e.csv", "name,prior\nJane Roe,high\n")]),
        own(&[("f.csv", "name,gender\nJane Roe,lady\n")]),
        own(&[("g.csv", "id,name\n1,Jane Roe\n1,Mina Rao\n")]),
        own(&[("h.csv", "name,country\nJane Roe,Norway\n")]),
        own(&[("i.csv", "name,roles\nJane Roe,mayor@yesterday\n")]),
        own(&[("j.csv", "name,aliases\nJane Roe,PNC\nJane Roe,ABC\n")]),
        own(&[("k.txt", "Jane Roe\n…\n")]),
        own(&[("l.txt", "Jane | Roe\n")]),
    ];
    insta::assert_snapshot!(refused.map(Result::unwrap_err).join("\n"));
}
