//! Who is who over a corpus, as somebody who read it knows: two ids that are one person, and one id that is two.

use crate::Who;
use sayso_core::{Article, Attributions, Evidence, Mentions, Speaker};

/// Everything that an id says or that is said of it belongs to somebody else: everywhere, in what one outlet
/// publishes, or in one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The id as articles give it.
    pub from: String,
    /// Who it is. Has an id.
    pub into: Who,
    /// Only what this outlet publishes.
    pub publisher: Option<String>,
    /// Only this article, by its `doc_id`.
    pub document: Option<String>,
    /// Why, in the corrector's words.
    pub note: Option<String>,
    /// Who says so.
    pub by: Option<String>,
}

impl Identity {
    /// Whether it holds in an article.
    pub fn holds_in(&self, article: &Article) -> bool {
        self.document.as_ref().is_none_or(|document| *document == article.source_id)
            && self
                .publisher
                .as_ref()
                .is_none_or(|publisher| article.metadata.publisher.as_ref() == Some(publisher))
    }

    /// What it says, in words.
    pub fn what(&self) -> String {
        let within = [("in", &self.document), ("of", &self.publisher)];
        let within: String =
            within.iter().filter_map(|(word, place)| Some(format!(" {word} {}", place.as_ref()?))).collect();
        format!(
            "{}{within} is {} ({})",
            self.from,
            self.into.name,
            self.into.id.as_deref().unwrap_or_default()
        )
    }
}

/// Gives speakers, subjects and mentions of an article their true ids; whether anything had the id that each speaks of.
/// The first that fits an id counts, and nobody is renamed twice.
pub fn apply_identities(
    article: &Article,
    mentions: &mut Mentions,
    attributions: &mut Attributions,
    identities: &[Identity],
) -> Vec<bool> {
    let mut used = vec![false; identities.len()];
    let here: Vec<usize> = (0..identities.len()).filter(|nth| identities[*nth].holds_in(article)).collect();
    if here.is_empty() {
        return used;
    }
    let mut renamed = |id: &str| -> Option<&Identity> {
        let nth = here.iter().copied().find(|nth| identities[*nth].from == id)?;
        used[nth] = true;
        Some(&identities[nth])
    };
    for attribution in &mut attributions.attributions {
        let mut marks = Vec::new();
        for speaker in &mut attribution.speakers {
            if let Some(identity) = renamed(&speaker.id) {
                marks.push(mark(identity));
                *speaker = speaker_of(identity);
            }
        }
        for id in &mut attribution.about {
            if let Some(identity) = renamed(id) {
                id.clone_from(identity.into.id.as_ref().unwrap_or(&identity.from));
            }
        }
        attribution.evidence.extend(marks);
    }
    for entity in &mut mentions.entities {
        if let Some(identity) = renamed(&entity.id) {
            entity.id.clone_from(identity.into.id.as_ref().unwrap_or(&identity.from));
            entity.name.clone_from(&identity.into.name);
        }
    }
    used
}

fn speaker_of(identity: &Identity) -> Speaker {
    let Who { name, kind, id } = identity.into.clone();
    Speaker { id: id.unwrap_or_else(|| identity.from.clone()), name, kind }
}

/// Shown with the statement's other reasons.
fn mark(identity: &Identity) -> Evidence {
    let note = identity.note.as_ref().map_or_else(String::new, |note| format!(": {note}"));
    Evidence { kind: "identity".to_owned(), detail: format!("{}{note}", identity.what()), weight: 0.0 }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use sayso_core::{Attribution, SpeakerKind};

    fn said_by(id: &str) -> Attributions {
        let speaker = Speaker { id: id.to_owned(), name: "Roe".to_owned(), kind: SpeakerKind::Person };
        let attribution =
            Attribution { speakers: vec![speaker], about: vec![id.to_owned()], ..Attribution::blank() };
        Attributions { attributions: vec![attribution], ..Attributions::default() }
    }

    fn identity(publisher: Option<&str>, document: Option<&str>) -> Identity {
        Identity {
            from: "new:person/roe".to_owned(),
            into: Who { name: "Jane Roe".to_owned(), kind: SpeakerKind::Person, id: Some("jane".to_owned()) },
            publisher: publisher.map(str::to_owned),
            document: document.map(str::to_owned),
            note: None,
            by: None,
        }
    }

    fn speaker_in(article: &Article, identities: &[Identity], id: &str) -> (String, Vec<bool>) {
        let mut attributions = said_by(id);
        let used = apply_identities(article, &mut Mentions::default(), &mut attributions, identities);
        let attribution = &attributions.attributions[0];
        assert_eq!(attribution.about[0], attribution.speakers[0].id);
        (attribution.speakers[0].id.clone(), used)
    }

    #[test]
    fn an_identity_holds_where_it_says() {
        let mut article = Article { source_id: "a".to_owned(), ..Article::default() };
        article.metadata.publisher = Some("Office of Senator Roe".to_owned());
        let check = |publisher, document, id: &str, expected: &str| {
            let (found, used) = speaker_in(&article, &[identity(publisher, document)], id);
            assert_eq!(found, expected, "{publisher:?} {document:?}");
            assert_eq!(used, [expected == "jane"]);
        };
        check(None, None, "new:person/roe", "jane");
        check(Some("Office of Senator Roe"), None, "new:person/roe", "jane");
        check(Some("Office of Senator Lind"), None, "new:person/roe", "new:person/roe");
        check(None, Some("a"), "new:person/roe", "jane");
        check(None, Some("b"), "new:person/roe", "new:person/roe");
        check(None, None, "new:person/roe/mayor", "new:person/roe/mayor");
    }

    #[test]
    fn doing_it_twice_is_doing_it_once() {
        let article = Article::default();
        let identities = [identity(None, None)];
        let mut attributions = said_by("new:person/roe");
        apply_identities(&article, &mut Mentions::default(), &mut attributions, &identities);
        let once = attributions.clone();
        let used = apply_identities(&article, &mut Mentions::default(), &mut attributions, &identities);
        assert_eq!(attributions, once);
        assert_eq!(used, [false]);
    }
}
