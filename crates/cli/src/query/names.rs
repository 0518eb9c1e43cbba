//! Names and words as people type them.

use sayso_gazetteer::fold;

/// Somebody or something asked for: by id, by name, or by a part of the name. Case and diacritics make no difference.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    typed: String,
    words: Vec<String>,
}

/// How well a name is what was asked for.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Match {
    /// All words that were typed are words of the name.
    Part,
    /// The name has these words and no other.
    Whole,
    /// The id.
    Id,
}

impl Wanted {
    pub(crate) fn new(typed: &str) -> Self {
        Self { typed: typed.trim().to_owned(), words: words(typed) }
    }

    /// As it was typed.
    pub(crate) fn typed(&self) -> &str {
        &self.typed
    }

    /// Whether a name ends with the words that were typed.
    pub(crate) fn ends(&self, name: &str) -> bool {
        words(name).ends_with(&self.words)
    }

    /// Whether somebody of this id and name is asked for.
    pub(crate) fn judge(&self, id: &str, name: &str) -> Option<Match> {
        if id == self.typed {
            return Some(Match::Id);
        }
        let name = words(name);
        let part = !self.words.is_empty() && self.words.iter().all(|word| name.contains(word));
        part.then_some(if name.len() == self.words.len() { Match::Whole } else { Match::Part })
    }
}

/// The words of a text, folded.
pub(crate) fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    folded
        .split(|char: char| !char.is_alphanumeric())
        .filter(|words| !words.is_empty())
        .map(str::to_owned)
        .collect()
}

/// What a statement must hold: each argument's words in a row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Phrases(Vec<Vec<String>>);

impl Phrases {
    pub(crate) fn new(arguments: &[String]) -> Self {
        Self(arguments.iter().map(|argument| words(argument)).filter(|words| !words.is_empty()).collect())
    }

    pub(crate) fn stand_in(&self, text: &str) -> bool {
        if self.0.is_empty() {
            return true;
        }
        let text = words(text);
        self.0.iter().all(|phrase| text.windows(phrase.len()).any(|window| window == phrase))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_match_by_folded_words() {
        for (typed, id, name, expected) in [
            ("blinken", "Q1", "Antony Blinken", Some(Match::Part)),
            ("Antony BLINKEN", "Q1", "Antony Blinken", Some(Match::Whole)),
            ("yoko kamikawa", "Q2", "Yōko Kamikawa", Some(Match::Whole)),
            ("Q2", "Q2", "Yōko Kamikawa", Some(Match::Id)),
            ("link", "Q1", "Antony Blinken", None),
            ("Antony Fauci", "Q1", "Antony Blinken", None),
            ("Macdonald, Ross", "x", "Ross MacDonald", Some(Match::Whole)),
            ("", "Q1", "Antony Blinken", None),
            ("…", "Q1", "Antony Blinken", None),
        ] {
            assert_eq!(Wanted::new(typed).judge(id, name), expected, "{typed}");
        }
    }

    #[test]
    fn phrases_stand_in_statements() {
        let text = "“We will act on climate change now,” in Łódź";
        for (typed, expected) in [
            (&["climate change"][..], true),
            (&["change", "climate"], true),
            (&["change climate"], false),
            (&["lodz"], true),
            (&["clim"], false),
            (&[], true),
        ] {
            let typed: Vec<String> = typed.iter().map(|word| (*word).to_owned()).collect();
            assert_eq!(Phrases::new(&typed).stand_in(text), expected, "{typed:?}");
        }
    }
}
