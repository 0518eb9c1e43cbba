//! What every path answers to. A path is a row of this table or the name of a page that the report has; no path is ever
//! looked for on the disk.

use crate::access::{Access, Pass, without_token};
use crate::desk::{Act, Desk, Order, Undo, Verdict};
use crate::failure::{Failure, parsed, told};
use crate::http::{Head, Method, Request, Response, Service};
use crate::models::Models;
use crate::{analyze, label_studio, pages, paste};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

/// Everything that answers.
pub(crate) struct Site {
    pub(crate) access: Access,
    pub(crate) models: Models,
    /// None where no run is served.
    pub(crate) desk: Option<Arc<Desk>>,
}

struct Route {
    path: &'static str,
    method: Method,
    /// Bytes of a body.
    most: usize,
    answer: fn(&Site, &Request) -> Result<Response, Failure>,
}

const ROUTES: &[Route] = &[
    get("/health", |_, _| Ok(label_studio::health())),
    get("/openapi.json", |_, _| Ok(Response::new(200, "application/json", pages::OPENAPI.as_bytes()))),
    post("/analyze", analyze::MOST, |site, request| analyze::answer(&site.models, &request.body)),
    post("/predict", label_studio::MOST, |site, request| label_studio::predict(&site.models, &request.body)),
    post("/setup", label_studio::MOST, |_, request| label_studio::setup(&request.body)),
    get("/paste", |_, _| Ok(Response::page(200, pages::paste()))),
    post("/paste", analyze::MOST, |site, request| paste::answer(&site.models, &request.body)),
    get("/desk.js", |_, _| {
        Ok(Response::new(200, "text/javascript; charset=utf-8", pages::DESK_SCRIPT.as_bytes()))
    }),
    get("/desk.css", |_, _| Ok(Response::new(200, "text/css; charset=utf-8", pages::DESK_STYLE.as_bytes()))),
    get("/review", |site, request| {
        let order = request.head.parameter("order").and_then(|name| Order::parse(&name));
        let by = request.head.parameter("by").unwrap_or_default();
        Ok(Response::page(200, pages::review(&site.desk()?.queue(order.unwrap_or(Order::Unsure), &by)?)))
    }),
    get("/review/gold.jsonl", |site, _| Ok(Response::new(200, "application/x-ndjson", site.desk()?.gold()))),
    get("/desk/article", |site, request| {
        let page = request.head.parameter("page").unwrap_or_default();
        Ok(Response::json(200, &site.desk()?.article(&page)?))
    }),
    get("/desk/people", |site, request| {
        let asked = request.head.parameter("q").unwrap_or_default();
        Ok(Response::json(200, &site.desk()?.people(&asked)))
    }),
    get("/desk/settled", |site, _| {
        Ok(Response::json(200, &json!({ "settled": site.desk()?.settle(SETTLING)? })))
    }),
    post("/desk/act", ACT, |site, request| {
        Ok(Response::json(200, &site.desk()?.act(&parsed::<Act>(&request.body)?)?))
    }),
    post("/desk/undo", ACT, |site, request| {
        Ok(Response::json(200, &site.desk()?.undo(&parsed::<Undo>(&request.body)?)?))
    }),
    post("/desk/verdict", ACT, |site, request| {
        Ok(Response::json(200, &site.desk()?.judge(&parsed::<Verdict>(&request.body)?)?))
    }),
];

/// Bytes of an act.
const ACT: usize = 1 << 18;
/// How long somebody waits at most until all pages show what was saved.
const SETTLING: Duration = Duration::from_secs(20);
/// At the head of the addresses under which the report's files are what a run writes, byte for byte.
const PLAIN: &str = "/plain";

const fn get(path: &'static str, answer: fn(&Site, &Request) -> Result<Response, Failure>) -> Route {
    Route { path, method: Method::Get, most: 0, answer }
}

const fn post(
    path: &'static str,
    most: usize,
    answer: fn(&Site, &Request) -> Result<Response, Failure>,
) -> Route {
    Route { path, method: Method::Post, most, answer }
}

/// What every answer says: nothing of another site is loaded, none shows us in a frame, and nothing is kept.
const HEADERS: &[(&str, &str)] = &[
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cache-Control", "no-store"),
];

impl Site {
    fn found(&self, request: &Request) -> Result<Response, Failure> {
        match route(&request.head) {
            Err(refused) => Ok(refused),
            Ok(Some(route)) => (route.answer)(self, request),
            Ok(None) => self.page(&request.head),
        }
    }

    fn desk(&self) -> Result<&Desk, Failure> {
        self.desk.as_deref().ok_or_else(|| Failure::nothing("no run is served"))
    }

    fn page(&self, head: &Head) -> Result<Response, Failure> {
        let path = without_token(&head.path);
        if let Some(desk) = &self.desk {
            let address = if path == "/" { "/index.html" } else { path };
            let plain = address.strip_prefix(PLAIN);
            if let Some((kind, bytes)) = desk.file(plain.unwrap_or(address)) {
                let laid = plain.is_none() && kind.starts_with("text/html");
                return Ok(Response::new(200, kind, if laid { pages::with_desk(&bytes) } else { bytes }));
            }
        }
        match path {
            "/assets/style.css" => {
                Ok(Response::new(200, "text/css; charset=utf-8", sayso_report::STYLE.as_bytes()))
            }
            "/" if head.wants_page() => Ok(Response::page(200, pages::welcome(self.models.name()))),
            "/" => Ok(Response::json(200, &json!({ "status": "UP", "model": self.models.name() }))),
            _ => Err(Failure::nothing("there is no such page")),
        }
    }
}

impl Service for Site {
    fn admit(&self, head: &Head) -> Result<usize, Response> {
        let refused = |response: Response| dressed(response);
        let pass = self
            .access
            .check(head)
            .map_err(|(status, code, message)| refused(told(Some(head), status, code, message)))?;
        let route = route(head).map_err(refused)?;
        if route.is_some_and(|route| route.method == Method::Post) {
            // Forms of other sites cannot send this without asking first.
            let kind = head.header("content-type").unwrap_or("").split(';').next().unwrap_or("").trim();
            if !kind.eq_ignore_ascii_case("application/json") {
                let message = "expected the header `Content-Type: application/json`";
                return Err(refused(told(Some(head), 415, "wrong-type", message)));
            }
        }
        debug_assert!(pass != Pass::First || route.is_none());
        Ok(route.map_or(0, |route| route.most))
    }

    fn answer(&self, request: &Request) -> Response {
        let head = &request.head;
        if self.access.check(head) == Ok(Pass::First) {
            // A page of ours goes on to the report: so the token leaves the address, and the browser, which came from
            // elsewhere, sends the cookie along.
            let page = Response::page(200, pages::entrance());
            return dressed(page.with("Set-Cookie", self.access.set_cookie()));
        }
        dressed(self.found(request).unwrap_or_else(|failure| failure.response(Some(head))))
    }

    fn refusal(&self, head: Option<&Head>, status: u16, code: &str, message: &str) -> Response {
        dressed(told(head, status, code, message))
    }
}

/// The row that answers; a method that a known path does not take is refused with those that it takes.
fn route(head: &Head) -> Result<Option<&'static Route>, Response> {
    let path = without_token(&head.path);
    let method = if head.method == Method::Head { Method::Get } else { head.method };
    let known = || ROUTES.iter().filter(|route| route.path == path);
    if let Some(route) = known().find(|route| route.method == method) {
        return Ok(Some(route));
    }
    let posts = known().any(|route| route.method == Method::Post);
    let gets = known().any(|route| route.method == Method::Get) || !posts;
    if method == Method::Get && gets {
        return Ok(None);
    }
    let allowed = match (gets, posts) {
        (true, true) => "GET, HEAD, POST",
        (_, false) => "GET, HEAD",
        (false, true) => "POST",
    };
    let message = format!("expected one of {allowed}");
    Err(told(Some(head), 405, "wrong-method", &message).with("Allow", allowed))
}

fn dressed(response: Response) -> Response {
    HEADERS.iter().fold(response, |response, (name, value)| response.with(name, *value))
}
