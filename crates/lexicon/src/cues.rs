//! The cue table: how often a word form tells of a statement, by what stands on either side of it.

use sayso_core::CueClass;

/// What follows a cue word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RightContext {
    /// that
    That,
    /// to and a verb
    To,
    /// who, how, if
    Question,
    /// a quotation mark
    Quote,
    /// a subject pronoun
    Subject,
    /// a noun phrase
    Phrase,
    /// a preposition
    Preposition,
    /// punctuation, a conjunction, the end of the sentence
    End,
}

impl RightContext {
    /// Number of columns.
    pub const COUNT: usize = 8;
}

/// What stands before a cue word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftContext {
    /// to
    To,
    /// a determiner or possessive
    Determiner,
    /// is, has
    Auxiliary,
    /// will, not
    Modal,
    /// a preposition
    Preposition,
    /// I, we, you
    First,
    /// he, they
    Third,
    /// a capitalised word
    Name,
    /// anything else
    Other,
}

impl LeftContext {
    /// Number of columns.
    pub const COUNT: usize = 9;
}

/// A row of the cue table.
#[derive(Clone, Debug)]
pub struct CueRow {
    /// Kind of saying.
    pub class: CueClass,
    /// Log-odds that the form is a cue.
    base: f32,
    /// What the following words add.
    right: [f32; RightContext::COUNT],
    /// What the preceding words add.
    left: [f32; LeftContext::COUNT],
    /// Whether a pronoun often follows the cue: a clause is what it takes.
    takes_clause: bool,
}

impl CueRow {
    /// A line of the table: the form, and its row.
    pub(crate) fn parse(line: &str) -> Option<(&str, Self)> {
        let mut cells = line.split('\t');
        let (form, class, all) = (cells.next()?, cells.next()?, cells.next()?);
        let counts: Vec<Count> = cells.map(Count::parse).collect();
        let all = Count::parse(all);
        let base = all.smoothed(UNSEEN_RATE, 2.0);
        let ratio = |at: usize| {
            let count = counts.get(at).copied().unwrap_or_default();
            logit(count.smoothed(base, 4.0)) - logit(base)
        };
        let hits = |right: RightContext| counts.get(right as usize).map_or(0.0, |count| count.hits);
        let takes_clause =
            hits(RightContext::That) + 2.0 * hits(RightContext::Subject) > hits(RightContext::Phrase);
        let row = Self {
            takes_clause,
            class: CueClass::parse(class).unwrap_or_default(),
            base: logit(base),
            right: std::array::from_fn(ratio),
            left: std::array::from_fn(|at| ratio(RightContext::COUNT + at)),
        };
        Some((form, row))
    }

    /// Whether the form takes a clause without "that" for its content.
    pub fn takes_clause(&self) -> bool {
        self.takes_clause
    }

    /// How often the form is a cue, in three steps: 0 seldom, 1 now and then, 2 mostly.
    pub fn step(&self) -> u32 {
        u32::from(self.base > -1.5) + u32::from(self.base > 0.5)
    }

    /// Probability that the word is a cue between these neighbours: odds of the form, times the odds ratios of
    /// what stands on either side (a naive Bayes classifier over three counts).
    pub fn probability(&self, left: LeftContext, right: RightContext) -> f32 {
        let odds = self.base + self.left[left as usize] + self.right[right as usize];
        1.0 / (1.0 + (-odds).exp())
    }
}

/// Rate at which a cue form never seen in training is taken to be a cue: what the rare forms of the table show.
const UNSEEN_RATE: f32 = 0.45;

#[derive(Clone, Copy, Default)]
struct Count {
    hits: f32,
    seen: f32,
}

impl Count {
    fn parse(cell: &str) -> Self {
        let (hits, seen) = cell.split_once('/').unwrap_or(("0", "0"));
        Self { hits: hits.parse().unwrap_or(0.0), seen: seen.parse().unwrap_or(0.0) }
    }

    fn smoothed(self, prior: f32, weight: f32) -> f32 {
        (self.hits + prior * weight) / (self.seen + weight)
    }
}

fn logit(rate: f32) -> f32 {
    let rate = rate.clamp(0.002, 0.998);
    (rate / (1.0 - rate)).ln()
}
