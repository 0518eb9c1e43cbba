use crate::DateOrder;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// How inputs are found and read. It is fingerprinted: equal options on equal bytes give equal articles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    /// Read everything as this format (a name of the table in [`crate::formats`]) instead of telling by content.
    pub format: Option<String>,
    /// Whether articles that are not in English go on too, instead of being set aside with a warning.
    pub all_languages: bool,
    /// Which fields of a record mean what.
    pub fields: FieldMap,
    /// Which number of `03/04/2024` is the day.
    pub date_order: DateOrder,
    /// The charset of inputs that are not UTF-8 and do not state theirs, by its name on the web (`windows-1250`).
    pub encoding: Option<String>,
    /// The news archive that documents were exported from, where they do not show it: a name of [`crate::presets`].
    pub preset: Option<String>,
    /// What is too large.
    pub limits: Limits,
}

impl Options {
    /// These options with the order of dates that an input's bytes prove.
    pub(crate) fn with_order(&self, date_order: DateOrder) -> Cow<'_, Self> {
        if date_order == self.date_order {
            return Cow::Borrowed(self);
        }
        Cow::Owned(Self { date_order, ..self.clone() })
    }
}

/// Bounds on what one input may cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// Bytes of one document, decompressed.
    pub document_bytes: u64,
    /// Bytes of one line of JSON Lines.
    pub line_bytes: u64,
    /// Decompressed bytes for each byte of the input, all layers of compression together; checked once 64 MiB have
    /// come out.
    pub expansion: u64,
    /// Files in all archives of one input.
    pub archive_files: u64,
    /// Elements inside elements in one page.
    pub markup_depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            document_bytes: 32 << 20,
            line_bytes: 64 << 20,
            expansion: 200,
            archive_files: 1_000_000,
            markup_depth: 1_000,
        }
    }
}

/// For each fact, the names of the fields that hold it, first match first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FieldMap {
    /// The input's own id.
    pub id: Vec<String>,
    /// The article's text.
    pub text: Vec<String>,
    /// Headline.
    pub title: Vec<String>,
    /// Outlet.
    pub publisher: Vec<String>,
    /// Byline: a string or a list.
    pub authors: Vec<String>,
    /// Publication time.
    pub published: Vec<String>,
    /// Time of the last change.
    pub modified: Vec<String>,
    /// Canonical address.
    pub url: Vec<String>,
    /// Section or rubric.
    pub section: Vec<String>,
    /// Language tag.
    pub language: Vec<String>,
}

/// For each fact the names of fields that exports, feeds and collections use, most telling first.
const NAMES: [(&str, &str); 10] = [
    ("id", "id doc_id uri guid _id article_id news_id story_id item_id docno url"),
    (
        "text",
        "text body content article_text article_body articleBody maintext full_text fulltext body_text content_html \
         body_xhtml body_html bodies content_text bodyText article story transcript paragraphs raw_text document TD LP summary \
         description",
    ),
    ("title", "title headline headlines webTitle article_title HD name"),
    (
        "publisher",
        "publisher publication outlet media_name source source_name newspaper SN site_name infosources provider copyrightholder \
         source_domain domain",
    ),
    ("authors", "byline author authors by BY creator"),
    (
        "published",
        "date published published_at publishedAt published_date date_published publish_date date_publish datePublished \
         publication_date pub_date pubdate pubDate webPublicationDate firstcreated contentcreated versioncreated \
         PD created_at timestamp",
    ),
    ("modified", "modified updated updated_at date_modified dateModified modified_at versioncreated"),
    ("url", "url link canonical_url web_url webUrl permalink"),
    ("section", "section rubric sectionName section_name category"),
    ("language", "language lang"),
];

impl Default for FieldMap {
    fn default() -> Self {
        let mut map = Self::none();
        for (fact, names) in NAMES {
            let names = names.split_whitespace().map(str::to_owned).collect();
            if let Some(slot) = map.slot(fact) {
                *slot = names;
            }
        }
        map
    }
}

/// A mapping file that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct MappingError(#[from] Problem);

#[derive(Debug, thiserror::Error)]
enum Problem {
    #[error("not a mapping in TOML: {0}")]
    Toml(#[from] toml::de::Error),
    #[error("there is no fact `{0}`; the facts are {1}")]
    UnknownFact(String, String),
}

/// A name, or several of which the first that has a value counts.
#[derive(Deserialize)]
#[serde(untagged)]
enum Names {
    One(String),
    Several(Vec<String>),
}

/// A mapping file: facts at the top or in a table `[fields]`.
#[derive(Deserialize)]
struct Mapping {
    #[serde(default)]
    fields: BTreeMap<String, Names>,
    #[serde(flatten)]
    facts: BTreeMap<String, Names>,
}

impl FieldMap {
    /// The facts by name, as `--field FACT=NAME` spells them, each with its field names.
    pub fn facts(&self) -> [(&'static str, &Vec<String>); 10] {
        [
            ("id", &self.id),
            ("text", &self.text),
            ("title", &self.title),
            ("publisher", &self.publisher),
            ("authors", &self.authors),
            ("published", &self.published),
            ("modified", &self.modified),
            ("url", &self.url),
            ("section", &self.section),
            ("language", &self.language),
        ]
    }

    fn none() -> Self {
        Self {
            id: Vec::new(),
            text: Vec::new(),
            title: Vec::new(),
            publisher: Vec::new(),
            authors: Vec::new(),
            published: Vec::new(),
            modified: Vec::new(),
            url: Vec::new(),
            section: Vec::new(),
            language: Vec::new(),
        }
    }

    fn slot(&mut self, fact: &str) -> Option<&mut Vec<String>> {
        Some(match fact {
            "id" => &mut self.id,
            "text" => &mut self.text,
            "title" => &mut self.title,
            "publisher" => &mut self.publisher,
            "authors" => &mut self.authors,
            "published" => &mut self.published,
            "modified" => &mut self.modified,
            "url" => &mut self.url,
            "section" => &mut self.section,
            "language" => &mut self.language,
            _ => return None,
        })
    }

    /// Puts `name` before the other names of `fact`; `false` where there is no such fact. Of a field inside an
    /// object the name is a path, `article.body`.
    pub fn prefer(&mut self, fact: &str, name: &str) -> bool {
        let Some(names) = self.slot(fact) else { return false };
        names.retain(|known| known != name);
        names.insert(0, name.to_owned());
        true
    }

    /// Puts the names of a mapping file before the others:
    ///
    /// ```toml
    /// text = "article.body"
    /// published = ["first_published", "last_edited"]
    /// ```
    ///
    /// # Errors
    /// Where it is no TOML, or names a fact that there is not.
    pub fn prefer_all(&mut self, toml: &str) -> Result<(), MappingError> {
        let mapping: Mapping = toml::from_str(toml).map_err(Problem::from)?;
        for (fact, names) in mapping.fields.into_iter().chain(mapping.facts) {
            let names = match names {
                Names::One(name) => vec![name],
                Names::Several(names) => names,
            };
            for name in names.iter().rev() {
                if !self.prefer(&fact, name) {
                    let facts: Vec<&str> = self.facts().iter().map(|(name, _)| *name).collect();
                    return Err(Problem::UnknownFact(fact, facts.join(", ")).into());
                }
            }
        }
        Ok(())
    }

    /// Whether a name is the beginning of the path of a known field.
    pub(crate) fn knows_inside(&self, name: &str) -> bool {
        // The stop first: it is mostly not there.
        let begins =
            |known: &String| known.as_bytes().get(name.len()) == Some(&b'.') && known.starts_with(name);
        self.facts().iter().any(|(_, names)| names.iter().any(begins))
    }

    /// The name of a column as the map spells it: "Text" and "article text" are `text` and `article_text`.
    pub(crate) fn spelt(&self, name: &str) -> String {
        if self.knows(name) {
            return name.to_owned();
        }
        let lower = name.to_lowercase();
        let joined = lower.replace([' ', '-'], "_");
        if !self.knows(&lower) && self.knows(&joined) { joined } else { lower }
    }

    pub(crate) fn knows(&self, name: &str) -> bool {
        self.facts().iter().any(|(_, names)| names.iter().any(|known| known == name))
    }
}
