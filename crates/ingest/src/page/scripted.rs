//! Text that a page holds but does not show by itself: in `<noscript>`, and in the data that a script draws the page from
//! (`<script type="application/json">`, as Next.js, Gatsby and others leave it). Looked at where the page shows next to nothing.

use super::blocks::{self, Block};
use super::coverage::words;
use super::repair::is_prose;
use dom_query::{Document, NodeRef};
use serde_json::Value;
use std::cmp::Reverse;
use std::ops::Range;

/// Words of running text that are worth being taken for an article; pages that show fewer are looked through.
pub(super) const LEAST: usize = 40;
/// Paragraphs that an element of a list of paragraphs holds at most; elements of other lists are articles themselves.
const PARAGRAPHS: usize = 2;

/// The longest running text that the page holds unseen; nothing where there is none to speak of.
pub(super) fn text(html: &str) -> Vec<Block> {
    let page = Document::from(html);
    let mut found = Unseen::default();
    for node in page.select("noscript").nodes() {
        // Whether it is elements or text depends on where it stands.
        let elements = node.children().iter().any(NodeRef::is_element);
        let blocks = if elements { blocks::collect(node) } else { markup(&node.text()) };
        found.add(blocks);
    }
    for node in page.select("script[type='application/json']").nodes() {
        if let Ok(data) = serde_json::from_str::<Value>(&node.text()) {
            found.collect(&data);
        }
    }
    found.longest()
}

/// Words of running text.
pub(super) fn prose(blocks: &[Block]) -> usize {
    blocks.iter().filter(|block| is_prose(block)).map(|block| words(&block.text)).sum()
}

fn markup(text: &str) -> Vec<Block> {
    blocks::collect(&Document::from(text).root())
}

/// The blocks of a string of the data: markup, or paragraphs between line ends.
fn in_string(text: &str) -> Vec<Block> {
    if super::is_markup(text) {
        return markup(text);
    }
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| Block { text: line.to_owned(), ..Block::default() }).collect()
}

/// What a page holds unseen, in its order.
#[derive(Default)]
struct Unseen {
    blocks: Vec<Block>,
    /// Which of the blocks may be the article.
    candidates: Vec<Range<usize>>,
}

impl Unseen {
    fn add(&mut self, blocks: impl IntoIterator<Item = Block>) {
        let start = self.blocks.len();
        self.blocks.extend(blocks);
        self.candidates.push(start..self.blocks.len());
    }

    /// Adds the running text of every string; every string, and every list of paragraphs, may be the article.
    fn collect(&mut self, value: &Value) {
        match value {
            Value::String(text) if words(text) >= 4 => {
                self.add(in_string(text).into_iter().filter(is_prose));
            }
            Value::Array(list) => {
                let start = self.blocks.len();
                let mut paragraphs = true;
                for element in list {
                    let before = self.blocks.len();
                    self.collect(element);
                    paragraphs &= self.blocks.len() - before <= PARAGRAPHS;
                }
                if paragraphs {
                    self.candidates.push(start..self.blocks.len());
                }
            }
            Value::Object(fields) => fields.values().for_each(|field| self.collect(field)),
            _ => {}
        }
    }

    fn longest(mut self) -> Vec<Block> {
        let candidates = self.candidates.iter().enumerate();
        let weighed = candidates.map(|(at, range)| (prose(&self.blocks[range.clone()]), Reverse(at), range));
        match weighed.max_by_key(|(words, at, _)| (*words, *at)) {
            Some((words, _, range)) if words >= LEAST => self.blocks.drain(range.clone()).collect(),
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "The council of Skerry voted on Tuesday to keep the old ramp for another year, since nobody on the \
                       island had found the money for a new one.";
    const TWO: &str = "“We shall look again in May,” said Runa Keld, who chairs it, and who had voted against the old \
                       ramp twice before.";

    #[track_caller]
    fn check(page: &str, expect: &[&str]) {
        let found = text(page);
        assert_eq!(found.iter().map(|block| block.text.as_str()).collect::<Vec<_>>(), expect);
    }

    #[test]
    fn markup_for_those_without_scripts() {
        check(&format!("<div></div><noscript><p>{ONE}</p><p>{TWO}</p></noscript>"), &[ONE, TWO]);
        check("<noscript><img src=\"https://count.example/1\"></noscript>", &[]);
    }

    #[test]
    fn data_that_a_script_draws() {
        let page = |data: &Value| format!("<script id=\"d\" type=\"application/json\">{data}</script>");
        let body = format!("<p>{ONE}</p><p>{TWO}</p>");
        check(
            &page(&serde_json::json!({ "a": [{ "teaser": TWO }], "story": { "body": body } })),
            &[ONE, TWO],
        );
        let pieces =
            serde_json::json!({ "blocks": [{ "type": "p", "text": ONE }, { "type": "p", "text": TWO }] });
        check(&page(&pieces), &[ONE, TWO]);
        // A list of articles is none.
        let both = format!("{ONE}\n{TWO}\n{ONE}");
        check(&page(&serde_json::json!([{ "body": both }, { "body": ONE }])), &[ONE, TWO, ONE]);
        check(&page(&serde_json::json!({ "title": "Ramp", "count": 3 })), &[]);
        check("<script type=\"application/json\">{broken</script>", &[]);
    }
}
