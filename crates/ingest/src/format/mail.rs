//! Press releases by mail: single messages (RFC 5322) and mbox files of them.

use super::{Context, Head};
use crate::source::Stream;
use crate::{article, layout, page};
use mail_parser::{Address, MessageParser};
use sayso_core::{Article, Diagnostic, Severity};
use std::io::{BufRead, Read};
use std::ops::ControlFlow;

/// Header fields of messages, in small letters.
const FIELDS: &[&str] = &[
    "return-path",
    "received",
    "from",
    "to",
    "cc",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "delivered-to",
    "envelope-to",
    "delivery-date",
    "content-type",
    "content-transfer-encoding",
    "reply-to",
    "sender",
    "dkim-signature",
    "authentication-results",
    "arc-seal",
    "list-id",
    "list-unsubscribe",
    "in-reply-to",
    "references",
    "x-mailer",
    "user-agent",
    "importance",
    "organization",
];
/// Lines of a header that are looked at.
const HEADER_LINES: usize = 100;

pub(super) fn detect(head: &Head<'_>) -> bool {
    if head.text.starts_with("From ") && head.text.lines().nth(1).is_some_and(|line| field(line).is_some()) {
        return true;
    }
    // A sender and two more known fields among lines that are all fields: running text and transcripts have none.
    let mut known: Vec<&&str> = Vec::new();
    for (count, line) in head.text.lines().take(HEADER_LINES).enumerate() {
        if line.trim().is_empty() {
            break;
        }
        match field(line) {
            Some(name) => known.extend(FIELDS.iter().find(|field| **field == name)),
            None if count > 0 && line.starts_with([' ', '\t']) => {}
            None => return false,
        }
    }
    known.len() >= 3 && known.contains(&&"from")
}

/// The name of a header field, in small letters.
fn field(line: &str) -> Option<String> {
    let (name, _) = line.split_once(':')?;
    let fits =
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    fits.then(|| name.to_ascii_lowercase())
}

/// Whether a line divides the messages of a mailbox: an address and a date follow. In a text somebody may be from
/// somewhere.
fn divides(line: &[u8]) -> bool {
    let line = String::from_utf8_lossy(line);
    let Some(rest) = line.strip_prefix("From ") else { return false };
    let words: Vec<&str> = rest.split_whitespace().collect();
    let clock = |word: &str| {
        word.split(':').count() >= 2 && word.bytes().all(|byte| byte.is_ascii_digit() || byte == b':')
    };
    let year = |word: &str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    words.len() >= 6 && words.iter().any(|word| clock(word)) && words.iter().any(|word| year(word))
}

pub(super) fn read(mut stream: Stream<'_>, context: &mut Context<'_>) -> ControlFlow<()> {
    let limit = context.options.limits.document_bytes;
    let mut message = Vec::new();
    let mut mailbox = false;
    let (mut record, mut after_blank, mut too_large) = (0, true, false);
    loop {
        let mut line = Vec::new();
        // A line longer than the limit is cut there: the message is too large in any case.
        let count = match (&mut stream).take(limit + 1).read_until(b'\n', &mut line) {
            Ok(count) => count,
            Err(error) => {
                one(&message, record, mailbox, context)?;
                return context.failed(&error, record + 1);
            }
        };
        let divider = after_blank && divides(&line);
        if count == 0 || divider {
            if too_large {
                let text = format!("the message is larger than the limit of {limit} bytes");
                context.error("ingest.too-large", &text, "leave it out, or save its text as a file")?;
                record += 1;
            } else if !message.trim_ascii().is_empty() {
                one(&message, record, mailbox || divider, context)?;
                record += 1;
            }
            if count == 0 {
                return ControlFlow::Continue(());
            }
            (message, too_large, mailbox) = (Vec::new(), false, true);
            continue;
        }
        if mailbox {
            unquote(&mut line);
        }
        after_blank = line.trim_ascii().is_empty();
        too_large |= (message.len() + line.len()) as u64 > limit;
        if too_large {
            message.clear();
        } else {
            message.extend_from_slice(&line);
        }
    }
}

/// Mailboxes write `>` before lines that begin like a divider.
fn unquote(line: &mut Vec<u8>) {
    let marks = line.iter().take_while(|&&byte| byte == b'>').count();
    if marks > 0 && line[marks..].starts_with(b"From ") {
        line.remove(0);
    }
}

fn one(bytes: &[u8], record: u64, mailbox: bool, context: &mut Context<'_>) -> ControlFlow<()> {
    let outcome = article_of(bytes, mailbox.then_some(record), context);
    (context.sink)(outcome)
}

fn article_of(bytes: &[u8], record: Option<u64>, context: &Context<'_>) -> Result<Article, Diagnostic> {
    let place = record.map_or_else(|| context.name.to_owned(), |record| format!("{}#{record}", context.name));
    let failed = |message: &str| {
        Diagnostic::new(Severity::Error, "ingest.no-text", place.clone(), message)
            .with_help("check that the message holds text")
    };
    let message = MessageParser::default().parse(bytes).ok_or_else(|| failed("no mail message was found"))?;
    let mut article = article::begin(context.name, record, "mail");
    // The plain text where the sender gave one; the parser would make one of HTML too, but without blocks.
    let is_html = message.text_body.first().is_none_or(|&part| message.html_body.first() == Some(&part))
        && message
            .html_body
            .first()
            .and_then(|&part| message.parts.get(part as usize))
            .is_some_and(mail_parser::MessagePart::is_text_html);
    if is_html {
        let html = message.body_html(0).unwrap_or_default();
        (article.text, article.parts) = page::fragment(&html, &context.options.limits);
    } else {
        article.text = message.body_text(0).unwrap_or_default().into_owned();
    }
    let damaged = article.text.matches('\u{FFFD}').count();
    if damaged > 0 {
        let message = format!("{damaged} letters of the message could not be decoded");
        article.diagnostics.push(
            Diagnostic::new(Severity::Warning, "ingest.invalid-charset", &place, message).with_help(
                "the message may state a wrong charset; quotations with U+FFFD are not the source's words",
            ),
        );
    }
    if article.text.trim().is_empty() {
        return Err(failed("the message has no text"));
    }
    if let Some(id) = message.message_id() {
        id.clone_into(&mut article.source_id);
    }
    let metadata = &mut article.metadata;
    let mut provenance = Vec::new();
    let sender = message.from().and_then(Address::first);
    let sender = sender.and_then(|sender| sender.name().or_else(|| sender.address())).unwrap_or("");
    article::set(&mut metadata.title, message.subject().unwrap_or(""), "title", "mail", &mut provenance);
    article::set(&mut metadata.publisher, sender, "publisher", "mail", &mut provenance);
    if let Some(date) = message.date() {
        metadata.published = Some(crate::dates::dated(&date.to_rfc3339(), context.options.date_order));
        provenance.push(article::from("published", "mail"));
    }
    metadata.provenance = provenance;
    layout::mark(&mut article);
    Ok(article::finish(article))
}
