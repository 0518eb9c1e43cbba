//! One entity of a dump on its way to a row.

use crate::error::ErrorKind;
use crate::row::AliasKind;
use crate::words;
use sayso_core::{EntityKind, Gender};
use serde_json::Value;
use std::borrow::Cow;

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
    pub(super) source: Cow<'static, str>,
    pub(super) licence: Cow<'static, str>,
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
            source: source.into(),
            licence: licence.into(),
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
            clean(&self.source),
            clean(&self.licence),
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
    let text = |column: &'static str| match &value[column] {
        Value::Null => Ok(String::new()),
        Value::String(text) => held_by_row(text).map(|()| text.clone()),
        other => Err(ErrorKind::Value { column, value: other.to_string(), expected: "a string" }),
    };
    let (id, name) = (text("id")?, text("name")?);
    for (column, text) in [("id", &id), ("name", &name)] {
        if text.trim().is_empty() {
            return Err(ErrorKind::Empty { column });
        }
    }
    let kind = text("kind")?;
    let kind = EntityKind::parse(&kind).ok_or(ErrorKind::Kind(kind))?;
    matchable(&name)?;
    let mut draft = Draft::new(id, kind, &name, "the user's list", "the user's own");
    aliases(&value["aliases"], &mut draft)?;
    draft.country = known("country", text("country")?, "two capital letters", |country| {
        country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase())
    })?;
    let gender =
        known("gender", text("gender")?, "female, male or neutral", |text| Gender::parse(text).is_some())?;
    draft.gender = Gender::parse(&gender).map_or("", Gender::name);
    draft.roles = list(value, "roles")?;
    draft.ids = list(value, "ids")?;
    draft.prior = match &value["prior"] {
        Value::Null => 0.5,
        value => prior(&value.to_string())?,
    };
    draft.valid = text("valid")?;
    for (column, own) in [("source", &mut draft.source), ("licence", &mut draft.licence)] {
        let given = text(column)?;
        if !given.is_empty() {
            *own = given.into();
        }
    }
    Ok(draft)
}

/// Names by kind: `{"acronym": ["PNC9"], "former": "Pier Collective"}`.
fn aliases(value: &Value, draft: &mut Draft) -> Result<(), ErrorKind> {
    let fault = || ErrorKind::Value {
        column: "aliases",
        value: value.to_string(),
        expected: "an object of kinds, each with a name or an array of names",
    };
    let kinds = match value {
        Value::Null => return Ok(()),
        value => value.as_object().ok_or_else(fault)?,
    };
    for (kind, names) in kinds {
        let kind =
            AliasKind::parse(kind).ok_or_else(|| ErrorKind::Alias { value: format!("{kind}={names}") })?;
        for name in all_strings(names).ok_or_else(fault)? {
            held_by_row(name)?;
            matchable(name)?;
            draft.alias(kind, name);
        }
    }
    Ok(())
}

/// A column of several values.
fn list(value: &Value, column: &'static str) -> Result<Vec<String>, ErrorKind> {
    let fault = || ErrorKind::Value {
        column,
        value: value[column].to_string(),
        expected: "a string or an array of strings",
    };
    let values = all_strings(&value[column]).ok_or_else(fault)?;
    values.into_iter().map(|text| held_by_row(text).map(|()| text.to_owned())).collect()
}

/// A value that is empty or as it must be.
fn known(
    column: &'static str,
    value: String,
    expected: &'static str,
    is: impl Fn(&str) -> bool,
) -> Result<String, ErrorKind> {
    if value.is_empty() || is(&value) { Ok(value) } else { Err(ErrorKind::Value { column, value, expected }) }
}

/// A share, as written.
pub(super) fn prior(text: &str) -> Result<f32, ErrorKind> {
    let prior = text.parse().ok().filter(|prior| (0.0..=1.0).contains(prior));
    prior.ok_or_else(|| ErrorKind::Value {
        column: "prior",
        value: text.to_owned(),
        expected: "a number from 0 to 1",
    })
}

/// Whether a row can hold a value: no control characters, and no bar, which parts values.
pub(super) fn held_by_row(text: &str) -> Result<(), ErrorKind> {
    match text.chars().find(|c| c.is_control() || *c == '|') {
        Some('|') => Err(ErrorKind::Bar(text.to_owned())),
        Some(control) => Err(ErrorKind::Control(control as u32)),
        None => Ok(()),
    }
}

pub(super) fn matchable(name: &str) -> Result<(), ErrorKind> {
    words::key(name)
        .map(|_| ())
        .ok_or_else(|| ErrorKind::Unmatchable(name.to_owned(), crate::compile::UNMATCHABLE))
}

/// The strings of a string, an array or nothing; `None` where it is anything else.
fn all_strings(value: &Value) -> Option<Vec<&str>> {
    match value {
        Value::Null => Some(Vec::new()),
        Value::String(text) => Some(vec![text]),
        Value::Array(many) => many.iter().map(Value::as_str).collect(),
        _ => None,
    }
}

/// A string, or the strings of an array.
pub(super) fn strings(value: &Value) -> impl Iterator<Item = &str> {
    let many = value.as_array().map(Vec::as_slice).unwrap_or_default();
    value.as_str().into_iter().chain(many.iter().filter_map(Value::as_str))
}
