//! Annotated text as the tagger reads it: features and labels of stretches near capitals.

use sayso_core::{Article, CodePoints, Span, Tokens};
use sayso_gazetteer::Gazetteer;
use sayso_model::NameClass;
use sayso_model::training::{NameFeatures, WordClusters, WordForms};
use sayso_recognize::Recognizer;
use sayso_tokenize::Tokenizer;
use serde::Deserialize;
use std::collections::HashMap;
use std::io::BufRead as _;
use std::path::Path;

/// A line of a file; offsets are code points.
#[derive(Deserialize)]
struct Record {
    text: String,
    mentions: Vec<Gold>,
}

#[derive(Deserialize)]
struct Gold {
    start: u32,
    end: u32,
    #[serde(rename = "type")]
    class: String,
}

/// A stretch and the label of each of its tokens.
pub(crate) struct Stretch {
    pub(crate) features: Vec<NameFeatures>,
    /// Which of a token's features other documents have, too, a bit each: the rest would only be learned by heart.
    pub(crate) shared: Vec<u128>,
    pub(crate) labels: Vec<u8>,
}

/// The documents of some files of a folder.
pub(crate) fn read(
    data: &Path,
    files: &[&str],
    clusters: &WordClusters,
) -> Result<Vec<Vec<Stretch>>, Box<dyn std::error::Error>> {
    let (tokenizer, recognizer) = (Tokenizer::new(), Recognizer::new(Gazetteer::shipped()));
    let mut documents = Vec::new();
    let mut forms = WordForms::default();
    for file in files {
        let path = data.join(file).with_extension("jsonl");
        let lines = std::fs::File::open(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        for line in std::io::BufReader::new(lines).lines() {
            let record: Record = serde_json::from_str(&line?)?;
            let article = Article { text: record.text, ..Article::default() };
            let tokens = tokenizer.tokenize(&article);
            let labels = labels(&article, &tokens, &record.mentions);
            documents.push(stretches(&recognizer, &article, &tokens, &labels, clusters, &mut forms));
        }
    }
    mark_shared(&mut documents);
    Ok(documents)
}

/// Marks the features that at least two documents have.
fn mark_shared(documents: &mut [Vec<Stretch>]) {
    const SEVERAL: u32 = u32::MAX;
    let mut owners: HashMap<u32, u32> = HashMap::new();
    for (number, document) in documents.iter().enumerate() {
        for feature in document.iter().flat_map(|stretch| stretch.features.iter().flatten()) {
            let owner = owners.entry(*feature).or_insert(number as u32);
            if *owner != number as u32 {
                *owner = SEVERAL;
            }
        }
    }
    println!(
        "{} features, {} shared",
        owners.len(),
        owners.values().filter(|owner| **owner == SEVERAL).count()
    );
    for stretch in documents.iter_mut().flatten() {
        for (rows, shared) in stretch.features.iter().zip(&mut stretch.shared) {
            let bit = |at: usize| u128::from(owners[&rows[at]] == SEVERAL) << at;
            *shared = (0..rows.len()).fold(0, |bits, at| bits | bit(at));
        }
    }
}

fn stretches(
    recognizer: &Recognizer,
    article: &Article,
    tokens: &Tokens,
    labels: &[u8],
    clusters: &WordClusters,
    forms: &mut WordForms,
) -> Vec<Stretch> {
    let mut out = Vec::new();
    for sentence in recognizer.sentences(article, tokens) {
        let own = &tokens.tokens[sentence.tokens.clone()];
        forms.read(clusters, &article.text, own, &sentence.priors, &sentence.stretches);
        for stretch in &sentence.stretches {
            let mut features = Vec::with_capacity(stretch.len());
            forms.features(&sentence.priors, stretch.clone(), &mut features);
            let first = sentence.tokens.start;
            let labels = cut(&labels[first + stretch.start..first + stretch.end]);
            out.push(Stretch { shared: vec![u128::MAX; features.len()], features, labels });
        }
    }
    out
}

/// Labels of a stretch: a name that begins before it begins with it.
fn cut(labels: &[u8]) -> Vec<u8> {
    let mut out = labels.to_vec();
    if let Some(first) = out.first_mut().filter(|label| **label > 0 && **label % 2 == 0) {
        *first -= 1;
    }
    out
}

/// A label for each token: a token belongs to the name that covers most of it.
fn labels(article: &Article, tokens: &Tokens, mentions: &[Gold]) -> Vec<u8> {
    let points = CodePoints::new(&article.text);
    let mut labels = vec![0; tokens.tokens.len()];
    for mention in mentions {
        let class = match mention.class.as_str() {
            "PER" => NameClass::Person,
            "ORG" => NameClass::Organization,
            "LOC" => NameClass::Place,
            _ => NameClass::Other,
        };
        let [Some(start), Some(end)] = [mention.start, mention.end].map(|point| points.byte(point)) else {
            continue;
        };
        let span = Span::new(start as usize, end as usize);
        let mut label = class.first_label() as u8;
        for at in tokens.in_span(span) {
            let token = tokens.tokens[at].span;
            let covered = token.end.min(span.end).saturating_sub(token.start.max(span.start));
            if covered as usize * 2 > token.len() {
                labels[at] = label;
                label = class.first_label() as u8 + 1;
            }
        }
    }
    labels
}
