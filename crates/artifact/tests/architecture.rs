//! The rules of ARCHITECTURE.md that a compiler does not check: which crate may depend on which, who does IO, and what no
//! committed file holds.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A crate, and the crates that it may depend on. Tests, benches and examples may use more (dev-dependencies).
const MAY_DEPEND_ON: &[(&str, &[&str])] = &[
    ("core", &[]),
    ("lexicon", &["core"]),
    ("artifact", &["core"]),
    ("ingest", &["core"]),
    ("tokenize", &["core", "lexicon"]),
    ("subwords", &["core"]),
    ("dedup", &["core"]),
    ("gazetteer", &["core"]),
    ("recognize", &["core", "lexicon", "gazetteer", "model"]),
    ("model", &["core", "lexicon"]),
    ("speakers", &["core", "lexicon"]),
    ("attribute", &["core", "lexicon", "model", "speakers"]),
    ("corpus", &["core", "dedup", "lexicon", "output"]),
    ("report", &["core", "corpus", "dedup", "output"]),
    ("sayso", &["core", "ingest", "tokenize", "gazetteer", "recognize", "attribute"]),
    ("annotations", &[]),
    ("evaluate", &["core", "annotations"]),
    ("output", &[]),
    ("corrections", &["core"]),
    ("diff", &["output"]),
    ("export", &["core", "lexicon", "output", "tokenize"]),
    ("train", &["core", "tokenize", "gazetteer", "recognize", "model", "attribute", "evaluate"]),
    ("pipeline", &["core", "sayso", "artifact", "ingest", "output", "report", "corrections"]),
    (
        "serve",
        &[
            "core",
            "artifact",
            "attribute",
            "corpus",
            "corrections",
            "export",
            "ingest",
            "output",
            "pipeline",
            "report",
            "sayso",
        ],
    ),
    (
        "cli",
        &[
            "core",
            "artifact",
            "pipeline",
            "evaluate",
            "corpus",
            "report",
            "corpus",
            "annotations",
            "output",
            "corrections",
            "diff",
            "dedup",
            "export",
            "ingest",
            "gazetteer",
            "attribute",
            "speakers",
            "sayso",
            "serve",
        ],
    ),
];

/// Libraries that only one crate may depend on. (postcard also packs what waits on disk while a report is written; nobody
/// reads that later.)
const KEPT_IN: &[(&str, &str)] = &[("bincode", "artifact")];

/// Crates that do no IO, ever, and what their sources therefore never say outside tests.
const PURE: &[&str] =
    &["core", "lexicon", "tokenize", "recognize", "model", "speakers", "attribute", "dedup", "corrections"];
const IMPURE: &[&str] = &[
    "std::fs",
    "std::io",
    "std::net",
    "std::env",
    "std::process",
    "std::time",
    "std::thread",
    "println!",
    "print!(",
];

/// Pieces of what no committed file holds; joined here so that this file does not hold them either.
const FORBIDDEN: &[(&[&str], &str)] = &[
    (&["/wo", "rk/main"], "a path of the machine that it was made on"),
    (&["/wo", "rk/shared"], "a path of the machine that it was made on"),
    (&["/tmp/", "target"], "a path of the machine that it was made on"),
    (&["/ro", "ot/.cargo"], "a path of the machine that it was made on"),
    (&["index.", "crates.io-"], "a registry's cache path"),
    (&["sparse", "+http"], "a registry's address"),
    (&["registry", "+http"], "a registry's address"),
];
/// Cargo's own name for crates.io in Cargo.lock.
const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn packages() -> Vec<String> {
    let entries = fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap().path());
    let mut packages: Vec<String> = entries
        .filter(|path| path.join("Cargo.toml").is_file())
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    packages.sort();
    packages
}

/// The names under `[dependencies]`, `[build-dependencies]` and their `target.'…'` kin of a manifest.
fn dependencies(manifest: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut counts = false;
    for line in manifest.lines().map(str::trim) {
        if let Some(table) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            let (kind, name) = table.rsplit_once("dependencies.").map_or((table, None), |(kind, name)| {
                (&table[..kind.len() + "dependencies".len()], Some(name))
            });
            counts = kind.ends_with("dependencies") && !kind.ends_with("dev-dependencies");
            names.extend(name.filter(|_| counts).map(str::to_owned));
            counts &= name.is_none();
        } else if counts && !line.starts_with('#') {
            let name = line.split(['=', '.', ' ']).next().unwrap_or_default();
            if !name.is_empty() {
                names.insert(name.trim_matches('"').to_owned());
            }
        }
    }
    names
}

#[test]
fn manifests_are_read() {
    let manifest = "[dependencies]\n# x = 1\na.workspace = true\nb = { path = \"c\" }\n[dev-dependencies]\nd = \"1\"\n\
                    [target.'cfg(unix)'.dependencies]\ne = \"1\"\n[dependencies.f]\nversion = \"1\"\n[lints]\ng = 1\n";
    assert_eq!(dependencies(manifest).into_iter().collect::<Vec<_>>(), ["a", "b", "e", "f"]);
}

#[test]
fn every_crate_depends_only_on_what_it_may() {
    for package in packages() {
        let manifest = fs::read_to_string(root().join("crates").join(&package).join("Cargo.toml")).unwrap();
        let allowed = MAY_DEPEND_ON.iter().find(|row| row.0 == package);
        let (_, allowed) = allowed
            .unwrap_or_else(|| panic!("say in MAY_DEPEND_ON what the new crate `{package}` may depend on"));
        for name in dependencies(&manifest) {
            if let Some(other) = name.strip_prefix("sayso-").or((name == "sayso").then_some("sayso")) {
                assert!(
                    allowed.contains(&other),
                    "`{package}` may not depend on `{other}` (ARCHITECTURE.md)"
                );
            }
            if let Some((_, home)) = KEPT_IN.iter().find(|row| row.0 == name) {
                assert_eq!(package, *home, "only `{home}` may depend on {name}");
            }
        }
    }
}

#[test]
fn one_file_knows_the_wire_format() {
    for path in sources(&root().join("crates/artifact/src")) {
        let text = fs::read_to_string(&path).unwrap();
        let knows = text.contains("bincode::") || text.contains("postcard::");
        assert!(!knows || path.ends_with("codec.rs"), "{} knows a wire format", path.display());
    }
}

#[test]
fn pure_crates_do_no_io() {
    for package in PURE {
        for path in sources(&root().join("crates").join(package).join("src")) {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            for (number, line) in code.lines().enumerate() {
                let line = line.split("//").next().unwrap_or_default();
                for word in IMPURE {
                    assert!(
                        !line.contains(word),
                        "{}:{}: {word} in a crate that does no IO",
                        path.display(),
                        number + 1
                    );
                }
            }
        }
    }
}

#[test]
fn only_the_desk_knows_the_network() {
    for package in packages().into_iter().filter(|package| package != "serve") {
        for path in sources(&root().join("crates").join(&package).join("src")) {
            let text = fs::read_to_string(&path).unwrap();
            for word in ["std::net", "TcpListener", "TcpStream", "UdpSocket", "UnixStream"] {
                assert!(!text.contains(word), "{}: {word} outside serve", path.display());
            }
        }
    }
}

/// The Rust files under a directory.
fn sources(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// The files that git keeps; `None` where this is no checkout (a source archive).
fn committed() -> Option<Vec<PathBuf>> {
    let output = Command::new("git").args(["ls-files", "-z"]).current_dir(root()).output().ok()?;
    let names = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| names.split_terminator('\0').map(|name| root().join(name)).collect())
}

#[test]
fn no_committed_file_names_this_machine() {
    let Some(files) = committed() else { return };
    for path in files {
        // Deleted but not yet committed, or not text.
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let text = text.replace(CRATES_IO, "");
        for (pieces, what) in FORBIDDEN {
            assert!(!text.contains(&pieces.concat()), "{} holds {what}: {}", path.display(), pieces.concat());
        }
    }
}

#[test]
fn every_snapshot_has_its_test_file() {
    let Some(files) = committed() else { return };
    let snapshots = files.iter().filter(|path| path.extension().is_some_and(|extension| extension == "snap"));
    for path in snapshots.filter(|path| path.exists()) {
        let text = fs::read_to_string(path).unwrap();
        let source = text.lines().find_map(|line| line.strip_prefix("source: "));
        let source = source.unwrap_or_else(|| panic!("{} does not say where it comes from", path.display()));
        assert!(root().join(source.trim()).is_file(), "{} is of no test: {source} is gone", path.display());
    }
}
