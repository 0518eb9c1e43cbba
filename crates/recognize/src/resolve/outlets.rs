//! Short names of papers: "the Post" is the paper that the article names in full, or the one that publishes it, before
//! the most famous of the lists.

use super::{Decision, Resolver};
use crate::chunk::Chunk;
use crate::words;
use sayso_core::{EntityKind, MentionForm};

impl Resolver<'_, '_> {
    pub(super) fn outlets(&mut self, kept: &mut [(Chunk, Decision)]) {
        for at in 0..kept.len() {
            let (chunk, decision) = &kept[at];
            let entity = &self.entity_table.entities[decision.entity];
            let Some(word) = single_word(self.text(chunk)) else { continue };
            if entity.kind != EntityKind::Outlet || !entity.listed || decision.form == MentionForm::Acronym {
                continue;
            }
            let (id, listed) = (entity.id.clone(), decision.entity);
            let named = |(other, decision): &(Chunk, Decision)| {
                decision.entity == listed && single_word(self.text(other)).is_none()
            };
            if kept.iter().any(named) {
                continue;
            }
            let fuller = |(_, decision): &&(Chunk, Decision)| {
                let known = &self.entity_table.entities[decision.entity];
                let paper = known.kind.is_organization() && known.id != id;
                paper && ends_with(&known.name, word)
            };
            let known =
                kept[..at].iter().rev().chain(&kept[at..]).find(fuller).map(|(_, decision)| decision.entity);
            let paper = known.or_else(|| self.publisher(word, &id));
            if let Some(paper) = paper {
                kept[at].1.entity = paper;
                kept[at].1.score = 0.8;
                self.entity_table.entities[paper].kind = EntityKind::Outlet;
            }
        }
    }

    /// The paper that publishes the article, if its name ends with a word.
    fn publisher(&mut self, word: &str, instead_of: &str) -> Option<usize> {
        let publisher = self.tagged.article.metadata.publisher.as_deref()?.trim();
        if !ends_with(publisher, word) {
            return None;
        }
        let mut candidates = self.names.gazetteer.lookup(publisher);
        let listed =
            candidates.find(|candidate| self.names.known(candidate.entry).kind == EntityKind::Outlet);
        match listed {
            Some(listed) if self.names.gazetteer.entry(listed.entry).id() == instead_of => None,
            Some(listed) => Some(self.entity_table.listed(self.names, listed.entry)),
            None => Some(self.entity_table.unlisted(EntityKind::Outlet, publisher)),
        }
    }
}

/// The one word of a name, without its article: "Post" of "the Post".
fn single_word(name: &str) -> Option<&str> {
    let mut words = name.split_whitespace().filter(|word| !words::THE.contains_ignoring_case(word));
    words.next().filter(|_| words.next().is_none())
}

/// Whether a name of several words ends with a word, an article and an address aside.
fn ends_with(name: &str, word: &str) -> bool {
    let mut words = name.split_whitespace().filter(|own| !words::THE.contains_ignoring_case(own));
    let last = words.next_back();
    last.is_some_and(|last| last.eq_ignore_ascii_case(word)) && words.next().is_some()
}
