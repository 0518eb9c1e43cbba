//! Head nouns of sources: what "the report", "officials", "a person familiar with the matter" are.

use crate::words;
use rustc_hash::FxHashMap;
use sayso_core::SpeakerKind;
use sayso_lexicon::{Language, Table};
use std::sync::LazyLock;

static NOUNS: LazyLock<FxHashMap<&'static str, SpeakerKind>> = LazyLock::new(|| {
    let mut nouns = FxHashMap::default();
    for [kind, words] in Language::English.columns(Table::Sources) {
        let kind = SpeakerKind::parse(kind).unwrap_or(SpeakerKind::Unresolved);
        for word in words.split_whitespace() {
            nouns.entry(word).or_insert(kind);
        }
    }
    nouns
});

/// The kind of a noun phrase without a name: by its head noun, given in lower case.
pub(crate) fn kind(head: &str, phrase: &str) -> SpeakerKind {
    if is_unnamed(phrase) {
        return SpeakerKind::Anonymous;
    }
    match NOUNS.get(head) {
        // "people in the city" are a group; "a person who …" somebody unnamed.
        Some(SpeakerKind::Anonymous) if head == "people" => SpeakerKind::Collective,
        Some(kind) => *kind,
        None if words::PLURAL_PEOPLE.ends(head, 0) => SpeakerKind::Collective,
        None if words::ROLE_ENDINGS.ends(head, 0) => SpeakerKind::Role,
        None if head.ends_with('s') && !head.ends_with("ss") => SpeakerKind::Collective,
        None if head.is_empty() => SpeakerKind::Unresolved,
        None => SpeakerKind::Role,
    }
}

/// Whether words, in lower case, keep a source unnamed.
pub(crate) fn is_unnamed(phrase: &str) -> bool {
    words::UNNAMED.is_inside(phrase)
}

/// Whether a word is a noun that sources are made of.
pub(crate) fn is_noun(word: &str) -> bool {
    NOUNS.contains_key(word)
}

/// Whether a noun, in lower case, is in the table as something written.
pub fn is_document(word: &str) -> bool {
    NOUNS.get(word) == Some(&SpeakerKind::Document)
}

/// Whether a noun, in lower case, is in the table as one person's role.
pub fn is_role(word: &str) -> bool {
    NOUNS.get(word) == Some(&SpeakerKind::Role)
}

/// Whether a noun says several people by itself ("officials"; not "some", "two").
pub(crate) fn is_people(word: &str) -> bool {
    matches!(NOUNS.get(word), Some(SpeakerKind::Collective))
        && word.len() > 5
        && word.ends_with('s')
        && word != "others"
}

/// Whether a plural or group noun can stand for several speakers named before ("the top diplomats", "the group").
pub(crate) fn is_group(head: &str) -> bool {
    matches!(NOUNS.get(head), Some(SpeakerKind::Collective)) || words::SEVERAL.contains(head)
}
