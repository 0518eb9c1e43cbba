//! Popolo and congress-legislators.

use super::draft::{Draft, strings};
use crate::error::ErrorKind;
use crate::row::AliasKind;
use sayso_document::EntityKind;
use serde_json::Value;
use std::collections::BTreeMap;

/// Persons and organisations of a Popolo file, with their memberships as roles:
/// <https://www.popoloproject.com/specs/>.
pub(super) fn popolo(file: &Value) -> Result<Vec<Draft>, ErrorKind> {
    let list = |field: &str| file[field].as_array().map(Vec::as_slice).unwrap_or_default();
    if file["persons"].as_array().is_none() && file["organizations"].as_array().is_none() {
        return Err(ErrorKind::Json("neither persons nor organizations are there".to_owned()));
    }
    let bodies: BTreeMap<&str, &str> = list("organizations")
        .iter()
        .filter_map(|body| Some((body["id"].as_str()?, body["name"].as_str()?)))
        .collect();
    let mut roles: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for membership in list("memberships") {
        if let Some(person) = membership["person_id"].as_str() {
            roles.entry(person).or_default().push(role(membership, &bodies));
        }
    }
    let person = |value: &Value| {
        let mut draft = entity(value, EntityKind::Person)?;
        draft.roles = roles.get(value["id"].as_str()?).cloned().unwrap_or_default();
        Some(draft)
    };
    let people = list("persons").iter().filter_map(person);
    let body = |value: &Value| {
        let party = value["classification"].as_str() == Some("party");
        entity(value, if party { EntityKind::Party } else { EntityKind::Organization })
    };
    Ok(people.chain(list("organizations").iter().filter_map(body)).collect())
}

fn entity(value: &Value, kind: EntityKind) -> Option<Draft> {
    let id = format!("popolo:{}", value["id"].as_str()?);
    let mut draft = Draft::new(id, kind, value["name"].as_str()?, "Popolo", "as the file's");
    for other in value["other_names"].as_array().into_iter().flatten() {
        let kind =
            if other["note"].as_str() == Some("acronym") { AliasKind::Acronym } else { AliasKind::Full };
        draft.alias(kind, other["name"].as_str().unwrap_or_default());
    }
    draft.gender = gender(value["gender"].as_str());
    for identifier in value["identifiers"].as_array().into_iter().flatten() {
        if let (Some(scheme), Some(id)) = (identifier["scheme"].as_str(), identifier["identifier"].as_str()) {
            draft.ids.push(format!("{}={id}", scheme.replace('=', " ")));
        }
    }
    Some(draft)
}

fn role(membership: &Value, bodies: &BTreeMap<&str, &str>) -> String {
    let title = membership["role"].as_str().unwrap_or("member").replace('@', " at ");
    let body = membership["organization_id"].as_str().and_then(|id| bodies.get(id));
    let title = body.map_or(title.clone(), |body| format!("{title} of {}", body.replace('@', " ")));
    held(&title, membership["start_date"].as_str(), membership["end_date"].as_str())
}

/// `TITLE@FROM..UNTIL`, or the title alone.
fn held(title: &str, from: Option<&str>, until: Option<&str>) -> String {
    let day = |date: Option<&str>| {
        date.filter(|date| matches!(date.len(), 4 | 7 | 10)).unwrap_or_default().to_owned()
    };
    match (day(from), day(until)) {
        (from, until) if from.is_empty() && until.is_empty() => title.to_owned(),
        (from, until) => format!("{title}@{from}..{until}"),
    }
}

fn gender(text: Option<&str>) -> &'static str {
    match text {
        Some("female" | "F") => "female",
        Some("male" | "M") => "male",
        _ => "",
    }
}

/// A member of congress: <https://github.com/unitedstates/congress-legislators>.
pub(super) fn legislator(value: &Value) -> Option<Draft> {
    let (name, id) = (&value["name"], &value["id"]);
    let part = |field: &str| name[field].as_str().unwrap_or_default();
    let usual = format!("{} {}", part("first"), part("last"));
    let full = name["official_full"].as_str().unwrap_or(&usual);
    let row = format!("bioguide:{}", id["bioguide"].as_str()?);
    let mut draft = Draft::new(row, EntityKind::Person, full, "congress-legislators", "CC0-1.0");
    draft.alias(AliasKind::Full, &usual);
    if !part("nickname").is_empty() {
        draft.alias(AliasKind::Full, &format!("{} {}", part("nickname"), part("last")));
    }
    if !part("middle").is_empty() {
        draft.alias(AliasKind::Full, &format!("{} {} {}", part("first"), part("middle"), part("last")));
    }
    draft.gender = gender(value["bio"]["gender"].as_str());
    "US".clone_into(&mut draft.country);
    draft.prior = 0.4;
    for term in value["terms"].as_array().into_iter().flatten() {
        let title = if term["type"].as_str() == Some("sen") { "U.S. senator" } else { "U.S. representative" };
        let title = format!("{title} from {}", term["state"].as_str().unwrap_or_default());
        draft.roles.push(held(&title, term["start"].as_str(), term["end"].as_str()));
    }
    for scheme in ["bioguide", "wikidata", "govtrack"] {
        let known = strings(&id[scheme])
            .next()
            .map(str::to_owned)
            .or_else(|| id[scheme].as_u64().map(|n| n.to_string()));
        draft.ids.extend(known.map(|known| format!("{scheme}={known}")));
    }
    Some(draft)
}
