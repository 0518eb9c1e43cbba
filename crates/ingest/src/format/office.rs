//! Documents of office programs: DOCX (ECMA-376) and ODT (ISO 26300), both XML in a zip archive.

use super::{Context, document};
use crate::page::Block;
use crate::xml::local;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use sayso_core::PartKind;
use std::io::{self, Read, Seek};
use std::ops::ControlFlow;
use zip::ZipArchive;
use zip::result::ZipError;

/// A kind of office document: its format's name, the file that holds its text, and what the elements are called.
pub(super) struct Kind {
    name: &'static str,
    part: &'static str,
    paragraphs: &'static [&'static str],
    /// Elements whose text counts; empty where all text does.
    text: &'static [&'static str],
    blanks: &'static [&'static str],
    breaks: &'static [&'static str],
    cells: &'static [&'static str],
    /// Notes, remarks, what was deleted, and copies for old readers.
    left_out: &'static [&'static str],
}

const KINDS: &[Kind] = &[
    Kind {
        name: "docx",
        part: "word/document.xml",
        paragraphs: &["p"],
        text: &["t"],
        blanks: &["tab", "ptab"],
        breaks: &["br", "cr"],
        cells: &["tc"],
        left_out: &["del", "moveFrom", "Fallback", "instrText"],
    },
    Kind {
        name: "odt",
        part: "content.xml",
        paragraphs: &["p", "h"],
        text: &[],
        blanks: &["s", "tab"],
        breaks: &["line-break"],
        cells: &["table-cell"],
        left_out: &["tracked-changes", "annotation", "note", "ruby-text", "automatic-styles", "forms"],
    },
];

/// The kind of document that an archive is.
pub(super) fn kind<R: Read + Seek>(archive: &ZipArchive<R>) -> Option<&'static Kind> {
    // An archive of files may hold a file of that name: a document says what it is.
    let says = archive.index_for_name("[Content_Types].xml").is_some()
        || archive.index_for_name("mimetype").is_some();
    KINDS.iter().find(|kind| says && archive.index_for_name(kind.part).is_some())
}

pub(super) fn read<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    kind: &'static Kind,
    context: &mut Context<'_>,
) -> ControlFlow<()> {
    let xml = match part(archive, kind.part, context.options.limits.document_bytes) {
        Ok(xml) => xml,
        Err(error) => return context.broken_archive(&error, 0),
    };
    let mut walk = Walk { kind, blocks: Vec::new(), open: Vec::new(), text: String::new(), style: None };
    let broken = walk.run(&xml).err();
    if let Some(problem) = broken {
        let message = format!("broken XML in {}: {problem}; what came before was kept", kind.part);
        context.error("ingest.broken-xml", &message, "save the document again")?;
    }
    document::emit(&walk.blocks, kind.name, Vec::new(), context)
}

/// A file of the archive, within the limit.
fn part<R: Read + Seek>(archive: &mut ZipArchive<R>, name: &str, limit: u64) -> io::Result<String> {
    let file = archive.by_name(name).map_err(|error| match error {
        ZipError::Io(error) => error,
        other => io::Error::new(io::ErrorKind::InvalidData, other.to_string()),
    })?;
    let mut bytes = Vec::new();
    file.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(io::Error::other(format!("{name} is larger than the limit of {limit} bytes")));
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

struct Walk {
    kind: &'static Kind,
    blocks: Vec<Block>,
    /// Names of the open elements.
    open: Vec<String>,
    text: String,
    /// What the paragraph's style says it is.
    style: Option<PartKind>,
}

impl Walk {
    fn run(&mut self, xml: &str) -> Result<(), String> {
        let mut reader = Reader::from_str(xml);
        reader.config_mut().check_end_names = false;
        reader.config_mut().allow_unmatched_ends = true;
        reader.config_mut().allow_dangling_amp = true;
        loop {
            match reader.read_event() {
                Ok(Event::Eof) => break,
                Ok(Event::Start(tag)) => self.start(&tag, false),
                Ok(Event::Empty(tag)) => self.start(&tag, true),
                Ok(Event::End(tag)) => self.end(local(tag.name().as_ref())),
                Ok(Event::Text(text)) => self.add(&text),
                Ok(Event::CData(text)) => self.add(&text),
                Ok(Event::GeneralRef(name)) => {
                    self.add(&crate::entities::letter(&name).unwrap_or_default());
                }
                Ok(_) => {}
                Err(error) => {
                    self.flush();
                    return Err(error.to_string());
                }
            }
        }
        self.flush();
        Ok(())
    }

    fn is_left_out(&self) -> bool {
        self.open.iter().any(|name| self.kind.left_out.contains(&name.as_str()))
    }

    fn start(&mut self, tag: &BytesStart<'_>, is_empty: bool) {
        let qualified = tag.name();
        let name = local(qualified.as_ref());
        let is = |names: &[&str]| names.contains(&name);
        if !self.is_left_out() {
            if is(self.kind.paragraphs) {
                self.flush();
                self.style =
                    style(&attribute(tag, "style-name")).or((name == "h").then_some(PartKind::Subhead));
            } else if name == "pStyle" {
                self.style = style(&attribute(tag, "val"));
            } else if is(self.kind.blanks) {
                self.text.push(' ');
            } else if is(self.kind.breaks) {
                self.flush();
            }
        }
        if !is_empty {
            self.open.push(name.to_owned());
        }
    }

    fn end(&mut self, name: &str) {
        if self.kind.paragraphs.contains(&name) && !self.is_left_out() {
            self.flush();
            self.style = None;
        }
        if let Some(at) = self.open.iter().rposition(|open| open == name) {
            self.open.truncate(at);
        }
    }

    fn add(&mut self, text: &str) {
        let in_text = match self.kind.text {
            [] => self.open.iter().any(|name| self.kind.paragraphs.contains(&name.as_str())),
            names => self.open.last().is_some_and(|name| names.contains(&name.as_str())),
        };
        if in_text && !self.is_left_out() {
            self.text.push_str(text);
        }
    }

    fn flush(&mut self) {
        let text = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.text.clear();
        if text.is_empty() {
            return;
        }
        let in_cell = self.open.iter().any(|name| self.kind.cells.contains(&name.as_str()));
        let kind = if in_cell { Some(PartKind::Table) } else { self.style };
        self.blocks.push(Block { text, kind, ..Block::default() });
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> String {
    let found = tag.attributes().with_checks(false).flatten().find(|found| local(found.key.as_ref()) == name);
    found.map(|found| found.value.into_owned()).unwrap_or_default()
}

/// What a paragraph is, by the name of its style.
fn style(name: &str) -> Option<PartKind> {
    let name: String =
        name.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase();
    match name.as_str() {
        "title" => Some(PartKind::Headline),
        "caption" => Some(PartKind::Caption),
        "quote" | "intensequote" | "quotations" => Some(PartKind::BlockQuote),
        _ if name.starts_with("heading") || name == "subtitle" => Some(PartKind::Subhead),
        _ if name.starts_with("list") => Some(PartKind::ListItem),
        _ => None,
    }
}
