//! ARC: the Internet Archive's format before WARC. A line of address, IP, date, type and length, then the answer.

use super::warc::{self, Place};
use super::{Context, Head};
use crate::source::Stream;
use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

/// Bytes of a record's first line.
const LINE: u64 = 64 << 10;

pub(super) fn tell(head: &Head<'_>) -> bool {
    head.text.starts_with("filedesc://")
}

pub(super) fn read(mut stream: Stream, context: &mut Context<'_>) -> ControlFlow<()> {
    let (mut record, mut offset, mut articles) = (0, 0_u64, 0_u64);
    loop {
        let start = offset;
        let mut line = Vec::new();
        match (&mut stream).take(LINE).read_until(b'\n', &mut line) {
            Ok(0) => break,
            Ok(count) => offset += count as u64,
            Err(error) => return context.failed(&error, articles),
        }
        let line = String::from_utf8_lossy(line.trim_ascii()).into_owned();
        if line.is_empty() {
            continue;
        }
        // An address may hold spaces; length and type stand last.
        let mut fields = line.rsplit(' ');
        let Some(length) = fields.next().and_then(|length| length.parse::<u64>().ok()) else {
            return warc::broken("expected a record's first line with a length at its end", start, context);
        };
        let address = line.rsplitn(5, ' ').last().unwrap_or("").to_owned();
        let is_page =
            !line.starts_with("filedesc:") && fields.next().is_some_and(|kind| kind.contains("html"));
        let limit = context.options.limits.document_bytes;
        let mut bytes = Vec::new();
        let mut block = (&mut stream).take(length);
        let outcome = if is_page && length <= limit {
            block.read_to_end(&mut bytes).map(|count| count as u64)
        } else {
            io::copy(&mut block, &mut io::sink())
        };
        match outcome {
            Ok(count) if count < length => return warc::broken("the record ends early", start, context),
            Ok(count) => offset += count,
            Err(error) => return context.failed(&error, articles),
        }
        if let Some((kind, page)) =
            Some(bytes).filter(|bytes| !bytes.is_empty()).and_then(|bytes| warc::answer(&bytes))
        {
            articles += 1;
            let place = Place { record, offset: start, address: Some(address), format: "arc" };
            warc::page(&kind, page, place, context)?;
        }
        record += 1;
    }
    if articles == 0 {
        return context.error("ingest.empty", "no page in the archive", "leave it out");
    }
    ControlFlow::Continue(())
}
