//! What is worth a look: lists of attributions in the order of the question that somebody has.

use super::{Desk, State};
use crate::Error;
use crate::failure::Failure;
use sayso_corpus::wilson;
use sayso_pipeline::IndexEntry;
use sayso_report::Listed;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};

/// Attributions on a page.
const PAGE: usize = 50;
/// Attributions in a random sample.
const SAMPLE: usize = 200;
/// Fixed, so that everybody who reviews a run reads the same sample.
const SEED: &str = "sayso review sample 1";

/// In which order.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// The least sure first.
    Unsure,
    /// What is repeated most, first.
    Quoted,
    /// A random sample of what was found, for measuring.
    Random,
}

sayso_core::enum_names!(Order { Unsure = "unsure", Quoted = "quoted", Random = "random" });

/// A list, and how far it is.
pub(crate) struct Queue {
    pub(crate) order: Order,
    pub(crate) items: Vec<Listed>,
    /// Attributions that were judged, in whatever order.
    pub(crate) read: usize,
    /// Of the random sample: size, read, right.
    pub(crate) sample: [u64; 3],
    /// What is right of everything, in per cent, at 95 %.
    pub(crate) interval: (u8, u8),
    pub(crate) agreement: Option<super::review::Agreement>,
}

/// What tells whether a line was judged.
#[derive(Deserialize)]
struct Judged {
    attributions: Vec<JudgedOne>,
}

#[derive(Deserialize)]
struct JudgedOne {
    id: String,
    corrected: Option<String>,
}

impl Desk {
    /// The attributions that this reviewer has not judged, or nobody where nobody says who reads.
    pub(crate) fn queue(&self, order: Order, by: &str) -> Result<Queue, Failure> {
        let shown = self.shown();
        let finished = &shown.replayed.finished;
        let sample = self.sample().map_err(Failure::disk)?;
        let mut items = Vec::new();
        if order == Order::Random {
            let wanted: HashSet<&str> = sample.iter().map(String::as_str).collect();
            let ids = finished.ids().map_err(Failure::disk)?;
            let found = (0..).zip(&ids).filter(|(_, id)| wanted.contains(id.as_str()));
            let numbers: HashMap<&str, u32> = found.map(|(number, id)| (id.as_str(), number)).collect();
            let unread = sample.iter().filter(|id| !self.reviews.is_read(id, by));
            let numbers: Vec<u32> =
                unread.filter_map(|id| numbers.get(id.as_str()).copied()).take(PAGE).collect();
            items = finished.list(&numbers).map_err(Failure::disk)?;
        } else {
            let mut keyed: Vec<(u32, u32)> = (0..finished.statements())
                .filter_map(|number| {
                    let (confidence, appearances, group) = finished.standing(number);
                    match order {
                        Order::Quoted => {
                            (group == number && appearances > 1).then_some((u32::MAX - appearances, number))
                        }
                        _ => Some((confidence.into(), number)),
                    }
                })
                .collect();
            keyed.sort_unstable();
            let numbers: Vec<u32> = keyed.into_iter().map(|(_, number)| number).collect();
            // Most of a page is unread: few pages are looked through.
            for numbers in numbers.chunks(2 * PAGE) {
                let listed = finished.list(numbers).map_err(Failure::disk)?;
                items.extend(listed.into_iter().filter(|item| !self.reviews.is_read(&item.id, by)));
                if items.len() >= PAGE {
                    break;
                }
            }
            items.truncate(PAGE);
        }
        let (read, right) = self.reviews.right_of(sample.iter().map(String::as_str));
        let (low, high) = wilson(right, read);
        let percent = |share: f64| sayso_corpus::percent(share as f32);
        Ok(Queue {
            order,
            items,
            read: self.reviews.count(),
            sample: [sample.len() as u64, read, right],
            interval: (percent(low), percent(high)),
            agreement: self.reviews.agreement(),
        })
    }

    /// The lines of `attributions.jsonl` of the articles in which everything was judged or corrected: gold for
    /// `sayso evaluate` and training.
    pub(crate) fn gold(&self) -> Vec<u8> {
        let Some((_, lines)) = self.file("/attributions.jsonl") else { return Vec::new() };
        let mut gold = Vec::new();
        for line in lines.split_inclusive(|byte| *byte == b'\n') {
            let Ok(article) = serde_json::from_slice::<Judged>(line) else { continue };
            let judged = |one: &JudgedOne| one.corrected.is_some() || self.reviews.is_read(&one.id, "");
            if !article.attributions.is_empty() && article.attributions.iter().all(judged) {
                gold.extend_from_slice(line);
            }
        }
        gold
    }

    /// The ids of the random sample, of what was found before anybody corrected it.
    fn sample(&self) -> Result<Vec<String>, Error> {
        if let Some(known) = self.sample.get() {
            return Ok(known.clone());
        }
        let mut keyed: Vec<([u8; 32], String)> = Vec::new();
        self.replay.each_found(&mut |id| {
            let key = blake3::hash(format!("{SEED}{id}").as_bytes());
            keyed.push((*key.as_bytes(), id));
            if keyed.len() > 64 * SAMPLE {
                keyed.sort_unstable();
                keyed.truncate(SAMPLE);
            }
        })?;
        keyed.sort_unstable();
        let sample = keyed.into_iter().take(SAMPLE).map(|(_, id)| id).collect();
        Ok(self.sample.get_or_init(|| sample).clone())
    }

    /// The ids of an article's attributions as they stand.
    pub(super) fn ids(&self, state: &mut State, entry: &IndexEntry) -> Result<Vec<String>, Failure> {
        let corrections = self.corrections(state)?;
        let (layers, _) = self.replay.article(entry, &corrections).map_err(Failure::disk)?;
        Ok(layers.attributions.ids())
    }
}
