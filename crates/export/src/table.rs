//! What a table is, and a value in it.

use std::borrow::Cow;

/// A table as every form has it.
#[derive(Debug)]
pub struct Table {
    /// Its name: of the file in CSV and Parquet, of the table in SQLite.
    pub name: &'static str,
    /// One row is …
    pub row: &'static str,
    /// Its columns, in order.
    pub columns: &'static [Column],
}

/// A column of a table.
#[derive(Debug)]
pub struct Column {
    /// Its name; no word that SQL reserves.
    pub name: &'static str,
    /// What is in it.
    pub kind: Kind,
    /// Whether it may be empty.
    pub optional: bool,
    /// Whether SQLite finds rows by it.
    pub indexed: bool,
    /// What it says.
    pub about: &'static str,
}

/// What a column holds.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// UTF-8.
    Text,
    /// 64 bits, signed.
    Integer,
    /// A double.
    Real,
    /// True or false; 1 or 0 in SQLite.
    Flag,
    /// A day of the calendar: `YYYY-MM-DD` in CSV and SQLite, a date in Parquet. Its [`Value`] is a text.
    Date,
}

impl Kind {
    /// As the data dictionary calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "integer",
            Self::Real => "real",
            Self::Flag => "true or false",
            Self::Date => "date",
        }
    }
}

impl Column {
    const fn new(name: &'static str, kind: Kind, about: &'static str) -> Self {
        Self { name, kind, optional: false, indexed: false, about }
    }

    pub(crate) const fn text(name: &'static str, about: &'static str) -> Self {
        Self::new(name, Kind::Text, about)
    }

    pub(crate) const fn date(name: &'static str, about: &'static str) -> Self {
        Self::new(name, Kind::Date, about)
    }

    pub(crate) const fn integer(name: &'static str, about: &'static str) -> Self {
        Self::new(name, Kind::Integer, about)
    }

    pub(crate) const fn real(name: &'static str, about: &'static str) -> Self {
        Self::new(name, Kind::Real, about)
    }

    pub(crate) const fn flag(name: &'static str, about: &'static str) -> Self {
        Self::new(name, Kind::Flag, about)
    }

    /// It may be empty.
    pub(crate) const fn optional(self) -> Self {
        Self { optional: true, ..self }
    }

    /// Rows are found by it.
    pub(crate) const fn indexed(self) -> Self {
        Self { indexed: true, ..self }
    }
}

/// A value in a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// Nothing, in a column that may be empty.
    Null,
    /// Of [`Kind::Text`] or [`Kind::Date`].
    Text(Cow<'a, str>),
    /// Of [`Kind::Integer`].
    Integer(i64),
    /// Of [`Kind::Real`].
    Real(f64),
    /// Of [`Kind::Flag`].
    Flag(bool),
}

impl Value<'_> {
    /// Days since 1970-01-01, of a date.
    pub fn days(&self) -> Option<i32> {
        let Self::Text(text) = self else { return None };
        let date: jiff::civil::Date = text.parse().ok()?;
        date.since(jiff::civil::date(1970, 1, 1)).ok().map(|span| span.get_days())
    }

    /// Whether it may stand in a column.
    pub(crate) fn fits(&self, column: &Column) -> bool {
        match self {
            Self::Null => column.optional,
            Self::Text(_) => matches!(column.kind, Kind::Text | Kind::Date),
            Self::Integer(_) => column.kind == Kind::Integer,
            Self::Real(_) => column.kind == Kind::Real,
            Self::Flag(_) => column.kind == Kind::Flag,
        }
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text.into())
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text.as_str().into())
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Self::Integer(number.into())
    }
}

impl From<usize> for Value<'_> {
    fn from(number: usize) -> Self {
        Self::Integer(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<f64> for Value<'_> {
    fn from(number: f64) -> Self {
        Self::Real(number)
    }
}

impl From<bool> for Value<'_> {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl<'a, T> From<Option<T>> for Value<'a>
where
    Value<'a>: From<T>,
{
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Value::from)
    }
}
