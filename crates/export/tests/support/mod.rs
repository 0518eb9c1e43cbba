//! Runs made by hand: an ordinary article and articles that try to break exports.

use sayso_output::{
    Attribution, Carrier, Cluster, ClusterMember, ClusterMembership, Credit, Document, Entity, Mention, Span,
    Speaker, StatementGroup, Via, Wording,
};
use serde::Serialize;
use std::fmt::Write as _;
use std::path::Path;

/// The span of the first place where words stand in a text, from a code point on.
fn find(text: &str, words: &str, from: usize) -> Span {
    let skipped = text.char_indices().nth(from).map_or(text.len(), |(at, _)| at);
    let at = skipped + text[skipped..].find(words).unwrap_or_else(|| panic!("{words:?} in {text:?}"));
    let start = text[..at].chars().count() as u32;
    [start, start + words.chars().count() as u32]
}

/// A statement by its words in the text.
fn quote(text: &str, id: &str, content: &[&str], source: &str, cue: &str, speakers: &[&str]) -> Attribution {
    let spans = |pieces: &[&str]| -> Vec<Span> {
        let mut from = 0;
        let mut found = Vec::new();
        for piece in pieces.iter().filter(|piece| !piece.is_empty()) {
            let span = find(text, piece, from);
            from = span[1] as usize;
            found.push(span);
        }
        found
    };
    Attribution {
        id: id.to_owned(),
        content_spans: spans(content),
        source_spans: spans(&[source]),
        cue_spans: spans(&[cue]),
        form: "direct".to_owned(),
        cue_class: "neutral".to_owned(),
        content: content.join(" "),
        source: source.to_owned(),
        cue: cue.to_owned(),
        speakers: (speakers.iter())
            .map(|name| Speaker {
                id: format!("new:person/{name}"),
                name: (*name).to_owned(),
                kind: "person".into(),
                gender: Some("female".to_owned()),
                gender_basis: Some("given-name".to_owned()),
                ..Speaker::default()
            })
            .collect(),
        confidence: 0.875,
        rule: "test.rule".to_owned(),
        ..Attribution::default()
    }
}

fn mention(text: &str, words: &str) -> Mention {
    let [start, end] = find(text, words, 0);
    Mention {
        start,
        end,
        text: words.to_owned(),
        kind: "person".to_owned(),
        id: format!("new:person/{words}"),
        name: words.to_owned(),
    }
}

/// Three articles: an ordinary one, a copy of it, and a hostile one.
pub(crate) fn documents() -> Vec<Document> {
    let text = "Ferries stay\n\n“The boats 😀 will not\n\nsail,” Mara Lindqvist told Reuters. “Ever.” Jo Ek and Bo Ek \
                agreed it was över.";
    let mut first = quote(
        text,
        "q1",
        &["“The boats 😀 will not\n\nsail,”", "“Ever.”"],
        "Mara Lindqvist",
        "told",
        &["Mara Lindqvist"],
    );
    let [start, end] = find(text, "Reuters", 0);
    first.via = Some(Via { id: Some("sayso:reuters".to_owned()), name: "Reuters".to_owned(), start, end });
    first.group = Some("q1".to_owned());
    let mut second = quote(text, "q2", &["it was över"], "Jo Ek and Bo Ek", "agreed", &["Jo Ek", "Bo Ek"]);
    second.corrected = Some("speaker by Ann Roe: =both".to_owned());
    second.about = vec!["new:person/Mara Lindqvist".to_owned(), "gone".to_owned()];
    let ordinary = Document {
        schema: "sayso.attributions/2".to_owned(),
        doc_id: "desk/1.txt".to_owned(),
        document: "00000000000000000000000000000001".to_owned(),
        title: Some("Ferries stay".to_owned()),
        publisher: Some("Skerry Courier".to_owned()),
        published: Some("2023-10-26T14:02:00-04:00".to_owned()),
        url: Some("https://news.example/1".to_owned()),
        authors: vec!["Ann Roe".to_owned(), "Bo Ek".to_owned()],
        credits: vec![Credit { agency: "Reuters".to_owned(), whole: false }],
        language: Some("en".to_owned()),
        cluster: Some(ClusterMembership {
            id: "00000000000000000000000000000001".into(),
            original_doc_id: "desk/1.txt".into(),
            shared: 1.0,
        }),
        text: text.to_owned(),
        attributions: vec![first, second],
        mentions: vec![mention(text, "Mara Lindqvist"), mention(text, "Jo Ek")],
        ..Document::default()
    };
    let mut copy = Document {
        doc_id: "desk/2.txt".to_owned(),
        document: "00000000000000000000000000000002".to_owned(),
        published: None,
        publisher: None,
        mentions: Vec::new(),
        ..ordinary.clone()
    };
    copy.attributions.truncate(1);
    "q3".clone_into(&mut copy.attributions[0].id);
    vec![ordinary, copy, hostile()]
}

fn hostile() -> Document {
    let text = "=HYPERLINK(\"http://evil.example\")\0,\"\r\n\u{202e}@SUM(1)\u{202c} 😀\t“-1+1\r\nand\u{2028}=2” </w>&]]> said";
    let mut said =
        quote(text, "q4", &["“-1+1\r\nand\u{2028}=2”"], "@SUM(1)", "said", &["=cmd|' /C calc'!A0\n\t"]);
    "unresolved".clone_into(&mut said.speakers[0].kind);
    Document {
        schema: "sayso.attributions/2".to_owned(),
        doc_id: "../../etc/\u{202e}passwd\0".to_owned(),
        document: "00000000000000000000000000000003".to_owned(),
        title: Some(format!("+1\r\n{}", "t".repeat(2 << 20))),
        publisher: Some("'=1".to_owned()),
        published: Some("yesterday, at noon".to_owned()),
        text: text.to_owned(),
        attributions: vec![said],
        mentions: vec![mention(text, "\u{202e}@SUM(1)")],
        ..Document::default()
    }
}

/// A line of JSON with its schema's name.
fn line(out: &mut String, schema: &str, value: &impl Serialize) {
    let mut value = serde_json::to_value(value).unwrap();
    value["schema"] = schema.into();
    let _ = writeln!(out, "{value}");
}

/// Writes a run.
pub(crate) fn write(dir: &Path, documents: &[Document]) {
    let (mut attributions, mut entities, mut clusters, mut statements) = Default::default();
    for document in documents {
        line(&mut attributions, "sayso.attributions/2", document);
    }
    let entity = Entity {
        schema: String::new(),
        id: "new:person/Mara Lindqvist".to_owned(),
        name: "Mara Lindqvist".to_owned(),
        kind: "person".to_owned(),
        roles: vec!["minister".to_owned(), "=1".to_owned()],
        mentions: 1,
        documents: 1,
        attributions: 2,
        about: 1,
        gender: Some("female".to_owned()),
        gender_basis: Some("list".to_owned()),
        country: Some("NO".to_owned()),
        group: Some("elected".to_owned()),
    };
    line(&mut entities, "sayso.entities/1", &entity);
    let copy = |document: &Document, shared| ClusterMember {
        doc_id: document.doc_id.clone(),
        document: document.document.clone(),
        shared,
        ..ClusterMember::default()
    };
    if let [one, two, ..] = documents {
        let cluster = Cluster {
            schema: String::new(),
            id: one.document.clone(),
            original_doc_id: one.doc_id.clone(),
            articles: vec![copy(one, 1.0), copy(two, 0.5)],
        };
        line(&mut clusters, "sayso.clusters/2", &cluster);
        let appearance = |document: &Document, difference| Carrier {
            id: document.attributions[0].id.clone(),
            doc_id: document.doc_id.clone(),
            document: document.document.clone(),
            words: "never".to_owned(),
            difference,
            ..Carrier::default()
        };
        let differs = vec![Wording::LeftOut("ever".to_owned()), Wording::PutIn("never".to_owned())];
        let group = StatementGroup {
            schema: String::new(),
            id: "q1".to_owned(),
            words: "ever".to_owned(),
            speakers: vec!["Mara Lindqvist".to_owned()],
            appearances: 2,
            articles: 1,
            outlets: 1,
            carriers: vec![appearance(one, None), appearance(two, Some(differs))],
        };
        line(&mut statements, "sayso.statements/1", &group);
    }
    let files: [(&str, String); 4] = [
        ("attributions.jsonl", attributions),
        ("entities.jsonl", entities),
        ("clusters.jsonl", clusters),
        ("statements.jsonl", statements),
    ];
    for (name, lines) in files {
        std::fs::write(dir.join(name), lines).unwrap();
    }
}
