//! Trains the attribution models: `cargo xtask train attribution --data DIR`.
//!
//! DIR holds `train.jsonl` and `dev.jsonl`; the model goes to `--out`. `--predict FILE` writes the attributions of dev
//! for the scorer; with `--weights FILE` that model is used and none is trained, with `--teachers FILES` their mean.
//! With `--labels FILE`, too, a model is trained that learns, beside the annotation, what the teachers say of the texts in
//! `--unlabelled FILES`; the labels are read from that file if it is there. Same data, seed and machine: same bytes.
#![allow(clippy::print_stdout, reason = "a command line prints")]
#![allow(clippy::many_single_char_names, reason = "f, r and c are the gates' names in the paper")]
#![allow(clippy::struct_field_names, reason = "the fields are named as in the files")]

mod adam;
mod augment;
mod calibrate;
mod data;
mod ensemble;
mod finder;
mod gradient;
mod linear;
mod link;
mod names;
mod random;
mod soft;
mod vectors;

use adam::Adam;
use data::{Annotated, Example};
use ensemble::Ensemble;
use finder::{Finder, Single};
use gradient::{Gradient, Settings, gradient};
use random::Random;
use sayso_gazetteer::Gazetteer;
use sayso_model::training::{
    CONTENT, CUE, DENSE, DIMS, Features, LINK_BIAS, LINKER, Linear, PLACES, READER, RULES, SOURCE, TAG_BIAS,
    TAG_MATRIX, TAGS, TRAITS, TRANSITIONS, UNKNOWN, Weights, log_softmax, read_model, spans, write_model,
};
use sayso_model::{Calibration, Model, Position, Tagger, Thresholds};
use sayso_recognize::Recognizer;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

type Outcome = Result<(), Box<dyn std::error::Error>>;

#[derive(Copy, Clone)]
enum Kind {
    Fast,
    Accurate,
}

struct Arguments {
    kind: Kind,
    data: PathBuf,
    out: PathBuf,
    /// Times over the data; else as many as did best on dev.
    epochs: Option<usize>,
    rate: f32,
    seed: u64,
    predict: Option<PathBuf>,
    /// Where the reliability plot goes, of confidences held out.
    plot: Option<PathBuf>,
    /// Word vectors to start from; else those of the model at `start`.
    vectors: Option<PathBuf>,
    start: PathBuf,
    /// Kinds of knowledge to do without, to see what they bring: rules, names, vectors.
    without: Vec<String>,
    /// A model to predict with, instead of training one.
    weights: Option<PathBuf>,
    /// Nets that teach: their mean is measured, or a net learns what they say of the texts in `unlabelled`.
    teachers: Vec<PathBuf>,
    unlabelled: Vec<PathBuf>,
    /// What the teachers say: read if it is there, else written.
    labels: Option<PathBuf>,
    /// A net to go on from, instead of beginning anew.
    resume: Option<PathBuf>,
    /// Share of the examples that are learnt once more in part, as texts of a paragraph or two.
    cuts: Option<f32>,
    /// More annotated articles to train on.
    more: Vec<PathBuf>,
    /// Bonuses of cue, content and source, then the least confidence.
    thresholds: Vec<f32>,
}

fn arguments() -> Option<Arguments> {
    let mut arguments = Arguments {
        kind: Kind::Accurate,
        data: PathBuf::new(),
        out: PathBuf::new(),
        epochs: None,
        rate: 3e-3,
        seed: 1,
        predict: None,
        plot: None,
        vectors: None,
        start: PathBuf::from("crates/model/models/accurate.model"),
        without: Vec::new(),
        weights: None,
        teachers: Vec::new(),
        unlabelled: Vec::new(),
        labels: None,
        resume: None,
        cuts: None,
        more: Vec::new(),
        thresholds: Vec::new(),
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "attribution" => {}
            "--model" => {
                arguments.kind = match words.next()?.as_str() {
                    "accurate" => Kind::Accurate,
                    "fast" => Kind::Fast,
                    _ => return None,
                };
            }
            "--data" => arguments.data = words.next()?.into(),
            "--out" => arguments.out = words.next()?.into(),
            "--epochs" => arguments.epochs = Some(words.next()?.parse().ok()?),
            "--rate" => arguments.rate = words.next()?.parse().ok()?,
            "--seed" => arguments.seed = words.next()?.parse().ok()?,
            "--teachers" => arguments.teachers = words.next()?.split(',').map(PathBuf::from).collect(),
            "--unlabelled" => arguments.unlabelled = words.next()?.split(',').map(PathBuf::from).collect(),
            "--labels" => arguments.labels = Some(words.next()?.into()),
            "--resume" => arguments.resume = Some(words.next()?.into()),
            "--cuts" => arguments.cuts = Some(words.next()?.parse().ok()?),
            "--more" => arguments.more = words.next()?.split(',').map(PathBuf::from).collect(),
            "--thresholds" => {
                arguments.thresholds =
                    words.next()?.split(',').map(str::parse).collect::<Result<_, _>>().ok()?;
            }
            "--vectors" => arguments.vectors = Some(words.next()?.into()),
            "--start" => arguments.start = words.next()?.into(),
            "--without" => arguments.without = words.next()?.split(',').map(str::to_owned).collect(),
            "--weights" => arguments.weights = Some(words.next()?.into()),
            "--plot" => arguments.plot = Some(words.next()?.into()),
            "--predict" => arguments.predict = Some(words.next()?.into()),
            _ => return None,
        }
    }
    if arguments.out.as_os_str().is_empty() {
        let name = match arguments.kind {
            Kind::Fast => "fast",
            Kind::Accurate => "accurate",
        };
        arguments.out = PathBuf::from(format!("crates/model/models/{name}.model"));
    }
    (!arguments.data.as_os_str().is_empty()).then_some(arguments)
}

const USAGE: &str = "attribution --data DIR [--model accurate|fast] [--out FILE] [--epochs N] [--rate R] [--seed N] \
    [--vectors FILE | --start MODEL] [--more FILES] [--resume MODEL] [--cuts SHARE] \
    [--teachers MODELS [--labels FILE --unlabelled FILES]] [--without rules,names,vectors] [--weights FILE] \
    [--predict FILE] [--plot FILE] [--thresholds CUE,CONTENT,SOURCE,LEAST]; FILES and MODELS are parted by commas";

fn main() -> Outcome {
    let mut words = std::env::args().skip(1).peekable();
    if words.peek().is_some_and(|word| word == "names") {
        return names::train(words.skip(1));
    }
    let arguments = arguments().ok_or(USAGE)?;
    let recognizer = Recognizer::new(Gazetteer::shipped());
    let mut dev = data::read(&arguments.data.join("dev.jsonl"), &recognizer)?;
    for document in &mut dev {
        document.forget(&arguments.without);
    }
    if !arguments.teachers.is_empty() && arguments.labels.is_none() {
        let thresholds = thresholds(&arguments.thresholds, Thresholds::NET);
        let ensemble = Ensemble::read(&arguments.teachers, thresholds)?;
        return measure(&ensemble, &dev, thresholds.min_confidence, &arguments).map(|_| ());
    }
    let mut model = if let Some(model) = &arguments.weights {
        read_model(&std::fs::read(model)?)?
    } else {
        let mut train = data::read(&arguments.data.join("train.jsonl"), &recognizer)?;
        for more in &arguments.more {
            train.extend(data::read(more, &recognizer)?);
        }
        for document in &mut train {
            document.forget(&arguments.without);
        }
        fit(train, &mut dev, &recognizer, &arguments)?
    };
    let thresholds = thresholds(&arguments.thresholds, Thresholds::of(&model));
    // What is stored is what is judged: bytes, not the numbers before rounding.
    model = read_model(&write_model(&model))?;
    let finder = Single::new(Tagger::new(Arc::new(model.clone()), String::new()), thresholds);
    *model.calibration_mut() = measure(&finder, &dev, thresholds.min_confidence, &arguments)?;
    let bytes = write_model(&model);
    std::fs::write(&arguments.out, &bytes)?;
    println!("{} bytes in {}", bytes.len(), arguments.out.display());
    Ok(())
}

/// Fits a calibration and tells how far it can be trusted; writes predictions and plot where they are wanted.
fn measure(
    finder: &dyn Finder,
    dev: &[Annotated],
    least: f32,
    arguments: &Arguments,
) -> Result<Calibration, Box<dyn std::error::Error>> {
    let (calibration, trust) = calibrate::calibrate(finder, dev);
    for (name, weight) in TRAITS.iter().zip(calibration.weights) {
        println!("  {weight:>7.3}  {name}");
    }
    println!("  curve {:?}", calibration.curve);
    println!("held out, five parts:\n{trust}");
    if let Some(path) = &arguments.plot {
        std::fs::write(path, trust.plot())?;
    }
    if let Some(path) = &arguments.predict {
        std::fs::write(path, finder::predict(finder, dev, least, &calibration))?;
    }
    Ok(calibration)
}

/// Trains the kind of model that was asked for.
fn fit(
    mut train: Vec<Annotated>,
    dev: &mut [Annotated],
    recognizer: &Recognizer,
    arguments: &Arguments,
) -> Result<Model, Box<dyn std::error::Error>> {
    let blank = match arguments.kind {
        Kind::Fast => Model::Linear(Linear::new(&[], &[], [0.0; 9])),
        Kind::Accurate => Model::Net(words(arguments, &train)?),
    };
    for document in train.iter_mut().chain(&mut *dev) {
        document.prepare(&blank);
    }
    let lessons = match &arguments.labels {
        Some(labels) => soft::examples(
            &arguments.unlabelled,
            &arguments.teachers,
            labels,
            &blank,
            recognizer,
            &arguments.without,
        )?,
        None => Vec::new(),
    };
    Ok(match blank {
        Model::Net(words) => Model::Net(fit_net(words, &train, &lessons, dev, arguments)?),
        Model::Linear(_) => Model::Linear(linear::fit(
            &train,
            &lessons,
            arguments.epochs.unwrap_or(5),
            arguments.cuts.unwrap_or(0.25),
            &mut Random::new(arguments.seed),
        )),
    })
}

/// Weights with nothing but a word table, or those of the net to go on from.
fn words(arguments: &Arguments, train: &[Annotated]) -> Result<Weights, Box<dyn std::error::Error>> {
    if arguments.without.iter().any(|kind| kind == "vectors") {
        return Ok(vectors::none(train));
    }
    if let (Some(vectors), None) = (&arguments.vectors, &arguments.resume) {
        return vectors::read(vectors, train);
    }
    let known = arguments.resume.as_ref().unwrap_or(&arguments.start);
    let Model::Net(known) = read_model(&std::fs::read(known)?)? else {
        return Err("only an accurate model has word vectors and a net to go on from".into());
    };
    if arguments.resume.is_some() {
        return Ok(known);
    }
    let mut weights = Weights::zero(known.vocabulary);
    weights.tables[0].clone_from(&known.tables[0]);
    Ok(weights)
}

fn thresholds(given: &[f32], usual: Thresholds) -> Thresholds {
    match *given {
        [cue_bonus, content_bonus, source_bonus, least] => {
            Thresholds { cue_bonus, content_bonus, source_bonus, min_confidence: least }
        }
        _ => usual,
    }
}

/// Weights before training: word vectors are kept where there are any.
pub(crate) fn start(mut weights: Weights, random: &mut Random) -> Weights {
    for (table, dim) in weights.tables.iter_mut().zip(DIMS) {
        for row in table.chunks_mut(dim).filter(|row| row.iter().all(|number| *number == 0.0)) {
            row.fill_with(|| (random.unit() - 0.5) * 0.2);
        }
    }
    for (index, (rows, cols)) in DENSE.iter().enumerate() {
        let matrix = &mut weights.dense[index];
        let layer = READER.iter().chain(&LINKER).find(|layer| (layer.at..=layer.at + 1).contains(&index));
        match (layer, index) {
            (Some(layer), _) if layer.at != index => {
                matrix.fill_with(|| (random.unit() - 0.5) * 0.2);
                matrix[layer.state()..2 * layer.state()].fill(1.0);
            }
            (None, TAG_BIAS | LINK_BIAS) => matrix.iter_mut().step_by(3).for_each(|bias| *bias = 2.0),
            (None, TRANSITIONS) => matrix.fill(0.0),
            (None, PLACES) => matrix.fill_with(|| (random.unit() - 0.5) * 0.2),
            _ => {
                // A gate sees `rows` inputs; its own outputs are a block of the columns.
                let outs = if layer.is_some() { cols / 8 } else { *cols };
                let reach = (6.0 / (rows + outs) as f32).sqrt();
                matrix.fill_with(|| (random.unit() * 2.0 - 1.0) * reach);
            }
        }
    }
    debug_assert_eq!(DENSE[TAG_MATRIX].1, TAGS);
    weights
}

const SETTINGS: Settings =
    Settings { embedding_dropout: 0.3, state_dropout: 0.3, link_dropout: 0.2, link_weight: 0.7 };
/// Examples a step, shared by two threads.
const BATCH: usize = 2;
/// Weights are averaged over the end of training: one sample every so many steps, each weighing this much.
const SAMPLE: (usize, f32) = (10, 0.03);

fn fit_net(
    words: Weights,
    train: &[Annotated],
    lessons: &[Example],
    dev: &[Annotated],
    arguments: &Arguments,
) -> Result<Weights, Box<dyn std::error::Error>> {
    let mut random = Random::new(arguments.seed);
    let resumed = arguments.resume.is_some();
    let mut weights = if resumed { words } else { start(words, &mut random) };
    let mut average = weights.clone();
    let mut adam = Adam::new(&weights);
    let gold: Vec<&Example> = train.iter().flat_map(|document| &document.examples).collect();
    let mut examples: Vec<&Example> = gold.iter().copied().chain(lessons).collect();
    let mut lessons: Vec<&Example> = lessons.iter().collect();
    random.shuffle(&mut lessons);
    let frequency = frequencies(&examples, weights.vocabulary.rows());
    let epochs = arguments.epochs.unwrap_or(10);
    // Every lesson is learnt once; what is annotated, every time.
    let share = lessons.len().div_ceil(epochs.max(1)).max(1);
    let total = epochs * (gold.len() + share.min(lessons.len())).div_ceil(BATCH);
    let mut step = 0;
    let begin = Instant::now();
    for epoch in 1..=epochs {
        examples.clone_from(&gold);
        examples.extend(lessons.chunks(share).nth(epoch - 1).unwrap_or(&[]));
        let mut loss = [0.0; 2];
        for batch in augment::with_cuts(&examples, arguments.cuts.unwrap_or(0.0), &mut random).chunks(BATCH) {
            let blur = |(example, cut): &(&Example, bool)| blur(example, *cut, &frequency, &mut random);
            let blurred: Vec<Example> = batch.iter().map(blur).collect();
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
            "epoch {epoch:>2}  {:>5.0} s  tags {:.4}  links {:.4}  {report}",
            begin.elapsed().as_secs_f32(),
            mean[0],
            mean[1]
        );
        let mut checkpoint = average.clone();
        if !resumed {
            settle(&mut checkpoint, &adam);
        }
        std::fs::write(arguments.out.with_extension("part"), write_model(&Model::Net(checkpoint)))?;
    }
    if !resumed {
        settle(&mut average, &adam);
    }
    Ok(average)
}

/// Endings, beginnings and the like that training never met say nothing; words keep the vector they came with.
fn settle(weights: &mut Weights, adam: &Adam) {
    for (table, dim) in DIMS.iter().enumerate().skip(1) {
        for (row, numbers) in weights.tables[table].chunks_mut(*dim).enumerate() {
            if !adam.seen[table][row] {
                numbers.fill(0.0);
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

fn frequencies(examples: &[&Example], rows: usize) -> Vec<u32> {
    let mut out = vec![0; rows];
    for rows in examples.iter().flat_map(|example| &example.features) {
        out[rows[0] as usize] += 1;
    }
    out
}

/// Share of the examples that are read without what the rules say, so that the net does not lean on it alone.
const WITHOUT_RULES: f32 = 0.15;

/// A copy whose words are now and then unknown, rare ones more often.
fn blur(example: &Example, cut: bool, frequency: &[u32], random: &mut Random) -> Example {
    let mut blurred = blurred(example, cut, random);
    for rows in &mut blurred.features {
        let share = 0.03 + 0.2 / (1.0 + frequency[rows[0] as usize] as f32);
        if random.unit() < share {
            rows[0] = UNKNOWN;
        }
    }
    blurred
}

/// A copy, of a paragraph or two alone if it is to be cut, now and then without what the rules say.
pub(crate) fn blurred(example: &Example, cut: bool, random: &mut Random) -> Example {
    let alone = if cut { augment::cut(example, random) } else { None };
    let mut blurred = alone.unwrap_or_else(|| example.clone());
    if random.unit() < WITHOUT_RULES {
        blurred.features.iter_mut().for_each(|rows| rows[RULES] = 0);
        blurred.positions.iter_mut().for_each(|place| *place = Position { links: [0; 3], ..*place });
    }
    blurred
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
    let model = Tagger::new(Arc::new(Model::Net(weights.clone())), String::new());
    for document in dev {
        let readings = model.read(&document.article, &document.tokens, &document.priors);
        for (reading, example) in readings.iter().zip(&document.examples) {
            for head in [CONTENT, SOURCE, CUE] {
                let found = spans(&log_softmax(&reading.tags, TAGS, head, 0.0));
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
