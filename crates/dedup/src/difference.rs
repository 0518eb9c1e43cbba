//! What two printings of one statement have in common, word by word.

use crate::fingerprint::hash;
use serde::{Deserialize, Serialize};

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
    let (first, second) = (Printed::of(first), Printed::of(second));
    let (a, b) = (first.aligned(), second.aligned());
    // Most printings differ in a word or two: what they begin and end with in common needs no table.
    let before = a.iter().zip(b).take_while(|(one, other)| one == other).count();
    let ends = a[before..].iter().rev().zip(b[before..].iter().rev());
    let after = ends.take_while(|(one, other)| one == other).count();
    let (a, b) = (&a[before..a.len() - after], &b[before..b.len() - after]);
    let table = Lengths::of(a, b);
    let mut pieces = Pieces::default();
    pieces.push(Piece::Both, &second.words[..before]);
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            pieces.push(Piece::Both, &second.words[before + j..=before + j]);
            (i, j) = (i + 1, j + 1);
        } else if table.at(i + 1, j) >= table.at(i, j + 1) {
            pieces.push(Piece::First, &first.words[before + i..=before + i]);
            i += 1;
        } else {
            pieces.push(Piece::Second, &second.words[before + j..=before + j]);
            j += 1;
        }
    }
    let (ends, other_ends) = (before + a.len(), before + b.len());
    pieces.push(Piece::First, &first.words[before + i..ends]);
    pieces.push(Piece::Second, &second.words[before + j..other_ends]);
    pieces.push(Piece::Both, &second.words[other_ends..other_ends + after]);
    pieces.push(Piece::First, &first.words[ends + after..]);
    pieces.push(Piece::Second, &second.words[other_ends + after..]);
    pieces.0
}

/// The words as printed, and what each is compared by.
struct Printed<'a> {
    words: Vec<&'a str>,
    keys: Vec<u64>,
}

impl<'a> Printed<'a> {
    /// A mark between blanks (a dash, an ellipsis) is no word.
    fn of(text: &'a str) -> Self {
        let words = text.split_whitespace().filter(|it| it.contains(char::is_alphanumeric));
        let words: Vec<&str> = words.collect();
        let keys = words.iter().take(LONGEST).map(|it| bare(it)).collect();
        Self { words, keys }
    }

    fn aligned(&self) -> &[u64] {
        &self.keys
    }
}

/// The hash of a word without the marks around and in it, brackets apart: what an editor put in was not said.
fn bare(word: &str) -> u64 {
    hash(word.chars().filter(|char| char.is_alphanumeric() || matches!(char, '[' | ']')))
}

/// Lengths of the longest common subsequences of all tails, in one row after the other.
struct Lengths {
    all: Vec<u16>,
    width: usize,
}

impl Lengths {
    fn of(a: &[u64], b: &[u64]) -> Self {
        let width = b.len() + 1;
        let mut all = vec![0; (a.len() + 1) * width];
        for i in (0..a.len()).rev() {
            let (above, below) = all.split_at_mut((i + 1) * width);
            let row = &mut above[i * width..];
            for j in (0..b.len()).rev() {
                row[j] = if a[i] == b[j] { below[j + 1] + 1 } else { below[j].max(row[j + 1]) };
            }
        }
        Self { all, width }
    }

    fn at(&self, i: usize, j: usize) -> u16 {
        self.all[i * self.width + j]
    }
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
