use crate::consistent;
use crate::error::{Error, Fault};
use crate::file::{read, read_header};
use crate::header::{Header, MAGIC};
use crate::payload::{Layer, Shard};
use crate::stage::Stage;
use sayso_core::{Article, DocumentId};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// What [`verify`] found out about one file.
#[derive(Debug)]
pub struct Report {
    /// The file.
    pub path: PathBuf,
    /// Its header, where it could be read.
    pub header: Option<Header>,
    /// How many documents it holds.
    pub documents: usize,
    /// What is wrong with it; empty where nothing is.
    pub problems: Vec<String>,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }
}

/// Reads every artifact under a run's directory, and checks that they belong together: the shards of one name hold
/// the same documents in every stage, every layer fits its article's text, no stage lacks a shard that it began, and
/// there are as many shards as the run's `run.json` says, where there is one.
///
/// One report a file, ordered by path. An error only where the directory itself cannot be read.
pub fn verify(dir: &Path) -> Result<Vec<Report>, Error> {
    let mut reports = Vec::new();
    let mut shards: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for path in artifacts(dir)? {
        let header = read_header(&path);
        if header.is_ok() {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            shards.entry(name).or_default().push(reports.len());
        }
        let mut problems: Vec<String> = header.as_ref().err().map(ToString::to_string).into_iter().collect();
        problems.extend(header.as_ref().ok().and_then(|header| misplaced(&path, header)));
        reports.push(Report { path, header: header.ok(), documents: 0, problems });
    }
    for members in shards.values_mut() {
        members.sort_by_key(|&member| reports[member].header.map(|header| header.stage));
        check_shard(&mut reports, members);
    }
    note_gaps(&mut reports, &shards);
    reports.extend(check_manifest(dir, shards.len()));
    Ok(reports)
}

/// A file in the directory of another stage than its own.
fn misplaced(path: &Path, header: &Header) -> Option<String> {
    let place = path.parent()?.file_name()?.to_str()?;
    let wanted = Stage::parse(place)?;
    (wanted != header.stage).then(|| {
        let found = header.stage;
        format!("expected the output of stage {wanted}, found the output of stage {found}. Recreate it: `sayso run --force`")
    })
}

/// The artifacts under a directory, by path: files that begin with the magic bytes, and files beside them of the same
/// extension (they may be damaged in their first bytes).
fn artifacts(dir: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    let mut open = vec![dir.to_owned()];
    while let Some(dir) = open.pop() {
        let entries = fs::read_dir(&dir).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let entries = entries.map_err(|error| Fault::Open(error).at(&dir))?;
        let (dirs, files): (Vec<PathBuf>, _) =
            entries.iter().map(fs::DirEntry::path).partition(|path| path.is_dir() && !path.is_symlink());
        open.extend(dirs);
        let ours: BTreeSet<_> =
            files.iter().filter(|path| has_magic(path)).filter_map(|path| path.extension()).collect();
        found.extend(
            files
                .iter()
                .filter(|path| path.extension().is_some_and(|extension| ours.contains(extension)))
                .cloned(),
        );
    }
    found.sort();
    Ok(found)
}

fn has_magic(path: &Path) -> bool {
    let mut start = [0; MAGIC.len()];
    path.is_file()
        && File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok()
        && start == MAGIC
}

/// Checks the files of one shard, given in the order of their stages; only one shard is in memory at a time.
fn check_shard(reports: &mut [Report], members: &[usize]) {
    let mut articles = Vec::new();
    let mut expected: Option<Vec<DocumentId>> = None;
    for &member in members {
        let report = &mut reports[member];
        let ids = match report.header.map(|header| header.stage) {
            Some(Stage::Ingest) => load(report).map(|shard| {
                articles = shard;
                fit(report, &articles, &articles, |_, article| consistent::article(article))
            }),
            Some(Stage::Tokenize) => {
                load(report).map(|shard| fit(report, &articles, &shard, consistent::tokens))
            }
            Some(Stage::Recognize) => {
                load(report).map(|shard| fit(report, &articles, &shard, consistent::mentions))
            }
            Some(Stage::Attribute) => {
                load(report).map(|shard| fit(report, &articles, &shard, consistent::attributions))
            }
            Some(Stage::Report) | None => None,
        };
        match (&expected, ids) {
            (Some(expected), Some(ids)) if *expected != ids => {
                report.problems.push(belongs_elsewhere(expected, &ids));
            }
            (None, Some(ids)) => expected = Some(ids),
            _ => {}
        }
    }
}

/// The documents of a shard; what is wrong with the file goes into its report.
fn load<T: Layer>(report: &mut Report) -> Option<Vec<T>> {
    match read::<Shard<T>>(&report.path) {
        Ok((_, shard)) => {
            report.documents = shard.documents.len();
            Some(shard.documents)
        }
        Err(error) => {
            report.problems.push(error.to_string());
            None
        }
    }
}

/// Checks each document beside the article of the same place and id; gives the ids of all.
fn fit<T: Layer>(
    report: &mut Report,
    articles: &[Article],
    documents: &[T],
    check: impl Fn(&Article, &T) -> Option<String>,
) -> Vec<DocumentId> {
    for (article, document) in articles.iter().zip(documents) {
        let same = article.id == document.document();
        if let Some(problem) = same.then(|| check(article, document)).flatten() {
            report.problems.push(format!("document {}: {problem}", article.id));
        }
    }
    documents.iter().map(Layer::document).collect()
}

fn belongs_elsewhere(expected: &[DocumentId], found: &[DocumentId]) -> String {
    let at = expected.iter().zip(found).take_while(|(one, other)| one == other).count();
    let name = |ids: &[DocumentId]| ids.get(at).map_or_else(|| "none".to_owned(), ToString::to_string);
    format!(
        "expected the {} documents of the stages before, found {}: document {at} should be {}, is {}. \
         The files are of different runs; make them again: `sayso run --force`",
        expected.len(),
        found.len(),
        name(expected),
        name(found),
    )
}

/// A stage that began must have every shard that the first stage has.
fn note_gaps(reports: &mut [Report], shards: &BTreeMap<String, Vec<usize>>) {
    let stage_of = |reports: &[Report], member: usize| reports[member].header.map(|header| header.stage);
    let begun: BTreeSet<Stage> =
        shards.values().flatten().filter_map(|&member| stage_of(reports, member)).collect();
    for members in shards.values() {
        let there: BTreeSet<Stage> = members.iter().filter_map(|&member| stage_of(reports, member)).collect();
        for missing in begun.difference(&there) {
            reports[members[0]].problems.push(format!(
                "stage {missing} has no such shard; run the same command again to complete the run"
            ));
        }
    }
}

/// A report on a run's manifest, where it does not fit the shards that are there.
fn check_manifest(dir: &Path, shards: usize) -> Option<Report> {
    let path = ["artifacts/run.json", "run.json"]
        .map(|name| dir.join(name))
        .into_iter()
        .find(|path| path.is_file())?;
    let manifest = fs::read(&path).ok().and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
    let expected = manifest.as_ref().and_then(|manifest| manifest.get("shards")).and_then(Value::as_u64);
    let problem = match expected {
        Some(expected) if expected == shards as u64 => return None,
        Some(expected) => format!("expected {expected} shards, found {shards}"),
        None => "expected the number of shards, found none".to_owned(),
    };
    let problems = vec![format!("{problem}; run the same command again to complete the run")];
    Some(Report { path, header: None, documents: 0, problems })
}
