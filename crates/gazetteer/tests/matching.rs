//! Small named cases: what a text's hits are. In the expectation `[` and `]` stand around each hit.
#![allow(clippy::unwrap_used)]

use sayso_gazetteer::{Casing, Gazetteer, row};

fn gazetteer() -> Gazetteer {
    let rows = [
        "c:us\tcountry\tUnited States\tacronym=US|acronym=U.S.|acronym=USA|demonym=American",
        "o:who\torganization\tWorld Health Organization\tacronym=WHO",
        "o:nato\torganization\tNorth Atlantic Treaty Organization\tacronym=NATO",
        "o:kaz\tplace\tGulf of Aden\t",
        "p:ca\tplace\tCalifornia\tacronym=Calif.",
        "p:ny\tplace\tNew York\t",
        "o:nyu\torganization\tNew York University\t",
        "h:yk\tperson\tYōko Kamikawa\t",
        "h:ob\tperson\tConan O'Brien\t",
        "p:cn\tcountry\tChina\t",
        "p:re\tplace\tReading\t",
        "co:eb\tcompany\teBay\t",
        "co:jpm\tcompany\tJ.P. Morgan\t",
        "co:ap\tcompany\tApple\tfull=Apple Inc.",
    ];
    let lines: Vec<String> = rows.iter().map(|row| format!("{row}\t\t\t\t\t\t\ttest\ttest")).collect();
    Gazetteer::of_text("test", format!("{}\n{}", row::COLUMNS.join("\t"), lines.join("\n"))).unwrap()
}

fn check(expected: &str) {
    let text: String = expected.chars().filter(|c| !matches!(c, '[' | ']')).collect();
    let mut hits = Vec::new();
    gazetteer().hits(&text, &mut hits);
    let mut marked = text.clone();
    for hit in hits.iter().rev() {
        marked.insert(hit.span.end as usize, ']');
        marked.insert(hit.span.start as usize, '[');
    }
    assert_eq!(marked, expected);
}

#[test]
fn names_are_found_where_a_reader_sees_them() {
    for expected in [
        "The [US] told us, and the [U.S.] agreed. [USA]! In the [U.S.]",
        "[US]-led, [U.S.]-backed, [China]-[US] talks, [American]s"
            .replace("[American]s", "Americans")
            .as_str(),
        "The [WHO] said who; [NATO], [Nato] but not nato",
        "In [Calif.] but not Calif or calif.",
        "[New York University] and [New\nYork], [NEW YORK], new york; New\n\nYork",
        "[Yoko Kamikawa], [Yōko Kamikawa]’s, [Yo\u{304}ko Kamikawa]",
        "[Conan O’Brien]'s show, [CONAN O'BRIEN]",
        "[China]'s, [China]’ll, ([China]), “[China]” www.china.com China@home said.[China]",
        "[eBay], [ebay] and [Ebay]",
        "[JP Morgan]"
            .replace("[JP Morgan]", "JP Morgan, [J.P. Morgan], [J. P. Morgan], [J P Morgan]")
            .as_str(),
        "[Apple Inc.] and [Apple]. Pineapple Applet",
        "the [GULF OF ADEN], the [Gulf Of Aden], the [Gulf of Aden]; gulf of Aden",
    ] {
        check(expected);
    }
}

#[test]
fn a_hit_tells_its_casing_and_whether_it_is_a_common_word() {
    let gazetteer = gazetteer();
    let mut hits = Vec::new();
    gazetteer.hits("Reading in CHINA and the US", &mut hits);
    let told: Vec<_> = hits.iter().map(|hit| (hit.casing, hit.common)).collect();
    assert_eq!(told, [(Casing::Title, true), (Casing::Upper, false), (Casing::Exact, false)]);
}

#[test]
fn huge_texts_take_linear_time() {
    let gazetteer = gazetteer();
    let mut hits = Vec::new();
    for piece in ["New ", "A", " ", "New York University ", "'", "O'", "."] {
        hits.clear();
        gazetteer.hits(&piece.repeat(300_000), &mut hits);
    }
}

#[test]
fn rows_are_found_by_their_ids() {
    let columns = "\t\t\t\t\t\t\t\ttest\ttest";
    let rows = format!("a\tplace\tAden{columns}\nA\tplace\tBetatown{columns}\nb/1\tplace\tCrater{columns}");
    let gazetteer = Gazetteer::of_text("test", format!("{}\n{rows}", row::COLUMNS.join("\t"))).unwrap();
    let name = |id: &str| gazetteer.find(id).map(|entry| gazetteer.entry(entry).name());
    for (id, expected) in
        [("a", Some("Aden")), ("A", Some("Betatown")), ("b/1", Some("Crater")), ("B/1", None), ("", None)]
    {
        assert_eq!(name(id), expected, "{id}");
    }
}
