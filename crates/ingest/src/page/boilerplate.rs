//! What the boilerplate of news pages says, in lower case (`data/boilerplate.tsv`).

use crate::tables;
use std::sync::LazyLock;

/// Words of boilerplate by where in a block they count.
pub(super) struct Boilerplate {
    /// All of a block, without punctuation at either end.
    pub(super) whole: Vec<&'static str>,
    /// The beginning of a short block.
    pub(super) starts: Vec<&'static str>,
    /// Anywhere in a short block: cookie notices, paywalls, rights, where to reach whom.
    pub(super) anywhere: Vec<&'static str>,
    /// A heading above a list of links.
    pub(super) list_headings: Vec<&'static str>,
}

pub(super) static BOILERPLATE: LazyLock<Boilerplate> = LazyLock::new(|| {
    let of_kind = |wanted: &str| {
        let rows = tables::pairs(include_str!("../../data/boilerplate.tsv"));
        rows.filter(|(kind, _)| *kind == wanted).map(|(_, words)| words).collect()
    };
    Boilerplate {
        whole: of_kind("whole"),
        starts: of_kind("start"),
        anywhere: of_kind("anywhere"),
        list_headings: of_kind("list"),
    }
});
