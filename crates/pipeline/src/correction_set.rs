//! Corrections on their way over the run: read at its start, laid over every shard, what does not fit told at its end.

use crate::Config;
use crate::digest::{self, Digest};
use crate::engine::Layers;
use crate::error::Kind;
use sayso_core::{Article, Attributions, Diagnostic, Mentions, Severity};
use sayso_corrections::{
    Correction, CorrectionOutcome, Entry, Identity, Stale, apply, apply_identities, parse, parse_identities,
};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The file in the output directory that is read too, where there is one.
const OWN: &str = "corrections.toml";
/// Characters of words in a message.
const SHOWN: usize = 80;

/// All corrections of a run.
#[derive(Default)]
pub(crate) struct CorrectionSet {
    pub(crate) files: Vec<File>,
    entries: Vec<Known>,
    /// Who is who, with the places where it is said.
    identities: Vec<Identity>,
    identity_places: Vec<String>,
    of_document: BTreeMap<String, Vec<usize>>,
}

/// A file of corrections.
pub(crate) struct File {
    /// As the user named it; of the one in the output directory its name alone.
    pub(crate) name: String,
    pub(crate) digest: Digest,
    pub(crate) entries: usize,
}

struct Known {
    file: usize,
    entry: Entry,
}

const NO_ARTICLE: (&str, &str) = ("correction.no-document", "no article has this id");

/// What became of corrections, by their number.
pub(crate) type Outcomes = BTreeMap<usize, CorrectionOutcome>;

impl CorrectionSet {
    /// Reads the files of a configuration, and then that of its output directory.
    pub(crate) fn open(config: &Config) -> Result<Self, Kind> {
        let mut corrections = Self::default();
        for path in &config.corrections {
            corrections.read(path, path.display().to_string())?;
        }
        let own = config.out.join(OWN);
        let same = |path: &PathBuf| path.canonicalize().ok() == own.canonicalize().ok();
        if own.is_file() && !config.corrections.iter().any(same) {
            corrections.read(&own, OWN.to_owned())?;
        }
        Ok(corrections)
    }

    /// Reads these files, and then a text that is, or will be, the file of an output directory.
    pub(crate) fn with_own(files: &[PathBuf], own: &str) -> Result<Self, Kind> {
        let mut corrections = Self::default();
        for path in files {
            corrections.read(path, path.display().to_string())?;
        }
        if !own.is_empty() {
            corrections.take(own.as_bytes(), OWN.to_owned(), Path::new(OWN))?;
        }
        Ok(corrections)
    }

    fn read(&mut self, path: &Path, name: String) -> Result<(), Kind> {
        let bytes = std::fs::read(path).map_err(Kind::io(path))?;
        self.take(&bytes, name, path)
    }

    /// Takes in a file of these bytes; `path` is for messages.
    fn take(&mut self, bytes: &[u8], name: String, path: &Path) -> Result<(), Kind> {
        let refused = |message: String| Kind::Corrections { path: path.to_owned(), message };
        let text = std::str::from_utf8(bytes).map_err(|error| refused(error.to_string()))?;
        let entries = parse(text).map_err(|error| refused(error.to_string()))?;
        let identities = parse_identities(text).map_err(|error| refused(error.to_string()))?;
        let count = entries.len() + identities.len();
        for entry in identities {
            let line = entry.line.map_or_else(String::new, |line| format!(":{line}"));
            self.identity_places.push(format!("{name}{line}"));
            self.identities.push(entry.identity);
        }
        let file = self.files.len();
        let digest = *blake3::hash(bytes).as_bytes();
        self.files.push(File { name, digest, entries: count });
        for entry in entries {
            let of_document = self.of_document.entry(entry.correction.document.clone()).or_default();
            of_document.push(self.entries.len());
            self.entries.push(Known { file, entry });
        }
        Ok(())
    }

    /// Hash of all files, by which a report knows that they changed.
    pub(crate) fn digest(&self) -> Digest {
        digest::of_all(self.files.iter().flat_map(|file| [file.name.as_bytes(), file.digest.as_slice()]))
    }

    /// Corrects the attributions of a shard.
    pub(crate) fn correct(&self, layers: &mut Layers) -> Outcomes {
        let mut outcomes = Outcomes::new();
        let documents = layers.articles.iter().zip(&layers.mentions).zip(&mut layers.attributions);
        for ((article, mentions), attributions) in documents {
            let Some(numbers) = self.of_document.get(&article.source_id) else { continue };
            let corrections = numbers.iter().map(|number| self.correction(*number));
            let told = apply(article, mentions, attributions, corrections);
            merge(&mut outcomes, numbers.iter().copied().zip(told));
        }
        self.identify(layers, &mut outcomes);
        outcomes
    }

    /// Says who is who in a shard; what was of use is numbered behind the corrections.
    fn identify(&self, layers: &mut Layers, outcomes: &mut Outcomes) {
        let documents = layers.articles.iter().zip(&mut layers.mentions).zip(&mut layers.attributions);
        for ((article, mentions), attributions) in documents {
            let used = apply_identities(article, mentions, attributions, &self.identities);
            let used = used.into_iter().enumerate().filter(|(_, used)| *used);
            merge(outcomes, used.map(|(nth, _)| (self.entries.len() + nth, CorrectionOutcome::Applied)));
        }
    }

    fn correction(&self, number: usize) -> &Correction {
        &self.entries[number].entry.correction
    }

    /// What has to be said of the corrections that do not fit, in the files' order.
    pub(crate) fn unfit(&self, outcomes: &Outcomes) -> Vec<Diagnostic> {
        let told = |number: usize| match outcomes.get(&number) {
            Some(CorrectionOutcome::Applied) => None,
            Some(CorrectionOutcome::Stale(stale)) => {
                let (code, message) = describe_stale(stale);
                Some(self.told(number, (code, &message)))
            }
            None => Some(self.told(number, NO_ARTICLE)),
        };
        let unused = |nth: usize| {
            let idle = !outcomes.contains_key(&(self.entries.len() + nth));
            idle.then(|| self.unused(nth))
        };
        let identities = (0..self.identities.len()).filter_map(unused);
        (0..self.entries.len()).filter_map(told).chain(identities).collect()
    }

    /// Corrects one article; gives what has to be said of its corrections that do not fit.
    pub(crate) fn correct_one(
        &self,
        article: &Article,
        mentions: &mut Mentions,
        attributions: &mut Attributions,
    ) -> Vec<Diagnostic> {
        let numbers = self.of_document.get(&article.source_id).map_or(&[][..], Vec::as_slice);
        let corrections = numbers.iter().map(|number| self.correction(*number));
        let fates = apply(article, mentions, attributions, corrections);
        apply_identities(article, mentions, attributions, &self.identities);
        let unfit = numbers.iter().zip(fates).filter_map(|(number, fate)| match fate {
            CorrectionOutcome::Applied => None,
            CorrectionOutcome::Stale(stale) => {
                let (code, message) = describe_stale(&stale);
                Some(self.told(*number, (code, &message)))
            }
        });
        unfit.collect()
    }

    fn unused(&self, nth: usize) -> Diagnostic {
        let message = format!("“{}” is stale: nobody has this id there", self.identities[nth].what());
        Diagnostic::new(Severity::Warning, "correction.no-person", self.identity_places[nth].clone(), message)
            .with_help("`sayso who` shows ids; correct the entry, or delete it")
    }

    fn told(&self, number: usize, (code, message): (&str, &str)) -> Diagnostic {
        let Known { file, entry } = &self.entries[number];
        let line = entry.line.map_or_else(String::new, |line| format!(":{line}"));
        let place = format!("{}{line}", self.files[*file].name);
        let correction = &entry.correction;
        let message = format!("{} in “{}” is stale: {message}", correction.what(), correction.document);
        Diagnostic::new(Severity::Warning, code, place, message)
            .with_help("correct the article again, or delete the entry")
    }
}

/// Adds what became of corrections: one that fits anywhere fits (an id may be that of several articles).
pub(crate) fn merge(outcomes: &mut Outcomes, more: impl IntoIterator<Item = (usize, CorrectionOutcome)>) {
    for (number, fate) in more {
        let known = outcomes.entry(number).or_insert_with(|| fate.clone());
        if fate == CorrectionOutcome::Applied {
            *known = fate;
        }
    }
}

fn describe_stale(stale: &Stale) -> (&'static str, String) {
    match stale {
        Stale::Gone { words, found } => {
            ("correction.gone", format!("expected “{}”, found “{}”", short(words), short(found)))
        }
        Stale::Several { words, places } => {
            ("correction.ambiguous", format!("expected “{}” once, found it {places} times", short(words)))
        }
        Stale::NoStatement { words } => (
            "correction.no-statement",
            format!("expected an attribution of “{}”, found the words but no attribution", short(words)),
        ),
        Stale::Statements { words, count } => (
            "correction.ambiguous",
            format!("expected one attribution of “{}”, found {count} candidates", short(words)),
        ),
    }
}

fn short(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}
