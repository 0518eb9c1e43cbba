//! Who somebody in no list is beyond this article: full name, role and organisation make the id.
//!
//! Two articles mean the same new person where all that they say of name, role and organisation agrees; the ids are
//! then equal. Where they say nothing but the name, a rare name is enough, and one that many bear counts for its
//! article alone. A wrong merge is worse than a missed one.

use super::{Decision, Resolver};
use crate::chunk::Chunk;
use crate::lexicon::{TitleClass, bit, lexicon};
use crate::tagged_text::Word;
use crate::words;
use sayso_core::{EntityKind, MentionForm};
use sayso_lexicon::{Language, Table};
use std::collections::BTreeMap;

/// Bearers of a full name per million people from which on it tells nobody apart: some fifty in a country of a
/// hundred million.
const COMMON_NAME: f32 = 0.5;

/// Words between a name and the role in its apposition: "Ann Roe, the outgoing deputy director".
const LONGEST_APPOSITION: usize = 6;

/// What an article says of somebody besides the name.
#[derive(Clone, Debug, Default)]
struct Known {
    role: Option<String>,
    organization: Option<usize>,
}

impl Resolver<'_, '_> {
    /// Gives people in no list the id that other articles give them, too.
    pub(super) fn identify(&mut self, kept: &[(Chunk, Decision)]) {
        let mut known: BTreeMap<usize, Known> = BTreeMap::new();
        for at in 0..kept.len() {
            let person = kept[at].1.entity;
            let entity = &self.entity_table.entities[person];
            if entity.listed || entity.kind != EntityKind::Person || !entity.name.contains(' ') {
                continue;
            }
            let facts = known.entry(person).or_default();
            for (role, organization) in [self.before(kept, at), self.behind(kept, at)] {
                facts.role = facts.role.take().or(role);
                facts.organization = facts.organization.or(organization);
            }
        }
        for (person, facts) in known {
            let suffix = self.suffix(person, &facts);
            self.entity_table.entities[person].id.push_str(&suffix);
        }
    }

    fn suffix(&self, person: usize, facts: &Known) -> String {
        let mut suffix = String::new();
        if let Some(role) = &facts.role {
            suffix.extend(["/", role]);
        }
        if let Some(organization) = facts.organization {
            let id = &self.entity_table.entities[organization].id;
            suffix.extend(["/", id.rsplit('/').next().unwrap_or(id)]);
        }
        if suffix.is_empty() && self.is_common_name(&self.entity_table.entities[person].name) {
            let article = self.tagged.article.id.to_string();
            suffix.extend(["/in-", article.get(..12).unwrap_or(&article)]);
        }
        suffix
    }

    /// Role and organisation in the title before a name: "Port of Tacoma spokeswoman Ann Roe".
    fn before(&self, kept: &[(Chunk, Decision)], at: usize) -> (Option<String>, Option<usize>) {
        let Some(title) = kept[at].0.title else { return (None, None) };
        let words = &self.tagged.words;
        let last = words.partition_point(|word| word.span.start < title.end);
        let role = last.checked_sub(1).and_then(|last| self.role_of(&words[last]));
        let body = at
            .checked_sub(1)
            .map(|before| &kept[before])
            .filter(|(chunk, _)| chunk.span.start >= title.start && chunk.span.end <= title.end);
        (role, body.and_then(|(_, decision)| self.body(decision)))
    }

    /// The same in an apposition: "Ann Roe, a spokeswoman for the Port of Tacoma".
    fn behind(&self, kept: &[(Chunk, Decision)], at: usize) -> (Option<String>, Option<usize>) {
        let words = &self.tagged.words;
        let (chunk, decision) = &kept[at];
        let text = |at: usize| words.get(at).map_or("", |word| word.span.of(self.tagged.text));
        if decision.form != MentionForm::Full || text(chunk.end) != "," {
            return (None, None);
        }
        let first = chunk.end + 1;
        let apposed = words::ROLE_DETERMINERS.contains(text(first));
        let reach = if apposed { LONGEST_APPOSITION } else { 2 };
        let roles = (first..words.len()).take(reach).take_while(|at| !matches!(text(*at), "," | "." | ";"));
        let Some((at_role, role)) = roles.filter_map(|at| Some((at, self.role_of(&words[at])?))).last()
        else {
            return (None, None);
        };
        let next = at_role + 1;
        let body = kept.get(at + 1).filter(|(body, _)| {
            let linked = words::EMPLOYER_LINKS.contains(text(next));
            let behind = body.first == next + 1
                || body.first == next + 2 && words::EMPLOYER_ARTICLES.contains(text(next + 1));
            linked && behind || body.first >= first && body.end <= at_role
        });
        (Some(role), body.and_then(|(_, decision)| self.body(decision)))
    }

    fn body(&self, decision: &Decision) -> Option<usize> {
        self.entity_table.entities[decision.entity].kind.is_organization().then_some(decision.entity)
    }

    /// What an office or a calling is under any wording: "spokeswoman" is "spokesperson".
    fn role_of(&self, word: &Word) -> Option<String> {
        let (title, facts) = (lexicon().title(word.key), lexicon().facts(word.key));
        let office = title.is_some_and(|title| match title.class {
            TitleClass::Office => true,
            // "Judge", "Professor"; not "Dr.", "Sir".
            TitleClass::Honorific => title.gender.is_none() && facts.small >= 50,
            TitleClass::Rank => false,
        });
        if !office && !facts.is(bit::ROLE) {
            return None;
        }
        let role = word.span.of(self.tagged.text).trim_end_matches('.').to_lowercase();
        Some(usual_form(&role).unwrap_or(role))
    }

    /// Whether so many bear a full name that it tells nobody apart.
    fn is_common_name(&self, name: &str) -> bool {
        let (Some(first), Some(last)) = (name.split(' ').next(), name.split(' ').next_back()) else {
            return false;
        };
        let gazetteer = &self.names.gazetteer;
        let (Some(given), Some(surname)) = (gazetteer.given_name(first), gazetteer.surname(last)) else {
            return false;
        };
        given.frequency * surname / 1e6 >= COMMON_NAME
    }
}

/// The form of a role that stands for all of its forms, by the first row that fits.
fn usual_form(role: &str) -> Option<String> {
    Language::English.columns(Table::RoleForms).find_map(|[form, usual]| {
        match (form.strip_prefix('-'), usual.strip_prefix('-')) {
            (Some(ending), Some(usual)) => {
                let stem = role.strip_suffix(ending).filter(|stem| !stem.is_empty())?;
                Some([stem, usual].concat())
            }
            _ => (role == form).then(|| usual.to_owned()),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::usual_form;

    #[test]
    fn roles_have_one_form() {
        for (role, usual) in [
            ("spokeswoman", Some("spokesperson")),
            ("chairman", Some("chairperson")),
            ("chair", Some("chairperson")),
            ("gov", Some("governor")),
            ("woman", Some("woman")),
            ("man", None),
            ("mayor", None),
        ] {
            assert_eq!(usual_form(role).as_deref(), usual, "{role}");
        }
    }
}
