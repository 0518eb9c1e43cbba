//! Inputs to shards of articles.

use crate::digest::{self, Digest};
use crate::error::Kind;
use crate::manifest::{self, Manifest};
use crate::output_dir::{OutputDir, remove};
use crate::{Config, Progress, ShardSize, StageTally};
use sayso_artifact::{Fingerprints, Shard, Stage};
use sayso_core::{Article, Diagnostic, Severity};
use sayso_ingest::Input;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Articles on their way to the other stages.
pub(crate) struct Job {
    pub(crate) index: usize,
    pub(crate) articles: Vec<Article>,
    pub(crate) digest: Digest,
}

/// What the ingest stage has to say at its end.
#[derive(Default)]
pub(crate) struct Taken {
    pub(crate) complaints: Vec<Diagnostic>,
    pub(crate) tally: StageTally,
    pub(crate) shards: usize,
}

/// Where a pass takes its articles from.
pub(crate) enum Source {
    /// The shards of an earlier run, or of an earlier pass.
    Earlier(Manifest),
    /// The inputs.
    Inputs {
        inputs: Vec<Input>,
        /// Hash of everything that the articles depend on.
        digest: Option<String>,
        complaints: Vec<Diagnostic>,
    },
}

/// Finds the inputs, and whether an earlier run (or an earlier pass: `taken`) has read the same ones.
///
/// # Errors
/// There is nothing to read. Nothing has been written then.
pub(crate) fn find(
    config: &Config,
    dir: &OutputDir,
    progress: &dyn Progress,
    taken: bool,
) -> Result<Source, Kind> {
    let earlier = manifest::read::<Manifest>(&dir.manifest());
    let earlier = earlier.filter(|manifest| manifest.schema == manifest::SCHEMA);
    if taken || config.from > Stage::Ingest {
        let missing = || Kind::NothingBefore { from: config.from, out: config.out.clone() };
        return earlier.map(Source::Earlier).ok_or_else(missing);
    }
    let (inputs, complaints) = sayso_ingest::discover(&config.inputs, &config.ingest);
    if inputs.is_empty() {
        let spelt = |complaint: &Diagnostic| format!("{}: {}", complaint.place, complaint.message);
        return Err(Kind::NoInput(complaints.iter().map(spelt).collect()));
    }
    progress.found(inputs.len(), inputs.iter().map(size).sum());
    let digest = of_inputs(config, &inputs);
    if let (Some(manifest), Some(digest)) = (earlier, &digest)
        && manifest.inputs.as_ref() == Some(digest)
        && !config.force
        && whole(dir, manifest.shards)
    {
        return Ok(Source::Earlier(manifest));
    }
    Ok(Source::Inputs { inputs, digest, complaints })
}

/// Reads the articles and passes the shards on in order.
pub(crate) fn take(
    config: &Config,
    dir: &OutputDir,
    progress: &dyn Progress,
    source: Source,
    sink: &mut dyn FnMut(Job) -> Result<(), Kind>,
) -> Result<Taken, Kind> {
    match source {
        Source::Earlier(manifest) => again(config, dir, manifest, sink),
        Source::Inputs { inputs, digest, complaints } => {
            anew(config, dir, progress, &inputs, digest, complaints, sink)
        }
    }
}

/// Bytes of an input; `None` where nobody can know.
fn size(input: &Input) -> Option<u64> {
    if input.is_stdin() {
        return None;
    }
    // A file that cannot be read says so when it is read.
    Some(std::fs::metadata(&input.path).map_or(0, |found| found.len()))
}

/// Hash of everything that the articles depend on; `None` where standard input is read, which nobody can read twice.
fn of_inputs(config: &Config, inputs: &[Input]) -> Option<String> {
    let ShardSize { documents, bytes } = config.shard;
    let mut parts = vec![
        digest::of_program().to_vec(),
        digest::of_options(&config.ingest).to_vec(),
        format!("{documents} {bytes} {:?}", config.inputs).into_bytes(),
    ];
    for input in inputs {
        if input.is_stdin() {
            return None;
        }
        parts.push(input.name.clone().into_bytes());
        // An unreadable file is reported when it is read; here it only has to differ from a readable one.
        parts.push(digest::of_file(&input.path).map_or_else(|_| Vec::new(), |digest| digest.to_vec()));
    }
    Some(digest::hex(&digest::of_all(parts.iter().map(Vec::as_slice))))
}

/// Whether every shard is there and sound in its header.
fn whole(dir: &OutputDir, shards: usize) -> bool {
    (0..shards).all(|shard| sayso_artifact::read_header(&dir.shard(Stage::Ingest, shard)).is_ok())
}

fn again(
    config: &Config,
    dir: &OutputDir,
    manifest: Manifest,
    sink: &mut dyn FnMut(Job) -> Result<(), Kind>,
) -> Result<Taken, Kind> {
    let mut taken = Taken { complaints: manifest.complaints, shards: manifest.shards, ..Taken::default() };
    for index in 0..manifest.shards {
        let started = Instant::now();
        let path = dir.shard(Stage::Ingest, index);
        let (header, shard) = sayso_artifact::read::<Shard<Article>>(&path).map_err(|error| {
            // The shard cannot be mended alone; without the manifest the next run reads the inputs again.
            if config.from == Stage::Ingest {
                let _ = std::fs::remove_file(dir.manifest());
            }
            Kind::from(error)
        })?;
        taken.tally.reused += 1;
        taken.tally.time += started.elapsed();
        sink(Job { index, articles: shard.documents, digest: header.digest })?;
    }
    Ok(taken)
}

fn anew(
    config: &Config,
    dir: &OutputDir,
    progress: &dyn Progress,
    inputs: &[Input],
    inputs_digest: Option<String>,
    complaints: Vec<Diagnostic>,
    sink: &mut dyn FnMut(Job) -> Result<(), Kind>,
) -> Result<Taken, Kind> {
    remove(&dir.manifest())?;
    let mut builder = ShardBuilder {
        config,
        dir,
        sink,
        articles: Vec::new(),
        bytes: 0,
        index: 0,
        complaints,
        elsewhere: Duration::ZERO,
        failed: None,
        taken: Arc::default(),
    };
    let started = Instant::now();
    let mut whole_files = 0;
    for input in inputs {
        if progress.cancelled() {
            return Err(Kind::Cancelled);
        }
        let taken = Arc::clone(&builder.taken);
        sayso_ingest::read_watched(input, &config.ingest, taken, &mut |item| builder.push(item, progress));
        whole_files += size(input).unwrap_or(0);
        builder.taken.store(whole_files, Ordering::Relaxed);
        if let Some(error) = builder.failed.take() {
            return Err(error);
        }
    }
    builder.flush()?;
    let tally = StageTally {
        time: started.elapsed().saturating_sub(builder.elsewhere),
        computed: builder.index,
        reused: 0,
    };
    let (shards, complaints) = (builder.index, builder.complaints);
    let manifest = Manifest {
        schema: manifest::SCHEMA.to_owned(),
        inputs: inputs_digest,
        shards,
        complaints: complaints.clone(),
    };
    manifest::write(&dir.manifest(), &manifest)?;
    Ok(Taken { complaints, tally, shards })
}

/// A shard being filled.
struct ShardBuilder<'a> {
    config: &'a Config,
    dir: &'a OutputDir,
    sink: &'a mut dyn FnMut(Job) -> Result<(), Kind>,
    articles: Vec<Article>,
    bytes: usize,
    index: usize,
    complaints: Vec<Diagnostic>,
    /// Time that other stages took inside the sink.
    elsewhere: Duration,
    failed: Option<Kind>,
    /// Bytes of the inputs that were read.
    taken: Arc<AtomicU64>,
}

impl ShardBuilder<'_> {
    fn push(&mut self, item: Result<Article, Diagnostic>, progress: &dyn Progress) -> ControlFlow<()> {
        match item {
            Ok(article) => {
                self.complaints.extend(
                    article
                        .diagnostics
                        .iter()
                        .filter(|diagnostic| diagnostic.severity > Severity::Note)
                        .cloned(),
                );
                self.bytes += article.text.len();
                self.articles.push(article);
            }
            Err(complaint) => self.complaints.push(complaint),
        }
        let size = self.config.shard;
        progress.read(self.taken.load(Ordering::Relaxed));
        if (self.articles.len() >= size.documents.max(1) || self.bytes >= size.bytes)
            && let Err(error) = self.flush()
        {
            self.failed = Some(error);
            return ControlFlow::Break(());
        }
        if progress.cancelled() {
            self.failed = Some(Kind::Cancelled);
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }

    fn flush(&mut self) -> Result<(), Kind> {
        if self.articles.is_empty() {
            return Ok(());
        }
        let shard = Shard { documents: std::mem::take(&mut self.articles) };
        self.bytes = 0;
        let fingerprints = Fingerprints {
            configuration: digest::of_options(&self.config.ingest),
            code: digest::of_program(),
            ..Fingerprints::default()
        };
        let path = self.dir.shard(Stage::Ingest, self.index);
        let header = sayso_artifact::write(&path, &fingerprints, &shard)?;
        let started = Instant::now();
        (self.sink)(Job { index: self.index, articles: shard.documents, digest: header.digest })?;
        self.elsewhere += started.elapsed();
        self.index += 1;
        Ok(())
    }
}
