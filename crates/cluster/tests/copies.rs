//! Copies by the edits that editors make, on text that we wrote.
#![allow(missing_docs, clippy::unwrap_used)]

use proptest::prelude::*;
use sayso_cluster::{Cluster, Copies, Fingerprints};
use sayso_document::{Article, Dated, Metadata};

const FERRY: &str = include_str!("../../../data/samples/text/wire-ferry-inquiry.txt");
const LIGHT: &str = include_str!("../../../data/samples/text/feature-last-lighthouse.txt");
const RIVER: &str = include_str!("../../../data/samples/text/press-release-river-bill.txt");

fn article(name: &str, date: &str, text: &str) -> Article {
    let published = (!date.is_empty()).then(|| Dated { value: date.to_owned(), understood: true });
    let metadata = Metadata { published, ..Metadata::default() };
    let mut article =
        Article { source_id: name.to_owned(), text: text.to_owned(), metadata, ..Article::default() };
    article.id = article.identify();
    article
}

fn clusters(articles: &[Article]) -> Vec<Cluster> {
    let mut copies = Copies::default();
    for article in articles {
        copies.add(article);
    }
    copies.clusters()
}

#[test]
fn cut_and_reheaded_copies_are_tied_to_the_earliest() {
    let half = &FERRY[..FERRY.len() / 2];
    let articles = [
        article("late", "2024-05-03", &format!("Ferry: what we know\n\n{half}")),
        article("light", "2024-05-01", LIGHT),
        article("early", "2024-05-02", FERRY),
        article("river", "", RIVER),
    ];
    let found = clusters(&articles);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].original, articles[2].id);
    assert_eq!(found[0].members.len(), 2);
    assert!(found[0].members[0].shared > 0.999);
    assert!(found[0].members[1].shared > 0.9, "{:?}", found[0].members);
}

#[test]
fn marks_case_and_white_space_do_not_count() {
    let shouted = LIGHT.to_uppercase().replace(['“', '”'], "\"").replace("\n\n", "\r\n");
    assert_eq!(Fingerprints::of(&shouted), Fingerprints::of(LIGHT));
}

#[test]
fn a_shared_quotation_makes_no_copy() {
    let quoted = "The hearing in Bergen went on for a third day. “It should not take a disaster to make us read our \
                  mail,” Osland said as she adjourned the hearing. Lawyers for the crew had asked for a pause until \
                  the divers' report was ready, which is now expected before the end of the month.";
    assert!(clusters(&[article("a", "", FERRY), article("b", "", quoted)]).is_empty());
}

#[test]
fn empty_and_tiny_texts_are_no_copies_of_anything() {
    assert!(clusters(&[article("a", "", ""), article("b", "", ""), article("c", "", LIGHT)]).is_empty());
}

proptest! {
    #[test]
    fn any_order_gives_the_same_sets(order in Just((0..6_usize).collect::<Vec<_>>()).prop_shuffle()) {
        let articles = [
            article("0", "", FERRY), article("1", "", &FERRY[..FERRY.len() * 3 / 5]), article("2", "", LIGHT),
            article("3", "", &format!("Briefly\n{LIGHT}")), article("4", "", RIVER), article("5", "", &RIVER.to_lowercase()),
        ];
        let shuffled: Vec<_> = order.iter().map(|index| articles[*index].clone()).collect();
        let mut sets: Vec<Vec<_>> = clusters(&shuffled)
            .iter()
            .map(|cluster| { let mut ids: Vec<_> = cluster.members.iter().map(|m| m.document).collect(); ids.sort(); ids })
            .collect();
        sets.sort();
        let mut expected: Vec<Vec<_>> = articles.chunks(2)
            .map(|pair| { let mut ids: Vec<_> = pair.iter().map(|a| a.id).collect(); ids.sort(); ids }).collect();
        expected.sort();
        prop_assert_eq!(sets, expected);
    }
}
