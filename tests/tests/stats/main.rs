//! Statistics agree with the lists to the last row, the same on SQLite and PostgreSQL.

#[macro_use]
#[path = "../harness/mod.rs"]
mod harness;
mod alone;
mod index;
mod participation;
mod plans;
mod privacy;
mod proposals;
mod sums;

use harness::{Person, Server, refusal};
use proposals::STATS;
use sea_orm::ConnectionTrait;
use serde_json::{Map, Value, json};
use shared::access::Role;
use std::cell::Cell;
use std::time::Duration;

on_both_databases! {
    everybody_reads_the_same_numbers,
    groups_are_called_by_their_names,
    bad_questions_say_what_to_mend,
    more_groups_than_anybody_reads_are_refused,
    what_is_asked_together_is_of_one_moment,
}

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
    if let Some(known) = measure.get("known") {
        assert_eq!(*known, amounts.len(), "{field}: {context}");
    }
    says(measure, &amounts, &format!("{field}: {context}"));
}

/// A measure is that of these numbers, the smallest first.
fn says(measure: &Value, numbers: &[i64], context: &str) {
    assert_eq!(measure["sum"], numbers.iter().sum::<i64>(), "{context}");
    let close = |told: &Value, expected: Option<f64>| {
        let (told, expected) = match (told.as_f64(), expected) {
            (Some(told), Some(expected)) => (told, expected),
            (None, None) => return,
            _ => panic!("{context}: {measure}, not {expected:?}"),
        };
        assert!((told - expected).abs() < 1e-6 * expected.abs().max(1.0), "{context}: {told}, not {expected}");
    };
    if let Some(median) = measure.get("median") {
        let middle = numbers.len() / 2;
        let low = if numbers.len().is_multiple_of(2) { middle.wrapping_sub(1) } else { middle };
        close(median, numbers.get(middle).zip(numbers.get(low)).map(|(high, low)| (low + high) as f64 / 2.0));
    }
    if let Some(mean) = measure.get("mean") {
        let many = (!numbers.is_empty()).then_some(numbers.len());
        close(mean, many.map(|many| numbers.iter().sum::<i64>() as f64 / many as f64));
    }
}

/// What a group has of a dimension, or nothing.
fn value_of<'a>(group: &'a Value, dimension: &str) -> Option<&'a str> {
    let keys = group["keys"].as_array().unwrap();
    keys.iter().find(|key| key["dimension"] == dimension).and_then(|key| key["value"].as_str())
}

/// The filter of a list that holds just what a group counts. `since` are the fields that narrow the time which years and months are of.
fn narrowed(filter: &Value, keys: &Value, since: [&str; 2]) -> Value {
    let mut narrowed = filter.as_object().unwrap().clone();
    for key in keys.as_array().unwrap() {
        let dimension = key["dimension"].as_str().unwrap();
        let Some(value) = key["value"].as_str() else {
            let without = narrowed.entry("without").or_insert(json!([])).as_array_mut().unwrap();
            without.push(json!(dimension));
            continue;
        };
        let mut set = |field: &str, value: Value| drop(narrowed.insert(field.to_owned(), value));
        match dimension {
            "REGENCY" | "DISTRICT" | "VILLAGE" => set("areas", json!([value])),
            "SECTOR" => set("sectors", json!([value])),
            "STATUS" => set("statuses", json!([value])),
            "STAGE" => set("stages", json!([value])),
            "KIND" => set("kinds", json!([value])),
            "PROPOSER_TYPE" => set("proposerTypes", json!([value])),
            "AGENCY" => set("agency", json!(value)),
            "FUNDING_SOURCE" => set("fundingSources", json!([value])),
            "FISCAL_YEAR" => set("fiscalYears", json!([value.parse::<i32>().unwrap()])),
            "YEAR" => {
                let year: i32 = value.parse().unwrap();
                set(since[0], json!(format!("{year}-01-01T00:00:00+07:00")));
                set(since[1], json!(format!("{}-01-01T00:00:00+07:00", year + 1)));
            }
            "MONTH" => {
                let (year, month) = value.split_once('-').unwrap();
                let (year, month): (i32, u32) = (year.parse().unwrap(), month.parse().unwrap());
                let (next_year, next) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
                set(since[0], json!(format!("{year}-{month:02}-01T00:00:00+07:00")));
                set(since[1], json!(format!("{next_year}-{next:02}-01T00:00:00+07:00")));
            }
            "REVIEW_LEVEL" => decided(&mut narrowed, "levels", value),
            "DECISION" => decided(&mut narrowed, "kinds", value),
            "REASON_CODE" => decided(&mut narrowed, "reasonCodes", value),
            other => panic!("no filter names {other}"),
        }
    }
    Value::Object(narrowed)
}

fn decided(filter: &mut Map<String, Value>, field: &str, value: &str) {
    let criteria = filter.entry("decided").or_insert(json!({}));
    criteria[field] = json!([value]);
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
    let regency = key("REGENCY").await;
    assert_eq!((&regency["value"], &regency["label"]), (&json!("33.02"), &json!("Kabupaten Banyumas")));
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

/// No month is longer.
const MONTH: i64 = 31 * 24 * 3_600_000;

async fn more_groups_than_anybody_reads_are_refused(server: Server) {
    server.person("siti", None).await.propose(json!({})).await;
    let run = async |statement: String| server.app.db.writer().execute_unprepared(&statement).await.map(drop).unwrap();
    let id = if server.app.db.is_sqlite() { "randomblob(16)" } else { "gen_random_uuid()" };
    // Twice as many each time, and each of them handed in in a month of its own.
    for times in 0..13 {
        run(format!(
            "CREATE TEMPORARY TABLE more AS SELECT * FROM proposals;
             UPDATE more SET id = {id}, client_key = NULL, submitted_at = submitted_at + {};
             INSERT INTO proposals SELECT * FROM more; DROP TABLE more;",
            MONTH << times
        ))
        .await;
    }
    let anyone = server.anonymous();
    let query = "{ proposalStats(groupBy: [MONTH]) { groups { count } } }";
    for months in [5_001, 5_000] {
        let first = "(SELECT min(submitted_at) FROM proposals)";
        let end = MONTH * months;
        run(format!("UPDATE proposals SET submitted_at = NULL WHERE submitted_at >= {first} + {end}")).await;
        let total = anyone.get("{ proposalStats { total { count } } }", json!({})).await;
        assert_eq!(total["proposalStats"]["total"]["count"], months);
        if months > 5_000 {
            let answer = anyone.ask(query, json!({})).await;
            let error = &answer["errors"][0]["extensions"]["errors"];
            assert_eq!(error, &json!([{ "field": "groupBy", "code": "TOO_MANY_GROUPS" }]), "{answer}");
        } else {
            let groups = anyone.get(query, json!({})).await["proposalStats"]["groups"].clone();
            assert!(groups.as_array().unwrap().iter().all(|group| group["count"] == 1));
            assert_eq!(groups.as_array().unwrap().len() as i64, months);
        }
    }
}

/// Proposals that come and go: those that are in public are always the cheapest.
const MANY: i64 = 24;
const MILLION: i64 = 1_000_000;

/// Groups and total are questions of their own to the database. Each takes a while here, and people go on meanwhile.
async fn what_is_asked_together_is_of_one_moment(server: Server) {
    let siti = server.person("siti", None).await;
    for number in 1..=MANY {
        siti.propose(json!({ "estimatedCost": number * MILLION })).await;
    }
    let sql = async |statement: String| server.app.db.writer().execute_unprepared(&statement).await.map(drop).unwrap();
    let numbers = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 200000) SELECT x FROM n";
    let slowly = format!("(SELECT count(*) FROM ({numbers}) AS numbers) > 0");
    sql("ALTER TABLE proposals RENAME TO kept_proposals".into()).await;
    sql(format!("CREATE VIEW proposals AS SELECT kept.* FROM kept_proposals AS kept WHERE {slowly}")).await;
    let changes = Cell::new(0);
    let go_on = async {
        let leave = (5..=MANY).rev().map(|number| (number, "NULL"));
        let come_back = (5..=MANY).map(|number| (number, "created_at"));
        for (number, submitted) in leave.chain(come_back).cycle() {
            let cost = number * MILLION;
            sql(format!("UPDATE kept_proposals SET submitted_at = {submitted} WHERE estimated_cost = {cost}")).await;
            changes.set(changes.get() + 1);
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::pin!(go_on);
    let query = "{
      proposalStats(groupBy: [STATUS]) { groups { ...costs } total { ...costs } }
      reviewStats(groupBy: [SECTOR]) { groups { ...way } total { ...way } }
    }
    fragment costs on ProposalGroup { count estimatedCost { known sum median } }
    fragment way on ReviewGroup { count levels { reached waiting movedOn decisions waitingDays { known } } }";
    for _ in 0..3 {
        let stats = tokio::select! {
            stats = siti.get(query, json!({})) => stats,
            () = &mut go_on => unreachable!("people never end"),
        };
        for of in ["proposalStats", "reviewStats"] {
            assert_eq!(stats[of]["groups"], json!([stats[of]["total"]]), "{of}: groups and total");
        }
        // Those that are in public cost 1, 2, 3 … millions: number, sum and median follow from each other.
        let total = &stats["proposalStats"]["total"];
        let costs: Vec<i64> = (1..=total["count"].as_i64().unwrap()).map(|number| number * MILLION).collect();
        assert_eq!(total["estimatedCost"]["known"], costs.len(), "{total}");
        says(&total["estimatedCost"], &costs, "costs");
        let first = &stats["reviewStats"]["total"]["levels"][0];
        assert_eq!((&first["waiting"], &first["movedOn"]), (&first["reached"], &json!(0)), "{first}");
    }
    assert!(changes.get() > 20, "only {} changes meanwhile", changes.get());
}
