//! Kinds of text that are hard, one file each in `situations/`, with all three models.
//!
//! A case is its name (`##`), its text, and what is expected: `> Speaker [polarity]: words` where some statement holds
//! these words and has this speaker (`nobody` for one whose speaker is not known), `~ Speaker: words` where the speaker is
//! in no list, `= words / words` where both have the same speaker, `via Outlet: words` where they came through an outlet,
//! `! words` where no content may hold them. `@ Publisher` says who publishes the text. The speaker's name may be given in part. Every failure is listed; the cases that pass may not become fewer than
//! in [`PASS`]. `cargo test -p sayso-attribute --test situations -- --nocapture` prints the table.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use sayso_attribute::trained::Trained;
use sayso_attribute::{Attributor, Rules};
use sayso_core::{Article, Attribution, Polarity, Speaker, SpeakerKind};
use sayso_gazetteer::Gazetteer;
use sayso_recognize::Recognizer;
use sayso_tokenize::Tokenizer;

/// Cases of each file, and how many pass with `accurate`, `fast` and `rules`.
const PASS: &[(&str, usize, [usize; 3])] = &[
    ("british-tabloid", 10, [10, 10, 10]),
    ("court", 11, [11, 10, 8]),
    ("interview", 10, [9, 8, 9]),
    ("letter", 10, [10, 10, 10]),
    ("namesakes", 22, [22, 22, 22]),
    ("live-blog", 10, [10, 10, 10]),
    ("markets", 10, [8, 7, 8]),
    ("obituary", 10, [10, 10, 9]),
    ("press-statement", 11, [11, 11, 11]),
    ("quotation-forms", 25, [25, 22, 21]),
    ("science", 12, [12, 11, 9]),
    ("social-posts", 10, [10, 9, 9]),
    ("sports", 10, [9, 9, 8]),
    ("transcript", 14, [14, 14, 14]),
    ("who-speaks", 30, [30, 27, 26]),
];

struct Case<'t> {
    name: &'t str,
    text: String,
    publisher: Option<String>,
    expected: Vec<&'t str>,
}

/// What the lines begin with that are no text.
const MARKS: [&str; 6] = ["> ", "! ", "~ ", "= ", "via ", "@ "];

fn is_expectation(line: &str) -> bool {
    MARKS.iter().any(|mark| line.starts_with(mark))
}

fn cases(file: &str) -> Vec<Case<'_>> {
    let case = |part: &'_ str| {
        let (name, body) = part.split_once('\n').unwrap();
        let text: Vec<&str> = body.lines().filter(|line| !is_expectation(line)).collect();
        (name.to_owned(), text.join("\n").trim().to_owned())
    };
    let parts = file.split("\n## ").skip(1);
    parts
        .map(|part| {
            let (lines, publisher): (Vec<_>, Vec<_>) =
                part.lines().filter(|line| is_expectation(line)).partition(|line| !line.starts_with("@ "));
            let publisher = publisher.first().map(|line| line[2..].to_owned());
            Case { name: part.lines().next().unwrap(), text: case(part).1, publisher, expected: lines }
        })
        .collect()
}

fn attribute(
    case: &Case<'_>,
    attributor: &dyn Attributor,
    recognizer: &Recognizer,
) -> (Article, Vec<Attribution>) {
    let mut article = Article { text: case.text.clone(), ..Article::default() };
    article.metadata.publisher.clone_from(&case.publisher);
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
    if let Some(both) = line.strip_prefix("= ") {
        let (one, other) = both.split_once(" / ").unwrap();
        let who = |words: &str| {
            let mut said = found.iter().filter(|attribution| holds(article, attribution, words));
            said.next().and_then(|attribution| attribution.speakers.first()).map(|speaker| &speaker.id)
        };
        return who(one).is_some() && who(one) == who(other);
    }
    if let Some((outlet, words)) = line.strip_prefix("via ").and_then(|rest| rest.split_once(": ")) {
        return found.iter().any(|attribution| {
            holds(article, attribution, words)
                && attribution.via.as_ref().is_some_and(|via| via.name == outlet)
        });
    }
    if let Some((name, words)) = line.strip_prefix("~ ").and_then(|rest| rest.split_once(": ")) {
        let unlisted =
            |speaker: &Speaker| speaker.id.starts_with("new:") || speaker.id.starts_with("person:");
        return found.iter().any(|attribution| {
            holds(article, attribution, words)
                && has_speaker(attribution, name)
                && attribution.speakers.iter().all(unlisted)
        });
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

/// Prints what was found, for whoever mends a case: `SAYSO_SHOW_FOUND=1 cargo test … -- --nocapture`.
fn show(article: &Article, found: &[Attribution]) {
    for attribution in found {
        let words = |spans: &[sayso_core::Span]| {
            spans.iter().map(|span| span.of(&article.text)).collect::<Vec<_>>().join(" … ")
        };
        let who: Vec<&str> = attribution.speakers.iter().map(|speaker| speaker.id.as_str()).collect();
        let (content, source) = (words(&attribution.content), words(&attribution.source));
        let (rule, polarity) = (&attribution.rule, attribution.polarity.name());
        println!(
            "    {content:?} source {source:?} cue {:?} {who:?} {rule} {polarity}",
            words(&attribution.cue)
        );
    }
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
                let (article, found) = attribute(case, *attributor, &recognizer);
                let missed: Vec<_> =
                    case.expected.iter().filter(|line| !is_met(line, &article, &found)).collect();
                passed[nth] += usize::from(missed.is_empty());
                for line in &missed {
                    println!("{name}, {model}, {}: {line}", case.name);
                }
                if !missed.is_empty() && std::env::var_os("SAYSO_SHOW_FOUND").is_some() {
                    show(&article, &found);
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
