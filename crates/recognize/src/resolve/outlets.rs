//! Short names of papers: "the Post" is the paper that the article names in full, or the one that publishes it, before
//! the most famous of the lists.

use super::{Decision, Resolver};
use crate::chunk::Chunk;
use crate::words;
use rustc_hash::{FxHashMap, FxHashSet};
use sayso_core::{EntityKind, MentionForm};

/// Bodies by the last word of their name: places among what is kept, and entities.
type Papers = FxHashMap<String, Vec<(usize, usize)>>;

impl Resolver<'_, '_> {
    pub(super) fn outlets(&mut self, kept: &mut [(Chunk, Decision)]) {
        let short = |at: usize, resolver: &Self| {
            let (chunk, decision) = &kept[at];
            let entity = &resolver.entity_table.entities[decision.entity];
            let outlet = entity.kind == EntityKind::Outlet && entity.listed;
            single_word(resolver.text(chunk)).filter(|_| outlet && decision.form != MentionForm::Acronym)
        };
        let shorts: Vec<(usize, &str)> =
            (0..kept.len()).filter_map(|at| Some((at, short(at, self)?))).collect();
        if shorts.is_empty() {
            return;
        }
        let (named, papers) = self.papers(kept);
        for (at, word) in shorts {
            let listed = kept[at].1.entity;
            if named.contains(&listed) {
                continue;
            }
            let id = self.entity_table.entities[listed].id.clone();
            let bearers = papers.get(word.to_lowercase().as_str()).map_or(&[][..], Vec::as_slice);
            // The one named last before, else the first behind.
            let behind = bearers.partition_point(|(place, _)| *place < at);
            let known =
                behind.checked_sub(1).or((!bearers.is_empty()).then_some(0)).map(|nth| bearers[nth].1);
            let paper = known.filter(|known| *known != listed).or_else(|| self.publisher(word, &id));
            if let Some(paper) = paper {
                kept[at].1.entity = paper;
                kept[at].1.score = 0.8;
                self.entity_table.entities[paper].kind = EntityKind::Outlet;
            }
        }
    }

    /// The entities named in more than a word, and the bodies among them by the last word of their name, in text order.
    fn papers(&self, kept: &[(Chunk, Decision)]) -> (FxHashSet<usize>, Papers) {
        let mut named = FxHashSet::default();
        let mut papers = Papers::default();
        for (at, (chunk, decision)) in kept.iter().enumerate() {
            if single_word(self.text(chunk)).is_some() {
                continue;
            }
            named.insert(decision.entity);
            let known = &self.entity_table.entities[decision.entity];
            if known.kind.is_organization()
                && let Some(last) = known.name.split_whitespace().next_back()
            {
                papers.entry(last.to_lowercase()).or_default().push((at, decision.entity));
            }
        }
        (named, papers)
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
