//! Label Studio's JSON (<https://labelstud.io/guide/task_format>): tasks with what annotators made of them. Offsets are
//! code points.
//!
//! A task that several people annotated counts as the one says whose annotation is the ground truth, else the one that
//! was changed last; cancelled annotations and drafts do not count. A task that nobody annotated is left out, unless the
//! file knows no annotations at all: then it is an export of ours, whose predictions somebody may have edited.

use crate::Annotated;
use crate::error::{Error, Kind};
use crate::graph::{Graph, Part, Piece};
use crate::text::{Text, check};
use serde::Deserialize;
use serde_json::Value;
use std::path::Path;

#[derive(Deserialize)]
struct Task {
    id: Option<Value>,
    data: Data,
    annotations: Option<Vec<Annotation>>,
    /// Ids alone in some exports.
    #[serde(default)]
    predictions: Vec<Value>,
}

#[derive(Deserialize)]
struct Data {
    text: Option<String>,
    document: Option<String>,
    doc_id: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Annotation {
    result: Vec<Item>,
    was_cancelled: bool,
    ground_truth: bool,
    created_at: Option<String>,
    updated_at: Option<String>,
}

/// A region, something said of a region, or a relation.
#[derive(Deserialize)]
struct Item {
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    id: String,
    #[serde(default)]
    from_name: String,
    #[serde(default)]
    value: Value,
    from_id: Option<String>,
    to_id: Option<String>,
}

#[derive(Deserialize)]
struct Region {
    start: u32,
    end: u32,
    text: Option<String>,
    #[serde(default)]
    labels: Vec<String>,
}

pub(crate) fn read(path: &Path, json: &[u8]) -> Result<Vec<Annotated>, Error> {
    let tasks: Vec<Task> = crate::listed(json).map_err(|error| Error::new(path, error.into()))?;
    let mut all = Vec::new();
    for (at, task) in tasks.into_iter().enumerate() {
        let place =
            format!(", task {}", task.id.as_ref().map_or_else(|| (at + 1).to_string(), Value::to_string));
        all.extend(document(task, at).map_err(|kind| Error::at(path, place, kind))?);
    }
    Ok(all)
}

fn document(task: Task, at: usize) -> Result<Option<Annotated>, Kind> {
    let result = match task.annotations {
        Some(annotations) => latest(annotations),
        None => task.predictions.into_iter().next().map(Annotation::deserialize).transpose()?,
    };
    let Some(result) = result else { return Ok(None) };
    let Data { text, document, doc_id } = task.data;
    let text = text.ok_or(Kind::Expected("the article's text in the task's data.text"))?;
    let graph = graph(&result.result, &Text::new(&text))?;
    Ok(Some(Annotated {
        name: doc_id.or_else(|| document.clone()).unwrap_or_else(|| format!("task {}", at + 1)),
        document,
        attributions: graph.attributions(),
        ignored: graph.ignored(),
        text,
    }))
}

fn latest(annotations: Vec<Annotation>) -> Option<Annotation> {
    let valid = annotations.into_iter().filter(|annotation| !annotation.was_cancelled);
    // Times are ISO 8601 in one zone, so that they sort as they stand.
    valid.max_by(|a, b| {
        let key = |annotation: &Annotation| {
            (annotation.ground_truth, annotation.updated_at.clone().or_else(|| annotation.created_at.clone()))
        };
        key(a).cmp(&key(b))
    })
}

fn graph(result: &[Item], text: &Text) -> Result<Graph, Kind> {
    let mut graph = Graph::default();
    for item in result.iter().filter(|item| item.kind.ends_with("labels")) {
        let region = Region::deserialize(&item.value)?;
        let Some(part) = region.labels.iter().find_map(|label| Part::of_label(label)) else { continue };
        let span = [region.start, region.end];
        let there = text.words(span)?;
        if let Some(said) = &region.text {
            // Line breaks are spelt out in what some versions write.
            let letters = |text: &str| {
                text.replace("\\n", " ").chars().filter(|c| c.is_alphanumeric()).collect::<String>()
            };
            if letters(&there) != letters(said) {
                check(span, &there, said)?;
            }
        }
        graph.pieces.insert(item.id.clone(), Piece::new(part, vec![span]));
    }
    for item in result {
        if let (Some(from), Some(to)) = (&item.from_id, &item.to_id) {
            graph.tie(from, to);
        } else if let Some(piece) = graph.pieces.get_mut(&item.id) {
            match item.from_name.as_str() {
                "speaker" => piece.speakers = words(&item.value["text"]),
                "form" => piece.form = words(&item.value["choices"]),
                "class" => piece.class = words(&item.value["choices"]),
                _ => {}
            }
        }
    }
    Ok(graph)
}

/// One word or several; none where there is nothing but white space.
fn words(value: &Value) -> Option<String> {
    let words = match value {
        Value::String(words) => words.clone(),
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; "),
        _ => String::new(),
    };
    (!words.trim().is_empty()).then_some(words)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    const TEXT: &str = "😀 “No,” Roe\nLee said. It leaks, Bo said.";

    fn region(id: &str, label: &str, start: u32, end: u32, text: &str) -> Value {
        let value = json!({ "start": start, "end": end, "text": text, "labels": [label] });
        json!({ "id": id, "from_name": "label", "to_name": "text", "type": "labels", "origin": "manual", "value": value })
    }

    fn told(task: &Value) -> String {
        let json = serde_json::to_vec(&json!([task])).unwrap();
        match read(Path::new("tasks.json"), &json) {
            Err(error) => error.to_string(),
            Ok(all) => {
                let said =
                    all.iter().map(|annotated| format!("{}: {:?}", annotated.name, annotated.attributions));
                said.collect::<Vec<_>>().join("\n")
            }
        }
    }

    fn task(annotations: &Value) -> Value {
        json!({ "id": 7, "data": { "text": TEXT, "doc_id": "desk/a" }, "annotations": annotations })
    }

    fn result() -> Vec<Value> {
        vec![
            region("a", "Content", 2, 7, "“No,”"),
            region("b", "Source", 8, 15, "Roe\\nLee"),
            region("c", "Cue", 16, 20, "said"),
            region("d", "Person", 8, 15, "Roe\nLee"),
            json!({ "id": "a", "from_name": "speaker", "type": "textarea", "value": { "start": 2, "end": 7, "text": ["Roe Lee", "Bo"] } }),
            json!({ "id": "a", "from_name": "form", "type": "choices", "value": { "choices": ["direct"] } }),
            json!({ "type": "relation", "from_id": "b", "to_id": "a", "direction": "left" }),
            json!({ "type": "relation", "from_id": "a", "to_id": "c", "direction": "right", "labels": ["cue"] }),
            json!({ "type": "relation", "from_id": "a", "to_id": "d", "direction": "right", "labels": [] }),
        ]
    }

    const SAID: &str = "desk/a: [Attribution { content: [[2, 7]], source: [[8, 15]], cue: [[16, 20]], \
                        speakers: Some(\"Roe Lee; Bo\"), form: Some(\"direct\"), class: None }]";

    #[test]
    fn regions_relations_and_what_is_said_of_them() {
        assert_eq!(told(&task(&json!([{ "result": result(), "completed_by": 1 }]))), SAID);
    }

    #[test]
    fn one_of_several_annotations_counts() {
        let of = |updated: &str, result: Vec<Value>| json!({ "result": result, "updated_at": updated });
        let (early, late) = (of("2024-03-01T08:00:00Z", vec![]), of("2024-03-02T08:00:00Z", result()));
        assert_eq!(told(&task(&json!([late, early]))), SAID);
        let mut truth = early.clone();
        truth["ground_truth"] = true.into();
        assert_eq!(told(&task(&json!([truth, late]))), "desk/a: []");
        let mut cancelled = late.clone();
        cancelled["was_cancelled"] = true.into();
        assert_eq!(told(&task(&json!([early, cancelled]))), "desk/a: []");
    }

    #[test]
    fn predictions_count_where_nothing_else_could_have_been_made() {
        let mut ours = task(&Value::Null);
        ours["predictions"] = json!([{ "result": result() }]);
        assert_eq!(told(&ours), SAID);
        ours["annotations"] = json!([]);
        assert_eq!(told(&ours), "");
    }

    #[test]
    fn what_is_wrong_is_said_with_its_task() {
        for (piece, complaint) in [
            (region("a", "Content", 2, 6, "“No,” Roe"), "tasks.json, task 7: the text at 2–6 is ““No,”, not"),
            (region("a", "Content", 2, 99, ""), "tasks.json, task 7: the text has no span 2–99"),
            (
                json!({ "id": "a", "type": "labels", "value": { "start": 1 } }),
                "tasks.json, task 7: unexpected JSON",
            ),
        ] {
            let message = told(&task(&json!([{ "result": [piece] }])));
            assert!(message.starts_with(complaint), "{message}");
        }
        let message = told(&json!({ "data": { "image": "a.png" }, "annotations": [{ "result": [] }] }));
        assert!(message.contains("data.text"), "{message}");
    }
}
