//! Attribution by models that were trained: `accurate`, a small recurrent net, and `fast`, a linear one. Both find
//! cues, and then, cue by cue, content and source; both are told what names and rules say.
#![allow(
    clippy::similar_names,
    clippy::needless_range_loop,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::iter_on_single_items,
    reason = "arithmetic over parallel arrays reads best by index; strides are far below isize::MAX"
)]

pub mod calibration;
mod cover;
pub mod decode;
pub mod features;
pub mod file;
mod functions;
pub mod gemm;
pub mod linear;
pub mod linker;
pub mod model;
pub mod network;
pub mod notes;
mod packed;
pub mod place;
mod recur;
mod scene;
mod scratch;
pub mod vocabulary;

pub use file::ModelError;

use crate::Attributor;
use crate::rules::{Ruled, start};
use crate::speakers::Resolver;
use decode::{Found, Lines, decode};
use model::{Model, Reading};
use notes::{Note, notes_by};
use sayso_core::{Article, Attribution, Attributions, Mentions, Tokens};
use scene::Scene;
use scratch::Scratch;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

/// Attribution by a trained model; every attribution has a cue.
#[derive(Debug)]
pub struct Trained {
    model: Arc<Model>,
    name: String,
    lines: Lines,
    /// Buffers of threads that are not reading at the moment.
    idle: Mutex<Vec<Scratch>>,
}

static ACCURATE: &[u8] = include_bytes!("../../../../data/models/accurate.model");
static FAST: &[u8] = include_bytes!("../../../../data/models/fast.model");

type Unpacked = LazyLock<Result<(Arc<Model>, String), ModelError>>;

impl Trained {
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
        let lines = Lines::of(&model);
        Self { model, name, lines, idle: Mutex::default() }
    }

    /// The same with other lines to decode by.
    #[must_use]
    pub fn with_lines(self, lines: Lines) -> Self {
        Self { lines, ..self }
    }

    /// What the model says of the tokens of an article; `notes` holds one note a token.
    pub fn read(&self, article: &Article, tokens: &Tokens, notes: &[Note]) -> Vec<Reading> {
        let mut out = Vec::new();
        self.with_scratch(|scratch| {
            self.model.read(article, tokens, notes, scratch, |reading, _| out.push(reading));
        });
        out
    }

    /// What the model finds, in tokens of the article; `notes` holds one note a token.
    pub fn find(&self, article: &Article, tokens: &Tokens, notes: &[Note]) -> Vec<Found> {
        let mut out = Vec::new();
        self.with_scratch(|scratch| {
            self.model.read(article, tokens, notes, scratch, |reading, scratch| {
                out.extend(decode(&self.model, &reading, &self.lines, scratch));
                reading.free(scratch);
            });
        });
        out
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
    let model = file::read(bytes)?;
    let name = format!("{}/3-{}", model.kind(), &blake3::hash(bytes).to_hex()[..12]);
    Ok((Arc::new(model), name))
}

impl Attributor for Trained {
    fn name(&self) -> &str {
        &self.name
    }

    fn attribute(&self, article: &Article, tokens: &Tokens, mentions: &Mentions) -> Attributions {
        let ruled = Ruled::find(article, tokens, mentions);
        let outlines = ruled.outlines();
        let notes = notes_by(tokens, mentions, &outlines);
        let scene = Scene::new(article, tokens, mentions, &notes);
        let found = self.find(article, tokens, &notes);
        let found: Vec<Attribution> =
            found.iter().map(|found| scene.attribution(found, &self.model)).collect();
        let passed_over = scene::passed_over(&outlines, &found).into_iter();
        let passed_over = passed_over.map(|nth| (outlines[nth].clone(), Some(nth)));
        let mut drafts: Vec<_> = found.into_iter().map(|found| (found, None)).chain(passed_over).collect();
        drafts.sort_by_key(|(draft, _)| start(draft));
        let resolver = Resolver::new(article, tokens, mentions);
        let mut attributions = Vec::with_capacity(drafts.len());
        for (draft, by_rule) in drafts {
            attributions.push(if let Some(nth) = by_rule {
                ruled.complete(nth, draft, &resolver, &attributions)
            } else {
                let resolved = resolver.resolve(&draft.source, &draft.cue, &attributions);
                Attribution { speakers: resolved.speakers, via: resolved.via, ..draft }
            });
        }
        scene::carry(&ruled, &outlines, &resolver, &mut attributions);
        // A source may have lost its beginning.
        attributions.sort_by_key(start);
        let set_aside = Scene::set_aside(ruled.set_aside(&outlines), outlines, &attributions);
        Attributions { document: article.id, attributions, set_aside }
    }

    fn rest(&self) {
        self.idle().clear();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use sayso_core::Span;

    #[test]
    fn damaged_models_are_refused() {
        for bytes in
            [&b""[..], b"sayso accurate attribution model\n", &ACCURATE[..ACCURATE.len() - 1], &ACCURATE[1..]]
        {
            assert!(Trained::from_bytes(bytes).is_err());
        }
        let mut flipped = ACCURATE.to_vec();
        flipped[100_000] ^= 1;
        assert!(Trained::from_bytes(&flipped).is_err());
    }

    #[test]
    fn a_carrier_is_no_speaker() {
        let text =
            "Mayor Ada Roe came.\n\n“The bridge is safe and will stay open,” she said, according to Reuters.";
        let article = Article { text: text.to_owned(), ..Article::default() };
        let tokens = sayso_tokenize::Tokenizer::new().tokenize(&article);
        let mentions = sayso_recognize::Recognizer::new(sayso_gazetteer::Gazetteer::shipped())
            .recognize(&article, &tokens);
        let found = Trained::accurate().unwrap().attribute(&article, &tokens, &mentions).attributions;
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].speakers[0].name, "Ada Roe", "{found:#?}");
        assert_eq!(found[0].via.as_ref().unwrap().name, "Reuters");
    }

    #[test]
    fn finds_a_quotation_with_its_source() {
        let text = "The bridge was closed on Monday.\n\n“The bridge is safe,” Mayor Ada Roe told reporters. “We checked it.”";
        let article = Article { text: text.to_owned(), ..Article::default() };
        let tokens = sayso_tokenize::Tokenizer::new().tokenize(&article);
        let found = Trained::accurate().unwrap().attribute(&article, &tokens, &Mentions::default());
        let parts = |spans: &[Span]| spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" … ");
        let found: Vec<_> =
            found.attributions.iter().map(|found| (parts(&found.content), parts(&found.source))).collect();
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found[0].0.contains("The bridge is safe") && found[0].0.contains("We checked it"),
            "{found:?}"
        );
        assert!(found[0].1.contains("Ada Roe"), "{found:?}");
    }
}
