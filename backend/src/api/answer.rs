//! How large one answer may become. What a query costs says how many fields there are, and not how long they are: what may
//! be long is counted as it is told, and once it is too much nothing more is.

use super::failure::failed;
use super::limits::items;
use super::scalars::{AnyJson, GeoJson};
use crate::error::AppError;
use async_graphql::parser::types::{Field, Selection, SelectionSet};
use async_graphql::registry::Registry;
use async_graphql::{ContextSelectionSet, OutputType, Positioned, Response, ServerResult, Value};
use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A hundred suggestions for the longest sections have some 12 MB, twenty of them as many when they are compared as well, a plan with as much on its map as may be as many, the outlines
/// of a hundred villages far less.
pub const MAX_BYTES: u64 = 16_000_000;
/// A field of an item: its name, and what is short in it.
const FIELD: u64 = 64;
/// A value within JSON. A position is three of them.
const VALUE: u64 = 24;

/// What is long in one answer, counted so far. Cloning shares it.
#[derive(Clone, Default)]
pub struct Answer(Arc<AtomicU64>);

impl Answer {
    /// Whether so much more fits. From the first that does not, nothing does.
    fn takes(&self, bytes: u64) -> bool {
        let bytes = bytes.min(MAX_BYTES + 1);
        self.0.fetch_add(bytes, Ordering::Relaxed) + bytes <= MAX_BYTES
    }

    fn is_full(&self) -> bool {
        self.0.load(Ordering::Relaxed) > MAX_BYTES
    }

    /// The answer, unless it became too large; the next one begins anew.
    pub fn conclude(&self, told: Response) -> Response {
        if self.0.swap(0, Ordering::Relaxed) > MAX_BYTES { failed(AppError::TooLarge) } else { told }
    }
}

/// A value that may be long: a text of more than 300 characters, a geometry or other JSON, a list without `first` that may have
/// more items than it is weighed with.
pub struct Long<T>(pub T);

impl<T: OutputType + Extent> OutputType for Long<T> {
    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn qualified_type_name() -> String {
        T::qualified_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
        let fits = ctx.data_opt::<Answer>().is_none_or(|answer| !answer.is_full() && answer.takes(self.0.extent(ctx)));
        // Nobody misses what does not fit: nothing of the answer is told.
        if fits { self.0.resolve(ctx, field).await } else { Ok(Value::Null) }
    }
}

/// What can say how many bytes of an answer it will be, more or less.
pub trait Extent {
    fn extent(&self, ctx: &ContextSelectionSet<'_>) -> u64;
}

impl Extent for &str {
    fn extent(&self, _: &ContextSelectionSet<'_>) -> u64 {
        self.len() as u64
    }
}

impl Extent for String {
    fn extent(&self, _: &ContextSelectionSet<'_>) -> u64 {
        self.len() as u64
    }
}

impl Extent for GeoJson {
    fn extent(&self, _: &ContextSelectionSet<'_>) -> u64 {
        of_json(&self.0)
    }
}

impl Extent for AnyJson {
    fn extent(&self, _: &ContextSelectionSet<'_>) -> u64 {
        of_json(&self.0)
    }
}

impl<T: OutputType> Extent for Vec<T> {
    fn extent(&self, ctx: &ContextSelectionSet<'_>) -> u64 {
        of_list(self.len(), ctx)
    }
}

impl<T: OutputType> Extent for &[T] {
    fn extent(&self, ctx: &ContextSelectionSet<'_>) -> u64 {
        of_list(self.len(), ctx)
    }
}

fn of_json(value: &serde_json::Value) -> u64 {
    let inside: u64 = match value {
        serde_json::Value::String(text) => text.len() as u64,
        serde_json::Value::Array(items) => items.iter().map(of_json).sum(),
        serde_json::Value::Object(fields) => fields.iter().map(|(name, value)| name.len() as u64 + of_json(value)).sum(),
        _ => 0,
    };
    VALUE + inside
}

/// With all that is asked of each item, but for what counts itself.
fn of_list(items: usize, ctx: &ContextSelectionSet<'_>) -> u64 {
    if items == 0 {
        return 0;
    }
    let each = fields(&ctx.item.node, ctx).saturating_add(1).saturating_mul(FIELD);
    each.saturating_mul(items as u64)
}

fn fields(set: &SelectionSet, ctx: &ContextSelectionSet<'_>) -> u64 {
    set.items.iter().fold(0_u64, |sum, item| {
        let more = match &item.node {
            Selection::Field(field) => {
                let below = fields(&field.node.selection_set.node, ctx);
                below.saturating_mul(items(field.node.name.node.as_str())).saturating_add(1)
            }
            Selection::InlineFragment(inline) => fields(&inline.node.selection_set.node, ctx),
            Selection::FragmentSpread(spread) => {
                let fragment = ctx.query_env.fragments.get(&spread.node.fragment_name.node);
                fragment.map_or(0, |fragment| fields(&fragment.node.selection_set.node, ctx))
            }
        };
        sum.saturating_add(more)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::schema::sdl;
    use async_graphql::parser::parse_schema;
    use async_graphql::parser::types::{BaseType, TypeKind, TypeSystemDefinition};
    use async_graphql::{EmptyMutation, EmptySubscription, Object, Request, Schema, SimpleObject};
    use serde_json::json;
    use std::collections::BTreeSet;
    use std::path::PathBuf;

    #[derive(SimpleObject)]
    struct Row {
        note: Long<String>,
        inner: Inner,
    }

    #[derive(SimpleObject)]
    struct Inner {
        count: i32,
    }

    struct Root;

    #[Object]
    impl Root {
        async fn text(&self) -> Option<Long<String>> {
            Some(Long("x".repeat(1_000_000)))
        }

        async fn shape(&self, positions: i32) -> Long<GeoJson> {
            Long(GeoJson(json!({ "type": "LineString", "coordinates": vec![[109.1, -7.4]; positions as usize] })))
        }

        async fn rows(&self, count: i32) -> Long<Vec<Row>> {
            Long((0..count).map(|count| Row { note: Long("x".repeat(100)), inner: Inner { count } }).collect())
        }
    }

    async fn ask(answer: &Answer, query: &str) -> Response {
        let schema = Schema::new(Root, EmptyMutation, EmptySubscription);
        let told = schema.execute(Request::new(query).data(answer.clone())).await;
        assert!(told.errors.is_empty(), "{:?}", told.errors);
        answer.conclude(told)
    }

    async fn fits(query: &str) -> bool {
        let told = ask(&Answer::default(), query).await;
        let refused = told.errors.iter().any(|error| matches!(error.source::<AppError>(), Some(AppError::TooLarge)));
        assert_eq!(refused, told.data == Value::Null, "what is refused tells nothing, and nothing else is refused");
        !refused
    }

    fn times(count: usize, field: &str) -> String {
        (0..count).map(|at| format!("a{at}: {field} ")).collect()
    }

    #[tokio::test]
    async fn what_is_long_counts_each_time_that_it_is_told() {
        for (field, most) in [("text", 16), ("shape(positions: 1000)", 221), ("rows(count: 100) { note }", 701)] {
            assert!(fits(&format!("{{ {} }}", times(most, field))).await, "{field}");
            assert!(!fits(&format!("{{ {} }}", times(most + 1, field))).await, "{field}");
        }
    }

    #[tokio::test]
    async fn a_list_counts_with_all_that_is_asked_of_its_items() {
        let deep =
            |count| format!("{{ rows(count: 1000) {{ ...F }} }} fragment F on Row {{ inner {{ {} }} }}", times(count, "count"));
        assert!(fits(&deep(100)).await);
        assert!(!fits(&deep(250)).await);
        assert!(!fits("{ rows(count: 200000) { __typename } }").await);
        assert!(fits("{ rows(count: 0) { note } }").await);
    }

    #[tokio::test]
    async fn the_next_answer_begins_anew() {
        let answer = Answer::default();
        for _ in 0..3 {
            assert!(ask(&answer, &format!("{{ {} }}", times(10, "text"))).await.errors.is_empty());
        }
        assert_eq!(ask(&answer, &format!("{{ {} }}", times(20, "text"))).await.data, Value::Null);
        assert!(ask(&answer, "{ text }").await.errors.is_empty());
    }

    /// Geometries, other JSON, and lists of objects without `first` that may have far more items than they are weighed with: all
    /// of these are [`Long`].
    const MAY_BE_LONG: [&str; 25] = [
        "Area.geometry",
        "JournalEntry.details",
        "Neighbour.geometry",
        "ParticipationStats.groups",
        "Plan.activities",
        "Plan.budget",
        "Plan.features",
        "Plan.indicators",
        "Plan.objectives",
        "Plan.participants",
        "Plan.sections",
        "PlanComparison.rows",
        "PlanComparison.summary",
        "PlanComparison.title",
        "PlanFeature.geometry",
        "PlanFieldChange.hunks",
        "PlanHistoryEntry.changes",
        "PlanRowChange.geometryAfter",
        "PlanRowChange.geometryBefore",
        "PlanStats.groups",
        "PlanSuggestion.hunks",
        "Proposal.geometry",
        "ProposalStats.groups",
        "Query.planContributors",
        "ReviewStats.groups",
    ];

    /// Lists that are as short as they are weighed, more or less.
    const ARE_SHORT: [&str; 27] = [
        "Account.grants",
        "Account.tokens",
        "Account.webhooks",
        "Area.children",
        "Area.statusCounts",
        "Desk.levels",
        "JournalEntry.touched",
        "ParticipationGroup.keys",
        "Plan.budgetBySource",
        "Plan.proposals",
        "PlanGroup.keys",
        "PlanRowChange.fields",
        "Proposal.availableActions",
        "Proposal.decisions",
        "Proposal.documents",
        "Proposal.mergedFrom",
        "Proposal.photos",
        "Proposal.plans",
        "ProposalGroup.keys",
        "Query.agencies",
        "Query.proposalCatalog",
        "Query.proposalsNear",
        "Query.reviewLevels",
        "Region.neighbours",
        "ReviewGroup.keys",
        "ReviewGroup.levels",
        "Webhook.areas",
    ];

    #[test]
    fn of_whatever_may_be_long_somebody_has_said_whether_it_is() {
        let schema = parse_schema(sdl()).unwrap();
        let types = schema.definitions.into_iter().filter_map(|definition| match definition {
            TypeSystemDefinition::Type(found) => Some(found.node),
            _ => None,
        });
        let types: Vec<_> = types.collect();
        let is_scalar = |name: &str| {
            !types.iter().any(|each| each.name.node == name && !matches!(each.kind, TypeKind::Scalar | TypeKind::Enum(_)))
        };
        let mut found = BTreeSet::new();
        for each in &types {
            let fields = match &each.kind {
                TypeKind::Object(object) => &object.fields,
                TypeKind::Interface(interface) => &interface.fields,
                _ => continue,
            };
            for field in fields.iter().map(|field| &field.node) {
                let name = field.name.node.as_str();
                let may_be_long = match &field.ty.node.base {
                    BaseType::Named(of) => matches!(of.as_str(), "GeoJSON" | "JSON"),
                    BaseType::List(of) => !matches!(&of.base, BaseType::Named(of) if is_scalar(of.as_str())),
                };
                // Pages have counted where they were asked for, and a form has only so many mistakes.
                let is_page = matches!(name, "edges" | "nodes" | "errors");
                if may_be_long && !is_page {
                    found.insert(format!("{}.{name}", each.name.node));
                }
            }
        }
        let known: BTreeSet<_> = MAY_BE_LONG.into_iter().chain(ARE_SHORT).map(str::to_owned).collect();
        assert_eq!(found, known, "make it Long, or say in ARE_SHORT that it is not");
    }

    /// The schema does not show it: a [`Long`] is called as what is in it.
    #[test]
    fn what_may_be_long_counts_itself() {
        let mut folders = vec![PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
        let mut lines = Vec::new();
        while let Some(folder) = folders.pop() {
            for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                if path.is_dir() {
                    folders.push(path);
                } else if path.to_string_lossy().contains("graphql") {
                    lines.extend(std::fs::read_to_string(&path).unwrap().lines().map(str::to_owned));
                }
            }
        }
        for name in MAY_BE_LONG {
            let field = name.split_once('.').unwrap().1;
            let snake: String =
                field.chars().map(|c| if c.is_uppercase() { format!("_{c}").to_lowercase() } else { c.to_string() }).collect();
            let is_it = |line: &str| {
                let line = line.trim_start().trim_start_matches("pub ");
                line.starts_with(&format!("async fn {snake}(")) || line.starts_with(&format!("{snake}: "))
            };
            // A signature of several lines says at its end what it gives.
            let mut found = (0..lines.len()).filter(|at| is_it(&lines[*at])).map(|at| &lines[at..lines.len().min(at + 6)]);
            assert!(found.any(|signature| signature.iter().any(|line| line.contains("Long<"))), "{name} is no Long");
        }
    }

    #[test]
    fn json_counts_with_all_of_its_values() {
        assert_eq!(of_json(&json!(1.5)), VALUE);
        assert_eq!(of_json(&json!([109.1, -7.4])), 3 * VALUE);
        assert_eq!(of_json(&json!({ "type": "Point" })), 2 * VALUE + 9);
    }
}
