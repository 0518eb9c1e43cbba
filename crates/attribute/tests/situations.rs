//! Kinds of text that are hard, one file each in `situations/`, with all three models.
//!
//! A case is its name (`##`), its text, and what is expected: `> Speaker [polarity]: words` where some statement holds
//! these words and has this speaker (`nobody` for one whose speaker is not known), `! words` where no content may hold
//! them. The speaker's name may be given in part. Every failure is listed; the cases that pass may not become fewer than
//! in [`PASS`]. `cargo test -p sayso-attribute --test situations -- --nocapture` prints the table.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use sayso_attribute::trained::Trained;
use sayso_attribute::{Attributor, Rules};
use sayso_core::{Article, Attribution, Polarity, SpeakerKind};
use sayso_gazetteer::Gazetteer;
use sayso_recognize::Recognizer;
use sayso_tokenize::Tokenizer;

/// Cases of each file, and how many pass with `accurate`, `fast` and `rules`.
const PASS: &[(&str, usize, [usize; 3])] = &[
    ("british-tabloid", 10, [10, 10, 10]),
    ("court", 11, [11, 7, 8]),
    ("interview", 10, [10, 9, 9]),
    ("letter", 10, [9, 9, 9]),
    ("live-blog", 10, [10, 9, 10]),
    ("markets", 10, [8, 9, 8]),
    ("obituary", 10, [9, 9, 8]),
    ("press-statement", 11, [9, 9, 9]),
    ("science", 10, [8, 8, 7]),
    ("social-posts", 10, [10, 9, 9]),
    ("sports", 10, [8, 7, 7]),
    ("transcript", 10, [10, 10, 10]),
];

struct Case<'t> {
    name: &'t str,
    text: String,
    expected: Vec<&'t str>,
}

fn cases(file: &str) -> Vec<Case<'_>> {
    let case = |part: &'_ str| {
        let (name, body) = part.split_once('\n').unwrap();
        let is_text = |line: &&str| !line.starts_with("> ") && !line.starts_with("! ");
        let text: Vec<&str> = body.lines().filter(is_text).collect();
        (name.to_owned(), text.join("\n").trim().to_owned())
    };
    let parts = file.split("\n## ").skip(1);
    parts
        .map(|part| {
            let expected = part.lines().filter(|line| line.starts_with("> ") || line.starts_with("! "));
            Case { name: part.lines().next().unwrap(), text: case(part).1, expected: expected.collect() }
        })
        .collect()
}

fn attribute(
    text: &str,
    attributor: &dyn Attributor,
    recognizer: &Recognizer,
) -> (Article, Vec<Attribution>) {
    let article = Article { text: text.to_owned(), ..Article::default() };
    let tokens = Tokenizer::new().tokenize(&article);
    let mentions = recognizer.recognize(&article, &tokens);
    let found = attributor.attribute(&article, &tokens, &mentions).attributions;
    (article, found)
}

fn holds(article: &Article, attribution: &Attribution, words: &str) -> bool {
    let content =
        attribution.content.iter().map(|piece| piece.of(&article.text)).collect::<Vec<_>>().join(" ");
    content.split_whitespace().collect::<Vec<_>>().join(" ").contains(words)
}

fn has_speaker(attribution: &Attribution, name: &str) -> bool {
    let matches = |known: &str| known.to_lowercase().contains(&name.to_lowercase());
    if name == "nobody" {
        return attribution.speakers.iter().all(|speaker| speaker.kind == SpeakerKind::Unresolved);
    }
    attribution
        .speakers
        .iter()
        .any(|speaker| speaker.kind != SpeakerKind::Unresolved && matches(&speaker.name))
}

/// Whether what is expected in a line is found.
fn is_met(line: &str, article: &Article, found: &[Attribution]) -> bool {
    if let Some(words) = line.strip_prefix("! ") {
        return !found.iter().any(|attribution| holds(article, attribution, words));
    }
    let (who, words) = line[2..].split_once(": ").unwrap();
    let (name, polarity) = match who.split_once(" [") {
        Some((name, polarity)) => (name, Polarity::parse(polarity.trim_end_matches(']'))),
        None => (who, Some(Polarity::Asserted)),
    };
    assert!(polarity.is_some(), "no such polarity: {line}");
    found.iter().any(|attribution| {
        holds(article, attribution, words)
            && has_speaker(attribution, name)
            && Some(attribution.polarity) == polarity
    })
}

#[test]
fn situations() {
    let recognizer = Recognizer::new(Gazetteer::shipped());
    let (accurate, fast) = (Trained::accurate().unwrap(), Trained::fast().unwrap());
    let models: [(&str, &dyn Attributor); 3] = [("accurate", &accurate), ("fast", &fast), ("rules", &Rules)];
    let mut worse = Vec::new();
    for (name, count, least) in PASS {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/situations")
            .join(format!("{name}.txt"));
        let file = std::fs::read_to_string(path).unwrap();
        let cases = cases(&file);
        let mut passed = [0; 3];
        for case in &cases {
            for (nth, (model, attributor)) in models.iter().enumerate() {
                let (article, found) = attribute(&case.text, *attributor, &recognizer);
                let missed: Vec<_> =
                    case.expected.iter().filter(|line| !is_met(line, &article, &found)).collect();
                passed[nth] += usize::from(missed.is_empty());
                for line in missed {
                    println!("{name}, {model}, {}: {line}", case.name);
                }
            }
        }
        println!("| {name} | {} | {} | {} | {} |", cases.len(), passed[0], passed[1], passed[2]);
        assert!(cases.len() >= 10 && cases.len() == *count, "{name}: {} cases", cases.len());
        let fewer = passed.iter().zip(least).any(|(passed, least)| passed < least);
        worse.extend(fewer.then(|| format!("{name}: {passed:?} of {count} pass, {least:?} did")));
    }
    assert!(worse.is_empty(), "{}", worse.join("\n"));
}
