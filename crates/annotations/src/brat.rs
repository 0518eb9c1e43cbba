//! brat's standoff format (<https://brat.nlplab.org/standoff.html>): beside each `NAME.txt` a `NAME.ann`. Offsets are code
//! points of the text file, end exclusive.
//!
//! Relations and events of any type say which parts belong together. Of attributes `Form` and `CueClass` are read, of
//! notes those that our export writes: their first field names the speakers.

use crate::error::{Error, Kind};
use crate::graph::{Graph, Part, Piece};
use crate::text::{Text, check};
use crate::{Annotated, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// What stands in a note of ours behind the speakers.
const BEHIND_SPEAKERS: &str = " | confidence ";

/// Reads an `.ann` file and the text beside it.
pub(crate) fn read(path: &Path, name: &str) -> Result<Annotated, Error> {
    let text_file = path.with_extension("txt");
    let text = fs::read_to_string(&text_file).map_err(|error| Error::new(&text_file, error.into()))?;
    let notes = fs::read_to_string(path).map_err(|error| Error::new(path, error.into()))?;
    document(name, text, &notes).map_err(|(line, kind)| Error::at(path, format!(":{line}"), kind))
}

fn document(name: &str, text: String, notes: &str) -> Result<Annotated, (usize, Kind)> {
    let mut read = Notes::new(&text);
    for (at, line) in notes.lines().enumerate() {
        read.line(at + 1, line).map_err(|kind| (at + 1, kind))?;
    }
    let graph = read.graph()?;
    Ok(graph.annotated(name, text))
}

/// The annotations of one file.
struct Notes {
    text: Text,
    graph: Graph,
    /// Text-bound annotations of other types: links to them say nothing.
    other: BTreeSet<String>,
    /// What an event stands for: its trigger.
    triggers: BTreeMap<String, String>,
    links: Vec<(usize, String, String)>,
    /// Attributes and notes: of what, which, and what they say.
    said: Vec<(String, String, String)>,
}

impl Notes {
    fn new(text: &str) -> Self {
        Self {
            text: Text::new(text),
            graph: Graph::default(),
            other: BTreeSet::new(),
            triggers: BTreeMap::new(),
            links: Vec::new(),
            said: Vec::new(),
        }
    }

    fn line(&mut self, number: usize, line: &str) -> Result<(), Kind> {
        let mut fields = line.splitn(3, '\t');
        let (id, what, words) = (fields.next().unwrap_or(""), fields.next().unwrap_or(""), fields.next());
        match id.chars().next() {
            Some('T') => self.text_bound(id, what, words.unwrap_or(""))?,
            Some('R') => {
                let ends = what.split_whitespace().skip(1).filter_map(|end| end.split_once(':'));
                let ends: Vec<&str> = ends.map(|end| end.1).collect();
                let [from, to] = ends[..] else { return Err(Kind::Link) };
                self.links.push((number, from.to_owned(), to.to_owned()));
            }
            Some('E') => self.event(number, id, what)?,
            Some('A' | 'M') => {
                let mut words = what.split_whitespace().map(str::to_owned);
                if let (Some(name), Some(of), Some(value)) = (words.next(), words.next(), words.next()) {
                    self.said.push((of, name, value));
                }
            }
            Some('#') => {
                let speakers = words.and_then(|word| word.split_once(BEHIND_SPEAKERS));
                if let (Some((_, of)), Some((speakers, _))) = (what.split_once(' '), speakers) {
                    self.said.push((of.to_owned(), NOTE.to_owned(), speakers.to_owned()));
                }
            }
            // Equivalences, normalisations: nothing that is read.
            _ => {}
        }
        Ok(())
    }

    fn event(&mut self, number: usize, id: &str, what: &str) -> Result<(), Kind> {
        let mut ends = what.split_whitespace().map(|end| end.split_once(':').map(|(_, id)| id.to_owned()));
        let trigger = ends.next().flatten().ok_or(Kind::Link)?;
        for end in ends {
            self.links.push((number, trigger.clone(), end.ok_or(Kind::Link)?));
        }
        self.triggers.insert(id.to_owned(), trigger);
        Ok(())
    }

    fn text_bound(&mut self, id: &str, what: &str, words: &str) -> Result<(), Kind> {
        let (name, offsets) = what.split_once(' ').ok_or(Kind::TextBound)?;
        let mut spans: Vec<Span> = Vec::new();
        let mut spelt = Vec::new();
        for piece in offsets.split(';') {
            let (start, end) = piece.split_once(' ').ok_or(Kind::TextBound)?;
            let number = |digits: &str| digits.parse::<u32>().map_err(|_| Kind::TextBound);
            let span = [number(start)?, number(end)?];
            spelt.push(self.text.words(span)?);
            spans.push(span);
        }
        let all = [spans[0][0], spans[spans.len() - 1][1]];
        check(all, &spelt.join(" "), words)?;
        spans.sort_unstable();
        match Part::of_label(name) {
            Some(part) => drop(self.graph.pieces.insert(id.to_owned(), Piece::new(part, spans))),
            None => drop(self.other.insert(id.to_owned())),
        }
        Ok(())
    }

    /// The text-bound annotation that an end of a link stands for; none where its type is not one of ours.
    fn end<'a>(&'a self, id: &'a str) -> Result<Option<&'a str>, Kind> {
        let mut id = id;
        // An event may have an event as its argument.
        for _ in 0..8 {
            if self.graph.pieces.contains_key(id) {
                return Ok(Some(id));
            }
            match self.triggers.get(id) {
                Some(trigger) => id = trigger,
                None => break,
            }
        }
        if self.other.contains(id) { Ok(None) } else { Err(Kind::NoAnnotation(id.to_owned())) }
    }

    fn graph(mut self) -> Result<Graph, (usize, Kind)> {
        let mut ties = Vec::new();
        for (line, from, to) in &self.links {
            let end = |id| self.end(id).map_err(|kind| (*line, kind));
            if let (Some(from), Some(to)) = (end(from)?, end(to)?) {
                ties.push((from.to_owned(), to.to_owned()));
            }
        }
        for (of, name, value) in std::mem::take(&mut self.said) {
            // What is said of nothing that we know says nothing.
            let Some(of) = self.end(&of).ok().flatten().map(str::to_owned) else { continue };
            let Some(piece) = self.graph.pieces.get_mut(&of) else { continue };
            match name.as_str() {
                NOTE => piece.speakers = Some(value),
                "Form" => piece.form = Some(value),
                "CueClass" => piece.class = Some(value),
                _ => {}
            }
        }
        ties.iter().for_each(|(one, other)| self.graph.tie(one, other));
        Ok(self.graph)
    }
}

/// A note of ours, among the names of attributes.
const NOTE: &str = "#";

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::Attribution;

    const TEXT: &str = "“Zürich is safe,” Mayor Roe said.\n\n“We checked,” she said, “twice.”\n";

    fn read(notes: &str) -> Result<Vec<Attribution>, String> {
        let read = document("a", TEXT.to_owned(), notes);
        read.map(|annotated| annotated.attributions).map_err(|(line, kind)| format!("{line}: {kind}"))
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
        assert_eq!((&quotes[0].source[..], &quotes[0].cue[..]), (&[[18, 27]][..], &[[28, 32]][..]));
        assert_eq!(quotes[1].content, [[35, 48], [59, 67]]);
        assert_eq!((quotes[1].source[0], quotes[1].cue[0]), ([49, 52], [53, 57]));
    }

    #[test]
    fn contents_of_one_cue_are_pieces_of_one_statement() {
        let quotes = read(
            "T1\tContent 35 48\t“We checked,”\nT2\tContent 59 67\t“twice.”\nT3\tCue 53 57\tsaid\nT4\tSource 49 52\tshe\n\
             R1\tx Arg1:T3 Arg2:T1\nR2\tx Arg1:T3 Arg2:T2\nR3\tx Arg1:T3 Arg2:T4\n",
        )
        .unwrap();
        assert_eq!(quotes.len(), 1);
        assert_eq!(quotes[0].content.len(), 2);
        assert_eq!(quotes[0].source, [[49, 52]]);
    }

    #[test]
    fn attributes_and_our_notes_are_read_and_others_are_not() {
        let quotes = read(
            "T1\tContent 0 17\t“Zürich is safe,”\nA1\tForm T1 mixed\nA2\tCueClass T1 denial\nA3\tSure T1\n\
             #1\tAnnotatorNotes T1\tAnn Roe; Bo Lee | confidence 0.5 | id q1\n#2\tAnnotatorNotes T1\tis this right?\n",
        )
        .unwrap();
        let [it] = &quotes[..] else { panic!("{quotes:?}") };
        let said = (it.speakers.as_deref(), it.form.as_deref(), it.class.as_deref());
        assert_eq!(said, (Some("Ann Roe; Bo Lee"), Some("mixed"), Some("denial")));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        for (notes, complaint) in [
            ("T1\tContent 0 19\t“Zürich is safe,”", "the text at 0–19 is"),
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
