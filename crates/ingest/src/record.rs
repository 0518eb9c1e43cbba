//! A record of named fields, and the article it makes.

use crate::{FieldMap, Options, article, charset, dates, entities, layout, page, wire};
use sayso_core::{Article, Diagnostic, Metadata, Severity};
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// Factiva's fields of the first paragraph and of the others.
const LEAD: &str = "LP";
const REST: &str = "TD";

/// Names of unknown fields that an error lists.
const LISTED: usize = 12;
/// Names of the fields we look for that an error lists.
const EXPECTED: usize = 3;

/// The fields of one record that the map knows, borrowed from the line where that is possible.
#[derive(Debug, Default)]
pub(crate) struct Record<'a> {
    fields: Vec<(Cow<'a, str>, Value<'a>)>,
    /// Names of other fields, for error messages.
    others: Vec<Cow<'a, str>>,
    /// Whether anything was there but an object.
    pub(crate) is_object: bool,
}

/// A value, as far as facts need it.
#[derive(Debug)]
pub(crate) enum Value<'a> {
    /// A string, or a number as text.
    Text(Cow<'a, str>),
    /// Strings in a list; of objects their `name`.
    List(Vec<Cow<'a, str>>),
    /// Null, or something that no fact is made of.
    Nothing,
}

/// Reads a record with only the fields that a map knows.
#[derive(Copy, Clone)]
pub(crate) struct RecordSeed<'m>(pub(crate) &'m FieldMap);

impl<'de> serde::de::DeserializeSeed<'de> for RecordSeed<'_> {
    type Value = Record<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Record<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for RecordSeed<'_> {
    type Value = Record<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the fields of an article")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Record<'de>, A::Error> {
        let mut record = Record { is_object: true, ..Record::default() };
        record.take_fields(self.0, "", map)?;
        Ok(record)
    }
}

/// Reads an object inside a record, of which the map knows fields by a path (`article.body`).
struct Inside<'m, 'r, 'de> {
    map: &'m FieldMap,
    path: Cow<'de, str>,
    record: &'r mut Record<'de>,
}

impl<'de> serde::de::DeserializeSeed<'de> for Inside<'_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Inside<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a value")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        self.record.take_fields(self.map, &self.path, map)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        let value = Values.visit_seq(list)?;
        self.put(value);
        Ok(())
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<(), E> {
        self.put(Value::Text(Cow::Borrowed(text)));
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.put(Value::Text(Cow::Owned(text.to_owned())));
        Ok(())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.put(Value::Text(Cow::Owned(number.to_string())));
        Ok(())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.put(Value::Text(Cow::Owned(number.to_string())));
        Ok(())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        self.put(Value::Text(Cow::Owned(number.to_string())));
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}

impl<'de> Inside<'_, '_, 'de> {
    fn put(self, value: Value<'de>) {
        self.record.fields.push((self.path, value));
    }
}

/// A string, borrowed where it holds no escape.
struct Text<'a>(Cow<'a, str>);

impl<'de> serde::Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Strings;
        impl<'de> Visitor<'de> for Strings {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }
            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Borrowed(text)))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
            fn visit_string<E: Error>(self, text: String) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text)))
            }
        }
        deserializer.deserialize_str(Strings)
    }
}

impl<'de> serde::Deserialize<'de> for Value<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Values)
    }
}

struct Values;

/// Fields of an object that stands for a text (a person, a headline with its role, WordPress' rendered markup), the
/// most telling first.
const MEANT: &[&str] = &["name", "value", "rendered", "main", "original", "text", "$text", "#text"];

impl<'de> Visitor<'de> for Values {
    type Value = Value<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string, a number or a list of strings")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Owned(text)))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Owned(number.to_string())))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Owned(number.to_string())))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Owned(number.to_string())))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut texts = Vec::new();
        while let Some(value) = list.next_element()? {
            match value {
                Value::Text(text) => texts.push(text),
                Value::List(inner) => texts.extend(inner),
                Value::Nothing => {}
            }
        }
        Ok(Value::List(texts))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut best = (MEANT.len(), Value::Nothing);
        while let Some(Text(name)) = map.next_key()? {
            match MEANT.iter().position(|known| *known == name) {
                Some(rank) if rank < best.0 => best = (rank, map.next_value()?),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(best.1)
    }
}

impl<'a> Record<'a> {
    /// Takes the fields that the map knows out of an object at a path in the record; the path of the record itself is
    /// empty.
    fn take_fields<A: MapAccess<'a>>(
        &mut self,
        known: &FieldMap,
        path: &str,
        mut map: A,
    ) -> Result<(), A::Error> {
        while let Some(Text(name)) = map.next_key()? {
            let name = if path.is_empty() { name } else { Cow::Owned(format!("{path}.{name}")) };
            if known.knows_inside(&name) {
                map.next_value_seed(Inside { map: known, path: name, record: self })?;
            } else if known.knows(&name) {
                let value = map.next_value()?;
                self.fields.push((name, value));
            } else {
                map.next_value::<IgnoredAny>()?;
                if self.others.len() < LISTED {
                    self.others.push(name);
                }
            }
        }
        Ok(())
    }

    /// A record of names and strings, for formats that have no JSON.
    pub(crate) fn of_strings(fields: Vec<(Cow<'a, str>, Cow<'a, str>)>, map: &FieldMap) -> Self {
        Self::of_values(fields.into_iter().map(|(name, text)| (name, Value::Text(text))), map)
    }

    /// A record of names and values.
    pub(crate) fn of_values(
        fields: impl IntoIterator<Item = (Cow<'a, str>, Value<'a>)>,
        map: &FieldMap,
    ) -> Self {
        let mut record = Self { is_object: true, ..Self::default() };
        for (name, value) in fields {
            if map.knows(&name) {
                record.fields.push((name, value));
            } else if record.others.len() < LISTED {
                record.others.push(name);
            }
        }
        record
    }

    /// The value of the first of `names` that has one.
    fn value(&self, names: &[String]) -> Option<&Value<'a>> {
        let found =
            |name: &String| self.fields.iter().find(|(field, value)| field == name && !value.is_blank());
        names.iter().find_map(found).map(|(_, value)| value)
    }

    /// Whether this is no record but an object around some: it has one of these fields, and no text.
    pub(crate) fn wraps(&self, map: &FieldMap, wrappers: &[&str]) -> bool {
        self.text(&map.text).is_none() && self.others.iter().any(|name| wrappers.contains(&&**name))
    }

    fn text(&self, names: &[String]) -> Option<&str> {
        self.value(names)?.as_text()
    }

    /// Makes an article of it. The text is kept as it is unless it is markup.
    pub(crate) fn into_article(
        self,
        options: &Options,
        mut article: Article,
        place: &str,
    ) -> Result<Article, Diagnostic> {
        let map = &options.fields;
        if self.text(&map.text).is_none() {
            return Err(self.no_text(map, place));
        }
        if let Some(id) = self.text(&map.id).map(str::trim) {
            id.clone_into(&mut article.source_id);
        }
        self.facts(map, options, &mut article.metadata);
        let (text, mended) = charset::mend(self.take_text(map).into());
        article.text = text.into_owned();
        article.diagnostics.extend((mended > 0).then(|| charset::said_mended(mended, place)));
        if page::is_markup(&article.text) {
            let (text, parts) = page::fragment(&article.text, &options.limits);
            // Where no text is left it was no markup.
            if !text.trim().is_empty() {
                (article.text, article.parts) = (text, parts);
            }
        } else if memchr::memchr(b'&', article.text.as_bytes()).is_some() {
            article.text = entities::resolve(&article.text);
        }
        layout::mark(&mut article);
        Ok(article::finish(article))
    }

    fn take_text(self, map: &FieldMap) -> String {
        let mut fields = self.fields;
        let place = map
            .text
            .iter()
            .find_map(|name| fields.iter().position(|(field, value)| field == name && !value.is_blank()));
        // Archives give the lead apart from the rest.
        let lead = place.filter(|&at| fields[at].0 == REST).and_then(|_| {
            let lead = fields.iter().find(|(field, value)| field == LEAD && !value.is_blank())?;
            lead.1.as_text().map(str::to_owned)
        });
        match place.map(|at| fields.swap_remove(at).1) {
            Some(Value::Text(text)) if lead.is_some() => format!("{}\n\n{text}", lead.unwrap_or_default()),
            Some(Value::Text(text)) => text.into_owned(),
            // Paragraphs in a list.
            Some(Value::List(texts)) => texts.join("\n\n"),
            _ => String::new(),
        }
    }

    fn facts(&self, map: &FieldMap, options: &Options, metadata: &mut Metadata) {
        let mut provenance = Vec::new();
        let mut set = |slot: &mut Option<String>, names: &[String], field: &str| {
            let value = charset::mend(self.text(names).unwrap_or("").into()).0;
            let value = entities::resolve(&value);
            article::set(slot, &value, field, "field", &mut provenance);
        };
        set(&mut metadata.title, &map.title, "title");
        set(&mut metadata.publisher, &map.publisher, "publisher");
        set(&mut metadata.url, &map.url, "url");
        set(&mut metadata.section, &map.section, "section");
        set(&mut metadata.language, &map.language, "language");
        let from_field = |field: &str| article::from(field, "field");
        let bylines = self.value(&map.authors).map(Value::bylines).unwrap_or_default();
        article::credit_agencies(&bylines, metadata);
        metadata.authors = self.value(&map.authors).map(Value::names).unwrap_or_default();
        if !metadata.authors.is_empty() {
            provenance.push(from_field("authors"));
        }
        let date = |names: &[String]| {
            self.text(names)
                .filter(|raw| !raw.trim().is_empty())
                .map(|raw| dates::dated(raw, options.date_order))
        };
        metadata.published = date(&map.published);
        metadata.modified = date(&map.modified);
        provenance.extend(metadata.published.iter().map(|_| from_field("published")));
        provenance.extend(metadata.modified.iter().map(|_| from_field("modified")));
        metadata.provenance.append(&mut provenance);
    }

    fn no_text(&self, map: &FieldMap, place: &str) -> Diagnostic {
        if self.fields.iter().any(|(name, _)| map.text.iter().any(|known| known == name)) {
            let message = "the article's text is empty";
            return Diagnostic::new(Severity::Error, "ingest.empty", place, message)
                .with_help("leave the record out, or fill in its text");
        }
        let mut found: Vec<&str> = self.fields.iter().map(|(name, _)| &**name).collect();
        found.extend(self.others.iter().map(|name| &**name));
        let expected: Vec<&str> = map.text.iter().take(EXPECTED).map(String::as_str).collect();
        let message = if self.is_object {
            format!("no text: expected a field called {}, …; found {}", expected.join(", "), list(&found))
        } else {
            "expected an object with the fields of an article".to_owned()
        };
        Diagnostic::new(Severity::Error, "ingest.no-text", place, message)
            .with_help("say which field holds the text, e.g. `--field text=NAME`")
    }
}

fn list(names: &[&str]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

impl Value<'_> {
    fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::List(texts) => texts.first().map(|text| &**text),
            Self::Nothing => None,
        }
    }

    fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) => text.trim().is_empty(),
            Self::List(texts) => texts.iter().all(|text| text.trim().is_empty()),
            Self::Nothing => true,
        }
    }

    /// Names of people: a list as it is, a string split as a byline is.
    fn names(&self) -> Vec<String> {
        match self {
            Self::Text(text) => article::names(text),
            // Agencies are no people.
            Self::List(_) => {
                let people = self.bylines().into_iter().filter(|name| wire::by_name(name).is_none());
                people.flat_map(|name| article::names(&name)).collect()
            }
            Self::Nothing => Vec::new(),
        }
    }

    /// What stands in a field of authors, unread.
    fn bylines(&self) -> Vec<String> {
        match self {
            Self::Text(text) => vec![text.trim().to_owned()],
            Self::List(texts) => {
                texts.iter().map(|text| text.trim().to_owned()).filter(|name| !name.is_empty()).collect()
            }
            Self::Nothing => Vec::new(),
        }
    }
}
