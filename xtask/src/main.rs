//! `cargo xtask`: everything that a developer types, in one place. Needs nothing but cargo, and starts at once: the
//! work is done by the crates' own binaries and by cargo.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line prints")]

mod docs;
mod lexicon;
mod mix;
mod test;

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

const HELP: &str = "\
cargo xtask TASK [ARGUMENTS]

  pipeline [PATHS…] [OPTIONS]   ingest → tokenize → recognize → attribute → report
                                (without PATHS on data/samples; --help lists the options)
  test [ARGUMENTS]              all tests; goes on after a failure and ends with a list of what failed
  test --long [MINUTES]         property tests on fresh inputs, for an hour where nothing is said
  evaluate attribution|entities GOLD [PRED]
                                the reference scorers' figures; without PRED our own output on GOLD's texts
  evaluate speakers GOLD --texts FILES…
                                who said it, against annotated speakers (data/gold/README.md)
  artifact show FILE | verify DIR
                                a stage's file in readable form; a whole run checked
  gazetteer build [--check]     crates/gazetteer/data/*.tsv anew from pinned packages (needs Python); --check compares only
  lexicon derive --train FILE [--names DIR --faker FILE --lexemes FILE] [--scorer DIR]
                                the counted tables of crates/lexicon/en anew, in order, from data named here (needs
                                Python): names, cues, boundaries, and with --scorer how often each rule is right
  train attribution --data DIR  train the accurate model on DIR/train.jsonl
  train names --data DIR        train the names tagger on the files that its card names
  bench [NAME] [ARGUMENTS]      criterion benches: matcher, ingest, tokenize, recognize, attribute, report, pipeline
  mix OUT MEGABYTES PATHS…      a large directory of mixed input made from files, to measure on
  docs                          checks the documentation's links and builds the book into target/book
  wheel [--release]             the Python wheel, built and tried in fresh environments (needs Python 3.11 and PyPI);
                                with --release it stays in target/wheels
  pictures                      the README's pictures from a real report (needs Chromium)
  ci                            what CI runs
";

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let task = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let root = root();
    match task.as_str() {
        "pipeline" => {
            let build = if rest.is_empty() { Build::TextFormats } else { Build::EveryFormat };
            sayso(&root, "run", &pipeline(&root, rest), build)
        }
        "test" => test(&root, &rest),
        "evaluate" | "artifact" => sayso(&root, &task, &rest, Build::TextFormats),
        "gazetteer" => match rest.split_first() {
            Some((build, rest)) if build == "build" => {
                run(&root, "python3", &["tools/gazetteer/build.py"], rest)
            }
            _ => usage("gazetteer takes `build`"),
        },
        "lexicon" => match rest.split_first() {
            Some((derive, rest)) if derive == "derive" => lexicon::derive(&root, rest),
            _ => usage("lexicon takes `derive`"),
        },
        "train" => run(&root, "cargo", &["run", "--release", "-p", "sayso-train", "--"], &rest),
        "bench" => bench(&root, &rest),
        "mix" => mixed(&rest),
        "docs" => docs::build(&root),
        "wheel" => run(&root, "bash", &["python/check"], &rest),
        "pictures" => run(&root, "bash", &["tools/pictures/make"], &rest),
        "ci" => run(&root, "bash", &[".ci/run"], &rest),
        "" | "help" | "--help" | "-h" => {
            print!("{HELP}");
            ExitCode::SUCCESS
        }
        other => usage(&format!("there is no task `{other}`")),
    }
}

fn test(root: &Path, rest: &[String]) -> ExitCode {
    match rest {
        [long] if long == "--long" => test::long(root, 60),
        [long, minutes] if long == "--long" => match minutes.parse() {
            Ok(minutes) => test::long(root, minutes),
            Err(_) => usage("MINUTES is a whole number"),
        },
        _ => test::all(root, rest),
    }
}

fn mixed(rest: &[String]) -> ExitCode {
    let [out, megabytes, paths @ ..] = rest else { return usage("mix takes OUT, MEGABYTES and PATHS") };
    let Ok(megabytes) = megabytes.parse() else { return usage("MEGABYTES is a number") };
    let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
    match mix::mix(Path::new(out), megabytes, &paths) {
        Ok(bytes) => {
            println!("{bytes} bytes in {out}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn usage(complaint: &str) -> ExitCode {
    eprintln!("{complaint}\n\n{HELP}");
    ExitCode::from(2)
}

/// The workspace's root, wherever cargo was called.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(|| PathBuf::from("."), Path::to_owned)
}

/// Without paths the samples are read; without `--out` the report goes to `out/` in the workspace. Which arguments are
/// paths only the command itself knows.
fn pipeline(root: &Path, rest: Vec<String>) -> Vec<String> {
    [vec!["--checkout".to_owned(), root.display().to_string()], rest].concat()
}

fn bench(root: &Path, rest: &[String]) -> ExitCode {
    match rest.split_first() {
        Some((name, rest)) if !name.starts_with('-') => {
            run(root, "cargo", &["bench", "-p", "sayso-benches", "--bench", name, "--"], rest)
        }
        _ => run(root, "cargo", &["bench", "-p", "sayso-benches", "--"], rest),
    }
}

/// What a call may meet. The libraries for Parquet, SQLite, PDF and sheets take a minute or two to build, and the samples,
/// gold annotations and artifacts need none of them.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Build {
    TextFormats,
    EveryFormat,
}

/// The `sayso` command in a build that is nearly as fast as a release and sooner ready, called from where the user
/// stands: paths mean what they mean there.
fn sayso(root: &Path, command: &str, rest: &[String], build: Build) -> ExitCode {
    let manifest = root.join("Cargo.toml").display().to_string();
    let mut arguments = vec!["run", "--profile", "quick", "--manifest-path", &manifest, "-p", "sayso-cli"];
    if build == Build::TextFormats {
        arguments.push("--no-default-features");
    }
    if root.join("target/quick").exists() {
        arguments.push("--quiet");
    } else {
        // What cargo says meanwhile tells that something happens.
        eprintln!("building sayso (the first time takes a few minutes) …");
    }
    arguments.extend(["--", command]);
    let here = env::current_dir().unwrap_or_else(|_| root.to_owned());
    run(&here, "cargo", &arguments, rest)
}

fn run(directory: &Path, program: &str, arguments: &[&str], rest: &[String]) -> ExitCode {
    let status = Command::new(program).args(arguments).args(rest).current_dir(directory).status();
    match status {
        Ok(status) => ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)),
        Err(error) => {
            eprintln!("{program} could not be started: {error}");
            ExitCode::FAILURE
        }
    }
}
