//! The sequential part of a layer of Simple Recurrent Units: element-wise, one token after the other.

use crate::network::sigmoid;

/// What enters one direction of a layer: of every token 4 × its units.
#[derive(Copy, Clone)]
pub(crate) struct Gates<'a> {
    pub(crate) product: &'a [f32],
    /// Numbers before the first token's.
    pub(crate) offset: usize,
    /// Numbers from one token's to the next one's.
    pub(crate) stride: usize,
}

/// What training needs of a recurrence: tokens × both directions' units each; all empty where nothing is kept.
pub(crate) struct Kept<'a> {
    pub(crate) cell: &'a mut [f32],
    pub(crate) forget: &'a mut [f32],
    pub(crate) reset: &'a mut [f32],
}

/// Runs one direction of a layer of `UNITS` units over some tokens' gates into that direction's half of `out`,
/// tokens × 2 `UNITS`; `carry` is the direction's cell before them, and then after them. The same numbers on every
/// processor: wide instructions change no rounding.
pub(crate) fn recur<const UNITS: usize, const KEEP: bool>(
    vectors: &[f32],
    direction: usize,
    gates: Gates<'_>,
    carry: &mut [f32],
    kept: &mut Kept<'_>,
    out: &mut [f32],
) {
    #[cfg(target_arch = "x86_64")]
    if std::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has just said that it knows these instructions.
        #[allow(unsafe_code)]
        return unsafe { wide::<UNITS, KEEP>(vectors, direction, gates, carry, kept, out) };
    }
    steps::<UNITS, KEEP>(vectors, direction, gates, carry, kept, out);
}

/// [`steps`], compiled for processors with 32-byte vectors.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn wide<const UNITS: usize, const KEEP: bool>(
    vectors: &[f32],
    direction: usize,
    gates: Gates<'_>,
    carry: &mut [f32],
    kept: &mut Kept<'_>,
    out: &mut [f32],
) {
    steps::<UNITS, KEEP>(vectors, direction, gates, carry, kept, out);
}

#[inline(always)]
#[allow(clippy::inline_always, reason = "so that it is compiled once for each set of instructions")]
fn steps<const UNITS: usize, const KEEP: bool>(
    vectors: &[f32],
    direction: usize,
    gates: Gates<'_>,
    carry: &mut [f32],
    kept: &mut Kept<'_>,
    out: &mut [f32],
) {
    let vector = |row: usize| -> &[f32] { &vectors[(row * 2 + direction) * UNITS..][..UNITS] };
    let (forget_peep, forget_bias, reset_peep, reset_bias) = (vector(0), vector(1), vector(2), vector(3));
    let count = out.len() / (2 * UNITS);
    let mut now = [0.0_f32; UNITS];
    now.copy_from_slice(carry);
    for step in 0..count {
        let at = if direction == 0 { step } else { count - 1 - step };
        let row = at * 2 + direction;
        let numbers = &gates.product[gates.offset + at * gates.stride..][..4 * UNITS];
        let (candidate, numbers) = numbers.split_at(UNITS);
        let (forget_in, numbers) = numbers.split_at(UNITS);
        let (reset_in, highway) = numbers.split_at(UNITS);
        let place = row * UNITS..(row + 1) * UNITS;
        let out = &mut out[place.clone()];
        let (mut forget, mut reset) = ([0.0_f32; UNITS], [0.0_f32; UNITS]);
        for unit in 0..UNITS {
            let before = now[unit];
            let f = sigmoid(forget_in[unit] + forget_peep[unit] * before + forget_bias[unit]);
            let r = sigmoid(reset_in[unit] + reset_peep[unit] * before + reset_bias[unit]);
            let c = f * before + (1.0 - f) * candidate[unit];
            forget[unit] = f;
            reset[unit] = r;
            now[unit] = c;
            out[unit] = r * c + (1.0 - r) * highway[unit];
        }
        if KEEP {
            kept.cell[place.clone()].copy_from_slice(&now);
            kept.forget[place.clone()].copy_from_slice(&forget);
            kept.reset[place].copy_from_slice(&reset);
        }
    }
    carry.copy_from_slice(&now);
}
