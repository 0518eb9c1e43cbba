//! What stands around a name: titles, ages, appositions, speech verbs, prepositions of place.

use crate::lexicon::{LONGEST_TITLE, Title, TitleClass, bit, lexicon};
use crate::listed::Lists;
use crate::page::{Page, Shape, Word, lower_into};
use sayso_document::{Gender, Span, TokenKind};

/// A title in the text.
#[derive(Copy, Clone, Debug)]
pub(crate) struct TitleFound {
    /// One past its last token.
    pub(crate) end: usize,
    pub(crate) title: Title,
}

impl TitleFound {
    pub(crate) fn honorific(&self) -> bool {
        self.title.class != TitleClass::Office
    }
}

/// The longest title that begins at a capitalised token.
pub(crate) fn title_at(page: &Page<'_>, at: usize, line_end: usize) -> Option<TitleFound> {
    if !page.words[at].is(bit::TITLE) {
        return None;
    }
    let mut phrase = page.lower(at);
    let mut word = String::new();
    let mut found = None;
    for end in at + 1..=(at + LONGEST_TITLE).min(line_end) {
        if let Some(title) = lexicon().title(&phrase) {
            found = Some(TitleFound { end, title });
        }
        if end >= line_end || !page.joined(end) {
            break;
        }
        lower_into(page.of(end), &mut word);
        if page.words[end].shape == Shape::Clitic {
            phrase.push_str(&word);
        } else {
            phrase.push(' ');
            phrase.push_str(word.trim_end_matches('.'));
        }
    }
    found
}

/// The title in small letters (or mixed) that ends right before a token: "spokesperson", "foreign minister".
pub(crate) fn title_before(page: &Page<'_>, at: usize, line_first: usize) -> Option<Span> {
    if at == line_first || !page.joined(at) || page.words[at - 1].shape != Shape::Lower {
        return None;
    }
    let mut phrase = String::new();
    let mut word = String::new();
    let mut found = None;
    for first in (line_first.max(at.saturating_sub(LONGEST_TITLE))..at).rev() {
        let small = page.words[first].shape == Shape::Lower || page.of(first) == "-";
        if !small || first + 1 < at && !page.joined(first + 1) {
            break;
        }
        lower_into(page.of(first), &mut word);
        if !phrase.is_empty() {
            word.push(' ');
        }
        phrase.insert_str(0, &word);
        if lexicon().title(&phrase).is_some_and(|title| title.class != TitleClass::Honorific) {
            found = Some(page.span(first, at));
        }
    }
    found
}

/// Words after which a name is a person: speech, "who", ages.
const PERSON_AFTER: &[&str] = &[
    "said",
    "says",
    "told",
    "asked",
    "added",
    "wrote",
    "tweeted",
    "testified",
    "recalled",
    "replied",
    "argued",
    "who",
    "whose",
    "insisted",
    "joked",
    "explained",
    "noted",
    "resigned",
    "smiled",
    "laughed",
    "thinks",
    "believes",
];

/// "2005 United Kingdom general election": where an event's name that begins at (or with the year before) a token ends.
pub(crate) fn event_end(
    page: &Page<'_>,
    lists: &Lists,
    at: usize,
    line_first: usize,
    line_end: usize,
) -> Option<usize> {
    let year = at > line_first
        && page.joined(at)
        && page.words[at - 1].shape == Shape::Number
        && page.words[at - 1].span.len() == 4;
    if !year {
        return None;
    }
    let mut to = lists.longest_at(at).map_or(at + 1, |hit| lists.hits[hit].end);
    while to < line_end && to < at + 8 && page.joined(to) {
        match page.of(to) {
            "election" | "elections" | "referendum" => return Some(to + 1),
            _ if page.words[to].kind == TokenKind::Word => to += 1,
            _ => break,
        }
    }
    None
}

/// Whether what follows a name wants a person.
pub(crate) fn person_after(page: &Page<'_>, end: usize, line_end: usize) -> bool {
    let Some(next) = page.words[..line_end].get(end) else { return false };
    if next.shape == Shape::Lower {
        return PERSON_AFTER.contains(&page.of(end));
    }
    page.of(end) == "," && (is_age(page, end + 1, line_end) || apposition(page, end + 1, line_end))
}

/// "41," after a name.
fn is_age(page: &Page<'_>, at: usize, line_end: usize) -> bool {
    at + 1 < line_end
        && page.words[at].shape == Shape::Number
        && page.of(at).parse::<u32>().is_ok_and(|age| (1..=115).contains(&age))
        && matches!(page.of(at + 1), "," | "." | ";" | ")")
}

/// "a spokeswoman for …", "the group's director", "who …" after a comma.
fn apposition(page: &Page<'_>, at: usize, line_end: usize) -> bool {
    if at >= line_end {
        return false;
    }
    match page.of(at) {
        "who" | "whose" => return true,
        "a" | "an" | "the" | "his" | "her" | "its" | "their" | "our" => {}
        word => return is_role(word),
    }
    page.words[at + 1..line_end]
        .iter()
        .take(5)
        .take_while(|word| word.shape == Shape::Lower || word.capital() || word.shape == Shape::Clitic)
        .any(|word| word.shape == Shape::Lower && is_role(word.span.of(page.text)))
}

fn is_role(word: &str) -> bool {
    lexicon().title(word).is_some_and(|title| title.class == TitleClass::Office)
}

/// Whether the word before a name wants a place.
pub(crate) fn place_before(page: &Page<'_>, first: usize, line_first: usize) -> bool {
    if first == line_first {
        return false;
    }
    if first >= line_first + 2 && page.of(first - 1) == "of" {
        return matches!(
            page.of(first - 2),
            "city"
                | "town"
                | "village"
                | "suburb"
                | "province"
                | "district"
                | "state"
                | "island"
                | "coast"
                | "outskirts"
        );
    }
    let before = if matches!(page.of(first - 1), "the" | "nearby" | "downtown") && first >= line_first + 2 {
        first - 2
    } else {
        first - 1
    };
    matches!(
        page.of(before),
        "in" | "In" | "near" | "Near" | "across" | "throughout" | "outside" | "downtown" | "inside"
    )
}

/// The gender that a given name tells.
pub(crate) fn given_gender(word: &Word) -> Option<Gender> {
    match word.facts.bits & bit::GIVEN {
        bit::GIVEN_FEMALE => Some(Gender::Female),
        bit::GIVEN_MALE => Some(Gender::Male),
        _ => None,
    }
}
