//! Gold from coreference chains: a speaker is right whose name stands in the source's chain.
//!
//! The files are those of GUM as we keep them: attributions with `source_entity.coref_id`, and mentions with
//! `coref_id` and `kind`, both with code points.

use super::gold::{Article, Gold, SourceForm, Who, WhoKind};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A document of attributions.
#[derive(Clone, Debug, Deserialize)]
pub struct Attributed {
    /// Its id.
    pub doc_id: String,
    /// The text.
    pub text: String,
    #[serde(alias = "quotes")]
    attributions: Vec<Quote>,
}

#[derive(Clone, Debug, Deserialize)]
struct Quote {
    content_spans: Vec<[u32; 2]>,
    source_spans: Vec<[u32; 2]>,
    cue_spans: Vec<[u32; 2]>,
    source_entity: Option<Link>,
}

#[derive(Clone, Debug, Deserialize)]
struct Link {
    coref_id: Option<String>,
    #[serde(rename = "type")]
    class: Option<String>,
}

/// A document of mentions.
#[derive(Clone, Debug, Deserialize)]
pub struct Chained {
    /// Its id.
    pub doc_id: String,
    mentions: Vec<Mention>,
}

#[derive(Clone, Debug, Deserialize)]
struct Mention {
    start: u32,
    end: u32,
    kind: String,
    coref_id: Option<String>,
}

/// Gold of one document: the attributions whose source's chain holds a name of a person, body or place.
pub fn gold(document: &Attributed, chains: &Chained) -> Article {
    let text: Vec<char> = document.text.chars().collect();
    let words = |start: u32, end: u32| -> String {
        text.get(start as usize..end as usize).unwrap_or_default().iter().collect()
    };
    let mut names: BTreeMap<&str, Vec<(&Mention, String)>> = BTreeMap::new();
    for mention in chains.mentions.iter().filter(|mention| mention.kind == "named") {
        if let Some(id) = &mention.coref_id {
            names.entry(id).or_default().push((mention, words(mention.start, mention.end)));
        }
    }
    let attributions = document.attributions.iter().filter_map(|quote| {
        let link = quote.source_entity.as_ref()?;
        let chain = names.get(link.coref_id.as_deref()?)?;
        let source = *quote.source_spans.first()?;
        let in_source =
            |(mention, _): &(&Mention, String)| source[0] <= mention.start && mention.end <= source[1];
        let form = match chain.iter().find(|mention| in_source(mention)) {
            Some((_, name)) if is_longest(name, chain) => SourceForm::Name,
            Some(_) => SourceForm::Short,
            None if is_pronoun(&words(source[0], source[1])) => SourceForm::Pronoun,
            None => SourceForm::Nominal,
        };
        let kind = match link.class.as_deref()? {
            "person" => WhoKind::Person,
            "organization" => WhoKind::Organization,
            "place" => WhoKind::Place,
            _ => return None,
        };
        let mut names: Vec<String> = chain.iter().map(|(_, name)| name.clone()).collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.chars().count()));
        names.dedup();
        Some(Gold {
            content: quote.content_spans.clone(),
            source: quote.source_spans.clone(),
            cue: quote.cue_spans.clone(),
            form,
            speakers: vec![Who { kind, names }],
        })
    });
    Article { source_id: document.doc_id.clone(), length: text.len(), attributions: attributions.collect() }
}

fn is_longest(name: &str, chain: &[(&Mention, String)]) -> bool {
    let words = |name: &str| name.split_whitespace().count();
    chain.iter().all(|(_, other)| words(other) <= words(name))
}

fn is_pronoun(words: &str) -> bool {
    const PRONOUNS: &[&str] = &[
        "i", "you", "he", "she", "it", "we", "they", "who", "which", "that", "his", "her", "my", "our",
        "their",
    ];
    PRONOUNS.contains(&words.to_lowercase().as_str())
}
