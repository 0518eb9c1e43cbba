//! `POST /analyze`: one article in, its line of `attributions.jsonl` out.

use crate::failure::{Failure, parsed};
use crate::http::Response;
use crate::models::{BuiltIn, Busy, Models};
use sayso::{Article, Document};
use sayso_ingest::Options;
use serde::{Deserialize, Serialize};
use std::ops::ControlFlow;

/// Bytes of a body.
pub(crate) const MOST: usize = 4 << 20;

/// An article, as a client sends it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) doc_id: Option<String>,
    #[serde(default)]
    pub(crate) title: Option<String>,
    #[serde(default)]
    pub(crate) publisher: Option<String>,
    #[serde(default)]
    pub(crate) published: Option<String>,
    #[serde(default)]
    pub(crate) url: Option<String>,
    #[serde(default)]
    pub(crate) section: Option<String>,
    #[serde(default)]
    pub(crate) language: Option<String>,
    #[serde(default)]
    pub(crate) authors: Vec<String>,
    #[serde(default)]
    pub(crate) model: Option<BuiltIn>,
}

/// The same as a record that `sayso run` reads.
#[derive(Serialize)]
struct Record<'a> {
    id: &'a str,
    text: &'a str,
    title: Option<&'a str>,
    publisher: Option<&'a str>,
    date: Option<&'a str>,
    url: Option<&'a str>,
    section: Option<&'a str>,
    language: Option<&'a str>,
    authors: &'a [String],
}

/// The id of an article that came without one.
const UNNAMED: &str = "article";

/// Answers a request.
pub(crate) fn answer(models: &Models, body: &[u8]) -> Result<Response, Failure> {
    let asked: Asked = parsed(body)?;
    let document = analyzed(models, article(&asked), asked.model)?;
    Ok(json(&document))
}

pub(crate) fn analyzed(
    models: &Models,
    article: Article,
    model: Option<BuiltIn>,
) -> Result<Document, Failure> {
    models.analyze(article, model).map_err(|Busy| {
        Failure::new(503, "busy", "too many articles are being analysed; try again in a moment")
    })
}

/// A document's line.
pub(crate) fn json(document: &Document) -> Response {
    let ids = document.attribution_ids();
    Response::json(200, &sayso_corpus::article_line(&layers(document), &ids))
}

/// A document as the corpus and the report take it.
pub(crate) fn layers(document: &Document) -> sayso_corpus::Document<'_> {
    let (article, tokens, mentions, attributions) = document.parts();
    sayso_corpus::Document { article, tokens, mentions, attributions }
}

/// The article, read as `sayso run` reads a record of JSON Lines.
pub(crate) fn article(asked: &Asked) -> Article {
    let id = asked.doc_id.as_deref().filter(|id| !id.is_empty()).unwrap_or(UNNAMED);
    let record = Record {
        id,
        text: &asked.text,
        title: asked.title.as_deref(),
        publisher: asked.publisher.as_deref(),
        date: asked.published.as_deref(),
        url: asked.url.as_deref(),
        section: asked.section.as_deref(),
        language: asked.language.as_deref(),
        authors: &asked.authors,
    };
    let line = serde_json::to_vec(&record).unwrap_or_default();
    let options = Options { format: Some("jsonl".to_owned()), all_languages: true, ..Options::default() };
    let mut found = None;
    sayso_ingest::read_bytes(UNNAMED, &line, &options, &mut |item| {
        found = item.ok();
        ControlFlow::Break(())
    });
    // Blank text is no article for a run; here it is one in which nobody says anything.
    found.unwrap_or_else(|| {
        let mut blank = Article { source_id: id.to_owned(), text: asked.text.clone(), ..Article::default() };
        blank.id = blank.identify();
        blank
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Article {
        article(&serde_json::from_str(json).unwrap())
    }

    #[test]
    fn articles_are_read_as_a_run_reads_records() {
        let read_one = read(
            r#"{"text":"“It holds,” said Ina Holt.","doc_id":"a","published":"2024-05-03","authors":["Bo Lee"]}"#,
        );
        assert_eq!(
            (read_one.source_id.as_str(), read_one.text.as_str()),
            ("a", "“It holds,” said Ina Holt.")
        );
        assert_eq!(read_one.metadata.published.map(|date| date.value).as_deref(), Some("2024-05-03"));
        assert_eq!(read_one.metadata.authors, ["Bo Lee"]);
        for blank in ["", " ", "\\u0000"] {
            let article = read(&format!("{{\"text\":\"{blank}\"}}"));
            assert_eq!(article.source_id, UNNAMED);
        }
    }
}
