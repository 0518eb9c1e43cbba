//! Where paragraphs begin and end.
//!
//! Blank lines always part them. A single line end parts them unless it is a wrap: the next line starts without
//! indent and either goes on in lower case or its first word would not have fitted on the line before.

use sayso_core::{Part, PartKind, Span};

/// Lines longer than this are no wrapped lines: such a block has a paragraph a line.
const WRAPPED: usize = 120;
/// The narrowest column that we take for deliberate wrapping.
const COLUMN: usize = 60;

/// The paragraphs of a text, trimmed, in order, none empty.
pub(crate) fn split(text: &str, parts: &[Part]) -> Vec<Span> {
    let mut out = Vec::with_capacity(text.len() / 400 + 1);
    let mut from = 0;
    for part in parts.iter().filter(|part| stands_alone(part.kind)) {
        let (start, end) = (part.span.start as usize, part.span.end as usize);
        if start < from || text.get(from..start).is_none() || text.get(start..end).is_none() {
            continue;
        }
        blocks(text, Span::new(from, start), &mut out);
        blocks(text, Span::new(start, end), &mut out);
        from = end;
    }
    blocks(text, Span::new(from, text.len()), &mut out);
    out
}

/// Datelines belong to the paragraph that they open; all other parts are paragraphs of their own.
fn stands_alone(kind: PartKind) -> bool {
    kind != PartKind::Dateline
}

/// Cuts a region into blocks at blank lines, and each block into paragraphs.
fn blocks(text: &str, region: Span, out: &mut Vec<Span>) {
    let mut lines: Vec<Span> = Vec::new();
    for line in lines_of(text, region) {
        if line.trim(text).is_empty() {
            block(text, &lines, out);
            lines.clear();
        } else {
            lines.push(line);
        }
    }
    block(text, &lines, out);
}

fn lines_of(text: &str, region: Span) -> impl Iterator<Item = Span> {
    let base = region.start as usize;
    let bytes = region.of(text).as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= bytes.len() {
            return None;
        }
        let start = at;
        let end = memchr::memchr2(b'\n', b'\r', &bytes[at..]).map_or(bytes.len(), |found| at + found);
        let pair = bytes.get(end) == Some(&b'\r') && bytes.get(end + 1) == Some(&b'\n');
        at = end + 1 + usize::from(pair);
        Some(Span::new(base + start, base + end))
    })
}

fn block(text: &str, lines: &[Span], out: &mut Vec<Span>) {
    let Some(first) = lines.first() else { return };
    let layout = Layout::of(text, lines);
    let mut paragraph = *first;
    for pair in lines.windows(2) {
        if layout.breaks(text, pair[0], pair[1]) {
            out.push(paragraph.trim(text));
            paragraph = pair[1];
        } else {
            paragraph = paragraph.join(pair[1]);
        }
    }
    out.push(paragraph.trim(text));
}

/// What the lines of a block have in common.
struct Layout {
    longest: usize,
    list: bool,
}

impl Layout {
    fn of(text: &str, lines: &[Span]) -> Self {
        let longest = lines.iter().map(|line| line.len()).max().unwrap_or(0);
        let ends_open = |line: &Span| !line.of(text).trim_end().ends_with(['.', '!', '?', ':', '"', '”']);
        let list = lines.len() >= 3 && longest < 2 * COLUMN / 3 && lines.iter().all(ends_open);
        Self { longest, list }
    }

    fn breaks(&self, text: &str, line: Span, next: Span) -> bool {
        if self.longest > WRAPPED || self.list || starts_item(next.of(text)) {
            return true;
        }
        let (line, next) = (line.of(text).trim_end(), next.of(text));
        if next.starts_with(char::is_lowercase) {
            return false;
        }
        let word = next.trim_start().find(char::is_whitespace).unwrap_or(next.len());
        line.len() + 1 + word <= self.longest.max(COLUMN)
    }
}

/// Whether a line is indented or begins with a bullet.
fn starts_item(line: &str) -> bool {
    line.starts_with("  ") || line.starts_with(['\t', '•', '*', '·', '▪', '‣', '⁃', '●', '\u{3000}'])
}
