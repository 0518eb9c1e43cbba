//! The templates of features: which facts about a token and its neighbours are hashed together.
//!
//! Those that look at one token only are apart from the others, so that the tagger can keep the sums of their weights for
//! words that come again.

#![allow(clippy::inline_always, reason = "compiled for processors with and without AVX2")]

use super::features::{Form, NamePrior, REACH};

/// Features of a token.
pub const NAME_TEMPLATES: usize = 58;

/// Hashes of a token's features, by template; see [`name_row`](super::name_row).
pub type NameFeatures = [u32; NAME_TEMPLATES];

/// The number of a template, counted from 1, and the hash of its facts.
pub(super) type Feature = (u32, u32);

/// The facts of some template.
#[inline(always)]
fn feature<const COUNT: usize>(template: u32, facts: [u32; COUNT]) -> Feature {
    let seed = template.wrapping_mul(0x85EB_CA6B);
    (template, facts.into_iter().fold(seed, mix).wrapping_mul(0x9E37_79B1))
}

#[inline(always)]
fn mix(state: u32, next: u32) -> u32 {
    let mixed = (state ^ next).wrapping_mul(0x9E37_79B1);
    mixed ^ mixed >> 15
}

/// A token and its two neighbours on either side: the forms of the words, and what is known of them.
#[derive(Copy, Clone)]
pub(super) struct Window<'f> {
    pub(super) forms: [&'f Form; 2 * REACH + 1],
    pub(super) priors: [NamePrior; 2 * REACH + 1],
}

/// What a token's own form and prior tell.
#[inline(always)]
pub(super) fn of_token(w: &Form, p: NamePrior) -> [Feature; 24] {
    let of = u32::from;
    let (mention, facts) = (of(p.mention), u32::from(p.facts));
    [
        feature(1, [w.word]),
        feature(12, [w.cluster]),
        feature(17, [w.shape]),
        feature(21, [w.shape, of(p.setting)]),
        feature(22, [w.tail]),
        feature(23, [w.long_tail]),
        feature(24, [w.head]),
        feature(26, [mention]),
        feature(29, [mention, w.shape]),
        feature(30, [mention, w.word]),
        feature(31, [mention, w.cluster]),
        feature(35, [of(p.document)]),
        feature(36, [of(p.document), w.shape]),
        feature(37, [of(p.document), mention]),
        feature(40, [of(p.setting), mention]),
        feature(41, [of(p.setting), w.word]),
        feature(42, [of(p.setting), w.cluster]),
        feature(43, [facts]),
        feature(45, [facts, of(p.kind)]),
        feature(46, [of(p.company), w.shape]),
        feature(47, [of(p.company), mention]),
        feature(48, [of(p.wanted), w.shape]),
        feature(49, [of(p.wanted), mention]),
        feature(50, [of(p.wanted), facts]),
    ]
}

/// What the word before a token tells alone.
#[inline(always)]
pub(super) fn of_previous(b: &Form) -> [Feature; 2] {
    [feature(2, [b.word]), feature(13, [b.cluster])]
}

/// What the word behind a token tells alone.
#[inline(always)]
pub(super) fn of_next(y: &Form) -> [Feature; 2] {
    [feature(3, [y.word]), feature(14, [y.cluster])]
}

/// What several words tell together, and the words two tokens away.
#[inline(always)]
#[allow(clippy::many_single_char_names, reason = "the table of templates is read by columns")]
pub(super) fn of_window(window: &Window<'_>) -> [Feature; 30] {
    let [a, b, w, y, z] = window.forms;
    let [pa, pb, p, py, pz] = &window.priors;
    let of = u32::from;
    let mention = of(p.mention);
    let facts = u32::from(p.facts);
    [
        feature(4, [a.word]),
        feature(5, [z.word]),
        feature(6, [b.word, w.word]),
        feature(7, [w.word, y.word]),
        feature(8, [b.word, w.shape]),
        feature(9, [y.word, w.shape]),
        feature(10, [a.word, b.word]),
        feature(11, [y.word, z.word]),
        feature(15, [b.cluster, w.cluster]),
        feature(16, [w.cluster, y.cluster]),
        feature(18, [b.shape, w.shape]),
        feature(19, [w.shape, y.shape]),
        feature(20, [b.shape, w.shape, y.shape]),
        feature(25, [w.tail, b.cluster]),
        feature(27, [of(pb.mention), mention]),
        feature(28, [mention, of(py.mention)]),
        feature(32, [of(pb.mention), mention, of(py.mention)]),
        feature(33, [of(pa.kind), of(pb.kind), of(p.kind)]),
        feature(34, [of(p.kind), of(py.kind), of(pz.kind)]),
        feature(38, [of(pb.document), of(p.document)]),
        feature(39, [of(p.document), of(py.document)]),
        feature(44, [facts, u32::from(py.facts)]),
        feature(51, [b.cue, w.shape, facts]),
        feature(52, [y.cue, w.shape, facts]),
        feature(53, [b.cue, of(p.kind), y.shape]),
        feature(54, [u32::from(pb.facts), facts]),
        feature(55, [facts, b.cluster]),
        feature(56, [facts, y.cluster]),
        feature(57, [b.cluster, y.cluster]),
        feature(58, [a.shape, b.shape, w.shape, y.shape, z.shape]),
    ]
}

/// All features of the token in the middle of a window.
pub(super) fn of_all(window: &Window<'_>) -> NameFeatures {
    let mut out = [0; NAME_TEMPLATES];
    let [_, b, w, y, _] = window.forms;
    let single = of_token(w, window.priors[REACH]).into_iter().chain(of_previous(b)).chain(of_next(y));
    for (template, hash) in single.chain(of_window(window)) {
        out[template as usize - 1] = hash;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_is_used_once() {
        let window = Window { forms: [&Form::NOTHING; 5], priors: [NamePrior::OUTSIDE; 5] };
        let (form, prior) = (&Form::NOTHING, NamePrior::OUTSIDE);
        let single = of_token(form, prior).into_iter().chain(of_previous(form)).chain(of_next(form));
        let mut templates: Vec<u32> =
            single.chain(of_window(&window)).map(|(template, _)| template).collect();
        templates.sort_unstable();
        assert!(templates.into_iter().eq(1..=NAME_TEMPLATES as u32));
    }
}
