//! Nothing is kept that the schema keeps silent about, unless there is a reason.

use super::nouns::{As, NOUNS, Not, OWN};
use super::{camel, checkout, declared, files};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// By their names alone. That none of the public fields is null whatever there is to tell, `tests/mirror` sees.
#[test]
fn every_column_is_told_by_the_schema_or_says_why_not() {
    let (schema, mut wrong) = (declared("type"), Vec::new());
    let mut seen = BTreeSet::new();
    for (table, columns) in tables() {
        seen.insert(table.clone());
        if OWN.iter().any(|(own, _)| *own == table) {
            continue;
        }
        let Some(told) = NOUNS.iter().find(|told| told.table == table) else {
            wrong.push(format!("{table}: no type of the schema tells of it"));
            continue;
        };
        let said: BTreeMap<_, _> = told.columns.iter().copied().collect();
        wrong.extend(said.keys().filter(|name| !columns.contains(**name)).map(|name| format!("{table}.{name} is not there")));
        for column in &columns {
            let field = match said.get(column.as_str()) {
                Some(Not(why)) => {
                    assert!(!why.is_empty(), "{table}.{column}");
                    continue;
                }
                Some(As(field)) => (*field).to_owned(),
                None => camel(column),
            };
            let (by, field) = field.split_once('.').map_or((told.by, field.as_str()), |(by, field)| (by, field));
            if !schema.get(by).is_some_and(|fields| fields.contains_key(field)) {
                wrong.push(format!("{table}.{column}: {by} has no field {field}"));
            }
        }
    }
    let gone = NOUNS.iter().map(|told| told.table).chain(OWN.iter().map(|(own, _)| *own)).filter(|table| !seen.contains(*table));
    wrong.extend(gone.map(|table| format!("{table} is not there")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The columns of every table, read from the entities.
fn tables() -> BTreeMap<String, BTreeSet<String>> {
    let mut tables: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files(&checkout().join("backend/src"), &["rs"]).iter().filter(|file| is_entity(file)) {
        let text = fs::read_to_string(file).expect("a source is text");
        for part in text.split("table_name = \"").skip(1) {
            let (table, rest) = part.split_once('"').expect("a name ends");
            let (_, body) = rest.split_once("pub struct Model {").expect("an entity has a model");
            let (body, _) = body.split_once('}').expect("a model ends");
            let column = |line: &str| {
                let (name, _) = line.trim().strip_prefix("pub ")?.split_once(':')?;
                Some(name.trim_start_matches("r#").to_owned())
            };
            tables.entry(table.to_owned()).or_default().extend(body.lines().filter_map(column));
        }
    }
    assert!(tables.len() > 20, "only {} tables found: the test is blind", tables.len());
    tables
}

fn is_entity(file: &Path) -> bool {
    file.file_name().is_some_and(|name| name == "entity.rs") || file.parent().is_some_and(|folder| folder.ends_with("entity"))
}
