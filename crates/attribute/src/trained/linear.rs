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

/// A feature of a token: the features of tokens at these distances from it, taken together.
type Template = &'static [(isize, usize)];

/// What tells a cue.
const CUE_TEMPLATES: [Template; 22] = [
    &[(0, of::WORD)],
    &[(-1, of::WORD)],
    &[(1, of::WORD)],
    &[(-2, of::WORD)],
    &[(2, of::WORD)],
    &[(-1, of::WORD), (0, of::WORD)],
    &[(0, of::WORD), (1, of::WORD)],
    &[(-1, of::WORD), (1, of::WORD)],
    &[(0, of::ENDING), (1, of::WORD)],
    &[(0, of::ENDING), (-1, of::WORD)],
    &[(0, of::SHAPE), (0, of::ENDING)],
    &[(0, of::CUE), (0, of::RULES)],
    &[(0, of::CUE), (1, of::WORD)],
    &[(0, of::CUE), (-1, of::WORD)],
    &[(0, of::CUE), (-1, of::NAME), (1, of::NAME)],
    &[(0, of::WORD), (0, of::RULES)],
    &[(-1, of::RULES), (0, of::RULES), (1, of::RULES)],
    &[(0, of::MARKS), (0, of::CUE)],
    &[(-1, of::MARKS), (1, of::MARKS), (0, of::CUE)],
    &[(-1, of::CUE), (0, of::WORD)],
    &[(1, of::CUE), (0, of::WORD)],
    &[(0, of::PLACE), (0, of::CUE)],
];

/// What tells content and source of a cue, each taken together with how the token stands to the cue: on which side and
/// in which relation; the first [`MEASURED`] also with how far it stands.
const LINK_TEMPLATES: [Template; 12] = [
    &[],
    &[(0, of::WORD)],
    &[(0, of::RULES)],
    &[(0, of::MARKS), (1, of::MARKS)],
    &[(-1, of::WORD)],
    &[(1, of::WORD)],
    &[(-1, of::RULES), (0, of::RULES)],
    &[(0, of::RULES), (1, of::RULES)],
    &[(-1, of::MARKS), (0, of::MARKS)],
    &[(0, of::NAME), (-1, of::NAME)],
    &[(0, of::ENDING), (0, of::SHAPE)],
    &[(0, of::CUE), (0, of::PLACE)],
];
/// See [`LINK_TEMPLATES`].
const MEASURED: usize = 4;

/// Features of a token for cues.
pub const CUE_FEATURES: usize = CUE_TEMPLATES.len();
/// Features of a token for one cue: the templates, and some of the cue itself.
pub const LINK_FEATURES: usize = LINK_TEMPLATES.len() + MEASURED + 6;

/// Rows of the cue table for the token at `at`.
pub fn cue_features(features: &[Features], at: usize) -> [usize; CUE_FEATURES] {
    let mut out = [0; CUE_FEATURES];
    for (index, (template, out)) in CUE_TEMPLATES.iter().zip(&mut out).enumerate() {
        *out = template_hash(features, at, template, index as u32) as usize % CUE_ROWS;
    }
    out
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
pub fn link_features(
    features: &[Features],
    at: usize,
    anchor: Anchor,
    rows: [usize; 2],
) -> [usize; LINK_FEATURES] {
    let [relation, distance] = rows.map(|row| row as u32);
    let mut out = [0; LINK_FEATURES];
    let (related, rest) = out.split_at_mut(LINK_TEMPLATES.len());
    let (measured, of_cue) = rest.split_at_mut(MEASURED);
    for (index, (template, out)) in LINK_TEMPLATES.iter().zip(related).enumerate() {
        let token = template_hash(features, at, template, 100 + index as u32);
        *out = mix(token, relation) as usize % LINK_ROWS;
        if let Some(out) = measured.get_mut(index) {
            *out = mix(token, distance.wrapping_mul(0x9E37) + 7) as usize % LINK_ROWS;
        }
    }
    let place = mix(distance, relation);
    let seen = [
        mix(200, place),
        mix(mix(201, anchor.word), place),
        mix(mix(202, anchor.next), distance),
        mix(mix(203, anchor.before), distance),
        mix(mix(204, anchor.word), mix(distance, anchor.next)),
        mix(mix(205, anchor.word), mix(distance, features[at][of::WORD])),
    ];
    for (out, hash) in of_cue.iter_mut().zip(seen) {
        *out = hash as usize % LINK_ROWS;
    }
    out
}

fn template_hash(features: &[Features], at: usize, template: Template, seed: u32) -> u32 {
    template.iter().fold(seed.wrapping_mul(0x85EB_CA6B), |state, (apart, which)| {
        let row = at
            .checked_add_signed(*apart)
            .and_then(|at| features.get(at))
            .map_or(u32::MAX, |rows| rows[*which]);
        mix(state, row)
    })
}

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
