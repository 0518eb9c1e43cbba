//! A page per speaker, and the list of all speakers.

use crate::chart::{Bar, Share, bars, shares};
use crate::count::{Counted, Counts};
use crate::folder::{Folder, Shelf};
use crate::spill::{Reader, Spilled};
use crate::statement::Statement;
use crate::text::{number, plural};
use crate::totals::{SpeakerTotal, Totals, ranked};
use crate::{Error, card::kind_label};
use askama::Template;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use sayso_cluster::{Piece, difference};
use sayso_document::Form;

/// Statements on one page.
const STATEMENTS: usize = 50;
/// Other appearances listed of one statement, and how many of them with what they print differently.
const CARRIERS: usize = 10;
const DIFFERENT: usize = 3;
/// Rows of a speaker's charts.
const ROWS: usize = 12;
/// Speakers on one page of the list.
const SPEAKERS: usize = 500;

#[derive(Template)]
#[template(path = "speaker.html")]
struct SpeakerPage<'a> {
    root: &'static str,
    site: &'a str,
    here: &'static str,
    name: &'a str,
    kind: &'static str,
    counts: [Counted; 3],
    roles: &'a [String],
    forms: &'a [Share],
    about: &'a [Bar],
    outlets: &'a [Bar],
    wires: &'a [String],
    statements: Vec<Repeated>,
    first: bool,
    page: usize,
    pages: usize,
    previous: Option<String>,
    next: Option<String>,
}

/// A statement with what its page says about it.
pub(crate) struct Listed {
    pub it: Statement,
    pub others: Vec<String>,
}

/// A statement by its first appearance, and where else it was printed.
pub(crate) struct Repeated {
    pub first: Listed,
    pub carriers: Vec<Carrier>,
    pub left: usize,
}

/// Another appearance of a statement.
pub(crate) struct Carrier {
    pub it: Statement,
    /// How its words differ from the first appearance; empty where they don't.
    pub pieces: Vec<Piece>,
}

#[derive(Template)]
#[template(path = "speakers.html")]
struct ListPage<'a> {
    root: &'static str,
    site: &'a str,
    here: &'static str,
    count: String,
    rows: Vec<Row>,
    page: usize,
    pages: usize,
    previous: Option<String>,
    next: Option<String>,
}

struct Row {
    rank: usize,
    name: String,
    slug: String,
    kind: &'static str,
    role: String,
    counts: [Counted; 3],
    forms: [String; 3],
}

/// Writes all pages under `speakers/`.
pub(crate) fn write(
    folder: &mut Folder,
    site: &str,
    totals: &Totals,
    spilled: &Spilled,
) -> Result<(), Error> {
    let all = Pages { site, totals, shelf: folder.shelf() };
    // A reader for each piece of work, of which rayon makes a few for each thread.
    let written = (0..totals.speakers.len()).into_par_iter().map_init(
        || spilled.reader(),
        |reader, index| match reader {
            Ok(reader) => all.write(index, reader),
            Err(_) => all.write(index, &mut spilled.reader()?),
        },
    );
    for names in written.collect::<Result<Vec<_>, Error>>()? {
        for name in &names {
            folder.keep(name);
        }
    }
    list(folder, site, totals)
}

/// Counts by key, highest first; the first few.
fn foremost(counted: Vec<(u32, Counts)>) -> Vec<(u32, Vec<Counted>)> {
    let mut order = counted;
    order.sort_by_key(|(key, counts)| (std::cmp::Reverse(counts.rank()), *key));
    order.into_iter().take(ROWS).map(|(key, counts)| (key, counts.columns().to_vec())).collect()
}

/// What every speaker's pages are written from.
struct Pages<'a> {
    site: &'a str,
    totals: &'a Totals,
    shelf: Shelf,
}

impl Pages<'_> {
    /// Writes the pages of one speaker; gives their names.
    fn write(&self, index: usize, statements: &mut Reader<'_>) -> Result<Vec<String>, Error> {
        let speaker = &self.totals.speakers[index];
        let roles: Vec<String> =
            self.totals.roles(speaker).into_iter().take(12).map(|(role, _)| role.to_owned()).collect();
        let ledger = &self.totals.ledger;
        let by_form = speaker.statements.iter().map(|it| (ledger.entry(*it).form, *it)).collect();
        let forms = form_shares(&ledger.count_by(by_form), &|_| String::new());
        let about = foremost(ledger.count_by(self.totals.subjects(speaker)));
        let about = bars(about.into_iter().map(|(entity, counts)| {
            let entity = &self.totals.entities[entity as usize];
            (crate::text::line(&entity.name, 60), None, entity.kind.name().to_owned(), counts)
        }));
        let by_outlet = speaker.statements.iter().map(|it| (ledger.entry(*it).outlet, *it)).collect();
        let outlets = bars(foremost(ledger.count_by(by_outlet)).into_iter().map(|(outlet, counts)| {
            (outlet_name(&self.totals.outlets[outlet as usize].name), None, String::new(), counts)
        }));
        let wires: Vec<String> = (ranked(&speaker.via).into_iter().take(12))
            .map(|(name, count)| if count > 1 { format!("{name} ({count})") } else { name.to_owned() })
            .collect();
        let groups = self.groups(speaker);
        let pages = groups.len().div_ceil(STATEMENTS).max(1);
        let mut names = Vec::with_capacity(pages);
        for page in 0..pages {
            let listed = groups.iter().skip(page * STATEMENTS).take(STATEMENTS);
            let listed = listed.map(|group| self.repeated(group, speaker, statements));
            let html = SpeakerPage {
                root: "../",
                site: self.site,
                here: "speakers",
                name: &speaker.name,
                kind: kind_label(speaker.kind),
                counts: speaker.counts.columns(),
                roles: &roles,
                forms: &forms,
                about: &about,
                outlets: &outlets,
                wires: &wires,
                statements: listed.collect::<Result<_, Error>>()?,
                first: page == 0,
                page: page + 1,
                pages,
                previous: page.checked_sub(1).map(|page| file(&speaker.slug, page)),
                next: (page + 1 < pages).then(|| file(&speaker.slug, page + 1)),
            };
            let stems: &[String] = if page == 0 { &speaker.other_slugs } else { &[] };
            for stem in std::iter::once(&speaker.slug).chain(stems) {
                let name = file(stem, page);
                self.shelf.put(&name, &html)?;
                names.push(name);
            }
        }
        Ok(names)
    }
}

impl Pages<'_> {
    /// A speaker's statements by what they repeat, both in the order of their dates.
    fn groups(&self, speaker: &SpeakerTotal) -> Vec<Vec<u32>> {
        let mut places: FxHashMap<u32, usize> = FxHashMap::default();
        let mut groups: Vec<Vec<u32>> = Vec::new();
        for statement in &speaker.statements {
            let place = *places.entry(self.totals.ledger.group(*statement)).or_insert(groups.len());
            if place == groups.len() {
                groups.push(Vec::new());
            }
            groups[place].push(*statement);
        }
        groups
    }

    fn repeated(
        &self,
        group: &[u32],
        speaker: &SpeakerTotal,
        statements: &mut Reader<'_>,
    ) -> Result<Repeated, Error> {
        let mut get = |number: u32| statements.get::<Statement>(self.totals.ledger.entry(number).place);
        let first = get(group[0])?;
        let mut carriers: Vec<Carrier> = Vec::new();
        let mut shown = 0;
        for number in group.iter().skip(1).take(CARRIERS) {
            let it = get(*number)?;
            let mut pieces = Vec::new();
            if shown < DIFFERENT {
                pieces = difference(&first.words, &it.words);
                if pieces.iter().all(|piece| matches!(piece, Piece::Both(_))) {
                    pieces.clear();
                }
                shown += usize::from(!pieces.is_empty());
            }
            carriers.push(Carrier { it, pieces });
        }
        let left = group.len() - 1 - carriers.len();
        Ok(Repeated { first: listed(first, Some(speaker)), carriers, left })
    }
}

/// A statement as a list shows it; `page` is the speaker whose page it is on.
pub(crate) fn listed(it: Statement, page: Option<&SpeakerTotal>) -> Listed {
    let own = |slug: &String| {
        page.is_some_and(|speaker| speaker.slug == *slug || speaker.other_slugs.contains(slug))
    };
    let others = it.speakers.iter().filter(|voice| !own(&voice.slug)).map(|voice| voice.name.clone());
    Listed { others: others.take(6).collect(), it }
}

/// The three forms as shares.
pub(crate) fn form_shares(counted: &[(Form, Counts)], href: &dyn Fn(&str) -> String) -> Vec<Share> {
    let of = |form: Form| {
        counted.iter().find(|(it, _)| *it == form).map(|(_, counts)| *counts).unwrap_or_default()
    };
    shares(vec![
        ("Direct", "all of it in quotation marks", "direct", href("direct"), of(Form::Direct)),
        ("Mixed", "partly in quotation marks", "mixed", href("mixed"), of(Form::Mixed)),
        ("Indirect", "in the reporter's words", "indirect", href("indirect"), of(Form::Indirect)),
    ])
}

/// An outlet's name, or what stands for one.
pub(crate) fn outlet_name(name: &str) -> String {
    if name.is_empty() { "outlet not given".to_owned() } else { name.to_owned() }
}

fn list(folder: &mut Folder, site: &str, totals: &Totals) -> Result<(), Error> {
    let order = totals.ranking(|_| true);
    let pages = order.len().div_ceil(SPEAKERS).max(1);
    for page in 0..pages {
        let rows = order.iter().enumerate().skip(page * SPEAKERS).take(SPEAKERS).map(|(rank, index)| {
            let speaker = &totals.speakers[*index as usize];
            Row {
                rank: rank + 1,
                name: speaker.name.clone(),
                slug: speaker.slug.clone(),
                kind: kind_label(speaker.kind),
                role: totals.roles(speaker).first().map(|(role, _)| (*role).to_owned()).unwrap_or_default(),
                counts: speaker.counts.columns(),
                forms: speaker.forms.map(|count| number(count.into())),
            }
        });
        let html = ListPage {
            root: "../",
            site,
            here: "speakers",
            count: plural(order.len() as u64, "speaker", "speakers"),
            rows: rows.collect(),
            page: page + 1,
            pages,
            previous: page.checked_sub(1).map(|page| file("index", page)),
            next: (page + 1 < pages).then(|| file("index", page + 1)),
        };
        folder.put(&file("index", page), &html)?;
    }
    Ok(())
}

fn file(slug: &str, page: usize) -> String {
    crate::article::file(slug, page)
}
