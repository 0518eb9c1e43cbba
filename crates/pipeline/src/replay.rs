//! A finished run told again from what its stages left: with other corrections, into another directory, without inputs,
//! names or a model. What is written is what a run with these corrections would write.

use crate::Error;
use crate::correction_set::{self, CorrectionSet, Outcomes};
use crate::engine::Layers;
use crate::error::Kind;
use crate::manifest::{self, Manifest};
use crate::outcome::Outcome;
use rayon::prelude::*;
use sayso_artifact::{Layer, Shard, Stage};
use sayso_core::{Article, Attributions, Diagnostic, Mentions, Tokens};
use sayso_output::{Provenance, State};
use sayso_report::{Document, Finished, Options, RenderedBatch, Report};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Shards of which the layers stay in memory: articles that are corrected one after the other are near each other.
const KEPT: usize = 3;
/// The file of corrections in the output directory.
const OWN: &str = "corrections.toml";

/// A finished run, ready to be told again.
pub struct Replay {
    out: PathBuf,
    manifest: Manifest,
    least: f32,
    report: Options,
    /// Files of corrections that come before the output directory's own.
    files: Vec<PathBuf>,
    kept: Mutex<Vec<(usize, Arc<Layers>)>>,
}

/// Corrections, read.
pub struct Corrections(CorrectionSet);

/// Where an article lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexEntry {
    /// The input's own id.
    pub source_id: String,
    /// The stem of the names of its pages; `None` where it could not be rendered.
    pub stem: Option<String>,
    shard: usize,
    nth: usize,
}

/// A run that was told again.
pub struct Replayed {
    /// The report, with what the whole corpus tells.
    pub finished: Finished,
    /// Its articles in run order. Those that have a stem are numbered as the report numbers them.
    pub index: Vec<IndexEntry>,
    /// What corrections do not fit, and what else the report says in the open.
    pub diagnostics: Vec<Diagnostic>,
}

/// One article with all that was found in it, corrected.
#[derive(Clone, Debug, PartialEq)]
pub struct ArticleLayers {
    /// The article.
    pub article: Article,
    /// Its paragraphs, sentences and words.
    pub tokens: Tokens,
    /// Its names.
    pub mentions: Mentions,
    /// Who said what in it.
    pub attributions: Attributions,
}

impl ArticleLayers {
    /// As the report takes it.
    pub fn document(&self) -> Document<'_> {
        Document {
            article: &self.article,
            tokens: &self.tokens,
            mentions: &self.mentions,
            attributions: &self.attributions,
        }
    }
}

impl Replay {
    /// Opens a run's directory. `files` are the corrections that the run was given; where nothing is said, those that it
    /// names itself.
    ///
    /// # Errors
    /// There is no finished run, or a file of corrections that it names is gone.
    pub fn open(out: &Path, files: Option<&[PathBuf]>) -> Result<Self, Error> {
        let unfinished = |found: &str| Kind::Unfinished { out: out.to_owned(), found: found.to_owned() };
        if State::read(out) == State::Mixed {
            return Err(unfinished("the run is unfinished: run Sayso again to complete it").into());
        }
        let provenance: Provenance = manifest::read(&out.join("run.json"))
            .ok_or_else(|| unfinished("it has no run.json that this version reads"))?;
        let known: Option<Manifest> = manifest::read(&out.join("artifacts").join("run.json"));
        let manifest = known
            .filter(|manifest| manifest.schema == manifest::SCHEMA)
            .ok_or_else(|| unfinished("its artifacts are not there"))?;
        let named = || provenance.corrections.files.iter().filter(|file| file.file != OWN);
        let files =
            files.map_or_else(|| named().map(|file| PathBuf::from(&file.file)).collect(), <[_]>::to_vec);
        let report = provenance.options.report;
        #[expect(clippy::cast_possible_truncation, reason = "written from an f32")]
        let least = provenance.options.min_confidence as f32;
        let report = Options { title: report.title, unsure_below: report.unsure_below };
        Ok(Self { out: out.to_owned(), manifest, least, report, files, kept: Mutex::default() })
    }

    /// Reads the corrections: the files before, and what is, or will be, the output directory's own.
    ///
    /// # Errors
    /// A file cannot be read, or says nothing that could be done.
    pub fn corrections(&self, own: &str) -> Result<Corrections, Error> {
        Ok(Corrections(CorrectionSet::with_own(&self.files, own)?))
    }

    /// Attributions less sure than this are in no output.
    pub fn min_confidence(&self) -> f32 {
        self.least
    }

    /// Attributions less sure than this are marked.
    pub fn unsure_below(&self) -> f32 {
        self.report.unsure_below
    }

    /// Writes the report into a directory of its own.
    ///
    /// # Errors
    /// An artifact is damaged or gone, or a file cannot be written.
    pub fn report(&self, corrections: &Corrections, into: &Path) -> Result<Replayed, Error> {
        std::fs::create_dir_all(into).map_err(Kind::io(into))?;
        let mut report = Report::create(into, self.report.clone()).map_err(Kind::from)?;
        let renderer = report.renderer();
        let mut index = Vec::new();
        let mut outcome = Outcome { diagnostics: self.manifest.complaints.clone(), ..Outcome::default() };
        let mut outcomes = Outcomes::new();
        let shards: Vec<usize> = (0..self.manifest.shards).collect();
        let tell = |shard: &usize| -> Result<(Layers, Outcomes, RenderedBatch), Kind> {
            let mut layers = self.read(*shard)?;
            let outcomes = corrections.0.correct(&mut layers);
            layers.leave_out(self.least);
            let batch = renderer.render(layers.documents())?;
            Ok((layers, outcomes, batch))
        };
        // Memory is bounded by the shards of one step.
        for shards in shards.chunks(2 * rayon::current_num_threads()) {
            let told: Vec<_> = shards.par_iter().map(tell).collect::<Result<_, Kind>>()?;
            for (shard, (layers, fates, mut batch)) in shards.iter().zip(told) {
                correction_set::merge(&mut outcomes, fates);
                outcome.diagnostics.append(&mut batch.failures);
                let stems = batch.stems().map(|stem| stem.map(str::to_owned));
                for (nth, (article, stem)) in layers.articles.iter().zip(stems).enumerate() {
                    let source_id = article.source_id.clone();
                    index.push(IndexEntry { source_id, stem, shard: *shard, nth });
                }
                report.add(layers.documents(), batch).map_err(Kind::from)?;
            }
        }
        outcome.diagnostics.append(&mut corrections.0.unfit(&outcomes));
        let open: Vec<Diagnostic> = outcome.in_the_open().cloned().collect();
        let finished = report.finish_open(&open).map_err(Kind::from)?;
        Ok(Replayed { finished, index, diagnostics: open })
    }

    /// One article, corrected, and what is to be said of corrections of it that do not fit.
    ///
    /// # Errors
    /// An artifact is damaged or gone.
    pub fn article(
        &self,
        entry: &IndexEntry,
        corrections: &Corrections,
    ) -> Result<(ArticleLayers, Vec<Diagnostic>), Error> {
        let layers = self.layers(entry.shard)?;
        let gone = || Kind::Unfinished {
            out: self.out.clone(),
            found: "a later run has changed it: start `sayso serve` again".to_owned(),
        };
        let nth = entry.nth;
        let article = layers.articles.get(nth).filter(|article| article.source_id == entry.source_id);
        let mut layers = ArticleLayers {
            article: article.ok_or_else(gone)?.clone(),
            tokens: layers.tokens[nth].clone(),
            mentions: layers.mentions[nth].clone(),
            attributions: layers.attributions[nth].clone(),
        };
        let unfit =
            corrections.0.correct_one(&layers.article, &mut layers.mentions, &mut layers.attributions);
        layers.attributions.attributions.retain(|attribution| attribution.confidence >= self.least);
        Ok((layers, unfit))
    }

    /// Gives the id of everything that was found and is sure enough to be shown, before any correction, in run order.
    ///
    /// # Errors
    /// An artifact is damaged or gone.
    pub fn each_found(&self, found: &mut dyn FnMut(String)) -> Result<(), Error> {
        for shard in 0..self.manifest.shards {
            for attributions in self.layer::<Attributions>(shard)? {
                let ids = attributions.ids().into_iter().zip(&attributions.attributions);
                ids.filter(|(_, attribution)| attribution.confidence >= self.least)
                    .for_each(|(id, _)| found(id));
            }
        }
        Ok(())
    }

    fn layers(&self, shard: usize) -> Result<Arc<Layers>, Kind> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = kept.iter().position(|(known, _)| *known == shard) {
            let known = kept.remove(at);
            kept.push(known);
        } else {
            let layers = Arc::new(self.read(shard)?);
            if kept.len() == KEPT {
                kept.remove(0);
            }
            kept.push((shard, layers));
        }
        Ok(Arc::clone(&kept[kept.len() - 1].1))
    }

    fn read(&self, shard: usize) -> Result<Layers, Kind> {
        let layers = Layers {
            articles: self.layer(shard)?,
            tokens: self.layer(shard)?,
            mentions: self.layer(shard)?,
            attributions: self.layer(shard)?,
        };
        let count = layers.articles.len();
        let whole = layers.tokens.len() == count
            && layers.mentions.len() == count
            && layers.attributions.len() == count;
        let found = format!("its artifacts {shard:06} do not belong together: run Sayso again");
        if whole { Ok(layers) } else { Err(Kind::Unfinished { out: self.out.clone(), found }) }
    }

    fn layer<T: Layer>(&self, shard: usize) -> Result<Vec<T>, Kind> {
        let dir = self.out.join("artifacts").join(Stage::name(T::STAGE));
        let (_, shard) = sayso_artifact::read::<Shard<T>>(&dir.join(format!("{shard:06}.sayso")))?;
        Ok(shard.documents)
    }
}
