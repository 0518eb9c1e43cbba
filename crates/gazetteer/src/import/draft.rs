//! One entity of a dump on its way to a row.

use crate::error::ErrorKind;
use crate::row::AliasKind;
use crate::words;
use sayso_document::EntityKind;
use serde_json::Value;

/// The columns of a row before they are joined; names may still hold what no row can.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) id: String,
    pub(super) kind: EntityKind,
    pub(super) name: String,
    pub(super) aliases: Vec<(AliasKind, String)>,
    pub(super) country: String,
    pub(super) gender: &'static str,
    pub(super) roles: Vec<String>,
    pub(super) ids: Vec<String>,
    pub(super) prior: f32,
    pub(super) valid: String,
    pub(super) source: &'static str,
    pub(super) licence: &'static str,
}

impl Draft {
    pub(super) fn new(
        id: String,
        kind: EntityKind,
        name: &str,
        source: &'static str,
        licence: &'static str,
    ) -> Self {
        Self {
            id,
            kind,
            name: name.to_owned(),
            aliases: Vec::new(),
            country: String::new(),
            gender: "",
            roles: Vec::new(),
            ids: Vec::new(),
            prior: 0.5,
            valid: String::new(),
            source,
            licence,
        }
    }

    pub(super) fn alias(&mut self, kind: AliasKind, name: &str) {
        if !name.is_empty() && name != self.name && !self.aliases.iter().any(|(_, known)| known == name) {
            self.aliases.push((kind, name.to_owned()));
        }
    }

    /// The row; `None` where no text can hold the name. Aliases that none can hold are dropped.
    pub(super) fn line(&self) -> Option<String> {
        let name = clean(&self.name);
        words::key(&name)?;
        let aliases: Vec<String> = self
            .aliases
            .iter()
            .map(|(kind, alias)| (kind, clean(alias)))
            .filter(|(_, alias)| words::key(alias).is_some() && *alias != name)
            .map(|(kind, alias)| format!("{}={alias}", kind.name()))
            .collect();
        let country = Some(self.country.to_uppercase()).filter(|code| code.len() == 2).unwrap_or_default();
        let list = |parts: &[String]| parts.iter().map(|part| clean(part)).collect::<Vec<_>>().join("|");
        let columns = [
            clean(&self.id),
            self.kind.name().to_owned(),
            name,
            aliases.join("|"),
            country,
            self.gender.to_owned(),
            list(&self.roles),
            list(&self.ids),
            format!("{:.3}", self.prior.clamp(0.0, 1.0)),
            self.valid.clone(),
            self.source.to_owned(),
            self.licence.to_owned(),
        ];
        Some(columns.join("\t"))
    }
}

/// Without the characters that the format gives a meaning, and without controls.
fn clean(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() || c == '|' { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A row written as a JSON object. Nothing is dropped here: it is the user's own list, and faults are theirs to know.
pub(super) fn of_object(value: &Value) -> Result<Draft, ErrorKind> {
    let object = value.as_object().ok_or(ErrorKind::Json("an object is expected".to_owned()))?;
    if let Some(unknown) = object.keys().find(|key| !crate::row::COLUMNS.contains(&key.as_str())) {
        return Err(ErrorKind::Json(format!("there is no column {unknown:?}")));
    }
    let text = |column: &'static str| value[column].as_str().unwrap_or_default().to_owned();
    for column in ["id", "name"] {
        if text(column).trim().is_empty() {
            return Err(ErrorKind::Empty { column });
        }
    }
    let kind = EntityKind::parse(&text("kind")).ok_or_else(|| ErrorKind::Kind(text("kind")))?;
    if let Some(control) = text("name").chars().find(|c| c.is_control()) {
        return Err(ErrorKind::Control(control as u32));
    }
    if words::key(&text("name")).is_none() {
        return Err(ErrorKind::Unmatchable(text("name"), crate::compile::UNMATCHABLE));
    }
    let mut draft = Draft::new(text("id"), kind, &text("name"), "the user's list", "the user's own");
    for (kind, names) in value["aliases"].as_object().into_iter().flatten() {
        let kind =
            AliasKind::parse(kind).ok_or_else(|| ErrorKind::Alias { value: format!("{kind}={names}") })?;
        strings(names).for_each(|name| draft.alias(kind, name));
    }
    draft.country = text("country");
    draft.gender = sayso_document::Gender::parse(&text("gender")).map_or("", sayso_document::Gender::name);
    draft.roles = strings(&value["roles"]).map(str::to_owned).collect();
    draft.ids = strings(&value["ids"]).map(str::to_owned).collect();
    draft.prior = value["prior"].as_f64().unwrap_or(0.5) as f32;
    draft.valid = text("valid");
    Ok(draft)
}

/// A string, or the strings of an array.
pub(super) fn strings(value: &Value) -> impl Iterator<Item = &str> {
    let many = value.as_array().map(Vec::as_slice).unwrap_or_default();
    value.as_str().into_iter().chain(many.iter().filter_map(Value::as_str))
}
