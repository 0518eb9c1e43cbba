//! In which other articles a statement stands, as the card of an attribution says it.

use crate::Error;
use crate::site::Site;
use crate::statement_link::StatementLink as _;
use crate::text::{plural, push_html};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use sayso_corpus::spill::{RecordBatch, RecordRef, Spill, Spilled};
use sayso_corpus::{Corpus, Group, Statement};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::path::Path;

/// Appearances that a card names.
const NAMED: usize = 3;
/// Groups that are in memory at once.
const AT_ONCE: usize = 256;

/// The first appearances of all statements that appear in several places; they wait on disk.
pub(crate) struct Elsewhere {
    /// By the first attribution of the group.
    places: FxHashMap<u32, RecordRef>,
    spilled: Spilled,
}

#[derive(Serialize, Deserialize)]
struct Appearance<'a> {
    article: u32,
    #[serde(borrow)]
    html: Cow<'a, str>,
}

impl Elsewhere {
    /// Draws them.
    pub(crate) fn gather(out: &Path, corpus: &Corpus) -> Result<Self, Error> {
        let mut spill = Spill::create(out.join("elsewhere.spill"))?;
        let mut places = FxHashMap::default();
        let mut groups: Vec<(u32, &Group)> = corpus.groups.iter().collect();
        groups.sort_unstable_by_key(|(first, _)| *first);
        for groups in groups.chunks(AT_ONCE) {
            let batches = groups.par_iter().map(|(_, group)| appearances(corpus, group));
            let batches = batches.collect::<Result<Vec<_>, Error>>()?;
            for ((first, _), batch) in groups.iter().zip(batches) {
                places.extend(spill.push(batch)?.first().map(|record| (*first, *record)));
            }
        }
        Ok(Self { places, spilled: spill.read()? })
    }

    /// In which other articles a statement stands; nothing where it is in no other.
    pub(crate) fn note(&self, site: &Site<'_>, statement: u32) -> Result<String, Error> {
        let table = &site.corpus.stats.statements;
        let group = table.group(statement);
        let (Some(record), Some(all)) = (self.places.get(&group), site.corpus.groups.get(group)) else {
            return Ok(String::new());
        };
        let own = table.row(statement).article;
        let records = self.spilled.all([*record])?;
        let first: Vec<Appearance<'_>> = records.get(0)?;
        let mut out = String::new();
        for Appearance { html, .. } in first.iter().filter(|first| first.article != own).take(NAMED) {
            out.push_str(if out.is_empty() { "<div class=\"also\"><p>Also in</p><ul>" } else { "" });
            ["<li>", html, "</li>"].iter().for_each(|part| out.push_str(part));
        }
        if !out.is_empty() {
            if let Some(speaker) = table.speakers(statement).first() {
                let all = plural(all.appearances.into(), "appearance", "appearances");
                let parts = ["<li><a href=\"../", &site.href(*speaker), "\">all ", &all, "</a></li>"];
                parts.iter().for_each(|part| out.push_str(part));
            }
            out.push_str("</ul></div>");
        }
        Ok(out)
    }
}

/// The first appearances of a group, one more than a card names: the card's own article is among them, or not.
fn appearances(corpus: &Corpus, group: &Group) -> Result<RecordBatch, Error> {
    let rows = || group.first.iter().map(|number| corpus.stats.statements.row(*number));
    let records = corpus.records.all(rows().map(|row| row.record))?;
    let mut first = Vec::with_capacity(group.first.len());
    for (nth, row) in rows().enumerate() {
        let statement: Statement<'_> = records.get(nth)?;
        first.push(Appearance { article: row.article, html: link(&statement).into() });
    }
    let mut batch = RecordBatch::default();
    batch.add(&first)?;
    Ok(batch)
}

/// Where a statement stands, as HTML: a link to it with outlet and date.
fn link(statement: &Statement<'_>) -> String {
    let mut out = String::from("<a href=\"../");
    out.push_str(&statement.href());
    out.push_str("\"><bdi>");
    push_html(&mut out, &sayso_corpus::line(&statement.title, 90));
    out.push_str("</bdi></a>");
    if !statement.outlet.is_empty() {
        out.push_str(", <bdi>");
        push_html(&mut out, &statement.outlet);
        out.push_str("</bdi>");
    }
    if statement.day.known() {
        let parts = [", <time datetime=\"", &statement.day.iso(), "\">", &statement.day.long(), "</time>"];
        parts.iter().for_each(|part| out.push_str(part));
    }
    out
}
