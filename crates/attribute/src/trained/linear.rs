//! The fast model: every tag's score is a sum of weights of readable features, found by hash.
//!
//! Two tables: one of features of a token, for cues; one of features of a token seen from a cue, for the tags of that
//! cue's content and source. Trained by stochastic gradient descent on the cross-entropy of the tags (Berger et al.
//! 1996, "A Maximum Entropy Approach to Natural Language Processing"), with Adagrad's rates.

use super::calibration::Calibration;
use super::features::Features;
use super::network::{LINK_TAGS, TAGS};
use std::ops::Range;

/// Rows of the table of cue features.
pub const CUE_ROWS: usize = 1 << 16;
/// Rows of the table of link features.
pub const LINK_ROWS: usize = 1 << 16;

/// Places in [`Features`], by name.
mod of {
    pub(super) const WORD: usize = 0;
    pub(super) const ENDING: usize = 1;
    pub(super) const SHAPE: usize = 3;
    pub(super) const MARKS: usize = 4;
    pub(super) const PLACE: usize = 5;
    pub(super) const NAME: usize = 6;
    pub(super) const RULES: usize = 7;
    pub(super) const CUE: usize = 8;
}

/// Features of a token for cues.
pub const CUE_FEATURES: usize = 22;
/// Features of a token seen from a cue, before they are taken together with how it stands to the cue.
const LINK_TEMPLATES: usize = 12;
/// So many of them, the first ones, also with how far the token stands.
const MEASURED: usize = 4;
/// Features of a token for one cue: the templates, and some of the cue itself.
pub const LINK_FEATURES: usize = LINK_TEMPLATES + MEASURED + 6;

/// What tells a cue: features of a token and of those at a distance of at most two from it, taken together.
#[inline]
fn cue_templates(features: &[Features], at: usize) -> [u32; CUE_FEATURES] {
    use of::{CUE, ENDING, MARKS, NAME, PLACE, RULES, SHAPE, WORD};
    let [second_before, before, here, after, second_after] = around(features, at);
    [
        together(0, [here[WORD]]),
        together(1, [before[WORD]]),
        together(2, [after[WORD]]),
        together(3, [second_before[WORD]]),
        together(4, [second_after[WORD]]),
        together(5, [before[WORD], here[WORD]]),
        together(6, [here[WORD], after[WORD]]),
        together(7, [before[WORD], after[WORD]]),
        together(8, [here[ENDING], after[WORD]]),
        together(9, [here[ENDING], before[WORD]]),
        together(10, [here[SHAPE], here[ENDING]]),
        together(11, [here[CUE], here[RULES]]),
        together(12, [here[CUE], after[WORD]]),
        together(13, [here[CUE], before[WORD]]),
        together(14, [here[CUE], before[NAME], after[NAME]]),
        together(15, [here[WORD], here[RULES]]),
        together(16, [before[RULES], here[RULES], after[RULES]]),
        together(17, [here[MARKS], here[CUE]]),
        together(18, [before[MARKS], after[MARKS], here[CUE]]),
        together(19, [before[CUE], here[WORD]]),
        together(20, [after[CUE], here[WORD]]),
        together(21, [here[PLACE], here[CUE]]),
    ]
}

/// What tells content and source of a cue, each taken together with how the token stands to the cue: on which side and
/// in which relation.
#[inline]
fn link_templates(features: &[Features], at: usize) -> [u32; LINK_TEMPLATES] {
    use of::{CUE, ENDING, MARKS, NAME, PLACE, RULES, SHAPE, WORD};
    let [before, here, after] = around(features, at);
    [
        together(100, []),
        together(101, [here[WORD]]),
        together(102, [here[RULES]]),
        together(103, [here[MARKS], after[MARKS]]),
        together(104, [before[WORD]]),
        together(105, [after[WORD]]),
        together(106, [before[RULES], here[RULES]]),
        together(107, [here[RULES], after[RULES]]),
        together(108, [before[MARKS], here[MARKS]]),
        together(109, [here[NAME], before[NAME]]),
        together(110, [here[ENDING], here[SHAPE]]),
        together(111, [here[CUE], here[PLACE]]),
    ]
}

/// The features of an odd number of tokens with one in their middle; beyond the ends all of them are [`u32::MAX`].
#[inline]
fn around<const COUNT: usize>(features: &[Features], at: usize) -> [&Features; COUNT] {
    const NOTHING: &Features = &[u32::MAX; 9];
    std::array::from_fn(|place| {
        (at + place).checked_sub(COUNT / 2).and_then(|at| features.get(at)).unwrap_or(NOTHING)
    })
}

/// The hash of some features together; `template` keeps those of different templates apart.
#[inline]
fn together<const COUNT: usize>(template: u32, rows: [u32; COUNT]) -> u32 {
    rows.into_iter().fold(template.wrapping_mul(0x85EB_CA6B), mix)
}

/// Rows of the cue table for the token at `at`.
#[inline]
pub fn cue_features(features: &[Features], at: usize) -> [usize; CUE_FEATURES] {
    cue_templates(features, at).map(|hash| hash as usize % CUE_ROWS)
}

/// What the features of every token of a cue's window share.
#[derive(Copy, Clone, Debug)]
pub struct Anchor {
    word: u32,
    next: u32,
    before: u32,
}

impl Anchor {
    /// Of the cue at these tokens.
    pub fn new(features: &[Features], cue: &Range<usize>) -> Self {
        let word = |at: Option<usize>| at.and_then(|at| features.get(at)).map_or(0, |rows| rows[of::WORD]);
        Self {
            word: word(cue.end.checked_sub(1)),
            next: word(Some(cue.end)),
            before: word(cue.start.checked_sub(1)),
        }
    }
}

/// Rows of the link table for the token at `at`, which stands to the cue as `rows` say.
#[inline]
pub fn link_features(
    features: &[Features],
    at: usize,
    anchor: Anchor,
    rows: [usize; 2],
) -> [usize; LINK_FEATURES] {
    let [relation, distance] = rows.map(|row| row as u32);
    let token = link_templates(features, at);
    let far = distance.wrapping_mul(0x9E37) + 7;
    let related = token.map(|token| mix(token, relation));
    let measured: [u32; MEASURED] = std::array::from_fn(|index| mix(token[index], far));
    let place = mix(distance, relation);
    let seen = [
        mix(200, place),
        mix(mix(201, anchor.word), place),
        mix(mix(202, anchor.next), distance),
        mix(mix(203, anchor.before), distance),
        mix(mix(204, anchor.word), mix(distance, anchor.next)),
        mix(mix(205, anchor.word), mix(distance, features[at][of::WORD])),
    ];
    let mut out = [0; LINK_FEATURES];
    for (out, hash) in out.iter_mut().zip(related.into_iter().chain(measured).chain(seen)) {
        *out = hash as usize % LINK_ROWS;
    }
    out
}

#[inline]
fn mix(state: u32, next: u32) -> u32 {
    let mixed = (state ^ next).wrapping_mul(0x9E37_79B1);
    mixed ^ mixed >> 15
}

/// The weights, as signed bytes with one scale a table.
#[derive(Clone, Debug)]
pub struct Linear {
    cue: Vec<[i8; 4]>,
    link: Vec<[i8; 8]>,
    scales: [f32; 2],
    pub(crate) calibration: Calibration,
}

impl Linear {
    /// Rounds trained weights: [`CUE_ROWS`] rows of O, B and I, and [`LINK_ROWS`] rows of the same for content and
    /// source.
    pub fn new(cue: &[[f32; 3]], link: &[[f32; LINK_TAGS]]) -> Self {
        let largest =
            |numbers: &mut dyn Iterator<Item = &f32>| numbers.fold(1e-6_f32, |most, it| most.max(it.abs()));
        let scales =
            [largest(&mut cue.iter().flatten()) / 127.0, largest(&mut link.iter().flatten()) / 127.0];
        let byte = |number: f32, scale: f32| (number / scale).round() as i8;
        let cue =
            cue.iter().map(|row| std::array::from_fn(|at| row.get(at).map_or(0, |it| byte(*it, scales[0]))));
        let link =
            link.iter().map(|row| std::array::from_fn(|at| row.get(at).map_or(0, |it| byte(*it, scales[1]))));
        Self { cue: cue.collect(), link: link.collect(), scales, calibration: Calibration::default() }
    }

    /// Logits of the tags of cues; those of content and source stay zero.
    pub(crate) fn cues(&self, features: &[Features]) -> Vec<f32> {
        let mut out = vec![0.0; features.len() * TAGS];
        for (at, tags) in out.chunks_mut(TAGS).enumerate() {
            if !near_a_cue(features, at) {
                tags[TAGS - 3] = SURELY_NONE;
                continue;
            }
            let mut sums = [0_i32; 4];
            for row in cue_features(features, at) {
                add(&mut sums, &self.cue[row]);
            }
            for (tag, sum) in tags[TAGS - 3..].iter_mut().zip(sums) {
                *tag = sum as f32 * self.scales[0];
            }
        }
        out
    }

    /// Logits of the tags of a window's tokens as content and source of a cue.
    pub(crate) fn links(
        &self,
        features: &[Features],
        window: &Range<usize>,
        cue: &Range<usize>,
        rows: &[[usize; 2]],
    ) -> Vec<f32> {
        let anchor = Anchor::new(features, cue);
        let mut out = Vec::with_capacity(window.len() * LINK_TAGS);
        for (at, rows) in window.clone().zip(rows) {
            let mut sums = [0_i32; 8];
            for row in link_features(features, at, anchor, *rows) {
                add(&mut sums, &self.link[row]);
            }
            out.extend(sums[..LINK_TAGS].iter().map(|sum| *sum as f32 * self.scales[1]));
        }
        out
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.scales.iter().flat_map(|scale| scale.to_le_bytes()));
        out.extend(self.cue.iter().flat_map(|row| &row[..3]).map(|weight| weight.cast_unsigned()));
        out.extend(self.link.iter().flat_map(|row| &row[..LINK_TAGS]).map(|weight| weight.cast_unsigned()));
    }

    pub(crate) fn read(bytes: &[u8], calibration: Calibration) -> Option<Self> {
        let (first, bytes) = bytes.split_first_chunk::<4>()?;
        let (second, bytes) = bytes.split_first_chunk::<4>()?;
        let (cue, link) = bytes.split_at_checked(CUE_ROWS * 3)?;
        if link.len() != LINK_ROWS * LINK_TAGS {
            return None;
        }
        let byte = |row: &[u8], at: usize| row.get(at).map_or(0, |weight| weight.cast_signed());
        Some(Self {
            cue: cue.chunks(3).map(|row| std::array::from_fn(|at| byte(row, at))).collect(),
            link: link.chunks(LINK_TAGS).map(|row| std::array::from_fn(|at| byte(row, at))).collect(),
            scales: [f32::from_le_bytes(*first), f32::from_le_bytes(*second)],
            calibration,
        })
    }
}

/// The logit of "no cue" where nothing near is in the cue table.
const SURELY_NONE: f32 = 12.0;

/// Whether the token, or one of the two on either side, is in the cue table: of PolNeAR's cues 99 of 100 are.
fn near_a_cue(features: &[Features], at: usize) -> bool {
    features[at.saturating_sub(2)..(at + 3).min(features.len())].iter().any(|rows| rows[of::CUE] != 0)
}

fn add<const N: usize>(sums: &mut [i32; N], row: &[i8; N]) {
    for (sum, weight) in sums.iter_mut().zip(row) {
        *sum += i32::from(*weight);
    }
}
