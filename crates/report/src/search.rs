//! The search in the page: an inverted index in small files that the page loads as scripts, because a page opened
//! from disk may load scripts of its own folder but may not fetch.
//!
//! `facts.js` has a column per filter over all items, `items-N.js` what is shown of them, `t-XX.js` the places of
//! all terms that begin with `XX`. An item is a statement, an article or a speaker.

use crate::Error;
use crate::date::Day;
use crate::folder::Folder;
use crate::press::Sheet;
use crate::statement::{Statement, percent};
use crate::totals::{SpeakerTotal, Totals, form_index, kind_index};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use sayso_document::{Form, SpeakerKind};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// Items in one file.
const CHUNK: usize = 100;
/// Longest term kept, in characters.
const TERM: usize = 24;
/// Terms in more than this share of many items say nothing: one in so many.
const COMMON_SHARE: usize = 4;
/// A corpus of fewer items keeps every term.
const COMMON_FROM: usize = 2_000;

pub(crate) struct Search {
    folder: Folder,
    facts: Facts,
    /// Items of the file being gathered, as JSON.
    chunk: String,
    terms: FxHashMap<String, Postings>,
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
    terms: FxHashMap<String, Vec<u32>>,
}

struct Item {
    what: char,
    kind: SpeakerKind,
    confidence: u8,
    /// Number of its document in the part.
    document: u32,
    day: Day,
    /// What is shown of it, as JSON.
    shown: String,
}

impl Part {
    /// Adds an article and its statements.
    pub(crate) fn article(&mut self, document: u32, sheet: &Sheet) -> Result<(), Error> {
        let Sheet { title, day, .. } = sheet;
        let href = sheet.pages.first().map_or(String::new(), |name| format!("articles/{name}"));
        let whole = Item {
            what: 'a',
            kind: SpeakerKind::Unresolved,
            confidence: 100,
            document,
            day: *day,
            shown: json(&(title, href))?,
        };
        self.item(whole, &[title]);
        sheet.statements.iter().try_for_each(|statement| self.statement(document, statement))
    }

    fn statement(&mut self, document: u32, it: &Statement) -> Result<(), Error> {
        let names: Vec<&str> = it.speakers.iter().map(|voice| voice.name.as_str()).collect();
        let slugs: Vec<&str> = it.speakers.iter().map(|voice| voice.slug.as_str()).collect();
        let item = Item {
            what: char::from_digit(form_index(it.form) as u32, 10).unwrap_or('0'),
            kind: it.kind,
            confidence: it.confidence,
            document,
            day: it.day,
            shown: json(&(&it.words, &names, slugs, &it.title, &it.href, &it.via))?,
        };
        self.item(item, &[&it.words, &it.source, &names.join(" "), &it.about.join(" ")]);
        Ok(())
    }

    fn speaker(&mut self, speaker: &SpeakerTotal) -> Result<(), Error> {
        let SpeakerTotal { name, kind, slug, counts, .. } = speaker;
        let shown = json(&(name, format!("speakers/{slug}.html"), counts.statements.found))?;
        let item = Item { what: 's', kind: *kind, confidence: 100, document: 0, day: Day::default(), shown };
        self.item(item, &[name]);
        Ok(())
    }

    fn item(&mut self, item: Item, words: &[&str]) {
        let number = self.items.len() as u32;
        self.items.push(item);
        for words in words {
            terms(words, &mut |term| match self.terms.get_mut(term) {
                Some(items) if items.last() == Some(&number) => {}
                Some(items) => items.push(number),
                None => {
                    self.terms.insert(term.to_owned(), vec![number]);
                }
            });
        }
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
        Self { folder, facts, chunk: String::new(), terms: FxHashMap::default() }
    }

    /// Takes the items in; `outlets` has the outlet of each document of the part.
    pub(crate) fn take(&mut self, part: Part, outlets: &[u32]) -> Result<(), Error> {
        let base = self.facts.n;
        for (term, items) in part.terms {
            let postings = self.terms.entry(term).or_default();
            for item in items {
                postings.push(base + item);
            }
        }
        for item in part.items {
            let facts = &mut self.facts;
            facts.n += 1;
            facts.what.push(item.what);
            facts.kind.push(char::from_digit(kind_index(item.kind) as u32, 10).unwrap_or('0'));
            facts.confidence.push(item.confidence);
            facts.outlet.push(outlets.get(item.document as usize).copied().unwrap_or(0));
            facts.day.push(item.day.0);
            self.chunk.push(if self.chunk.is_empty() { '[' } else { ',' });
            self.chunk.push_str(&item.shown);
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
        self.chunk.push(']');
        let chunk = std::mem::take(&mut self.chunk);
        self.folder.write(&script_name(&name), script(&name, &chunk).as_bytes())
    }

    pub(crate) fn finish(mut self, totals: &Totals) -> Result<(), Error> {
        let mut speakers = Part::default();
        for index in totals.ranking(|_| true) {
            speakers.speaker(&totals.speakers[index as usize])?;
        }
        self.take(speakers, &[0])?;
        self.flush()?;
        self.facts.outlets = totals.outlets.iter().map(|outlet| outlet.name.clone()).collect();
        let limit = if self.facts.n as usize > COMMON_FROM {
            self.facts.n as usize / COMMON_SHARE
        } else {
            usize::MAX
        };
        let mut files: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for (term, postings) in std::mem::take(&mut self.terms) {
            if postings.count as usize > limit {
                self.facts.common.push(term);
            } else {
                files.entry(file_of(&term)).or_default().insert(term, postings.text);
            }
        }
        self.facts.common.sort();
        let folder = self.folder.shelf();
        for name in files.keys() {
            self.folder.keep(&script_name(name));
        }
        files.into_par_iter().try_for_each(|(name, terms)| {
            folder.write(&script_name(&name), script(&name, &json(&terms)?).as_bytes())
        })?;
        self.folder.write(&script_name("facts"), script("facts", &json(&self.facts)?).as_bytes())?;
        self.folder.finish()
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
    if value >= 36 {
        push_base36(out, value / 36);
    }
    out.push(char::from_digit(value % 36, 36).unwrap_or('0'));
}

/// The words to search for: lower case, without diacritics, of letters and digits. `search.js` does the same.
fn terms(text: &str, take: &mut dyn FnMut(&str)) {
    let mut term = String::new();
    let mut length = 0;
    let mut feed = |char: char| {
        if char.is_ascii_alphanumeric() {
            if length < TERM {
                term.push(char.to_ascii_lowercase());
                length += 1;
            }
        } else if char.is_alphanumeric() {
            if length < TERM {
                term.extend(char.to_lowercase());
                length += 1;
            }
        } else if !is_combining_mark(char) {
            if length >= 2 {
                take(&term);
            }
            term.clear();
            length = 0;
        }
    };
    for char in text.chars() {
        if char.is_ascii() {
            feed(char);
        } else {
            decompose_canonical(char, &mut feed);
        }
    }
    feed(' ');
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

fn json(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| Error::io(Path::new("search"), error))
}

fn script_name(name: &str) -> String {
    format!("{name}.js")
}

fn script(name: &str, json: &str) -> String {
    format!("sayso(\"{name}\",{json});\n")
}
