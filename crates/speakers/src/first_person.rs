//! Who "I" is outside quotation marks: the name before a turn of an interview, under a letter or over a column, whose
//! statement it is.

use crate::{full_names, words};
use sayso_core::{Article, Entity, EntityKind, Mention, Mentions, PartKind, Span, Token, TokenKind, Tokens};
use sayso_lexicon::WordSet;

/// Paragraphs looked back at for the name before a turn.
const TURNS: usize = 40;
/// Paragraphs looked ahead at for a signature.
const PARAGRAPHS: usize = 40;
/// Bytes in which an interview names who is interviewed.
const OPENING: usize = 1600;
/// Characters in which it may be said at the end that this was one.
const CLOSING: usize = 200;
/// Paragraphs that are questions, of which an interview has so many at least.
const QUESTIONS: usize = 3;
/// Paragraphs at the beginning that may say whose statement follows.
const HEAD: usize = 2;
/// Tokens between the verb and the statement.
const REACH: usize = 5;
/// Tokens looked back at for a quotation mark.
const MARK: usize = 1000;
/// Bytes that a label ("((Jane Roe))", "ROE:") or a signature has at most.
const LABEL: u32 = 48;

/// The person who says "I" at a byte of the text.
pub(crate) fn speaker<'a>(
    article: &Article,
    tokens: &Tokens,
    mentions: &'a Mentions,
    at: u32,
) -> Option<&'a Entity> {
    let here = tokens.paragraph_at(at);
    turn(article, tokens, mentions, here)
        .or_else(|| signature(tokens, mentions, here))
        .or_else(|| interviewed(article, tokens, mentions))
}

/// Whether the last quotation mark before a byte, in its paragraph, opens.
pub(crate) fn is_quoted(tokens: &Tokens, at: u32) -> bool {
    let start = tokens.paragraphs.get(tokens.paragraph_at(at)).map_or(at, |paragraph| paragraph.span.start);
    let before = &tokens.tokens[tokens.in_span(Span { start, end: at })];
    let mark = |token: &&Token| matches!(token.kind, TokenKind::OpenQuote | TokenKind::CloseQuote);
    before.iter().rev().take(MARK).find(mark).is_some_and(|mark| mark.kind == TokenKind::OpenQuote)
}

/// Whose text it is; to be asked once, for it may read all of it.
pub(crate) fn writer<'a>(article: &Article, tokens: &Tokens, mentions: &'a Mentions) -> Option<&'a Entity> {
    author(article, mentions).or_else(|| head(article, tokens, mentions))
}

/// The one person in the byline, or in whose office's name the text is published ("Office of Senator Roe").
fn author<'a>(article: &Article, mentions: &'a Mentions) -> Option<&'a Entity> {
    let bylines = article.parts.iter().filter(|part| part.kind == PartKind::Byline);
    let mut people = bylines.flat_map(|part| people(mentions, part.span));
    if let (Some(one), None) = (people.next(), people.next()) {
        return Some(one);
    }
    let office = article.metadata.publisher.as_deref()?.strip_prefix("Office of ")?;
    let surname = office.split_whitespace().next_back()?;
    let bears = |entity: &Entity| {
        entity.name.split_whitespace().next_back().is_some_and(|last| last.eq_ignore_ascii_case(surname))
    };
    let whole = Span::new(0, article.text.len());
    let listed = named_most(mentions, whole, &|entity| entity.listed && bears(entity));
    listed.or_else(|| {
        let outside = |mention: &&Mention| !full_names::is_contact(&article.text, mention.span);
        let named = mentions.mentions.iter().filter(outside).map(|mention| mention.entity);
        let bearers = named.filter(|entity| person(mentions, *entity).is_some_and(&bears));
        person(mentions, crate::named_most(bearers)?)
    })
}

/// "SEN. ROE words::ISSUES STATEMENT ON TARIFFS", "Remarks by Senator Roe": the one who makes a statement in one of the first
/// paragraphs.
fn head<'a>(article: &Article, tokens: &Tokens, mentions: &'a Mentions) -> Option<&'a Entity> {
    tokens.paragraphs.iter().take(HEAD).find_map(|paragraph| {
        let words = &tokens.tokens[tokens.in_span(paragraph.span)];
        let word = |at: usize| words.get(at).map_or("", |word: &Token| word.span.of(&article.text));
        let is = |at: usize, list: &WordSet| list.contains_ignoring_case(word(at));
        let noun = (0..words.len()).find(|at| is(*at, &words::STATEMENTS))?;
        if is(noun + 1, &words::AUTHOR_LEADS) {
            let behind = Span { start: words[noun].span.end, end: paragraph.span.end };
            return people(mentions, behind).next();
        }
        let verb = (0..noun).rev().take(REACH).find(|at| is(*at, &words::ISSUES))?;
        people(mentions, Span { start: paragraph.span.start, end: words[verb].span.start }).next()
    })
}

/// The people named within a span.
fn people(mentions: &Mentions, within: Span) -> impl Iterator<Item = &Entity> {
    mentions.within(within).iter().filter_map(|mention| person(mentions, mention.entity))
}

/// The name in front of this turn.
fn turn<'a>(article: &Article, tokens: &Tokens, mentions: &'a Mentions, here: usize) -> Option<&'a Entity> {
    (here.saturating_sub(TURNS)..=here).rev().find_map(|at| {
        let span = tokens.paragraphs.get(at)?.span;
        let text = span.of(&article.text);
        let mut label = text.char_indices().take(LABEL as usize);
        let (close, _) = label.find(|(_, c)| matches!(c, ':' | ')'))?;
        let bracketed = text.starts_with('(');
        let label = Span { start: span.start, end: span.start + close as u32 };
        let within = mentions.within(label);
        let name = within.iter().find(|mention| {
            // Nothing but the name and brackets.
            let lead = mention.span.start - span.start;
            mention.span.end == label.end && (lead == 0 || bracketed && lead <= 2)
        })?;
        person(mentions, name.entity)
    })
}

/// A person's name alone in a paragraph below.
fn signature<'a>(tokens: &Tokens, mentions: &'a Mentions, here: usize) -> Option<&'a Entity> {
    tokens.paragraphs.iter().skip(here + 1).take(PARAGRAPHS).find_map(|paragraph| {
        if paragraph.span.end - paragraph.span.start > LABEL {
            return None;
        }
        let name = mentions.within(paragraph.span).iter().find(|mention| mention.span == paragraph.span)?;
        person(mentions, name.entity)
    })
}

/// The person whom the title names, else the one named most before the first question, of an article that is an
/// interview: it says so in its title, at its beginning or in its last words, or it asks question after question.
pub(crate) fn interviewed<'a>(
    article: &Article,
    tokens: &Tokens,
    mentions: &'a Mentions,
) -> Option<&'a Entity> {
    if !is_interview(article, tokens) {
        return None;
    }
    let end = u32::try_from(article.text.len().min(OPENING)).ok()?;
    let title = article.metadata.title.as_deref().unwrap_or("");
    let titled = |entity: &Entity| title.contains(entity.name.as_str());
    let named = |end| named_most(mentions, Span { start: 0, end }, &|_| true);
    named_most(mentions, Span { start: 0, end }, &titled)
        .or_else(|| questions(article, tokens).next().and_then(|to| named(to.min(end))))
        .or_else(|| named(end))
}

fn is_interview(article: &Article, tokens: &Tokens) -> bool {
    says_interview(article) || questions(article, tokens).nth(QUESTIONS - 1).is_some()
}

/// Whether the title, the beginning or the end says so.
pub(crate) fn says_interview(article: &Article) -> bool {
    let opening: String = article.text.chars().take(OPENING / 4).collect();
    let closing: String =
        article.text.chars().rev().take(CLOSING).collect::<Vec<_>>().into_iter().rev().collect();
    let says = |words: &str, what| words.to_lowercase().contains(what);
    says(article.metadata.title.as_deref().unwrap_or(""), "interview")
        || says(&opening, "interview")
        || says(&closing, "this interview")
}

/// Where paragraphs below the headline begin that are questions.
fn questions<'a>(article: &'a Article, tokens: &'a Tokens) -> impl Iterator<Item = u32> + 'a {
    let below = tokens.paragraphs.iter().skip(1).take(PARAGRAPHS);
    let asks = |span: Span| span.of(&article.text).trim_end().ends_with('?');
    below.map(|paragraph| paragraph.span).filter(move |span| asks(*span)).map(|span| span.start)
}

/// The person of some with the most mentions within a span; of several the first.
fn named_most<'a>(
    mentions: &'a Mentions,
    within: Span,
    some: &dyn Fn(&Entity) -> bool,
) -> Option<&'a Entity> {
    let some = |entity: &u32| person(mentions, *entity).is_some_and(some);
    let named = mentions.within(within).iter().map(|mention| mention.entity).filter(some);
    person(mentions, crate::named_most(named)?)
}

fn person(mentions: &Mentions, entity: u32) -> Option<&Entity> {
    mentions.entities.get(entity as usize).filter(|entity| entity.kind == EntityKind::Person)
}
