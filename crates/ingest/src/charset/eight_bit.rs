//! Which eight-bit charset a text is in: Windows-1252 unless the letters that another one gives fit their places better.

use encoding_rs::{
    Encoding, GB18030, GBK, ISO_8859_2, ISO_8859_5, ISO_8859_7, ISO_8859_15, ISO_8859_16, KOI8_R, MACINTOSH,
    WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256,
    WINDOWS_1257,
};

/// Charsets that are weighed against Windows-1252, likelier ones first.
const CANDIDATES: &[&Encoding] = &[
    WINDOWS_1252,
    WINDOWS_1250,
    ISO_8859_15,
    ISO_8859_2,
    MACINTOSH,
    WINDOWS_1251,
    WINDOWS_1253,
    WINDOWS_1254,
    WINDOWS_1257,
    ISO_8859_16,
    KOI8_R,
    ISO_8859_5,
    ISO_8859_7,
    WINDOWS_1255,
    WINDOWS_1256,
];

/// By how much another charset must fit better than Windows-1252.
const MARGIN: i64 = 3;
/// Bytes looked at around the places where charsets differ.
const SAMPLE: usize = 64 << 10;
/// One byte in so many is beyond ASCII in text that is mostly not English: there the detector knows better.
const FOREIGN_SHARE: usize = 8;

/// The charset of bytes that are not UTF-8.
pub(super) fn guess(bytes: &[u8]) -> &'static Encoding {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let detected = detect(sample, bytes.len() <= SAMPLE);
    if is_multi_byte(detected, sample) {
        return detected;
    }
    let high = sample.iter().filter(|byte| !byte.is_ascii()).count();
    if high * FOREIGN_SHARE > sample.len() && detected.is_single_byte() {
        return detected;
    }
    let western = fit(sample, WINDOWS_1252);
    let scored = CANDIDATES.iter().map(|&encoding| (fit(sample, encoding), encoding));
    // Of equals the first.
    let best = scored.rev().max_by_key(|&(score, _)| score);
    match best {
        Some((score, encoding)) if score >= western + MARGIN => encoding,
        _ => WINDOWS_1252,
    }
}

/// Whether letters beyond ASCII stand where letters may: else they are damage.
pub(super) fn is_plausible(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    fit(sample, guess(sample)) > 0
}

fn detect(sample: &[u8], is_all: bool) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new();
    detector.feed(sample, is_all);
    detector.guess(None, false)
}

/// Whether a detected charset of East Asia stands on more than chance: every byte beyond ASCII is one of a pair, and
/// Windows-1252 would put symbols into words.
fn is_multi_byte(detected: &'static Encoding, sample: &[u8]) -> bool {
    let multi = !detected.is_single_byte() && detected != encoding_rs::UTF_8;
    // GBK is written as its superset.
    let detected = if detected == GBK { GB18030 } else { detected };
    multi && {
        let cut = sample.iter().rposition(u8::is_ascii).map_or(0, |at| at + 1);
        let (_, damaged) = detected.decode_without_bom_handling(&sample[..cut]);
        !damaged && fit(sample, detected) > fit(sample, WINDOWS_1252)
    }
}

/// How well the letters beyond ASCII fit their places.
fn fit(sample: &[u8], encoding: &'static Encoding) -> i64 {
    let (text, _) = encoding.decode_without_bom_handling(sample);
    let mut letters = text.chars().peekable();
    let mut before = ' ';
    let mut score = 0;
    while let Some(letter) = letters.next() {
        if !letter.is_ascii() {
            score += fit_of(before, letter, letters.peek().copied().unwrap_or(' '));
        }
        before = letter;
    }
    score
}

fn fit_of(before: char, letter: char, after: char) -> i64 {
    if letter.is_control() || letter == '\u{FFFD}' || ('\u{E000}'..'\u{F900}').contains(&letter) {
        return -4;
    }
    if letter.is_alphabetic() {
        return fit_of_letter(before, letter, after);
    }
    let inside = before.is_alphabetic() && after.is_alphabetic();
    match letter {
        '\u{201C}' | '\u{2018}' | '\u{AB}' | '\u{201E}' => {
            if after.is_alphanumeric() && !before.is_alphanumeric() { 2 } else { -2 }
        }
        '\u{201D}' | '\u{BB}' => {
            if before.is_whitespace() {
                -2
            } else {
                2
            }
        }
        '\u{2019}' | '\u{2013}' | '\u{2014}' | '\u{2026}' | '\u{A0}' | '\u{AD}' => 1,
        '\u{A3}' | '\u{20AC}' | '\u{A5}' => {
            if after.is_ascii_digit() {
                3
            } else if inside {
                -3
            } else {
                0
            }
        }
        '\u{B0}' | '\u{BD}' | '\u{BC}' | '\u{BE}' => {
            if before.is_ascii_digit() || before == ' ' {
                1
            } else {
                -2
            }
        }
        '\u{A9}' | '\u{AE}' | '\u{2122}' | '\u{A7}' | '\u{2022}' | '\u{B7}' => {
            if inside {
                -3
            } else {
                1
            }
        }
        // The currency sign: nobody writes it.
        '\u{A4}' => -3,
        _ if inside => -3,
        _ if before.is_alphabetic() || after.is_alphabetic() => -2,
        _ => -1,
    }
}

fn fit_of_letter(before: char, letter: char, after: char) -> i64 {
    let neighbours = [before, after];
    let mixes = neighbours.iter().any(|other| other.is_alphabetic() && is_latin(*other) != is_latin(letter));
    let alone = !neighbours.iter().any(|other| other.is_alphabetic());
    let case = letter.is_uppercase() && before.is_lowercase();
    if mixes {
        -3
    } else if alone {
        if neighbours.iter().any(char::is_ascii_digit) { -3 } else { -1 }
    } else if case || is_ordinal(letter) {
        -3
    } else {
        1
    }
}

/// Superscript letters: alphabetic by Unicode, and no part of words.
fn is_ordinal(letter: char) -> bool {
    matches!(letter, '\u{AA}' | '\u{BA}' | '\u{B5}' | '\u{192}')
}

fn is_latin(letter: char) -> bool {
    letter < '\u{370}' || ('\u{1E00}'..'\u{1F00}').contains(&letter)
}
