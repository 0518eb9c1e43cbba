//! Exponential and logarithm in plain arithmetic: several numbers at once where the processor can, and the same bits on
//! every machine, which a system's own functions do not promise.

use std::f32::consts::{LN_2, LOG2_E, SQRT_2};

/// Added to a number and taken away again, it leaves the nearest whole number, which stands in the lowest bits of the
/// sum.
const ROUND: f32 = 12_582_912.0;

/// *e* to a power of at most 0, within two units in the last place; below −87 it stays at what it is there.
#[inline(always)]
#[allow(clippy::inline_always, reason = "compiled for processors with and without AVX2")]
pub(crate) fn exp(power: f32) -> f32 {
    let power = power.max(-87.0);
    let shifted = power * LOG2_E + ROUND;
    let twos = shifted - ROUND;
    // ln 2 in two parts, the first one short: its products are exact.
    let rest = power - twos * 0.693_359_4 + twos * 2.121_944_4e-4;
    // 2 to the whole number, by the bits of its exponent.
    let whole = f32::from_bits((shifted.to_bits() << 23).wrapping_add(1.0_f32.to_bits()));
    // Taylor's series; `rest` is at most a half of ln 2.
    let series = 1.0 / 5040.0;
    let series = series * rest + 1.0 / 720.0;
    let series = series * rest + 1.0 / 120.0;
    let series = series * rest + 1.0 / 24.0;
    let series = series * rest + 1.0 / 6.0;
    let series = series * rest + 0.5;
    whole * ((series * rest + 1.0) * rest + 1.0)
}

/// The natural logarithm of a number from 1 to 3, within 3·10⁻⁷.
#[inline]
pub(crate) fn ln_of_few(number: f32) -> f32 {
    let (number, twos) = if number > SQRT_2 { (number * 0.5, LN_2) } else { (number, 0.0) };
    // ln((1 + x) / (1 − x)) = 2 (x + x³/3 + x⁵/5 + …); `x` is at most a fifth.
    let x = (number - 1.0) / (number + 1.0);
    let square = x * x;
    let series = 1.0 / 9.0;
    let series = series * square + 1.0 / 7.0;
    let series = series * square + 1.0 / 5.0;
    let series = series * square + 1.0 / 3.0;
    2.0 * x * (series * square + 1.0) + twos
}

/// The natural logarithm of any positive number that is not subnormal, within 6·10⁻⁷ of its size or of 1.
#[inline]
pub(crate) fn ln(number: f32) -> f32 {
    const MANTISSA: u32 = (1 << 23) - 1;
    let bits = number.to_bits();
    let twos = (bits >> 23) as f32 - 127.0;
    twos * LN_2 + ln_of_few(f32::from_bits(bits & MANTISSA | 1.0_f32.to_bits()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_near_the_exact_ones() {
        for step in 0..=200_000_u32 {
            let power = -87.0 * step as f32 / 200_000.0;
            let exact = f64::from(power).exp();
            assert!((f64::from(exp(power)) - exact).abs() <= 2.5e-7 * exact, "{power}");
            let number = 1.0 + 2.0 * step as f32 / 200_000.0;
            assert!((f64::from(ln_of_few(number)) - f64::from(number).ln()).abs() <= 3e-7, "{number}");
        }
        for power in -120..=120_i32 {
            for part in [1.0, 1.1, 1.5, 1.9999] {
                let number = part * 2.0_f32.powi(power);
                let exact = f64::from(number).ln();
                assert!((f64::from(ln(number)) - exact).abs() <= 6e-7 * exact.abs().max(1.0), "{number}");
            }
        }
        assert_eq!((exp(0.0), ln_of_few(1.0), ln(1.0)), (1.0, 0.0, 0.0));
        assert!(exp(f32::NEG_INFINITY) >= 0.0);
    }
}
