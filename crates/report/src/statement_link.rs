//! Where statements are shown.

use crate::article::push_file;
use crate::text::push_number;
use sayso_corpus::Statement;

/// The address of a statement.
pub(crate) trait StatementLink {
    /// Address of the place in the article, from the site's root.
    fn href(&self) -> String;
}

impl StatementLink for Statement<'_> {
    fn href(&self) -> String {
        let mut out = String::with_capacity(self.stem.len() + 40);
        out.push_str("articles/");
        push_file(&mut out, &self.stem, self.page);
        out.push_str("#a");
        push_number(&mut out, self.number);
        out
    }
}
