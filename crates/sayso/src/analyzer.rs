use crate::error::{Error, ErrorKind};
use crate::{Article, Attributor, Document, windows};
use sayso_attribute::Rules;
use sayso_attribute::trained::Trained;
use sayso_core::{Attributions, Mentions, Tokens};
use sayso_gazetteer::Gazetteer;
use sayso_recognize::Recognizer;
use sayso_tokenize::Tokenizer;
use std::fmt;
use std::path::PathBuf;

/// What finds the attributions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Model {
    /// Tables and rules alone: the fastest.
    Rules,
    /// A linear model on top of the rules.
    Fast,
    /// A small recurrent network on top of the rules: the most accurate.
    #[default]
    Accurate,
    /// A model of your own: a file that `cargo xtask train attribution` wrote.
    File(PathBuf),
}

impl From<&str> for Model {
    /// `rules`, `fast` or `accurate`; anything else is the path of a model file.
    fn from(name: &str) -> Self {
        match name {
            "rules" => Self::Rules,
            "fast" => Self::Fast,
            "accurate" => Self::Accurate,
            path => Self::File(path.into()),
        }
    }
}

/// Reads articles: tokenizes, recognizes names, attributes statements and resolves their speakers.
///
/// Loading takes some tens of milliseconds and 30 to 80 MB; share one analyzer among all threads.
pub struct Analyzer {
    tokenizer: Tokenizer,
    recognizer: Recognizer,
    attributor: Box<dyn Attributor>,
    names_fingerprint: [u8; 32],
}

impl Analyzer {
    /// An analyzer with the built-in names.
    ///
    /// # Errors
    /// A [`Model::File`] cannot be read or is not a model.
    pub fn new(model: Model) -> Result<Self, Error> {
        Self::builder().model(model).build()
    }

    /// An analyzer with other settings.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Analyzes the text of one article. Blank lines separate paragraphs.
    pub fn analyze(&self, text: &str) -> Document {
        let mut article = Article { text: text.to_owned(), ..Article::default() };
        article.id = article.identify();
        self.analyze_article(article)
    }

    /// Analyzes one article with what is known about it: publisher, date, author and headline help to resolve
    /// speakers.
    pub fn analyze_article(&self, article: Article) -> Document {
        let tokens = self.tokenize(&article);
        let mentions = self.recognize(&article, &tokens);
        let attributions = self.attribute(&article, &tokens, &mentions);
        Document::new(article, tokens, mentions, attributions)
    }

    /// Analyzes many articles on all cores (rayon's current thread pool); results are in the order of the articles.
    #[cfg(feature = "parallel")]
    pub fn analyze_all(&self, articles: Vec<Article>) -> Vec<Document> {
        use rayon::prelude::*;
        articles.into_par_iter().map(|article| self.analyze_article(article)).collect()
    }

    /// The first stage alone: paragraphs, sentences, words.
    pub fn tokenize(&self, article: &Article) -> Tokens {
        self.tokenizer.tokenize(article)
    }

    /// The second stage alone: names and the entities that they name.
    pub fn recognize(&self, article: &Article, tokens: &Tokens) -> Mentions {
        self.recognizer.recognize(article, tokens)
    }

    /// The third stage alone: attributions. Of a passage of hundreds of words without the end of a sentence, which no
    /// article has, only the eight surest are given.
    pub fn attribute(&self, article: &Article, tokens: &Tokens, mentions: &Mentions) -> Attributions {
        let mut found = self.attributor.attribute(article, tokens, mentions);
        windows::bound(&mut found, tokens);
        found
    }

    /// How many passages of that kind there are.
    pub fn endless_passages(tokens: &Tokens) -> usize {
        windows::count(tokens)
    }

    /// The attributor's name with its version: `rules/…`, `fast/…`, `accurate/…`.
    pub fn model_name(&self) -> &str {
        self.attributor.name()
    }

    /// A hash of the lists of names in use.
    pub fn names_fingerprint(&self) -> [u8; 32] {
        self.names_fingerprint
    }

    /// Frees buffers that are kept from article to article; the next article allocates them again.
    pub fn release_buffers(&self) {
        self.attributor.release_buffers();
    }
}

impl fmt::Debug for Analyzer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Analyzer").field("model", &self.model_name()).finish_non_exhaustive()
    }
}

/// Settings of an [`Analyzer`].
#[derive(Default)]
pub struct Builder {
    model: Model,
    names: Vec<PathBuf>,
    attributor: Option<Box<dyn Attributor>>,
}

impl Builder {
    /// What finds the attributions; [`Model::Accurate`] where nothing is said.
    #[must_use]
    pub fn model(mut self, model: Model) -> Self {
        self.model = model;
        self
    }

    /// Your own lists of names, added to the built-in ones: tab-separated files, or files that `sayso names compile`
    /// wrote. May be called several times.
    #[must_use]
    pub fn names<P: Into<PathBuf>>(mut self, files: impl IntoIterator<Item = P>) -> Self {
        self.names.extend(files.into_iter().map(Into::into));
        self
    }

    /// An attributor of your own in place of a model.
    #[must_use]
    pub fn attributor(mut self, attributor: impl Attributor + 'static) -> Self {
        self.attributor = Some(Box::new(attributor));
        self
    }

    /// Loads names and model.
    ///
    /// # Errors
    /// A list of names or a model file cannot be read, or is not as it should be.
    pub fn build(self) -> Result<Analyzer, Error> {
        let gazetteer = Gazetteer::with_files(&self.names).map_err(ErrorKind::Names)?;
        let attributor = match self.attributor {
            Some(attributor) => attributor,
            None => load(self.model)?,
        };
        Ok(Analyzer {
            tokenizer: Tokenizer::new(),
            names_fingerprint: gazetteer.fingerprint(),
            recognizer: Recognizer::new(gazetteer),
            attributor,
        })
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("model", &self.model)
            .field("names", &self.names)
            .field("attributor", &self.attributor.as_ref().map(|attributor| attributor.name()))
            .finish()
    }
}

fn load(model: Model) -> Result<Box<dyn Attributor>, ErrorKind> {
    Ok(match model {
        Model::Rules => Box::new(Rules::new()),
        Model::Fast => Box::new(Trained::fast().map_err(ErrorKind::BuiltInModel)?),
        Model::Accurate => Box::new(Trained::accurate().map_err(ErrorKind::BuiltInModel)?),
        Model::File(path) => {
            let bytes =
                std::fs::read(&path).map_err(|source| ErrorKind::ReadModel { path: path.clone(), source })?;
            let model =
                Trained::from_bytes(&bytes).map_err(|source| ErrorKind::ModelFile { path, source })?;
            Box::new(model)
        }
    })
}
