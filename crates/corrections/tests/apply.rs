//! Corrections laid over statements: what changes, what does not fit, and that twice is once.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use sayso_core::{
    Article, Attribution, Attributions, CueClass, Form, Mentions, SetAside, SetAsideReason, Span, Speaker,
    SpeakerKind,
};
use sayso_corrections::{
    Action, Correction, CorrectionOutcome, Piece, Text, Who, apply, parse, record, write,
};

const BODY: &str =
    "“We have waited for this,” Holt said. “It was worth it.”\n\nThe bridge is safe, she added.\n";

fn article(text: &str) -> Article {
    Article { source_id: "a.txt".to_owned(), text: text.to_owned(), ..Article::default() }
}

fn span(text: &str, words: &str) -> Span {
    let at = text.find(words).unwrap();
    Span::new(at, at + words.len())
}

fn statement(text: &str, content: &[&str], source: &str, cue: &str, speaker: &str) -> Attribution {
    Attribution {
        content: content.iter().map(|piece| span(text, piece)).collect(),
        source: vec![span(text, source)],
        cue: vec![span(text, cue)],
        form: Form::Direct,
        cue_class: CueClass::Neutral,
        polarity: sayso_core::Polarity::Asserted,
        speakers: vec![Speaker { id: "x:1".to_owned(), name: speaker.to_owned(), kind: SpeakerKind::Person }],
        via: None,
        about: Vec::new(),
        confidence: 0.5,
        rule: "rules".to_owned(),
        evidence: Vec::new(),
    }
}

fn found(text: &str) -> Attributions {
    let first =
        statement(text, &["“We have waited for this,”", "“It was worth it.”"], "Holt", "said", "Ina Holt");
    let second = statement(text, &["The bridge is safe"], "she", "added", "Ina Holt");
    let aside = SetAside { span: span(text, "bridge"), reason: SetAsideReason::Term };
    Attributions { attributions: vec![first, second], set_aside: vec![aside], ..Attributions::default() }
}

fn pieces(text: &str, words: &[&str]) -> Vec<Piece> {
    words.iter().map(|word| Text::new(text).piece(span(text, word))).collect()
}

fn change(words: &[&str]) -> Correction {
    Correction::new(Action::Change, "a.txt", pieces(BODY, words))
}

fn who(name: &str) -> Vec<Who> {
    vec![Who { name: name.to_owned(), kind: SpeakerKind::Person, id: None }]
}

fn shown(text: &str, attributions: &Attributions) -> String {
    let words = |spans: &[Span]| spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" … ");
    let line = |it: &Attribution| {
        let speakers: Vec<&str> = it.speakers.iter().map(|it| it.id.as_str()).collect();
        let marks: Vec<&str> = it.corrections().collect();
        format!(
            "{} ‹{}› ‹{}› {} {} {} {} [{}]\n",
            words(&it.content),
            words(&it.source),
            words(&it.cue),
            it.form.name(),
            speakers.join(";"),
            it.confidence,
            it.rule,
            marks.join("; ")
        )
    };
    attributions.attributions.iter().map(line).collect()
}

/// What corrections of [`BODY`] make of the statements of a text.
fn corrected(text: &str, corrections: &[Correction]) -> String {
    let mut attributions = found(text);
    let fates = apply(&article(text), &Mentions::default(), &mut attributions, corrections);
    let unfit = fates
        .iter()
        .filter(|outcome| **outcome != CorrectionOutcome::Applied)
        .map(|outcome| format!("{outcome:?}\n"));
    let unfit: String = unfit.collect();
    let once = attributions.clone();
    apply(&article(text), &Mentions::default(), &mut attributions, corrections);
    assert_eq!(once, attributions, "twice is once");
    format!("{}{unfit}", shown(text, &attributions))
}

fn all_kinds() -> Vec<Correction> {
    vec![
        Correction {
            speakers: Some(who("Rosa Feld")),
            note: Some("She is the mayor.".to_owned()),
            by: Some("jr".to_owned()),
            ..change(&["“We have waited for this,”", "“It was worth it.”"])
        },
        Correction {
            content: Some(pieces(BODY, &["The bridge is safe,"])),
            source: Some(pieces(BODY, &["she added"])),
            cue: Some(Vec::new()),
            form: Some(Form::Indirect),
            class: Some(CueClass::Claim),
            ..change(&["The bridge is safe"])
        },
        Correction {
            content: Some(pieces(BODY, &["“It was worth it.”"])),
            speakers: Some(who("Ina Holt")),
            ..Correction::new(Action::Add, "a.txt", Vec::new())
        },
        Correction::new(Action::Remove, "a.txt", pieces(BODY, &["“We have waited for this,”"])),
    ]
}

#[test]
fn every_kind() {
    let all = all_kinds();
    let each: Vec<String> =
        all.iter().map(|correction| corrected(BODY, std::slice::from_ref(correction))).collect();
    insta::assert_snapshot!(format!("{}\nall\n{}", each.join("\n"), corrected(BODY, &all)));
}

#[test]
fn what_does_not_fit_is_said() {
    let mend = Correction { speakers: Some(who("Rosa Feld")), ..change(&["The bridge is safe"]) };
    let cases = [
        ("other words", BODY.replace("waited for this", "waited so long"), all_kinds().remove(0)),
        ("twice", format!("The bridge is safe. {BODY}"), mend.clone()),
        ("moved", format!("BERLIN, Żółw. {BODY}"), mend),
        (
            "no statement",
            BODY.to_owned(),
            Correction { speakers: Some(who("Rosa Feld")), ..change(&["It was"]) },
        ),
        (
            "nothing to remove",
            BODY.to_owned(),
            Correction::new(Action::Remove, "a.txt", pieces(BODY, &["she"])),
        ),
    ];
    let told = cases.map(|(name, text, correction)| {
        // The statements stand where the text has them.
        let text = text.replace("waited so long", "waited for this");
        let after = if name == "other words" { BODY.replace("waited", "hoped") } else { text };
        if name == "other words" {
            let mut attributions = Attributions::default();
            let fates = apply(&article(&after), &Mentions::default(), &mut attributions, [&correction]);
            return format!("{name}: {fates:?}\n");
        }
        format!("{name}\n{}", corrected(&after, &[correction]))
    });
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn words_set_aside_are_a_statement_then() {
    let mut attributions = found(BODY);
    let add = Correction {
        content: Some(pieces(BODY, &["bridge"])),
        ..Correction::new(Action::Add, "a.txt", Vec::new())
    };
    apply(&article(BODY), &Mentions::default(), &mut attributions, [&add]);
    assert!(attributions.set_aside.is_empty());
    assert_eq!(attributions.attributions[2].speakers[0].kind, SpeakerKind::Unresolved);
}

#[test]
fn the_file() {
    let hostile = Correction {
        note: Some("\"quoted\" \\ \u{202e}turned\u{1b}\n[[correction]]\n".to_owned()),
        speakers: Some(vec![Who {
            name: "Ż".to_owned(),
            kind: SpeakerKind::Role,
            id: Some("role:ż".to_owned()),
        }]),
        ..change(&["The bridge is safe"])
    };
    let all: Vec<Correction> = all_kinds().into_iter().chain([hostile]).collect();
    let file = write(&all);
    let read: Vec<Correction> = parse(&file).unwrap().into_iter().map(|entry| entry.correction).collect();
    assert_eq!(read, all);
    assert_eq!(parse(&file).unwrap()[1].line, Some(12));
    insta::assert_snapshot!(file);
}

#[test]
fn a_later_word_on_the_same_statement_replaces_the_earlier() {
    let first = Correction { speakers: Some(who("Rosa Feld")), ..change(&["The bridge is safe"]) };
    let second =
        Correction { form: Some(Form::Mixed), by: Some("kl".to_owned()), ..change(&["The bridge is safe"]) };
    let remove = Correction::new(Action::Remove, "a.txt", pieces(BODY, &["The bridge is safe"]));
    let add = all_kinds().remove(2);
    let undo = Correction::new(Action::Remove, "a.txt", pieces(BODY, &["“It was worth it.”"]));
    let mut file = record("# Ours.\n", &[first, add]).unwrap();
    file.push_str("\n# Seen by two.\n");
    let mut told = file.clone();
    for it in [second, undo, remove] {
        file = record(&file, &[it]).unwrap();
        told.push_str("---\n");
        told.push_str(&file);
    }
    insta::assert_snapshot!(told);
}

#[test]
fn a_bad_file_is_refused() {
    let entry = |fields: &str| format!("[[correction]]\naction = \"change\"\ndocument = \"a\"\n{fields}");
    let statement = "statement = [\"x\"]\nstatement_at = [[0, 1]]\n";
    let files = [
        "correction = 3".to_owned(),
        "[[correction]]\naction = \"mend\"\ndocument = \"a\"\n".to_owned(),
        entry(""),
        entry(statement),
        entry("statement = [\"x\"]\nform = \"direct\"\n"),
        entry(&format!("{statement}speakers = []\n")),
        entry(&format!("{statement}speakers = [{{ name = \"A\", kind = \"planet\" }}]\n")),
        entry(&format!("{statement}form = \"spoken\"\n")),
        entry(&format!("{statement}speaker = \"A\"\n")),
        "[[correction]]\naction = \"add\"\ndocument = \"a\"\n".to_owned(),
        "[[correction]\n".to_owned(),
    ];
    let told: Vec<String> = files.iter().map(|file| parse(file).unwrap_err().to_string()).collect();
    insta::assert_snapshot!(told.join("\n"));
}

proptest! {
    /// Text that moved keeps its corrections, whatever was put before it.
    #[test]
    fn a_shifted_text_keeps_corrections(before in "[a-zé😀 \n]{0,60}") {
        let text = format!("{before}{BODY}");
        let mut moved = found(&text);
        // The statements' words begin with a capital or a mark, which nothing before them holds.
        let all = all_kinds();
        let fates = apply(&article(&text), &Mentions::default(), &mut moved, &all);
        prop_assert!(fates.iter().all(|outcome| *outcome == CorrectionOutcome::Applied), "{:?}", fates);
        let mut plain = found(BODY);
        apply(&article(BODY), &Mentions::default(), &mut plain, &all);
        prop_assert_eq!(shown(&text, &moved), shown(BODY, &plain));
        let once = moved.clone();
        apply(&article(&text), &Mentions::default(), &mut moved, &all);
        prop_assert_eq!(once, moved);
    }

    /// Whatever stands in file and text: an answer, no panic, and the same when it is done twice.
    #[test]
    fn any_correction_of_any_text(
        text in "[ab “”é😀\n]{0,40}",
        words in "[ab “”é😀\n]{0,6}",
        at in any::<[u32; 2]>(),
        near in [0_u32..50, 0_u32..50],
        action in 0..3_usize,
    ) {
        for at in [at, near] {
            let piece = Piece { words: words.clone(), at, nth: None };
            let it = Correction {
                content: Some(vec![piece.clone()]),
                source: Some(vec![piece.clone()]),
                speakers: Some(who("A")),
                ..Correction::new(Action::ALL[action], "a.txt", vec![piece])
            };
            let mut attributions = Attributions::default();
            apply(&article(&text), &Mentions::default(), &mut attributions, [&it, &it]);
            let once = attributions.clone();
            apply(&article(&text), &Mentions::default(), &mut attributions, [&it]);
            prop_assert_eq!(once, attributions);
        }
    }

    #[test]
    fn any_file_is_read_or_refused(text in "(\\[\\[correction\\]\\]|action|document|statement|_at| = |\"a\"|\"remove\"|\\[\\[0, 1\\]\\]|\n|\\[|.){0,40}") {
        if let Ok(entries) = parse(&text) {
            let all: Vec<Correction> = entries.into_iter().map(|entry| entry.correction).collect();
            let read: Vec<Correction> = parse(&write(&all)).unwrap().into_iter().map(|entry| entry.correction).collect();
            prop_assert_eq!(read, all);
        }
    }
}
