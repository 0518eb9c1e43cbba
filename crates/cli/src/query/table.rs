//! Tables: aligned columns, of which the last one wraps on a terminal, or stands below where it has little room.
//! Elsewhere a row is a line and nothing is cut.

use std::io::{self, IsTerminal, Write};
use terminal_size::{Width, terminal_size};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Rows that are looked at before the widths are settled.
const LOOK: usize = 200;
/// With less room than this the last column stands below the others, indented.
const ROOM: usize = 40;
const INDENT: usize = 4;

/// A column of a table.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Column {
    /// Its heading; none where a table has no headings.
    pub(crate) title: &'static str,
    /// The widest that it becomes on a terminal, in letters' widths; the last column takes what is left.
    pub(crate) most: usize,
}

/// A table on its way out.
pub(crate) struct Table<W> {
    out: W,
    columns: Vec<Column>,
    /// Of the terminal; `None` where it is none.
    width: Option<usize>,
    waiting: Vec<Vec<String>>,
    settled: Option<Vec<usize>>,
}

/// The width to wrap to: what was asked for, else the terminal's; `None` where output goes elsewhere.
pub(crate) fn width(asked: Option<usize>) -> Option<usize> {
    let terminal = || terminal_size().map_or(80, |(Width(width), _)| usize::from(width));
    asked.or_else(|| io::stdout().is_terminal().then(terminal))
}

impl<W: Write> Table<W> {
    pub(crate) fn new(out: W, columns: &[Column], width: Option<usize>) -> Self {
        Self { out, columns: columns.to_vec(), width, waiting: Vec::new(), settled: None }
    }

    /// Cells must be of one line and fit to show.
    pub(crate) fn row(&mut self, cells: Vec<String>) -> io::Result<()> {
        if let Some(widths) = self.settled.clone() {
            self.write(&cells, &widths)
        } else {
            self.waiting.push(cells);
            if self.waiting.len() >= LOOK { self.settle() } else { Ok(()) }
        }
    }

    /// Writes what waits.
    pub(crate) fn finish(&mut self) -> io::Result<()> {
        if self.settled.is_none() && !self.waiting.is_empty() {
            self.settle()?;
        }
        self.out.flush()
    }

    /// What it was written to.
    pub(crate) fn into_inner(self) -> W {
        self.out
    }

    fn settle(&mut self) -> io::Result<()> {
        let waiting = std::mem::take(&mut self.waiting);
        let mut widths: Vec<usize> = self.columns.iter().map(|column| column.title.width()).collect();
        for row in &waiting {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.width());
            }
        }
        if let Some(terminal) = self.width {
            for (width, column) in widths.iter_mut().zip(&self.columns) {
                *width = (*width).min(column.most);
            }
            narrow(&mut widths, terminal);
        }
        let titles: Vec<String> = self.columns.iter().map(|column| column.title.to_owned()).collect();
        if titles.iter().any(|title| !title.is_empty()) {
            self.write(&titles, &widths)?;
        }
        waiting.iter().try_for_each(|row| self.write(row, &widths))?;
        self.settled = Some(widths);
        Ok(())
    }

    fn write(&mut self, cells: &[String], widths: &[usize]) -> io::Result<()> {
        let Some((last, before)) = cells.split_last() else { return Ok(()) };
        let mut line = String::new();
        for (cell, width) in before.iter().zip(widths) {
            let cell = if self.width.is_some() { cut(cell, *width) } else { cell.clone() };
            line.push_str(&cell);
            line.push_str(&" ".repeat(width.saturating_sub(cell.width()) + 2));
        }
        let Some(terminal) = self.width else { return self.line(&line, last) };
        let indent = line.width();
        if terminal < indent + ROOM && indent > INDENT {
            self.line(&line, "")?;
            let below = wrapped(last, terminal.saturating_sub(INDENT).max(ROOM));
            let below = if last.is_empty() { &[][..] } else { &below };
            return below.iter().try_for_each(|words| self.line(&" ".repeat(INDENT), words));
        }
        let beside = wrapped(last, terminal.saturating_sub(indent).max(ROOM));
        beside.iter().enumerate().try_for_each(|(nth, words)| {
            let lead = if nth == 0 { line.clone() } else { " ".repeat(indent) };
            self.line(&lead, words)
        })
    }

    fn line(&mut self, lead: &str, words: &str) -> io::Result<()> {
        writeln!(self.out, "{}", format!("{lead}{words}").trim_end())
    }
}

/// Takes from the widest columns until those before the last one fit.
fn narrow(widths: &mut [usize], terminal: usize) {
    let Some((_, before)) = widths.split_last_mut() else { return };
    while before.iter().map(|width| width + 2).sum::<usize>() > terminal {
        match before.iter_mut().max() {
            Some(widest) if *widest > 4 => *widest -= 1,
            _ => break,
        }
    }
}

/// A cell of at most so many letters' widths.
fn cut(cell: &str, most: usize) -> String {
    if cell.width() <= most {
        return cell.to_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for char in cell.chars() {
        used += char.width().unwrap_or(0);
        if used > most {
            break;
        }
        out.push(char);
    }
    out.push('…');
    out
}

/// Lines of at most so many letters' widths, broken between words; a longer word is broken itself.
fn wrapped(text: &str, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split(' ') {
        let wide = word.width();
        if used > 0 && used + 1 + wide > most {
            lines.push(String::new());
            used = 0;
        }
        if used > 0 {
            lines[..].last_mut().into_iter().for_each(|line| line.push(' '));
            used += 1;
        }
        for char in word.chars() {
            let wide = char.width().unwrap_or(0);
            if used + wide > most {
                lines.push(String::new());
                used = 0;
            }
            lines[..].last_mut().into_iter().for_each(|line| line.push(char));
            used += wide;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(width: Option<usize>, rows: &[[&str; 3]]) -> String {
        let columns = [("who", 8), ("n", 3), ("words", 0)].map(|(title, most)| Column { title, most });
        let mut out = Vec::new();
        let mut table = Table::new(&mut out, &columns, width);
        for row in rows {
            table.row(row.map(str::to_owned).to_vec()).unwrap();
        }
        table.finish().unwrap();
        String::from_utf8(out).unwrap()
    }

    const ROWS: &[[&str; 3]] = &[
        ["Ina Holt", "1", "We have waited for this, and it was worth it."],
        ["Yōko Kamikawa of Tokyo", "12", "東京は安全です、と彼女は言った。それから"],
        ["x", "3", ""],
    ];

    #[test]
    fn elsewhere_a_row_is_a_line() {
        let expected = "\
who                     n   words
Ina Holt                1   We have waited for this, and it was worth it.
Yōko Kamikawa of Tokyo  12  東京は安全です、と彼女は言った。それから
x                       3
";
        assert_eq!(drawn(None, ROWS), expected);
    }

    #[test]
    fn on_a_terminal_the_last_column_wraps() {
        let expected = "\
who       n   words
Ina Holt  1   We have waited for this, and it was
              worth it.
Yōko Ka…  12  東京は安全です、と彼女は言った。それから
x         3
";
        assert_eq!(drawn(Some(54), ROWS), expected);
    }

    #[test]
    fn on_a_narrow_one_it_stands_below() {
        let expected = "\
who       n
    words
Ina Holt  1
    We have waited for this, and it was worth
    it.
Yōko Ka…  12
    東京は安全です、と彼女は言った。それから
x         3
";
        assert_eq!(drawn(Some(46), ROWS), expected);
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        let long = "word ".repeat(20);
        for width in 44..120 {
            let rows = [["Yōko Kamikawa", "123456", long.as_str()]; LOOK + 3];
            let drawn = drawn(Some(width), &rows);
            assert!(drawn.lines().all(|line| line.width() <= width), "{width}: {drawn}");
        }
    }
}
