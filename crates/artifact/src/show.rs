use crate::error::Error;
use crate::file::{read, read_header};
use crate::header::Header;
use crate::payload::{Layer, Shard};
use crate::stage::Stage;
use sayso_core::{Article, Attributions, Mentions, Tokens};
use serde_json::{Value, json};
use std::path::Path;

/// How much of a file [`show`] shows.
#[derive(Copy, Clone, Debug)]
pub struct Bounds {
    /// Documents of a shard.
    pub documents: usize,
    /// Items of each list inside a document.
    pub items: usize,
    /// Code points of each text.
    pub text: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { documents: 3, items: 20, text: 400 }
    }
}

impl Bounds {
    /// Everything.
    pub const ALL: Self = Self { documents: usize::MAX, items: usize::MAX, text: usize::MAX };
}

/// A readable dump of a file: its header, then its documents as far as `bounds` go, each as JSON. Spans read
/// `start..end` in bytes. What was left out is counted in the place where it would stand.
pub fn show(path: &Path, bounds: Bounds) -> Result<String, Error> {
    let header = read_header(path)?;
    let mut values = vec![json!({ "file": path.display().to_string(), "header": describe(&header) })];
    match header.stage {
        Stage::Ingest => documents::<Article>(path, bounds, &mut values)?,
        Stage::Tokenize => documents::<Tokens>(path, bounds, &mut values)?,
        Stage::Recognize => documents::<Mentions>(path, bounds, &mut values)?,
        Stage::Attribute => documents::<Attributions>(path, bounds, &mut values)?,
        Stage::Report => {}
    }
    let lines: Vec<String> = values.iter().map(|value| format!("{value:#}\n")).collect();
    Ok(lines.concat())
}

fn describe(header: &Header) -> Value {
    let prints = &header.fingerprints;
    json!({
        "format": header.format,
        "stage": header.stage.name(),
        "schema": header.schema,
        "codec": header.codec.name(),
        "fingerprints": {
            "inputs": hex(&prints.inputs),
            "configuration": hex(&prints.configuration),
            "data": hex(&prints.data),
            "code": hex(&prints.code),
        },
        "payload": { "bytes": header.length, "blake3": hex(&header.digest) },
    })
}

fn documents<T: Layer>(path: &Path, bounds: Bounds, values: &mut Vec<Value>) -> Result<(), Error> {
    let (_, shard) = read::<Shard<T>>(path)?;
    for document in shard.documents.iter().take(bounds.documents) {
        let mut value = serde_json::to_value(document).unwrap_or(Value::Null);
        tidy(&mut value, bounds);
        values.push(value);
    }
    note_rest(values, shard.documents.len().saturating_sub(bounds.documents));
    Ok(())
}

/// Shortens texts and lists, writes spans as `start..end` and ids as hexadecimal digits.
fn tidy(value: &mut Value, bounds: Bounds) {
    match value {
        Value::String(text) => {
            let rest = text.chars().count().saturating_sub(bounds.text);
            if rest > 0 {
                *text = text.chars().take(bounds.text).collect();
                *text += &left_out(rest);
            }
        }
        Value::Array(items) => {
            let rest = items.len().saturating_sub(bounds.items);
            items.truncate(bounds.items);
            for item in items.iter_mut() {
                tidy(item, bounds);
            }
            note_rest(items, rest);
        }
        Value::Object(fields) => {
            if let (2, Some(start), Some(end)) = (fields.len(), fields.get("start"), fields.get("end")) {
                *value = Value::String(format!("{start}..{end}"));
                return;
            }
            for (name, field) in fields {
                match id(name, field) {
                    Some(id) => *field = Value::String(id),
                    None => tidy(field, bounds),
                }
            }
        }
        _ => {}
    }
}

fn note_rest(items: &mut Vec<Value>, rest: usize) {
    if rest > 0 {
        items.push(Value::String(left_out(rest)));
    }
}

fn left_out(count: usize) -> String {
    format!("… {count} more")
}

/// A document's id, which serde writes as a list of 16 bytes.
fn id(name: &str, value: &Value) -> Option<String> {
    let bytes = value.as_array().filter(|bytes| bytes.len() == 16 && matches!(name, "id" | "document"))?;
    let bytes: Option<Vec<u8>> =
        bytes.iter().map(|byte| byte.as_u64().and_then(|byte| byte.try_into().ok())).collect();
    bytes.map(|bytes| hex(&bytes))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('?');
    bytes.iter().flat_map(|&byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
