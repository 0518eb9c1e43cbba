//! An article's text with its attributions and mentions marked, cut into pages of bounded size.
//!
//! Marks may overlap in any way (a cue inside another statement's content, a name across both), so the text is
//! written as a flat row of segments, each between two neighbouring boundaries and each with all that covers it.

use crate::Document;
use crate::text::{push_html, push_number};
use sayso_core::{Entity, PartKind, Span};

/// A page ends at the first boundary after this many bytes of HTML, cards included.
const PAGE: usize = 300_000;
/// What a card has beside what its article says: its frame, its speakers, other articles.
pub(crate) const CARD: usize = 1_500;
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
    /// For each of its paragraphs the byte of the text where it begins.
    pub paragraphs: Vec<u32>,
    /// Bytes of the cards.
    weight: usize,
}

impl Page {
    /// Room for so many bytes of text with their marks.
    fn for_text(bytes: usize) -> Self {
        Self { body: String::with_capacity((3 * bytes).min(PAGE)), ..Self::default() }
    }
}

#[derive(Copy, Clone, PartialEq, Eq)]
enum Role {
    Content,
    Cue,
    Source,
    Mention,
}

/// Where something begins or ends, in one number that sorts as the text goes: the byte, whether it begins (ends come
/// before beginnings), the role, the index.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Boundary(u64);

impl Boundary {
    /// Bits of an index; an article has fewer names than bytes, and of those fewer than 4 GB.
    const INDEX: u32 = 29;

    fn new(at: u32, begins: bool, role: Role, index: usize) -> Self {
        let index = index as u64 & ((1 << Self::INDEX) - 1);
        Self(u64::from(at) << 32 | u64::from(begins) << 31 | (role as u64) << Self::INDEX | index)
    }

    fn at(self) -> u32 {
        (self.0 >> 32) as u32
    }

    fn begins(self) -> bool {
        self.0 >> 31 & 1 == 1
    }

    fn role(self) -> Role {
        [Role::Content, Role::Cue, Role::Source, Role::Mention][(self.0 >> Self::INDEX & 3) as usize]
    }

    fn index(self) -> u32 {
        self.0 as u32 & ((1 << Self::INDEX) - 1)
    }
}

/// The text as pages, one at least. `card(i)` gives the card of attribution `i`, which is on the page where it begins.
pub(crate) fn render(document: &Document<'_>, card: &dyn Fn(usize) -> String) -> Vec<Page> {
    let mut writer = Writer {
        document,
        card,
        done: Vec::new(),
        page: Page::for_text(document.article.text.len()),
        active: Vec::new(),
        titles: vec![None; document.mentions.entities.len()],
        fresh: Vec::new(),
        placed: vec![false; document.attributions.attributions.len()],
        mention: None,
        opens_content: false,
        block: "",
    };
    let boundaries = boundaries(document);
    let mut next = 0;
    for (span, class) in blocks(document) {
        writer.open(class, span.start);
        let mut at = span.start;
        while let Some(boundary) = boundaries.get(next).filter(|boundary| boundary.at() < span.end) {
            if boundary.at() > at {
                writer.segment(Span { start: at, end: boundary.at() }, closes_content(&boundaries[next..]));
                at = boundary.at();
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
    let here = rest.iter().take_while(|boundary| boundary.at() == rest[0].at() && !boundary.begins());
    here.take(64).any(|boundary| boundary.role() == Role::Content)
}

fn boundaries(document: &Document<'_>) -> Vec<Boundary> {
    let mut all = Vec::new();
    let mut push = |span: Span, role, index: usize| {
        if !span.is_empty() {
            all.push(Boundary::new(span.start, true, role, index));
            all.push(Boundary::new(span.end, false, role, index));
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
    // Mentions are in order already, which this sort makes use of.
    all.sort();
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
    document.tokens.paragraphs.iter().map(|paragraph| (paragraph.span, class(paragraph.span))).collect()
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
    /// Attributions that cover the place reached, ascending, with how many spans of each role do.
    active: Vec<(u32, [u32; 3])>,
    /// For each entity what a name of it shows, as an attribute; made when it is first shown.
    titles: Vec<Option<String>>,
    /// Attributions that have begun since the last segment and have no number in the text yet.
    fresh: Vec<u32>,
    placed: Vec<bool>,
    mention: Option<u32>,
    opens_content: bool,
    block: &'static str,
}

impl Writer<'_> {
    fn open(&mut self, class: &'static str, at: u32) {
        self.block = class;
        self.page.paragraphs.push(at);
        match class {
            "" => self.page.body.push_str("<p>"),
            _ => ["<p class=\"", class, "\">"].iter().for_each(|part| self.page.body.push_str(part)),
        }
    }

    fn close(&mut self) {
        self.page.body.push_str("</p>\n");
    }

    fn apply(&mut self, boundary: Boundary) {
        let (begins, role, index) = (boundary.begins(), boundary.role(), boundary.index());
        if role == Role::Mention {
            self.mention = begins.then_some(index);
            return;
        }
        let place = self.active.partition_point(|(other, _)| *other < index);
        if self.active.get(place).is_none_or(|(other, _)| *other != index) {
            self.active.insert(place, (index, [0; 3]));
        }
        let counts = &mut self.active[place].1;
        let count = &mut counts[role as usize];
        *count = if begins { *count + 1 } else { count.saturating_sub(1) };
        if counts.iter().all(|count| *count == 0) {
            self.active.remove(place);
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
                self.turn(span.end - rest.len() as u32);
            }
            self.piece(head, closes && tail.is_empty());
            rest = tail;
        }
    }

    /// Ends the page in the middle of a block and goes on on the next one.
    fn turn(&mut self, at: u32) {
        self.close();
        self.done.push(std::mem::take(&mut self.page));
        self.open(self.block, at);
    }

    fn piece(&mut self, words: &str, closes: bool) {
        for index in self.cards() {
            let body = &mut self.page.body;
            for before in ["<a class=\"ref\" id=\"r", "\" href=\"#a", "\" aria-label=\"Statement ", "\">"] {
                body.push_str(before);
                push_number(body, index + 1);
            }
            body.push_str("</a>");
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
        let any = |role: Role| self.active.iter().take(NAMED).any(|(_, counts)| counts[role as usize] > 0);
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
            for (nth, (index, _)) in self.active.iter().take(NAMED).enumerate() {
                body.push_str(if nth > 0 { " " } else { "" });
                push_number(body, index + 1);
            }
            body.push('"');
        }
        let mentions = self.document.mentions;
        let mention = self.mention.and_then(|index| mentions.mentions.get(index as usize));
        if let Some(mention) = mention
            && let Some(entity) = mentions.entity_of(mention)
        {
            let title = &mut self.titles[mention.entity as usize];
            body.push_str(title.get_or_insert_with(|| title_of(entity)));
        }
        body.push('>');
    }
}

/// What a name shows of its entity, as an attribute.
fn title_of(entity: &Entity) -> String {
    let mut title = String::from(" title=\"");
    push_html(&mut title, entity.name.get(..entity.name.floor_char_boundary(80)).unwrap_or(""));
    [", ", entity.kind.name(), "\""].iter().for_each(|part| title.push_str(part));
    title
}
