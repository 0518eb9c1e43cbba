//! How sure an attribution is: a logistic regression over what the net, the marks and the rules say of it.
//!
//! The probability is that content and source are right in the sense of the reference scorer (linked@0.8). The
//! weights are part of the model; training fits them on articles that the net has not learnt from. What the regression
//! says is bent once more by beta calibration (Kull et al. 2017), fitted on what it says of articles held out.

use crate::fast_math::ln;
use crate::network::sigmoid;

/// What is weighed, in order.
pub const TRAITS: [&str; 15] = [
    "always",
    "the cue is one",
    "the content belongs to it",
    "no other cut of the content is as likely",
    "the source belongs to it",
    "no other cut of the source is as likely",
    "there is no source",
    "the content is in pieces",
    "share of the content in quotation marks",
    "all of the content in quotation marks",
    "the rules see the cue",
    "the rules agree on the content",
    "the rules agree on the source",
    "length of the content",
    "the cue tags' own margin",
];

/// Places in [`TRAITS`].
#[derive(Debug)]
pub enum Trait {}

impl Trait {
    /// The cue is one.
    pub const CUE_IS_ONE: usize = 1;
    /// The content belongs to it.
    pub const CONTENT_BELONGS: usize = 2;
    /// No other cut of the content is as likely.
    pub const CONTENT_MARGIN: usize = 3;
    /// The source belongs to it.
    pub const SOURCE_BELONGS: usize = 4;
    /// No other cut of the source is as likely.
    pub const SOURCE_MARGIN: usize = 5;
    /// There is no source.
    pub const NO_SOURCE: usize = 6;
    /// The content is in pieces.
    pub const CONTENT_PIECES: usize = 7;
    /// Share of the content in quotation marks.
    pub const SHARE_QUOTED: usize = 8;
    /// All of the content in quotation marks.
    pub const ALL_QUOTED: usize = 9;
    /// The rules see the cue.
    pub const RULES_CUE: usize = 10;
    /// The rules agree on the content.
    pub const RULES_CONTENT: usize = 11;
    /// The rules agree on the source.
    pub const RULES_SOURCE: usize = 12;
    /// Length of the content.
    pub const CONTENT_LENGTH: usize = 13;
    /// The cue tags' own margin.
    pub const CUE_MARGIN: usize = 14;
}

/// Values of [`TRAITS`] for one attribution.
pub type Traits = [f32; TRAITS.len()];

/// How traits become a probability.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Calibration {
    /// A weight for each of [`TRAITS`].
    pub weights: Traits,
    /// With the regression's probability p: the weights of ln p and −ln(1 − p), neither below 0, and a constant; their sum
    /// is the log-odds of being right.
    pub curve: [f32; 3],
}

impl Default for Calibration {
    fn default() -> Self {
        Self { weights: [0.0; TRAITS.len()], curve: [1.0, 1.0, 0.0] }
    }
}

impl Calibration {
    /// Probability, 0 to 1, that the attribution is right.
    pub fn confidence(&self, traits: &Traits) -> f32 {
        let [high, low, constant] = self.curve;
        let [sure, unsure] = logarithms(self.regression(traits));
        sigmoid(high * sure - low * unsure + constant)
    }

    /// What the regression alone says.
    pub fn regression(&self, traits: &Traits) -> f32 {
        sigmoid(self.shares(traits).iter().sum())
    }

    /// What each trait adds to the regression's log-odds.
    pub fn shares(&self, traits: &Traits) -> Traits {
        std::array::from_fn(|at| self.weights[at] * traits[at])
    }
}

/// The logarithms of a probability and of what is left to 1, within what the curve may ask.
pub fn logarithms(probability: f32) -> [f32; 2] {
    let probability = probability.clamp(1e-4, 1.0 - 1e-4);
    [ln(probability), ln(1.0 - probability)]
}

/// Log-odds of a share, within ±6.
pub(crate) fn log_odds(share: f32) -> f32 {
    let share = share.clamp(0.0025, 0.9975);
    (share / (1.0 - share)).ln()
}
