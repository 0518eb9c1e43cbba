//! Names in a source that recognition passed over: a word of a name that the article has in full elsewhere, or a name
//! of its own.

use sayso_document::{Entity, EntityKind, Mentions, Span, SpeakerKind};

/// The entity that `name` is a part of: a person by surname, else by given name; a body by its whole name or its
/// initials. Of several the first that the article names. Case is ignored, for headlines in capitals.
pub(crate) fn known<'a>(mentions: &'a Mentions, name: Option<Span>, text: &str) -> Option<&'a Entity> {
    let words = folded(name?.of(text));
    let tests: [&dyn Fn(&Entity, &[String]) -> bool; 3] = [
        &|entity, known| known == words || entity.kind.is_organization() && is_acronym(&words, &entity.name),
        &|entity, known| entity.kind == EntityKind::Person && known.ends_with(&words),
        &|entity, known| entity.kind == EntityKind::Person && known.starts_with(&words),
    ];
    let matches = |test: &dyn Fn(&Entity, &[String]) -> bool| {
        mentions.entities.iter().find(|entity| test(entity, &folded(&entity.name)))
    };
    tests.iter().find_map(|test| matches(test))
}

/// What a name in no list may be: with a digit, a dot or more than three words, or all in capitals, a body.
pub(crate) fn kind(name: &str, unsure: SpeakerKind) -> SpeakerKind {
    let capitals = name.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let written = name.contains(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '&'));
    match unsure {
        SpeakerKind::Role if capitals || written || name.split_whitespace().count() != 2 => {
            SpeakerKind::Organization
        }
        SpeakerKind::Role => SpeakerKind::Person,
        SpeakerKind::Collective if name.contains(' ') => SpeakerKind::Organization,
        kind => kind,
    }
}

/// Titles that stand before a surname.
const TITLES: &[&str] = &[
    "sen",
    "sens",
    "rep",
    "reps",
    "gov",
    "dr",
    "mr",
    "mrs",
    "ms",
    "senator",
    "president",
    "professor",
    "sir",
];

fn folded(name: &str) -> Vec<String> {
    let words =
        name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase);
    let words: Vec<String> = words.collect();
    let titles = words.iter().take_while(|word| TITLES.contains(&word.as_str())).count();
    if titles < words.len() { words[titles..].to_vec() } else { words }
}

fn is_acronym(words: &[String], name: &str) -> bool {
    let [word] = words else { return false };
    let initials =
        name.split_whitespace().filter_map(|word| word.chars().next()).filter(|c| c.is_uppercase());
    let initials: String = initials.flat_map(char::to_lowercase).collect();
    initials.len() > 1 && initials == *word
}
