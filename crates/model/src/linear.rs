//! The fast model: every tag's score is a sum of weights of readable features, found by hash.
//!
//! Two tables: one of features of a token, for cues; one of features of a token seen from a cue, for the tags of that
//! cue's content and source. Trained by stochastic gradient descent on the cross-entropy of the tags (Berger et al.
//! 1996, "A Maximum Entropy Approach to Natural Language Processing"), with Adagrad's rates.

use crate::calibration::Calibration;
use crate::features::Features;
use crate::network::{LINK_TAGS, TAGS};
use std::ops::Range;

/// Rows of the table of cue features: as many as the 16 bits of a hash that choose one.
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
const LINK_TEMPLATES: usize = 11;
/// So many of them, the first ones, also with how far the token stands.
const MEASURED: usize = 3;
/// Features that depend on the token: the templates, and one of the cue's word and the token's.
const OWN: usize = LINK_TEMPLATES + MEASURED + 1;
/// Features of how a token stands to its cue, and of the cue.
const STEADY: usize = 7;
/// Features of a token for one cue.
pub const LINK_FEATURES: usize = OWN + STEADY;

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
pub fn cue_features(features: &[Features], at: usize) -> [u16; CUE_FEATURES] {
    cue_templates(features, at).map(|hash| hash as u16)
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
) -> [u16; LINK_FEATURES] {
    let own = own_features(features, at, anchor, rows);
    let (related, others) = own.split_at(LINK_TEMPLATES);
    let (measured, word) = others.split_at(MEASURED);
    let steady = steady_features(anchor, rows);
    let (first, others) = steady.split_at(1);
    let (second, others) = others.split_at(1);
    // In the order that the shipped model was trained in: sums of floats depend on it.
    let mut all = first.iter().chain(related).chain(second).chain(measured).chain(others).chain(word);
    std::array::from_fn(|_| all.next().copied().unwrap_or_default())
}

/// Those that depend on the token.
#[inline]
fn own_features(features: &[Features], at: usize, anchor: Anchor, rows: [usize; 2]) -> [u16; OWN] {
    let [relation, distance] = rows.map(|row| row as u32);
    let token = link_templates(features, at);
    let mut out = [0; OWN];
    let (related, others) = out.split_at_mut(LINK_TEMPLATES);
    let (measured, word) = others.split_at_mut(MEASURED);
    for (out, token) in related.iter_mut().zip(token) {
        *out = mix(token, relation) as u16;
    }
    for (out, token) in measured.iter_mut().zip(token) {
        *out = mix(token, far(distance)) as u16;
    }
    word[0] = mix(mix(205, anchor.word), mix(distance, features[at][of::WORD])) as u16;
    out
}

/// Those that are the same for all tokens that stand to the cue as `rows` say.
fn steady_features(anchor: Anchor, rows: [usize; 2]) -> [u16; STEADY] {
    let [relation, distance] = rows.map(|row| row as u32);
    let always = together(100, []);
    let place = mix(distance, relation);
    let hashes = [
        mix(always, relation),
        mix(always, far(distance)),
        mix(200, place),
        mix(mix(201, anchor.word), place),
        mix(mix(202, anchor.next), distance),
        mix(mix(203, anchor.before), distance),
        mix(mix(204, anchor.word), mix(distance, anchor.next)),
    ];
    hashes.map(|hash| hash as u16)
}

fn far(distance: u32) -> u32 {
    distance.wrapping_mul(0x9E37) + 7
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
    /// What a content's tag adds to the next one's logits.
    pub(crate) transitions: [f32; 9],
    pub(crate) calibration: Calibration,
}

impl Linear {
    /// Rounds trained weights: [`CUE_ROWS`] rows of O, B and I, and [`LINK_ROWS`] rows of the same for content and
    /// source; and the weights of a content's tag and the next one.
    pub fn new(cue: &[[f32; 3]], link: &[[f32; LINK_TAGS]], transitions: [f32; 9]) -> Self {
        let largest =
            |numbers: &mut dyn Iterator<Item = &f32>| numbers.fold(1e-6_f32, |most, it| most.max(it.abs()));
        let scales =
            [largest(&mut cue.iter().flatten()) / 127.0, largest(&mut link.iter().flatten()) / 127.0];
        let byte = |number: f32, scale: f32| (number / scale).round() as i8;
        let cue = cue
            .iter()
            .map(|row| std::array::from_fn(|at| row.get(at).map_or(0, |weight| byte(*weight, scales[0]))));
        let link = link
            .iter()
            .map(|row| std::array::from_fn(|at| row.get(at).map_or(0, |weight| byte(*weight, scales[1]))));
        Self {
            cue: cue.collect(),
            link: link.collect(),
            scales,
            transitions,
            calibration: Calibration::default(),
        }
    }

    /// Logits of the tags of cues; those of content and source stay zero.
    pub(crate) fn cues(&self, features: &[Features]) -> Vec<f32> {
        let near: Vec<usize> = (0..features.len()).filter(|at| near_a_cue(features, *at)).collect();
        let mut out = Vec::with_capacity(features.len() * TAGS);
        let none = |out: &mut Vec<f32>, until: usize| {
            while out.len() < until * TAGS {
                out.extend_from_slice(&[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, SURELY_NONE, 0.0, 0.0]);
            }
        };
        // Rows first, then their weights: so the processor waits for many of them at once.
        for near in near.chunks(BATCH) {
            let mut rows = [[0; CUE_FEATURES]; BATCH];
            for (rows, at) in rows.iter_mut().zip(near) {
                *rows = cue_features(features, *at);
            }
            for (rows, at) in rows.iter().zip(near) {
                none(&mut out, *at);
                let sums = sum([0; 4], &self.cue, rows);
                let [o, b, i] = std::array::from_fn(|tag| f32::from(sums[tag]) * self.scales[0]);
                out.extend_from_slice(&[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, o, b, i]);
            }
        }
        none(&mut out, features.len());
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
        let own: Vec<_> =
            window.clone().zip(rows).map(|(at, rows)| own_features(features, at, anchor, *rows)).collect();
        let mut out = Vec::with_capacity(window.len() * LINK_TAGS);
        let mut steady = [0; 8];
        let mut known = None;
        for (own, rows) in own.iter().zip(rows) {
            if known != Some(rows) {
                steady = sum([0; 8], &self.link, &steady_features(anchor, *rows));
                known = Some(rows);
            }
            let sums = sum(steady, &self.link, own);
            out.extend(sums[..LINK_TAGS].iter().map(|sum| f32::from(*sum) * self.scales[1]));
        }
        out
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.scales.iter().chain(&self.transitions).flat_map(|number| number.to_le_bytes()));
        out.extend(self.cue.iter().flat_map(|row| &row[..3]).map(|weight| weight.cast_unsigned()));
        out.extend(self.link.iter().flat_map(|row| &row[..LINK_TAGS]).map(|weight| weight.cast_unsigned()));
    }

    pub(crate) fn read(bytes: &[u8], calibration: Calibration) -> Option<Self> {
        let (numbers, bytes) = bytes.split_at_checked(4 * 11)?;
        let mut numbers = numbers.as_chunks::<4>().0.iter().map(|number| f32::from_le_bytes(*number));
        let mut next = || numbers.next().unwrap_or_default();
        let scales = [next(), next()];
        let transitions = std::array::from_fn(|_| next());
        let (cue, link) = bytes.split_at_checked(CUE_ROWS * 3)?;
        if link.len() != LINK_ROWS * LINK_TAGS {
            return None;
        }
        let byte = |row: &[u8], at: usize| row.get(at).map_or(0, |weight| weight.cast_signed());
        Some(Self {
            cue: cue.chunks(3).map(|row| std::array::from_fn(|at| byte(row, at))).collect(),
            link: link.chunks(LINK_TAGS).map(|row| std::array::from_fn(|at| byte(row, at))).collect(),
            scales,
            transitions,
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

/// Tokens whose rows are found before their weights are added.
const BATCH: usize = 32;

/// Adds rows of a table to `sums`. A few dozen signed bytes are far below 2¹⁵; so small, a row's sums are one vector.
#[inline]
fn sum<const N: usize>(mut sums: [i16; N], table: &[[i8; N]], rows: &[u16]) -> [i16; N] {
    for row in rows {
        let row = &table[usize::from(*row)];
        for at in 0..N {
            sums[at] += i16::from(row[at]);
        }
    }
    sums
}
