//! From a tree of elements to blocks of text.

use dom_query::NodeRef;
use sayso_document::{Part, PartKind, Span};

/// A paragraph, heading, caption …: text without line breaks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) text: String,
    pub(crate) kind: Option<PartKind>,
    /// Letters of it that stand in links.
    pub(crate) linked: usize,
}

/// Elements whose text does not run on into their neighbours'.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
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
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Elements without article text.
const HIDDEN: &[&str] = &[
    "script", "style", "noscript", "template", "button", "input", "select", "textarea", "svg", "iframe",
    "head", "object",
];

/// What the elements around a text say it is; the innermost one that says something counts.
const KINDS: &[(&str, PartKind)] = &[
    ("h1", PartKind::Subhead),
    ("h2", PartKind::Subhead),
    ("h3", PartKind::Subhead),
    ("h4", PartKind::Subhead),
    ("h5", PartKind::Subhead),
    ("h6", PartKind::Subhead),
    ("figcaption", PartKind::Caption),
    ("caption", PartKind::Caption),
    ("figure", PartKind::Caption),
    ("blockquote", PartKind::BlockQuote),
    ("li", PartKind::ListItem),
    ("td", PartKind::Table),
    ("th", PartKind::Table),
];

/// The blocks under a node, in order. Walks without recursion.
pub(crate) fn of(root: &NodeRef<'_>) -> Vec<Block> {
    let mut walk = Walk::default();
    let mut next = root.first_child();
    let mut depth = 0_usize;
    while let Some(node) = next {
        if walk.enter(&node)
            && let Some(child) = node.first_child()
        {
            depth += 1;
            next = Some(child);
            continue;
        }
        walk.leave(&node);
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
            walk.leave(&parent);
            node = parent;
        };
    }
    walk.flush();
    walk.blocks
}

#[derive(Default)]
struct Walk {
    blocks: Vec<Block>,
    open: Block,
    kinds: Vec<PartKind>,
    links: usize,
}

impl Walk {
    /// Whether to go into the node.
    fn enter(&mut self, node: &NodeRef<'_>) -> bool {
        if node.is_text() {
            self.text(&node.text());
            return false;
        }
        let Some(name) = node.node_name() else { return true };
        if HIDDEN.contains(&&*name) {
            return false;
        }
        if BLOCKS.contains(&&*name) {
            self.flush();
        }
        self.links += usize::from(&*name == "a");
        if let Some(kind) = kind_of(&name) {
            self.kinds.push(kind);
        }
        true
    }

    fn leave(&mut self, node: &NodeRef<'_>) {
        let Some(name) = node.node_name() else { return };
        if HIDDEN.contains(&&*name) {
            return;
        }
        if BLOCKS.contains(&&*name) {
            self.flush();
        }
        self.links -= usize::from(&*name == "a");
        if kind_of(&name).is_some() {
            self.kinds.pop();
        }
    }

    /// Adds text with white space folded.
    fn text(&mut self, text: &str) {
        if text.starts_with(char::is_whitespace) {
            self.space();
        }
        for (count, word) in text.split_whitespace().enumerate() {
            if count > 0 {
                self.space();
            }
            self.open.text.push_str(word);
            if self.links > 0 {
                self.open.linked += word.len();
            }
        }
        if text.ends_with(char::is_whitespace) {
            self.space();
        }
    }

    fn space(&mut self) {
        if !self.open.text.is_empty() && !self.open.text.ends_with(' ') {
            self.open.text.push(' ');
        }
    }

    fn flush(&mut self) {
        let mut block = std::mem::take(&mut self.open);
        block.text.truncate(block.text.trim_end().len());
        if !block.text.is_empty() {
            block.kind = self.kinds.last().copied();
            self.blocks.push(block);
        }
    }
}

fn kind_of(name: &str) -> Option<PartKind> {
    KINDS.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
}

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
