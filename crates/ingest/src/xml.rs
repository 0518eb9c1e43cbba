//! XML documents as a flat list of nodes in document order: no entity is expanded, no reference followed.

use crate::{Limits, entities};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Nodes of one document: beyond that the tree would be many times larger than its text.
const NODES: usize = 2_000_000;

/// Elements whose text runs on into their neighbours'.
const INLINE: &[&str] = &[
    "a", "b", "i", "u", "em", "strong", "span", "sub", "sup", "q", "font", "small", "bold", "italic", "num",
];

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
        let text = escaped(text);
        let mut tree = Self::default();
        let mut open: Vec<Id> = Vec::new();
        let mut start = 0;
        // After each fault reading goes on at the next tag.
        while let Err((problem, at)) = tree.read(&text, start, &mut open, limits) {
            tree.broken.get_or_insert((problem, at as u64));
            let next = at.max(start) + 1;
            let next =
                text.as_bytes().get(next..).and_then(|rest| memchr::memchr(b'<', rest)).map(|gap| next + gap);
            match next.filter(|_| tree.nodes.len() <= NODES && open.len() <= limits.markup_depth) {
                Some(next) => start = next,
                None => break,
            }
        }
        let end = tree.nodes.len();
        for id in open {
            tree.nodes[id].end = end;
        }
        tree
    }

    /// Reads from a byte on to the end, or to what is wrong at which byte.
    fn read(
        &mut self,
        text: &str,
        start: usize,
        open: &mut Vec<Id>,
        limits: &Limits,
    ) -> Result<(), (String, usize)> {
        let mut reader = Reader::from_str(&text[start..]);
        reader.config_mut().check_end_names = false;
        reader.config_mut().allow_unmatched_ends = true;
        reader.config_mut().allow_dangling_amp = true;
        loop {
            let at = start + reader.buffer_position() as usize;
            match reader.read_event() {
                Ok(Event::Eof) if open.is_empty() => return Ok(()),
                Ok(Event::Eof) => return Err(("it ends inside an element".to_owned(), text.len())),
                Ok(event) => self.event(&event, open),
                Err(error) => return Err((error.to_string(), at)),
            }
            if open.len() > limits.markup_depth {
                return Err((format!("elements lie more than {} deep", limits.markup_depth), at));
            }
            if self.nodes.len() > NODES {
                return Err((format!("it has more than {NODES} elements"), at));
            }
        }
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
                let qualified = tag.name();
                let name = local(qualified.as_ref());
                if let Some(at) = open.iter().rposition(|&id| self.nodes[id].name == name) {
                    let end = self.nodes.len();
                    for id in open.drain(at..) {
                        self.nodes[id].end = end;
                    }
                }
            }
            Event::Text(text) => self.text(text),
            Event::CData(text) => self.text(text),
            Event::GeneralRef(name) => {
                self.text(&entities::letter(name).unwrap_or_else(|| format!("&{};", &**name)));
            }
            _ => {}
        }
    }

    fn element(&mut self, tag: &BytesStart<'_>) {
        let mut attributes = Vec::new();
        for attribute in tag.attributes().with_checks(false).flatten() {
            let value = entities::resolve(&attribute.value);
            attributes.push((local(attribute.key.as_ref()).to_owned(), value));
        }
        let node = Node {
            name: local(tag.name().as_ref()).to_owned(),
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

    /// The text of an element with white space folded, elements apart that do not run on.
    pub(crate) fn text_of(&self, id: Id) -> String {
        self.text_without(id, &[])
    }

    /// The same without the text of some elements.
    pub(crate) fn text_without(&self, id: Id, left_out: &[&str]) -> String {
        let mut text = String::new();
        let mut at = id;
        while at < self.nodes[id].end {
            let node = &self.nodes[at];
            if at > id && left_out.contains(&node.name.as_str()) {
                at = node.end;
                text.push(' ');
                continue;
            }
            if !node.name.is_empty() && !INLINE.contains(&node.name.as_str()) {
                text.push(' ');
            }
            text.push_str(&node.text);
            at += 1;
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Elements that repeat under one parent and each hold one of the named elements: the records of a document whose
    /// names nobody knows. Of several such groups the one with most text.
    pub(crate) fn records(&self, holds: &dyn Fn(&str) -> bool) -> Vec<Id> {
        let mut groups: BTreeMap<(Id, &str), Vec<Id>> = BTreeMap::new();
        let mut open: Vec<Id> = Vec::new();
        for (id, node) in self.nodes.iter().enumerate().filter(|(_, node)| !node.name.is_empty()) {
            while open.pop_if(|&mut last| self.nodes[last].end <= id).is_some() {}
            if let Some(&parent) = open.last() {
                groups.entry((parent, &node.name)).or_default().push(id);
            }
            open.push(id);
        }
        groups.retain(|_, ids| ids.len() > 1);
        let size =
            |&id: &Id| self.nodes[id..self.nodes[id].end].iter().map(|node| node.text.len()).sum::<usize>();
        let whole = |id: &Id| self.nodes[id + 1..self.nodes[*id].end].iter().any(|node| holds(&node.name));
        let fitting = groups.into_values().filter(|ids| ids.iter().filter(|id| whole(id)).count() > 1);
        fitting.max_by_key(|ids| ids.iter().map(size).sum::<usize>()).unwrap_or_default()
    }

    /// The elements under `from` whose names, without case, hyphens and underscores, are one of these.
    pub(crate) fn find_folded(&self, from: Id, names: &[String]) -> Vec<Id> {
        let found = |wanted: &String| -> Vec<Id> {
            (from + 1..self.nodes[from].end).filter(|&at| folded(&self.nodes[at].name) == *wanted).collect()
        };
        names.iter().map(found).find(|ids| !ids.is_empty()).unwrap_or_default()
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

/// A document in which every `<` that begins no tag is a reference.
pub(crate) fn escaped(text: &str) -> Cow<'_, str> {
    let is_bare = |at: usize| {
        let next = text.as_bytes().get(at + 1).copied().unwrap_or(b' ');
        !(next.is_ascii_alphabetic() || !next.is_ascii() || b"/!?_:".contains(&next))
    };
    if !memchr::memchr_iter(b'<', text.as_bytes()).any(is_bare) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 64);
    let mut from = 0;
    let mut next = 0;
    while let Some(at) = memchr::memchr(b'<', &text.as_bytes()[next..]).map(|gap| next + gap) {
        next = at + 1;
        // In there it is text already.
        if text[at..].starts_with("<![CDATA[") {
            next =
                memchr::memmem::find(&text.as_bytes()[at..], b"]]>").map_or(text.len(), |end| at + end + 3);
        } else if is_bare(at) {
            out.push_str(&text[from..at]);
            out.push_str("&lt;");
            from = at + 1;
        }
    }
    out.push_str(&text[from..]);
    Cow::Owned(out)
}

/// A name without case, hyphens and underscores.
pub(crate) fn folded(name: &str) -> String {
    name.chars().filter(|letter| !"-_.".contains(*letter)).flat_map(char::to_lowercase).collect()
}

/// A name without its prefix.
pub(crate) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}
