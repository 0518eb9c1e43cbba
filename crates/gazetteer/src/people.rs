use crate::fold;
use sayso_document::Gender;

/// A given name and those who bear it.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct GivenName {
    /// The gender that nearly all bearers have; `None` where both are usual.
    pub gender: Option<Gender>,
    /// Bearers per million, in the list's population.
    pub frequency: f32,
}

/// Sorted `(folded name, rest of the line)` pairs out of a file that is sorted already.
#[derive(Debug, Default)]
pub(crate) struct SortedLines {
    lines: Vec<(&'static str, &'static str)>,
}

impl SortedLines {
    /// `#` begins a comment line; the file is sorted by its first column (a test holds it to that).
    pub(crate) fn new(file: &'static str) -> Self {
        let lines = file
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty())
            .map(|line| line.split_once('\t').unwrap_or((line, "")))
            .collect();
        Self { lines }
    }

    pub(crate) fn get(&self, word: &str) -> Option<&'static str> {
        let found = self.lines.binary_search_by(|(name, _)| (*name).cmp(word)).ok()?;
        Some(self.lines[found].1)
    }

    #[cfg(test)]
    pub(crate) fn is_sorted(&self) -> bool {
        self.lines.is_sorted_by(|a, b| a.0 < b.0)
    }
}

/// Names of people and common words, by folded form.
#[derive(Debug)]
pub(crate) struct Words {
    given: SortedLines,
    surnames: SortedLines,
    common: SortedLines,
}

impl Words {
    pub(crate) fn shipped() -> Self {
        Self {
            given: SortedLines::new(include_str!("../../../data/gazetteer/given-names.tsv")),
            surnames: SortedLines::new(include_str!("../../../data/gazetteer/surnames.tsv")),
            common: SortedLines::new(include_str!("../../../data/gazetteer/common-words.txt")),
        }
    }

    /// Columns: name, bearers per million, percentage of them that are female.
    pub(crate) fn given_name(&self, name: &str) -> Option<GivenName> {
        let (frequency, female) = self.given.get(&fold(name))?.split_once('\t')?;
        let gender = match female.parse::<f32>().ok()? {
            share if share >= 90.0 => Some(Gender::Female),
            share if share <= 10.0 => Some(Gender::Male),
            _ => None,
        };
        Some(GivenName { gender, frequency: frequency.parse().ok()? })
    }

    pub(crate) fn surname(&self, name: &str) -> Option<f32> {
        self.surnames.get(&fold(name))?.parse().ok()
    }

    pub(crate) fn is_common(&self, folded: &str) -> bool {
        self.common.get(folded).is_some()
    }

    #[cfg(test)]
    pub(crate) fn are_sorted(&self) -> bool {
        self.given.is_sorted() && self.surnames.is_sorted() && self.common.is_sorted()
    }
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn files_are_sorted_for_the_binary_search() {
        assert!(Words::shipped().are_sorted());
    }

    #[test]
    fn names_of_either_gender_are_told_apart() {
        use sayso_document::Gender;
        let words = Words::shipped();
        for (name, gender) in
            [("Jane", Some(Gender::Female)), ("ANTONY", Some(Gender::Male)), ("Jordan", None)]
        {
            assert_eq!(words.given_name(name).map(|known| known.gender), Some(gender), "{name}");
        }
        assert!(words.surname("Smith").is_some() && words.is_common("reading") && !words.is_common("china"));
    }
}
