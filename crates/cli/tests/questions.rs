//! Questions to a finished run, corrections of it, and two runs compared, as a user types them.
#![allow(clippy::unwrap_used)]

mod support;

use std::fs;
use std::io::Read as _;
use std::process::Stdio;
use support::Desk;

/// Articles of our own: a story and its copy, two people of one surname, letters with marks, and hostile text.
fn articles() -> String {
    let river = "Mayor Ina Holt opened the Tallow bridge on Monday.\n\n“We have waited for this bridge,” Holt said. \
                 “It was worth it.”\n\nSenator Rosa Feld said the bridge was unsafe. “Ina Holt knows that,” Feld \
                 said.\n\nThe engineers have measured every beam since the spring, and the report will be printed by \
                 the council in the last week of the month.\n";
    let lake = "Professor Yōko Łatka said the lake was “cleaner than ever”.\n\nPer Holt, a fisherman, told Reuters \
                that he did not believe it.\n";
    let hostile = "“=HYPERLINK(A1) \u{1b}[31mred \u{202e}turned,” said Ina Holt.\n";
    let line = |id: &str, publisher: &str, date: &str, text: &str| {
        serde_json::json!({"id": id, "publisher": publisher, "date": date, "title": format!("Title of {id}"), "text": text})
            .to_string()
    };
    [
        line("river", "The Marlow Courier", "2024-03-01", river),
        line("river-copy", "Harbour Post", "2024-03-02T08:00:00Z", river),
        line("lake", "Züri Blatt", "2023-10-05", lake),
        line("hostile", "Harbour Post", "2024-04-09", hostile),
    ]
    .map(|line| line + "\n")
    .concat()
}

/// A desk with a finished run in the place where runs go.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.put("in/articles.jsonl", articles());
    assert!(desk.types("run in --model rules --quiet").ends_with("(exit code 0)\n"));
    desk
}

fn all(desk: &Desk, lines: &[&[&str]]) -> String {
    lines.iter().map(|line| desk.says(line)).collect::<Vec<_>>().join("\n")
}

#[test]
fn who() {
    let lines: &[&[&str]] = &[
        &["who", "Ina Holt"],
        &["who", "sayso-out", "yoko", "latka", "--width", "60"],
        &["who", "Feld", "--as", "csv"],
        &["who", "lATKA", "--as", "json"],
        &["who", "Holt"],
        &["who", "Tallow"],
        &["who", "Nobody"],
        &["who", "in", "Holt"],
        &["who", "sayso-out"],
    ];
    insta::assert_snapshot!(all(&desk(), lines));
}

#[test]
fn attributions() {
    let lines: &[&[&str]] = &[
        &["attributions"],
        &["attributions", "sayso-out", "--width", "100"],
        &["attributions", "--width", "50", "--limit", "1"],
        &["attributions", "this bridge", "waited"],
        &["attributions", "--speaker", "Holt", "--form", "direct", "--until", "2024-03"],
        &["attributions", "--about", "ina holt", "--outlet", "courier"],
        &["attributions", "--since", "2024-03-02", "--min-confidence", "0.5", "--kind", "person"],
        &["attributions", "--speaker", "latka", "--as", "json"],
        &["attributions", "hyperlink", "--as", "csv"],
        &["attributions", "no such words"],
        &["attributions", "--since", "yesterday"],
        &["attributions", "--form", "spoken"],
    ];
    insta::assert_snapshot!(all(&desk(), lines));
}

#[test]
fn nothing_in_an_article_reaches_the_terminal_raw() {
    let desk = desk();
    for line in [
        "attributions",
        "attributions --as json",
        "attributions --as csv",
        "attributions --width 40",
        "correct hostile",
    ] {
        let said = desk.types(line);
        assert!(said.contains("HYPERLINK"), "{said}");
        assert!(!said.contains(['\u{1b}', '\u{202e}']), "{said}");
    }
}

#[cfg(unix)]
#[test]
fn nobody_has_to_read_to_the_end() {
    let desk = Desk::new();
    desk.put("in/long.txt", "“It is long,” said Ina Holt, who read on.\n\n".repeat(2_000));
    desk.types("run in --model rules --quiet");
    for line in ["attributions", "attributions --as json", "attributions --as csv"] {
        let mut child = desk.command(line).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut head = [0; 10];
        child.stdout.take().unwrap().read_exact(&mut head).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "{line}");
    }
}

#[test]
fn corrections_stay() {
    let desk = desk();
    let correct: &[&[&str]] = &[
        &["correct", "river"],
        &[
            "correct",
            "river",
            "--number",
            "1",
            "--speaker",
            "Feld",
            "--note",
            "She was the mayor.",
            "--by",
            "jr",
        ],
        &["correct", "river", "--number", "2", "--content", "the bridge was", "--cue", ""],
        &["correct", "lake", "--number", "1", "--remove"],
        &["correct", "lake", "--add", "--content", "did not believe it", "--source", "Per Holt"],
        &["correct", "river", "--number", "1", "--speaker", "Somebody Else", "--kind", "role"],
    ];
    let refused: &[&[&str]] = &[
        &["correct", "pond"],
        &["correct", "river", "--number", "9", "--remove"],
        &["correct", "river", "--number", "1", "--speaker", "Ina", "--remove"],
        &["correct", "river", "--number", "1", "--content", "words that are not there"],
        &["correct", "river", "--add"],
        &["correct", "river", "--form", "direct"],
    ];
    let said = all(&desk, correct);
    fs::rename(desk.path("sayso-out/run.json"), desk.path("run-before.json")).unwrap();
    let copy = |from: &str, to: &str| fs::copy(desk.path(from), desk.path(to)).unwrap();
    for name in ["attributions.jsonl", "entities.jsonl"] {
        fs::create_dir_all(desk.path("before")).unwrap();
        copy(&format!("sayso-out/{name}"), &format!("before/{name}"));
    }
    copy("run-before.json", "before/run.json");
    let file = fs::read_to_string(desk.path("sayso-out/corrections.toml")).unwrap();
    let run = desk.types("run in --model rules");
    // The text moves; one correction loses its words, one its article.
    desk.put(
        "in/articles.jsonl",
        articles().replace("Mayor Ina", "MARLOW — Mayor Ina").replace("not believe", "not trust"),
    );
    desk.put("more.toml", "[[correction]]\naction = \"remove\"\ndocument = \"pond\"\nstatement = [\"x\"]\nstatement_at = [[0, 1]]\n");
    let moved = desk.types("run in --model rules --corrections more.toml");
    let again = desk.types("run in --model rules --corrections more.toml");
    let marks = desk.types("attributions --as json");
    let marks: Vec<&str> =
        marks.lines().filter_map(|line| Some(line.split_once("\"corrected\":")?.1)).collect();
    let page = fs::read_to_string(desk.path("sayso-out/index.html")).unwrap();
    assert!(page.contains("is stale"), "the report says so");
    insta::assert_snapshot!(format!(
        "{said}\n{}\n{file}\n{run}\n{moved}\n{again}\n{}\n{}",
        all(&desk, refused),
        marks.join("\n"),
        desk.types("diff before sayso-out"),
    ));
    desk.put("bad.toml", "[[correction]]\naction = \"mend\"\ndocument = \"a\"\n");
    let bad = desk.types("run in --model rules --corrections bad.toml");
    assert!(bad.contains("bad.toml: line 1: unknown action") && bad.ends_with("(exit code 2)\n"), "{bad}");
}

#[test]
fn annotations_that_were_edited() {
    let desk = Desk::new();
    let text = "“The bridge is safe,” Mayor Ina Holt said. Per Olsen said the water was clean.\n";
    desk.put("in/a.txt", text);
    desk.types("run in --model rules --quiet");
    desk.put("brat/one.txt", text);
    desk.put(
        "brat/one.ann",
        "T1\tContent 0 21\t“The bridge is safe,”\nT2\tSource 43 52\tPer Olsen\nT3\tCue 37 41\tsaid\n\
         E1\tCue:T3 Content:T1 Source:T2\nT4\tContent 68 77\twas clean\n\
         T5\tSource 43 52\tPer Olsen\nT6\tCue 53 57\tsaid\nE2\tCue:T6 Content:T4 Source:T5\n",
    );
    desk.put("brat/two.txt", "Another text.\n");
    desk.put("brat/two.ann", "T1\tContent 0 7\tAnother\n");
    let said = desk.types("correct --from brat --by kl");
    let file = fs::read_to_string(desk.path("sayso-out/corrections.toml")).unwrap();
    let run = desk.types("run in --model rules --quiet");
    insta::assert_snapshot!(format!("{said}\n{file}\n{run}\n{}", desk.types("correct a.txt")));
    // What was corrected is what was annotated.
    let measured = desk.types("evaluate attribution brat/one.ann sayso-out/attributions.jsonl");
    assert!(measured.contains("gold 2"), "{measured}");
    let nothing = desk.types("correct --from brat --by kl");
    assert!(nothing.contains("no differences from the run"), "{nothing}");
}

#[test]
fn what_was_exported_and_not_edited_corrects_nothing() {
    let desk = desk();
    let said = desk.types("export sayso-out --to brat --out exports");
    assert!(said.ends_with("(exit code 0)\n"), "{said}");
    assert!(desk.types("correct --from exports").contains("no differences from the run\n(exit code 0)"));
    assert!(!desk.path("sayso-out/corrections.toml").exists());
}

#[test]
fn two_runs_compared() {
    let desk = desk();
    desk.types("run in --out accurate --model accurate --quiet");
    desk.types("run in --out sure --model rules --min-confidence 0.8 --quiet");
    let names = "id\tkind\tname\taliases\tcountry\tgender\troles\tids\tprior\tvalid\tsource\tlicence\n\
                 my:1\tperson\tRosa Feld\t\tDE\tfemale\tsenator\t\t0.5\t\tour desk\tours\n";
    desk.put("names.tsv", names);
    desk.types("run in --out named --model rules --names names.tsv --quiet");
    desk.put(
        "other/articles.jsonl",
        articles().replace("waited for this", "waited long for this").replace("\"lake\"", "\"pond\""),
    );
    desk.types("run other --out other-out --model rules --quiet");
    let lines: &[&[&str]] = &[
        &["diff", "sayso-out", "sayso-out"],
        &["diff", "sayso-out", "accurate", "--summary"],
        &["diff", "sayso-out", "sure"],
        &["diff", "sayso-out", "named"],
        &["diff", "sayso-out", "other-out", "--html", "diff.html", "--width", "100"],
        &["diff", "sayso-out", "other-out", "--as", "json", "--summary", "--exit-code"],
        &["diff", "sayso-out", "sayso-out", "--exit-code", "--summary"],
        &["diff", "sayso-out", "in"],
    ];
    insta::assert_snapshot!(all(&desk, lines));
    let page = fs::read_to_string(desk.path("diff.html")).unwrap();
    assert!(page.contains("<ins><bdi>long</bdi></ins>") && page.contains("default-src 'none'"), "{page}");
    assert!(!page.contains("<script") && !page.contains("href=\"http"), "{page}");
    assert!(!page.contains(['\u{1b}', '\u{202e}']));
}

/// Releases of an office, two of which give its owner in full, and a name that two people bear.
fn releases() -> Desk {
    let line = |id: &str, publisher: &str, text: &str| {
        serde_json::json!({"id": id, "publisher": publisher, "text": text}).to_string() + "\n"
    };
    let office = "Office of Senator Feld";
    let full = "Senator Rosa Feld said the dam was safe.\n\n“It will hold,” Feld said.\n";
    let articles = [
        line("dam", office, full),
        line("road", office, "Senator Rosa Feld opened the road.\n\n“It is wide enough,” Feld said.\n"),
        line("mill", office, "“The mill is next,” said Feld.\n"),
        line(
            "cod",
            "The Marlow Courier",
            "Per Quillon said the cod were gone. “Ask the seals,” Quillon said.\n",
        ),
        line("tooth", "The Marlow Courier", "Per Quillon said the tooth had to go.\n"),
    ];
    let desk = Desk::new();
    desk.put("in/releases.jsonl", articles.concat());
    desk
}

#[test]
fn people_are_merged_and_split() {
    let desk = releases();
    let run = "run in --model rules --quiet";
    assert!(desk.types(run).ends_with("(exit code 0)\n"));
    let asked: &[&[&str]] = &[
        &["people"],
        &["people", "--as", "csv", "--min-score", "0.9"],
        &["who", "feld"],
        &[
            "correct",
            "--merge",
            "Feld",
            "Rosa Feld",
            "--publisher",
            "Office of Senator Feld",
            "--note",
            "her office",
        ],
        &["correct", "cod", "--split", "Per Quillon", "--speaker", "Per Quillon (of the Ada)"],
        &["correct", "--merge", "Nobody", "Rosa Feld"],
        &["correct", "--merge", "Rosa Feld", "Rosa Feld"],
        &["correct", "dam", "--merge", "Feld", "Rosa Feld"],
    ];
    let before = all(&desk, asked);
    let file = fs::read_to_string(desk.path("sayso-out/corrections.toml")).unwrap();
    assert!(desk.types(run).ends_with("(exit code 0)\n"));
    let asked: &[&[&str]] =
        &[&["people"], &["who", "feld", "--as", "csv"], &["attributions", "--speaker", "quillon"]];
    insta::assert_snapshot!([before, file, all(&desk, asked)].join("\n"));
}

#[test]
fn people_merges_what_it_lists() {
    let desk = releases();
    let run = "run in --model rules --quiet";
    assert!(desk.types(run).ends_with("(exit code 0)\n"));
    desk.says(&["people", "--min-score", "0.9", "--merge"]);
    assert!(desk.types(run).ends_with("(exit code 0)\n"));
    insta::assert_snapshot!(all(
        &desk,
        &[&["people", "--min-score", "0.9"], &["who", "feld", "--as", "csv"]]
    ));
}

#[test]
fn who_gets_to_speak() {
    let desk = Desk::new();
    let article = |id: &str, outlet: &str, date: &str, text: &str| {
        format!("{{\"id\":\"{id}\",\"publisher\":\"{outlet}\",\"published\":\"{date}\",\"text\":{text:?}}}\n")
    };
    let archive = [
        article(
            "1",
            "The Ostby Courier",
            "2024-05-02",
            "Mayor Ina Holt opened the bridge on Monday.\n\n“It was worth the wait,” Mayor Holt said. “It will stand for \
             a century.”\n\n“The piers are sound,” said Jonas Berg, a professor of engineering. “We tested them \
             twice.”\n\nResidents said that the noise had been unbearable.",
        ),
        article(
            "2",
            "The Harbour Times",
            "2024-06-11",
            "“We will look into it,” said Ms. Quill Tarn, a spokeswoman for the harbor.\n\n“I saw it fall,” said Dervla \
             Venn, a neighbor.\n\n“He ran,” a witness said.",
        ),
    ];
    desk.put("archive.jsonl", archive.concat());
    let lines = [
        "run archive.jsonl --out out --model rules --quiet",
        "audit out --min-confidence 0",
        "audit out --min-confidence 0 --by outlet --as csv",
        "audit out --min-confidence 0 --by month --as json",
        "audit out --min-confidence 1",
    ];
    let all: Vec<String> = lines.iter().map(|line| desk.types(line)).collect();
    insta::assert_snapshot!(all.join("\n"));
}
