//! An article as its line of `attributions.jsonl`.

use crate::Document;
use sayso_core::{Attribution, CodePoints, Entity, Mention, MentionForm, Span};
use sayso_output as output;
use std::borrow::Cow;

/// A line of which parts lie in the article's layers.
pub type Line<'a> = output::Document<Cow<'a, str>>;

/// The line without what the rest of the corpus has to say; `ids` are those of its attributions.
pub fn line<'a>(document: &Document<'a>, ids: &'a [String]) -> Line<'a> {
    let Document { article, mentions, attributions, .. } = *document;
    let meta = &article.metadata;
    let points = CodePoints::new(&article.text);
    let optional = |text: &'a Option<String>| text.as_deref().map(Cow::from);
    output::Document {
        schema: output::ATTRIBUTIONS.current.into(),
        doc_id: article.source_id.as_str().into(),
        document: article.id.to_string().into(),
        title: optional(&meta.title),
        publisher: optional(&meta.publisher),
        published: meta.published.as_ref().map(|date| date.value.as_str().into()),
        url: optional(&meta.url),
        modified: meta.modified.as_ref().map(|date| date.value.as_str().into()),
        authors: meta.authors.iter().map(Cow::from).collect(),
        section: optional(&meta.section),
        language: optional(&meta.language),
        credits: (meta.credits.iter())
            .map(|credit| output::Credit { agency: credit.agency.as_str().into(), whole: credit.whole })
            .collect(),
        cluster: None,
        text: article.text.as_str().into(),
        attributions: (attributions.attributions.iter().zip(ids))
            .map(|(attribution, id)| self::attribution(attribution, id, &article.text, &points))
            .collect(),
        mentions: (mentions.mentions.iter())
            .filter_map(|found| Some(mention(found, mentions.entity_of(found)?, &article.text, &points)))
            .collect(),
        set_aside: (attributions.set_aside.iter())
            .map(|aside| output::SetAside {
                start: points.at(aside.span.start),
                end: points.at(aside.span.end),
                text: aside.span.of(&article.text).into(),
                reason: aside.reason.name().into(),
            })
            .collect(),
    }
}

fn attribution<'a>(
    attribution: &'a Attribution,
    id: &'a str,
    text: &'a str,
    points: &CodePoints<'_>,
) -> output::Attribution<Cow<'a, str>> {
    let spans =
        |spans: &[Span]| spans.iter().map(|span| [points.at(span.start), points.at(span.end)]).collect();
    output::Attribution {
        id: id.into(),
        group: None,
        content_spans: spans(&attribution.content),
        source_spans: spans(&attribution.source),
        cue_spans: spans(&attribution.cue),
        form: attribution.form.name().into(),
        cue_class: attribution.cue_class.name().into(),
        polarity: attribution.polarity.name().into(),
        content: words(&attribution.content, text),
        source: words(&attribution.source, text),
        cue: words(&attribution.cue, text),
        speakers: (attribution.speakers.iter())
            .map(|speaker| output::Speaker {
                id: speaker.id.as_str().into(),
                name: speaker.name.as_str().into(),
                kind: speaker.kind.name().into(),
                ..output::Speaker::default()
            })
            .collect(),
        via: attribution.via.as_ref().map(|via| output::Via {
            id: via.id.as_deref().map(Cow::from),
            name: via.name.as_str().into(),
            start: points.at(via.span.start),
            end: points.at(via.span.end),
        }),
        about: attribution.about.iter().map(Cow::from).collect(),
        confidence: output::rounded(attribution.confidence),
        rule: attribution.rule.as_str().into(),
        corrected: corrected(attribution).map(Cow::from),
    }
}

/// All corrections of an attribution; nothing where nobody corrected it.
pub fn corrected(attribution: &Attribution) -> Option<String> {
    let marks: Vec<&str> = attribution.corrections().collect();
    (!marks.is_empty()).then(|| marks.join("; "))
}

fn mention<'a>(
    mention: &Mention,
    entity: &'a Entity,
    text: &'a str,
    points: &CodePoints<'_>,
) -> output::Mention<Cow<'a, str>> {
    let kind = if mention.form == MentionForm::Demonym { "demonym" } else { entity.kind.name() };
    output::Mention {
        start: points.at(mention.span.start),
        end: points.at(mention.span.end),
        text: mention.span.of(text).into(),
        kind: kind.into(),
        id: entity.id.as_str().into(),
        name: entity.name.as_str().into(),
    }
}

/// The words of several spans, joined by a blank.
fn words<'a>(spans: &[Span], text: &'a str) -> Cow<'a, str> {
    match spans {
        [] => Cow::default(),
        [one] => one.of(text).into(),
        _ => spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" ").into(),
    }
}
