//! One run of one invented article that uses every field and every value of every type, so that any change to the
//! shape of a type changes the bytes of the golden files.
#![allow(dead_code, unreachable_pub, reason = "each test file is a crate of its own and uses its share")]

use sayso_artifact::{Fingerprints, Shard};
use sayso_core::{
    Article, Attribution, Attributions, Carrier, Credit, CueClass, Dated, Diagnostic, Entity, EntityKind,
    Evidence, Form, Gender, Mention, MentionForm, Mentions, Metadata, Origin, Paragraph, Part, PartKind,
    Polarity, Provenance, RunnerUp, Sentence, SetAside, SetAsideReason, Severity, Span, Speaker, SpeakerKind,
    Token, TokenKind, Tokens,
};
use std::path::{Path, PathBuf};

/// Long enough that lengths and offsets need more than one byte in either codec, and differ between them.
pub const TEXT: &str = "Zoë Marsh opens harbour\n\n“It’s done,” Mayor Marsh told the Gull. “Finally!”\n\n\
    The harbour took nine years, four engineers and one very patient ferry captain, who waited at the old pier on \
    every working day and was given the first berth on Saturday, under a flag that her crew had sewn themselves from \
    last winter’s sails.\n";

const PARTS: [PartKind; 10] = [
    PartKind::Section,
    PartKind::Headline,
    PartKind::Subhead,
    PartKind::Byline,
    PartKind::Dateline,
    PartKind::Caption,
    PartKind::BlockQuote,
    PartKind::PullQuote,
    PartKind::ListItem,
    PartKind::Table,
];

pub fn fingerprints() -> Fingerprints {
    Fingerprints { inputs: [1; 32], configuration: [2; 32], data: [3; 32], code: [4; 32] }
}

/// The span of the first place where `words` stand.
pub fn span(words: &str) -> Span {
    let start = TEXT.find(words).expect("the words stand in the text");
    Span::new(start, start + words.len())
}

/// Spans of one byte each, one after the other, over the ASCII of the text's second word.
fn row(count: usize) -> impl Iterator<Item = Span> {
    let start = span("opens harbour\n\n").start as usize;
    (0..count).map(move |at| Span::new(start + at, start + at + 1))
}

pub fn article() -> Article {
    let diagnostics = Severity::ALL.iter().map(|&severity| {
        Diagnostic::new(severity, "ingest.example", "harbour.txt:1", "an example")
            .with_help("nothing to do")
            .with_span(span("Zoë"))
    });
    let mut article = Article {
        source_id: "harbour.txt".into(),
        origin: Origin { path: "harbour.txt".into(), record: Some(7), format: "text".into() },
        text: TEXT.into(),
        parts: PARTS.iter().zip(row(10)).map(|(&kind, span)| Part { span, kind }).collect(),
        metadata: metadata(),
        diagnostics: diagnostics.collect(),
        ..Article::default()
    };
    article.id = article.identify();
    article
}

fn metadata() -> Metadata {
    let some = |text: &str| Some(text.to_owned());
    Metadata {
        title: some("Zoë Marsh opens harbour"),
        publisher: some("The Gull"),
        authors: vec!["Ann Onym".into(), "Bo Body".into()],
        published: Some(Dated { value: "2023-10-26T14:02:00-04:00".into(), understood: true }),
        modified: Some(Dated { value: "last Tuesday".into(), understood: false }),
        url: some("https://gull.example/harbour"),
        section: some("Local"),
        language: some("en"),
        credits: vec![Credit { agency: "Coast Wire".into(), span: Some(span("Gull")), whole: true }],
        provenance: vec![Provenance { field: "title".into(), source: "json-ld".into() }],
    }
}

pub fn tokens() -> Tokens {
    let first = span("Zoë Marsh opens harbour");
    let third = Span::new(TEXT.find("The harbour").expect("there"), TEXT.trim_end().len());
    let second = span("“It’s done,” Mayor Marsh told the Gull. “Finally!”");
    Tokens {
        document: article().id,
        paragraphs: vec![
            Paragraph { span: first, first_sentence: 0, end_sentence: 1 },
            Paragraph { span: second, first_sentence: 1, end_sentence: 2 },
            Paragraph { span: third, first_sentence: 2, end_sentence: 3 },
        ],
        sentences: vec![
            Sentence { span: first, first_token: 0, end_token: 14 },
            Sentence { span: second, first_token: 14, end_token: 15 },
            Sentence { span: third, first_token: 15, end_token: 16 },
        ],
        tokens: TokenKind::ALL
            .iter()
            .zip(row(14))
            .map(|(&kind, span)| Token { span, kind })
            .chain(["Finally", "sails"].map(|word| Token { span: span(word), kind: TokenKind::Word }))
            .collect(),
    }
}

pub fn mentions() -> Mentions {
    let entities = EntityKind::ALL.iter().enumerate().map(|(at, &kind)| Entity {
        id: format!("new:{}/zoe-marsh", kind.name()),
        name: "Zoë Marsh".into(),
        kind,
        listed: at % 2 == 0,
        gender: Gender::ALL.get(at).copied(),
        roles: vec!["Mayor".into()],
        country: (at == 0).then(|| "NZ".into()),
    });
    let places = ["Zoë", "Marsh", "Mayor", "ferry captain"].map(span);
    let mentions = MentionForm::ALL.iter().zip(places).enumerate().map(|(at, (&form, place))| Mention {
        span: place,
        entity: at as u32,
        form,
        title: (at == 1).then(|| span("Mayor")),
        score: 0.5,
        runners_up: vec![RunnerUp { id: "sayso:1".into(), name: "Marsh".into(), score: 0.25 }],
    });
    Mentions { document: article().id, mentions: mentions.collect(), entities: entities.collect() }
}

pub fn attributions() -> Attributions {
    let attributions = CueClass::ALL.iter().enumerate().map(|(at, &cue_class)| Attribution {
        content: vec![span("“It’s done,”"), span("“Finally!”")],
        source: vec![span("Mayor Marsh")],
        cue: vec![span("told")],
        form: Form::ALL[at % Form::ALL.len()],
        cue_class,
        polarity: Polarity::ALL[at % Polarity::ALL.len()],
        speakers: vec![Speaker {
            id: "new:person/zoe-marsh".into(),
            name: "Zoë Marsh".into(),
            kind: SpeakerKind::ALL[at % SpeakerKind::ALL.len()],
        }],
        via: (at == 0).then(|| Carrier {
            id: Some("new:outlet/gull".into()),
            name: "the Gull".into(),
            span: span("the Gull"),
        }),
        about: vec!["new:place/harbour".into()],
        confidence: 0.75,
        rule: "direct.after".into(),
        evidence: vec![Evidence {
            kind: "cue".into(),
            detail: "“told” after the quotation".into(),
            weight: 1.5,
        }],
    });
    let set_aside =
        SetAsideReason::ALL.iter().map(|&reason| SetAside { span: span("“Finally!”"), reason });
    Attributions {
        document: article().id,
        attributions: attributions.collect(),
        set_aside: set_aside
            .chain([SetAside { span: span("sails"), reason: SetAsideReason::Term }])
            .collect(),
    }
}

pub fn shard<T>(document: T) -> Shard<T> {
    Shard { documents: vec![document] }
}

/// A new empty directory; removed again when dropped.
pub struct Scratch(pub PathBuf);

impl Scratch {
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("sayso-artifact-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).expect("a temporary directory");
        Self(path)
    }

    pub fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Where the golden files of a schema version are.
pub fn golden_dir(schema: u32) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/v{schema}"))
}
