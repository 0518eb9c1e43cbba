//! The parts of an article that is plain text: section line, headline, byline, dateline, caption.

use crate::tables::word_list;
use crate::wire;
use aho_corasick::{AhoCorasick, MatchKind};
use sayso_core::{Article, Credit, Dated, Part, PartKind, Provenance, Span};
use std::sync::LazyLock;

/// Lines above the body that may be something else than body.
const FRONT_LINES: usize = 8;
const HEADLINE_BYTES: usize = 200;
const BYLINE_BYTES: usize = 150;
const DATELINE_BYTES: usize = 100;
const SECTION_BYTES: usize = 20;

word_list!(
    /// Section names that stand alone above a headline.
    SECTIONS = "sections.txt"
);
word_list!(
    /// Marks of a picture's caption: who stands where in it, and who took it.
    CAPTION_MARKS = "caption-marks.txt"
);
word_list!(
    /// Words of a job, which follow a name in a byline.
    JOBS = "jobs.txt"
);
word_list!(
    /// Words without a capital inside names of people.
    NAME_PARTICLES = "name-particles.txt"
);
word_list!(
    /// Words without a capital inside datelines.
    PLACE_PARTICLES = "place-particles.txt"
);

/// Finds the parts of `article.text`, the credits, and what facts the metadata still lacks.
///
/// `untitled` text may have its headline on its first line; where the title is known, only a line that repeats it
/// is the headline.
pub(crate) fn mark(article: &mut Article) {
    let text = std::mem::take(&mut article.text);
    let mut front = Front { article, text: &text, seen_headline: false };
    let mut datelines = 0;
    for (count, line) in lines(&text).take(FRONT_LINES).enumerate() {
        let kind = front.line(count, line);
        if kind.is_none() {
            datelines += 1;
        }
        if datelines >= 3 {
            break;
        }
    }
    article.metadata.credits.extend(wire::at_the_end(&text));
    article.text = text;
}

/// Lines that are not blank, trimmed.
fn lines(text: &str) -> impl Iterator<Item = Span> {
    let mut start = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let span = Span::new(start, start + line.len()).trim(text);
        start += line.len();
        (!span.is_empty()).then_some(span)
    })
}

struct Front<'a, 't> {
    article: &'a mut Article,
    text: &'t str,
    seen_headline: bool,
}

impl Front<'_, '_> {
    /// Says what a line is, and notes it; `None` is body.
    fn line(&mut self, count: usize, line: Span) -> Option<PartKind> {
        let words = line.of(self.text);
        let kind = if Self::is_section(count, words) {
            self.fact("section", words);
            PartKind::Section
        } else if self.is_headline(count, line, words) {
            self.seen_headline = true;
            self.fact("title", words);
            PartKind::Headline
        } else if is_caption(words) {
            PartKind::Caption
        } else if let Some(names) = byline(words) {
            self.byline(line, names);
            PartKind::Byline
        } else {
            self.date(words);
            self.dateline(line);
            return None;
        };
        self.part(line, kind);
        Some(kind)
    }

    fn part(&mut self, span: Span, kind: PartKind) {
        self.article.parts.push(Part { span, kind });
    }

    fn is_section(count: usize, words: &str) -> bool {
        count == 0 && words.len() <= SECTION_BYTES && SECTIONS.contains(&words.to_lowercase().as_str())
    }

    fn is_headline(&self, count: usize, line: Span, words: &str) -> bool {
        if self.seen_headline || count > 1 || words.len() > HEADLINE_BYTES {
            return false;
        }
        match &self.article.metadata.title {
            Some(title) if self.article.metadata.provenance.iter().any(|from| from.field == "title") => {
                title.trim().eq_ignore_ascii_case(words)
            }
            _ => looks_like_headline(words) && ends_paragraph(self.text, line),
        }
    }

    fn byline(&mut self, line: Span, names: Vec<String>) {
        let offset = line.start;
        if let Some((agency, span)) = wire::named_in(line.of(self.text)) {
            let span = Span { start: span.start + offset, end: span.end + offset };
            self.article.metadata.credits.push(Credit {
                agency: agency.to_owned(),
                span: Some(span),
                whole: true,
            });
        }
        let metadata = &mut self.article.metadata;
        if metadata.authors.is_empty() && !names.is_empty() {
            metadata.authors = names;
            metadata.provenance.push(Provenance { field: "authors".to_owned(), source: "byline".to_owned() });
        }
    }

    /// A line that is nothing but a date tells when it was published.
    fn date(&mut self, words: &str) {
        let metadata = &mut self.article.metadata;
        if metadata.published.is_none()
            && words.len() < DATELINE_BYTES
            && words.contains(|letter: char| letter.is_ascii_digit())
            && let Some(value) = crate::dates::read(words)
        {
            metadata.published = Some(Dated { value, understood: true });
            metadata.provenance.push(Provenance { field: "published".to_owned(), source: "text".to_owned() });
        }
    }

    fn dateline(&mut self, line: Span) {
        let Some(found) = dateline(line.of(self.text)) else { return };
        let at = |start: usize, end: usize| Span::new(line.start as usize + start, line.start as usize + end);
        self.part(at(0, found.end), PartKind::Dateline);
        if let Some((agency, start, end)) = found.agency {
            let credit = Credit { agency: agency.to_owned(), span: Some(at(start, end)), whole: true };
            self.article.metadata.credits.push(credit);
        }
    }

    fn fact(&mut self, field: &str, value: &str) {
        let metadata = &mut self.article.metadata;
        let slot = if field == "title" { &mut metadata.title } else { &mut metadata.section };
        if slot.is_none() {
            *slot = Some(value.to_owned());
            metadata.provenance.push(Provenance { field: field.to_owned(), source: "text".to_owned() });
        }
    }
}

/// All of them at once: the first lines of every article are looked through.
static CAPTION_FINDER: LazyLock<Option<AhoCorasick>> =
    // This kind of match alone is sought many bytes at a time.
    LazyLock::new(|| {
        AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(&*CAPTION_MARKS).ok()
    });

fn is_caption(words: &str) -> bool {
    words.len() < 600
        && CAPTION_FINDER.as_ref().is_some_and(|finder| finder.is_match(words))
        && !words.contains(['"', '\u{201C}'])
}

/// A line that is followed by a blank line, or by nothing.
fn ends_paragraph(text: &str, line: Span) -> bool {
    let after = &text[line.end as usize..];
    let blank = after.len() - after.trim_start().len();
    after[..blank].matches('\n').count() >= 2 || after[blank..].starts_with("By ")
}

/// No sentence: no full stop at its end, no opening of a quotation that never closes, not a dateline or a byline.
fn looks_like_headline(words: &str) -> bool {
    let count = words.split_whitespace().count();
    (2..=30).contains(&count)
        && !words.ends_with(['.', ':', ';', ','])
        && !words.ends_with(".\u{201D}")
        && !words.ends_with(".\"")
        && byline(words).is_none()
        && dateline(words).is_none()
        && crate::dates::read(words).is_none()
}

/// The names of a byline ("By Jane Roe and John Doe, Staff Writers"), empty for an agency alone.
pub(crate) fn byline(line: &str) -> Option<Vec<String>> {
    let rest = ["By ", "BY ", "by "].iter().find_map(|by| line.strip_prefix(by))?.trim();
    let first = rest.chars().next()?;
    if line.len() > BYLINE_BYTES || !first.is_uppercase() || rest.ends_with('.') && !rest.ends_with("r.") {
        return None;
    }
    // Names come first; a role or an agency after a comma or a bar is none.
    let mut names = Vec::new();
    let cut = rest.split(['|', '(', '\t', '/']).next().unwrap_or(rest);
    for piece in cut.replace(" and ", ",").replace(" AND ", ",").replace(" & ", ",").split([',', ';']) {
        let piece = piece.trim();
        if piece.is_empty() || wire::by_name(piece).is_some() {
            continue;
        }
        if !is_name(piece) {
            break;
        }
        names.push(piece.to_owned());
    }
    if names.is_empty() && wire::named_in(rest).is_none() {
        return None;
    }
    Some(names)
}

/// Whether a word names a job.
pub(crate) fn is_job(word: &str) -> bool {
    JOBS.contains(&word.to_lowercase().as_str())
}

/// Two to five words, each with a capital, none a job.
fn is_name(piece: &str) -> bool {
    let words: Vec<&str> = piece.split_whitespace().collect();
    (2..=5).contains(&words.len())
        && words
            .iter()
            .all(|word| word.chars().next().is_some_and(char::is_uppercase) || NAME_PARTICLES.contains(word))
        && !words.iter().any(|word| JOBS.contains(&word.to_lowercase().as_str()))
}

/// A dateline at the start of a line.
struct Dateline {
    /// Bytes of it, the dash included.
    end: usize,
    /// The agency, and where its mark stands.
    agency: Option<(&'static str, usize, usize)>,
}

/// Dashes that end a dateline.
const DASHES: &[&str] = &[" \u{2014}", " \u{2013}", " --", " -", "\u{2014}"];

fn dateline(line: &str) -> Option<Dateline> {
    let mut limit = line.len().min(DATELINE_BYTES);
    while !line.is_char_boundary(limit) {
        limit -= 1;
    }
    let head = &line[..limit];
    let agency = signature(head);
    if agency.is_none() && !begins_in_capitals(head) {
        return None;
    }
    let dash = DASHES
        .iter()
        .filter_map(|dash| head.find(dash).map(|at| (at, at + dash.len())))
        .min_by_key(|found| found.0);
    let (place_end, end) = match (agency, dash) {
        (Some((_, start, end)), Some((at, after))) if at > end && head[end + 1..at].trim().is_empty() => {
            (start - 1, after)
        }
        (Some((_, start, end)), _) => (start - 1, end + 1),
        (None, Some((at, after))) => (at, after),
        (None, None) => return None,
    };
    let place = head[..place_end].trim();
    let named = if agency.is_some() { place.is_empty() || is_place(place) } else { is_capital_place(place) };
    named.then_some(Dateline { end, agency })
}

/// `(AP)` with the place of its letters.
fn signature(head: &str) -> Option<(&'static str, usize, usize)> {
    let open = head.find('(')?;
    let close = open + head[open..].find(')')?;
    wire::by_mark(head[open + 1..close].trim()).map(|agency| (agency, open + 1, close))
}

/// Capitalised words, dates and the small words of place names.
fn is_place(place: &str) -> bool {
    let plain = |word: &str| {
        word.chars().next().is_some_and(|first| first.is_uppercase() || first.is_ascii_digit())
            || PLACE_PARTICLES.contains(&word)
    };
    place.split_whitespace().count() <= 10
        && place.split([' ', '/']).filter(|word| !word.is_empty()).all(plain)
}

/// Whether the first letters may be those of a place in capitals; nearly every line's are not.
fn begins_in_capitals(head: &str) -> bool {
    head.trim_start().chars().take(2).all(|letter| !letter.is_lowercase())
}

/// A place that begins with a word in capitals ("SEOUL, South Korea", "UNITED NATIONS").
fn is_capital_place(place: &str) -> bool {
    let first = place.split([' ', ',', '/']).next().unwrap_or("");
    let letters = first.chars().filter(|letter| letter.is_alphabetic()).count();
    letters >= 3
        && !first.chars().any(char::is_lowercase)
        && is_place(place)
        && place.split_whitespace().count() <= 8
}
