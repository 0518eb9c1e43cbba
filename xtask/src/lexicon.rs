//! `cargo xtask lexicon derive`: the tables of the language pack that are counted, one after another, each by its script
//! in `crates/lexicon/derive`. Later ones read what earlier ones wrote, and the rules are rebuilt before they are judged.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

/// What the command line named.
#[derive(Default)]
struct Data {
    train: Option<PathBuf>,
    names: Option<PathBuf>,
    faker: Option<PathBuf>,
    lexemes: Option<PathBuf>,
    scorer: Option<PathBuf>,
}

impl Data {
    fn parse(arguments: &[String]) -> Result<Self, String> {
        let mut data = Self::default();
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            let value = words.next().ok_or_else(|| format!("{word} needs a path"))?;
            let slot = match word.as_str() {
                "--train" => &mut data.train,
                "--names" => &mut data.names,
                "--faker" => &mut data.faker,
                "--lexemes" => &mut data.lexemes,
                "--scorer" => &mut data.scorer,
                other => return Err(format!("there is no option {other}")),
            };
            *slot = Some(PathBuf::from(value));
        }
        Ok(data)
    }
}

/// Recounts every table whose data are named, in order.
pub(crate) fn derive(root: &Path, arguments: &[String]) -> ExitCode {
    match Data::parse(arguments).and_then(|data| derive_all(root, &data)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(complaint) => {
            eprintln!("{complaint}");
            ExitCode::FAILURE
        }
    }
}

fn derive_all(root: &Path, data: &Data) -> Result<(), String> {
    let pack = root.join("crates/lexicon/en");
    if let (Some(names), Some(faker), Some(lexemes)) = (&data.names, &data.faker, &data.lexemes) {
        script(root, "names.py", &[names, faker, lexemes, &pack], None)?;
    }
    let train = data.train.as_deref().ok_or("--train names the training articles (PolNeAR's train.jsonl)")?;
    script(root, "cues.py", &[train], Some(&pack.join("cues.tsv")))?;
    script(root, "boundaries.py", &[train, &pack.join("words.tsv")], Some(&pack.join("boundaries.tsv")))?;
    let Some(scorer) = &data.scorer else { return Ok(()) };
    let found = root.join("target/rules-on-train.jsonl");
    let rules = ["run", "--quiet", "--release", "-p", "sayso-attribute", "--example", "attribute", "--"];
    write(Command::new("cargo").args(rules).arg(train).current_dir(root), &found)?;
    script(root, "rule_confidence.py", &[train, &found, scorer], Some(&pack.join("rule_confidence.tsv")))
}

/// Runs a script; what it prints becomes the table.
fn script(root: &Path, name: &str, arguments: &[&Path], table: Option<&Path>) -> Result<(), String> {
    let mut command = Command::new("python3");
    command.arg(root.join("crates/lexicon/derive").join(name)).args(arguments);
    match table {
        Some(table) => write(&mut command, table),
        None => succeed(&mut command),
    }
}

/// Writes what a command prints into a file, which is replaced only if the command succeeds.
fn write(command: &mut Command, to: &Path) -> Result<(), String> {
    let part = to.with_extension("part");
    let out = File::create(&part).map_err(|error| format!("{}: {error}", part.display()))?;
    succeed(command.stdout(Stdio::from(out)))?;
    fs::rename(&part, to).map_err(|error| format!("{}: {error}", to.display()))?;
    println!("{}", to.display());
    Ok(())
}

fn succeed(command: &mut Command) -> Result<(), String> {
    let status = command.status().map_err(|error| format!("{}: {error}", command.get_program().display()))?;
    if status.success() { Ok(()) } else { Err(format!("{command:?}: {status}")) }
}
