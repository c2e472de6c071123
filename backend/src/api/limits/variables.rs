//! What arguments are worth to the cost. A variable is worth what was given, or else the most that any operation makes of it by
//! default: a fragment is measured once, whichever operation spreads it.

use async_graphql::parser::types::{ExecutableDocument, OperationDefinition};
use async_graphql::{Name, Variables};
use async_graphql_value::{ConstValue, Value};
use std::collections::HashMap;

/// Of one value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Worth {
    /// As a number.
    pub number: u64,
    /// As a list.
    pub items: u64,
    /// Whether it says anything.
    pub is_said: bool,
    /// Whether it looks for words anywhere within.
    pub has_words: bool,
}

impl Worth {
    fn most(self, other: Self) -> Self {
        Self {
            number: self.number.max(other.number),
            items: self.items.max(other.items),
            is_said: self.is_said || other.is_said,
            has_words: self.has_words || other.has_words,
        }
    }
}

/// What the variables of an operation are where nothing is given.
pub fn defaults(operation: &OperationDefinition) -> impl Iterator<Item = (&Name, &ConstValue)> {
    let definitions = operation.variable_definitions.iter().map(|definition| &definition.node);
    definitions.filter_map(|definition| Some((&definition.name.node, &definition.default_value.as_ref()?.node)))
}

/// Of every variable. Each is looked at once, however often it is named.
pub struct Worths(HashMap<String, Worth>);

impl Worths {
    pub fn new(document: &ExecutableDocument, variables: &Variables) -> Self {
        let mut worths = Self(HashMap::new());
        for (name, value) in variables.iter() {
            worths.0.insert(name.to_string(), of_const(value));
        }
        for (name, default) in document.operations.iter().flat_map(|(_, operation)| defaults(&operation.node)) {
            if !variables.contains_key(name) {
                let worth = worths.0.entry(name.to_string()).or_default();
                *worth = worth.most(of_const(default));
            }
        }
        worths
    }

    /// Of an argument.
    pub fn of(&self, value: &Value) -> Worth {
        match value {
            Value::Variable(name) => self.0.get(name.as_str()).copied().unwrap_or_default(),
            Value::Null => Worth::default(),
            Value::Number(number) => Worth { number: number.as_u64().unwrap_or_default(), ..single() },
            Value::List(list) => of_list(list.iter().map(|item| self.of(item))),
            Value::Object(fields) => of_object(fields.iter().map(|(name, value)| (name.as_str(), self.of(value)))),
            _ => single(),
        }
    }
}

fn of_const(value: &ConstValue) -> Worth {
    match value {
        ConstValue::Null => Worth::default(),
        ConstValue::Number(number) => Worth { number: number.as_u64().unwrap_or_default(), ..single() },
        ConstValue::List(list) => of_list(list.iter().map(of_const)),
        ConstValue::Object(fields) => of_object(fields.iter().map(|(name, value)| (name.as_str(), of_const(value)))),
        _ => single(),
    }
}

/// One value is as good as a list of it.
const fn single() -> Worth {
    Worth { number: 0, items: 1, is_said: true, has_words: false }
}

fn of_list(items: impl Iterator<Item = Worth>) -> Worth {
    items.fold(Worth { items: 0, ..single() }, |list, item| Worth {
        items: list.items + 1,
        has_words: list.has_words || item.has_words,
        ..list
    })
}

/// Every filter by words calls them `text`.
fn of_object<'a>(mut fields: impl Iterator<Item = (&'a str, Worth)>) -> Worth {
    Worth { has_words: fields.any(|(name, worth)| worth.has_words || name == "text" && worth.is_said), ..single() }
}
