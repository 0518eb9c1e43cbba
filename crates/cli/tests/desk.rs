//! The desk of `sayso serve`: acts are saved, shown, taken back, and never lost; pages are those of a new run.
#![allow(clippy::unwrap_used)]

#[path = "support/client.rs"]
mod client;
mod support;

use client::{Answer, Served};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use support::Desk;

/// Articles of ours: one statement stands in two of them.
fn articles() -> String {
    let harbour = "The harbour will close on Friday, Mara Lindqvist told reporters.\n\n\
                   “We have waited for this for eleven years,” said Tomas Brandt, a spokesman for the Harbour Board. “It was worth it.”";
    let bridge = "Mayor Ina Holt opened the bridge on Monday.\n\n“We have waited for this for eleven years,” said Tomas Brandt.\n\n\
                  Holt said that the bridge — naïvely drawn, 😀 — would stand for ever.";
    let hostile = "“<script>alert(1)</script> is what they wrote,” said Ina Holt, the mayor. She said that <b>nobody</b> answered.";
    let lines = [("harbour", harbour), ("bridge", bridge), ("hostile", hostile)];
    let line = |(id, text): (&str, &str)| json!({ "id": id, "title": format!("<i>{id}</i> & more"), "text": text, "publisher": "The Marlow Courier" });
    lines.map(|pair| line(pair).to_string()).join("\n")
}

fn run(desk: &Desk) {
    desk.put("in.jsonl", articles());
    assert!(desk.types("run in.jsonl --out out --model rules --quiet").contains("(exit code 0)"));
}

/// The file name of an article's page.
fn page(desk: &Desk, id: &str) -> String {
    let names = fs::read_dir(desk.path("out/articles")).unwrap().map(|entry| entry.unwrap().file_name());
    let names = names.map(|name| name.into_string().unwrap());
    names.into_iter().find(|name| name.contains(id)).unwrap()
}

fn article(served: &Served, page: &str) -> Value {
    served.get(&format!("/desk/article?page={page}")).json()
}

fn act(served: &Served, page: &str, version: &Value, mut body: Value) -> Answer {
    body["page"] = page.into();
    body["version"] = version.clone();
    served.post("/desk/act", &body.to_string())
}

/// The attribution whose content begins with these words.
fn attribution(state: &Value, text: &str, words: &str) -> Value {
    let begins = |one: &&Value| {
        let start = one["content"][0][0].as_u64().unwrap() as usize;
        text.chars().skip(start).collect::<String>().starts_with(words)
    };
    state["attributions"]
        .as_array()
        .unwrap()
        .iter()
        .find(begins)
        .unwrap_or_else(|| panic!("{words}: {state:#}"))
        .clone()
}

fn text(desk: &Desk, id: &str) -> String {
    let lines = fs::read_to_string(desk.path("in.jsonl")).unwrap();
    let line =
        lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()).find(|line| line["id"] == id);
    line.unwrap()["text"].as_str().unwrap().to_owned()
}

/// Where words stand, in code points.
fn at(text: &str, words: &str) -> [usize; 2] {
    let start = text[..text.find(words).unwrap()].chars().count();
    [start, start + words.chars().count()]
}

/// All pages and lines of a report on disk, by their addresses.
fn files(dir: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for folder in ["", "articles", "speakers", "search", "assets"] {
        for entry in fs::read_dir(dir.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let shown = [".html", ".js", ".css", ".jsonl"].iter().any(|ending| name.ends_with(ending));
            if path.is_file() && shown && !["failures.jsonl", "reviews.jsonl"].contains(&name.as_str()) {
                let address =
                    if folder.is_empty() { format!("/{name}") } else { format!("/{folder}/{name}") };
                found.insert(address, fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

fn settled(served: &Served) {
    assert_eq!(served.get("/desk/settled").json()["settled"], true);
}

#[test]
fn pages_are_those_of_the_run_and_of_a_new_run() {
    let desk = Desk::new();
    run(&desk);
    let before = files(&desk.path("out"));
    let served = Served::start(&desk, "serve out --model rules");
    for (address, bytes) in &before {
        assert_eq!(served.get(&format!("/plain{address}")).body, *bytes, "{address}");
    }
    let bridge = page(&desk, "bridge");
    // As the desk shows it, a page differs by its script and its policy alone.
    let shown = served.get(&format!("/articles/{bridge}"));
    assert!(
        shown.body.contains("<script src=\"/desk.js\" defer>")
            && !shown.body.contains("http-equiv=\"Content-Security-Policy\"")
    );
    assert!(shown.header("content-security-policy").contains("connect-src 'self'"));
    // Another speaker, other words, one taken away, one added.
    let words = text(&desk, "bridge");
    let state = article(&served, &bridge);
    let one = attribution(&state, &words, "“We have waited");
    let holt = &state["people"]
        .as_array()
        .unwrap()
        .iter()
        .find(|voice| voice["name"].as_str().unwrap().contains("Holt"))
        .unwrap()
        .clone();
    let done = act(
        &served,
        &bridge,
        &state["version"],
        json!({ "action": "change", "id": one["id"], "speakers": [holt], "by": "jr", "polarity": "hedged" }),
    );
    assert_eq!(done.status, 200, "{done:?}");
    let state = done.json();
    let toml = fs::read_to_string(desk.path("out/corrections.toml")).unwrap();
    assert!(toml.contains("by = \"jr\"") && toml.contains("polarity = \"hedged\""), "{toml}");
    assert!(state["html"].as_str().unwrap().contains("speaker, polarity corrected by jr"), "{state:#}");
    let two = attribution(&state, &words, "that the bridge");
    let shorter = at(&words, "the bridge — naïvely drawn, 😀 — would stand");
    let done = act(
        &served,
        &bridge,
        &state["version"],
        json!({ "action": "change", "id": two["id"], "content": [shorter] }),
    );
    assert_eq!(done.status, 200, "{done:?}");
    let state = done.json();
    let added = act(
        &served,
        &bridge,
        &state["version"],
        json!({ "action": "add", "content": [at(&words, "opened the bridge on Monday")], "source": [at(&words, "Mayor Ina Holt")] }),
    );
    assert_eq!(added.status, 200, "{added:?}");
    assert!(added.json()["html"].as_str().unwrap().contains("attribution added"));
    let harbour = page(&desk, "harbour");
    let state = article(&served, &harbour);
    let gone = attribution(&state, &text(&desk, "harbour"), "The harbour will close");
    assert_eq!(
        act(&served, &harbour, &state["version"], json!({ "action": "remove", "id": gone["id"] })).status,
        200
    );
    // The articles follow at once,
    let at_once = served.get(&format!("/plain/articles/{bridge}")).body;
    assert_ne!(at_once, before[&format!("/articles/{bridge}")]);
    // everything else soon after,
    settled(&served);
    let mut after = BTreeMap::new();
    for address in before.keys() {
        after.insert(address.clone(), served.get(&format!("/plain{address}")));
    }
    assert_ne!(after["/index.html"].body, before["/index.html"]);
    // the run's own report not at all,
    assert_eq!(files(&desk.path("out")), before);
    served.kill();
    // and a new run in the directory, or elsewhere with these corrections, writes the same.
    assert!(desk.types("run in.jsonl --out out --model rules --quiet").contains("(exit code 0)"));
    assert!(
        desk.types("run in.jsonl --out new --model rules --quiet --corrections out/corrections.toml")
            .contains("(exit code 0)")
    );
    for out in ["out", "new"] {
        for (address, bytes) in files(&desk.path(out)) {
            if let Some(answer) = after.get(&address).filter(|answer| answer.status == 200) {
                assert_eq!(answer.body, bytes, "{out}{address}");
            }
        }
        assert_eq!(at_once, files(&desk.path(out))[&format!("/articles/{bridge}")], "{out}");
    }
}

#[test]
fn acts_are_taken_back_one_by_one() {
    let desk = Desk::new();
    run(&desk);
    desk.put("out/corrections.toml", "# Ours.\n\n[[person]]\nid = \"new:person/nobody\"\nis = { name = \"Somebody\", kind = \"person\", id = \"x:1\" }\n");
    let file = || fs::read_to_string(desk.path("out/corrections.toml")).unwrap();
    let begun = file();
    let served = Served::start(&desk, "serve out --model rules");
    let bridge = page(&desk, "bridge");
    let first = served.get(&format!("/plain/articles/{bridge}")).body;
    let mut texts = vec![begun.clone()];
    let mut state = article(&served, &bridge);
    assert_eq!(state["undo"], false);
    for (nth, kind) in ["direct", "mixed", "indirect"].iter().enumerate() {
        let one = state["attributions"][0]["id"].clone();
        let done = act(
            &served,
            &bridge,
            &state["version"],
            json!({ "action": "change", "id": one, "form": kind, "note": format!("note {nth}") }),
        );
        assert_eq!(done.status, 200, "{done:?}");
        state = done.json();
        texts.push(file());
    }
    let removed = act(
        &served,
        &bridge,
        &state["version"],
        json!({ "action": "remove", "id": state["attributions"][0]["id"] }),
    );
    state = removed.json();
    while state["undo"] == true {
        let back =
            served.post("/desk/undo", &json!({ "page": bridge, "version": state["version"] }).to_string());
        assert_eq!(back.status, 200, "{back:?}");
        state = back.json();
        assert_eq!(file(), texts.pop().unwrap());
    }
    assert!(texts.is_empty());
    assert_eq!(file(), begun);
    assert_eq!(served.get(&format!("/plain/articles/{bridge}")).body, first);
    let nothing =
        served.post("/desk/undo", &json!({ "page": bridge, "version": state["version"] }).to_string());
    assert_eq!((nothing.status, nothing.code().as_str()), (404, "nothing-to-undo"));
}

#[test]
fn two_browsers_do_not_lose_each_others_acts() {
    let desk = Desk::new();
    run(&desk);
    let served = Served::start(&desk, "serve out --model rules");
    let (bridge, harbour) = (page(&desk, "bridge"), page(&desk, "harbour"));
    let (one, other) = (article(&served, &bridge), article(&served, &bridge));
    let change = |state: &Value, form: &str| {
        act(
            &served,
            &bridge,
            &state["version"],
            json!({ "action": "change", "id": state["attributions"][0]["id"], "form": form }),
        )
    };
    assert_eq!(change(&one, "mixed").status, 200);
    let saved = fs::read_to_string(desk.path("out/corrections.toml")).unwrap();
    let late = change(&other, "indirect");
    assert_eq!((late.status, late.code().as_str()), (409, "conflict"));
    assert!(late.body.contains("somebody else has changed this article"), "{late:?}");
    let undo = served.post("/desk/undo", &json!({ "page": bridge, "version": other["version"] }).to_string());
    assert_eq!(undo.status, 409);
    assert_eq!(fs::read_to_string(desk.path("out/corrections.toml")).unwrap(), saved);
    // Another article is nobody else's business, and after a look one may go on.
    let state = article(&served, &harbour);
    assert_eq!(
        act(
            &served,
            &harbour,
            &state["version"],
            json!({ "action": "remove", "id": state["attributions"][0]["id"] })
        )
        .status,
        200
    );
    assert_eq!(change(&article(&served, &bridge), "indirect").status, 200);
    // What the command line does meanwhile counts too.
    let state = article(&served, &harbour);
    assert!(desk.types("correct out harbour --number 1 --form direct").contains("(exit code 0)"));
    let late = act(
        &served,
        &harbour,
        &state["version"],
        json!({ "action": "remove", "id": state["attributions"][0]["id"] }),
    );
    assert_eq!(late.status, 409, "{late:?}");
    settled(&served);
}

#[test]
fn many_at_once_lose_nothing_and_a_kill_loses_nothing() {
    let desk = Desk::new();
    run(&desk);
    let served = Served::start(&desk, "serve out --model rules");
    let pages = ["bridge", "harbour", "hostile"].map(|id| page(&desk, id));
    let saved: usize = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..6).map(|worker| {
            let (served, page) = (&served, &pages[worker % 3]);
            scope.spawn(move || {
                let mut saved = 0;
                for nth in 0..5 {
                    let state = article(served, page);
                    let body = json!({ "action": "add", "content": [[2 * worker, 2 * worker + 1 + nth]], "by": format!("w{worker}-{nth}") });
                    match act(served, page, &state["version"], body) {
                        Answer { status: 200, .. } => saved += 1,
                        Answer { status: 409, .. } => {}
                        other => panic!("{other:?}"),
                    }
                }
                saved
            })
        }).collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).sum()
    });
    served.kill();
    let toml = fs::read_to_string(desk.path("out/corrections.toml")).unwrap();
    assert!(saved >= 5, "{saved}");
    let kept = toml.matches("[[correction]]").count();
    assert_eq!(kept, saved, "{toml}");
    // The next server begins where the last one was killed, and its pages show what was saved.
    let again = Served::start(&desk, "serve out --model rules");
    let shown: usize = pages
        .iter()
        .map(|page| again.get(&format!("/articles/{page}")).body.matches("attribution added by w").count())
        .sum();
    // On a card, and as the first reason.
    assert_eq!(shown, 2 * saved);
}

#[test]
fn what_does_not_fit_is_refused_and_leaves_no_trace() {
    let desk = Desk::new();
    run(&desk);
    let served = Served::start(&desk, "serve out --model rules");
    let bridge = page(&desk, "bridge");
    let state = article(&served, &bridge);
    let id = state["attributions"][0]["id"].clone();
    for (body, status) in [
        (json!({ "action": "burn", "id": id }), 422),
        (json!({ "action": "change" }), 422),
        (json!({ "action": "change", "id": id }), 422),
        (json!({ "action": "change", "id": "0000" , "form": "direct" }), 404),
        (json!({ "action": "change", "id": id, "form": "loud" }), 422),
        (json!({ "action": "change", "id": id, "content": [] }), 422),
        (json!({ "action": "change", "id": id, "content": [[5, 5]] }), 422),
        (json!({ "action": "change", "id": id, "content": [[9, 5]] }), 422),
        (json!({ "action": "change", "id": id, "content": [[0, 99_999]] }), 422),
        (json!({ "action": "change", "id": id, "content": [[0, 9], [5, 12]] }), 422),
        (json!({ "action": "change", "id": id, "speakers": [] }), 422),
        (json!({ "action": "change", "id": id, "speakers": [{ "name": "", "kind": "person" }] }), 422),
        (json!({ "action": "change", "id": id, "speakers": [{ "name": "A", "kind": "robot" }] }), 422),
        (json!({ "action": "change", "id": id, "typo": 1 }), 422),
        (json!({ "action": "add" }), 422),
    ] {
        let answer = act(&served, &bridge, &state["version"], body.clone());
        assert_eq!(answer.status, status, "{body}: {answer:?}");
    }
    for page in ["", "nothing.html", "../corrections.toml", "..%2f..%2fin.jsonl"] {
        assert_eq!(served.get(&format!("/desk/article?page={page}")).status, 404, "{page}");
    }
    assert!(!desk.path("out/corrections.toml").exists());
    for path in [
        "/corrections.toml",
        "/run.json",
        "/artifacts/run.json",
        "/articles/../corrections.toml",
        "/plain/../in.jsonl",
        "/articles/.sayso-report",
        "/plain",
        "/plain/",
    ] {
        assert_eq!(served.get(path).status, 404, "{path}");
    }
    // A second server on the run is refused, and so is a directory that is no run.
    assert!(desk.types("serve out --model rules").contains("is served already"));
    assert!(desk.types("serve in.jsonl --model rules").contains("expected the --out directory"));
}

#[test]
fn reviewers_are_told_how_much_is_right() {
    let desk = Desk::new();
    run(&desk);
    let served = Served::start(&desk, "serve out --model rules");
    let random = served.get("/review?order=random").body;
    let items: Vec<(String, String)> = random
        .split("<li data-id=\"")
        .skip(1)
        .map(|item| {
            let mut parts = item.split('"');
            (parts.next().unwrap().to_owned(), parts.nth(1).unwrap().to_owned())
        })
        .collect();
    let all = items.len();
    assert!(all >= 5 && random.contains(&format!("random sample of {all}, 0 read.")), "{random}");
    // The sample is the same for whoever asks.
    assert_eq!(served.get("/review?order=random").body, random);
    for (nth, (id, page)) in items.iter().enumerate() {
        for (by, right) in [("jr", nth > 0), ("kl", nth > 1)] {
            let verdict = json!({ "page": page, "id": id, "right": right, "by": by });
            assert_eq!(served.post("/desk/verdict", &verdict.to_string()).status, 200);
        }
    }
    let read = served.get("/review?order=random").body;
    assert!(read.contains(&format!("{all} read, <b>{} right</b> (", all - 2)), "{read}");
    assert!(
        read.contains(&format!(
            "<bdi>jr</bdi> and <bdi>kl</bdi> judged {all} attributions both and agree on {}; Cohen’s kappa",
            all - 1
        )),
        "{read}"
    );
    assert!(read.contains("Nothing is left in this list."));
    assert!(served.get("/review?order=random&by=mn").body.contains("<li data-id"));
    // Everything was read: all articles are gold, by our own scorer.
    desk.put("gold.jsonl", served.get("/review/gold.jsonl").body);
    let gold = fs::read_to_string(desk.path("gold.jsonl")).unwrap();
    assert_eq!(gold.lines().count(), 3, "{gold}");
    assert!(desk.types("evaluate attribution gold.jsonl gold.jsonl").contains("(exit code 0)"));
    // A correction is a verdict, taken back with it; what was said stays when the server is killed.
    let bridge = page(&desk, "bridge");
    let state = article(&served, &bridge);
    act(
        &served,
        &bridge,
        &state["version"],
        json!({ "action": "change", "id": state["attributions"][0]["id"], "form": "mixed", "by": "mn" }),
    );
    let verdicts = |state: &Value| state["attributions"][0]["verdicts"].as_array().unwrap().len();
    let state = article(&served, &bridge);
    assert_eq!(verdicts(&state), 3);
    served.kill();
    let again = Served::start(&desk, "serve out --model rules");
    let read = again.get("/review?order=unsure").body;
    assert!(read.contains(&format!("<p>{all} read.")), "{read}");
    assert_eq!(
        again
            .post("/desk/verdict", &json!({ "page": bridge, "id": "0000", "right": true }).to_string())
            .status,
        404
    );
}

#[test]
fn hostile_articles_and_names_show_as_text() {
    let desk = Desk::new();
    run(&desk);
    let served = Served::start(&desk, "serve out --model rules");
    let hostile = page(&desk, "hostile");
    let state = article(&served, &hostile);
    let speaker = json!([{ "name": "</script><script>alert(2)</script>", "kind": "person" }]);
    let done = act(
        &served,
        &hostile,
        &state["version"],
        json!({ "action": "change", "id": state["attributions"][0]["id"], "speakers": speaker, "by": "<script>alert(3)</script>", "note": "\u{202e}" }),
    );
    assert_eq!(done.status, 200, "{done:?}");
    settled(&served);
    let review = served.get("/review").body;
    let pasted = served.post(
        "/paste",
        &json!({ "text": text(&desk, "hostile"), "title": "<script>alert(4)</script>" }).to_string(),
    );
    let columns = pasted.json();
    assert_eq!(columns["models"].as_array().unwrap().len(), 3);
    let drawn: String =
        columns["models"].as_array().unwrap().iter().map(|model| model["html"].as_str().unwrap()).collect();
    assert!(drawn.contains("accurate-a1") && drawn.contains("rules-a1") && drawn.contains("Why"), "{drawn}");
    for html in [
        served.get(&format!("/articles/{hostile}")).body,
        served.get("/index.html").body,
        review,
        drawn,
        done.json()["html"].to_string(),
    ] {
        assert!(!html.contains("<script>alert"), "{html}");
    }
    // Nothing of what was pasted is kept.
    for (path, bytes) in files(&desk.path("out")) {
        assert!(!bytes.contains("alert(4)"), "{path}");
    }
    let people = served.get("/desk/people?q=holt");
    assert!(people.json().as_array().unwrap().iter().any(|voice| voice["name"] == "Ina Holt"), "{people:?}");
}
