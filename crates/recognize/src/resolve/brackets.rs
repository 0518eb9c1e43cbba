//! Acronyms that the article introduces: "Organization for Z (OZ)".

use super::{Decision, Resolver};
use crate::chunk::Hypothesis;
use crate::shape::Shape;
use crate::words;
use sayso_core::{EntityKind, MentionForm, TokenKind};

/// Letters of the longest acronym.
const MOST_LETTERS: usize = 8;

impl Resolver<'_, '_> {
    /// "Organization for Z (OZ)", "OZ (Organization for Z)".
    pub(super) fn brackets(&mut self) {
        for at in 1..self.chunks.len() {
            let (one, two) = (self.chunks[at - 1], self.chunks[at]);
            let bracketed = two.first == one.end + 1
                && self.tagged.words[one.end].kind == TokenKind::OpenBracket
                && self.tagged.words.get(two.end).is_some_and(|word| word.kind == TokenKind::CloseBracket);
            if !bracketed {
                continue;
            }
            let behind = is_acronym(self.text(&two)) || contracts(self.text(&one), self.text(&two));
            let (long, short) = if behind { (at - 1, at) } else { (at, at - 1) };
            self.introduce(long, short);
        }
    }

    /// "German Weather Service (DWD)": an organisation's bracket may abbreviate its name in another language.
    pub(super) fn translated(&self, long: usize, short: usize) -> bool {
        let organization = matches!(self.chunks[long].hypothesis, Hypothesis::Organization(_));
        let acronym = self.tagged.words[self.chunks[short].first].shape == Shape::Upper;
        organization && long < short && acronym && matches!(self.chunks[short].hypothesis, Hypothesis::Open)
    }

    pub(super) fn introduce(&mut self, long: usize, short: usize) {
        let (full, acronym) = (self.text(&self.chunks[long]), self.text(&self.chunks[short]));
        let short_form = if is_acronym(acronym) {
            spells(full, acronym) || self.translated(long, short)
        } else {
            long < short
                && matches!(self.chunks[long].hypothesis, Hypothesis::Organization(_))
                && contracts(full, acronym)
        };
        if self.chunks[long].end < self.chunks[long].first + 2 || !short_form {
            return;
        }
        if self.decided[long].is_none() {
            let chunk = self.chunks[long];
            self.decided[long] = self.named(&chunk, EntityKind::Organization, 0.75);
        }
        if let Some(entity) = self.decided[long].as_ref().map(|decision| decision.entity) {
            if self.entity_table.entities[entity].kind == EntityKind::Person {
                return;
            }
            self.entity_table.alias(acronym, entity);
        }
    }

    /// "liquid natural gas (LNG)": acronyms of common words are no names.
    pub(super) fn terms(&mut self) {
        for at in 0..self.chunks.len() {
            let chunk = self.chunks[at];
            let bracketed = chunk.hypothesis == Hypothesis::Open
                && chunk.end == chunk.first + 1
                && chunk.first > 1
                && self.tagged.words[chunk.first - 1].kind == TokenKind::OpenBracket;
            let text = self.text(&chunk);
            if bracketed
                && is_acronym(text)
                && self.entity_table.by_alias(text).is_none()
                && self.abbreviates(text, chunk.first - 1)
            {
                self.entity_table.term(text);
            }
        }
    }

    /// Whether words before token `end`, some in small letters, begin with the letters of an acronym.
    fn abbreviates(&self, acronym: &str, end: usize) -> bool {
        let (mut at, mut small) = (end, false);
        for letter in acronym.chars().rev().filter(|c| c.is_alphabetic()) {
            let first = end.saturating_sub(2 * MOST_LETTERS);
            let found = (first..at).rev().take(2).find(|at| {
                let mut own = self.tagged.of(*at).chars().flat_map(char::to_lowercase);
                own.next() == letter.to_lowercase().next()
            });
            match found {
                Some(found) => {
                    at = found;
                    small |= self.tagged.words[found].shape == Shape::Lower;
                }
                None => return false,
            }
        }
        small
    }

    /// Every place where an acronym stands that the article introduces.
    pub(super) fn introduced(&mut self) {
        for at in 0..self.chunks.len() {
            let text = self.text(&self.chunks[at]);
            let short = |entity: &usize| {
                is_acronym(text) || contracts(&self.entity_table.entities[*entity].name, text)
            };
            if let Some(entity) = self.entity_table.by_alias(text).filter(short) {
                self.decided[at] = Decision::new(entity, MentionForm::Acronym, 0.95);
            }
        }
    }
}

/// "NATO", "U.S.", "MpS".
pub(super) fn is_acronym(text: &str) -> bool {
    let (mut upper, mut other) = (0, 0);
    for c in text.chars() {
        if c.is_uppercase() {
            upper += 1;
        } else if c.is_lowercase() {
            other += 1;
        } else if c.is_whitespace() {
            return false;
        }
    }
    (2..=8).contains(&upper) && other <= upper
}

/// Whether an acronym's letters are the initials of some of a name's words, in order.
fn spells(full: &str, acronym: &str) -> bool {
    let mut letters = acronym.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).peekable();
    let mut first = true;
    for word in full.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let initial = word.chars().next().into_iter().flat_map(char::to_lowercase).next();
        if initial == letters.peek().copied() {
            letters.next();
        } else if first && !words::THE.contains(word) {
            return false;
        }
        first = false;
    }
    letters.peek().is_none()
}

/// Whether a word is made of beginnings of a name's words, in order: "Phivolcs" for "Philippine Institute of Volcanology
/// and Seismology".
fn contracts(full: &str, short: &str) -> bool {
    let fold = |text: &str| text.chars().flat_map(char::to_lowercase).collect::<Vec<char>>();
    let short = fold(short);
    if short.len() < 4 || short.iter().any(|c| !c.is_alphabetic()) {
        return false;
    }
    // For each number of letters, whether one word spells them, and whether more do.
    let mut spelled = vec![[false; 2]; short.len() + 1];
    for (at, word) in full.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).enumerate() {
        let word = fold(word);
        let same = |from: usize| word.iter().zip(&short[from..]).take_while(|(a, b)| a == b).count();
        for from in (1..short.len()).rev() {
            if spelled[from] == [false; 2] {
                continue;
            }
            spelled[from + 1..=from + same(from)].iter_mut().for_each(|found| found[1] = true);
        }
        // Only the name's first word can be the first.
        if at == 0 {
            spelled[1..=same(0)].iter_mut().for_each(|found| found[0] = true);
        }
    }
    spelled[short.len()][1]
}

#[cfg(test)]
mod tests {
    use super::contracts;

    #[test]
    fn contractions_are_of_beginnings() {
        for (full, short, expect) in [
            ("Philippine Institute of Volcanology and Seismology", "Phivolcs", true),
            ("International Criminal Police Organization", "Interpol", true),
            ("Commission on Elections", "Comelec", true),
            ("Commission on Elections", "Election", false),
            ("Dublin Fire Department", "Dublin", false),
            ("Port of Tacoma", "Tacoma", false),
            ("Port of Tacoma", "Roe", false),
        ] {
            assert_eq!(contracts(full, short), expect, "{short}");
        }
    }
}
