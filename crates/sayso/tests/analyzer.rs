//! The library as its users see it.
#![allow(clippy::unwrap_used)]

use sayso::{Analyzer, Article, Document, ErrorKind, Form, Model, SpeakerKind};

const TEXT: &str = "The bridge stays closed until May, Mayor Ann Roe said.\n\n“It is late,” she told the Ostby Courier. “But not too late.”";

fn said(document: &Document) -> Vec<(String, String)> {
    let attributions = document.attributions();
    attributions.map(|found| (found.speakers()[0].name().to_owned(), found.content())).collect()
}

#[test]
fn every_built_in_model_finds_who_said_what() {
    for model in [Model::Rules, Model::Fast, Model::Accurate] {
        let document = Analyzer::new(model.clone()).unwrap().analyze(TEXT);
        let said = said(&document);
        assert!(said.iter().all(|(speaker, _)| speaker == "Ann Roe"), "{model:?}: {said:?}");
        assert!(
            said.iter().any(|(_, words)| words == "“It is late,” “But not too late.”"),
            "{model:?}: {said:?}"
        );
        let direct = document.attributions().find(|found| found.form() == Form::Direct).unwrap();
        assert_eq!((direct.source().as_str(), direct.cue().as_str()), ("she", "told"), "{model:?}");
        assert_eq!(direct.speakers()[0].kind, SpeakerKind::Person);
    }
}

#[test]
fn spans_are_bytes_and_convert_to_code_points() {
    let document = Analyzer::new(Model::Rules).unwrap().analyze("“Déjà vu,” Ann Roe said.");
    let found = document.attributions().next().unwrap();
    let span = found.content_spans()[0];
    assert_eq!(span.of(document.text()), "“Déjà vu,”");
    assert_eq!(document.code_points().at(span.end), 10);
}

#[test]
fn an_analyzer_is_shared_among_threads() {
    fn shared<T: Send + Sync + 'static>(_: &T) {}
    let analyzer = Analyzer::new(Model::Fast).unwrap();
    shared(&analyzer);
    let articles = |count: usize| (0..count).map(|_| Article { text: TEXT.to_owned(), ..Article::default() });
    let alone: Vec<Document> = articles(8).map(|article| analyzer.analyze_article(article)).collect();
    assert_eq!(analyzer.analyze_all(articles(8).collect()), alone);
}

#[test]
fn errors_say_which_file_and_can_be_matched() {
    let dir = tempfile::tempdir().unwrap();
    let missing = dir.path().join("missing.model");
    let error = Analyzer::new(Model::File(missing.clone())).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::ReadModel { path, .. } if *path == missing));
    assert!(error.to_string().contains("missing.model"), "{error}");

    let foreign = dir.path().join("foreign.model");
    std::fs::write(&foreign, "not a model").unwrap();
    let error = Analyzer::new(Model::File(foreign)).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::ModelFile { .. }), "{error}");

    let names = dir.path().join("names.tsv");
    std::fs::write(&names, "no\theader\n").unwrap();
    let error = Analyzer::builder().names([&names]).build().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Names(_)), "{error}");
    assert!(error.to_string().contains("names.tsv:1"), "{error}");
}

#[test]
fn files_of_any_format_are_read_and_failures_are_told() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("a.txt"), TEXT).unwrap();
    std::fs::write(
        dir.path().join("b.jsonl"),
        "{\"text\": \"“No bridge is safe,” Ben Ames said.\"}\n{broken\n",
    )
    .unwrap();
    let analyzer = Analyzer::new(Model::Rules).unwrap();
    let (mut speakers, mut failures) = (Vec::new(), 0);
    analyzer.analyze_files([dir.path().to_str().unwrap()], &sayso::Reading::default(), |document| {
        match document {
            Ok(document) => speakers.extend(said(&document).into_iter().map(|(speaker, _)| speaker)),
            Err(_) => failures += 1,
        }
        std::ops::ControlFlow::Continue(())
    });
    assert_eq!(failures, 1);
    assert!(speakers.contains(&"Ann Roe".to_owned()) && speakers.contains(&"Ben Ames".to_owned()));
}

#[test]
fn passages_without_the_end_of_a_sentence_hold_few_attributions() {
    let analyzer = Analyzer::new(Model::Rules).unwrap();
    let attributions = |text: &str| analyzer.analyze(text).attributions().count();
    // 1,500 words: six windows.
    assert_eq!(attributions(&"he said that it rains ".repeat(300)), 48);
    assert_eq!(attributions(&"He said that it rains. ".repeat(60)), 60);
}
