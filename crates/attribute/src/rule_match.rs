//! What the rules hand on before names, speakers and confidence are known.

use sayso_core::CueClass;
use std::ops::Range;

/// An attribution in token indexes.
#[derive(Clone, Debug)]
pub(crate) struct RuleMatch {
    /// Pieces of the content, in text order.
    pub(crate) content: Vec<Range<usize>>,
    /// The source as written; `None` where there is none.
    pub(crate) source: Option<Range<usize>>,
    /// The cue's verb or noun with its auxiliaries; empty where there is none.
    pub(crate) cue: Range<usize>,
    /// The token that the cue table knows.
    pub(crate) head: usize,
    /// Kind of saying.
    pub(crate) class: CueClass,
    /// The rule's name.
    pub(crate) rule: &'static str,
    /// The carrier that the words name: "according to Reuters" after a quotation that has its speaker.
    pub(crate) via: Option<Range<usize>>,
    /// How sure the cue is, 0 to 1.
    pub(crate) cue_score: f32,
}
