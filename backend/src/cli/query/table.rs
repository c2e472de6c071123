//! Rows of JSON as a table: objects become columns with dots in their names, lists within a row columns with numbers.

use serde_json::{Map, Value};
use std::io::{self, Write};

/// The list that an answer holds.
pub struct List<'a> {
    pub items: Vec<&'a Value>,
    /// The cursor to go on from, when there is more.
    pub next: Option<&'a str>,
}

/// The one list of an answer, wherever it lies: `nodes` or `edges` of a connection, groups of statistics, or a plain
/// list. An answer without any is one row.
///
/// # Errors
/// A sentence that names the lists when there are several.
pub fn rows(data: &Value) -> Result<List<'_>, String> {
    let mut found = Vec::new();
    search(data, "", &mut found);
    if found.len() > 1 {
        let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        return Err(format!("there are several lists in the answer ({}); a table holds one", names.join(", ")));
    }
    Ok(found.pop().map_or(List { items: vec![data], next: None }, |(_, list)| list))
}

fn search<'a>(value: &'a Value, name: &str, found: &mut Vec<(String, List<'a>)>) {
    match value {
        Value::Array(items) => found.push((name.to_owned(), List { items: items.iter().collect(), next: None })),
        Value::Object(fields) => match items_of(fields) {
            Some(items) => {
                let page = &fields.get("pageInfo").unwrap_or(&Value::Null);
                let next = page["endCursor"].as_str().filter(|_| page["hasNextPage"] == true);
                found.push((name.to_owned(), List { items, next }));
            }
            None => {
                let path = |field: &str| if name.is_empty() { field.to_owned() } else { format!("{name}.{field}") };
                fields.iter().for_each(|(field, value)| search(value, &path(field), found));
            }
        },
        _ => {}
    }
}

/// What a connection connects.
fn items_of(fields: &Map<String, Value>) -> Option<Vec<&Value>> {
    let nodes = || Some(fields.get("nodes")?.as_array()?.iter().collect());
    let edges = || Some(fields.get("edges")?.as_array()?.iter().map(|edge| edge.get("node").unwrap_or(edge)).collect());
    nodes().or_else(edges)
}

/// Rows whose columns are known only when the last has come.
#[derive(Default)]
pub struct Table {
    columns: Columns,
    rows: Vec<Value>,
}

/// The columns in their order, each with those below it.
#[derive(Default)]
struct Columns(Vec<(String, Self)>);

impl Columns {
    fn take_in(&mut self, value: &Value) {
        for (name, value) in parts(value) {
            let at = self.0.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
                self.0.push((name, Self::default()));
                self.0.len() - 1
            });
            self.0[at].1.take_in(value);
        }
    }

    /// Full names of the columns that hold values.
    fn names(&self, above: &str, names: &mut Vec<String>) {
        for (name, below) in &self.0 {
            let full = if above.is_empty() { name.clone() } else { format!("{above}.{name}") };
            if below.0.is_empty() {
                names.push(full);
            } else {
                below.names(&full, names);
            }
        }
    }

    /// The cells of a row, in the order of the names.
    fn cells(&self, row: Option<&Value>, cells: &mut Vec<String>) {
        let parts = row.map(parts).unwrap_or_default();
        for (name, below) in &self.0 {
            let value = parts.iter().find(|(known, _)| known == name).map(|(_, value)| *value);
            if below.0.is_empty() {
                cells.push(value.map(cell).unwrap_or_default());
            } else {
                below.cells(value, cells);
            }
        }
    }
}

impl Table {
    pub fn add(&mut self, row: &Value) {
        // A list of plain values has one column.
        let row = if row.is_object() { row.clone() } else { Value::Object(Map::from_iter([("value".to_owned(), row.clone())])) };
        self.columns.take_in(&row);
        self.rows.push(row);
    }

    /// # Errors
    /// When nothing can be written there.
    pub fn write(&self, out: impl Write) -> io::Result<()> {
        let mut csv = csv::Writer::from_writer(out);
        let mut names = Vec::new();
        self.columns.names("", &mut names);
        if names.is_empty() {
            return Ok(());
        }
        csv.write_record(&names)?;
        for row in &self.rows {
            let mut cells = Vec::with_capacity(names.len());
            self.columns.cells(Some(row), &mut cells);
            csv.write_record(&cells)?;
        }
        csv.flush()
    }
}

/// What becomes columns of its own: fields of an object, items of a list or of a connection by their number. A list of plain
/// values stays one cell.
fn parts(value: &Value) -> Vec<(String, &Value)> {
    let numbered = |items: Vec<&'_ Value>| items.into_iter().enumerate().map(|(at, item)| ((at + 1).to_string(), item)).collect();
    match value {
        Value::Object(fields) => match items_of(fields) {
            Some(items) => numbered(items),
            None => fields.iter().map(|(name, value)| (name.clone(), value)).collect(),
        },
        Value::Array(items) if items.iter().any(|item| item.is_object() || item.is_array()) => numbered(items.iter().collect()),
        _ => Vec::new(),
    }
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null | Value::Object(_) => String::new(),
        Value::String(text) => harmless(text),
        Value::Array(items) => harmless(&items.iter().map(plain).collect::<Vec<_>>().join("; ")),
        number => number.to_string(),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A spreadsheet would reckon what begins like a formula: the apostrophe makes it text.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn table(data: &Value) -> String {
        let mut table = Table::default();
        rows(data).unwrap().items.iter().for_each(|row| table.add(row));
        let mut out = Vec::new();
        table.write(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn objects_lists_and_connections_within_a_row_become_columns() {
        let data = json!({ "proposals": { "totalCount": 2, "nodes": [
            { "title": "Talut", "village": null, "photos": [{ "url": "/a" }], "sources": ["APBN", "DAK"] },
            { "title": "Jalan, \"baru\"", "village": { "name": "Gununglurah" },
              "comments": { "totalCount": 9, "edges": [{ "node": { "body": "Ya" } }, { "node": { "body": "Setuju" } }] }, "cost": -5 },
        ] } });
        assert_eq!(
            table(&data),
            "title,village.name,photos.1.url,sources,comments.1.body,comments.2.body,cost\n\
             Talut,,/a,APBN; DAK,,,\n\
             \"Jalan, \"\"baru\"\"\",Gununglurah,,,Ya,Setuju,-5\n"
        );
    }

    #[test]
    fn statistics_and_plain_answers_are_tables_too() {
        let stats = json!({ "proposalStats": { "groups": [{ "keys": [{ "label": "Pendidikan" }], "count": 3 }], "total": { "count": 3 } } });
        assert_eq!(table(&stats), "keys.1.label,count\nPendidikan,3\n");
        assert_eq!(table(&json!({ "region": { "name": "Banyumas", "fiscalYears": [2026, 2027] } })), "value\n2026\n2027\n");
        assert_eq!(table(&json!({ "plan": { "title": "Air" } })), "plan.title\nAir\n");
        assert_eq!(table(&json!({ "proposals": { "nodes": [] } })), "");
    }

    #[test]
    fn what_begins_like_a_formula_is_text_and_a_number_stays_one() {
        let data = json!({ "nodes": [{ "a": "=1+1", "b": "@x", "c": "+62", "d": -1 }] });
        assert_eq!(table(&data), "a,b,c,d\n'=1+1,'@x,'+62,-1\n");
    }

    #[test]
    fn two_lists_are_no_table() {
        let problem = rows(&json!({ "areas": { "nodes": [] }, "agencies": [] })).err().unwrap();
        assert!(problem.contains("agencies") && problem.contains("areas"), "{problem}");
    }
}
