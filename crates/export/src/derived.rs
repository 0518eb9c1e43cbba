//! Columns that are computed from others: the parts of a date, the site of an address, the lemma of a cue, the sentences
//! around an attribution.

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use sayso_core::{Article, CodePoints, Sentence};
use sayso_lexicon::{Language, Table};
use sayso_output::Attribution;
use sayso_tokenize::Tokenizer;
use std::sync::LazyLock;

/// The day of a date that begins with one, where the calendar has it.
pub(crate) fn day(published: Option<&String>) -> Option<&str> {
    let day = published?.get(..10)?;
    day.parse::<Date>().is_ok().then_some(day)
}

/// The month of a date that begins with one: `YYYY-MM`.
pub(crate) fn month(published: Option<&String>) -> Option<&str> {
    let month = published?.get(..7)?;
    format!("{month}-01").parse::<Date>().is_ok().then_some(month)
}

/// The site of an address: its host in small letters, without `www.`, user and port.
pub(crate) fn domain(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    (is_web && host.contains('.')).then(|| host.to_owned())
}

static LEMMAS: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
    let rows = Language::English.columns(Table::CueLemmas);
    rows.flat_map(|[lemma, forms]| [lemma].into_iter().chain(forms.split(' ')).map(move |form| (form, lemma)))
        .collect()
});

/// The lemma of the cue's first verb; the cue itself in small letters where the table has none of its words.
pub(crate) fn cue_lemma(cue: &str) -> Option<String> {
    let cue = cue.to_lowercase();
    let lemma = cue.split_whitespace().find_map(|word| LEMMAS.get(word).copied());
    (!cue.is_empty()).then(|| lemma.map_or(cue.clone(), str::to_owned))
}

/// The sentences of an article.
pub(crate) struct Sentences<'t> {
    text: &'t str,
    sentences: Vec<Sentence>,
}

impl<'t> Sentences<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        let article = Article { text: text.to_owned(), ..Article::default() };
        Self { text, sentences: Tokenizer::new().tokenize(&article).sentences }
    }

    /// The sentences that an attribution's content, source and cue stand in, from the first to the last.
    pub(crate) fn around(&self, attribution: &Attribution, points: &CodePoints<'_>) -> Option<&'t str> {
        let spans = [&attribution.content_spans, &attribution.source_spans, &attribution.cue_spans];
        let spans = || spans.iter().flat_map(|spans| spans.iter());
        let start = points.byte(spans().map(|span| span[0]).min()?)?;
        let end = points.byte(spans().map(|span| span[1]).max()?)?;
        let first = self.sentences.partition_point(|sentence| sentence.span.end <= start);
        let last = self.sentences.partition_point(|sentence| sentence.span.start < end);
        let sentences = self.sentences.get(first..last)?;
        let from = sentences.first()?.span.start.min(start);
        let to = sentences.last()?.span.end.max(end);
        self.text.get(from as usize..to as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        let check = |date: &str, expect: (Option<&str>, Option<&str>)| {
            let date = Some(date.to_owned());
            assert_eq!((day(date.as_ref()), month(date.as_ref())), expect);
        };
        check("2023-10-26T14:02:00-04:00", (Some("2023-10-26"), Some("2023-10")));
        check("2023-10-26", (Some("2023-10-26"), Some("2023-10")));
        check("2023-10", (None, Some("2023-10")));
        check("2023-02-31", (None, Some("2023-02")));
        check("2023", (None, None));
        check("yesterday at noon", (None, None));
        check("ééééééééé", (None, None));
    }

    #[test]
    fn sites_are_hosts() {
        let check = |url: &str, expect: Option<&str>| assert_eq!(domain(url).as_deref(), expect, "{url}");
        check("https://www.Ostby-Courier.example/2024/a?b=c", Some("ostby-courier.example"));
        check("http://user@news.ostby.example:8080/", Some("news.ostby.example"));
        check("file:///tmp/a.html", None);
        check("https://localhost/a", None);
        check("no address", None);
        check("", None);
    }

    #[test]
    fn cues_have_a_lemma() {
        let check = |cue: &str, expect: Option<&str>| assert_eq!(cue_lemma(cue).as_deref(), expect, "{cue}");
        check("said", Some("say"));
        check("has Told", Some("tell"));
        check("pointed out", Some("point"));
        check("according to", Some("according to"));
        check("", None);
    }
}
