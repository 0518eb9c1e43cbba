//! Trains the names tagger: `cargo xtask train names --data DIR`.
//!
//! Every `*.jsonl` of DIR that the card names is read; `--vectors FILE` makes clusters from word vectors, else those of the
//! model that is there are kept. Same data, seed and vectors: same bytes.

mod clusters;
mod confidence;
mod crf;
mod data;

use crate::random::Random;
use crf::Crf;
use data::Stretch;
use sayso_model::training::{WordClusters, write_name_model};
use sayso_model::{NameModel, read_name_model};
use std::path::PathBuf;
use std::time::Instant;

/// The files that a model which ships may be trained on; their licences stand in NOTICE.
const FILES: [&str; 5] = ["redocred", "gum_train", "uner_ewt", "wikigold", "crossner_politics"];

pub(crate) const USAGE: &str = "names --data DIR [--out FILE] [--vectors FILE] [--epochs N] [--rate R] [--decay R] [--dropout SHARE] [--without TEMPLATES] \
[--seed N] [--hold-out N]";

struct Arguments {
    data: PathBuf,
    out: PathBuf,
    vectors: Option<PathBuf>,
    epochs: usize,
    rate: f32,
    /// Strength of the L2 penalty, for each step that a row takes part in.
    decay: f32,
    /// Share of the features of a stretch that are left out in a step.
    dropout: f32,
    /// Templates to do without, counted from 1, to see what they bring.
    without: u128,
    seed: u64,
    /// Every so many documents are held out, to choose settings by and to measure confidence on; the model itself is trained
    /// on all of them.
    hold_out: usize,
}

fn arguments(mut words: impl Iterator<Item = String>) -> Option<Arguments> {
    let mut arguments = Arguments {
        data: PathBuf::new(),
        out: PathBuf::from("crates/model/models/names.model"),
        vectors: None,
        epochs: 10,
        rate: 0.05,
        decay: 0.0,
        dropout: 0.2,
        without: 0,
        seed: 1,
        hold_out: 10,
    };
    while let Some(word) = words.next() {
        match word.as_str() {
            "--data" => arguments.data = words.next()?.into(),
            "--out" => arguments.out = words.next()?.into(),
            "--vectors" => arguments.vectors = Some(words.next()?.into()),
            "--epochs" => arguments.epochs = words.next()?.parse().ok()?,
            "--rate" => arguments.rate = words.next()?.parse().ok()?,
            "--decay" => arguments.decay = words.next()?.parse().ok()?,
            "--dropout" => arguments.dropout = words.next()?.parse().ok()?,
            "--without" => {
                for template in words.next()?.split(',') {
                    arguments.without |= 1_u128.checked_shl(template.parse::<u32>().ok()?.checked_sub(1)?)?;
                }
            }
            "--seed" => arguments.seed = words.next()?.parse().ok()?,
            "--hold-out" => arguments.hold_out = words.next()?.parse().ok()?,
            _ => return None,
        }
    }
    (!arguments.data.as_os_str().is_empty()).then_some(arguments)
}

/// Trains by the words of a command line.
pub(crate) fn train(words: impl Iterator<Item = String>) -> crate::Outcome {
    let arguments = arguments(words).ok_or(USAGE)?;
    let begin = Instant::now();
    let clusters = clusters(&arguments)?;
    println!("{:>5.0} s  {} words with clusters", begin.elapsed().as_secs_f32(), clusters.words().len());
    let documents = data::read(&arguments.data, &FILES, &clusters)?;
    let stretches = |keep: &dyn Fn(usize) -> bool| -> Vec<&Stretch> {
        let kept = documents.iter().enumerate().filter(|(at, _)| keep(*at));
        kept.flat_map(|(_, document)| document).collect()
    };
    let held = |at: usize| at.is_multiple_of(arguments.hold_out.max(2));
    println!(
        "{:>5.0} s  {} documents, {} stretches",
        begin.elapsed().as_secs_f32(),
        documents.len(),
        stretches(&|_| true).len()
    );
    let fit = |stretches: Vec<&Stretch>, report: &dyn Fn(usize, f64, &Crf)| {
        let mut random = Random::new(arguments.seed);
        let settings = crf::Settings {
            epochs: arguments.epochs,
            rate: arguments.rate,
            decay: arguments.decay,
            dropout: arguments.dropout,
            without: arguments.without,
        };
        Crf::fit(stretches, &settings, &mut random, report)
    };
    let mut calibration = confidence::NONE;
    if arguments.hold_out > 0 {
        let others = stretches(&held);
        let part = fit(stretches(&|at| !held(at)), &|epoch, loss, crf| {
            let report = if epoch % 5 == 0 {
                confidence::report(&crf.model(clusters.clone(), confidence::NONE), &others)
            } else {
                String::new()
            };
            println!("{:>5.0} s  part {epoch:>2}  loss {loss:.4}  {report}", begin.elapsed().as_secs_f32());
        });
        let model = part.model(clusters.clone(), calibration);
        calibration = confidence::calibrate(&model, &others);
        let calibrated = part.model(clusters.clone(), calibration);
        let error = confidence::calibration_error(&calibrated, &others);
        println!("calibration {calibration:?}, error {error:.3}; {}", confidence::report(&model, &others));
    }
    let whole = fit(stretches(&|_| true), &|epoch, loss, _| {
        if epoch % 5 == 0 {
            println!("{:>5.0} s  all {epoch:>2}  loss {loss:.4}", begin.elapsed().as_secs_f32());
        }
    });
    let bytes = write_name_model(&whole.model(clusters, calibration));
    std::fs::write(&arguments.out, &bytes)?;
    println!(
        "{:>5.0} s  {} bytes in {}",
        begin.elapsed().as_secs_f32(),
        bytes.len(),
        arguments.out.display()
    );
    Ok(())
}

fn clusters(arguments: &Arguments) -> Result<WordClusters, Box<dyn std::error::Error>> {
    if let Some(vectors) = &arguments.vectors {
        return clusters::read(vectors);
    }
    let model: NameModel = read_name_model(&std::fs::read("crates/model/models/names.model")?)?;
    Ok(model.clusters)
}
