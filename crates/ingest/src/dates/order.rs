//! Which of two numbers in `03/04/2024` is the day.

use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Which number of a date with slashes is the day.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateOrder {
    /// What other dates of the same file prove (`13/04/2024`), else as [`DateOrder::MonthFirst`].
    #[default]
    Guess,
    /// As American papers write it.
    MonthFirst,
    /// As most others do.
    DayFirst,
}

/// Bytes of a file that are looked through.
const LONGEST: u64 = 256 << 20;
/// Bytes looked through at once.
const CHUNK: usize = 1 << 20;
/// Bytes of the longest date with what stands around it.
const OVERLAP: usize = 16;

impl DateOrder {
    /// The order in a file, from its first bytes, and from the rest of it where those have such dates and none that
    /// proves anything.
    /// Also says whether there are such dates and nothing proves their order.
    pub(crate) fn in_input(self, head: &[u8], file: Option<&Path>) -> (Self, bool) {
        if self != Self::Guess {
            return (self, false);
        }
        let mut evidence = Evidence::default();
        evidence.look_through(head);
        if let (true, None, Some(file)) = (evidence.ambiguous, evidence.proven(), file) {
            // A file that cannot be read is reported where it is read.
            let _ = evidence.look_through_file(file);
        }
        match evidence.proven() {
            Some(order) => (order, false),
            None => (Self::Guess, evidence.ambiguous),
        }
    }
}

#[derive(Default)]
struct Evidence {
    ambiguous: bool,
    day_first: bool,
    month_first: bool,
}

impl Evidence {
    fn proven(&self) -> Option<DateOrder> {
        match (self.day_first, self.month_first) {
            (true, false) => Some(DateOrder::DayFirst),
            (false, true) => Some(DateOrder::MonthFirst),
            _ => None,
        }
    }

    /// Looks at every `d/d/dddd` that stands where a value begins: dates in running text prove nothing about a column.
    fn look_through(&mut self, bytes: &[u8]) {
        for at in memchr::memchr_iter(b'/', bytes) {
            let number = |from: usize| {
                let digits = bytes[from..].iter().take(3).take_while(|byte| byte.is_ascii_digit()).count();
                let number =
                    bytes[from..from + digits].iter().fold(0, |all, byte| all * 10 + u32::from(byte - b'0'));
                ((1..=2).contains(&digits)).then_some((number, from + digits))
            };
            let start =
                at - bytes[..at].iter().rev().take(3).take_while(|byte| byte.is_ascii_digit()).count();
            let begins = start.checked_sub(1).is_none_or(|before| b"\",;\t\n\r>|".contains(&bytes[before]));
            let Some((first, end)) = number(start).filter(|&(_, end)| end == at && begins) else { continue };
            let Some((second, end)) = number(end + 1).filter(|&(_, end)| bytes.get(end) == Some(&b'/'))
            else {
                continue;
            };
            let year = bytes[end + 1..].iter().take(5).take_while(|byte| byte.is_ascii_digit()).count();
            if year != 4 && year != 2 {
                continue;
            }
            match (first > 12, second > 12) {
                (true, false) => self.day_first = true,
                (false, true) => self.month_first = true,
                (false, false) => self.ambiguous = true,
                (true, true) => {}
            }
        }
    }

    fn look_through_file(&mut self, path: &Path) -> std::io::Result<()> {
        let mut file = File::open(path)?.take(LONGEST);
        let mut buffer = Vec::with_capacity(CHUNK + OVERLAP);
        while file.by_ref().take(CHUNK as u64).read_to_end(&mut buffer)? > 0 && self.proven().is_none() {
            self.look_through(&buffer);
            let keep = buffer.len().saturating_sub(OVERLAP);
            buffer.drain(..keep);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_date_proves_it_for_all() {
        let check = |text: &str, expect: DateOrder| {
            assert_eq!(DateOrder::Guess.in_input(text.as_bytes(), None).0, expect, "{text}");
        };
        check("date,text\n03/04/2024,a\n13/04/2024,b\n", DateOrder::DayFirst);
        check("date,text\n03/04/2024,a\n04/13/2024,b\n", DateOrder::MonthFirst);
        check("date,text\n03/04/2024,a\n", DateOrder::Guess);
        check("date,text\n03/04/2024,on 13/04/2024 he said\n", DateOrder::Guess);
        check("{\"date\":\"3/4/24\"}\n{\"date\":\"31/3/24\"}", DateOrder::DayFirst);
        assert_eq!(DateOrder::MonthFirst.in_input(b",13/04/2024,", None), (DateOrder::MonthFirst, false));
        assert!(DateOrder::Guess.in_input(b"date\n03/04/2024", None).1);
    }
}
