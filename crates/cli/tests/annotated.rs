//! Annotations that were exported, edited in another tool, and taken back as corrections.
#![allow(clippy::unwrap_used)]

mod support;

use serde_json::{Value, json};
use std::fs;
use support::Desk;

const TEXT: &str = "😀 Ina Holt is the mayor of Marlow. “We have waited for this,” Holt said.\n\nFisherman Per Olsen \
                    said the water was clean. Senator Rosa Feld said the bridge was unsafe.\n\nThe clerk mumbled that all \
                    was well.\n";

/// A desk with a finished run on one article.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.put("in/a.txt", TEXT);
    assert!(desk.types("run in --model rules --quiet").ends_with("(exit code 0)\n"));
    desk
}

/// Where words stand: in code points.
fn points(words: &str) -> [usize; 2] {
    let start = TEXT[..TEXT.find(words).unwrap()].chars().count();
    [start, start + words.chars().count()]
}

/// The same in UTF-16 units.
fn units(words: &str) -> [usize; 2] {
    let start = TEXT[..TEXT.find(words).unwrap()].encode_utf16().count();
    [start, start + words.encode_utf16().count()]
}

/// The only file of this ending in a directory of an export, but for the list of pages.
fn file(desk: &Desk, dir: &str, ending: &str) -> std::path::PathBuf {
    let mut waiting = vec![desk.path(dir)];
    while let Some(dir) = waiting.pop() {
        for path in fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                waiting.push(path);
            } else if path.to_str().unwrap().ends_with(ending) && !path.ends_with("collection.jsonld") {
                return path;
            }
        }
    }
    panic!("no {ending} in {dir}");
}

fn edit_json(path: &std::path::Path, edit: impl FnOnce(&mut Value)) {
    let mut json = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    edit(&mut json);
    fs::write(path, serde_json::to_vec(&json).unwrap()).unwrap();
}

/// An annotator's file, as Label Studio gives it back.
fn edit_label_studio(desk: &Desk) {
    edit_json(&file(desk, "export/label-studio", "tasks.json"), |tasks| {
        let task = &mut tasks[0];
        let mut result = task["predictions"][0]["result"].as_array().unwrap().clone();
        result.retain(|it| {
            let of = |key: &str| it[key].as_str().unwrap_or("").starts_with("3-");
            !of("id") && !of("from_id")
        });
        for it in &mut result {
            if it["id"] == "1-content-1" && it["from_name"] == "speaker" {
                it["value"]["text"] = json!(["Rosa Feld"]);
            }
            if it["id"] == "2-source-1" {
                let [start, end] = points("Per Olsen");
                it["value"] =
                    json!({ "start": start, "end": end, "text": "Per Olsen", "labels": ["Source"] });
            }
        }
        for (id, label, words) in
            [("x", "Content", "all was well"), ("y", "Source", "The clerk"), ("z", "Cue", "mumbled")]
        {
            let [start, end] = points(words);
            let value = json!({ "start": start, "end": end, "text": words, "labels": [label] });
            result.push(json!({ "id": id, "from_name": "label", "to_name": "text", "type": "labels", "value": value, "origin": "manual" }));
        }
        for to in ["y", "z"] {
            result.push(json!({ "type": "relation", "from_id": "x", "to_id": to, "direction": "right" }));
        }
        task["predictions"] = json!([4]);
        task["annotations"] = json!([{
            "id": 9, "completed_by": 1, "was_cancelled": false, "ground_truth": false,
            "created_at": "2024-03-01T10:00:00.000000Z", "result": result,
        }]);
    });
}

fn edit_w3c(desk: &Desk) {
    edit_json(&file(desk, "export/w3c", ".jsonld"), |page| {
        let items = page["items"].as_array_mut().unwrap();
        let labelled = |item: &Value, label: &str| item["body"][0]["value"] == label;
        let contents: Vec<String> = items
            .iter()
            .filter(|item| labelled(item, "Content"))
            .map(|item| item["id"].as_str().unwrap().to_owned())
            .collect();
        items.retain(|item| !item["id"].as_str().unwrap().starts_with(&contents[2]));
        let text = items[0]["target"]["source"].clone();
        let target = |words: &str| json!({ "source": text, "selector": [{ "type": "TextQuoteSelector", "exact": words }] });
        for it in items.iter_mut() {
            if it["id"] == contents[0] {
                it["body"][1]["value"] = "Rosa Feld".into();
            }
            if it["id"] == format!("{}-source", contents[1]) {
                it["target"] = target("Per Olsen");
            }
        }
        let label = |label: &str| json!({ "type": "TextualBody", "purpose": "classifying", "value": label });
        let link = json!({ "type": "SpecificResource", "purpose": "linking", "source": "#x" });
        items.push(json!({ "id": "#x", "type": "Annotation", "body": label("Content"), "target": target("all was well") }));
        for (part, words) in [("Source", "The clerk"), ("Cue", "mumbled")] {
            items.push(json!({ "type": "Annotation", "body": [label(part), link], "target": target(words) }));
        }
    });
}

fn edit_brat(desk: &Desk) {
    let path = file(desk, "export/brat", ".ann");
    let mut notes = fs::read_to_string(&path).unwrap();
    let [start, end] = points("Fisherman Per Olsen");
    let [new, _] = points("Per Olsen");
    notes = notes.replace(&format!("{start} {end}\tFisherman "), &format!("{new} {end}\t"));
    notes = notes.replace("\tIna Holt | ", "\tRosa Feld | ");
    let content = notes.lines().find(|line| line.ends_with("\tthe bridge was unsafe")).unwrap();
    let id = content.split('\t').next().unwrap().to_owned();
    let of = |line: &str| line.split([' ', ':', '\t']).any(|word| word == id);
    notes = notes.split_inclusive('\n').filter(|line| !of(line.trim_end())).collect();
    for (id, label, words) in
        [("T90", "Content", "all was well"), ("T91", "Source", "The clerk"), ("T92", "Cue", "mumbled")]
    {
        let [start, end] = points(words);
        notes.push_str(&[&format!("{id}\t{label} {start} {end}"), "\t", words, "\n"].concat());
    }
    notes += "R90\tHasSource Arg1:T90 Arg2:T91\nR91\tHasCue Arg1:T90 Arg2:T92\n";
    fs::write(path, notes).unwrap();
}

fn edit_inception(desk: &Desk) {
    edit_json(&file(desk, "export/inception", ".json"), |cas| {
        let all = cas["%FEATURE_STRUCTURES"].as_array_mut().unwrap();
        let content = |all: &[Value], words: &str| {
            let [begin, _] = units(words);
            all.iter().position(|piece| piece["part"] == "Content" && piece["begin"] == begin).unwrap()
        };
        let first = content(all, "“We have");
        all[first]["speaker"] = "Rosa Feld".into();
        let [begin, end] = units("Fisherman Per Olsen");
        let source = all.iter().position(|piece| piece["part"] == "Source" && piece["end"] == end).unwrap();
        assert_eq!(all[source]["begin"], begin);
        all[source]["begin"] = units("Per Olsen")[0].into();
        let removed = content(all, "the bridge was unsafe");
        all.remove(removed);
        for (id, part, words) in
            [(900, "Content", "all was well"), (901, "Source", "The clerk"), (902, "Cue", "mumbled")]
        {
            let [begin, end] = units(words);
            all.push(json!({ "%ID": id, "%TYPE": "webanno.custom.Attribution", "begin": begin, "end": end, "part": part }));
            if part != "Content" {
                all.push(json!({ "%ID": id + 10, "%TYPE": "webanno.custom.AttributionLink", "begin": begin, "end": end, "@Dependent": id, "@Governor": 900 }));
            }
        }
    });
}

const FORMS: [&str; 4] = ["label-studio", "w3c", "brat", "inception"];

#[test]
fn every_form_gives_the_same_corrections() {
    let desk = desk();
    let said = desk.types("export sayso-out --to label-studio,w3c,brat,inception --out export");
    assert!(said.ends_with("(exit code 0)\n"), "{said}");
    for form in FORMS {
        let said = desk.types(&format!("correct --from export/{form} --file {form}.toml"));
        assert!(said.contains("no differences from the run\n(exit code 0)"), "{form}: {said}");
    }
    edit_label_studio(&desk);
    edit_w3c(&desk);
    edit_brat(&desk);
    edit_inception(&desk);
    let before = desk.types("correct a.txt");
    let said =
        FORMS.map(|form| desk.types(&format!("correct --from export/{form} --file {form}.toml --by kl")));
    let read = |form: &str| fs::read_to_string(desk.path(&format!("{form}.toml"))).unwrap();
    let file = read("label-studio");
    insta::assert_snapshot!(format!("{before}\n{}\n{file}", said[0]));
    for form in FORMS {
        assert_eq!(read(form), file, "{form}");
    }
}

#[test]
fn what_was_annotated_is_marked_in_every_output() {
    let desk = desk();
    desk.types("export sayso-out --to label-studio --out export");
    edit_label_studio(&desk);
    desk.types("correct --from export/label-studio --by kl");
    let forms = "csv,w3c,brat,label-studio,inception";
    let run = desk.types(&format!("run in --model rules --export {forms}"));
    assert!(run.contains("4 corrections"), "{run}");
    let now = desk.types("correct a.txt");
    insta::assert_snapshot!(now);
    let mark = "speaker corrected by kl";
    let page = file(&desk, "sayso-out/articles", ".html");
    let mut outputs = vec![page, desk.path("sayso-out/attributions.jsonl")];
    outputs.push(desk.path("sayso-out/export/csv/attributions.csv"));
    outputs.push(desk.path("sayso-out/export/label-studio/tasks.json"));
    outputs.push(file(&desk, "sayso-out/export/brat", ".ann"));
    outputs.push(file(&desk, "sayso-out/export/w3c", ".jsonld"));
    outputs.push(file(&desk, "sayso-out/export/inception", ".json"));
    for path in outputs {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(mark), "{}", path.display());
    }
    // What the run says now is what was annotated.
    for form in ["label-studio", "brat", "w3c", "inception"] {
        let said = desk.types(&format!("correct --from sayso-out/export/{form}"));
        assert!(said.contains("no differences from the run"), "{form}: {said}");
    }
    let measured =
        desk.types("evaluate attribution export/label-studio/tasks.json sayso-out/attributions.jsonl");
    assert!(measured.contains("gold 3"), "{measured}");
}

#[test]
fn names_say_who_is_meant() {
    let desk = desk();
    let correct = |speaker: &str| {
        desk.types("export sayso-out --to label-studio --out export");
        edit_json(&file(&desk, "export/label-studio", "tasks.json"), |tasks| {
            for it in tasks[0]["predictions"][0]["result"].as_array_mut().unwrap() {
                if it["id"] == "1-content-1" && it["from_name"] == "speaker" {
                    it["value"]["text"] = json!([speaker]);
                }
            }
        });
        desk.types("correct --from export/label-studio --file other.toml")
    };
    let told =
        ["Olsen", "Ina Holt; Rosa Feld", "the town's clerks (collective)", "Somebody Else", " "].map(correct);
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn what_is_no_annotation_is_said() {
    let desk = desk();
    desk.put("min.json", json!([{ "id": 1, "text": "a", "label": [{ "start": 0, "end": 1 }] }]).to_string());
    desk.put("other.json", "{\"a\": 1}");
    desk.put("broken.json", "[{\"data\": {");
    desk.put("empty/readme.txt", "nothing");
    desk.put("both/a.txt", TEXT);
    desk.put("both/a.ann", "");
    desk.put("both/tasks.json", json!([{ "data": { "text": "another" }, "annotations": [] }]).to_string());
    desk.put(
        "strange.json",
        json!([{ "data": { "text": "another" }, "annotations": [{ "result": [] }] }]).to_string(),
    );
    let lines = ["min.json", "other.json", "broken.json", "empty", "both", "gone", "strange.json"];
    insta::assert_snapshot!(lines.map(|path| desk.types(&format!("correct --from {path}"))).join("\n"));
}
