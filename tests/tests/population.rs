//! How many people live where, and what comes to each of them, the same on SQLite and PostgreSQL.

#[macro_use]
mod harness;

use backend::area::service::{Imported, import_population};
use harness::{Person, Server, triangle};
use serde_json::{Value, json};
use std::path::PathBuf;

on_both_databases! {
    figures_are_imported_once_and_summed,
    a_bad_file_changes_nothing,
    money_is_told_per_head,
}

fn file(server: &Server, name: &str, rows: &str) -> PathBuf {
    let path = server.app.config.data_dir.join(name);
    std::fs::write(&path, format!("code,people,year,source\n{rows}")).unwrap();
    path
}

async fn population(person: &Person, code: &str) -> Value {
    let query = "query($code: String!) { area(code: $code) { population { people year source } } }";
    person.get(query, json!({ "code": code })).await["area"]["population"].clone()
}

/// Every village of Lumbir.
async fn villages(person: &Person) -> Vec<String> {
    let answer = person.get("{ area(code: \"33.02.01\") { children { code } } }", json!({})).await;
    answer["area"]["children"].as_array().unwrap().iter().map(|child| child["code"].as_str().unwrap().to_owned()).collect()
}

async fn figures_are_imported_once_and_summed(server: Server) {
    let anyone = server.anonymous();
    let regency = population(&anyone, "33.02").await;
    assert_eq!(regency, json!({ "people": 1_868_446, "year": 2025, "source": "Kepmendagri 300.2.2-2430/2025" }));
    assert_eq!(population(&anyone, "33.02.01").await, Value::Null, "nobody has said");

    let villages = villages(&anyone).await;
    let row = |(at, code): (usize, &String)| format!("{code},{},{},Dukcapil\n", 1000 + at, 2026 - at % 2);
    let all_but_one: String = villages.iter().enumerate().skip(1).map(row).collect();
    let first = file(&server, "sebagian.csv", &all_but_one);
    assert_eq!(import_population(&server.app, &first, None).await.unwrap(), Imported::Taken(villages.len() - 1));
    assert_eq!(population(&anyone, &villages[1]).await, json!({ "people": 1001, "year": 2025, "source": "Dukcapil" }));
    assert_eq!(population(&anyone, "33.02.01").await, Value::Null, "one desa is missing");

    let last = file(&server, "sisanya.csv", &row((0, &villages[0])));
    assert_eq!(import_population(&server.app, &last, None).await.unwrap(), Imported::Taken(1));
    let n = i64::try_from(villages.len()).unwrap();
    let sum = 1000 * n + n * (n - 1) / 2;
    assert_eq!(population(&anyone, "33.02.01").await, json!({ "people": sum, "year": 2025, "source": "Dukcapil" }));
    assert_eq!(population(&anyone, "33.02").await, regency, "what was said of the regency stands");
    assert_eq!(import_population(&server.app, &last, None).await.unwrap(), Imported::Known);

    let journal = "{ journal(first: 50, filter: { kinds: [\"area.population_imported\"] }) { nodes { kind details } } }";
    let told = anyone.get(journal, json!({})).await["journal"]["nodes"].clone();
    assert_eq!(told.as_array().unwrap().len(), 2, "{told}");
    assert!(told[1].to_string().contains("sisanya.csv"), "{told}");

    let again = server.second().await;
    assert_eq!(population(&again.anonymous(), "33.02.01").await["people"], sum, "a restart keeps them");
}

async fn a_bad_file_changes_nothing(server: Server) {
    let bad = file(&server, "salah.csv", "33.02.01,5000,2025,BPS\n33.99.01,1,2025,BPS\n");
    let refusal = import_population(&server.app, &bad, None).await.unwrap_err().to_string();
    assert!(refusal.contains("salah.csv, line 3: 33.99.01: is no area of this regency"), "{refusal}");
    assert_eq!(population(&server.anonymous(), "33.02.01").await, Value::Null);
}

const STATS: &str = "query($filter: ProposalFilter, $groupBy: [ProposalDimension!]) {
  proposalStats(filter: $filter, groupBy: $groupBy) { groups { keys { value } ...all } total { ...all } }
}
fragment all on ProposalGroup {
  count accepted rejected acceptanceRate people
  estimatedCost { sum } acceptedCost { sum } plannedCost { known sum median }
  estimatedCostPerHead acceptedCostPerHead plannedCostPerHead
}";

/// Who lives there, and that a group's money is shared out among them.
fn shared_out(group: &Value, people: &Value) {
    assert_eq!(group["people"], *people, "{group}");
    for (cost, per_head) in
        [("estimatedCost", "estimatedCostPerHead"), ("acceptedCost", "acceptedCostPerHead"), ("plannedCost", "plannedCostPerHead")]
    {
        let told = group[per_head].as_f64();
        let expected = people.as_f64().map(|people| group[cost]["sum"].as_f64().unwrap() / people);
        assert!(
            told.zip(expected).map_or(told == expected, |(told, expected)| (told - expected).abs() < 1e-6 * expected.max(1.0)),
            "{per_head}: {group}"
        );
    }
}

async fn money_is_told_per_head(server: Server) {
    backend::demo::load(&server.app, 7, 90).await.unwrap();
    let anyone = server.anonymous();
    let ask = async |filter: Value, group_by: Value| {
        anyone.get(STATS, json!({ "filter": filter, "groupBy": group_by })).await["proposalStats"].clone()
    };
    let people = async |code: &str| population(&anyone, code).await["people"].clone();

    // The sample data share the regency's figure out, and say so.
    let sample = population(&anyone, "33.02.17.2019").await;
    assert!(sample["source"].as_str().unwrap().starts_with("Perkiraan contoh"), "{sample}");
    let districts = anyone.get("{ area(code: \"33.02\") { children { population { people } } } }", json!({})).await;
    let districts =
        districts["area"]["children"].as_array().unwrap().iter().map(|each| each["population"]["people"].as_i64().unwrap());
    assert_eq!(districts.sum::<i64>(), 1_868_446);

    let count = async |statuses: Value, area: &Value| {
        let query =
            "query($filter: ProposalFilter) { proposals(first: 100, filter: $filter) { totalCount nodes { acceptedCost } } }";
        anyone.get(query, json!({ "filter": { "statuses": statuses, "areas": [area] } })).await["proposals"].clone()
    };
    let accepted = json!(["IN_RKPDES", "IN_RKPD", "BUDGETED", "IN_EXECUTION", "COMPLETED"]);
    for group in ask(json!({}), json!(["DISTRICT"])).await["groups"].as_array().unwrap() {
        let area = &group["keys"][0]["value"];
        shared_out(group, &people(area.as_str().unwrap()).await);
        let (yes, no) = (count(accepted.clone(), area).await, count(json!(["REJECTED"]), area).await);
        assert_eq!((&group["accepted"], &group["rejected"]), (&yes["totalCount"], &no["totalCount"]), "{group}");
        let planned: i64 = yes["nodes"].as_array().unwrap().iter().map(|each| each["acceptedCost"].as_i64().unwrap()).sum();
        assert_eq!((&group["plannedCost"]["sum"], &group["plannedCost"]["known"]), (&json!(planned), &yes["totalCount"]));
        let (yes, no) = (yes["totalCount"].as_f64().unwrap(), no["totalCount"].as_f64().unwrap());
        assert_eq!(group["acceptanceRate"].as_f64(), Some(yes / (yes + no)).filter(|rate| rate.is_finite()), "{group}");
    }

    let total = async |filter: Value| ask(filter, json!([])).await["total"].clone();
    shared_out(&total(json!({})).await, &json!(1_868_446));
    let (one, other) = (people("33.02.17.2019").await, people("33.02.17.2018").await);
    let both = one.as_i64().unwrap() + other.as_i64().unwrap();
    shared_out(&total(json!({ "areas": ["33.02.17.2019", "33.02.17.2018"] })).await, &json!(both));
    let district = people("33.02.17").await;
    shared_out(&total(json!({ "areas": ["33.02.17.2019", "33.02.17"] })).await, &district);
    // How many live within an outline, nobody has said.
    let frame = json!({ "boundingBox": { "west": 109.0, "south": -7.5, "east": 109.2, "north": -7.3 } });
    for outline in [frame, json!({ "within": triangle([109.1, -7.3]) })] {
        shared_out(&total(outline).await, &Value::Null);
    }

    let by_sector = ask(json!({ "areas": ["33.02.17"] }), json!(["SECTOR"])).await;
    by_sector["groups"].as_array().unwrap().iter().for_each(|group| shared_out(group, &district));
    let narrower = ask(json!({ "areas": ["33.02.17.2019"] }), json!(["DISTRICT"])).await;
    shared_out(&narrower["groups"][0], &one);
    // The smallest area that is named counts, whichever comes first.
    for (group_by, village) in [(json!(["DISTRICT", "VILLAGE"]), 1_usize), (json!(["VILLAGE", "DISTRICT"]), 0)] {
        let narrowest = ask(json!({ "areas": ["33.02.17"] }), group_by).await;
        for group in narrowest["groups"].as_array().unwrap() {
            shared_out(group, &people(group["keys"][village]["value"].as_str().unwrap()).await);
        }
    }
}
