use std::fmt;

/// The stages of a run, in order.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// Bytes to articles.
    Ingest,
    /// Articles to paragraphs, sentences, tokens.
    Tokenize,
    /// Tokens to mentions.
    Recognize,
    /// Mentions to attributions.
    Attribute,
    /// Everything to pages and exports.
    Report,
}

/// One row a stage: its value, its name on the command line, its number in a file (never reused).
const ROWS: &[(Stage, &str, u8)] = &[
    (Stage::Ingest, "ingest", 1),
    (Stage::Tokenize, "tokenize", 2),
    (Stage::Recognize, "recognize", 3),
    (Stage::Attribute, "attribute", 4),
    (Stage::Report, "report", 5),
];

impl Stage {
    /// Every stage, in order.
    pub const ALL: &'static [Self] =
        &[Self::Ingest, Self::Tokenize, Self::Recognize, Self::Attribute, Self::Report];

    /// The name on the command line and in messages.
    pub fn name(self) -> &'static str {
        ROWS[self as usize].1
    }

    /// The stage of that name.
    pub fn parse(name: &str) -> Option<Self> {
        ROWS.iter().find(|row| row.1 == name).map(|row| row.0)
    }

    /// The number in a header.
    pub(crate) fn number(self) -> u8 {
        ROWS[self as usize].2
    }

    /// The stage of that number.
    pub(crate) fn from_number(number: u8) -> Option<Self> {
        ROWS.iter().find(|row| row.2 == number).map(|row| row.0)
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_lead_back() {
        for (index, &stage) in Stage::ALL.iter().enumerate() {
            assert_eq!(stage as usize, index, "ROWS is indexed by the stage");
            assert_eq!(ROWS[index].0, stage);
            assert_eq!(Stage::parse(stage.name()), Some(stage));
            assert_eq!(Stage::from_number(stage.number()), Some(stage));
        }
        assert_eq!(Stage::from_number(0), None);
    }
}
