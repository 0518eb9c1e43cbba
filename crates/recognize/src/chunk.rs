//! What the rules find in a sentence, before anybody knows who is who.

use sayso_core::{EntityKind, Gender, Span};
use sayso_model::NameClass;

/// What a chunk seems to name.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Hypothesis {
    /// A person's full name.
    Person,
    /// A part of a person's name, certain to be a person ("Mr. Peskov").
    PersonPart,
    /// An organisation of this kind.
    Organization(EntityKind),
    Place,
    /// "2005 United Kingdom general election".
    Event,
    /// One of the entries that a list has for these words: index into the hits.
    Listed(usize),
    /// A capitalised word or two that only the rest of the article can explain.
    Open,
}

/// What the words around a chunk want it to be.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) person: bool,
    pub(crate) place: bool,
    /// What follows is often said of people: a possessive, a verb of deeds.
    pub(crate) deed: bool,
    /// The article has the words at least this often, if nothing else explains them (0: not counted).
    pub(crate) times: u16,
}

/// A stretch of text that may name something.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Chunk {
    /// Bytes.
    pub(crate) span: Span,
    /// Its tokens.
    pub(crate) first: usize,
    pub(crate) end: usize,
    pub(crate) hypothesis: Hypothesis,
    /// The title before (or after) the name.
    pub(crate) title: Option<Span>,
    pub(crate) gender: Option<Gender>,
    pub(crate) wanted: Wanted,
    /// Stands where capitals prove nothing.
    pub(crate) case_uninformative: bool,
    /// What the tagger takes it for, where it says.
    pub(crate) class: Option<NameClass>,
    /// How sure that is, 0 to 1.
    pub(crate) confidence: f32,
}
