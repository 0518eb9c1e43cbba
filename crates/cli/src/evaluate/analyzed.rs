//! What Sayso finds in the texts of a gold file.

use rayon::prelude::*;
use sayso::{Analyzer, Article, Document, Model};
use std::ops::ControlFlow;
use std::path::Path;

/// The articles of a file with everything found in them, in their order.
pub(super) fn file(path: &Path, model: &str) -> Result<Vec<Document>, String> {
    let options = sayso_ingest::Options::default();
    let (inputs, complaints) = sayso_ingest::discover(&[path.display().to_string()], &options);
    complaints.iter().for_each(|problem| eprintln!("{}", crate::summary::line(problem)));
    let mut articles = Vec::new();
    for input in &inputs {
        sayso_ingest::read(input, &options, &mut |article| {
            match article {
                Ok(article) => articles.push(article),
                Err(problem) => eprintln!("{}", crate::summary::line(&problem)),
            }
            ControlFlow::Continue(())
        });
    }
    self::articles(articles, model)
}

/// Articles with everything found in them, in their order.
pub(super) fn articles(articles: Vec<Article>, model: &str) -> Result<Vec<Document>, String> {
    let analyzer = Analyzer::new(Model::from(model)).map_err(|error| error.to_string())?;
    Ok(articles.into_par_iter().map(|article| analyzer.analyze_article(article)).collect())
}
