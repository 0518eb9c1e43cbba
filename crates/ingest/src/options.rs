use serde::{Deserialize, Serialize};

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
    /// What is too large.
    pub limits: Limits,
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

impl Default for FieldMap {
    fn default() -> Self {
        let names = |list: &[&str]| list.iter().map(|&name| name.to_owned()).collect();
        Self {
            id: names(&["id", "doc_id", "url"]),
            text: names(&["text", "body", "content"]),
            title: names(&["title", "headline"]),
            publisher: names(&["publisher", "source"]),
            authors: names(&["byline", "author", "authors"]),
            published: names(&["date", "published", "published_at", "date_published"]),
            modified: names(&["modified", "updated", "updated_at", "date_modified"]),
            url: names(&["url", "link", "canonical_url"]),
            section: names(&["section", "rubric"]),
            language: names(&["language", "lang"]),
        }
    }
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

    /// Puts `name` before the other names of `fact`; `false` where there is no such fact.
    pub fn prefer(&mut self, fact: &str, name: &str) -> bool {
        let names = match fact {
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
            _ => return false,
        };
        names.retain(|known| known != name);
        names.insert(0, name.to_owned());
        true
    }

    pub(crate) fn knows(&self, name: &str) -> bool {
        self.facts().iter().any(|(_, names)| names.iter().any(|known| known == name))
    }
}
