//! From a tree of elements to blocks of text.

use crate::xml::{Id, Step, Tree};
use dom_query::NodeRef;
use sayso_core::{Part, PartKind, Span};

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
    "block",
    "body",
    "bq",
    "br",
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
    without(root, &[])
}

/// The blocks under a node, without those inside some elements.
pub(super) fn without(root: &NodeRef<'_>, left_out: &[&str]) -> Vec<Block> {
    let mut walk = Walk::default();
    visit(root, &mut |node, begins| {
        let out = !left_out.is_empty() && node.node_name().is_some_and(|name| left_out.contains(&&*name));
        if begins && !out {
            return walk.enter(node);
        }
        if !out {
            walk.leave(node);
        }
        false
    });
    walk.flush();
    walk.blocks
}

/// The texts under a node, without those of some elements and of hidden ones.
pub(super) fn texts(root: &NodeRef<'_>, left_out: &[&str], found: &mut dyn FnMut(&str)) {
    visit(root, &mut |node, begins| {
        if begins && node.is_text() {
            found(&node.text());
            return false;
        }
        node.node_name().is_none_or(|name| !left_out.contains(&&*name) && !HIDDEN.contains(&&*name))
    });
}

/// Visits the nodes under a node without recursion, each where it begins (`true`; the answer is whether to go into
/// it) and where it ends.
fn visit(root: &NodeRef<'_>, step: &mut dyn FnMut(&NodeRef<'_>, bool) -> bool) {
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
        let mut hidden = 0_usize;
        tree.walk(element, &mut |step| match step {
            Step::Open(name) => hidden += usize::from(hidden > 0 || !walk.open(name)),
            Step::Close(_) if hidden > 0 => hidden -= 1,
            Step::Close(name) => walk.close(name),
            Step::Text(text) if hidden == 0 => walk.text(text),
            Step::Text(_) => {}
        });
        walk.flush();
    }
    walk.blocks
}

#[derive(Default)]
struct Walk {
    blocks: Vec<Block>,
    block: Block,
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
        node.node_name().is_none_or(|name| self.open(&name))
    }

    fn leave(&mut self, node: &NodeRef<'_>) {
        if let Some(name) = node.node_name() {
            self.close(&name);
        }
    }

    /// Begins an element; whether it is to be gone into.
    fn open(&mut self, name: &str) -> bool {
        if HIDDEN.contains(&name) {
            return false;
        }
        if BLOCKS.contains(&name) {
            self.flush();
        }
        self.links += usize::from(name == "a");
        if let Some(kind) = kind_of(name) {
            self.kinds.push(kind);
        }
        true
    }

    fn close(&mut self, name: &str) {
        if HIDDEN.contains(&name) {
            return;
        }
        if BLOCKS.contains(&name) {
            self.flush();
        }
        self.links -= usize::from(name == "a");
        if kind_of(name).is_some() {
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
            self.block.text.push_str(word);
            if self.links > 0 {
                self.block.linked += word.len();
            }
        }
        if text.ends_with(char::is_whitespace) {
            self.space();
        }
    }

    fn space(&mut self) {
        if !self.block.text.is_empty() && !self.block.text.ends_with(' ') {
            self.block.text.push(' ');
        }
    }

    fn flush(&mut self) {
        let mut block = std::mem::take(&mut self.block);
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
