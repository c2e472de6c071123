//! What the live connection can write into a plan, a mutation can too: `shared::plan::schema` says what that is.

use super::{camel, declared};
use shared::plan::schema::{BODY, SUMMARY, TITLE, Table};
use std::collections::BTreeSet;

/// The edits that put a row of the table, and take it away; and the field that names the row.
const fn edits_of(table: Table) -> (&'static str, &'static str, &'static str) {
    match table {
        Table::Sections => ("putSection", "removeSection", "id"),
        Table::Objectives => ("putObjective", "removeObjective", "id"),
        Table::Indicators => ("putIndicator", "removeIndicator", "id"),
        Table::Budget => ("putBudgetLine", "removeBudgetLine", "id"),
        Table::Activities => ("putActivity", "removeActivity", "id"),
        Table::Features => ("putFeature", "removeFeature", "id"),
        Table::Proposals => ("linkProposal", "unlinkProposal", "proposalId"),
    }
}

#[test]
fn what_can_be_written_live_can_be_written_by_mutation() {
    let inputs = declared("input");
    let edits = &inputs["PlanEditInput"];
    let mut wanted: BTreeSet<String> = [TITLE, SUMMARY].iter().map(|text| camel(&format!("set_{text}"))).collect();
    for table in Table::ALL {
        let (put, remove, id) = edits_of(*table);
        wanted.extend([put.to_owned(), remove.to_owned()]);
        // Its place is told by the row before it.
        let mut fields: BTreeSet<&str> = [id, "behind"].into();
        fields.extend(table.fields().iter().map(|(field, _)| *field));
        fields.extend(table.has_body().then_some(BODY));
        let input = edits.get(put).unwrap_or_else(|| panic!("{table}: there is no edit {put}"));
        let found: BTreeSet<&str> = inputs[input].keys().map(String::as_str).collect();
        assert_eq!(found, fields, "{table}: what {input} can write, and what shared/src/plan/schema.rs says that there is");
    }
    assert_eq!(edits.keys().cloned().collect::<BTreeSet<_>>(), wanted, "what PlanEditInput can do");
    assert!(declared("type")["Mutation"].contains_key("updatePlan"));
}
