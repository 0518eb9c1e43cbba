//! Points in time that can be compared, whatever their zones.

/// Minutes since 1970 of an ISO 8601 date, with or without time and zone; what is not given counts as its beginning,
/// a missing zone as UTC.
pub(crate) fn instant(iso: &str) -> Option<i64> {
    let field = |from: usize, to: usize| iso.get(from..to).and_then(|digits| digits.parse::<i64>().ok());
    let year = field(0, 4)?;
    let (month, day) = (field(5, 7).unwrap_or(1).clamp(1, 12), field(8, 10).unwrap_or(1).clamp(1, 31));
    let (hour, minute) = (field(11, 13).unwrap_or(0), field(14, 16).unwrap_or(0));
    Some((days(year, month, day) * 24 + hour) * 60 + minute - offset(iso.get(16..).unwrap_or("")))
}

/// Minutes by which a zone is ahead of UTC, of the end of an ISO time.
fn offset(end: &str) -> i64 {
    let Some(at) = end.rfind(['+', '-']) else { return 0 };
    let digits: String = end[at + 1..].chars().filter(char::is_ascii_digit).collect();
    let number =
        |from: usize, to: usize| digits.get(from..to).and_then(|it| it.parse::<i64>().ok()).unwrap_or(0);
    let minutes = number(0, 2) * 60 + number(2, 4);
    if end[at..].starts_with('-') { -minutes } else { minutes }
}

/// Days since 1970 in the Gregorian calendar (Hinnant, "chrono-compatible low-level date algorithms").
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_compare_across_zones() {
        let at = |iso: &str| instant(iso).unwrap();
        assert_eq!(at("1970-01-01"), 0);
        assert_eq!(at("2024-03-01"), 19_783 * 24 * 60);
        assert_eq!(at("2023-10-26T14:02:00-04:00"), at("2023-10-26T18:02:00Z"));
        assert_eq!(at("2023-10-26T14:02+0530"), at("2023-10-26T08:32"));
        assert!(at("2023") < at("2023-02") && at("2023-02") < at("2023-02-02T00:01:30.5+00:00"));
        assert_eq!((instant("soon"), instant(""), instant("é023-1")), (None, None, None));
    }
}
