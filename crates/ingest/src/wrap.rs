//! Lines of a fixed width, as wires, letters and old archives have them, joined to paragraphs.

/// Columns of blanks by which the first line of a paragraph is set in.
const INDENT: usize = 2;
/// Letters of a line that was broken for want of space.
const WIDTHS: std::ops::RangeInclusive<usize> = 30..=110;

/// Paragraphs out of lines of a fixed width: one begins after a blank line, or where a line is set in further than the
/// text is. Words are joined by single blanks.
pub(crate) fn paragraphs(text: &str) -> Vec<String> {
    let margin = text.lines().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    let mut paragraphs: Vec<String> = Vec::new();
    let mut fresh = true;
    for line in text.lines() {
        if line.trim().is_empty() {
            fresh = true;
            continue;
        }
        if fresh || indent(line) >= margin + INDENT {
            paragraphs.push(String::new());
        }
        if let Some(paragraph) = paragraphs.last_mut() {
            for word in line.split_whitespace() {
                paragraph.push_str(if paragraph.is_empty() { "" } else { " " });
                paragraph.push_str(word);
            }
        }
        fresh = false;
    }
    paragraphs
}

/// A text without the margin that all its lines have; nothing where they have none.
pub(crate) fn without_margin(text: &str) -> Option<String> {
    let blanks = |line: &str| line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let margin = lines().map(blanks).min().filter(|margin| *margin > 0)?;
    lines().nth(1)?;
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        out.push_str(if line.trim().is_empty() {
            line.trim_start_matches([' ', '\t'])
        } else {
            &line[margin..]
        });
    }
    Some(out)
}

/// Columns of blanks before a line's first letter.
pub(crate) fn indent(line: &str) -> usize {
    let blanks = line.chars().take_while(|letter| letter.is_whitespace());
    blanks.map(|letter| if letter == '\t' { 4 } else { 1 }).sum()
}

/// Whether lines were broken for want of space: they are of a width, and sentences go on over their ends.
pub(crate) fn is_wrapped(lines: &[&str]) -> bool {
    let Some((_, broken)) = lines.split_last() else { return false };
    let goes_on = |line: &str| {
        let end = line.trim_end_matches(['"', '\'', '\u{201D}', '\u{2019}', ')', ' ']);
        !end.ends_with(['.', '!', '?', ':', ';'])
    };
    let small = |line: &&&str| line.trim_start().chars().next().is_some_and(char::is_lowercase);
    let going_on = broken.iter().filter(|line| goes_on(line)).count();
    !broken.is_empty()
        && broken.iter().all(|line| WIDTHS.contains(&line.trim().chars().count()))
        && going_on * 2 >= broken.len()
        && lines[1..].iter().filter(small).count() * 3 >= broken.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_paragraphs() {
        let check = |text: &str, expect: &[&str]| assert_eq!(paragraphs(text), expect, "{text}");
        check("One line\ngoes on.\n\nTwo.", &["One line goes on.", "Two."]);
        check("   One line\ngoes on.\n   Two.", &["One line goes on.", "Two."]);
        check("    One line\n    goes on.\n\n    Two.", &["One line goes on.", "Two."]);
        check("\n  \n", &[]);
    }

    #[test]
    fn wrapped_lines_and_others() {
        assert!(is_wrapped(&[
            "The keepers of the lock have not been paid since",
            "the spring, their union said."
        ]));
        assert!(!is_wrapped(&["Mira Holt", "4 Mill Lane"]));
        assert!(!is_wrapped(&[
            "The keepers of the lock have not been paid.",
            "The council has not answered them."
        ]));
        assert!(!is_wrapped(&[]));
    }
}
