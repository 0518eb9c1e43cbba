//! Articles in two runs: which statement is which, what differs, and why.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use sayso_diff::{Change, Makers, Options, document, runs};
use sayso_output::{
    Attribution, CorrectionsFile, Document, Mention, Model, Names, Program, Provenance, Run, Span, Speaker,
};

/// A document of a marked text: «what was said» is a statement of whoever stands before it in braces.
fn of(marked: &str) -> Document {
    let mut it = Document { doc_id: "a".to_owned(), document: "d".to_owned(), ..Document::default() };
    let mut rest = marked;
    while let Some((head, tail)) = rest.split_once('{') {
        let (facts, tail) = tail.split_once('}').unwrap();
        let (words, tail) = tail.split_once('»').unwrap();
        it.text.push_str(head);
        it.attributions.push(quote(&mut it.text, facts, words.trim_start_matches('«')));
        rest = tail;
    }
    it.text.push_str(rest);
    it
}

/// `name form confidence`, the last two where they are not "direct" and 0.9.
fn quote(text: &mut String, facts: &str, words: &str) -> Attribution {
    let mut facts = facts.split(' ');
    let name = facts.next().unwrap();
    let start = text.chars().count() as u32;
    text.push_str(words);
    Attribution {
        content_spans: vec![[start, text.chars().count() as u32]],
        form: facts.next().unwrap_or("direct").to_owned(),
        confidence: facts.next().map_or(0.9, |fact| fact.parse().unwrap()),
        corrected: facts.next().map(str::to_owned),
        content: words.to_owned(),
        speakers: vec![Speaker {
            id: name.to_lowercase(),
            name: name.to_owned(),
            kind: "person".to_owned(),
            ..Speaker::default()
        }],
        rule: "rules".to_owned(),
        ..Attribution::default()
    }
}

fn told(changes: &[Change]) -> String {
    let side = |side: &Option<sayso_diff::Side>| {
        side.as_ref().map_or("-".to_owned(), |attribution| {
            format!("{}:{}:{}", attribution.number, attribution.speakers[0].name, attribution.content)
        })
    };
    let line = |it: &Change| {
        let fields: Vec<&str> = it.fields.iter().map(|it| it.name()).collect();
        format!(
            "{} ({}) {} {} → {}\n",
            it.change.name(),
            it.cause.name(),
            fields.join(","),
            side(&it.before),
            side(&it.after)
        )
    };
    changes.iter().map(line).collect()
}

fn check(name: &str, one: &str, other: &str, makers: &Makers) -> String {
    let (one, other) = (of(one), of(other));
    format!("{name}\n{}", told(&document(Some(&one), Some(&other), makers, &Options::default())))
}

fn made(model: &str, names: &str, least: f64) -> Provenance {
    Provenance {
        schema: "sayso.made/1".to_owned(),
        program: Program { version: "0.1.0".to_owned(), build: "x".to_owned() },
        model: Model { name: model.to_owned() },
        names: Names { fingerprint: names.to_owned(), ..Names::default() },
        options: sayso_output::Options { min_confidence: least, ..Default::default() },
        ..Provenance::default()
    }
}

#[test]
fn cases() {
    let none = Makers::default();
    let model = Makers::new(Some(&made("fast/1", "n", 0.0)), Some(&made("accurate/3", "n", 0.0)));
    let least = Makers::new(Some(&made("fast/1", "n", 0.0)), Some(&made("fast/1", "n", 0.5)));
    let all = [
        check("the same", "{Ina}«yes we can», {Bo}«no»", "{Ina}«yes we can», {Bo}«no»", &none),
        check("gained and lost", "{Ina}«yes», no", "yes, {Ina}«no»", &none),
        check("another speaker", "{Ina}«yes we can»", "{Bo}«yes we can»", &none),
        check("another form, a little less sure", "{Ina}«yes»", "{Ina mixed 0.85}«yes»", &none),
        check("much less sure", "{Ina direct 0.9}«yes»", "{Ina direct 0.6}«yes»", &model),
        check("a longer content", "{Ina}«yes we» can", "{Ina}«yes we can»", &model),
        check("one cut in two", "{Ina}«yes we can do it»", "{Ina}«yes we» can {Ina}«do it»", &none),
        check("text before it", "{Ina}«yes we can»", "Now. {Ina}«yes we can»", &model),
        check("text in it", "{Ina}«yes we can do it all»", "{Ina}«yes we can do it today»", &none),
        check("left out", "{Ina direct 0.4}«yes» {Bo direct 0.6}«no»", "yes no", &least),
        check("corrected", "{Ina}«yes»", "{Bo direct 1 Bo-said-so}«yes»", &model),
        check("said twice", "{Ina}«yes» {Bo}«yes»", "{Bo}«yes» and {Ina}«yes»", &none),
    ];
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn what_was_removed_by_hand_bears_no_mark() {
    let mut after = made("m/1", "a", 0.0);
    after.corrections.files.push(CorrectionsFile { blake3: "x".to_owned(), ..CorrectionsFile::default() });
    let makers = Makers::new(Some(&made("m/1", "a", 0.0)), Some(&after));
    assert_eq!(check("", "{Ina}«yes»", "yes", &makers), "\nlost (correction)  1:Ina:yes → -\n");
}

#[test]
fn names_answer_for_speakers() {
    let (mut one, mut other) =
        (of("{Ina}«yes» {Bo}«no» {Cy}«well»"), of("{Iva}«yes» {Bo}«no we» {Cy}«well»"));
    other.text.clone_from(&one.text);
    one.mentions = vec![Mention { id: "ina".to_owned(), ..Mention::default() }];
    other.mentions = vec![Mention { id: "iva".to_owned(), ..Mention::default() }];
    let causes = [
        ("names", made("m/1", "b", 0.0)),
        ("model and names", made("m/2", "b", 0.0)),
        ("model", made("m/2", "a", 0.0)),
        ("nothing", made("m/1", "a", 0.0)),
    ];
    let before = made("m/1", "a", 0.0);
    let all = causes.map(|(name, after)| {
        let makers = Makers::new(Some(&before), Some(&after));
        format!("{name}\n{}", told(&document(Some(&one), Some(&other), &makers, &Options::default())))
    });
    insta::assert_snapshot!(all.join("\n"));
}

/// A run's directory with these documents.
fn run(documents: &[Document]) -> (tempfile::TempDir, Run) {
    let dir = tempfile::tempdir().unwrap();
    let line = |it: &Document| {
        let it = Document { schema: "sayso.attributions/1".to_owned(), ..it.clone() };
        format!("{}\n", serde_json::to_string(&it).unwrap())
    };
    let lines: String = documents.iter().map(line).collect();
    std::fs::write(dir.path().join("attributions.jsonl"), lines).unwrap();
    let run = Run::open(dir.path()).unwrap();
    (dir, run)
}

fn named(doc_id: &str, marked: &str) -> Document {
    Document { doc_id: doc_id.to_owned(), ..of(marked) }
}

#[test]
fn whole_runs() {
    let first = [
        named("a", "{Ina}«yes»"),
        named("b", "{Bo}«no»"),
        named("a", "{Cy}«again»"),
        named("c", "{Di}«gone»"),
    ];
    let second = [
        named("d", "{Di}«new»"),
        named("b", "{Bo}«no»"),
        named("a", "{Iva}«yes»"),
        named("a", "{Cy}«again»"),
    ];
    let ((_a, one), (_b, other)) = (run(&first), run(&second));
    let mut changes = Vec::new();
    let totals = runs(&one, &other, &Options::default(), &mut |change| {
        changes.push(change);
        true
    });
    let totals = totals.unwrap().unwrap();
    insta::assert_snapshot!(format!("{}{}", told(&changes), serde_json::to_string(&totals).unwrap()));
    assert!(runs(&one, &other, &Options::default(), &mut |_| false).unwrap().is_none());
    let same = runs(&one, &one, &Options::default(), &mut |_| unreachable!()).unwrap().unwrap();
    assert!(!same.differ());
}

fn any_document() -> impl Strategy<Value = Document> {
    let span = (0_u32..30, 0_u32..8).prop_map(|(start, long)| [start, start + long]);
    let quote =
        (proptest::collection::vec(span, 0..3), "[ab ]{0,9}", 0..3_usize).prop_map(|(spans, words, who)| {
            let name = ["ina", "bo", "cy"][who].to_owned();
            Attribution {
                content_spans: spans as Vec<Span>,
                content: words,
                speakers: vec![Speaker {
                    id: name.clone(),
                    name,
                    kind: "person".to_owned(),
                    ..Speaker::default()
                }],
                ..Attribution::default()
            }
        });
    (proptest::collection::vec(quote, 0..6), 0..2_usize).prop_map(|(quotes, text)| Document {
        doc_id: "a".to_owned(),
        text: ["one text", "another"][text].to_owned(),
        attributions: quotes,
        ..Document::default()
    })
}

proptest! {
    /// Every statement is told once at most; what is neither gained nor lost is in both.
    #[test]
    fn every_statement_is_in_one_pair(one in any_document(), other in any_document()) {
        let changes = document(Some(&one), Some(&other), &Makers::default(), &Options::default());
        for of in [|it: &Change| it.before.as_ref().map(|it| it.number), |it: &Change| it.after.as_ref().map(|it| it.number)] {
            let mut numbers: Vec<usize> = changes.iter().filter_map(of).collect();
            let all = numbers.len();
            numbers.sort_unstable();
            numbers.dedup();
            prop_assert_eq!(numbers.len(), all);
        }
        let count = |kind| changes.iter().filter(|change| change.change == kind).count();
        let gained = count(sayso_diff::Kind::Gained);
        let lost = count(sayso_diff::Kind::Lost);
        prop_assert_eq!(one.attributions.len() - lost, other.attributions.len() - gained);
        prop_assert!(document(Some(&one), Some(&one), &Makers::default(), &Options::default()).is_empty());
    }
}
