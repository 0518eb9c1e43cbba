//! The search in the page: an inverted index in small files that the page loads as scripts, because a page opened
//! from disk may load scripts of its own folder but may not fetch.
//!
//! `facts.js` has a column per filter over all items, `items-N.js` what is shown of them, `t-XX.js` the places of
//! all terms that begin with `XX`, `speakers-N.js` names and pages of speakers. An item is a statement, an article or a
//! speaker; an article is followed by its statements.

use crate::Error;
use crate::folder::Folder;
use crate::site::Site;
use crate::terms::{Gathered, Terms};
use rayon::prelude::*;
use sayso_core::{Attribution, Form, SpeakerKind};
use sayso_corpus::{Day, SpeakerStats, Statement, form_index, kind_index, line, percent, speakers};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::path::Path;

/// Items in one file.
const CHUNK: usize = 250;
/// Terms in more than this share of many items say nothing: one in so many.
const COMMON_SHARE: usize = 4;
/// A corpus of fewer items keeps every term.
const COMMON_FROM: usize = 2_000;

pub(crate) struct Search {
    folder: Folder,
    facts: Facts,
    /// Items of the file being gathered, as JSON.
    chunk: Vec<u8>,
    terms: Terms,
    /// By the terms' numbers.
    postings: Vec<Postings>,
}

/// Items of one term as differences in base 36, so that nothing has to be kept twice.
#[derive(Default)]
struct Postings {
    last: u32,
    count: u32,
    text: String,
}

#[derive(Default, Serialize)]
struct Facts {
    /// Items.
    n: u32,
    chunk: usize,
    outlets: Vec<String>,
    kinds: Vec<&'static str>,
    forms: Vec<&'static str>,
    /// Terms that are in too many items to search for.
    common: Vec<String>,
    /// One character an item: `0`–`2` a statement's form, `a` an article, `s` a speaker.
    what: String,
    /// One character an item: the speaker's kind as a digit.
    kind: String,
    confidence: Vec<u8>,
    /// Statements below this, in per cent, are unsure.
    unsure: u8,
    /// Runs of equal values as `value, length` pairs: the items of an article follow each other.
    outlet: Runs,
    day: Runs,
}

/// A column as `value, length` pairs.
#[derive(Default, Serialize)]
#[serde(transparent)]
struct Runs(Vec<u32>);

impl Runs {
    fn push(&mut self, value: u32) {
        if let [.., last, length] = self.0.as_mut_slice()
            && *last == value
        {
            *length += 1;
        } else {
            self.0.extend([value, 1]);
        }
    }
}

/// Items and their terms, gathered on any thread; numbered from 0 until [`Search::take`] gives them their place.
#[derive(Default)]
pub(crate) struct Part {
    items: Vec<Item>,
    /// What is shown of the items, as JSON lists without their closing brackets.
    shown: Vec<u8>,
    terms: Gathered,
    /// Number of the document that is being added, and the first of its items.
    document: u32,
    first: usize,
}

struct Item {
    what: u8,
    kind: SpeakerKind,
    confidence: u8,
    /// Number of its document in the part.
    document: u32,
    day: Day,
    /// Where it ends in [`Part::shown`].
    end: usize,
}

const ARTICLE: u8 = b'a';
const SPEAKER: u8 = b's';

impl Part {
    /// What is added from here on is of the document of this number.
    pub(crate) fn begin(&mut self, document: u32) {
        (self.document, self.first) = (document, self.items.len());
    }

    /// Forgets what was added of the last document.
    pub(crate) fn undo(&mut self) {
        self.items.truncate(self.first);
        self.shown.truncate(self.items.last().map_or(0, |item| item.end));
        self.terms.forget(self.first as u32);
    }

    pub(crate) fn article(&mut self, title: &str, stem: &str, day: Day) -> Result<(), Error> {
        self.item(ARTICLE, SpeakerKind::Unresolved, 100, day, &(title, stem))?;
        self.words(title);
        Ok(())
    }

    /// A statement of the last article; `words` are those by which it is found, beside its own and its speakers' names.
    pub(crate) fn statement(
        &mut self,
        it: &Statement<'_>,
        attribution: &Attribution,
        words: [&str; 2],
    ) -> Result<(), Error> {
        let what = b'0' + form_index(it.form) as u8;
        self.item(what, it.kind, it.confidence, it.day, &(&it.words, &it.via, it.page, it.number))?;
        self.words(&it.words);
        words.iter().for_each(|words| self.words(words));
        speakers(attribution).into_iter().for_each(|speaker| self.words(&line(&speaker.name, 80)));
        Ok(())
    }

    fn speaker(&mut self, speaker: &SpeakerStats, href: &str) -> Result<(), Error> {
        let SpeakerStats { kind, counts, .. } = speaker;
        let name = speaker.name();
        let shown = (name, href, counts.statements.found);
        self.item(SPEAKER, *kind, 100, Day::default(), &shown)?;
        self.words(name);
        Ok(())
    }

    fn item(
        &mut self,
        what: u8,
        kind: SpeakerKind,
        confidence: u8,
        day: Day,
        shown: &impl Serialize,
    ) -> Result<(), Error> {
        push(&mut self.shown, shown)?;
        self.shown.pop();
        let end = self.shown.len();
        self.items.push(Item { what, kind, confidence, document: self.document, day, end });
        Ok(())
    }

    /// Words of the last item.
    fn words(&mut self, text: &str) {
        self.terms.add(self.items.len() as u32 - 1, text);
    }
}

impl Search {
    pub(crate) fn create(folder: Folder, unsure_below: f32) -> Self {
        let facts = Facts {
            chunk: CHUNK,
            unsure: percent(unsure_below),
            kinds: SpeakerKind::ALL.iter().map(|kind| kind.name()).collect(),
            forms: Form::ALL.iter().map(|form| form.name()).collect(),
            ..Facts::default()
        };
        Self { folder, facts, chunk: Vec::new(), terms: Terms::default(), postings: Vec::new() }
    }

    /// Takes the items in; `outlets` has the outlet of each document of the part, `speakers` those of each statement.
    pub(crate) fn take<'a>(
        &mut self,
        part: Part,
        outlets: &[u32],
        mut speakers: impl Iterator<Item = &'a [u32]>,
    ) -> Result<(), Error> {
        let base = self.facts.n;
        part.terms.into(&mut self.terms, &mut |term, items| {
            if term as usize == self.postings.len() {
                self.postings.push(Postings::default());
            }
            let postings = &mut self.postings[term as usize];
            items.iter().for_each(|item| postings.push(base + item));
        });
        let mut start = 0;
        for item in part.items {
            let facts = &mut self.facts;
            facts.n += 1;
            facts.what.push(char::from(item.what));
            facts.kind.push(char::from(b'0' + kind_index(item.kind) as u8));
            facts.confidence.push(item.confidence);
            facts.outlet.push(outlets.get(item.document as usize).copied().unwrap_or(0));
            facts.day.push(item.day.0);
            self.chunk.push(if self.chunk.is_empty() { b'[' } else { b',' });
            self.chunk.extend_from_slice(&part.shown[start..item.end]);
            start = item.end;
            if item.what != ARTICLE && item.what != SPEAKER {
                self.chunk.push(b',');
                push(&mut self.chunk, &speakers.next().unwrap_or_default())?;
            }
            self.chunk.push(b']');
            if self.facts.n.is_multiple_of(CHUNK as u32) {
                self.flush()?;
            }
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Error> {
        if self.chunk.is_empty() {
            return Ok(());
        }
        let name = format!("items-{}", (self.facts.n as usize - 1) / CHUNK);
        self.chunk.push(b']');
        let chunk = std::mem::take(&mut self.chunk);
        self.folder.write(&script_name(&name), &script(&name, &chunk))
    }

    pub(crate) fn finish(mut self, site: &Site<'_>) -> Result<(), Error> {
        let stats = &site.corpus.stats;
        let mut speakers = Part::default();
        for index in stats.ranking(|_| true) {
            speakers.speaker(&stats.speakers[index as usize], &site.href(index))?;
        }
        self.take(speakers, &[0], std::iter::empty())?;
        self.flush()?;
        for (number, speakers) in stats.speakers.chunks(CHUNK).enumerate() {
            let name = format!("speakers-{number}");
            let numbered = ((number * CHUNK) as u32..).zip(speakers);
            let pages: Vec<(&str, String)> =
                numbered.map(|(index, speaker)| (speaker.name(), site.href(index))).collect();
            let mut list = Vec::new();
            push(&mut list, &pages)?;
            self.folder.write(&script_name(&name), &script(&name, &list))?;
        }
        self.facts.outlets = stats.outlets.iter().map(|outlet| outlet.name.clone()).collect();
        let limit = if self.facts.n as usize > COMMON_FROM {
            self.facts.n as usize / COMMON_SHARE
        } else {
            usize::MAX
        };
        let mut files: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
        for (term, postings) in std::mem::take(&mut self.terms).into_texts().zip(self.postings) {
            if postings.count as usize > limit {
                self.facts.common.push(term);
            } else {
                files.entry(file_of(&term)).or_default().push((term, postings.text));
            }
        }
        self.facts.common.sort();
        let folder = self.folder.shelf();
        for name in files.keys() {
            self.folder.keep(&script_name(name));
        }
        files.into_par_iter().try_for_each(|(name, mut terms)| {
            terms.sort_unstable();
            let mut list = Vec::new();
            push(&mut list, &Map(&terms))?;
            folder.write(&script_name(&name), &script(&name, &list))
        })?;
        let mut facts = Vec::new();
        push(&mut facts, &self.facts)?;
        self.folder.write(&script_name("facts"), &script("facts", &facts))?;
        self.folder.finish()
    }
}

/// Terms and their items as one JSON object.
struct Map<'a>(&'a [(String, String)]);

impl Serialize for Map<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|(term, items)| (term, items)))
    }
}

impl Postings {
    fn push(&mut self, number: u32) {
        if self.count > 0 {
            self.text.push(' ');
        }
        push_base36(&mut self.text, number - self.last);
        self.last = number;
        self.count += 1;
    }
}

fn push_base36(out: &mut String, value: u32) {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    if value >= 36 {
        push_base36(out, value / 36);
    }
    out.push(char::from(DIGITS[(value % 36) as usize]));
}

/// The file of a term: by its first two characters, those beyond ASCII in 64 files by their code points.
fn file_of(term: &str) -> String {
    let head: Vec<char> = term.chars().take(2).collect();
    if head.iter().all(char::is_ascii) {
        head.iter().fold("t-".to_owned(), |name, char| name + char.encode_utf8(&mut [0; 4]))
    } else {
        format!("t-u{}", head.iter().map(|char| *char as u32).sum::<u32>() % 64)
    }
}

fn push(out: &mut Vec<u8>, value: &impl Serialize) -> Result<(), Error> {
    serde_json::to_writer(out, value).map_err(|error| Error::io(Path::new("search"), error))
}

fn script_name(name: &str) -> String {
    format!("{name}.js")
}

fn script(name: &str, json: &[u8]) -> Vec<u8> {
    [b"sayso(\"", name.as_bytes(), b"\",", json, b");\n"].concat()
}
