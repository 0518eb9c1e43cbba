//! The first page, the search page, and what all pages share.

use crate::chart::{self, Bar, Column, Part, Share, bars, columns, shares};
use crate::count_text::CountText as _;
use crate::folder::{Folder, rendered, write};
use crate::period::Periods;
use crate::site::Site;
use crate::speaker::{Listed, form_shares, listed, outlet_name};
use crate::statement_link::StatementLink as _;
use crate::text::{Html, number, plural, query};
use crate::{Error, audit};
use askama::Template;
use sayso_core::{Diagnostic, Severity, SpeakerKind, SpeakerKind as Kind};
use sayso_corpus::spill::Records;
use sayso_corpus::{CorpusStats, Counted, Counts, SpeakerStats, kind_label, line, period};
use std::collections::BTreeMap;
use std::path::Path;

const LEADING: usize = 8;
/// How many of the least certain statements are listed.
const UNCERTAIN: usize = 8;
const ENTITIES: usize = 12;
const OUTLETS: usize = 12;
/// Speakers shown of an outlet.
const SPEAKERS: usize = 3;
/// Speakers shown over time.
const CAREERS: usize = 6;
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
    leading: Vec<Leading<'a>>,
    others: Vec<(String, String, String)>,
    entities: Vec<Bar>,
    forms: Vec<Share>,
    kinds: Vec<Share>,
    outlets: Vec<Outlet>,
    matrix: Matrix,
    months: Vec<Column>,
    careers: Vec<Career>,
    unsure: String,
    doubtful: Vec<Listed<'a>>,
    doubtful_href: String,
    silent: String,
    failures: &'a Failures,
}

struct Leading<'a> {
    name: String,
    href: String,
    role: String,
    counts: [Counted; 3],
    length: String,
    statement: Listed<'a>,
}

struct Outlet {
    name: String,
    /// The search for what it printed.
    href: String,
    /// Length of its bar, 0 to 100.
    length: String,
    articles: String,
    counts: [Counted; 3],
    speakers: Vec<(String, String, String)>,
}

struct Matrix {
    targets: Vec<String>,
    rows: Vec<(String, String, Vec<Cell>)>,
    /// The same as numbers: speaker, subject, counts.
    pairs: Vec<(String, String, [Counted; 3])>,
}

/// A speaker over time.
struct Career {
    name: String,
    href: String,
    columns: Vec<Column>,
}

struct Cell {
    count: String,
    /// The search that finds the statements.
    href: String,
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
    folder.write("style.css", crate::STYLE.as_bytes())?;
    folder.write("site.js", include_bytes!("../assets/site.js"))?;
    folder.write("charts.js", include_bytes!("../assets/charts.js"))?;
    folder.write("search.js", include_bytes!("../assets/search.js"))?;
    folder.finish()
}

/// The pages of the report's own directory.
pub(crate) struct Rendered {
    audit: String,
    search: String,
    index: String,
}

impl Rendered {
    /// Writes `audit.html`, `search.html` and, last of all, `index.html`.
    pub(crate) fn write(&self, out: &Path) -> Result<(), Error> {
        write(&out.join("audit.html"), self.audit.as_bytes())?;
        write(&out.join("search.html"), self.search.as_bytes())?;
        write(&out.join("index.html"), self.index.as_bytes())
    }
}

/// Renders them.
pub(crate) fn render(site: &Site<'_>, failures: &[Diagnostic]) -> Result<Rendered, Error> {
    let stats = &site.corpus.stats;
    let kinds = SpeakerKind::ALL.iter().map(|kind| (kind.name(), kind_label(*kind))).collect();
    let search = rendered("search.html", &SearchPage { root: "", site: site.title, here: "search", kinds })?;
    let entities = stats.entity_ranking(|entity| entity.mentions).into_iter().take(ENTITIES).map(|index| {
        let entity = &stats.entities[index as usize];
        let once = entity.documents - entity.copies;
        let counts = [entity.documents, once, entity.mentions].map(Counted::sure);
        let name = line(&entity.name, 60).into_owned();
        let href = format!("search.html?what=statement&q={}", query(&name));
        (name, Some(href), entity.kind.name().to_owned(), counts.to_vec())
    });
    let by_form = stats.statements.rows().map(|(number, row)| (row.form, number)).collect();
    let periods = Periods::new(&stats.statements);
    let everything: Vec<u32> = stats.statements.rows().map(|(number, _)| number).collect();
    let months = periods.count(&stats.statements, &everything);
    let quoted: Vec<u32> = stats.ranking(is_named).into_iter().take(LEADING).collect();
    let best =
        quoted.iter().filter_map(|speaker| stats.speakers[*speaker as usize].best).map(|(_, number)| number);
    let read = |numbers: Vec<u32>| {
        let places = numbers.iter().map(|number| stats.statements.row(*number).record);
        site.corpus.records.all(places).map(|parcel| (numbers, parcel))
    };
    let best = read(best.collect())?;
    let unsure = read(least_certain(site))?;
    let page = Overview {
        root: "",
        site: site.title,
        here: "overview",
        facts: facts(stats),
        period: period(stats.first, stats.last),
        leading: leading(site, &quoted, statements(stats, &best)?),
        others: others(site),
        entities: bars(entities),
        forms: form_shares(&stats.statements.count_by(by_form), &|form| format!("search.html?form={form}")),
        kinds: kind_shares(stats),
        outlets: outlets(site),
        matrix: matrix(site),
        months: columns(&months, chart::highest(&months)),
        careers: if periods.len() > 1 { careers(site, &periods) } else { Vec::new() },
        unsure: plural(site.uncertain().count() as u64, "statement", "statements"),
        doubtful: statements(stats, &unsure)?,
        doubtful_href: format!("search.html?max={}", site.unsure.saturating_sub(1)),
        silent: plural(stats.silent_articles.into(), "article", "articles"),
        failures: &summed(failures),
    };
    let audit = rendered("audit.html", &audit::page(site))?;
    Ok(Rendered { audit, search, index: rendered("index.html", &page)? })
}

fn facts(stats: &CorpusStats) -> Vec<(String, &'static str)> {
    let named = stats.outlets.iter().filter(|outlet| !outlet.name.is_empty()).count() as u64;
    let all = [
        (u64::from(stats.articles), "article", "articles"),
        (stats.originals, "without copies", "without copies"),
        (named, "outlet", "outlets"),
        (stats.attributions, "appearance of statements", "appearances of statements"),
        (stats.statements.distinct(), "different statement", "different statements"),
        (stats.speakers.len() as u64, "speaker", "speakers"),
    ];
    all.into_iter()
        .filter(|(count, one, _)| *count > 0 || *one != "outlet")
        .map(|(count, one, many)| (number(count), if count == 1 { one } else { many }))
        .collect()
}

/// Persons and organisations are whom "most quoted" is about; roles and groups follow in a line of their own.
fn is_named(kind: SpeakerKind) -> bool {
    matches!(kind, SpeakerKind::Person | SpeakerKind::Organization)
}

/// The least certain of the uncertain statements.
fn least_certain(site: &Site<'_>) -> Vec<u32> {
    let mut uncertain: Vec<(u8, u32)> = site.uncertain().collect();
    uncertain.sort_unstable();
    uncertain.into_iter().take(UNCERTAIN).map(|(_, number)| number).collect()
}

/// Statements by their numbers, as lists show them.
fn statements<'a>(
    stats: &'a CorpusStats,
    (numbers, parcel): &'a (Vec<u32>, Records<'_>),
) -> Result<Vec<Listed<'a>>, Error> {
    let all = numbers.iter().enumerate();
    all.map(|(nth, number)| Ok(listed(parcel.get(nth)?, stats, *number, None))).collect()
}

/// The speakers quoted most, each with the statement that stands for it.
fn leading<'a>(site: &'a Site<'_>, order: &[u32], best: Vec<Listed<'a>>) -> Vec<Leading<'a>> {
    let stats = &site.corpus.stats;
    let speakers = order.iter().map(|index| (*index, &stats.speakers[*index as usize]));
    let counted = speakers.clone().map(|(_, speaker)| speaker.counts.columns().to_vec());
    let rows = counted.map(|columns| (String::new(), None, String::new(), columns));
    let shown = speakers.zip(bars(rows)).zip(best);
    let row = |(((index, speaker), bar), mut statement): (((u32, &SpeakerStats), Bar), Listed<'a>)| {
        let role = stats.roles(speaker).first().map(|(role, _)| (*role).to_owned());
        let kind = if speaker.kind == SpeakerKind::Person { "" } else { kind_label(speaker.kind) };
        statement.others.retain(|name| *name != speaker.name());
        Leading {
            name: speaker.name().to_owned(),
            href: site.href(index),
            role: role.unwrap_or_else(|| kind.to_owned()),
            counts: speaker.counts.columns(),
            length: bar.length,
            statement,
        }
    };
    shown.map(row).collect()
}

fn others(site: &Site<'_>) -> Vec<(String, String, String)> {
    let stats = &site.corpus.stats;
    let order = stats
        .ranking(|kind| matches!(kind, SpeakerKind::Role | SpeakerKind::Collective | SpeakerKind::Document));
    let row = |index: u32| {
        let speaker = &stats.speakers[index as usize];
        (speaker.name().to_owned(), site.href(index), speaker.counts.statements.number())
    };
    order.into_iter().take(LEADING).map(row).collect()
}

fn kind_shares(stats: &CorpusStats) -> Vec<Share> {
    let of = |kinds: &[SpeakerKind]| {
        let entries = stats.statements.rows().filter(|(_, row)| kinds.contains(&row.kind));
        stats.statements.count(&entries.map(|(number, _)| number).collect::<Vec<_>>())
    };
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
        (label, note, class, format!("search.html?kind={}", names.join(",")), of(kinds))
    };
    shares(groups.into_iter().map(part).collect())
}

fn outlets(site: &Site<'_>) -> Vec<Outlet> {
    let stats = &site.corpus.stats;
    let table = &stats.statements;
    let mut counted = table.count_by(table.rows().map(|(number, row)| (row.outlet, number)).collect());
    counted.sort_by_key(|(outlet, counts)| (std::cmp::Reverse(counts.rank()), *outlet));
    counted.truncate(OUTLETS);
    let named = (0..).zip(&stats.speakers).filter(|(_, speaker)| is_named(speaker.kind));
    let printed = named.flat_map(|(index, speaker)| {
        speaker.statements.iter().map(move |statement| ((table.row(*statement).outlet, index), *statement))
    });
    let shown = printed.filter(|((outlet, _), _)| counted.iter().any(|(other, _)| other == outlet));
    let mut speakers: BTreeMap<u32, Vec<(u32, Counts)>> = BTreeMap::new();
    for ((outlet, speaker), counts) in table.count_by(shown.collect()) {
        speakers.entry(outlet).or_default().push((speaker, counts));
    }
    let lengths = bars(
        counted.iter().map(|(_, counts)| (String::new(), None, String::new(), counts.columns().to_vec())),
    );
    let row = |((index, counts), bar): ((u32, Counts), Bar)| {
        let outlet = &stats.outlets[index as usize];
        let mut most = speakers.remove(&index).unwrap_or_default();
        most.sort_by_key(|(speaker, counts)| (std::cmp::Reverse(counts.rank()), *speaker));
        let speaker = |(index, counts): (u32, Counts)| {
            let speaker = &stats.speakers[index as usize];
            (speaker.name().to_owned(), site.href(index), counts.statements.number())
        };
        Outlet {
            href: format!("search.html?what=statement&outlet={}", query(&outlet.name)),
            name: outlet_name(&outlet.name),
            length: bar.length,
            articles: number(outlet.articles.into()),
            counts: counts.columns(),
            speakers: most.into_iter().take(SPEAKERS).map(speaker).collect(),
        }
    };
    counted.into_iter().zip(lengths).map(row).collect()
}

fn matrix(site: &Site<'_>) -> Matrix {
    let stats = &site.corpus.stats;
    let named = (0..).zip(&stats.speakers).filter(|(_, speaker)| is_named(speaker.kind));
    let talk = named.map(|(index, speaker)| (index, stats.subjects(speaker).len() as u32));
    let speakers = highest(talk.filter(|(_, count)| *count > 0).collect());
    let pairs = speakers.iter().flat_map(|index| {
        let subjects = stats.subjects(&stats.speakers[*index as usize]);
        subjects.into_iter().map(|(entity, statement)| ((*index, entity), statement))
    });
    let counted: BTreeMap<(u32, u32), Counts> =
        stats.statements.count_by(pairs.collect()).into_iter().collect();
    let mut by_target: BTreeMap<u32, u32> = BTreeMap::new();
    for ((_, entity), counts) in &counted {
        *by_target.entry(*entity).or_default() += counts.statements.found;
    }
    let targets = highest(by_target);
    let count = |speaker: u32, entity: u32| counted.get(&(speaker, entity)).copied().unwrap_or_default();
    let all = || speakers.iter().flat_map(|speaker| targets.iter().map(|target| (*speaker, *target)));
    let most = all().map(|(s, t)| count(s, t).statements.found).max().unwrap_or(0).max(1);
    let speaker = |index: u32| &stats.speakers[index as usize];
    let target = |index: u32| line(&stats.entities[index as usize].name, 40).into_owned();
    let cell = |index: u32, entity: u32| {
        let statements = count(index, entity).statements;
        Cell {
            count: if statements.found == 0 { String::new() } else { statements.number() },
            href: found(speaker(index).name(), &target(entity)),
            heat: (statements.found * 5).div_ceil(most),
        }
    };
    let row = |index: &u32| {
        let cells = targets.iter().map(|target| cell(*index, *target)).collect();
        (speaker(*index).name().to_owned(), site.href(*index), cells)
    };
    let pair = |(s, t)| (speaker(s).name().to_owned(), target(t), count(s, t).columns());
    Matrix {
        targets: targets.iter().map(|index| target(*index)).collect(),
        rows: speakers.iter().map(row).collect(),
        pairs: all().map(pair).filter(|(.., counts)| counts[0].found > 0).collect(),
    }
}

/// The keys with the highest counts.
fn highest(counts: BTreeMap<u32, u32>) -> Vec<u32> {
    let mut order: Vec<(u32, u32)> = counts.into_iter().collect();
    order.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    order.into_iter().take(MATRIX).map(|(key, _)| key).collect()
}

/// The search for what somebody said about something.
fn found(speaker: &str, about: &str) -> String {
    format!("search.html?what=statement&q={}", query(&format!("{speaker} {about}")))
}

/// Speakers quoted most, over time; all on one scale.
fn careers(site: &Site<'_>, periods: &Periods) -> Vec<Career> {
    let stats = &site.corpus.stats;
    let order: Vec<u32> = stats.ranking(is_named).into_iter().take(CAREERS).collect();
    let speaker = |index: &u32| &stats.speakers[*index as usize];
    let statements = order.iter().map(|index| &speaker(index).statements);
    let points: Vec<_> = statements.map(|numbers| periods.count(&stats.statements, numbers)).collect();
    let most = chart::highest(points.iter().flatten());
    let career = |(index, points): (&u32, &Vec<_>)| Career {
        name: speaker(index).name().to_owned(),
        href: site.href(*index),
        columns: columns(points, most),
    };
    order.iter().zip(&points).map(career).collect()
}

fn summed(failures: &[Diagnostic]) -> Failures {
    let mut codes: BTreeMap<&str, u64> = BTreeMap::new();
    for failure in failures {
        *codes.entry(&failure.code).or_default() += 1;
    }
    let row = |failure: &Diagnostic| Failure {
        place: line(&failure.place, 200).into(),
        message: line(&failure.message, 400).into(),
        help: line(failure.help.as_deref().unwrap_or(""), 300).into(),
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
        codes: codes
            .into_iter()
            .take(50)
            .map(|(code, count)| (line(code, 80).into_owned(), number(count)))
            .collect(),
        left: match failures.len().saturating_sub(FAILURES) {
            0 => String::new(),
            left => number(left as u64),
        },
    }
}
