//! Dates as the news writes them.

mod order;

pub use order::DateOrder;

use crate::tables::{self, word_list};
use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::{
    rfc2822,
    temporal::{Pieces, PiecesOffset},
};
use sayso_core::Dated;
use std::sync::LazyLock;

/// Days beside ISO 8601 and RFC 2822, as `strptime` spells them, without commas and weekdays.
const DAYS: &[&str] = &[
    "%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y", "%d%b%Y", "%d-%b-%Y", "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d",
    "%Y%m%d", "%d.%m.%Y", "%d-%m-%Y",
];

/// Days between slashes: month first, day first.
const SLASHES: [&[&str]; 2] = [&["%m/%d/%y", "%m/%d/%Y"], &["%d/%m/%y", "%d/%m/%Y"]];

/// Times of day that stand before or after a day.
const HOURS: &[&str] = &["%H:%M", "%H:%M:%S%.f", "%I:%M %p", "%I:%M:%S %p", "%I %p", "%H.%M", "%I.%M %p"];

/// Both, in other orders.
const TOGETHER: &[&str] = &["%b %d %H:%M:%S %Y", "%Y%m%dT%H%M%S", "%Y%m%d%H%M%S"];

/// Zones that news names by letters, and their offsets.
static ZONES: LazyLock<Vec<(&str, &str)>> =
    LazyLock::new(|| tables::pairs(include_str!("../data/time-zones.tsv")).collect());

word_list!(
    /// Words around a date that say nothing about it.
    FILLERS = "date-fillers.txt"
);

/// Reads a date; what cannot be read is kept raw.
pub(crate) fn dated(raw: &str, order: DateOrder) -> Dated {
    let raw = raw.trim();
    match read_ordered(raw, order) {
        Some(value) => Dated { value, understood: true },
        None => Dated { value: raw.chars().take(100).collect(), understood: false },
    }
}

/// The ISO 8601 form of a date, as precise as it was given, offsets kept.
pub(crate) fn read(raw: &str) -> Option<String> {
    read_ordered(raw, DateOrder::Guess)
}

/// The same, where the order of day and month is known.
pub(crate) fn read_ordered(raw: &str, order: DateOrder) -> Option<String> {
    if raw.len() < 6 || raw.len() > 80 {
        return None;
    }
    month(raw)
        .or_else(|| iso(raw))
        .or_else(|| mail(raw))
        .or_else(|| written(raw, order))
        .or_else(|| epoch(raw))
}

/// A month alone, as ISO 8601 writes it: `2024-04`.
fn month(raw: &str) -> Option<String> {
    let (year, month) = raw.split_once('-').filter(|(year, month)| year.len() == 4 && month.len() == 2)?;
    Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()?;
    Some(raw.to_owned())
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

/// Dates in words: commas, weekdays and fillers are left out before the formats are tried.
fn written(raw: &str, order: DateOrder) -> Option<String> {
    let raw = without_zone_name(raw);
    let mut zone = String::new();
    let mut words: Vec<String> = Vec::new();
    for word in raw.split([' ', ',', '\u{A0}', '\u{202F}', '(', ')']).filter(|word| !word.is_empty()) {
        let lower = word.to_ascii_lowercase().replace("a.m.", "am").replace("p.m.", "pm");
        let bare = lower.trim_end_matches(['.', ':']);
        if let Some((_, offset)) = ZONES.iter().find(|(name, _)| *name == bare) {
            if zone.is_empty() {
                (*offset).clone_into(&mut zone);
            }
        } else if let Some(offset) = numeric_zone(bare).filter(|_| !words.is_empty()) {
            zone = offset;
        } else if !FILLERS.contains(&bare) {
            // Anything else than numbers and months is no date: most lines are turned away here.
            if !bare.bytes().any(|byte| byte.is_ascii_digit())
                && !is_month(bare)
                && !["am", "pm"].contains(&bare)
            {
                return None;
            }
            tidy(bare, &mut words);
        }
    }
    let text = words.join(" ");
    if let Some(day) = day(&text, order) {
        return Some(day.to_string());
    }
    let both = TOGETHER.iter().find_map(|format| DateTime::strptime(format, &text).ok());
    both.or_else(|| day_and_hour(&words, order)).map(|time| format!("{time}{zone}"))
}

/// A day in one of the formats; one that is impossible in the order that is known is read in the other.
fn day(text: &str, order: DateOrder) -> Option<Date> {
    let parse = |format: &&str| Date::strptime(format, text).ok();
    if text.contains('/') {
        let [month_first, day_first] = SLASHES;
        let (first, second) =
            if order == DateOrder::DayFirst { (day_first, month_first) } else { (month_first, day_first) };
        if let Some(day) = first.iter().chain(second).find_map(parse) {
            return Some(day);
        }
    }
    DAYS.iter().find_map(parse)
}

/// JavaScript's `(British Summer Time)` behind a date left out: the offset stands before it.
fn without_zone_name(raw: &str) -> &str {
    match raw.split_once(" (") {
        Some((date, name)) if name.ends_with(')') && date.contains(['+', '-']) => date,
        _ => raw,
    }
}

/// `+01:00`, `+0100` and `GMT+0100` as ISO 8601 has them.
fn numeric_zone(word: &str) -> Option<String> {
    let bare = word.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    let prefix = &word[..word.len() - bare.len()];
    let sign =
        bare.chars().next().filter(|sign| "+-".contains(*sign) && ["", "gmt", "utc"].contains(&prefix))?;
    let digits: String = bare[1..].chars().filter(|letter| *letter != ':').collect();
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    match digits.len() {
        2 if is_number => Some(format!("{sign}{digits}:00")),
        4 if is_number => Some(format!("{sign}{}:{}", &digits[..2], &digits[2..])),
        _ => None,
    }
}

/// Whether a word says nothing about a date that it stands beside.
pub(crate) fn is_filler(word: &str) -> bool {
    FILLERS.contains(&word.to_lowercase().as_str())
}

/// Whether a word in small letters is a month's name.
pub(crate) fn is_month(word: &str) -> bool {
    const MONTHS: &str = "jan feb mar apr may jun jul aug sep oct nov dec";
    word.get(..3).is_some_and(|start| MONTHS.split(' ').any(|month| month == start)) && word.len() <= 9
}

/// "6:20pm", "4th" and "sept" as the formats have them.
fn tidy(word: &str, words: &mut Vec<String>) {
    let digits = word.bytes().take_while(|byte| byte.is_ascii_digit() || b":.".contains(byte)).count();
    let (number, rest) = word.split_at(digits);
    match rest {
        "am" | "pm" if !number.is_empty() => words.extend([number.to_owned(), rest.to_owned()]),
        "st" | "nd" | "rd" | "th" if !number.is_empty() => words.push(number.to_owned()),
        "sept" => words.push("sep".to_owned()),
        _ => words.push(word.to_owned()),
    }
}

/// A day and a time of day, in either order: every place to cut between them is tried.
fn day_and_hour(words: &[String], order: DateOrder) -> Option<DateTime> {
    (1..words.len().min(6)).find_map(|cut| {
        let (first, second) = (words[..cut].join(" "), words[cut..].join(" "));
        [(&first, &second), (&second, &first)].into_iter().find_map(|(date, hour)| {
            let day = day(date, order)?;
            let hour = HOURS.iter().find_map(|format| Time::strptime(format, hour).ok())?;
            Some(day.to_datetime(hour))
        })
    })
}

/// Seconds or milliseconds since 1970, between 1990 and 2100.
fn epoch(raw: &str) -> Option<String> {
    let number: i64 = raw.strip_suffix(".0").unwrap_or(raw).parse().ok()?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, expect: &str) {
        assert_eq!(read(raw).unwrap_or_default(), expect, "{raw}");
    }

    #[test]
    fn days() {
        check("2024-04", "2024-04");
        for raw in [
            "2021-03-04",
            "March 4, 2021",
            "Mar. 4, 2021",
            "Thursday, March 4, 2021",
            "March 4, 2021, Thursday",
            "4 March 2021",
            "Thursday 4th March 2021",
            "04-MAR-2021",
            "2021/03/04",
            "20210304",
            "3/4/2021",
            "04.03.2021",
            "Published on March 4, 2021",
        ] {
            check(raw, "2021-03-04");
        }
        check("Sept. 4, 2021", "2021-09-04");
    }

    #[test]
    fn times() {
        check("2021-03-04T18:20:00Z", "2021-03-04T18:20:00Z");
        check("2021-03-04T18:20:00-05:00", "2021-03-04T18:20:00-05:00");
        check("20210304T182000+0100", "2021-03-04T18:20:00+01:00");
        check("Thu, 04 Mar 2021 18:20:00 GMT", "2021-03-04T18:20:00+00:00");
        for raw in [
            "March 4, 2021 6:20 p.m. EST",
            "6:20pm EST March 4, 2021",
            "Updated: March 4, 2021 at 6:20 PM EST",
        ] {
            check(raw, "2021-03-04T18:20:00-05:00");
        }
        check("March 4, 2021 6:20 PM ET", "2021-03-04T18:20:00");
        check("4 March 2021, 18:20", "2021-03-04T18:20:00");
        check("26-FEB-1987 15:01:01.79", "1987-02-26T15:01:01.79");
        check("1614882000", "2021-03-04T18:20:00Z");
        check("Thu Mar 4 18:20:00 2021", "2021-03-04T18:20:00");
        check("Thu Mar 04 2021 18:20:00 GMT+0100 (CET)", "2021-03-04T18:20:00+01:00");
        check("Thu Mar 04 2021 18:20:00 GMT-0500 (Eastern Standard Time)", "2021-03-04T18:20:00-05:00");
        check("2021-03-04 18:20:00 +01:00", "2021-03-04T18:20:00+01:00");
        check("4 March 2021, 6.20pm", "2021-03-04T18:20:00");
        check("20210304182000", "2021-03-04T18:20:00");
    }

    #[test]
    fn orders() {
        let check = |raw: &str, order: DateOrder, expect: &str| {
            assert_eq!(read_ordered(raw, order).as_deref(), Some(expect), "{raw} {order:?}");
        };
        check("03/04/2021", DateOrder::Guess, "2021-03-04");
        check("03/04/2021", DateOrder::DayFirst, "2021-04-03");
        check("13/04/2021", DateOrder::MonthFirst, "2021-04-13");
        check("04/13/21 9:30", DateOrder::DayFirst, "2021-04-13T09:30:00");
    }

    #[test]
    fn no_dates() {
        for raw in [
            "",
            "yesterday",
            "March",
            "He said on March 4, 2021 that it rained",
            "2021",
            "99/99/9999",
            "Chapter 12",
            "2024-13",
            "2024-0x",
        ] {
            check(raw, "");
        }
    }
}
