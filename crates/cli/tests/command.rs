//! The command as a user types it: what it prints, and its exit codes. Times are masked.
#![allow(clippy::unwrap_used)]

mod support;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use support::{Desk, samples, story, told};

#[test]
fn help() {
    let desk = Desk::new();
    let lines = [
        "--help",
        "run --help",
        "who --help",
        "attributions --help",
        "correct --help",
        "diff --help",
        "explain --help",
        "export --help",
        "evaluate --help",
        "evaluate attribution --help",
        "artifact --help",
        "names compile --help",
        "demo --help",
        "completions --help",
        "man --help",
    ];
    let all: Vec<String> = lines.iter().map(|line| desk.types(line)).collect();
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn version() {
    let said = Desk::new().types("--version");
    assert!(
        said.starts_with(&format!(
            "$ sayso --version\nsayso {}\nmodels: accurate",
            env!("CARGO_PKG_VERSION")
        ))
    );
    assert!(said.contains("\nnames: ") && said.ends_with("(exit code 0)\n"), "{said}");
}

#[test]
fn a_run_and_the_next_ones() {
    let desk = Desk::new();
    for number in 1..4 {
        desk.put(&format!("in/{number}.txt"), story(number));
    }
    let lines = [
        "run in --out out --model rules --jobs 1",
        "run in --out out --model rules --jobs 2",
        "run in --out out --model fast",
        "run --from attribute --out out --model rules --until attribute",
        "run in -oother --model rules --until tokenize --shard-size 1",
        "run in/1.txt in/2*.txt --out part --model rules --min-confidence 0.99 --quiet",
        "artifact verify out",
    ];
    let all: Vec<String> = lines.iter().map(|line| desk.types(line)).collect();
    insta::assert_snapshot!(all.join("\n"));
    let left = fs::read_to_string(desk.path("part/attributions.jsonl")).unwrap();
    assert_eq!(left.matches("\"attributions\":[]").count(), 2, "{left}");
}

#[test]
fn standard_input() {
    let desk = Desk::new();
    let mut child =
        desk.command("run - --out out --model rules --quiet").stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(story(7).as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
    let lines = fs::read_to_string(desk.path("out/attributions.jsonl")).unwrap();
    assert!(lines.contains("\"name\":\"Ina Holt\""), "{lines}");
}

#[test]
fn explained() {
    let desk = Desk::new();
    let wire = format!("{}/wire-ferry-inquiry.txt", samples());
    let output = desk.command("explain --model accurate").arg(wire).output().unwrap();
    insta::assert_snapshot!(told("explain --model accurate wire-ferry-inquiry.txt", &output));
}

#[test]
fn what_cannot_be_done_is_said() {
    let desk = Desk::new();
    fs::create_dir(desk.path("empty")).unwrap();
    desk.put("in/1.txt", story(1));
    desk.put("names.tsv", "x:1\tdragon\tSmaug\n");
    desk.put("mapping.toml", "text = [");
    desk.put("not.model", "hello");
    fs::create_dir(desk.path("used")).unwrap();
    let lock = fs::File::create(desk.path("used/.sayso-lock")).unwrap();
    lock.lock().unwrap();
    let lines = [
        "run",
        "fly",
        "run empty --out out",
        "run nowhere --out out",
        "run *.doc --out out",
        "run in --out used",
        "run in --out out --names names.tsv",
        "run in --out out --names missing.tsv",
        "run in --out out --mapping mapping.toml",
        "run in --out out --field headline=h1",
        "run in --out out --field text",
        "run in --out out --format wordperfect",
        "run in --out out --model not.model",
        "run in --out out --min-confidence 2",
        "run --from report --out out",
        "run in --out out --from report --until ingest",
        "explain nowhere",
        "evaluate attribution nowhere.jsonl",
        "artifact show nowhere.sayso",
        "artifact verify nowhere",
    ];
    let all: Vec<String> = lines.iter().map(|line| desk.types(line)).collect();
    insta::assert_snapshot!(all.join("\n"));
}

/// The names in a directory, sorted.
fn names(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = entries.collect();
    names.sort();
    names
}

#[test]
fn exported() {
    let desk = Desk::new();
    for number in 1..3 {
        desk.put(&format!("in/{number}.txt"), story(number));
    }
    let lines = [
        "export out --to csv",
        "run in --out out --model rules --export csv,brat",
        "export out --to label-studio --to w3c,inception --out other",
        "export out --to mine",
        "run in --out out --model rules --until attribute --force --quiet",
        "export out --to csv --raw --out raw",
    ];
    let all: Vec<String> = lines.iter().map(|line| desk.types(line)).collect();
    insta::assert_snapshot!(all.join("\n"));
    assert_eq!(names(&desk.path("out/export")), ["brat", "csv"]);
    assert_eq!(names(&desk.path("other")), ["inception", "label-studio", "w3c"]);
    assert_eq!(names(&desk.path("raw/csv")).len(), 12);
    // What is in the way is not touched.
    desk.put("other/brat/mine.ann", "");
    assert!(desk.types("export out --to brat --out other").contains("was not written by `sayso export`"));
    desk.put("file", "");
    assert!(desk.types("export out --to brat --out file").contains("sayso: cannot write file/brat: "));
}

/// What `cargo xtask pipeline` adds to its arguments, whatever these are.
#[test]
fn a_checkout_gives_inputs_and_output_unless_others_are_given() {
    let desk = Desk::new();
    desk.put("checkout/data/samples/1.txt", story(1));
    desk.put("in/2.txt", story(2));
    for (line, out, article) in [
        ("run --checkout checkout --model rules --export csv", "checkout/out", "1.txt"),
        ("run --checkout checkout --model rules --from attribute", "checkout/out", "1.txt"),
        ("run --checkout checkout --model rules in", "checkout/out", "2.txt"),
        ("run --checkout checkout --model rules -o mine", "mine", "1.txt"),
    ] {
        let said = desk.types(line);
        assert!(said.contains(&format!("report: {out}/index.html")), "{said}");
        let lines = fs::read_to_string(desk.path(out).join("attributions.jsonl")).unwrap();
        assert!(lines.contains(&format!("{article}\"")), "{line}: {lines}");
    }
    assert!(desk.path("checkout/out/export/csv").is_dir());
}

#[test]
fn bad_documents_cost_themselves_alone() {
    let desk = Desk::new();
    desk.put("in/good.txt", story(1));
    desk.put("in/empty.txt", "");
    desk.put("in/latin.txt", b"Mayor Ina Holt said: \x93Caf\xe9\x94 is open.\n\nThat is all.\n");
    desk.put(
        "in/broken.jsonl",
        "{\"id\":\"a\",\"text\":\"“Well,” said Ina Holt.\"}\n{\"id\":\"b\"}\n{\"id\": oops\n",
    );
    desk.put("in/cut.txt.gz", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1, 9, 0]);
    desk.put("in/line.txt", "“It is long,” said Ina Holt, who read on. ".repeat(2_000));
    desk.put("in/deep.html", format!("<html><body>{}<p>“Deep,” said Ina Holt.", "<div>".repeat(5_000)));
    insta::assert_snapshot!(desk.types("run in --out out --model rules --jobs 1"));
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_costs_itself_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::new();
    desk.put("in/good.txt", story(1));
    desk.put("in/secret.txt", story(2));
    fs::set_permissions(desk.path("in/secret.txt"), fs::Permissions::from_mode(0o0)).unwrap();
    if fs::read(desk.path("in/secret.txt")).is_ok() {
        return; // Root reads everything.
    }
    let said = desk.types("run in --out out --model rules");
    assert!(said.contains("error: secret.txt: ") && said.ends_with("(exit code 1)\n"), "{said}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_and_the_next_run_goes_on() {
    let desk = Desk::new();
    desk.put("in/1.txt", story(1));
    fs::create_dir_all(desk.path("out/artifacts")).unwrap();
    // The temporary file of the run's manifest leads to a device that is always full.
    std::os::unix::fs::symlink("/dev/full", desk.path("out/artifacts/run.json.tmp")).unwrap();
    let said = desk.types("run in --out out --model rules");
    assert!(said.contains("No space left") && said.ends_with("(exit code 2)\n"), "{said}");
    let next = desk.types("run in --out out --model rules");
    assert!(next.ends_with("(exit code 0)\n"), "{next}");
}

#[test]
fn damaged_artifacts_are_told_apart() {
    let desk = Desk::new();
    desk.put("in/1.txt", story(1));
    desk.types("run in --out out --model rules");
    let tokens = desk.path("out/artifacts/tokenize/000000.sayso");
    let mut bytes = fs::read(&tokens).unwrap();
    let middle = bytes.len() - 5;
    bytes[middle] ^= 4;
    fs::write(&tokens, &bytes).unwrap();
    fs::copy(
        desk.path("out/artifacts/ingest/000000.sayso"),
        desk.path("out/artifacts/recognize/000000.sayso"),
    )
    .unwrap();
    let lines = [
        "artifact show out/artifacts/tokenize/000000.sayso",
        "artifact verify out",
        "run in --out out --model rules",
        "artifact verify out",
    ];
    let all: Vec<String> = lines.iter().map(|line| desk.types(line)).collect();
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn measured_on_annotations_of_ones_own() {
    let desk = Desk::new();
    let text = "“The bridge is safe,” Mayor Ina Holt said.\n";
    desk.put("gold/desk/a.txt", text);
    desk.put(
        "gold/desk/a.ann",
        "T1\tContent 0 21\t“The bridge is safe,”\nT2\tSource 22 36\tMayor Ina Holt\nT3\tCue 37 41\tsaid\n\
         E1\tCue:T3 Content:T1 Source:T2\n",
    );
    let own = desk.types("evaluate attribution gold --model rules");
    assert!(own.contains("linked@0.8             P 100.0  R 100.0  F1 100.0   gold 1 pred 1"), "{own}");
    desk.types("run gold --out out --model rules");
    let given = desk.types("evaluate attribution gold out/attributions.jsonl");
    assert_eq!(own.split_once('\n').unwrap().1, given.split_once('\n').unwrap().1);
    desk.put("gold/desk/a.ann", "T1\tContent 0 22\t“The bridge is safe,”\n");
    insta::assert_snapshot!(format!("{own}\n{}", desk.types("evaluate attribution gold")));
}

const NAMES: &str = "id\tkind\tname\taliases\tcountry\tgender\troles\tids\tprior\tvalid\tsource\tlicence\n\
                     my:1\tperson\tIna Holt\t\tDE\tfemale\tmayor\t\t0.5\t\tour desk\tours\n";

/// Names are changed: only what depends on them is computed again.
#[test]
fn other_names() {
    let desk = Desk::new();
    desk.put("in/1.txt", story(1));
    desk.types("run in --out out --model rules");
    desk.put("names.tsv", NAMES);
    let said = desk.types("run in --out out --model rules --names names.tsv");
    let stages: Vec<&str> = said.lines().filter(|line| line.contains(" … s ")).collect();
    insta::assert_snapshot!(stages.join("\n"));
    let lines = fs::read_to_string(desk.path("out/attributions.jsonl")).unwrap();
    assert!(lines.contains("\"id\":\"my:1\""), "{lines}");
}

#[cfg(unix)]
#[test]
fn control_c_ends_with_130_and_the_next_run_goes_on() {
    let desk = Desk::new();
    for number in 0..80 {
        desk.put(&format!("in/{number:03}.txt"), story(number).repeat(20));
    }
    let line = "run in --out out --model accurate --jobs 1 --shard-size 2";
    let child = desk.command(line).stderr(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    // A shard is there: the run is under way.
    let first = desk.path("out/artifacts/attribute/000000.sayso");
    while !first.exists() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(130), "{said}");
    assert!(said.contains("interrupted; run again with the same --out to resume"), "{said}");
    let next = desk.types("run in --out out --model accurate --shard-size 2 --until attribute");
    assert!(next.contains("unchanged") && next.ends_with("(exit code 0)\n"), "{next}");
}

/// Every file under a directory by its relative path, without the lock.
fn tree(dir: &Path) -> std::collections::BTreeMap<PathBuf, Vec<u8>> {
    let mut files = std::collections::BTreeMap::new();
    let mut open = vec![dir.to_owned()];
    while let Some(next) = open.pop() {
        for path in fs::read_dir(next).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                open.push(path);
            } else if !path.ends_with(".sayso-lock") {
                files.insert(path.strip_prefix(dir).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// On Unix a kill is `kill -9`: nothing in the command can be done about it.
#[test]
fn killed_ten_times_the_run_ends_in_the_same_bytes() {
    let desk = Desk::new();
    for number in 0..24 {
        desk.put(&format!("in/{number:02}.txt"), story(number));
    }
    let run = |out: &str| {
        desk.command(&format!("run in --out {out} --model rules --jobs 2 --shard-size 2 --quiet"))
    };
    // How long a whole run takes here, start of the process included.
    let started = std::time::Instant::now();
    assert!(run("whole").status().unwrap().success());
    let long = started.elapsed();
    let mut killed = 0;
    for moment in [95, 12, 60, 33, 80, 50, 70, 88, 25, 99] {
        if moment % 2 == 0 {
            // Half of them from nothing, half on top of what the last one left.
            fs::remove_dir_all(desk.path("killed")).unwrap_or_default();
        }
        let mut child = run("killed").stderr(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
        std::thread::sleep(long * moment / 100);
        child.kill().unwrap();
        killed += usize::from(!child.wait().unwrap().success());
    }
    assert!(killed > 0, "every run was over before it was killed");
    assert!(run("killed").status().unwrap().success());
    let (whole, mended) = (tree(&desk.path("whole")), tree(&desk.path("killed")));
    assert_eq!(whole.keys().collect::<Vec<_>>(), mended.keys().collect::<Vec<_>>());
    let differing: Vec<_> = whole.keys().filter(|name| whole[*name] != mended[*name]).collect();
    assert!(differing.is_empty(), "{differing:?}");
}

/// A run over `in` and standard input, killed while it waits for the latter, once `marker` is there.
fn killed(desk: &Desk, line: &str, marker: &str) {
    let mut child = desk.command(line).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    while !desk.path(marker).exists() {
        assert!(child.try_wait().unwrap().is_none(), "the run is over");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    child.kill().unwrap();
    assert!(!child.wait().unwrap().success());
}

const QUESTIONS: [&str; 5] =
    ["who out Holt", "attributions out", "correct out 1.txt", "export out --to csv", "diff out out"];

#[test]
fn a_run_killed_while_it_writes_answers_no_question() {
    let desk = Desk::new();
    desk.put("in/1.txt", story(1));
    assert!(desk.types("run in --out out --model rules --quiet").ends_with("(exit code 0)\n"));
    killed(&desk, "run in - --out out --model rules --force --quiet", "out/report.part");
    for line in QUESTIONS {
        let said = desk.types(line);
        assert!(said.contains("sayso: out: the run is unfinished"), "{said}");
        assert!(said.ends_with("(exit code 2)\n"), "{said}");
    }
    assert!(desk.types("run in --out out --model rules --quiet").ends_with("(exit code 0)\n"));
    for line in QUESTIONS {
        let said = desk.types(line);
        assert!(!said.contains("unfinished") && !said.contains("interrupted"), "{said}");
    }
}

#[test]
fn a_run_killed_before_it_writes_leaves_the_results_of_the_one_before() {
    let desk = Desk::new();
    desk.put("in/1.txt", story(1));
    assert!(desk.types("run in --out out --model rules --quiet").ends_with("(exit code 0)\n"));
    killed(&desk, "run in - --out out --model rules --quiet", "out/run.part");
    for line in QUESTIONS {
        let said = desk.types(line);
        assert!(said.contains("sayso: out: a later run is still going on or was interrupted"), "{said}");
        assert!(said.ends_with("(exit code 0)\n"), "{said}");
    }
    // A mistyped path neither starts a run nor touches what is there.
    assert!(desk.types("run in --out out --model rules --quiet").ends_with("(exit code 0)\n"));
    let before = tree(&desk.path("out"));
    let said = desk.types("run nowhere --out out --model rules --force");
    assert!(said.ends_with("(exit code 2)\n"), "{said}");
    assert_eq!(tree(&desk.path("out")), before);
}

#[test]
fn a_directory_in_use_is_said() {
    let desk = Desk::new();
    desk.put("in/1.txt", story(1));
    let line = "run - --out out --model rules --quiet";
    // Waits for its input with the directory in its hands.
    let mut first = desk.command(line).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    while !desk.path("out/artifacts/attribute").exists() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let said = desk.types("run in --out out --model rules");
    assert!(said.contains("out") && said.ends_with("(exit code 2)\n"), "{said}");
    insta::assert_snapshot!(said);
    first.stdin.take().unwrap().write_all(story(2).as_bytes()).unwrap();
    assert!(first.wait().unwrap().success());
}

#[test]
fn what_is_in_the_program() {
    let desk = Desk::new();
    let said = desk.types("doctor");
    for title in ["models", "names", "reads", "exports", "output", "network    never used"] {
        assert!(said.lines().any(|line| line.starts_with(title)), "{title}: {said}");
    }
    assert!(said.contains("sayso-out (writable)") && said.ends_with("(exit code 0)\n"), "{said}");
}

#[test]
fn nothing_to_read() {
    let desk = Desk::new();
    insta::assert_snapshot!(
        desk.types("run") + &desk.types("attributionz") + &desk.types("run in --modle fast")
    );
    assert_eq!(fs::read_dir(desk.path("")).unwrap().count(), 0);
}

#[test]
fn the_demo_reads_what_the_program_carries() {
    let desk = Desk::new();
    let said = desk.types("demo");
    assert!(said.contains("reading 8 files") && said.contains("report: sayso-demo/index.html"), "{said}");
    assert!(desk.path("sayso-demo/index.html").is_file());
    assert!(desk.path("sayso-demo/samples/text/wire-ferry-inquiry.txt").is_file());
}

#[test]
fn a_page_for_each_command() {
    let desk = Desk::new();
    let page = desk.types("man");
    for section in [".SH NAME", ".SH SYNOPSIS", "sayso\\-run(1)"] {
        assert!(page.contains(section), "{section}: {page}");
    }
    assert!(desk.types("man --dir pages").contains("(exit code 0)"));
    for name in ["sayso.1", "sayso-run.1", "sayso-evaluate-speakers.1"] {
        assert!(desk.path("pages").join(name).is_file(), "{name}");
    }
}

#[test]
fn shells_complete() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let script = desk.types(&format!("completions {shell}"));
        assert!(script.contains("attributions") && script.contains("min-confidence"), "{shell}");
    }
    // What bash itself makes of the script; tools/completions/check asks zsh too.
    let asks = "source <(\"$0\" completions bash); COMP_WORDS=(sayso att); COMP_CWORD=1; \
                _sayso sayso att sayso; echo \"${COMPREPLY[@]}\"";
    let Ok(bash) = Command::new("bash").args(["-c", asks, env!("CARGO_BIN_EXE_sayso")]).output() else {
        return;
    };
    assert_eq!(String::from_utf8_lossy(&bash.stdout).trim(), "attributions");
}
