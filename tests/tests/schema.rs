//! The schema as those who build on it read it: the committed one is the served one, and it says what everything is.

#[macro_use]
mod harness;

use harness::{Kind, Server};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Which words of shared/locales name the values of which enum.
const LABELS: &[(&str, &str)] = &[
    ("AreaKind", "area_kind"),
    ("AreaLevel", "area_level"),
    ("BeneficiaryBand", "beneficiary_band"),
    ("Chronology", "order"),
    ("DecisionKind", "decision"),
    ("DocumentKind", "document_kind"),
    ("Evidence", "evidence"),
    ("FundingSource", "funding_source"),
    ("Language", "language"),
    ("ParticipationDimension", "dimension"),
    ("PlanAction", "plan_action"),
    ("PlanAnchor", "plan_anchor"),
    ("PlanDimension", "dimension"),
    ("PlanFeatureKind", "feature_kind"),
    ("PlanOrder", "plan_order"),
    ("PlanRole", "plan_role"),
    ("PlanRowFate", "row_fate"),
    ("PlanSide", "plan_side"),
    ("PlanStage", "plan_stage"),
    ("PlanSuggestionStatus", "suggestion_status"),
    ("PlanTemplate", "plan_template"),
    ("PlanTextFate", "fate"),
    ("ProposalAction", "action"),
    ("ProposalDimension", "dimension"),
    ("ProposalKind", "kind"),
    ("ProposalOrder", "order"),
    ("ProposalStatus", "status"),
    ("ProposerType", "proposer_type"),
    ("ReasonCode", "reason"),
    ("Role", "role"),
    ("Sector", "sector"),
    ("SpendingType", "spending_type"),
    ("TokenScope", "scope"),
    ("Unit", "unit"),
    ("WebhookDeliveryState", "webhook_delivery_state"),
    ("WebhookProblem", "webhook_problem"),
    ("WebhookState", "webhook_state"),
];

/// What the specification of GraphQL, and that of connections, name and describe themselves.
const BORROWED: [&str; 6] = ["Boolean", "Float", "ID", "Int", "PageInfo", "String"];

const EVERYTHING: &str = "{ __schema { types { kind name description
    fields(includeDeprecated: true) { name description args { name description } }
    inputFields { name description }
    enumValues(includeDeprecated: true) { name description } } } }";

#[test]
fn the_committed_schema_is_the_one_that_is_served() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../backend/schema.graphql");
    let served = backend::api::schema::sdl();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, format!("{}\n", served.trim_end())).expect("the schema is written");
    }
    let committed = std::fs::read_to_string(path).expect("the committed schema");
    assert!(committed.trim_end() == served.trim_end(), "run: UPDATE=1 cargo nextest run --workspace --test schema");
}

#[tokio::test]
async fn everything_in_the_schema_says_what_it_is() {
    let silent: Vec<String> =
        described().await.into_iter().filter(|thing| thing.words.is_empty()).map(|thing| thing.name).collect();
    assert!(silent.is_empty(), "without a description:\n{}", silent.join("\n"));
}

#[tokio::test]
async fn everything_carries_the_term_that_people_here_use() {
    let labels: BTreeMap<String, String> = serde_json::from_str(include_str!("../../shared/locales/id.json")).unwrap();
    let mut wrong = Vec::new();
    for thing in described().await {
        let term = match &thing.value {
            Some((of, value)) => {
                let label = |(_, words): &(&str, &str)| labels[&format!("{words}.{value}")].to_lowercase();
                LABELS.iter().find(|(name, _)| name == of).map(label).unwrap_or_default()
            }
            None if thing.is_paging() => continue,
            None => String::new(),
        };
        let words = thing.words.to_lowercase();
        let mut bracketed = words.match_indices('(').map(|(at, _)| &words[at + 1..]);
        // English comes first, and what stands in brackets is a term: `(…)` in backticks is none.
        let is_term = |after: &str| after.starts_with(char::is_alphanumeric) && after.starts_with(&term);
        if words.starts_with('(') || !bracketed.any(is_term) {
            wrong.push(format!("{}: {:?} lacks ({term})", thing.name, thing.words));
        }
    }
    assert!(wrong.is_empty(), "English, then the Indonesian term in brackets:\n{}", wrong.join("\n"));
}

/// Anything that may have a description.
struct Thing {
    name: String,
    words: String,
    /// Of an enum: its name, and that of the value.
    value: Option<(String, String)>,
}

impl Thing {
    /// What turns the pages of every list, named and described by the library that all of them come from.
    fn is_paging(&self) -> bool {
        let (of, field) = self.name.split_once('.').unwrap_or((&self.name, ""));
        match field {
            "" | "cursor" | "node" => of.ends_with("Edge"),
            "edges" | "nodes" | "pageInfo" => of.ends_with("Connection"),
            _ => false,
        }
    }
}

async fn described() -> Vec<Thing> {
    let server = Server::start(Kind::Sqlite).await;
    let schema = server.anonymous().get(EVERYTHING, json!({})).await;
    let mut things = Vec::new();
    for kind in schema["__schema"]["types"].as_array().unwrap() {
        let name = kind["name"].as_str().unwrap();
        if name.starts_with("__") || BORROWED.contains(&name) {
            continue;
        }
        let thing = |name: String, of: &Value| Thing {
            name,
            words: of["description"].as_str().unwrap_or_default().to_owned(),
            value: None,
        };
        things.push(thing(name.to_owned(), kind));
        for (part, owner) in parts(kind, name, "fields").into_iter().chain(parts(kind, name, "inputFields")) {
            things.extend(parts(part, &owner, "args").into_iter().map(|(argument, name)| thing(name, argument)));
            things.push(thing(owner, part));
        }
        for (value, full) in parts(kind, name, "enumValues") {
            let of = (name.to_owned(), value["name"].as_str().unwrap().to_owned());
            things.push(Thing { value: Some(of), ..thing(full, value) });
        }
    }
    assert!(things.len() > 1_000, "only {} things were described", things.len());
    things
}

/// The things of one kind within another, each with its full name.
fn parts<'a>(of: &'a Value, owner: &str, kind: &str) -> Vec<(&'a Value, String)> {
    let list = of[kind].as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().map(|part| (part, format!("{owner}.{}", part["name"].as_str().unwrap()))).collect()
}
