//! Results of a query to Wikidata (<https://query.wikidata.org>), as CSV or JSON: columns `item` and `itemLabel`, and where they
//! are there `itemAltLabel`, `kind` (ours), `class` (P31), `country` (a code of ISO 3166-1), `gender`, `shortName`, `sitelinks`.

use super::draft::Draft;
use super::json;
use super::stream;
use super::wikidata::Classes;
use crate::error::{Error, ErrorKind};
use crate::row::AliasKind;
use sayso_core::EntityKind;
use serde_json::Value;
use std::collections::HashMap;
use std::io::BufRead as _;
use std::path::Path;

/// The columns that are read.
const COLUMNS: [&str; 9] =
    ["item", "itemLabel", "itemAltLabel", "kind", "class", "country", "gender", "shortName", "sitelinks"];

/// Female and male, as Wikidata has them.
const GENDERS: [(&str, &str); 4] =
    [("Q6581072", "female"), ("Q6581097", "male"), ("female", "female"), ("male", "male")];

/// The items of a result, each once, in the order in which they come first; a result has a row for each value of an item's.
/// Items without a label, or of classes that are not taken, are left out: how many rows.
pub(super) fn items(path: &Path, classes: &Classes) -> Result<(Vec<Draft>, usize), Error> {
    let mut items = Items { classes, drafts: Vec::new(), places: HashMap::new(), left_out: 0 };
    let first = {
        let mut file = stream::open(path)?;
        let start = file.fill_buf().map_err(|error| ErrorKind::from(error).at(path, 0))?;
        start.iter().find(|byte| !byte.is_ascii_whitespace() && !matches!(byte, 0xEF | 0xBB | 0xBF)).copied()
    };
    if matches!(first, Some(b'{' | b'[')) {
        let value = json::whole(path)?;
        let rows = value["results"]["bindings"].as_array().or_else(|| value.as_array());
        let rows = rows.ok_or_else(|| {
            ErrorKind::Json("neither an array nor results with bindings".to_owned()).at(path, 0)
        })?;
        for row in rows {
            let cell = |column: &str| match &row[column] {
                Value::String(text) => text.clone(),
                value => value["value"].as_str().unwrap_or_default().to_owned(),
            };
            items.add(&COLUMNS.map(cell)).map_err(|kind| kind.at(path, 0))?;
        }
    } else {
        items.read_csv(path)?;
    }
    Ok((items.drafts, items.left_out))
}

struct Items<'c> {
    classes: &'c Classes,
    drafts: Vec<Draft>,
    /// Where an item is among the drafts.
    places: HashMap<String, usize>,
    left_out: usize,
}

impl Items<'_> {
    fn read_csv(&mut self, path: &Path) -> Result<(), Error> {
        let fault = |error: &csv::Error| {
            let line = error.position().map_or(0, |position| position.line() as usize);
            ErrorKind::Csv(error.to_string()).at(path, line)
        };
        let mut table = csv::ReaderBuilder::new().flexible(true).from_reader(stream::open(path)?);
        let header = table.headers().map_err(|error| fault(&error))?.clone();
        let place = |column: &str| {
            header.iter().position(|name| name.trim().trim_start_matches(['\u{FEFF}', '?']) == column)
        };
        let places = COLUMNS.map(place);
        if places[0].is_none() || places[1].is_none() {
            return Err(ErrorKind::Csv("there are no columns item and itemLabel".to_owned()).at(path, 1));
        }
        for record in table.records() {
            let record = record.map_err(|error| fault(&error))?;
            let line = record.position().map_or(0, |position| position.line() as usize);
            let cells =
                places.map(|place| place.and_then(|at| record.get(at)).unwrap_or("").trim().to_owned());
            self.add(&cells).map_err(|kind| kind.at(path, line))?;
        }
        Ok(())
    }

    fn add(&mut self, cells: &[String; COLUMNS.len()]) -> Result<(), ErrorKind> {
        let [item, label, others, kind, class, country, gender, short, sitelinks] =
            cells.each_ref().map(|cell| cell.trim());
        let id = id(item).ok_or_else(|| ErrorKind::Value {
            column: "item",
            value: item.to_owned(),
            expected: "an item of Wikidata (Q…)",
        })?;
        let kind = match (kind, self::id(class)) {
            ("", None) => Some(EntityKind::Person),
            ("", Some(class)) => self.classes.kind(class),
            (kind, _) => Some(EntityKind::parse(kind).ok_or_else(|| ErrorKind::Kind(kind.to_owned()))?),
        };
        let known = self.places.get(id).copied();
        let at = match (known, kind) {
            (Some(at), _) => at,
            // The label of what has none in English is its id.
            (None, Some(kind)) if !label.is_empty() && label != id => {
                let mut draft = Draft::new(id.to_owned(), kind, label, "Wikidata", "CC0-1.0");
                draft.ids.push(format!("wikidata={id}"));
                self.places.insert(id.to_owned(), self.drafts.len());
                self.drafts.push(draft);
                self.drafts.len() - 1
            }
            _ => {
                self.left_out += 1;
                return Ok(());
            }
        };
        let draft = &mut self.drafts[at];
        // The label service joins other names with commas; names with a comma inside come apart, which no text shows.
        others.split([',', '|']).for_each(|name| draft.alias(AliasKind::Full, name.trim()));
        let letters = short.bytes().all(|byte| byte.is_ascii_uppercase());
        draft.alias(if letters { AliasKind::Acronym } else { AliasKind::Short }, short);
        if country.len() == 2 {
            draft.country = country.to_ascii_uppercase();
        }
        let gender = self::id(gender).unwrap_or(gender);
        if let Some((_, gender)) = GENDERS.iter().find(|(known, _)| *known == gender) {
            draft.gender = gender;
        }
        if let Ok(count) = sitelinks.parse::<f32>() {
            draft.prior = prior(count);
        }
        Ok(())
    }
}

/// How likely an item is meant by its names, by the number of Wikipedias that have a page of it.
fn prior(sitelinks: f32) -> f32 {
    (0.2 + 0.15 * sitelinks.max(1.0).ln()).min(0.9)
}

/// `Q42` of `http://www.wikidata.org/entity/Q42`.
fn id(item: &str) -> Option<&str> {
    let id = item.rsplit('/').next()?;
    let number = id.strip_prefix('Q')?;
    (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(id)
}
