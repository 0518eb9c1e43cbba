//! What SECURITY.md promises, on the built command.
#![allow(clippy::unwrap_used)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use support::{Desk, story};

/// Every file below a directory.
fn files(dir: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.extend([path]) }
    }
    found
}

/// A tar archive of one file whose name leads out of the directory that it is unpacked in.
fn escaping_tar(name: &str, text: &str) -> Vec<u8> {
    let mut header = [0_u8; 512];
    header[..name.len()].copy_from_slice(name.as_bytes());
    header[100..107].copy_from_slice(b"0000644");
    header[124..135].copy_from_slice(format!("{:011o}", text.len()).as_bytes());
    header[148..156].fill(b' ');
    header[156] = b'0';
    header[257..265].copy_from_slice(b"ustar\x0000");
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    let mut archive = header.to_vec();
    archive.extend(text.as_bytes());
    archive.resize(archive.len().next_multiple_of(512) + 1024, 0);
    archive
}

#[test]
fn nothing_is_written_outside_the_output() {
    let desk = Desk::new();
    desk.put("in/up.tar", escaping_tar("../../escaped.txt", &story(1)));
    desk.put("in/root.tar", escaping_tar(&desk.path("absolute.txt").display().to_string(), &story(2)));
    desk.put("in/plain.jsonl", format!("{{\"id\":\"../../../id\",\"text\":{:?}}}\n", story(3)));
    for folder in ["home", "temporary"] {
        fs::create_dir(desk.path(folder)).unwrap();
    }
    let before = files(&desk.path(""));
    let mut command = desk.command("run in --out out --model rules --quiet --export csv,brat,w3c");
    let output =
        command.env("HOME", desk.path("home")).env("TMPDIR", desk.path("temporary")).output().unwrap();
    // Names that lead out of their archive are refused,
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(told.matches("the file's name leads out of the archive").count(), 2, "{told}");
    // the rest is read,
    let lines = fs::read_to_string(desk.path("out/attributions.jsonl")).unwrap();
    assert_eq!(lines.lines().count(), 1, "{lines}");
    // and nothing came or went but for the output.
    let after = files(&desk.path("")).into_iter().filter(|path| !path.starts_with(desk.path("out")));
    assert_eq!(after.collect::<BTreeSet<_>>(), before);
}

#[test]
fn no_article_runs_in_the_report() {
    let desk = Desk::new();
    let text = "“<script>alert(1)</script> is what they wrote,” said Ina <img src=x onerror=alert(1)> Holt, the mayor.\n\n\
                “javascript:alert(1)//\" onmouseover=\"alert(1) it is,” she said.";
    desk.put(
        "in.jsonl",
        format!("{{\"id\":\"<b>1\",\"title\":\"<script>x</script>\",\"url\":\"javascript:alert(1)\",\"text\":{text:?}}}\n"),
    );
    assert!(desk.types("run in.jsonl --out out --model rules --quiet").contains("(exit code 0)"));
    let pages: Vec<PathBuf> = files(&desk.path("out"))
        .into_iter()
        .filter(|path| path.extension().is_some_and(|ext| ext == "html"))
        .collect();
    assert!(pages.len() > 2, "{pages:?}");
    for page in pages {
        let html = fs::read_to_string(&page).unwrap();
        assert!(html.contains("Content-Security-Policy"), "{}", page.display());
        for hostile in ["<script>alert", "<script>x", "<img src=x", "href=\"javascript:", "\" onmouseover=\""]
        {
            assert!(!html.contains(hostile), "{}: {hostile}", page.display());
        }
    }
}
