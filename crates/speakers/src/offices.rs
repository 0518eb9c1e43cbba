//! Whether a description ("the senator", "the secretary of state") is of an office that somebody is said to hold.

/// Words that make another office of the same noun.
const RANKS: &[&str] = &["former", "deputy", "vice", "assistant", "acting", "ex"];
/// Words that must be in the role, too, where they stand before the noun or behind its "of".
const FIELDS: &[&str] = &[
    "former",
    "deputy",
    "vice",
    "assistant",
    "acting",
    "prime",
    "foreign",
    "defence",
    "defense",
    "finance",
    "interior",
    "health",
    "justice",
    "attorney",
    "general",
    "police",
    "home",
    "chief",
    "press",
    "lieutenant",
    "district",
    "state",
    "treasury",
    "commerce",
    "labor",
    "labour",
    "agriculture",
    "energy",
    "education",
    "transportation",
    "transport",
    "housing",
    "veterans",
    "homeland",
    "war",
    "trade",
    "environment",
];
/// Nouns for one office, the usual one first.
const SAME: &[&[&str]] = &[
    &["senator", "sen", "senators", "sens"],
    &["representative", "rep", "reps", "congressman", "congresswoman", "congressmember"],
    &["governor", "gov"],
    &["president", "pres"],
    &["professor", "prof"],
    &["general", "gen"],
    &["lieutenant", "lt"],
    &["captain", "capt"],
    &["colonel", "col"],
    &["admiral", "adm"],
    &["sergeant", "sgt"],
    &["reverend", "rev"],
    &["doctor", "dr"],
    &["spokesperson", "spokesman", "spokeswoman"],
    &["chairperson", "chairman", "chairwoman", "chair"],
    &["chief", "head"],
    &["policeman", "policewoman", "officer"],
];
/// Nouns for holders of several offices.
const KINDS: &[(&str, &[&str])] =
    &[("lawmaker", LAWMAKERS), ("legislator", LAWMAKERS), ("diplomat", &["ambassador", "envoy", "consul"])];
const LAWMAKERS: &[&str] = &[
    "senator",
    "representative",
    "mp",
    "assemblyman",
    "assemblywoman",
    "assemblymember",
    "lawmaker",
    "legislator",
    "delegate",
];

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
        let words: Vec<&str> =
            role.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let has = |word: &str| words.iter().any(|known| usual(known) == usual(word));
        let kind = KINDS.iter().find(|(noun, _)| *noun == self.head);
        let noun = has(self.head) || kind.is_some_and(|(_, nouns)| nouns.iter().any(|noun| has(noun)));
        let said = |word: &str| self.modifiers.iter().any(|known| known == word);
        noun && RANKS.iter().all(|rank| !has(rank) || said(rank))
            && self
                .modifiers
                .iter()
                .map(String::as_str)
                .chain(self.of)
                .all(|word| !FIELDS.contains(&word) || has(word))
    }

    /// Whether a word, small letters and all, is the noun under any of its forms.
    pub(crate) fn is_noun(&self, word: &str) -> bool {
        usual(word) == usual(self.head)
    }
}

/// The usual one of the nouns for an office.
fn usual(word: &str) -> &str {
    SAME.iter().find(|same| same.contains(&word)).map_or(word, |same| same[0])
}

#[cfg(test)]
mod tests {
    use super::Office;

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
