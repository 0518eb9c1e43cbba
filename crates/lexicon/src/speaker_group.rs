//! What kind of source somebody is, by the words of a role.

use crate::{Language, Table};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Words of a role that are looked at; nobody's role is longer.
const LONGEST: usize = 24;

/// A phrase of the table.
struct Phrase {
    words: Vec<&'static str>,
    /// Whether the last word may go on.
    open: bool,
    group: &'static str,
    /// Whether it counts only for people on a list, or where it is the whole role.
    doubtful: bool,
    row: usize,
}

/// The row of words that change nothing.
const IGNORED: &str = "-";

/// The phrases by the first two bytes of their first word.
static PHRASES: LazyLock<HashMap<&str, Vec<Phrase>>> = LazyLock::new(|| {
    let mut phrases: HashMap<&str, Vec<Phrase>> = HashMap::new();
    for (row, [group, words]) in Language::English.columns(Table::SpeakerGroups).enumerate() {
        for phrase in words.split(' ') {
            let words: Vec<&str> = phrase.trim_end_matches('*').split('_').collect();
            let (doubtful, open) = (group.ends_with('?'), phrase.ends_with('*'));
            let phrase = Phrase { words, open, group: group.trim_end_matches('?'), doubtful, row };
            phrases.entry(key(phrase.words[0])).or_default().push(phrase);
        }
    }
    phrases
});

/// The group of a role or noun ("Prime Minister", "residents of the town"): `elected`, `resident` …; `None` where no row of
/// [`Table::SpeakerGroups`] knows a word of it. `listed`: the role is of somebody whom a list of names has, so that a
/// president is one of a country.
pub fn speaker_group(role: &str, listed: bool) -> Option<&'static str> {
    let role = role.to_lowercase();
    let words: Vec<&str> = role
        .split(|char: char| {
            char.is_whitespace() || matches!(char, ',' | ';' | '/' | '(' | ')' | '"' | '“' | '”')
        })
        .filter(|word| !word.is_empty())
        .map(|word| word.trim_end_matches("’s").trim_end_matches("'s"))
        .filter(|word| !starting(word).any(|phrase| phrase.group == IGNORED && phrase.words == [*word]))
        .take(LONGEST)
        .collect();
    let mut best: Option<(usize, usize, &'static str)> = None;
    let counts = |phrase: &&Phrase| !phrase.doubtful || listed || phrase.words.len() == words.len();
    for at in 0..words.len() {
        for phrase in starting(words[at]).filter(counts).filter(|phrase| phrase.stands(&words[at..])) {
            // Longer ones first, then earlier rows.
            let rank = (phrase.words.len(), usize::MAX - phrase.row);
            if best.is_none_or(|(length, row, _)| rank > (length, row)) {
                best = Some((rank.0, rank.1, phrase.group));
            }
        }
    }
    best.map(|(.., group)| group)
}

impl Phrase {
    fn stands(&self, words: &[&str]) -> bool {
        let Some(words) = words.get(..self.words.len()) else { return false };
        let last = self.words.len() - 1;
        self.words[..last] == words[..last]
            && (words[last] == self.words[last] || self.open && words[last].starts_with(self.words[last]))
    }
}

/// The phrases that may begin with a word.
fn starting(word: &str) -> impl Iterator<Item = &'static Phrase> + use<> {
    PHRASES.get(key(word)).into_iter().flatten()
}

fn key(word: &str) -> &str {
    word.get(..2).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_counts() {
        let cases = [
            ("Prime Minister", Some("elected")),
            ("Justice Minister", Some("official")),
            ("Chief Justice", Some("lawyer")),
            ("deputy attorney general", Some("official")),
            ("attorney for the family", Some("lawyer")),
            ("Justice Department spokeswoman", Some("spokesperson")),
            ("president and CEO of Ostby Mills", Some("business")),
            ("U.S. senator from Vermont", Some("elected")),
            ("Sen.", Some("elected")),
            ("professor of law", Some("expert")),
            ("police chief", Some("police")),
            ("head coach", Some("athlete")),
            ("residents", Some("resident")),
            ("the victim’s sister", Some("victim")),
            ("gubernatorial candidate", Some("candidate")),
            ("hostage", None),
            ("the president", Some("elected")),
            ("club president", None),
            ("Secretary of Veterans Affairs", Some("official")),
            ("lead author of the study", Some("expert")),
            ("", None),
        ];
        for (role, group) in cases {
            assert_eq!(speaker_group(role, false), group, "{role}");
        }
        assert_eq!(speaker_group("President of Kenya", true), Some("elected"));
    }
}
