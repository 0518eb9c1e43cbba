//! The nouns of Sayso. Every stage speaks in these types and depends on nothing else of ours.
//!
//! Text is stored once, in [`Article::text`]; every later layer is standoff: [`Span`]s of **bytes** into that
//! text. Code points appear only where offsets leave the house (see [`CodePoints`]).

mod enum_names;

mod article;
mod attribution;
mod counting_sort;
mod diagnostic;
mod id;
mod mention;
mod offsets;
mod span;
pub mod swar;
mod token;
mod token_codec;
mod word_cache;

pub use article::{Article, Credit, Dated, Metadata, Origin, Part, PartKind, Provenance};
pub use attribution::{
    Attribution, Attributions, Carrier, CueClass, Evidence, Form, Polarity, SetAside, SetAsideReason,
    Speaker, SpeakerKind,
};
pub use counting_sort::counting_sort;
pub use diagnostic::{Diagnostic, Severity};
pub use id::{DocumentId, ParseDocumentIdError};
pub use mention::{Entity, EntityKind, Gender, Mention, MentionForm, Mentions, RunnerUp};
pub use offsets::CodePoints;
pub use span::Span;
pub use token::{Paragraph, Sentence, Token, TokenKind, Tokens};
pub use word_cache::WordCache;
