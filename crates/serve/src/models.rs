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
    turnstile: Turnstile,
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
        Ok(Self { analyzer, own, others: Default::default(), turnstile: Turnstile::new(cores), pool })
    }

    /// The name of the model that analyses where none is asked for, with its version.
    pub(crate) fn name(&self) -> &str {
        self.analyzer.model_name()
    }

    /// Analyses an article with a model, or with the one that the server was started with.
    pub(crate) fn analyze(&self, article: Article, model: Option<BuiltIn>) -> Result<Document, Busy> {
        let _turn = self.turnstile.enter().ok_or(Busy)?;
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
struct Turnstile {
    inside: Mutex<usize>,
    bell: Condvar,
    most: usize,
}

/// How long a request waits for its turn.
const PATIENCE: Duration = Duration::from_secs(20);

impl Turnstile {
    fn new(most: usize) -> Self {
        Self { inside: Mutex::new(0), bell: Condvar::new(), most }
    }

    fn enter(&self) -> Option<Turn<'_>> {
        let until = Instant::now() + PATIENCE;
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        while *inside >= self.most {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return None;
            }
            inside = self.bell.wait_timeout(inside, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        *inside += 1;
        Some(Turn(self))
    }
}

struct Turn<'t>(&'t Turnstile);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *self.0.inside.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.0.bell.notify_one();
    }
}
