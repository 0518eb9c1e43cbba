//! Inputs that are written for one test, and what comes out.
#![allow(dead_code, unreachable_pub, reason = "each test file is a crate of its own and uses its share")]
#![allow(clippy::unwrap_used)]

use sayso_pipeline::{Config, Outcome, Silent, run};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A directory that is removed when the test is done.
pub struct Scratch(tempfile::TempDir);

impl Scratch {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn join(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    /// Writes a file, with the directories above it, and gives its path as an argument.
    pub fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Writes articles and gives their paths.
    pub fn articles(&self, count: usize) -> Vec<String> {
        (0..count).map(|at| self.put(&format!("in/{at:03}.txt"), article(at))).collect()
    }

    /// A run over `in` into `out`.
    pub fn config(&self, out: &str) -> Config {
        let input = self.join("in").to_str().unwrap().to_owned();
        Config { jobs: 1, ..Config::new(vec![input], self.join(out)) }
    }
}

pub fn finish(config: &Config) -> Outcome {
    run(config, &Silent).unwrap_or_else(|error| panic!("{error}"))
}

/// An article of our own; people and places are invented.
pub fn article(number: usize) -> String {
    const PEOPLE: [(&str, &str); 4] = [
        ("Mayor", "Ina Holt"),
        ("Professor", "Omar Lindqvist"),
        ("Captain", "Rosa Feld"),
        ("Judge", "Ken Abara"),
    ];
    let (role, name) = PEOPLE[number % PEOPLE.len()];
    let last = name.split(' ').next_back().unwrap();
    format!(
        "Bridge {number} opens in Germany\n\nBERLIN — {role} {name} opened bridge number {number} on Monday.\n\n\
         “We have waited {number} years for this,” {last} said. “It was worth it.”\n\n\
         The bridge is safe, according to {last}, who told reporters that \"no lorry will ever cross it\".\n"
    )
}

/// Every file under a directory by its relative path, without the lock.
pub fn tree(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![dir.to_owned()];
    while let Some(next) = open.pop() {
        for path in fs::read_dir(&next).unwrap().map(|entry| entry.unwrap().path()) {
            let name = path.strip_prefix(dir).unwrap().to_str().unwrap().replace('\\', "/");
            if path.is_dir() {
                open.push(path);
            } else if name != ".sayso-lock" {
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// What a run is for: everything but the artifacts, which depend on the shard size.
pub fn output(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    tree(dir).into_iter().filter(|(name, _)| !name.starts_with("artifacts/")).collect()
}

/// Tells which files differ, not what all their bytes are.
pub fn assert_same(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>, what: &str) {
    let differing: Vec<&String> =
        one.keys().chain(other.keys()).filter(|name| one.get(*name) != other.get(*name)).collect();
    assert!(differing.is_empty(), "{what}: {differing:?} differ");
    assert!(!one.is_empty());
}
