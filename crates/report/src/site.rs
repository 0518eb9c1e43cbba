//! What every page is drawn from.

use crate::slug;
use rayon::prelude::*;
use sayso_corpus::spill::RecordRef;
use sayso_corpus::{Corpus, SpeakerStats};

/// Speakers up to which each has a page of its own.
const OWN_PAGES: usize = 2_000;
/// Beyond, those with so many statements at most share pages.
const FEW: usize = 2;
/// Bytes of statements on such a page, and what a speaker counts for besides. What is escaped takes six times as much.
const SHARED: usize = 100_000;
const SECTION: usize = 500;

/// A report's corpus, and where its speakers are shown.
pub(crate) struct Site<'a> {
    pub title: &'a str,
    pub corpus: &'a Corpus,
    /// Statements below this, in per cent, are uncertain.
    pub unsure: u8,
    speakers: Vec<SpeakerPage>,
}

/// Where a speaker is shown.
struct SpeakerPage {
    /// Stem of the speaker's own page, or the speaker's anchor on a shared one.
    slug: String,
    /// Number of the page that the speaker shares with others, from 0.
    shared: Option<u32>,
}

impl<'a> Site<'a> {
    pub(crate) fn new(title: &'a str, corpus: &'a Corpus, unsure: u8) -> Self {
        let speakers = corpus.stats.speakers.par_iter().zip(corpus.stats.speaker_ids());
        // Names of one speaker differ in case, in which file names do not.
        let page = |(speaker, id): (&SpeakerStats, &str)| SpeakerPage {
            slug: slug::stem(speaker.written_name(), id, &[id.as_bytes(), speaker.kind.name().as_bytes()]),
            shared: None,
        };
        let mut site = Self { title, corpus, unsure, speakers: speakers.map(page).collect() };
        if site.speakers.len() > OWN_PAGES {
            site.share();
        }
        site
    }

    /// Puts speakers of few statements on pages together, by name.
    fn share(&mut self) {
        let stats = &self.corpus.stats;
        let mut few: Vec<(&mut SpeakerPage, &SpeakerStats)> =
            self.speakers.iter_mut().zip(&stats.speakers).collect();
        few.retain(|(_, speaker)| speaker.statements.len() <= FEW);
        few.sort_by(|(a, _), (b, _)| a.slug.cmp(&b.slug));
        let (mut page, mut bytes) = (0, 0);
        for (place, speaker) in few {
            let records = speaker.statements.iter().map(|statement| stats.statements.row(*statement).record);
            let size = SECTION + records.map(RecordRef::bytes).sum::<usize>();
            if bytes > 0 && bytes + size > SHARED {
                (page, bytes) = (page + 1, 0);
            }
            bytes += size;
            place.shared = Some(page);
        }
    }

    /// The statements that are uncertain: confidence and number.
    pub(crate) fn uncertain(&self) -> impl Iterator<Item = (u8, u32)> {
        let rows = self.corpus.stats.statements.rows().map(|(number, row)| (row.confidence, number));
        rows.filter(|(confidence, _)| *confidence < self.unsure)
    }

    /// Stem of a speaker's page, or the speaker's anchor on a shared one.
    pub(crate) fn slug(&self, speaker: u32) -> &str {
        &self.speakers[speaker as usize].slug
    }

    /// Address of the place where a speaker is shown, from the site's root.
    pub(crate) fn href(&self, speaker: u32) -> String {
        let SpeakerPage { slug, shared } = &self.speakers[speaker as usize];
        match shared {
            None => format!("speakers/{slug}.html"),
            Some(page) => format!("speakers/few-{}.html#{slug}", page + 1),
        }
    }

    /// The speakers who have pages of their own.
    pub(crate) fn with_own_pages(&self) -> Vec<u32> {
        (0..)
            .zip(&self.speakers)
            .filter(|(_, page)| page.shared.is_none())
            .map(|(speaker, _)| speaker)
            .collect()
    }

    /// The speakers of each page that several share.
    pub(crate) fn sharing(&self) -> Vec<Vec<u32>> {
        let shared = (0..).zip(&self.speakers);
        let mut order: Vec<(u32, &str, u32)> =
            shared.filter_map(|(speaker, page)| Some((page.shared?, page.slug.as_str(), speaker))).collect();
        order.sort_unstable();
        let pages = order.chunk_by(|a, b| a.0 == b.0);
        pages.map(|page| page.iter().map(|(.., speaker)| *speaker).collect()).collect()
    }
}
