//! The tables: one description, from which CSV, Parquet, SQLite and the data dictionary in the book are made.

use crate::table::{Column, Table};
use std::fmt::Write as _;

const fn text(name: &'static str, about: &'static str) -> Column {
    Column::text(name, about)
}
const fn integer(name: &'static str, about: &'static str) -> Column {
    Column::integer(name, about)
}
const fn date(name: &'static str, about: &'static str) -> Column {
    Column::date(name, about)
}
const fn real(name: &'static str, about: &'static str) -> Column {
    Column::real(name, about)
}
const fn flag(name: &'static str, about: &'static str) -> Column {
    Column::flag(name, about)
}

/// Version of the tables: columns may come, but none goes or changes its meaning under one number.
#[cfg(any(feature = "parquet", feature = "sqlite"))]
pub(crate) const VERSION: u32 = 3;

pub(crate) const ARTICLES: Table = Table {
    name: "articles",
    row: "an article",
    columns: &[
        text("document", "Sayso's id, derived from the content; the other tables name articles by it").indexed(),
        text("doc_id", "the input's own id, else its path").indexed(),
        text("title", "headline").optional(),
        text("publisher", "the outlet").optional().indexed(),
        text("section", "the outlet's section").optional(),
        text("language", "BCP 47 tag").optional(),
        text("authors", "names in the byline, joined by `; `").optional(),
        text("agencies", "news agencies that are credited, joined by `; `").optional(),
        flag("wire", "whether the whole article is an agency's copy"),
        text("published", "ISO 8601, as precise as the input said").optional(),
        date("day", "the day of it, where that is known").optional().indexed(),
        text("month", "the month of it, YYYY-MM, where that is known").optional(),
        text("modified", "time of the last change").optional(),
        text("url", "canonical address").optional(),
        text("domain", "the address's host without `www.`").optional(),
        text("original_document", "`document` of the article that this one is a copy of; its own where it is none: count different ones to leave copies out").indexed(),
        real("shared", "how much of it stands in the original, 0 to 1; 1 where it is no copy"),
        integer("characters", "length of the text in code points"),
        integer("attributions", "attributions in it"),
        integer("mentions", "names in it"),
        text("text", "the text, as all offsets count it"),
    ],
};

pub(crate) const ATTRIBUTIONS: Table = Table {
    name: "attributions",
    row: "a quotation or reported statement in one article; facts about the article are cut after 1,000 characters here",
    columns: &[
        text("id", "the same in every run that finds the same words in the same text").indexed(),
        text("document", "the article").indexed(),
        text("doc_id", "the article's own id"),
        integer("number", "place among the article's attributions, from 1"),
        text("title", "the article's headline").optional(),
        text("publisher", "the outlet").optional().indexed(),
        text("published", "ISO 8601, as precise as the input said").optional(),
        date("day", "the day of it, where that is known").optional().indexed(),
        text("month", "the month of it, YYYY-MM, where that is known").optional(),
        text("url", "the article's address").optional(),
        text("domain", "the address's host without `www.`").optional(),
        text("original_document", "as in `articles`"),
        text("statement", "the statement group where the words are repeated anywhere, else the `id`: count different ones to count what was said once").indexed(),
        text("form", "`direct`, `mixed` or `indirect`"),
        text("cue_class", "what kind of saying: `neutral`, `claim`, `denial`, …"),
        text("polarity", "whether the content was said: `asserted`, `denied`, `not-said`, `asked` or `hedged`"),
        text("content", "the words, pieces joined by a blank"),
        text("source", "the source as written").optional(),
        text("cue", "the words that tell of the saying").optional(),
        text("cue_lemma", "the base form of the cue's verb; other cues in small letters").optional(),
        text("sentence", "the sentences that content, source and cue stand in, from the first to the last").optional(),
        text("speaker_id", "the first speaker: an entity's id, or one made of the words").indexed(),
        text("speaker", "the first speaker's name").indexed(),
        text("speaker_kind", "`person`, `role`, `collective`, `organization`, `document`, `anonymous` or `unresolved`"),
        text("speaker_gender", "of a person: `female`, `male` or `neutral`").optional(),
        text("speaker_gender_basis", "what tells it: `list`, `title`, `given-name` or `pronoun`").optional(),
        text("speaker_country", "ISO 3166 code of the country that the speaker belongs to").optional(),
        text("speaker_role", "the speaker's most frequent role as written").optional(),
        text("speaker_group", "what kind of source: `elected`, `official`, `expert`, `resident` …").optional().indexed(),
        integer("speakers", "how many speakers; all of them are in `attribution_speakers`"),
        text("via_id", "the outlet, person or document that it came through, where that is an entity").optional(),
        text("via", "its name").optional(),
        text("about", "names of the entities in the content, joined by `; `; one a row in `attribution_about`").optional(),
        real("confidence", "probability that content and speaker are right, 0 to 1"),
        text("rule", "the rule or model that found it"),
        text("corrected", "what somebody corrected, by whom and why").optional(),
        integer("content_start", "first code point of the content; pieces are in `attribution_spans`"),
        integer("content_end", "behind the last one"),
        integer("source_start", "the same of the source").optional(),
        integer("source_end", "behind its last one").optional(),
        integer("cue_start", "the same of the cue").optional(),
        integer("cue_end", "behind its last one").optional(),
    ],
};

pub(crate) const ATTRIBUTION_SPEAKERS: Table = Table {
    name: "attribution_speakers",
    row: "a speaker of an attribution",
    columns: &[
        text("attribution", "`id` of the attribution").indexed(),
        integer("position", "from 1"),
        text("speaker_id", "an entity's id, or one made of the words").indexed(),
        text("speaker", "name"),
        text("speaker_kind", "as in `attributions`"),
        text("speaker_gender", "as in `attributions`").optional(),
        text("speaker_gender_basis", "as in `attributions`").optional(),
        text("speaker_country", "as in `attributions`").optional(),
        text("speaker_role", "as in `attributions`").optional(),
        text("speaker_group", "as in `attributions`").optional(),
    ],
};

pub(crate) const ATTRIBUTION_ABOUT: Table = Table {
    name: "attribution_about",
    row: "an entity that an attribution is about",
    columns: &[
        text("attribution", "`id` of the attribution").indexed(),
        integer("position", "from 1, in order of first mention"),
        text("entity", "`id` of the entity").indexed(),
        text("name", "its name").optional(),
    ],
};

pub(crate) const ATTRIBUTION_SPANS: Table = Table {
    name: "attribution_spans",
    row: "a piece of an attribution in the text",
    columns: &[
        text("attribution", "`id` of the attribution").indexed(),
        text("document", "the article"),
        text("part", "`content`, `source`, `cue` or `via`"),
        integer("position", "place among the pieces of that part, from 1"),
        integer("start_char", "first code point"),
        integer("end_char", "behind the last one"),
        text("text", "the words"),
    ],
};

pub(crate) const MENTIONS: Table = Table {
    name: "mentions",
    row: "a name in the text",
    columns: &[
        text("document", "the article").indexed(),
        integer("number", "place among the article's names, from 1"),
        integer("start_char", "first code point"),
        integer("end_char", "behind the last one"),
        text("text", "the words"),
        text("kind", "kind of entity, or `demonym`"),
        text("entity", "`id` of the entity").indexed(),
        text("name", "its name"),
    ],
};

pub(crate) const ENTITIES: Table = Table {
    name: "entities",
    row: "a person, organisation, place or other thing with a name",
    columns: &[
        text("id", "a gazetteer's id, or `new:…` for names in no list").indexed(),
        text("name", "canonical name").indexed(),
        text(
            "kind",
            "`person`, `organization`, `company`, `agency`, `party`, `outlet`, `country`, `place` or `other`",
        ),
        text("roles", "titles and roles as written, most frequent first, joined by `; `").optional(),
        text("gender", "of a person: `female`, `male` or `neutral`").optional(),
        text("gender_basis", "what tells it: `list`, `title`, `given-name` or `pronoun`").optional(),
        text("country", "ISO 3166 code of the country that it belongs to").optional(),
        text("source_group", "what kind of source: `elected`, `official`, `expert`, `resident` …").optional(),
        integer("mentions", "places in the texts that name it"),
        integer("documents", "articles that name it"),
        integer("attributions", "attributions to it"),
        integer("about", "attributions about it"),
    ],
};

pub(crate) const CLUSTERS: Table = Table {
    name: "clusters",
    row: "an article that has copies or is one",
    columns: &[
        text("cluster", "`document` of the original").indexed(),
        text("document", "the article").indexed(),
        text("doc_id", "the article's own id"),
        integer("position", "1 for the original, the others in run order"),
        text("title", "headline"),
        text("publisher", "the outlet; empty where nobody knows"),
        text("published", "ISO 8601, as precise as the input said").optional(),
        real("shared", "how much of it stands in the original, 0 to 1"),
    ],
};

pub(crate) const STATEMENT_GROUPS: Table = Table {
    name: "statement_groups",
    row: "a statement that appears in several places",
    columns: &[
        text("statement", "its id: that of the attribution where it appeared first").indexed(),
        text("words", "the words as first printed, white space as one blank, cut after 700 characters"),
        text("speakers", "names of those who said it, joined by `; `"),
        integer("appearances", "places in the texts"),
        integer("articles", "articles, those that are copies of one another counted as one"),
        integer("outlets", "different outlets"),
        text("first_document", "the article where it appeared first"),
        text("first_publisher", "its outlet; empty where nobody knows"),
        text("first_published", "when").optional(),
    ],
};

pub(crate) const STATEMENT_CARRIERS: Table = Table {
    name: "statement_carriers",
    row: "an appearance of a statement that appears in several places",
    columns: &[
        text("statement", "as in `statement_groups`").indexed(),
        integer("position", "1 for the first appearance, the others by date"),
        text("attribution", "`id` of the attribution").indexed(),
        text("document", "the article"),
        text("doc_id", "the article's own id"),
        text("title", "headline"),
        text("publisher", "the outlet; empty where nobody knows"),
        text("published", "ISO 8601, as precise as the input said").optional(),
        text("words", "the words as printed here"),
        text("difference", "where words differ from the first printing: `[-left out-]`, `{+put in+}`")
            .optional(),
    ],
};

/// All tables, in the order in which they are written.
pub const TABLES: &[&Table] = &[
    &ARTICLES,
    &ATTRIBUTIONS,
    &ATTRIBUTION_SPEAKERS,
    &ATTRIBUTION_ABOUT,
    &ATTRIBUTION_SPANS,
    &MENTIONS,
    &ENTITIES,
    &CLUSTERS,
    &STATEMENT_GROUPS,
    &STATEMENT_CARRIERS,
];

/// The data dictionary, in Markdown.
pub fn dictionary() -> String {
    let mut out = String::new();
    for table in TABLES {
        let _ = write!(out, "\n**`{}`**: a row is {}.\n\n", table.name, table.row);
        out.push_str("| column | type | what |\n| --- | --- | --- |\n");
        for column in table.columns {
            let empty = if column.optional { ", or empty" } else { "" };
            let _ = writeln!(out, "| `{}` | {}{empty} | {} |", column.name, column.kind.name(), column.about);
        }
    }
    out
}
