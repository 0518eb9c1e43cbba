//! Whether a text is English, by its commonest words; careful to let English go on.

use crate::tables;
use sayso_core::{Diagnostic, Severity, swar};
use std::sync::LazyLock;

/// The commonest words of a language.
struct CommonWords {
    /// BCP 47.
    tag: &'static str,
    words: Vec<&'static str>,
}

/// Languages that news comes in, English among them.
static LANGUAGES: LazyLock<Vec<CommonWords>> = LazyLock::new(|| {
    let rows = tables::pairs(include_str!("../data/languages.tsv"));
    rows.map(|(tag, words)| CommonWords { tag, words: words.split(' ').collect() }).collect()
});

/// Scripts that English is not written in, by their first and last letters.
const SCRIPTS: &[(&str, char, char)] = &[
    ("el", '\u{370}', '\u{3FF}'),
    ("ru", '\u{400}', '\u{52F}'),
    ("he", '\u{590}', '\u{5FF}'),
    ("ar", '\u{600}', '\u{6FF}'),
    ("hi", '\u{900}', '\u{97F}'),
    ("th", '\u{E00}', '\u{E7F}'),
    ("ja", '\u{3040}', '\u{30FF}'),
    ("zh", '\u{4E00}', '\u{9FFF}'),
    ("ko", '\u{AC00}', '\u{D7AF}'),
];

/// Tag of the language that is kept.
const ENGLISH: &str = "en";

/// Letters of a text that are looked at.
const SAMPLE: usize = 4_000;
/// Letters of the first glance.
const GLANCE: usize = 800;
/// Words after which most English is known.
const FIRST_WORDS: usize = 40;
/// Fewer common words than this decide nothing.
const FEWEST: usize = 12;

/// The language of a text that is surely not English, as a BCP 47 tag; of a script the language most written in it.
pub(crate) fn foreign(text: &str) -> Option<&'static str> {
    if is_plainly_english(first(text, GLANCE)) {
        return None;
    }
    let sample = first(text, SAMPLE);
    by_script(sample).or_else(|| by_words(sample))
}

fn first(text: &str, letters: usize) -> &str {
    // In plain ASCII a letter is a byte.
    if let Some(head) = text.get(..letters).filter(|head| head.is_ascii()) {
        return head;
    }
    text.char_indices().nth(letters).map_or(text, |(end, _)| &text[..end])
}

/// Whether one word in eight is among the commonest of English, or one in four of the first: the cheap way out for
/// nearly every article.
fn is_plainly_english(sample: &str) -> bool {
    let (mut all, mut english) = (0, 0);
    let mut count = |known: bool| {
        all += 1;
        english += usize::from(known);
        all == FIRST_WORDS && english * 4 >= all
    };
    let early = words(sample).any(|word| count(is_english(word)));
    early || all >= FEWEST && english * 8 >= all
}

/// The commonest words of English as numbers: the check is made for the first words of every article.
static ENGLISH_KEYS: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let english = LANGUAGES.iter().filter(|language| language.tag == ENGLISH);
    english.flat_map(|language| &language.words).map(|word| swar::number(word.as_bytes())).collect()
});

/// Whether a word is among the commonest, letter case apart: all of those have at most eight ASCII letters.
fn is_english(word: &str) -> bool {
    let key = swar::small(swar::number(word.as_bytes()));
    // Without an early end many are compared at once.
    word.len() <= 8 && ENGLISH_KEYS.iter().fold(false, |found, known| found | (*known == key))
}

/// Runs of letters.
fn words(sample: &str) -> impl Iterator<Item = &str> {
    let mut rest = sample;
    std::iter::from_fn(move || {
        loop {
            let plain = swar::alphabetic(rest.as_bytes());
            let end = match rest.as_bytes().get(plain) {
                None if plain == 0 => return None,
                Some(next) if !next.is_ascii() => {
                    rest.find(|letter: char| !letter.is_alphabetic()).unwrap_or(rest.len())
                }
                _ => plain,
            };
            let (word, behind) = rest.split_at(end);
            let mut behind = behind.chars();
            behind.next();
            rest = behind.as_str();
            if end > 0 {
                return Some(word);
            }
        }
    })
}

fn by_script(sample: &str) -> Option<&'static str> {
    if sample.is_ascii() {
        return None;
    }
    let letters = sample.chars().filter(|letter| letter.is_alphabetic()).count();
    let counts = SCRIPTS.iter().map(|&(tag, first, last)| {
        (tag, sample.chars().filter(|letter| (first..=last).contains(letter)).count())
    });
    // Japanese writes Chinese characters between its own: a fifth of its own is enough.
    let counts: Vec<(&str, usize)> = counts.collect();
    let found = counts.iter().find(|(tag, count)| count * if *tag == "ja" { 5 } else { 2 } > letters);
    found.filter(|_| letters >= FEWEST).map(|(tag, _)| *tag)
}

fn by_words(sample: &str) -> Option<&'static str> {
    let mut counts = vec![0_usize; LANGUAGES.len()];
    let sample = sample.to_lowercase();
    for word in words(&sample).filter(|word| word.len() < 12) {
        for (count, language) in counts.iter_mut().zip(&*LANGUAGES) {
            *count += usize::from(language.words.contains(&word));
        }
    }
    let counted = || counts.iter().copied().zip(&*LANGUAGES);
    let english = counted().find(|(_, language)| language.tag == ENGLISH).map_or(0, |(count, _)| count);
    let others = counted().filter(|(_, language)| language.tag != ENGLISH);
    let (best, language) = others.max_by_key(|(count, _)| *count)?;
    (best >= FEWEST && best > english * 2).then_some(language.tag)
}

/// Code of what is said of an article that is set aside.
pub(crate) const SET_ASIDE: &str = "ingest.language";

/// What to say of an article that is set aside for its language.
pub(crate) fn set_aside(place: &str, tag: &str) -> Diagnostic {
    Diagnostic::new(Severity::Warning, SET_ASIDE, place, format!("not in English (`{tag}`): set aside"))
        .with_help("keep articles in every language with `--all-languages`")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: Option<&str>) {
        assert_eq!(foreign(&text.repeat(4)), expect);
    }

    #[test]
    fn languages() {
        check(
            "The mayor said on Friday that he had not been asked by the council of Le Mans or El Paso. ",
            None,
        );
        check("Rain. ", None);
        check("1,200 3,400 5.6 A B C ", None);
        check(
            "Der Bürgermeister sagte, das Haus ist nicht fertig und werde auch mit Hilfe von außen später eröffnet. ",
            Some("de"),
        );
        check(
            "Le maire a dit que les travaux dans la ville ne sont pas finis et que le budget est une question pour le conseil. ",
            Some("fr"),
        );
        check(
            "El alcalde dijo que las obras de la ciudad no han terminado y que los vecinos se quejan por el ruido. ",
            Some("es"),
        );
        check("Мэр сказал, что работы в городе не закончены. ", Some("ru"));
        check("市長は工事がまだ終わっていないと述べた。", Some("ja"));
        check("市长说城市的工程还没有完成。居民抱怨噪音。", Some("zh"));
        check(
            "\"Nein,\" said Mr. Müller, who is in the news for the first time, and that was all that he said. ",
            None,
        );
    }
}
