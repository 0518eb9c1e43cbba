//! The terminal is an output too: hostile names and articles, and a standard output that takes nothing.
#![allow(clippy::unwrap_used)]

mod support;

use std::fs::{self, OpenOptions};
use std::process::Stdio;
use support::Desk;

/// An escape sequence, a bell, a turn of direction.
const HOSTILE: &str = "a\u{1b}[31m\u{7}\u{202e}b";

fn commands() -> Vec<String> {
    [
        "run in --out out --model rules --force --export csv",
        "who out Roe",
        "attributions out",
        "explain in --model rules",
        "export out --to csv",
        "diff out out --summary",
        "correct out doc",
        "artifact verify out",
        "artifact show out/artifacts/tokenize/000000.sayso",
        "evaluate attribution gold.jsonl --model rules",
        "--help",
        "--version",
    ]
    .map(str::to_owned)
    .to_vec()
}

fn desk() -> Desk {
    let desk = Desk::new();
    let line = serde_json::json!({
        "doc_id": "doc",
        "title": format!("Late {HOSTILE}"),
        "publisher": HOSTILE,
        "text": format!("“It is {HOSTILE} late,” Mayor Ann Roe said on Monday."),
        "attributions": [],
    });
    desk.put("gold.jsonl", format!("{line}\n"));
    desk.put("in/a.jsonl", format!("{line}\n{{broken\n"));
    desk
}

#[test]
fn no_control_character_reaches_the_terminal() {
    let desk = desk();
    let broken = desk.path("in").join(format!("{HOSTILE}.jsonl"));
    // Some file systems refuse such names.
    let _ = fs::write(broken, "{broken\n");
    for line in commands() {
        let output = desk.command(&line).output().unwrap();
        for text in [&output.stdout, &output.stderr] {
            let text = String::from_utf8_lossy(text);
            let obeyed = text.chars().find(|c| {
                c.is_control() && !matches!(c, '\n' | '\t') || matches!(c, '\u{202a}'..='\u{202e}')
            });
            assert_eq!(obeyed, None, "sayso {line}\n{text}");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_standard_output_is_told() {
    let desk = desk();
    for line in commands() {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let child = desk.command(&line).stdout(full).stderr(Stdio::piped()).spawn().unwrap();
        let output = child.wait_with_output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "sayso {line}\n{told}");
        assert!(told.contains("standard output: No space left on device"), "sayso {line}\n{told}");
    }
}

#[cfg(unix)]
#[test]
fn a_closed_standard_output_ends_quietly() {
    let desk = desk();
    for line in commands() {
        let mut child = desk.command(&line).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(matches!(output.status.code(), Some(0 | 1)), "sayso {line}\n{told}");
        assert!(!told.contains("panicked"), "sayso {line}\n{told}");
    }
}
