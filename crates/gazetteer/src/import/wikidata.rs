//! Wikidata: <https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html>.

use super::draft::Draft;
use crate::row::AliasKind;
use sayso_core::EntityKind;
use serde_json::Value;
use std::collections::BTreeMap;

/// Which classes (`instance of`, P31) are taken, and as what. Classes below them are not known: name each one.
#[derive(Clone, Debug)]
pub struct Classes(BTreeMap<String, EntityKind>);

impl Default for Classes {
    fn default() -> Self {
        Self(USUAL.iter().map(|(class, kind)| ((*class).to_owned(), *kind)).collect())
    }
}

impl Classes {
    /// These classes only, `Q5=person`; `None` where one is not of that form.
    pub fn parse(classes: &[String]) -> Option<Self> {
        let class = |text: &String| {
            let (class, kind) = text.split_once('=')?;
            Some((class.to_owned(), EntityKind::parse(kind)?))
        };
        classes.iter().map(class).collect::<Option<_>>().map(Self)
    }

    /// What a class is taken as.
    pub(super) fn kind(&self, class: &str) -> Option<EntityKind> {
        self.0.get(class).copied()
    }
}

const USUAL: &[(&str, EntityKind)] = &[
    ("Q5", EntityKind::Person),
    ("Q43229", EntityKind::Organization),
    ("Q484652", EntityKind::Organization),
    ("Q245065", EntityKind::Organization),
    ("Q79913", EntityKind::Organization),
    ("Q3918", EntityKind::Organization),
    ("Q4830453", EntityKind::Company),
    ("Q6881511", EntityKind::Company),
    ("Q891723", EntityKind::Company),
    ("Q327333", EntityKind::Agency),
    ("Q192350", EntityKind::Agency),
    ("Q7278", EntityKind::Party),
    ("Q11032", EntityKind::Outlet),
    ("Q1110794", EntityKind::Outlet),
    ("Q192283", EntityKind::Outlet),
    ("Q6256", EntityKind::Country),
    ("Q3624078", EntityKind::Country),
    ("Q515", EntityKind::Place),
    ("Q3957", EntityKind::Place),
    ("Q532", EntityKind::Place),
    ("Q486972", EntityKind::Place),
    ("Q35657", EntityKind::Place),
];

/// An item of one of the classes with an English label.
pub(super) fn entity(item: &Value, classes: &Classes) -> Option<Draft> {
    let claims = &item["claims"];
    let kind = values(claims, "P31").find_map(|value| classes.kind(value["id"].as_str()?))?;
    let label = ["en", "mul", "en-gb", "en-us"]
        .into_iter()
        .find_map(|code| item["labels"][code]["value"].as_str())?;
    let id = item["id"].as_str()?;
    let mut draft = Draft::new(id.to_owned(), kind, label, "Wikidata", "CC0-1.0");
    for alias in item["aliases"]["en"].as_array().into_iter().flatten() {
        let name = alias["value"].as_str().unwrap_or_default();
        draft.alias(alias_kind(name), name);
    }
    draft.ids.push(format!("wikidata={id}"));
    draft.gender = match values(claims, "P21").find_map(|value| value["id"].as_str()) {
        Some("Q6581072" | "Q1052281") => "female",
        Some("Q6581097" | "Q2449503") => "male",
        _ => "",
    };
    values(claims, "P297").find_map(Value::as_str).unwrap_or_default().clone_into(&mut draft.country);
    let date = |property: &str| values(claims, property).find_map(day).unwrap_or_default();
    let (from, until) = match kind {
        EntityKind::Person => (date("P569"), date("P570")),
        _ => (date("P571"), date("P576")),
    };
    if !(from.is_empty() && until.is_empty()) {
        draft.valid = format!("{from}..{until}");
    }
    let sites = item["sitelinks"].as_object().map_or(0, serde_json::Map::len) as f32;
    // Most items have no page, the best known have three hundred.
    draft.prior = 0.1 + 0.8 * sites / (sites + 30.0);
    Some(draft)
}

/// The values of a property, without those that are deprecated.
fn values<'v>(claims: &'v Value, property: &str) -> impl Iterator<Item = &'v Value> {
    let claims = claims[property].as_array().map(Vec::as_slice).unwrap_or_default();
    claims
        .iter()
        .filter(|claim| claim["rank"].as_str() != Some("deprecated"))
        .map(|claim| &claim["mainsnak"]["datavalue"]["value"])
}

/// `+1946-06-14T00:00:00Z` as far as the precision goes (11 day, 10 month, 9 year).
fn day(value: &Value) -> Option<String> {
    let length = match value["precision"].as_u64()? {
        11 => 10,
        10 => 7,
        9 => 4,
        _ => return None,
    };
    value["time"].as_str()?.strip_prefix('+')?.get(..length).map(str::to_owned)
}

/// Capitals alone are an acronym.
fn alias_kind(name: &str) -> AliasKind {
    let capitals = name.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    if capitals && name.chars().count() <= 8 { AliasKind::Acronym } else { AliasKind::Full }
}
