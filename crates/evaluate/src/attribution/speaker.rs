//! Whether a predicted source names the gold's speaker: it covers the head of the gold's noun phrase, or lies in it
//! and shares at least half of its letters.

use super::text::{Letters, Text, is_letter};

const HEAD_STOPS: &[&str] = &[
    "of", "for", "from", "in", "at", "on", "with", "who", "whom", "whose", "which", "that", "to", "by", "as",
    "and",
];

pub(crate) fn same_speaker(text: &Text, gold: &[[i64; 2]], found: &[[i64; 2]]) -> bool {
    if gold.is_empty() || found.is_empty() {
        return gold.is_empty() && found.is_empty();
    }
    let (whole, part) = (text.letters(gold), text.letters(found));
    let covered = |head: &Letters| text.count(head) > 0 && text.shared(head, &part) == text.count(head);
    if covered(&head(text, gold)) || covered(&name_after_title(text, gold)) {
        return true;
    }
    let (size, inside) = (text.count(&part), text.shared(&part, &whole));
    size > 0 && inside == size && size as f64 >= 0.5 * text.count(&whole) as f64
}

fn first_phrase<'t>(text: &'t Text, spans: &[[i64; 2]]) -> (i64, &'t [char]) {
    let [start, end] = spans.iter().copied().min().unwrap_or_default();
    let clip = |at: i64| usize::try_from(at).unwrap_or(0).min(text.chars.len());
    (start, text.chars.get(clip(start)..clip(end)).unwrap_or(&[]))
}

fn is_word(c: char) -> bool {
    is_letter(c) || c == '_'
}

fn in_word(c: char) -> bool {
    is_word(c) || matches!(c, '’' | '\'' | '.' | '-')
}

/// The last word of the phrase before any comma, preposition or relative pronoun.
fn head(text: &Text, spans: &[[i64; 2]]) -> Letters {
    let (from, phrase) = first_phrase(text, spans);
    let cut =
        head_stop(phrase).filter(|&cut| phrase[..cut].iter().any(|&c| is_word(c))).unwrap_or(phrase.len());
    let Some((start, mut end)) = last_word(&phrase[..cut]) else { return text.letters(spans) };
    if is_genitive(&phrase[end.saturating_sub(2).max(start)..end]) {
        end -= 2;
    }
    text.letters(&[at(from, start, end)])
}

/// Code points `start..end` of a phrase that begins at `from`.
fn at(from: i64, start: usize, end: usize) -> [i64; 2] {
    let point = |offset: usize| from.saturating_add(i64::try_from(offset).unwrap_or(i64::MAX));
    [point(start), point(end)]
}

fn is_genitive(ending: &[char]) -> bool {
    matches!(ending, ['\'' | '’', 's' | 'S'])
}

/// The last run of word characters that is not a bare `'s`.
fn last_word(phrase: &[char]) -> Option<(usize, usize)> {
    let mut found = None;
    let mut at = 0;
    while at < phrase.len() {
        if !in_word(phrase[at]) {
            at += 1;
            continue;
        }
        let run = phrase[at..].iter().take_while(|&&c| in_word(c)).count();
        if let Some(last) = phrase[at..at + run].iter().rposition(|&c| is_word(c)) {
            let word = &phrase[at..=at + last];
            if !is_genitive(word) {
                found = Some((at, at + last + 1));
            }
        }
        at += run;
    }
    found
}

/// Where the head ends, looked for from the second character on.
fn head_stop(phrase: &[char]) -> Option<usize> {
    (1..phrase.len()).find(|&at| {
        matches!(phrase[at], ',' | ';' | '(' | '–' | '—')
            || HEAD_STOPS.iter().any(|word| is_whole_word(phrase, at, word))
    })
}

fn is_whole_word(phrase: &[char], at: usize, word: &str) -> bool {
    let end = at + word.len();
    phrase.len() >= end
        && word.chars().zip(&phrase[at..end]).all(|(a, &b)| a == b)
        && !at.checked_sub(1).is_some_and(|before| is_word(phrase[before]))
        && !phrase.get(end).is_some_and(|&c| is_word(c))
}

/// The last word of "Secretary of State John Kerry": a person's name behind a title that holds "of".
fn name_after_title(text: &Text, spans: &[[i64; 2]]) -> Letters {
    let (from, phrase) = first_phrase(text, spans);
    let limit = phrase.iter().position(|c| matches!(c, ',' | ';' | '(')).unwrap_or(phrase.len());
    let found =
        (0..limit).filter(|&at| is_whole_word(phrase, at, "of")).find_map(|at| capitals(phrase, at + 2));
    match found {
        Some((start, end)) => text.letters(&[at(from, start, end)]),
        None => Letters::default(),
    }
}

/// At least three capitalised words from `from` to the phrase's end or a comma; gives the last one, from the last
/// plain space on.
fn capitals(phrase: &[char], from: usize) -> Option<(usize, usize)> {
    let (mut at, mut words) = (from, 0);
    loop {
        let space = phrase[at..].iter().take_while(|c| c.is_whitespace()).count();
        let word = at + space;
        if space == 0 || !phrase.get(word).is_some_and(char::is_ascii_uppercase) {
            break;
        }
        at = word + 1 + phrase[word + 1..].iter().take_while(|&&c| in_word(c)).count();
        words += 1;
    }
    let rest = at + phrase[at..].iter().take_while(|c| c.is_whitespace()).count();
    if words < 3 || rest < phrase.len() && phrase[rest] != ',' {
        return None;
    }
    let start = phrase[from..at].iter().rposition(|&c| c == ' ').map_or(from, |space| from + space + 1);
    Some((start, at))
}
