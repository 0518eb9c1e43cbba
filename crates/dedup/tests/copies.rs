//! Copies by the edits that editors make, on text that we wrote.
#![allow(missing_docs, clippy::unwrap_used)]

use proptest::prelude::*;
use sayso_dedup::{Cluster, Copies, Fingerprints};

const FERRY: &str = include_str!("../../../data/samples/text/wire-ferry-inquiry.txt");
const LIGHT: &str = include_str!("../../../data/samples/text/feature-last-lighthouse.txt");
const RIVER: &str = include_str!("../../../data/samples/text/press-release-river-bill.txt");

/// An article: its date and its text.
type Article<'a> = (&'a str, &'a str);

fn clusters(articles: &[Article<'_>]) -> Vec<Cluster> {
    let mut copies = Copies::default();
    for (date, text) in articles {
        copies.add((!date.is_empty()).then_some(*date), &Fingerprints::new(text));
    }
    copies.clusters()
}

fn members(cluster: &Cluster) -> Vec<u32> {
    cluster.members.iter().map(|member| member.article).collect()
}

#[test]
fn cut_and_reheaded_copies_are_tied_to_the_earliest() {
    let half = format!("Ferry: what we know\n\n{}", &FERRY[..FERRY.len() / 2]);
    let found = clusters(&[
        ("2024-05-02T23:30:00-04:00", &half),
        ("2024-05-01", LIGHT),
        ("2024-05-03T01:00:00Z", FERRY),
        ("", RIVER),
    ]);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].original(), members(&found[0])), (2, vec![2, 0]));
    assert!(found[0].members[0].shared > 0.999);
    assert!(found[0].members[1].shared > 0.9, "{:?}", found[0].members);
}

#[test]
fn marks_case_and_white_space_do_not_count() {
    let shouted = LIGHT.to_uppercase().replace(['“', '”'], "\"").replace("\n\n", "\r\n");
    assert_eq!(Fingerprints::new(&shouted), Fingerprints::new(LIGHT));
}

#[test]
fn a_shared_quotation_makes_no_copy() {
    let quoted = "The hearing in Bergen went on for a third day. “It should not take a disaster to make us read our \
                  mail,” Osland said as she adjourned the hearing. Lawyers for the crew had asked for a pause until \
                  the divers' report was ready, which is now expected before the end of the month.";
    assert!(clusters(&[("", FERRY), ("", quoted)]).is_empty());
}

/// The footer of an agency, longer than its stories.
const FOOTER: &str = "This story was made from filings with the harbour registry and is sent for information only. Readers \
                      who find a mistake are asked to write to the desk, which answers every letter within the week. The \
                      Lenn Wire belongs to its readers and takes no money from companies that it writes about. Papers that \
                      hold a licence may print it as long as they print all of it and this note under it.";

#[test]
fn stories_of_one_template_are_no_copies() {
    let story = |name: &str, figures: [&str; 3]| {
        let [income, share, adjusted] = figures;
        format!(
            "LENN (LW) - {name} on Monday reported net income of ${income} million in its second quarter. On a per-share \
             basis, the company said it had profit of {share} cents. Earnings, adjusted for costs, came to {adjusted} \
             cents per share. The results beat what analysts had expected. {FOOTER}"
        )
    };
    let (mill, quarry) =
        (story("Osland Mills", ["10.9", "36", "41"]), story("Vik Quarries", ["77.2", "112", "120"]));
    assert!(clusters(&[("", &mill), ("", &quarry)]).is_empty());
    assert_eq!(clusters(&[("", &mill), ("", &quarry), ("", &mill)]).len(), 1);
}

#[test]
fn a_shared_footer_makes_no_copy() {
    let one = format!("{} {FOOTER}", &FERRY[..FERRY.char_indices().nth(330).unwrap().0]);
    let two = format!("{} {FOOTER}", &RIVER[..RIVER.char_indices().nth(330).unwrap().0]);
    assert!(clusters(&[("", &one), ("", &two)]).is_empty());
}

#[test]
fn empty_and_tiny_texts_are_no_copies_of_anything() {
    let line = &LIGHT[..LIGHT.char_indices().nth(60).unwrap().0];
    assert!(clusters(&[("", ""), ("", ""), ("", LIGHT), ("", line)]).is_empty());
    assert_eq!(
        clusters(&[("", line), ("", LIGHT), ("", line)]).iter().map(members).collect::<Vec<_>>(),
        [[0, 2]]
    );
}

proptest! {
    #[test]
    fn any_order_gives_the_same_sets(order in Just((0..6_usize).collect::<Vec<_>>()).prop_shuffle()) {
        let articles = [
            FERRY.to_owned(), FERRY[..FERRY.len() * 3 / 5].to_owned(), LIGHT.to_owned(), format!("Briefly\n{LIGHT}"),
            RIVER.to_owned(), RIVER.to_lowercase(),
        ];
        let shuffled: Vec<Article<'_>> = order.iter().map(|index| ("", articles[*index].as_str())).collect();
        let mut sets: Vec<Vec<usize>> = clusters(&shuffled)
            .iter()
            .map(|cluster| { let mut set: Vec<_> = members(cluster).iter().map(|member| order[*member as usize]).collect(); set.sort_unstable(); set })
            .collect();
        sets.sort();
        prop_assert_eq!(sets, vec![vec![0, 1], vec![2, 3], vec![4, 5]]);
    }

    #[test]
    fn any_text_has_fingerprints_or_no_words(text in "\\PC{0,80}") {
        prop_assert_eq!(Fingerprints::new(&text).hashes().is_empty(), !text.contains(char::is_alphanumeric));
    }
}
