//! Groups of plans are what the list shows.

use crate::harness::{Person, Server};
use crate::{agrees, all_of, filled, narrowed, value_of};
use serde_json::{Value, json};
use shared::access::Role;
use shared::operations::plan_step::CreatePlan;
use shared::operations::plan_step::MovePlan;
use shared::stats::PlanDimension;
use std::collections::BTreeSet;

on_both_databases! {
    every_group_is_what_the_list_shows,
    a_plan_counts_once_for_each_source,
    budgets_are_told_per_head,
    each_filter_of_the_list_finds_what_it_says,
}

const STATS: &str = "query($filter: PlanFilter, $groupBy: [PlanDimension!]) {
  planStats(filter: $filter, groupBy: $groupBy) {
    groups { keys { dimension value } count budget { known sum mean median } people budgetPerHead }
    total { count budget { known sum mean median } people budgetPerHead }
  }
}";
const LIST: &str = "query($filter: PlanFilter, $after: String) {
  plans(filter: $filter, first: 100, after: $after) {
    totalCount
    nodes { id title budgetTotal createdAt area { code level } budgetBySource { source } }
    pageInfo { hasNextPage endCursor }
  }
}";

/// Plans of every level, with and without sector, year, budget and sources, and one that is nobody's business yet.
pub async fn varied(server: &Server) -> Person {
    let anyone = filled(server).await;
    let planner = server.person("bapperida", Some((Role::Planner, Some("33.02"), None))).await;
    let some = async |filter: Value| -> Vec<Value> {
        let query = "query($filter: ProposalFilter) { proposals(filter: $filter, first: 2) { nodes { id } } }";
        let found = anyone.get(query, json!({ "filter": filter })).await["proposals"]["nodes"].clone();
        found.as_array().unwrap().iter().map(|node| node["id"].clone()).collect()
    };
    let county = some(json!({ "fundingSources": ["APBD_KAB"] })).await;
    let village = some(json!({ "fundingSources": ["APBDES_DD"] })).await;
    let unpaid = some(json!({ "without": ["FUNDING_SOURCE"] })).await;
    for (area, title, proposals) in [
        ("33.02", "Kosong", vec![]),
        ("33.02", "Kabupaten", county.clone()),
        ("33.02.01", "Campuran", vec![county[0].clone(), village[0].clone(), unpaid[0].clone()]),
        ("33.02.17.2018", "Belum didanai", unpaid),
        ("33.02.17.2018", "Draf", village),
    ] {
        let input = json!({ "area": area, "title": title, "template": "BLANK", "proposals": proposals });
        let plan = planner.make::<CreatePlan>(input).await;
        if title != "Draf" {
            planner.make::<MovePlan>(json!({ "id": plan["id"], "to": "OPEN" })).await;
        }
    }
    anyone
}

async fn groups_of(person: &Person, filter: &Value, group_by: &[PlanDimension]) -> Value {
    let words: Vec<&str> = group_by.iter().map(|dimension| dimension.as_str()).collect();
    person.get(STATS, json!({ "filter": filter, "groupBy": words })).await["planStats"].clone()
}

async fn every_group_is_what_the_list_shows(server: Server) {
    use PlanDimension::*;
    let anyone = varied(&server).await;
    let mut questions: Vec<(Value, Vec<PlanDimension>)> =
        PlanDimension::ALL.iter().map(|dimension| (json!({}), vec![*dimension])).collect();
    questions.extend([
        (json!({}), vec![FiscalYear, Stage]),
        (json!({}), vec![Regency, District, Village]),
        (json!({}), vec![FundingSource, Sector]),
        (json!({ "areas": ["33.02.17"] }), vec![Village, FundingSource]),
        (json!({ "levels": ["REGENCY", "DISTRICT"] }), vec![District]),
        (json!({ "stages": ["OPEN"], "budgetMin": 1 }), vec![Sector]),
        // By what the groups are of.
        (json!({ "fundingSources": ["APBD_KAB"] }), vec![FundingSource]),
        (json!({ "fundingSources": ["APBD_KAB", "APBDES_DD"] }), vec![FundingSource]),
        (json!({ "without": ["FUNDING_SOURCE"] }), vec![FundingSource]),
        (json!({ "without": ["VILLAGE"] }), vec![Village, District]),
        (json!({ "without": ["SECTOR", "FISCAL_YEAR"] }), vec![Sector, FiscalYear]),
    ]);
    let mut keyless = BTreeSet::new();
    for (filter, group_by) in questions {
        let answer = groups_of(&anyone, &filter, &group_by).await;
        let whole = all_of(&anyone, LIST, "plans", &filter).await;
        assert_eq!(answer["total"]["count"], whole.len());
        agrees(&answer["total"]["budget"], &whole, "budgetTotal", &filter);
        let groups = answer["groups"].as_array().unwrap();
        assert!(!groups.is_empty(), "{filter} by {group_by:?}");
        for group in groups {
            keyless.extend(group_by.iter().filter(|dimension| value_of(group, dimension.as_str()).is_none()).copied());
            let narrowed = narrowed(&filter, &group["keys"], ["createdFrom", "createdTo"]);
            let rows = all_of(&anyone, LIST, "plans", &narrowed).await;
            assert_eq!(group["count"], rows.len(), "{narrowed}");
            agrees(&group["budget"], &rows, "budgetTotal", &narrowed);
        }
        if !group_by.contains(&FundingSource) {
            let counted: i64 = groups.iter().map(|group| group["count"].as_i64().unwrap()).sum();
            assert_eq!(counted, whole.len() as i64, "{filter} by {group_by:?}");
        }
    }
    assert_eq!(keyless, BTreeSet::from([District, Village, Sector, FiscalYear, FundingSource]));
}

async fn a_plan_counts_once_for_each_source(server: Server) {
    let anyone = varied(&server).await;
    let all = all_of(&anyone, LIST, "plans", &json!({})).await;
    // As the plans themselves say, which are kept elsewhere.
    let sources = |plan: &Value| -> BTreeSet<String> {
        let lines = plan["budgetBySource"].as_array().unwrap().clone();
        lines.iter().filter_map(|line| line["source"].as_str()).map(str::to_owned).collect()
    };
    assert!(all.iter().any(|plan| sources(plan).len() > 1) && all.iter().any(|plan| sources(plan).is_empty()));
    let groups = groups_of(&anyone, &json!({}), &[PlanDimension::FundingSource]).await["groups"].clone();
    for group in groups.as_array().unwrap() {
        let source = value_of(group, "FUNDING_SOURCE");
        let has = |plan: &&Value| source.map_or(sources(plan).is_empty(), |source| sources(plan).contains(source));
        let expected: Vec<Value> = all.iter().filter(has).cloned().collect();
        assert_eq!(group["count"], expected.len(), "{group}");
        agrees(&group["budget"], &expected, "budgetTotal", group);
    }
    let named: BTreeSet<String> = all.iter().flat_map(sources).collect();
    assert_eq!(groups.as_array().unwrap().len(), named.len() + 1);
    let told = groups_of(&anyone, &json!({ "fundingSources": ["APBD_KAB"] }), &[PlanDimension::FundingSource]).await;
    let told: Vec<&Value> = told["groups"].as_array().unwrap().iter().map(|group| &group["keys"][0]["value"]).collect();
    assert_eq!(told, ["APBD_KAB"], "others that the same plans have are not asked for");
}

async fn budgets_are_told_per_head(server: Server) {
    let anyone = varied(&server).await;
    let people = async |code: &str| {
        let query = "query($code: String!) { area(code: $code) { population { people } } }";
        anyone.get(query, json!({ "code": code })).await["area"]["population"]["people"].clone()
    };
    let shared_out = |group: &Value, people: &Value| {
        assert_eq!(group["people"], *people, "{group}");
        let expected = people.as_f64().map(|people| group["budget"]["sum"].as_f64().unwrap() / people);
        let told = group["budgetPerHead"].as_f64();
        assert!(
            told.zip(expected).map_or(told == expected, |(told, expected)| (told - expected).abs() < 1e-6 * expected.max(1.0)),
            "{group}"
        );
    };
    let regency = people("33.02").await;
    for group_by in [PlanDimension::District, PlanDimension::Village] {
        for group in groups_of(&anyone, &json!({}), &[group_by]).await["groups"].as_array().unwrap() {
            let expected = match value_of(group, group_by.as_str()) {
                Some(code) => people(code).await,
                None => regency.clone(),
            };
            shared_out(group, &expected);
        }
    }
    let total = async |filter: Value| groups_of(&anyone, &filter, &[]).await["total"].clone();
    shared_out(&total(json!({})).await, &regency);
    shared_out(&total(json!({ "areas": ["33.02.17"] })).await, &people("33.02.17").await);
    let drawn = json!({ "boundingBox": { "west": 109.0, "south": -7.5, "east": 109.2, "north": -7.3 } });
    shared_out(&total(drawn).await, &Value::Null);
}

async fn each_filter_of_the_list_finds_what_it_says(server: Server) {
    let anyone = varied(&server).await;
    let all = all_of(&anyone, LIST, "plans", &json!({})).await;
    let check = async |filter: Value, such: &dyn Fn(&Value) -> bool| {
        let expected: Vec<&Value> = all.iter().filter(|plan| such(plan)).collect();
        assert!(!expected.is_empty() && expected.len() < all.len(), "{filter} narrows something, and not to nothing");
        let found = all_of(&anyone, LIST, "plans", &filter).await;
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{filter}");
    };
    let budget = |plan: &Value| plan["budgetTotal"].as_i64().unwrap();
    let mut budgets: Vec<i64> = all.iter().map(budget).collect();
    budgets.sort_unstable();
    let middle = budgets[budgets.len() / 2];
    check(json!({ "budgetMin": middle }), &|plan| budget(plan) >= middle).await;
    check(json!({ "budgetMax": middle - 1 }), &|plan| budget(plan) < middle).await;
    check(json!({ "budgetMin": middle, "budgetMax": middle }), &|plan| budget(plan) == middle).await;

    let begun = |plan: &Value| plan["createdAt"].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    let mut moments: Vec<_> = all.iter().map(begun).collect();
    moments.sort_unstable();
    let (first, last) = (moments[1], moments[moments.len() - 2]);
    // From an instant on, and before one: whoever asks for the next span with the same instant misses nothing.
    check(json!({ "createdFrom": first.to_rfc3339() }), &|plan| begun(plan) >= first).await;
    check(json!({ "createdTo": first.to_rfc3339() }), &|plan| begun(plan) < first).await;
    check(json!({ "createdFrom": first.to_rfc3339(), "createdTo": last.to_rfc3339() }), &|plan| {
        begun(plan) >= first && begun(plan) < last
    })
    .await;

    for level in ["REGENCY", "DISTRICT", "VILLAGE"] {
        check(json!({ "levels": [level] }), &|plan| plan["area"]["level"] == level).await;
    }
    check(json!({ "levels": ["REGENCY", "VILLAGE"] }), &|plan| plan["area"]["level"] != "DISTRICT").await;
    let pays = |plan: &Value, source: &str| plan["budgetBySource"].as_array().unwrap().iter().any(|line| line["source"] == source);
    check(json!({ "fundingSources": ["CSR"] }), &|plan| pays(plan, "CSR")).await;
    check(json!({ "fundingSources": ["CSR", "APBD_KAB"] }), &|plan| pays(plan, "CSR") || pays(plan, "APBD_KAB")).await;

    // The kitchen of the sample data lies at 109.1391 east, 7.4093 south.
    let within = async |ring: Value| -> Vec<Value> {
        let filter = json!({ "within": { "type": "Polygon", "coordinates": [ring] } });
        all_of(&anyone, LIST, "plans", &filter).await.into_iter().map(|plan| plan["title"].clone()).collect()
    };
    let around = json!([[109.1390, -7.4094], [109.1392, -7.4094], [109.1392, -7.4092], [109.1390, -7.4092], [109.1390, -7.4094]]);
    assert_eq!(within(around).await, ["Gula kelapa Cilongok naik kelas"]);
    // The box around this corner holds it, the corner itself does not.
    let corner = json!([[109.1390, -7.4094], [109.1392, -7.4094], [109.1392, -7.40925], [109.1390, -7.4094]]);
    assert_eq!(within(corner).await, [""; 0]);
}
