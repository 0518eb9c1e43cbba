//! ARC: the Internet Archive's format before WARC. A line of address, IP, date, type and length, then the answer.

use super::records::Records;
use super::warc::{self, Place};
use super::{Context, Head};
use crate::source::Stream;
use std::ops::ControlFlow;

pub(super) fn detect(head: &Head<'_>) -> bool {
    head.text.starts_with("filedesc://")
}

pub(super) fn read(stream: Stream<'_>, context: &mut Context<'_>) -> ControlFlow<()> {
    let mut records = Records::new(stream);
    let (mut record, mut articles, mut broken) = (0, 0_u64, 0_u64);
    loop {
        let start = match records.next_start() {
            Ok(Some(start)) => start,
            Ok(None) => break,
            Err(error) => return context.failed(&error, articles),
        };
        let line = records.line().unwrap_or_default();
        let found = match First::parse(&line) {
            Some(first) => one(&mut records, &first, record, start, context)?,
            None => Err("expected a record's first line with a length at its end".to_owned()),
        };
        match found {
            Ok(page) => articles += u64::from(page),
            Err(problem) => {
                broken += 1;
                warc::report_broken(&problem, start, context)?;
                if records.resync(First::begins).is_err() {
                    break;
                }
            }
        }
        record += 1;
    }
    if articles == 0 && broken == 0 {
        return warc::no_page(context);
    }
    ControlFlow::Continue(())
}

/// A record's first line: address, IP, date, type and length.
struct First {
    address: String,
    kind: String,
    length: u64,
}

impl First {
    /// An address may hold spaces; the other fields stand last. Version 2 has more of them.
    fn parse(line: &[u8]) -> Option<Self> {
        let line = String::from_utf8_lossy(line.trim_ascii()).into_owned();
        let fields: Vec<&str> = line.split(' ').collect();
        let date = Self::date(&fields)?;
        Some(Self {
            address: fields[..date - 1].join(" "),
            kind: fields[date + 1].to_owned(),
            length: fields.last()?.parse().ok()?,
        })
    }

    /// Whether this is a first line, though possibly one with a bad length.
    fn begins(line: &[u8]) -> bool {
        let line = String::from_utf8_lossy(line.trim_ascii());
        Self::date(&line.split(' ').collect::<Vec<_>>()).is_some()
    }

    /// Which field is the date, if this is a first line.
    fn date(fields: &[&str]) -> Option<usize> {
        let is_date = |field: &&str| {
            (12..=20).contains(&field.len()) && field.bytes().all(|byte| byte.is_ascii_digit())
        };
        let at = fields.iter().rposition(is_date)?;
        (at >= 2 && fields[0].contains(':') && at + 2 < fields.len()).then_some(at)
    }
}

/// Reads a record's block; whether it is a page, or what is wrong.
fn one(
    records: &mut Records<'_>,
    first: &First,
    record: u64,
    start: u64,
    context: &mut Context<'_>,
) -> ControlFlow<(), Result<bool, String>> {
    let limit = context.options.limits.document_bytes;
    let is_page = !first.address.starts_with("filedesc:") && first.kind.contains("html");
    let block = match records.block(first.length, is_page && first.length <= limit, b"\n\nhttp://") {
        Ok(block) => block,
        Err(error) => return ControlFlow::Continue(Err(error.to_string())),
    };
    if is_page && first.length > limit {
        let message = format!("the record is larger than the limit of {limit} bytes");
        warc::complain("ingest.too-large", &message, start, context)?;
    } else if let Some((kind, page)) = warc::answer(&block.bytes, limit) {
        let address = Some(first.address.clone());
        let place = Place { record, offset: start, address, format: "arc", missing: block.missing };
        warc::page(&kind, page, place, context)?;
        return ControlFlow::Continue(Ok(true));
    } else if let Some(missing) = block.missing {
        warc::report_short(missing, start, context)?;
    }
    ControlFlow::Continue(Ok(false))
}
