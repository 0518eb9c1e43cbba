//! The files of JSON Lines that need the whole corpus.

use crate::builder::ArticleRefs;
use crate::facts::Facts;
use crate::spill::Spilled;
use crate::stats::CorpusStats;
use crate::{Clusters, Error, Groups};
use rayon::prelude::*;
use sayso_core::SpeakerKind;
use sayso_output::{ATTRIBUTIONS, Document, ENTITIES, Entity, Schema, Speaker, Writer, push_line};
use serde::Serialize;
use std::path::Path;

/// Lines that are in memory at once.
const AT_ONCE: usize = 256;

/// Writes a file of lines.
pub(crate) fn write_lines<T: Serialize>(
    out: &Path,
    schema: &Schema,
    lines: impl IntoIterator<Item = T>,
) -> Result<(), Error> {
    let fail = |error| Error::io(&out.join(schema.file), error);
    let mut file = Writer::create(out, schema).map_err(fail)?;
    lines.into_iter().try_for_each(|line| file.write(&line)).map_err(fail)?;
    file.finish().map_err(fail)
}

/// Writes `entities.jsonl`.
pub(crate) fn entities(out: &Path, stats: &CorpusStats) -> Result<(), Error> {
    let mut order: Vec<_> = stats.entities.iter().collect();
    order.sort_by(|a, b| b.mentions.cmp(&a.mentions).then_with(|| a.id.cmp(&b.id)));
    let with_facts = order.into_iter().map(|entity| (entity, Facts::of_entity(entity)));
    let lines = with_facts.map(|(entity, facts)| Entity {
        schema: ENTITIES.current,
        id: &entity.id,
        name: &entity.name,
        kind: entity.kind.name(),
        roles: entity.roles().into_iter().map(|(role, _)| role).collect(),
        gender: facts.gender,
        gender_basis: facts.gender_basis,
        country: facts.country,
        group: facts.group,
        mentions: entity.mentions,
        documents: entity.documents,
        attributions: entity.attributions,
        about: entity.about,
    });
    write_lines(out, &ENTITIES, lines)
}

/// Writes `attributions.jsonl`: every article's line has waited until it is known what the rest of the corpus has to say
/// about it.
pub(crate) fn attributions(
    out: &Path,
    articles: &[ArticleRefs],
    lines: &Spilled,
    stats: &CorpusStats,
    clusters: &Clusters,
    groups: &Groups,
) -> Result<(), Error> {
    let fail = |error| Error::io(&out.join(ATTRIBUTIONS.file), error);
    let facts = Facts::of_entities(stats);
    let complete = |(number, article): (u32, &ArticleRefs)| {
        let record = lines.all([article.line])?;
        let mut document: Document<&str> = record.get(0)?;
        document.cluster = clusters.membership(number);
        for (number, attribution) in (article.statements..).zip(&mut document.attributions) {
            attribution.group = groups.get(stats.statements.group(number)).map(|group| group.id.as_str());
            attribution.speakers.iter_mut().for_each(|speaker| complete_speaker(speaker, stats, &facts));
        }
        let mut line = Vec::with_capacity(article.line.bytes() * 3 / 2 + 1024);
        push_line(&mut line, &document).map_err(fail)?;
        Ok(line)
    };
    let mut file = Writer::create(out, &ATTRIBUTIONS).map_err(fail)?;
    for (nth, articles) in articles.chunks(AT_ONCE).enumerate() {
        let first = nth * AT_ONCE;
        let numbered = articles.par_iter().enumerate().map(|(nth, article)| ((first + nth) as u32, article));
        let lines = numbered.map(complete).collect::<Result<Vec<Vec<u8>>, Error>>()?;
        lines.iter().try_for_each(|line| file.append(line)).map_err(fail)?;
    }
    file.finish().map_err(fail)
}

/// Adds what the whole run knows of a speaker.
fn complete_speaker<'a>(speaker: &mut Speaker<&'a str>, stats: &CorpusStats, entities: &[Facts<'a>]) {
    let entity = stats.entity_number(speaker.id);
    let facts = SpeakerKind::parse(speaker.kind)
        .map_or(Facts::default(), |kind| Facts::of_speaker(kind, speaker.name, entity, entities));
    speaker.gender = facts.gender;
    speaker.gender_basis = facts.gender_basis;
    speaker.country = facts.country;
    speaker.role = facts.role;
    speaker.group = facts.group;
}
