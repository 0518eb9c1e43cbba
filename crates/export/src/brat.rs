//! brat's standoff format (<https://brat.nlplab.org/standoff.html>): `NAME.txt` with `NAME.ann`, and the configuration.
//! Offsets are code points. Every attribution has annotations of its own, tied by relations from its content.

use crate::annotations::{CUE_CLASSES, FORMS, NAMES, Part, label, speakers};
use crate::files::{Names, write};
use crate::{Error, Export};
use sayso_core::CodePoints;
use sayso_output::{Attribution, Document, Run, Span};
use std::fmt::Write as _;
use std::path::Path;

pub(crate) struct Standoff {
    names: Names,
}

impl Standoff {
    pub(crate) fn create(dir: &Path, articles: usize) -> Result<Self, Error> {
        write(&dir.join("annotation.conf"), configuration().as_bytes())?;
        Ok(Self { names: Names::new(dir, articles) })
    }
}

impl Export for Standoff {
    fn document(&mut self, document: &Document) -> Result<(), Error> {
        let place = self.names.place(document)?;
        write(&self.names.path(&place, "txt"), document.text.as_bytes())?;
        write(&self.names.path(&place, "ann"), annotations(document).as_bytes())
    }

    fn finish(self: Box<Self>, _: &Run) -> Result<(), Error> {
        Ok(())
    }
}

/// What annotators may choose from.
fn configuration() -> String {
    let labels = Part::ALL.map(Part::label).join("\n");
    format!(
        "[entities]\n{labels}\n{}\n\n[relations]\nHasSource\tArg1:Content, Arg2:Source\nHasCue\tArg1:Content, Arg2:Cue\n\
         <OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n\n[events]\n\n[attributes]\n\
         Form\tArg:Content, Value:{}\nCueClass\tArg:Content, Value:{}\n",
        NAMES.join("\n"),
        FORMS.join("|"),
        CUE_CLASSES.join("|"),
    )
}

/// The lines of an `.ann` file.
fn annotations(document: &Document) -> String {
    let mut lines = Lines { out: String::new(), points: CodePoints::new(&document.text), last: [0; 4] };
    for quote in &document.attributions {
        lines.attribution(quote);
    }
    for mention in &document.mentions {
        if let Some(id) = lines.text_bound(label(mention), &[[mention.start, mention.end]]) {
            lines.note(id, &format!("{} ({})", mention.name, mention.id));
        }
    }
    lines.out
}

struct Lines<'a> {
    out: String,
    points: CodePoints<'a>,
    /// The last number of a text-bound annotation, relation, attribute and note.
    last: [u32; 4],
}

impl Lines<'_> {
    fn attribution(&mut self, quote: &Attribution) {
        let [content, source, cue] = Part::ALL.map(|part| self.text_bound(part.label(), part.spans(quote)));
        // Content of white space alone, which brat cannot hold.
        let Some(content) = content else { return };
        for (relation, end) in [("HasSource", source), ("HasCue", cue)] {
            if let Some(end) = end {
                let id = self.next(1);
                let _ = writeln!(self.out, "R{id}\t{relation} Arg1:T{content} Arg2:T{end}");
            }
        }
        for (attribute, value, values) in
            [("Form", &quote.form, FORMS), ("CueClass", &quote.cue_class, CUE_CLASSES)]
        {
            if values.contains(&value.as_str()) {
                let id = self.next(2);
                let _ = writeln!(self.out, "A{id}\t{attribute} T{content} {value}");
            }
        }
        let mut note = format!("{} | confidence {} | id {}", speakers(quote), quote.confidence, quote.id);
        if let Some(corrected) = &quote.corrected {
            let _ = write!(note, " | corrected: {corrected}");
        }
        self.note(content, &note);
    }

    /// An annotation of these pieces of the text; its number, `None` where they have no words.
    fn text_bound(&mut self, kind: &str, spans: &[Span]) -> Option<u32> {
        let pieces: Vec<(Span, &str)> = spans.iter().flat_map(|span| pieces(&self.points, *span)).collect();
        if pieces.is_empty() {
            return None;
        }
        let id = self.next(0);
        let offsets: Vec<String> = pieces.iter().map(|([start, end], _)| format!("{start} {end}")).collect();
        let words: Vec<&str> = pieces.iter().map(|(_, words)| *words).collect();
        let _ = writeln!(self.out, "T{id}\t{kind} {}\t{}", offsets.join(";"), words.join(" "));
        Some(id)
    }

    fn note(&mut self, of: u32, words: &str) {
        let id = self.next(3);
        let words: String = words.chars().map(|char| if breaks(char) { ' ' } else { char }).collect();
        let _ = writeln!(self.out, "#{id}\tAnnotatorNotes T{of}\t{}", words.trim());
    }

    fn next(&mut self, kind: usize) -> u32 {
        self.last[kind] += 1;
        self.last[kind]
    }
}

/// A span without the line breaks in it: brat allows none in an annotation.
fn pieces<'a>(points: &CodePoints<'a>, span: Span) -> Vec<(Span, &'a str)> {
    let words = points.slice(span).unwrap_or_default();
    let mut start = span[0];
    let mut pieces = Vec::new();
    for piece in words.split(breaks) {
        let end = start + piece.chars().count() as u32;
        if !piece.trim().is_empty() {
            pieces.push(([start, end], piece));
        }
        start = end + 1;
    }
    pieces
}

/// What ends a line or a field for some reader of the format (Python's `splitlines`, and the tab).
fn breaks(char: char) -> bool {
    matches!(char, '\t'..='\r' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_output::{Mention, Speaker};

    #[test]
    fn pieces_lines_and_notes() {
        let text = "“One\n\nline,” Ann\tRoe said, “😀 two.”\u{2028} Oslo";
        let speaker =
            Speaker { id: "p".into(), name: "Ann\nRoe".into(), kind: "person".into(), ..Speaker::default() };
        let quote = Attribution {
            id: "q1".into(),
            content_spans: vec![[0, 12], [27, 35]],
            source_spans: vec![[13, 20]],
            cue_spans: vec![[21, 25]],
            form: "direct".into(),
            cue_class: "new".into(),
            speakers: vec![speaker],
            confidence: 0.5,
            ..Attribution::default()
        };
        let mention = Mention {
            start: 37,
            end: 41,
            text: "Oslo".into(),
            kind: "place".into(),
            id: "x".into(),
            name: "Oslo".into(),
        };
        let document = Document {
            text: text.into(),
            attributions: vec![quote],
            mentions: vec![mention],
            ..Document::default()
        };
        let expect = "T1\tContent 0 4;6 12;27 35\t“One line,” “😀 two.”\n\
                      T2\tSource 13 16;17 20\tAnn Roe\n\
                      T3\tCue 21 25\tsaid\n\
                      R1\tHasSource Arg1:T1 Arg2:T2\n\
                      R2\tHasCue Arg1:T1 Arg2:T3\n\
                      A1\tForm T1 direct\n\
                      #1\tAnnotatorNotes T1\tAnn Roe | confidence 0.5 | id q1\n\
                      T4\tPlace 37 41\tOslo\n\
                      #2\tAnnotatorNotes T4\tOslo (x)\n";
        assert_eq!(annotations(&document), expect);
    }

    #[test]
    fn the_configuration_names_every_label() {
        let expect = "[entities]\nContent\nSource\nCue\nPerson\n";
        assert!(configuration().starts_with(expect), "{}", configuration());
        assert!(configuration().contains("\nForm\tArg:Content, Value:direct|mixed|indirect\n"));
    }
}
