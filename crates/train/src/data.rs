//! Annotated articles as the net sees them: features and, for every token, what it should say.

use sayso_attribute::trained::priors;
use sayso_core::{Article, CodePoints, Span, Tokens};
use sayso_evaluate::attribution::{Attribution as Scored, Document};
use sayso_model::training::{CONTENT, CUE, Features, SOURCE, chunks};
use sayso_model::{Model, Position, PriorFeatures, TokenAttribution, positions};
use sayso_recognize::Recognizer;
use sayso_tokenize::Tokenizer;
use serde::Deserialize;
use std::ops::Range;

/// A line of a file of annotated articles; offsets are code points.
#[derive(Deserialize)]
pub(crate) struct Record {
    pub(crate) doc_id: String,
    text: String,
    #[serde(alias = "quotes", default)]
    attributions: Vec<Quote>,
    #[serde(default)]
    discard_spans: Vec<[u32; 2]>,
}

#[derive(Deserialize)]
struct Quote {
    content_spans: Vec<[u32; 2]>,
    source_spans: Vec<[u32; 2]>,
    cue_spans: Vec<[u32; 2]>,
}

/// An attribution in tokens of its chunk.
#[derive(Clone)]
pub(crate) struct Gold {
    pub(crate) cue: Range<usize>,
    /// Content, source.
    pub(crate) parts: [Vec<Range<usize>>; 2],
}

/// A chunk of an article with its answers.
#[derive(Clone)]
pub(crate) struct Example {
    pub(crate) features: Vec<Features>,
    pub(crate) positions: Vec<Position>,
    /// Tag (O, B, I) of each head for each token.
    pub(crate) tags: Vec<[u8; 3]>,
    /// Tokens that count.
    pub(crate) counts: Vec<bool>,
    pub(crate) gold: Vec<Gold>,
    /// What larger models say, to be learnt instead.
    pub(crate) soft: Option<Soft>,
}

/// A probability of each tag, in 255ths.
pub(crate) type SoftTags = [u8; 3];

/// What larger models say of an example.
#[derive(Clone)]
pub(crate) struct Soft {
    /// Of each head for each token.
    pub(crate) tags: Vec<[SoftTags; 3]>,
    pub(crate) links: Vec<SoftLink>,
}

/// What they say of a cue that they see.
#[derive(Clone)]
pub(crate) struct SoftLink {
    pub(crate) cue: Range<usize>,
    /// Of content and source for each token of the cue's window.
    pub(crate) tags: Vec<[SoftTags; 2]>,
}

impl Example {
    /// Probabilities that a token should have as O, B and I of a head.
    pub(crate) fn wanted(&self, token: usize, head: usize) -> [f32; 3] {
        match &self.soft {
            Some(soft) => shares(soft.tags[token][head]),
            None => sure(self.tags[token][head]),
        }
    }
}

/// All of the probability on one tag.
pub(crate) fn sure(tag: u8) -> [f32; 3] {
    std::array::from_fn(|at| f32::from(u8::from(at == usize::from(tag))))
}

/// Probabilities that sum to 1.
pub(crate) fn shares(soft: SoftTags) -> [f32; 3] {
    let sum = soft.iter().map(|share| f32::from(*share)).sum::<f32>().max(1.0);
    soft.map(|share| f32::from(share) / sum)
}

/// An article, its tokens and its examples.
pub(crate) struct Annotated {
    pub(crate) id: String,
    pub(crate) article: Article,
    pub(crate) tokens: Tokens,
    pub(crate) priors: Vec<PriorFeatures>,
    parts: Vec<[Vec<Range<usize>>; 3]>,
    /// The same as the scorer reads it.
    pub(crate) gold: Document,
    discarded: Vec<Range<usize>>,
    pub(crate) examples: Vec<Example>,
}

/// Reads a file of annotated articles; their examples come with [`Annotated::prepare`].
pub(crate) fn read(
    path: &std::path::Path,
    recognizer: &Recognizer,
) -> Result<Vec<Annotated>, Box<dyn std::error::Error>> {
    let text = std::fs::read_to_string(path)?;
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| Ok(annotate(serde_json::from_str(line)?, serde_json::from_str(line)?, recognizer)))
        .collect()
}

fn annotate(record: Record, document: Document, recognizer: &Recognizer) -> Annotated {
    let Record { doc_id, text, attributions, discard_spans } = record;
    let article = Article { text, ..Article::default() };
    let tokens = Tokenizer::new().tokenize(&article);
    let mentions = recognizer.recognize(&article, &tokens);
    let priors = priors(&article, &tokens, &mentions);
    let map = CodePoints::new(&article.text);
    let words = |spans: &[[u32; 2]]| -> Vec<Range<usize>> {
        let byte = |at| map.byte(at).unwrap_or(article.text.len() as u32);
        let span = |pair: &[u32; 2]| Span { start: byte(pair[0]), end: byte(pair[1]) };
        spans.iter().map(|pair| tokens.in_span(span(pair))).filter(|range| !range.is_empty()).collect()
    };
    let gold = attributions
        .iter()
        .map(|quote| [words(&quote.content_spans), words(&quote.source_spans), words(&quote.cue_spans)])
        .collect();
    let discarded = words(&discard_spans);
    Annotated {
        id: doc_id,
        parts: gold,
        gold: document,
        discarded,
        priors,
        examples: Vec::new(),
        article,
        tokens,
    }
}

/// What was found, as the scorer reads it.
pub(crate) fn statements(annotated: &Annotated, found: &[TokenAttribution]) -> Vec<Scored> {
    let map = CodePoints::new(&annotated.article.text);
    let tokens = &annotated.tokens.tokens;
    let spans = |ranges: &[Range<usize>]| -> Vec<[i64; 2]> {
        let span = |range: &Range<usize>| [tokens[range.start].span.start, tokens[range.end - 1].span.end];
        ranges.iter().map(|range| span(range).map(|byte| i64::from(map.at(byte)))).collect()
    };
    let statement = |found: &TokenAttribution| Scored {
        content_spans: spans(&found.content),
        source_spans: spans(found.source.as_slice()),
        cue_spans: spans(std::slice::from_ref(&found.cue)),
        confidence: Some(f64::from(found.confidence)),
    };
    found.iter().map(statement).collect()
}

impl Annotated {
    /// Forgets what names or rules say.
    pub(crate) fn forget(&mut self, kinds: &[String]) {
        let has = |kind: &str| kinds.iter().any(|known| known == kind);
        for prior in &mut self.priors {
            if has("names") {
                prior.mention = 0;
            }
            if has("rules") {
                *prior = PriorFeatures { mention: prior.mention, ..PriorFeatures::default() };
            }
        }
    }

    /// Makes the examples, for a model of this kind and these words.
    pub(crate) fn prepare(&mut self, model: &Model) {
        self.examples = chunks(&self.tokens).into_iter().map(|chunk| self.example(model, chunk)).collect();
    }

    pub(crate) fn example(&self, model: &Model, chunk: Range<usize>) -> Example {
        let Self { article, tokens, priors, parts: gold, discarded, .. } = self;
        let inside = |spans: &[Range<usize>]| -> Vec<Range<usize>> {
            let local = |at: usize| at.clamp(chunk.start, chunk.end) - chunk.start;
            spans
                .iter()
                .map(|span| local(span.start)..local(span.end))
                .filter(|span| !span.is_empty())
                .collect()
        };
        let mut tags = vec![[0; 3]; chunk.len()];
        let mut longest_first: Vec<_> = gold.iter().collect();
        longest_first.sort_by_key(|quote| {
            std::cmp::Reverse(quote[CONTENT].iter().map(ExactSizeIterator::len).sum::<usize>())
        });
        for quote in longest_first {
            for head in [CONTENT, SOURCE, CUE] {
                for span in inside(&quote[head]) {
                    mark(&mut tags, head, span);
                }
            }
        }
        let mut counts = vec![true; chunk.len()];
        for span in inside(discarded) {
            counts[span].fill(false);
        }
        let gold = gold.iter().filter_map(|quote| {
            let cue = inside(&quote[CUE]).into_iter().next()?;
            Some(Gold { cue, parts: [inside(&quote[CONTENT]), inside(&quote[SOURCE])] })
        });
        Example {
            features: model.features(article, tokens, priors, chunk.clone()),
            positions: positions(tokens, priors, chunk.clone()),
            gold: gold.collect(),
            soft: None,
            tags,
            counts,
        }
    }
}

/// Tags a span unless a longer one already has some of its tokens.
fn mark(tags: &mut [[u8; 3]], head: usize, span: Range<usize>) {
    if tags[span.clone()].iter().any(|tags| tags[head] != 0) {
        return;
    }
    let begin = span.start;
    for token in span {
        tags[token][head] = if token == begin { 1 } else { 2 };
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use sayso_model::training::{Vocabulary, Weights};

    /// Two sentences, two attributions, one of them in two pieces.
    pub(crate) fn example() -> Example {
        let text = "“The bridge is safe,” Ada Roe said. “I walk it daily.” The mayor denied that it was old.";
        let of = |words: &str| {
            let start = text.find(words).unwrap_or_default();
            let start = text[..start].chars().count() as u32;
            [start, start + words.chars().count() as u32]
        };
        let quote = |content: &[&str], source: &str, cue: &str| Quote {
            content_spans: content.iter().map(|words| of(words)).collect(),
            source_spans: vec![of(source)],
            cue_spans: vec![of(cue)],
        };
        let attributions = vec![
            quote(&["“The bridge is safe,”", "“I walk it daily.”"], "Ada Roe", "said"),
            quote(&["that it was old"], "The mayor", "denied"),
        ];
        let record =
            Record { doc_id: "a".to_owned(), text: text.to_owned(), attributions, discard_spans: Vec::new() };
        let recognizer = Recognizer::new(sayso_gazetteer::Gazetteer::shipped());
        let mut annotated = annotate(record, Document::default(), &recognizer);
        annotated.prepare(&Model::Net(Weights::zero(Vocabulary::default())));
        assert_eq!(annotated.examples.len(), 1);
        annotated.examples.remove(0)
    }

    #[test]
    fn tags_follow_the_annotation() {
        let example = example();
        let letters: String =
            example.tags.iter().map(|tags| ['.', 'B', 'I'][usize::from(tags[CONTENT])]).collect();
        assert_eq!(letters, "BIIIIII....BIIIIII...BIII.");
        assert_eq!(example.gold[0].parts[SOURCE], vec![7..9]);
        assert_eq!(example.gold[1].cue, 20..21);
    }
}
