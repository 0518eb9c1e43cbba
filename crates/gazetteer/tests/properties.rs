//! The matcher agrees with a slow obvious one, on texts made of names, near-names and marks.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use sayso_core::Span;
use sayso_gazetteer::{Automaton, Engine, EntryIndex, Gazetteer, Hit, row, words};
use std::fmt::Write;
use std::sync::{Arc, LazyLock, Mutex};

const NAMES: &[&str] = &[
    "Paris",
    "Paris, Texas",
    "New York",
    "New York University",
    "York University Hospital",
    "St. Louis",
    "O'Brien",
    "Yōko Kamikawa",
    "Port-au-Prince",
    "AT&T",
    "bank of the west",
    "Bank of America",
    "J.P. Morgan",
    "Amazon.com",
    "é",
];
/// Marks of each kind that UAX 29 has as Extend; one of them counts as a letter.
const MARKS: &[char] = &['\u{301}', '\u{A01}', '\u{903}', '\u{20DD}', '\u{FE0F}'];
/// Format characters and joiners.
const INVISIBLE: &[char] =
    &['\u{AD}', '\u{200C}', '\u{200D}', '\u{202E}', '\u{2060}', '\u{2066}', '\u{FEFF}'];
/// Characters of each class that UAX 29 tells apart between letters, and what a name may go across.
const BETWEEN: &[&str] = &[
    "",
    " ",
    "\t",
    "\n",
    "\r\n",
    "\u{2028}",
    "\u{3000}",
    ":",
    "\u{B7}",
    "\u{2027}",
    ".",
    ". ",
    "\u{2024}",
    "'",
    "\u{2019}",
    "\u{2018}",
    "'s ",
    "\u{2019}s ",
    ",",
    ", ",
    ";",
    "_",
    "\"",
    "\u{201C}",
    "-",
    "\u{2010}",
    "\u{2014}",
    "/",
    "&",
    "@",
    "(",
    ") ",
    "1",
    "x",
    "\u{5D0}",
    "\u{30AB}",
    "\u{1F1E6}",
];
const ACRONYMS: &[&str] = &["US", "U.S.", "WHO", "NATO", "Calif.", "D.C."];

/// The canonical names of the rows of the acronyms.
const LONG: &[&str] =
    &["Long Name 0", "Long Name 1", "Long Name 2", "Long Name 3", "Long Name 4", "Long Name 5"];

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| {
    let mut text = row::COLUMNS.join("\t");
    for (number, name) in NAMES.iter().enumerate() {
        let _ = write!(text, "\nn:{number}\tplace\t{name}\t\t\t\t\t\t\t\ttest\ttest");
    }
    for (number, name) in ACRONYMS.iter().enumerate() {
        let _ =
            write!(text, "\na:{number}\tplace\tLong Name {number}\tacronym={name}\t\t\t\t\t\t\ttest\ttest");
    }
    Gazetteer::of_text("test", text).unwrap()
});

/// Over the shipped lists; slow to build.
static AUTOMATON: LazyLock<Mutex<Automaton<'static>>> =
    LazyLock::new(|| Mutex::new(SHIPPED.automaton().unwrap()));

static SHIPPED: LazyLock<Arc<Gazetteer>> = LazyLock::new(Gazetteer::shipped);

/// All words of a text.
fn all_words(text: &str) -> Vec<words::Word> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(word) = words::next_word(text, at) {
        at = word.end;
        found.push(word);
    }
    found
}

/// For each stretch of words, longest first, every name is compared; no index, no hashes, rules written anew.
fn slow(text: &str) -> Vec<Span> {
    let words = all_words(text);
    let mut kept: Vec<Span> = Vec::new();
    let mut first = 0;
    while first < words.len() {
        let mut lasts = (first..words.len().min(first + 6)).rev();
        match lasts.find_map(|last| stands(text, &words[first..=last])) {
            None => first += 1,
            Some(span) => {
                kept.push(span);
                first = words.iter().position(|word| word.start >= span.end as usize).unwrap_or(words.len());
            }
        }
    }
    kept
}

/// Every stretch of words that is a name, by start, then by length.
fn slow_all(text: &str) -> Vec<Span> {
    let words = all_words(text);
    let stretches =
        (0..words.len()).flat_map(|first| (first..words.len().min(first + 6)).map(move |last| (first, last)));
    stretches.filter_map(|(first, last)| stands(text, &words[first..=last])).collect()
}

/// What an engine finds: hits without overlaps, and all.
fn found(engine: &mut dyn Engine, text: &str) -> [Vec<Hit>; 2] {
    let mut found = [Vec::new(), Vec::new()];
    engine.hits(text, &mut found[0]);
    engine.all_hits(text, &mut found[1]);
    found
}

fn spans(hits: &[Hit]) -> Vec<Span> {
    hits.iter().map(|hit| hit.span).collect()
}

/// The span of these words if they are a name at word boundaries.
fn stands(text: &str, words: &[words::Word]) -> Option<Span> {
    let (start, end) = (words.first()?.start, words.last()?.end);
    let key = words::key(&text[start..end])?;
    let spelled = |word: &words::Word| text[word.start..word.end].to_owned();
    let texts: Vec<String> = words.iter().map(spelled).collect();
    let behind = base_chars(&text[end..]);
    let stop = behind.first().filter(|(_, c)| *c == '.').map(|(at, _)| end + at + 1);
    let after_name = |keeps: bool| stop.filter(|_| keeps).unwrap_or(end);
    for acronym in ACRONYMS.iter().filter(|name| words::key(name) == Some(key.clone())) {
        let theirs: Vec<&str> =
            acronym.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let cut = acronym.ends_with('.') && theirs.len() == 1;
        let end = after_name(cut || dotted(text, words));
        let fits = if *acronym == "NATO" {
            texts[0].starts_with('N')
        } else {
            texts.iter().map(|text| text.replace(INVISIBLE, "")).eq(theirs.iter().copied())
                && (!cut || stop.is_some())
        };
        if fits && bounded(text, start, words.last()?, end) {
            return Some(Span::new(start, end));
        }
    }
    let name = NAMES.iter().chain(LONG).find(|name| words::key(name) == Some(key.clone()))?;
    let capital = |word: &String| word.starts_with(char::is_uppercase);
    let theirs: Vec<String> =
        all_words(name).iter().map(|word| name[word.start..word.end].to_owned()).collect();
    let end = after_name(dotted(text, words));
    let fits = theirs.iter().zip(&texts).all(|(listed, written)| !capital(listed) || capital(written));
    (fits && bounded(text, start, words.last()?, end)).then(|| Span::new(start, end))
}

/// Whether a full stop behind these words is theirs: `U.S.`, not `vitamin C.`
fn dotted(text: &str, words: &[words::Word]) -> bool {
    let [.., before, last] = words else { return false };
    let initial = bare(&text[last.start..last.end]);
    initial.chars().count() == 1
        && initial.chars().all(char::is_alphabetic)
        && bare(&text[before.end..last.start]).starts_with('.')
}

/// The characters of a text with their places; marks and format characters belong to what stands before them (WB4).
fn base_chars(text: &str) -> Vec<(usize, char)> {
    text.char_indices().filter(|(_, c)| !extends(*c)).collect()
}

fn bare(text: &str) -> String {
    text.replace(extends, "")
}

fn extends(c: char) -> bool {
    MARKS.contains(&c) || INVISIBLE.contains(&c)
}

fn bounded(text: &str, start: usize, last: &words::Word, end: usize) -> bool {
    let before: Vec<char> = base_chars(&text[..start]).into_iter().rev().map(|(_, c)| c).collect();
    let after: Vec<char> = base_chars(&text[end..]).into_iter().map(|(_, c)| c).collect();
    let letter = |chars: &[char], at: usize| chars.get(at).is_some_and(|c| c.is_alphanumeric());
    let glued_before = letter(&before, 1)
        && match before[0] {
            '.' => !letter(&before, 2) || !text[start..].starts_with(char::is_uppercase),
            '@' | '\'' | '’' | '‘' => true,
            _ => false,
        };
    let clitic =
        after.get(1).is_some_and(|c| matches!(c.to_ascii_lowercase(), 's' | 'd' | 'm')) && !letter(&after, 2);
    let glued_after = letter(&after, 1)
        && match after[0] {
            '.' => !after[1].is_uppercase() || bare(&text[last.start..last.end]).chars().count() == 1,
            '@' => true,
            '\'' | '’' | '‘' => !clitic,
            _ => false,
        };
    let cut_off = end > last.end && letter(&after, 0);
    !(glued_before || glued_after || cut_off)
}

fn texts() -> impl Strategy<Value = String> {
    let pieces: Vec<&'static str> = NAMES
        .iter()
        .chain(ACRONYMS)
        .copied()
        .chain([
            " ",
            " ",
            "\n",
            "\n\n",
            ", ",
            ".",
            ". ",
            "'s",
            "’s ",
            "-",
            "—",
            "&",
            "&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&",
            "new york",
            "NEW YORK",
            "us",
            "Calif",
            "Nato",
            "x",
            "@",
            "'",
            ":",
            "\u{301}",
            "\u{A01}",
            "\u{200D}",
            "\u{AD}",
            "é",
            "The ",
            "Bank of",
            " University",
        ])
        .collect();
    proptest::collection::vec(proptest::sample::select(pieces), 0..14).prop_map(|pieces| pieces.concat())
}

/// Two names with something between them, plain and with a mark or format character beside that. A mark behind a
/// letter is part of the spelling, so there the names need not be the same.
fn beside(between: &str, extend: char) -> impl Iterator<Item = (String, String, bool)> {
    const PAIRS: [(&str, &str); 6] = [
        ("Paris", "Texas"),
        ("New", "York"),
        ("U.S.", "Paris"),
        ("Calif", "WHO"),
        ("Bank of America", "U.S."),
        ("Amazon", "com"),
    ];
    PAIRS.into_iter().flat_map(move |(one, other)| {
        let plain = format!("{one}{between}{other}");
        let invisible = INVISIBLE.contains(&extend);
        [
            (plain.clone(), format!("{one}{between}{extend}{other}"), invisible || !between.is_empty()),
            (plain, format!("{one}{extend}{between}{other}"), invisible),
        ]
    })
}

#[test]
fn a_mark_belongs_to_what_stands_before_it() {
    let mut failures = Vec::new();
    let all = || MARKS.iter().chain(INVISIBLE).copied();
    for (between, extend) in BETWEEN.iter().flat_map(|between| all().map(move |extend| (between, extend))) {
        for (plain, text, same_names) in beside(between, extend) {
            let forms = |hits: &[Vec<Hit>; 2]| hits.concat().iter().map(|hit| hit.form).collect::<Vec<_>>();
            let hits = found(&mut GAZETTEER.matcher(), &text);
            if found(&mut GAZETTEER.automaton().unwrap(), &text) != hits {
                failures.push(format!("{text:?}: the engines disagree"));
            }
            if [spans(&hits[0]), spans(&hits[1])] != [slow(&text), slow_all(&text)] {
                failures.push(format!("{text:?}: {:?}, slowly {:?}", spans(&hits[1]), slow_all(&text)));
            }
            if same_names && forms(&hits) != forms(&found(&mut GAZETTEER.matcher(), &plain)) {
                failures.push(format!("{text:?}: not the names of {plain:?}"));
            }
        }
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn a_vowel_sign_behind_a_colon_begins_no_word() {
    let text = "Ascension Island:\u{a01}U.S. Customs and Border Protection";
    let [hits, all] = found(&mut SHIPPED.matcher(), text);
    let found_names: Vec<&str> = hits.iter().map(|hit| hit.span.of(text)).collect();
    assert_eq!(found_names, ["Ascension Island", "U.S. Customs and Border Protection"]);
    assert_eq!([hits, all], found(&mut *AUTOMATON.lock().unwrap(), text));
}

proptest! {
    #[test]
    fn both_engines_agree_with_the_slow_one(text in texts()) {
        let [hits, all] = found(&mut GAZETTEER.matcher(), &text);
        prop_assert_eq!(spans(&hits), slow(&text), "{:?}", text);
        prop_assert_eq!(spans(&all), slow_all(&text), "{:?}", text);
        let second = found(&mut GAZETTEER.automaton().unwrap(), &text);
        prop_assert_eq!(&[hits, all], &second, "{:?}", text);
    }

    #[test]
    fn no_text_breaks_it(text in "\\PC{0,200}") {
        let gazetteer = &*GAZETTEER;
        let mut hits = Vec::new();
        gazetteer.hits(&text, &mut hits);
        for pair in hits.windows(2) {
            prop_assert!(pair[0].span.end <= pair[1].span.start);
        }
        for hit in &hits {
            prop_assert!(!hit.span.of(&text).is_empty());
            prop_assert!(!gazetteer.candidates(hit).is_empty());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// On the lists that ship, and text that is half names and half anything.
    #[test]
    fn engines_agree_on_the_shipped_lists(pieces in proptest::collection::vec((any::<u32>(), "\\PC{0,6}"), 1..12)) {
        let mut text = String::new();
        let shipped = &*SHIPPED;
        for (number, other) in pieces {
            let entry = shipped.entry(EntryIndex(number % shipped.len() as u32));
            let count = entry.names().count();
            let name = entry.names().nth(number as usize % count).unwrap();
            let _ = write!(text, "{}{other}", name.name);
        }
        prop_assert_eq!(found(&mut shipped.matcher(), &text), found(&mut *AUTOMATON.lock().unwrap(), &text), "{:?}", text);
    }
}
