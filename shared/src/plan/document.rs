//! The live document of a plan: reading the typed view out of it.

use super::content::{Activity, BudgetLine, Content, Feature, FeatureKind, Indicator, Objective, RowId, Section};
use super::schema::{BODY, GONE, ORDER, SUMMARY, TITLE, Table, Value};
use std::str::FromStr;
use yrs::types::GetString;
use yrs::{Any, ClientID, Doc, Map, MapRef, Number, OffsetKind, Options, Out, ReadTxn, TextRef};

/// An empty document that counts text as browsers do.
pub fn new(client: u64) -> Doc {
    Doc::with_options(Options {
        offset_kind: OffsetKind::Utf16,
        cleanup_formatting: false,
        ..Options::with_client_id(ClientID::new(client))
    })
}

/// The two texts and the tables of one document.
#[derive(Clone)]
pub struct Roots {
    pub title: TextRef,
    pub summary: TextRef,
    tables: Vec<MapRef>,
}

impl Roots {
    /// Not to be called within a transaction on the document: it takes one.
    pub fn of(doc: &Doc) -> Self {
        Self {
            title: doc.get_or_insert_text(TITLE),
            summary: doc.get_or_insert_text(SUMMARY),
            tables: Table::ALL.iter().map(|table| doc.get_or_insert_map(table.as_str())).collect(),
        }
    }

    pub fn table(&self, table: Table) -> &MapRef {
        &self.tables[table as usize]
    }

    pub fn row(&self, txn: &impl ReadTxn, table: Table, row: RowId) -> Option<MapRef> {
        self.table(table).get(txn, &row.to_string()).and_then(|out| out.cast().ok())
    }

    pub fn body(&self, txn: &impl ReadTxn, section: RowId) -> Option<TextRef> {
        self.row(txn, Table::Sections, section)?.get(txn, BODY)?.cast().ok()
    }

    /// The rows of a table that are not gone, in their order; rows of equal order by their id, the same on every screen.
    pub fn rows(&self, txn: &impl ReadTxn, table: Table) -> Vec<Row> {
        let mut rows = self.rows_ever(txn, table);
        rows.retain(|row| !is_gone(txn, &row.map));
        rows.sort_by(|a, b| (&a.order, a.id).cmp(&(&b.order, b.id)));
        rows
    }

    /// The rows of a table and those that are gone from it, in no order.
    fn rows_ever(&self, txn: &impl ReadTxn, table: Table) -> Vec<Row> {
        self.table(table).iter(txn).filter_map(|(key, out)| Row::read(txn, key, out)).collect()
    }
}

/// Whether the row was removed.
pub fn is_gone(txn: &impl ReadTxn, row: &MapRef) -> bool {
    row.get(txn, GONE).and_then(value) == Some(Value::Flag(true))
}

/// One row of a table.
pub struct Row {
    pub id: RowId,
    pub order: String,
    pub map: MapRef,
}

impl Row {
    fn read(txn: &impl ReadTxn, key: &str, out: Out) -> Option<Self> {
        let map: MapRef = out.cast().ok()?;
        let order = map.get(txn, ORDER).and_then(|out| out.cast::<String>().ok()).unwrap_or_default();
        Some(Self { id: key.parse().ok()?, order, map })
    }

    fn text(&self, txn: &impl ReadTxn, field: &str) -> String {
        self.map.get(txn, field).and_then(|out| out.cast::<String>().ok()).unwrap_or_default()
    }

    fn word<T: FromStr>(&self, txn: &impl ReadTxn, field: &str) -> Option<T> {
        self.text(txn, field).parse().ok()
    }

    fn number(&self, txn: &impl ReadTxn, field: &str) -> Option<i64> {
        match self.map.get(txn, field).map(value) {
            Some(Some(Value::Number(number))) => Some(number),
            _ => None,
        }
    }
}

/// What a field holds; `None` when it is nothing that a field may hold.
pub fn value(out: Out) -> Option<Value> {
    let Out::Any(any) = out else { return None };
    match any {
        Any::Null | Any::Undefined => Some(Value::None),
        Any::Bool(flag) => Some(Value::Flag(flag)),
        Any::String(text) => Some(Value::Text(text.to_string())),
        Any::Number(Number::Int(number)) => Some(Value::Number(number)),
        // Other clients know no whole numbers of their own.
        Any::Number(Number::Float(number)) if number.fract() == 0.0 && number.abs() < 9e15 => Some(Value::Number(number as i64)),
        Any::Array(ids) => {
            let read = |id: &Any| if let Any::String(id) = id { id.parse().ok() } else { None };
            ids.iter().map(read).collect::<Option<_>>().map(Value::Rows)
        }
        _ => None,
    }
}

/// The typed view. A field that is missing, or holds what it may not, reads as empty.
pub fn read(roots: &Roots, txn: &impl ReadTxn) -> Content {
    read_rows(roots, txn, |table| roots.rows(txn, table))
}

/// As [`read`], with the rows that are gone as they last were: for their names.
pub fn read_ever(roots: &Roots, txn: &impl ReadTxn) -> Content {
    read_rows(roots, txn, |table| roots.rows_ever(txn, table))
}

fn read_rows(roots: &Roots, txn: &impl ReadTxn, rows: impl Fn(Table) -> Vec<Row>) -> Content {
    let rows = |table| rows(table).into_iter();
    Content {
        title: roots.title.get_string(txn),
        summary: roots.summary.get_string(txn),
        sections: rows(Table::Sections).map(|row| section(txn, &row)).collect(),
        objectives: rows(Table::Objectives).map(|row| Objective { id: row.id, text: row.text(txn, "text") }).collect(),
        indicators: rows(Table::Indicators).map(|row| indicator(txn, &row)).collect(),
        budget: rows(Table::Budget).map(|row| budget_line(txn, &row)).collect(),
        activities: rows(Table::Activities).map(|row| activity(txn, &row)).collect(),
        features: rows(Table::Features).filter_map(|row| feature(txn, &row)).collect(),
        proposals: rows(Table::Proposals).map(|row| row.id).collect(),
    }
}

fn section(txn: &impl ReadTxn, row: &Row) -> Section {
    let body = row.map.get(txn, BODY).and_then(|out| out.cast::<TextRef>().ok());
    Section { id: row.id, heading: row.text(txn, "heading"), body: body.map(|body| body.get_string(txn)).unwrap_or_default() }
}

fn indicator(txn: &impl ReadTxn, row: &Row) -> Indicator {
    let text = |field| row.text(txn, field);
    Indicator {
        id: row.id,
        name: text("name"),
        unit: text("unit"),
        baseline: text("baseline"),
        target: text("target"),
        source: text("source"),
    }
}

fn budget_line(txn: &impl ReadTxn, row: &Row) -> BudgetLine {
    BudgetLine {
        id: row.id,
        item: row.text(txn, "item"),
        volume: row.number(txn, "volume"),
        unit: row.text(txn, "unit"),
        price: row.number(txn, "price"),
        source: row.word(txn, "source"),
    }
}

fn activity(txn: &impl ReadTxn, row: &Row) -> Activity {
    let after = match row.map.get(txn, "after").map(value) {
        Some(Some(Value::Rows(rows))) => rows,
        _ => Vec::new(),
    };
    Activity {
        id: row.id,
        name: row.text(txn, "name"),
        start: row.word(txn, "start"),
        end: row.word(txn, "end"),
        partner: row.text(txn, "partner"),
        after,
    }
}

/// What has no shape stands nowhere on the map.
fn feature(txn: &impl ReadTxn, row: &Row) -> Option<Feature> {
    let geometry = serde_json::from_str(&row.text(txn, "geometry")).ok()?;
    let kind = row.word(txn, "kind").unwrap_or(FeatureKind::Planned);
    let feature = Feature { id: row.id, label: row.text(txn, "label"), kind, note: row.text(txn, "note"), geometry };
    feature.shape().is_some().then_some(feature)
}
