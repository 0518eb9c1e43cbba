//! A team that plays is an organisation, also where it is named by its city or country.
//!
//! Only in articles about sports, told by several words of sports that mean nothing else; "win", "race" and "title" are
//! those of politics, too. Datelines, "in Leeds" and the "(Kenya)" behind an athlete stay places.

use super::{Found, Proposal};
use crate::gazetteer_hits::Lists;
use crate::key::{self, Key};
use crate::shape::Shape;
use crate::tagged_text::{Line, TaggedText};
use crate::words;
use sayso_core::{MentionForm, TokenKind};
use sayso_model::NameClass;
use std::sync::LazyLock;

/// Words of sports alone, and those that others use, too.
static STRONG: LazyLock<Vec<Key>> = LazyLock::new(|| key::of_each(&words::SPORTS));
static WEAK: LazyLock<Vec<Key>> = LazyLock::new(|| key::of_each(&words::ALSO_SPORTS));
/// Different words of each that an article about sports has, at least.
const FEWEST_STRONG: usize = 2;
const FEWEST: usize = 6;
/// The probability of names that the rules alone found; no other has it.
const RULES_ALONE: f32 = -1.0;
/// Numbers behind a name in a row of a table: played, won, drawn, lost …
const ROW_OF_TABLE: usize = 3;

/// Makes organisations of the places that play, also of those that the rules alone found.
pub(super) fn find_teams(
    tagged: &TaggedText<'_>,
    lists: &Lists,
    found: &[Found],
    proposals: &mut Vec<Proposal>,
) {
    // A town's name may be somebody's surname.
    let town = |first: usize, end: usize| {
        end == first + 1 && lists.longest_at(first).is_some_and(|hit| lists.hits[hit].place)
    };
    let may_play = |proposal: &Proposal| {
        proposal.class == NameClass::Place
            || proposal.class == NameClass::Person && town(proposal.first, proposal.end)
    };
    let places = found.iter().any(|mention| mention.kind.is_place() || town(mention.first, mention.end));
    if !(places || proposals.iter().any(may_play)) || !about_sports(tagged) {
        return;
    }
    let tagged_alone = proposals.len();
    for mention in found.iter().filter(|mention| mention.form != MentionForm::Demonym) {
        let next = proposals[..tagged_alone].partition_point(|proposal| proposal.end <= mention.first);
        let free = proposals[..tagged_alone].get(next).is_none_or(|proposal| proposal.first >= mention.end);
        if free && (mention.kind.is_place() || town(mention.first, mention.end)) {
            let (first, end) = (mention.first, mention.end);
            let class = NameClass::Place;
            proposals.push(Proposal {
                first,
                end,
                class,
                probability: RULES_ALONE,
                confidence: 0.0,
                team: false,
            });
        }
    }
    proposals.sort_unstable_by_key(|proposal| proposal.first);
    let mut teams: Vec<Key> = Vec::new();
    for at in 0..proposals.len() {
        if may_play(&proposals[at]) && plays(tagged, proposals, at) {
            proposals[at].team = true;
            teams.push(wording(tagged, &proposals[at]));
        }
    }
    teams.sort_unstable_by_key(|key| key.number());
    for proposal in proposals.iter_mut().filter(|proposal| may_play(proposal)) {
        let known =
            || teams.binary_search_by_key(&wording(tagged, proposal).number(), |key| key.number()).is_ok();
        if proposal.team || !is_where(tagged, proposal) && known() {
            proposal.team = true;
            proposal.class = NameClass::Organization;
        }
    }
    // What the rules alone found and does not play stays theirs.
    proposals.retain(|proposal| proposal.team || proposal.probability != RULES_ALONE);
}

fn about_sports(tagged: &TaggedText<'_>) -> bool {
    let count = |words: &[Key]| words.iter().filter(|word| tagged.has_small(**word)).count();
    let strong = count(&STRONG);
    strong >= FEWEST_STRONG && strong + count(&WEAK) >= FEWEST
}

fn wording(tagged: &TaggedText<'_>, proposal: &Proposal) -> Key {
    tagged.words[proposal.first..proposal.end].iter().fold(Key::default(), |key, word| key.then(word.key))
}

/// Whether a place is where something is: behind a preposition, in a bracket, at the head of a dateline.
fn is_where(tagged: &TaggedText<'_>, proposal: &Proposal) -> bool {
    let before = proposal.first.checked_sub(1).map(|at| (tagged.of(at), tagged.words[at].kind));
    let behind = tagged.words.get(proposal.end).map(|word| word.span.of(tagged.text));
    let bracketed = before.is_some_and(|(_, kind)| kind == TokenKind::OpenBracket);
    let preposition = before.is_some_and(|(word, _)| words::WHERE.contains(word));
    let address = before.is_some_and(|(word, _)| word == ",");
    let dateline = behind.is_some_and(|word| matches!(word, "(" | "—" | "–" | "--"));
    bracketed || preposition || address || dateline
}

/// Whether the words beside a place say that it plays.
fn plays(tagged: &TaggedText<'_>, proposals: &[Proposal], at: usize) -> bool {
    let proposal = &proposals[at];
    if is_where(tagged, proposal) {
        return false;
    }
    let line = tagged.line_of(proposal.first);
    let word = |at: usize| (line.first..line.end).contains(&at).then(|| tagged.of(at));
    let is_in = |at: Option<usize>, set: &sayso_lexicon::WordSet| {
        at.and_then(word).is_some_and(|word| set.contains(word))
    };
    let before = proposal.first.checked_sub(1);
    let article = is_in(before, &words::THE);
    let before = if article { before.and_then(|at| at.checked_sub(1)) } else { before };
    let behind = Some(proposal.end);
    is_in(behind, &words::MATCH_VERBS)
        || is_in(before, &words::AGAINST)
        || is_in(behind, &words::VERSUS)
        || is_in(before, &words::VERSUS)
        || is_in(behind, &words::TEAM_ROLES)
        || scores(tagged, proposals, at, line)
        || in_table(tagged, proposal, line)
}

/// "Leeds 2 Hull 1", "Boston 7, Toronto 3": two names, each with a number behind.
fn scores(tagged: &TaggedText<'_>, proposals: &[Proposal], at: usize, line: Line) -> bool {
    let number = |proposal: &Proposal| {
        let end = proposal.end;
        end < line.end && tagged.words[end].shape == Shape::Number && tagged.words[end].span.len() <= 3
    };
    let inside = |proposal: &&Proposal| proposal.first >= line.first && proposal.end <= line.end;
    let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|at| proposals.get(at));
    number(&proposals[at]) && beside.filter(inside).any(number)
}

/// A row of a league table: a name and several numbers.
fn in_table(tagged: &TaggedText<'_>, proposal: &Proposal, line: Line) -> bool {
    let numbers = tagged.words[proposal.end..line.end].iter().take_while(|word| word.shape == Shape::Number);
    numbers.count() >= ROW_OF_TABLE
}
