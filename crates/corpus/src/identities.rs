//! Which speakers of a corpus are likely one person: fragments of a name beside the full one, and one name under
//! several ids. Nothing is merged here; each pair has a score and a reason for whoever decides.

use sayso_lexicon::{Language, Table};
use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

/// A person as the whole corpus knows them.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Titles and roles as written.
    pub roles: Vec<String>,
    /// Statements by outlet; "" where none is known.
    pub outlets: BTreeMap<String, u64>,
}

/// Two ids that are likely one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Likely {
    /// The place in the list of the one to be merged.
    pub from: usize,
    /// The place of whom it is.
    pub into: usize,
    /// Of what one outlet publishes alone; `None` for everything.
    pub publisher: Option<String>,
    /// Statements that would change hands.
    pub statements: u64,
    /// How sure it is, 0 to 1.
    pub score: f32,
    /// Why.
    pub reason: String,
}

/// How sure each kind of evidence is.
mod score {
    pub(super) const OWNER: f32 = 0.95;
    pub(super) const SAME_ROLE: f32 = 0.9;
    pub(super) const SAME_OUTLET: f32 = 0.85;
    pub(super) const ONLY_BEARER: f32 = 0.8;
    pub(super) const SAME_NAME: f32 = 0.5;
    pub(super) const MIDDLE_NAME: f32 = 0.45;
    pub(super) const AMONG_SEVERAL: f32 = 0.3;
}

/// Share of an outlet's statements by bearers of a surname that make one of them its owner.
const OWNER_SHARE: f64 = 0.9;
/// Statements of an owner, at least.
const OWNER_LEAST: u64 = 3;

impl Person {
    /// Statements in all.
    pub fn statements(&self) -> u64 {
        self.outlets.values().sum()
    }

    fn is_fragment(&self) -> bool {
        !self.name.trim().contains(' ')
    }
}

/// All likely pairs: the surest first, then those with most statements.
pub fn likely(people: &[Person]) -> Vec<Likely> {
    let mut by_surname: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, person) in people.iter().enumerate() {
        if let Some(surname) = words(&person.name).pop() {
            by_surname.entry(surname).or_default().push(at);
        }
    }
    let mut found = Vec::new();
    for bearers in by_surname.values().filter(|bearers| bearers.len() > 1) {
        let full: Vec<usize> = bearers.iter().copied().filter(|at| !people[*at].is_fragment()).collect();
        for &at in bearers.iter().filter(|at| people[**at].is_fragment()) {
            fragment(people, at, &full, &mut found);
        }
        duplicates(people, &full, &mut found);
    }
    found.sort_by(|a, b| {
        let surer = b.score.total_cmp(&a.score).then(b.statements.cmp(&a.statements));
        surer.then_with(|| key(people, a).cmp(&key(people, b)))
    });
    found
}

fn key<'p>(people: &'p [Person], pair: &'p Likely) -> (&'p str, Option<&'p str>, &'p str) {
    (&people[pair.from].id, pair.publisher.as_deref(), &people[pair.into].id)
}

/// "Byrd" beside "Robert Byrd": outlet by outlet where one bearer owns it, else over the whole corpus.
fn fragment(people: &[Person], at: usize, full: &[usize], found: &mut Vec<Likely>) {
    let mut owned = 0;
    for (outlet, count) in people[at].outlets.iter().filter(|(outlet, _)| !outlet.is_empty()) {
        let Some((bearer, own, all)) = owner(people, full, outlet) else { continue };
        owned += count;
        found.push(Likely {
            from: at,
            into: bearer,
            publisher: Some(outlet.clone()),
            statements: *count,
            score: score::OWNER,
            reason: format!(
                "{own} of {all} statements there by a full name with this surname are this one's"
            ),
        });
    }
    let rest = people[at].statements() - owned;
    if rest == 0 {
        return;
    }
    // One person under several ids is one bearer.
    let mut names: Vec<(Vec<String>, usize)> =
        full.iter().map(|at| (words(&people[*at].name), *at)).collect();
    names.sort_by_key(|(_, at)| std::cmp::Reverse(people[*at].statements()));
    let Some((first, most)) = names.first().cloned() else { return };
    let single = names.iter().all(|(name, _)| name.first() == first.first());
    let statements = rest;
    found.push(if single {
        let reason = "the only full name in the corpus with this surname".to_owned();
        Likely { from: at, into: most, publisher: None, statements, score: score::ONLY_BEARER, reason }
    } else {
        let reason = format!("one of {} full names in the corpus with this surname", names.len());
        Likely { from: at, into: most, publisher: None, statements, score: score::AMONG_SEVERAL, reason }
    });
}

/// Whose nearly all statements of an outlet are, of the bearers of a surname; with those, and all.
fn owner(people: &[Person], full: &[usize], outlet: &str) -> Option<(usize, u64, u64)> {
    let count = |at: &usize| people[*at].outlets.get(outlet).copied().unwrap_or(0);
    let all: u64 = full.iter().map(count).sum();
    let most = full.iter().copied().max_by_key(|at| (count(at), std::cmp::Reverse(*at)))?;
    let own = count(&most);
    (own >= OWNER_LEAST && own as f64 >= OWNER_SHARE * all as f64).then_some((most, own, all))
}

/// One name under several ids, with a middle name more or less.
fn duplicates(people: &[Person], full: &[usize], found: &mut Vec<Likely>) {
    let mut order = full.to_vec();
    order.sort_by_key(|at| (std::cmp::Reverse(people[*at].statements()), *at));
    for (nth, &from) in order.iter().enumerate().skip(1) {
        let same = |into: &&usize| is_same_name(&people[from].name, &people[**into].name);
        let Some(&into) = order[..nth].iter().find(same) else { continue };
        let (score, reason) = evidence(&people[from], &people[into]);
        found.push(Likely {
            from,
            into,
            publisher: None,
            statements: people[from].statements(),
            score,
            reason,
        });
    }
}

fn is_same_name(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    let ends = |words: &[String]| (words.first().cloned(), words.last().cloned());
    let middle = |words: &[String]| -> Vec<String> {
        words.get(1..words.len().saturating_sub(1)).unwrap_or_default().to_vec()
    };
    let (a, b) = (middle(&one), middle(&other));
    let fits = a.is_empty()
        || b.is_empty()
        || a.len() == b.len()
            && a.iter().zip(&b).all(|(a, b)| a.starts_with(b.as_str()) || b.starts_with(a.as_str()));
    one.len() > 1 && other.len() > 1 && ends(&one) == ends(&other) && fits
}

fn evidence(one: &Person, other: &Person) -> (f32, String) {
    let head = |role: &String| words(role).pop();
    let role = one
        .roles
        .iter()
        .filter_map(head)
        .find(|role| other.roles.iter().filter_map(head).any(|known| known == *role));
    if let Some(role) = role {
        return (score::SAME_ROLE, format!("the same name and role ({role})"));
    }
    let shared = one.outlets.keys().find(|outlet| !outlet.is_empty() && other.outlets.contains_key(*outlet));
    if let Some(outlet) = shared {
        return (score::SAME_OUTLET, format!("the same name in the same outlet ({outlet})"));
    }
    if words(&one.name) == words(&other.name) {
        (score::SAME_NAME, "the same name".to_owned())
    } else {
        (score::MIDDLE_NAME, "the same name but for its middle".to_owned())
    }
}

/// The words of a name in small letters, without marks.
fn words(name: &str) -> Vec<String> {
    let plain = |c: char| match c {
        '\u{2019}' | '\u{2BC}' => '\'',
        '\u{2010}' | '\u{2011}' => '-',
        c => c,
    };
    let lower: String =
        name.chars().filter(|c| *c != '\u{AD}').map(plain).flat_map(char::to_lowercase).collect();
    lower
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned())
        .filter(|word| !word.is_empty() && !SUFFIXES.contains(word.as_str()))
        .collect()
}

/// What may follow a person's name.
static SUFFIXES: LazyLock<HashSet<&str>> =
    LazyLock::new(|| Language::English.columns(Table::NameSuffixes).map(|[suffix]| suffix).collect());

#[cfg(test)]
mod tests {
    use super::*;

    fn person(id: &str, name: &str, roles: &[&str], outlets: &[(&str, u64)]) -> Person {
        Person {
            id: id.to_owned(),
            name: name.to_owned(),
            roles: roles.iter().map(|role| (*role).to_owned()).collect(),
            outlets: outlets.iter().map(|(outlet, count)| ((*outlet).to_owned(), *count)).collect(),
        }
    }

    fn check(people: &[Person], expected: &[(&str, &str, Option<&str>, f32)]) {
        let found = likely(people);
        let found: Vec<_> = found
            .iter()
            .map(|pair| {
                (
                    people[pair.from].id.as_str(),
                    people[pair.into].id.as_str(),
                    pair.publisher.as_deref(),
                    pair.score,
                )
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_surname_on_the_site_of_its_owner() {
        check(
            &[
                person("roe", "ROE", &[], &[("Office of Senator Roe", 33), ("Daily", 2)]),
                person("jane", "Jane Roe", &["Sen."], &[("Office of Senator Roe", 38)]),
                person("max", "Max Roe", &[], &[("Daily", 4)]),
            ],
            &[("roe", "jane", Some("Office of Senator Roe"), 0.95), ("roe", "max", Some("Daily"), 0.95)],
        );
    }

    #[test]
    fn the_only_full_name_and_one_of_several() {
        check(
            &[person("lind", "Lind", &[], &[("", 2)]), person("per", "Per Lind", &[], &[("", 1)])],
            &[("lind", "per", None, 0.8)],
        );
        check(
            &[
                person("lind", "Lind", &[], &[("", 2)]),
                person("per", "Per Lind", &[], &[("", 1)]),
                person("ada", "Ada Lind", &[], &[("", 3)]),
            ],
            &[("lind", "ada", None, 0.3)],
        );
    }

    #[test]
    fn one_name_under_several_ids() {
        check(
            &[
                person("a", "Leroy Holt", &["senator"], &[("X", 9)]),
                person("b", "Leroy Q. Holt", &["U.S. Senator"], &[("Y", 2)]),
                person("c", "Leroy Holt", &[], &[("X", 1)]),
                person("d", "Leroy Holt", &["plumber"], &[("Z", 1)]),
                person("e", "Leroy P. Holt", &[], &[]),
                person("f", "Ann Holt", &[], &[("X", 1)]),
            ],
            &[("b", "a", None, 0.9), ("c", "a", None, 0.85), ("d", "a", None, 0.5), ("e", "a", None, 0.45)],
        );
    }

    #[test]
    fn different_people_are_no_pair() {
        check(&[person("a", "Ann Holt", &[], &[("X", 1)]), person("b", "Per Holt", &[], &[("X", 1)])], &[]);
    }
}
