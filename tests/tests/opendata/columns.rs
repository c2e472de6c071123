//! What GraphQL says of a thing, and whether the thing's dataset says it too.

use super::harness::Person;
use super::lists::List;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Objects that are nothing of their own: their fields belong to what has them.
const PARTS: [&str; 4] = ["BeneficiaryDetail", "Dimensions", "Location", "Population"];

/// Datasets whose rows stand within the plans of the list.
const PARTS_OF_PLANS: [&str; 2] = ["plan_budget", "plan_features"];

const WHO_ASKS: &str = "depends on who asks";
const OF_DRAFT: &str = "no file holds what was said in a draft";
const RECKONED: &str = "follows from the counts and the people in the dataset areas";
const SHAPE: &str = "the shape of the GeoJSON file";

/// Fields that are no column, and why.
const SILENT: &[(&str, &str)] = &[
    ("Area.geometry", SHAPE),
    ("Area.id", "the code"),
    ("Area.proposalCount", "to be counted in the dataset proposals"),
    ("Comment.canHide", WHO_ASKS),
    ("Comment.depth", "follows from parent_id"),
    ("JournalEntry.cursor", "the same as seq"),
    ("ParticipationGroup.commentsPerThousand", RECKONED),
    ("ParticipationGroup.peoplePerThousand", RECKONED),
    ("ParticipationGroup.planComments", "the file is about proposals; those on plans are in plan_comments"),
    ("ParticipationGroup.planSuggestions", "the file is about proposals; those for plans are in plan_suggestions"),
    ("ParticipationGroup.proposalsPerThousand", RECKONED),
    ("ParticipationGroup.residents", "the dataset areas says who lives where"),
    ("ParticipationGroup.supportsPerThousand", RECKONED),
    ("Plan.commentCount", "the comments are counted where they are"),
    ("Plan.nextStages", WHO_ASKS),
    ("Plan.seq", "how far its log was read, which changed_at tells a reader of files"),
    ("Plan.suggestionCount", "the suggestions are counted where they are"),
    ("Plan.viewerActions", WHO_ASKS),
    ("PlanComment.canHide", WHO_ASKS),
    ("PlanComment.canResolve", WHO_ASKS),
    ("PlanComment.depth", "follows from parent_id"),
    ("PlanComment.ofDraft", OF_DRAFT),
    ("PlanSuggestion.canDecide", WHO_ASKS),
    ("PlanSuggestion.canHide", WHO_ASKS),
    ("PlanSuggestion.canWithdraw", WHO_ASKS),
    ("PlanSuggestion.outdated", "whether before differs from the section as it is now"),
    ("PlanVersion.ofDraft", OF_DRAFT),
    ("Proposal.beneficiaryBand", "follows from beneficiaries"),
    ("Proposal.geometry", SHAPE),
    ("Proposal.overCatalogCap", "follows from estimated_cost and the dataset proposal_catalog"),
    ("Proposal.version", "what a change names, and files change nothing"),
    ("Proposal.viewerHasSupported", WHO_ASKS),
];

/// The fields of every type: their name, the type that they give in the end, and its kind.
pub struct Schema(BTreeMap<String, Vec<(String, String, String)>>);

impl Schema {
    pub async fn read(person: &Person) -> Self {
        let query = "{ __schema { types { name fields { name type { ...one } } } } }
            fragment one on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";
        let told = person.get(query, json!({})).await;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let field = |field: &Value| {
            let mut of = &field["type"];
            while of["ofType"].is_object() {
                of = &of["ofType"];
            }
            (text(&field["name"]), text(&of["name"]), text(&of["kind"]))
        };
        let fields = |kind: &Value| kind["fields"].as_array().into_iter().flatten().map(field).collect();
        let types = told["__schema"]["types"].as_array().unwrap();
        let schema = Self(types.iter().map(|kind| (text(&kind["name"]), fields(kind))).collect());
        for (field, _) in SILENT {
            let (by, name) = field.split_once('.').unwrap();
            assert!(schema.0[by].iter().any(|(known, ..)| known == name), "{field} is in the list of exceptions alone");
        }
        schema
    }

    /// The fields of the list's things, written as values, that no column has and that nobody gave a reason for.
    pub fn silent(&self, list: &List) -> Vec<String> {
        if PARTS_OF_PLANS.contains(&list.dataset) {
            return Vec::new();
        }
        let noun = self.noun(list.field);
        let mut silent = Vec::new();
        for (name, gives, kind) in &self.0[noun] {
            let paths = match kind.as_str() {
                "SCALAR" | "ENUM" => vec![format!("/{name}")],
                _ if PARTS.contains(&gives.as_str()) => self.0[gives].iter().map(|(part, ..)| format!("/{name}/{part}")).collect(),
                // Another thing, which has a dataset or a place of its own.
                _ => Vec::new(),
            };
            let field = format!("{noun}.{name}");
            let is_column = |path: &String| list.columns.iter().any(|(_, told)| told == path);
            let has_reason = SILENT.iter().any(|(known, _)| *known == field);
            assert!(!has_reason || !paths.iter().any(is_column), "{field} is a column and needs no reason");
            let missing = paths.iter().filter(|path| !has_reason && !is_column(path));
            silent.extend(missing.map(|path| format!("{}: {noun}{path}", list.dataset)));
        }
        silent
    }

    /// What a list of GraphQL is of; the groups of a statistic, where it is none.
    fn noun(&self, list: &str) -> &str {
        let gives = |by: &str, field: &str| self.0[by].iter().find(|(name, ..)| name == field).map(|(_, gives, _)| gives.as_str());
        match gives("Query", list) {
            None => "ParticipationGroup",
            Some(list) => gives(list, "nodes").unwrap_or(list),
        }
    }
}
