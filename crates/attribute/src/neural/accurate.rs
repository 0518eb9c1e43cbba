//! The accurate attributor: what the net found, with speakers, kinds of saying and reasons.

use super::calibration::{
    ALL_QUOTED, CONTENT_BELONGS, CONTENT_LENGTH, CONTENT_MARGIN, CONTENT_PIECES, CUE_IS_ONE, CUE_MARGIN,
    Calibration, NO_SOURCE, RULES_CONTENT, RULES_CUE, RULES_SOURCE, SHARE_QUOTED, SOURCE_BELONGS,
    SOURCE_MARGIN,
};
use super::decode::{Found, Lines, decode};
use super::file::{self, ModelError};
use super::linker::Place;
use super::network::Weights;
use super::notes::{Note, notes};
use super::run::{self, Reading, places};
use super::scratch::Scratch;
use crate::lexicon::Lexicon;
use crate::{Attributor, Rules, speakers};
use sayso_document::{
    Article, Attribution, Attributions, CueClass, Evidence, Form, Mentions, SetAside, SetAsideReason, Span,
    TokenKind, Tokens,
};
use std::ops::Range;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// Attribution by a small recurrent net; every attribution has a cue.
#[derive(Debug)]
pub struct Accurate {
    weights: Arc<Weights>,
    name: String,
    lines: Lines,
    rules: Rules,
    /// Buffers of threads that are not reading at the moment.
    idle: Mutex<Vec<Scratch>>,
}

static SHIPPED: &[u8] = include_bytes!("../../../../data/models/accurate.model");

impl Accurate {
    /// The model that we ship, unpacked once a process.
    pub fn shipped() -> Result<Self, ModelError> {
        static MODEL: LazyLock<Result<(Arc<Weights>, String), ModelError>> =
            LazyLock::new(|| unpack(SHIPPED));
        let (weights, name) = MODEL.clone()?;
        Ok(Self::new(weights, name))
    }

    /// A model trained with `cargo xtask train attribution`.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let (weights, name) = unpack(bytes)?;
        Ok(Self::new(weights, name))
    }

    /// A model being trained.
    pub fn new(weights: Arc<Weights>, name: String) -> Self {
        Self { weights, name, lines: Lines::default(), rules: Rules::new(), idle: Mutex::default() }
    }

    /// The same with other lines to decode by.
    #[must_use]
    pub fn with_lines(self, lines: Lines) -> Self {
        Self { lines, ..self }
    }

    /// What the net says of the tokens of an article; `notes` holds one note a token.
    pub fn read(&self, article: &Article, tokens: &Tokens, notes: &[Note]) -> Vec<Reading> {
        self.with_scratch(|scratch| run::read(&self.weights, article, tokens, notes, scratch))
    }

    /// What the net finds, in tokens of the article; `notes` holds one note a token.
    pub fn find(&self, article: &Article, tokens: &Tokens, notes: &[Note]) -> Vec<Found> {
        self.with_scratch(|scratch| {
            let readings = run::read(&self.weights, article, tokens, notes, scratch);
            readings.iter().flat_map(|reading| decode(&self.weights, reading, &self.lines, scratch)).collect()
        })
    }

    fn with_scratch<T>(&self, work: impl FnOnce(&mut Scratch) -> T) -> T {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let mut scratch = idle().pop().unwrap_or_default();
        let out = work(&mut scratch);
        idle().push(scratch);
        out
    }
}

fn unpack(bytes: &[u8]) -> Result<(Arc<Weights>, String), ModelError> {
    let name = format!("accurate/2-{}", &blake3::hash(bytes).to_hex()[..12]);
    Ok((Arc::new(file::read(bytes)?), name))
}

impl Attributor for Accurate {
    fn name(&self) -> &str {
        &self.name
    }

    fn attribute(&self, article: &Article, tokens: &Tokens, mentions: &Mentions) -> Attributions {
        let rules = self.rules.attribute(article, tokens, mentions);
        let notes = notes(tokens, mentions, &rules);
        let places = places(tokens, &notes, 0..tokens.tokens.len());
        let scene = Scene { article, tokens, mentions, places };
        let mut drafts: Vec<Attribution> = self
            .find(article, tokens, &notes)
            .iter()
            .map(|found| scene.attribution(found, &self.weights.calibration))
            .collect();
        drafts.sort_by_key(|draft| {
            [&draft.content, &draft.source, &draft.cue].into_iter().flatten().min().copied()
        });
        let resolver = speakers::Resolver::new(article, tokens, mentions);
        let mut attributions = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let resolved = resolver.resolve(&draft.source, &draft.cue, &attributions);
            attributions.push(Attribution { speakers: resolved.speakers, via: resolved.via, ..draft });
        }
        carry(&rules, &mut attributions);
        let set_aside = Scene::set_aside(rules, &attributions);
        Attributions { document: article.id, attributions, set_aside }
    }
}

/// "…," he said, according to Reuters: what the net ties to the carrier is the speaker's, who told the carrier.
fn carry(rules: &Attributions, attributions: &mut [Attribution]) {
    let shared = |a: &[Span], b: &[Span]| a.iter().any(|a| b.iter().any(|b| a.overlaps(*b)));
    for ruled in &rules.attributions {
        let Some(via) = ruled.via.as_ref().map(|via| [via.span]) else { continue };
        if ruled.cue.is_empty() || attributions.iter().any(|other| shared(&other.cue, &ruled.cue)) {
            continue;
        }
        let carried = attributions.iter_mut().find(|other| {
            let names_it = shared(&other.source, &via) || shared(&other.cue, &via);
            names_it && shared(&other.content, &ruled.content)
        });
        if let Some(carried) = carried {
            let confidence = carried.confidence.max(ruled.confidence);
            *carried = Attribution { confidence, ..ruled.clone() };
        }
    }
}

struct Scene<'a> {
    article: &'a Article,
    tokens: &'a Tokens,
    mentions: &'a Mentions,
    places: Vec<Place>,
}

impl Scene<'_> {
    fn span(&self, range: &Range<usize>) -> Span {
        let tokens = self.tokens.tokens.get(range.clone()).unwrap_or(&[]);
        match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => first.span.join(last.span),
            _ => Span::default(),
        }
    }

    /// Everything but the speakers.
    fn attribution(&self, found: &Found, calibration: &Calibration) -> Attribution {
        let content: Vec<Span> = found.content.iter().map(|piece| self.span(piece)).collect();
        let form = self.form(&found.content);
        Attribution {
            source: found.source.iter().map(|source| self.span(source)).collect(),
            cue: vec![self.span(&found.cue)],
            cue_class: self.class(&found.cue),
            speakers: Vec::new(),
            via: None,
            about: self.about(&content),
            confidence: found.confidence,
            rule: "accurate".to_owned(),
            evidence: self.evidence(found, calibration),
            form,
            content,
        }
    }

    /// The class of the first word of the cue that the cue table knows.
    fn class(&self, cue: &Range<usize>) -> CueClass {
        let lexicon = Lexicon::shipped();
        let words = self.tokens.tokens.get(cue.clone()).unwrap_or(&[]).iter();
        let rows =
            words.filter_map(|token| lexicon.cue(lexicon.look_up(token.span.of(&self.article.text))?.cue));
        rows.map(|row| row.class).next().unwrap_or_default()
    }

    fn form(&self, content: &[Range<usize>]) -> Form {
        let (mut inside, mut outside) = (0, 0);
        for piece in content {
            let words = self.tokens.tokens.get(piece.clone()).unwrap_or(&[]);
            for (token, place) in words.iter().zip(&self.places[piece.clone()]) {
                if matches!(token.kind, TokenKind::Word | TokenKind::Number | TokenKind::Clitic) {
                    *(if place.quoted { &mut inside } else { &mut outside }) += 1;
                }
            }
        }
        match (inside, outside) {
            (0, _) => Form::Indirect,
            (_, 0) => Form::Direct,
            _ => Form::Mixed,
        }
    }

    fn about(&self, content: &[Span]) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for mention in content.iter().flat_map(|span| self.mentions.within(*span)) {
            if let Some(entity) = self.mentions.entity_of(mention).filter(|entity| !out.contains(&entity.id))
            {
                out.push(entity.id.clone());
            }
        }
        out
    }

    /// What was weighed, heaviest first; weights are shares of the log-odds of being right.
    fn evidence(&self, found: &Found, calibration: &Calibration) -> Vec<Evidence> {
        let shares = calibration.shares(&found.traits);
        let weight = |traits: &[usize]| traits.iter().map(|at| shares[*at]).sum::<f32>();
        let words = |range: &Range<usize>| self.span(range).of(&self.article.text);
        let percent = |share: f32| (share * 100.0).round();
        let [content, source, cue] = found.scores;
        let evidence =
            |kind: &str, detail: String, weight: f32| Evidence { kind: kind.to_owned(), detail, weight };
        let of_source = found.source.as_ref().map_or_else(
            || ("no-source", "nobody is named as its source".to_owned()),
            |span| ("source", format!("“{}” is the source of this cue ({} %)", words(span), percent(source))),
        );
        let mut out = vec![
            evidence(
                "cue",
                format!("“{}” tells of a saying ({} %)", words(&found.cue), percent(cue)),
                weight(&[CUE_IS_ONE, CUE_MARGIN]),
            ),
            evidence(
                "content",
                format!("the words belong to this cue ({} %)", percent(content)),
                weight(&[CONTENT_BELONGS, CONTENT_MARGIN, CONTENT_PIECES, CONTENT_LENGTH]),
            ),
            evidence(of_source.0, of_source.1, weight(&[SOURCE_BELONGS, SOURCE_MARGIN, NO_SOURCE])),
        ];
        if found.traits[SHARE_QUOTED] > 0.0 {
            let detail = "words stand in quotation marks".to_owned();
            out.push(evidence("quotation-marks", detail, weight(&[SHARE_QUOTED, ALL_QUOTED])));
        }
        if found.traits[RULES_CUE] > 0.0 {
            let agreement = percent(found.traits[RULES_CONTENT]);
            let detail = format!("the rules see this cue too, and share {agreement} % of the words");
            out.push(evidence("rules", detail, weight(&[RULES_CUE, RULES_CONTENT, RULES_SOURCE])));
        }
        out.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        out
    }

    /// What the rules set aside, and the quotations that they found and the net did not, less what is attributed.
    fn set_aside(rules: Attributions, attributions: &[Attribution]) -> Vec<SetAside> {
        let mut taken: Vec<Span> =
            attributions.iter().flat_map(|attribution| attribution.content.iter().copied()).collect();
        taken.sort_unstable();
        let longest = taken.iter().map(|span| span.len()).max().unwrap_or(0) as u32;
        let free = |span: Span| {
            let from = taken.partition_point(|other| other.start + longest <= span.start);
            taken[from..].iter().take_while(|other| other.start < span.end).all(|other| !other.overlaps(span))
        };
        let direct = rules.attributions.into_iter().filter(|attribution| attribution.form == Form::Direct);
        let missed = direct.flat_map(|attribution| attribution.content);
        let missed = missed.map(|span| SetAside { span, reason: SetAsideReason::Unattributed });
        let mut out: Vec<SetAside> =
            rules.set_aside.into_iter().chain(missed).filter(|aside| free(aside.span)).collect();
        out.sort_by_key(|aside| aside.span);
        out.dedup_by_key(|aside| aside.span);
        out
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn damaged_models_are_refused() {
        for bytes in
            [&b""[..], b"sayso accurate attribution model\n", &SHIPPED[..SHIPPED.len() - 1], &SHIPPED[1..]]
        {
            assert!(Accurate::from_bytes(bytes).is_err());
        }
        let mut flipped = SHIPPED.to_vec();
        flipped[100_000] ^= 1;
        assert!(Accurate::from_bytes(&flipped).is_err());
    }

    #[test]
    fn a_carrier_is_no_speaker() {
        let text =
            "Mayor Ada Roe came.\n\n“The bridge is safe and will stay open,” she said, according to Reuters.";
        let article = Article { text: text.to_owned(), ..Article::default() };
        let tokens = sayso_tokenize::Tokenizer::new().tokenize(&article);
        let mentions = sayso_recognize::Recognizer::new(sayso_gazetteer::Gazetteer::shipped())
            .recognize(&article, &tokens);
        let found = Accurate::shipped().unwrap().attribute(&article, &tokens, &mentions).attributions;
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].speakers[0].name, "Ada Roe", "{found:#?}");
        assert_eq!(found[0].via.as_ref().unwrap().name, "Reuters");
    }

    #[test]
    fn finds_a_quotation_with_its_source() {
        let text = "The bridge was closed on Monday.\n\n“The bridge is safe,” Mayor Ada Roe told reporters. “We checked it.”";
        let article = Article { text: text.to_owned(), ..Article::default() };
        let tokens = sayso_tokenize::Tokenizer::new().tokenize(&article);
        let found = Accurate::shipped().unwrap().attribute(&article, &tokens, &Mentions::default());
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
