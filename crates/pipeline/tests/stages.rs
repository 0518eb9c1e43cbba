//! Every stage on whole articles that we wrote: a wire story, a feature, an interview, a press release, a live blog and
//! an ugly page, from the file's bytes to who said what. Read a changed snapshot before you accept it: a wrong
//! attribution is mended, or stands in `docs/known-limits.md`.
#![allow(clippy::unwrap_used)]

use sayso::{Analyzer, Model};
use sayso_core::{Article, Attribution, Span, Tokens};
use sayso_report::Document;
use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::LazyLock;

const SAMPLES: [&str; 6] = [
    "text/wire-ferry-inquiry.txt",
    "text/feature-last-lighthouse.txt",
    "text/interview-glacier-scientist.txt",
    "text/press-release-river-bill.txt",
    "text/live-blog-storm-elke.txt",
    "html/ugly-page-tram-strike.html",
];

fn analyzer(model: Model) -> Analyzer {
    Analyzer::new(model).unwrap()
}

static RULES: LazyLock<Analyzer> = LazyLock::new(|| analyzer(Model::Rules));
static FAST: LazyLock<Analyzer> = LazyLock::new(|| analyzer(Model::Fast));
static ACCURATE: LazyLock<Analyzer> = LazyLock::new(|| analyzer(Model::Accurate));

fn article(sample: &str) -> Article {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/samples").join(sample);
    let options = sayso_ingest::Options::default();
    let (inputs, complaints) = sayso_ingest::discover(&[path.display().to_string()], &options);
    assert!(complaints.is_empty(), "{complaints:?}");
    let mut found = Vec::new();
    sayso_ingest::read(&inputs[0], &options, &mut |article| {
        found.push(article.unwrap());
        ControlFlow::Continue(())
    });
    assert_eq!(found.len(), 1);
    found.remove(0)
}

/// Snapshots `show` of each sample, named after it.
fn each(stage: &str, analyzer: &Analyzer, show: impl Fn(&Document<'_>) -> String) {
    for sample in SAMPLES {
        let found = analyzer.analyze_article(article(sample));
        let (article, tokens, mentions, attributions) = found.parts();
        let shown = show(&Document { article, tokens, mentions, attributions });
        let name = Path::new(sample).file_stem().unwrap().to_str().unwrap();
        insta::assert_snapshot!(format!("{stage}-{name}"), shown);
    }
}

/// Paragraphs apart by an empty line, a sentence a line, a bar between words.
fn words(article: &Article, tokens: &Tokens) -> String {
    let mut out = String::new();
    for paragraph in &tokens.paragraphs {
        for sentence in &tokens.sentences[paragraph.sentences()] {
            let words: Vec<&str> =
                tokens.tokens[sentence.tokens()].iter().map(|token| token.span.of(&article.text)).collect();
            let _ = writeln!(out, "{}", words.join("|"));
        }
        out.push('\n');
    }
    out
}

fn spelt(spans: &[Span], text: &str) -> String {
    spans.iter().map(|span| span.of(text).replace('\n', "⏎")).collect::<Vec<_>>().join(" … ")
}

fn statement(attribution: &Attribution, text: &str) -> String {
    let speakers: Vec<String> =
        attribution.speakers.iter().map(|who| format!("{} ({})", who.name, who.kind.name())).collect();
    let via = attribution.via.as_ref().map_or_else(String::new, |via| format!(", through {}", via.name));
    format!(
        "{} {} {:.0} %: {}{via}\n  ‹{}› ‹{}› ‹{}›\n",
        attribution.form.name(),
        attribution.cue_class.name(),
        attribution.confidence * 100.0,
        speakers.join("; "),
        spelt(&attribution.source, text),
        spelt(&attribution.cue, text),
        spelt(&attribution.content, text),
    )
}

fn statements(document: &Document<'_>) -> String {
    let text = &document.article.text;
    let found = document.attributions.attributions.iter().map(|attribution| statement(attribution, text));
    let aside = document.attributions.set_aside.iter();
    let aside = aside.map(|set_aside| {
        format!("set aside, {}: {}\n", set_aside.reason.name(), spelt(&[set_aside.span], text))
    });
    found.chain(aside).collect()
}

#[test]
fn ingest() {
    each("ingest", &RULES, |layers| format!("{:#?}\n\n{}", layers.article.metadata, layers.article.text));
}

#[test]
fn tokenize() {
    each("tokenize", &RULES, |layers| words(layers.article, layers.tokens));
}

#[test]
fn recognize() {
    each("recognize", &RULES, |it| {
        let line = |mention: &sayso_core::Mention| {
            let entity = it.mentions.entity_of(mention).unwrap();
            let title = mention.title.map_or("", |span| span.of(&it.article.text));
            format!(
                "{} {:?} {} {} [{title}]\n",
                mention.span.of(&it.article.text),
                mention.form,
                entity.kind.name(),
                entity.id
            )
        };
        it.mentions.mentions.iter().map(line).collect()
    });
}

#[test]
fn attribute_by_rules() {
    each("rules", &RULES, statements);
}

#[test]
fn attribute_fast() {
    each("fast", &FAST, statements);
}

#[test]
fn attribute_accurately() {
    each("accurate", &ACCURATE, statements);
}
