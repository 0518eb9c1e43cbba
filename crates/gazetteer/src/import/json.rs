//! Records of JSON files: lines, or the members of one array.

use super::stream;
use crate::error::{Error, ErrorKind};
use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde_json::Value;
use std::path::Path;

/// The record of a line: also of one inside an array that is spread over lines, as Wikidata's.
pub(super) fn record(line: &str) -> Option<&str> {
    let text = line.trim().trim_end_matches(',');
    (!matches!(text, "" | "[" | "]")).then_some(text)
}

pub(super) fn parse(text: &str) -> Result<Value, ErrorKind> {
    serde_json::from_str(text).map_err(|error| ErrorKind::Json(error.to_string()))
}

/// A whole file.
pub(super) fn whole(path: &Path) -> Result<Value, Error> {
    serde_json::from_reader(stream::open(path)?)
        .map_err(|error| ErrorKind::Json(error.to_string()).at(path, error.line()))
}

/// The members of the array that a file is, one at a time, numbered from 1.
pub(super) fn array(
    path: &Path,
    mut each: impl FnMut(&Value, usize) -> Result<(), ErrorKind>,
) -> Result<(), Error> {
    let mut fault = None;
    let mut number = 0;
    let members = Members(|value: &Value| {
        number += 1;
        let done = each(value, number);
        let go_on = done.is_ok();
        fault = done.err();
        go_on
    });
    let mut reader = serde_json::Deserializer::from_reader(stream::open(path)?);
    let read = members.deserialize(&mut reader);
    if let Some(kind) = fault {
        return Err(kind.at(path, number));
    }
    read.map_err(|error| ErrorKind::Json(error.to_string()).at(path, error.line()))
}

/// Gives each member to a function until it returns false.
struct Members<F>(F);

impl<'de, F: FnMut(&Value) -> bool> DeserializeSeed<'de> for Members<F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, F: FnMut(&Value) -> bool> Visitor<'de> for Members<F> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an array of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut members: A) -> Result<(), A::Error> {
        while let Some(value) = members.next_element::<Value>()? {
            if !(self.0)(&value) {
                break;
            }
        }
        Ok(())
    }
}
