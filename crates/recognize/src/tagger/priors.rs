//! What the tagger is told of each token: the rules' finds, the rest of the article, how capitals are set.

use crate::chunk::{Chunk, Wanted};
use crate::key::Key;
use crate::lexicon::bit;
use crate::tagged_text::{Setting, TaggedText, Word};
use crate::words;
use rustc_hash::FxHashMap;
use sayso_core::{EntityKind, MentionForm, Span};
use sayso_model::NamePrior;

/// A mention that the rules found.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// The chunk that it is.
    pub(crate) chunk: usize,
    /// Its tokens.
    pub(crate) first: usize,
    pub(crate) end: usize,
    pub(crate) kind: EntityKind,
    pub(crate) form: MentionForm,
    pub(crate) listed: bool,
    pub(crate) title: Option<Span>,
}

/// The kind of a demonym.
const DEMONYM: u8 = 10;
/// The kind of a title before a name.
const TITLE: u8 = 11;

impl Found {
    fn kind(&self) -> u8 {
        if self.form == MentionForm::Demonym {
            return DEMONYM;
        }
        match self.kind {
            EntityKind::Person => 1,
            EntityKind::Organization => 2,
            EntityKind::Company => 3,
            EntityKind::Agency => 4,
            EntityKind::Party => 5,
            EntityKind::Outlet => 6,
            EntityKind::Country => 7,
            EntityKind::Place => 8,
            EntityKind::Other => 9,
        }
    }
}

/// What the tables say of a word, in a few bits.
fn facts(word: &Word) -> u16 {
    const BITS: [u32; 9] = [
        bit::GIVEN,
        bit::SURNAME,
        bit::ORG_END | bit::ORG_START | bit::TEAM,
        bit::ORG_HEAD,
        bit::PLACE_END | bit::PLACE_HEAD | bit::PLACE_MOD,
        bit::TITLE | bit::ROLE,
        bit::FUNCTION,
        bit::TIME | bit::OTHER,
        bit::THING_END | bit::THING_HEAD,
    ];
    let bits = BITS.iter().enumerate().fold(0, |out, (at, bits)| out | u16::from(word.is(*bits)) << at);
    let common = match word.facts.small {
        0 => 0,
        1..30 => 1,
        30..60 => 2,
        60..85 => 3,
        _ => 4,
    };
    1 + bits + (common << BITS.len())
}

/// Classes that a word is counted under: none, people, organisations, places, others.
const CLASSES: usize = 5;

fn class(kind: u8) -> usize {
    match kind {
        1 => 1,
        2..=6 => 2,
        7 | 8 => 3,
        9 | DEMONYM => 4,
        _ => 0,
    }
}

/// How often a capitalised word stands in an article, by what the rules take it for.
#[derive(Copy, Clone, Default)]
struct Uses {
    classes: [u16; CLASSES],
    /// Where its capital tells something.
    inside: u16,
    /// What it is wanted to be where it stands alone: a person, a place, one who did something; an article before it.
    wanted: [u8; 4],
}

/// One element for every token of an article.
#[derive(Default)]
pub(crate) struct Priors {
    pub(crate) tokens: Vec<NamePrior>,
    uses: FxHashMap<Key, Uses>,
}

impl Priors {
    pub(crate) fn read(&mut self, tagged: &TaggedText<'_>, chunks: &[Chunk], found: &[Found]) {
        self.tokens.clear();
        self.tokens.resize(tagged.words.len(), NamePrior::default());
        self.uses.clear();
        for mention in found {
            self.mark(tagged, mention);
        }
        for (word, prior) in tagged.words.iter().zip(&self.tokens) {
            if word.capital() {
                let uses = self.uses.entry(word.key).or_default();
                let class = &mut uses.classes[class(prior.kind)];
                *class = class.saturating_add(1);
                uses.inside = uses.inside.saturating_add((!word.case_uninformative).into());
            }
        }
        for chunk in chunks {
            let Wanted { person, place, deed, .. } = chunk.wanted;
            let bits = 1 + u8::from(person) + 2 * u8::from(place) + 4 * u8::from(deed);
            let bits = bits + 8 * u8::from(chunk.title.is_some());
            self.tokens[chunk.first..chunk.end].iter_mut().for_each(|token| token.wanted = bits);
        }
        for chunk in chunks.iter().filter(|chunk| chunk.end == chunk.first + 1) {
            let Some(uses) = self.uses.get_mut(&tagged.words[chunk.first].key) else { continue };
            let article = chunk.first > 0 && words::THE.contains(tagged.of(chunk.first - 1));
            let seen = [
                chunk.wanted.person || chunk.title.is_some(),
                chunk.wanted.place,
                chunk.wanted.deed,
                article,
            ];
            for (wanted, seen) in uses.wanted.iter_mut().zip(seen) {
                *wanted = wanted.saturating_add(seen.into());
            }
        }
        for line in &tagged.lines {
            let setting = match line.setting {
                Setting::Running => 1,
                Setting::TitleCase => 5,
                Setting::AllCapitals => 9,
            };
            for at in line.first..line.end {
                let word = &tagged.words[at];
                let bits = u8::from(word.case_uninformative) + 2 * u8::from(word.all_caps);
                self.tokens[at].setting = setting + bits;
                if word.capital() {
                    self.tokens[at].facts = facts(word);
                    (self.tokens[at].document, self.tokens[at].company) = self.elsewhere(tagged, at);
                }
            }
        }
    }

    fn mark(&mut self, tagged: &TaggedText<'_>, mention: &Found) {
        let kind = mention.kind();
        if let Some(title) = mention.title {
            let first = tagged.words.partition_point(|word| word.span.end <= title.start);
            let in_title = |at: &usize| tagged.words[*at].span.start < title.end;
            for at in (first..tagged.words.len()).take_while(in_title) {
                if self.tokens[at].kind == 0 {
                    self.tokens[at].kind = TITLE;
                    self.tokens[at].mention = TITLE * 8;
                }
            }
        }
        for at in mention.first..mention.end {
            let short = matches!(mention.form, MentionForm::Short | MentionForm::Acronym);
            let bits = u8::from(at == mention.first) + 2 * u8::from(mention.listed) + 4 * u8::from(short);
            self.tokens[at].kind = kind;
            self.tokens[at].mention = kind * 8 + bits;
        }
    }

    /// How a capitalised word is used elsewhere in the article: whether in small letters, whether where a capital tells
    /// something, and what the rules take it for most often.
    fn elsewhere(&self, tagged: &TaggedText<'_>, at: usize) -> (u8, u8) {
        let word = &tagged.words[at];
        let Some(mut uses) = self.uses.get(&word.key).copied() else { return (0, 0) };
        let times: u32 = uses.classes.iter().copied().map(u32::from).sum();
        let own = &mut uses.classes[class(self.tokens[at].kind)];
        *own = own.saturating_sub(1);
        let inside = uses.inside > u16::from(!word.case_uninformative);
        let most = (0..CLASSES).rev().max_by_key(|class| uses.classes[*class]).unwrap_or(0);
        let most = if uses.classes[most] == 0 { 0 } else { 1 + most as u8 };
        let small = tagged.written_small(at);
        let document = 1 + u8::from(small) + 2 * u8::from(inside) + 4 * most;
        // Once, or more often.
        let step = |count: u8| count.min(2);
        let company = uses.wanted.iter().fold(u8::from(times > 1), |out, count| out * 3 + step(*count));
        (document, company)
    }
}
