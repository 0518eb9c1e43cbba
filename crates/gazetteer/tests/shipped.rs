//! The lists that ship are what the pinned sources gave, well-formed, and hold what a reader of the news expects.
#![allow(clippy::unwrap_used)]

use sayso_core::{EntityKind, Gender};
use sayso_gazetteer::{AliasKind, Entry, Gazetteer};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// CI fetches no sources: the builder kept the sums of what went in and of what came out.
#[test]
fn lists_and_builder_are_those_of_the_last_build() {
    let sums = std::fs::read_to_string(root().join("crates/gazetteer/data/CHECKSUMS")).unwrap();
    for line in sums.lines() {
        let (expected, path) = line.split_once("  ").unwrap();
        let bytes = std::fs::read(root().join(path)).unwrap();
        let mut found = String::new();
        for byte in Sha256::digest(&bytes) {
            let _ = write!(found, "{byte:02x}");
        }
        assert_eq!(found, expected, "{path} was changed; run `cargo xtask gazetteer build`");
    }
    let listed = |path: &Path| sums.contains(path.file_name().unwrap().to_str().unwrap());
    for folder in ["crates/gazetteer/data", "tools/gazetteer/curated"] {
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            assert!(path.ends_with("CHECKSUMS") || listed(&path), "{} has no sum", path.display());
        }
    }
}

#[test]
fn every_row_has_what_it_must() {
    let gazetteer = Gazetteer::shipped();
    for (_, entry) in gazetteer.entries() {
        assert!(!entry.source().is_empty() && !entry.licence().is_empty(), "{}", entry.id());
        assert!(entry.names().next().is_some(), "{}", entry.id());
        for share in ["SA", "NC"] {
            assert!(!entry.licence().split(['-', ' ']).any(|part| part == share), "{}", entry.id());
        }
    }
}

/// Lines of a table that are no comment.
fn lines(file: &str) -> Vec<String> {
    let text = std::fs::read_to_string(root().join("crates").join(file)).unwrap();
    text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
}

/// Whether an office was held at some time since 2015.
fn recent(until: Option<&str>) -> bool {
    until.is_none_or(|until| until >= "2015")
}

/// People of a country who have held an office whose title has one of these words since 2015.
fn holders(country: Option<&str>, words: &[&str]) -> usize {
    let held = |entry: &Entry<'_>| {
        entry.roles().any(|role| {
            let title = format!(" {}", role.title.to_lowercase());
            recent(role.period.until) && words.iter().any(|word| title.contains(word))
        })
    };
    let gazetteer = Gazetteer::shipped();
    let people = gazetteer.entries().filter(|(_, entry)| entry.kind() == EntityKind::Person);
    people.filter(|(_, entry)| (country.is_none() || entry.country() == country) && held(entry)).count()
}

const HEADS: &[&str] = &["president", "prime minister", "chancellor", "king", "premier", "emperor"];
const MINISTERS: &[&str] =
    &["foreign minister", "foreign secretary", "secretary of state", "minister of foreign affairs"];
const SPOKEN: &[&str] = &["spokes", "press secretary", "chief cabinet secretary"];

/// The members of the G20 that are countries.
const G20: [&str; 19] = [
    "AR", "AU", "BR", "CA", "CN", "DE", "FR", "GB", "ID", "IN", "IT", "JP", "KR", "MX", "RU", "SA", "TR",
    "US", "ZA",
];

/// Each figure is at least what a gazetteer worth the word has; the snapshot shows them all.
#[test]
fn lists_hold_what_the_news_names() {
    let gazetteer = Gazetteer::shipped();
    let count = |is: &dyn Fn(&Entry<'_>) -> bool| gazetteer.entries().filter(|(_, entry)| is(entry)).count();
    let kind = |kind| count(&|entry| entry.kind() == kind);
    let iso = |entry: &Entry<'_>| entry.ids().any(|(scheme, _)| scheme == "iso3166-1");
    let demonym = |entry: &Entry<'_>| entry.names().any(|name| name.kind == AliasKind::Demonym);
    let given = lines("lexicon/en/given_names.tsv");
    let rows = [
        ("countries and dependencies", count(&iso), 240),
        ("of these with a demonym", count(&|entry| iso(entry) && demonym(entry)), 230),
        ("places of GeoNames", count(&|entry| entry.id().starts_with("geonames:")), 33_900),
        ("people", kind(EntityKind::Person), 5_500),
        ("senators of the United States since 2015", holders(Some("US"), &["u.s. senator from"]), 150),
        ("secretaries of the United States since 2015", holders(Some("US"), &["secretary of "]), 50),
        ("United Nations since 2015", holders(None, &["united nations", "u.n."]), 20),
        ("NATO since 2015", holders(None, &[" nato"]), 8),
        ("European Union since 2015", holders(None, &["european", "eu foreign"]), 12),
        ("international bodies, organisations", kind(EntityKind::Organization), 400),
        ("agencies", kind(EntityKind::Agency), 1_000),
        ("companies", kind(EntityKind::Company), 5_000),
        ("outlets and wires", kind(EntityKind::Outlet), 500),
        ("parties", kind(EntityKind::Party), 1_500),
        ("titles", lines("lexicon/en/titles.tsv").len(), 500),
        ("roles of people", lines("gazetteer/data/person-roles.txt").len(), 5_000),
        ("given names with their gender", given.len(), 10_000),
    ];
    let mut table = String::new();
    for (what, found, _) in rows {
        let _ = writeln!(table, "{found:>6}  {what}");
    }
    for country in G20 {
        let found = [HEADS, MINISTERS, SPOKEN].map(|words| holders(Some(country), words));
        let _ = writeln!(table, "{found:?}  heads, foreign ministers, spokespeople of {country} since 2015");
    }
    insta::assert_snapshot!(table);
    for (what, found, least) in rows {
        assert!(found >= least, "{found} {what}; at least {least} are wanted");
    }
}

#[test]
fn the_european_union_is_an_organisation_and_people_have_their_names() {
    let gazetteer = Gazetteer::shipped();
    let best = |name: &str| {
        let found = gazetteer.lookup(name).next().unwrap_or_else(|| panic!("{name} is in no list"));
        let entry = gazetteer.entry(found.entry);
        (entry.kind(), entry.name().to_owned(), entry.gender())
    };
    assert_eq!(best("EU").0, EntityKind::Organization);
    assert_eq!(best("Workers' Party of Korea").0, EntityKind::Party);
    for (name, canonical) in [
        ("Vladimir Vladimirovich Putin", "Vladimir Putin"),
        ("Andrej Babis", "Andrej Babis"),
        ("Köln", "Köln"),
        ("Cologne", "Köln"),
        ("Kiev", "Kyiv"),
        ("Hong Kong", "Hong Kong"),
        ("Bernard Sanders", "Bernie Sanders"),
        ("Susan M. Collins", "Susan Collins"),
        ("George H. W. Bush", "George H.W. Bush"),
        ("George Bush", "George W. Bush"),
    ] {
        assert_eq!(best(name).1, canonical, "{name}");
    }
    assert_eq!(best("Angela Merkel").2, Some(Gender::Female));
    let titled = gazetteer.entries().filter(|(_, entry)| {
        entry.kind() == EntityKind::Person
            && ["Minister ", "President "].iter().any(|title| entry.name().starts_with(title))
    });
    assert_eq!(titled.map(|(_, entry)| entry.name().to_owned()).collect::<Vec<_>>(), [""; 0]);
}
