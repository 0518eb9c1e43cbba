//! Tables of words that ship with the crate: one entry a line, cells between tabs, `#` begins a comment.

/// The entries of a table, each one line.
pub(crate) fn entries(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The rows of a table of two columns.
pub(crate) fn pairs(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    entries(table).filter_map(|line| line.split_once('\t'))
}

/// A table of words that is read on first use.
macro_rules! word_list {
    ($(#[$doc:meta])* $name:ident = $file:literal) => {
        $(#[$doc])*
        static $name: std::sync::LazyLock<Vec<&'static str>> = std::sync::LazyLock::new(|| {
            $crate::tables::entries(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/", $file))).collect()
        });
    };
}
pub(crate) use word_list;
