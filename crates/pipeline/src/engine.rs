//! One shard through the stages that read no files.

use crate::correction_set::Outcomes;
use crate::digest::{self, Digest};
use crate::error::Kind;
use crate::output_dir::OutputDir;
use crate::{Config, Error, StageTally};
use rayon::prelude::*;
use sayso::Analyzer;
use sayso_artifact::{Fingerprints, Layer, Shard, Stage};
use sayso_core::{Article, Attributions, Diagnostic, Mentions, Severity, Tokens};
use sayso_report::{Document, RenderedBatch, Renderer};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

/// The stages between reading and reporting, ready to run.
pub(crate) struct Engine {
    analyzer: Analyzer,
}

/// All layers of a run of documents; the lists are of one length, up to the last stage that ran.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Layers {
    /// The articles.
    pub(crate) articles: Vec<Article>,
    /// Their tokens.
    pub(crate) tokens: Vec<Tokens>,
    /// Their mentions.
    pub(crate) mentions: Vec<Mentions>,
    /// Their attributions.
    pub(crate) attributions: Vec<Attributions>,
}

impl Layers {
    /// Bytes of the articles' text.
    pub(crate) fn bytes(&self) -> usize {
        self.articles.iter().map(|article| article.text.len()).sum()
    }

    /// Drops the attributions that are less sure than `least`; gives how many.
    pub(crate) fn leave_out(&mut self, least: f32) -> usize {
        let mut left_out = 0;
        for layer in &mut self.attributions {
            let found = layer.attributions.len();
            layer.attributions.retain(|attribution| attribution.confidence >= least);
            left_out += found - layer.attributions.len();
        }
        left_out
    }

    /// Every article with its layers, as the report takes them; all stages before the report must have run.
    pub(crate) fn documents(&self) -> impl Iterator<Item = Document<'_>> {
        self.articles.iter().zip(&self.tokens).zip(&self.mentions).zip(&self.attributions).map(
            |(((article, tokens), mentions), attributions)| Document {
                article,
                tokens,
                mentions,
                attributions,
            },
        )
    }
}

/// A shard that went through.
pub(crate) struct Done {
    pub(crate) layers: Layers,
    /// Hash of the last layer.
    pub(crate) digest: Digest,
    /// Articles that a stage failed on.
    pub(crate) complaints: Vec<Diagnostic>,
    /// Artifacts that were damaged and made again.
    pub(crate) notes: Vec<Diagnostic>,
    pub(crate) stages: Vec<(Stage, StageTally)>,
    /// What became of corrections.
    pub(crate) outcomes: Outcomes,
    /// Attributions that were not sure enough for the outputs.
    pub(crate) left_out: usize,
    /// Its pages, written, where a report is.
    pub(crate) rendered: Option<RenderedBatch>,
}

impl Done {
    /// Drops the attributions that are less sure than `least`; the artifacts are written and keep them.
    pub(crate) fn leave_out(&mut self, least: f32) {
        self.left_out += self.layers.leave_out(least);
    }

    /// Writes the pages of the shard's articles, and prepares what the report takes in order.
    pub(crate) fn render(&mut self, renderer: &Renderer) -> Result<(), Kind> {
        let started = Instant::now();
        let mut batch = renderer.render(self.layers.documents())?;
        self.complaints.append(&mut batch.failures);
        self.rendered = Some(batch);
        self.stages.push((Stage::Report, StageTally { time: started.elapsed(), ..StageTally::default() }));
        Ok(())
    }
}

impl Engine {
    /// Loads names and model.
    ///
    /// # Errors
    /// One of the user's lists of names, or the user's model, is not as it should be.
    pub(crate) fn new(config: &Config) -> Result<Self, Error> {
        let builder = Analyzer::builder().model(config.model.clone()).names(&config.names);
        Ok(Self { analyzer: builder.build().map_err(Kind::from)? })
    }

    /// The model's name, with its version.
    pub(crate) fn model(&self) -> &str {
        self.analyzer.model_name()
    }

    /// Hash of the lists of names.
    pub(crate) fn names(&self) -> Digest {
        self.analyzer.names_fingerprint()
    }

    /// Gives back memory that the stages keep from article to article.
    pub(crate) fn release_buffers(&self) {
        self.analyzer.release_buffers();
    }

    /// Takes a shard through the stages up to `config.until`, each from its artifact where that is current.
    pub(crate) fn shard(
        &self,
        config: &Config,
        dir: &OutputDir,
        index: usize,
        articles: Vec<Article>,
        digest: Digest,
    ) -> Result<Done, Kind> {
        let mut pass = Pass {
            config,
            dir,
            index,
            digest,
            complaints: Vec::new(),
            notes: Vec::new(),
            stages: Vec::new(),
        };
        let mut layers = Layers { articles, ..Layers::default() };
        if config.until >= Stage::Tokenize {
            layers.tokens = pass.layer(
                [0; 32],
                [0; 32],
                &layers.articles,
                |_, article| self.analyzer.tokenize(article),
                |article| Tokens { document: article.id, ..Tokens::default() },
            )?;
        }
        if config.until >= Stage::Recognize {
            layers.mentions = pass.layer(
                [0; 32],
                self.analyzer.names_fingerprint(),
                &layers.articles,
                |at, article| self.analyzer.recognize(article, &layers.tokens[at]),
                |article| Mentions { document: article.id, ..Mentions::default() },
            )?;
        }
        if config.until >= Stage::Attribute {
            let model = digest::of_all([self.analyzer.model_name().as_bytes()]);
            layers.attributions = pass.layer(
                model,
                [0; 32],
                &layers.articles,
                |at, article| self.analyzer.attribute(article, &layers.tokens[at], &layers.mentions[at]),
                |article| Attributions { document: article.id, ..Attributions::default() },
            )?;
            let endless = layers.articles.iter().zip(&layers.tokens).filter_map(endless_passages);
            pass.notes.extend(endless);
        }
        Ok(Done {
            layers,
            digest: pass.digest,
            complaints: pass.complaints,
            notes: pass.notes,
            stages: pass.stages,
            outcomes: Outcomes::new(),
            left_out: 0,
            rendered: None,
        })
    }
}

/// One shard on its way.
struct Pass<'a> {
    config: &'a Config,
    dir: &'a OutputDir,
    index: usize,
    /// Hash of the layers so far: what the next one is computed from.
    digest: Digest,
    complaints: Vec<Diagnostic>,
    notes: Vec<Diagnostic>,
    stages: Vec<(Stage, StageTally)>,
}

impl Pass<'_> {
    fn layer<T: Layer + Send>(
        &mut self,
        configuration: Digest,
        data: Digest,
        articles: &[Article],
        compute: impl Fn(usize, &Article) -> T + Sync,
        nothing: impl Fn(&Article) -> T + Sync,
    ) -> Result<Vec<T>, Kind> {
        let started = Instant::now();
        let path = self.dir.shard(T::STAGE, self.index);
        let fingerprints =
            Fingerprints { inputs: self.digest, configuration, data, code: digest::of_program() };
        let mut tally = StageTally::default();
        let known = if self.config.anew(T::STAGE) { None } else { self.known(&path, &fingerprints) };
        let (documents, digest) = if let Some(known) = known {
            tally.reused = 1;
            known
        } else {
            tally.computed = 1;
            // Threads that have no shard of their own help with this one's articles.
            let results: Vec<(T, Option<Diagnostic>)> = articles
                .par_iter()
                .with_max_len(SHARE)
                .enumerate()
                .map(|(at, article)| guarded(article, || compute(at, article), || nothing(article)))
                .collect();
            let (documents, complaints): (Vec<T>, Vec<_>) = results.into_iter().unzip();
            let before = self.complaints.len();
            self.complaints.extend(complaints.into_iter().flatten());
            let shard = Shard { documents };
            let digest = if self.complaints.len() == before {
                sayso_artifact::write(&path, &fingerprints, &shard)?.digest
            } else {
                // A layer with a hole in it is not kept: the next run tries again, and says so again.
                digest::of_all([&self.digest[..], b"incomplete"])
            };
            (shard.documents, digest)
        };
        self.digest = digest::of_all([&self.digest[..], &digest]);
        tally.time = started.elapsed();
        self.stages.push((T::STAGE, tally));
        Ok(documents)
    }

    fn known<T: Layer>(&mut self, path: &std::path::Path, wanted: &Fingerprints) -> Option<(Vec<T>, Digest)> {
        match sayso_artifact::read::<Shard<T>>(path) {
            Ok((header, shard)) if header.fingerprints == *wanted => Some((shard.documents, header.digest)),
            Ok(_) => None,
            Err(error) => {
                if !error.is_missing() {
                    self.notes.push(damaged(path, &error));
                }
                None
            }
        }
    }
}

/// Articles of a shard that one thread takes at a time.
const SHARE: usize = 8;

/// Runs a stage on one article; should it panic, the run goes on without that layer of that article, and says so.
fn guarded<T>(
    article: &Article,
    compute: impl FnOnce() -> T,
    nothing: impl FnOnce() -> T,
) -> (T, Option<Diagnostic>) {
    catch_unwind(AssertUnwindSafe(compute)).map_or_else(
        |_| {
            let message = "a stage failed on this article; the rest of the run is not affected";
            let help = "this is a fault of Sayso: please report it with the article";
            let complaint = Diagnostic::new(Severity::Error, "pipeline.panic", &article.source_id, message)
                .with_help(help);
            (nothing(), Some(complaint))
        },
        |layer| (layer, None),
    )
}

/// Says of an article that parts of it are no sentences.
fn endless_passages((article, tokens): (&Article, &Tokens)) -> Option<Diagnostic> {
    let passages = Analyzer::endless_passages(tokens);
    (passages > 0).then(|| {
        let message =
            format!("{passages} passages of hundreds of words without the end of a sentence were cut");
        Diagnostic::new(Severity::Note, "attribute.endless", &article.source_id, message).with_help(
            "of each only the surest attributions are kept; check whether the text lost its punctuation",
        )
    })
}

/// A damaged artifact costs nothing but time: it is said and made again.
pub(crate) fn damaged(path: &std::path::Path, error: &sayso_artifact::Error) -> Diagnostic {
    let place = path.display().to_string();
    let message = format!("expected {}, found {}", error.expected(), error.found());
    Diagnostic::new(Severity::Warning, "pipeline.damaged-artifact", place, message)
        .with_help("nothing to do: it was computed again")
}
