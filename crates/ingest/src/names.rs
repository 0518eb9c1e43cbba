//! Names of authors in the forms that bylines, catalogues, data frames and mail write them.

use crate::tables::word_list;
use crate::{dates, layout, wire};

word_list!(
    /// Words without a capital inside names of people.
    NAME_PARTICLES = "name-particles.txt"
);

/// Words of a text that is taken for a name although it does not look like one.
const LONGEST: usize = 8;
/// Lists inside lists.
const DEPTH: usize = 3;

/// The names in a byline or a field of authors.
pub(crate) fn read(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    collect(text, DEPTH, &mut names);
    let mut seen = Vec::new();
    names.retain(|name: &String| {
        let fresh = !name.is_empty() && !seen.contains(name);
        seen.push(name.clone());
        fresh
    });
    names
}

fn collect(text: &str, depth: usize, names: &mut Vec<String>) {
    let text = text.trim();
    if text.is_empty() || depth == 0 {
        return;
    }
    if let Some(pieces) = list(text) {
        pieces.iter().for_each(|piece| collect(piece, depth - 1, names));
    } else if text.contains([';', '\n']) {
        text.split([';', '\n']).for_each(|piece| collect(piece, depth - 1, names));
    } else if let Some(name) = mailbox(text) {
        collect(name, depth - 1, names);
    } else if let Some(name) = in_reading_order(text) {
        names.push(name);
    } else if is_slug(text) {
        names.push(unslugged(text));
    } else {
        names.extend(byline(text));
    }
}

/// The strings of a list as data frames print it: `['Jane Roe', 'Jon Ask']`.
fn list(text: &str) -> Option<Vec<String>> {
    let inner = text.strip_prefix('[').or_else(|| text.strip_prefix('{'))?;
    let inner = inner.strip_suffix(']').or_else(|| inner.strip_suffix('}'))?;
    let mut pieces = Vec::new();
    let mut rest = inner.trim();
    while let Some(first) = rest.chars().next() {
        let (piece, behind) = match first {
            '"' | '\'' => {
                let inside = &rest[1..];
                // A mark that closes stands before a comma or the end: names have apostrophes.
                let ends = inside.match_indices(first).map(|(at, _)| at);
                let end = ends.into_iter().find(|at| {
                    let behind = inside[at + 1..].trim_start();
                    behind.is_empty() || behind.starts_with(',')
                });
                let end = end.unwrap_or(inside.len());
                (&inside[..end], inside.get(end + 1..).unwrap_or(""))
            }
            _ => rest.split_once(',').map_or((rest, ""), |(piece, _)| (piece, &rest[piece.len()..])),
        };
        pieces.push(piece.to_owned());
        rest = behind.trim_start().trim_start_matches(',').trim_start();
    }
    Some(pieces)
}

/// The name in `jane@mill.example (Jane Roe)` and `Jane Roe <jane@mill.example>`.
fn mailbox(text: &str) -> Option<&str> {
    let is_address = |text: &str| text.contains('@') && !text.trim().contains(char::is_whitespace);
    let (before, behind) = text.split_once(['(', '<'])?;
    let inner = behind.trim_end().strip_suffix([')', '>'])?;
    if is_address(before) {
        Some(inner)
    } else if is_address(inner) && !before.trim().is_empty() {
        Some(before.trim().trim_matches('"'))
    } else {
        None
    }
}

/// "Roe, Jane" as "Jane Roe": a surname of one word, perhaps with particles, and given names.
fn in_reading_order(text: &str) -> Option<String> {
    let (surname, given) = text.split_once(',')?;
    let (surname, given) = (surname.trim(), given.trim());
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let main =
        surname.split_whitespace().filter(|word| !NAME_PARTICLES.contains(&word.to_lowercase().as_str()));
    let given_words = given.split_whitespace().count();
    let fits = main.clone().count() == 1
        && main.clone().all(capital)
        && (1..=3).contains(&given_words)
        && given.split_whitespace().all(|word| capital(word) && !layout::is_job(word))
        && !given.contains([',', '@'])
        && !text.contains(char::is_numeric)
        && wire::credited(given).is_none()
        && wire::by_mark(surname).is_none()
        && !layout::is_job(surname);
    fits.then(|| format!("{given} {surname}"))
}

/// Whether a name is the slug of one: small letters joined by hyphens.
pub(crate) fn is_slug(name: &str) -> bool {
    let words = || name.trim().split('-');
    (2..=4).contains(&words().count())
        && words().all(|word| !word.is_empty() && word.chars().all(char::is_lowercase))
}

fn unslugged(slug: &str) -> String {
    let mut name = String::with_capacity(slug.len());
    for word in slug.trim().split('-') {
        name.push_str(if name.is_empty() { "" } else { " " });
        let mut letters = word.chars();
        name.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        name.push_str(letters.as_str());
    }
    name
}

/// The names in a line with or without "By"; as it is where it is no list of names.
fn byline(text: &str) -> Vec<String> {
    let by = text.get(..3).filter(|by| by.eq_ignore_ascii_case("by "));
    let rest = by.map_or(text, |by| text[by.len()..].trim());
    let rest = without_date(rest);
    match layout::byline(&format!("By {rest}")) {
        _ if rest.is_empty() => Vec::new(),
        Some(names) => names,
        None if rest.split_whitespace().count() > LONGEST => Vec::new(),
        None => vec![rest.to_owned()],
    }
}

/// "Jane Roe - Apr 16, 2015" and "Jane Roe22 Jun 2024651" without what follows the name: a digit is no part of it.
fn without_date(text: &str) -> &str {
    let Some(digit) = text.find(|letter: char| letter.is_ascii_digit()) else { return text };
    let mut rest = text[..digit].trim_end();
    while let Some(word) = rest.rsplit(char::is_whitespace).next().filter(|word| !word.is_empty()) {
        let bare = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        let is_name = !bare.is_empty() && !dates::is_filler(bare) && !dates::is_month(&bare.to_lowercase());
        if is_name && rest.len() != word.len() {
            break;
        }
        rest = if is_name { "" } else { rest[..rest.len() - word.len()].trim_end() };
    }
    // A number is all there is, or stands inside the name ("Desk 3").
    if rest.is_empty() { text } else { rest.trim_end_matches([',', '|', '-', '\u{2013}', '\u{2014}', ' ']) }
}

/// The names in the pieces of text of a byline on a page: piece by piece, up to what is no name.
pub(crate) fn in_pieces(pieces: &[String]) -> Vec<String> {
    let mut joined = String::new();
    for piece in pieces {
        let piece = piece.trim();
        let lower = piece.to_lowercase();
        if piece.starts_with(|letter: char| letter.is_ascii_digit()) || dates::read(piece).is_some() {
            if joined.is_empty() {
                continue;
            }
            break;
        }
        let piece = if lower.starts_with("by ") { piece[3..].trim() } else { piece };
        if ["by", "and", "&", ",", "|", "with"].contains(&lower.trim_end_matches(':')) || piece.is_empty() {
            continue;
        }
        joined.push_str(if joined.is_empty() { "" } else { ", " });
        joined.push_str(piece);
    }
    layout::byline(&format!("By {}", without_date(&joined))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(read(text).join("|"), expect, "{text}");
    }

    #[test]
    fn forms_of_names() {
        check("By Mira Holt", "Mira Holt");
        check("Mira Holt and Jon Ask", "Mira Holt|Jon Ask");
        check("Holt, Mira", "Mira Holt");
        check("Holt, Mira; van der Ask, Jon P.", "Mira Holt|Jon P. van der Ask");
        check("['Mira Holt', \"Jon O'Ask\"]", "Mira Holt|Jon O'Ask");
        check("[Mira Holt, Jon Ask]", "Mira Holt|Jon Ask");
        check("mira@mill.example (Mira Holt)", "Mira Holt");
        check("Mira Holt <mira@mill.example>", "Mira Holt");
        check("mira-holt", "Mira Holt");
        check("Mira Holt22 Jun 2024651", "Mira Holt");
        check("Mira Holt - Apr 16, 2015", "Mira Holt");
        check("Mira Holt, Tuesday 4 June 2024", "Mira Holt");
        check("Mira Holt, Reuters", "Mira Holt");
        check("Mira Holt, Jon Ask", "Mira Holt|Jon Ask");
        check("Newsroom", "Newsroom");
        check("", "");
    }

    #[test]
    fn pieces_of_a_byline() {
        let check = |pieces: &[&str], expect: &str| {
            let pieces: Vec<String> = pieces.iter().map(|&piece| piece.to_owned()).collect();
            assert_eq!(in_pieces(&pieces).join("|"), expect, "{pieces:?}");
        };
        check(&["By Mira Holt", "22 Jun 2024", "651"], "Mira Holt");
        check(&["By", "Mira Holt", "and", "Jon Ask", "Harbour Correspondent"], "Mira Holt|Jon Ask");
        check(&["Published", "4 June 2024", "by", "Mira Holt"], "");
        check(&["4 June 2024", "By Mira Holt, Reporter"], "Mira Holt");
    }
}
