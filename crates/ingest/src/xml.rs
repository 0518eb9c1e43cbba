//! XML documents as a flat list of nodes in document order: no entity is expanded, no reference followed.

use crate::{Limits, entities};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Nodes of one document: beyond that the tree would be many times larger than its text.
const NODES: usize = 2_000_000;

/// A parsed document.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
    /// Whether the last text goes on: no tag has stood since.
    text_goes_on: bool,
    /// What is wrong with it, and at which byte.
    pub(crate) broken: Option<(String, u64)>,
}

/// An element or a piece of text.
#[derive(Debug)]
struct Node {
    /// Without its prefix; empty for text.
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
    /// Index past the last descendant.
    end: usize,
}

/// Index of an element.
pub(crate) type Id = usize;

/// What a walk over a tree meets.
pub(crate) enum Step<'t> {
    Open(&'t str),
    Text(&'t str),
    Close(&'t str),
}

impl Tree {
    /// Reads a document as far as it is sound.
    pub(crate) fn parse(text: &str, limits: &Limits) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = false;
        let mut tree = Self::default();
        let mut open: Vec<Id> = Vec::new();
        let outcome = loop {
            let event = match reader.read_event() {
                Ok(Event::Eof) if open.is_empty() => break Ok(()),
                Ok(Event::Eof) => break Err("it ends inside an element".to_owned()),
                Ok(event) => event,
                Err(error) => break Err(error.to_string()),
            };
            tree.event(&event, &mut open);
            if open.len() > limits.markup_depth {
                break Err(format!("elements lie more than {} deep", limits.markup_depth));
            }
            if tree.nodes.len() > NODES {
                break Err(format!("it has more than {NODES} elements"));
            }
        };
        let end = tree.nodes.len();
        for id in open {
            tree.nodes[id].end = end;
        }
        tree.broken = outcome.err().map(|problem| (problem, reader.buffer_position()));
        tree
    }

    fn event(&mut self, event: &Event<'_>, open: &mut Vec<Id>) {
        match event {
            Event::Start(tag) => {
                self.text_goes_on = false;
                open.push(self.nodes.len());
                self.element(tag);
            }
            Event::Empty(tag) => {
                self.text_goes_on = false;
                self.element(tag);
            }
            Event::End(tag) => {
                self.text_goes_on = false;
                // An end tag closes the innermost element of its name; one without is passed over.
                let name = local(tag.name().as_ref());
                if let Some(at) = open.iter().rposition(|&id| self.nodes[id].name == name) {
                    let end = self.nodes.len();
                    for id in open.drain(at..) {
                        self.nodes[id].end = end;
                    }
                }
            }
            Event::Text(text) => self.text(&String::from_utf8_lossy(text)),
            Event::CData(text) => self.text(&String::from_utf8_lossy(text)),
            Event::GeneralRef(name) => {
                let name = String::from_utf8_lossy(name);
                self.text(&entities::letter(&name).unwrap_or_else(|| format!("&{name};")));
            }
            _ => {}
        }
    }

    fn element(&mut self, tag: &BytesStart<'_>) {
        let mut attributes = Vec::new();
        for attribute in tag.attributes().with_checks(false).flatten() {
            let value = entities::resolve(&String::from_utf8_lossy(&attribute.value));
            attributes.push((local(attribute.key.as_ref()), value));
        }
        let node = Node {
            name: local(tag.name().as_ref()),
            attributes,
            text: String::new(),
            end: self.nodes.len() + 1,
        };
        self.nodes.push(node);
    }

    fn text(&mut self, text: &str) {
        if let Some(last) = self.nodes.last_mut().filter(|_| self.text_goes_on) {
            last.text.push_str(text);
            return;
        }
        let end = self.nodes.len() + 1;
        self.nodes.push(Node { name: String::new(), attributes: Vec::new(), text: text.to_owned(), end });
        self.text_goes_on = true;
    }

    /// The name of the outermost element.
    pub(crate) fn root(&self) -> Option<Id> {
        self.nodes.iter().position(|node| !node.name.is_empty())
    }

    pub(crate) fn name(&self, id: Id) -> &str {
        &self.nodes[id].name
    }

    pub(crate) fn attribute(&self, id: Id, name: &str) -> Option<&str> {
        let found = self.nodes[id].attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The outermost elements of one of these names, wherever they lie.
    pub(crate) fn outermost(&self, names: &[&str]) -> Vec<Id> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.nodes.len() {
            if names.contains(&self.nodes[at].name.as_str()) {
                found.push(at);
                at = self.nodes[at].end;
            } else {
                at += 1;
            }
        }
        found
    }

    /// The elements under `from` on a path of names, each anywhere below the one before (`byline/person`); a last
    /// `[attribute=value]` narrows it.
    pub(crate) fn find(&self, from: Id, path: &str) -> Vec<Id> {
        let (path, filter) = match path.split_once('[') {
            Some((path, filter)) => (path, filter.trim_end_matches(']').split_once('=')),
            None => (path, None),
        };
        let mut found = vec![from];
        for name in path.split('/') {
            let mut next = Vec::new();
            let mut at = 0;
            for id in found {
                // Elements found inside each other are looked through once.
                at = at.max(id + 1);
                while at < self.nodes[id].end {
                    if self.nodes[at].name == name {
                        next.push(at);
                    }
                    at += 1;
                }
            }
            found = next;
        }
        found.retain(|&id| filter.is_none_or(|(name, value)| self.attribute(id, name) == Some(value)));
        found
    }

    /// The text of an element with white space folded.
    pub(crate) fn text_of(&self, id: Id) -> String {
        let pieces = self.nodes[id..self.nodes[id].end].iter().filter(|node| node.name.is_empty());
        let text: String = pieces.map(|node| node.text.as_str()).collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Walks through an element, without recursion.
    pub(crate) fn walk(&self, id: Id, step: &mut dyn FnMut(Step<'_>)) {
        let mut open: Vec<Id> = Vec::new();
        for at in id..self.nodes[id].end {
            while let Some(last) = open.pop_if(|&mut last| self.nodes[last].end <= at) {
                step(Step::Close(&self.nodes[last].name));
            }
            let node = &self.nodes[at];
            if node.name.is_empty() {
                step(Step::Text(&node.text));
            } else {
                step(Step::Open(&node.name));
                open.push(at);
            }
        }
        while let Some(last) = open.pop() {
            step(Step::Close(&self.nodes[last].name));
        }
    }
}

/// A name without its prefix.
fn local(name: &[u8]) -> String {
    let name = String::from_utf8_lossy(name);
    name.rsplit(':').next().unwrap_or(&name).to_owned()
}
