//! Articles with inline mark-up:
//!
//! - `{c1|words}` content of statement 1, `{q1|said}` its cue, `{s1|she}` its source; may be nested and repeated;
//! - `{m;person;id;Canonical Name|as written}` a mention; `{m;country;id;Name;demonym|Russian}` a demonym.
//!
//! What statements have beside their spans is given in [`Said`].

use sayso_core::{
    Article, Attribution, Attributions, Carrier, CueClass, Dated, Entity, EntityKind, Evidence, Form,
    Mention, MentionForm, Mentions, Paragraph, Polarity, Sentence, Span, Speaker, SpeakerKind, Tokens,
};
use sayso_report::Document;

/// All layers of one article.
pub(crate) struct Made {
    article: Article,
    tokens: Tokens,
    mentions: Mentions,
    attributions: Attributions,
}

impl Made {
    pub(crate) fn document(&self) -> Document<'_> {
        Document {
            article: &self.article,
            tokens: &self.tokens,
            mentions: &self.mentions,
            attributions: &self.attributions,
        }
    }
}

/// A statement's facts: form, speakers as `(id, name, kind)`, about, confidence, via.
pub(crate) struct Said {
    pub(crate) form: Form,
    pub(crate) speakers: Vec<(&'static str, &'static str, SpeakerKind)>,
    pub(crate) about: Vec<&'static str>,
    pub(crate) confidence: f32,
    pub(crate) via: Option<&'static str>,
}

/// An article from its head and marked text.
pub(crate) fn made(
    source_id: &str,
    title: &str,
    outlet: &str,
    date: &str,
    url: &str,
    marked: &str,
    said: Vec<Said>,
) -> Made {
    let mut reader = Reader::default();
    reader.read(marked);
    let mut article = Article { source_id: source_id.to_owned(), text: reader.text, ..Article::default() };
    let given = |value: &str| (!value.is_empty()).then(|| value.to_owned());
    article.metadata.title = given(title);
    article.metadata.publisher = given(outlet);
    article.metadata.url = given(url);
    article.metadata.published =
        given(date).map(|value| Dated { understood: value.starts_with("20"), value });
    article.id = article.identify();
    let attributions = said.into_iter().enumerate().map(|(index, said)| {
        let spans = |role| -> Vec<Span> {
            let mut found: Vec<Span> = reader
                .roles
                .iter()
                .filter(|row| row.0 == role && row.1 == index + 1)
                .map(|row| row.2)
                .collect();
            found.sort();
            found
        };
        Attribution {
            content: spans('c'),
            source: spans('s'),
            cue: spans('q'),
            form: said.form,
            cue_class: CueClass::Neutral,
            polarity: Polarity::Asserted,
            speakers: (said.speakers.iter())
                .map(|(id, name, kind)| Speaker {
                    id: (*id).to_owned(),
                    name: (*name).to_owned(),
                    kind: *kind,
                })
                .collect(),
            via: said.via.map(|name| Carrier { id: None, name: name.to_owned(), span: Span::new(0, 1) }),
            about: said.about.iter().map(|id| (*id).to_owned()).collect(),
            confidence: said.confidence,
            rule: "test.rule".to_owned(),
            evidence: vec![Evidence {
                kind: "cue".into(),
                detail: "“said” after the quotation".into(),
                weight: 1.0,
            }],
        }
    });
    let attributions = attributions.collect();
    let paragraphs = paragraphs(&article.text);
    let sentences =
        paragraphs.iter().flat_map(|paragraph| sentences(paragraph.span, &article.text)).collect();
    let tokens = Tokens { document: article.id, paragraphs, sentences, ..Tokens::default() };
    Made {
        tokens,
        mentions: Mentions { document: article.id, mentions: reader.mentions, entities: reader.entities },
        attributions: Attributions { document: article.id, attributions, set_aside: Vec::new() },
        article,
    }
}

fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut found = Vec::new();
    let mut at = 0;
    for piece in text.split("\n\n") {
        let span = Span::new(at, at + piece.len()).trim(text);
        if !span.is_empty() {
            found.push(Paragraph { span, first_sentence: 0, end_sentence: 0 });
        }
        at += piece.len() + 2;
    }
    found
}

/// Sentences end with a full stop and a blank.
fn sentences(paragraph: Span, text: &str) -> Vec<Sentence> {
    let mut at = paragraph.start as usize;
    let pieces = paragraph.of(text).split_inclusive(". ");
    let mut sentence = |piece: &str| {
        let span = Span::new(at, at + piece.len()).trim(text);
        at += piece.len();
        Sentence { span, first_token: 0, end_token: 0 }
    };
    pieces.map(&mut sentence).collect()
}

#[derive(Default)]
struct Reader {
    text: String,
    roles: Vec<(char, usize, Span)>,
    mentions: Vec<Mention>,
    entities: Vec<Entity>,
}

impl Reader {
    fn read(&mut self, marked: &str) {
        let mut open: Vec<(String, usize)> = Vec::new();
        let mut chars = marked.chars();
        while let Some(char) = chars.next() {
            match char {
                '{' => {
                    let head: String = chars.by_ref().take_while(|char| *char != '|').collect();
                    open.push((head, self.text.len()));
                }
                '}' => {
                    let (head, start) = open.pop().unwrap();
                    self.mark(&head, Span::new(start, self.text.len()));
                }
                _ => self.text.push(char),
            }
        }
        self.mentions.sort_by_key(|mention| mention.span);
    }

    fn mark(&mut self, head: &str, span: Span) {
        let fields: Vec<&str> = head.split(';').collect();
        let [_, kind, id, name, form @ ..] = fields.as_slice() else {
            let role = head.chars().next().unwrap();
            self.roles.push((role, head[1..].parse().unwrap(), span));
            return;
        };
        let entity = self.entities.iter().position(|entity| entity.id == *id).unwrap_or_else(|| {
            self.entities.push(Entity {
                id: (*id).to_owned(),
                name: (*name).to_owned(),
                kind: EntityKind::parse(kind).unwrap(),
                listed: true,
                gender: None,
                roles: if *kind == "person" { vec!["harbour master".to_owned()] } else { Vec::new() },
                country: None,
            });
            self.entities.len() - 1
        });
        let form = form.first().and_then(|form| MentionForm::parse(form)).unwrap_or(MentionForm::Full);
        let mention =
            Mention { span, entity: entity as u32, form, title: None, score: 0.9, runners_up: Vec::new() };
        self.mentions.push(mention);
    }
}

/// Three invented articles of two outlets.
pub(crate) fn small() -> Vec<Made> {
    let mara = ("new:person/mara lindqvist", "Mara Lindqvist", SpeakerKind::Person);
    let board = ("sayso:harbour-board", "Harbour Board", SpeakerKind::Organization);
    let said = |form, speakers, about, confidence, via| Said { form, speakers, about, confidence, via };
    vec![
        made(
            "desk/1",
            "Harbour board ends night ferries",
            "Skerry Courier",
            "2023-10-26T14:02:00-04:00",
            "https://news.example/ferries?a=1&b=2",
            "Harbour board ends night ferries\n\n\
             {c1|“The {m;country;sayso:norway;Norway;demonym|Norwegian} boats will not sail after dark,”} {s1|{m;person;new:person/mara lindqvist;Mara Lindqvist|Mara Lindqvist}} {q1|said}. {c1|“It is över.”}\n\n\
             The {s2|{m;organization;sayso:harbour-board;Harbour Board|Harbour Board}} {q2|denied} {c2|that {m;person;new:person/mara lindqvist;Mara Lindqvist|Lindqvist} had {q3|warned} it {c3|of “grave” risks}}.",
            vec![
                said(Form::Direct, vec![mara], vec!["sayso:norway"], 0.97, None),
                said(Form::Indirect, vec![board], vec!["new:person/mara lindqvist"], 0.8, None),
                said(Form::Mixed, vec![mara], vec![], 0.6, None),
            ],
        ),
        made(
            "desk/2",
            "“Not safe”: crews speak out",
            "Skerry Courier",
            "2023-11-02",
            "",
            "{s1|Two sailors} {q1|told} the Courier {c1|that the ramps leak}.\n\n{c2|“We tell them every week”} was heard on deck, {q2|according to} {s2|{m;outlet;sayso:reuters;Reuters|Reuters}}.\n\n{s3|{m;person;new:person/mara lindqvist;Mara Lindqvist|Lindqvist}} {q3|promised} {c3|repairs by spring}.",
            vec![
                said(
                    Form::Indirect,
                    vec![("anonymous:two sailors", "Two sailors", SpeakerKind::Anonymous)],
                    vec![],
                    0.7,
                    None,
                ),
                said(
                    Form::Direct,
                    vec![("unresolved", "Not resolved", SpeakerKind::Unresolved)],
                    vec![],
                    0.3,
                    Some("Reuters"),
                ),
                said(Form::Indirect, vec![mara, board], vec![], 0.45, Some("Reuters")),
            ],
        ),
        made("wire#7", "", "", "", "", "Nothing was said here.", vec![]),
    ]
}

/// A wire story, its copy under another headline that came before it in the run, and a stranger that looks filled in.
pub(crate) fn copied() -> Vec<Made> {
    let story = "The harbour board will close both ramps on the north shore from the first of November, after \
                 divers found that the bolts under the second one had rusted through. Nobody has been hurt so far. \
                 Crews were told of it on Monday in a letter of two lines, and the union has asked for the \
                 divers' report, which the board has had since the spring and has not yet shown to anybody.";
    let mara = ("new:person/mara lindqvist", "Mara Lindqvist", SpeakerKind::Person);
    let said = |form| Said { form, speakers: vec![mara], about: vec![], confidence: 0.9, via: None };
    let quoted = "{c1|“We have read the letters, and we should have read them sooner,”} {s1|Mara Lindqvist} {q1|said}.";
    let printed = "{c1|“We have read [the ministry's] letters, and should have read them much sooner,”} {q1|said} {s1|Mara Lindqvist}.";
    let copy = format!(
        "Ferries stay in port, it was learned in Marlow.\n\n{story}\n\n{printed} Tickets are refunded."
    );
    let story = format!("{story}\n\n{quoted}");
    let stranger = "Nothing in this text is like the others, says \",\"cluster\":null,\"group\":null its writer to everybody.";
    vec![
        made(
            "courier/9",
            "Ferries stay",
            "Skerry Courier",
            "2023-10-27",
            "",
            &copy,
            vec![said(Form::Direct)],
        ),
        made("x/1", "\",\"cluster\":null", "", "2023-10-01", "", stranger, vec![]),
        made(
            "wire/4",
            "Ramps will be closed",
            "Northern Wire",
            "2023-10-26T22:00:00Z",
            "",
            &story,
            vec![said(Form::Direct)],
        ),
    ]
}

/// Articles that try to break pages.
pub(crate) fn hostile() -> Vec<Made> {
    let script = "<script>alert(1)</script><img src=x onerror=\"alert(2)\">";
    let evil = ("new:person/<script>", "<script>alert(3)</script>\u{202e}evil", SpeakerKind::Person);
    let quote = |confidence| Said {
        form: Form::Direct,
        speakers: vec![evil],
        about: vec![],
        confidence,
        via: Some("<b>"),
    };
    let title = format!("{script}{}", "t".repeat(2 << 20));
    let many: String =
        (0..20_000).map(|n| format!("{{c{}|“x<{n}”}} {{q{}|said}} ", n % 300 + 1, n % 300 + 1)).collect();
    vec![
        made(
            "../../etc/passwd",
            &title,
            script,
            "<b>",
            "javascript:alert(4)",
            &format!("{script}\0 {{c1|“\u{202e}abc\0”}} ]]> --> {{s1|</span></article>}}"),
            vec![quote(0.9)],
        ),
        made(
            "=cmd|' /C calc'!A0",
            "CON",
            "",
            "2020-13-45",
            "JAVASCRIPT:x",
            "{c1|}{c1|“a”}{q1|\u{2066}said}",
            vec![quote(f32::NAN)],
        ),
        made("many", "Many quotations", "", "2020-01-01", "", &many, (0..300).map(|_| quote(0.2)).collect()),
        made("line", "One line", "", "", "", &"a<b ".repeat(500_000), vec![]),
        made("empty", "", "", "", "", "", vec![]),
    ]
}
