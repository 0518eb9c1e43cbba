//! Who a source is, on small articles.
#![allow(clippy::unwrap_used)]

use sayso_core::{Article, Attribution, Form, Mentions, Span, Speaker, SpeakerKind};
use sayso_gazetteer::Gazetteer;
use sayso_recognize::Recognizer;
use sayso_speakers::Resolver;
use sayso_tokenize::Tokenizer;

/// A source and its cue, as marked in a case.
#[derive(Default)]
struct Marked {
    source: Vec<Span>,
    cue: Vec<Span>,
}

/// Takes `[source]` and `{cue}` out of a case's text; a cue belongs to the last source, or stands alone.
fn unmark(marked: &str) -> (String, Vec<Marked>) {
    let (mut text, mut found): (String, Vec<Marked>) = (String::new(), Vec::new());
    let mut opened = 0;
    for c in marked.replace("\\n", "\n\n").chars() {
        let here = text.len() as u32;
        match c {
            '[' | '{' => opened = here,
            ']' => found.push(Marked { source: vec![Span { start: opened, end: here }], cue: Vec::new() }),
            '}' => {
                if found.last().is_none_or(|last| !last.cue.is_empty()) {
                    found.push(Marked::default());
                }
                found.last_mut().unwrap().cue.push(Span { start: opened, end: here });
            }
            c => text.push(c),
        }
    }
    (text, found)
}

fn resolve(marked: &str, recognizer: &Recognizer) -> Vec<String> {
    let (text, sources) = unmark(marked);
    let article = Article { text, ..Article::default() };
    let tokens = Tokenizer::new().tokenize(&article);
    let mentions = recognizer.recognize(&article, &tokens);
    let resolver = Resolver::new(&article, &tokens, &mentions);
    let mut earlier: Vec<Attribution> = Vec::new();
    for Marked { source, cue } in sources {
        let answer = resolver.resolve(&source, &cue, &earlier);
        earlier.push(Attribution {
            source,
            cue,
            speakers: answer.speakers,
            via: answer.via,
            ..Attribution::blank()
        });
    }
    let spelt = |attribution: &Attribution| {
        let who =
            attribution.speakers.iter().map(|speaker| format!("{} ({})", speaker.name, speaker.kind.name()));
        who.collect::<Vec<_>>().join("; ")
    };
    earlier.iter().map(spelt).collect()
}

#[test]
fn who_is_quoted_is_i() {
    let text = "“Wait,” “I think that it is safe,” said Jane Roe.".to_owned();
    let at = |words: &str| {
        let start = text.find(words).unwrap();
        Span::new(start, start + words.len())
    };
    let roe = Speaker { id: "roe".to_owned(), name: "Jane Roe".to_owned(), kind: SpeakerKind::Person };
    let quoted = Attribution {
        content: vec![at("“Wait,”"), at("“I think that it is safe,”")],
        form: Form::Direct,
        speakers: vec![roe.clone()],
        ..Attribution::blank()
    };
    let source = [at("I")];
    let article = Article { text, ..Article::default() };
    let (tokens, mentions) = (Tokenizer::new().tokenize(&article), Mentions::default());
    let resolver = Resolver::new(&article, &tokens, &mentions);
    let reported = Attribution { form: Form::Indirect, ..quoted.clone() };
    assert_eq!(resolver.resolve(&source, &[], &[quoted, reported]).speakers, [roe]);
    assert_eq!(resolver.resolve(&source, &[], &[]).speakers[0].kind, SpeakerKind::Unresolved);
}

#[test]
fn cases() {
    let recognizer = Recognizer::new(Gazetteer::shipped());
    let mut wrong = Vec::new();
    for case in include_str!("speakers.txt").split("\n## ").skip(1) {
        let lines: Vec<&str> = case.lines().filter(|line| !line.is_empty()).collect();
        let found = resolve(lines[1], &recognizer);
        if found != lines[2..] {
            wrong.push(format!("{}: {found:?}", lines[0]));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A thousand sources in one paragraph: what looks back at all of it for each would take minutes.
#[test]
fn many_sources_in_one_paragraph() {
    let recognizer = Recognizer::new(Gazetteer::shipped());
    let text =
        "[Jane Roe] {said} so. [She] {said} more. [They] {agreed}. [The minister] {nodded}. [I] {think} so. ";
    assert_eq!(resolve(&text.repeat(200), &recognizer).len(), 1_000);
}
