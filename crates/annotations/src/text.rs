//! A text in code points, and whether words stand where they are said to stand.

use crate::Span;
use crate::error::Kind;

/// Longest stretch of a text in a message, in code points.
const SHOWN: usize = 60;

pub(crate) struct Text {
    points: Vec<char>,
}

impl Text {
    pub(crate) fn new(text: &str) -> Self {
        Self { points: text.chars().collect() }
    }

    pub(crate) fn length(&self) -> u32 {
        self.points.len() as u32
    }

    /// The words of a span.
    pub(crate) fn words(&self, [start, end]: Span) -> Result<String, Kind> {
        let words = self.points.get(start as usize..end as usize);
        words.map(|word| word.iter().collect()).ok_or(Kind::Outside(start, end, self.length()))
    }
}

/// Whether these words stand in a span; some tools write line breaks as blanks.
pub(crate) fn check([start, end]: Span, there: &str, said: &str) -> Result<(), Kind> {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (there, said) = (plain(there), plain(said));
    if there == said { Ok(()) } else { Err(Kind::Words(start, end, shown(&there), shown(&said))) }
}

fn shown(words: &str) -> String {
    match words.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words.to_owned(),
    }
}
