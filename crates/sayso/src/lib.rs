#![doc = include_str!("../README.md")]

mod analyzer;
mod document;
mod error;
#[cfg(feature = "ingest")]
mod files;
mod windows;

pub use analyzer::{Analyzer, Builder, Model};
pub use document::{Attribution, Document};
pub use error::{Error, ErrorKind};
#[cfg(feature = "ingest")]
pub use files::Reading;

pub use sayso_attribute::Attributor;
pub use sayso_core::{
    Article, Attributions, Carrier, CodePoints, CueClass, Diagnostic, Entity, EntityKind, Evidence, Form,
    Gender, Mention, MentionForm, Mentions, Metadata, Polarity, SetAside, SetAsideReason, Span, Speaker,
    SpeakerKind, Tokens,
};

/// The data types that a custom [`Attributor`] fills in.
pub mod core {
    pub use sayso_core::*;
}
