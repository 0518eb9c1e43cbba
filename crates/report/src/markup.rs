//! An article's text with its attributions and mentions marked, cut into pages of bounded size.
//!
//! Marks may overlap in any way (a cue inside another statement's content, a name across both), so the text is
//! written as a flat row of segments, each between two neighbouring boundaries and each with all that covers it.

use crate::Document;
use crate::text::push_html;
use sayso_document::{PartKind, Span};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A page ends at the first boundary after this many bytes of HTML, cards included.
const PAGE: usize = 300_000;
/// What a card has beside what its article says: its frame, its speakers, other articles.
const CARD: usize = 1_500;
/// Longest stretch of text written without a chance to end the page.
const STRETCH: usize = 32_768;
/// How many statements a segment names: more cannot be told apart by a reader.
const NAMED: usize = 4;

/// One page of an article.
#[derive(Default)]
pub(crate) struct Page {
    pub body: String,
    /// The attributions that begin on it, by number from 0, with what their cards say.
    pub cards: Vec<(u32, String)>,
    /// Bytes of the cards.
    weight: usize,
}

#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Content,
    Cue,
    Source,
    Mention,
}

/// Where something begins or ends. Ends sort before beginnings at the same byte.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Boundary {
    at: u32,
    begins: bool,
    role: Role,
    index: u32,
}

/// The text as pages, one at least. `card(i)` gives the card of attribution `i`, which is on the page where it begins.
pub(crate) fn render(document: &Document<'_>, card: &dyn Fn(usize) -> String) -> Vec<Page> {
    let mut writer = Writer {
        document,
        card,
        done: Vec::new(),
        page: Page::default(),
        active: BTreeMap::new(),
        fresh: Vec::new(),
        placed: vec![false; document.attributions.attributions.len()],
        mention: None,
        opens_content: false,
        block: "",
    };
    let boundaries = boundaries(document);
    let mut next = 0;
    for (span, class) in blocks(document) {
        writer.open(class);
        let mut at = span.start;
        while let Some(boundary) = boundaries.get(next).filter(|boundary| boundary.at < span.end) {
            if boundary.at > at {
                writer.segment(Span { start: at, end: boundary.at }, closes_content(&boundaries[next..]));
                at = boundary.at;
            }
            writer.apply(*boundary);
            next += 1;
        }
        writer.segment(Span { start: at, end: span.end }, closes_content(&boundaries[next..]));
        writer.close();
    }
    boundaries[next..].iter().for_each(|boundary| writer.apply(*boundary));
    writer.cards();
    writer.done.push(writer.page);
    writer.done
}

/// Whether the boundaries at the first one's place end a content.
fn closes_content(rest: &[Boundary]) -> bool {
    let here = rest.iter().take_while(|boundary| boundary.at == rest[0].at && !boundary.begins);
    here.take(64).any(|boundary| boundary.role == Role::Content)
}

fn boundaries(document: &Document<'_>) -> Vec<Boundary> {
    let mut all = Vec::new();
    let mut push = |span: Span, role, index: usize| {
        if !span.is_empty() {
            let index = index as u32;
            all.push(Boundary { at: span.start, begins: true, role, index });
            all.push(Boundary { at: span.end, begins: false, role, index });
        }
    };
    for (index, attribution) in document.attributions.attributions.iter().enumerate() {
        attribution.content.iter().for_each(|span| push(*span, Role::Content, index));
        attribution.cue.iter().for_each(|span| push(*span, Role::Cue, index));
        attribution.source.iter().for_each(|span| push(*span, Role::Source, index));
    }
    for (index, mention) in document.mentions.mentions.iter().enumerate() {
        push(mention.span, Role::Mention, index);
    }
    all.sort_unstable();
    all
}

/// The blocks to write: paragraphs as the tokenizer found them, with the class of the part that each stands in.
fn blocks(document: &Document<'_>) -> Vec<(Span, &'static str)> {
    let article = document.article;
    let whole = Span::new(0, article.text.len());
    if document.tokens.paragraphs.is_empty() {
        return vec![(whole, "")];
    }
    let class = |span: Span| article.part_at(span.start).map_or("", |part| class_of(part.kind));
    document.tokens.paragraphs.iter().map(|it| (it.span, class(it.span))).collect()
}

fn class_of(kind: PartKind) -> &'static str {
    match kind {
        PartKind::Section => "section",
        PartKind::Headline => "headline",
        PartKind::Subhead => "subhead",
        PartKind::Byline => "byline",
        PartKind::Dateline => "",
        PartKind::Caption => "caption",
        PartKind::BlockQuote => "block-quote",
        PartKind::PullQuote => "pull-quote",
        PartKind::ListItem => "list-item",
        PartKind::Table => "table-row",
    }
}

struct Writer<'a> {
    document: &'a Document<'a>,
    card: &'a dyn Fn(usize) -> String,
    done: Vec<Page>,
    page: Page,
    /// Attributions that cover the place reached, with how many spans of each role do.
    active: BTreeMap<u32, [u32; 3]>,
    /// Attributions that have begun since the last segment and have no number in the text yet.
    fresh: Vec<u32>,
    placed: Vec<bool>,
    mention: Option<u32>,
    opens_content: bool,
    block: &'static str,
}

impl Writer<'_> {
    fn open(&mut self, class: &'static str) {
        self.block = class;
        match class {
            "" => self.page.body.push_str("<p>"),
            _ => ["<p class=\"", class, "\">"].iter().for_each(|part| self.page.body.push_str(part)),
        }
    }

    fn close(&mut self) {
        self.page.body.push_str("</p>\n");
    }

    fn apply(&mut self, boundary: Boundary) {
        let Boundary { begins, role, index, .. } = boundary;
        if role == Role::Mention {
            self.mention = begins.then_some(index);
            return;
        }
        let counts = self.active.entry(index).or_default();
        let count = &mut counts[role as usize];
        *count = if begins { *count + 1 } else { count.saturating_sub(1) };
        if counts.iter().all(|count| *count == 0) {
            self.active.remove(&index);
        }
        if begins && role == Role::Content {
            self.opens_content = true;
            if !std::mem::replace(&mut self.placed[index as usize], true) {
                self.fresh.push(index);
            }
        }
    }

    /// Writes the cards of attributions that have just begun; gives their numbers.
    fn cards(&mut self) -> Vec<u32> {
        let fresh = std::mem::take(&mut self.fresh);
        for index in &fresh {
            let card = (self.card)(*index as usize);
            self.page.weight += card.len() + CARD;
            self.page.cards.push((*index, card));
        }
        fresh
    }

    fn segment(&mut self, span: Span, closes: bool) {
        let mut rest = span.of(&self.document.article.text);
        while !rest.is_empty() {
            let cut = if rest.len() > STRETCH { rest.floor_char_boundary(STRETCH) } else { rest.len() };
            let (head, tail) = rest.split_at(cut);
            if self.page.body.len() + self.page.weight > PAGE {
                self.turn();
            }
            self.piece(head, closes && tail.is_empty());
            rest = tail;
        }
    }

    /// Ends the page in the middle of a block and goes on on the next one.
    fn turn(&mut self) {
        self.close();
        self.done.push(std::mem::take(&mut self.page));
        self.open(self.block);
    }

    fn piece(&mut self, words: &str, closes: bool) {
        for index in self.cards() {
            let number = &(index + 1).to_string();
            #[rustfmt::skip]
            let parts = [
                "<a class=\"ref\" id=\"r", number, "\" href=\"#a", number, "\" aria-label=\"Statement ", number, "\">",
                number, "</a>",
            ];
            parts.iter().for_each(|part| self.page.body.push_str(part));
        }
        let opens = std::mem::take(&mut self.opens_content);
        let marked = !self.active.is_empty() || self.mention.is_some();
        if marked {
            self.open_span(opens, closes);
        }
        push_html(&mut self.page.body, words);
        if marked {
            self.page.body.push_str("</span>");
        }
    }

    fn open_span(&mut self, opens: bool, closes: bool) {
        let body = &mut self.page.body;
        let any = |role: Role| self.active.values().take(NAMED).any(|counts| counts[role as usize] > 0);
        let content = any(Role::Content);
        let classes = [
            (content, "c"),
            (content && opens, "c0"),
            (content && closes, "c1"),
            (any(Role::Cue), "q"),
            (any(Role::Source), "s"),
            (self.mention.is_some(), "m"),
        ];
        body.push_str("<span class=\"");
        let mut gap = "";
        for (_, class) in classes.iter().filter(|(on, _)| *on) {
            body.push_str(gap);
            body.push_str(class);
            gap = " ";
        }
        body.push('"');
        if !self.active.is_empty() {
            body.push_str(" data-a=\"");
            for (nth, index) in self.active.keys().take(NAMED).enumerate() {
                let _ = write!(body, "{}{}", if nth > 0 { " " } else { "" }, index + 1);
            }
            body.push('"');
        }
        let mentions = self.document.mentions;
        let entity =
            self.mention.and_then(|index| mentions.entity_of(mentions.mentions.get(index as usize)?));
        if let Some(entity) = entity {
            body.push_str(" title=\"");
            push_html(body, entity.name.get(..entity.name.floor_char_boundary(80)).unwrap_or(""));
            [", ", entity.kind.name(), "\""].iter().for_each(|part| body.push_str(part));
        }
        body.push('>');
    }
}
