//! Abbreviations whose full stop is no end of a sentence, or not by itself.

use std::sync::LazyLock;

/// What may follow an abbreviation.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A name: "Mr. Roe", "Mt. Etna".
    Title,
    /// A figure: "No. 5".
    Number,
    /// Months and weekdays.
    Month,
    /// "Inc.", "Co.".
    Company,
    /// "Jr.", "Ph.D.".
    Suffix,
    /// "Calif.", "U.S.".
    Place,
    /// "a.m.".
    Time,
    /// Anything else.
    Other,
}

const LONGEST: usize = 12;

static TABLE: LazyLock<Vec<(&str, Kind)>> = LazyLock::new(|| {
    let rows = include_str!("../../../data/lexicon/abbreviations.tsv").lines();
    let mut table: Vec<_> = rows
        .filter_map(|row| row.split_once('\t'))
        .filter_map(|(name, kind)| Some((name, kind_of(kind)?)))
        .collect();
    table.sort_unstable_by_key(|row| row.0);
    table
});

fn kind_of(name: &str) -> Option<Kind> {
    Some(match name {
        "title" => Kind::Title,
        "number" => Kind::Number,
        "month" => Kind::Month,
        "company" => Kind::Company,
        "suffix" => Kind::Suffix,
        "place" => Kind::Place,
        "time" => Kind::Time,
        "other" => Kind::Other,
        _ => return None,
    })
}

/// The kind of an abbreviation, given without its last stop, in any case.
pub(crate) fn kind(word: &str) -> Option<Kind> {
    let mut lower = [0; LONGEST];
    let lower = lower.get_mut(..word.len())?;
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let found = TABLE.binary_search_by(|row| row.0.as_bytes().cmp(lower)).ok()?;
    let kind = TABLE[found].1;
    let capital = word.as_bytes()[0].is_ascii_uppercase();
    let needs_capital = matches!(kind, Kind::Title | Kind::Month | Kind::Place | Kind::Suffix);
    (capital || !needs_capital || word.contains('.') || word == "st").then_some(kind)
}

/// Whether a word is single letters with stops between them: "U.S", "e.g".
pub(crate) fn is_dotted(word: &str) -> bool {
    word.len() >= 3
        && word
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at % 2 == 1 { byte == b'.' } else { byte.is_ascii_alphabetic() })
}
