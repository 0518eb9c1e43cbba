//! Counts in words.

use crate::text::{DIGITS, number, plural, push_grouped};
use sayso_corpus::Counted;

/// How counts read on a page.
pub(crate) trait CountText {
    /// "12", with groups of three.
    fn number(&self) -> String;
    /// Whether it is one.
    fn is_one(&self) -> bool;
    /// "1 article", "12 articles".
    fn many(&self, one: &str, many: &str) -> String;
    /// "9–11"; empty where nothing was found, or everything is certain.
    fn range(&self) -> String;
}

impl CountText for Counted {
    fn number(&self) -> String {
        number(self.found.into())
    }

    fn is_one(&self) -> bool {
        self.found == 1
    }

    fn many(&self, one: &str, many: &str) -> String {
        plural(self.found.into(), one, many)
    }

    fn range(&self) -> String {
        if self.low == self.found {
            return String::new();
        }
        let mut out = String::with_capacity(DIGITS);
        push_grouped(&mut out, self.low.into());
        if self.high != self.low {
            out.push('–');
            push_grouped(&mut out, self.high.into());
        }
        out
    }
}
