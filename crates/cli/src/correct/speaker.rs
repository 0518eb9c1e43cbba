//! Who is meant by a name: somebody in the article, else somebody in the run, else nobody that the run knows.

use crate::arguments::Correct;
use crate::query::{Match, Stop, Wanted};
use crate::sanitize::one_line;
use sayso_core::{EntityKind, SpeakerKind};
use sayso_corrections::{Piece, Who};
use sayso_output::{Document, Run};
use std::collections::BTreeMap;

/// Entities by id: name and kind.
type Known = BTreeMap<String, (String, String)>;

/// The speakers that were told, if any.
pub(crate) fn given(asked: &Correct, run: &Run, document: &Document) -> Result<Option<Vec<Who>>, Stop> {
    if asked.speaker.is_empty() {
        return Ok(None);
    }
    if asked.id.is_some() && asked.speaker.len() > 1 {
        return Err(Stop::Failed("--id requires exactly one --speaker".to_owned()));
    }
    let speakers = asked.speaker.iter().map(|name| one(name, asked, run, document));
    speakers.collect::<Result<_, _>>().map(Some)
}

fn one(name: &str, asked: &Correct, run: &Run, document: &Document) -> Result<Who, Stop> {
    if let Some(id) = &asked.id {
        let kind = asked.kind.unwrap_or(SpeakerKind::Person);
        return Ok(Who { name: name.to_owned(), kind, id: Some(id.clone()) });
    }
    let known = bearers(name, run, document)?;
    if known.len() > 1 {
        let lines = known
            .iter()
            .take(20)
            .map(|(id, (name, kind))| format!("\n  {}  {} ({kind})", one_line(id), one_line(name)));
        return Err(Stop::Failed(format!(
            "“{}” is ambiguous; choose one with --id:{}",
            one_line(name),
            lines.collect::<String>()
        )));
    }
    Ok(who(name, asked.kind, known))
}

/// Whom annotations name: "Ann Roe", or "the officials (collective)" where the run does not know what they are. Of
/// several who bear a name none is taken.
pub(crate) fn annotated(name: &str, document: &Document, run: &Run) -> Result<Who, Stop> {
    let split = name.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    let of_kind = split.and_then(|(bare, kind)| Some((bare.trim(), SpeakerKind::parse(kind.trim())?)));
    let (name, kind) = of_kind.map_or((name, None), |(bare, kind)| (bare, Some(kind)));
    let mut known = bearers(name, run, document)?;
    if known.len() > 1 {
        let (place, name) = (one_line(&document.doc_id), one_line(name));
        eprintln!("warning: {place}: “{name}” is ambiguous and was linked to nobody");
        known.clear();
    }
    Ok(who(name, kind, known))
}

/// Those who bear a name: in the article, else in the run.
fn bearers(name: &str, run: &Run, document: &Document) -> Result<Known, Stop> {
    let wanted = Wanted::new(name);
    let here = best(&wanted, of_article(document));
    if here.is_empty() { Ok(best(&wanted, whole(&wanted, run)?)) } else { Ok(here) }
}

/// The one who bears a name; without one an id is made of the words: nobody knows another.
fn who(name: &str, kind: Option<SpeakerKind>, known: Known) -> Who {
    match known.into_iter().next() {
        Some((id, (name, of))) => Who { name, kind: kind.unwrap_or(speaker_kind(&of)), id: Some(id) },
        None => Who { name: name.to_owned(), kind: kind.unwrap_or(SpeakerKind::Person), id: None },
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
    let names = document.mentions.iter().filter(|mention| mention.kind != "demonym");
    let mut known: Known =
        names.map(|name| (name.id.clone(), (name.name.clone(), name.kind.clone()))).collect();
    for it in document.attributions.iter().flat_map(|attribution| &attribution.speakers) {
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
    let within = |start: u32, end: u32| source.iter().any(|piece| piece.at[0] <= start && end <= piece.at[1]);
    let names = document
        .mentions
        .iter()
        .filter(|mention| mention.kind != "demonym" && within(mention.start, mention.end));
    let mut known: Vec<(&str, &str, &str)> =
        names.map(|name| (name.id.as_str(), name.name.as_str(), name.kind.as_str())).collect();
    known.sort_unstable();
    known.dedup();
    if let [(id, name, kind)] = known[..] {
        return Who { name: name.to_owned(), kind: speaker_kind(kind), id: Some(id.to_owned()) };
    }
    let words: Vec<&str> = source.iter().map(|piece| piece.words.as_str()).collect();
    Who { name: words.join(" "), kind: SpeakerKind::Unresolved, id: None }
}
