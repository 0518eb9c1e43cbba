//! Who is who: `--merge` and `--split`.

use super::OWN;
use crate::arguments::Correct;
use crate::query::{Match, Stop, Wanted};
use crate::sanitize::one_line;
use sayso_core::SpeakerKind;
use sayso_corrections::{Identity, Who, record_identity};
use sayso_output::{Document, Run};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

/// Candidates listed where a name is several speakers'.
const LISTED: usize = 10;

pub(super) fn merge(run: &Run, file: &Path, asked: &Correct) -> Result<(), Stop> {
    let [from, into] = &asked.merge[..] else {
        return Err(Stop::Failed("--merge takes two names or ids".to_owned()));
    };
    let (from, into) = (speaker(run, from)?, speaker(run, into)?);
    if from.id == into.id {
        return Err(Stop::Failed(format!("{} is one speaker already", one_line(&into.name))));
    }
    let identity = Identity {
        from: from.id.unwrap_or_default(),
        into,
        publisher: asked.publisher.clone(),
        document: None,
        note: asked.note.clone(),
        by: asked.by.clone(),
    };
    keep(run, file, &identity)
}

pub(super) fn split(
    run: &Run,
    file: &Path,
    document: &Document,
    name: &str,
    asked: &Correct,
) -> Result<(), Stop> {
    let known = speaker(run, name)?;
    let from = known.id.clone().unwrap_or_default();
    let id = asked.id.clone().unwrap_or_else(|| format!("{from}/in-{}", document.doc_id));
    let into = Who {
        name: asked.speaker.first().cloned().unwrap_or(known.name),
        kind: asked.kind.unwrap_or(known.kind),
        id: Some(id),
    };
    let identity = Identity {
        from,
        into,
        publisher: None,
        document: Some(document.doc_id.clone()),
        note: asked.note.clone(),
        by: asked.by.clone(),
    };
    keep(run, file, &identity)
}

/// The one speaker of the run who has this id, or this name alone.
fn speaker(run: &Run, asked: &str) -> Result<Who, Stop> {
    let wanted = Wanted::new(asked);
    let mut found: BTreeMap<String, (Match, Who)> = BTreeMap::new();
    for document in run.documents()? {
        let document = document?;
        for speaker in document.attributions.into_iter().flat_map(|attribution| attribution.speakers) {
            let Some(fits) = wanted.judge(&speaker.id, &speaker.name).filter(|fits| *fits > Match::Part)
            else {
                continue;
            };
            let kind = SpeakerKind::parse(&speaker.kind).unwrap_or(SpeakerKind::Person);
            let who = Who { name: speaker.name, kind, id: Some(speaker.id.clone()) };
            found.entry(speaker.id).or_insert((fits, who));
        }
    }
    let best = found.values().map(|(fits, _)| *fits).max();
    let mut found = found.into_values().filter(|(fits, _)| Some(*fits) == best).map(|(_, who)| who);
    match (found.next(), found.next()) {
        (None, _) => Err(Stop::Nothing(format!("no speaker named “{}”", one_line(asked)))),
        (Some(one), None) => Ok(one),
        (Some(one), Some(two)) => {
            let mut message =
                format!("“{}” is the name of several speakers; choose one by its id:", one_line(asked));
            for who in [one, two].into_iter().chain(found).take(LISTED) {
                let _ = write!(
                    message,
                    "\n  {}  {}",
                    one_line(who.id.as_deref().unwrap_or("")),
                    one_line(&who.name)
                );
            }
            Err(Stop::Failed(message))
        }
    }
}

fn keep(run: &Run, file: &Path, identity: &Identity) -> Result<(), Stop> {
    let failed = |message: &dyn std::fmt::Display| Stop::Failed(format!("{}: {message}", file.display()));
    let old = super::read(file).map_err(|error| failed(&error))?;
    let text = record_identity(&old, identity).map_err(|error| failed(&error))?;
    crate::atomic_write::write(file, &text).map_err(|error| failed(&error))?;
    let own = *file == run.dir().join(OWN);
    let option = if own { String::new() } else { format!(" --corrections {}", file.display()) };
    let (what, place, out) = (one_line(&identity.what()), file.display(), run.dir().display());
    writeln!(
        std::io::stdout(),
        "{what}\nkept in {place}; applied by the next `sayso run … --out {out}{option}`"
    )?;
    Ok(())
}
