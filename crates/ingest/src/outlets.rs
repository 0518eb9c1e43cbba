//! One name for one outlet, from what a page calls it or from its address.

use crate::tables;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Outlets by their domains, and by their other names in small letters.
struct Outlets {
    by_domain: FxHashMap<&'static str, &'static str>,
    by_name: FxHashMap<String, &'static str>,
}

static OUTLETS: LazyLock<Outlets> = LazyLock::new(|| {
    let mut outlets = Outlets { by_domain: FxHashMap::default(), by_name: FxHashMap::default() };
    for row in tables::entries(include_str!("../data/outlets.tsv")) {
        let mut cells = row.split('\t');
        // The first of the other names is how the outlet calls itself, where it has an article.
        let (bare, domains, names) =
            (cells.next().unwrap_or(""), cells.next().unwrap_or(""), cells.next().unwrap_or(""));
        let first = names.split('|').next().filter(|name| name.strip_prefix("The ") == Some(bare));
        let name = first.unwrap_or(bare);
        outlets.by_domain.extend(domains.split('|').map(|domain| (domain, name)));
        let names = names.split('|').chain([bare]).filter(|name| !name.is_empty());
        outlets.by_name.extend(names.map(|other| (other.to_lowercase(), name)));
    }
    outlets
});

/// The name of an outlet that is known by several.
pub(crate) fn named(publisher: &str) -> Option<&'static str> {
    let known = OUTLETS.by_name.get(&publisher.trim().to_lowercase()).copied();
    known.filter(|name| *name != publisher)
}

/// The outlet behind an address: the one that the domain is known for, else the domain itself.
pub(crate) fn of_address(url: &str) -> Option<String> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next()?.rsplit('@').next()?.to_ascii_lowercase();
    let host = host.trim_end_matches('.');
    let is_domain = host.contains('.')
        && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte))
        && !host.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if !is_domain {
        return None;
    }
    // `edition.cnn.com` is known by `cnn.com`.
    let mut domain = host;
    loop {
        if let Some(name) = OUTLETS.by_domain.get(domain) {
            return Some((*name).to_owned());
        }
        match domain.split_once('.') {
            Some((_, outer)) if outer.contains('.') => domain = outer,
            _ => break,
        }
    }
    let bare =
        ["www.", "m.", "amp.", "edition."].iter().find_map(|start| host.strip_prefix(start)).unwrap_or(host);
    Some(bare.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlets_by_address_and_by_name() {
        let at = |url: &str| of_address(url).unwrap_or_default();
        assert_eq!(at("https://www.nytimes.com/2023/05/14/x.html"), "The New York Times");
        assert_eq!(at("http://edition.cnn.com:80/x"), "CNN");
        assert_eq!(at("https://www.skerry-gazette.example/7"), "skerry-gazette.example");
        assert_eq!(at("urn:uuid:7"), "");
        assert_eq!(at("http://127.0.0.1/x"), "");
        assert_eq!(named("The New York Times Company"), Some("The New York Times"));
        assert_eq!(named("The New York Times"), None);
        assert_eq!(named("The Skerry Gazette"), None);
    }
}
