//! What a report costs: the one of a finished run written once more, on one thread, in time of CPU.
//!
//! `cargo run --release -p sayso-benches --example report -- RUN OUT [THREADS]`; reads RUN/artifacts, which the same
//! schema wrote. Reading them is not counted. Times of CPU are the system's where it has `/proc`, else the clock's.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use sayso_artifact::{Payload, Shard, read};
use sayso_core::{Article, Attributions, Mentions, Tokens};
use sayso_report::{Document, Options, Report};
use std::path::Path;
use std::time::Instant;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Seconds of CPU of this process: user and system.
fn cpu(started: Instant) -> [f64; 2] {
    let Ok(stat) = std::fs::read_to_string("/proc/self/stat") else {
        return [started.elapsed().as_secs_f64(), 0.0];
    };
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    [11, 12].map(|at| fields[at].parse::<f64>().unwrap() / 100.0)
}

fn layer<T>(run: &Path, stage: &str, shard: usize) -> Option<Vec<T>>
where
    Shard<T>: Payload,
{
    let path = run.join("artifacts").join(stage).join(format!("{shard:06}.sayso"));
    read::<Shard<T>>(&path).ok().map(|(_, shard)| shard.documents)
}

/// The layers of a shard; the lists are of one length.
struct Layers(Vec<Article>, Vec<Tokens>, Vec<Mentions>, Vec<Attributions>);

impl Layers {
    fn read(run: &Path, shard: usize) -> Option<Self> {
        let articles = layer::<Article>(run, "ingest", shard)?;
        let tokens = layer::<Tokens>(run, "tokenize", shard)?;
        let mentions = layer::<Mentions>(run, "recognize", shard)?;
        Some(Self(articles, tokens, mentions, layer::<Attributions>(run, "attribute", shard)?))
    }

    fn documents(&self) -> impl Iterator<Item = Document<'_>> {
        let Self(articles, tokens, mentions, attributions) = self;
        articles.iter().zip(tokens).zip(mentions).zip(attributions).map(
            |(((article, tokens), mentions), attributions)| Document {
                article,
                tokens,
                mentions,
                attributions,
            },
        )
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let (run, out) = (Path::new(&arguments[1]), Path::new(&arguments[2]));
    let threads = arguments.get(3).map_or(1, |threads| threads.parse().unwrap());
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let started = Instant::now();
    let mut report = Report::create(out, Options::default()).unwrap();
    let renderer = report.renderer();
    let (mut bytes, mut spent) = (0, [[0.0; 2]; 3]);
    let mut counted = |part: usize, work: &mut dyn FnMut()| {
        let before = cpu(started);
        work();
        let after = cpu(started);
        [0, 1].iter().for_each(|at| spent[part][*at] += after[*at] - before[*at]);
    };
    for shard in 0.. {
        let Some(layers) = Layers::read(run, shard) else { break };
        bytes += layers.0.iter().map(|article| article.text.len()).sum::<usize>();
        let mut batch = None;
        counted(0, &mut || batch = Some(renderer.render(layers.documents()).unwrap()));
        counted(1, &mut || report.add(layers.documents(), batch.take().unwrap()).unwrap());
    }
    let mut report = Some(report);
    counted(2, &mut || {
        pool.install(|| report.take().unwrap().finish(&[]).unwrap());
    });
    for (part, [user, system]) in ["render", "add", "finish"].iter().zip(spent) {
        println!("{part:7} {user:.2} s user, {system:.2} s system");
    }
    let all: f64 = spent.iter().flatten().sum();
    println!(
        "{:.1} MB of text in {all:.2} s of CPU: {:.1} MB/s",
        bytes as f64 / 1e6,
        bytes as f64 / 1e6 / all
    );
}
