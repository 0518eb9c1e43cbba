//! Pages that are not the report's.

use crate::desk::{Order, Queue};
use askama::Template;
use sayso_report::Listed;

/// The description of the interface for other programs.
pub(crate) const OPENAPI: &str = include_str!("../assets/openapi.json");
/// What the desk's pages run and look like.
pub(crate) const DESK_SCRIPT: &str = include_str!("../assets/desk.js");
pub(crate) const DESK_STYLE: &str = include_str!("../assets/desk.css");

#[derive(Template)]
#[template(path = "failure.html")]
struct FailurePage<'a> {
    status: u16,
    message: &'a str,
}

#[derive(Template)]
#[template(path = "entrance.html")]
struct Entrance;

#[derive(Template)]
#[template(path = "welcome.html")]
struct Welcome<'a> {
    model: &'a str,
}

/// What a reader sees of a request that failed.
pub(crate) fn failure(status: u16, message: &str) -> String {
    rendered(&FailurePage { status, message })
}

/// The first page, which goes on to the report.
pub(crate) fn entrance() -> String {
    rendered(&Entrance)
}

/// The first page where no run is served.
pub(crate) fn welcome(model: &str) -> String {
    rendered(&Welcome { model })
}

pub(crate) fn rendered(page: &impl Template) -> String {
    // Templates write into a string, which takes everything.
    page.render().unwrap_or_default()
}

#[derive(Template)]
#[template(path = "review.html")]
struct Review<'a> {
    site: &'a str,
    queue: &'a Queue,
    /// Each with the file name of its page.
    items: Vec<(&'a str, &'a Listed)>,
    reviewers: [&'a str; 2],
    read: u64,
    right: u64,
    size: u64,
    kappa: Option<String>,
    orders: [(Order, &'static str); 3],
}

#[derive(Template)]
#[template(path = "paste.html")]
struct Paste<'a> {
    site: &'a str,
}

/// What is worth a look.
pub(crate) fn review(queue: &Queue) -> String {
    let orders =
        [(Order::Unsure, "Least sure"), (Order::Quoted, "Most quoted"), (Order::Random, "A random sample")];
    let kappa = queue.agreement.as_ref().and_then(|agreement| agreement.kappa);
    let [size, read, right] = queue.sample;
    // A reviewer may have no name.
    let reviewers = queue.agreement.as_ref().map(|agreement| &agreement.reviewers);
    let reviewer = |nth: usize| match reviewers.map_or("", |names| names[nth].as_str()) {
        "" => "somebody without initials",
        name => name,
    };
    let reviewers = [reviewer(0), reviewer(1)];
    let items = queue.items.iter().map(|item| (page_of(&item.href), item)).collect();
    rendered(&Review {
        site: SITE,
        queue,
        items,
        reviewers,
        read,
        right,
        size,
        kappa: kappa.map(|kappa| format!("{kappa:.2}")),
        orders,
    })
}

/// Where articles are tried.
pub(crate) fn paste() -> String {
    rendered(&Paste { site: SITE })
}

const SITE: &str = "Sayso";

/// The file name of a page, of the address of a place on it.
fn page_of(href: &str) -> &str {
    let page = href.rsplit('/').next().unwrap_or(href);
    page.split('#').next().unwrap_or(page)
}

/// The name of the policy that pages of a report carry, for when they are opened from disk.
const POLICY: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"";
/// The script that every page of a report has.
const SCRIPT: &str = "assets/site.js\" defer></script>";
/// What the desk adds after it.
const DESK: &str = "\n<link rel=\"stylesheet\" href=\"/desk.css\">\n<script src=\"/desk.js\" defer></script>";

/// A page of a report as the desk shows it: with its script, and under the policy of the answer's header, which also lets
/// that script ask for what it shows. Nothing else differs.
pub(crate) fn with_desk(page: &[u8]) -> Vec<u8> {
    // The head of a page of ours: nothing of an article but its title, which is escaped, comes before the script.
    let Some(end) = find(page, SCRIPT.as_bytes()).map(|at| at + SCRIPT.len()) else { return page.to_vec() };
    let mut top = String::from_utf8_lossy(&page[..end]).into_owned();
    if let Some(start) = top.find(POLICY)
        && let Some(length) = top[start..].find(">\n")
    {
        top.replace_range(start..start + length + 2, "");
    }
    top.push_str(DESK);
    let mut out = top.into_bytes();
    out.extend_from_slice(&page[end..]);
    out
}

fn find(bytes: &[u8], words: &[u8]) -> Option<usize> {
    bytes.windows(words.len()).position(|window| window == words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_desk_is_laid_over_a_page() {
        let page = "<head>\n<meta http-equiv=\"Content-Security-Policy\" content=\"x\">\n<title>a</title>\n\
                    <script src=\"../assets/site.js\" defer></script>\n</head><body>assets/site.js\" defer></script>";
        let desk = String::from_utf8(with_desk(page.as_bytes())).unwrap_or_default();
        assert_eq!(
            desk,
            format!(
                "<head>\n<title>a</title>\n<script src=\"../assets/site.js\" defer></script>{DESK}\n</head><body>assets/site.js\" defer></script>"
            )
        );
        assert_eq!(with_desk(b"no page"), b"no page");
        assert_eq!(page_of("articles/a-1.p2.html#a4"), "a-1.p2.html");
    }
}
