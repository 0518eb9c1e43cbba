//! Every stage takes time in proportion to the text, whatever the text: patterns of `degenerate.tsv`, repeated, alone and
//! inside the formats that articles come in.
//!
//! What is compared is the time that one build takes for a text and for one four times as long, on one thread: linear work
//! takes four times as long, quadratic work sixteen times. On a busy machine a single comparison proves nothing, so a
//! pattern fails only where every one of several comparisons does, and where the longer text takes long enough to be
//! measured at all. `cargo xtask test --long` runs the large form.
#![allow(clippy::unwrap_used)]

use sayso::{Analyzer, Model};
use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

/// How much longer the longer text may take.
const MOST: f64 = 9.0;
const TRIES: usize = 6;
/// Shorter times are not compared.
const MEASURABLE: Duration = Duration::from_millis(40);

struct Pattern {
    name: &'static str,
    repeated: String,
}

fn patterns() -> Vec<Pattern> {
    let rows = include_str!("degenerate.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.map(|row| {
        let (name, repeated) = row.split_once('\t').unwrap();
        Pattern { name, repeated: unescape(repeated) }
    })
    .collect()
}

/// `\n`, `\t` and `\u{…}` as what they stand for.
fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('\\') {
        out.push_str(before);
        let (letter, after) = match behind.as_bytes()[0] {
            b'n' => ('\n', &behind[1..]),
            b't' => ('\t', &behind[1..]),
            _ => {
                let (code, after) = behind[2..].split_once('}').unwrap();
                (char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap(), after)
            }
        };
        out.push(letter);
        rest = after;
    }
    out + rest
}

/// The pattern repeated to at least so many bytes.
fn text(pattern: &Pattern, bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 64);
    for count in 0.. {
        if text.len() >= bytes {
            break;
        }
        text.push_str(&pattern.repeated.replace("{n}", &count.to_string()));
    }
    text
}

/// The patterns on which work grows faster than the text, and how much longer the longer text took at best.
fn superlinear(
    patterns: &[Pattern],
    size: usize,
    work: &mut dyn FnMut(&str),
    around: &dyn Fn(&str) -> String,
) -> Vec<String> {
    let mut found = Vec::new();
    for pattern in patterns {
        let (short, long) = (around(&text(pattern, size)), around(&text(pattern, 4 * size)));
        let mut least = f64::INFINITY;
        for _ in 0..TRIES {
            let (one, four) = (time(work, &short), time(work, &long));
            if four < MEASURABLE {
                least = 0.0;
            }
            least = least.min(four.as_secs_f64() / one.as_secs_f64().max(1e-6));
            if least <= MOST {
                break;
            }
        }
        if least > MOST {
            found.push(format!("{}: {least:.0} times as long for four times the text", pattern.name));
        }
    }
    found
}

fn time(work: &mut dyn FnMut(&str), text: &str) -> Duration {
    let started = Instant::now();
    work(text);
    started.elapsed()
}

fn stages_are_linear(model: Model, size: usize) {
    let analyzer = Analyzer::new(model).unwrap();
    let found = superlinear(&patterns(), size, &mut |text| drop(analyzer.analyze(text)), &str::to_owned);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// A format that a text is put into: a file's name, and the file.
type Wrapping = (&'static str, fn(&str) -> String);

const FORMATS: &[Wrapping] = &[
    ("a.txt", |text| text.to_owned()),
    ("a.html", |text| format!("<html><body><article><p>{}</p></article></body></html>", escape(text))),
    ("raw.html", |text| format!("<html><body><article><p>{text}</p></article></body></html>")),
    ("a.xml", |text| {
        format!("<nitf><body><body.content><p>{}</p></body.content></body></nitf>", escape(text))
    }),
    ("a.jsonl", |text| format!("{}\n", serde_json::json!({ "id": "a", "text": text }))),
    ("a.csv", |text| format!("id,text\na,\"{}\"\n", text.replace('"', "\"\""))),
    ("a.eml", |text| {
        format!("From: a@b.example\nSubject: x\nDate: Sat, 28 Nov 2026 12:00:00 +0000\n\n{text}")
    }),
];

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

fn formats_are_linear(size: usize) {
    let mut all = String::new();
    for (name, around) in FORMATS {
        let mut read = |file: &str| {
            sayso_ingest::read_bytes(name, file.as_bytes(), &sayso_ingest::Options::default(), &mut |_| {
                ControlFlow::Continue(())
            });
        };
        for found in superlinear(&patterns(), size, &mut read, around) {
            let _ = writeln!(all, "{name}: {found}");
        }
    }
    assert!(all.is_empty(), "{all}");
}

#[test]
fn quadratic_work_is_found() {
    let mut pairs = |text: &str| {
        let equal = |one: u8| text.bytes().filter(|other| one == *other).count();
        assert!(text.bytes().map(equal).sum::<usize>() > 0);
    };
    assert_eq!(superlinear(&patterns()[..1], 2_000, &mut pairs, &str::to_owned).len(), 1);
}

#[test]
fn rules_are_linear_on_any_text() {
    stages_are_linear(Model::Rules, 4_000);
}

#[test]
fn formats_are_linear_on_any_text() {
    formats_are_linear(8_000);
}

#[test]
#[ignore = "large texts: `cargo xtask test --long`"]
fn large_texts_are_linear_by_every_model() {
    for model in [Model::Rules, Model::Fast] {
        stages_are_linear(model, 100_000);
    }
    stages_are_linear(Model::Accurate, 8_000);
    formats_are_linear(200_000);
}
