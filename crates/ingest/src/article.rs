//! The last steps that every format shares.

use crate::{outlets, wire};
use sayso_core::{Article, Credit, Diagnostic, Metadata, Origin, Provenance, Severity};

/// An article with its place of origin and nothing else.
pub(crate) fn begin(path: &str, record: Option<u64>, format: &str) -> Article {
    let source_id = record.map_or_else(|| path.to_owned(), |record| format!("{path}#{record}"));
    let origin = Origin { path: path.to_owned(), record, format: format.to_owned() };
    Article { source_id, origin, ..Article::default() }
}

/// Puts parts and credits in order, and gives the article its id.
pub(crate) fn finish(mut article: Article) -> Article {
    forget_unread_dates(&mut article);
    tidy_parts(&mut article);
    forget_no_change(&mut article.metadata);
    name_outlet(&mut article.metadata);
    credit_publisher(&mut article.metadata);
    tidy_credits(&mut article.metadata.credits);
    article.id = article.identify();
    article
}

/// A date that could not be read is none, and is said.
fn forget_unread_dates(article: &mut Article) {
    let metadata = &mut article.metadata;
    for (slot, field) in [(&mut metadata.published, "published"), (&mut metadata.modified, "modified")] {
        if let Some(unread) = slot.take_if(|date| !date.understood) {
            metadata.provenance.retain(|from| from.field != field);
            let message = format!("the date `{}` ({field}) cannot be read and was left out", unread.value);
            article.diagnostics.push(
                Diagnostic::new(Severity::Warning, "ingest.date", &article.source_id, message)
                    .with_help("write it as 2024-06-04, or name another field with `--field published=NAME`"),
            );
        }
    }
}

/// In text order, none overlapping: of two that overlap the first stays.
fn tidy_parts(article: &mut Article) {
    article.parts.sort_by_key(|part| (part.span, part.kind));
    let mut end = 0;
    article.parts.retain(|part| {
        let free = part.span.start >= end && !part.span.is_empty();
        if free {
            end = part.span.end;
        }
        free
    });
}

/// A change at the time of publication is none.
fn forget_no_change(metadata: &mut Metadata) {
    if metadata.modified.is_some() && metadata.modified == metadata.published {
        metadata.modified = None;
        metadata.provenance.retain(|from| from.field != "modified");
    }
}

/// One name for one outlet; where none is stated the address tells.
fn name_outlet(metadata: &mut Metadata) {
    if let Some(publisher) = &mut metadata.publisher {
        if let Some(name) = outlets::named(publisher) {
            name.clone_into(publisher);
        }
    } else {
        let named = metadata.url.as_deref().and_then(outlets::of_address).unwrap_or_default();
        set(&mut metadata.publisher, &named, "publisher", "address", &mut metadata.provenance);
    }
}

/// An article that names an agency as its publisher is that agency's copy.
fn credit_publisher(metadata: &mut Metadata) {
    let publisher = metadata.publisher.as_deref().unwrap_or("");
    let agency = wire::by_name(publisher).or_else(|| wire::by_mark(publisher.trim()));
    if let Some(agency) = agency {
        metadata.credits.push(Credit { agency: agency.to_owned(), span: None, whole: true });
    }
}

/// One credit an agency: the one for the whole article first, then the one that stands first.
fn tidy_credits(credits: &mut Vec<Credit>) {
    credits.sort_by_key(|credit| (credit.agency.clone(), !credit.whole, credit.span.is_none(), credit.span));
    credits.dedup_by(|next, first| next.agency == first.agency);
    credits.sort_by_key(|credit| (credit.span.is_none(), credit.span));
}

/// Sets a fact that is still unknown and says where it came from.
pub(crate) fn set(
    slot: &mut Option<String>,
    value: &str,
    field: &str,
    source: &str,
    provenance: &mut Vec<Provenance>,
) {
    let value = value.trim();
    if slot.is_none() && !value.is_empty() {
        *slot = Some(value.to_owned());
        provenance.push(Provenance { field: field.to_owned(), source: source.to_owned() });
    }
}

/// A note on where a value came from.
pub(crate) fn from(field: &str, source: &str) -> Provenance {
    Provenance { field: field.to_owned(), source: source.to_owned() }
}

/// The names in a byline or a field of authors, in whatever form programs and people write them; as it is where it is
/// no list of names.
pub(crate) fn names(text: &str) -> Vec<String> {
    crate::names::read(text)
}

/// The names in the pieces of text of a byline on a page.
pub(crate) fn shown_byline(pieces: &[String]) -> Vec<String> {
    crate::names::in_pieces(pieces)
}

/// Whether a name is the slug of one, `jane-roe`.
pub(crate) fn is_slug(name: &str) -> bool {
    crate::names::is_slug(name)
}

/// Credits the news agencies among bylines.
pub(crate) fn credit_agencies(bylines: &[String], metadata: &mut Metadata) {
    let agencies = bylines.iter().filter_map(|byline| wire::credited(byline));
    metadata.credits.extend(agencies.map(|agency| Credit {
        agency: agency.to_owned(),
        span: None,
        whole: true,
    }));
}

/// The people in bylines, each once, "By" left out, several names in one byline taken apart.
pub(crate) fn people(bylines: &[String]) -> Vec<String> {
    let mut people = Vec::new();
    for name in bylines.iter().flat_map(|byline| names(byline)) {
        if !people.contains(&name) {
            people.push(name);
        }
    }
    people
}
