//! Attribution by models that were trained: `accurate`, a small recurrent net, and `fast`, a linear one. Both find
//! cues, and then, cue by cue, content and source; both are told what names and rules say.

use crate::Attributor;
use crate::assembler::{self, Assembler};
use crate::rules::{Ruled, start};
use sayso_core::{Article, Attribution, Attributions, Mentions, Tokens};
use sayso_model::{ModelError, PriorFeatures, Tagger, prior_features};
use sayso_speakers::Resolver;

/// Attribution by a trained model; every attribution has a cue.
#[derive(Debug)]
pub struct Trained {
    tagger: Tagger,
}

impl Trained {
    /// The net that we ship, unpacked once a process.
    pub fn accurate() -> Result<Self, ModelError> {
        Tagger::accurate().map(Self::from)
    }

    /// The linear model that we ship, unpacked once a process.
    pub fn fast() -> Result<Self, ModelError> {
        Tagger::fast().map(Self::from)
    }

    /// A model of either kind, trained with `cargo xtask train attribution`.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        Tagger::from_bytes(bytes).map(Self::from)
    }
}

impl From<Tagger> for Trained {
    fn from(tagger: Tagger) -> Self {
        Self { tagger }
    }
}

/// What names and rules say of each token of an article, as the models are told it.
pub fn priors(article: &Article, tokens: &Tokens, mentions: &Mentions) -> Vec<PriorFeatures> {
    prior_features(tokens, mentions, &Ruled::find(article, tokens, mentions).outlines())
}

impl Attributor for Trained {
    fn name(&self) -> &str {
        self.tagger.name()
    }

    fn attribute(&self, article: &Article, tokens: &Tokens, mentions: &Mentions) -> Attributions {
        let ruled = Ruled::find(article, tokens, mentions);
        let outlines = ruled.outlines();
        let priors = prior_features(tokens, mentions, &outlines);
        let assembler = Assembler::new(article, tokens, mentions, &priors);
        let found = self.tagger.find(article, tokens, &priors);
        let mut found: Vec<Attribution> =
            found.iter().map(|found| assembler.attribution(found, self.tagger.model())).collect();
        assembler::frame_sources(&outlines, &assembler.trimmer(), &mut found);
        let found = assembler::without_doubles(found);
        let resolver = Resolver::new(article, tokens, mentions);
        let passed_over = assembler::passed_over(tokens, &resolver, &outlines, &found).into_iter();
        let passed_over = passed_over.map(|nth| (outlines[nth].clone(), Some(nth)));
        let mut matches: Vec<_> = found.into_iter().map(|found| (found, None)).chain(passed_over).collect();
        matches.sort_by_key(|(rule_match, _)| start(rule_match));
        let mut attributions = Vec::with_capacity(matches.len());
        for (rule_match, by_rule) in matches {
            attributions.push(if let Some(nth) = by_rule {
                ruled.complete(nth, rule_match, &resolver, &attributions)
            } else {
                let who = resolver.resolve(&rule_match.source, &rule_match.cue, &attributions);
                Attribution { speakers: who.speakers, via: who.via, ..rule_match }
            });
        }
        assembler::carry(&ruled, &outlines, &resolver, &mut attributions);
        // A source may have lost its beginning.
        attributions.sort_by_key(start);
        let set_aside = Assembler::set_aside(ruled.set_aside(&outlines), outlines, &attributions);
        let set_aside = ruled.leftover(&resolver).attribute(&mut attributions, set_aside);
        Attributions { document: article.id, attributions, set_aside }
    }

    fn release_buffers(&self) {
        self.tagger.release_buffers();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use sayso_core::Span;

    #[test]
    fn a_carrier_is_no_speaker() {
        let text =
            "Mayor Ada Roe came.\n\n“The bridge is safe and will stay open,” she said, according to Reuters.";
        let article = Article { text: text.to_owned(), ..Article::default() };
        let tokens = sayso_tokenize::Tokenizer::new().tokenize(&article);
        let mentions = sayso_recognize::Recognizer::new(sayso_gazetteer::Gazetteer::shipped())
            .recognize(&article, &tokens);
        let found = Trained::accurate().unwrap().attribute(&article, &tokens, &mentions).attributions;
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].speakers[0].name, "Ada Roe", "{found:#?}");
        assert_eq!(found[0].via.as_ref().unwrap().name, "Reuters");
    }

    #[test]
    fn finds_a_quotation_with_its_source() {
        let text = "The bridge was closed on Monday.\n\n“The bridge is safe,” Mayor Ada Roe told reporters. “We checked it.”";
        let article = Article { text: text.to_owned(), ..Article::default() };
        let tokens = sayso_tokenize::Tokenizer::new().tokenize(&article);
        let found = Trained::accurate().unwrap().attribute(&article, &tokens, &Mentions::default());
        let parts = |spans: &[Span]| spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" … ");
        let found: Vec<_> =
            found.attributions.iter().map(|found| (parts(&found.content), parts(&found.source))).collect();
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found[0].0.contains("The bridge is safe") && found[0].0.contains("We checked it"),
            "{found:?}"
        );
        assert!(found[0].1.contains("Ada Roe"), "{found:?}");
    }
}
