//! A page per speaker, and the list of all speakers.

use crate::chart::{Bar, Share, bars, shares};
use crate::folder::{Folder, Shelf};
use crate::spill::{Reader, Spilled};
use crate::statement::Statement;
use crate::text::{number, plural};
use crate::totals::{SpeakerTotal, Totals, ranked};
use crate::{Error, card::kind_label};
use askama::Template;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Statements on one page.
const STATEMENTS: usize = 100;
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
    count: String,
    roles: &'a [String],
    forms: &'a [Share],
    about: &'a [Bar],
    outlets: &'a [Bar],
    wires: &'a [String],
    statements: Vec<Listed>,
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
    count: String,
    forms: [String; 3],
}

/// Writes all pages under `speakers/`. Sorts each speaker's statements by date.
pub(crate) fn write(
    folder: &mut Folder,
    site: &str,
    totals: &mut Totals,
    spilled: &Spilled,
) -> Result<(), Error> {
    for speaker in &mut totals.speakers {
        speaker.statements.sort_by_key(|(day, _)| *day);
    }
    let all = Pages {
        site,
        totals,
        shelf: folder.shelf(),
        about: grouped(totals.about.iter().map(|((speaker, entity), count)| (*speaker, *entity, *count))),
        outlets: grouped(totals.carried.iter().map(|((outlet, speaker), count)| (*speaker, *outlet, *count))),
    };
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

/// Pairs by their first member, each with (second, count), highest count first.
fn grouped(pairs: impl Iterator<Item = (u32, u32, u32)>) -> FxHashMap<u32, Vec<(u32, u32)>> {
    let mut groups: FxHashMap<u32, Vec<(u32, u32)>> = FxHashMap::default();
    for (first, second, count) in pairs {
        groups.entry(first).or_default().push((second, count));
    }
    for group in groups.values_mut() {
        group.sort_unstable_by_key(|(second, count)| (std::cmp::Reverse(*count), *second));
        group.truncate(12);
    }
    groups
}

/// What every speaker's pages are written from.
struct Pages<'a> {
    site: &'a str,
    totals: &'a Totals,
    shelf: Shelf,
    about: FxHashMap<u32, Vec<(u32, u32)>>,
    outlets: FxHashMap<u32, Vec<(u32, u32)>>,
}

impl Pages<'_> {
    /// Writes the pages of one speaker; gives their names.
    fn write(&self, index: usize, statements: &mut Reader<'_>) -> Result<Vec<String>, Error> {
        let speaker = &self.totals.speakers[index];
        let roles: Vec<String> =
            self.totals.roles(speaker).into_iter().take(12).map(|(role, _)| role.to_owned()).collect();
        let forms = form_shares(&speaker.forms.map(u64::from), &|_| String::new());
        let of =
            |map: &FxHashMap<u32, Vec<(u32, u32)>>| map.get(&(index as u32)).cloned().unwrap_or_default();
        let about = bars(of(&self.about).iter().map(|(entity, count)| {
            let entity = &self.totals.entities[*entity as usize];
            (crate::text::line(&entity.name, 60), None, entity.kind.name().to_owned(), u64::from(*count))
        }));
        let outlets = bars(of(&self.outlets).iter().map(|(outlet, count)| {
            let name = outlet_name(&self.totals.outlets[*outlet as usize].name);
            (name, None, String::new(), u64::from(*count))
        }));
        let wires: Vec<String> = (ranked(&speaker.via).into_iter().take(12))
            .map(|(name, count)| if count > 1 { format!("{name} ({count})") } else { name.to_owned() })
            .collect();
        let count = speaker.statements.len();
        let pages = count.div_ceil(STATEMENTS).max(1);
        let mut names = Vec::with_capacity(pages);
        for page in 0..pages {
            let places = speaker.statements.iter().skip(page * STATEMENTS).take(STATEMENTS);
            let listed = places.map(|(_, place)| Ok(listed(statements.get(*place)?, Some(speaker))));
            let html = SpeakerPage {
                root: "../",
                site: self.site,
                here: "speakers",
                name: &speaker.name,
                kind: kind_label(speaker.kind),
                count: plural(count as u64, "statement", "statements"),
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

/// A statement as a list shows it; `page` is the speaker whose page it is on.
pub(crate) fn listed(it: Statement, page: Option<&SpeakerTotal>) -> Listed {
    let own = |slug: &String| {
        page.is_some_and(|speaker| speaker.slug == *slug || speaker.other_slugs.contains(slug))
    };
    let others = it.speakers.iter().filter(|voice| !own(&voice.slug)).map(|voice| voice.name.clone());
    Listed { others: others.take(6).collect(), it }
}

/// The three forms as shares.
pub(crate) fn form_shares(forms: &[u64; 3], href: &dyn Fn(&str) -> String) -> Vec<Share> {
    shares(vec![
        ("Direct", "all of it in quotation marks", "direct", href("direct"), forms[0]),
        ("Mixed", "partly in quotation marks", "mixed", href("mixed"), forms[1]),
        ("Indirect", "in the reporter's words", "indirect", href("indirect"), forms[2]),
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
                count: number(speaker.statements.len() as u64),
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
