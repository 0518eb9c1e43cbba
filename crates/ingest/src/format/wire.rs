//! Copy as wires sent it before XML: IPTC 7901 and ANPA 1312. Control characters part header, text and trailer:
//! `SOH header STX text ETX trailer EOT`, one message after the other.
//!
//! The layouts are those of the IPTC's "Recommended message format" (7901, 1995) and of the ANPA's bulletin 1312 (1989).

use super::text::whole;
use super::{Context, Head};
use crate::source::Stream;
use crate::{article, charset, dates, layout, tables, wire, wrap};
use sayso_core::{Article, Credit, Diagnostic, Severity};
use std::ops::ControlFlow;

const HEADER: char = '\u{1}';
const TEXT: char = '\u{2}';
const END_OF_TEXT: char = '\u{3}';
const END: char = '\u{4}';

/// Bytes from the beginning of a header to its text, at most.
const LONGEST_HEADER: usize = 1024;

pub(super) fn detect(head: &Head<'_>) -> bool {
    // Lines began with characters that let the receiver's clock fall in step.
    let is_filler = |byte: &u8| matches!(byte, 0 | 0x16 | b'\r' | b'\n' | b' ');
    let start = head.bytes.iter().position(|byte| !is_filler(byte)).unwrap_or(0);
    let header = &head.bytes[start..head.bytes.len().min(start + LONGEST_HEADER)];
    header.first() == Some(&(HEADER as u8))
        && header.get(1).is_some_and(u8::is_ascii_alphanumeric)
        && memchr::memchr(TEXT as u8, header).is_some()
}

pub(super) fn read(stream: Stream<'_>, context: &mut Context<'_>) -> ControlFlow<()> {
    let Some(document) = whole(stream, context)? else { return ControlFlow::Continue(()) };
    let decoded = charset::decode(document.bytes, context.charset(None).as_deref(), context.name);
    decoded.diagnostics.into_iter().try_for_each(|complaint| context.complain(complaint))?;
    for (record, message) in decoded.text.split(HEADER).skip(1).enumerate() {
        let outcome = article_in(message, record as u64, context);
        (context.sink)(outcome)?;
    }
    document.cut.map_or(ControlFlow::Continue(()), |cut| context.complain(cut))
}

fn article_in(message: &str, record: u64, context: &Context<'_>) -> Result<Article, Diagnostic> {
    let mut article = article::begin(context.name, Some(record), "wire");
    let place = article.source_id.clone();
    let Some((header, rest)) = message.split_once(TEXT) else {
        let complaint = "the message has a header and no text";
        return Err(Diagnostic::new(Severity::Error, "ingest.no-text", place, complaint)
            .with_help("a message's text stands between the control characters STX and ETX"));
    };
    let (text, trailer) = if let Some((text, trailer)) = rest.split_once(END_OF_TEXT) {
        (text, trailer.split(END).next().unwrap_or(""))
    } else {
        let complaint = "the message has no end (the control character ETX); what there is was kept";
        article.diagnostics.push(
            Diagnostic::new(Severity::Warning, "ingest.truncated", &place, complaint)
                .with_help("fetch the message again"),
        );
        (rest.split(END).next().unwrap_or(""), "")
    };
    let story = Story::read(text);
    if story.body.is_empty() {
        let complaint = "the message holds no text";
        return Err(
            Diagnostic::new(Severity::Error, "ingest.no-text", place, complaint).with_help("leave it out")
        );
    }
    Header::read(header).apply(&mut article);
    let metadata = &mut article.metadata;
    article::set(&mut metadata.title, &story.title, "title", "wire", &mut metadata.provenance);
    article::credit_agencies(&story.bylines, metadata);
    metadata.authors = article::people(&story.bylines);
    metadata.provenance.extend(metadata.authors.first().map(|_| article::from("authors", "wire")));
    if let Some(sent) = sent(trailer) {
        metadata.published = Some(dates::dated(&sent, context.options.date_order));
        metadata.provenance.push(article::from("published", "wire"));
    }
    article.text = story.body.join("\n\n");
    layout::mark(&mut article);
    Ok(article::finish(article))
}

/// The facts in a header.
#[derive(Debug, Default, PartialEq)]
struct Header<'a> {
    /// `AFP0123`, `a0123`: the sender and the message's number.
    id: &'a str,
    agency: Option<&'static str>,
    category: Option<&'static str>,
}

impl<'a> Header<'a> {
    fn read(header: &'a str) -> Self {
        let mut words =
            header.split(|letter: char| letter.is_control() || letter == ' ').filter(|word| !word.is_empty());
        let id = words.next().unwrap_or("");
        let sender = id.trim_end_matches(|letter: char| letter.is_ascii_digit());
        let sections = || tables::pairs(include_str!("../../data/wire-categories.tsv"));
        // Behind the priority, a digit or a letter; ANPA writes the category and the kind of copy in one: "i bc-".
        let category = words
            .take(4)
            .skip(1)
            .find_map(|word| sections().find(|(code, _)| *code == word).map(|(_, section)| section));
        Self { id, agency: wire::by_mark(sender), category }
    }

    fn apply(&self, article: &mut Article) {
        if !self.id.is_empty() {
            self.id.clone_into(&mut article.source_id);
        }
        let metadata = &mut article.metadata;
        article::set(
            &mut metadata.section,
            self.category.unwrap_or(""),
            "section",
            "wire",
            &mut metadata.provenance,
        );
        metadata.credits.extend(self.agency.map(|agency| Credit {
            agency: agency.to_owned(),
            span: None,
            whole: true,
        }));
    }
}

/// The copy between STX and ETX.
#[derive(Debug, Default, PartialEq)]
struct Story {
    title: String,
    bylines: Vec<String>,
    body: Vec<String>,
}

impl Story {
    /// ANPA marks what is no paragraph: `^Headline<`, `^By JANE ROE<`, `^Eds: …<`.
    fn read(text: &str) -> Self {
        let mut story = Self::default();
        let mut body = String::new();
        for line in text.lines() {
            let visible: String =
                line.chars().filter(|letter| !letter.is_control() || *letter == '\t').collect();
            if let Some(marked) = visible.trim().strip_prefix('^') {
                story.marked(marked.trim_end_matches('<').trim());
            } else {
                body.push_str(&visible);
                body.push('\n');
            }
        }
        story.body = wrap::paragraphs(&body);
        story
    }

    fn marked(&mut self, line: &str) {
        if let Some(name) = line.strip_prefix("By ").or_else(|| line.strip_prefix("BY ")) {
            self.bylines.push(name.to_owned());
        } else if self.title.is_empty() && self.bylines.is_empty() && !is_note(line) {
            line.clone_into(&mut self.title);
        }
    }
}

/// A note to editors: `Eds: …`.
fn is_note(line: &str) -> bool {
    let word = line.split([':', ' ']).next().unwrap_or("");
    line.contains(':') && word.len() <= 4
}

/// When a message was sent, in a form that [`dates`] reads: `AP-NY-11-27-26 1430EST` of ANPA, `AFP 271430 GMT NOV 26` of
/// IPTC.
fn sent(trailer: &str) -> Option<String> {
    let words: Vec<&str> = trailer.split_whitespace().collect();
    words.windows(2).find_map(|pair| anpa_time(pair[0], pair[1])).or_else(|| {
        words.windows(4).find_map(|four| {
            let (day, time) = day_and_time(four[0])?;
            let year = year(four[3])?;
            Some(format!("{day} {} {year} {time} {}", four[2], four[1]))
        })
    })
}

fn anpa_time(date: &str, time: &str) -> Option<String> {
    let pieces: Vec<&str> = date.split('-').collect();
    let [.., month, day, short] = pieces[..] else { return None };
    let (clock, zone) = time.trim_end_matches('<').split_at_checked(4)?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if ![month, day, clock].into_iter().all(is_number) {
        return None;
    }
    let year = year(short)?;
    Some(format!("{year}-{month:0>2}-{day:0>2} {}:{} {zone}", &clock[..2], &clock[2..]))
}

/// `271430` as the day and the time of day.
fn day_and_time(text: &str) -> Option<(&str, String)> {
    let is_number = text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| (&text[..2], format!("{}:{}", &text[2..4], &text[4..])))
}

/// The year of which the last two digits are given: wires of these formats began in the 1970s.
fn year(short: &str) -> Option<u32> {
    let digits = short.len() == 2 || short.len() == 4;
    let number: u32 = short.parse().ok().filter(|_| digits)?;
    Some(match number {
        0..70 => 2000 + number,
        70..100 => 1900 + number,
        _ => number,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_sending() {
        for (trailer, expect) in [
            ("\r\nAP-NY-11-27-26 1430EST\r\n", Some("2026-11-27 14:30 EST")),
            ("AP-WX-05-03-88 0910EDT<", Some("1988-05-03 09:10 EDT")),
            ("AFP 271430 GMT NOV 26", Some("27 NOV 2026 14:30 GMT")),
            ("AFP 271430 GMT", None),
            ("more to come", None),
            ("11-27-2x 1430EST", None),
        ] {
            assert_eq!(sent(trailer).as_deref(), expect, "{trailer}");
        }
    }

    #[test]
    fn headers() {
        let check = |header: &str, id: &str, agency: Option<&str>, category: Option<&str>| {
            let read = Header::read(header);
            assert_eq!((read.id, read.agency, read.category), (id, agency, category), "{header:?}");
        };
        check(
            "AFP0123 4 POL 0456 Skerry-ramp\r\n",
            "AFP0123",
            Some("Agence France-Presse"),
            Some("Politics"),
        );
        check("a0123\u{1f}\r\nr i\u{13}bc-skerryramp 11-27 0456\r\n", "a0123", None, Some("International"));
        check("", "", None, None);
    }
}
