//! What stands around a name: titles, ages, appositions, speech verbs, prepositions of place.

use crate::gazetteer_hits::Lists;
use crate::key::{self, Key};
use crate::lexicon::{LONGEST_TITLE, Title, TitleClass, bit, lexicon};
use crate::shape::Shape;
use crate::tagged_text::{TaggedText, Word};
use crate::words;
use sayso_core::{Gender, Span, TokenKind};
use std::sync::LazyLock;

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

/// Whether a title is one of several people.
pub(crate) fn is_plural(title: &str) -> bool {
    let last = title.rsplit(char::is_whitespace).next().unwrap_or_default().trim_end_matches('.');
    words::PLURAL_TITLES.contains_ignoring_case(last)
}

/// The longest title that begins at a capitalised token.
pub(crate) fn title_at(tagged: &TaggedText<'_>, at: usize, line_end: usize) -> Option<TitleFound> {
    if !tagged.words[at].is(bit::TITLE) {
        return None;
    }
    longest_title(tagged, at, line_end)
}

/// The longest title whose first word is a token.
fn longest_title(tagged: &TaggedText<'_>, at: usize, end: usize) -> Option<TitleFound> {
    let mut found = None;
    let mut phrase = Key::default();
    for at in at..end {
        phrase = phrase.then(tagged.words[at].key);
        let Some(step) = lexicon().titles(phrase) else { break };
        found = step.title.map(|title| TitleFound { end: at + 1, title }).or(found);
        if !step.goes_on || at + 1 >= end || !tagged.joined(at + 1) {
            break;
        }
    }
    found
}

/// The title in small letters (or mixed) that ends right before a token: "spokesperson", "foreign minister".
pub(crate) fn title_before(tagged: &TaggedText<'_>, at: usize, line_first: usize) -> Option<Span> {
    let small = |at: usize| tagged.words[at].shape == Shape::Lower;
    if at == line_first || !tagged.joined(at) || !small(at - 1) {
        return None;
    }
    if !lexicon().facts(tagged.words[at - 1].key).is(bit::TITLE_END) {
        return None;
    }
    let mut first = at - 1;
    while first > line_first && at - first < LONGEST_TITLE && tagged.joined(first) && small(first - 1) {
        first -= 1;
    }
    (first..at).find(|first| ends_at(tagged, *first, at)).map(|first| tagged.span(first, at))
}

/// Whether the tokens are a title other than "Mr." and the like.
fn ends_at(tagged: &TaggedText<'_>, first: usize, end: usize) -> bool {
    let mut phrase = Key::default();
    for at in first..end {
        phrase = phrase.then(tagged.words[at].key);
        match lexicon().titles(phrase) {
            Some(step) if at + 1 == end => {
                return step.title.is_some_and(|title| title.class != TitleClass::Honorific);
            }
            Some(step) if step.goes_on => {}
            _ => break,
        }
    }
    false
}

/// Words after which a name is a person: speech, "who", ages.
static PERSON_AFTER: LazyLock<Vec<Key>> = LazyLock::new(|| key::of_each(&words::DONE_BY_PEOPLE));

/// "2005 United Kingdom general election": where an event's name that begins at (or with the year before) a token ends.
pub(crate) fn event_end(
    tagged: &TaggedText<'_>,
    lists: &Lists,
    at: usize,
    line_first: usize,
    line_end: usize,
) -> Option<usize> {
    let year = at > line_first
        && tagged.joined(at)
        && tagged.words[at - 1].shape == Shape::Number
        && tagged.words[at - 1].span.len() == 4;
    if !year {
        return None;
    }
    let mut to = lists.longest_at(at).map_or(at + 1, |hit| lists.hits[hit].end);
    while to < line_end && to < at + 8 && tagged.joined(to) {
        if words::BALLOTS.contains(tagged.of(to)) {
            return Some(to + 1);
        }
        if tagged.words[to].kind != TokenKind::Word {
            break;
        }
        to += 1;
    }
    None
}

/// Whether what follows a name wants a person.
pub(crate) fn person_after(tagged: &TaggedText<'_>, end: usize, line_end: usize) -> bool {
    let Some(next) = tagged.words[..line_end].get(end) else { return false };
    if next.shape == Shape::Lower {
        return PERSON_AFTER.contains(&next.key);
    }
    matches!(tagged.of(end), "," | "(") && in_party(tagged, end + 1, line_end)
        || tagged.of(end) == ","
            && (is_age(tagged, end + 1, line_end) || apposition(tagged, end + 1, line_end))
}

/// "D-Ore.", "R-WY": party and state of whoever is named before.
pub(crate) fn in_party(tagged: &TaggedText<'_>, at: usize, line_end: usize) -> bool {
    at < line_end && is_party(tagged.of(at))
}

/// "D-N.C.", "R-Ariz.": a member's party and state.
pub(crate) fn is_party(text: &str) -> bool {
    matches!(text.as_bytes(), [b'D' | b'R' | b'I', b'-', b'A'..=b'Z', ..])
}

/// Verbs and nouns that go with people far more often than with companies, products and places.
static DEEDS: LazyLock<Vec<Key>> = LazyLock::new(|| key::of_each(&words::DEEDS));

/// Whether what follows a name is often said of people.
pub(crate) fn deed_after(tagged: &TaggedText<'_>, end: usize, line_end: usize) -> bool {
    let Some(next) = tagged.words[..line_end].get(end) else { return false };
    let text = tagged.of(end);
    match next.shape {
        Shape::Clitic => words::POSSESSIVES.contains(text),
        Shape::Lower => words::PAST_ENDINGS.ends(text, 3) || DEEDS.contains(&next.key),
        _ => false,
    }
}

/// "41," after a name.
fn is_age(tagged: &TaggedText<'_>, at: usize, line_end: usize) -> bool {
    at + 1 < line_end
        && tagged.words[at].shape == Shape::Number
        && tagged.of(at).parse::<u32>().is_ok_and(|age| (1..=115).contains(&age))
        && matches!(tagged.of(at + 1), "," | "." | ";" | ")")
}

/// "a spokeswoman for …", "the group's director", "who …" after a comma.
fn apposition(tagged: &TaggedText<'_>, at: usize, line_end: usize) -> bool {
    if at >= line_end {
        return false;
    }
    if words::PERSONAL_RELATIVES.contains(tagged.of(at)) {
        return true;
    }
    if !words::APPOSITION_DETERMINERS.contains(tagged.of(at)) {
        return is_role(&tagged.words[at]);
    }
    tagged.words[at + 1..line_end]
        .iter()
        .take(5)
        .take_while(|word| word.shape == Shape::Lower || word.capital() || word.shape == Shape::Clitic)
        .any(|word| word.shape == Shape::Lower && is_role(word))
}

fn is_role(word: &Word) -> bool {
    word.is(bit::ROLE) || lexicon().title(word.key).is_some_and(|title| title.class == TitleClass::Office)
}

/// What one does "to" a place.
static GOING: LazyLock<Vec<Key>> = LazyLock::new(|| key::of_each(&words::GOING));

/// Whether the word before a name wants a place.
pub(crate) fn place_before(tagged: &TaggedText<'_>, first: usize, line_first: usize) -> bool {
    let written = |before: usize| tagged.words[before].shape;
    if first == line_first || !matches!(written(first - 1), Shape::Lower | Shape::Title) {
        return false;
    }
    if first >= line_first + 2 && words::OF.contains(tagged.of(first - 1)) {
        return words::PLACE_NOUNS.contains(tagged.of(first - 2));
    }
    let before = if words::BEFORE_NEAR_PLACES.contains(tagged.of(first - 1)) && first >= line_first + 2 {
        first - 2
    } else {
        first - 1
    };
    if words::PLACE_ADJECTIVES.contains(tagged.of(before)) {
        return true;
    }
    if words::TO.contains(tagged.of(before)) && before > line_first {
        return written(before - 1) == Shape::Lower && GOING.contains(&tagged.words[before - 1].key);
    }
    words::PLACE_PREPOSITIONS.contains(tagged.of(before))
}

/// The gender that a given name tells.
pub(crate) fn given_gender(word: &Word) -> Option<Gender> {
    match word.facts.bits & bit::GIVEN {
        bit::GIVEN_FEMALE => Some(Gender::Female),
        bit::GIVEN_MALE => Some(Gender::Male),
        _ => None,
    }
}
