//! The first page, the search page, and what all pages share.

use crate::chart::{Bar, Column, Part, Share, bars, columns, shares};
use crate::date::{month_name, period};
use crate::folder::{Folder, put};
use crate::speaker::{Listed, form_shares, listed, outlet_name};
use crate::spill::{Place, Reader, Spilled};
use crate::statement::percent;
use crate::text::{line, number, plural};
use crate::totals::{Totals, kind_index};
use crate::{Error, Options, card::kind_label};
use askama::Template;
use sayso_document::{Diagnostic, Severity, SpeakerKind, SpeakerKind as Kind};
use std::collections::BTreeMap;
use std::path::Path;

const LEADING: usize = 8;
const ENTITIES: usize = 12;
const OUTLETS: usize = 12;
const MATRIX: usize = 10;
const FAILURES: usize = 200;

#[derive(Template)]
#[template(path = "overview.html")]
struct Overview<'a> {
    root: &'static str,
    site: &'a str,
    here: &'static str,
    facts: Vec<(String, &'static str)>,
    period: Option<String>,
    leading: Vec<Leading>,
    others: Vec<(String, String, String)>,
    entities: Vec<Bar>,
    forms: Vec<Share>,
    kinds: Vec<Share>,
    outlets: Vec<Outlet>,
    matrix: Matrix,
    months: Vec<Column>,
    unsure: String,
    doubtful: Vec<Listed>,
    doubtful_href: String,
    silent: String,
    failures: &'a Failures,
}

struct Leading {
    name: String,
    slug: String,
    role: String,
    count: String,
    length: String,
    statement: Option<Listed>,
}

struct Outlet {
    name: String,
    articles: String,
    statements: String,
    speakers: Vec<(String, String, u32)>,
}

struct Matrix {
    targets: Vec<String>,
    rows: Vec<(String, String, Vec<Cell>)>,
}

struct Cell {
    count: String,
    heat: u32,
}

struct Failures {
    total: String,
    rows: Vec<Failure>,
    codes: Vec<(String, String)>,
    left: String,
}

struct Failure {
    place: String,
    message: String,
    help: String,
    severity: &'static str,
}

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage<'a> {
    root: &'static str,
    site: &'a str,
    here: &'static str,
    kinds: Vec<(&'static str, &'static str)>,
}

/// Style and script, the same for every report.
pub(crate) fn assets(mut folder: Folder) -> Result<(), Error> {
    folder.write("style.css", include_bytes!("../assets/style.css"))?;
    folder.write("site.js", include_bytes!("../assets/site.js"))?;
    folder.write("search.js", include_bytes!("../assets/search.js"))?;
    folder.finish()
}

/// Writes `search.html` and, last of all, `index.html`.
pub(crate) fn write(
    out: &Path,
    options: &Options,
    totals: &Totals,
    spilled: &Spilled,
    doubtful: &[(u8, Place)],
    failures: &[Diagnostic],
) -> Result<(), Error> {
    let site = options.title.as_str();
    let kinds = SpeakerKind::ALL.iter().map(|kind| (kind.name(), kind_label(*kind))).collect();
    put(&out.join("search.html"), &SearchPage { root: "", site, here: "search", kinds })?;
    let entities = totals.entity_ranking(|entity| entity.mentions).into_iter().take(ENTITIES).map(|index| {
        let entity = &totals.entities[index as usize];
        (line(&entity.name, 60), None, entity.kind.name().to_owned(), u64::from(entity.mentions))
    });
    let mut spilled = spilled.reader()?;
    let quoted = leading(totals, &mut spilled)?;
    let doubtful = doubtful.iter().map(|(_, place)| Ok(listed(spilled.get(*place)?, None)));
    let page = Overview {
        root: "",
        site,
        here: "overview",
        facts: facts(totals),
        period: period(totals.first, totals.last),
        leading: quoted,
        others: others(totals),
        entities: bars(entities),
        forms: form_shares(&totals.forms, &|form| format!("search.html?form={form}")),
        kinds: kind_shares(totals),
        outlets: outlets(totals),
        matrix: matrix(totals),
        months: months(totals),
        unsure: plural(totals.unsure, "statement", "statements"),
        doubtful: doubtful.collect::<Result<_, Error>>()?,
        doubtful_href: format!("search.html?max={}", percent(options.unsure_below).saturating_sub(1)),
        silent: plural(totals.silent_articles.into(), "article", "articles"),
        failures: &summed(failures),
    };
    put(&out.join("index.html"), &page)
}

fn facts(totals: &Totals) -> Vec<(String, &'static str)> {
    let named = totals.outlets.iter().filter(|outlet| !outlet.name.is_empty()).count() as u64;
    let all = [
        (u64::from(totals.articles), "article", "articles"),
        (named, "outlet", "outlets"),
        (totals.attributions, "statement", "statements"),
        (totals.speakers.len() as u64, "speaker", "speakers"),
    ];
    all.into_iter().map(|(count, one, many)| (number(count), if count == 1 { one } else { many })).collect()
}

/// Persons and organisations are whom "most quoted" is about; roles and groups follow in a line of their own.
fn is_named(kind: SpeakerKind) -> bool {
    matches!(kind, SpeakerKind::Person | SpeakerKind::Organization)
}

fn leading(totals: &Totals, spilled: &mut Reader<'_>) -> Result<Vec<Leading>, Error> {
    let order: Vec<_> = totals.ranking(is_named).into_iter().take(LEADING).collect();
    let speakers = order.iter().map(|index| &totals.speakers[*index as usize]);
    let counts = speakers.clone().map(|it| (String::new(), None, String::new(), it.statements.len() as u64));
    (speakers.clone().zip(bars(counts)))
        .map(|(speaker, bar)| {
            let statement = speaker.best.map(|(_, place)| spilled.get(place)).transpose()?;
            let role = totals.roles(speaker).first().map(|(role, _)| (*role).to_owned());
            let kind = if speaker.kind == SpeakerKind::Person { "" } else { kind_label(speaker.kind) };
            Ok(Leading {
                name: speaker.name.clone(),
                slug: speaker.slug.clone(),
                role: role.unwrap_or_else(|| kind.to_owned()),
                count: number(bar.value),
                length: bar.length,
                statement: statement.map(|it| listed(it, Some(speaker))),
            })
        })
        .collect()
}

fn others(totals: &Totals) -> Vec<(String, String, String)> {
    let order = totals
        .ranking(|kind| matches!(kind, SpeakerKind::Role | SpeakerKind::Collective | SpeakerKind::Document));
    let row = |index: u32| {
        let speaker = &totals.speakers[index as usize];
        (speaker.name.clone(), speaker.slug.clone(), number(speaker.statements.len() as u64))
    };
    order.into_iter().take(LEADING).map(row).collect()
}

fn kind_shares(totals: &Totals) -> Vec<Share> {
    let sum = |kinds: &[SpeakerKind]| kinds.iter().map(|kind| totals.kinds[kind_index(*kind)]).sum::<u64>();
    let groups: [(&str, &str, &str, &[Kind]); 5] = [
        ("Named people", "a person with a name", "k1", &[Kind::Person]),
        (
            "Institutions",
            "organisations, governments, documents",
            "k2",
            &[Kind::Organization, Kind::Document],
        ),
        ("Roles and groups", "“the minister”, “residents”", "k3", &[Kind::Role, Kind::Collective]),
        ("Unnamed", "kept anonymous by the text", "k4", &[Kind::Anonymous]),
        ("Not resolved", "nobody that we could find", "k5", &[Kind::Unresolved]),
    ];
    let part = |(label, note, class, kinds): (&'static str, &'static str, &'static str, &[Kind])| -> Part {
        let names: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
        (label, note, class, format!("search.html?kind={}", names.join(",")), sum(kinds))
    };
    shares(groups.into_iter().map(part).collect())
}

fn outlets(totals: &Totals) -> Vec<Outlet> {
    let mut order: Vec<u32> = (0..totals.outlets.len() as u32).collect();
    order.sort_by_key(|index| std::cmp::Reverse(totals.outlets[*index as usize].statements));
    let mut speakers: BTreeMap<u32, Vec<(u32, u32)>> = BTreeMap::new();
    for ((outlet, speaker), count) in &totals.carried {
        if is_named(totals.speakers[*speaker as usize].kind) {
            speakers.entry(*outlet).or_default().push((*speaker, *count));
        }
    }
    let row = |index: u32| {
        let outlet = &totals.outlets[index as usize];
        let mut most = speakers.get(&index).cloned().unwrap_or_default();
        most.sort_unstable_by_key(|(speaker, count)| (std::cmp::Reverse(*count), *speaker));
        let speaker = |(index, count): (u32, u32)| {
            let speaker = &totals.speakers[index as usize];
            (speaker.name.clone(), speaker.slug.clone(), count)
        };
        Outlet {
            name: outlet_name(&outlet.name),
            articles: number(outlet.articles.into()),
            statements: number(outlet.statements.into()),
            speakers: most.into_iter().take(3).map(speaker).collect(),
        }
    };
    order.into_iter().take(OUTLETS).map(row).collect()
}

fn matrix(totals: &Totals) -> Matrix {
    let mut by_speaker: BTreeMap<u32, u32> = BTreeMap::new();
    for ((speaker, _), count) in &totals.about {
        if is_named(totals.speakers[*speaker as usize].kind) {
            *by_speaker.entry(*speaker).or_default() += count;
        }
    }
    let speakers = highest(by_speaker);
    let mut by_target: BTreeMap<u32, u32> = BTreeMap::new();
    for ((speaker, entity), count) in &totals.about {
        if speakers.contains(speaker) {
            *by_target.entry(*entity).or_default() += count;
        }
    }
    let targets = highest(by_target);
    let count = |speaker: u32, entity: u32| totals.about.get(&(speaker, entity)).copied().unwrap_or(0);
    let most = speakers.iter().flat_map(|s| targets.iter().map(|t| count(*s, *t))).max().unwrap_or(0).max(1);
    let cell = |speaker, entity| {
        let count = count(speaker, entity);
        Cell {
            count: if count == 0 { String::new() } else { number(count.into()) },
            heat: (count * 5).div_ceil(most),
        }
    };
    let row = |speaker: &u32| {
        let total = &totals.speakers[*speaker as usize];
        (
            total.name.clone(),
            total.slug.clone(),
            targets.iter().map(|target| cell(*speaker, *target)).collect(),
        )
    };
    Matrix {
        targets: targets.iter().map(|index| line(&totals.entities[*index as usize].name, 40)).collect(),
        rows: speakers.iter().map(row).collect(),
    }
}

/// The keys with the highest counts.
fn highest(counts: BTreeMap<u32, u32>) -> Vec<u32> {
    let mut order: Vec<(u32, u32)> = counts.into_iter().collect();
    order.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    order.into_iter().take(MATRIX).map(|(key, _)| key).collect()
}

/// Statements by month, with the empty months between; by year where there are too many months.
fn months(totals: &Totals) -> Vec<Column> {
    let (Some((first, _)), Some((last, _))) =
        (totals.months.first_key_value(), totals.months.last_key_value())
    else {
        return Vec::new();
    };
    let serial = |month: u32| month / 100 * 12 + month % 100;
    if serial(*last) - serial(*first) < 60 && totals.months.keys().all(|month| month % 100 > 0) {
        let all = (serial(*first)..=serial(*last)).map(|nth| (nth - 1) / 12 * 100 + (nth - 1) % 12 + 1);
        let points: Vec<_> =
            all.map(|month| (month_name(month), totals.months.get(&month).copied().unwrap_or(0))).collect();
        return columns(&points);
    }
    let mut years: BTreeMap<u32, u64> = BTreeMap::new();
    for (month, count) in &totals.months {
        *years.entry(month / 100).or_default() += count;
    }
    columns(&years.into_iter().map(|(year, count)| (year.to_string(), count)).collect::<Vec<_>>())
}

fn summed(failures: &[Diagnostic]) -> Failures {
    let mut codes: BTreeMap<&str, u64> = BTreeMap::new();
    for failure in failures {
        *codes.entry(&failure.code).or_default() += 1;
    }
    let row = |failure: &Diagnostic| Failure {
        place: line(&failure.place, 200),
        message: line(&failure.message, 400),
        help: line(failure.help.as_deref().unwrap_or(""), 300),
        severity: match failure.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        },
    };
    let mut order: Vec<&Diagnostic> = failures.iter().collect();
    order.sort_by_key(|failure| std::cmp::Reverse(failure.severity));
    Failures {
        total: if failures.is_empty() {
            String::new()
        } else {
            plural(failures.len() as u64, "complaint", "complaints")
        },
        rows: order.into_iter().take(FAILURES).map(row).collect(),
        codes: codes.into_iter().take(50).map(|(code, count)| (line(code, 80), number(count))).collect(),
        left: match failures.len().saturating_sub(FAILURES) {
            0 => String::new(),
            left => number(left as u64),
        },
    }
}
