//! `attributions.jsonl`: every article's line waits until it is known what the rest of the corpus has to say about it.

use crate::article::Waiting;
use crate::spill::Spilled;
use crate::totals::Totals;
use crate::{Error, clusters, groups};
use rayon::prelude::*;
use sayso_output::{ATTRIBUTIONS, Document, Writer, push_line};
use std::path::Path;

/// Lines that are in memory at once.
const AT_ONCE: usize = 256;

/// Writes the lines of all articles, in run order.
pub(crate) fn write(
    out: &Path,
    waiting: &[Waiting],
    spilled: &Spilled,
    totals: &Totals,
    clusters: &clusters::Found,
    groups: &groups::Ids,
) -> Result<(), Error> {
    let fail = |error| Error::io(&out.join(ATTRIBUTIONS.file), error);
    let complete = |(article, waiting): (u32, &Waiting)| {
        let taken = spilled.all([waiting.line])?;
        let mut document: Document<&str> = taken.get(0)?;
        document.cluster = clusters.membership(article);
        for (number, attribution) in (waiting.statements..).zip(&mut document.attributions) {
            attribution.group = groups.get(&totals.ledger.group(number)).map(String::as_str);
        }
        let mut line = Vec::with_capacity(waiting.line.bytes() * 3 / 2 + 1024);
        push_line(&mut line, &document).map_err(fail)?;
        Ok(line)
    };
    let mut file = Writer::create(out, &ATTRIBUTIONS).map_err(fail)?;
    for (nth, waiting) in (0_u32..).zip(waiting.chunks(AT_ONCE)) {
        let first = nth * AT_ONCE as u32;
        let numbered = waiting.par_iter().enumerate().map(|(nth, waiting)| (first + nth as u32, waiting));
        let lines = numbered.map(complete).collect::<Result<Vec<Vec<u8>>, Error>>()?;
        lines.iter().try_for_each(|line| file.append(line)).map_err(fail)?;
    }
    file.finish().map_err(fail)
}
