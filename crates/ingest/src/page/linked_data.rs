//! schema.org statements in JSON-LD.

use crate::entities;
use serde_json::Value;

/// Types that an article has; the first that ends like this is taken.
const TYPES: &[&str] = &["Article", "BlogPosting", "LiveBlogPosting", "Report", "WebPage"];

/// Gives the fields of the article that a script describes, strings and numbers only: of objects their name or address.
pub(super) fn read(script: &str, found: &mut dyn FnMut(&str, &str)) {
    // Some sites wrap the data in a comment or leave raw line breaks in it.
    let script =
        script.trim().trim_start_matches("<![CDATA[").trim_start_matches("<!--").trim_end_matches("-->");
    let script = script.trim_end_matches("]]>").replace(['\n', '\r', '\t'], " ");
    let Ok(value) = serde_json::from_str::<Value>(&script) else { return };
    let mut things = Vec::new();
    collect(&value, &mut things);
    let article = TYPES.iter().find_map(|wanted| things.iter().find(|thing| is(thing, wanted)));
    let Some(fields) = article.and_then(|thing| thing.as_object()) else { return };
    for (key, value) in fields {
        strings(value, &things, &mut |text| found(key, text));
    }
}

/// Objects of the document: the root, a list's, a graph's.
fn collect<'v>(value: &'v Value, things: &mut Vec<&'v Value>) {
    match value {
        Value::Array(list) => list.iter().for_each(|inner| collect(inner, things)),
        Value::Object(fields) => {
            things.push(value);
            if let Some(graph) = fields.get("@graph") {
                collect(graph, things);
            }
        }
        _ => {}
    }
}

fn is(thing: &Value, wanted: &str) -> bool {
    match thing.get("@type") {
        Some(Value::String(name)) => name.ends_with(wanted),
        Some(Value::Array(names)) => {
            names.iter().filter_map(Value::as_str).any(|name| name.ends_with(wanted))
        }
        _ => false,
    }
}

/// The strings that a value stands for; a reference by `@id` is followed within the script, once.
fn strings(value: &Value, things: &[&Value], found: &mut dyn FnMut(&str)) {
    match value {
        Value::String(text) => found(&entities::resolve(text)),
        Value::Number(number) => found(&number.to_string()),
        Value::Array(list) => {
            list.iter().filter(|inner| !inner.is_array()).for_each(|inner| strings(inner, things, found));
        }
        Value::Object(fields) => {
            let name = fields.get("name").and_then(Value::as_str);
            let id = fields.get("@id").and_then(Value::as_str);
            let named = || {
                let thing = things
                    .iter()
                    .find(|thing| id.is_some() && thing.get("@id").and_then(Value::as_str) == id)?;
                thing.get("name").and_then(Value::as_str)
            };
            if let Some(text) = name.or_else(named) {
                found(&entities::resolve(text));
            }
        }
        _ => {}
    }
}
