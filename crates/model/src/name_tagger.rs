//! The names tagger: which tokens are names of people, organisations, places or other things.
//!
//! A linear-chain conditional random field (Lafferty et al. 2001) over hashed features (Ganchev and Dredze 2008). Only
//! stretches near capitals are read; every other token is no name. What the lists and rules of `recognize` found is among
//! the features ([`NamePrior`]): the tagger is stacked on them.

mod clusters;
mod decode;
mod features;
mod file;
mod sums;
mod table;
mod templates;

pub use clusters::WordClusters;
pub use decode::{NameTag, Transitions, may_follow};
pub use features::{NamePrior, WordForms, name_row};
pub use file::{read_name_model, write_name_model};
pub use templates::{NAME_TEMPLATES, NameFeatures};

use sayso_core::Token;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

/// Classes of names, in the order of their labels.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameClass {
    /// People.
    Person,
    /// Organisations of every kind.
    Organization,
    /// Countries, places, facilities.
    Place,
    /// Everything else with a name: peoples, events, works, laws, products.
    Other,
}

impl NameClass {
    /// All classes, in the order of their labels.
    pub const ALL: [Self; 4] = [Self::Person, Self::Organization, Self::Place, Self::Other];

    /// The label of the first token of a name of this class; that of the others is one more.
    pub fn first_label(self) -> usize {
        1 + 2 * self as usize
    }

    /// The class that a label belongs to, and whether it begins a name; `None` for the label outside of names.
    pub fn of_label(label: usize) -> Option<(Self, bool)> {
        let class = Self::ALL.get(label.checked_sub(1)? / 2)?;
        Some((*class, label % 2 == 1))
    }
}

/// Labels: outside, then the first token and the other tokens of a name of each class.
pub const NAME_LABELS: usize = 1 + 2 * NameClass::ALL.len();

/// Weights of a feature for every label but the first; that one's are zero.
pub type NameWeights = [i8; NAME_LABELS - 1];

/// Rows of the table of weights, as a power of two.
pub const NAME_ROW_BITS: u32 = 18;

/// Shares of names that were right, at probabilities a tenth apart.
pub type NameCalibration = [f32; 11];

/// What training leaves.
#[derive(Clone, Debug)]
pub struct NameModel {
    /// Clusters of words.
    pub clusters: WordClusters,
    /// Weights of features by hash, in units of `scale`.
    table: table::NameTable,
    /// What a unit of the weights is worth.
    pub scale: f32,
    transitions: Transitions,
    tables: decode::Tables,
    /// How often names of a probability of 0, 0.1, … 1 were right; see [`NameModel::confidence`].
    pub calibration: NameCalibration,
    /// Tells models apart in this process, for what is kept of one.
    number: u64,
}

/// The number of the next model.
static NEXT: AtomicU64 = AtomicU64::new(1);

impl NameModel {
    /// A model by its parts: clusters, weights, what a unit of them is worth, transitions, calibration.
    pub fn new(
        clusters: WordClusters,
        rows: &[NameWeights],
        scale: f32,
        transitions: Transitions,
        calibration: NameCalibration,
    ) -> Self {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        Self {
            clusters,
            table: table::NameTable::new(rows),
            scale,
            tables: decode::Tables::new(&transitions),
            transitions,
            calibration,
            number,
        }
    }

    /// How sure a name is, 0 to 1, by the least probability of its tokens' labels: the share of such names that were right in
    /// text that was held out.
    pub fn confidence(&self, probability: f32) -> f32 {
        let place = probability.clamp(0.0, 1.0) * (self.calibration.len() - 1) as f32;
        let below = (place as usize).min(self.calibration.len() - 2);
        let share = place - below as f32;
        self.calibration[below] * (1.0 - share) + self.calibration[below + 1] * share
    }

    /// Weights of one label after another.
    pub fn transitions(&self) -> &Transitions {
        &self.transitions
    }
}

/// Tags tokens as names.
#[derive(Clone, Debug)]
pub struct NameTagger {
    model: Arc<NameModel>,
}

static NAMES: &[u8] = include_bytes!("../models/names.model");

static SHIPPED: LazyLock<Option<Arc<NameModel>>> =
    LazyLock::new(|| read_name_model(NAMES).ok().map(Arc::new));

impl NameTagger {
    /// A tagger by a model.
    pub fn new(model: Arc<NameModel>) -> Self {
        Self { model }
    }

    /// The tagger that is built in. `None` only in a build without its model.
    pub fn shipped() -> Option<Self> {
        SHIPPED.clone().map(Self::new)
    }

    /// The model.
    pub fn model(&self) -> &NameModel {
        &self.model
    }

    /// Tags the tokens of some stretches of one sentence; `priors` holds one element a token of the sentence. One tag for each
    /// token of each stretch is appended to `tags`.
    pub fn tag(&self, sentence: NameText<'_>, scratch: &mut NameScratch, tags: &mut Vec<NameTag>) {
        scratch.summation.read(&self.model, sentence.text, sentence.tokens, sentence.stretches);
        #[cfg(target_arch = "x86_64")]
        if std::is_x86_feature_detected!("avx2") && std::is_x86_feature_detected!("popcnt") {
            // SAFETY: the processor has just said that it knows these instructions.
            #[allow(unsafe_code)]
            return unsafe { self.avx2(sentence, scratch, tags) };
        }
        self.decode(sentence, scratch, tags);
    }

    /// The same code, for processors that know these instructions; it computes the same.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,popcnt")]
    fn avx2(&self, sentence: NameText<'_>, scratch: &mut NameScratch, tags: &mut Vec<NameTag>) {
        self.decode(sentence, scratch, tags);
    }

    #[inline(always)]
    #[allow(clippy::inline_always, reason = "it is compiled for two kinds of processors")]
    fn decode(&self, sentence: NameText<'_>, scratch: &mut NameScratch, tags: &mut Vec<NameTag>) {
        let NameScratch { summation, decoder } = scratch;
        for stretch in sentence.stretches {
            // A loop, not an iterator of sums, whose code would be that for all processors.
            for at in stretch.clone() {
                self.model.add(summation.sums(&self.model, sentence.priors, at), decoder);
            }
            self.model.decode(decoder, tags);
        }
    }
}

/// A sentence as the tagger reads it.
#[derive(Copy, Clone, Debug)]
pub struct NameText<'a> {
    /// The article's text.
    pub text: &'a str,
    /// The sentence's tokens.
    pub tokens: &'a [Token],
    /// What is known of each.
    pub priors: &'a [NamePrior],
    /// The stretches that are read, counted from its first token.
    pub stretches: &'a [Range<usize>],
}

/// Buffers of a [`NameTagger`].
#[derive(Debug, Default)]
pub struct NameScratch {
    summation: sums::Summation,
    decoder: decode::Decoder,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_model_is_read() {
        assert!(read_name_model(NAMES).is_ok(), "{:?}", read_name_model(NAMES).err());
    }

    #[test]
    fn labels_have_classes() {
        assert_eq!(NameClass::of_label(0), None);
        assert_eq!(NameClass::of_label(1), Some((NameClass::Person, true)));
        assert_eq!(NameClass::of_label(8), Some((NameClass::Other, false)));
        assert_eq!(NameClass::of_label(9), None);
        assert!(
            NameClass::ALL
                .iter()
                .all(|class| NameClass::of_label(class.first_label()) == Some((*class, true)))
        );
    }
}
