//! What a query may cost, measured on its text before anything runs.
//!
//! A fragment is measured once and counted wherever it is spread, so that nested spreads cannot make
//! the measuring itself expensive.

use async_graphql::parser::types::{ExecutableDocument, Field, OperationType, Selection, SelectionSet};
use async_graphql::{Name, Variables};
use async_graphql_value::{ConstValue, Value};
use std::collections::HashMap;

pub const MAX_BYTES: usize = 64 * 1024;
const MAX_DEPTH: u64 = 16;
const MAX_NODES: u64 = 1_000;
const MAX_COST: u64 = 30_000;
const MAX_ROOT_FIELDS: u32 = 20;
/// How people rid themselves of a thief of their session: the thief's flood must not slow these down. Guessing a password
/// has a pace of its own.
const DEFENCES: [&str; 3] = ["signOut", "signOutEverywhere", "changePassword"];

#[derive(Clone, Copy, Default)]
struct Size {
    /// Directly in the selection, its fragments unfolded.
    fields: u32,
    /// Of them, those that a pace is set for.
    paced: u32,
    nodes: u64,
    cost: u64,
    depth: u64,
}

struct Meter<'a> {
    document: &'a ExecutableDocument,
    variables: &'a Variables,
    fragments: HashMap<&'a Name, Option<Size>>,
}

/// How many changes that a pace is set for the document asks for in one operation at most; `None` when an operation exceeds the limits. A fragment
/// that contains itself does.
pub fn admit(document: &ExecutableDocument, variables: &Variables) -> Option<u32> {
    let mut changes = 0;
    for (_, operation) in document.operations.iter() {
        let mut meter = Meter { document, variables, fragments: HashMap::new() };
        let size = meter.measure(&operation.node.selection_set.node, 0)?;
        if size.fields > MAX_ROOT_FIELDS || size.nodes > MAX_NODES || size.cost > MAX_COST || size.depth > MAX_DEPTH {
            return None;
        }
        if operation.node.ty == OperationType::Mutation {
            changes = changes.max(size.paced);
        }
    }
    Some(changes)
}

impl<'a> Meter<'a> {
    /// `None` for something that has no end, or is nested beyond any use.
    fn measure(&mut self, set: &'a SelectionSet, level: u64) -> Option<Size> {
        if level > 4 * MAX_DEPTH {
            return None;
        }
        let mut total = Size::default();
        for item in &set.items {
            let size = match &item.node {
                Selection::Field(field) => {
                    let inner = self.measure(&field.node.selection_set.node, level + 1)?;
                    Size {
                        fields: 1,
                        paced: u32::from(!DEFENCES.contains(&field.node.name.node.as_str())),
                        nodes: inner.nodes + 1,
                        cost: inner.cost.saturating_mul(self.items(&field.node)).saturating_add(1),
                        depth: inner.depth + 1,
                    }
                }
                Selection::InlineFragment(inline) => self.measure(&inline.node.selection_set.node, level + 1)?,
                Selection::FragmentSpread(spread) => self.fragment(&spread.node.fragment_name.node, level)?,
            };
            total = Size {
                fields: total.fields.saturating_add(size.fields),
                paced: total.paced.saturating_add(size.paced),
                nodes: total.nodes.saturating_add(size.nodes),
                cost: total.cost.saturating_add(size.cost),
                depth: total.depth.max(size.depth),
            };
        }
        Some(total)
    }

    fn fragment(&mut self, name: &'a Name, level: u64) -> Option<Size> {
        if let Some(known) = self.fragments.get(name) {
            return *known;
        }
        // While it is being measured it counts as endless: whoever spreads it within itself finds that.
        self.fragments.insert(name, None);
        let size = match self.document.fragments.get(name) {
            Some(fragment) => self.measure(&fragment.node.selection_set.node, level + 1),
            // Validation names the unknown fragment better than a limit could.
            None => Some(Size::default()),
        };
        self.fragments.insert(name, size);
        size
    }

    /// How many items a list field may give: its `first` or `last`, otherwise one.
    fn items(&self, field: &Field) -> u64 {
        let argument = field.arguments.iter().find(|(name, _)| matches!(name.node.as_str(), "first" | "last"));
        let number = argument.and_then(|(_, value)| match &value.node {
            Value::Number(number) => number.as_u64(),
            Value::Variable(name) => match self.variables.get(name) {
                Some(ConstValue::Number(number)) => number.as_u64(),
                _ => None,
            },
            _ => None,
        });
        number.unwrap_or(1).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::parser::parse_query;

    fn check(query: &str) -> bool {
        admit(&parse_query(query).unwrap(), &Variables::default()).is_some()
    }

    #[test]
    fn an_ordinary_query_fits() {
        assert!(check("{ proposals(first: 50) { nodes { id title village { name } decisions { reasonText } } totalCount } }"));
    }

    #[test]
    fn changes_are_counted_where_fragments_hide_them() {
        let hidden = |count: usize| {
            let fields: Vec<_> = (0..count).map(|i| format!("a{i}: supportProposal")).collect();
            let document = parse_query(format!("mutation {{ ...F }} fragment F on Mutation {{ {} }}", fields.join(" "))).unwrap();
            admit(&document, &Variables::default())
        };
        assert_eq!(hidden(3), Some(3));
        assert_eq!(hidden(21), None);
        assert_eq!(
            admit(
                &parse_query("mutation { signOut changePassword a: signOutEverywhere b: hideComment }").unwrap(),
                &Variables::default()
            ),
            Some(1)
        );
        assert_eq!(admit(&parse_query("{ viewer { mayPropose } }").unwrap(), &Variables::default()), Some(0));
    }

    #[test]
    fn a_bomb_of_nested_fragments_is_refused_at_once() {
        let mut query = String::from("{ ...F0 }");
        for level in 0..40 {
            query += &format!(" fragment F{level} on Query {{ ...F{} ...F{} }}", level + 1, level + 1);
        }
        query += " fragment F40 on Query { viewer { mayPropose } }";
        assert!(!check(&query));
    }

    #[test]
    fn endless_deep_wide_and_hungry_queries_are_refused() {
        assert!(!check("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }"));
        assert!(!check(&format!("{{ {}id{} }}", "a { ".repeat(20), " }".repeat(20))));
        assert!(!check(&format!(
            "{{ viewer {{ {} }} }}",
            (0..5000).map(|i| format!("a{i}: __typename")).collect::<Vec<_>>().join(" ")
        )));
        assert!(!check(&format!(
            "{{ {} }}",
            (0..30).map(|i| format!("a{i}: viewer {{ mayPropose }}")).collect::<Vec<_>>().join(" ")
        )));
        assert!(!check(
            "{ proposals(first: 100) { nodes { comments(first: 100) { nodes { id body author { displayName } } } } } }"
        ));
    }
}
