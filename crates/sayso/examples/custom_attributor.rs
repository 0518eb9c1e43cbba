//! An attributor of your own: here one that attributes every paragraph to the first person named in it.
//! `cargo run --example custom_attributor`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example prints")]

use sayso::core::{Article, Attribution, Attributions, EntityKind, Mentions, Speaker, SpeakerKind, Tokens};
use sayso::{Analyzer, Attributor};

struct FirstPersonNamed;

impl Attributor for FirstPersonNamed {
    fn name(&self) -> &'static str {
        "first-person-named/1"
    }

    fn attribute(&self, article: &Article, tokens: &Tokens, mentions: &Mentions) -> Attributions {
        let attribute = |paragraph: &sayso::core::Paragraph| {
            let named = mentions.within(paragraph.span);
            let person = named
                .iter()
                .filter_map(|mention| mentions.entity_of(mention))
                .find(|entity| entity.kind == EntityKind::Person)?;
            Some(Attribution {
                content: vec![paragraph.span],
                speakers: vec![Speaker {
                    id: person.id.clone(),
                    name: person.name.clone(),
                    kind: SpeakerKind::Person,
                }],
                rule: self.name().to_owned(),
                ..Attribution::blank()
            })
        };
        Attributions {
            document: article.id,
            attributions: tokens.paragraphs.iter().filter_map(attribute).collect(),
            set_aside: Vec::new(),
        }
    }
}

fn main() -> Result<(), sayso::Error> {
    let analyzer = Analyzer::builder().attributor(FirstPersonNamed).build()?;
    let document = analyzer.analyze("Ann Roe is the mayor.\n\nIt rained.\n\nThe judge was Ben Ames.");
    for attribution in document.attributions() {
        println!("{}: {}", attribution.speakers()[0].name(), attribution.content());
    }
    Ok(())
}
