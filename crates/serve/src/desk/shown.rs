//! What the desk shows: a report as it was drawn, and the pages of articles that changed since.

use super::Workspace;
use crate::Error;
use sayso_pipeline::{ArticleLayers, Corrections, IndexEntry, Replay, Replayed};
use sayso_report::{ArticlePage, Person};
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Directories of a report, from its root.
const FOLDERS: [&str; 5] = ["", "assets", "articles", "speakers", "search"];
/// What is served, by the ending of its name.
const KINDS: [(&str, &str); 4] = [
    ("html", "text/html; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("jsonl", "application/x-ndjson"),
];

pub(super) struct Shown {
    pub(super) replayed: Replayed,
    /// Everything that can be asked for, by its address. Nothing else is ever opened.
    files: BTreeMap<String, (&'static str, PathBuf)>,
    /// Articles by the stem of their pages' names: place in the index and number in the report.
    stems: HashMap<String, (usize, u32)>,
    pub(super) people: Vec<Person>,
    /// Pages drawn since, by address, each with the change that it shows.
    fresh: Mutex<BTreeMap<String, (u64, Vec<u8>)>>,
}

impl Shown {
    /// Draws the report with these corrections.
    pub(super) fn draw(replay: &Replay, workspace: &Workspace, text: &str) -> Result<Self, Error> {
        let corrections = replay.corrections(text)?;
        let dir = workspace.next();
        let replayed = replay.report(&corrections, &dir)?;
        let mut files = BTreeMap::new();
        for folder in FOLDERS {
            list(&dir, folder, &mut files).map_err(|error| Error::disk(&dir, error))?;
        }
        let with_pages = replayed
            .index
            .iter()
            .enumerate()
            .filter_map(|(place, entry)| Some((place, entry.stem.as_ref()?)));
        let mut stems = HashMap::new();
        for (number, (place, stem)) in (0..).zip(with_pages) {
            stems.entry(stem.clone()).or_insert((place, number));
        }
        let mut people = replayed.finished.people();
        people.sort_by(|a, b| {
            let order = |person: &Person| std::cmp::Reverse((person.attributions, person.mentions));
            order(a).cmp(&order(b)).then_with(|| a.name.cmp(&b.name))
        });
        Ok(Self { replayed, files, stems, people, fresh: Mutex::default() })
    }

    pub(super) fn file(&self, address: &str) -> Option<(&'static str, Vec<u8>)> {
        let (kind, path) = self.files.get(address)?;
        let fresh = self.fresh.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, page)) = fresh.get(address) {
            return Some((kind, page.clone()));
        }
        drop(fresh);
        fs::read(path).ok().map(|bytes| (*kind, bytes))
    }

    /// The article of a page's file name: its entry, and its number in the report.
    pub(super) fn article(&self, page: &str) -> Option<(&IndexEntry, u32)> {
        let stem = page.split('.').next()?;
        let (place, number) = self.stems.get(stem)?;
        Some((&self.replayed.index[*place], *number))
    }

    /// An article with these corrections, and its pages; `None` where there is no such article.
    pub(super) fn drawn(
        &self,
        replay: &Replay,
        page: &str,
        corrections: &Corrections,
    ) -> Result<Option<(ArticleLayers, Vec<ArticlePage>)>, Error> {
        let Some((entry, number)) = self.article(page) else { return Ok(None) };
        let (layers, _) = replay.article(entry, corrections)?;
        let pages = self.replayed.finished.article(number, &layers.document())?;
        Ok(Some((layers, pages)))
    }

    /// As [`Shown::drawn`]; from here on these pages are shown.
    pub(super) fn redraw(
        &self,
        replay: &Replay,
        page: &str,
        corrections: &Corrections,
        change: u64,
    ) -> Result<Option<(ArticleLayers, Vec<ArticlePage>)>, Error> {
        let drawn = self.drawn(replay, page, corrections)?;
        let mut fresh = self.fresh.lock().unwrap_or_else(PoisonError::into_inner);
        for page in drawn.iter().flat_map(|(_, pages)| pages) {
            fresh.insert(format!("/articles/{}", page.name), (change, page.html.clone().into_bytes()));
        }
        Ok(drawn)
    }

    /// Takes over the pages that show a later change than this was drawn at.
    pub(super) fn keep_later(&self, before: &Self, change: u64) {
        let before = before.fresh.lock().unwrap_or_else(PoisonError::into_inner);
        let later = before.iter().filter(|(_, (shows, _))| *shows > change);
        let later = later.map(|(address, page)| (address.clone(), page.clone()));
        self.fresh.lock().unwrap_or_else(PoisonError::into_inner).extend(later);
    }
}

/// Lists the files of a folder by their addresses.
fn list(
    dir: &Path,
    folder: &str,
    files: &mut BTreeMap<String, (&'static str, PathBuf)>,
) -> std::io::Result<()> {
    let path = dir.join(folder);
    if !path.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(&path)? {
        let path = entry?.path();
        let (Some(name), Some(ending)) = (
            path.file_name().and_then(|name| name.to_str()),
            path.extension().and_then(|ending| ending.to_str()),
        ) else {
            continue;
        };
        let Some((_, kind)) = KINDS.iter().find(|(known, _)| *known == ending) else { continue };
        let address = if folder.is_empty() { format!("/{name}") } else { format!("/{folder}/{name}") };
        files.insert(address, (kind, path));
    }
    Ok(())
}
