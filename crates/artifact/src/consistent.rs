//! Whether a layer fits the article that it claims to belong to. Our own stages never break these rules; a file that
//! another program wrote, or a mixed-up directory, may.

use sayso_core::{Article, Attributions, Mentions, Paragraph, Sentence, Span, Tokens};

/// The first thing wrong with an article in itself.
pub(crate) fn article(article: &Article) -> Option<String> {
    if article.id != article.identify() {
        return Some(format!("its content has the id {}", article.identify()));
    }
    let parts = article.parts.iter().map(|part| part.span);
    out_of_place("part", parts.clone(), &article.text).or_else(|| out_of_order("parts", parts))
}

/// The first token, sentence or paragraph that does not fit.
pub(crate) fn tokens(article: &Article, tokens: &Tokens) -> Option<String> {
    let text = &article.text;
    let words = tokens.tokens.iter().map(|token| token.span);
    let sentences = tokens.sentences.iter().map(|sentence| sentence.span);
    let paragraphs = tokens.paragraphs.iter().map(|paragraph| paragraph.span);
    out_of_place("token", words.clone(), text)
        .or_else(|| out_of_place("sentence", sentences.clone(), text))
        .or_else(|| out_of_place("paragraph", paragraphs.clone(), text))
        .or_else(|| out_of_order("tokens", words))
        .or_else(|| out_of_order("sentences", sentences))
        .or_else(|| out_of_order("paragraphs", paragraphs))
        .or_else(|| {
            let ranges = tokens.sentences.iter().map(Sentence::tokens);
            uncovered("sentences", "tokens", ranges, tokens.tokens.len())
        })
        .or_else(|| {
            let ranges = tokens.paragraphs.iter().map(Paragraph::sentences);
            uncovered("paragraphs", "sentences", ranges, tokens.sentences.len())
        })
}

/// The first mention that does not fit.
pub(crate) fn mentions(article: &Article, mentions: &Mentions) -> Option<String> {
    let spans = mentions.mentions.iter().map(|mention| mention.span);
    let titles = mentions.mentions.iter().filter_map(|mention| mention.title);
    out_of_place("mention", spans.clone(), &article.text)
        .or_else(|| out_of_place("title", titles, &article.text))
        .or_else(|| out_of_order("mentions", spans))
        .or_else(|| {
            let known = mentions.entities.len();
            let lost = mentions.mentions.iter().find(|mention| mention.entity as usize >= known)?;
            Some(format!("a mention names entity {} of {known}", lost.entity))
        })
}

/// The first attribution that does not fit.
pub(crate) fn attributions(article: &Article, attributions: &Attributions) -> Option<String> {
    let text = &article.text;
    for one in &attributions.attributions {
        let carrier = one.via.iter().map(|via| via.span);
        let spans = one.content.iter().chain(&one.source).chain(&one.cue).copied().chain(carrier);
        if let Some(problem) = out_of_place("attribution", spans, text) {
            return Some(problem);
        }
        if one.content.is_empty() || one.speakers.is_empty() {
            return Some("an attribution has no content or no speaker".into());
        }
    }
    out_of_place("set-aside quotation", attributions.set_aside.iter().map(|aside| aside.span), text)
}

fn out_of_place(what: &str, mut spans: impl Iterator<Item = Span>, text: &str) -> Option<String> {
    let astray = spans.find(|span| text.get(span.range()).is_none())?;
    Some(format!("a {what} stands at bytes {}..{}, where the text has none", astray.start, astray.end))
}

fn out_of_order(what: &str, spans: impl Iterator<Item = Span>) -> Option<String> {
    let mut end = 0;
    for span in spans {
        if span.start < end {
            return Some(format!("{what} overlap or go back at byte {}", span.start));
        }
        end = span.end;
    }
    None
}

/// Whether `ranges` go through `0..count` without a gap.
fn uncovered(
    whole: &str,
    part: &str,
    ranges: impl Iterator<Item = std::ops::Range<usize>>,
    count: usize,
) -> Option<String> {
    let mut next = 0;
    for range in ranges {
        if range.start != next || range.end < range.start {
            return Some(format!("{whole} leave out or repeat {part} at {next}"));
        }
        next = range.end;
    }
    (next != count).then(|| format!("{whole} hold {next} of {count} {part}"))
}
