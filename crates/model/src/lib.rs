//! Attribution models, without what is made of their findings.
//!
//! A [`Tagger`] reads an article's tokens together with what names and rules say of each ([`PriorFeatures`]) and returns
//! statements as token ranges ([`TokenAttribution`]): cue, content, source, and how sure it is. Two kinds of model do
//! that: `accurate`, a small recurrent network, and `fast`, a linear one. [`training`] is what the trainer needs beside
//! them.
#![allow(
    clippy::similar_names,
    clippy::needless_range_loop,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::iter_on_single_items,
    reason = "arithmetic over parallel arrays reads best by index; strides are far below isize::MAX"
)]
#![warn(clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros)] // see clippy.toml

mod calibration;
mod chain;
mod decode;
mod fast_math;
mod features;
mod file;
mod gemm;
mod linear;
mod linker;
mod model;
mod name_tagger;
mod network;
mod position;
mod prior_features;
mod quantized_matmul;
mod scratch;
mod sru;
mod tagger;
mod vocabulary;

pub use calibration::{Calibration, Trait};
pub use decode::{Thresholds, TokenAttribution};
pub use file::ModelError;
pub use model::{Model, Reading};
pub use name_tagger::{
    NameClass, NameModel, NamePrior, NameScratch, NameTag, NameTagger, NameText, read_name_model,
};
pub use position::{Position, positions};
pub use prior_features::{PriorFeatures, prior_features};
pub use tagger::Tagger;

/// The parts of the models that training reaches into. Not for others: they change with the models.
pub mod training {
    pub use crate::calibration::{TRAITS, Traits, logarithms};
    pub use crate::chain::{Chain, Posterior, one_or_none, pieces};
    pub use crate::decode::{CONTENT, CUE, Heads, SOURCE, ahead, decode, log_softmax, spans};
    pub use crate::features::{DIMS, Features, RULES, WIDTH};
    pub use crate::file::{read_model, write_model};
    pub use crate::gemm::{MatrixView, multiply};
    pub use crate::linear::{
        Anchor, CUE_FEATURES, CUE_ROWS, LINK_FEATURES, LINK_ROWS, Linear, cue_features, link_features,
    };
    pub use crate::linker::{LinkTrace, cue_side, join, link, token_side};
    pub use crate::model::Reading;
    pub use crate::name_tagger::{
        NAME_LABELS, NAME_ROW_BITS, NAME_TEMPLATES, NameCalibration, NameFeatures, NameWeights, Transitions,
        WordClusters, WordForms, may_follow, name_row, write_name_model,
    };
    pub use crate::network::{
        CUE_SIDE, DENSE, LINK, LINK_BIAS, LINK_MATRIX, LINK_TAGS, LINK_UNITS, LINKER, Layer, LayerTrace,
        PLACES, READER, STATE, TAG_BIAS, TAG_MATRIX, TAGS, TOKEN_SIDE, TRANSITIONS, UNITS, Weights, biased,
        embed, forward,
    };
    pub use crate::position::{FAR, NEAR, chunks, rows, window};
    pub use crate::vocabulary::{UNKNOWN, Vocabulary, hash, normal};
}
