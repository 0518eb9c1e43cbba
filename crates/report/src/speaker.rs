//! A page per speaker, and the list of all speakers.

use crate::Error;
use crate::chart::{Bar, Share, bars, shares};
use crate::count_text::CountText as _;
use crate::folder::{Folder, Shelf};
use crate::site::Site;
use crate::statement_link::StatementLink as _;
use crate::text::{Html, number, plural};
use askama::Template;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use sayso_core::Form;
use sayso_corpus::spill::{RecordRef, Records};
use sayso_corpus::{Corpus, CorpusStats, Counted, Counts, SpeakerStats, Statement, kind_label, line, ranked};
use sayso_dedup::{Piece, difference};

/// Statements on one page.
const STATEMENTS: usize = 50;
/// Other appearances listed of one statement, and how many of them with what they print differently.
const CARRIERS: usize = 10;
const DIFFERENT: usize = 3;
/// Statements from which on a speaker has charts.
const CHARTED: usize = 3;
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
    roles: Vec<&'a str>,
    numbers: Numbers,
    wires: &'a [String],
    statements: Vec<Repeated<'a>>,
    first: bool,
    page: usize,
    pages: usize,
    previous: Option<String>,
    next: Option<String>,
}

/// A page of speakers with few statements.
#[derive(Template)]
#[template(path = "few.html")]
struct FewPage<'a> {
    root: &'static str,
    site: &'a str,
    here: &'static str,
    /// Names of the first and the last speaker.
    ends: [&'a str; 2],
    sections: Vec<Section<'a>>,
    page: usize,
    pages: usize,
    previous: Option<String>,
    next: Option<String>,
}

/// One of them.
struct Section<'a> {
    name: &'a str,
    slug: &'a str,
    kind: &'static str,
    counts: [Counted; 3],
    roles: Vec<&'a str>,
    /// Subjects and outlets.
    about: [Vec<String>; 2],
    statements: Vec<Repeated<'a>>,
}

/// A statement with what its page says about it.
pub(crate) struct Listed<'a> {
    pub it: Statement<'a>,
    /// Who said it too.
    pub others: Vec<&'a str>,
}

/// A statement by its first appearance, and where else it was printed.
pub(crate) struct Repeated<'a> {
    pub first: Listed<'a>,
    pub carriers: Vec<Carrier<'a>>,
    pub left: usize,
}

/// Another appearance of a statement.
pub(crate) struct Carrier<'a> {
    pub it: Statement<'a>,
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
    /// Address beside the list.
    href: String,
    kind: &'static str,
    role: String,
    counts: [Counted; 3],
    forms: [String; 3],
}

/// Writes all pages under `speakers/`.
pub(crate) fn write(folder: &mut Folder, site: &Site<'_>) -> Result<(), Error> {
    let all = Pages { site, corpus: site.corpus, shelf: folder.shelf() };
    let written = site.with_own_pages().into_par_iter().map(|index| all.write(index));
    for names in written.collect::<Result<Vec<_>, Error>>()? {
        for name in &names {
            folder.keep(name);
        }
    }
    let shared = site.sharing();
    let names = shared.par_iter().enumerate();
    let names = names.map(|(page, speakers)| all.few(page, shared.len(), speakers));
    for name in names.collect::<Result<Vec<_>, Error>>()? {
        folder.keep(&name);
    }
    list(folder, site)
}

/// Counts by key, highest first; the first few.
fn foremost(counted: Vec<(u32, Counts)>) -> Vec<(u32, Vec<Counted>)> {
    let mut order = counted;
    order.sort_by_key(|(key, counts)| (std::cmp::Reverse(counts.rank()), *key));
    order.into_iter().take(ROWS).map(|(key, counts)| (key, counts.columns().to_vec())).collect()
}

/// What every speaker's pages are written from.
struct Pages<'a> {
    site: &'a Site<'a>,
    corpus: &'a Corpus,
    shelf: Shelf,
}

impl Pages<'_> {
    /// Writes the pages of one speaker; gives their names.
    fn write(&self, index: u32) -> Result<Vec<String>, Error> {
        let stats = &self.corpus.stats;
        let (speaker, slug) = (&stats.speakers[index as usize], self.site.slug(index));
        let roles = stats.roles(speaker);
        let wires: Vec<String> = (ranked(&speaker.via).into_iter().take(12))
            .map(|(name, count)| if count > 1 { format!("{name} ({count})") } else { name.to_owned() })
            .collect();
        let groups = self.groups(speaker);
        let pages = groups.len().div_ceil(STATEMENTS).max(1);
        let mut names = Vec::with_capacity(pages);
        for page in 0..pages {
            let first = page * STATEMENTS;
            let groups = &groups[first..groups.len().min(first + STATEMENTS)];
            let shown = groups.iter().flat_map(Group::shown).map(|statement| self.record(statement));
            let taken = self.corpus.records.all(shown)?;
            let first = page == 0;
            let html = SpeakerPage {
                root: "../",
                site: self.site.title,
                here: "speakers",
                name: speaker.name(),
                kind: kind_label(speaker.kind),
                counts: speaker.counts.columns(),
                roles: roles.iter().take(12).map(|(role, _)| *role).collect(),
                numbers: if first { self.numbers(speaker) } else { Numbers::default() },
                wires: &wires,
                statements: self.listed(index, groups, &taken, &mut 0)?,
                first,
                page: page + 1,
                pages,
                previous: page.checked_sub(1).map(|page| file(slug, page)),
                next: (page + 1 < pages).then(|| file(slug, page + 1)),
            };
            names.push(file(slug, page));
            self.shelf.put(&names[page], &html)?;
        }
        Ok(names)
    }

    /// Writes a page that several speakers share; gives its name.
    fn few(&self, page: usize, pages: usize, speakers: &[u32]) -> Result<String, Error> {
        let stats = &self.corpus.stats;
        let total = |index: u32| &stats.speakers[index as usize];
        let groups: Vec<Vec<Group>> = speakers.iter().map(|speaker| self.groups(total(*speaker))).collect();
        let shown = groups.iter().flatten().flat_map(Group::shown).map(|statement| self.record(statement));
        let taken = self.corpus.records.all(shown)?;
        let mut next = 0;
        let section = |(index, groups): (&u32, &Vec<Group>)| {
            let speaker = total(*index);
            Ok(Section {
                name: speaker.name(),
                slug: self.site.slug(*index),
                kind: kind_label(speaker.kind),
                counts: speaker.counts.columns(),
                roles: stats.roles(speaker).into_iter().take(3).map(|(role, _)| role).collect(),
                about: self.numbers(speaker).names,
                statements: self.listed(*index, groups, &taken, &mut next)?,
            })
        };
        let sections = speakers.iter().zip(&groups).map(section).collect::<Result<Vec<_>, Error>>()?;
        let name = |page: usize| format!("few-{}.html", page + 1);
        let ends =
            [speakers.first(), speakers.last()].map(|end| end.map_or("", |index| total(*index).name()));
        let html = FewPage {
            root: "../",
            site: self.site.title,
            here: "speakers",
            ends,
            sections,
            page: page + 1,
            pages,
            previous: page.checked_sub(1).map(name),
            next: (page + 1 < pages).then(|| name(page + 1)),
        };
        self.shelf.put(&name(page), &html)?;
        Ok(name(page))
    }

    fn record(&self, statement: u32) -> RecordRef {
        self.corpus.stats.statements.row(statement).record
    }

    /// A speaker's charts; a few statements are listed faster than read off a chart.
    fn numbers(&self, speaker: &SpeakerStats) -> Numbers {
        let CorpusStats { statements: table, outlets, entities, .. } = &self.corpus.stats;
        let named = |entity: u32| line(&entities[entity as usize].name, 60).into_owned();
        let outlet = |outlet: u32| outlet_name(&outlets[outlet as usize].name);
        let by_outlet =
            speaker.statements.iter().map(|statement| (table.row(*statement).outlet, *statement)).collect();
        let subjects = self.corpus.stats.subjects(speaker);
        if speaker.statements.len() < CHARTED {
            let mut about: Vec<u32> = subjects.into_iter().map(|(entity, _)| entity).collect();
            let mut by: Vec<u32> =
                speaker.statements.iter().map(|statement| table.row(*statement).outlet).collect();
            for list in [&mut about, &mut by] {
                list.sort_unstable();
                list.dedup();
            }
            return Numbers {
                names: [
                    about.into_iter().take(ROWS).map(named).collect(),
                    by.into_iter().map(outlet).collect(),
                ],
                ..Numbers::default()
            };
        }
        let by_form =
            speaker.statements.iter().map(|statement| (table.row(*statement).form, *statement)).collect();
        let about = foremost(table.count_by(subjects)).into_iter().map(|(entity, counts)| {
            (named(entity), None, entities[entity as usize].kind.name().to_owned(), counts)
        });
        let outlets = foremost(table.count_by(by_outlet)).into_iter();
        Numbers {
            forms: form_shares(&table.count_by(by_form), &|_| String::new()),
            about: bars(about),
            outlets: bars(outlets.map(|(it, counts)| (outlet(it), None, String::new(), counts))),
            names: Default::default(),
        }
    }
}

/// A speaker in numbers, or by names alone.
#[derive(Default)]
pub(crate) struct Numbers {
    pub forms: Vec<Share>,
    pub about: Vec<Bar>,
    pub outlets: Vec<Bar>,
    /// Subjects and outlets of a speaker without charts.
    pub names: [Vec<String>; 2],
}

/// Appearances of one statement, by date.
struct Group(Vec<u32>);

impl Group {
    /// Those that a page shows.
    fn shown(&self) -> impl Iterator<Item = u32> {
        self.0.iter().copied().take(1 + CARRIERS)
    }
}

impl Pages<'_> {
    /// A speaker's statements by what they repeat, both in the order of their dates.
    fn groups(&self, speaker: &SpeakerStats) -> Vec<Group> {
        let mut places: FxHashMap<u32, usize> = FxHashMap::default();
        let mut groups: Vec<Group> = Vec::new();
        for statement in &speaker.statements {
            let place = *places.entry(self.corpus.stats.statements.group(*statement)).or_insert(groups.len());
            if place == groups.len() {
                groups.push(Group(Vec::new()));
            }
            groups[place].0.push(*statement);
        }
        groups
    }

    /// The groups of a speaker that a page lists; `taken` has what is shown of them, from `next` on.
    fn listed<'b>(
        &'b self,
        speaker: u32,
        groups: &[Group],
        taken: &'b Records<'_>,
        next: &mut usize,
    ) -> Result<Vec<Repeated<'b>>, Error> {
        let mut get = || {
            *next += 1;
            taken.get::<Statement<'b>>(*next - 1)
        };
        let repeated = |group: &Group| {
            let first = get()?;
            let mut carriers: Vec<Carrier<'b>> = Vec::new();
            let mut differing = 0;
            for _ in group.shown().skip(1) {
                let it = get()?;
                let mut pieces = Vec::new();
                if differing < DIFFERENT && first.words != it.words {
                    pieces = difference(&first.words, &it.words);
                    if pieces.iter().all(|piece| matches!(piece, Piece::Both(_))) {
                        pieces.clear();
                    }
                    differing += usize::from(!pieces.is_empty());
                }
                carriers.push(Carrier { it, pieces });
            }
            let left = group.0.len() - 1 - carriers.len();
            Ok(Repeated {
                first: listed(first, &self.corpus.stats, group.0[0], Some(speaker)),
                carriers,
                left,
            })
        };
        groups.iter().map(repeated).collect()
    }
}

/// A statement as a list shows it; `page` is the speaker whose page it is on.
pub(crate) fn listed<'a>(
    it: Statement<'a>,
    stats: &'a CorpusStats,
    number: u32,
    page: Option<u32>,
) -> Listed<'a> {
    let others = stats.statements.speakers(number).iter().filter(|speaker| Some(**speaker) != page);
    Listed { others: others.take(6).map(|other| stats.speakers[*other as usize].name()).collect(), it }
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

fn list(folder: &mut Folder, site: &Site<'_>) -> Result<(), Error> {
    let stats = &site.corpus.stats;
    let order = stats.ranking(|_| true);
    let pages = order.len().div_ceil(SPEAKERS).max(1);
    for page in 0..pages {
        let rows = order.iter().enumerate().skip(page * SPEAKERS).take(SPEAKERS).map(|(rank, index)| {
            let speaker = &stats.speakers[*index as usize];
            Row {
                rank: rank + 1,
                name: speaker.name().to_owned(),
                href: site.href(*index).split_off("speakers/".len()),
                kind: kind_label(speaker.kind),
                role: stats.roles(speaker).first().map(|(role, _)| (*role).to_owned()).unwrap_or_default(),
                counts: speaker.counts.columns(),
                forms: speaker.forms.map(|count| number(count.into())),
            }
        });
        let html = ListPage {
            root: "../",
            site: site.title,
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
