//! SQLite: one file with all tables, indices, and full-text search.

use crate::Error;
use crate::rows::TableWriter;
use crate::schema::{TABLES, VERSION};
use crate::staging::APPLICATION;
use crate::table::{Column, Kind, Table, Value};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql, params_from_iter};
use std::io;
use std::path::{Path, PathBuf};

/// Full-text indices: name, the table whose rows they find, its columns.
const SEARCHES: &[(&str, &str, &str)] = &[
    ("attributions_search", "attributions", "content, speaker, title"),
    ("articles_search", "articles", "title, text"),
];

/// Writes all tables.
pub(crate) struct Writer {
    path: PathBuf,
    database: Connection,
    /// How to insert into each table.
    inserts: Vec<String>,
}

impl Writer {
    pub(crate) fn create(path: &Path) -> Result<Self, Error> {
        let inserts = TABLES.iter().map(|table| insert(table)).collect();
        let open = || {
            let database = Connection::open(path)?;
            database.set_prepared_statement_cache_capacity(TABLES.len() + 4);
            // The file is seen by nobody before it is whole: no journal. The cache is bounded, 64 MB.
            database.execute_batch(&format!(
                "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
                 PRAGMA cache_size = -65536; PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION};
                 BEGIN;"
            ))?;
            TABLES.iter().try_for_each(|table| database.execute_batch(&create(table)))?;
            Ok(database)
        };
        let database = open().map_err(|error| failed(path, &error))?;
        Ok(Self { path: path.to_owned(), database, inserts })
    }

    fn end(&self) -> rusqlite::Result<()> {
        let columns = TABLES.iter().flat_map(|table| table.columns.iter().map(move |column| (table, column)));
        for (table, column) in columns.filter(|(_, column)| column.indexed) {
            let (table, column) = (table.name, column.name);
            self.database
                .execute_batch(&format!("CREATE INDEX {table}_by_{column} ON {table} ({column});"))?;
        }
        for (name, table, columns) in SEARCHES {
            self.database.execute_batch(&format!(
                "CREATE VIRTUAL TABLE {name} USING fts5({columns}, content=\"{table}\", content_rowid = 'rowid',
                   tokenize = 'unicode61 remove_diacritics 2');
                 INSERT INTO {name} ({name}) VALUES ('rebuild');"
            ))?;
        }
        self.codebook()?;
        self.database.execute_batch("COMMIT;")
    }

    /// What every column means, as a table.
    fn codebook(&self) -> rusqlite::Result<()> {
        self.database.execute_batch(
            "CREATE TABLE codebook (\"table\" TEXT NOT NULL, \"column\" TEXT NOT NULL, type TEXT NOT NULL, about TEXT NOT NULL);",
        )?;
        let mut insert = self.database.prepare("INSERT INTO codebook VALUES (?, ?, ?, ?)")?;
        for table in TABLES {
            for column in table.columns {
                insert.execute([table.name, column.name, column.kind.name(), column.about])?;
            }
        }
        Ok(())
    }
}

impl TableWriter for Writer {
    fn row(&mut self, table: &'static Table, row: &[Value<'_>]) -> Result<(), Error> {
        let nth = TABLES.iter().position(|other| other.name == table.name).unwrap_or_default();
        let insert = || {
            let mut statement = self.database.prepare_cached(&self.inserts[nth])?;
            statement.execute(params_from_iter(row)).map(drop)
        };
        insert().map_err(|error| failed(&self.path, &error))
    }

    fn finish(self) -> Result<(), Error> {
        self.end().map_err(|error| failed(&self.path, &error))?;
        self.database.close().map_err(|(_, error)| failed(&self.path, &error))
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Real(number) => ValueRef::Real(*number),
            Self::Flag(flag) => ValueRef::Integer(i64::from(*flag)),
        }))
    }
}

fn create(table: &Table) -> String {
    let column = |column: &Column| {
        let kind = match column.kind {
            Kind::Text | Kind::Date => "TEXT",
            Kind::Integer => "INTEGER",
            Kind::Real => "REAL",
            Kind::Flag => "BOOLEAN",
        };
        format!("{} {kind}{}", column.name, if column.optional { "" } else { " NOT NULL" })
    };
    let columns: Vec<String> = table.columns.iter().map(column).collect();
    format!("CREATE TABLE {} ({});", table.name, columns.join(", "))
}

fn insert(table: &Table) -> String {
    format!("INSERT INTO {} VALUES ({})", table.name, vec!["?"; table.columns.len()].join(", "))
}

fn failed(path: &Path, error: &rusqlite::Error) -> Error {
    Error::write(path, io::Error::other(error.to_string()))
}
