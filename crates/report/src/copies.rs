//! What an article's page says of its copies, or of the article that it is a copy of.

use crate::text::{number, plural, push_html};
use sayso_corpus::{ArticleCard, ClusterOfCopies, Clusters, percent};
use std::fmt::Write as _;

/// Copies listed on the page of an original; `clusters.jsonl` has all.
const LISTED: usize = 20;

/// The note as HTML; empty where the article has no copies.
pub(crate) fn note(clusters: &Clusters, article: u32) -> String {
    match clusters.of_article(article) {
        None => String::new(),
        Some((cluster, 0)) => of_original(cluster),
        Some((cluster, nth)) => of_copy(cluster, nth),
    }
}

fn of_copy(cluster: &ClusterOfCopies, nth: usize) -> String {
    let mut out = String::from("<p class=\"copies\">A copy: ");
    let _ = write!(out, "{} of this article stands in ", share(cluster.members[nth].1));
    push_link(&mut out, cluster.original());
    match cluster.members.len() - 2 {
        0 => out.push_str(".</p>"),
        others => {
            let _ = write!(out, ", which has {}.</p>", plural(others as u64, "more copy", "more copies"));
        }
    }
    out
}

fn of_original(cluster: &ClusterOfCopies) -> String {
    let copies = &cluster.members[1..];
    let mut out = String::from("<details class=\"copies\"><summary>");
    let _ = write!(out, "{} of this article</summary><ul>", plural(copies.len() as u64, "copy", "copies"));
    for (card, shared) in copies.iter().take(LISTED) {
        out.push_str("<li>");
        push_link(&mut out, card);
        let _ = write!(out, ": {} of it is from here</li>", share(*shared));
    }
    if copies.len() > LISTED {
        let more = number((copies.len() - LISTED) as u64);
        let _ = write!(out, "<li>and {more} more, in clusters.jsonl</li>");
    }
    out.push_str("</ul></details>");
    out
}

/// A link to an article, with outlet and date.
fn push_link(out: &mut String, card: &ArticleCard) {
    let _ = write!(out, "<a href=\"{}.html\"><bdi>", card.stem);
    push_html(out, &card.title);
    out.push_str("</bdi></a>");
    if !card.outlet.is_empty() {
        out.push_str(", <bdi>");
        push_html(out, &card.outlet);
        out.push_str("</bdi>");
    }
    if card.day.known() {
        let _ = write!(out, ", <time datetime=\"{}\">{}</time>", card.day.iso(), card.day.long());
    }
}

fn share(shared: f32) -> String {
    format!("{}%", percent(shared))
}
