//! Annotations in brat's standoff format (<https://brat.nlplab.org/standoff.html>): beside each `NAME.txt` a
//! `NAME.ann`. Offsets are code points of the text file, end exclusive.
//!
//! Text-bound annotations whose type is in [`TYPES`] are parts of statements; relations and events of any type say
//! which parts belong together. Contents that share a cue are pieces of one statement.

use super::document::{Document, Statement};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What annotators call the parts; case does not matter.
const TYPES: &[(&str, Part)] = &[
    ("content", Part::Content),
    ("quote", Part::Content),
    ("quotation", Part::Content),
    ("statement", Part::Content),
    ("source", Part::Source),
    ("speaker", Part::Source),
    ("cue", Part::Cue),
    ("verb", Part::Cue),
    ("discard", Part::Discard),
    ("ignore", Part::Discard),
];

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Part {
    Content,
    Source,
    Cue,
    /// Not scored.
    Discard,
}

/// Why annotations could not be read: the file, the line, and what was wrong with it.
#[derive(Debug, thiserror::Error)]
#[error("{}{}: {kind}", .path.display(), .line.map_or(String::new(), |line| format!(":{line}")))]
pub struct BratError {
    path: PathBuf,
    line: Option<usize>,
    kind: Kind,
}

#[derive(Debug, thiserror::Error)]
enum Kind {
    #[error("cannot be read: {0}")]
    Io(#[from] std::io::Error),
    #[error("no NAME.ann with a NAME.txt beside it was found")]
    Empty,
    #[error("expected `T1<tab>Content 0 12<tab>words`")]
    TextBound,
    #[error("expected `R1<tab>Type Arg1:T1 Arg2:T2` or `E1<tab>Type:T1 Role:T2`")]
    Link,
    #[error("the text has no span {0}–{1}: it is {2} code points long")]
    Outside(usize, usize, usize),
    #[error("the words at {0}–{1} are “{2}” and not “{3}”: offsets count code points of the text file")]
    Words(i64, i64, String, String),
    #[error("there is no annotation {0}")]
    Unknown(String),
}

/// Reads a directory of `.txt` and `.ann` files, or one `.ann` file; a document's id is its path in the directory
/// without the ending.
///
/// # Errors
/// At the first file or line that is no brat standoff, or whose words are not those of the text.
pub fn read_brat(path: &Path) -> Result<Vec<Document>, BratError> {
    let fail = |path: &Path, kind: Kind| BratError { path: path.to_owned(), line: None, kind };
    let root = if path.is_dir() { path } else { path.parent().unwrap_or(Path::new("")) };
    let mut files = Vec::new();
    if path.is_dir() {
        gather(path, &mut files)?;
    } else {
        files.push(path.to_owned());
    }
    files.sort();
    let mut documents = Vec::new();
    for file in files {
        let text_file = file.with_extension("txt");
        let text = fs::read_to_string(&text_file).map_err(|error| fail(&text_file, error.into()))?;
        let notes = fs::read_to_string(&file).map_err(|error| fail(&file, error.into()))?;
        let stem = file.with_extension("");
        let id = stem.strip_prefix(root).unwrap_or(&stem).display().to_string();
        let document = document(id, text, &notes).map_err(|(line, kind)| BratError {
            path: file,
            line: Some(line),
            kind,
        })?;
        documents.push(document);
    }
    if documents.is_empty() { Err(fail(path, Kind::Empty)) } else { Ok(documents) }
}

fn gather(dir: &Path, files: &mut Vec<PathBuf>) -> Result<(), BratError> {
    let fail = |error: std::io::Error| BratError { path: dir.to_owned(), line: None, kind: error.into() };
    for entry in fs::read_dir(dir).map_err(fail)? {
        let path = entry.map_err(fail)?.path();
        if path.is_dir() {
            gather(&path, files)?;
        } else if path.extension().is_some_and(|ending| ending == "ann") {
            files.push(path);
        }
    }
    Ok(())
}

/// The annotations of one file.
#[derive(Default)]
struct Notes {
    parts: BTreeMap<String, (Part, Vec<[i64; 2]>)>,
    /// Text-bound annotations of other types: links to them say nothing.
    other: BTreeSet<String>,
    /// What an event stands for: its trigger.
    triggers: BTreeMap<String, String>,
    links: Vec<(usize, String, String)>,
}

fn document(doc_id: String, text: String, notes: &str) -> Result<Document, (usize, Kind)> {
    let points: Vec<char> = text.chars().collect();
    let mut read = Notes::default();
    for (at, line) in notes.lines().enumerate() {
        read.line(at + 1, line, &points).map_err(|kind| (at + 1, kind))?;
    }
    let quotes = read.statements()?;
    let discarded = read.parts.values().filter(|(part, _)| *part == Part::Discard);
    let discard_spans = discarded.flat_map(|(_, spans)| spans.clone()).collect();
    Ok(Document { doc_id, text, discard_spans, publisher: None, quotes })
}

impl Notes {
    fn line(&mut self, number: usize, line: &str, text: &[char]) -> Result<(), Kind> {
        let mut fields = line.splitn(3, '\t');
        let (id, what, words) = (fields.next().unwrap_or(""), fields.next().unwrap_or(""), fields.next());
        match id.chars().next() {
            Some('T') => self.text_bound(id, what, words.unwrap_or(""), text),
            Some('R') => {
                let ends: Vec<&str> = what
                    .split_whitespace()
                    .skip(1)
                    .filter_map(|end| end.split_once(':'))
                    .map(|it| it.1)
                    .collect();
                let [from, to] = ends[..] else { return Err(Kind::Link) };
                self.links.push((number, from.to_owned(), to.to_owned()));
                Ok(())
            }
            Some('E') => {
                let mut ends =
                    what.split_whitespace().map(|end| end.split_once(':').map(|it| it.1.to_owned()));
                let trigger = ends.next().flatten().ok_or(Kind::Link)?;
                for end in ends {
                    self.links.push((number, trigger.clone(), end.ok_or(Kind::Link)?));
                }
                self.triggers.insert(id.to_owned(), trigger);
                Ok(())
            }
            // Attributes, notes, equivalences: nothing that is scored.
            _ => Ok(()),
        }
    }

    fn text_bound(&mut self, id: &str, what: &str, words: &str, text: &[char]) -> Result<(), Kind> {
        let (name, offsets) = what.split_once(' ').ok_or(Kind::TextBound)?;
        let mut spans = Vec::new();
        let mut spelt = Vec::new();
        for piece in offsets.split(';') {
            let (start, end) = piece.split_once(' ').ok_or(Kind::TextBound)?;
            let number = |digits: &str| digits.parse::<usize>().map_err(|_| Kind::TextBound);
            let (start, end) = (number(start)?, number(end)?);
            let piece = text.get(start..end).ok_or(Kind::Outside(start, end, text.len()))?;
            spelt.push(piece.iter().collect::<String>());
            spans.push([start, end].map(|at| i64::try_from(at).unwrap_or(i64::MAX)));
        }
        let (there, said) = (words_of(&spelt.join(" ")), words_of(words));
        if there != said {
            let [start, end] = [spans[0][0], spans[spans.len() - 1][1]];
            return Err(Kind::Words(start, end, there, said));
        }
        spans.sort_unstable();
        let known = TYPES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        match known {
            Some((_, part)) => drop(self.parts.insert(id.to_owned(), (*part, spans))),
            None => drop(self.other.insert(id.to_owned())),
        }
        Ok(())
    }

    /// The text-bound annotation that an end of a link stands for; none where its type is not one of ours.
    fn end(&self, id: &str) -> Result<Option<&str>, Kind> {
        let mut id = id;
        // An event may have an event as its argument.
        for _ in 0..8 {
            if let Some((known, _)) = self.parts.get_key_value(id) {
                return Ok(Some(known));
            }
            match self.triggers.get(id) {
                Some(trigger) => id = trigger,
                None => break,
            }
        }
        if self.other.contains(id) { Ok(None) } else { Err(Kind::Unknown(id.to_owned())) }
    }

    fn statements(&self) -> Result<Vec<Statement>, (usize, Kind)> {
        let mut beside: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (line, from, to) in &self.links {
            let end = |id: &str| self.end(id).map_err(|kind| (*line, kind));
            if let (Some(from), Some(to)) = (end(from)?, end(to)?) {
                beside.entry(from).or_default().insert(to);
                beside.entry(to).or_default().insert(from);
            }
        }
        let neighbours = |id: &str, part: Part| -> Vec<&str> {
            let all = beside.get(id).into_iter().flatten().copied();
            all.filter(|other| self.parts.get(*other).is_some_and(|it| it.0 == part)).collect()
        };
        let contents =
            self.parts.iter().filter(|(_, (part, _))| *part == Part::Content).map(|(id, _)| id.as_str());
        let mut taken: BTreeSet<&str> = BTreeSet::new();
        let mut out = Vec::new();
        for content in contents {
            if !taken.insert(content) {
                continue;
            }
            let cues = neighbours(content, Part::Cue);
            let mut pieces = BTreeSet::from([content]);
            let mut sources: BTreeSet<&str> = neighbours(content, Part::Source).into_iter().collect();
            for cue in &cues {
                pieces.extend(neighbours(cue, Part::Content));
                sources.extend(neighbours(cue, Part::Source));
            }
            taken.extend(&pieces);
            out.push(Statement {
                content_spans: self.spans(pieces),
                source_spans: self.spans(sources),
                cue_spans: self.spans(cues),
                confidence: None,
            });
        }
        out.sort_by(|a, b| a.content_spans.cmp(&b.content_spans));
        Ok(out)
    }

    fn spans<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> Vec<[i64; 2]> {
        let parts = ids.into_iter().filter_map(|id| self.parts.get(id));
        let mut spans: Vec<[i64; 2]> = parts.flat_map(|(_, spans)| spans.clone()).collect();
        spans.sort_unstable();
        spans
    }
}

/// brat writes a line break inside a span as a space.
fn words_of(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const TEXT: &str = "“Zürich is safe,” Mayor Roe said.\n\n“We checked,” she said, “twice.”\n";

    fn read(notes: &str) -> Result<Vec<Statement>, String> {
        let read = document("a".to_owned(), TEXT.to_owned(), notes);
        read.map(|it| it.quotes).map_err(|(line, kind)| format!("{line}: {kind}"))
    }

    #[test]
    fn relations_and_events_bring_parts_together() {
        let quotes = read(
            "T1\tContent 0 17\t“Zürich is safe,”\nT2\tSource 18 27\tMayor Roe\nT3\tCue 28 32\tsaid\n\
             R1\tHasSource Arg1:T1 Arg2:T2\nR2\tHasCue Arg1:T1 Arg2:T3\n\
             T4\tquotation 35 48;59 67\t“We checked,” “twice.”\nT5\tspeaker 49 52\tshe\nT6\tcue 53 57\tsaid\n\
             E1\tcue:T6 Quote:T4 Speaker:T5\nA1\tSure T4\n#1\tAnnotatorNotes T4\tcheck\nT7\tPlace 1 7\tZürich\n\
             R3\tAbout Arg1:T1 Arg2:T7\n",
        )
        .unwrap();
        assert_eq!(quotes.len(), 2);
        assert_eq!(
            (&quotes[0].source_spans[..], &quotes[0].cue_spans[..]),
            (&[[18, 27]][..], &[[28, 32]][..])
        );
        assert_eq!(quotes[1].content_spans, [[35, 48], [59, 67]]);
        assert_eq!((quotes[1].source_spans[0], quotes[1].cue_spans[0]), ([49, 52], [53, 57]));
    }

    #[test]
    fn contents_of_one_cue_are_pieces_of_one_statement() {
        let quotes = read(
            "T1\tContent 35 48\t“We checked,”\nT2\tContent 59 67\t“twice.”\nT3\tCue 53 57\tsaid\nT4\tSource 49 52\tshe\n\
             R1\tx Arg1:T3 Arg2:T1\nR2\tx Arg1:T3 Arg2:T2\nR3\tx Arg1:T3 Arg2:T4\n",
        )
        .unwrap();
        assert_eq!(quotes.len(), 1);
        assert_eq!(quotes[0].content_spans.len(), 2);
        assert_eq!(quotes[0].source_spans, [[49, 52]]);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        for (notes, complaint) in [
            ("T1\tContent 0 19\t“Zürich is safe,”", "the words at 0–19 are"),
            ("T1\tContent 0 9999\tx", "the text has no span 0–9999: it is 68 code points long"),
            ("T1\tContent zero 2\tx", "expected `T1<tab>Content"),
            ("R1\tx Arg1:T1", "expected `R1<tab>"),
            ("R1\tx Arg1:T1 Arg2:T2", "there is no annotation T1"),
        ] {
            let message = read(notes).unwrap_err();
            assert!(message.starts_with("1: ") && message.contains(complaint), "{message}");
        }
    }
}
