//! Whether names were tied to the right entities, over those that the lists hold.
//!
//! Gold links are ids of Wikidata or pages of DBpedia; few rows of our lists bear such an id, since none is guessed.
//! So an entity is also right if it bears the name of gold's (without what stands in brackets: "Georgia (country)"). Beside
//! these figures by name stand those by exact id, over the gold links whose very id some row has.

use super::{NamedDocument, NamedMention, by_id, percent};
use std::fmt;

/// What is asked of the lists that the predictions were made with.
pub trait Lists {
    /// Whether some entry bears the name.
    fn holds(&self, name: &str) -> bool;
    /// Whether the entry of an id bears the name.
    fn bears(&self, id: &str, name: &str) -> bool;
    /// Whether some entry has an id of Wikidata.
    fn holds_id(&self, wikidata: &str) -> bool;
    /// Whether the entry of an id of ours has an id of Wikidata.
    fn has_id(&self, id: &str, wikidata: &str) -> bool;
}

/// Counts of gold mentions with a link.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// All of them, but for optional ones and other readings.
    pub gold: usize,
    /// Those whose entity the lists hold by name.
    pub held: usize,
    /// Those of the held with a prediction on (nearly) the same span: Jaccard of positions at least 0.5.
    pub found: usize,
    /// Those of the found with the right entity.
    pub right: usize,
    /// The same for those whose id of Wikidata the lists hold: held, found, and with exactly that id.
    pub by_id: ById,
}

/// Counts of gold links by exact id.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct ById {
    /// Gold mentions whose id some entry has.
    pub held: usize,
    /// Those with a prediction on (nearly) the same span.
    pub found: usize,
    /// Those whose entity has the id.
    pub right: usize,
}

impl Links {
    /// Share of right entities among the held that were found, in per cent.
    pub fn accuracy(&self) -> f64 {
        percent(self.right, self.found)
    }

    /// Share of right entities among the held, in per cent.
    pub fn recall(&self) -> f64 {
        percent(self.right, self.held)
    }
}

impl fmt::Display for Links {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "links gold {:5}  in the lists {:5}  found {:5}  right {:5}  accuracy {:5.1}  recall {:5.1}",
            self.gold,
            self.held,
            self.found,
            self.right,
            self.accuracy(),
            self.recall()
        )?;
        let ById { held, found, right } = self.by_id;
        let (accuracy, recall) = (percent(right, found), percent(right, held));
        writeln!(
            f,
            "by exact id       {:5}  in the lists {held:5}  found {found:5}  right {right:5}  accuracy {accuracy:5.1}  recall {recall:5.1}",
            self.gold,
        )
    }
}

/// Scores the links of predictions; documents are matched by id.
pub fn links(gold: &[NamedDocument], predicted: &[NamedDocument], lists: &dyn Lists) -> Links {
    let by_id = by_id(predicted);
    let mut counts = Links::default();
    for document in gold {
        let found = by_id.get(document.doc_id.as_str()).map_or(&[][..], |document| &document.mentions);
        for mention in document.mentions.iter().filter(|mention| mention.counts()) {
            let Some(name) = mention.linked_name() else { continue };
            counts.gold += 1;
            let best = found.iter().max_by_key(|one| overlap(one, mention));
            let best = best.filter(|one| 2 * overlap(one, mention) >= union(one, mention));
            if let Some(id) = mention.link.as_deref().filter(|id| lists.holds_id(id)) {
                counts.by_id.held += 1;
                counts.by_id.found += usize::from(best.is_some());
                let right = |one: &&NamedMention| lists.has_id(one.id.as_str().unwrap_or_default(), id);
                counts.by_id.right += usize::from(best.is_some_and(|one| right(&one)));
            }
            if lists.holds(&name) {
                counts.held += 1;
                counts.found += usize::from(best.is_some());
                counts.right += usize::from(best.is_some_and(|one| is_right(one, mention, &name, lists)));
            }
        }
    }
    counts
}

fn is_right(found: &NamedMention, gold: &NamedMention, name: &str, lists: &dyn Lists) -> bool {
    let id = found.id.as_str().unwrap_or_default();
    let same_name = found.name.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(name));
    gold.link.as_deref() == Some(id) || same_name || lists.bears(id, name)
}

fn overlap(one: &NamedMention, two: &NamedMention) -> usize {
    one.end.min(two.end).saturating_sub(one.start.max(two.start))
}

fn union(one: &NamedMention, two: &NamedMention) -> usize {
    one.end.max(two.end) - one.start.min(two.start)
}

impl NamedMention {
    /// Whether gold asks for it: a name, not optional, no second reading.
    fn counts(&self) -> bool {
        self.kind.as_deref().is_none_or(|kind| kind == "named")
            && self.optional != Some(true)
            && self.alternative_of.as_ref().is_none_or(serde_json::Value::is_null)
    }

    /// The name of the entity that gold links to, without a remark in brackets.
    fn linked_name(&self) -> Option<String> {
        let link = self.link.as_deref().filter(|link| !matches!(*link, "" | "None" | "NIL"))?;
        let page =
            link.rsplit_once("dbpedia.org/page/").or_else(|| link.rsplit_once("dbpedia.org/resource/"));
        let title = match (&self.name, &self.wiki, page) {
            (Some(name), ..) | (None, Some(name), _) => name.as_str(),
            (None, None, Some((_, page))) => page,
            _ => return None,
        };
        let title = title.replace('_', " ");
        let bare = title.split_once(" (").map_or(title.as_str(), |(bare, _)| bare);
        Some(bare.trim().to_owned()).filter(|name| !name.is_empty())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    struct Two;

    impl Lists for Two {
        fn holds(&self, name: &str) -> bool {
            matches!(name, "Georgia" | "Jane Roe")
        }
        fn bears(&self, id: &str, name: &str) -> bool {
            (id, name) == ("sayso:country/georgia", "Georgia")
        }
        fn holds_id(&self, wikidata: &str) -> bool {
            wikidata == "Q1"
        }
        fn has_id(&self, id: &str, wikidata: &str) -> bool {
            (id, wikidata) == ("sayso:person/jane-roe", "Q1")
        }
    }

    fn document(mentions: &str) -> NamedDocument {
        serde_json::from_str(&format!(r#"{{"doc_id": "a", "text": "", "mentions": [{mentions}]}}"#)).unwrap()
    }

    /// Two of four gold links are held; one is found and right, the other found and wrong.
    #[test]
    fn held_found_and_right() {
        let gold = document(
            r#"{"start": 0, "end": 7, "link": "http://dbpedia.org/page/Georgia_(country)"},
               {"start": 10, "end": 13, "link": "Q1", "name": "Jane Roe"},
               {"start": 20, "end": 23, "link": "Q2", "name": "Nobody"},
               {"start": 30, "end": 33, "link": "Q3", "name": "Jane Roe", "optional": true},
               {"start": 40, "end": 43, "link": "None"}"#,
        );
        let found = document(
            r#"{"start": 0, "end": 7, "id": "sayso:country/georgia", "name": "Republic of Georgia"},
               {"start": 10, "end": 13, "id": "new:person/ann-roe", "name": "Ann Roe"}"#,
        );
        let counts = links(std::slice::from_ref(&gold), &[found], &Two);
        let by_id = ById { held: 1, found: 1, right: 0 };
        assert_eq!(counts, Links { gold: 3, held: 2, found: 2, right: 1, by_id });
        let found = document(r#"{"start": 10, "end": 13, "id": "sayso:person/jane-roe", "name": "Ann Roe"}"#);
        assert_eq!(links(&[gold], &[found], &Two).by_id, ById { right: 1, ..by_id });
    }
}
