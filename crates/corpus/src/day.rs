//! Dates as people read them.

use sayso_core::Dated;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Year, month and day packed as `yyyymmdd`, so that order is the calendar's; 0 where the date is unknown.
#[derive(
    Copy, Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
pub struct Day(pub u32);

impl Day {
    /// The day of a date that the input gave.
    pub fn from_date(date: Option<&Dated>) -> Self {
        date.filter(|date| date.understood).and_then(|date| parse(&date.value)).unwrap_or_default()
    }

    /// Whether it is known.
    pub fn known(self) -> bool {
        self.0 != 0
    }

    /// `2023-10-26`, for `<time>`; empty where unknown.
    pub fn iso(self) -> String {
        if self.known() {
            format!("{:04}-{:02}-{:02}", self.0 / 10_000, self.0 / 100 % 100, self.0 % 100)
        } else {
            String::new()
        }
    }

    /// `26 October 2023`; "undated" where unknown.
    pub fn long(self) -> String {
        let month = MONTHS.get((self.0 / 100 % 100).wrapping_sub(1) as usize);
        match (month, self.0 % 100) {
            (Some(month), 0) => format!("{month} {}", self.0 / 10_000),
            (Some(month), day) => format!("{day} {month} {}", self.0 / 10_000),
            (None, _) if self.known() => (self.0 / 10_000).to_string(),
            _ => "undated".to_owned(),
        }
    }

    /// The month as `yyyymm`.
    pub fn month(self) -> u32 {
        self.0 / 100
    }
}

/// "26 October 2023" or "1 September 2019 to 30 March 2020"; `None` without any date.
pub fn period(first: Day, last: Day) -> Option<String> {
    match (first.known(), first == last) {
        (false, _) => None,
        (true, true) => Some(first.long()),
        (true, false) => Some(format!("{} to {}", first.long(), last.long())),
    }
}

/// "October 2023" for `202310`.
pub fn month_name(month: u32) -> String {
    Day(month * 100).long()
}

fn parse(iso: &str) -> Option<Day> {
    let mut fields = iso.get(..10).unwrap_or(iso).splitn(3, '-').map(|field| field.parse::<u32>().ok());
    let year = fields.next()??;
    let month = fields.next().flatten().unwrap_or(0);
    let day = fields.next().flatten().unwrap_or(0);
    let fits = (1..=9999).contains(&year) && month <= 12 && day <= 31;
    fits.then_some(Day(year * 10_000 + month * 100 + day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_well() {
        let day = |value: &str| Day::from_date(Some(&Dated { value: value.to_owned(), understood: true }));
        assert_eq!(day("2023-10-26T14:02:00-04:00").long(), "26 October 2023");
        assert_eq!(day("2023-10-26").iso(), "2023-10-26");
        assert_eq!(day("2023-10").long(), "October 2023");
        assert_eq!(day("2023").long(), "2023");
        assert_eq!(day("é").long(), "undated");
        assert_eq!(day("9999-99-99").long(), "undated");
        assert_eq!(Day::from_date(None).iso(), "");
        assert_eq!(
            period(day("2020-01-02"), day("2020-02-01")).as_deref(),
            Some("2 January 2020 to 1 February 2020")
        );
        assert_eq!(month_name(202_310), "October 2023");
    }
}
