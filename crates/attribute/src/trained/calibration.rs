//! How sure an attribution is: a logistic regression over what the net, the marks and the rules say of it.
//!
//! The probability is that content and source are right in the sense of the reference scorer (linked@0.8). The
//! weights are part of the model; training fits them on articles that the net has not learnt from.

use super::network::sigmoid;

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

// Places in that list.
pub(crate) const CUE_IS_ONE: usize = 1;
pub(crate) const CONTENT_BELONGS: usize = 2;
pub(crate) const CONTENT_MARGIN: usize = 3;
pub(crate) const SOURCE_BELONGS: usize = 4;
pub(crate) const SOURCE_MARGIN: usize = 5;
pub(crate) const NO_SOURCE: usize = 6;
pub(crate) const CONTENT_PIECES: usize = 7;
pub(crate) const SHARE_QUOTED: usize = 8;
pub(crate) const ALL_QUOTED: usize = 9;
pub(crate) const RULES_CUE: usize = 10;
pub(crate) const RULES_CONTENT: usize = 11;
pub(crate) const RULES_SOURCE: usize = 12;
pub(crate) const CONTENT_LENGTH: usize = 13;
pub(crate) const CUE_MARGIN: usize = 14;

/// Values of [`TRAITS`] for one attribution.
pub type Traits = [f32; TRAITS.len()];

/// A weight for each of [`TRAITS`].
#[derive(Copy, Clone, Debug, Default, PartialEq)]
pub struct Calibration(pub Traits);

impl Calibration {
    /// Probability, 0 to 1, that the attribution is right.
    pub fn confidence(&self, traits: &Traits) -> f32 {
        sigmoid(self.shares(traits).iter().sum())
    }

    /// What each trait adds to the log-odds.
    pub fn shares(&self, traits: &Traits) -> Traits {
        std::array::from_fn(|at| self.0[at] * traits[at])
    }
}

/// Log-odds of a share, within ±6.
pub(crate) fn log_odds(share: f32) -> f32 {
    let share = share.clamp(0.0025, 0.9975);
    (share / (1.0 - share)).ln()
}
