use crate::{Analyzer, Diagnostic, Document};
use sayso_ingest::Options;
use std::ops::ControlFlow;

/// How files are read: formats, fields, limits.
pub type Reading = Options;

impl Analyzer {
    /// Reads files, directories, glob patterns, `@list` files or `-` (standard input), in any of the formats that
    /// are known, and gives each article to `found` as soon as it is analyzed. What cannot be read is an error of
    /// that file or record alone. `found` may stop the reading with [`ControlFlow::Break`].
    pub fn analyze_files<P: AsRef<str>>(
        &self,
        paths: impl IntoIterator<Item = P>,
        reading: &Reading,
        mut found: impl FnMut(Result<Document, Diagnostic>) -> ControlFlow<()>,
    ) {
        let paths: Vec<String> = paths.into_iter().map(|path| path.as_ref().to_owned()).collect();
        let (inputs, failures) = sayso_ingest::discover(&paths, reading);
        let mut flow = ControlFlow::Continue(());
        for failure in failures {
            flow = found(Err(failure));
            if flow.is_break() {
                return;
            }
        }
        for input in &inputs {
            sayso_ingest::read(input, reading, &mut |article| {
                flow = found(article.map(|article| self.analyze_article(article)));
                flow
            });
            if flow.is_break() {
                return;
            }
        }
    }
}
