//! Making a plan say what was wished, by the same edits that an editor makes.

use super::{Put, Wish, placed, unknown};
use crate::error::{ErrorCode, FieldError, FieldErrors};
use crate::plan::content::RowId;
use crate::plan::document::{self, Roots, is_gone};
use crate::plan::edit::{Edit, apply, find_text, retext};
use crate::plan::schema::{Table, Value};
use yrs::{Map, MapRef, ReadTxn, TransactionMut};

/// Makes of each wish what it takes, one after the other: a later one finds what the earlier ones made.
///
/// # Errors
/// Everything that cannot be, each at its edit and field. The document is then half way, and must be rebuilt.
pub fn fulfil(roots: &Roots, txn: &mut TransactionMut, wishes: &[Wish]) -> Result<(), FieldErrors> {
    let mut errors = FieldErrors::default();
    for (at, wish) in wishes.iter().enumerate() {
        let made = match wish {
            Wish::Text { text, wanted } => {
                find_text(roots, txn, *text).into_iter().for_each(|text| retext(&text, txn, wanted));
                Ok(())
            }
            Wish::Put(put) => put_row(roots, txn, put),
            Wish::Remove { table, row } => remove(roots, txn, *table, *row),
        };
        errors.keep(made.map_err(|error| placed(at, error)));
    }
    // What comes first may be told of later.
    for (at, wish) in wishes.iter().enumerate() {
        if let Wish::Put(put) = wish {
            errors.keep(check_references(roots, txn, put).map_err(|error| placed(at, error)));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// What is gone already stays gone.
fn remove(roots: &Roots, txn: &mut TransactionMut, table: Table, row: RowId) -> Result<(), FieldError> {
    let map = roots.row(txn, table, row).ok_or_else(|| FieldError::whole(unknown(table)))?;
    if !is_gone(txn, &map) {
        apply(roots, txn, &Edit::Remove { table, row });
    }
    Ok(())
}

fn put_row(roots: &Roots, txn: &mut TransactionMut, put: &Put) -> Result<(), FieldError> {
    let (table, row) = (put.table, put.row);
    if let Some(Some(other)) = put.behind
        && (other == row || roots.row(txn, table, other).is_none())
    {
        return Err(FieldError::new("behind", unknown(table)));
    }
    let known = roots.row(txn, table, row);
    match known.as_ref().filter(|map| !is_gone(txn, map)) {
        Some(map) => change(roots, txn, put, map),
        None => add(roots, txn, put, known.as_ref())?,
    }
    if let Some(wanted) = &put.body
        && let Some(body) = roots.body(txn, row)
    {
        retext(&body, txn, wanted);
    }
    Ok(())
}

/// A row that comes, or comes back.
fn add(roots: &Roots, txn: &mut TransactionMut, put: &Put, known: Option<&MapRef>) -> Result<(), FieldError> {
    let (table, row) = (put.table, put.row);
    let is_named = |field: &str| put.fields.iter().any(|(name, _)| *name == field);
    // What has no shape would be nowhere.
    if table == Table::Features && !is_named("geometry") && known.is_none_or(|map| map.get(txn, "geometry").is_none()) {
        return Err(FieldError::new("geometry", ErrorCode::Required));
    }
    let (ever, most) = (roots.table(table).len(txn), table.max_rows());
    let is_full = ever >= most && roots.rows(txn, table).len() as u32 >= most;
    if is_full || (known.is_none() && ever >= 4 * most) {
        return Err(FieldError::whole(ErrorCode::PlanFull));
    }
    // Behind a row that is nowhere is at the end.
    let after = put.behind.unwrap_or(Some(RowId::nil()));
    apply(roots, txn, &Edit::Add { table, row, after, fields: put.fields.clone() });
    Ok(())
}

/// A row that is there: what it says already is not said again, so that nobody's change of it is undone.
fn change(roots: &Roots, txn: &mut TransactionMut, put: &Put, map: &MapRef) {
    let (table, row) = (put.table, put.row);
    for (field, value) in &put.fields {
        let present = map.get(txn, field).and_then(document::value).unwrap_or(Value::None);
        if !same(&present, value) {
            apply(roots, txn, &Edit::Set { table, row, field, value: value.clone() });
        }
    }
    if let Some(after) = put.behind
        && !stands_behind(roots, txn, table, row, after)
    {
        apply(roots, txn, &Edit::Move { table, row, after });
    }
}

/// A field that was never filled in says as much as an empty one.
fn same(present: &Value, wanted: &Value) -> bool {
    let is_empty = |value: &Value| *value == Value::None || *value == Value::from("");
    present == wanted || (is_empty(present) && is_empty(wanted))
}

/// Whether moving the row there would leave it where it is.
fn stands_behind(roots: &Roots, txn: &impl ReadTxn, table: Table, row: RowId, after: Option<RowId>) -> bool {
    let rows: Vec<RowId> = roots.rows(txn, table).iter().map(|each| each.id).collect();
    let present = rows.iter().position(|each| *each == row).and_then(|at| at.checked_sub(1)).map(|at| rows[at]);
    let wanted = match after {
        // Behind what is gone: at the end.
        Some(other) if !rows.contains(&other) => rows.iter().rfind(|each| **each != row).copied(),
        other => other,
    };
    present == wanted
}

/// The rows that a row names are rows of its table, and others than itself.
fn check_references(roots: &Roots, txn: &impl ReadTxn, put: &Put) -> Result<(), FieldError> {
    for (field, value) in &put.fields {
        if let Value::Rows(rows) = value
            && rows.iter().any(|other| *other == put.row || roots.row(txn, put.table, *other).is_none())
        {
            return Err(FieldError::new(field, unknown(put.table)));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::edit::{TextOf, encode, rows_of};
    use crate::plan::{Activity, BudgetLine, Content, Feature, FeatureKind, Objective, Section};
    use serde_json::json;
    use uuid::Uuid;
    use yrs::updates::decoder::Decode;
    use yrs::{Doc, StateVector, Transact, Update};

    fn id(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    fn plan() -> Content {
        let line =
            |n| BudgetLine { id: id(n), item: "Semen".into(), volume: Some(2_000), price: Some(65_000), ..BudgetLine::default() };
        let section = |n, body: &str| Section { id: id(n), heading: "Bab".into(), body: body.into() };
        let geometry = json!({ "type": "Point", "coordinates": [109.1, -7.4] });
        Content {
            title: "Jalan usaha tani".into(),
            sections: vec![section(2, "Sawah basah, jalan rusak."), section(1, "")],
            objectives: vec![Objective { id: id(3), text: "Panen sampai pasar".into() }],
            budget: vec![line(5), line(6), line(7)],
            activities: vec![
                Activity { id: id(8), name: "Bangun".into(), after: vec![id(9)], ..Activity::default() },
                Activity { id: id(9), name: "Survei".into(), start: "2028-03-01".parse().ok(), ..Activity::default() },
            ],
            features: vec![Feature { id: id(10), label: "Jalan".into(), kind: FeatureKind::Existing, note: "".into(), geometry }],
            proposals: vec![id(12), id(11)],
            ..Content::default()
        }
    }

    /// All that a plan says, as wishes.
    fn wishes(content: &Content) -> Vec<Wish> {
        let text = |text, wanted: &str| Wish::Text { text, wanted: wanted.to_owned() };
        let mut wishes = vec![text(TextOf::Title, &content.title), text(TextOf::Summary, &content.summary)];
        for (table, rows) in rows_of(content) {
            let mut last = None;
            for (row, fields) in rows {
                let section = content.sections.iter().find(|section| table == Table::Sections && section.id == row);
                let body = section.map(|section| section.body.clone());
                wishes.push(Wish::Put(Put { table, row, fields, body, behind: Some(last) }));
                last = Some(row);
            }
        }
        wishes
    }

    fn doc_of(content: &Content, client: u64) -> (Doc, Roots) {
        let doc = document::new(client);
        let roots = Roots::of(&doc);
        doc.transact_mut().apply_update(Update::decode_v1(&encode(content, 1)).unwrap()).unwrap();
        (doc, roots)
    }

    /// Whether the wishes changed anything.
    fn make((doc, roots): &(Doc, Roots), wishes: &[Wish]) -> bool {
        let mut txn = doc.transact_mut();
        fulfil(roots, &mut txn, wishes).unwrap();
        txn.has_changes()
    }

    fn says((doc, roots): &(Doc, Roots)) -> Content {
        document::read(roots, &doc.transact())
    }

    fn put(table: Table, row: u128, behind: Option<Option<u128>>, fields: Vec<(&'static str, Value)>) -> Wish {
        Wish::Put(Put { table, row: id(row), fields, body: None, behind: behind.map(|behind| behind.map(id)) })
    }

    #[test]
    fn a_plan_that_is_wished_comes_about_and_is_wished_again_in_vain() {
        let empty = doc_of(&Content::default(), 2);
        assert!(make(&empty, &wishes(&plan())));
        assert_eq!(says(&empty), plan());
        assert!(!make(&empty, &wishes(&plan())));
        let other = doc_of(&plan(), 3);
        assert!(!make(&other, &wishes(&plan())), "as an editor made it");
    }

    #[test]
    fn what_is_not_named_stays() {
        let doc = doc_of(&plan(), 2);
        make(&doc, &[put(Table::Budget, 6, None, vec![("price", Value::Number(70_000)), ("volume", Value::None)])]);
        let mut wanted = plan();
        (wanted.budget[1].price, wanted.budget[1].volume) = (Some(70_000), None);
        assert_eq!(says(&doc), wanted);
        // Never filled in, or empty: both say nothing.
        make(&doc, &[put(Table::Budget, 20, None, vec![])]);
        assert!(!make(&doc, &[put(Table::Budget, 20, None, vec![("item", "".into()), ("source", Value::None)])]));
    }

    #[test]
    fn rows_come_move_go_and_come_back_where_they_are_wished() {
        let doc = doc_of(&plan(), 2);
        let order = || says(&doc).budget.iter().map(|line| line.id.as_u128()).collect::<Vec<_>>();
        make(&doc, &[put(Table::Budget, 21, None, vec![]), put(Table::Budget, 20, Some(None), vec![])]);
        assert_eq!(order(), [20, 5, 6, 7, 21]);
        make(&doc, &[put(Table::Budget, 5, Some(Some(7)), vec![]), put(Table::Budget, 22, Some(Some(6)), vec![])]);
        assert_eq!(order(), [20, 6, 22, 7, 5, 21]);
        let remove = |row| Wish::Remove { table: Table::Budget, row: id(row) };
        make(&doc, &[remove(6), remove(7)]);
        assert!(!make(&doc, &[remove(6)]));
        assert_eq!(order(), [20, 22, 5, 21]);
        // Behind what is gone is at the end.
        make(&doc, &[put(Table::Budget, 22, Some(Some(6)), vec![])]);
        assert!(!make(&doc, &[put(Table::Budget, 22, Some(Some(6)), vec![])]));
        make(&doc, &[put(Table::Budget, 6, Some(Some(20)), vec![])]);
        assert_eq!(order(), [20, 6, 5, 21, 22]);
        assert_eq!(says(&doc).budget[1].price, Some(65_000), "what comes back says what it said");
    }

    #[test]
    fn what_cannot_be_is_told_at_its_place() {
        use ErrorCode::*;
        let (doc, roots) = doc_of(&plan(), 2);
        let full = (100..400).map(|row| put(Table::Budget, row, None, vec![])).collect::<Vec<_>>();
        let remove = |table, row| Wish::Remove { table, row: id(row) };
        let after = |rows: &[u128]| vec![("after", Value::Rows(rows.iter().copied().map(id).collect()))];
        for (wishes, wanted) in [
            (
                vec![remove(Table::Budget, 99), remove(Table::Sections, 99)],
                vec![("edits.0", UnknownRow), ("edits.1", UnknownSection)],
            ),
            (vec![remove(Table::Proposals, 99)], vec![("edits.0", UnknownProposal)]),
            (vec![put(Table::Budget, 5, Some(Some(8)), vec![])], vec![("edits.0.behind", UnknownRow)]),
            (vec![put(Table::Budget, 5, Some(Some(5)), vec![])], vec![("edits.0.behind", UnknownRow)]),
            (vec![put(Table::Features, 30, None, vec![])], vec![("edits.0.geometry", Required)]),
            (vec![put(Table::Activities, 8, None, after(&[8]))], vec![("edits.0.after", UnknownRow)]),
            (
                vec![put(Table::Activities, 8, None, after(&[31])), put(Table::Activities, 31, None, after(&[5]))],
                vec![("edits.1.after", UnknownRow)],
            ),
            (full, vec![("edits.297", PlanFull), ("edits.298", PlanFull), ("edits.299", PlanFull)]),
        ] {
            let errors = fulfil(&roots, &mut doc.transact_mut(), &wishes).unwrap_err();
            let told: Vec<_> = errors.iter().map(|error| (error.field.as_deref().unwrap_or_default(), error.code)).collect();
            assert_eq!(told, wanted);
        }
    }

    #[test]
    fn who_types_in_the_same_section_loses_nothing() {
        let (here, there) = (doc_of(&plan(), 2), doc_of(&plan(), 3));
        let body = Some("Sawah basah, jalan rusak berat.".to_owned());
        make(&here, &[Wish::Put(Put { table: Table::Sections, row: id(2), fields: vec![], body, behind: None })]);
        let typing = Edit::Splice { text: TextOf::Section(id(2)), at: 13, delete: 0, insert: "jembatan putus, ".into() };
        apply(&there.1, &mut there.0.transact_mut(), &typing);
        for (from, to) in [(&here, &there), (&there, &here)] {
            let missing = from.0.transact().encode_diff_v1(&StateVector::default());
            to.0.transact_mut().apply_update(Update::decode_v1(&missing).unwrap()).unwrap();
        }
        assert_eq!(says(&here), says(&there));
        assert_eq!(says(&here).sections[0].body, "Sawah basah, jembatan putus, jalan rusak berat.");
    }
}
