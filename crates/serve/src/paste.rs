//! An article that is pasted: read by the three models side by side, and forgotten.

use crate::analyze::{self, Asked, layers};
use crate::failure::{Failure, parsed};
use crate::http::Response;
use crate::models::{BuiltIn, Models};
use serde_json::json;

/// Below this an attribution is marked as uncertain, as in a report.
const UNSURE: f32 = 0.5;

pub(crate) fn answer(models: &Models, body: &[u8]) -> Result<Response, Failure> {
    let asked: Asked = parsed(body)?;
    let article = analyze::article(&asked);
    let mut columns = Vec::new();
    for model in BuiltIn::ALL {
        let document = analyze::analyzed(models, article.clone(), Some(model))?;
        let (body, cards) = sayso_report::preview(&layers(&document), UNSURE);
        // Numbers of several models' marks and cards would be the same on one page.
        let apart = |html: String| {
            let name = model.name();
            html.replace(" id=\"", &format!(" id=\"{name}-"))
                .replace(" href=\"#", &format!(" href=\"#{name}-"))
        };
        let count = document.attributions().len();
        let html = format!(
            "<article class=\"text\">{}</article><aside class=\"cards\"><ol>{}</ol></aside>",
            apart(body),
            apart(cards)
        );
        columns.push(json!({
            "name": model.name(),
            "count": if count == 1 { "1 attribution".to_owned() } else { format!("{count} attributions") },
            "html": html,
        }));
    }
    Ok(Response::json(200, &json!({ "models": columns })))
}
