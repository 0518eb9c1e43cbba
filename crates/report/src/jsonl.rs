//! `attributions.jsonl` and `entities.jsonl`: what every line holds. Offsets are Unicode code points.

use crate::{Document, Error, json};
use sayso_core::{Attribution, CodePoints, Entity, Mention, MentionForm, Span};
use serde::{Serialize, Serializer};
use std::path::Path;

/// Name and version of a line of `attributions.jsonl`.
const ATTRIBUTIONS: &str = "sayso.attributions/1";
/// Name and version of a line of `entities.jsonl`.
const ENTITIES: &str = "sayso.entities/1";

#[derive(Serialize)]
struct DocumentLine<'a> {
    schema: &'static str,
    doc_id: &'a str,
    document: String,
    title: Option<&'a str>,
    publisher: Option<&'a str>,
    published: Option<&'a str>,
    url: Option<&'a str>,
    modified: Option<&'a str>,
    authors: &'a [String],
    section: Option<&'a str>,
    language: Option<&'a str>,
    credits: Vec<CreditLine<'a>>,
    /// Filled in when the whole corpus is known; see [`crate::clusters`].
    cluster: (),
    text: &'a str,
    quotes: Vec<QuoteLine<'a>>,
    mentions: Vec<MentionLine<'a>>,
    set_aside: Vec<AsideLine<'a>>,
}

/// A news agency whose copy it is.
#[derive(Serialize)]
struct CreditLine<'a> {
    agency: &'a str,
    whole: bool,
}

#[derive(Serialize)]
struct QuoteLine<'a> {
    id: String,
    /// Filled in when the whole corpus is known; see [`crate::groups`].
    group: (),
    content_spans: Vec<[u32; 2]>,
    source_spans: Vec<[u32; 2]>,
    cue_spans: Vec<[u32; 2]>,
    #[serde(rename = "type")]
    form: &'static str,
    cue_class: &'static str,
    content: String,
    source: String,
    cue: String,
    speakers: Vec<SpeakerLine<'a>>,
    via: Option<ViaLine<'a>>,
    about: &'a [String],
    #[serde(serialize_with = "short")]
    confidence: f32,
    rule: &'a str,
    /// What somebody corrected, by whom and why.
    corrected: Option<String>,
}

#[derive(Serialize)]
struct SpeakerLine<'a> {
    id: &'a str,
    name: &'a str,
    kind: &'static str,
}

#[derive(Serialize)]
struct ViaLine<'a> {
    id: Option<&'a str>,
    name: &'a str,
    start: u32,
    end: u32,
}

#[derive(Serialize)]
struct MentionLine<'a> {
    start: u32,
    end: u32,
    text: &'a str,
    kind: &'static str,
    id: &'a str,
    name: &'a str,
}

/// Words in quotation marks that are no quotation.
#[derive(Serialize)]
struct AsideLine<'a> {
    start: u32,
    end: u32,
    text: &'a str,
    reason: &'static str,
}

#[derive(Serialize)]
pub(crate) struct EntityLine<'a> {
    pub schema: &'static str,
    pub id: &'a str,
    pub name: &'a str,
    pub kind: &'static str,
    /// Titles and roles as written, most frequent first.
    pub roles: Vec<&'a str>,
    /// Places in the texts that name it.
    pub mentions: u32,
    /// Articles that name it.
    pub documents: u32,
    /// Statements that it made.
    pub attributions: u32,
    /// Statements that are about it.
    pub about: u32,
}

impl EntityLine<'_> {
    pub(crate) const SCHEMA: &'static str = ENTITIES;
}

/// What a line says of its cluster until that is known. Quotation marks inside strings are escaped, so that no text
/// looks like it.
pub(crate) const NO_CLUSTER: &[u8] = b",\"cluster\":null";
/// The same of an attribution and its statement group.
pub(crate) const NO_GROUP: &[u8] = b",\"group\":null";

#[derive(Serialize)]
pub(crate) struct ClusterLine<'a> {
    pub schema: &'static str,
    /// The original's `document`.
    pub id: &'a str,
    /// The original's `doc_id`.
    pub original: &'a str,
    /// All of them, the original first.
    pub articles: Vec<CopyLine<'a>>,
}

impl ClusterLine<'_> {
    pub(crate) const SCHEMA: &'static str = "sayso.clusters/1";
}

#[derive(Serialize)]
pub(crate) struct CopyLine<'a> {
    pub doc_id: &'a str,
    pub document: &'a str,
    pub title: &'a str,
    pub publisher: &'a str,
    pub published: Option<&'a str>,
    #[serde(serialize_with = "short")]
    pub shared: f32,
}

/// A statement group as its line of `statements.jsonl`.
#[derive(Serialize)]
pub(crate) struct GroupLine<'a> {
    pub schema: &'static str,
    /// The `id` of its first appearance.
    pub id: &'a str,
    /// The words as first printed, as the report shows them.
    pub words: &'a str,
    /// Names of those who said it, by the first appearance.
    pub speakers: Vec<&'a str>,
    pub appearances: u32,
    /// Articles, those that are copies of one another counted as one.
    pub articles: u32,
    pub outlets: u32,
    /// All appearances, the first one first, the others by date.
    pub carriers: &'a [CarrierLine<'a>],
}

impl GroupLine<'_> {
    pub(crate) const SCHEMA: &'static str = "sayso.statements/1";
}

/// One appearance of a statement.
#[derive(Serialize)]
pub(crate) struct CarrierLine<'a> {
    /// The attribution's `id`.
    pub id: &'a str,
    pub doc_id: &'a str,
    pub document: &'a str,
    pub title: &'a str,
    pub publisher: &'a str,
    pub published: Option<&'a str>,
    pub words: &'a str,
    /// Against the first printing, where words differ.
    pub difference: Option<&'a [WordsLine]>,
}

/// A run of words: as first printed, left out here, put in here.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WordsLine {
    Same(String),
    LeftOut(String),
    PutIn(String),
}

/// What a line of `attributions.jsonl` says of its cluster.
#[derive(Serialize)]
pub(crate) struct InCluster<'a> {
    pub id: &'a str,
    pub original: &'a str,
    #[serde(serialize_with = "short")]
    pub shared: f32,
}

/// A document as its line, line break included; `ids` are those of its attributions.
pub(crate) fn line(it: &Document<'_>, ids: &[String]) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::with_capacity(4 * it.article.text.len() + 4096);
    json::push(&mut bytes, &document(it, ids))
        .map_err(|error| Error::io(Path::new("attributions.jsonl"), error))?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn document<'a>(document: &Document<'a>, ids: &[String]) -> DocumentLine<'a> {
    let article = document.article;
    let meta = &article.metadata;
    let points = CodePoints::new(&article.text);
    DocumentLine {
        schema: ATTRIBUTIONS,
        doc_id: &article.source_id,
        document: article.id.to_string(),
        title: meta.title.as_deref(),
        publisher: meta.publisher.as_deref(),
        published: meta.published.as_ref().map(|date| date.value.as_str()),
        url: meta.url.as_deref(),
        modified: meta.modified.as_ref().map(|date| date.value.as_str()),
        authors: &meta.authors,
        section: meta.section.as_deref(),
        language: meta.language.as_deref(),
        credits: meta.credits.iter().map(|it| CreditLine { agency: &it.agency, whole: it.whole }).collect(),
        cluster: (),
        text: &article.text,
        quotes: (document.attributions.attributions.iter().zip(ids))
            .map(|(it, id)| quote(it, id.clone(), &article.text, &points))
            .collect(),
        mentions: (document.mentions.mentions.iter())
            .filter_map(|it| Some(mention(it, document.mentions.entity_of(it)?, &article.text, &points)))
            .collect(),
        set_aside: (document.attributions.set_aside.iter())
            .map(|it| AsideLine {
                start: points.at(it.span.start),
                end: points.at(it.span.end),
                text: it.span.of(&article.text),
                reason: it.reason.name(),
            })
            .collect(),
    }
}

fn quote<'a>(attribution: &'a Attribution, id: String, text: &str, points: &CodePoints<'_>) -> QuoteLine<'a> {
    let spans =
        |spans: &[Span]| spans.iter().map(|span| [points.at(span.start), points.at(span.end)]).collect();
    QuoteLine {
        id,
        group: (),
        content_spans: spans(&attribution.content),
        source_spans: spans(&attribution.source),
        cue_spans: spans(&attribution.cue),
        form: attribution.form.name(),
        cue_class: attribution.cue_class.name(),
        content: words(&attribution.content, text),
        source: words(&attribution.source, text),
        cue: words(&attribution.cue, text),
        speakers: (attribution.speakers.iter())
            .map(|it| SpeakerLine { id: &it.id, name: &it.name, kind: it.kind.name() })
            .collect(),
        via: attribution.via.as_ref().map(|via| ViaLine {
            id: via.id.as_deref(),
            name: &via.name,
            start: points.at(via.span.start),
            end: points.at(via.span.end),
        }),
        about: &attribution.about,
        confidence: attribution.confidence,
        rule: &attribution.rule,
        corrected: corrected(attribution),
    }
}

/// All corrections of a statement; nothing where nobody corrected it.
pub(crate) fn corrected(attribution: &Attribution) -> Option<String> {
    let marks: Vec<&str> = attribution.corrections().collect();
    (!marks.is_empty()).then(|| marks.join("; "))
}

fn mention<'a>(
    mention: &Mention,
    entity: &'a Entity,
    text: &'a str,
    points: &CodePoints<'_>,
) -> MentionLine<'a> {
    MentionLine {
        start: points.at(mention.span.start),
        end: points.at(mention.span.end),
        text: mention.span.of(text),
        kind: if mention.form == MentionForm::Demonym { "demonym" } else { entity.kind.name() },
        id: &entity.id,
        name: &entity.name,
    }
}

/// The words of several spans, joined by a blank.
pub(crate) fn words(spans: &[Span], text: &str) -> String {
    match spans {
        [] => String::new(),
        [one] => one.of(text).to_owned(),
        _ => spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" "),
    }
}

/// Probabilities with three digits: more would be noise, and `f32` prints too many as `f64`.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn short<S: Serializer>(value: &f32, to: S) -> Result<S::Ok, S::Error> {
    let value = if value.is_finite() { f64::from(value.clamp(0.0, 1.0)) } else { 0.0 };
    to.serialize_f64((value * 1000.0).round() / 1000.0)
}
