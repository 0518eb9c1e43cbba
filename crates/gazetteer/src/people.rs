use crate::fold;
use sayso_core::Gender;

/// A given name and those who bear it.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct GivenName {
    /// The gender that nearly all bearers have; `None` where both are usual.
    pub gender: Option<Gender>,
    /// Bearers per million, in the list's population.
    pub frequency: f32,
}

/// Lines of a file sorted by what stands before the first tab; read in place.
#[derive(Copy, Clone, Debug)]
pub(crate) struct SortedLines {
    /// Without the comments at the beginning.
    text: &'static str,
}

impl SortedLines {
    /// Lines with `#` at the beginning of the file are comments (a test holds the rest to its order).
    pub(crate) fn new(file: &'static str) -> Self {
        let mut text = file;
        while text.starts_with('#') {
            text = text.split_once('\n').map_or("", |(_, rest)| rest);
        }
        Self { text }
    }

    /// The rest of the line of a word.
    pub(crate) fn get(&self, word: &str) -> Option<&'static str> {
        let bytes = self.text.as_bytes();
        // A line that begins in `low..high`, both beginnings of lines.
        let (mut low, mut high) = (0, bytes.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let start = memchr::memrchr(b'\n', &bytes[low..middle]).map_or(low, |at| low + at + 1);
            let end = memchr::memchr(b'\n', &bytes[middle..]).map_or(bytes.len(), |at| middle + at);
            let line = &bytes[start..end];
            let cut = memchr::memchr(b'\t', line).unwrap_or(line.len());
            match line[..cut].cmp(word.as_bytes()) {
                std::cmp::Ordering::Less => low = end + 1,
                std::cmp::Ordering::Greater => high = start,
                std::cmp::Ordering::Equal => return self.text.get((start + cut + 1).min(end)..end),
            }
        }
        None
    }

    #[cfg(test)]
    pub(crate) fn is_sorted(&self) -> bool {
        let first = |line: &'static str| line.split('\t').next().unwrap_or_default();
        self.text.lines().map(first).is_sorted_by(|a, b| a < b)
            && self.text.lines().all(|line| self.get(first(line)).is_some())
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
            given: SortedLines::new(include_str!("../data/given-names.tsv")),
            surnames: SortedLines::new(include_str!("../data/surnames.tsv")),
            common: SortedLines::new(include_str!("../data/common-words.txt")),
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
        use sayso_core::Gender;
        let words = Words::shipped();
        for (name, gender) in
            [("Jane", Some(Gender::Female)), ("ANTONY", Some(Gender::Male)), ("Jordan", None)]
        {
            assert_eq!(words.given_name(name).map(|known| known.gender), Some(gender), "{name}");
        }
        assert!(words.surname("Smith").is_some() && words.is_common("reading") && !words.is_common("china"));
    }
}
