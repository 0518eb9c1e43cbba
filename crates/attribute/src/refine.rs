//! Contents and sources without what is around them: datelines, reference marks, halves of quotations, lists that were
//! cut off at their colon.

use crate::span_index::SpanIndex;
use crate::tagged_article::TaggedArticle;
use crate::{content, words};
use sayso_core::{Attribution, CueClass, Form, Span, TokenKind};
use sayso_lexicon::tag;

/// Items of a list behind a colon, at most.
const ITEMS: usize = 40;

/// Refines every attribution in place.
pub(crate) fn refine(view: &TaggedArticle<'_>, attributions: &mut Vec<Attribution>) {
    attributions.retain(|attribution| {
        !is_naming(view, attribution)
            && !is_work(view, attribution)
            && !is_title(view, attribution)
            && !content::is_scrap(view, attribution)
    });
    let taken = SpanIndex::new(attributions.iter().flat_map(|attribution| {
        let parts = [&attribution.content, &attribution.cue, &attribution.source];
        parts.into_iter().flatten().map(|span| (*span, 0))
    }));
    for attribution in attributions {
        content::with_owner(view, attribution);
        content::without_cue(view, attribution);
        content::without_topic(view, attribution);
        content::whole_phrases(view, attribution);
        whole_quotations(view, attribution, &taken);
        with_list(view, attribution);
        if attribution.content.len() > 1 {
            attribution.content.retain(|piece| !is_nickname(view, view.tokens.in_span(*piece).start));
        }
        let many = attribution.content.len() > 1;
        let pieces = attribution.content.iter().filter_map(|piece| behind_dateline(view, *piece, many));
        let pieces = pieces.flat_map(|piece| content::without_insets(view, piece));
        attribution.content = pieces.flat_map(|piece| without_references(view, piece)).collect();
        if attribution.content.len() > 1
            && attribution.content.first().is_some_and(|piece| words::PLATFORMS.contains(piece.of(view.text)))
        {
            attribution.content.remove(0);
        }
        if let Some(first) = attribution.content.first_mut() {
            let tokens = view.tokens.in_span(*first);
            let platform =
                words::PLATFORMS.contains(view.word(tokens.start)) && view.has(tokens.start + 1, tag::OPEN);
            if platform && tokens.len() > 2 {
                first.start = view.span(tokens.start + 1..tokens.end).start;
            }
        }
        attribution.source =
            attribution.source.iter().flat_map(|piece| without_references(view, *piece)).take(1).collect();
    }
}

/// "asked to be called “Spanner”": a name, and no statement.
fn is_naming(view: &TaggedArticle<'_>, attribution: &Attribution) -> bool {
    let Some(content) = attribution.content.first() else { return false };
    let mut tokens =
        view.tokens.in_span(*content).filter(|at| !view.has(*at, tag::TO) && !view.is_any(*at, &words::BE));
    let named = tokens.next().is_some_and(|first| view.is_any(first, &words::NAMING))
        && view.tokens.in_span(*content).any(|at| view.has(at, tag::OPEN));
    let known = attribution.cue.first().is_some_and(|cue| {
        let cue = view.tokens.in_span(*cue);
        cue.clone().any(|at| view.is_any(at, &words::NAMING))
    });
    let name = view.tokens.in_span(*content).rev().find(|at| view.has(*at, tag::OPEN));
    attribution.form != Form::Direct && (named || known && name.is_some_and(|open| is_nickname(view, open)))
}

/// "known to everyone as “Auntie”", "nicknamed “Spanner”": a mark that opens a name, behind a participle of naming.
fn is_nickname(view: &TaggedArticle<'_>, open: usize) -> bool {
    const LONGEST: usize = 3;
    const REACH: usize = 8;
    let Some(segment) = view.segment_at(open).filter(|segment| segment.open == open && segment.closed) else {
        return false;
    };
    let spoken = (open + 1..segment.end).filter(|at| !view.has(*at, tag::PUNCTUATION)).count();
    let Some(before) = open.checked_sub(1) else { return false };
    let leads = view.is_any(before, &words::NAME_LEADS) || view.is_any(before, &words::NAMING);
    let naming = (before.saturating_sub(REACH)..=before).any(|at| view.is_any(at, &words::NAMING));
    spoken <= LONGEST && leads && naming && view.has(open + 1, tag::CAPITAL)
}

/// "is best known for “The Long Ferry.”": a title in marks that no comma or colon leads in to.
fn is_title(view: &TaggedArticle<'_>, attribution: &Attribution) -> bool {
    const LONGEST: usize = 10;
    let ([content], [cue]) = (&attribution.content[..], &attribution.cue[..]) else { return false };
    let tokens = view.tokens.in_span(*content);
    let Some(segment) = view.segment_at(tokens.start).filter(|segment| segment.open == tokens.start) else {
        return false;
    };
    let words = || (segment.open..segment.end).filter(|at| !view.has(*at, tag::PUNCTUATION));
    let set = |at: usize| view.has(at, tag::CAPITAL | tag::NUMBER) || view.word(at).len() <= 3;
    let last = words().next_back().is_some_and(|last| view.has(last, tag::CAPITAL | tag::NUMBER));
    let count = words().count();
    let plain = !view.has(segment.open.wrapping_sub(1), tag::PUNCTUATION);
    segment.end >= tokens.end
        && cue.end <= content.start
        && plain
        && last
        && (2..=LONGEST).contains(&count)
        && words().all(set)
}

/// "wrote eleven novels": what somebody made, and nothing that it says.
fn is_work(view: &TaggedArticle<'_>, attribution: &Attribution) -> bool {
    const FIRST: usize = 4;
    let written = attribution.cue_class == CueClass::Written;
    let Some(content) = attribution.content.first().filter(|_| written) else { return false };
    let tokens = view.tokens.in_span(*content);
    let begins = tokens.clone().take(FIRST).take_while(|at| !view.has(*at, tag::PUNCTUATION | tag::THAT));
    let work = begins
        .last()
        .is_some_and(|_| tokens.clone().take(FIRST).any(|at| view.is_any(at, &words::WORKS_MADE)));
    work && !view.has(tokens.start, tag::OPEN | tag::THAT | tag::SUBJECT)
}

/// Where the quotation opens in whose middle a piece begins; `None` where something else was made of its beginning.
fn opening(view: &TaggedArticle<'_>, piece: Span, taken: &SpanIndex) -> Option<u32> {
    let first = view.tokens.in_span(piece).start;
    let segment = view.segment_at(first).filter(|segment| segment.open < first && segment.closed)?;
    let lead = view.span(segment.open..first);
    (!taken.touches(&[lead])).then_some(lead.start)
}

/// A piece that begins with an opening mark and ends inside the quotation goes on to its closing mark.
fn whole_quotations(view: &TaggedArticle<'_>, attribution: &mut Attribution, taken: &SpanIndex) {
    if attribution.form == Form::Indirect {
        return;
    }
    let told_inside = |span: Span| {
        let segment = view.segment_at(view.tokens.in_span(span).start);
        let whole = segment.map(|segment| view.span(segment.open..segment.end));
        whole.is_some_and(|whole| attribution.cue.iter().any(|cue| whole.contains(*cue)))
    };
    let first = attribution.content.first().copied().filter(|first| !told_inside(*first));
    if attribution.form == Form::Direct
        && let Some(start) = first.and_then(|first| opening(view, first, taken))
    {
        attribution.content[0].start = start;
    }
    for piece in &mut attribution.content {
        let first = view.tokens.in_span(*piece).start;
        let Some(segment) = view.segment_at(first).filter(|segment| segment.open == first) else { continue };
        let whole = view.span(segment.open..segment.end);
        let cue_inside = attribution.cue.iter().any(|cue| whole.contains(*cue));
        if segment.closed && whole.end > piece.end && !cue_inside {
            piece.end = whole.end;
        }
    }
    let mut pieces = std::mem::take(&mut attribution.content);
    pieces.sort_unstable();
    for piece in pieces {
        match attribution.content.last_mut().filter(|last| last.end > piece.start) {
            Some(last) => last.end = last.end.max(piece.end),
            None => attribution.content.push(piece),
        }
    }
}

/// "The union said that it wanted:" and the items of the list in the paragraphs below.
fn with_list(view: &TaggedArticle<'_>, attribution: &mut Attribution) {
    let Some(last) = attribution.content.last().copied() else { return };
    let tokens = view.tokens.in_span(last);
    let Some(paragraph) = view.paragraph_at(tokens.start) else { return };
    let at_end = paragraph.end.checked_sub(1).is_some_and(|end| {
        view.has(end, tag::COLON) && (tokens.end == paragraph.end || tokens.end + 1 == paragraph.end)
    });
    if !at_end {
        return;
    }
    attribution.content.extend(items(view, view.tokens.paragraph_at(last.start) + 1));
}

/// The items of the list that a paragraph begins, without their bullets.
pub(crate) fn items(view: &TaggedArticle<'_>, first: usize) -> Vec<Span> {
    let last = (first + ITEMS).min(view.tokens.paragraphs.len());
    let item = |paragraph: usize| {
        let item = view.tokens_of_paragraph(paragraph).filter(|item| is_item(view, item.start))?;
        let words = (item.start..item.end).find(|at| !is_bullet(view, *at))?;
        Some(view.span(words..item.end))
    };
    (first..last).map_while(item).collect()
}

pub(crate) fn is_item(view: &TaggedArticle<'_>, first: usize) -> bool {
    let numbered = view.has(first, tag::NUMBER)
        && (view.has(first + 1, tag::STOP | tag::CLOSE_BRACKET) || view.word(first).ends_with('.'));
    is_bullet(view, first) || numbered
}

fn is_bullet(view: &TaggedArticle<'_>, at: usize) -> bool {
    words::BULLETS.contains(view.word(at))
        || matches!(view.tokens.tokens.get(at).map(|token| token.kind), Some(TokenKind::Dash))
}

/// A content that begins with its paragraph begins behind the dateline: "OSEK, Vinland, June 4 (Reuters) - ". `None` for
/// a piece, of `many`, that is nothing else.
fn behind_dateline(view: &TaggedArticle<'_>, piece: Span, many: bool) -> Option<Span> {
    let paragraph = view.tokens.paragraphs.get(view.tokens.paragraph_at(piece.start))?.span;
    if paragraph.start != piece.start {
        return Some(piece);
    }
    let Some(length) = dateline(paragraph.of(view.text)) else { return Some(piece) };
    let behind = piece.start + length as u32;
    if behind < piece.end { Some(Span { start: behind, ..piece }) } else { (!many).then_some(piece) }
}

/// Bytes of the dateline at the beginning of a paragraph, with its dash and blanks: a town in capitals (or any words
/// before an agency in brackets), and a dash.
fn dateline(paragraph: &str) -> Option<usize> {
    const LONGEST: usize = 80;
    if let Some(length) = time_stamp(paragraph) {
        return Some(length);
    }
    let dash = paragraph
        .char_indices()
        .take_while(|(at, _)| *at < LONGEST)
        .filter(|(at, letter)| matches!(letter, '—' | '–' | '-') && paragraph[..*at].ends_with([' ', ')']))
        .map(|(at, _)| at)
        .next()?;
    let head = paragraph[..dash].trim_end_matches([' ', '-']);
    let place = head.split([',', '(']).next().unwrap_or_default().trim();
    let capitals =
        place.len() > 2 && place.chars().any(char::is_uppercase) && !place.chars().any(char::is_lowercase);
    let credited = head.ends_with(')') && head.contains('(') && place.split(' ').count() <= 4;
    let behind = paragraph[dash..].trim_start_matches(['—', '–', '-', ' ']);
    (capitals || credited && place.starts_with(char::is_uppercase)).then(|| paragraph.len() - behind.len())
}

/// Bytes of the time that an entry of a live blog begins with: "10.15am: ", "14:32 BST — ".
fn time_stamp(paragraph: &str) -> Option<usize> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let hours = digits(paragraph);
    let rest = paragraph.get(hours..).filter(|_| (1..=2).contains(&hours))?;
    let rest = rest.strip_prefix([':', '.'])?;
    let rest = rest.get(2..).filter(|_| digits(rest) == 2)?;
    let letters = |c: char| c.is_ascii_alphabetic() || c == '.';
    let half = rest.trim_start().trim_start_matches(letters);
    let zone = half.trim_start().trim_start_matches(|c: char| c.is_ascii_uppercase());
    let marked = [zone, half, rest].into_iter().find(|rest| {
        let rest = rest.trim_start();
        rest.starts_with([':', '—', '–', '-', '\n']) || rest.is_empty()
    })?;
    let behind = marked.trim_start_matches([':', '—', '–', '-', ' ', '\n', '\u{a0}']);
    (!behind.is_empty()).then(|| paragraph.len() - behind.len())
}

/// The stretches of a span outside of reference marks ("[3]", "[6]:12"), which encyclopaedias put into their sentences.
fn without_references(view: &TaggedArticle<'_>, piece: Span) -> Vec<Span> {
    const WIDEST: usize = 12;
    let (start, end) = (piece.start as usize, piece.end as usize);
    let text = view.text;
    let mut low = start.saturating_sub(WIDEST);
    while !text.is_char_boundary(low) {
        low -= 1;
    }
    let mut high = (end + WIDEST).min(text.len());
    while !text.is_char_boundary(high) {
        high += 1;
    }
    let mut out = Vec::new();
    let mut from = start;
    for reference in references(&text[low..high]).into_iter().map(|(a, b)| (low + a, low + b)) {
        if reference.1 <= from || reference.0 >= end {
            continue;
        }
        out.push((from, reference.0.max(from)));
        from = reference.1;
    }
    out.push((from, end.max(from)));
    let words = |(a, b): &(usize, usize)| text[*a..*b].chars().any(char::is_alphanumeric);
    let spans: Vec<Span> =
        out.iter().filter(|range| words(range)).map(|(a, b)| trimmed(text, *a, *b)).collect();
    if spans.is_empty() { vec![piece] } else { spans }
}

fn trimmed(text: &str, start: usize, end: usize) -> Span {
    let words = &text[start..end];
    let lead = words.len() - words.trim_start().len();
    Span::new(start + lead, start + words.trim_end().len())
}

fn references(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut out = Vec::new();
    for open in memchr_all(bytes, b'[') {
        let count = digits(open + 1);
        let close = open + 1 + count;
        if !(1..=3).contains(&count) || bytes.get(close) != Some(&b']') {
            continue;
        }
        let mut end = close + 1;
        if bytes.get(end) == Some(&b':') && digits(end + 1) > 0 {
            end += 1 + digits(end + 1);
        }
        out.push((open, end));
    }
    out
}

fn memchr_all(bytes: &[u8], wanted: u8) -> impl Iterator<Item = usize> + '_ {
    bytes.iter().enumerate().filter(move |(_, byte)| **byte == wanted).map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_are_told_from_sentences() {
        let check = |text: &str, rest: &str| {
            assert_eq!(dateline(text).map_or(text, |length| &text[length..]), rest);
        };
        check("OSEK — The bridge is safe.", "The bridge is safe.");
        check("PORT MERROW, Vinland, June 4 (Wire) - The dam holds.", "The dam holds.");
        check("Osek (Wire) – The dam holds.", "The dam holds.");
        check("ST. BRIDE, Vinland -- The dam holds.", "The dam holds.");
        check("The bridge — the old one — is safe.", "The bridge — the old one — is safe.");
        check("10.15am: The dam holds.", "The dam holds.");
        check("14:32 BST — The dam holds.", "The dam holds.");
        check("10.15 per cent of them left.", "10.15 per cent of them left.");
        check("A well-known dam holds.", "A well-known dam holds.");
    }

    #[test]
    fn reference_marks_are_found() {
        assert_eq!(references("safe\",[3] he said.[6]:12 [a] [1234] [b2]"), [(6, 9), (18, 24)]);
        assert!(references("[] [").is_empty());
    }
}
