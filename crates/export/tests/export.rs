//! Every export is read back: tables by readers of their formats, annotations by ours and by their offsets.
#![cfg(all(feature = "parquet", feature = "sqlite"))]
#![allow(clippy::unwrap_used)]

mod support;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use sayso_export::{Form, Kind, Options, TABLES, Table, export};
use sayso_output::{Document, Run, Span};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use support::{documents, write};
use tempfile::TempDir;

/// A run, exported.
struct Exported {
    dir: TempDir,
    documents: Vec<Document>,
}

impl Exported {
    fn to(forms: &[Form], options: &Options) -> Self {
        let it = Self { dir: tempfile::tempdir().unwrap(), documents: documents() };
        write(it.dir.path(), &it.documents);
        let places = export(&it.run(), forms, &it.out(), options).unwrap();
        assert_eq!(places.len(), forms.len());
        it
    }

    fn run(&self) -> Run {
        Run::open(self.dir.path()).unwrap()
    }

    fn out(&self) -> PathBuf {
        self.dir.path().join("out")
    }

    /// The files of a form with this ending, by name without it, and their articles.
    fn of_articles(&self, form: &str, ending: &str) -> Vec<(String, &Document)> {
        let mut found = Vec::new();
        for document in &self.documents {
            let mut files = fs::read_dir(self.out().join(form)).unwrap();
            let end = format!("{}.{ending}", document.document);
            let file =
                files.find_map(|it| Some(it.ok()?.path()).filter(|it| it.to_str().unwrap().ends_with(&end)));
            found.push((fs::read_to_string(file.unwrap()).unwrap(), document));
        }
        found
    }
}

/// A table's cells as text; what is empty as the empty text.
type Cells = Vec<Vec<String>>;

fn from_csv(out: &Path, table: &Table) -> Cells {
    let mut reader = csv::Reader::from_path(out.join(format!("csv/{}.csv", table.name))).unwrap();
    let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
    assert_eq!(reader.headers().unwrap(), names);
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn from_parquet(out: &Path, table: &Table) -> Cells {
    let file = fs::File::open(out.join(format!("parquet/{}.parquet", table.name))).unwrap();
    let reader = SerializedFileReader::new(file).unwrap();
    let cell = |field: &Field| match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::Long(number) => number.to_string(),
        Field::Double(number) => number.to_string(),
        Field::Bool(flag) => flag.to_string(),
        Field::Date(days) => (jiff::civil::date(1970, 1, 1) + jiff::Span::new().days(*days)).to_string(),
        other => panic!("{other:?}"),
    };
    let rows = reader.get_row_iter(None).unwrap();
    rows.map(|row| row.unwrap().get_column_iter().map(|(_, field)| cell(field)).collect()).collect()
}

fn from_sqlite(out: &Path, table: &Table) -> Cells {
    let database = rusqlite::Connection::open(out.join("sayso.sqlite")).unwrap();
    let mut statement = database.prepare(&format!("SELECT * FROM {} ORDER BY rowid", table.name)).unwrap();
    let mut rows = statement.query([]).unwrap();
    let mut cells = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        let cell = |(nth, column): (usize, &sayso_export::Column)| match row.get_ref(nth).unwrap() {
            rusqlite::types::ValueRef::Null => String::new(),
            rusqlite::types::ValueRef::Integer(flag) if column.kind == Kind::Flag => (flag == 1).to_string(),
            rusqlite::types::ValueRef::Integer(number) => number.to_string(),
            rusqlite::types::ValueRef::Real(number) => number.to_string(),
            rusqlite::types::ValueRef::Text(text) => String::from_utf8(text.to_vec()).unwrap(),
            rusqlite::types::ValueRef::Blob(_) => panic!("{} is a blob", column.name),
        };
        cells.push(table.columns.iter().enumerate().map(cell).collect());
    }
    cells
}

#[test]
fn tables_are_the_same_in_all_forms() {
    let it = Exported::to(&[Form::Csv, Form::Parquet, Form::Sqlite], &Options { raw: true });
    let mut rows = BTreeMap::new();
    for table in TABLES {
        let cells = from_csv(&it.out(), table);
        assert_eq!(from_parquet(&it.out(), table), cells, "{}", table.name);
        assert_eq!(from_sqlite(&it.out(), table), cells, "{}", table.name);
        rows.insert(table.name, cells.len());
        if table.name == "articles" {
            let texts: Vec<&String> = cells.iter().map(|row| row.last().unwrap()).collect();
            assert_eq!(texts, it.documents.iter().map(|it| &it.text).collect::<Vec<_>>());
        }
        if table.name != "articles" {
            let shown =
                cells.iter().map(|row| row.iter().map(|cell| shown(cell)).collect::<Vec<_>>().join(" | "));
            insta::assert_snapshot!(table.name, shown.collect::<Vec<_>>().join("\n"));
        }
    }
    insta::assert_debug_snapshot!("rows", rows);
}

/// A cell on one line, cut.
fn shown(cell: &str) -> String {
    cell.escape_debug().to_string().chars().take(40).collect()
}

#[test]
fn spans_are_the_words() {
    let it = Exported::to(&[Form::Sqlite], &Options::default());
    let texts: BTreeMap<&str, Vec<char>> =
        it.documents.iter().map(|it| (it.document.as_str(), it.text.chars().collect())).collect();
    let database = rusqlite::Connection::open(it.out().join("sayso.sqlite")).unwrap();
    let mut seen = 0;
    for table in ["attribution_spans", "mentions"] {
        let query = format!("SELECT document, start_char, end_char, text FROM {table}");
        let mut statement = database.prepare(&query).unwrap();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let document: String = row.get(0).unwrap();
            let [start, end] = [1, 2].map(|nth| row.get::<_, u32>(nth).unwrap() as usize);
            let words: String = texts[document.as_str()][start..end].iter().collect();
            assert_eq!(words, row.get::<_, String>(3).unwrap());
            seen += 1;
        }
    }
    assert_eq!(seen, 19);
}

#[test]
fn sqlite_says_what_it_is_and_finds_words() {
    let it = Exported::to(&[Form::Sqlite], &Options::default());
    let database = rusqlite::Connection::open(it.out().join("sayso.sqlite")).unwrap();
    let number = |query: &str| database.query_row(query, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(number("PRAGMA user_version"), 3);
    assert_eq!(number("SELECT count(*) FROM attributions_search WHERE attributions_search MATCH 'boats'"), 2);
    // Without diacritics, and in the title.
    assert_eq!(number("SELECT count(*) FROM articles_search WHERE articles_search MATCH 'over'"), 2);
    assert_eq!(
        number("SELECT count(*) FROM articles_search WHERE articles_search MATCH 'title: ferries'"),
        2
    );
    let found: String = database
        .query_row(
            "SELECT a.id FROM attributions_search s JOIN attributions a ON a.rowid = s.rowid
             WHERE attributions_search MATCH 'speaker: bo OR content: over'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(found, "q2");
    // Datasette finds the tables that full-text indices belong to by this spelling.
    let declared: String = database
        .query_row("SELECT sql FROM sqlite_master WHERE name = 'attributions_search'", [], |row| row.get(0))
        .unwrap();
    assert!(declared.contains("content=\"attributions\""), "{declared}");
    assert_eq!(
        number("SELECT count(*) FROM codebook WHERE \"table\" = 'attributions' AND \"column\" = 'cue_lemma'"),
        1
    );
    let sound: String = database.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(sound, "ok");
}

#[test]
fn formulas_are_harmless_unless_asked_for() {
    let harmless = Exported::to(&[Form::Csv], &Options::default());
    for table in TABLES {
        for cell in from_csv(&harmless.out(), table).iter().flatten() {
            assert!(
                !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']),
                "{}: {}",
                table.name,
                shown(cell)
            );
            assert!(!cell.contains('\0'));
        }
    }
    let raw = Exported::to(&[Form::Csv], &Options { raw: true });
    let bytes = fs::read(raw.out().join("csv/articles.csv")).unwrap();
    assert!(bytes.ends_with(b"\r\n"));
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains("\"=HYPERLINK(\"\"http://evil.example\"\")\0,\"\"\r\n"), "quoted as RFC 4180 says");
}

/// Spans without the white space that no annotation holds.
fn words(text: &str, spans: &[Span]) -> String {
    let chars: Vec<char> = text.chars().collect();
    let slice = |[start, end]: &Span| chars[*start as usize..*end as usize].iter().collect::<String>();
    let all = spans.iter().map(slice).collect::<Vec<_>>().join(" ");
    all.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn brat_is_read_by_the_reader_of_gold_annotations() {
    let it = Exported::to(&[Form::Brat], &Options::default());
    let read = sayso_evaluate::attribution::read_annotations(&it.out().join("brat")).unwrap();
    assert_eq!(read.len(), it.documents.len());
    for document in &it.documents {
        let found = read.iter().find(|found| found.doc_id.ends_with(&document.document)).unwrap();
        assert_eq!(found.text, document.text);
        assert_eq!(found.attributions.len(), document.attributions.len());
        for (found, quote) in found.attributions.iter().zip(&document.attributions) {
            let parts = [
                (&found.content_spans, &quote.content_spans),
                (&found.source_spans, &quote.source_spans),
                (&found.cue_spans, &quote.cue_spans),
            ];
            for (found, expect) in parts {
                let found: Vec<Span> =
                    found.iter().map(|span| span.map(|at| u32::try_from(at).unwrap())).collect();
                assert_eq!(words(&document.text, &found), words(&document.text, expect));
            }
        }
    }
}

/// All spans of an article: of attributions and names.
fn spans(document: &Document) -> Vec<Span> {
    let of_quotes = document.attributions.iter().flat_map(|attribution| {
        [&attribution.content_spans, &attribution.source_spans, &attribution.cue_spans]
    });
    let names = document.mentions.iter().map(|mention| [mention.start, mention.end]);
    let mut all: Vec<Span> = of_quotes.flatten().copied().chain(names).collect();
    all.sort_unstable();
    all
}

fn span(value: &Value) -> Span {
    ["start", "end"].map(|end| value[end].as_u64().unwrap() as u32)
}

#[test]
fn web_annotations_select_the_words() {
    let it = Exported::to(&[Form::W3c], &Options::default());
    let mut total = 0;
    for ((page, document), (text, _)) in
        it.of_articles("w3c", "jsonld").iter().zip(it.of_articles("w3c", "txt"))
    {
        assert_eq!(text, document.text);
        let chars: Vec<char> = text.chars().collect();
        let page: Value = serde_json::from_str(page).unwrap();
        let mut found = Vec::new();
        let items = page["items"].as_array().unwrap();
        total += items.len();
        for item in items {
            let targets = item["target"].as_array().cloned().unwrap_or_else(|| vec![item["target"].clone()]);
            for target in targets {
                let [start, end] = span(&target["selector"][0]);
                let quote = &target["selector"][1];
                let told = ["prefix", "exact", "suffix"].map(|part| quote[part].as_str().unwrap()).concat();
                let from = start as usize - quote["prefix"].as_str().unwrap().chars().count();
                assert_eq!(told, chars[from..from + told.chars().count()].iter().collect::<String>());
                assert!(it.out().join("w3c").join(target["source"].as_str().unwrap()).is_file());
                found.push([start, end]);
            }
        }
        found.sort_unstable();
        assert_eq!(found, spans(document));
    }
    let collection = fs::read_to_string(it.out().join("w3c/collection.jsonld")).unwrap();
    let collection: Value = serde_json::from_str(&collection).unwrap();
    assert_eq!(collection["total"], total);
    let page = |value: &Value| -> Value {
        let file = it.out().join("w3c").join(value.as_str().unwrap());
        serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
    };
    let mut last = page(&collection["first"]);
    let mut pages = 1;
    while last["next"].is_string() {
        assert_eq!(page(&last["next"])["prev"], last["id"]);
        last = page(&last["next"]);
        pages += 1;
    }
    assert_eq!((pages, &last["id"]), (it.documents.len(), &collection["last"]));
}

#[test]
fn label_studio_tasks_select_the_words() {
    let it = Exported::to(&[Form::LabelStudio], &Options::default());
    let tasks = fs::read_to_string(it.out().join("label-studio/tasks.json")).unwrap();
    let tasks: Vec<Value> = serde_json::from_str(&tasks).unwrap();
    assert_eq!(tasks.len(), it.documents.len());
    for (task, document) in tasks.iter().zip(&it.documents) {
        assert_eq!(task["data"]["text"], document.text);
        let chars: Vec<char> = document.text.chars().collect();
        let results = task["predictions"][0]["result"].as_array().unwrap();
        let labels: Vec<&Value> = results.iter().filter(|result| result["type"] == "labels").collect();
        let mut found: Vec<Span> = labels.iter().map(|label| span(&label["value"])).collect();
        for (label, [start, end]) in labels.iter().zip(&found) {
            let words: String = chars[*start as usize..*end as usize].iter().collect();
            assert_eq!(label["value"]["text"], words);
        }
        found.sort_unstable();
        assert_eq!(found, spans(document));
        for relation in results.iter().filter(|result| result["type"] == "relation") {
            for end in ["from_id", "to_id"] {
                assert!(labels.iter().any(|label| label["id"] == relation[end]), "{relation}");
            }
        }
    }
}

#[test]
fn cas_offsets_count_utf16() {
    let it = Exported::to(&[Form::Inception], &Options::default());
    for (file, document) in it.of_articles("inception", "json") {
        let cas: Value = serde_json::from_str(&file).unwrap();
        let structures = cas["%FEATURE_STRUCTURES"].as_array().unwrap();
        assert_eq!(structures[0]["sofaString"], document.text);
        let units: Vec<u16> = document.text.encode_utf16().collect();
        let mut found = Vec::new();
        for annotation in structures.iter().filter(|structure| structure.get("begin").is_some()) {
            let kind = annotation["%TYPE"].as_str().unwrap();
            if kind.ends_with("DocumentAnnotation") || kind.ends_with("Link") {
                continue;
            }
            let [start, end] = ["begin", "end"].map(|end| annotation[end].as_u64().unwrap() as usize);
            found.push(String::from_utf16(&units[start..end]).unwrap());
        }
        let chars: Vec<char> = document.text.chars().collect();
        let words = |[start, end]: Span| chars[start as usize..end as usize].iter().collect::<String>();
        let mut expect: Vec<String> = spans(document).into_iter().map(words).collect();
        found.sort();
        expect.sort();
        assert_eq!(found, expect);
        let members = cas["%VIEWS"]["_InitialView"]["%MEMBERS"].as_array().unwrap().len();
        assert_eq!(members, structures.len() - 1);
    }
}

fn bytes(dir: &Path, all: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            bytes(&path, all);
        } else {
            all.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
}

#[test]
fn the_same_bytes_again_also_over_an_old_export() {
    let it = Exported::to(&Form::ALL, &Options::default());
    let mut first = BTreeMap::new();
    bytes(&it.out(), &mut first);
    fs::write(it.out().join("brat/left-over.ann"), "").unwrap();
    export(&it.run(), &Form::ALL, &it.out(), &Options::default()).unwrap();
    let mut second = BTreeMap::new();
    bytes(&it.out(), &mut second);
    assert!(first == second);
}

#[test]
fn what_cannot_be_exported_is_said() {
    let it = Exported::to(&[Form::Csv], &Options::default());
    let fails = |documents: &[Document]| {
        write(it.dir.path(), documents);
        let error = export(&it.run(), &[Form::Csv, Form::Brat], &it.out(), &Options::default()).unwrap_err();
        error.to_string()
    };
    let mut old = documents();
    old[0].attributions[0].id.clear();
    assert!(fails(&old).contains("written by an older version"), "{}", fails(&old));
    write(it.dir.path(), &documents());
    let line = fs::read_to_string(it.dir.path().join("attributions.jsonl")).unwrap();
    fs::write(it.dir.path().join("attributions.jsonl"), &line[..line.len() / 2]).unwrap();
    let error = export(&it.run(), &[Form::Csv], &it.out(), &Options::default()).unwrap_err().to_string();
    assert!(error.contains("attributions.jsonl:"), "{error}");
    // The export that was there stays, nothing else does.
    let names: Vec<_> = fs::read_dir(it.out()).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(names, ["csv"]);
}

#[test]
fn nothing_is_exported_too() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), &[]);
    let run = Run::open(dir.path()).unwrap();
    export(&run, &Form::ALL, &dir.path().join("out"), &Options::default()).unwrap();
    assert_eq!(from_parquet(&dir.path().join("out"), TABLES[0]), Cells::new());
    let tasks = fs::read_to_string(dir.path().join("out/label-studio/tasks.json")).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Value>>(&tasks).unwrap(), Vec::<Value>::new());
}

/// The text between the two marks of the dictionary.
fn documented(path: &Path) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let (_, after) = text.split_once("<!-- data dictionary -->\n")?;
    Some(after.split_once("\n<!-- end of the data dictionary -->")?.0.to_owned())
}

#[test]
fn the_documented_dictionary_is_that_of_the_code() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let found = documented(&root.join("docs/tables.md")).unwrap();
    assert_eq!(found, sayso_export::dictionary(), "put this into the docs:\n{}", sayso_export::dictionary());
}

#[test]
fn corrections_are_marked_in_every_form() {
    let it = Exported::to(&Form::ALL, &Options::default());
    let mut files = BTreeMap::new();
    bytes(&it.out(), &mut files);
    let marked = |form: &str, words: &str| {
        let holds = |bytes: &[u8]| bytes.windows(words.len()).any(|window| window == words.as_bytes());
        files.iter().any(|(path, bytes)| path.starts_with(it.out().join(form)) && holds(bytes))
    };
    for form in Form::ALL.map(Form::name).into_iter().filter(|form| !matches!(*form, "parquet" | "sqlite")) {
        assert!(marked(form, "speaker by Ann Roe: =both"), "{form}");
    }
}
