//! The page on who gets to speak: shares by gender, by kind of source, named or not, and by outlet.

use crate::site::Site;
use crate::text::{number, plural};
use askama::Template;
use sayso_core::SpeakerKind;
use sayso_corpus::{Facts, kind_label, wilson};
use std::collections::{BTreeMap, BTreeSet};

/// Attributions below this, in per cent, are not counted.
const SURE: u8 = 75;
/// Outlets shown.
const OUTLETS: usize = 40;
/// Whoever nothing tells of.
const UNKNOWN: &str = "unknown";

#[derive(Template)]
#[template(path = "audit.html")]
pub(crate) struct AuditPage<'a> {
    root: &'static str,
    site: &'a str,
    here: &'static str,
    sure: u8,
    counted: String,
    left_out: String,
    blocks: Vec<Block>,
    outlets: Vec<OutletRow>,
}

struct Block {
    id: &'static str,
    title: &'static str,
    about: &'static str,
    rows: Vec<Row>,
}

struct Row {
    value: String,
    attributions: String,
    share: String,
    interval: String,
    speakers: String,
    /// Length of its bar, 0 to 100.
    length: String,
}

struct OutletRow {
    name: String,
    people: String,
    women: String,
    interval: String,
    men: String,
    unknown: String,
}

/// Attributions and different speakers of one value.
#[derive(Default)]
struct Count {
    attributions: u64,
    speakers: BTreeSet<u32>,
}

type Dimension = BTreeMap<&'static str, Count>;

/// Attributions to people: to women, to men, to all.
#[derive(Clone, Copy, Default)]
struct People {
    women: u64,
    men: u64,
    all: u64,
}

/// Counts the sure attributions of articles that are no copies.
pub(crate) fn page<'a>(site: &'a Site<'_>) -> AuditPage<'a> {
    let stats = &site.corpus.stats;
    let entities = Facts::of_entities(stats);
    let [mut genders, mut groups, mut kinds] = [(); 3].map(|()| Dimension::new());
    let mut outlets = vec![People::default(); stats.outlets.len()];
    let (mut counted, mut unsure) = (0, 0);
    for (statement, row) in stats.statements.rows().filter(|(_, row)| !stats.statements.is_copy(row)) {
        if row.confidence < SURE {
            unsure += 1;
            continue;
        }
        counted += 1;
        for index in stats.statements.speakers(statement) {
            let speaker = &stats.speakers[*index as usize];
            let facts = Facts::of_speaker(speaker.kind, speaker.name(), speaker.entity, &entities);
            add(&mut groups, facts.group.unwrap_or(UNKNOWN), *index);
            add(&mut kinds, kind_label(speaker.kind), *index);
            if speaker.kind == SpeakerKind::Person {
                add(&mut genders, facts.gender.unwrap_or(UNKNOWN), *index);
                let people = &mut outlets[row.outlet as usize];
                people.all += 1;
                people.women += u64::from(facts.gender == Some("female"));
                people.men += u64::from(facts.gender == Some("male"));
            }
        }
    }
    let outlets = outlets.into_iter().zip(&stats.outlets).filter(|(people, _)| people.all > 0);
    let mut outlets: Vec<(People, &str)> =
        outlets.map(|(people, outlet)| (people, outlet.name.as_str())).collect();
    outlets.sort_by_key(|(people, name)| (std::cmp::Reverse(people.all), *name));
    AuditPage {
        root: "",
        site: site.title,
        here: "audit",
        sure: SURE,
        counted: plural(counted, "attribution", "attributions"),
        left_out: plural(unsure, "less sure one", "less sure ones"),
        blocks: vec![
            block("gender", "Gender of people", "People with a name.", &genders),
            block("groups", "What kind of source", "All speakers, by their roles.", &groups),
            block("named", "Named or not", "All speakers, by what they are.", &kinds),
        ],
        outlets: outlets.into_iter().take(OUTLETS).map(|(people, name)| outlet(people, name)).collect(),
    }
}

fn add(dimension: &mut Dimension, value: &'static str, speaker: u32) {
    let count = dimension.entry(value).or_default();
    count.attributions += 1;
    count.speakers.insert(speaker);
}

/// The most frequent values first, whoever is unknown last.
fn block(id: &'static str, title: &'static str, about: &'static str, dimension: &Dimension) -> Block {
    let all: u64 = dimension.values().map(|count| count.attributions).sum();
    let most = dimension.values().map(|count| count.attributions).max().unwrap_or(1);
    let mut values: Vec<(&str, &Count)> = dimension.iter().map(|(value, count)| (*value, count)).collect();
    values.sort_by_key(|(value, count)| (*value == UNKNOWN, std::cmp::Reverse(count.attributions)));
    let row = |(value, count): (&str, &Count)| Row {
        value: value.to_owned(),
        attributions: number(count.attributions),
        share: percent(count.attributions, all),
        interval: interval(count.attributions, all),
        speakers: number(count.speakers.len() as u64),
        length: format!("{:.1}", count.attributions as f64 * 100.0 / most as f64),
    };
    Block { id, title, about, rows: values.into_iter().map(row).collect() }
}

fn outlet(people: People, name: &str) -> OutletRow {
    let People { women, men, all } = people;
    OutletRow {
        name: if name.is_empty() { "no outlet given".to_owned() } else { name.to_owned() },
        people: number(all),
        women: percent(women, all),
        interval: interval(women, all),
        men: percent(men, all),
        unknown: percent(all - women - men, all),
    }
}

fn percent(part: u64, all: u64) -> String {
    if all == 0 { String::new() } else { format!("{:.0}%", part as f64 * 100.0 / all as f64) }
}

fn interval(part: u64, all: u64) -> String {
    let (low, high) = wilson(part, all);
    format!("{:.0}–{:.0}%", low * 100.0, high * 100.0)
}
