//! `cargo xtask test`: every test, a failing crate or not, and one list of what failed at the end. With `--long`, the
//! property tests alone, again and again on fresh inputs.

use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Inputs of a property in one round of a long run; the default run draws 256.
const CASES: &str = "2048";

/// All tests, with the arguments of `cargo test`.
pub(crate) fn all(root: &Path, arguments: &[String]) -> ExitCode {
    match cargo_test(root, arguments, &[]) {
        Ok(outcome) => outcome.report(),
        Err(error) => not_started(&error),
    }
}

/// Property tests on fresh inputs until the time is up, then the tests that the default run leaves out. What fails is kept in `*.proptest-regressions` by proptest,
/// and every later run tries it first.
pub(crate) fn long(root: &Path, minutes: u64) -> ExitCode {
    let properties = match properties(root) {
        Ok(properties) => properties,
        Err(error) => return not_started(&error),
    };
    let started = Instant::now();
    let mut outcome = Outcome::default();
    let mut rounds = 0;
    while rounds == 0 || started.elapsed() < Duration::from_secs(minutes * 60) {
        let seed = fresh_seed(rounds);
        rounds += 1;
        println!("round {rounds}, PROPTEST_RNG_SEED={seed}");
        let mut arguments = vec!["--quiet".to_owned(), "--".to_owned()];
        arguments.extend(properties.iter().cloned());
        match cargo_test(root, &arguments, &[("PROPTEST_RNG_SEED", &seed), ("PROPTEST_CASES", CASES)]) {
            Ok(round) => outcome.add(round),
            Err(error) => return not_started(&error),
        }
    }
    let ignored = ["--quiet".to_owned(), "--".to_owned(), "--ignored".to_owned()];
    match cargo_test(root, &ignored, &[]) {
        Ok(round) => outcome.add(round),
        Err(error) => return not_started(&error),
    }
    println!(
        "{} properties, {rounds} rounds of at most {CASES} inputs in {:.0} minutes",
        properties.len(),
        started.elapsed().as_secs_f64() / 60.0
    );
    outcome.report()
}

/// What tests came to.
#[derive(Default)]
struct Outcome {
    /// Names of failed tests, in the order of failing.
    failed: Vec<String>,
    /// Whether cargo was content; it may fail without a failed test, where something does not compile.
    unsuccessful: bool,
}

impl Outcome {
    fn add(&mut self, other: Self) {
        self.unsuccessful |= other.unsuccessful;
        for name in other.failed {
            if !self.failed.contains(&name) {
                self.failed.push(name);
            }
        }
    }

    fn report(&self) -> ExitCode {
        if !self.failed.is_empty() {
            eprintln!("\nfailed tests:");
            for name in &self.failed {
                eprintln!("  {name}");
            }
        }
        if self.unsuccessful { ExitCode::FAILURE } else { ExitCode::SUCCESS }
    }
}

fn not_started(error: &io::Error) -> ExitCode {
    eprintln!("cargo could not be run: {error}");
    ExitCode::FAILURE
}

/// Runs the tests of all crates; output goes through as it comes.
fn cargo_test(root: &Path, arguments: &[String], environment: &[(&str, &str)]) -> io::Result<Outcome> {
    let mut child = Command::new("cargo")
        .args(["test", "--workspace", "--exclude", "sayso-benches", "--no-fail-fast"])
        .args(arguments)
        .envs(environment.iter().copied())
        .current_dir(root)
        .stdout(Stdio::piped())
        .spawn()?;
    let mut failed = Vec::new();
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).split(b'\n') {
            let line = String::from_utf8_lossy(&line?).into_owned();
            writeln!(io::stdout(), "{line}")?;
            failed.extend(failed_test(&line).map(str::to_owned));
        }
    }
    Ok(Outcome { failed, unsuccessful: !child.wait()?.success() })
}

/// The name in a line of the test harness that tells of a failure, in either of its forms.
fn failed_test(line: &str) -> Option<&str> {
    line.strip_prefix("test ")
        .and_then(|rest| rest.strip_suffix(" ... FAILED"))
        .or_else(|| line.strip_suffix(" --- FAILED"))
}

fn fresh_seed(round: u64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    (now.as_nanos() as u64).wrapping_add(round).to_string()
}

/// Names of all property tests.
fn properties(root: &Path) -> io::Result<Vec<String>> {
    let mut files = Vec::new();
    sources(&root.join("crates"), &mut files)?;
    let mut names = Vec::new();
    for file in files {
        let text = fs::read_to_string(file)?;
        if text.contains("proptest! {") {
            names.extend(drawn_functions(&text));
        }
    }
    names.sort();
    names.dedup();
    Ok(names)
}

/// Functions whose parameters are drawn: `fn name(value in strategy) {`.
fn drawn_functions(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split("fn ").skip(1).filter_map(|rest| {
        let (name, rest) = rest.split_once('(')?;
        let (parameters, _) = rest.split_once('{')?;
        let drawn = name.chars().all(|c| c.is_alphanumeric() || c == '_') && parameters.contains(" in ");
        drawn.then(|| name.to_owned())
    })
}

fn sources(directory: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            sources(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{drawn_functions, failed_test};

    #[test]
    fn failures_are_seen_in_both_forms() {
        assert_eq!(failed_test("test words::marks ... FAILED"), Some("words::marks"));
        assert_eq!(failed_test("words::marks --- FAILED"), Some("words::marks"));
        assert_eq!(failed_test("test words::marks ... ok"), None);
        assert_eq!(failed_test("test result: FAILED. 3 passed; 1 failed"), None);
    }

    #[test]
    fn properties_are_told_from_other_functions() {
        let text = "proptest! {\n#[test]\nfn any_text(text in \".*\") {}\n}\nfn plain(text: &str) {\nfor a in b {}\n}";
        assert_eq!(drawn_functions(text).collect::<Vec<_>>(), ["any_text"]);
    }
}
