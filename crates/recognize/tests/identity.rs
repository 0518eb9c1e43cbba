//! Who is who: across articles, by date, by what else an article names. Invented people and public facts.
#![allow(clippy::unwrap_used)]

use sayso_core::{Article, Dated, Mention, Mentions};
use sayso_gazetteer::Gazetteer;
use sayso_recognize::Recognizer;
use sayso_tokenize::Tokenizer;

/// The mentions of a text, published on a day (ISO 8601) or never.
fn recognize(text: &str, day: &str) -> (Article, Mentions) {
    let mut article = Article { source_id: text.to_owned(), text: text.to_owned(), ..Article::default() };
    if !day.is_empty() {
        let written = Dated { value: day.to_owned(), understood: true };
        article.metadata.published = Some(written);
    }
    article.id = article.identify();
    let tokens = Tokenizer::new().tokenize(&article);
    let mentions = Recognizer::new(Gazetteer::shipped()).recognize(&article, &tokens);
    (article, mentions)
}

/// The first mention with these words.
fn mention<'m>(found: &'m (Article, Mentions), words: &str) -> &'m Mention {
    let (article, mentions) = found;
    let spans = || mentions.mentions.iter().map(|mention| mention.span.of(&article.text)).collect::<Vec<_>>();
    let mut all = mentions.mentions.iter();
    all.find(|mention| mention.span.of(&article.text) == words)
        .unwrap_or_else(|| panic!("{words}: {:?}", spans()))
}

fn id(text: &str, day: &str, words: &str) -> String {
    let found = recognize(text, day);
    found.1.entity_of(mention(&found, words)).unwrap().id.clone()
}

#[test]
fn a_new_person_in_several_articles_is_told_by_name_role_and_organisation() {
    let who = |text| id(text, "", "Tove Halvorsen");
    let spokeswoman = who("Port of Tacoma spokeswoman Tove Halvorsen said the cranes were safe.");
    for same in [
        "The cranes are safe, said Tove Halvorsen, a spokeswoman for the Port of Tacoma.",
        "Tove Halvorsen, spokesperson for the Port of Tacoma, said on Monday that the cranes were safe.",
        "“They are safe,” said Tove Halvorsen, a spokeswoman for the Port of Tacoma. Halvorsen had no date.",
    ] {
        assert_eq!(who(same), spokeswoman, "{same}");
    }
    for other in [
        "Tove Halvorsen, a farmer, said the road was closed.",
        "Tove Halvorsen, a spokeswoman for the Bergen Ferry Company, said the road was closed.",
        "Tove Halvorsen said the road was closed.",
    ] {
        assert_ne!(who(other), spokeswoman, "{other}");
    }
    assert_eq!(
        who("Tove Halvorsen said no."),
        who("On Friday Tove Halvorsen said yes."),
        "a rare name is enough"
    );
}

#[test]
fn a_name_that_many_bear_is_nobody_elsewhere() {
    let who = |text| id(text, "", "Mary Johnson");
    assert_ne!(who("Mary Johnson said no."), who("On Friday Mary Johnson said yes."));
    let judge = who("Judge Mary Johnson said no.");
    assert_eq!(judge, who("On Friday Judge Mary Johnson said yes."));
}

#[test]
fn an_office_is_held_by_another_at_another_time() {
    for (text, day, words, expected) in [
        (
            "Secretary of State Blinken met the minister.",
            "2023-05-02",
            "Blinken",
            "sayso:person/antony-blinken",
        ),
        ("Secretary of State Rice met the minister.", "2005-05-02", "Rice", "sayso:person/condoleezza-rice"),
        ("Governor Romney signed the bill.", "2005-05-02", "Romney", "sayso:person/mitt-romney"),
        ("Senator Feinstein welcomed it.", "2005-05-02", "Feinstein", "bioguide:F000062"),
        ("Secretary of State Rice met the minister.", "2023-05-02", "Rice", "new:person/rice"),
        ("Secretary of State Kerry met the minister.", "2014-05-02", "Kerry", "bioguide:K000148"),
        ("Secretary of State Kerry met the minister.", "2005-05-02", "Kerry", "new:person/kerry"),
        ("Secretary of State Kerry met the minister.", "", "Kerry", "new:person/kerry"),
    ] {
        assert_eq!(id(text, day, words), expected, "{text} {day}");
    }
}

#[test]
fn an_ambiguous_name_is_settled_by_what_else_the_article_names_and_keeps_its_runners_up() {
    for (text, words, expected) in [
        ("WASHINGTON, Nov. 3 — The U.S. Department of Justice and the FBI had no comment.", "FBI", "US"),
        ("ISLAMABAD, Pakistan — Pakistani officials in Hyderabad said the river rose.", "Hyderabad", "PK"),
        ("NEW DELHI, India — Indian officials in Hyderabad said the river rose.", "Hyderabad", "IN"),
        ("Senators Jane Roe of Florida, Max Lind of Utah and Ada Bo of Georgia agreed.", "Georgia", "US"),
        ("TBILISI — The parliament of Georgia met after talks in Armenia.", "Georgia", "GE"),
    ] {
        let found = recognize(text, "");
        let entity = found.1.entity_of(mention(&found, words)).unwrap();
        assert_eq!(entity.country.as_deref(), Some(expected), "{text}");
    }
    let found = recognize("NEW DELHI, India — Indian officials in Hyderabad said the river rose.", "");
    let runners_up = &mention(&found, "Hyderabad").runners_up;
    assert!(!runners_up.is_empty() && runners_up.iter().all(|other| other.score > 0.0 && other.score < 1.0));
}

#[test]
fn short_forms_are_tied_to_their_entity() {
    let text = "The Harbour Safety Board (HSB) fined Senator Tove Halvorsen. The board met on Monday. HSB's \
                lawyers wrote to Halvorsen’s office. The German navy and Germany agreed.";
    let found = recognize(text, "");
    let entity = |words| mention(&found, words).entity;
    assert_eq!(entity("HSB"), entity("Harbour Safety Board"));
    assert_eq!(entity("Halvorsen"), entity("Tove Halvorsen"));
    assert_eq!(entity("German"), entity("Germany"));
}
