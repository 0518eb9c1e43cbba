//! Which words of a page an extraction holds: compared by runs of words, so that marks, links and small changes do
//! not count.

use rustc_hash::{FxBuildHasher, FxHashSet};
use std::hash::BuildHasher;

/// Words of a run.
const RUN: usize = 4;

/// Runs of words of a text.
#[derive(Default)]
pub(super) struct Runs {
    runs: FxHashSet<u64>,
}

impl Runs {
    /// The runs of several texts; none spans two.
    pub(super) fn collect<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut runs = Self::default();
        for text in texts {
            each_run(text, &mut |run| {
                runs.runs.insert(run);
            });
        }
        runs
    }

    /// The share of a text's runs that are here; nothing for a text without a word.
    pub(super) fn share_of(&self, text: &str) -> Option<f64> {
        let (mut all, mut known) = (0_usize, 0_usize);
        each_run(text, &mut |run| {
            all += 1;
            known += usize::from(self.runs.contains(&run));
        });
        (all > 0).then(|| known as f64 / all as f64)
    }

    /// Whether most of a text is here.
    pub(super) fn hold(&self, text: &str) -> bool {
        self.share_of(text).is_none_or(|share| share >= 0.5)
    }
}

/// Gives a hash for each run of words, letters and digits only; a text of fewer words is one run.
fn each_run(text: &str, found: &mut dyn FnMut(u64)) {
    let hasher = FxBuildHasher;
    let mut last = [0_u64; RUN];
    let mut count = 0_usize;
    let mut word = String::new();
    for piece in text.split(|letter: char| !letter.is_alphanumeric()).filter(|piece| !piece.is_empty()) {
        word.clear();
        if piece.is_ascii() {
            word.push_str(piece);
            word.make_ascii_lowercase();
        } else {
            word.extend(piece.chars().flat_map(char::to_lowercase));
        }
        last.rotate_left(1);
        last[RUN - 1] = hasher.hash_one(word.as_str());
        count += 1;
        if count >= RUN {
            found(hasher.hash_one(last));
        }
    }
    if (1..RUN).contains(&count) {
        found(hasher.hash_one(&last[RUN - count..]));
    }
}

/// Words of a text.
pub(super) fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}
