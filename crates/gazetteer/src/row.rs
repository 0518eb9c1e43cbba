//! The columns of a gazetteer file.
//!
//! UTF-8, one line a row, tab-separated, the first line names the columns ([`COLUMNS`]):
//!
//! | column | what |
//! | --- | --- |
//! | `id` | unique in all files; `Q42`-like only where the source gives it, else `sayso:…` |
//! | `kind` | [`EntityKind`] by its exported name |
//! | `name` | canonical name |
//! | `aliases` | `KIND=NAME` joined by `\|`; the kinds are [`AliasKind`]'s. `name` itself need not be repeated |
//! | `country` | ISO 3166-1 alpha-2, `EU` and `XK` allowed, or empty |
//! | `gender` | `female`, `male`, `neutral` or empty |
//! | `roles` | `TITLE` or `TITLE@FROM..UNTIL` joined by `\|`; either date may be missing |
//! | `ids` | outside ids `SCHEME=VALUE` joined by `\|`, only as read in `source` |
//! | `prior` | how likely the entity is meant by its names, 0 to 1 (only compared among rows of equal names) |
//! | `valid` | `FROM..UNTIL`, the time in which the entity exists; either may be missing; empty: always |
//! | `source` | where the facts were read, with version or as-of date |
//! | `licence` | of the source |

use crate::error::ErrorKind;
use sayso_core::{EntityKind, Gender};

/// The columns, in order.
pub const COLUMNS: [&str; 12] = [
    "id", "kind", "name", "aliases", "country", "gender", "roles", "ids", "prior", "valid", "source",
    "licence",
];

/// The longest line that is read, in bytes.
pub const MAX_LINE: usize = 1 << 20;

/// How a name names its entity.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AliasKind {
    /// The full name, or another full name.
    Full,
    /// A part of the name or a customary short form ("the Fed").
    Short,
    /// An acronym, abbreviation or code; matched only as spelled.
    Acronym,
    /// An adjective or noun of origin ("Russian", "Russians"); tied to its country.
    Demonym,
    /// A name that the entity no longer has.
    Former,
    /// A nickname ("Bibi").
    Nickname,
}

sayso_core::enum_names!(AliasKind {
    Full = "full",
    Short = "short",
    Acronym = "acronym",
    Demonym = "demonym",
    Former = "former",
    Nickname = "nickname",
});

/// One name of an entity.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Alias<'r> {
    /// What kind of name it is.
    pub kind: AliasKind,
    /// As spelled in the file.
    pub name: &'r str,
}

/// A stretch of time; dates are ISO 8601, as precise as the source (`2021`, `2021-01`, `2021-01-20`).
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Period<'r> {
    /// First day; `None`: unknown or always.
    pub from: Option<&'r str>,
    /// Last day; `None`: unknown or still.
    pub until: Option<&'r str>,
}

impl<'r> Period<'r> {
    fn parse(text: &'r str) -> Option<Self> {
        // No date has a dot.
        let (from, until) = text.split_once('.')?;
        let until = until.strip_prefix('.')?;
        let date = |text: &'r str| match text {
            "" => Some(None),
            date => is_date(date).then_some(Some(date)),
        };
        Some(Self { from: date(from)?, until: date(until)? })
    }

    /// Whether a day (ISO 8601, any precision) lies in the period, as far as both are known.
    pub fn covers(&self, day: &str) -> bool {
        // At the coarser precision of the two.
        let compared = |bound: &str| {
            let length = bound.len().min(day.len());
            day.as_bytes()[..length].cmp(&bound.as_bytes()[..length])
        };
        let after = self.from.is_none_or(|from| compared(from).is_ge());
        let before = self.until.is_none_or(|until| compared(until).is_le());
        after && before
    }
}

/// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
fn is_date(text: &str) -> bool {
    matches!(text.len(), 4 | 7 | 10)
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

/// An office or occupation, with the time it was held.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Role<'r> {
    /// As written in the file ("Secretary of State of the United States").
    pub title: &'r str,
    /// When.
    pub period: Period<'r>,
}

impl<'r> Role<'r> {
    fn parse(text: &'r str) -> Option<Self> {
        match text.split_once('@') {
            None => Some(Self { title: text, period: Period::default() }),
            Some((title, period)) => Some(Self { title, period: Period::parse(period)? }),
        }
    }
}

/// A row, its columns not yet read except for being there.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Row<'r> {
    columns: [&'r str; COLUMNS.len()],
}

impl<'r> Row<'r> {
    /// What stands for a row that is not there.
    pub(crate) const EMPTY: Self = Self { columns: [""; COLUMNS.len()] };

    /// Splits a line that passed [`Row::check`] before.
    pub(crate) fn split(line: &'r str) -> Option<Self> {
        let mut columns = [""; COLUMNS.len()];
        let mut tabs = memchr::memchr_iter(b'\t', line.as_bytes());
        let mut start = 0;
        for column in &mut columns {
            let end = tabs.next().unwrap_or(line.len());
            *column = line.get(start..end)?;
            start = end + 1;
        }
        (start == line.len() + 1).then_some(Self { columns })
    }

    /// Splits a line and complains about anything that is not as documented.
    pub(crate) fn check(line: &'r str) -> Result<Self, ErrorKind> {
        if line.len() > MAX_LINE {
            return Err(ErrorKind::HugeLine(line.len()));
        }
        // Tabs part the columns. Text without bytes below the space and without C1 controls needs no closer look.
        let suspicious = |byte: u8| (byte < b' ' && byte != b'\t') || byte == 0x7F || byte == 0xC2;
        let control =
            line.bytes().any(suspicious).then(|| line.chars().find(|c| c.is_control() && *c != '\t'));
        if let Some(control) = control.flatten() {
            return Err(ErrorKind::Control(control as u32));
        }
        let row = Self::split(line).ok_or_else(|| ErrorKind::Columns { found: line.split('\t').count() })?;
        for (at, column) in [(0, "id"), (2, "name"), (10, "source"), (11, "licence")] {
            if row.columns[at].trim().is_empty() {
                return Err(ErrorKind::Empty { column });
            }
        }
        row.check_kinds()?;
        row.check_values()?;
        Ok(row)
    }

    fn check_kinds(&self) -> Result<(), ErrorKind> {
        if EntityKind::parse(self.columns[1]).is_none() {
            return Err(ErrorKind::Kind(self.columns[1].to_owned()));
        }
        for part in pieces(self.columns[3]) {
            if parse_alias(part).is_none() {
                return Err(ErrorKind::Alias { value: part.to_owned() });
            }
        }
        Ok(())
    }

    fn check_values(&self) -> Result<(), ErrorKind> {
        let bad = |at: usize, value: &str, expected| {
            Err(ErrorKind::Value { column: COLUMNS[at], value: value.to_owned(), expected })
        };
        let [_, _, _, _, country, gender, roles, ids, prior, valid, ..] = self.columns;
        let is_code = country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase());
        if !is_code && !country.is_empty() {
            return bad(4, country, "two capital letters");
        }
        if !gender.is_empty() && Gender::parse(gender).is_none() {
            return bad(5, gender, "female, male or neutral");
        }
        if let Some(role) = pieces(roles).find(|role| Role::parse(role).is_none()) {
            return bad(6, role, "TITLE or TITLE@FROM..UNTIL with ISO dates");
        }
        if let Some(id) = pieces(ids).find(|id| !id.contains('=')) {
            return bad(7, id, "SCHEME=VALUE");
        }
        if !prior.is_empty() && !prior.parse::<f32>().is_ok_and(|prior| (0.0..=1.0).contains(&prior)) {
            return bad(8, prior, "a number from 0 to 1");
        }
        if !valid.is_empty() && Period::parse(valid).is_none() {
            return bad(9, valid, "FROM..UNTIL with ISO dates");
        }
        Ok(())
    }

    pub(crate) fn id(&self) -> &'r str {
        self.columns[0]
    }

    pub(crate) fn kind(&self) -> EntityKind {
        EntityKind::parse(self.columns[1]).unwrap_or(EntityKind::Other)
    }

    pub(crate) fn name(&self) -> &'r str {
        self.columns[2]
    }

    /// The canonical name, then the aliases.
    pub(crate) fn names(&self) -> impl Iterator<Item = Alias<'r>> + use<'r> {
        std::iter::once(Alias { kind: AliasKind::Full, name: self.name() })
            .chain(pieces(self.columns[3]).filter_map(parse_alias))
    }

    pub(crate) fn country(&self) -> Option<&'r str> {
        (!self.columns[4].is_empty()).then_some(self.columns[4])
    }

    pub(crate) fn gender(&self) -> Option<Gender> {
        Gender::parse(self.columns[5])
    }

    pub(crate) fn roles(&self) -> impl Iterator<Item = Role<'r>> + use<'r> {
        pieces(self.columns[6]).filter_map(Role::parse)
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = (&'r str, &'r str)> + use<'r> {
        pieces(self.columns[7]).filter_map(|id| id.split_once('='))
    }

    pub(crate) fn prior(&self) -> f32 {
        self.columns[8].parse().unwrap_or(0.5)
    }

    pub(crate) fn valid(&self) -> Period<'r> {
        Period::parse(self.columns[9]).unwrap_or_default()
    }

    pub(crate) fn source(&self) -> &'r str {
        self.columns[10]
    }

    pub(crate) fn licence(&self) -> &'r str {
        self.columns[11]
    }
}

/// The parts of a column that holds several.
fn pieces(column: &str) -> impl Iterator<Item = &str> {
    column.split('|').filter(|piece| !piece.is_empty())
}

fn parse_alias(text: &str) -> Option<Alias<'_>> {
    let (kind, name) = text.split_once('=')?;
    Some(Alias { kind: AliasKind::parse(kind)?, name })
}

pub(crate) fn kinds() -> String {
    EntityKind::ALL.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(", ")
}

pub(crate) fn alias_kinds() -> String {
    AliasKind::ALL.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::Period;

    #[test]
    fn periods_compare_at_the_coarser_precision() {
        let period = Period { from: Some("2021-01-26"), until: Some("2025-01") };
        for (day, inside) in [
            ("2021", true),
            ("2021-01-25", false),
            ("2023-11-08", true),
            ("2025-01-20", true),
            ("2026", false),
        ] {
            assert_eq!(period.covers(day), inside, "{day}");
        }
    }
}
