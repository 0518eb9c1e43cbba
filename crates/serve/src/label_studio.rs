//! The calls of a Label Studio ML backend (<https://labelstud.io/guide/ml_create>): `/health`, `/setup`, `/predict`.
//! Predictions are those of `sayso export --form label-studio`, for its labelling interface.

use crate::analyze::{self, Asked};
use crate::failure::{Failure, parsed};
use crate::http::Response;
use crate::models::Models;
use sayso_export::{LABEL_STUDIO_VERSION, label_studio_result};
use serde::Deserialize;
use serde_json::{Value, json};

/// Bytes of a body.
pub(crate) const MOST: usize = 8 << 20;
/// Tasks in a request.
const TASKS: usize = 500;

#[derive(Deserialize)]
struct Predict {
    tasks: Vec<Task>,
}

#[derive(Deserialize)]
struct Task {
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    text: String,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    publisher: Option<String>,
    #[serde(default)]
    published: Option<String>,
}

pub(crate) fn health() -> Response {
    Response::json(200, &json!({ "status": "UP", "model_class": "Sayso" }))
}

pub(crate) fn setup(body: &[u8]) -> Result<Response, Failure> {
    // What it says of the project is not needed; that it is JSON is asked of every client.
    let _: serde_json::Map<String, Value> = parsed(body)?;
    Ok(Response::json(200, &json!({ "model_version": LABEL_STUDIO_VERSION })))
}

pub(crate) fn predict(models: &Models, body: &[u8]) -> Result<Response, Failure> {
    let asked: Predict = parsed(body)?;
    if asked.tasks.len() > TASKS {
        return Err(Failure::new(422, "too-many", format!("expected {TASKS} tasks at most")));
    }
    let mut results = Vec::with_capacity(asked.tasks.len());
    for task in asked.tasks {
        let Data { text, title, publisher, published } = task.data;
        let article = analyze::article(&Asked { text, title, publisher, published, ..Asked::default() });
        let document = analyze::analyzed(models, article, None)?;
        results.push(prediction(&document)?);
    }
    Ok(Response::json(200, &json!({ "results": results })))
}

fn prediction(document: &sayso::Document) -> Result<Value, Failure> {
    // Exports are made of lines, and of nothing else.
    let ids = document.attribution_ids();
    let layers = analyze::layers(document);
    let line = serde_json::to_value(sayso_corpus::article_line(&layers, &ids));
    let line: sayso_output::Document = line
        .and_then(serde_json::from_value)
        .map_err(|error| Failure::new(500, "internal", error.to_string()))?;
    let sure = line.attributions.iter().map(|attribution| attribution.confidence);
    let score =
        if line.attributions.is_empty() { 0.0 } else { sure.sum::<f64>() / line.attributions.len() as f64 };
    Ok(json!({
        "model_version": LABEL_STUDIO_VERSION,
        "score": (score * 1e4).round() / 1e4,
        "result": label_studio_result(&line),
    }))
}
