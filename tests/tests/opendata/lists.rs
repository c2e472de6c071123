//! What GraphQL shows of the same things to anybody.

use super::harness::Person;
use super::readers::Row;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A dataset, and the list that must hold the same.
pub struct List {
    pub dataset: &'static str,
    pub field: &'static str,
    nodes: &'static str,
    /// Columns that name a row.
    key: &'static [&'static str],
    /// Each column, and where the list has it.
    pub columns: &'static [(&'static str, &'static str)],
    /// So many rows that the comparison means something.
    pub least: usize,
}

impl List {
    pub fn key(&self, row: &Row) -> String {
        self.key.iter().map(|column| row[*column].to_string()).collect()
    }

    fn key_of(&self, node: &Value) -> String {
        let path = |column: &str| self.columns.iter().find(|(name, _)| *name == column).unwrap().1;
        self.key.iter().map(|column| node.pointer(path(column)).unwrap().to_string()).collect()
    }
}

/// Short lists of codes, which GraphQL gives whole: they are the regency's, whatever area is asked for.
pub const WHOLE: [&str; 3] = ["agencies", "review_levels", "proposal_catalog"];

pub const LISTS: [List; 15] = [
    List {
        dataset: "proposals",
        field: "proposals",
        nodes: "id proposalNumber title problem objective status statusSince fiscalYear kind sector village { code name } \
            district { code name } address rt rw hamlet location { longitude latitude } outsideVillage quantity unit \
            dimensions { lengthMeters widthMeters heightMeters } unitPrice estimatedCost acceptedQuantity acceptedCost \
            fundingSources spendingType subactivityCode regionalPriority catalogCode selfHelpAmount selfHelpNote note \
            beneficiaries beneficiaryDetail { women men poorHouseholds disabled elderly children } urgency damageLevel \
            proposerType initialAgency { code } finalAgency { code } mergedInto { id } supportCount commentCount createdAt \
            submittedAt updatedAt sample level { code } levelSince",
        key: &["id"],
        columns: &[
            ("id", "/id"),
            ("number", "/proposalNumber"),
            ("title", "/title"),
            ("problem", "/problem"),
            ("objective", "/objective"),
            ("status", "/status"),
            ("status_since", "/statusSince"),
            ("level", "/level/code"),
            ("level_since", "/levelSince"),
            ("fiscal_year", "/fiscalYear"),
            ("kind", "/kind"),
            ("sector", "/sector"),
            ("village_code", "/village/code"),
            ("village", "/village/name"),
            ("district_code", "/district/code"),
            ("district", "/district/name"),
            ("address", "/address"),
            ("rt", "/rt"),
            ("rw", "/rw"),
            ("hamlet", "/hamlet"),
            ("longitude", "/location/longitude"),
            ("latitude", "/location/latitude"),
            ("outside_village", "/outsideVillage"),
            ("quantity", "/quantity"),
            ("unit", "/unit"),
            ("length", "/dimensions/lengthMeters"),
            ("width", "/dimensions/widthMeters"),
            ("height", "/dimensions/heightMeters"),
            ("unit_price", "/unitPrice"),
            ("estimated_cost", "/estimatedCost"),
            ("accepted_quantity", "/acceptedQuantity"),
            ("accepted_cost", "/acceptedCost"),
            ("funding_sources", "/fundingSources"),
            ("spending_type", "/spendingType"),
            ("subactivity_code", "/subactivityCode"),
            ("regional_priority", "/regionalPriority"),
            ("catalog_code", "/catalogCode"),
            ("self_help_amount", "/selfHelpAmount"),
            ("self_help_note", "/selfHelpNote"),
            ("note", "/note"),
            ("beneficiaries", "/beneficiaries"),
            ("women", "/beneficiaryDetail/women"),
            ("men", "/beneficiaryDetail/men"),
            ("poor_households", "/beneficiaryDetail/poorHouseholds"),
            ("disabled", "/beneficiaryDetail/disabled"),
            ("elderly", "/beneficiaryDetail/elderly"),
            ("children", "/beneficiaryDetail/children"),
            ("urgency", "/urgency"),
            ("damage_level", "/damageLevel"),
            ("proposer_type", "/proposerType"),
            ("initial_agency", "/initialAgency/code"),
            ("final_agency", "/finalAgency/code"),
            ("merged_into", "/mergedInto/id"),
            ("supports", "/supportCount"),
            ("comments", "/commentCount"),
            ("created_at", "/createdAt"),
            ("submitted_at", "/submittedAt"),
            ("updated_at", "/updatedAt"),
            ("sample", "/sample"),
        ],
        least: 501,
    },
    List {
        dataset: "decisions",
        field: "decisions",
        nodes: "id proposal { id } level { code name(language: ID) } decision from to reasonCode reasonText quantity cost \
            fundingSources minutesNumber office decidedAt arrivedAt",
        key: &["id"],
        columns: &[
            ("id", "/id"),
            ("proposal_id", "/proposal/id"),
            ("level", "/level/code"),
            ("level_name", "/level/name"),
            ("decision", "/decision"),
            ("from_status", "/from"),
            ("to_status", "/to"),
            ("reason_code", "/reasonCode"),
            ("reason", "/reasonText"),
            ("quantity", "/quantity"),
            ("cost", "/cost"),
            ("funding_sources", "/fundingSources"),
            ("minutes_number", "/minutesNumber"),
            ("office", "/office"),
            ("decided_at", "/decidedAt"),
            ("arrived_at", "/arrivedAt"),
        ],
        least: 501,
    },
    List {
        dataset: "comments",
        field: "comments",
        nodes: "id proposal { id } parent office body createdAt hidden hiddenReason hiddenBy",
        key: &["id"],
        columns: &[
            ("id", "/id"),
            ("proposal_id", "/proposal/id"),
            ("parent_id", "/parent"),
            ("office", "/office"),
            ("body", "/body"),
            ("created_at", "/createdAt"),
            ("hidden", "/hidden"),
            ("hidden_reason", "/hiddenReason"),
            ("hidden_by", "/hiddenBy"),
        ],
        least: 501,
    },
    List {
        dataset: "plans",
        field: "plans",
        nodes: "id title summary stage area { code } sector fiscalYear budgetTotal createdAt changedAt supersededBy { id }",
        key: &["id"],
        columns: &[
            ("id", "/id"),
            ("title", "/title"),
            ("summary", "/summary"),
            ("stage", "/stage"),
            ("area_code", "/area/code"),
            ("sector", "/sector"),
            ("fiscal_year", "/fiscalYear"),
            ("budget_total", "/budgetTotal"),
            ("created_at", "/createdAt"),
            ("changed_at", "/changedAt"),
            ("superseded_by", "/supersededBy/id"),
        ],
        least: 2,
    },
    List {
        dataset: "plan_comments",
        field: "planComments",
        nodes: "id plan { id } anchorKind anchorId parent office body createdAt resolvedAt hidden hiddenReason hiddenBy",
        key: &["id"],
        columns: &[
            ("id", "/id"),
            ("plan_id", "/plan/id"),
            ("anchor_kind", "/anchorKind"),
            ("anchor_id", "/anchorId"),
            ("parent_id", "/parent"),
            ("office", "/office"),
            ("body", "/body"),
            ("created_at", "/createdAt"),
            ("resolved_at", "/resolvedAt"),
            ("hidden", "/hidden"),
            ("hidden_reason", "/hiddenReason"),
            ("hidden_by", "/hiddenBy"),
        ],
        least: 6,
    },
    List {
        dataset: "plan_suggestions",
        field: "planSuggestions",
        nodes: "id plan { id } sectionId baseSeq office createdAt before after note status settledAt settledOffice settledNote",
        key: &["id"],
        columns: &[
            ("id", "/id"),
            ("plan_id", "/plan/id"),
            ("section_id", "/sectionId"),
            ("base_seq", "/baseSeq"),
            ("office", "/office"),
            ("created_at", "/createdAt"),
            ("before", "/before"),
            ("after", "/after"),
            ("note", "/note"),
            ("status", "/status"),
            ("settled_at", "/settledAt"),
            ("settled_office", "/settledOffice"),
            ("settled_note", "/settledNote"),
        ],
        least: 2,
    },
    List {
        dataset: "plan_versions",
        field: "planVersions",
        nodes: "id plan { id } seq name stage restoredFrom at office",
        key: &["id"],
        columns: &[
            ("id", "/id"),
            ("plan_id", "/plan/id"),
            ("seq", "/seq"),
            ("name", "/name"),
            ("stage", "/stage"),
            ("restored_from", "/restoredFrom"),
            ("at", "/at"),
            ("office", "/office"),
        ],
        least: 6,
    },
    List {
        dataset: "plan_features",
        field: "plans",
        nodes: "id rows: features { id label kind note geometry }",
        key: &["plan_id", "id"],
        columns: &[("id", "/id"), ("plan_id", "/plan"), ("label", "/label"), ("kind", "/kind"), ("note", "/note")],
        least: 3,
    },
    List {
        dataset: "plan_budget",
        field: "plans",
        nodes: "id rows: budget { id item volume unit price total source }",
        key: &["plan_id", "id"],
        columns: &[
            ("id", "/id"),
            ("plan_id", "/plan"),
            ("position", "/position"),
            ("item", "/item"),
            ("volume", "/volume"),
            ("unit", "/unit"),
            ("price", "/price"),
            ("total", "/total"),
            ("source", "/source"),
        ],
        least: 10,
    },
    List {
        dataset: "participation",
        field: "",
        nodes: "",
        key: &["village_code", "month"],
        columns: &[
            ("village_code", "/keys/0/value"),
            ("month", "/keys/1/value"),
            ("proposals", "/proposals"),
            ("supports", "/supports"),
            ("comments", "/comments"),
            ("people", "/people"),
        ],
        least: 50,
    },
    List {
        dataset: "areas",
        field: "areas",
        nodes: "code name level kind parent { code } postalCode areaKm2 population { people year source } \
            location { longitude latitude } boundaryApproximate",
        key: &["code"],
        columns: &[
            ("code", "/code"),
            ("name", "/name"),
            ("level", "/level"),
            ("kind", "/kind"),
            ("parent_code", "/parent/code"),
            ("postal_code", "/postalCode"),
            ("area_km2", "/areaKm2"),
            ("population", "/population/people"),
            ("population_year", "/population/year"),
            ("population_source", "/population/source"),
            ("longitude", "/location/longitude"),
            ("latitude", "/location/latitude"),
            ("boundary_approximate", "/boundaryApproximate"),
        ],
        least: 359,
    },
    List {
        dataset: "agencies",
        field: "agencies",
        nodes: "code name sectors",
        key: &["code"],
        columns: &[("code", "/code"), ("name", "/name"), ("sectors", "/sectors")],
        least: 5,
    },
    List {
        dataset: "review_levels",
        field: "reviewLevels",
        nodes: "code ordinal name(language: ID) nameEn: name(language: EN) status role expectedDays",
        key: &["code"],
        columns: &[
            ("code", "/code"),
            ("ordinal", "/ordinal"),
            ("name", "/name"),
            ("name_en", "/nameEn"),
            ("status", "/status"),
            ("role", "/role"),
            ("expected_days", "/expectedDays"),
        ],
        least: 3,
    },
    List {
        dataset: "proposal_catalog",
        field: "proposalCatalog",
        nodes: "code name sector kind unit agency { code } costCap",
        key: &["code"],
        columns: &[
            ("code", "/code"),
            ("name", "/name"),
            ("sector", "/sector"),
            ("kind", "/kind"),
            ("unit", "/unit"),
            ("agency", "/agency/code"),
            ("cost_cap", "/costCap"),
        ],
        least: 5,
    },
    List {
        dataset: "journal",
        field: "journal",
        nodes: "seq at kind subject area { code } office details commitment hash previousHash",
        key: &["seq"],
        columns: &[
            ("seq", "/seq"),
            ("at", "/at"),
            ("kind", "/kind"),
            ("subject", "/subject"),
            ("area_code", "/area/code"),
            ("office", "/office"),
            ("details", "/details"),
            ("commitment", "/commitment"),
            ("hash", "/hash"),
            ("previous_hash", "/previousHash"),
        ],
        least: 501,
    },
];

/// All that the list shows, by what names it.
pub async fn every_row(person: &Person, list: &List) -> BTreeMap<String, Value> {
    let nodes = if list.field.is_empty() { taking_part(person).await } else { every_node(person, list).await };
    nodes.into_iter().flat_map(rows_of).map(|node| (list.key_of(&node), node)).collect()
}

/// What stands in a node is a row of its own, where the dataset is about that.
fn rows_of(mut node: Value) -> Vec<Value> {
    let Some(rows) = node.as_object_mut().unwrap().remove("rows") else { return vec![node] };
    let mut rows = rows.as_array().unwrap().clone();
    for (position, row) in (1..).zip(&mut rows) {
        let fields = row.as_object_mut().unwrap();
        fields.extend([("plan".to_owned(), node["id"].clone()), ("position".to_owned(), json!(position))]);
    }
    rows
}

async fn every_node(person: &Person, list: &List) -> Vec<Value> {
    if WHOLE.contains(&list.dataset) {
        let whole = person.get(&format!("{{ {} {{ {} }} }}", list.field, list.nodes), json!({})).await;
        return whole[list.field].as_array().unwrap().clone();
    }
    let query = format!(
        "query($after: String) {{ {}(first: 100, after: $after) {{ nodes {{ {} }} pageInfo {{ hasNextPage endCursor }} }} }}",
        list.field, list.nodes
    );
    let (mut found, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = person.get(&query, json!({ "after": after })).await[list.field].clone();
        found.extend(page["nodes"].as_array().unwrap().iter().cloned());
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            return found;
        }
    }
}

/// The outlines of some areas, by code: of the regency, and of what lies in one of its districts.
pub async fn outlines(person: &Person) -> BTreeMap<String, Value> {
    let query = "{ regency: area(code: \"33.02\") { code geometry }
        areas(first: 100, filter: { areas: [\"33.02.17\"] }) { nodes { code geometry } } }";
    let told = person.get(query, json!({})).await;
    let areas = told["areas"]["nodes"].as_array().unwrap().iter().chain([&told["regency"]]);
    areas.map(|area| (area["code"].as_str().unwrap().to_owned(), area["geometry"].clone())).collect()
}

async fn taking_part(person: &Person) -> Vec<Value> {
    let query =
        "{ participationStats(groupBy: [VILLAGE, MONTH]) { groups { keys { value } proposals supports comments people } } }";
    person.get(query, json!({})).await["participationStats"]["groups"].as_array().unwrap().clone()
}

/// Whether a cell says what the list says: several words stand between blanks, times in local time, details as text.
pub fn same(cell: &Value, told: &Value) -> bool {
    let instant = |value: &Value| value.as_str()?.parse::<DateTime<Utc>>().ok();
    match (cell, told) {
        (Value::Null, Value::Array(none)) => none.is_empty(),
        (Value::String(words), Value::Array(list)) => words.split(' ').eq(list.iter().filter_map(Value::as_str)),
        (Value::String(text), Value::Object(_)) => serde_json::from_str::<Value>(text).ok().as_ref() == Some(told),
        (Value::String(text), Value::Null) => text == "null",
        (Value::Number(cell), Value::Number(told)) => cell.as_f64() == told.as_f64(),
        _ => cell == told || instant(cell).is_some() && instant(cell) == instant(told),
    }
}
