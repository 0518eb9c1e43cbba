//! One article, one opinion: names that are written alike are of one class, surnames are whose full names stand in the
//! article, and repeats that the tagger missed are found.

use super::surroundings::{self, Evidence};
use super::{Found, Proposal, fits};
use crate::context;
use crate::key::Key;
use crate::tagged_text::TaggedText;
use rustc_hash::FxHashMap;
use sayso_core::MentionForm;
use sayso_model::{NameClass, NameTag};

/// A name changes its class where the others written like it weigh so many times as much together.
const OUTVOTED: f32 = 1.3;
/// A full name speaks so many times for its surname alone, where no preposition of place stands before it.
const SURNAME: f32 = 2.0;
/// The weight of what the rules found.
const RULE: f32 = 0.25;
/// The weight of a name's likely class by what stands around it,
const LIKELY: f32 = 0.4;
/// and of what the text says that it is: of itself, and of the weight of all classes together.
const TOLD: f32 = 1.0;
const TOLD_SHARE: f32 = 0.5;
/// A name that is missing in one place is added where all that are written like it weigh this much together,
const REPEATED: f32 = 0.9;
/// and the tagger is less sure than this that there is none.
const SURELY_NONE: f32 = 0.98;
/// Longest name that is looked for, in tokens.
const LONGEST: usize = 4;

/// What is said of a wording: the weight of each class.
type Weights = [f32; NameClass::ALL.len()];

/// Buffers.
#[derive(Debug, Default)]
pub(crate) struct Ballots {
    wordings: FxHashMap<Key, Weights>,
    surnames: FxHashMap<Key, f32>,
    added: Vec<Proposal>,
}

impl Ballots {
    /// Lets the names of an article vote.
    pub(crate) fn vote(
        &mut self,
        tagged: &TaggedText<'_>,
        tags: &[NameTag],
        found: &[Found],
        proposals: &mut Vec<Proposal>,
    ) {
        self.count(tagged, tags, proposals);
        self.count_rules(tagged, found);
        self.count_surroundings(tagged, proposals);
        for proposal in proposals.iter_mut() {
            self.overrule(tagged, tags, proposal);
        }
        self.find_repeats(tagged, tags, proposals);
        proposals.append(&mut self.added);
        proposals.sort_unstable_by_key(|proposal| proposal.first);
    }

    fn count(&mut self, tagged: &TaggedText<'_>, tags: &[NameTag], proposals: &[Proposal]) {
        self.wordings.clear();
        self.surnames.clear();
        self.added.clear();
        for proposal in proposals {
            let votes = self.wordings.entry(wording(tagged, proposal.first, proposal.end)).or_default();
            for (votes, own) in votes.iter_mut().zip(classes(tags, proposal)) {
                *votes += own;
            }
            if proposal.class == NameClass::Person && proposal.end > proposal.first + 1 {
                let surname = tagged.words[proposal.end - 1].key;
                *self.surnames.entry(surname).or_default() +=
                    classes(tags, proposal)[NameClass::Person as usize];
            }
        }
    }

    /// What the rules found weighs a little, too, where the tagger found the same wording.
    fn count_rules(&mut self, tagged: &TaggedText<'_>, found: &[Found]) {
        for mention in found.iter().filter(|mention| mention.form != MentionForm::Demonym) {
            let Some(votes) = self.wordings.get_mut(&wording(tagged, mention.first, mention.end)) else {
                continue;
            };
            for class in NameClass::ALL.into_iter().filter(|class| fits(*class, mention.kind)) {
                votes[class as usize] += RULE;
            }
        }
    }

    /// What stands around a name, and what the text says that it is.
    fn count_surroundings(&mut self, tagged: &TaggedText<'_>, proposals: &[Proposal]) {
        for (at, proposal) in proposals.iter().enumerate() {
            let Some(evidence) = surroundings::evidence(tagged, proposals, at) else { continue };
            let Some(votes) = self.wordings.get_mut(&wording(tagged, proposal.first, proposal.end)) else {
                continue;
            };
            match evidence {
                Evidence::Likely(class) => votes[class as usize] += LIKELY,
                Evidence::Told(class) => {
                    let all: f32 = votes.iter().sum();
                    votes[class as usize] += TOLD + TOLD_SHARE * all;
                }
            }
        }
    }

    fn overrule(&self, tagged: &TaggedText<'_>, tags: &[NameTag], proposal: &mut Proposal) {
        let Some(votes) = self.wordings.get(&wording(tagged, proposal.first, proposal.end)) else { return };
        let own = classes(tags, proposal);
        let mut votes = *votes;
        if proposal.end == proposal.first + 1 {
            let surname = self.surnames.get(&tagged.words[proposal.first].key).copied().unwrap_or(0.0);
            let line = tagged.line_of(proposal.first);
            if !context::place_before(tagged, proposal.first, line.first) {
                votes[NameClass::Person as usize] += SURNAME * surname;
            }
        }
        let now = proposal.class as usize;
        let best =
            (0..votes.len()).fold(now, |best, class| if votes[class] > votes[best] { class } else { best });
        if best != now && votes[best] > OUTVOTED * votes[now].max(own[now]) {
            proposal.class = NameClass::ALL[best];
        }
    }

    /// Wordings that are names elsewhere in the article, where the tagger saw none.
    fn find_repeats(&mut self, tagged: &TaggedText<'_>, tags: &[NameTag], proposals: &[Proposal]) {
        let mut next = 0;
        let mut at = 0;
        while at < tags.len() {
            while proposals.get(next).is_some_and(|proposal| proposal.end <= at) {
                next += 1;
            }
            let free = proposals.get(next).map_or(tags.len(), |proposal| proposal.first);
            if at >= free {
                at = proposals[next].end;
                continue;
            }
            at = match self.repeat(tagged, tags, at, free) {
                Some(found) => {
                    self.added.push(found);
                    found.end
                }
                None => at + 1,
            };
        }
    }

    fn repeat(&self, tagged: &TaggedText<'_>, tags: &[NameTag], at: usize, free: usize) -> Option<Proposal> {
        if !tagged.words[at].capital() {
            return None;
        }
        let mut found = None;
        for end in at + 1..=free.min(at + LONGEST) {
            if end > at + 1 && !tagged.joined(end - 1) {
                break;
            }
            let outside = tags[at..end].iter().map(|tag| tag.outside).fold(1.0, f32::min);
            let votes = self.wordings.get(&wording(tagged, at, end)).copied().unwrap_or_default();
            let surname = if end == at + 1 { self.surnames.get(&tagged.words[at].key) } else { None };
            let class =
                (0..votes.len()).fold(0, |best, class| if votes[class] > votes[best] { class } else { best });
            let (class, weight) = match surname {
                Some(weight) if *weight > votes[class] => (0, *weight),
                _ => (class, votes[class]),
            };
            if weight >= REPEATED && outside < SURELY_NONE {
                let class = NameClass::ALL[class];
                found = Some(Proposal {
                    first: at,
                    end,
                    class,
                    probability: 1.0 - outside,
                    confidence: 0.0,
                    team: false,
                });
            }
        }
        found
    }
}

/// How likely each class is for all tokens of a name.
fn classes(tags: &[NameTag], proposal: &Proposal) -> Weights {
    let tags = &tags[proposal.first..proposal.end];
    std::array::from_fn(|class| tags.iter().map(|tag| tag.classes[class]).fold(1.0, f32::min))
}

/// What tells a wording: its words, and whether the first is all capitals.
fn wording(tagged: &TaggedText<'_>, first: usize, end: usize) -> Key {
    tagged.words[first..end].iter().fold(Key::default(), |key, word| key.then(word.key))
}
