//! What the words around a proposed name say that it is, whatever the tagger takes it for: "Verdane, a firm that …", "Ostby is
//! a town", "Ann Roe of Ostby", towns in brackets behind people.

use super::Proposal;
use crate::context;
use crate::key::{self, Key};
use crate::lexicon::bit;
use crate::shape::Shape;
use crate::tagged_text::{Setting, TaggedText};
use crate::words;
use sayso_core::{EntityKind, TokenKind};
use sayso_lexicon::{Language, Table};
use sayso_model::NameClass;
use std::sync::LazyLock;

/// What speaks for the class of a name.
#[derive(Copy, Clone, Debug, PartialEq)]
pub(super) enum Evidence {
    /// The text says what it is.
    Told(NameClass),
    /// It stands where such names do.
    Likely(NameClass),
}

/// Nouns right before a name that say what it is.
static BEFORE: LazyLock<Vec<(Key, NameClass)>> = LazyLock::new(|| {
    let class = |kind| match EntityKind::parse(kind)? {
        EntityKind::Other => Some(NameClass::Other),
        kind if kind.is_organization() => Some(NameClass::Organization),
        kind if kind.is_place() => Some(NameClass::Place),
        _ => None,
    };
    let rows = Language::English.columns(Table::NamingNouns);
    rows.filter_map(|[noun, kind]| Some((key::of_lower(noun), class(kind)?))).collect()
});

/// Nouns of a definition, with what they make of the name that is defined.
static DEFINING: LazyLock<Vec<(Key, NameClass)>> = LazyLock::new(|| {
    let nouns = [
        (&words::FIRMS, NameClass::Organization),
        (&words::SETTLEMENTS, NameClass::Place),
        (&words::LANGUAGES, NameClass::Other),
    ];
    nouns
        .into_iter()
        .flat_map(|(set, class)| set.iter().map(move |noun| (key::of_lower(noun), class)))
        .collect()
});

/// Words of a definition up to its noun: "a small fishing town".
const LONGEST_DEFINITION: usize = 5;

/// What is said of the name at a place among those of an article.
pub(super) fn evidence(tagged: &TaggedText<'_>, proposals: &[Proposal], at: usize) -> Option<Evidence> {
    let proposal = &proposals[at];
    let line = tagged.line_of(proposal.first);
    if let Some(class) =
        noun_before(tagged, proposal, line.first).or_else(|| defined(tagged, proposal, line.end))
    {
        return Some(Evidence::Told(class));
    }
    if tagged
        .words
        .get(proposal.end)
        .is_some_and(|word| words::CAPITAL_SUFFIXES.contains(word.span.of(tagged.text)))
        || home(tagged, proposals, at)
    {
        return Some(Evidence::Told(NameClass::Place));
    }
    if tagged.words[..line.end]
        .get(proposal.end)
        .is_some_and(|word| words::LANGUAGES.contains(word.span.of(tagged.text)))
    {
        return Some(Evidence::Likely(NameClass::Other));
    }
    if context::person_after(tagged, proposal.end, line.end) {
        return Some(Evidence::Likely(NameClass::Person));
    }
    let where_from =
        proposal.class == NameClass::Person && context::place_before(tagged, proposal.first, line.first);
    where_from.then_some(Evidence::Likely(NameClass::Place))
}

/// "the ship Orvell", "a village, Ostby".
fn noun_before(tagged: &TaggedText<'_>, proposal: &Proposal, line_first: usize) -> Option<NameClass> {
    let noun =
        proposal.first.checked_sub(1).filter(|at| *at >= line_first && tagged.joined(proposal.first))?;
    let noun = &tagged.words[noun];
    let found = BEFORE.iter().find(|(known, _)| noun.shape == Shape::Lower && *known == noun.key);
    // "a 100 ship Navy".
    let body = |class: NameClass| class == NameClass::Other && proposal.class == NameClass::Organization;
    found.map(|(_, class)| *class).filter(|class| !body(*class))
}

/// "Verdane, a firm that", "Ostby is the largest town": an apposition or a sentence that ends in such a noun.
fn defined(tagged: &TaggedText<'_>, proposal: &Proposal, line_end: usize) -> Option<NameClass> {
    let word = |at: usize| (at < line_end).then(|| tagged.of(at));
    let link = word(proposal.end)?;
    if link != "," && !words::CALLING_LINKS.contains(link) {
        return None;
    }
    let article = proposal.end + 1;
    if !words::ANY_ARTICLE.contains(word(article)?) {
        return None;
    }
    // The noun is the last word before what is no adjective nor noun any more.
    let phrase = (article + 1..line_end).take(LONGEST_DEFINITION).take_while(|at| {
        let word = &tagged.words[*at];
        let small = word.shape == Shape::Lower && !words::PHRASE_ENDS.contains(tagged.of(*at));
        (small || word.capital() || word.shape == Shape::Number) && tagged.joined(*at)
    });
    let last = phrase.last()?;
    // "the town's mayor" is no town.
    if tagged.words[..line_end].get(last + 1).is_some_and(|word| word.shape == Shape::Clitic) {
        return None;
    }
    let noun = &tagged.words[last];
    DEFINING.iter().find(|(known, _)| *known == noun.key).map(|(_, class)| *class)
}

/// "Ann Roe of Ostby".
fn home(tagged: &TaggedText<'_>, proposals: &[Proposal], at: usize) -> bool {
    let proposal = &proposals[at];
    let before = at.checked_sub(1).map(|at| &proposals[at]);
    let full_name = before.is_some_and(|before| {
        before.class == NameClass::Person && before.end > before.first + 1 && before.end + 1 == proposal.first
    });
    let alone = tagged.words.get(proposal.end).is_none_or(|word| word.shape == Shape::Other);
    full_name
        && alone
        && proposal.class == NameClass::Person
        && words::OF.contains(tagged.of(proposal.first - 1))
}

/// Names in brackets that make places of one another, at least.
const FEWEST_IN_BRACKETS: usize = 3;
/// Names of an enumeration that do.
const FEWEST_IN_A_ROW: usize = 4;

/// Names that the text lists as counties or towns, at least.
const FEWEST_LISTED: usize = 3;
/// Words between such a list and what it is of.
const LONGEST_LEAD: usize = 8;

/// Makes places of single words that stand among places: "Roe, Jane (Ostby)" in a list of people with their towns, "Duluth,
/// Morris, Hobbs and Bemidji", "the counties are Greene, Bledsoe and Jefferson"; and bodies of what a bracket calls a body, too.
pub(super) fn among_others(tagged: &TaggedText<'_>, proposals: &mut [Proposal]) {
    for at in 1..proposals.len() {
        let (before, own) = (proposals[at - 1], proposals[at]);
        let body = before.class == NameClass::Organization && before.end > before.first + 1;
        if body && before.end + 1 == own.first && in_brackets(tagged, &own) && own.class == NameClass::Person
        {
            proposals[at].class = NameClass::Organization;
        }
    }
    let bracketed: Vec<usize> =
        (0..proposals.len()).filter(|at| in_brackets(tagged, &proposals[*at])).collect();
    if bracketed.len() >= FEWEST_IN_BRACKETS {
        alike(tagged, proposals, &bracketed, 2);
    }
    let mut first = 0;
    while first < proposals.len() {
        let mut end = first + 1;
        while end < proposals.len() && in_a_row(tagged, &proposals[end - 1], &proposals[end]) {
            end += 1;
        }
        let row: Vec<usize> = (first..end).collect();
        if end >= first + FEWEST_LISTED && listed_as_places(tagged, proposals[first].first) {
            alike(tagged, proposals, &row, 1);
        } else if end >= first + FEWEST_IN_A_ROW {
            alike(tagged, proposals, &row, 3);
        }
        first = end;
    }
}

/// Makes places of the people among some names of which at least `share - 1` of `share` are places.
fn alike(tagged: &TaggedText<'_>, proposals: &mut [Proposal], names: &[usize], share: usize) {
    let places = names.iter().filter(|at| proposals[**at].class == NameClass::Place).count();
    if places * share < names.len() * (share - 1) {
        return;
    }
    for at in names {
        let proposal = &mut proposals[*at];
        let line = tagged.line_of(proposal.first);
        let single = proposal.end == proposal.first + 1;
        let person = context::person_after(tagged, proposal.end, line.end)
            || context::title_before(tagged, proposal.first, line.first).is_some();
        if proposal.class == NameClass::Person && single && !person {
            proposal.class = NameClass::Place;
        }
    }
}

/// "the following counties: Greene, …".
fn listed_as_places(tagged: &TaggedText<'_>, first: usize) -> bool {
    let line = tagged.line_of(first);
    let lead = line.first.max(first.saturating_sub(LONGEST_LEAD))..first;
    lead.clone().any(|at| words::PLACES.contains(tagged.of(at)))
        && !lead.clone().any(|at| tagged.words[at].capital())
}

/// "(Ostby)" behind a name.
fn in_brackets(tagged: &TaggedText<'_>, proposal: &Proposal) -> bool {
    let kind = |at: usize| tagged.words.get(at).map(|word| word.kind);
    proposal.first >= 2
        && kind(proposal.first - 1) == Some(TokenKind::OpenBracket)
        && kind(proposal.end) == Some(TokenKind::CloseBracket)
        && tagged.words[proposal.first - 2].capital()
}

/// Whether nothing but a comma or "and" stands between two names.
fn in_a_row(tagged: &TaggedText<'_>, one: &Proposal, two: &Proposal) -> bool {
    (1..=2).contains(&two.first.saturating_sub(one.end))
        && (one.end..two.first).all(|at| tagged.of(at) == "," || words::AND.contains(tagged.of(at)))
}

/// Whether a name proposed as somebody is none by its letters: one word in a script that the lists and tables do not have.
pub(super) fn is_foreign_word(tagged: &TaggedText<'_>, name: &Proposal) -> bool {
    let latin = |letter: char| {
        letter.is_ascii()
            || ('\u{C0}'..='\u{24F}').contains(&letter)
            || ('\u{1E00}'..='\u{1EFF}').contains(&letter)
    };
    name.end == name.first + 1
        && tagged.of(name.first).chars().filter(|letter| letter.is_alphabetic()).all(|letter| !latin(letter))
}

/// Where the name of a person really begins and ends: not with an age ("Nine-year-old Ann"), an office or a calling, and not with
/// what a heading in capitals says that they do.
pub(super) fn trim_person(tagged: &TaggedText<'_>, name: &mut Proposal) {
    while name.end > name.first + 1 && words::AGE_ENDINGS.ends(tagged.of(name.first), 0) {
        name.first += 1;
    }
    match context::title_at(tagged, name.first, name.end) {
        Some(title) if title.end < name.end && !title.honorific() => name.first = title.end,
        _ => {
            let word = &tagged.words[name.first];
            let calling = word.is(bit::ROLE) && word.common() && !word.is(bit::GIVEN | bit::SURNAME);
            if calling && name.end > name.first + 2 {
                name.first += 1;
            }
        }
    }
    let deed = (name.first + 1..name.end).find(|at| {
        let word = &tagged.words[*at];
        let long = name.end > name.first + 3 && word.shape == Shape::Upper;
        long && word.common() && !word.is(bit::GIVEN | bit::SURNAME | bit::SUFFIX)
    });
    name.end = deed.unwrap_or(name.end);
}

/// Words of a body's or a place's name behind the person that it is named for.
const LONGEST_REST: usize = 4;

/// "Richard Roe Correctional Facility": a body or a place named for somebody, of whom the tagger saw the name alone.
pub(super) fn named_for(tagged: &TaggedText<'_>, name: &mut Proposal) {
    let line = tagged.line_of(name.first);
    let rest = (name.end..line.end).take(LONGEST_REST + 1).take_while(|at| {
        let word = &tagged.words[*at];
        word.shape == Shape::Title && tagged.joined(*at) && !word.is(bit::NO_NAME | bit::TITLE)
    });
    let Some(last) = rest.last() else { return };
    // "the Jane Roe Memorial Justice Grant", "the Jane Roe Department of Health".
    let goes_on = |at: usize| tagged.words[at].capital() || words::OF.contains(tagged.of(at));
    if last + 1 < line.end && goes_on(last + 1) {
        return;
    }
    let word = &tagged.words[last];
    let running = !tagged.words[name.first].all_caps && line.setting == Setting::Running;
    if running
        && name.end > name.first + 1
        && last < name.end + LONGEST_REST
        && word.is(bit::ORG_END | bit::PLACE_END)
        && !word.is(bit::GIVEN | bit::SURNAME)
    {
        name.end = last + 1;
        name.class = if word.is(bit::ORG_END) { NameClass::Organization } else { NameClass::Place };
    }
}

/// "Ann Roe of Ostby": a person and a home, where they were taken for one name.
pub(super) fn without_home(tagged: &TaggedText<'_>, name: Proposal) -> (Proposal, Option<Proposal>) {
    let titled = name.end > name.first && tagged.words[name.first].is(bit::TITLE);
    let of = (name.first + 2..name.end).find(|at| words::OF.contains(tagged.of(*at)));
    match of.filter(|_| name.class == NameClass::Person && !titled) {
        Some(of) => {
            let home = Proposal { first: of + 1, class: NameClass::Place, ..name };
            (Proposal { end: of, ..name }, Some(home).filter(|home| home.first < home.end))
        }
        None => (name, None),
    }
}
