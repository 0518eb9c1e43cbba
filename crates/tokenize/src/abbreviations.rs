//! Abbreviations whose full stop is no end of a sentence, or not by itself.

use rustc_hash::FxHashMap;
use sayso_lexicon::{Language, Table};
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

const LONGEST: usize = 16;

/// By the abbreviations in small letters, padded with zeros.
static TABLE: LazyLock<FxHashMap<[u8; LONGEST], Kind>> = LazyLock::new(|| {
    let rows = Language::English.columns(Table::Abbreviations);
    rows.filter_map(|[name, kind]| Some((padded(name)?, kind_of(kind)?))).collect()
});

fn padded(word: &str) -> Option<[u8; LONGEST]> {
    let mut lower = [0; LONGEST];
    lower.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    Some(lower)
}

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
    let kind = *TABLE.get(&padded(word)?)?;
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
