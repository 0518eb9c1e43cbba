//! What the benches share: text to run on.

use sayso_core::Article;

/// Bytes of a usual article.
const ARTICLE: usize = 3_000;

/// About `bytes` bytes of [`news_text`] as articles of a usual length.
pub fn articles(bytes: usize) -> Vec<Article> {
    let text = news_text(bytes);
    let mut articles = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let end = text.ceil_char_boundary((start + ARTICLE).min(text.len()));
        let end = text[end..].find("\n\n").map_or(text.len(), |at| end + at);
        let source_id = format!("bench/{}", articles.len());
        let mut article = Article { source_id, text: text[start..end].to_owned(), ..Article::default() };
        article.id = article.identify();
        articles.push(article);
        start = end;
    }
    articles
}

/// Text that every bench can have in a fresh clone: the shipped samples, repeated to about `bytes` bytes; or the
/// file named by the environment variable `SAYSO_BENCH_TEXT` (plain text), cut to `bytes`.
pub fn news_text(bytes: usize) -> String {
    let source = std::env::var("SAYSO_BENCH_TEXT").ok().and_then(|path| std::fs::read_to_string(path).ok());
    let text = source.unwrap_or_else(|| {
        let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/../data/samples/text");
        let mut paths: Vec<_> = std::fs::read_dir(samples)
            .map(|dir| dir.flatten().map(|entry| entry.path()).collect())
            .unwrap_or_default();
        paths.sort();
        paths.iter().filter_map(|path| std::fs::read_to_string(path).ok()).collect::<Vec<_>>().join("\n\n")
    });
    let mut out = String::with_capacity(bytes + text.len());
    while out.len() < bytes && !text.is_empty() {
        out.push_str(&text);
        out.push_str("\n\n");
    }
    let mut end = bytes.min(out.len());
    while !out.is_char_boundary(end) {
        end -= 1;
    }
    out.truncate(end);
    out
}
