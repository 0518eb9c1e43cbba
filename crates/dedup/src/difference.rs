//! What two printings of one statement have in common, word by word.

use crate::fingerprint::hash;
use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffTag, capture_diff_slices};

/// Words beyond which the rest is taken as it is: alignment is quadratic.
const LONGEST: usize = 400;

/// A run of words of two printings of one statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Piece {
    /// In both; as the second prints it.
    Both(String),
    /// In the first alone.
    First(String),
    /// In the second alone.
    Second(String),
}

/// The second printing against the first, in reading order. Case, quotation marks and punctuation make no
/// difference; the words of all pieces but [`Piece::First`] are the second printing, single blanks between them.
pub fn difference(first: &str, second: &str) -> Vec<Piece> {
    let (first, second) = (Printed::new(first), Printed::new(second));
    let mut pieces = Pieces::default();
    for operation in capture_diff_slices(Algorithm::Myers, &first.keys, &second.keys) {
        let (tag, old, new) = operation.as_tag_tuple();
        if tag == DiffTag::Equal {
            pieces.push(Piece::Both, &second.words[new]);
        } else {
            pieces.push(Piece::First, &first.words[old]);
            pieces.push(Piece::Second, &second.words[new]);
        }
    }
    pieces.push(Piece::First, &first.words[first.keys.len()..]);
    pieces.push(Piece::Second, &second.words[second.keys.len()..]);
    pieces.0
}

/// The words as printed, and what each is compared by.
struct Printed<'a> {
    words: Vec<&'a str>,
    keys: Vec<u64>,
}

impl<'a> Printed<'a> {
    /// A mark between blanks (a dash, an ellipsis) is no word.
    fn new(text: &'a str) -> Self {
        let words = text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric));
        let words: Vec<&str> = words.collect();
        let keys = words.iter().take(LONGEST).map(|word| bare(word)).collect();
        Self { words, keys }
    }
}

/// The hash of a word without the marks around and in it, brackets apart: what an editor put in was not said.
fn bare(word: &str) -> u64 {
    hash(word.chars().filter(|char| char.is_alphanumeric() || matches!(char, '[' | ']')))
}

#[derive(Default)]
struct Pieces(Vec<Piece>);

impl Pieces {
    /// Adds words to the last piece where that is of the same kind.
    fn push(&mut self, kind: fn(String) -> Piece, words: &[&str]) {
        if words.is_empty() {
            return;
        }
        match (self.0.last_mut(), kind(String::new())) {
            (Some(Piece::Both(run)), Piece::Both(_))
            | (Some(Piece::First(run)), Piece::First(_))
            | (Some(Piece::Second(run)), Piece::Second(_)) => {
                for word in words {
                    run.push(' ');
                    run.push_str(word);
                }
            }
            _ => self.0.push(kind(words.join(" "))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_that_differ_are_told() {
        let first = "“We have read the letters, and we should have read them sooner,”";
        let second = "\"We have read [the ministry's] letters … and should have read them much sooner\"";
        let expected = [
            Piece::Both("\"We have read".to_owned()),
            Piece::First("the".to_owned()),
            Piece::Second("[the ministry's]".to_owned()),
            Piece::Both("letters and".to_owned()),
            Piece::First("we".to_owned()),
            Piece::Both("should have read them".to_owned()),
            Piece::Second("much".to_owned()),
            Piece::Both("sooner\"".to_owned()),
        ];
        assert_eq!(difference(first, second), expected);
    }

    #[test]
    fn nothing_differs_from_itself_and_everything_from_nothing() {
        assert_eq!(difference("", ""), []);
        assert_eq!(difference("It floods.", "it floods"), [Piece::Both("it floods".to_owned())]);
        assert_eq!(difference("", "it floods"), [Piece::Second("it floods".to_owned())]);
        let long = "word ".repeat(100_000);
        let pieces = difference(&long, &long);
        assert!(pieces.len() <= 3, "{} pieces", pieces.len());
    }
}
