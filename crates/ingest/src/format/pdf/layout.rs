//! From letters with places to paragraphs: lines, columns, hyphens at line ends, running heads.

use crate::page::Block;
use sayso_core::PartKind;
use std::collections::HashMap;

/// One or more letters at a place, in points from the lower left corner.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) base: f64,
    pub(super) size: f64,
    pub(super) letters: String,
}

/// Letters beside each other.
#[derive(Clone, Debug)]
struct Line {
    left: f64,
    right: f64,
    base: f64,
    size: f64,
    text: String,
}

/// Gaps, in sizes of the type: between words, and between columns.
const WORD: f64 = 0.18;
const COLUMN: f64 = 1.6;
/// White between columns.
const GUTTER: f64 = 0.8;
/// Lines of a column.
const COLUMN_LINES: usize = 4;
/// Lines of a page that are sorted into columns; beyond, they are taken as they come.
const PAGE_LINES: usize = 2_000;
/// Columns inside columns.
const DEPTH: usize = 8;
/// Distance of the lines of a paragraph, in sizes of the type; and how much of the usual one makes a new paragraph.
const LEADING: f64 = 1.35;
/// Set in by this, in sizes of the type, a line begins a paragraph.
const INDENT: f64 = 0.7;
/// Type larger than the usual by this is a heading.
const LARGER: f64 = 1.15;
/// Lines at the top and at the bottom of a page that may be running heads and numbers.
const EDGE_LINES: usize = 2;

/// The paragraphs of all pages.
pub(super) fn blocks(pages: Vec<Vec<Glyph>>) -> Vec<Block> {
    let pages: Vec<Vec<Line>> = pages.into_iter().map(lines).collect();
    let pages = without_running_heads(pages);
    let usual = usual_size(&pages);
    let mut paragraphs = Paragraphs { usual, ..Paragraphs::default() };
    for page in pages {
        let mut ordered = Vec::with_capacity(page.len());
        columns(page, DEPTH, &mut ordered);
        paragraphs.page(&ordered);
    }
    paragraphs.finish()
}

/// Letters as lines, each within one column.
fn lines(glyphs: Vec<Glyph>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for glyph in glyphs {
        if glyph.letters.is_empty() {
            continue;
        }
        let goes_on = lines.last().is_some_and(|line| {
            let gap = glyph.left - line.right;
            (glyph.base - line.base).abs() < 0.4 * line.size.max(glyph.size)
                && gap < COLUMN * line.size
                && gap > -line.size
        });
        match lines.last_mut().filter(|_| goes_on) {
            Some(line) => line.push(&glyph),
            None => lines.push(Line::begin(&glyph)),
        }
    }
    lines.retain(|line| !line.text.trim().is_empty());
    joined(lines)
}

impl Line {
    fn begin(glyph: &Glyph) -> Self {
        Self {
            left: glyph.left,
            right: glyph.right,
            base: glyph.base,
            size: glyph.size,
            text: glyph.letters.clone(),
        }
    }

    fn push(&mut self, glyph: &Glyph) {
        if glyph.left - self.right > WORD * self.size && !self.text.ends_with(' ') {
            self.text.push(' ');
        }
        self.text.push_str(&glyph.letters);
        self.right = self.right.max(glyph.right);
        self.size = self.size.max(glyph.size);
    }
}

/// Pieces of one line that were drawn apart, joined.
fn joined(mut lines: Vec<Line>) -> Vec<Line> {
    if lines.len() > PAGE_LINES {
        return lines;
    }
    lines.sort_by(|a, b| b.base.total_cmp(&a.base).then(a.left.total_cmp(&b.left)));
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    for line in lines {
        let beside = out.iter_mut().rev().take(8).find(|before| {
            let gap = line.left - before.right;
            (before.base - line.base).abs() < 0.3 * before.size
                && gap > -0.5 * before.size
                && gap < COLUMN * before.size
        });
        if let Some(before) = beside {
            if line.left - before.right > WORD * before.size {
                before.text.push(' ');
            }
            before.text.push_str(&line.text);
            before.right = before.right.max(line.right);
        } else {
            out.push(line);
        }
    }
    out
}

/// The size that most letters have.
fn usual_size(pages: &[Vec<Line>]) -> f64 {
    let mut counts: HashMap<i64, usize> = HashMap::new();
    for line in pages.iter().flatten() {
        *counts.entry((line.size * 4.0).round() as i64).or_default() += line.text.len();
    }
    counts.into_iter().max_by_key(|&(size, count)| (count, size)).map_or(10.0, |(size, _)| size as f64 / 4.0)
}

/// Pages without lines at their edges that repeat on others but for their numbers, and without page numbers.
fn without_running_heads(mut pages: Vec<Vec<Line>>) -> Vec<Vec<Line>> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for page in &pages {
        for at in edges(page) {
            *counts.entry(plain(&page[at].text)).or_default() += 1;
        }
    }
    for page in &mut pages {
        let gone: Vec<usize> = edges(page)
            .filter(|&at| {
                let text = plain(&page[at].text);
                let bare = text.chars().all(|letter| !letter.is_alphabetic());
                counts.get(&text).is_some_and(|count| *count > 1) || bare && page[at].text.len() < 12
            })
            .collect();
        let mut at = 0;
        page.retain(|_| {
            at += 1;
            !gone.contains(&(at - 1))
        });
    }
    pages
}

/// The first and the last lines of a page; its lines are in order of height.
fn edges(page: &[Line]) -> impl Iterator<Item = usize> + use<> {
    let count = page.len();
    (0..count).filter(move |&at| at < EDGE_LINES || at + EDGE_LINES >= count)
}

/// A line without its numbers.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_ascii_digit())
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Lines in reading order: column after column, with what runs across them before and behind.
fn columns(mut lines: Vec<Line>, depth: usize, out: &mut Vec<Line>) {
    lines.sort_by(|a, b| b.base.total_cmp(&a.base).then(a.left.total_cmp(&b.left)));
    let found = if depth == 0 || lines.len() > PAGE_LINES { None } else { band(&lines) };
    let Some((from, to, gutter)) = found else {
        out.append(&mut lines);
        return;
    };
    let below = lines.split_off(to);
    let inside = lines.split_off(from);
    out.append(&mut lines);
    let (left, right): (Vec<Line>, Vec<Line>) = inside.into_iter().partition(|line| line.left < gutter);
    columns(left, depth - 1, out);
    columns(right, depth - 1, out);
    columns(below, depth - 1, out);
}

/// The first run of lines that stand on both sides of a gutter, and where that is.
fn band(lines: &[Line]) -> Option<(usize, usize, f64)> {
    // Gutters are looked for behind the lines' ends.
    let mut candidates: Vec<f64> = lines.iter().map(|line| line.right + 0.1).collect();
    candidates.sort_by(f64::total_cmp);
    candidates.dedup_by(|a, b| (*a - *b).abs() < 4.0);
    let mut best: Option<(usize, usize, f64)> = None;
    for gutter in candidates.into_iter().take(100) {
        let crosses = |line: &Line| line.left < gutter && line.right > gutter + GUTTER * line.size * 0.5;
        let mut from = 0;
        while from < lines.len() {
            let length = lines[from..].iter().take_while(|line| !crosses(line)).count();
            let run = &lines[from..from + length];
            let left = run.iter().filter(|line| line.left < gutter).count();
            let right = length - left;
            let white = run
                .iter()
                .filter(|line| line.left >= gutter)
                .map(|line| line.left - gutter)
                .fold(f64::MAX, f64::min);
            let longer = best.is_none_or(|(known_from, known_to, _)| length > known_to - known_from);
            if left >= COLUMN_LINES && right >= COLUMN_LINES && white > GUTTER * run[0].size && longer {
                best = Some((from, from + length, gutter));
            }
            from += length + 1;
        }
    }
    best
}

#[derive(Default)]
struct Paragraphs {
    usual: f64,
    blocks: Vec<Block>,
    text: String,
    kind: Option<PartKind>,
    has_headline: bool,
}

impl Paragraphs {
    fn page(&mut self, lines: &[Line]) {
        let mut before: Option<&Line> = None;
        for (at, line) in lines.iter().enumerate() {
            let kind = self.kind_of(line);
            let fresh = match before {
                // A sentence goes on over the page.
                None => self.ends_sentence() || kind != self.kind,
                Some(before) => self.begins(before, line, lines.get(at + 1)) || kind != self.kind,
            };
            if fresh {
                self.end();
                self.kind = kind;
            }
            self.add(line.text.trim());
            before = Some(line);
        }
    }

    fn kind_of(&self, line: &Line) -> Option<PartKind> {
        (line.size > LARGER * self.usual).then_some(PartKind::Subhead)
    }

    fn ends_sentence(&self) -> bool {
        let text = self.text.trim_end_matches(['"', '\'', '\u{201D}', '\u{2019}', ')', ' ']);
        text.is_empty() || text.ends_with(['.', '!', '?', ':'])
    }

    /// Whether a line begins a paragraph.
    fn begins(&self, before: &Line, line: &Line, next: Option<&Line>) -> bool {
        let gap = before.base - line.base;
        // Up again: another column, where a sentence may go on.
        if gap < 0.0 || line.left > before.right {
            return self.ends_sentence();
        }
        let set_in = line.left - before.left > INDENT * line.size;
        let next_back = next.is_none_or(|next| line.left - next.left > 0.5 * INDENT * line.size);
        let ended_short =
            before.right < line.right.max(next.map_or(0.0, |next| next.right)) - 3.0 * before.size;
        gap > LEADING * before.size.max(line.size) * 1.15
            || set_in && next_back
            || ended_short && self.ends_sentence()
    }

    fn add(&mut self, text: &str) {
        let small = text.chars().next().is_some_and(char::is_lowercase);
        let broken = self.text.ends_with(['-', '\u{AD}', '\u{2010}']) && small;
        let before = self.text.chars().rev().nth(1).is_some_and(char::is_alphabetic);
        if broken && before {
            self.text.pop();
        } else if !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(text);
    }

    fn end(&mut self) {
        let text = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.text.clear();
        if text.is_empty() {
            return;
        }
        let mut kind = self.kind;
        if kind == Some(PartKind::Subhead) && !self.has_headline && self.blocks.len() < 4 {
            (kind, self.has_headline) = (Some(PartKind::Headline), true);
        }
        self.blocks.push(Block { text: unligatured(&text), kind, ..Block::default() });
    }

    fn finish(mut self) -> Vec<Block> {
        self.end();
        self.blocks
    }
}

/// Letters that fonts join.
fn unligatured(text: &str) -> String {
    const LIGATURES: [(char, &str); 7] = [
        ('\u{FB00}', "ff"),
        ('\u{FB01}', "fi"),
        ('\u{FB02}', "fl"),
        ('\u{FB03}', "ffi"),
        ('\u{FB04}', "ffl"),
        ('\u{FB05}', "st"),
        ('\u{FB06}', "st"),
    ];
    if !text.contains(|letter| ('\u{FB00}'..='\u{FB06}').contains(&letter)) {
        return text.to_owned();
    }
    LIGATURES.iter().fold(text.to_owned(), |text, (joined, letters)| text.replace(*joined, letters))
}
