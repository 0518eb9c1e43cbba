//! Points in time that can be compared, whatever their zones.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// Minutes since 1970 of an ISO 8601 date, with or without time and zone; what is not given counts as its beginning,
/// a missing zone as UTC.
pub(crate) fn instant(iso: &str) -> Option<i64> {
    let zoned = || iso.parse::<Timestamp>().ok();
    let local = || Some(iso.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp());
    let timestamp = zoned().or_else(local).or_else(|| month_or_year(iso))?;
    Some(timestamp.as_second().div_euclid(60))
}

fn month_or_year(iso: &str) -> Option<Timestamp> {
    let (year, month) = iso.split_once('-').unwrap_or((iso, "1"));
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()?;
    Some(date.to_zoned(TimeZone::UTC).ok()?.timestamp())
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
