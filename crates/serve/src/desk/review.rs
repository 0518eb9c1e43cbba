//! What reviewers said of attributions: right or wrong. One line of `reviews.jsonl` each, in the run's directory; the last
//! one of a reviewer counts.

use super::Desk;
use crate::Error;
use crate::failure::Failure;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// In the run's directory.
pub(super) const FILE: &str = "reviews.jsonl";
const SCHEMA: &str = "sayso.reviews/1";
/// Bytes of a reviewer's name.
const NAME: usize = 80;

/// What a reviewer says.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Verdict {
    /// The file name of the article's page.
    page: String,
    /// The attribution's id.
    id: String,
    /// Right or wrong; nothing takes an earlier verdict back.
    right: Option<bool>,
    by: Option<String>,
}

/// A line.
#[derive(Serialize, Deserialize)]
struct Line {
    schema: String,
    doc_id: String,
    id: String,
    right: Option<bool>,
    #[serde(default)]
    by: String,
}

/// All verdicts: by attribution, then by reviewer.
type Verdicts = BTreeMap<String, BTreeMap<String, bool>>;

pub(super) struct Reviews(Mutex<Kept>);

struct Kept {
    file: Option<File>,
    path: std::path::PathBuf,
    verdicts: Verdicts,
}

/// Verdicts of two reviewers on the same attributions.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Agreement {
    pub(crate) reviewers: [String; 2],
    /// Attributions that both judged, and those on which they agree.
    pub(crate) shared: u64,
    pub(crate) agreed: u64,
    /// Cohen's kappa (1960), "A coefficient of agreement for nominal scales"; none where chance alone would agree.
    pub(crate) kappa: Option<f64>,
}

impl Reviews {
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let text = super::read(path).map_err(|error| Error::disk(path, error))?;
        let mut verdicts = Verdicts::new();
        for line in text.lines() {
            // A line that a power cut left half written was never shown as saved.
            let Ok(line) = serde_json::from_str::<Line>(line) else { continue };
            put(&mut verdicts, line);
        }
        Ok(Self(Mutex::new(Kept { file: None, path: path.to_owned(), verdicts })))
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What reviewers said of an attribution.
    pub(super) fn of(&self, id: &str) -> Vec<(String, bool)> {
        let kept = self.kept();
        let said = kept.verdicts.get(id).into_iter().flatten();
        said.map(|(by, right)| (by.clone(), *right)).collect()
    }

    /// Saves a verdict.
    pub(super) fn add(&self, doc_id: &str, id: &str, right: Option<bool>, by: &str) -> std::io::Result<()> {
        let by = by.split_whitespace().collect::<Vec<_>>().join(" ");
        let by = by[..by.floor_char_boundary(NAME)].to_owned();
        let line =
            Line { schema: SCHEMA.to_owned(), doc_id: doc_id.to_owned(), id: id.to_owned(), right, by };
        let mut kept = self.kept();
        if kept.file.is_none() {
            let file = OpenOptions::new().create(true).append(true).open(&kept.path)?;
            // After what a power cut left half written.
            let broken = std::fs::read(&kept.path)?.last().is_some_and(|byte| *byte != b'\n');
            let file = kept.file.insert(file);
            if broken {
                file.write_all(b"\n")?;
            }
        }
        if let Some(file) = &mut kept.file {
            let mut bytes = serde_json::to_vec(&line)?;
            bytes.push(b'\n');
            file.write_all(&bytes)?;
            file.sync_data()?;
        }
        put(&mut kept.verdicts, line);
        Ok(())
    }

    /// Whether somebody, or this reviewer, judged an attribution.
    pub(super) fn is_read(&self, id: &str, by: &str) -> bool {
        self.kept().verdicts.get(id).is_some_and(|said| by.is_empty() || said.contains_key(by))
    }

    /// Of these attributions, how many were judged and how many of them are right; where reviewers differ, it is wrong.
    pub(super) fn right_of<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> (u64, u64) {
        let kept = self.kept();
        let said = ids.into_iter().filter_map(|id| kept.verdicts.get(id));
        said.fold((0, 0), |(read, right), said| {
            (read + 1, right + u64::from(said.values().all(|right| *right)))
        })
    }

    /// How many attributions were judged.
    pub(super) fn count(&self) -> usize {
        self.kept().verdicts.len()
    }

    /// The two reviewers who judged most attributions both.
    pub(super) fn agreement(&self) -> Option<Agreement> {
        let kept = self.kept();
        let mut pairs: BTreeMap<[&str; 2], [[u64; 2]; 2]> = BTreeMap::new();
        for said in kept.verdicts.values() {
            let said: Vec<(&String, &bool)> = said.iter().collect();
            for (nth, (one, first)) in said.iter().enumerate() {
                for (other, second) in &said[nth + 1..] {
                    let counts = pairs.entry([one, other]).or_default();
                    counts[usize::from(**first)][usize::from(**second)] += 1;
                }
            }
        }
        let all = |counts: &[[u64; 2]; 2]| counts.iter().flatten().sum::<u64>();
        let (reviewers, counts) = pairs.into_iter().max_by_key(|(_, counts)| all(counts))?;
        Some(agreement(reviewers.map(str::to_owned), counts))
    }
}

fn put(verdicts: &mut Verdicts, line: Line) {
    match line.right {
        Some(right) => drop(verdicts.entry(line.id).or_default().insert(line.by, right)),
        None => {
            if let Some(said) = verdicts.get_mut(&line.id) {
                said.remove(&line.by);
                if said.is_empty() {
                    verdicts.remove(&line.id);
                }
            }
        }
    }
}

/// Of counts by the first one's verdict, then by the second one's.
fn agreement(reviewers: [String; 2], counts: [[u64; 2]; 2]) -> Agreement {
    let shared: u64 = counts.iter().flatten().sum();
    let agreed = counts[0][0] + counts[1][1];
    let share = |count: u64| count as f64 / shared as f64;
    let by_chance: f64 = (0..2)
        .map(|verdict| {
            let first: u64 = counts[verdict].iter().sum();
            share(first) * share(counts[0][verdict] + counts[1][verdict])
        })
        .sum();
    let kappa = (by_chance < 1.0 && shared > 0).then(|| (share(agreed) - by_chance) / (1.0 - by_chance));
    Agreement { reviewers, shared, agreed, kappa }
}

impl Desk {
    /// Saves what a reviewer says.
    pub(crate) fn judge(&self, verdict: &Verdict) -> Result<super::article::ArticleState, Failure> {
        let mut state = self.current()?;
        let shown = self.shown();
        let (entry, _) = shown.article(&verdict.page).ok_or_else(super::acts::no_article)?;
        let known = self.ids(&mut state, entry)?.contains(&verdict.id);
        if !known {
            return Err(Failure::new(404, "no-attribution", "the article has no such attribution"));
        }
        let by = verdict.by.as_deref().unwrap_or("");
        self.reviews.add(&entry.source_id, &verdict.id, verdict.right, by).map_err(Failure::disk)?;
        self.seen(&mut state, &verdict.page)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn agreement_is_that_of_the_paper() {
        // 20 and 15 agreed, 5 and 10 not: 0.7 observed, 0.5 by chance.
        let found = agreement(["a".to_owned(), "b".to_owned()], [[15, 5], [10, 20]]);
        assert_eq!((found.shared, found.agreed), (50, 35));
        assert!((found.kappa.unwrap() - 0.4).abs() < 1e-9, "{found:?}");
        assert_eq!(agreement(["a".to_owned(), "b".to_owned()], [[0, 0], [0, 3]]).kappa, None);
    }

    #[test]
    fn verdicts_are_read_again_and_the_last_counts() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(FILE);
        let reviews = Reviews::open(&path).unwrap();
        for (id, right, by) in [
            ("1", Some(true), "jr"),
            ("2", Some(true), "jr"),
            ("2", Some(false), "jr"),
            ("3", Some(true), "kl"),
            ("3", None, "kl"),
            ("2", Some(true), "kl"),
        ] {
            reviews.add("a", id, right, by).unwrap();
        }
        // Half a line, as a power cut leaves it.
        std::fs::write(&path, std::fs::read_to_string(&path).unwrap() + "{\"schema\":\"say").unwrap();
        let again = Reviews::open(&path).unwrap();
        assert_eq!(again.count(), 2);
        assert_eq!(again.of("2"), [("jr".to_owned(), false), ("kl".to_owned(), true)]);
        assert_eq!(again.right_of(["1", "2", "3"]), (2, 1));
        assert!(again.is_read("1", "") && !again.is_read("1", "kl"));
        again.add("a", "4", Some(true), "").unwrap();
        assert_eq!(Reviews::open(&path).unwrap().count(), 3);
    }
}
