//! From a tree of elements to blocks of text.

use crate::xml::{Id, Step, Tree};
use crate::{page, wrap};
use dom_query::NodeRef;
use rustc_hash::FxHashMap;
use sayso_core::{Part, PartKind, Span};
use std::sync::LazyLock;

/// A paragraph, heading, caption …: text without line breaks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) text: String,
    pub(crate) kind: Option<PartKind>,
    /// Letters of it that stand in links.
    pub(crate) linked: usize,
    /// Whether it begins and ends inside a link.
    pub(crate) is_link: bool,
}

/// Hints for setting text, which are no part of it: soft hyphens, zero-width blanks and joiners, marks of direction.
const INVISIBLE: [char; 14] = [
    '\u{AD}', '\u{200B}', '\u{2060}', '\u{FEFF}', '\u{200E}', '\u{200F}', '\u{202A}', '\u{202B}', '\u{202C}',
    '\u{202D}', '\u{202E}', '\u{2066}', '\u{2067}', '\u{2069}',
];

/// Elements whose text does not run on into their neighbours'.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "block",
    "body",
    "bq",
    "byline",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "hedline",
    "hl1",
    "hl2",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "media",
    "media-caption",
    "nav",
    "ol",
    "p",
    "para",
    "pre",
    "section",
    "subhead",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "tagline",
    "ul",
];

/// Elements without article text.
const HIDDEN: &[&str] = &[
    "script",
    "style",
    "noscript",
    "template",
    "button",
    "input",
    "select",
    "textarea",
    "svg",
    "iframe",
    "head",
    "object",
    "media-producer",
    "media-metadata",
    "media-reference",
    "credit",
];

/// What the elements around a text say it is; the innermost one that says something counts.
const KINDS: &[(&str, PartKind)] = &[
    ("h1", PartKind::Subhead),
    ("h2", PartKind::Subhead),
    ("h3", PartKind::Subhead),
    ("h4", PartKind::Subhead),
    ("h5", PartKind::Subhead),
    ("h6", PartKind::Subhead),
    ("hl1", PartKind::Subhead),
    ("hl2", PartKind::Subhead),
    ("subhead", PartKind::Subhead),
    ("byline", PartKind::Byline),
    ("media-caption", PartKind::Caption),
    ("bq", PartKind::BlockQuote),
    ("figcaption", PartKind::Caption),
    ("caption", PartKind::Caption),
    ("figure", PartKind::Caption),
    ("blockquote", PartKind::BlockQuote),
    ("li", PartKind::ListItem),
    ("td", PartKind::Table),
    ("th", PartKind::Table),
];

/// The blocks under a node, in order.
pub(crate) fn collect(root: &NodeRef<'_>) -> Vec<Block> {
    let mut walk = Walk::default();
    visit(root, &mut |node, begins| {
        if begins {
            return walk.enter(node);
        }
        walk.leave(node);
        false
    });
    walk.flush();
    walk.blocks
}

/// Visits the nodes under a node without recursion, each where it begins (`true`; the answer is whether to go into
/// it) and where it ends.
pub(super) fn visit<'a>(root: &NodeRef<'a>, step: &mut dyn FnMut(&NodeRef<'a>, bool) -> bool) {
    let mut next = root.first_child();
    let mut depth = 0_usize;
    while let Some(node) = next {
        if step(&node, true)
            && let Some(child) = node.first_child()
        {
            depth += 1;
            next = Some(child);
            continue;
        }
        step(&node, false);
        let mut node = node;
        next = loop {
            if let Some(sibling) = node.next_sibling() {
                break Some(sibling);
            }
            if depth == 0 {
                break None;
            }
            let Some(parent) = node.parent() else { break None };
            depth -= 1;
            step(&parent, false);
            node = parent;
        };
    }
}

/// The blocks of elements of an XML document.
pub(crate) fn collect_xml(tree: &Tree, elements: &[Id]) -> Vec<Block> {
    let mut walk = Walk::default();
    for &element in elements {
        let (mut hidden, mut paragraphs) = (0_usize, 0_usize);
        tree.walk(element, &mut |step| match step {
            Step::Open(name) => {
                hidden += usize::from(hidden > 0 || !walk.open(name));
                paragraphs += usize::from(Tag::named(name).is_paragraph);
            }
            Step::Close(name) => {
                paragraphs -= usize::from(Tag::named(name).is_paragraph);
                if hidden > 0 {
                    hidden -= 1;
                } else {
                    walk.close(name);
                }
            }
            Step::Text(text) if hidden == 0 => walk.loose_text(text, paragraphs == 0),
            Step::Text(_) => {}
        });
        walk.flush();
    }
    walk.blocks
}

/// Blocks as a walk over a tree gathers them.
#[derive(Default)]
pub(super) struct Walk {
    blocks: Vec<Block>,
    block: Block,
    kinds: Vec<PartKind>,
    links: usize,
    begins_linked: bool,
    ends_linked: bool,
    /// Lines of the block that is being read that ended at a break.
    lines: Vec<Line>,
}

/// A line that ended at a break.
#[derive(Copy, Clone)]
struct Line {
    /// Byte of the block behind it.
    end: usize,
    /// Letters up to there that stand in links.
    linked: usize,
    is_link: bool,
}

impl Walk {
    pub(super) fn into_blocks(self) -> Vec<Block> {
        self.blocks
    }

    /// Blocks that are complete.
    pub(super) fn count(&self) -> usize {
        self.blocks.len()
    }

    pub(super) fn is_between_blocks(&self) -> bool {
        self.block.text.is_empty()
    }

    /// Whether to go into the node.
    fn enter(&mut self, node: &NodeRef<'_>) -> bool {
        if node.is_text() {
            self.text(&node.text());
            return false;
        }
        node.node_name().is_none_or(|name| self.open(&name))
    }

    fn leave(&mut self, node: &NodeRef<'_>) {
        if let Some(name) = node.node_name() {
            self.close(&name);
        }
    }

    /// Begins an element; whether it is to be gone into.
    fn open(&mut self, name: &str) -> bool {
        self.open_tag(Tag::named(name))
    }

    pub(super) fn open_tag(&mut self, tag: Tag) -> bool {
        if tag.is_hidden {
            return false;
        }
        if tag.is_block {
            self.flush();
        }
        if tag.is_break {
            self.line_break();
        }
        self.links += usize::from(tag.is_link);
        self.kinds.extend(tag.kind);
        true
    }

    fn close(&mut self, name: &str) {
        self.close_tag(Tag::named(name));
    }

    pub(super) fn close_tag(&mut self, tag: Tag) {
        if tag.is_hidden {
            return;
        }
        if tag.is_block {
            self.flush();
        }
        self.links -= usize::from(tag.is_link);
        if tag.kind.is_some() {
            self.kinds.pop();
        }
    }

    /// Adds text with white space folded.
    pub(super) fn text(&mut self, text: &str) {
        if text.starts_with(char::is_whitespace) {
            self.space();
        }
        let visible;
        let text = if text.is_ascii() || !text.contains(INVISIBLE) {
            text
        } else {
            visible = text.replace(INVISIBLE, "");
            &visible
        };
        for (count, word) in text.split_whitespace().enumerate() {
            if count > 0 {
                self.space();
            }
            if self.block.text.len() == self.lines.last().map_or(0, |line| line.end + 1)
                || self.block.text.is_empty()
            {
                self.begins_linked = self.links > 0;
            }
            self.block.text.push_str(word);
            let linked = self.links > 0;
            if linked {
                self.block.linked += word.len();
            }
            self.ends_linked = linked;
        }
        if text.ends_with(char::is_whitespace) {
            self.space();
        }
    }

    /// Adds text that, outside paragraphs, may be lines of a fixed width with paragraphs of their own.
    fn loose_text(&mut self, text: &str, outside: bool) {
        let lines = || text.lines().filter(|line| !line.trim().is_empty()).count();
        if !outside || !text.contains('\n') || lines() < 2 || page::is_markup(text) {
            return self.text(text);
        }
        for (count, paragraph) in wrap::paragraphs(text).iter().enumerate() {
            if count > 0 {
                self.flush();
            }
            self.text(paragraph);
        }
    }

    fn space(&mut self) {
        if !self.block.text.is_empty() && !self.block.text.ends_with(' ') {
            self.block.text.push(' ');
        }
    }

    /// Ends a line; two breaks with nothing between them end the block.
    fn line_break(&mut self) {
        let end = self.block.text.trim_end().len();
        if end == 0 {
            return;
        }
        if self.lines.last().is_some_and(|line| line.end == end) {
            return self.flush();
        }
        let is_link = self.begins_linked && self.ends_linked;
        self.lines.push(Line { end, linked: self.block.linked, is_link });
        self.space();
    }

    /// Ends the block that is being read. Its lines are blocks of their own unless they were broken for want of space.
    pub(super) fn flush(&mut self) {
        let mut block = std::mem::take(&mut self.block);
        let lines = std::mem::take(&mut self.lines);
        block.text.truncate(block.text.trim_end().len());
        if block.text.is_empty() {
            return;
        }
        block.kind = self.kinds.last().copied();
        block.is_link = self.begins_linked && self.ends_linked;
        let mut start = 0;
        let ends = lines.iter().map(|line| line.end).chain([block.text.len()]);
        let texts: Vec<&str> =
            ends.map(|end| block.text[std::mem::replace(&mut start, end)..end].trim()).collect();
        if lines.is_empty() || wrap::is_wrapped(&texts) {
            self.blocks.push(block);
            return;
        }
        let rest = Line { end: block.text.len(), linked: block.linked, is_link: block.is_link };
        let mut linked = 0;
        for (text, line) in texts.into_iter().zip(lines.into_iter().chain([rest])) {
            let inside = line.linked - std::mem::replace(&mut linked, line.linked);
            if !text.is_empty() {
                let (text, kind) = (text.to_owned(), block.kind);
                self.blocks.push(Block { text, kind, linked: inside, is_link: line.is_link });
            }
        }
    }
}

/// What an element's name says about the text in it.
#[allow(clippy::struct_excessive_bools)] // answers, not states
#[derive(Copy, Clone, Debug, Default)]
pub(super) struct Tag {
    /// It holds no article text.
    pub(super) is_hidden: bool,
    /// Its text does not run on into its neighbours'.
    pub(super) is_block: bool,
    pub(super) is_link: bool,
    /// It ends a line.
    pub(super) is_break: bool,
    /// It holds one paragraph.
    pub(super) is_paragraph: bool,
    pub(super) kind: Option<PartKind>,
}

impl Tag {
    pub(super) fn named(name: &str) -> Self {
        TAGS.get(name).copied().unwrap_or_default()
    }
}

/// Every element that is not plain inline text.
static TAGS: LazyLock<FxHashMap<&str, Tag>> = LazyLock::new(|| {
    let mut tags: FxHashMap<&str, Tag> = FxHashMap::default();
    HIDDEN.iter().for_each(|name| tags.entry(name).or_default().is_hidden = true);
    BLOCKS.iter().for_each(|name| tags.entry(name).or_default().is_block = true);
    KINDS.iter().for_each(|(name, kind)| tags.entry(name).or_default().kind = Some(*kind));
    tags.entry("a").or_default().is_link = true;
    tags.entry("br").or_default().is_break = true;
    ["p", "para", "li", "td"].iter().for_each(|name| tags.entry(name).or_default().is_paragraph = true);
    tags
});

/// The text of blocks with blank lines between, and the parts in it.
pub(crate) fn join(blocks: &[Block]) -> (String, Vec<Part>) {
    let mut text = String::new();
    let mut parts = Vec::new();
    for block in blocks {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(&block.text);
        parts.extend(block.kind.map(|kind| Part { span: Span::new(start, text.len()), kind }));
    }
    (text, parts)
}
