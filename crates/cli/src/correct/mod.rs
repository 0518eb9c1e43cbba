//! `sayso correct`: what somebody who read an article knows better, kept in a file that the next run applies.

mod annotated;
mod identity;
mod speaker;
mod words;

use crate::End;
use crate::arguments::Correct;
use crate::query::{Stop, run_and_words};
use crate::sanitize::one_line;
use sayso_core::{CueClass, SpeakerKind};
use sayso_corrections::{Action, Correction, Piece, form_of, parse, record};
use sayso_output::{Attribution, Document, Run};
use std::io::{BufWriter, Write as _};
use std::path::Path;
use words::Page;

/// The file beside a run that the run reads by itself.
pub(crate) const OWN: &str = "corrections.toml";

pub(crate) fn run(asked: &Correct) -> End {
    answer(asked).into()
}

fn answer(asked: &Correct) -> Result<(), Stop> {
    let (run, words) = run_and_words(&asked.arguments)?;
    let file = asked.file.clone().unwrap_or_else(|| run.dir().join(OWN));
    if let Some(annotations) = &asked.annotated {
        if !words.is_empty() {
            return Err(Stop::Failed("--from takes no document: the annotations name it".to_owned()));
        }
        let made = annotated::corrections(&run, annotations)?;
        return keep(&run, &file, made, asked);
    }
    if !asked.merge.is_empty() {
        if !words.is_empty() {
            return Err(Stop::Failed("--merge takes no document: it holds in all of them".to_owned()));
        }
        return identity::merge(&run, &file, asked);
    }
    let [doc_id] = words else {
        return Err(Stop::Failed("expected one document id after the run directory".to_owned()));
    };
    let document = find(&run, doc_id)?;
    if let Some(name) = &asked.split {
        return identity::split(&run, &file, &document, name, asked);
    }
    let page = Page::new(&document);
    if asked.says_nothing() {
        return list(&document);
    }
    let correction = if asked.add { added(asked, &run, &page)? } else { changed(asked, &run, &page)? };
    keep(&run, &file, vec![correction], asked)
}

/// The article of an id.
fn find(run: &Run, doc_id: &str) -> Result<Document, Stop> {
    for document in run.documents()? {
        let document = document?;
        if document.doc_id == *doc_id || document.document == *doc_id {
            return Ok(document);
        }
    }
    let place = run.dir().display();
    Err(Stop::Nothing(format!(
        "{place} has no article “{}”; `sayso attributions` lists the ids",
        one_line(doc_id)
    )))
}

/// The article's statements with their numbers.
fn list(document: &Document) -> Result<(), Stop> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    for (nth, quote) in document.attributions.iter().enumerate() {
        let who: Vec<String> = quote.speakers.iter().map(|speaker| one_line(&speaker.name)).collect();
        let corrected =
            quote.corrected.as_ref().map_or_else(String::new, |mark| format!("   {}\n", one_line(mark)));
        writeln!(out, "{}. {} ({}, {:.0}%)", nth + 1, who.join("; "), quote.form, quote.confidence * 100.0)?;
        writeln!(
            out,
            "   {}\n   source: {}; cue: {}",
            one_line(&quote.content),
            one_line(&quote.source),
            one_line(&quote.cue)
        )?;
        write!(out, "{corrected}")?;
    }
    Ok(out.flush()?)
}

fn changed(asked: &Correct, run: &Run, page: &Page<'_>) -> Result<Correction, Stop> {
    let document = page.document;
    let count = document.attributions.len();
    let number = asked
        .number
        .ok_or_else(|| Stop::Failed("choose an attribution with --number N, or use --add".to_owned()))?;
    let quote: &Attribution =
        number.checked_sub(1).and_then(|at| document.attributions.get(at)).ok_or_else(|| {
            Stop::Failed(format!("--number {number}: the article has {count} attributions, numbered from 1"))
        })?;
    let statement = page.pieces(&quote.content_spans);
    if asked.remove {
        let correction = Correction::new(Action::Remove, &document.doc_id, statement);
        return Ok(signed(correction, asked));
    }
    let near = words::around(&quote.content_spans);
    let mut it = parts(asked, page, near)?;
    it.speakers = speaker::given(asked, run, document)?;
    // Who said it follows from the source, unless both are told.
    if it.speakers.is_none() {
        let source = it.source.as_deref().filter(|source| !source.is_empty());
        it.speakers = source.map(|source| vec![speaker::of_source(source, document)]);
    }
    it.form =
        asked.form.or_else(|| it.content.as_deref().map(form_of).filter(|form| form.name() != quote.form));
    Ok(signed(Correction { action: Action::Change, statement, ..it }, asked))
}

fn added(asked: &Correct, run: &Run, page: &Page<'_>) -> Result<Correction, Stop> {
    let mut it = parts(asked, page, None)?;
    let content = it.content.clone().ok_or_else(|| Stop::Failed("--add needs --content".to_owned()))?;
    let given = speaker::given(asked, run, page.document)?;
    let of_source = || speaker::of_source(it.source.as_deref().unwrap_or(&[]), page.document);
    it.speakers = Some(given.unwrap_or_else(|| vec![of_source()]));
    it.form = Some(asked.form.unwrap_or_else(|| form_of(&content)));
    Ok(signed(it, asked))
}

/// The parts that are told by their words; those of sources and cues stand near the content.
fn parts(asked: &Correct, page: &Page<'_>, near: Option<[u32; 2]>) -> Result<Correction, Stop> {
    let found = |words: &[String], near: Option<[u32; 2]>, empty: bool| -> Result<Option<Vec<Piece>>, Stop> {
        match words {
            [] => Ok(None),
            [none] if none.is_empty() && empty => Ok(Some(Vec::new())),
            all => all.iter().map(|words| page.find(words, near)).collect::<Result<_, _>>().map(Some),
        }
    };
    let content = found(&asked.content, near, false)?;
    let near = content.as_deref().map_or(near, |pieces| Some([pieces.first()?.at[0], pieces.last()?.at[1]]));
    Ok(Correction {
        source: found(&asked.source, near, true)?,
        cue: found(&asked.cue, near, true)?,
        content,
        form: asked.form,
        class: asked.class,
        polarity: asked.polarity,
        ..Correction::new(Action::Add, &page.document.doc_id, Vec::new())
    })
}

fn signed(correction: Correction, asked: &Correct) -> Correction {
    Correction { note: asked.note.clone(), by: asked.by.clone(), ..correction }
}

/// A file of corrections; empty where there is none yet.
pub(crate) fn read(file: &Path) -> std::io::Result<String> {
    match std::fs::read_to_string(file) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        read => read,
    }
}

/// Writes corrections into the file, and says so.
fn keep(run: &Run, file: &Path, made: Vec<Correction>, asked: &Correct) -> Result<(), Stop> {
    if made.is_empty() {
        return Ok(writeln!(std::io::stdout(), "no differences from the run")?);
    }
    let made: Vec<Correction> = made.into_iter().map(|correction| signed_anew(correction, asked)).collect();
    let failed = |message: &dyn std::fmt::Display| Stop::Failed(format!("{}: {message}", file.display()));
    let old = read(file).map_err(|error| failed(&error))?;
    let text = record(&old, &made).map_err(|error| failed(&error))?;
    let all = parse(&text).map_err(|error| failed(&error))?.len();
    crate::atomic_write::write(file, &text).map_err(|error| failed(&error))?;
    let mut out = std::io::stdout().lock();
    for it in &made {
        writeln!(out, "{}: {}: {}", one_line(&it.document), one_line(&it.what()), one_line(&it.words()))?;
        for speaker in it.speakers.iter().flatten() {
            let id = speaker.id.as_ref().map_or_else(String::new, |id| format!(", {}", one_line(id)));
            if speaker.kind == SpeakerKind::Unresolved {
                writeln!(out, "  the source names nobody: set the speaker with --speaker")?;
            } else {
                writeln!(out, "  by {} ({}{id})", one_line(&speaker.name), speaker.kind.name())?;
            }
        }
    }
    let option = if *file == run.dir().join(OWN) {
        String::new()
    } else {
        format!(" --corrections {}", file.display())
    };
    let place = file.display();
    let noun = if all == 1 { "correction" } else { "corrections" };
    writeln!(
        out,
        "{all} {noun} in {place}; applied by the next `sayso run … --out {}{option}`",
        run.dir().display()
    )?;
    Ok(())
}

fn signed_anew(correction: Correction, asked: &Correct) -> Correction {
    if correction.note.is_some() || correction.by.is_some() { correction } else { signed(correction, asked) }
}

impl Correct {
    /// Whether nothing is to be corrected: the statements are listed then.
    fn says_nothing(&self) -> bool {
        let parts = [&self.content, &self.source, &self.cue, &self.speaker];
        let words = parts.iter().any(|part| !part.is_empty());
        !(words
            || self.add
            || self.remove
            || self.form.is_some()
            || self.class.is_some()
            || self.polarity.is_some())
    }
}

/// The names of the kinds of saying.
pub(crate) fn class(text: &str) -> Result<CueClass, String> {
    let names = || CueClass::ALL.iter().map(|class| class.name()).collect::<Vec<_>>().join(", ");
    CueClass::parse(text).ok_or_else(|| format!("expected {}", names()))
}
