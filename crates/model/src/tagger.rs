//! A model together with its name and thresholds, and the buffers of the threads that read with it.

use crate::decode::{Heads, Thresholds, TokenAttribution, decode};
use crate::file::{self, ModelError};
use crate::model::{Model, Reading};
use crate::prior_features::PriorFeatures;
use crate::scratch::Scratch;
use sayso_core::{Article, Tokens};
use std::ops::Range;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

/// A trained attribution model, ready to read articles. Shared between threads.
#[derive(Debug)]
pub struct Tagger {
    model: Arc<Model>,
    name: String,
    thresholds: Thresholds,
    /// Buffers of threads that are not reading at the moment.
    idle: Mutex<Vec<Scratch>>,
}

static ACCURATE: &[u8] = include_bytes!("../models/accurate.model");
static FAST: &[u8] = include_bytes!("../models/fast.model");

type Unpacked = LazyLock<Result<(Arc<Model>, String), ModelError>>;

impl Tagger {
    /// The net that we ship, unpacked once a process.
    pub fn accurate() -> Result<Self, ModelError> {
        static MODEL: Unpacked = LazyLock::new(|| unpack(ACCURATE));
        let (model, name) = MODEL.clone()?;
        Ok(Self::new(model, name))
    }

    /// The linear model that we ship, unpacked once a process.
    pub fn fast() -> Result<Self, ModelError> {
        static MODEL: Unpacked = LazyLock::new(|| unpack(FAST));
        let (model, name) = MODEL.clone()?;
        Ok(Self::new(model, name))
    }

    /// A model of either kind, trained with `cargo xtask train attribution`.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let (model, name) = unpack(bytes)?;
        Ok(Self::new(model, name))
    }

    /// A model in the making.
    pub fn new(model: Arc<Model>, name: String) -> Self {
        let thresholds = Thresholds::of(&model);
        Self { model, name, thresholds, idle: Mutex::default() }
    }

    /// The same with other thresholds to decode by.
    #[must_use]
    pub fn with_thresholds(self, thresholds: Thresholds) -> Self {
        Self { thresholds, ..self }
    }

    /// What the model says of the tokens of an article; `priors` holds one element a token.
    pub fn read(&self, article: &Article, tokens: &Tokens, priors: &[PriorFeatures]) -> Vec<Reading> {
        let mut out = Vec::new();
        self.with_scratch(|scratch| {
            self.model.read(article, tokens, priors, scratch, |reading, _| out.push(reading));
        });
        out
    }

    /// What the model finds, in tokens of the article; `priors` holds one element a token.
    pub fn find(
        &self,
        article: &Article,
        tokens: &Tokens,
        priors: &[PriorFeatures],
    ) -> Vec<TokenAttribution> {
        let mut out = Vec::new();
        let heads = Heads::of(&self.model);
        self.with_scratch(|scratch| {
            self.model.read(article, tokens, priors, scratch, |reading, scratch| {
                let link = |cue: &Range<usize>| self.model.link(&reading, cue, scratch);
                out.extend(decode(&reading, &heads, &self.thresholds, link));
                reading.free(scratch);
            });
        });
        out
    }

    /// The tokens read for a cue of a reading of this model's, and the logits of their tags as its content and source.
    pub fn link(&self, reading: &Reading, cue: &Range<usize>) -> (Range<usize>, Vec<f32>) {
        self.with_scratch(|scratch| self.model.link(reading, cue, scratch))
    }

    /// The model's kind, version and hash.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The model itself.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Frees the buffers that are kept from article to article.
    pub fn release_buffers(&self) {
        self.idle().clear();
    }

    fn with_scratch<T>(&self, work: impl FnOnce(&mut Scratch) -> T) -> T {
        let mut scratch = self.idle().pop().unwrap_or_default();
        let out = work(&mut scratch);
        self.idle().push(scratch);
        out
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Scratch>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn unpack(bytes: &[u8]) -> Result<(Arc<Model>, String), ModelError> {
    let model = file::read_model(bytes)?;
    let name = format!("{}/4-{}", model.kind(), &blake3::hash(bytes).to_hex()[..12]);
    Ok((Arc::new(model), name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_models_are_refused() {
        for bytes in
            [&b""[..], b"sayso accurate attribution model\n", &ACCURATE[..ACCURATE.len() - 1], &ACCURATE[1..]]
        {
            assert!(Tagger::from_bytes(bytes).is_err());
        }
        let mut flipped = ACCURATE.to_vec();
        flipped[100_000] ^= 1;
        assert!(Tagger::from_bytes(&flipped).is_err());
    }
}
