//! What went wrong, as clients are told: a status, a short stable name, and words.

use crate::http::{Head, Response};
use crate::pages;
use serde::{Deserialize, Serialize};
use std::fmt::Display;

/// A request that is refused or failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) status: u16,
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

#[derive(Serialize)]
struct Body<'a> {
    error: Told<'a>,
}

#[derive(Serialize)]
struct Told<'a> {
    code: &'a str,
    message: &'a str,
}

impl Failure {
    pub(crate) fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into() }
    }

    /// Something that is not there.
    pub(crate) fn nothing(message: impl Into<String>) -> Self {
        Self::new(404, "not-found", message)
    }

    /// A disk that does not do as it should.
    #[allow(clippy::needless_pass_by_value, reason = "the end of a `map_err`")]
    pub(crate) fn disk(error: impl Display) -> Self {
        Self::new(500, "disk", error.to_string())
    }

    pub(crate) fn response(&self, head: Option<&Head>) -> Response {
        told(head, self.status, self.code, &self.message)
    }
}

/// The JSON of a request's body, or what is wrong with it.
pub(crate) fn parsed<'b, T: Deserialize<'b>>(body: &'b [u8]) -> Result<T, Failure> {
    serde_json::from_slice(body).map_err(|error| {
        let status = if error.is_data() { 422 } else { 400 };
        Failure::new(status, "bad-json", format!("the body: {error}"))
    })
}

/// A failure as a page for people, as JSON for everybody else.
pub(crate) fn told(head: Option<&Head>, status: u16, code: &str, message: &str) -> Response {
    let response = if head.is_some_and(Head::wants_page) {
        Response::page(status, pages::failure(status, message))
    } else {
        Response::json(status, &Body { error: Told { code, message } })
    };
    if status == 401 { response.with("WWW-Authenticate", "Bearer realm=\"sayso\"") } else { response }
}
