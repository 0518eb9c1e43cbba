//! An article as the desk's script needs it.

use super::acts::no_article;
use super::{Desk, Entries, State, Version};
use crate::failure::Failure;
use sayso_core::{CodePoints, EntityKind, MentionForm, Span, SpeakerKind};
use sayso_corpus::{corrected, is_deceptive};
use sayso_corrections::{Piece, Who};
use sayso_pipeline::ArticleLayers;
use sayso_report::ArticlePage;
use serde::Serialize;

/// What the script is told of an article.
#[derive(Debug, Serialize)]
pub(crate) struct ArticleState {
    doc_id: String,
    version: Version,
    /// The paragraphs of the page.
    paragraphs: Vec<Paragraph>,
    attributions: Vec<Attribution>,
    /// Those whom the article names.
    people: Vec<Voice>,
    /// The article's entries of `corrections.toml`, as they stand there.
    entries: String,
    /// Whether the last act here can be undone.
    undo: bool,
    /// What was just done.
    pub(super) did: Option<String>,
    /// The page as it now is.
    pub(super) html: Option<String>,
}

#[derive(Debug, Serialize)]
struct Paragraph {
    /// Where it begins, in code points of the text.
    at: u32,
    /// Whether the page shows each of its characters as one: places in it can be told.
    plain: bool,
}

#[derive(Debug, Serialize)]
struct Attribution {
    id: String,
    content: Vec<[u32; 2]>,
    source: Vec<[u32; 2]>,
    cue: Vec<[u32; 2]>,
    form: &'static str,
    class: &'static str,
    polarity: &'static str,
    speakers: Vec<Voice>,
    corrected: Option<String>,
    /// What reviewers said of it.
    verdicts: Vec<(String, bool)>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Voice {
    id: String,
    name: String,
    kind: &'static str,
}

impl Desk {
    /// An article by the file name of one of its pages.
    pub(crate) fn article(&self, page: &str) -> Result<ArticleState, Failure> {
        let mut state = self.current()?;
        self.seen(&mut state, page)
    }

    /// An article as it stands.
    pub(super) fn seen(&self, state: &mut State, page: &str) -> Result<ArticleState, Failure> {
        let corrections = self.corrections(state)?;
        let (layers, pages) = self
            .shown()
            .drawn(&self.replay, page, &corrections)
            .map_err(Failure::disk)?
            .ok_or_else(no_article)?;
        self.told(state, page, &layers, &pages)
    }

    /// What the script is told of an article with these layers and pages.
    pub(super) fn told(
        &self,
        state: &State,
        page: &str,
        layers: &ArticleLayers,
        pages: &[ArticlePage],
    ) -> Result<ArticleState, Failure> {
        let doc_id = &layers.article.source_id;
        let points = CodePoints::new(&layers.article.text);
        let paragraphs = pages.iter().find(|drawn| drawn.name == page).map(|drawn| &drawn.paragraphs);
        let starts: Vec<u32> = paragraphs.into_iter().flatten().copied().collect();
        let text = &layers.article.text;
        let paragraph = |(nth, start): (usize, &u32)| {
            let end = starts.get(nth + 1).map_or(text.len(), |next| *next as usize);
            let words = text.get(*start as usize..end).unwrap_or("").trim_end();
            Paragraph {
                at: points.at(*start),
                plain: !words.contains(|char| char == '\r' || is_deceptive(char)),
            }
        };
        let paragraphs = starts.iter().enumerate().map(paragraph).collect();
        let spans =
            |spans: &[Span]| spans.iter().map(|span| [points.at(span.start), points.at(span.end)]).collect();
        let entries = Entries::read(&state.text, doc_id)?;
        let version = entries.version();
        let undo = state.undo.iter().rev().find(|done| done.is_of(doc_id));
        let ids = layers.attributions.ids();
        let attributions = layers.attributions.attributions.iter().zip(ids).map(|(found, id)| Attribution {
            content: spans(&found.content),
            source: spans(&found.source),
            cue: spans(&found.cue),
            form: found.form.name(),
            class: found.cue_class.name(),
            polarity: found.polarity.name(),
            speakers: (found.speakers.iter())
                .map(|speaker| Voice {
                    id: speaker.id.clone(),
                    name: speaker.name.clone(),
                    kind: speaker.kind.name(),
                })
                .collect(),
            corrected: corrected(found),
            verdicts: self.reviews.of(&id),
            id,
        });
        Ok(ArticleState {
            doc_id: doc_id.clone(),
            paragraphs,
            attributions: attributions.collect(),
            people: people(layers),
            entries: if entries.corrections.is_empty() {
                String::new()
            } else {
                sayso_corrections::write(&entries.corrections)
            },
            undo: undo.is_some_and(|done| done.leads_to(&version)),
            version,
            did: None,
            html: None,
        })
    }

    /// Those in the run whose name has these words, those who say most first.
    pub(crate) fn people(&self, asked: &str) -> impl Serialize + use<> {
        const MOST: usize = 12;
        let wanted = asked.trim().to_lowercase();
        let shown = self.shown();
        let begins =
            |name: &str| name.split(' ').any(|word| word.starts_with(&wanted)) || name.starts_with(&wanted);
        let mut found: Vec<(bool, Voice)> = Vec::new();
        for person in &shown.people {
            let name = person.name.to_lowercase();
            if name.contains(&wanted) && found.len() < 40 * MOST {
                let voice =
                    Voice { id: person.id.clone(), name: person.name.clone(), kind: person.kind.name() };
                found.push((!begins(&name), voice));
            }
        }
        found.sort_by_key(|(within, _)| *within);
        found.into_iter().take(MOST).map(|(_, voice)| voice).collect::<Vec<_>>()
    }
}

/// Those whom an article names.
fn people(layers: &ArticleLayers) -> Vec<Voice> {
    let mut people: Vec<Voice> = Vec::new();
    for entity in &layers.mentions.entities {
        let voice = Voice {
            id: entity.id.clone(),
            name: entity.name.clone(),
            kind: speaker_kind(entity.kind).name(),
        };
        if !people.contains(&voice) {
            people.push(voice);
        }
    }
    people
}

fn speaker_kind(kind: EntityKind) -> SpeakerKind {
    if kind == EntityKind::Person { SpeakerKind::Person } else { SpeakerKind::Organization }
}

/// Whom the words of a source name, if they name one; else nobody whom we know.
pub(super) fn of_source(source: &[Piece], layers: &ArticleLayers) -> Who {
    let points = CodePoints::new(&layers.article.text);
    let within = |span: Span| {
        let (start, end) = (points.at(span.start), points.at(span.end));
        source.iter().any(|piece| piece.at[0] <= start && end <= piece.at[1])
    };
    let mentions = layers.mentions.mentions.iter();
    let names = mentions.filter(|mention| mention.form != MentionForm::Demonym && within(mention.span));
    let mut entities: Vec<u32> = names.map(|mention| mention.entity).collect();
    entities.sort_unstable();
    entities.dedup();
    if let [one] = entities[..]
        && let Some(entity) = layers.mentions.entities.get(one as usize)
    {
        let kind = speaker_kind(entity.kind);
        return Who { name: entity.name.clone(), kind, id: Some(entity.id.clone()) };
    }
    let words: Vec<&str> = source.iter().map(|piece| piece.words.as_str()).collect();
    Who { name: words.join(" "), kind: SpeakerKind::Unresolved, id: None }
}
