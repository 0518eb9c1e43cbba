//! Dates as the news writes them.

use jiff::civil::{Date, DateTime};
use jiff::fmt::{
    rfc2822,
    temporal::{Pieces, PiecesOffset},
};
use sayso_document::Dated;

/// Formats beside ISO 8601 and RFC 2822, as `strptime` spells them. Month before day, as American papers have it.
const DAYS: &[&str] = &[
    "%A, %B %d, %Y",
    "%a, %B %d, %Y",
    "%B %d, %Y",
    "%B %d, %Y, %A",
    "%b %d, %Y",
    "%b. %d, %Y",
    "%B %d %Y",
    "%b %d %Y",
    "%d %B %Y",
    "%d %b %Y",
    "%A, %d %B %Y",
    "%A %d %B %Y",
    "%d%b%Y",
    "%d-%b-%Y",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%m/%d/%Y",
];

/// The same with a time of day.
const TIMES: &[&str] = &[
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%B %d, %Y %I:%M %p",
    "%b %d, %Y %I:%M %p",
    "%B %d, %Y, %I:%M %p",
    "%B %d, %Y at %I:%M %p",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %I:%M:%S %p",
    "%a %b %d %H:%M:%S %Y",
    "%d %B %Y %H:%M",
    "%d-%b-%Y %H:%M:%S%.f",
    "%Y%m%dT%H%M%S",
];

/// Reads a date; what cannot be read is kept raw.
pub(crate) fn dated(raw: &str) -> Dated {
    let raw = raw.trim();
    match read(raw) {
        Some(value) => Dated { value, understood: true },
        None => Dated { value: raw.chars().take(100).collect(), understood: false },
    }
}

/// The ISO 8601 form of a date, as precise as it was given, offsets kept.
pub(crate) fn read(raw: &str) -> Option<String> {
    if raw.len() < 6 || raw.len() > 80 {
        return None;
    }
    iso(raw).or_else(|| mail(raw)).or_else(|| written(raw)).or_else(|| epoch(raw))
}

fn iso(raw: &str) -> Option<String> {
    let pieces = Pieces::parse(raw).ok()?;
    let Some(time) = pieces.time() else { return Some(pieces.date().to_string()) };
    let offset = match pieces.offset() {
        None => String::new(),
        Some(PiecesOffset::Zulu) => "Z".to_owned(),
        Some(_) => pieces.to_numeric_offset().map(colons).unwrap_or_default(),
    };
    Some(format!("{}T{}{offset}", pieces.date(), time))
}

fn mail(raw: &str) -> Option<String> {
    let zoned = rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_zoned(raw).ok()?;
    Some(format!("{}{}", zoned.datetime(), colons(zoned.offset())))
}

fn written(raw: &str) -> Option<String> {
    DAYS.iter().find_map(|format| Date::strptime(format, raw).ok().map(|date| date.to_string())).or_else(
        || TIMES.iter().find_map(|format| DateTime::strptime(format, raw).ok().map(|time| time.to_string())),
    )
}

/// Seconds or milliseconds since 1970, between 1990 and 2100.
fn epoch(raw: &str) -> Option<String> {
    let number: i64 = raw.parse().ok()?;
    let seconds = if number > 100_000_000_000 { number / 1_000 } else { number };
    if !(631_152_000..4_102_444_800).contains(&seconds) {
        return None;
    }
    jiff::Timestamp::from_second(seconds).ok().map(|time| time.to_string())
}

/// `-04:00`
fn colons(offset: jiff::tz::Offset) -> String {
    let minutes = offset.seconds() / 60;
    format!("{}{:02}:{:02}", if minutes < 0 { '-' } else { '+' }, minutes.abs() / 60, minutes.abs() % 60)
}
