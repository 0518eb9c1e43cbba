//! A text's letters, as sets of positions that are cheap to compare.

use sayso_core::Form;

const MARKS: &[char] = &['"', '“', '”', '„', '‟', '«', '»', '‹', '›', '`'];
const TRIMMED: &[char] = &[
    ' ', '\t', '\r', '\n', '\u{a0}', '.', ',', ';', ':', '!', '?', '-', '–', '—', '"', '“', '”', '„', '‟',
    '‘', '’', '\'', '«', '»', '‹', '›', '`', '(', ')', '[', ']',
];

/// A letter or digit. (Combining vowel signs of Indic and Semitic scripts count here and not in the reference.)
pub(crate) fn is_letter(c: char) -> bool {
    c.is_alphanumeric()
}

/// A set of positions: disjoint intervals of code points, in order. Only the letters in them count.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Letters(Vec<(usize, usize)>);

impl Letters {
    fn normal(mut intervals: Vec<(usize, usize)>) -> Self {
        intervals.retain(|(start, end)| start < end);
        intervals.sort_unstable();
        let mut out: Vec<(usize, usize)> = Vec::with_capacity(intervals.len());
        for (start, end) in intervals {
            match out.last_mut() {
                Some(last) if start <= last.1 => last.1 = last.1.max(end),
                _ => out.push((start, end)),
            }
        }
        Self(out)
    }

    pub(crate) fn union<'a>(sets: impl Iterator<Item = &'a Self>) -> Self {
        Self::normal(sets.flat_map(|set| set.0.iter().copied()).collect())
    }

    pub(crate) fn intersect(&self, other: &Self) -> Self {
        let (mut i, mut j, mut out) = (0, 0, Vec::new());
        while let (Some(a), Some(b)) = (self.0.get(i), other.0.get(j)) {
            let (start, end) = (a.0.max(b.0), a.1.min(b.1));
            if start < end {
                out.push((start, end));
            }
            if a.1 < b.1 { i += 1 } else { j += 1 }
        }
        Self(out)
    }
}

/// A text by code points, with what is counted of it.
pub(crate) struct Text {
    pub(crate) chars: Vec<char>,
    /// Letters before each code point.
    before: Vec<usize>,
    /// Positions between quotation marks.
    quoted: Letters,
}

impl Text {
    pub(crate) fn new(text: &str) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let mut before = Vec::with_capacity(chars.len() + 1);
        let mut count = 0;
        before.push(0);
        for &c in &chars {
            count += usize::from(is_letter(c));
            before.push(count);
        }
        let quoted = quoted(&chars);
        Self { chars, before, quoted }
    }

    /// The letters inside spans.
    pub(crate) fn letters(&self, spans: &[[i64; 2]]) -> Letters {
        let length = self.chars.len();
        let clip = |at: i64| usize::try_from(at).unwrap_or(0).min(length);
        Letters::normal(spans.iter().map(|&[start, end]| (clip(start), clip(end))).collect())
    }

    /// How many letters a set holds.
    pub(crate) fn count(&self, set: &Letters) -> usize {
        set.0.iter().map(|&(start, end)| self.before[end] - self.before[start]).sum()
    }

    /// How many letters two sets share.
    pub(crate) fn shared(&self, a: &Letters, b: &Letters) -> usize {
        self.count(&a.intersect(b))
    }

    /// Direct where (nearly) every letter stands between marks, mixed where some do.
    pub(crate) fn form(&self, content: &Letters) -> Form {
        let all = self.count(content);
        if all == 0 {
            return Form::Indirect;
        }
        let share = self.shared(content, &self.quoted) as f64 / all as f64;
        if share > 0.97 {
            Form::Direct
        } else if share > 0.0 {
            Form::Mixed
        } else {
            Form::Indirect
        }
    }

    /// Spans without marks, stops and white space at their ends; empty ones fall out.
    pub(crate) fn trimmed(&self, spans: &[[i64; 2]]) -> Vec<[i64; 2]> {
        let mut sorted = spans.to_vec();
        sorted.sort_unstable();
        let loose = |at: i64| {
            usize::try_from(at).ok().and_then(|at| self.chars.get(at)).is_some_and(|c| TRIMMED.contains(c))
        };
        let trim = |[mut start, end]: [i64; 2]| {
            let mut end = end.min(i64::try_from(self.chars.len()).unwrap_or(i64::MAX));
            while start < end && loose(start) {
                start += 1;
            }
            while end > start && loose(end - 1) {
                end -= 1;
            }
            (start < end).then_some([start, end])
        };
        sorted.into_iter().filter_map(trim).collect()
    }
}

/// Positions between double quotation marks, line by line: a mark left open counts to the end of its line.
fn quoted(chars: &[char]) -> Letters {
    let mut inside = Vec::new();
    let mut line = 0;
    while line < chars.len() {
        let end = chars[line..].iter().position(|&c| c == '\n').map_or(chars.len(), |at| line + at);
        quoted_line(chars, line, end, &mut inside);
        line = end + 1;
    }
    Letters::normal(inside)
}

fn quoted_line(chars: &[char], from: usize, end: usize, inside: &mut Vec<(usize, usize)>) {
    let mut start: Option<usize> = None;
    let mut at = from;
    while at < end {
        let c = chars[at];
        let twin = matches!(c, '\'' | '`') && chars.get(at + 1) == Some(&c);
        if !twin && !MARKS.contains(&c) {
            at += 1;
            continue;
        }
        let step = if twin { 2 } else { 1 };
        match start {
            None if !matches!(c, '”' | '»') => start = Some(at + step),
            None => {}
            // A fresh opening mark: the earlier one never closed.
            Some(_) if c == '“' => start = Some(at + step),
            Some(open) => {
                inside.push((open, at));
                start = None;
            }
        }
        at += step;
    }
    if let Some(open) = start {
        inside.push((open, end));
    }
}
