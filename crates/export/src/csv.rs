//! CSV after RFC 4180: a file for each table.
//!
//! A spreadsheet runs a cell that looks like a formula, and an article may hold one. Such a cell gets an apostrophe
//! before it, which spreadsheets take for "this is text"; null bytes, at which many readers stop, become the sign for
//! them (U+2400). Both can be switched off.

use crate::Error;
use crate::rows::TableWriter;
use crate::schema::TABLES;
use crate::table::{Table, Value};
use std::borrow::Cow;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// Writes all tables.
pub(crate) struct Writer {
    raw: bool,
    files: Vec<(PathBuf, csv::Writer<File>)>,
}

impl Writer {
    pub(crate) fn create(dir: &Path, raw: bool) -> Result<Self, Error> {
        let open = |table: &&Table| {
            let path = dir.join(format!("{}.csv", table.name));
            let file = File::create(&path).map_err(|error| Error::write(&path, error))?;
            let mut builder = csv::WriterBuilder::new();
            let mut out =
                builder.terminator(csv::Terminator::CRLF).buffer_capacity(1 << 17).from_writer(file);
            let head = out.write_record(table.columns.iter().map(|column| column.name));
            head.map_err(|error| failed(&path, error))?;
            Ok((path, out))
        };
        Ok(Self { raw, files: TABLES.iter().map(open).collect::<Result<_, Error>>()? })
    }
}

impl TableWriter for Writer {
    fn row(&mut self, table: &'static Table, row: &[Value<'_>]) -> Result<(), Error> {
        let nth = TABLES.iter().position(|other| other.name == table.name).unwrap_or_default();
        let (path, out) = &mut self.files[nth];
        for value in row {
            let cell = match value {
                Value::Null => Cow::Borrowed(""),
                Value::Text(text) if self.raw => Cow::Borrowed(text.as_ref()),
                Value::Text(text) => harmless(text),
                Value::Integer(number) => number.to_string().into(),
                Value::Real(number) => number.to_string().into(),
                Value::Flag(flag) => Cow::Borrowed(if *flag { "true" } else { "false" }),
            };
            out.write_field(cell.as_bytes()).map_err(|error| failed(path, error))?;
        }
        out.write_record(None::<&[u8]>).map_err(|error| failed(path, error))
    }

    fn finish(self) -> Result<(), Error> {
        for (path, mut out) in self.files {
            out.flush().map_err(|error| Error::write(&path, error))?;
        }
        Ok(())
    }
}

fn failed(path: &Path, error: csv::Error) -> Error {
    Error::write(path, io::Error::from(error))
}

/// The text as no spreadsheet runs it. Taking one apostrophe away from before apostrophes, white space and a sign of
/// [`starts_formula`] gives the text back.
pub fn harmless(text: &str) -> Cow<'_, str> {
    let first = text.trim_start_matches(|char: char| char == '\'' || char.is_whitespace()).chars().next();
    let bare = text.trim_start_matches('\'');
    let apostrophe = first.is_some_and(starts_formula) || bare.starts_with(['\t', '\r', '\n']);
    if !apostrophe && !text.contains('\0') {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 1);
    if apostrophe {
        out.push('\'');
    }
    out.push_str(&text.replace('\0', "\u{2400}"));
    out.into()
}

/// What spreadsheets take for the beginning of a formula, in both widths.
fn starts_formula(char: char) -> bool {
    matches!(char, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_are_text() {
        let check = |text: &str, expect: &str| assert_eq!(harmless(text), expect, "{text:?}");
        for same in ["", "He said no", "5 - 3 = 2", "“=1”", "'quoted'", "– a dash", "\u{a0}"] {
            check(same, same);
        }
        check("=HYPERLINK(\"http://evil.example\")", "'=HYPERLINK(\"http://evil.example\")");
        check("+1", "'+1");
        check("-1", "'-1");
        check("@SUM(A1)", "'@SUM(A1)");
        check(" =1", "' =1");
        check("\u{a0}\r\n=1", "'\u{a0}\r\n=1");
        check("\t1", "'\t1");
        check("＝1", "'＝1");
        check("'=1", "''=1");
        check("a\0b", "a\u{2400}b");
    }

    proptest! {
        #[test]
        fn the_text_comes_back(text in "['=+@ \t\na-]{0,6}") {
            let harmless = harmless(&text);
            let back = match harmless.strip_prefix('\'') {
                Some(rest) if super::harmless(rest) == harmless => rest,
                _ => &harmless,
            };
            prop_assert_eq!(back, &text);
        }
    }
}
