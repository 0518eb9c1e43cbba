//! Whether a found speaker is the one that the gold names.

use super::gold::{Who, WhoKind};
use sayso_core::{Speaker, SpeakerKind};

/// Words that are no part of a name.
const SKIPPED: &[&str] = &["the", "a", "an", "s"];
/// What may follow a surname.
const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv"];

/// Whether the speaker says anything: nobody found is no answer.
pub(crate) fn is_answer(speaker: &Speaker) -> bool {
    speaker.kind != SpeakerKind::Unresolved
}

/// Persons by surname and no word that contradicts; bodies and places by one of their names, word by word; unnamed
/// ones by their words, and only where they were left unnamed.
pub(crate) fn speaker(who: &Who, found: &Speaker) -> bool {
    let answer = words(&found.name);
    let is_entity = matches!(found.kind, SpeakerKind::Person | SpeakerKind::Organization);
    who.names.iter().enumerate().any(|(at, name)| {
        let name = words(name);
        match who.kind {
            WhoKind::Person => found.kind == SpeakerKind::Person && is_person(&name, &answer),
            _ if who.kind.has_name() => {
                found.kind != SpeakerKind::Person && (name == answer || is_acronym(&name, &found.name))
            }
            // The fullest words may be wrapped in more.
            _ => !is_entity && (name == answer || at == 0 && is_part(&name, &answer)),
        }
    })
}

fn words(name: &str) -> Vec<String> {
    let plain = name.split('(').next().unwrap_or_default().to_lowercase().replace(['.', '"', '“', '”'], "");
    plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !SKIPPED.contains(word))
        .map(str::to_owned)
        .collect()
}

fn is_part(part: &[String], whole: &[String]) -> bool {
    !part.is_empty() && part.iter().all(|word| whole.contains(word))
}

fn is_person(gold: &[String], found: &[String]) -> bool {
    fn surname(name: &[String]) -> Option<&String> {
        name.iter().rev().find(|word| !SUFFIXES.contains(&word.as_str()))
    }
    surname(gold) == surname(found) && (is_part(gold, found) || is_part(found, gold))
}

/// "NASA" for the name in full.
fn is_acronym(name: &[String], full: &str) -> bool {
    let [acronym] = name else { return false };
    let initials =
        full.split_whitespace().filter_map(|word| word.chars().next()).filter(|c| c.is_uppercase());
    let initials: String = initials.flat_map(char::to_lowercase).collect();
    initials.len() > 1 && initials == *acronym
}
