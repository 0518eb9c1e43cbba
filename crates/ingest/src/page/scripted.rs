//! Text that a page holds but does not show by itself: in `<noscript>`, and in the data that a script draws the page from
//! (`<script type="application/json">`, as Next.js, Gatsby and others leave it). Looked at where the page shows next to nothing.

use super::blocks::{self, Block};
use super::coverage::words;
use super::repair::is_prose;
use dom_query::{Document, NodeRef};
use serde_json::Value;
use std::cmp::Reverse;

/// Words of running text that are worth being taken for an article; pages that show fewer are looked through.
pub(super) const LEAST: usize = 40;
/// Paragraphs that an element of a list of paragraphs holds at most; elements of other lists are articles themselves.
const PARAGRAPHS: usize = 2;

/// The longest running text that the page holds unseen; nothing where there is none to speak of.
pub(super) fn text(html: &str) -> Vec<Block> {
    let page = Document::from(html);
    let mut found: Vec<Vec<Block>> = Vec::new();
    for node in page.select("noscript").nodes() {
        // Whether it is elements or text depends on where it stands.
        let elements = node.children().iter().any(NodeRef::is_element);
        found.push(if elements { blocks::collect(node) } else { markup(&node.text()) });
    }
    for node in page.select("script[type='application/json']").nodes() {
        if let Ok(data) = serde_json::from_str::<Value>(&node.text()) {
            collect(&data, &mut found);
        }
    }
    let longest = found.into_iter().enumerate().max_by_key(|(at, blocks)| (prose(blocks), Reverse(*at)));
    longest.map(|(_, blocks)| blocks).filter(|blocks| prose(blocks) >= LEAST).unwrap_or_default()
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

/// Adds every string, and every list of paragraphs, as what the article may be; gives the running text below the value.
fn collect(value: &Value, found: &mut Vec<Vec<Block>>) -> Vec<Block> {
    match value {
        Value::String(text) if words(text) >= 4 => {
            let blocks: Vec<Block> = in_string(text).into_iter().filter(is_prose).collect();
            found.push(blocks.clone());
            blocks
        }
        Value::Array(list) => {
            let elements: Vec<Vec<Block>> = list.iter().map(|element| collect(element, found)).collect();
            if elements.iter().all(|element| element.len() <= PARAGRAPHS) {
                found.push(elements.concat());
            }
            elements.concat()
        }
        Value::Object(fields) => fields.values().flat_map(|field| collect(field, found)).collect(),
        _ => Vec::new(),
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
