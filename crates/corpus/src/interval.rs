//! Intervals of shares.

/// The 95 % interval of a share (Wilson 1927, "Probable inference, the law of succession, and statistical inference"):
/// unlike the usual one it never leaves 0 to 1, and is of use for small counts.
pub fn wilson(hits: u64, all: u64) -> (f64, f64) {
    /// Of the normal distribution, for 95 %.
    const Z: f64 = 1.959_964;
    if all == 0 {
        return (0.0, 1.0);
    }
    let (hits, all) = (hits as f64, all as f64);
    let share = hits / all;
    let middle = (share + Z * Z / (2.0 * all)) / (1.0 + Z * Z / all);
    let reach = Z / (1.0 + Z * Z / all) * (share * (1.0 - share) / all + Z * Z / (4.0 * all * all)).sqrt();
    ((middle - reach).max(0.0), (middle + reach).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_those_of_the_paper() {
        let check = |hits, all, low: f64, high: f64| {
            let found = wilson(hits, all);
            assert!((found.0 - low).abs() < 1e-3 && (found.1 - high).abs() < 1e-3, "{hits}/{all}: {found:?}");
        };
        check(5, 10, 0.2366, 0.7634);
        check(0, 10, 0.0, 0.2775);
        check(10, 10, 0.7225, 1.0);
        check(0, 0, 0.0, 1.0);
    }
}
