//! The weights of a token's features, added up. Most words come again, and with them what they tell by themselves: sums of
//! those features are kept.

#![allow(clippy::inline_always, reason = "compiled for processors with and without AVX2")]

use super::features::{Form, NamePrior, REACH, around, near};
use super::templates::{Feature, Window, of_next, of_previous, of_token, of_window};
use super::{NAME_LABELS, NameModel, name_row};
use sayso_core::{Token, WordCache};
use std::ops::Range;

/// Weights of a label each, added up in units of the model's scale.
pub(super) type Sums = [i16; NAME_LABELS - 1];

/// A word as the tagger sees it, with what it tells its neighbours.
#[derive(Copy, Clone, Debug, Default)]
struct Word {
    form: Form,
    /// For the word behind it.
    as_previous: Sums,
    /// For the word before it.
    as_next: Sums,
}

impl Word {
    fn new(form: Form, model: &NameModel) -> Self {
        let add = |features: [Feature; 2]| added([0; NAME_LABELS - 1], model, features);
        Self { form, as_previous: add(of_previous(&form)), as_next: add(of_next(&form)) }
    }
}

/// A word with what is known of it, and what both tell by themselves.
#[derive(Copy, Clone, Debug, Default)]
struct Known {
    form: Form,
    prior: u64,
    sums: Sums,
}

/// Slots of words with what is known of them, as a power of two.
const KNOWN_BITS: u32 = 12;

/// Adds up weights. What it keeps is of one model.
#[derive(Debug, Default)]
pub(super) struct Summation {
    /// The model by its number; 0 for none yet.
    model: u64,
    words: WordCache<Word>,
    known: Vec<Known>,
    buffer: String,
    /// The words in and around the stretches of the sentence that is read.
    sentence: Vec<Word>,
    nothing: Word,
}

impl Summation {
    /// Reads the words in and around some stretches of a sentence, and forgets those read before.
    pub(super) fn read(
        &mut self,
        model: &NameModel,
        text: &str,
        sentence: &[Token],
        stretches: &[Range<usize>],
    ) {
        if self.model != model.number {
            *self = Self {
                model: model.number,
                known: vec![Known::default(); 1 << KNOWN_BITS],
                nothing: Word::new(Form::NOTHING, model),
                ..Self::default()
            };
        }
        self.sentence.clear();
        self.sentence.resize(sentence.len(), Word::default());
        for at in near(stretches, sentence.len()) {
            let buffer = &mut self.buffer;
            let read = |word: &str| Word::new(Form::read(word, &model.clusters, buffer), model);
            self.sentence[at] = self.words.get_or_read(text, sentence[at].span, read);
        }
    }

    /// The sums of a token of that sentence.
    #[inline(always)]
    pub(super) fn sums(&mut self, model: &NameModel, priors: &[NamePrior], at: usize) -> Sums {
        let Self { known, sentence, nothing, .. } = self;
        let words = around(sentence, at, nothing);
        let priors = around(priors, at, &NamePrior::OUTSIDE).map(|prior| *prior);
        let window = Window { forms: words.map(|word| &word.form), priors };
        let [_, previous, word, next, _] = words;
        let own = own(known, model, &word.form, priors[REACH]);
        let sums = std::array::from_fn(|at| own[at] + previous.as_previous[at] + next.as_next[at]);
        added(sums, model, of_window(&window))
    }
}

/// What a word and what is known of it tell by themselves.
#[inline(always)]
fn own(known: &mut [Known], model: &NameModel, form: &Form, prior: NamePrior) -> Sums {
    let number = prior.number();
    let mixed =
        (number ^ u64::from(form.word) << 24 ^ u64::from(form.shape)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let slot = (mixed >> (u64::BITS - KNOWN_BITS)) as usize;
    let known = &mut known[slot];
    // No word has the form of an empty slot.
    if known.prior != number || known.form != *form {
        let sums = added([0; NAME_LABELS - 1], model, of_token(form, prior));
        *known = Known { form: *form, prior: number, sums };
    }
    known.sums
}

/// Some sums with the weights of more features.
#[inline(always)]
fn added<const COUNT: usize>(mut sums: Sums, model: &NameModel, features: [Feature; COUNT]) -> Sums {
    for (_, hash) in features {
        let row = model.table.row(name_row(hash));
        for (sum, weight) in sums.iter_mut().zip(row) {
            *sum += i16::from(*weight);
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name_tagger::{NameTagger, WordForms};
    use sayso_core::Article;
    use sayso_tokenize::Tokenizer;

    #[test]
    fn sums_are_those_of_all_features() {
        let tagger = NameTagger::shipped().expect("a tagger is built in");
        let model = tagger.model();
        let text = "Mina Rao of the Ostby Port Authority told Rao’s brother, and Rao agreed, that Ostby, Norway, was near.";
        let article = Article { text: text.to_owned(), ..Article::default() };
        let tokens = Tokenizer::new().tokenize(&article).tokens;
        let prior = |at: usize| NamePrior {
            mention: (at % 3) as u8,
            kind: (at % 2) as u8,
            setting: 1,
            ..NamePrior::default()
        };
        let priors: Vec<NamePrior> = (0..tokens.len()).map(prior).collect();
        let stretches = [0..3, 4..12, 14..tokens.len()];
        let (mut summation, mut forms) = (Summation::default(), WordForms::default());
        // The second time all of it is kept from the first.
        for _ in 0..2 {
            summation.read(model, text, &tokens, &stretches);
            forms.read(&model.clusters, text, &tokens, &priors, &stretches);
            for stretch in &stretches {
                let mut features = Vec::new();
                forms.features(&priors, stretch.clone(), &mut features);
                for (at, features) in stretch.clone().zip(features) {
                    assert_eq!(summation.sums(model, &priors, at), model.sums(&features), "{at}");
                }
            }
        }
    }
}
