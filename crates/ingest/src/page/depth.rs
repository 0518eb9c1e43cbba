//! Whether a page is safe to build a tree of, and its bare text, both from a scan for tags.

use crate::Limits;

/// Elements whose depth need not be counted: those without an end tag, and those whose end tag may be left out
/// (they nest only through a list, table or menu, which is counted).
const UNCOUNTED: &[&str] = &[
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "optgroup",
    "option", "p", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

/// Elements that a parser opens again in every block that follows while they are not closed.
const FORMATTING: &[&str] =
    &["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Copies of unclosed formatting elements that we let a parser make.
const COPIES: usize = 1_000_000;

/// Why no tree is built of a page; `None` where one may be.
pub(crate) fn danger(html: &str, limits: &Limits) -> Option<String> {
    let (mut depth, mut formatting, mut copies) = (0_usize, 0_usize, 0_usize);
    for tag in tags(html) {
        let step = |count: usize| if tag.closes { count.saturating_sub(1) } else { count + 1 };
        if tag.is(FORMATTING) {
            formatting = step(formatting);
        } else if !tag.closes {
            copies += formatting;
        }
        if !tag.is_void() && !tag.is(UNCOUNTED) {
            depth = step(depth);
        }
        if depth > limits.markup_depth {
            return Some(format!("elements lie more than {} deep", limits.markup_depth));
        }
        if copies > COPIES {
            return Some("unclosed formatting elements would be copied more than a million times".to_owned());
        }
    }
    None
}

/// The text between the tags, one line a piece.
pub(crate) fn bare_text(html: &str) -> String {
    let mut text = String::new();
    let mut from = 0;
    let mut hidden = false;
    let mut piece = |range: &str, hidden: bool| {
        let range = range.trim();
        if !range.is_empty() && !hidden {
            text.push_str(if text.is_empty() { "" } else { "\n" });
            text.push_str(range);
        }
    };
    for tag in tags(html) {
        piece(&html[from..tag.start], hidden);
        hidden = tag.is(&["script", "style"]) && !tag.closes;
        from = tag.end;
    }
    piece(&html[from..], hidden);
    text
}

/// A tag, or a comment.
pub(crate) struct Tag<'h> {
    /// Byte of its `<`.
    pub(crate) start: usize,
    /// Byte after its `>`.
    pub(crate) end: usize,
    pub(crate) closes: bool,
    /// Empty for a comment.
    pub(crate) name: &'h str,
    ends_itself: bool,
}

impl Tag<'_> {
    fn is(&self, names: &[&str]) -> bool {
        names.iter().any(|known| self.name.eq_ignore_ascii_case(known))
    }

    fn is_void(&self) -> bool {
        self.name.is_empty() || self.ends_itself
    }
}

/// The tags of a page, as a scan for angle brackets finds them; a comment is one tag.
pub(crate) fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    let bytes = html.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + memchr::memchr(b'<', &bytes[at..])?;
            let comment = bytes[start..].starts_with(b"<!--");
            let length = if comment {
                memchr::memmem::find(&bytes[start..], b"-->").map(|end| end + 3)
            } else {
                memchr::memchr(b'>', &bytes[start..]).map(|end| end + 1)
            };
            let end = start + length?;
            at = end;
            let inner = &html[start + 1..end - 1];
            let closes = inner.starts_with('/');
            let name = &inner[usize::from(closes)..];
            let name = &name[..name.bytes().take_while(u8::is_ascii_alphanumeric).count()];
            if name.is_empty() && !comment {
                at = start + 1;
                continue;
            }
            return Some(Tag { start, end, closes, name, ends_itself: inner.ends_with('/') });
        }
    })
}
