//! `sayso evaluate entities`: persons, organisations and places, by the lists alone and with recognition.

use super::analyzed;
use crate::arguments::EvaluateEntities;
use sayso_core::{CodePoints, EntityKind};
use sayso_evaluate::entities::{self, Lists, NamedDocument, NamedMention};
use sayso_gazetteer::{AliasKind, Casing, EntryIndex, Gazetteer, Hit};
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

pub(super) fn run(asked: &EvaluateEntities) -> Result<(), String> {
    let gold = documents(&asked.gold)?;
    let gazetteer = Gazetteer::shipped();
    let alone: Vec<NamedDocument> = gold.iter().map(|document| by_lists(&gazetteer, document)).collect();
    let predicted = match &asked.predicted {
        Some(path) => documents(path)?,
        None => analyzed::file(&asked.gold, "rules")?.iter().map(predicted).collect(),
    };
    println!("lists alone");
    show(&gold, &alone, &gazetteer);
    println!("\n{}", if asked.predicted.is_some() { "given output" } else { "lists with recognition" });
    show(&gold, &predicted, &gazetteer);
    Ok(())
}

fn show(gold: &[NamedDocument], predicted: &[NamedDocument], gazetteer: &Gazetteer) {
    print!("{}", entities::score(gold, predicted));
    let capitalised = entities::capitalised(gold, predicted);
    println!(
        "names by their capitals {:5}  recall {:5.1}  of any class {:5.1}",
        capitalised.gold,
        capitalised.recall(),
        100.0 * capitalised.any_class as f64 / capitalised.gold.max(1) as f64
    );
    print!("{}", entities::links(gold, predicted, &Shipped::new(gazetteer)));
}

/// A document as the scorer takes it.
fn predicted(document: &sayso::Document) -> NamedDocument {
    let points = document.code_points();
    let mentions = document.mentions().iter().filter_map(|mention| {
        let entity = document.entities().get(mention.entity as usize)?;
        let demonym = mention.form == sayso::MentionForm::Demonym;
        Some(NamedMention {
            start: points.at(mention.span.start) as usize,
            end: points.at(mention.span.end) as usize,
            kind: Some(if demonym { "demonym" } else { entity.kind.name() }.to_owned()),
            id: entity.id.as_str().into(),
            name: Some(entity.name.clone()),
            ..NamedMention::default()
        })
    });
    NamedDocument {
        doc_id: document.article().source_id.clone(),
        text: document.text().to_owned(),
        mentions: mentions.collect(),
    }
}

/// What the lists find without a look at the words around: each hit is its most prominent candidate.
fn by_lists(gazetteer: &Gazetteer, document: &NamedDocument) -> NamedDocument {
    let mut hits = Vec::new();
    gazetteer.hits(&document.text, &mut hits);
    let points = CodePoints::new(&document.text);
    let mentions = hits.iter().filter_map(|hit| mention(gazetteer, &points, hit)).collect();
    NamedDocument { doc_id: document.doc_id.clone(), text: document.text.clone(), mentions }
}

/// A hit as a mention; `None` for demonyms and common words, which name nobody alone.
fn mention(gazetteer: &Gazetteer, points: &CodePoints<'_>, hit: &Hit) -> Option<NamedMention> {
    let best = gazetteer.candidates(hit).first()?;
    if best.kind == AliasKind::Demonym || hit.common || hit.casing == Casing::Lower {
        return None;
    }
    let entry = gazetteer.entry(best.entry);
    Some(NamedMention {
        start: points.at(hit.span.start) as usize,
        end: points.at(hit.span.end) as usize,
        class: None,
        kind: Some(entry.kind()).filter(|kind| *kind != EntityKind::Other).map(|kind| kind.name().to_owned()),
        id: entry.id().into(),
        name: Some(entry.name().to_owned()),
        ..NamedMention::default()
    })
}

/// The built-in lists, and their entries by ids of Wikidata.
struct Shipped<'g> {
    gazetteer: &'g Gazetteer,
    by_wikidata: HashMap<&'g str, Vec<EntryIndex>>,
}

impl<'g> Shipped<'g> {
    fn new(gazetteer: &'g Gazetteer) -> Self {
        let mut by_wikidata: HashMap<&str, Vec<EntryIndex>> = HashMap::new();
        for (index, entry) in gazetteer.entries() {
            for (_, id) in entry.ids().filter(|(scheme, _)| *scheme == "wikidata") {
                by_wikidata.entry(id).or_default().push(index);
            }
        }
        Self { gazetteer, by_wikidata }
    }
}

impl Lists for Shipped<'_> {
    fn holds(&self, name: &str) -> bool {
        self.gazetteer.lookup(name).next().is_some()
    }

    fn holds_id(&self, wikidata: &str) -> bool {
        self.by_wikidata.contains_key(wikidata)
    }

    fn has_id(&self, id: &str, wikidata: &str) -> bool {
        let own = self.gazetteer.find(id);
        self.by_wikidata.get(wikidata).is_some_and(|entries| own.is_some_and(|own| entries.contains(&own)))
    }

    fn bears(&self, id: &str, name: &str) -> bool {
        self.gazetteer
            .find(id)
            .is_some_and(|entry| self.gazetteer.lookup(name).any(|candidate| candidate.entry == entry))
    }
}

fn documents(path: &Path) -> Result<Vec<NamedDocument>, String> {
    let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut documents = Vec::new();
    for (index, line) in BufReader::new(file).lines().enumerate() {
        let complaint = |error: String| format!("{}:{}: {error}", path.display(), index + 1);
        let line = line.map_err(|error| complaint(error.to_string()))?;
        if !line.trim().is_empty() {
            documents.push(serde_json::from_str(&line).map_err(|error| complaint(error.to_string()))?);
        }
    }
    Ok(documents)
}
