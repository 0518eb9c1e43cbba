use sayso_core::{CueClass, Form, Polarity, SpeakerKind};

/// Something that somebody who read the article knows better.
#[derive(Clone, Debug, PartialEq)]
pub struct Correction {
    /// What is to be done.
    pub action: Action,
    /// `doc_id` of the article.
    pub document: String,
    /// The pieces of the statement's content as it was found; empty where a statement is added.
    pub statement: Vec<Piece>,
    /// The content as it should be, where that changes.
    pub content: Option<Vec<Piece>>,
    /// The source as written, where that changes; an empty list takes it away.
    pub source: Option<Vec<Piece>>,
    /// The words that tell of the saying, where they change; an empty list takes them away.
    pub cue: Option<Vec<Piece>>,
    /// Who said it, where that changes; not empty.
    pub speakers: Option<Vec<Who>>,
    /// Direct, mixed or indirect, where that changes.
    pub form: Option<Form>,
    /// What kind of saying, where that changes.
    pub class: Option<CueClass>,
    /// Whether it was said at all, where that changes.
    pub polarity: Option<Polarity>,
    /// Why, in the corrector's words.
    pub note: Option<String>,
    /// Who says so.
    pub by: Option<String>,
}

/// What is to be done.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Parts of a statement are others.
    Change,
    /// This is no statement.
    Remove,
    /// This is a statement, and was not found.
    Add,
}

sayso_core::enum_names!(Action { Change = "change", Remove = "remove", Add = "add" });

/// Words of an article, and where they stood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Piece {
    /// The words, exactly.
    pub words: String,
    /// Where they stood: start and end in code points of the text, end exclusive.
    pub at: [u32; 2],
    /// Where the same words stood several times: which of how many, from 1.
    pub nth: Option<[u32; 2]>,
}

/// Somebody who said something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// Display name.
    pub name: String,
    /// What the speaker is.
    pub kind: SpeakerKind,
    /// An entity's id; without one the article's entity of that name is meant, else an id is made of the words.
    pub id: Option<String>,
}

impl Correction {
    /// A correction of a statement that says nothing yet.
    pub fn new(action: Action, document: &str, statement: Vec<Piece>) -> Self {
        Self {
            action,
            document: document.to_owned(),
            statement,
            content: None,
            source: None,
            cue: None,
            speakers: None,
            form: None,
            class: None,
            polarity: None,
            note: None,
            by: None,
        }
    }

    /// What it changes, in words: "speaker, content".
    pub fn what(&self) -> String {
        match self.action {
            Action::Add => return "attribution added".to_owned(),
            Action::Remove => return "attribution removed".to_owned(),
            Action::Change => {}
        }
        let parts = [
            (self.speakers.is_some(), "speaker"),
            (self.content.is_some(), "content"),
            (self.source.is_some(), "source"),
            (self.cue.is_some(), "cue"),
            (self.form.is_some(), "form"),
            (self.class.is_some(), "cue class"),
            (self.polarity.is_some(), "polarity"),
        ];
        let changed: Vec<&str> =
            parts.iter().filter(|(changed, _)| *changed).map(|(_, name)| *name).collect();
        format!("{} corrected", changed.join(", "))
    }

    /// The mark that a corrected statement bears: what was changed, by whom, and why.
    pub fn mark(&self) -> String {
        let mut mark = self.what();
        if let Some(by) = &self.by {
            mark.push_str(" by ");
            mark.push_str(by);
        }
        if let Some(note) = &self.note {
            mark.push_str(": ");
            mark.push_str(note);
        }
        mark
    }

    /// The words by which people find it: of the statement, else of what is added.
    pub fn words(&self) -> String {
        let pieces =
            if self.statement.is_empty() { self.content.as_deref().unwrap_or(&[]) } else { &self.statement };
        pieces.iter().map(|piece| piece.words.as_str()).collect::<Vec<_>>().join(" … ")
    }
}
