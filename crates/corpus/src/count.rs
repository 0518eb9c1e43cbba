//! How often something was said, counted three ways, and how sure that is.

/// Statements up to which the interval is computed exactly.
const EXACT: usize = 128;
/// What is left out at each end of the interval: it holds 90 % of what is likely.
const TAIL: f64 = 0.05;
/// Where the normal distribution has that much at each end, in standard deviations.
const DEVIATIONS: f64 = 1.645;

/// One count of uncertain things.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// All that were found.
    pub found: u32,
    /// How many of them are right with a probability of 90 %, by their confidences: between these two.
    pub low: u32,
    /// The higher end.
    pub high: u32,
}

/// The three counts of a list of statements.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Every place where a statement was found.
    pub appearances: Counted,
    /// Articles with a statement, copies of one article counted as one.
    pub articles: Counted,
    /// Different statements: the same words by the same speaker counted once.
    pub statements: Counted,
}

impl Counts {
    /// What lists are ordered by: different statements, then appearances.
    pub fn rank(&self) -> (u32, u32) {
        (self.statements.found, self.appearances.found)
    }

    /// The three, for a row of a table.
    pub fn columns(&self) -> [Counted; 3] {
        [self.appearances, self.articles, self.statements]
    }
}

impl Counted {
    /// Of things that are right with these probabilities, in per cent.
    pub fn right(percents: &[u8]) -> Self {
        let (low, high) = if percents.len() <= EXACT { exact(percents) } else { normal(percents) };
        Self { found: percents.len() as u32, low, high }
    }

    /// Of things that were counted and not judged.
    pub fn sure(found: u32) -> Self {
        Self { found, low: found, high: found }
    }
}

/// Quantiles of the Poisson binomial distribution, by adding one thing after another.
fn exact(percents: &[u8]) -> (u32, u32) {
    let mut chances = vec![0.0; percents.len() + 1];
    chances[0] = 1.0;
    for (before, percent) in percents.iter().enumerate() {
        let right = f64::from(*percent) / 100.0;
        for count in (0..=before).rev() {
            chances[count + 1] += chances[count] * right;
            chances[count] *= 1.0 - right;
        }
    }
    let quantile = |wanted: f64| {
        let mut sum = 0.0;
        let reached = chances.iter().position(|chance| {
            sum += chance;
            // Sums of many parts miss by a little.
            sum >= wanted - 1e-9
        });
        reached.unwrap_or(percents.len()) as u32
    };
    (quantile(TAIL), quantile(1.0 - TAIL))
}

/// The same by the normal distribution of that mean and variance.
fn normal(percents: &[u8]) -> (u32, u32) {
    let mean: u64 = percents.iter().map(|percent| u64::from(*percent)).sum();
    let variance: u64 =
        percents.iter().map(|percent| u64::from(*percent) * (100 - u64::from(*percent).min(100))).sum();
    let (mean, spread) = (mean as f64 / 100.0, DEVIATIONS * (variance as f64).sqrt() / 100.0);
    let within = |count: f64| count.round().clamp(0.0, percents.len() as f64);
    #[expect(clippy::cast_sign_loss, reason = "clamped")]
    let ends = (within(mean - spread) as u32, within(mean + spread) as u32);
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_hold_what_is_likely() {
        let check = |percents: &[u8], expect: (u32, u32)| {
            let Counted { low, high, .. } = Counted::right(percents);
            assert_eq!((low, high), expect, "{percents:?}");
        };
        check(&[], (0, 0));
        check(&[100, 100, 100], (3, 3));
        check(&[0], (0, 0));
        check(&[50], (0, 1));
        check(&[97], (1, 1));
        // Ten throws of a coin: 2 to 8 with 97.9 %, 3 to 7 with 89.1 %.
        check(&[50; 10], (2, 8));
        check(&[90, 90, 90, 20], (2, 4));
        check(&[80; 2000], (1571, 1629));
    }

    #[test]
    fn both_ways_agree_where_they_meet() {
        let percents: Vec<u8> = (0..EXACT as u8).map(|n| 40 + n % 60).collect();
        let (one, two) = (exact(&percents), normal(&percents));
        assert!(one.0.abs_diff(two.0) <= 1 && one.1.abs_diff(two.1) <= 1, "{one:?} {two:?}");
    }
}
