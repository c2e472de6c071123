//! Rows of JSON as a table: objects become columns with dots in their names, lists within a row columns with numbers.

// Other than serde_json's, its objects keep the order in which the fields were asked for.
use async_graphql_value::{ConstValue as Json, Name, indexmap::IndexMap};
use shared::value::text::for_spreadsheet;
use std::io::{self, Write};

/// The list that an answer holds.
pub struct List<'a> {
    pub items: Vec<&'a Json>,
    /// The cursor to go on from, when there is more.
    pub next: Option<&'a str>,
}

/// The list of an answer with this name, or its only one, wherever it lies: `nodes` or `edges` of a connection, groups of
/// statistics, or a plain list. An answer without any is one row.
///
/// # Errors
/// A sentence that names the lists when there are several, or none of the name.
pub fn rows<'a>(data: &'a Json, name: Option<&str>) -> Result<List<'a>, String> {
    let mut found = Vec::new();
    search(data, "", &mut found);
    let names = found.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
    if let Some(name) = name {
        let chosen = found.into_iter().find(|(known, _)| known == name).map(|(_, list)| list);
        return chosen.ok_or_else(|| format!("the answer has no list {name} (--list); it has: {names}"));
    }
    if found.len() > 1 {
        return Err(format!("there are several lists in the answer; choose one with --list: {names}"));
    }
    Ok(found.pop().map_or(List { items: vec![data], next: None }, |(_, list)| list))
}

fn search<'a>(value: &'a Json, name: &str, found: &mut Vec<(String, List<'a>)>) {
    match value {
        Json::List(items) => found.push((name.to_owned(), List { items: items.iter().collect(), next: None })),
        Json::Object(fields) => match items_of(fields) {
            Some(items) => found.push((name.to_owned(), List { items, next: next_of(fields) })),
            None => {
                let path = |field: &str| if name.is_empty() { field.to_owned() } else { format!("{name}.{field}") };
                fields.iter().for_each(|(field, value)| search(value, &path(field), found));
            }
        },
        _ => {}
    }
}

/// What a connection connects.
fn items_of(fields: &IndexMap<Name, Json>) -> Option<Vec<&Json>> {
    let list = |name: &str| match fields.get(name) {
        Some(Json::List(items)) => Some(items),
        _ => None,
    };
    list("nodes").map(|nodes| nodes.iter().collect()).or_else(|| Some(list("edges")?.iter().map(node_of).collect()))
}

fn node_of(edge: &Json) -> &Json {
    match edge {
        Json::Object(fields) => fields.get("node").unwrap_or(edge),
        other => other,
    }
}

fn next_of(fields: &IndexMap<Name, Json>) -> Option<&str> {
    match fields.get("pageInfo")? {
        Json::Object(page) if page.get("hasNextPage") == Some(&Json::Boolean(true)) => match page.get("endCursor")? {
            Json::String(cursor) => Some(cursor),
            _ => None,
        },
        _ => None,
    }
}

/// Rows whose columns are known only when the last has come.
#[derive(Default)]
pub struct Table {
    columns: Columns,
    rows: Vec<Json>,
}

/// The columns in their order, each with those below it.
#[derive(Default)]
struct Columns(Vec<(String, Self)>);

impl Columns {
    fn take_in(&mut self, value: &Json) {
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
    fn cells(&self, row: Option<&Json>, cells: &mut Vec<String>) {
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
    pub fn add(&mut self, row: &Json) {
        // A list of plain values has one column.
        let row = match row {
            Json::Object(_) => row.clone(),
            plain => Json::Object(IndexMap::from_iter([(Name::new("value"), plain.clone())])),
        };
        self.columns.take_in(&row);
        self.rows.push(row);
    }

    /// # Errors
    /// When nothing can be written there.
    pub fn write(&self, out: impl Write) -> io::Result<()> {
        let mut names = Vec::new();
        self.columns.names("", &mut names);
        if names.is_empty() {
            return Ok(());
        }
        let mut csv = csv::Writer::from_writer(out);
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
fn parts(value: &Json) -> Vec<(String, &Json)> {
    let numbered = |items: Vec<_>| items.into_iter().enumerate().map(|(at, item)| ((at + 1).to_string(), item)).collect();
    match value {
        Json::Object(fields) => match items_of(fields) {
            Some(items) => numbered(items),
            None => fields.iter().map(|(name, value)| (name.to_string(), value)).collect(),
        },
        Json::List(items) if items.iter().any(|item| matches!(item, Json::Object(_) | Json::List(_))) => {
            numbered(items.iter().collect())
        }
        _ => Vec::new(),
    }
}

fn cell(value: &Json) -> String {
    match value {
        Json::Null | Json::Object(_) => String::new(),
        Json::String(text) => for_spreadsheet(text),
        Json::List(items) => for_spreadsheet(&items.iter().map(plain).collect::<Vec<_>>().join("; ")),
        number => number.to_string(),
    }
}

fn plain(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(data: &str) -> String {
        let data = serde_json::from_str(data).unwrap();
        let mut table = Table::default();
        rows(&data, None).unwrap().items.iter().for_each(|row| table.add(row));
        let mut out = Vec::new();
        table.write(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn objects_lists_and_connections_within_a_row_become_columns() {
        let data = r#"{ "proposals": { "totalCount": 2, "nodes": [
            { "title": "Talut", "village": null, "photos": [{ "url": "/a" }], "sources": ["APBN", "DAK"] },
            { "title": "Jalan, \"baru\"", "village": { "name": "Gununglurah" }, "cost": -5,
              "comments": { "totalCount": 9, "edges": [{ "node": { "body": "Ya" } }, { "node": { "body": "Setuju" } }] } }
        ] } }"#;
        assert_eq!(
            table(data),
            "title,village.name,photos.1.url,sources,cost,comments.1.body,comments.2.body\n\
             Talut,,/a,APBN; DAK,,,\n\
             \"Jalan, \"\"baru\"\"\",Gununglurah,,,-5,Ya,Setuju\n"
        );
    }

    #[test]
    fn statistics_and_plain_answers_are_tables_too() {
        let stats = r#"{ "stats": { "groups": [{ "keys": [{ "label": "Pendidikan" }], "count": 3 }], "total": { "count": 3 } } }"#;
        assert_eq!(table(stats), "keys.1.label,count\nPendidikan,3\n");
        assert_eq!(table(r#"{ "region": { "name": "Banyumas", "fiscalYears": [2026, 2027] } }"#), "value\n2026\n2027\n");
        assert_eq!(table(r#"{ "plan": { "title": "Air", "area": null } }"#), "plan.title,plan.area\nAir,\n");
        assert_eq!(table(r#"{ "proposals": { "nodes": [] } }"#), "");
    }

    #[test]
    fn what_begins_like_a_formula_is_text_and_a_number_stays_one() {
        let data = r#"{ "nodes": [{ "d": "=1+1", "c": "@x", "b": "+62", "a": -1, "list": ["=1+1", "x", "@x"] }] }"#;
        assert_eq!(table(data), "d,c,b,a,list\n'=1+1,'@x,'+62,-1,'=1+1; x; '@x\n");
    }

    #[test]
    fn of_several_lists_one_must_be_chosen() {
        let data = r#"{ "areas": { "nodes": [1] }, "answer": { "groups": [1, 2], "total": { "levels": [] } } }"#;
        let data = serde_json::from_str(data).unwrap();
        let chosen = |name| rows(&data, name).map(|list| list.items.len());
        let names = "areas, answer.groups, answer.total.levels";
        assert!(chosen(None).unwrap_err().ends_with(&format!("--list: {names}")));
        assert!(chosen(Some("groups")).unwrap_err().ends_with(&format!("it has: {names}")));
        assert_eq!((chosen(Some("areas")), chosen(Some("answer.groups"))), (Ok(1), Ok(2)));
    }
}
