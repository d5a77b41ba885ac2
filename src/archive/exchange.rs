//! The whole archive as JSON Lines, and back: nothing is lost on the way.

use std::io::{self, BufRead};

use rusqlite::types::{Value as Sql, ValueRef};
use rusqlite::{Transaction, TransactionBehavior, params_from_iter};
use serde_json::{Map, Value, json};

use super::record::{hex, unhex};
use super::{Archive, ArchiveError, VERSION};

/// The first key of an export, whose value is the version of its form.
const MARK: &str = "klopt-archive";
/// The version of the form.
const FORM: u64 = 1;

/// What an import brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imported {
    /// Versions of articles.
    pub versions: usize,
    /// Claims.
    pub claims: usize,
}

/// How a column stands in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// As it is: a number, a text, nothing.
    Plain,
    /// A hash, in hexadecimal digits.
    Hash,
    /// JSON within the line.
    Json,
}

use Form::{Hash, Json, Plain};

/// A table: its columns in the order of the line, and the order of its rows.
struct Table {
    name: &'static str,
    columns: &'static [(&'static str, Form)],
    order: &'static str,
}

/// What comes first is referred to by what comes later.
const TABLES: [Table; 7] = [
    Table {
        name: "schema_version",
        columns: &[("version", Plain), ("applied", Plain), ("klopt", Plain)],
        order: "version",
    },
    Table { name: "rule_pack", columns: &[("id", Plain), ("hash", Plain), ("klopt", Plain)], order: "id" },
    Table {
        name: "event",
        columns: &[("id", Plain), ("at", Plain), ("kind", Plain), ("digest", Hash), ("chain", Hash)],
        order: "id",
    },
    Table { name: "body", columns: &[("id", Plain), ("hash", Hash), ("text", Plain)], order: "id" },
    Table { name: "file", columns: &[("hash", Hash), ("articles", Plain)], order: "hash" },
    Table {
        name: "version",
        columns: &[
            ("id", Plain),
            ("article", Plain),
            ("number", Plain),
            ("digest", Hash),
            ("body", Plain),
            ("head", Json),
            ("publication", Json),
            ("published", Plain),
            ("observations", Json),
            ("file", Hash),
            ("first_pack", Plain),
            ("pack", Plain),
            ("since", Plain),
            ("until", Plain),
        ],
        order: "id",
    },
    Table {
        name: "claim",
        columns: &[
            ("id", Plain),
            ("version", Plain),
            ("published", Plain),
            ("record", Json),
            ("since", Plain),
            ("until", Plain),
        ],
        order: "id",
    },
];

impl Table {
    fn names(&self) -> String {
        self.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    }

    fn select(&self) -> String {
        format!("SELECT {} FROM {} ORDER BY {}", self.names(), self.name, self.order)
    }

    fn insert(&self) -> String {
        let marks: Vec<String> = (1..=self.columns.len()).map(|n| format!("?{n}")).collect();
        format!("INSERT INTO {} ({}) VALUES ({})", self.name, self.names(), marks.join(", "))
    }
}

fn out_of(value: ValueRef<'_>, form: Form) -> Result<Value, ArchiveError> {
    Ok(match (value, form) {
        (ValueRef::Null, _) => Value::Null,
        (ValueRef::Integer(n), _) => n.into(),
        (ValueRef::Text(text), Json) => serde_json::from_slice(text)?,
        (ValueRef::Text(text), _) => String::from_utf8_lossy(text).into_owned().into(),
        (ValueRef::Blob(bytes), _) => hex(bytes).into(),
        (ValueRef::Real(_), _) => return Err(ArchiveError::Damaged("a column holds a float".to_owned())),
    })
}

fn into_sql(value: &Value, form: Form) -> Option<Sql> {
    Some(match (value, form) {
        (Value::Null, _) => Sql::Null,
        (value, Json) => Sql::Text(value.to_string()),
        (Value::Number(n), Plain) => Sql::Integer(n.as_i64()?),
        (Value::String(text), Plain) => Sql::Text(text.clone()),
        (Value::String(text), Hash) => Sql::Blob(unhex(text)?),
        _ => return None,
    })
}

impl Archive {
    /// Writes everything, a row a line.
    ///
    /// # Errors
    /// The archive cannot be read, or `out` fails.
    pub fn export(&self, out: &mut dyn io::Write) -> Result<(), ArchiveError> {
        self.connection.execute_batch("BEGIN")?;
        let all = self.export_all(out);
        self.connection.execute_batch("COMMIT")?;
        all
    }

    fn export_all(&self, out: &mut dyn io::Write) -> Result<(), ArchiveError> {
        writeln!(out, "{}", json!({ MARK: FORM, "schema": VERSION }))?;
        for table in &TABLES {
            let mut statement = self.connection.prepare(&table.select())?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let mut fields = Map::new();
                for (i, (name, form)) in table.columns.iter().enumerate() {
                    fields.insert((*name).to_owned(), out_of(row.get_ref(i)?, *form)?);
                }
                writeln!(out, "{}", json!({ table.name: fields }))?;
            }
        }
        Ok(())
    }

    /// Restores what an export holds, its history with it, in an archive that is empty.
    ///
    /// # Errors
    /// The archive is not empty or cannot be written to, or a line is wrong; then nothing is imported.
    pub fn import(&mut self, lines: &mut dyn BufRead) -> Result<Imported, ArchiveError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let held: i64 = transaction.query_row("SELECT count(*) FROM event", [], |row| row.get(0))?;
        if held > 0 {
            return Err(ArchiveError::NotEmpty);
        }
        // How the tables came to be is history, and comes with the export.
        transaction.execute("DELETE FROM schema_version", [])?;
        let mut imported = Imported::default();
        let mut number = 0;
        for line in lines.lines() {
            let line = line?;
            number += 1;
            let wrong = |what: String| ArchiveError::Import { line: number, what };
            let fields: Map<String, Value> = serde_json::from_str(&line).map_err(|e| wrong(e.to_string()))?;
            if number == 1 {
                check_mark(&fields).map_err(wrong)?;
                continue;
            }
            match restore(&transaction, &fields).map_err(wrong)? {
                "version" => imported.versions += 1,
                "claim" => imported.claims += 1,
                _ => {}
            }
        }
        if number == 0 {
            return Err(ArchiveError::Import { line: 1, what: "there is nothing in it".to_owned() });
        }
        transaction.commit()?;
        Ok(imported)
    }
}

fn check_mark(fields: &Map<String, Value>) -> Result<(), String> {
    match fields.get(MARK).and_then(Value::as_u64) {
        Some(FORM) => Ok(()),
        Some(other) => Err(format!("the export has form {other}, and this klopt knows form {FORM}")),
        None => Err(format!("an export starts with {{\"{MARK}\": {FORM}}}")),
    }
}

/// Inserts the row of a line, and says into which table.
fn restore(transaction: &Transaction<'_>, line: &Map<String, Value>) -> Result<&'static str, String> {
    let (name, row) = line.iter().next().ok_or("the line is empty")?;
    let table = TABLES.iter().find(|t| t.name == name).ok_or_else(|| format!("`{name}` is unknown"))?;
    let value = |(column, form): &(&str, Form)| {
        let value = row.get(*column).ok_or_else(|| format!("`{column}` is missing"))?;
        into_sql(value, *form).ok_or_else(|| format!("`{column}` is not what it has to be"))
    };
    let values: Vec<Sql> = table.columns.iter().map(value).collect::<Result<_, String>>()?;
    let mut insert = transaction.prepare_cached(&table.insert()).map_err(|e| e.to_string())?;
    insert.execute(params_from_iter(values)).map_err(|e| e.to_string())?;
    Ok(table.name)
}
