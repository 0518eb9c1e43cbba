use crate::Stage;
use sayso_core::{Article, Attributions, DocumentId, Mentions, Tokens};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// What a file can hold.
pub trait Payload: Serialize + DeserializeOwned {
    /// The stage that makes it.
    const STAGE: Stage;
    /// Version of its shape. Raise it whenever a field of any type inside changes; the golden files notice.
    const SCHEMA: u32;
}

/// The output of one stage for one document.
pub trait Layer: Serialize + DeserializeOwned {
    /// The stage that makes it.
    const STAGE: Stage;
    /// Version of its shape; see [`Payload::SCHEMA`].
    const SCHEMA: u32;
    /// The document it belongs to.
    fn document(&self) -> DocumentId;
}

/// A bounded number of documents, the same ones in every stage's shard of one number.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Shard<T> {
    /// In run order.
    pub documents: Vec<T>,
}

impl<T: Layer> Payload for Shard<T> {
    const STAGE: Stage = T::STAGE;
    const SCHEMA: u32 = T::SCHEMA;
}

impl Layer for Article {
    const STAGE: Stage = Stage::Ingest;
    const SCHEMA: u32 = 1;
    fn document(&self) -> DocumentId {
        self.id
    }
}

impl Layer for Tokens {
    const STAGE: Stage = Stage::Tokenize;
    const SCHEMA: u32 = 2;
    fn document(&self) -> DocumentId {
        self.document
    }
}

impl Layer for Mentions {
    const STAGE: Stage = Stage::Recognize;
    const SCHEMA: u32 = 1;
    fn document(&self) -> DocumentId {
        self.document
    }
}

impl Layer for Attributions {
    const STAGE: Stage = Stage::Attribute;
    const SCHEMA: u32 = 2;
    fn document(&self) -> DocumentId {
        self.document
    }
}
