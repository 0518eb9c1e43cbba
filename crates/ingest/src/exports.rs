//! Exports of news archives (Nexis, Factiva, ProQuest, EBSCO): many articles in one document, each with labelled fields.

use crate::page::{Block, join};
use crate::{DateOrder, article, dates, layout, tables};
use sayso_core::{Article, Metadata};
use std::sync::LazyLock;

/// An archive whose exports are known.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Archive {
    Nexis,
    Factiva,
    ProQuest,
    Ebsco,
}

/// Archives by the names that `--preset` takes.
pub(crate) const ARCHIVES: &[(&str, Archive)] = &[
    ("nexis", Archive::Nexis),
    ("factiva", Archive::Factiva),
    ("proquest", Archive::ProQuest),
    ("ebsco", Archive::Ebsco),
];

/// A label of a field and what the field holds.
struct Label {
    archive: Archive,
    name: &'static str,
    holds: &'static str,
}

static LABELS: LazyLock<Vec<Label>> = LazyLock::new(|| {
    let label = |row: &'static str| {
        let mut cells = row.split('\t');
        let name = cells.next()?;
        let archive = ARCHIVES.iter().find(|(known, _)| *known == name)?.1;
        Some(Label { archive, name: cells.next()?, holds: cells.next()? })
    };
    tables::entries(include_str!("../data/export-fields.tsv")).filter_map(label).collect()
});

/// Paragraphs at the beginning of a document by which an export is known.
const HEAD: usize = 3_000;

impl Archive {
    pub(crate) fn named(name: &str) -> Option<Self> {
        ARCHIVES.iter().find(|(known, _)| *known == name).map(|(_, archive)| *archive)
    }

    /// The archive that a document was exported from, by labels that no other text has together.
    pub(crate) fn detect(blocks: &[Block]) -> Option<Self> {
        let head = &blocks[..blocks.len().min(HEAD)];
        let has = |archive: Self, names: &[&str]| {
            names.iter().all(|name| {
                head.iter()
                    .any(|block| archive.label(&block.text).is_some_and(|(label, _)| label.name == *name))
            })
        };
        let words =
            |block: &Block| block.text.to_lowercase().starts_with("length:") && block.text.ends_with("words");
        if head.iter().any(words)
            && (has(Self::Nexis, &["End of Document"]) || has(Self::Nexis, &["Load-Date"]))
        {
            Some(Self::Nexis)
        } else if has(Self::Factiva, &["HD", "SN", "PD"])
            && (has(Self::Factiva, &["LP"]) || has(Self::Factiva, &["TD"]))
        {
            Some(Self::Factiva)
        } else if has(Self::ProQuest, &["Title", "Full text"])
            && (has(Self::ProQuest, &["ProQuest document ID"]) || has(Self::ProQuest, &["Publication title"]))
        {
            Some(Self::ProQuest)
        } else if has(Self::Ebsco, &["Title", "Source", "Accession Number"]) {
            Some(Self::Ebsco)
        } else {
            None
        }
    }

    /// The label that a paragraph begins with, and what stands behind it.
    fn label(self, text: &str) -> Option<(&'static Label, &str)> {
        let found = |label: &&Label| {
            if label.archive != self {
                return None;
            }
            let start = text.get(..label.name.len())?;
            let rest = &text[label.name.len()..];
            if self == Self::Factiva {
                // Codes stand alone, or before a gap.
                let gap = rest.is_empty() || rest.starts_with(['\t', '\u{A0}']) || rest.starts_with("  ");
                return (start == label.name && gap).then(|| rest.trim());
            }
            let alone = rest.trim().is_empty() && matches!(label.holds, "text" | "end" | "-");
            let rest = rest.strip_prefix(':').or(alone.then_some(""))?;
            start.eq_ignore_ascii_case(label.name).then(|| rest.trim())
        };
        // The longest of those that fit ("Publication title" before "Publication").
        LABELS
            .iter()
            .filter_map(|label| found(&label).map(|rest| (label, rest)))
            .max_by_key(|(label, _)| label.name.len())
    }

    /// The articles of an export.
    pub(crate) fn articles(
        self,
        blocks: &[Block],
        order: DateOrder,
        begin: &dyn Fn(u64) -> Article,
    ) -> Vec<Article> {
        let documents = self.documents(blocks);
        let mut articles = Vec::new();
        for document in documents {
            let mut read =
                Read { metadata: Metadata::default(), body: Vec::new(), id: None, order, archive: self };
            read.document(document);
            if read.body.is_empty() {
                continue;
            }
            let mut article = begin(articles.len() as u64);
            if let Some(id) = read.id {
                article.source_id = id;
            }
            article.metadata = read.metadata;
            (article.text, article.parts) = join(&read.body);
            layout::mark(&mut article);
            articles.push(article::finish(article));
        }
        articles
    }

    /// The paragraphs of each document.
    fn documents(self, blocks: &[Block]) -> Vec<&[Block]> {
        let mut cuts = vec![0];
        let mut seen_title = false;
        for (at, block) in blocks.iter().enumerate() {
            let text = block.text.trim();
            let label = self.label(text);
            let holds = label.map_or("", |(label, _)| label.holds);
            let cut = match self {
                Self::Nexis if holds == "end" => Some(at + 1),
                Self::Nexis if is_count(text) => Some(at),
                Self::Nexis => None,
                // A line of nothing but underscores or a second title.
                _ if text.len() > 10 && text.chars().all(|letter| letter == '_') => Some(at + 1),
                _ if holds == "title" && seen_title => Some(at),
                _ => None,
            };
            if let Some(cut) = cut {
                cuts.push(cut);
                seen_title = false;
            }
            seen_title |= holds == "title";
        }
        cuts.push(blocks.len());
        cuts.windows(2).map(|cut| &blocks[cut[0]..cut[1].max(cut[0])]).collect()
    }
}

/// Whether a file may be an export, by these signs of its format and those that every format shows. Cheaper than looking
/// for labels at the beginning of every paragraph: each export has one of them.
pub(crate) fn may_be_one(bytes: &[u8], signs: &[&str]) -> bool {
    const COMMON: &[&str] = &["End of Document", "ProQuest document ID", "Accession Number"];
    let shows = |sign: &&str| memchr::memmem::find(bytes, sign.as_bytes()).is_some();
    COMMON.iter().chain(signs).any(shows)
}

/// "3 of 12 DOCUMENTS", as older exports count.
fn is_count(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    matches!(words[..], [one, "of", all, "DOCUMENTS"] if number(one) && number(all))
}

struct Read {
    metadata: Metadata,
    body: Vec<Block>,
    id: Option<String>,
    order: DateOrder,
    archive: Archive,
}

impl Read {
    fn document(&mut self, blocks: &[Block]) {
        let has_blanks = blocks.iter().any(|block| block.text.is_empty());
        let has_body = blocks.iter().any(|block| block.text.trim() == "Body");
        let mut fresh = true;
        let blocks = match self.archive {
            Archive::Nexis => self.nexis_head(blocks),
            _ => blocks,
        };
        let mut holds = "";
        for block in blocks {
            let text = block.text.trim();
            let label = self.archive.label(text);
            // A heading of the text may read like a label; one that holds the text is met once.
            if let Some((label, rest)) = label {
                holds = if label.name == "Length" && !has_body { "facts" } else { label.holds };
                self.take(holds, rest, None);
            } else if text.is_empty() {
                fresh = true;
                continue;
            } else if has_blanks && !fresh && holds == "text" && self.goes_on() {
                // A line of a fixed width.
                if let Some(last) = self.body.last_mut() {
                    last.text.push(' ');
                    last.text.push_str(text);
                }
            } else {
                // An old export goes on with the text behind its fields.
                if self.archive == Archive::Nexis && holds != "-" && holds != "text" && !holds.is_empty() {
                    holds = "text";
                }
                self.take(holds, text, Some(block));
            }
            fresh = false;
        }
    }

    /// Whether the last paragraph's sentence goes on.
    fn goes_on(&self) -> bool {
        self.body.last().is_some_and(|last| !last.text.ends_with(['.', '!', '?', ':', '"', '\u{201D}']))
    }

    /// The facts that Nexis gives without labels: title, outlet, date. Gives the paragraphs from the first label on.
    fn nexis_head<'b>(&mut self, blocks: &'b [Block]) -> &'b [Block] {
        let is_blank = |block: &&Block| block.text.trim().is_empty();
        let is_length = |block: &Block| block.text.to_lowercase().starts_with("length:");
        let Some(length) = blocks.iter().position(is_length) else { return &[] };
        let date = |block: &Block| dates::read_ordered(block.text.trim(), self.order);
        let Some(dated) = (0..length).rev().find(|&at| date(&blocks[at]).is_some()) else {
            return &blocks[length..];
        };
        let first_label = (dated + 1..=length).find(|&at| Archive::Nexis.label(&blocks[at].text).is_some());
        let first_label = first_label.unwrap_or(length);
        let between = &blocks[dated + 1..first_label];
        let plain: Vec<&Block> = between
            .iter()
            .filter(|block| !is_blank(block) && !block.text.to_lowercase().starts_with("copyright"))
            .collect();
        let mut before = blocks[..dated].iter().filter(|block| !is_blank(block));
        let publisher = before.next_back().map(|block| block.text.as_str());
        // Nexis Uni has the title first, older exports behind the date and the edition.
        let title = match plain.last() {
            Some(title) => Some(title.text.as_str()),
            None => before.next_back().map(|block| block.text.as_str()),
        };
        self.set("title", title.unwrap_or(""));
        self.set("publisher", publisher.unwrap_or(""));
        let raw = blocks[dated].text.clone();
        self.set("published", &raw);
        &blocks[first_label..]
    }

    fn take(&mut self, holds: &str, text: &str, block: Option<&Block>) {
        if text.is_empty() {
            return;
        }
        match holds {
            "text" => {
                let block = block.cloned().unwrap_or_default();
                self.body.push(Block { text: text.to_owned(), ..block });
            }
            // "The Lenn Daily ; Lenn [Lenn] 14 May 2023: A.3", "Lenn Daily, 05/14/2023"
            "publication" => {
                let name = text.split([';', '[', ',']).next().unwrap_or(text).trim().to_owned();
                self.set("publisher", &name);
                let dated = text
                    .split([';', ':', ']', '['])
                    .flat_map(|piece| [Some(piece), piece.split_once(", ").map(|(_, date)| date)]);
                let found = dated
                    .flatten()
                    .map(str::trim)
                    .find(|piece| dates::read_ordered(piece, self.order).is_some());
                if let Some(date) = found.map(str::to_owned) {
                    self.set("published", &date);
                }
            }
            _ => self.set(holds, text),
        }
    }

    fn set(&mut self, field: &str, value: &str) {
        let metadata = &mut self.metadata;
        let source = "export";
        let mut provenance = std::mem::take(&mut metadata.provenance);
        match field {
            "title" => article::set(&mut metadata.title, value, field, source, &mut provenance),
            "publisher" => article::set(&mut metadata.publisher, value, field, source, &mut provenance),
            "section" => article::set(&mut metadata.section, value, field, source, &mut provenance),
            "url" => article::set(&mut metadata.url, value, field, source, &mut provenance),
            "id" => self.id = self.id.take().or_else(|| Some(value.to_owned())),
            "authors" if metadata.authors.is_empty() => {
                article::credit_agencies(&[value.to_owned()], metadata);
                metadata.authors = article::names(value);
                provenance.extend(metadata.authors.first().map(|_| article::from("authors", source)));
            }
            "published" if metadata.published.is_none() => {
                metadata.published = Some(dates::dated(value, self.order));
                provenance.push(article::from("published", source));
            }
            _ => {}
        }
        metadata.provenance = provenance;
    }
}
