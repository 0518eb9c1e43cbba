//! How deep a page's elements lie, and its bare text, both without building a tree.

/// Elements that have no end tag.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    "p", "li",
];

/// An upper bound of the depth of open elements, from counting tags.
pub(crate) fn deepest(html: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for tag in tags(html) {
        if tag.closes {
            depth = depth.saturating_sub(1);
        } else if !tag.is_void {
            depth += 1;
            deepest = deepest.max(depth);
        }
    }
    deepest
}

/// The text between the tags, one line a piece.
pub(crate) fn bare_text(html: &str) -> String {
    let mut text = String::new();
    let mut from = 0;
    let mut hidden = false;
    for tag in tags(html) {
        let piece = html[from..tag.start].trim();
        if !piece.is_empty() && !hidden {
            text.push_str(if text.is_empty() { "" } else { "\n" });
            text.push_str(piece);
        }
        hidden = tag.is_hidden && !tag.closes;
        from = tag.end;
    }
    let rest = html[from..].trim();
    if !rest.is_empty() && !hidden {
        text.push_str(if text.is_empty() { "" } else { "\n" });
        text.push_str(rest);
    }
    text
}

struct Tag {
    start: usize,
    end: usize,
    closes: bool,
    is_void: bool,
    /// `script` or `style`.
    is_hidden: bool,
}

/// The tags of a page, as a scan for angle brackets finds them; comments are one tag.
fn tags(html: &str) -> impl Iterator<Item = Tag> {
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
            let inner = &bytes[start + 1..end - 1];
            let closes = inner.first() == Some(&b'/');
            let name = &inner[usize::from(closes)..];
            let letters = name.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            if letters == 0 && !comment {
                at = start + 1;
                continue;
            }
            let is = |names: &[&str]| {
                names.iter().any(|known| name[..letters].eq_ignore_ascii_case(known.as_bytes()))
            };
            let is_void = letters == 0 || inner.ends_with(b"/") || is(VOID);
            return Some(Tag {
                start,
                end,
                closes: closes && !is_void,
                is_void,
                is_hidden: is(&["script", "style"]),
            });
        }
    })
}
