//! `sayso serve` over real HTTP: who is let in, what is refused, and what other programs are answered.
#![allow(clippy::unwrap_used)]

#[path = "support/client.rs"]
mod client;
mod support;

use client::{Served, read};
use std::fs;
use std::io::Write as _;
use std::time::{Duration, Instant};
use support::{Desk, story};

const JSON: &str = "Content-Type: application/json";

#[test]
fn only_who_has_the_token_is_let_in() {
    let desk = Desk::new();
    let served = Served::start(&desk, "serve --model rules");
    let (host, bearer) = (served.host(), served.bearer());
    let check = |method: &str, path: &str, headers: &[&str], expected: (u16, &str)| {
        let answer = served.bare(method, path, headers, "");
        let code = if answer.status < 400 { String::new() } else { answer.code() };
        assert_eq!((answer.status, code.as_str()), expected, "{method} {path} {headers:?}: {answer:?}");
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'"), "{answer:?}");
        assert_eq!(answer.header("cache-control"), "no-store");
    };
    check("GET", "/health", &[&host, &bearer], (200, ""));
    check("HEAD", "/health", &[&host, &bearer], (200, ""));
    // No token, another one, and one where no first visit is.
    check("GET", "/health", &[&host], (401, "no-token"));
    check("GET", "/", &[&host], (401, "no-token"));
    check("GET", "/health", &[&host, "Authorization: Bearer 0000"], (401, "no-token"));
    check("GET", "/health", &[&host, "Authorization: Basic !!"], (401, "no-token"));
    check("GET", &format!("/health?token={}", served.token), &[&host], (401, "no-token"));
    check("GET", "/t/0000/health", &[&host], (401, "no-token"));
    check("GET", &format!("/t/{}/health", served.token), &[&host], (200, ""));
    // A name that was made to mean this machine, another port, no name, two names.
    let port = served.port;
    for name in [
        "evil.example".to_owned(),
        format!("evil.example:{port}"),
        "127.0.0.1:1".to_owned(),
        "127.0.0.1".to_owned(),
    ] {
        check("GET", "/health", &[&format!("Host: {name}"), &bearer], (403, "wrong-host"));
    }
    check("GET", "/health", &[&bearer], (400, "no-host"));
    check("GET", "/health", &[&host, &host, &bearer], (400, "no-host"));
    check("GET", "/health", &[&format!("Host: localhost:{port}"), &bearer], (200, ""));
    // Pages of other sites.
    check("GET", "/health", &[&host, &bearer, "Origin: https://evil.example"], (403, "wrong-origin"));
    check("GET", "/health", &[&host, &bearer, "Origin: null"], (403, "wrong-origin"));
    check("GET", "/health", &[&host, &bearer, "Sec-Fetch-Site: cross-site"], (403, "wrong-site"));
    check("GET", "/health", &[&host, &bearer, "Sec-Fetch-Site: same-site"], (403, "wrong-site"));
    check("GET", "/health", &[&host, &bearer, &format!("Origin: http://127.0.0.1:{port}")], (200, ""));
    // The first visit of a browser, and what it sends from then on.
    let first =
        served.bare("GET", &format!("/?token={}", served.token), &[&host, "Sec-Fetch-Site: cross-site"], "");
    assert_eq!(first.status, 200);
    let cookie = first.header("set-cookie").to_owned();
    assert!(cookie.contains("; HttpOnly; SameSite=Strict"), "{cookie}");
    let cookie = format!("Cookie: other=1; {}", cookie.split(';').next().unwrap());
    check("GET", "/health", &[&host, &cookie], (200, ""));
    let origin = format!("Origin: http://127.0.0.1:{port}");
    check("POST", "/setup", &[&host, &cookie, JSON], (403, "no-origin"));
    let set_up = served.bare("POST", "/setup", &[&host, &cookie, &origin, JSON], "{}");
    assert_eq!(set_up.status, 200, "{set_up:?}");
    // What a form of another site can send, had it the cookie.
    check("POST", "/setup", &[&host, &cookie, &origin, "Content-Type: text/plain"], (415, "wrong-type"));
    check("POST", "/setup", &[&host, &cookie, "Origin: https://evil.example", JSON], (403, "wrong-origin"));
    check("DELETE", "/analyze", &[&host, &bearer], (405, "wrong-method"));
    check("GET", "/analyze", &[&host, &bearer], (405, "wrong-method"));
    check("POST", "/health", &[&host, &bearer, JSON], (405, "wrong-method"));
}

#[test]
fn no_path_reaches_the_disk() {
    let desk = Desk::new();
    desk.put("secret.txt", "do not read");
    let served = Served::start(&desk, "serve --model rules");
    for path in [
        "/../secret.txt",
        "/assets/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/secret.txt",
        "//etc/passwd",
        "/etc/passwd",
        "/articles/..%5c..%5csecret.txt",
        "/%00",
        "/t/../../secret.txt",
    ] {
        let answer = served.get(path);
        assert!([401, 404].contains(&answer.status), "{path}: {answer:?}");
        assert!(!answer.body.contains("do not read"), "{path}");
    }
    let absolute = served.bare("GET", "http://evil.example/health", &[&served.host(), &served.bearer()], "");
    assert_eq!(absolute.status, 400);
}

#[test]
fn what_is_no_request_is_refused_in_time() {
    let desk = Desk::new();
    let served = Served::start(&desk, "serve --model rules");
    let (host, bearer) = (served.host(), served.bearer());
    let head = |rest: &str| format!("POST /analyze HTTP/1.1\r\n{host}\r\n{bearer}\r\n{JSON}\r\n{rest}");
    for (bytes, status) in [
        ("\0\x01\x02 garbage\r\n\r\n".to_owned(), 400),
        (format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(20_000)), 431),
        (format!("GET / HTTP/1.1\r\n{}\r\n", "X: y\r\n".repeat(200)), 431),
        (head("Content-Length: 99999999999\r\n\r\n"), 413),
        (head("Content-Length: 99999999999999999999999\r\n\r\n"), 400),
        (head("Content-Length: -1\r\n\r\n"), 400),
        (head("Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}"), 400),
        (head("Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"), 411),
        (head("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}"), 411),
        (head("Expect: tea\r\nContent-Length: 2\r\n\r\n{}"), 417),
    ] {
        let answer = served.raw(bytes.as_bytes());
        assert_eq!(answer.status, status, "{bytes:.80}: {answer:?}");
        assert!(!answer.code().is_empty());
    }
    // A body of which the whole is sent, too large as it is: the client gets to read why.
    let large = "x".repeat(5 << 20);
    let mut stream = served.connect();
    stream.write_all(head(&format!("Content-Length: {}\r\n\r\n", large.len())).as_bytes()).unwrap();
    // To the end, as clients do that read the answer only then.
    stream.write_all(large.as_bytes()).unwrap();
    assert_eq!(read(&mut stream).status, 413);
    // One who waits to be told to go on.
    let mut stream = served.connect();
    let body = r#"{"text":""}"#;
    stream
        .write_all(
            head(&format!("Expect: 100-continue\r\nContent-Length: {}\r\n\r\n", body.len())).as_bytes(),
        )
        .unwrap();
    assert_eq!(read(&mut stream).status, 100);
    stream.write_all(body.as_bytes()).unwrap();
    assert_eq!(read(&mut stream).status, 200);
    // Several on one connection, sent at once.
    let mut stream = served.connect();
    let get = format!("GET /health HTTP/1.1\r\n{host}\r\n{bearer}\r\n\r\n");
    stream.write_all(get.repeat(3).as_bytes()).unwrap();
    for _ in 0..3 {
        assert_eq!(read(&mut stream).status, 200);
    }
}

#[test]
fn a_slow_client_is_told_so_and_keeps_nobody_waiting() {
    let desk = Desk::new();
    let served = Served::start(&desk, "serve --model rules");
    let started = Instant::now();
    // A byte now and then would keep a timeout that begins anew with each from ever ending.
    let mut slow = served.connect();
    let mut dripping = slow.try_clone().unwrap();
    let drip = std::thread::spawn(move || {
        for byte in b"GET /health HTTP/1.1\r\nX: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".iter().cycle() {
            if dripping.write_all(&[*byte]).is_err() {
                return;
            }
            std::thread::sleep(Duration::from_millis(400));
            if started.elapsed() > Duration::from_secs(14) {
                return;
            }
        }
    });
    // More of them than there are threads, who say nothing at all; they are let go before long.
    let silent: Vec<_> = (0..40).map(|_| served.connect()).collect();
    assert_eq!(served.get("/health").status, 200);
    assert!(started.elapsed() < Duration::from_secs(15), "{:?}", started.elapsed());
    drop(silent);
    assert_eq!(read(&mut slow).status, 408);
    drip.join().unwrap();
}

#[test]
fn an_article_that_is_sent_is_read_as_a_run_reads_it() {
    let desk = Desk::new();
    let record =
        serde_json::json!({ "id": "a", "text": story(3), "title": "Bridge 3 opens", "date": "2024-05-03" });
    desk.put("in.jsonl", record.to_string());
    for model in ["rules", "accurate"] {
        desk.types(&format!("run in.jsonl --out out-{model} --quiet --model {model}"));
        let line = fs::read_to_string(desk.path(&format!("out-{model}/attributions.jsonl"))).unwrap();
        let mut ran: serde_json::Value = serde_json::from_str(&line).unwrap();
        let served = Served::start(&desk, &format!("serve --model {model}"));
        let sent = serde_json::json!({ "doc_id": "a", "text": story(3), "title": "Bridge 3 opens", "published": "2024-05-03" });
        let answer = served.post("/analyze", &sent.to_string());
        assert_eq!(answer.status, 200, "{answer:?}");
        // What a whole run knows of speakers is not known here.
        for attribution in ran["attributions"].as_array_mut().unwrap() {
            for speaker in attribution["speakers"].as_array_mut().unwrap() {
                speaker
                    .as_object_mut()
                    .unwrap()
                    .retain(|key, _| ["id", "name", "kind"].contains(&key.as_str()));
            }
        }
        assert_eq!(answer.json(), ran, "{model}");
        assert!(!answer.json()["attributions"].as_array().unwrap().is_empty());
        // Another model than the server's own.
        let mut other = sent.clone();
        other["model"] = "fast".into();
        let rule = served.post("/analyze", &other.to_string()).json()["attributions"][0]["rule"].clone();
        assert!(rule.as_str().is_some(), "{rule}");
    }
}

#[test]
fn broken_bodies_are_told_what_is_wrong() {
    let desk = Desk::new();
    let served = Served::start(&desk, "serve --model rules");
    for (body, status) in [
        ("", 400),
        ("{", 400),
        ("\u{feff}{}", 400),
        ("[]", 422),
        ("{}", 422),
        (r#"{"text":1}"#, 422),
        (r#"{"text":null}"#, 422),
        (r#"{"text":"a","txet":"b"}"#, 422),
        (r#"{"text":"a","model":"best"}"#, 422),
        (r#"{"text":"a","authors":"b"}"#, 422),
        (r#"{"text":"\ud800"}"#, 400),
    ] {
        let answer = served.post("/analyze", body);
        assert_eq!(answer.status, status, "{body}: {answer:?}");
        assert_eq!(answer.code(), "bad-json", "{body}");
    }
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(served.post("/analyze", &deep).status, 422);
    // Hostile text is text.
    let hostile = serde_json::json!({ "text": "“<script>alert(1)</script> it is,” said Ina \u{202e}Holt\u{0}, the mayor." });
    let answer = served.post("/analyze", &hostile.to_string());
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"), "{answer:?}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
}

#[test]
fn label_studio_gets_its_predictions() {
    let desk = Desk::new();
    let served = Served::start(&desk, "serve --model rules");
    assert_eq!(served.get("/health").json()["status"], "UP");
    let set_up =
        served.post("/setup", r#"{"project":"1.2","schema":"<View/>","hostname":"","access_token":""}"#);
    assert!(set_up.json()["model_version"].as_str().unwrap().starts_with("sayso "), "{set_up:?}");
    let asked = serde_json::json!({ "tasks": [{ "id": 4, "data": { "text": story(1) } }], "label_config": "<View/>" });
    let results = served.post("/predict", &asked.to_string()).json();
    let labels: Vec<&str> = results["results"][0]["result"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|region| region["value"]["labels"][0].as_str())
        .collect();
    assert!(
        labels.contains(&"Content") && labels.contains(&"Source") && labels.contains(&"Person"),
        "{labels:?}"
    );
    let regions = results["results"][0]["result"].as_array().unwrap().iter();
    let speaker = regions
        .filter(|region| region["from_name"] == "speaker")
        .map(|region| region["value"]["text"][0].clone());
    assert_eq!(speaker.collect::<Vec<_>>()[0], "Ina Holt");
    assert_eq!(served.post("/predict", r#"{"tasks":[{"data":{}}]}"#).status, 422);
}
