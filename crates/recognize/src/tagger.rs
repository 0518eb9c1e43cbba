//! What the names tagger reads and what it says: stretches near capitals, with what the rules found in them.

mod datelines;
mod merge;
mod priors;
mod proposals;
mod sports;
mod stretches;
mod surroundings;
mod vote;

use crate::chunk::Chunk;
use crate::gazetteer_hits::Lists;
use crate::tagged_text::{Line, TaggedText};
pub(crate) use merge::{Merger, fits};
pub(crate) use priors::{Found, Priors};
pub(crate) use proposals::Proposal;
use sayso_core::Tokens;
use sayso_model::{NamePrior, NameScratch, NameTag, NameTagger, NameText};
use std::ops::Range;
pub(crate) use stretches::stretches;

/// Buffers, kept from article to article.
#[derive(Default)]
pub(crate) struct Tagging {
    pub(crate) priors: Priors,
    stretches: Vec<Range<usize>>,
    scratch: NameScratch,
    line_tags: Vec<NameTag>,
    /// For each token of the article what it was tagged as; outside of names where it was not read.
    pub(crate) tags: Vec<NameTag>,
    pub(crate) proposals: Vec<Proposal>,
    ballots: vote::Ballots,
}

/// A name is proposed from this probability of its least sure token on.
const LEAST_PROBABILITY: f32 = 0.4;

/// The tag of tokens that are not read.
const UNREAD: NameTag = NameTag { label: 0, probability: 1.0, outside: 1.0, classes: [0.0; 4] };

impl Tagging {
    /// Tags an article by what the rules found in it.
    pub(crate) fn tag(
        &mut self,
        model: &NameTagger,
        tagged: &TaggedText<'_>,
        lists: &Lists,
        tokens: &Tokens,
        chunks: &[Chunk],
        found: &[Found],
    ) {
        self.priors.read(tagged, chunks, found);
        self.tags.clear();
        self.tags.resize(tagged.words.len(), UNREAD);
        for line in &tagged.lines {
            stretches(tagged, &self.priors, *line, &mut self.stretches);
            if self.stretches.is_empty() {
                continue;
            }
            self.line_tags.clear();
            let sentence = NameText {
                text: tagged.text,
                tokens: &tokens.tokens[line.first..line.end],
                priors: &self.priors.tokens[line.first..line.end],
                stretches: &self.stretches,
            };
            model.tag(sentence, &mut self.scratch, &mut self.line_tags);
            let places = self.stretches.iter().cloned().flatten();
            for (at, tag) in places.zip(&self.line_tags) {
                self.tags[line.first + at] = *tag;
            }
        }
        proposals::proposals(tagged, &self.tags, &mut self.proposals);
        self.proposals.retain(|proposal| proposal.probability >= LEAST_PROBABILITY);
        self.ballots.vote(tagged, &self.tags, found, &mut self.proposals);
        surroundings::among_others(tagged, &mut self.proposals);
        datelines::find_datelines(tagged, &mut self.proposals);
        sports::find_teams(tagged, lists, found, &mut self.proposals);
        for proposal in &mut self.proposals {
            proposal.confidence = model.model().confidence(proposal.probability);
        }
    }
}

/// A sentence as the tagger reads it: for training.
#[derive(Clone, Debug)]
pub struct NameSentence {
    /// Its tokens, counted in the article.
    pub tokens: Range<usize>,
    /// What is known of each.
    pub priors: Vec<NamePrior>,
    /// The stretches that are read, counted from the sentence's first token.
    pub stretches: Vec<Range<usize>>,
}

/// Every sentence of an article as the tagger reads it.
pub(crate) fn sentences(tagged: &TaggedText<'_>, chunks: &[Chunk], found: &[Found]) -> Vec<NameSentence> {
    let mut priors = Priors::default();
    priors.read(tagged, chunks, found);
    let sentence = |line: &Line| {
        let mut out = Vec::new();
        stretches(tagged, &priors, *line, &mut out);
        NameSentence {
            tokens: line.first..line.end,
            priors: priors.tokens[line.first..line.end].to_vec(),
            stretches: out,
        }
    };
    tagged.lines.iter().map(sentence).collect()
}
