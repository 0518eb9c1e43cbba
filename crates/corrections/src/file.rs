//! The file of corrections: TOML, one `[[correction]]` each and one `[[person]]` for each identity, a field a line, so
//! that a change is a few lines.

use crate::{Action, Correction, Identity, Piece, Who};
use sayso_core::{CueClass, Form, Polarity, SpeakerKind};
use serde::Deserialize;
use std::fmt::Write as _;

/// What stands at the head of a new file.
const HEAD: &str =
    "# Corrections: what somebody who read the articles knows better. `sayso run` applies them last.\n";
const TABLE: &str = "[[correction]]";
const PERSON: &str = "[[person]]";

/// Why a file of corrections cannot be used: the line where there is one, what was expected, and what was found.
#[derive(Debug, thiserror::Error, PartialEq)]
#[error("{}{kind}", line.map_or_else(String::new, |line| format!("line {line}: ")))]
pub struct Error {
    /// From 1.
    line: Option<usize>,
    kind: Kind,
}

#[derive(Debug, thiserror::Error, PartialEq)]
enum Kind {
    #[error("{0}")]
    Toml(String),
    #[error("unknown {field} {found:?}; expected {expected}")]
    Name { field: &'static str, found: String, expected: String },
    #[error("{field} has {words} pieces but {field}_at has {places}")]
    Pieces { field: &'static str, words: usize, places: usize },
    #[error("{0}")]
    Incomplete(&'static str),
}

/// A correction as it stands in a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The line of its `[[correction]]`, from 1, where it can be told.
    pub line: Option<usize>,
    /// What it says.
    pub correction: Correction,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    correction: Vec<Row>,
    #[serde(default)]
    person: Vec<PersonRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonRow {
    id: String,
    is: Voice,
    publisher: Option<String>,
    document: Option<String>,
    note: Option<String>,
    by: Option<String>,
}

/// An identity as it stands in a file.
#[derive(Clone, Debug, PartialEq)]
pub struct IdentityEntry {
    /// The line of its `[[person]]`, from 1, where it can be told.
    pub line: Option<usize>,
    /// What it says.
    pub identity: Identity,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    action: String,
    document: String,
    #[serde(default)]
    statement: Vec<String>,
    #[serde(default)]
    statement_at: Vec<[u32; 2]>,
    #[serde(default)]
    statement_nth: Vec<[u32; 2]>,
    content: Option<Vec<String>>,
    #[serde(default)]
    content_at: Vec<[u32; 2]>,
    #[serde(default)]
    content_nth: Vec<[u32; 2]>,
    source: Option<Vec<String>>,
    #[serde(default)]
    source_at: Vec<[u32; 2]>,
    cue: Option<Vec<String>>,
    #[serde(default)]
    cue_at: Vec<[u32; 2]>,
    speakers: Option<Vec<Voice>>,
    form: Option<String>,
    class: Option<String>,
    polarity: Option<String>,
    note: Option<String>,
    by: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Voice {
    name: String,
    kind: String,
    id: Option<String>,
}

/// Reads a file of corrections.
///
/// # Errors
/// At the first entry that says nothing that could be done.
pub fn parse(text: &str) -> Result<Vec<Entry>, Error> {
    let file = read(text)?;
    let lines = lines(text, TABLE, file.correction.len());
    let entry = |(nth, row): (usize, Row)| {
        let line = lines.get(nth).copied();
        let correction = row.read().map_err(|kind| Error { line, kind })?;
        Ok(Entry { line, correction })
    };
    file.correction.into_iter().enumerate().map(entry).collect()
}

/// Reads who is who from a file of corrections.
///
/// # Errors
/// At the first entry that names nobody.
pub fn parse_identities(text: &str) -> Result<Vec<IdentityEntry>, Error> {
    let file = read(text)?;
    let lines = lines(text, PERSON, file.person.len());
    let entry = |(nth, row): (usize, PersonRow)| {
        let line = lines.get(nth).copied();
        let identity = row.read().map_err(|kind| Error { line, kind })?;
        Ok(IdentityEntry { line, identity })
    };
    file.person.into_iter().enumerate().map(entry).collect()
}

fn read(text: &str) -> Result<File, Error> {
    toml::from_str(text).map_err(|error| Error {
        line: error.span().map(|span| text[..span.start].matches('\n').count() + 1),
        kind: Kind::Toml(error.message().to_owned()),
    })
}

/// The lines where entries begin; none where words look like such a line.
fn lines(text: &str, table: &str, entries: usize) -> Vec<usize> {
    let heads = text.lines().enumerate().filter(|(_, line)| line.trim().starts_with(table));
    let lines: Vec<usize> = heads.map(|(nth, _)| nth + 1).collect();
    if lines.len() == entries { lines } else { Vec::new() }
}

impl Row {
    fn read(self) -> Result<Correction, Kind> {
        let action = Action::parse(&self.action).ok_or_else(|| {
            unknown("action", self.action.clone(), Action::ALL.iter().map(|value| value.name()))
        })?;
        let correction = Correction {
            action,
            document: self.document,
            statement: pieces("statement", self.statement, &self.statement_at, &self.statement_nth)?,
            content: part("content", self.content, &self.content_at, &self.content_nth)?,
            source: part("source", self.source, &self.source_at, &[])?,
            cue: part("cue", self.cue, &self.cue_at, &[])?,
            speakers: self.speakers.map(|all| all.into_iter().map(Voice::read).collect()).transpose()?,
            form: self.form.map(form).transpose()?,
            class: self.class.map(class).transpose()?,
            polarity: self.polarity.map(polarity).transpose()?,
            note: self.note,
            by: self.by,
        };
        whole(&correction)?;
        Ok(correction)
    }
}

impl PersonRow {
    fn read(self) -> Result<Identity, Kind> {
        let Self { id, is, publisher, document, note, by } = self;
        let into = is.read()?;
        match &into.id {
            _ if id.is_empty() => Err(Kind::Incomplete("expected the id of a speaker")),
            None => Err(Kind::Incomplete("expected the id of who it is")),
            Some(into) if *into == id => Err(Kind::Incomplete("expected two different ids")),
            Some(_) => Ok(Identity { from: id, into, publisher, document, note, by }),
        }
    }
}

impl Voice {
    fn read(self) -> Result<Who, Kind> {
        let kind = SpeakerKind::parse(&self.kind)
            .ok_or_else(|| unknown("kind", self.kind, SpeakerKind::ALL.iter().map(|value| value.name())))?;
        Ok(Who { name: self.name, kind, id: self.id })
    }
}

fn form(name: String) -> Result<Form, Kind> {
    Form::parse(&name).ok_or_else(|| unknown("form", name, Form::ALL.iter().map(|value| value.name())))
}

fn class(name: String) -> Result<CueClass, Kind> {
    CueClass::parse(&name)
        .ok_or_else(|| unknown("class", name, CueClass::ALL.iter().map(|value| value.name())))
}

fn polarity(name: String) -> Result<Polarity, Kind> {
    Polarity::parse(&name)
        .ok_or_else(|| unknown("polarity", name, Polarity::ALL.iter().map(|value| value.name())))
}

fn unknown(field: &'static str, found: String, known: impl Iterator<Item = &'static str>) -> Kind {
    Kind::Name { field, found, expected: known.collect::<Vec<_>>().join(", ") }
}

fn part(
    field: &'static str,
    words: Option<Vec<String>>,
    at: &[[u32; 2]],
    nth: &[[u32; 2]],
) -> Result<Option<Vec<Piece>>, Kind> {
    words.map(|words| pieces(field, words, at, nth)).transpose()
}

/// Pieces of their words, places and ranks; a rank of `[1, 1]` and none at all say the same.
fn pieces(
    field: &'static str,
    words: Vec<String>,
    at: &[[u32; 2]],
    nth: &[[u32; 2]],
) -> Result<Vec<Piece>, Kind> {
    if words.len() != at.len() {
        return Err(Kind::Pieces { field, words: words.len(), places: at.len() });
    }
    let rank = |index: usize| nth.get(index).copied().filter(|[_, count]| *count > 1);
    let piece =
        |(index, (words, at)): (usize, (String, &[u32; 2]))| Piece { words, at: *at, nth: rank(index) };
    Ok(words.into_iter().zip(at).enumerate().map(piece).collect())
}

/// Whether a correction says all that it has to.
fn whole(correction: &Correction) -> Result<(), Kind> {
    let changes = correction.content.is_some()
        || correction.source.is_some()
        || correction.cue.is_some()
        || correction.speakers.is_some()
        || correction.form.is_some()
        || correction.class.is_some()
        || correction.polarity.is_some();
    let nothing = |pieces: Option<&Vec<Piece>>| {
        pieces.is_some_and(|list| list.iter().all(|piece| piece.words.is_empty()))
    };
    let complaint = match correction.action {
        _ if correction.document.is_empty() => "expected the document's id",
        Action::Add if correction.content.is_none() => "expected the content of the statement to add",
        Action::Remove | Action::Change if nothing(Some(&correction.statement)) => {
            "expected the words of the statement"
        }
        Action::Change if !changes => {
            "expected what changes: speakers, content, source, cue, form, class or polarity"
        }
        _ if nothing(correction.content.as_ref()) => "expected words as the content",
        _ if correction.speakers.as_ref().is_some_and(Vec::is_empty) => "expected at least one speaker",
        _ => return Ok(()),
    };
    Err(Kind::Incomplete(complaint))
}

/// The file of these corrections.
pub fn write<'c>(corrections: impl IntoIterator<Item = &'c Correction>) -> String {
    let mut out = HEAD.to_owned();
    corrections.into_iter().for_each(|correction| entry(&mut out, correction));
    out
}

/// Adds corrections to a file: what stands in it stays as it is, comments too, unless one says something else of the
/// same statement, which it then replaces.
///
/// # Errors
/// The file is none of corrections.
pub fn record(text: &str, fresh: &[Correction]) -> Result<String, Error> {
    let entries = parse(text)?;
    let mut out = if text.trim().is_empty() { HEAD.to_owned() } else { text.to_owned() };
    // From the last to the first, so that the lines above stay where they are.
    for (nth, entry) in entries.iter().enumerate().rev() {
        if fresh.iter().any(|correction| replaces(correction, &entry.correction)) {
            let end = entries.get(nth + 1).map(|next| next.line);
            out = without(&out, entry.line, end);
        }
    }
    for it in fresh {
        let old = entries.iter().map(|entry| &entry.correction).filter(|old| replaces(it, old));
        let merged = old.fold(it.clone(), merged);
        // What was added by hand and is removed again needs no line.
        let dropped = it.action == Action::Remove && entries.iter().any(|old| added(it, &old.correction));
        if !dropped {
            tidy_end(&mut out);
            entry(&mut out, &merged);
        }
    }
    tidy_end(&mut out);
    Ok(out)
}

/// A file in which these are the corrections of a document, in place of whatever it says of it; the rest stays as it is.
///
/// # Errors
/// The file is none of corrections.
pub fn restore(text: &str, document: &str, corrections: &[Correction]) -> Result<String, Error> {
    let entries = parse(text)?;
    let mut out = text.to_owned();
    for (nth, entry) in entries.iter().enumerate().rev() {
        if entry.correction.document == document {
            let end = entries.get(nth + 1).map(|next| next.line);
            out = without(&out, entry.line, end);
        }
    }
    if out.trim().is_empty() && !corrections.is_empty() {
        HEAD.clone_into(&mut out);
    }
    for correction in corrections {
        tidy_end(&mut out);
        entry(&mut out, correction);
    }
    tidy_end(&mut out);
    Ok(out)
}

/// One line end and no blank lines after what was said last: entries that come and go leave none behind.
fn tidy_end(out: &mut String) {
    out.truncate(out.trim_end().len());
    if !out.is_empty() {
        out.push('\n');
    }
}

/// Adds an identity to a file, in place of what the file says of the same id in the same place.
///
/// # Errors
/// The file is none of corrections.
pub fn record_identity(text: &str, fresh: &Identity) -> Result<String, Error> {
    let entries = parse_identities(text)?;
    let mut out = if text.trim().is_empty() { HEAD.to_owned() } else { text.to_owned() };
    let same = |old: &Identity| {
        (&old.from, &old.publisher, &old.document) == (&fresh.from, &fresh.publisher, &fresh.document)
    };
    for entry in entries.iter().rev().filter(|entry| same(&entry.identity)) {
        out = without(&out, entry.line, None);
    }
    tidy_end(&mut out);
    person(&mut out, fresh);
    Ok(out)
}

/// Whether a correction is of the same statement as an older one.
fn replaces(correction: &Correction, old: &Correction) -> bool {
    let same = correction.document == old.document;
    same && match correction.action {
        Action::Add => old.action == Action::Add && old.content == correction.content,
        _ => !old.statement.is_empty() && old.statement == correction.statement || added(correction, old),
    }
}

/// Whether a correction is of a statement that an older one added.
fn added(correction: &Correction, old: &Correction) -> bool {
    old.action == Action::Add
        && correction.document == old.document
        && old.content.as_ref().is_some_and(|content| *content == correction.statement)
}

/// A correction with what an older one of the same statement says beside it.
fn merged(correction: Correction, old: &Correction) -> Correction {
    if correction.action != Action::Change || old.action == Action::Remove {
        return correction;
    }
    let old = old.clone();
    Correction {
        action: old.action,
        document: correction.document,
        statement: old.statement,
        content: correction.content.or(old.content),
        source: correction.source.or(old.source),
        cue: correction.cue.or(old.cue),
        speakers: correction.speakers.or(old.speakers),
        form: correction.form.or(old.form),
        class: correction.class.or(old.class),
        polarity: correction.polarity.or(old.polarity),
        note: correction.note.or(old.note),
        by: correction.by.or(old.by),
    }
}

/// A text without an entry that begins at a line and ends before that of the next; blank lines and comments at its end
/// stay. Where the lines are not known the older entry stays, and the newer one, which comes later, counts.
#[expect(
    clippy::option_option,
    reason = "no next entry, and a next entry whose line is not known, are two things"
)]
fn without(text: &str, line: Option<usize>, next: Option<Option<usize>>) -> String {
    let (Some(line), Some(end)) = (line, next.unwrap_or(Some(usize::MAX))) else { return text.to_owned() };
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let (first, end) = ((line - 1).min(lines.len()), (end - 1).min(lines.len()));
    // A table of the other kind may stand between.
    let next = lines[(first + 1).min(end)..end].iter().position(|line| line.trim_start().starts_with("[["));
    let end = next.map_or(end, |next| first + 1 + next);
    let said = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let mut last = lines[first..end].iter().rposition(said).map_or(first, |at| first + at + 1);
    // The blank line that stood before it is enough.
    if lines.get(last).is_some_and(|line| line.trim().is_empty()) {
        last += 1;
    }
    lines[..first].iter().chain(&lines[last..]).copied().collect()
}

fn entry(out: &mut String, correction: &Correction) {
    let _ = write!(out, "\n{TABLE}\n");
    field(out, "action", &quoted(correction.action.name()));
    field(out, "document", &quoted(&correction.document));
    if !correction.statement.is_empty() {
        fields(out, "statement", &correction.statement);
    }
    for (name, part) in
        [("content", &correction.content), ("source", &correction.source), ("cue", &correction.cue)]
    {
        if let Some(pieces) = part {
            fields(out, name, pieces);
        }
    }
    if let Some(speakers) = &correction.speakers {
        field(out, "speakers", &list(speakers, voice));
    }
    let names = [
        ("form", correction.form.map(Form::name)),
        ("class", correction.class.map(CueClass::name)),
        ("polarity", correction.polarity.map(Polarity::name)),
        ("note", correction.note.as_deref()),
        ("by", correction.by.as_deref()),
    ];
    for (name, value) in names {
        if let Some(value) = value {
            field(out, name, &quoted(value));
        }
    }
}

fn person(out: &mut String, it: &Identity) {
    let _ = write!(out, "\n{PERSON}\n");
    field(out, "id", &quoted(&it.from));
    field(out, "is", &voice(&it.into));
    let names =
        [("publisher", &it.publisher), ("document", &it.document), ("note", &it.note), ("by", &it.by)];
    for (name, value) in names {
        if let Some(value) = value {
            field(out, name, &quoted(value));
        }
    }
}

fn fields(out: &mut String, name: &str, pieces: &[Piece]) {
    field(out, name, &list(pieces, |piece| quoted(&piece.words)));
    field(out, &format!("{name}_at"), &list(pieces, |piece| pair(piece.at)));
    // Sources and cues are found beside their statement.
    if matches!(name, "statement" | "content") && pieces.iter().any(|piece| piece.nth.is_some()) {
        field(out, &format!("{name}_nth"), &list(pieces, |piece| pair(piece.nth.unwrap_or([1, 1]))));
    }
}

fn field(out: &mut String, name: &str, value: &str) {
    let _ = writeln!(out, "{name} = {value}");
}

fn list<T>(items: &[T], show: impl Fn(&T) -> String) -> String {
    format!("[{}]", items.iter().map(show).collect::<Vec<_>>().join(", "))
}

fn pair([start, end]: [u32; 2]) -> String {
    format!("[{start}, {end}]")
}

fn voice(who: &Who) -> String {
    let id = who.id.as_ref().map_or_else(String::new, |id| format!(", id = {}", quoted(id)));
    format!("{{ name = {}, kind = {}{id} }}", quoted(&who.name), quoted(who.kind.name()))
}

/// A TOML basic string on one line; what an editor would not show is escaped.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            _ if hidden(char) => {
                let _ = write!(out, "\\u{:04X}", char as u32);
            }
            _ => out.push(char),
        }
    }
    out.push('"');
    out
}

/// Control characters, characters without width, and those that turn the direction of the text around them.
fn hidden(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
