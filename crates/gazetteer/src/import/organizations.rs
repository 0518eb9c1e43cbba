//! OpenSanctions, GLEIF and ROR.

use super::draft::{Draft, strings};
use crate::error::ErrorKind;
use crate::row::AliasKind;
use sayso_core::EntityKind;
use serde_json::Value;
use std::io::Read;

/// An entity of FollowTheMoney: <https://followthemoney.tech/explorer/>. `None` for what bears no name in news.
pub(super) fn ftm(value: &Value) -> Option<Draft> {
    let kind = match value["schema"].as_str()? {
        "Person" => EntityKind::Person,
        "Company" => EntityKind::Company,
        "PublicBody" => EntityKind::Agency,
        "Organization" | "LegalEntity" => EntityKind::Organization,
        _ => return None,
    };
    let properties = &value["properties"];
    let all = |field: &str| strings(&properties[field]);
    let caption = value["caption"].as_str().or_else(|| all("name").next())?;
    let id = format!("ftm:{}", value["id"].as_str()?);
    // Data of OpenSanctions may not be used for profit without a licence of theirs; the row says so.
    let mut draft = Draft::new(id, kind, caption, "OpenSanctions (FollowTheMoney)", "CC-BY-NC-4.0");
    all("name").for_each(|name| draft.alias(AliasKind::Full, name));
    all("alias").for_each(|name| draft.alias(AliasKind::Full, name));
    all("previousName").for_each(|name| draft.alias(AliasKind::Former, name));
    all("abbreviation").for_each(|name| draft.alias(AliasKind::Acronym, name));
    let country = ["country", "jurisdiction", "nationality", "citizenship"]
        .into_iter()
        .find_map(|field| all(field).next());
    country.unwrap_or_default().clone_into(&mut draft.country);
    draft.gender = match all("gender").next() {
        Some("female") => "female",
        Some("male") => "male",
        _ => "",
    };
    draft.roles = all("position").map(|role| role.replace('@', " at ")).collect();
    draft.ids = all("wikidataId").map(|id| format!("wikidata={id}")).collect();
    draft.ids.extend(all("leiCode").map(|id| format!("lei={id}")));
    let date = |fields: [&'static str; 2]| {
        let mut dates = fields.into_iter().flat_map(all);
        dates.find(|date| matches!(date.len(), 4 | 7 | 10)).unwrap_or_default()
    };
    let (from, until) = (date(["birthDate", "incorporationDate"]), date(["deathDate", "dissolutionDate"]));
    if !(from.is_empty() && until.is_empty()) {
        draft.valid = format!("{from}..{until}");
    }
    Some(draft)
}

/// Columns of GLEIF that are numbered.
const OTHER_NAMES: [&str; 2] = [
    "Entity.OtherEntityNames.OtherEntityName",
    "Entity.TransliteratedOtherEntityNames.TransliteratedOtherEntityName",
];

/// The golden copy of GLEIF, level 1, as CSV; columns are found by name.
pub(super) fn gleif(
    reader: impl Read,
    each: &mut dyn FnMut(Draft, usize) -> Result<(), ErrorKind>,
) -> Result<(), (ErrorKind, usize)> {
    let fault = |error: &csv::Error| {
        (ErrorKind::Csv(error.to_string()), error.position().map_or(0, |position| position.line() as usize))
    };
    let mut table = csv::ReaderBuilder::new().flexible(true).from_reader(reader);
    let header = table.headers().map_err(|error| fault(&error))?.clone();
    let column = |name: &str| header.iter().position(|known| known.trim_start_matches('\u{FEFF}') == name);
    let (Some(lei), Some(name)) = (column("LEI"), column("Entity.LegalName")) else {
        return Err((ErrorKind::Csv("there are no columns LEI and Entity.LegalName".to_owned()), 1));
    };
    let country = column("Entity.LegalAddress.Country");
    let others: Vec<usize> = (1..=5)
        .flat_map(|number| OTHER_NAMES.map(|name| format!("{name}.{number}")))
        .filter_map(|name| column(&name))
        .collect();
    for record in table.records() {
        let record = record.map_err(|error| fault(&error))?;
        let line = record.position().map_or(0, |position| position.line() as usize);
        let cell = |at: usize| record.get(at).unwrap_or_default();
        let id = format!("lei:{}", cell(lei));
        let mut draft = Draft::new(id, EntityKind::Company, cell(name), "GLEIF", "CC0-1.0");
        for at in &others {
            draft.alias(AliasKind::Full, cell(*at));
        }
        country.map(cell).unwrap_or_default().clone_into(&mut draft.country);
        draft.ids.push(format!("lei={}", cell(lei)));
        draft.prior = 0.2;
        each(draft, line).map_err(|kind| (kind, line))?;
    }
    Ok(())
}

/// A record of ROR: <https://ror.readme.io/docs/data-structure>.
pub(super) fn ror(value: &Value) -> Option<Draft> {
    let id = value["id"].as_str()?.rsplit('/').next()?;
    let mut draft = Draft::new(format!("ror:{id}"), EntityKind::Organization, "", "ROR", "CC0-1.0");
    draft.ids.push(format!("ror={id}"));
    if let Some(names) = value["names"].as_array() {
        let has = |name: &Value, kind: &str| strings(&name["types"]).any(|known| known == kind);
        let shown = names.iter().find(|name| has(name, "ror_display")).or_else(|| names.first())?;
        shown["value"].as_str()?.clone_into(&mut draft.name);
        for name in names {
            let kind = if has(name, "acronym") { AliasKind::Acronym } else { AliasKind::Full };
            draft.alias(kind, name["value"].as_str().unwrap_or_default());
        }
        let place = &value["locations"][0]["geonames_details"];
        place["country_code"].as_str().unwrap_or_default().clone_into(&mut draft.country);
    } else {
        value["name"].as_str()?.clone_into(&mut draft.name);
        strings(&value["aliases"]).for_each(|name| draft.alias(AliasKind::Full, name));
        strings(&value["acronyms"]).for_each(|name| draft.alias(AliasKind::Acronym, name));
        value["country"]["country_code"].as_str().unwrap_or_default().clone_into(&mut draft.country);
    }
    for (name, kind) in [("company", EntityKind::Company), ("government", EntityKind::Agency)] {
        if strings(&value["types"]).any(|known| known.eq_ignore_ascii_case(name)) {
            draft.kind = kind;
        }
    }
    Some(draft)
}
