//! IndexedGazetteer in no list behind the noun that says what they are: "the newspaper Magyar Nemzet", "the game Minetest".

use super::Chunker;
use crate::chunk::Hypothesis;
use crate::key::{self, Key};
use crate::lexicon::bit;
use crate::shape::Shape;
use crate::tagged_text::Setting;
use sayso_core::EntityKind;
use std::sync::LazyLock;

/// What a noun right before a name makes of it.
const NOUNS: &[(&str, EntityKind)] = &[
    ("newspaper", EntityKind::Outlet),
    ("daily", EntityKind::Outlet),
    ("tabloid", EntityKind::Outlet),
    ("magazine", EntityKind::Outlet),
    ("broadcaster", EntityKind::Outlet),
    ("website", EntityKind::Outlet),
    ("company", EntityKind::Company),
    ("firm", EntityKind::Company),
    ("startup", EntityKind::Company),
    ("retailer", EntityKind::Company),
    ("automaker", EntityKind::Company),
    ("carmaker", EntityKind::Company),
    ("airline", EntityKind::Company),
    ("nonprofit", EntityKind::Organization),
    ("charity", EntityKind::Organization),
    ("band", EntityKind::Organization),
    ("duo", EntityKind::Organization),
    ("game", EntityKind::Other),
    ("film", EntityKind::Other),
    ("movie", EntityKind::Other),
    ("mockumentary", EntityKind::Other),
    ("documentary", EntityKind::Other),
    ("sitcom", EntityKind::Other),
    ("musical", EntityKind::Other),
    ("album", EntityKind::Other),
    ("song", EntityKind::Other),
    ("single", EntityKind::Other),
    ("novel", EntityKind::Other),
    ("drug", EntityKind::Other),
    ("god", EntityKind::Other),
    ("goddess", EntityKind::Other),
    ("planet", EntityKind::Other),
    ("comet", EntityKind::Other),
    ("asteroid", EntityKind::Other),
    ("spacecraft", EntityKind::Other),
    ("rocket", EntityKind::Other),
    ("genus", EntityKind::Other),
    ("ship", EntityKind::Other),
    ("vessel", EntityKind::Other),
    ("app", EntityKind::Other),
    ("software", EntityKind::Other),
];

static KEYS: LazyLock<Vec<Key>> =
    LazyLock::new(|| NOUNS.iter().map(|(noun, _)| key::of_lower(noun)).collect());

/// Longest name that is taken so, in words.
const LONGEST: usize = 3;

impl Chunker<'_, '_> {
    /// The name in no list behind such a noun.
    pub(super) fn named_by_noun(&mut self, at: usize, end: usize, hit_end: usize) -> Option<usize> {
        let told = at > self.line.first && hit_end <= at && end <= at + LONGEST && self.tagged.joined(at);
        let noun = told.then(|| self.word(at - 1)).filter(|noun| noun.shape == Shape::Lower)?;
        let nth = KEYS.iter().position(|known| *known == noun.key)?;
        let (_, kind) = NOUNS[nth];
        let plain = (at..end).all(|at| {
            let word = self.word(at);
            matches!(word.shape, Shape::Title | Shape::Mixed)
                && !word.is(bit::NO_NAME | bit::GIVEN | bit::TITLE | bit::ORG_HEAD)
        });
        // "the company Monday", "the film Director Roe made".
        let unknown = (at..end).any(|at| !self.word(at).common());
        if !plain || !unknown || self.line.setting != Setting::Running || self.word(at).all_caps {
            return None;
        }
        let hypothesis =
            if kind == EntityKind::Other { Hypothesis::Event } else { Hypothesis::Organization(kind) };
        self.push(at, end, hypothesis, None);
        Some(end)
    }
}
