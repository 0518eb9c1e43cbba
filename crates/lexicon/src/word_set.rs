//! Short lists that single rules ask for.

use crate::rows;
use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

/// A named set of words. Declared where it is used, read from the language pack when it is first asked:
///
/// ```
/// use sayso_lexicon::WordSet;
///
/// static ARTICLES: WordSet = WordSet::named("articles");
///
/// assert!(ARTICLES.contains_ignoring_case("The"));
/// assert!(!ARTICLES.contains("The"));
/// ```
///
/// A name that no file has is an empty set; a test of this crate looks through the sources for such names, and for sets
/// that nobody asks for.
#[derive(Debug)]
pub struct WordSet {
    name: &'static str,
    words: OnceLock<ByLength>,
}

impl WordSet {
    /// The set of that name.
    pub const fn named(name: &'static str) -> Self {
        Self { name, words: OnceLock::new() }
    }

    /// Whether the word is in the set, as written.
    pub fn contains(&self, word: &str) -> bool {
        self.words().of_length(word.len()).contains(&word)
    }

    /// Whether the word is in the set, whatever the case of its ASCII letters.
    pub fn contains_ignoring_case(&self, word: &str) -> bool {
        self.words().of_length(word.len()).iter().any(|known| known.eq_ignore_ascii_case(word))
    }

    /// The words, shortest first.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.words().all.iter().copied()
    }

    /// Where in the text the first word or phrase of the set begins, if any stands in it; plain substring search.
    pub fn is_inside(&self, text: &str) -> bool {
        self.iter().any(|phrase| text.contains(phrase))
    }

    /// Whether the word ends in one of the set's endings, and is longer than it by at least `least` bytes.
    pub fn ends(&self, word: &str, least: usize) -> bool {
        self.iter().any(|ending| word.len() >= ending.len() + least && word.ends_with(ending))
    }

    fn words(&self) -> &ByLength {
        self.words.get_or_init(|| ByLength::new(SETS.get(self.name).map_or("", |words| words)))
    }
}

/// Words sorted by length, so that a look-up compares only those as long as what is looked for.
#[derive(Debug)]
struct ByLength {
    all: Box<[&'static str]>,
    /// For each length in bytes, where its words begin; the last entry is where the longest end.
    starts: Box<[usize]>,
}

impl ByLength {
    fn new(cell: &'static str) -> Self {
        // Phrases are separated by slashes, single words by blanks.
        let mut all: Vec<&str> = if cell.contains(" / ") {
            cell.split(" / ").collect()
        } else {
            cell.split_ascii_whitespace().collect()
        };
        all.sort_by_key(|word| word.len());
        let longest = all.last().map_or(0, |word| word.len());
        let starts = (0..=longest + 1).map(|length| all.partition_point(|word| word.len() < length));
        Self { starts: starts.collect(), all: all.into() }
    }

    fn of_length(&self, length: usize) -> &[&'static str] {
        match self.starts.get(length..length + 2) {
            Some(&[start, end]) => &self.all[start..end],
            _ => &[],
        }
    }
}

/// The files that hold sets.
const FILES: &[&str] = &[
    include_str!("../en/attribution_sets.tsv"),
    include_str!("../en/recognition_sets.tsv"),
    include_str!("../en/speaker_sets.tsv"),
    include_str!("../en/token_sets.tsv"),
];

/// The words of every set by its name.
static SETS: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    let cells = FILES.iter().flat_map(|file| rows(file)).filter_map(|row| row.split_once('\t'));
    cells.filter_map(|(name, rest)| Some((name, rest.split_once('\t')?.1))).collect()
});

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::disallowed_methods)]
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn words_are_found_by_length_and_case() {
        let words = ByLength::new("of the of-the");
        assert_eq!(words.of_length(3), ["the"]);
        assert!(words.of_length(0).is_empty() && words.of_length(4).is_empty());
        assert!(words.of_length(usize::MAX - 2).is_empty());
        assert!(ByLength::new("").of_length(0).is_empty());
        assert_eq!(ByLength::new("close to / with").of_length(8), ["close to"]);
    }

    #[test]
    fn every_set_has_three_columns_and_a_name_of_its_own() {
        let mut names = BTreeSet::new();
        for row in FILES.iter().flat_map(|file| rows(file)) {
            let cells: Vec<&str> = row.split('\t').collect();
            assert!(cells.len() == 3 && cells.iter().all(|cell| !cell.is_empty()), "{row}");
            assert!(names.insert(cells[0]), "{} stands twice", cells[0]);
        }
    }

    /// The names in calls of [`WordSet::named`] in the sources of all crates.
    fn named_in_sources() -> BTreeSet<String> {
        fn read(dir: &Path, out: &mut BTreeSet<String>) {
            for path in std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()) {
                if path.is_dir() && !path.ends_with("target") {
                    read(&path, out);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    let text = std::fs::read_to_string(&path).unwrap();
                    let names = text.split(concat!("WordSet::named", "(\"")).skip(1);
                    out.extend(
                        names.filter_map(|rest| rest.split_once('"')).map(|(name, _)| name.to_owned()),
                    );
                }
            }
        }
        let mut out = BTreeSet::new();
        read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(".."), &mut out);
        out
    }

    #[test]
    fn sets_are_those_that_rules_ask_for() {
        let asked = named_in_sources();
        let missing: Vec<_> = asked.iter().filter(|name| !SETS.contains_key(name.as_str())).collect();
        let unused: Vec<_> = SETS.keys().filter(|name| !asked.contains(**name)).collect();
        assert!(missing.is_empty(), "no file has {missing:?}");
        assert!(unused.is_empty(), "nobody asks for {unused:?}");
    }
}
