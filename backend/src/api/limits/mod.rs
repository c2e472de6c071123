//! What a query may cost, measured on its text before anything runs.
//!
//! A fragment is measured once and counted wherever it is spread, so that nested spreads cannot make
//! the measuring itself expensive.

mod nesting;
#[cfg(test)]
mod tests;
mod variables;
mod weights;

use super::answer;
use async_graphql::parser::parse_query;
use async_graphql::parser::types::{Directive, ExecutableDocument, Field, OperationType, Selection, SelectionSet};
use async_graphql::{Name, Positioned, Variables};
use async_graphql_value::{ConstValue, Value};
use serde_json::{Value as Json, json};
use std::collections::HashMap;
use std::time::Duration;
use variables::Worths;

pub use variables::defaults;
pub use weights::items;

pub const MAX_BYTES: usize = 64 * 1024;
pub const MAX_COST: u64 = 30_000;
/// The name of that limit.
pub const COST: &str = "cost";
const ANSWER: &str = "answer";
const MAX_DEPTH: u64 = 16;
/// Fields and directives of an operation, its fragments unfolded.
const MAX_NODES: u64 = 1_000;
/// Fields and directives as they are written, whether anything uses them or not.
const MAX_WRITTEN: u64 = 2_000;
const MAX_ROOT_FIELDS: u32 = 20;
const MAX_OPERATIONS: usize = 10;
/// Of one field: there are two, `@skip` and `@include`.
const MAX_DIRECTIVES: usize = 2;
/// In arguments, and in variables: a shape of 500 points has 1,500.
const MAX_VALUES: u64 = 10_000;
/// Bytes of the name under which a field is told: each item of a list tells it anew.
const MAX_NAME: usize = 100;
/// What asking about the schema itself costs, and each field of that: there are some hundred types. Once is enough.
const SCHEMA: u64 = 8_000;
const SCHEMA_FIELD: u64 = 50;
const TYPE_FIELD: u64 = 5;
/// Lists of the introspection, each a bit: within itself each is a tree without end.
const REFLEXIVE: [&str; 7] = ["types", "fields", "inputFields", "args", "interfaces", "possibleTypes", "enumValues"];
/// How people rid themselves of a thief of their session: the thief's flood must not slow these down. Guessing a password
/// has a pace of its own.
const DEFENCES: [&str; 3] = ["signOut", "signOutEverywhere", "changePassword"];

const SENTENCES: [(&str, &str); 11] = [
    (ANSWER, "limit.answer"),
    ("bytes", "limit.bytes"),
    (COST, "limit.cost"),
    ("depth", "limit.depth"),
    ("directives", "limit.directives"),
    ("fields", "limit.fields"),
    ("name", "limit.name"),
    ("operations", "limit.operations"),
    ("rootFields", "limit.rootFields"),
    ("seconds", "limit.seconds"),
    ("values", "limit.values"),
];

/// What an operation within the limits asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measure {
    pub cost: u64,
    /// The changes that a pace is set for.
    pub changes: u32,
    /// Whether it is a defence, which no flood may keep from anyone.
    pub defends: bool,
}

/// The limit that an operation exceeds, and by what, where that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Excess {
    pub limit: &'static str,
    pub most: u64,
    pub requested: Option<u64>,
}

impl Excess {
    pub const BYTES: Self = Self::of("bytes", MAX_BYTES as u64);
    /// What it asks for is longer than an answer may be.
    pub const ANSWER: Self = Self::of(ANSWER, answer::MAX_BYTES);

    /// It takes longer than this.
    pub const fn seconds(within: Duration) -> Self {
        Self::of("seconds", within.as_secs())
    }

    /// The key of the sentence that tells it.
    pub fn sentence(self) -> &'static str {
        SENTENCES.iter().find(|(limit, _)| *limit == self.limit).map_or("error.TOO_COMPLEX", |(_, key)| *key)
    }

    /// As errors tell it.
    pub fn to_json(self) -> Json {
        let mut told = json!({ "name": self.limit, "most": self.most });
        if let Some(requested) = self.requested {
            told["requested"] = requested.into();
        }
        told
    }

    const fn of(limit: &'static str, most: u64) -> Self {
        Self { limit, most, requested: None }
    }
}

pub fn prepare() {
    weights::items("");
}

/// Reads a document, once it is sure that reading it is safe.
///
/// # Errors
/// Where it is nested beyond reading; within, what the parser says of it.
pub fn read(text: &str) -> Result<async_graphql::parser::Result<ExecutableDocument>, Excess> {
    if nesting::is_too_deep(text) {
        return Err(Excess::of("depth", MAX_DEPTH));
    }
    Ok(parse_query(text))
}

/// What the document's operations ask for, the dearest of them.
///
/// # Errors
/// The limit that one of them exceeds. A fragment that contains itself has no end, so it exceeds the depth.
pub fn admit(document: &ExecutableDocument, variables: &Variables) -> Result<Measure, Excess> {
    if document.operations.iter().count() > MAX_OPERATIONS {
        return Err(Excess::of("operations", MAX_OPERATIONS as u64));
    }
    let mut meter = Meter { document, worths: Worths::new(document, variables), fragments: HashMap::new(), written: 0, values: 0 };
    let unless_given = document.operations.iter().flat_map(|(_, operation)| defaults(&operation.node));
    for value in variables.values().chain(unless_given.map(|(_, default)| default)) {
        meter.count_const(value)?;
    }
    let mut dearest = Measure::default();
    for (_, operation) in document.operations.iter() {
        meter.count_directives(&operation.node.directives)?;
        let size = meter.measure(&operation.node.selection_set.node, 0)?;
        for (found, limit, most) in [
            (u64::from(size.fields), "rootFields", u64::from(MAX_ROOT_FIELDS)),
            (size.nodes, "fields", MAX_NODES),
            (size.depth, "depth", MAX_DEPTH),
            (size.cost, COST, MAX_COST),
        ] {
            if found > most {
                return Err(Excess { requested: Some(found), ..Excess::of(limit, most) });
            }
        }
        let is_change = operation.node.ty == OperationType::Mutation;
        let changes = if is_change { size.paced } else { 0 };
        dearest = Measure {
            cost: dearest.cost.max(size.cost),
            changes: dearest.changes.max(changes),
            defends: is_change && changes == 0 && document.operations.iter().count() == 1,
        };
    }
    // What nobody spreads is read by the validation all the same.
    for name in document.fragments.keys() {
        meter.fragment(name, 0)?;
    }
    Ok(dearest)
}

#[derive(Clone, Copy, Default)]
struct Size {
    /// Directly in the selection, its fragments unfolded.
    fields: u32,
    /// Of them, those that a pace is set for.
    paced: u32,
    nodes: u64,
    cost: u64,
    depth: u64,
    /// Which of [`REFLEXIVE`] are anywhere below, and whether one lies within itself.
    lists: u8,
    is_endless: bool,
}

impl Size {
    fn and(self, other: Self) -> Self {
        Self {
            fields: self.fields.saturating_add(other.fields),
            paced: self.paced.saturating_add(other.paced),
            nodes: self.nodes.saturating_add(other.nodes),
            cost: self.cost.saturating_add(other.cost),
            depth: self.depth.max(other.depth),
            lists: self.lists | other.lists,
            is_endless: self.is_endless || other.is_endless,
        }
    }
}

struct Meter<'a> {
    document: &'a ExecutableDocument,
    worths: Worths,
    fragments: HashMap<&'a Name, Option<Size>>,
    written: u64,
    values: u64,
}

const ENDLESS: Excess = Excess::of("depth", MAX_DEPTH);

impl<'a> Meter<'a> {
    fn measure(&mut self, set: &'a SelectionSet, level: u64) -> Result<Size, Excess> {
        if level > 4 * MAX_DEPTH {
            return Err(ENDLESS);
        }
        let mut total = Size::default();
        for item in &set.items {
            let size = match &item.node {
                Selection::Field(field) => self.field(&field.node, level)?,
                Selection::InlineFragment(inline) => {
                    self.count_directives(&inline.node.directives)?;
                    self.measure(&inline.node.selection_set.node, level + 1)?
                }
                Selection::FragmentSpread(spread) => {
                    self.count_directives(&spread.node.directives)?;
                    self.fragment(&spread.node.fragment_name.node, level)?
                }
            };
            total = total.and(size);
        }
        Ok(total)
    }

    fn field(&mut self, field: &'a Field, level: u64) -> Result<Size, Excess> {
        let name = field.name.node.as_str();
        if field.response_key().node.len() > MAX_NAME {
            return Err(Excess::of("name", MAX_NAME as u64));
        }
        self.count_directives(&field.directives)?;
        for (_, value) in &field.arguments {
            self.count_value(&value.node)?;
        }
        let inner = self.measure(&field.selection_set.node, level + 1)?;
        let bit = REFLEXIVE.iter().position(|list| *list == name).map_or(0, |place| 1 << place);
        let is_endless = inner.is_endless || inner.lists & bit != 0;
        let nodes = inner.nodes + 1 + field.directives.len() as u64;
        let cost = match name {
            "__schema" | "__type" if is_endless => return Err(ENDLESS),
            "__schema" => nodes.saturating_mul(SCHEMA_FIELD).saturating_add(SCHEMA),
            "__type" => nodes.saturating_mul(TYPE_FIELD),
            _ => {
                let below = self.below(field, inner.cost);
                let words = if self.looks_for_words(field) { weights::WORDS } else { 0 };
                below.saturating_add(1 + weights::work(name) + words)
            }
        };
        let paced = u32::from(!DEFENCES.contains(&name));
        Ok(Size { fields: 1, paced, nodes, cost, depth: inner.depth + 1, lists: inner.lists | bit, is_endless })
    }

    fn fragment(&mut self, name: &'a Name, level: u64) -> Result<Size, Excess> {
        if let Some(known) = self.fragments.get(name) {
            return known.ok_or(ENDLESS);
        }
        // While it is being measured it counts as endless: whoever spreads it within itself finds that.
        self.fragments.insert(name, None);
        let size = match self.document.fragments.get(name) {
            Some(fragment) => {
                self.count_directives(&fragment.node.directives)?;
                self.measure(&fragment.node.selection_set.node, level + 1)?
            }
            // Validation names the unknown fragment better than a limit could.
            None => Size::default(),
        };
        self.fragments.insert(name, Some(size));
        Ok(size)
    }

    /// Counts what they are on: each selection passes here once.
    fn count_directives(&mut self, directives: &'a [Positioned<Directive>]) -> Result<(), Excess> {
        if directives.len() > MAX_DIRECTIVES {
            return Err(Excess::of("directives", MAX_DIRECTIVES as u64));
        }
        self.written += 1 + directives.len() as u64;
        if self.written > MAX_WRITTEN {
            return Err(Excess::of("fields", MAX_NODES));
        }
        for (_, value) in directives.iter().flat_map(|directive| &directive.node.arguments) {
            self.count_value(&value.node)?;
        }
        Ok(())
    }

    fn count_value(&mut self, value: &Value) -> Result<(), Excess> {
        self.count_one()?;
        match value {
            Value::List(items) => items.iter().try_for_each(|item| self.count_value(item)),
            Value::Object(fields) => fields.values().try_for_each(|field| self.count_value(field)),
            _ => Ok(()),
        }
    }

    fn count_const(&mut self, value: &ConstValue) -> Result<(), Excess> {
        self.count_one()?;
        match value {
            ConstValue::List(items) => items.iter().try_for_each(|item| self.count_const(item)),
            ConstValue::Object(fields) => fields.values().try_for_each(|field| self.count_const(field)),
            _ => Ok(()),
        }
    }

    fn count_one(&mut self) -> Result<(), Excess> {
        self.values += 1;
        if self.values > MAX_VALUES { Err(Excess::of("values", MAX_VALUES)) } else { Ok(()) }
    }

    /// What lies below a field costs as often as it may give items: by the larger of `first` and `last`, by its list of ids, of
    /// which each is looked for by itself, otherwise by what the field weighs.
    fn below(&self, field: &Field, each: u64) -> u64 {
        let arguments = || field.arguments.iter().map(|(name, value)| (name.node.as_str(), &value.node));
        let pages =
            arguments().filter(|(name, _)| matches!(*name, "first" | "last")).map(|(_, value)| self.worths.of(value).number);
        let ids = arguments().find(|(name, _)| *name == "ids").map(|(_, value)| self.worths.of(value).items);
        match (pages.max(), ids) {
            (_, Some(ids)) => ids.max(1).saturating_mul(each.saturating_add(weights::LOOK_UP)),
            (Some(page), None) => page.max(1).saturating_mul(each),
            (None, None) => weights::items(field.name.node.as_str()).saturating_mul(each),
        }
    }

    fn looks_for_words(&self, field: &Field) -> bool {
        field.arguments.iter().any(|(name, value)| match name.node.as_str() {
            "text" => self.worths.of(&value.node).is_said,
            "filter" => self.worths.of(&value.node).has_words,
            _ => false,
        })
    }
}
