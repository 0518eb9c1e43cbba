//! News agencies and the marks by which their copy is known.

use crate::tables;
use aho_corasick::{AhoCorasick, MatchKind};
use sayso_core::{Credit, Span};
use std::sync::LazyLock;

/// An agency: its name and how it signs.
struct Agency {
    name: &'static str,
    /// In parentheses in a dateline: `(AP)`.
    marks: Vec<&'static str>,
    /// In running text and bylines, longest first.
    names: Vec<&'static str>,
}

static AGENCIES: LazyLock<Vec<Agency>> = LazyLock::new(|| {
    let words = |cell: Option<&'static str>| {
        cell.unwrap_or("").split('|').filter(|word| !word.is_empty()).collect::<Vec<_>>()
    };
    let agency = |row: &'static str| {
        let mut cells = row.split('\t');
        Agency { name: cells.next().unwrap_or(""), marks: words(cells.next()), names: words(cells.next()) }
    };
    tables::entries(include_str!("../data/agencies.tsv")).map(agency).collect()
});

/// Bytes at the end of an article where notes on its making stand.
const TAIL: usize = 1_500;

/// The agency that signs `(mark)` in a dateline.
pub(crate) fn by_mark(mark: &str) -> Option<&'static str> {
    AGENCIES.iter().find(|agency| agency.marks.contains(&mark)).map(|agency| agency.name)
}

/// The agency that a byline or a publisher field names.
pub(crate) fn by_name(text: &str) -> Option<&'static str> {
    let named = |agency: &&Agency| agency.names.iter().any(|name| text.trim().eq_ignore_ascii_case(name));
    AGENCIES.iter().find(named).map(|agency| agency.name)
}

/// The first agency named anywhere in a short text, with its place.
pub(crate) fn named_in(text: &str) -> Option<(&'static str, Span)> {
    AGENCIES
        .iter()
        .filter_map(|agency| {
            let (at, name) = agency.names.iter().find_map(|name| word(text, name).map(|at| (at, name)))?;
            Some((agency.name, Span::new(at, at + name.len())))
        })
        .min_by_key(|(_, span)| span.start)
}

/// The agency that a byline names, by its mark or its name.
pub(crate) fn credited(byline: &str) -> Option<&'static str> {
    by_mark(byline.trim()).or_else(|| named_in(byline).map(|(agency, _)| agency))
}

/// What words in the notes at the end say of an agency that the same sentence names.
#[derive(Copy, Clone)]
enum Note {
    /// It stands before them, and helped.
    Before,
    /// It stands after them, and helped.
    After,
    /// It stands after them, and owns the copy.
    Owner,
    /// They are Reuters' own.
    Reuters,
}

/// Such words, in lower case.
static NOTES: LazyLock<Vec<(&str, Note)>> = LazyLock::new(|| {
    let note = |(words, note): (&'static str, &str)| {
        let note = match note {
            "before" => Note::Before,
            "after" => Note::After,
            "owner" => Note::Owner,
            _ => Note::Reuters,
        };
        (words, note)
    };
    tables::pairs(include_str!("../data/credit-notes.tsv")).map(note).collect()
});

/// How Reuters' own notes begin, in letters of either case.
const REUTERS_NOTES: &[&str] = &["(re", "(Re", "(rE", "(RE"];

/// What no note is without: an agency's name, or how Reuters begins. Every article's end is looked through, and without
/// letter case that goes many bytes at a time.
static GLANCE: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let names =
        AGENCIES.iter().flat_map(|agency| agency.names.iter().copied()).chain(REUTERS_NOTES.iter().copied());
    AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(names).ok()
});

/// All notes at once.
static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = NOTES.iter().map(|(words, _)| words);
    AhoCorasick::builder().ascii_case_insensitive(true).build(words).ok()
});

/// Credits that stand in the notes at the end: "The Associated Press contributed to this report", "(Reporting by …)",
/// "With files from Reuters", "Copyright 2021 The Associated Press", a last line that is an agency's name.
pub(crate) fn at_the_end(text: &str) -> Vec<Credit> {
    let from = text.ceil_char_boundary(text.len().saturating_sub(TAIL));
    let tail = &text[from..];
    let mut credits = Vec::new();
    let finder = FINDER.iter().filter(|_| GLANCE.as_ref().is_none_or(|glance| glance.is_match(tail)));
    for found in finder.flat_map(|finder| finder.find_iter(tail)) {
        let (start, end) = (found.start(), found.end());
        let before = || tail[..start].rfind(['.', '\n']).map_or(0, |stop| stop + 1)..start;
        let after = || end..tail[end..].find(['.', '\n']).map_or(tail.len(), |stop| end + stop);
        let (range, whole) = match NOTES[found.pattern().as_usize()].1 {
            Note::Before => (before(), false),
            Note::After => (after(), false),
            Note::Owner => (after(), true),
            Note::Reuters => {
                credits.push(credit("Reuters", from + start, end - start, true));
                continue;
            }
        };
        if let Some((agency, span)) = named_in(&tail[range.clone()]) {
            credits.push(credit(agency, from + range.start + span.start as usize, span.len(), whole));
        }
    }
    credits.extend(signed(tail, from));
    credits
}

/// The agency whose name is all of the last line.
fn signed(tail: &str, from: usize) -> Option<Credit> {
    let start = tail.trim_end().rfind('\n')? + 1;
    let line = &tail[start..];
    let bare = line.trim_matches(|letter: char| !letter.is_alphanumeric());
    let agency = (line.trim().len() < 40).then(|| by_mark(bare).or_else(|| by_name(bare)))??;
    Some(credit(agency, from + start + line.find(bare)?, bare.len(), true))
}

fn credit(agency: &str, start: usize, length: usize, whole: bool) -> Credit {
    Credit { agency: agency.to_owned(), span: Some(Span::new(start, start + length)), whole }
}

/// Where `name` stands as whole words.
fn word(text: &str, name: &str) -> Option<usize> {
    text.match_indices(name).map(|(at, _)| at).find(|&at| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Agencies, those of the whole article with a star.
    #[track_caller]
    fn check(end: &str, expect: &str) {
        let text = format!(
            "The weir stays, the council told The Associated Press. Reuters reported it first.\n\n{end}"
        );
        let credits = at_the_end(&text);
        let found: Vec<String> = credits
            .iter()
            .map(|credit| {
                let star = if credit.whole { "*" } else { "" };
                let words = credit.span.map_or("", |span| span.of(&text));
                format!("{}{star} {words:?}", credit.agency)
            })
            .collect();
        assert_eq!(found.join("; "), expect);
    }

    #[test]
    fn notes_at_the_end() {
        check("It will be mended in May.", "");
        check(
            "The Associated Press contributed to this report.",
            "Associated Press \"The Associated Press\"",
        );
        check("Associated Press writer Jon Ask contributed.", "Associated Press \"Associated Press\"");
        check("(Reporting by Mira Holt; editing by Jon Ask)", "Reuters* \"(Reporting by\"");
        check("With files from The Canadian Press", "Canadian Press \"The Canadian Press\"");
        check("Additional reporting by Reuters and AFP.", "Reuters \"Reuters\"");
        check("\u{2014} Reuters", "Reuters* \"Reuters\"");
        check("(AFP)", "Agence France-Presse* \"AFP\"");
        check(
            "Copyright 2021 The Associated Press. All rights reserved.",
            "Associated Press* \"The Associated Press\"",
        );
        check("Copyright 2021 The Lenn Daily. Nothing about Reuters.", "");
    }

    #[test]
    fn reuters_notes_in_any_letters_without_an_agency() {
        for begin in ["(Reporting by", "(reporting by", "(REPORTING BY", "(Reporting By"] {
            let credits = at_the_end(&format!("The weir stays.\n\n{begin} Mira Holt)"));
            assert_eq!(
                credits.iter().map(|credit| credit.agency.as_str()).collect::<Vec<_>>(),
                ["Reuters"],
                "{begin}"
            );
        }
    }

    #[test]
    fn bylines() {
        for (byline, expect) in [
            ("AP", Some("Associated Press")),
            ("By Mira Holt, The Associated Press", Some("Associated Press")),
            ("Reuters Staff", Some("Reuters")),
            ("Australian Associated Press", Some("Australian Associated Press")),
            ("Mira Holt", None),
            ("Ana Sanchez", None),
        ] {
            assert_eq!(credited(byline), expect, "{byline}");
        }
    }
}
