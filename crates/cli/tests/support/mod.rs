//! A directory, and the command in it.
#![allow(dead_code, unreachable_pub, reason = "each test file is a crate of its own and uses its share")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A directory to type in.
pub struct Desk(tempfile::TempDir);

impl Desk {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
        command.args(line.split_whitespace()).current_dir(self.0.path());
        command
    }

    /// What a command line with words in quotation marks prints, with its exit code.
    pub fn says(&self, words: &[&str]) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
        let output = command.args(words).current_dir(self.0.path()).output().unwrap();
        told(&words.join(" "), &output)
    }

    /// What a command line prints, with its exit code.
    pub fn types(&self, line: &str) -> String {
        told(line, &self.command(line).output().unwrap())
    }
}

pub fn told(line: &str, output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).lines().map(masked).collect::<String>();
    format!(
        "$ sayso {line}\n{}{}(exit code {})\n",
        text(&output.stdout),
        text(&output.stderr),
        output.status.code().map_or("none".to_owned(), |code| code.to_string())
    )
}

/// A line without the times in it.
fn masked(line: &str) -> String {
    let line = match line.split_once(" in ").filter(|(head, _)| head.contains(" failure")) {
        Some((head, _)) => format!("{head} in …"),
        None => line.to_owned(),
    };
    let mut words: Vec<&str> = line.split(' ').collect();
    if let Some(at) =
        words.iter().position(|word| *word == "s").filter(|at| *at > 0 && line.starts_with("  "))
    {
        words[at - 1] = "…";
        words.dedup_by(|a, b| a.is_empty() && b.is_empty());
    }
    format!("{}\n", words.join(" "))
}

/// A story of our own.
pub fn story(number: usize) -> String {
    format!(
        "Bridge {number} opens\n\nBERLIN — Mayor Ina Holt opened bridge number {number} on Monday.\n\n\
         “We have waited {number} years for this,” Holt said. “It was worth it.”\n"
    )
}

pub fn samples() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/samples/text").display().to_string()
}
