//! Trains the accurate attribution model: `cargo xtask train attribution --data DIR`.
//!
//! DIR holds `train.jsonl` and `dev.jsonl`; the model goes to `--out`. `--predict FILE` writes the attributions of dev
//! for the scorer; with `--weights FILE` that model is used and none is trained. Same data, seed and machine: same
//! bytes.
#![allow(clippy::print_stdout, reason = "a command line prints")]
#![allow(clippy::many_single_char_names, reason = "f, r and c are the gates' names in the paper")]
#![allow(clippy::struct_field_names, reason = "the fields are named as in the files")]

mod adam;
mod data;
mod gradient;
mod random;

use adam::Adam;
use data::{Annotated, Example};
use gradient::{Gradient, Settings, gradient};
use random::Random;
use sayso_attribute::neural::decode::{CONTENT, CUE, Lines, SOURCE, decode, spans};
use sayso_attribute::neural::features::{Features, TABLES, UNKNOWN};
use sayso_attribute::neural::network::{DENSE, LAYERS, PAIR_BIAS, STATE, TAG_BIAS, TAG_MATRIX, Weights};
use sayso_attribute::neural::{file, run};
use sayso_document::{CodePoints, Span};
use std::ops::Range;
use std::path::PathBuf;
use std::time::Instant;

type Outcome = Result<(), Box<dyn std::error::Error>>;

struct Arguments {
    data: PathBuf,
    out: PathBuf,
    epochs: usize,
    rate: f32,
    seed: u64,
    predict: Option<PathBuf>,
    /// A model to predict with, instead of training one.
    weights: Option<PathBuf>,
    /// Bonuses of cue, content and source, then pair thresholds of content and source.
    lines: Vec<f32>,
}

fn arguments() -> Option<Arguments> {
    let mut arguments = Arguments {
        data: PathBuf::new(),
        out: PathBuf::from("data/models/accurate.model"),
        epochs: 9,
        rate: 3e-3,
        seed: 1,
        predict: None,
        weights: None,
        lines: Vec::new(),
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "attribution" => {}
            "--model" => drop(words.next().filter(|name| name == "accurate")?),
            "--data" => arguments.data = words.next()?.into(),
            "--out" => arguments.out = words.next()?.into(),
            "--epochs" => arguments.epochs = words.next()?.parse().ok()?,
            "--rate" => arguments.rate = words.next()?.parse().ok()?,
            "--seed" => arguments.seed = words.next()?.parse().ok()?,
            "--lines" => {
                arguments.lines = words.next()?.split(',').map(str::parse).collect::<Result<_, _>>().ok()?;
            }
            "--weights" => arguments.weights = Some(words.next()?.into()),
            "--predict" => arguments.predict = Some(words.next()?.into()),
            _ => return None,
        }
    }
    (!arguments.data.as_os_str().is_empty()).then_some(arguments)
}

const USAGE: &str = "attribution --data DIR [--model accurate] [--out FILE] [--epochs N] [--rate R] [--seed N] \
    [--weights FILE] [--predict FILE] [--lines CUE,CONTENT,SOURCE,CONTENT_PAIR,SOURCE_PAIR]";

fn main() -> Outcome {
    let arguments = arguments().ok_or(USAGE)?;
    let dev = data::read(&arguments.data.join("dev.jsonl"))?;
    let bytes = if let Some(model) = &arguments.weights {
        std::fs::read(model)?
    } else {
        let train = data::read(&arguments.data.join("train.jsonl"))?;
        file::write(&fit(&train, &dev, &arguments)?)
    };
    std::fs::write(&arguments.out, &bytes)?;
    println!("{} bytes in {}", bytes.len(), arguments.out.display());
    if let Some(path) = &arguments.predict {
        std::fs::write(path, predict(&file::read(&bytes)?, &dev, &lines(&arguments.lines)))?;
    }
    Ok(())
}

fn lines(given: &[f32]) -> Lines {
    match given {
        [cue_bonus, content_bonus, source_bonus, content_pair, source_pair] => Lines {
            cue_bonus: *cue_bonus,
            content_bonus: *content_bonus,
            source_bonus: *source_bonus,
            content_pair: *content_pair,
            source_pair: *source_pair,
            ..Lines::default()
        },
        _ => Lines::default(),
    }
}

/// Weights before training.
pub(crate) fn start(random: &mut Random) -> Weights {
    let mut weights = Weights::zero();
    for table in &mut weights.tables {
        table.fill_with(|| (random.unit() - 0.5) * 0.2);
    }
    for (index, (rows, cols)) in DENSE.iter().enumerate() {
        let matrix = &mut weights.dense[index];
        if index < 2 * LAYERS && index % 2 == 1 {
            matrix.fill_with(|| (random.unit() - 0.5) * 0.2);
            matrix[STATE..2 * STATE].fill(1.0);
        } else if index == TAG_BIAS {
            matrix.iter_mut().step_by(3).for_each(|bias| *bias = 2.0);
        } else if index == PAIR_BIAS {
            matrix.fill(-1.0);
        } else {
            // A gate sees `rows` inputs; its own outputs are a block of the columns.
            let outs = if index < TAG_MATRIX { cols / 8 } else { *cols };
            let reach = (6.0 / (rows + outs) as f32).sqrt();
            matrix.fill_with(|| (random.unit() * 2.0 - 1.0) * reach);
        }
    }
    weights
}

const SETTINGS: Settings =
    Settings { embedding_dropout: 0.25, state_dropout: 0.25, pair_weight: 0.25, reach: 200 };
/// Examples a step, shared by two threads.
const BATCH: usize = 2;
/// Weights are averaged over the end of training: one sample every so many steps, each weighing this much.
const SAMPLE: (usize, f32) = (10, 0.03);

fn fit(
    train: &[Annotated],
    dev: &[Annotated],
    arguments: &Arguments,
) -> Result<Weights, Box<dyn std::error::Error>> {
    let mut random = Random::new(arguments.seed);
    let mut weights = start(&mut random);
    let mut average = weights.clone();
    let mut adam = Adam::new();
    let mut examples: Vec<&Example> = train.iter().flat_map(|document| &document.examples).collect();
    let frequency = frequencies(&examples);
    let total = arguments.epochs * examples.len().div_ceil(BATCH);
    let mut step = 0;
    let begin = Instant::now();
    for epoch in 1..=arguments.epochs {
        random.shuffle(&mut examples);
        let mut loss = [0.0; 2];
        for batch in examples.chunks(BATCH) {
            let blurred: Vec<Example> =
                batch.iter().map(|example| blur(example, &frequency, &mut random)).collect();
            let seeds: Vec<u64> = batch.iter().map(|_| random.next()).collect();
            let gradients = gradients(&weights, &blurred, &seeds);
            let done = step as f32 / total as f32;
            let rate = arguments.rate * (1.0 - done).max(0.02) * (step as f32 / 50.0).min(1.0);
            for gradient in &gradients {
                loss[0] += gradient.loss[0];
                loss[1] += gradient.loss[1];
            }
            let batch: Vec<(Gradient, &[Features])> = gradients
                .into_iter()
                .zip(&blurred)
                .map(|(gradient, example)| (gradient, example.features.as_slice()))
                .collect();
            adam.step(&mut weights, &batch, rate);
            step += 1;
            if step % SAMPLE.0 == 0 {
                blend(&mut average, &weights, SAMPLE.1);
            }
        }
        let report = report(&average, dev);
        let mean = loss.map(|loss| loss / examples.len() as f64);
        println!(
            "epoch {epoch:>2}  {:>5.0} s  tags {:.4}  pairs {:.4}  {report}",
            begin.elapsed().as_secs_f32(),
            mean[0],
            mean[1]
        );
        let mut checkpoint = average.clone();
        settle(&mut checkpoint, &adam);
        std::fs::write(arguments.out.with_extension("part"), file::write(&checkpoint))?;
    }
    settle(&mut average, &adam);
    Ok(average)
}

/// Words never seen in training become the unknown word.
fn settle(weights: &mut Weights, adam: &Adam) {
    for (table, (_, dim)) in TABLES.iter().enumerate() {
        let unknown: Vec<f32> = match table {
            0 => weights.tables[0][UNKNOWN as usize * dim..][..*dim].to_vec(),
            _ => vec![0.0; *dim],
        };
        for (row, numbers) in weights.tables[table].chunks_mut(*dim).enumerate() {
            if !adam.seen[table][row] {
                numbers.copy_from_slice(&unknown);
            }
        }
    }
}

fn blend(average: &mut Weights, weights: &Weights, share: f32) {
    let pairs =
        average.tables.iter_mut().zip(&weights.tables).chain(average.dense.iter_mut().zip(&weights.dense));
    for (average, numbers) in pairs {
        for (average, number) in average.iter_mut().zip(numbers) {
            *average += share * (number - *average);
        }
    }
}

fn frequencies(examples: &[&Example]) -> Vec<u32> {
    let mut out = vec![0; TABLES[0].0];
    for rows in examples.iter().flat_map(|example| &example.features) {
        out[rows[0] as usize] += 1;
    }
    out
}

/// A copy whose words are now and then unknown, rare ones more often.
fn blur(example: &Example, frequency: &[u32], random: &mut Random) -> Example {
    let mut features = example.features.clone();
    for rows in &mut features {
        let share = 0.03 + 0.4 / (1.0 + frequency[rows[0] as usize] as f32);
        if random.unit() < share {
            rows[0] = UNKNOWN;
        }
    }
    let gold =
        example.gold.iter().map(|gold| data::Gold { cue: gold.cue.clone(), parts: gold.parts.clone() });
    Example {
        features,
        gold: gold.collect(),
        places: example.places.clone(),
        tags: example.tags.clone(),
        counts: example.counts.clone(),
    }
}

fn gradients(weights: &Weights, batch: &[Example], seeds: &[u64]) -> Vec<Gradient> {
    std::thread::scope(|scope| {
        let workers: Vec<_> = batch
            .iter()
            .zip(seeds)
            .map(|(example, seed)| {
                scope.spawn(|| gradient(weights, example, &SETTINGS, &mut Random::new(*seed)))
            })
            .collect();
        workers.into_iter().filter_map(|worker| worker.join().ok()).collect()
    })
}

/// F1 of the spans of each head on dev.
fn report(weights: &Weights, dev: &[Annotated]) -> String {
    let mut counts = [[0_usize; 3]; 3];
    for document in dev {
        let readings = run::read(weights, &document.article, &document.tokens);
        for (reading, example) in readings.iter().zip(&document.examples) {
            for head in [CONTENT, SOURCE, CUE] {
                let found = spans(reading, head, 0.0);
                let wanted = gold_spans(example, head);
                counts[head][0] += found.iter().filter(|span| wanted.contains(span)).count();
                counts[head][1] += found.len();
                counts[head][2] += wanted.len();
            }
        }
    }
    let f1 = |count: [usize; 3]| 200.0 * count[0] as f64 / (count[1] + count[2]).max(1) as f64;
    format!(
        "content {:.1}  source {:.1}  cue {:.1}",
        f1(counts[CONTENT]),
        f1(counts[SOURCE]),
        f1(counts[CUE])
    )
}

fn gold_spans(example: &Example, head: usize) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for (token, tags) in example.tags.iter().enumerate() {
        match (tags[head], out.last_mut()) {
            (1, _) => out.push(token..token + 1),
            (2, Some(last)) => last.end = token + 1,
            _ => {}
        }
    }
    out
}

/// Attributions of dev in the reference scorer's format.
fn predict(weights: &Weights, dev: &[Annotated], lines: &Lines) -> String {
    let mut out = String::new();
    for document in dev {
        let map = CodePoints::new(&document.article.text);
        let spans = |ranges: &[Range<usize>]| -> Vec<[u32; 2]> {
            let span = |range: &Range<usize>| Span {
                start: document.tokens.tokens[range.start].span.start,
                end: document.tokens.tokens[range.end - 1].span.end,
            };
            ranges.iter().map(span).map(|span| [map.at(span.start), map.at(span.end)]).collect()
        };
        let mut quotes = Vec::new();
        for reading in run::read(weights, &document.article, &document.tokens) {
            for found in decode(weights, &reading, lines) {
                quotes.push(serde_json::json!({
                    "content_spans": spans(&found.content),
                    "source_spans": spans(found.source.as_slice()),
                    "cue_spans": spans(std::slice::from_ref(&found.cue)),
                }));
            }
        }
        out.push_str(&serde_json::json!({"doc_id": document.id, "quotes": quotes}).to_string());
        out.push('\n');
    }
    out
}
