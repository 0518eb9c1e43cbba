//! Who is meant by a name: somebody in the article, else somebody in the run, else nobody that the run knows.

use crate::arguments::Correct;
use crate::ask::{Match, Stop, Wanted};
use crate::plain::tidy;
use sayso_corrections::{Piece, Who};
use sayso_document::{EntityKind, SpeakerKind};
use sayso_published::{Document, Run};
use std::collections::BTreeMap;

/// Entities by id: name and kind.
type Known = BTreeMap<String, (String, String)>;

/// The speakers that were told, if any.
pub(crate) fn given(asked: &Correct, run: &Run, document: &Document) -> Result<Option<Vec<Who>>, Stop> {
    if asked.speaker.is_empty() {
        return Ok(None);
    }
    if asked.id.is_some() && asked.speaker.len() > 1 {
        return Err(Stop::Failed("--id goes with one --speaker".to_owned()));
    }
    let speakers = asked.speaker.iter().map(|name| one(name, asked, run, document));
    speakers.collect::<Result<_, _>>().map(Some)
}

fn one(name: &str, asked: &Correct, run: &Run, document: &Document) -> Result<Who, Stop> {
    if let Some(id) = &asked.id {
        let kind = asked.kind.unwrap_or(SpeakerKind::Person);
        return Ok(Who { name: name.to_owned(), kind, id: Some(id.clone()) });
    }
    let wanted = Wanted::new(name);
    let here = best(&wanted, of_article(document));
    let known = if here.is_empty() { best(&wanted, whole(&wanted, run)?) } else { here };
    let mut found = known.into_iter();
    match (found.next(), found.next()) {
        (Some((id, (name, kind))), None) => {
            Ok(Who { name, kind: asked.kind.unwrap_or(speaker_kind(&kind)), id: Some(id) })
        }
        // An id is made of the words: nobody knows another.
        (None, _) => {
            Ok(Who { name: name.to_owned(), kind: asked.kind.unwrap_or(SpeakerKind::Person), id: None })
        }
        (Some(first), Some(second)) => {
            let all = [first, second].into_iter().chain(found).take(20);
            let lines: Vec<String> = all
                .map(|(id, (name, kind))| format!("\n  {}  {} ({kind})", tidy(&id), tidy(&name)))
                .collect();
            Err(Stop::Failed(format!(
                "“{}” is the name of several; say which with --id:{}",
                tidy(name),
                lines.concat()
            )))
        }
    }
}

/// Those whom the words fit best.
fn best(wanted: &Wanted, known: Known) -> Known {
    let judged: Vec<(Match, _)> =
        known.into_iter().filter_map(|(id, it)| Some((wanted.judge(&id, &it.0)?, (id, it)))).collect();
    let best = judged.iter().map(|(fits, _)| *fits).max();
    judged.into_iter().filter(|(fits, _)| Some(*fits) == best).map(|(_, it)| it).collect()
}

/// The article's own names and speakers.
fn of_article(document: &Document) -> Known {
    let names = document.mentions.iter().filter(|it| it.kind != "demonym");
    let mut known: Known = names.map(|it| (it.id.clone(), (it.name.clone(), it.kind.clone()))).collect();
    for it in document.quotes.iter().flat_map(|it| &it.speakers) {
        known.entry(it.id.clone()).or_insert_with(|| (it.name.clone(), it.kind.clone()));
    }
    known
}

/// Those in the run whose whole name it is: of a part too many would be meant.
fn whole(wanted: &Wanted, run: &Run) -> Result<Known, Stop> {
    let mut known = Known::new();
    for entity in run.entities()? {
        let entity = entity?;
        if wanted.judge(&entity.id, &entity.name).is_some_and(|fits| fits > Match::Part) {
            known.insert(entity.id, (entity.name, entity.kind));
        }
    }
    Ok(known)
}

fn speaker_kind(kind: &str) -> SpeakerKind {
    match (SpeakerKind::parse(kind), EntityKind::parse(kind)) {
        (Some(kind), _) => kind,
        (None, Some(kind)) if kind.is_organization() || kind.is_place() => SpeakerKind::Organization,
        _ => SpeakerKind::Person,
    }
}

/// Whom the words of a source name, if they name one; else nobody whom we know.
pub(crate) fn of_source(source: &[Piece], document: &Document) -> Who {
    let within = |start: u32, end: u32| source.iter().any(|it| it.at[0] <= start && end <= it.at[1]);
    let names = document.mentions.iter().filter(|it| it.kind != "demonym" && within(it.start, it.end));
    let mut known: Vec<(&str, &str, &str)> =
        names.map(|it| (it.id.as_str(), it.name.as_str(), it.kind.as_str())).collect();
    known.sort_unstable();
    known.dedup();
    if let [(id, name, kind)] = known[..] {
        return Who { name: name.to_owned(), kind: speaker_kind(kind), id: Some(id.to_owned()) };
    }
    let words: Vec<&str> = source.iter().map(|it| it.words.as_str()).collect();
    Who { name: words.join(" "), kind: SpeakerKind::Unresolved, id: None }
}
