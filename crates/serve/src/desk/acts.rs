//! Acts: what somebody at the desk does to one article, saved as entries of `corrections.toml` before it is answered.

use super::{Desk, Entries, State, Version, article, article::ArticleState};
use crate::failure::Failure;
use sayso_artifact::replace;
use sayso_core::{CueClass, Form, Polarity, SpeakerKind};
use sayso_corrections::{Action, Correction, Piece, Text, Who, form_of, record, restore};
use sayso_pipeline::ArticleLayers;
use serde::Deserialize;
use std::sync::Arc;

/// Acts that can be undone.
const UNDO: usize = 1_000;
/// Bytes of a note or of a name.
const WORDS: usize = 2_000;

/// What somebody does to an attribution of an article.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Act {
    /// The file name of the article's page.
    page: String,
    /// What the one who acts has seen.
    version: Version,
    action: String,
    /// The attribution's id; none where one is added.
    id: Option<String>,
    /// Parts in code points of the article's text.
    content: Option<Vec<[u32; 2]>>,
    source: Option<Vec<[u32; 2]>>,
    cue: Option<Vec<[u32; 2]>>,
    speakers: Option<Vec<Said>>,
    form: Option<String>,
    class: Option<String>,
    polarity: Option<String>,
    note: Option<String>,
    by: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    name: String,
    kind: String,
    id: Option<String>,
}

/// Takes back the last act on an article.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Undo {
    page: String,
    version: Version,
}

/// An act that can be undone.
pub(super) struct Done {
    document: String,
    /// The article's entries before it.
    before: Vec<Correction>,
    /// Where they stood after it.
    after: Version,
    /// The attribution that was judged by it, and by whom.
    judged: Option<(String, String)>,
}

impl Desk {
    /// Does what is asked, once it is saved.
    pub(crate) fn act(&self, act: &Act) -> Result<ArticleState, Failure> {
        let mut state = self.current()?;
        let shown = self.shown();
        let (entry, _) = shown.article(&act.page).ok_or_else(no_article)?;
        let entries = unchanged(&state, &entry.source_id, &act.version)?;
        let corrections = self.corrections(&mut state)?;
        let (layers, _) = self.replay.article(entry, &corrections).map_err(Failure::disk)?;
        let correction = correction(act, &layers)?;
        let text = record(&state.text, std::slice::from_ref(&correction))
            .map_err(|error| Failure::new(500, "corrections", error.to_string()))?;
        let fresh = self.replay.corrections(&text).map_err(Failure::disk)?;
        let (_, unfit) = self.replay.article(entry, &fresh).map_err(Failure::disk)?;
        if let Some(unfit) = unfit.first() {
            return Err(Failure::new(422, "does-not-fit", unfit.message.clone()));
        }
        let after = Entries::read(&text, &entry.source_id)?.version();
        self.save(&mut state, text)?;
        state.read = Some(Arc::new(fresh));
        if state.undo.len() == UNDO {
            state.undo.remove(0);
        }
        // Who corrects what was found has read it and found it wrong.
        let judged = act.id.clone().map(|id| (id, correction.by.clone().unwrap_or_default()));
        if let Some((id, by)) = &judged {
            self.reviews.add(&entry.source_id, id, Some(false), by).map_err(Failure::disk)?;
        }
        state.undo.push(Done {
            document: entry.source_id.clone(),
            before: entries.corrections,
            after,
            judged,
        });
        self.drawn(&mut state, &act.page, correction.what())
    }

    /// Takes back the last act on an article, unless somebody else has changed it since.
    pub(crate) fn undo(&self, asked: &Undo) -> Result<ArticleState, Failure> {
        let mut state = self.current()?;
        let shown = self.shown();
        let (entry, _) = shown.article(&asked.page).ok_or_else(no_article)?;
        unchanged(&state, &entry.source_id, &asked.version)?;
        let last = state.undo.iter().rposition(|done| done.document == entry.source_id);
        let nothing = || Failure::new(404, "nothing-to-undo", "there is nothing to undo in this article");
        let at = last.filter(|at| state.undo[*at].after == asked.version).ok_or_else(nothing)?;
        let text = restore(&state.text, &entry.source_id, &state.undo[at].before)
            .map_err(|error| Failure::new(500, "corrections", error.to_string()))?;
        let version = Entries::read(&text, &entry.source_id)?.version();
        self.save(&mut state, text)?;
        let done = state.undo.remove(at);
        if let Some((id, by)) = &done.judged {
            self.reviews.add(&entry.source_id, id, None, by).map_err(Failure::disk)?;
        }
        // The act before is the last one now.
        if let Some(before) = state.undo.iter_mut().rev().find(|done| done.document == entry.source_id) {
            before.after = version;
        }
        self.drawn(&mut state, &asked.page, "undone".to_owned())
    }

    /// Saves the corrections: whoever reads sees the old file or the new one, also after a power cut.
    fn save(&self, state: &mut State, text: String) -> Result<(), Failure> {
        replace(&self.own, &[text.as_bytes()]).map_err(Failure::disk)?;
        state.text = text;
        state.read = None;
        state.changes += 1;
        self.changed.notify_all();
        Ok(())
    }

    /// Shows an article as it now is.
    fn drawn(&self, state: &mut State, page: &str, did: String) -> Result<ArticleState, Failure> {
        let shown = self.shown();
        let corrections = self.corrections(state)?;
        let (layers, pages) = shown
            .redraw(&self.replay, page, &corrections, state.changes)
            .map_err(Failure::disk)?
            .ok_or_else(no_article)?;
        let mut told = self.told(state, page, &layers, &pages)?;
        told.did = Some(did);
        told.html = pages.into_iter().find(|drawn| drawn.name == page).map(|page| page.html);
        Ok(told)
    }
}

pub(super) fn no_article() -> Failure {
    Failure::nothing("the run has no such article")
}

/// The article's entries, if they are those that the one who acts has seen.
fn unchanged(state: &State, document: &str, version: &Version) -> Result<Entries, Failure> {
    let entries = Entries::read(&state.text, document)?;
    if entries.version() == *version {
        return Ok(entries);
    }
    let message = "somebody else has changed this article since you opened it; nothing of yours was saved: load it again, \
                   look, and correct what is still wrong";
    Err(Failure::new(409, "conflict", message))
}

/// The entry that an act becomes.
fn correction(act: &Act, layers: &ArticleLayers) -> Result<Correction, Failure> {
    let refused = |message: &str| Failure::new(422, "bad-act", message);
    let action =
        Action::parse(&act.action).ok_or_else(|| refused("action: expected change, remove or add"))?;
    let text = Text::new(&layers.article.text);
    let words = |spans: &[[u32; 2]]| -> Result<Vec<Piece>, Failure> {
        let mut spans = spans.to_vec();
        spans.sort_unstable();
        let overlap = spans.windows(2).any(|pair| pair[0][1] > pair[1][0]);
        let pieces = spans.iter().map(|at| text.span(*at).filter(|span| !span.is_empty()));
        let pieces: Option<Vec<Piece>> = pieces.map(|span| span.map(|span| text.piece(span))).collect();
        pieces
            .filter(|_| !overlap)
            .ok_or_else(|| refused("expected words of the article, no two pieces over each other"))
    };
    let part = |spans: &Option<Vec<[u32; 2]>>| spans.as_deref().map(words).transpose();
    let mut correction = Correction::new(action, &layers.article.source_id, Vec::new());
    let mut form_now = None;
    if action != Action::Add {
        let id = act.id.as_deref().ok_or_else(|| refused("expected the id of an attribution"))?;
        let nth = layers.attributions.ids().iter().position(|known| known == id);
        let found = nth.map(|nth| &layers.attributions.attributions[nth]);
        let found = found
            .ok_or_else(|| Failure::new(404, "no-attribution", "the article has no such attribution"))?;
        form_now = Some(found.form);
        correction.statement = found.content.iter().map(|span| text.piece(*span)).collect();
    }
    if action != Action::Remove {
        correction.content = part(&act.content)?;
        correction.source = part(&act.source)?;
        correction.cue = part(&act.cue)?;
        correction.speakers = act.speakers.as_deref().map(speakers).transpose()?;
        correction.form = named(act.form.as_deref(), Form::parse, "form")?;
        correction.class = named(act.class.as_deref(), CueClass::parse, "class")?;
        correction.polarity = named(act.polarity.as_deref(), Polarity::parse, "polarity")?;
        if correction.form.is_none() {
            let form = correction.content.as_deref().map(form_of);
            correction.form = form.filter(|form| Some(*form) != form_now);
        }
    }
    if action == Action::Add && correction.speakers.is_none() {
        let source = correction.source.as_deref().unwrap_or(&[]);
        correction.speakers = Some(vec![article::of_source(source, layers)]);
    }
    correction.note = line(act.note.as_deref());
    correction.by = line(act.by.as_deref());
    // The file's reader says what is missing.
    let written = sayso_corrections::write([&correction]);
    match sayso_corrections::parse(&written) {
        Ok(_) => Ok(correction),
        Err(error) => Err(Failure::new(422, "bad-act", error.to_string())),
    }
}

fn named<T>(name: Option<&str>, parse: fn(&str) -> Option<T>, what: &str) -> Result<Option<T>, Failure> {
    let unknown = |name: &str| Failure::new(422, "bad-act", format!("unknown {what} {name:?}"));
    name.map(|name| parse(name).ok_or_else(|| unknown(name))).transpose()
}

fn speakers(said: &[Said]) -> Result<Vec<Who>, Failure> {
    let who = |said: &Said| {
        let kind =
            named(Some(&said.kind), SpeakerKind::parse, "kind of speaker")?.unwrap_or(SpeakerKind::Person);
        let name = line(Some(&said.name)).unwrap_or_default();
        if name.is_empty() && kind != SpeakerKind::Unresolved {
            return Err(Failure::new(422, "bad-act", "expected the speaker's name"));
        }
        Ok(Who { name, kind, id: said.id.clone().filter(|id| !id.is_empty()) })
    };
    said.iter().map(who).collect()
}

/// Words on one line, where there are any.
fn line(words: Option<&str>) -> Option<String> {
    let line = words?.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = line.floor_char_boundary(WORDS);
    (!line.is_empty()).then(|| line[..end].to_owned())
}

impl Done {
    pub(super) fn is_of(&self, document: &str) -> bool {
        self.document == document
    }

    pub(super) fn leads_to(&self, version: &Version) -> bool {
        self.after == *version
    }
}
