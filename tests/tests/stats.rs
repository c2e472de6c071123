//! Statistics agree with the lists to the last row, the same on SQLite and PostgreSQL.

#[macro_use]
mod harness;

use harness::{Person, Server, refusal};
use serde_json::{Map, Value, json};
use shared::access::Role;

on_both_databases! {
    groups_of_proposals_are_what_the_list_shows,
    groups_of_plans_are_what_the_list_shows,
    everybody_reads_the_same_numbers,
    taking_part_is_counted_by_when_and_where,
    groups_are_called_by_their_names,
    bad_questions_say_what_to_mend,
}

const STATS: &str = "query($filter: ProposalFilter, $groupBy: [ProposalDimension!]) {
  proposalStats(filter: $filter, groupBy: $groupBy) {
    groups {
      keys { dimension value }
      count
      estimatedCost { known sum mean median }
      acceptedCost { known sum mean median }
      supports { sum median }
      beneficiaries { sum mean }
      comments { sum }
    }
    total { count estimatedCost { sum median } }
  }
}";
const LIST: &str = "query($filter: ProposalFilter, $after: String) {
  proposals(filter: $filter, first: 100, after: $after) {
    totalCount
    nodes { estimatedCost acceptedCost supportCount beneficiaries commentCount }
    pageInfo { hasNextPage endCursor }
  }
}";

async fn filled(server: &Server) -> Person {
    backend::demo::load(&server.app, 7, 90).await.unwrap();
    server.anonymous()
}

/// Every item of a filter's list, page by page.
async fn all_of(person: &Person, list: &str, field: &str, filter: &Value) -> Vec<Value> {
    let (mut found, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = person.get(list, json!({ "filter": filter, "after": after })).await[field].clone();
        found.extend(page["nodes"].as_array().unwrap().iter().cloned());
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            assert_eq!(page["totalCount"], found.len());
            return found;
        }
    }
}

fn amounts(rows: &[Value], field: &str) -> Vec<i64> {
    let mut amounts: Vec<i64> = rows.iter().filter_map(|row| row[field].as_i64()).collect();
    amounts.sort_unstable();
    amounts
}

/// A measure is what the rows say.
fn agrees(measure: &Value, rows: &[Value], field: &str, context: &Value) {
    let amounts = amounts(rows, field);
    assert_eq!(measure["sum"], amounts.iter().sum::<i64>(), "{field}: {context}");
    if let Some(known) = measure.get("known") {
        assert_eq!(*known, amounts.len(), "{field}: {context}");
    }
    let close = |told: &Value, expected: f64| {
        let told = told.as_f64().unwrap_or_else(|| panic!("{field} of {context}: {measure}"));
        assert!((told - expected).abs() < 1e-6 * expected.abs().max(1.0), "{field} of {context}: {told}, not {expected}");
    };
    if let (Some(median), true) = (measure.get("median"), !amounts.is_empty()) {
        let middle = amounts.len() / 2;
        let low = amounts[if amounts.len().is_multiple_of(2) { middle - 1 } else { middle }];
        close(median, (low + amounts[middle]) as f64 / 2.0);
    }
    if let (Some(mean), true) = (measure.get("mean"), !amounts.is_empty()) {
        close(mean, amounts.iter().sum::<i64>() as f64 / amounts.len() as f64);
    }
}

/// The filter of a list that holds just what a group counts; `None` for a key that no filter names.
fn narrowed(filter: &Value, keys: &Value) -> Option<Value> {
    let mut narrowed = filter.as_object().unwrap().clone();
    for key in keys.as_array().unwrap() {
        let value = key["value"].as_str()?;
        let mut set = |field: &str, value: Value| narrowed.insert(field.to_owned(), value);
        match key["dimension"].as_str().unwrap() {
            "DISTRICT" | "VILLAGE" => set("areas", json!([value])),
            "SECTOR" => set("sectors", json!([value])),
            "STATUS" => set("statuses", json!([value])),
            "STAGE" => set("stages", json!([value])),
            "KIND" => set("kinds", json!([value])),
            "PROPOSER_TYPE" => set("proposerTypes", json!([value])),
            "FUNDING_SOURCE" => set("fundingSources", json!([value])),
            "FISCAL_YEAR" => set("fiscalYears", json!([value.parse::<i32>().unwrap()])),
            "YEAR" => {
                let year: i32 = value.parse().unwrap();
                set("submittedTo", json!(format!("{}-01-01T00:00:00+07:00", year + 1)));
                set("submittedFrom", json!(format!("{year}-01-01T00:00:00+07:00")))
            }
            "MONTH" => {
                let (year, month) = value.split_once('-').unwrap();
                let (year, month): (i32, u32) = (year.parse().unwrap(), month.parse().unwrap());
                let (next_year, next) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
                set("submittedTo", json!(format!("{next_year}-{next:02}-01T00:00:00+07:00")));
                set("submittedFrom", json!(format!("{year}-{month:02}-01T00:00:00+07:00")))
            }
            "REVIEW_LEVEL" => decided(&mut narrowed, "levels", value),
            "DECISION" => decided(&mut narrowed, "kinds", value),
            "REASON_CODE" => decided(&mut narrowed, "reasonCodes", value),
            other => panic!("{other}"),
        };
    }
    Some(Value::Object(narrowed))
}

fn decided(filter: &mut Map<String, Value>, field: &str, value: &str) -> Option<Value> {
    let mut criteria = filter.get("decided").cloned().unwrap_or_else(|| json!({}));
    criteria[field] = json!([value]);
    filter.insert("decided".into(), criteria)
}

async fn groups_of_proposals_are_what_the_list_shows(server: Server) {
    let anyone = filled(&server).await;
    let outline = json!({ "type": "Polygon", "coordinates": [[[109.0, -7.5], [109.3, -7.55], [109.25, -7.3], [109.05, -7.32], [109.0, -7.5]]] });
    let questions = [
        (json!({}), json!(["STATUS"])),
        (json!({}), json!(["DISTRICT", "SECTOR"])),
        (json!({}), json!(["MONTH"])),
        (json!({}), json!(["YEAR", "KIND", "PROPOSER_TYPE"])),
        (json!({}), json!(["FUNDING_SOURCE"])),
        (json!({}), json!(["REVIEW_LEVEL", "DECISION"])),
        (json!({ "areas": ["33.02.17"] }), json!(["VILLAGE"])),
        (json!({ "statuses": ["REJECTED"] }), json!(["REVIEW_LEVEL", "REASON_CODE"])),
        (json!({ "decided": { "kinds": ["REJECTED", "RETURNED"] } }), json!(["REASON_CODE"])),
        (json!({ "within": outline }), json!(["SECTOR"])),
        (json!({ "boundingBox": { "west": 109.0, "south": -7.5, "east": 109.2, "north": -7.3 } }), json!(["FISCAL_YEAR"])),
        (json!({ "text": "jalan", "estimatedCostMin": 20_000_000 }), json!(["STATUS"])),
        (json!({ "acceptedCostMin": 1, "acceptedCostMax": 900_000_000 }), json!(["STATUS"])),
    ];
    let mut compared = 0;
    for (filter, group_by) in questions {
        let stats = anyone.get(STATS, json!({ "filter": filter, "groupBy": group_by })).await["proposalStats"].clone();
        let groups = stats["groups"].as_array().unwrap();
        assert!(!groups.is_empty(), "{filter} by {group_by}");
        let whole = all_of(&anyone, LIST, "proposals", &filter).await;
        assert_eq!(stats["total"]["count"], whole.len());
        agrees(&stats["total"]["estimatedCost"], &whole, "estimatedCost", &filter);
        let once = !["FUNDING_SOURCE", "REVIEW_LEVEL", "DECISION", "REASON_CODE"]
            .iter()
            .any(|several| group_by.as_array().unwrap().contains(&json!(several)));
        if once {
            let counted: i64 = groups.iter().map(|group| group["count"].as_i64().unwrap()).sum();
            assert_eq!(counted, i64::try_from(whole.len()).unwrap(), "{filter} by {group_by}");
        }
        for group in groups {
            let Some(narrowed) = narrowed(&filter, &group["keys"]) else { continue };
            let rows = all_of(&anyone, LIST, "proposals", &narrowed).await;
            assert_eq!(group["count"], rows.len(), "{narrowed}");
            agrees(&group["estimatedCost"], &rows, "estimatedCost", &narrowed);
            agrees(&group["acceptedCost"], &rows, "acceptedCost", &narrowed);
            agrees(&group["supports"], &rows, "supportCount", &narrowed);
            agrees(&group["beneficiaries"], &rows, "beneficiaries", &narrowed);
            agrees(&group["comments"], &rows, "commentCount", &narrowed);
            compared += 1;
        }
    }
    assert!(compared > 60, "only {compared} groups");
}

async fn groups_of_plans_are_what_the_list_shows(server: Server) {
    let anyone = filled(&server).await;
    let list = "query($filter: PlanFilter, $after: String) {
      plans(filter: $filter, first: 100, after: $after) { totalCount nodes { budgetTotal } pageInfo { hasNextPage endCursor } }
    }";
    let stats = "query($groupBy: [PlanDimension!]) {
      planStats(groupBy: $groupBy) { groups { keys { dimension value } count budget { sum mean median } } total { count } }
    }";
    let whole = all_of(&anyone, list, "plans", &json!({})).await;
    for group_by in [json!(["STAGE"]), json!(["SECTOR"]), json!(["FISCAL_YEAR", "STAGE"]), json!(["VILLAGE"])] {
        let answer = anyone.get(stats, json!({ "groupBy": group_by })).await["planStats"].clone();
        assert_eq!(answer["total"]["count"], whole.len());
        let groups = answer["groups"].as_array().unwrap();
        assert!(!groups.is_empty());
        for group in groups {
            let Some(narrowed) = narrowed(&json!({}), &group["keys"]) else { continue };
            let rows = all_of(&anyone, list, "plans", &narrowed).await;
            assert_eq!(group["count"], rows.len(), "{narrowed}");
            agrees(&group["budget"], &rows, "budgetTotal", &narrowed);
        }
    }
}

async fn everybody_reads_the_same_numbers(server: Server) {
    let siti = server.person("siti", None).await;
    siti.propose(json!({})).await;
    let draft = json!({ "fields": harness::fields(), "submit": false });
    let draft = siti.mutate("createProposal", "CreateProposalInput", draft).await;
    assert_eq!(draft["errors"], json!([]));
    let desa = server.person("desa", Some((Role::VillageOperator, Some("33.02.17.2019"), None))).await;
    for person in [&siti, &desa, &server.anonymous()] {
        let stats = person.get(STATS, json!({ "groupBy": ["STATUS"] })).await["proposalStats"].clone();
        assert_eq!(stats["total"]["count"], 1);
        assert_eq!(stats["groups"][0]["keys"][0]["value"], "SUBMITTED");
    }
    let own = siti.get(STATS, json!({ "filter": { "mine": true } })).await;
    assert_eq!(own["proposalStats"]["total"]["count"], 1, "the list has the draft too, statistics do not");
    let nothing = siti.get(STATS, json!({ "filter": { "sectors": ["HEALTH"] }, "groupBy": ["STATUS"] })).await;
    assert_eq!(nothing["proposalStats"]["groups"], json!([]));
    assert_eq!(nothing["proposalStats"]["total"], json!({ "count": 0, "estimatedCost": { "sum": 0, "median": null } }));
}

async fn taking_part_is_counted_by_when_and_where(server: Server) {
    let anyone = filled(&server).await;
    let stats = "query($filter: ProposalFilter, $groupBy: [ParticipationDimension!]) {
      participationStats(filter: $filter, groupBy: $groupBy) {
        groups { keys { value } proposals supports comments people }
        total { proposals supports comments people }
      }
    }";
    let sum = |groups: &Value, field: &str| -> i64 {
        groups.as_array().unwrap().iter().map(|group| group[field].as_i64().unwrap()).sum()
    };
    for filter in [json!({}), json!({ "areas": ["33.02.17"] })] {
        let listed = all_of(&anyone, LIST, "proposals", &filter).await;
        let said = anyone
            .get(
                "query($filter: CommentFilter) { comments(filter: $filter, first: 1) { totalCount } }",
                json!({ "filter": { "proposals": filter } }),
            )
            .await;
        for group_by in ["MONTH", "DISTRICT", "SECTOR"] {
            let answer = anyone.get(stats, json!({ "filter": filter, "groupBy": [group_by] })).await["participationStats"].clone();
            for numbers in [sum(&answer["groups"], "proposals"), answer["total"]["proposals"].as_i64().unwrap()] {
                assert_eq!(numbers, i64::try_from(listed.len()).unwrap());
            }
            let supports: i64 = amounts(&listed, "supportCount").iter().sum();
            assert_eq!(sum(&answer["groups"], "supports"), supports, "{filter} by {group_by}");
            assert_eq!(sum(&answer["groups"], "comments"), said["comments"]["totalCount"].as_i64().unwrap());
            // Whoever could be guessed is not counted out.
            let people = answer["groups"].as_array().unwrap().iter().filter_map(|group| group["people"].as_i64());
            assert!(people.chain(answer["total"]["people"].as_i64()).all(|people| people == 0 || people >= 5));
        }
    }
}

async fn groups_are_called_by_their_names(server: Server) {
    let siti = server.person("siti", None).await;
    siti.propose(json!({})).await;
    let query = "query($groupBy: [ProposalDimension!]) {
      proposalStats(groupBy: $groupBy) { groups { keys { dimension value label area { name } } } }
    }";
    let key = async |dimension: &str| {
        let answer = siti.get(query, json!({ "groupBy": [dimension] })).await;
        answer["proposalStats"]["groups"][0]["keys"][0].clone()
    };
    let village = key("VILLAGE").await;
    assert_eq!((&village["label"], &village["area"]["name"]), (&json!("Desa Gununglurah"), &json!("Gununglurah")));
    assert_eq!(key("DISTRICT").await["label"], "Kecamatan Cilongok");
    assert_eq!(key("STATUS").await["label"], "Diajukan");
    let none = key("REASON_CODE").await;
    assert_eq!((&none["value"], &none["label"]), (&Value::Null, &json!("Tidak ada")));
}

async fn bad_questions_say_what_to_mend(server: Server) {
    let anyone = server.anonymous();
    for (group_by, filter, expected) in [
        (json!(["STATUS", "STATUS"]), json!({}), ("OUT_OF_RANGE", "groupBy")),
        (json!(["STATUS", "SECTOR", "KIND", "YEAR"]), json!({}), ("OUT_OF_RANGE", "groupBy")),
        (json!([]), json!({ "areas": ["99.99"] }), ("UNKNOWN_AREA", "filter.areas")),
        (json!([]), json!({ "decided": { "levels": ["MENARA"] } }), ("UNKNOWN_VALUE", "filter.decided.levels")),
        (json!([]), json!({ "within": { "type": "Point", "coordinates": [109.1, -7.4] } }), ("INVALID_GEOMETRY", "filter.within")),
    ] {
        let answer = anyone.ask(STATS, json!({ "filter": filter, "groupBy": group_by })).await;
        let error = &answer["errors"][0]["extensions"]["errors"][0];
        assert_eq!((error["code"].as_str(), error["field"].as_str()), (Some(expected.0), Some(expected.1)), "{answer}");
    }
    let signed_out = anyone.ask(STATS, json!({ "filter": { "mine": true } })).await;
    assert_eq!(refusal(&signed_out), "UNAUTHENTICATED");
}
