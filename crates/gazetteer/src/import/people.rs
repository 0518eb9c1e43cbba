//! Popolo and congress-legislators.

use super::draft::{Draft, strings};
use crate::error::ErrorKind;
use crate::row::AliasKind;
use sayso_core::EntityKind;
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
    // EveryPolitician dates the legislative period and leaves out the member's own dates where they are the same.
    let periods: BTreeMap<&str, &Value> =
        list("events").iter().filter_map(|event| Some((event["id"].as_str()?, event))).collect();
    let mut roles: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for membership in list("memberships") {
        if let Some(person) = membership["person_id"].as_str() {
            let role = role(membership, &bodies, &periods);
            let known = roles.entry(person).or_default();
            if !known.contains(&role) {
                known.push(role);
            }
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

fn role(membership: &Value, bodies: &BTreeMap<&str, &str>, periods: &BTreeMap<&str, &Value>) -> String {
    let title = membership["role"].as_str().unwrap_or("member").replace('@', " at ");
    let body = membership["organization_id"].as_str().and_then(|id| bodies.get(id));
    let title = body.map_or(title.clone(), |body| format!("{title} of {}", body.replace('@', " ")));
    let period = membership["legislative_period_id"].as_str().and_then(|id| periods.get(id));
    let date = |field: &str| membership[field].as_str().or_else(|| period?[field].as_str());
    held(&title, date("start_date"), date("end_date"))
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

/// A member of congress, a president or a vice president: <https://github.com/unitedstates/congress-legislators>.
pub(super) fn legislator(value: &Value) -> Option<Draft> {
    let (name, id) = (&value["name"], &value["id"]);
    let part = |field: &str| name[field].as_str().unwrap_or_default();
    let usual = format!("{} {}", part("first"), part("last"));
    let full = name["official_full"].as_str().unwrap_or(&usual);
    let known = |scheme: &str| {
        let text = strings(&id[scheme]).next().map(str::to_owned);
        text.or_else(|| id[scheme].as_u64().map(|number| number.to_string()))
    };
    // Most presidents were never in Congress.
    let row = ["bioguide", "govtrack", "icpsr_prez"]
        .into_iter()
        .find_map(|scheme| known(scheme).map(|known| format!("{scheme}:{known}")))?;
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
    let list = |field: &str| value[field].as_array().map(Vec::as_slice).unwrap_or_default();
    draft.roles =
        list("terms").iter().map(term).chain(list("leadership_roles").iter().filter_map(lead)).collect();
    for scheme in ["bioguide", "wikidata", "govtrack"] {
        draft.ids.extend(known(scheme).map(|known| format!("{scheme}={known}")));
    }
    Some(draft)
}

/// A term in office.
fn term(term: &Value) -> String {
    let state = term["state"].as_str().unwrap_or_default();
    let title = match term["type"].as_str() {
        Some("prez") => "President of the United States".to_owned(),
        Some("viceprez") => "Vice President of the United States".to_owned(),
        Some("sen") => format!("U.S. senator from {state}"),
        _ => format!("U.S. representative from {state}"),
    };
    held(&title, term["start"].as_str(), term["end"].as_str())
}

/// "Senate Majority Leader".
fn lead(role: &Value) -> Option<String> {
    let title = role["title"].as_str()?.replace('@', " at ");
    let title = match role["chamber"].as_str() {
        Some("senate") => format!("Senate {title}"),
        Some("house") => format!("House {title}"),
        _ => title,
    };
    Some(held(&title, role["start"].as_str(), role["end"].as_str()))
}
