//! What a word is, and which spellings of a name are equal.
//!
//! A word is a maximal run of letters, digits, underscores and combining marks (UAX 29's letters and numbers taken
//! together: `G20` is one word); `&` is a word that is spelled `and`. A mark or an invisible character belongs to
//! what stands before it (UAX 29, WB4): it never begins a word, and a gap reads as if it were not there. Two names are equal where their folded words
//! are equal (see [`crate::fold`]) and the gaps between the words are of the same [`Gap`]:
//! white space with at most one line break, a hyphen or dash, and a full stop after an initial or an abbreviation
//! (`J.P. Morgan`, `J P Morgan`, `St. Louis`, `Port-au-Prince`) are all the same gap.

use crate::fold::{fold_char, is_invisible};
use unicode_normalization::char::is_combining_mark;

/// What stands between two words of one name.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Gap {
    /// White space, a hyphen, the full stop of an initial.
    Space = b' ',
    /// An apostrophe without white space: `O'Brien`.
    Apostrophe = b'\'',
    /// A full stop without white space: `Amazon.com`.
    Dot = b'.',
    /// A comma and white space: `Paris, Texas`.
    Comma = b',',
    /// A slash.
    Slash = b'/',
    /// Anything else: no name goes across.
    Break = b'\n',
}

/// One word of a text.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// The most words that a name may have.
pub const MAX_WORDS: usize = 24;

/// The longest word of a name, in bytes.
pub const MAX_WORD: usize = 96;

/// Abbreviations whose full stop does not end a name and that keep it at a name's end.
const ABBREVIATIONS: &[&str] = &[
    "st", "ste", "mt", "ft", "jr", "sr", "inc", "co", "corp", "ltd", "bros", "dr", "gen", "sen", "rep", "gov",
];

/// The next word at or after byte `from`, which must be a character boundary outside any word or at a word's start.
pub fn next_word(text: &str, from: usize) -> Option<Word> {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(&byte) = bytes.get(at) {
        if byte < 0x80 {
            if ASCII_WORD[byte as usize] {
                return Some(Word { start: at, end: word_end(text, at) });
            }
            at += 1;
        } else {
            let c = char_at(text, at);
            if begins_word(c) {
                return Some(Word { start: at, end: word_end(text, at) });
            }
            at += c.len_utf8();
        }
    }
    None
}

/// One past the last byte of the word that starts at `start`.
pub(crate) fn word_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    if bytes[start] == b'&' {
        return start + 1;
    }
    let mut at = start;
    let mut end = start;
    while let Some(&byte) = bytes.get(at) {
        if byte < 0x80 {
            if byte == b'&' || !ASCII_WORD[byte as usize] {
                break;
            }
            at += 1;
            end = at;
        } else {
            let c = char_at(text, at);
            at += c.len_utf8();
            if c.is_alphanumeric() || is_combining_mark(c) {
                end = at;
            } else if !is_invisible(c) {
                break;
            }
        }
    }
    end
}

/// Whether a word outside ASCII may begin with this character. Some vowel signs count as letters in Unicode, but a
/// mark extends what stands before it.
pub(crate) fn begins_word(c: char) -> bool {
    c.is_alphanumeric() && !is_combining_mark(c)
}

/// Whether a character belongs to the one before it: UAX 29's Extend, Format and ZWJ.
fn extends(c: char) -> bool {
    !c.is_ascii() && (is_combining_mark(c) || is_invisible(c))
}

/// The characters of a text without those that only extend others.
pub(crate) fn base_chars(text: &str) -> impl DoubleEndedIterator<Item = char> + '_ {
    text.chars().filter(|c| !extends(*c))
}

/// Whether a word has one letter, whatever marks it bears.
pub(crate) fn is_initial(word: &str) -> bool {
    base_chars(word).nth(1).is_none()
}

/// Where the full stop at or behind byte `at` ends, if the next character is one.
pub(crate) fn full_stop_behind(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    // Most of what there is.
    if rest.as_bytes().first().is_none_or(u8::is_ascii) {
        return rest.starts_with('.').then_some(at + 1);
    }
    let (offset, mark) = rest.char_indices().find(|(_, c)| !extends(*c))?;
    (mark == '.').then_some(at + offset + 1)
}

/// ASCII characters that begin or continue a word.
const ASCII_WORD: [bool; 128] = {
    let mut table = [false; 128];
    let mut byte = 0u8;
    while byte < 128 {
        table[byte as usize] = byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'&';
        byte += 1;
    }
    table
};

fn char_at(text: &str, at: usize) -> char {
    text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or('\u{FFFD}')
}

/// Appends the folded word; `&` as `and`.
pub fn fold_word(word: &str, out: &mut String) {
    if word == "&" {
        out.push_str("and");
    } else {
        word.chars().for_each(|c| fold_char(c, out));
    }
}

/// Whether the character is one of those that stand for an apostrophe.
pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '\u{2BC}' | '\u{2BB}' | '\u{B4}' | '`' | '\u{FF07}')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2013}' | '\u{2212}' | '\u{FE63}' | '\u{FF0D}')
}

/// What the characters between a word and the next one make. Reads at most [`MAX_GAP`] characters.
pub fn gap(before: &str, between: &str) -> Gap {
    let Gist { first, count, breaks, white } = Gist::of(between);
    let opens_with = |mark: fn(char) -> bool| base_chars(between).next().is_some_and(mark);
    if count > MAX_GAP || breaks > 1 {
        return Gap::Break;
    }
    match first {
        // Only white space; nothing at all where "&" touches a word.
        None => Gap::Space,
        Some(('-', 1)) if white == 0 => Gap::Space,
        Some(('\'', 1)) if white == 0 => Gap::Apostrophe,
        // "Workers' Party".
        Some(('\'', 1)) if ends_with_s(before) && opens_with(is_apostrophe) => Gap::Space,
        Some(('.', 1)) if shortened(before) => Gap::Space,
        Some(('.', 1)) if white == 0 => Gap::Dot,
        Some((',', 1)) if opens_with(|c| c == ',') => Gap::Comma,
        Some((',', 2)) if base_chars(between).take(3).eq("., ".chars()) && shortened(before) => Gap::Comma,
        Some(('/', 1)) if white == 0 => Gap::Slash,
        _ => Gap::Break,
    }
}

/// The most characters that a gap inside a name may have.
const MAX_GAP: usize = 40;

/// The first mark that is no white space, with the number of such marks, and the counts of the rest.
struct Gist {
    first: Option<(char, usize)>,
    count: usize,
    breaks: usize,
    white: usize,
}

impl Gist {
    fn of(between: &str) -> Self {
        let mut gist = Self { first: None, count: 0, breaks: 0, white: 0 };
        for c in base_chars(between).take(MAX_GAP + 1) {
            gist.count += 1;
            if c.is_whitespace() {
                gist.white += 1;
                gist.breaks += usize::from(matches!(c, '\n' | '\u{2028}' | '\u{2029}' | '\u{0B}' | '\u{0C}'));
                continue;
            }
            let mark = match c {
                c if is_hyphen(c) => '-',
                c if is_apostrophe(c) => '\'',
                c => c,
            };
            let marks = gist.first.map_or(0, |(_, marks)| marks);
            // "., " after an abbreviation counts as its comma.
            gist.first = Some((if marks > 0 && mark != ',' { '\0' } else { mark }, marks + 1));
        }
        gist
    }
}

fn ends_with_s(word: &str) -> bool {
    base_chars(word).next_back().is_some_and(|c| c.eq_ignore_ascii_case(&'s'))
}

/// Whether a full stop after this word shortens it: an initial or an abbreviation.
pub fn shortened(word: &str) -> bool {
    let mut chars = base_chars(word);
    if chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none() {
        return true;
    }
    word.len() <= 4 && ABBREVIATIONS.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// The key of a name: its folded words with the gaps between them; `None` where the name has no word, too many
/// words ([`MAX_WORDS`]), too long a word ([`MAX_WORD`]), or a [`Gap::Break`] inside.
pub fn key(name: &str) -> Option<String> {
    let mut out = String::with_capacity(name.len());
    let mut word = next_word(name, 0)?;
    let mut words = 1;
    let mut longest = word.end - word.start;
    fold_word(&name[word.start..word.end], &mut out);
    while let Some(next) = next_word(name, word.end) {
        match gap(&name[word.start..word.end], &name[word.end..next.start]) {
            Gap::Break => return None,
            gap => out.push(gap as u8 as char),
        }
        fold_word(&name[next.start..next.end], &mut out);
        word = next;
        words += 1;
        longest = longest.max(word.end - word.start);
    }
    (words <= MAX_WORDS && longest <= MAX_WORD).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn equal_spellings_have_equal_keys() {
        for names in [
            &["U.S.", "U. S.", "u.s"][..],
            &["J.P. Morgan", "J P Morgan", "J. P.\nMorgan"],
            &["O'Brien", "O’Brien"],
            &["Port-au-Prince", "Port au Prince", "Port–au–Prince"],
            &["Johnson & Johnson", "Johnson and Johnson"],
            &["AT&T", "AT & T"],
            &["Yōko Kamikawa", "Yoko  Kamikawa"],
            &["Washington, D.C.", "Washington, DC"][..1],
            &["St. Louis", "St Louis"],
            &["Sault Ste. Marie", "Sault Ste Marie"],
            &["Workers' Party", "Workers’ Party", "Workers Party"],
        ] {
            for name in names {
                assert_eq!(key(name), key(names[0]), "{name}");
            }
        }
    }

    #[test]
    fn different_names_have_different_keys() {
        for (one, other) in [("US", "U.S."), ("O'Brien", "O Brien"), ("Paris, Texas", "Paris Texas")] {
            assert_ne!(key(one), key(other));
        }
        for none in ["", "...", "Paris (Texas)", "He left. They came", "a workers 'party", "hear' them"] {
            assert_eq!(key(none), None, "{none}");
        }
    }
}
