//! UIMA CAS JSON 0.4.0, as INCEpTION exports it: the layers that our export makes. Offsets are UTF-16 units.

use crate::Annotated;
use crate::error::{Error, Kind};
use crate::graph::{Graph, Part, Piece};
use serde::Deserialize;
use std::path::Path;

#[derive(Deserialize)]
struct Cas {
    #[serde(rename = "%FEATURE_STRUCTURES")]
    structures: Vec<Structure>,
}

/// A feature structure, as far as it is ours.
#[derive(Deserialize)]
struct Structure {
    #[serde(rename = "%ID")]
    id: u64,
    #[serde(rename = "sofaString")]
    text: Option<String>,
    begin: Option<u32>,
    end: Option<u32>,
    part: Option<String>,
    speaker: Option<String>,
    form: Option<String>,
    #[serde(rename = "cueClass")]
    class: Option<String>,
    #[serde(rename = "@Dependent")]
    dependent: Option<u64>,
    #[serde(rename = "@Governor")]
    governor: Option<u64>,
}

pub(crate) fn read(path: &Path, name: &str, json: &[u8]) -> Result<Annotated, Error> {
    let cas: Cas = serde_json::from_slice(json).map_err(|error| Error::new(path, error.into()))?;
    let text = cas.structures.iter().find_map(|structure| structure.text.clone());
    let text = text.ok_or_else(|| Error::new(path, Kind::Expected("a text (`sofaString`)")))?;
    let points = points(&text);
    let mut graph = Graph::default();
    for it in &cas.structures {
        if let Some((one, other)) = it.dependent.zip(it.governor) {
            graph.tie(&key(one), &key(other));
        }
        let Some(part) = it.part.as_deref().and_then(Part::of_label) else { continue };
        let at = |unit: Option<u32>| points.get(unit? as usize).copied();
        let (Some(start), Some(end)) = (at(it.begin), at(it.end)) else {
            let (begin, end) = (it.begin.unwrap_or_default(), it.end.unwrap_or_default());
            let kind = Kind::Outside(begin, end, text.chars().count() as u32);
            return Err(Error::at(path, format!(", structure {}", it.id), kind));
        };
        let said = |words: &Option<String>| words.clone().filter(|words| !words.trim().is_empty());
        let piece = Piece {
            speakers: said(&it.speaker),
            form: said(&it.form),
            class: said(&it.class),
            ..Piece::new(part, vec![[start, end.max(start)]])
        };
        graph.pieces.insert(key(it.id), piece);
    }
    Ok(graph.annotated(name, text))
}

/// Numbers that sort as text.
fn key(id: u64) -> String {
    format!("{id:020}")
}

/// The code point of each UTF-16 unit, and that behind the last.
fn points(text: &str) -> Vec<u32> {
    let mut points = Vec::with_capacity(text.len() + 1);
    let mut count = 0;
    for char in text.chars() {
        points.extend(std::iter::repeat_n(count, char.len_utf16()));
        count += 1;
    }
    points.push(count);
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(structures: &str) -> String {
        let sofa = r#"{"%ID":1,"%TYPE":"uima.cas.Sofa","sofaString":"😀 “No,” Roe said."}"#;
        let json = format!(r#"{{"%TYPES":{{}},"%FEATURE_STRUCTURES":[{sofa},{structures}],"%VIEWS":{{}}}}"#);
        match read(Path::new("a.json"), "a", json.as_bytes()) {
            Ok(it) => format!("{:?}", it.attributions),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn pieces_and_links() {
        let structures = r#"{"%ID":9,"%TYPE":"webanno.custom.Attribution","begin":3,"end":8,"part":"Content","speaker":"Roe","form":"direct"},
            {"%ID":10,"%TYPE":"webanno.custom.Attribution","begin":9,"end":12,"part":"Source"},
            {"%ID":11,"%TYPE":"webanno.custom.AttributionLink","@Dependent":10,"@Governor":9,"begin":9,"end":12,"role":"Source"},
            {"%ID":12,"%TYPE":"uima.tcas.DocumentAnnotation","begin":0,"end":18}"#;
        let expect = "[Attribution { content: [[2, 7]], source: [[8, 11]], cue: [], speakers: Some(\"Roe\"), \
                      form: Some(\"direct\"), class: None }]";
        assert_eq!(told(structures), expect);
        let outside = r#"{"%ID":9,"begin":3,"end":80,"part":"Content"}"#;
        assert_eq!(
            told(outside),
            "a.json, structure 9: the text has no span 3–80: it is 17 code points long"
        );
    }
}
