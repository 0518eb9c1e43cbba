//! Statements that appear in several places: `statements.jsonl`, and what cards say of other appearances.

use crate::Error;
use crate::clusters::{Card, Clusters};
use crate::spill::{Parcel, Place, Spill, Spilled};
use crate::statement::Statement;
use crate::text::{plural, push_html};
use crate::totals::Totals;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use sayso_dedup::{Piece, difference};
use sayso_output::{self as output, Carrier, StatementGroup, Wording, Writer, push_line};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::path::Path;

/// Groups that are in memory at once.
const AT_ONCE: usize = 256;
/// Appearances that a card names.
const NAMED: usize = 3;

/// What is known when all articles are in.
pub(crate) struct Corpus<'a> {
    pub clusters: &'a Clusters,
    /// For each article the first one of its cluster.
    pub originals: &'a [u32],
    pub totals: &'a Totals,
    pub statements: &'a Spilled,
}

/// The ids of the groups, by their first statements in run order.
pub(crate) type Ids = FxHashMap<u32, String>;

/// For each group of several the other places that its statements' cards name; they wait on disk.
pub(crate) struct Elsewhere {
    /// By the first statement of the group.
    places: FxHashMap<u32, Place>,
    pub spilled: Spilled,
}

/// The first appearances of a group.
#[derive(Serialize, Deserialize)]
struct Appearances<'a> {
    all: u32,
    #[serde(borrow)]
    first: Vec<Appearance<'a>>,
}

#[derive(Serialize, Deserialize)]
struct Appearance<'a> {
    article: u32,
    #[serde(borrow)]
    html: Cow<'a, str>,
}

/// What is told of one group.
struct Told {
    id: String,
    line: Vec<u8>,
    parcel: Parcel,
}

/// Writes `statements.jsonl`.
pub(crate) fn write(out: &Path, corpus: &Corpus<'_>) -> Result<(Ids, Elsewhere), Error> {
    let fail = |error| Error::io(&out.join(output::STATEMENTS.file), error);
    let mut file = Writer::create(out, &output::STATEMENTS).map_err(fail)?;
    let mut spill = Spill::create(out.join("elsewhere.spill"))?;
    let (mut ids, mut places) = (Ids::default(), FxHashMap::default());
    for groups in corpus.totals.ledger.repeated().chunks(AT_ONCE) {
        let told = groups.par_iter().map(|members| corpus.told(members));
        let told: Vec<Told> = told.collect::<Result<_, Error>>()?;
        for (members, told) in groups.iter().zip(told) {
            file.append(&told.line).map_err(fail)?;
            ids.insert(members[0], told.id);
            places.extend(spill.push(told.parcel)?.first().map(|place| (members[0], *place)));
        }
    }
    file.finish().map_err(fail)?;
    Ok((ids, Elsewhere { places, spilled: spill.read()? }))
}

impl Elsewhere {
    /// In which other articles a statement stands, as its card says it; nothing where it is in no other.
    pub(crate) fn note(&self, totals: &Totals, statement: u32) -> Result<String, Error> {
        let Some(place) = self.places.get(&totals.ledger.group(statement)) else { return Ok(String::new()) };
        let own = totals.ledger.entry(statement).article;
        let taken = self.spilled.all([*place])?;
        let Appearances { all, first } = taken.get(0)?;
        let mut out = String::new();
        let others = first.iter().filter(|it| it.article != own).take(NAMED);
        for Appearance { html, .. } in others {
            out.push_str(if out.is_empty() { "<div class=\"also\"><p>Also in</p><ul>" } else { "" });
            ["<li>", html, "</li>"].iter().for_each(|part| out.push_str(part));
        }
        if !out.is_empty() {
            let speaker = totals.ledger.speakers(statement).first();
            if let Some(speaker) = speaker.map(|it| &totals.speakers[*it as usize]) {
                let all = plural(all.into(), "appearance", "appearances");
                let parts = ["<li><a href=\"../", &speaker.href(), "\">all ", &all, "</a></li>"];
                parts.iter().for_each(|part| out.push_str(part));
            }
            out.push_str("</ul></div>");
        }
        Ok(out)
    }
}

impl Corpus<'_> {
    fn told(&self, members: &[u32]) -> Result<Told, Error> {
        let ledger = &self.totals.ledger;
        let article = |number: u32| ledger.entry(number).article;
        let mut order = members.to_vec();
        order.sort_by_key(|it| (self.clusters.order(article(*it)), *it));
        // An article's card waits before its statements: where both are near, one reading takes them.
        let places = order.iter().flat_map(|it| [self.clusters.place(article(*it)), ledger.entry(*it).place]);
        let parcel = self.statements.all(places)?;
        let read = |nth: usize| Ok((parcel.get(2 * nth + 1)?, parcel.get(2 * nth)?));
        let appearances = (0..order.len()).map(read).collect::<Result<Vec<_>, Error>>()?;
        let mut articles: Vec<u32> = order.iter().map(|it| self.originals[article(*it) as usize]).collect();
        articles.sort_unstable();
        articles.dedup();
        let speakers =
            ledger.speakers(order[0]).iter().map(|it| self.totals.speakers[*it as usize].name.as_str());
        let mut parcel = Parcel::default();
        // One more than a card names: its own article is among them, or not.
        let appearance = |(number, (statement, _)): (&u32, &(Statement<'_>, Card))| Appearance {
            article: article(*number),
            html: place(statement).into(),
        };
        let mut first: Vec<Appearance<'_>> = Vec::new();
        for it in order.iter().zip(&appearances) {
            if first.len() <= NAMED && first.last().is_none_or(|last| last.article != article(*it.0)) {
                first.push(appearance(it));
            }
        }
        parcel.add(&Appearances { all: order.len() as u32, first })?;
        let (id, line) = line(&appearances, speakers.collect(), articles.len() as u32)?;
        Ok(Told { id, line, parcel })
    }
}

/// Where a statement stands, as HTML: a link to it with outlet and date.
fn place(it: &Statement<'_>) -> String {
    let mut out = String::from("<a href=\"../");
    out.push_str(&it.href());
    out.push_str("\"><bdi>");
    push_html(&mut out, &crate::text::line(&it.title, 90));
    out.push_str("</bdi></a>");
    if !it.outlet.is_empty() {
        out.push_str(", <bdi>");
        push_html(&mut out, &it.outlet);
        out.push_str("</bdi>");
    }
    if it.day.known() {
        let parts = [", <time datetime=\"", &it.day.iso(), "\">", &it.day.long(), "</time>"];
        parts.iter().for_each(|part| out.push_str(part));
    }
    out
}

/// The first appearance comes first.
fn line(
    appearances: &[(Statement<'_>, Card)],
    speakers: Vec<&str>,
    articles: u32,
) -> Result<(String, Vec<u8>), Error> {
    let first = &appearances[0].0;
    // Wire copy prints the same words again and again; they are compared once.
    let mut differences: FxHashMap<&str, Option<Vec<Piece>>> = FxHashMap::default();
    for (statement, _) in appearances {
        differences.entry(&statement.words).or_insert_with(|| differing(&first.words, &statement.words));
    }
    let carriers: Vec<Carrier<&str>> = (appearances.iter())
        .map(|(statement, card)| Carrier {
            id: &*statement.id,
            doc_id: &card.doc_id,
            document: &card.document,
            title: &card.title,
            publisher: &card.outlet,
            published: card.published.as_deref(),
            words: &statement.words,
            difference: differences[&*statement.words].as_ref().map(|pieces| wordings(pieces)),
        })
        .collect();
    let outlets: FxHashSet<&str> =
        carriers.iter().map(|it| it.publisher).filter(|name| !name.is_empty()).collect();
    let line = StatementGroup {
        schema: output::STATEMENTS.current,
        id: &first.id,
        words: &first.words,
        speakers,
        appearances: carriers.len() as u32,
        articles,
        outlets: outlets.len() as u32,
        carriers,
    };
    let mut bytes = Vec::new();
    push_line(&mut bytes, &line).map_err(|error| Error::io(Path::new(output::STATEMENTS.file), error))?;
    Ok((first.id.clone().into_owned(), bytes))
}

/// Where the words differ from those first printed; `None` where they do not.
fn differing(first: &str, here: &str) -> Option<Vec<Piece>> {
    if first == here {
        return None;
    }
    let pieces = difference(first, here);
    pieces.iter().any(|piece| !matches!(piece, Piece::Both(_))).then_some(pieces)
}

fn wordings(pieces: &[Piece]) -> Vec<Wording<&str>> {
    fn wording(piece: &Piece) -> Wording<&str> {
        match piece {
            Piece::Both(words) => Wording::Same(words.as_str()),
            Piece::First(words) => Wording::LeftOut(words.as_str()),
            Piece::Second(words) => Wording::PutIn(words.as_str()),
        }
    }
    pieces.iter().map(wording).collect()
}
