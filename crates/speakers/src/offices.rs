//! Whether a description ("the senator", "the secretary of state") is of an office that somebody is said to hold.

use crate::words;
use rustc_hash::FxHashMap;
use sayso_lexicon::{Language, Table};
use std::sync::LazyLock;

/// What a description says of its office.
pub(crate) struct Office<'w> {
    /// The noun in small letters: "secretary".
    pub(crate) head: &'w str,
    /// What stands before it, in small letters: "prime".
    pub(crate) modifiers: &'w [String],
    /// The first word behind its "of", in small letters: "state".
    pub(crate) of: Option<&'w str>,
}

impl Office<'_> {
    /// Whether a role as written ("U.S. Sen.", "Secretary of State") is this office: what stands before the noun and
    /// behind it must be in the role where it tells offices apart, and "former" and "deputy" in the role must be in the
    /// description.
    pub(crate) fn is(&self, role: &str) -> bool {
        let role = role.to_lowercase();
        let in_role: Vec<&str> =
            role.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let has = |word: &str| in_role.iter().any(|known| usual(known) == usual(word));
        let kind = match self.head {
            head if words::LAWMAKER_NOUNS.contains(head) => Some(&words::LAWMAKERS),
            "diplomat" => Some(&words::DIPLOMATS),
            _ => None,
        };
        let noun = has(self.head) || kind.is_some_and(|nouns| nouns.iter().any(has));
        let said = |word: &str| self.modifiers.iter().any(|known| known == word);
        noun && words::RANKS.iter().all(|rank| !has(rank) || said(rank))
            && self
                .modifiers
                .iter()
                .map(String::as_str)
                .chain(self.of)
                .all(|word| !words::FIELDS.contains(word) || has(word))
    }

    /// Whether the words that end a text tell of another office with the same noun: "Republican presidential nominee",
    /// where the description says "Democratic".
    pub(crate) fn differs(&self, lead: &str) -> bool {
        /// Words looked back at.
        const REACH: usize = 4;
        let fields: Vec<String> = lead
            .rsplit(' ')
            .take(REACH)
            .map(str::to_lowercase)
            .filter(|word| words::FIELDS.contains(word))
            .collect();
        let mut said = self.modifiers.iter().filter(|word| words::FIELDS.contains(word)).peekable();
        said.peek().is_some() && !fields.is_empty() && !said.any(|word| fields.contains(word))
    }

    /// Whether a word, small letters and all, is the noun under any of its forms.
    pub(crate) fn is_noun(&self, word: &str) -> bool {
        usual(word) == usual(self.head)
    }
}

/// The usual noun for an office by each of its other forms.
static USUAL: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
    let rows = Language::English.columns(Table::Offices);
    rows.flat_map(|[usual, others]| others.split_whitespace().map(move |other| (other, usual))).collect()
});

/// The usual one of the nouns for an office.
fn usual(word: &str) -> &str {
    USUAL.get(word).copied().unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::Office;

    #[test]
    fn nouns_shared_by_parties() {
        let modifiers = ["democratic".to_owned(), "presidential".to_owned()];
        let nominee = Office { head: "nominee", modifiers: &modifiers, of: None };
        assert!(nominee.differs("she said of the Republican presidential nominee"));
        assert!(!nominee.differs("she said of the Democratic nominee"));
        assert!(!nominee.differs("she said of the presidential nominee"));
    }

    #[test]
    fn descriptions_of_offices() {
        for (modifiers, head, of, role, expect) in [
            ("", "senator", None, "U.S. Sen.", true),
            ("", "spokeswoman", None, "union spokesman", true),
            ("", "lawmaker", None, "Rep.", true),
            ("", "secretary", Some("state"), "Secretary of State", true),
            ("", "secretary", Some("state"), "Defense Secretary", false),
            ("prime", "minister", None, "foreign minister", false),
            ("", "president", None, "former President", false),
            ("former", "president", None, "former President", true),
            ("", "mayor", Some("ostby"), "Mayor", true),
            ("", "teacher", None, "Sen.", false),
        ] {
            let modifiers: Vec<String> = modifiers.split_whitespace().map(str::to_owned).collect();
            assert_eq!(Office { head, modifiers: &modifiers, of }.is(role), expect, "{head} {role}");
        }
    }
}
