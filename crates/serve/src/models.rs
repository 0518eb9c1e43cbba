//! The models, each loaded once, when it is first asked for; names are recognised once for all of them.

use crate::Error;
use rayon::{ThreadPool, ThreadPoolBuilder};
use sayso::{Analyzer, Article, Attributor, Document, Model};
use sayso_attribute::Rules;
use sayso_attribute::trained::Trained;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::sync::{Condvar, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

/// A built-in model, by its name.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum BuiltIn {
    Accurate,
    Fast,
    Rules,
}

impl BuiltIn {
    pub(crate) const ALL: [Self; 3] = [Self::Accurate, Self::Fast, Self::Rules];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Accurate => "accurate",
            Self::Fast => "fast",
            Self::Rules => "rules",
        }
    }
}

/// All that analyse articles.
pub(crate) struct Models {
    analyzer: Analyzer,
    /// Which built-in one the analyzer has; none where it has a file's.
    own: Option<BuiltIn>,
    others: [OnceLock<Box<dyn Attributor>>; BuiltIn::ALL.len()],
    slots: Semaphore,
    /// Where articles are analysed: each of these threads keeps the memory that the stages need, and there are few of them.
    pool: ThreadPool,
}

/// Too many articles are being analysed.
#[derive(Debug)]
pub(crate) struct Busy;

impl Models {
    pub(crate) fn load(model: Model, names: &[PathBuf]) -> Result<Self, Error> {
        let own = match &model {
            Model::Accurate => Some(BuiltIn::Accurate),
            Model::Fast => Some(BuiltIn::Fast),
            Model::Rules => Some(BuiltIn::Rules),
            _ => None,
        };
        let analyzer = Analyzer::builder().model(model).names(names).build()?;
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let pool = ThreadPoolBuilder::new().num_threads(cores).build()?;
        Ok(Self { analyzer, own, others: Default::default(), slots: Semaphore::new(cores), pool })
    }

    /// The name of the model that analyses where none is asked for, with its version.
    pub(crate) fn name(&self) -> &str {
        self.analyzer.model_name()
    }

    /// Analyses an article with a model, or with the one that the server was started with.
    pub(crate) fn analyze(&self, article: Article, model: Option<BuiltIn>) -> Result<Document, Busy> {
        let _permit = self.slots.acquire().ok_or(Busy)?;
        Ok(self.pool.install(|| self.analyzed(article, model)))
    }

    fn analyzed(&self, article: Article, model: Option<BuiltIn>) -> Document {
        let Some(other) = model.filter(|model| Some(*model) != self.own) else {
            return self.analyzer.analyze_article(article);
        };
        let tokens = self.analyzer.tokenize(&article);
        let mentions = self.analyzer.recognize(&article, &tokens);
        let attributions = self.other(other).attribute(&article, &tokens, &mentions);
        Document::new(article, tokens, mentions, attributions)
    }

    fn other(&self, model: BuiltIn) -> &dyn Attributor {
        let rules = || Box::new(Rules::new()) as Box<dyn Attributor>;
        // Built-in models are tested; should one be damaged, the rules are there.
        let trained = |loaded: Result<Trained, sayso_attribute::ModelError>| {
            loaded.map_or_else(|_| rules(), |model| Box::new(model) as Box<dyn Attributor>)
        };
        &**self.others[model as usize].get_or_init(|| match model {
            BuiltIn::Rules => rules(),
            BuiltIn::Fast => trained(Trained::fast()),
            BuiltIn::Accurate => trained(Trained::accurate()),
        })
    }
}

/// Lets as many through at once as the machine has cores: more would only take memory.
struct Semaphore {
    held: Mutex<usize>,
    released: Condvar,
    permits: usize,
}

/// How long a request waits for a permit.
const TIMEOUT: Duration = Duration::from_secs(20);

impl Semaphore {
    fn new(permits: usize) -> Self {
        Self { held: Mutex::new(0), released: Condvar::new(), permits }
    }

    fn acquire(&self) -> Option<Permit<'_>> {
        let until = Instant::now() + TIMEOUT;
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        while *held >= self.permits {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return None;
            }
            held = self.released.wait_timeout(held, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        *held += 1;
        Some(Permit(self))
    }
}

struct Permit<'s>(&'s Semaphore);

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        *self.0.held.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.0.released.notify_one();
    }
}
