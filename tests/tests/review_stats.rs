//! How far proposals come and how long the levels take agrees with the lists to the last row, the same on SQLite and PostgreSQL.

#[macro_use]
mod harness;

use backend::app::App;
use backend::platform::clock::ManualClock;
use chrono::{DateTime, Utc};
use harness::{Person, Server};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use shared::access::Role;
use shared::proposal::Workflow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

on_both_databases! {
    levels_are_what_the_lists_say,
    a_level_answers_from_when_it_was_reached,
    who_comes_again_waits_anew,
    a_level_has_its_days_to_their_last_instant,
    arrivals_of_the_past_are_found_again,
    nothing_is_a_row_of_zeros,
}

const STATS: &str = "query($filter: ProposalFilter, $groupBy: [ReviewDimension!]) {
  reviewStats(filter: $filter, groupBy: $groupBy) { groups { keys { dimension value } ...all } total { ...all } }
}
fragment all on ReviewGroup {
  count accepted funded
  levels {
    level { code expectedDays }
    reached waiting overdue accepted rejected returned deferred closed movedOn decisions
    decisionDays { known mean median }
    waitingDays { known mean median }
  }
}";
const PROPOSALS: &str = "query($filter: ProposalFilter, $after: String) {
  answer: proposals(filter: $filter, first: 100, after: $after) {
    nodes { id status level { code } levelSince submittedAt village { code } district { code } sector fiscalYear }
    pageInfo { hasNextPage endCursor }
  }
}";
const DECISIONS: &str = "query($filter: DecisionFilter, $after: String) {
  answer: decisions(filter: $filter, first: 100, after: $after) {
    nodes { level { code } from to decision arrivedAt decidedAt proposal { id } }
    pageInfo { hasNextPage endCursor }
  }
}";

/// A server with sample data, whose clock stands still.
async fn filled(server: &Server) -> (Person, DateTime<Utc>, Server) {
    backend::demo::load(&server.app, 7, 90).await.unwrap();
    let now = server.app.clock.now();
    let still = server.with(|app| App { clock: Arc::new(ManualClock::new(now)), ..app.clone() }).await;
    (still.anonymous(), now, still)
}

async fn all_of(person: &Person, list: &str, filter: &Value) -> Vec<Value> {
    let (mut found, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = person.get(list, json!({ "filter": filter, "after": after })).await["answer"].clone();
        found.extend(page["nodes"].as_array().unwrap().iter().cloned());
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            return found;
        }
    }
}

fn instant(value: &Value) -> DateTime<Utc> {
    value.as_str().unwrap_or_else(|| panic!("{value} is no instant")).parse().unwrap()
}

/// The level that a proposal in this status waits at.
fn waits_at(status: &Value) -> Option<String> {
    let status = status.as_str()?.parse().ok()?;
    Workflow::default().level_of(status).map(|level| level.code.clone())
}

fn days(from: DateTime<Utc>, to: DateTime<Utc>) -> f64 {
    (to - from).num_milliseconds() as f64 / 86_400_000.0
}

fn agrees(told: &Value, mut expected: Vec<f64>, context: &str) {
    assert_eq!(told["known"], expected.len(), "{context}: {told}");
    expected.sort_by(f64::total_cmp);
    if expected.is_empty() {
        assert_eq!((&told["mean"], &told["median"]), (&Value::Null, &Value::Null), "{context}");
        return;
    }
    let middle = expected.len() / 2;
    let low = expected[if expected.len().is_multiple_of(2) { middle - 1 } else { middle }];
    let close = |field: &str, wanted: f64| {
        let found = told[field].as_f64().unwrap();
        assert!((found - wanted).abs() < 1e-6 * wanted.max(1.0), "{field} of {context}: {found}, not {wanted}");
    };
    close("mean", expected.iter().sum::<f64>() / expected.len() as f64);
    close("median", f64::midpoint(low, expected[middle]));
}

/// Compares a group with what the lists hold of it.
fn compare(group: &Value, proposals: &[Value], decisions: &[Value], now: DateTime<Utc>) {
    let among = |statuses: &[&str]| proposals.iter().filter(|each| statuses.contains(&each["status"].as_str().unwrap())).count();
    assert_eq!(group["count"], proposals.len(), "{group}");
    assert_eq!(group["accepted"], among(&["IN_RKPDES", "IN_RKPD", "BUDGETED", "IN_EXECUTION", "COMPLETED"]));
    assert_eq!(group["funded"], among(&["BUDGETED", "IN_EXECUTION", "COMPLETED"]));
    let workflow = Workflow::default();
    assert_eq!(group["levels"].as_array().unwrap().len(), workflow.levels().len());
    for (told, level) in group["levels"].as_array().unwrap().iter().zip(workflow.levels()) {
        let code = level.code.as_str();
        assert_eq!(told["level"]["code"], code);
        let sent: BTreeSet<&str> = decisions
            .iter()
            .filter(|decision| decision["to"] == level.entry.as_str())
            .map(|decision| decision["proposal"]["id"].as_str().unwrap())
            .collect();
        let reached = if level.ordinal == 1 { proposals.len() } else { sent.len() };
        assert_eq!(told["reached"], reached, "{code}: {told}");

        let waiting: Vec<_> = proposals.iter().filter(|each| waits_at(&each["status"]).as_deref() == Some(code)).collect();
        assert_eq!(told["waiting"], waiting.len(), "{code}");
        let waited: Vec<f64> = waiting.iter().map(|each| days(instant(&each["levelSince"]), now)).collect();
        let late = waited.iter().filter(|days| **days > told["level"]["expectedDays"].as_f64().unwrap()).count();
        assert_eq!(told["overdue"], late, "{code}");
        agrees(&told["waitingDays"], waited, code);

        let stand = |statuses: &[&str]| {
            let here = |each: &&Value| each["level"]["code"] == code && statuses.contains(&each["status"].as_str().unwrap());
            proposals.iter().filter(here).count()
        };
        assert_eq!(told["accepted"], stand(&["IN_RKPDES", "IN_RKPD", "BUDGETED", "IN_EXECUTION", "COMPLETED"]), "{code}");
        assert_eq!(told["rejected"], stand(&["REJECTED"]), "{code}");
        assert_eq!(told["returned"], stand(&["RETURNED"]), "{code}");
        assert_eq!(told["deferred"], stand(&["DEFERRED"]), "{code}");
        assert_eq!(told["closed"], stand(&["MERGED", "WITHDRAWN"]), "{code}");
        let number = |field: &str| told[field].as_i64().unwrap();
        let here: i64 = ["waiting", "accepted", "rejected", "returned", "deferred", "closed"].into_iter().map(number).sum();
        assert_eq!(number("movedOn"), number("reached") - here, "{code}");
        assert!(number("movedOn") >= 0, "{told}");

        let made: Vec<_> = decisions.iter().filter(|decision| decision["level"]["code"] == code).collect();
        assert_eq!(told["decisions"], made.len(), "{code}");
        let taken = made.iter().map(|each| days(instant(&each["arrivedAt"]), instant(&each["decidedAt"]))).collect();
        agrees(&told["decisionDays"], taken, code);
    }
}

async fn levels_are_what_the_lists_say(server: Server) {
    let (anyone, now, _still) = filled(&server).await;
    let questions = [
        (json!({}), json!(["DISTRICT"])),
        (json!({}), json!(["FISCAL_YEAR", "SECTOR"])),
        (json!({ "areas": ["33.02.17"] }), json!(["VILLAGE"])),
        (json!({ "sectors": ["INFRASTRUCTURE", "HEALTH"], "text": "jalan" }), json!([])),
    ];
    let mut compared = 0;
    for (filter, group_by) in questions {
        let stats = anyone.get(STATS, json!({ "filter": filter, "groupBy": group_by })).await["reviewStats"].clone();
        let proposals = all_of(&anyone, PROPOSALS, &filter).await;
        let decisions = all_of(&anyone, DECISIONS, &json!({ "proposals": filter })).await;
        assert!(!proposals.is_empty() && !decisions.is_empty(), "{filter}");
        compare(&stats["total"], &proposals, &decisions, now);
        for group in stats["groups"].as_array().unwrap() {
            let is_of = |proposal: &&Value| {
                group["keys"].as_array().unwrap().iter().all(|key| match key["dimension"].as_str().unwrap() {
                    "DISTRICT" => proposal["district"]["code"] == key["value"],
                    "VILLAGE" => proposal["village"]["code"] == key["value"],
                    "SECTOR" => proposal["sector"] == key["value"],
                    _ => proposal["fiscalYear"] == key["value"].as_str().unwrap().parse::<i64>().unwrap(),
                })
            };
            let those: Vec<Value> = proposals.iter().filter(is_of).cloned().collect();
            let ids: BTreeSet<&str> = those.iter().map(|proposal| proposal["id"].as_str().unwrap()).collect();
            let on_those = |decision: &&Value| ids.contains(decision["proposal"]["id"].as_str().unwrap());
            let decided: Vec<Value> = decisions.iter().filter(on_those).cloned().collect();
            compare(group, &those, &decided, now);
            compared += 1;
        }
    }
    assert!(compared > 30, "only {compared} groups");
    // Which decisions count is said by the filter, as everywhere.
    let refused = json!({ "decided": { "kinds": ["REJECTED"] } });
    let stats = anyone.get(STATS, json!({ "filter": refused })).await["reviewStats"]["total"].clone();
    let refusals = all_of(&anyone, DECISIONS, &json!({ "decided": { "kinds": ["REJECTED"] } })).await;
    let told: i64 = stats["levels"].as_array().unwrap().iter().map(|level| level["decisions"].as_i64().unwrap()).sum();
    assert_eq!(told, i64::try_from(refusals.len()).unwrap());
}

async fn a_level_answers_from_when_it_was_reached(server: Server) {
    let (anyone, ..) = filled(&server).await;
    let proposals = all_of(&anyone, PROPOSALS, &json!({})).await;
    let mut ways: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for decision in all_of(&anyone, DECISIONS, &json!({})).await {
        ways.entry(decision["proposal"]["id"].as_str().unwrap().to_owned()).or_default().push(decision);
    }
    for proposal in proposals {
        let mut way = ways.remove(proposal["id"].as_str().unwrap()).unwrap_or_default();
        way.sort_by_key(|decision| instant(&decision["decidedAt"]));
        let mut before: Option<&Value> = None;
        for decision in &way {
            let arrived = instant(&decision["arrivedAt"]);
            match before {
                None => assert_eq!(arrived, instant(&proposal["submittedAt"])),
                Some(before) if waits_at(&before["to"]).as_deref() == decision["level"]["code"].as_str() => {
                    assert_eq!(arrived, instant(&before["decidedAt"]));
                }
                // It had come back, and was handed in again later.
                Some(before) => {
                    assert!(arrived > instant(&before["decidedAt"]) && arrived <= instant(&decision["decidedAt"]), "{decision}");
                }
            }
            before = Some(decision);
        }
        assert!(proposal["level"]["code"].is_string() && proposal["levelSince"].is_string(), "{proposal}");
    }
}

async fn who_comes_again_waits_anew(server: Server) {
    let clock = Arc::new(ManualClock::new(server.app.clock.now()));
    let server = server.with(|app| App { clock: Arc::clone(&clock) as _, ..app.clone() }).await;
    let siti = server.person("siti", None).await;
    let village = server.person("desa", Some((Role::VillageOperator, Some("33.02.17.2019"), None))).await;
    let days_later = |days: u64| clock.advance(Duration::from_hours(24 * days));
    let step = async |person: &Person, name: &str, kind: &str, proposal: &Value, more: Value| {
        let mut input = json!({ "id": proposal["id"], "version": proposal["version"] });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let answer = person.mutate(name, kind, input).await;
        assert_eq!(answer["errors"], json!([]), "{name}: {answer}");
        answer["proposal"].clone()
    };
    let submitted = siti.propose(json!({})).await;
    let given_up = siti.propose(json!({ "title": "Talud yang batal dibangun" })).await;
    step(&siti, "withdrawProposal", "WithdrawProposalInput", &given_up, json!({})).await;
    days_later(2);
    let begun = step(&village, "beginReview", "ProposalVersionInput", &submitted, json!({})).await;
    days_later(1);
    let why = json!({ "reasonCode": "INCOMPLETE", "reasonText": "Tambahkan panjang jalan." });
    let returned = step(&village, "returnProposal", "ReturnProposalInput", &begun, why).await;
    let level = async |at: usize| {
        let stats = server.anonymous().get(STATS, json!({})).await["reviewStats"]["total"].clone();
        assert_eq!(stats["count"], 2);
        stats["levels"][at].clone()
    };
    assert_eq!(level(0).await["returned"], 1);
    days_later(6);
    let again = step(&siti, "submitProposal", "ProposalVersionInput", &returned, json!({})).await;
    days_later(1);
    let begun = step(&village, "beginReview", "ProposalVersionInput", &again, json!({})).await;
    days_later(4);
    let desa = level(0).await;
    assert_eq!((&desa["waiting"], &desa["waitingDays"]["median"], &desa["returned"]), (&json!(1), &json!(5.0), &json!(0)));
    let minutes = json!({ "minutesNumber": "BA-7" });
    step(&village, "forwardProposal", "ForwardProposalInput", &begun, minutes).await;
    days_later(25);
    let (desa, kecamatan) = (level(0).await, level(1).await);
    let told = ["reached", "movedOn", "closed", "waiting", "decisions"].map(|field| desa[field].as_i64().unwrap());
    assert_eq!(told, [2, 1, 1, 0, 2], "{desa}");
    assert_eq!(desa["decisionDays"], json!({ "known": 2, "mean": 4.0, "median": 4.0 }), "three days, then five");
    let told = ["reached", "waiting", "overdue", "decisions"].map(|field| kecamatan[field].as_i64().unwrap());
    assert_eq!(told, [1, 1, 1, 0], "{kecamatan}");
    assert_eq!(kecamatan["waitingDays"], json!({ "known": 1, "mean": 25.0, "median": 25.0 }));
    let changed =
        server.anonymous().get(PROPOSALS, json!({ "filter": { "statuses": ["FORWARDED_KEC"] } })).await["answer"]["nodes"][0]
            .clone();
    assert_eq!(changed["level"]["code"], "KECAMATAN", "{changed}");
}

async fn a_level_has_its_days_to_their_last_instant(server: Server) {
    let clock = Arc::new(ManualClock::new(server.app.clock.now()));
    let server = server.with(|app| App { clock: Arc::clone(&clock) as _, ..app.clone() }).await;
    server.person("siti", None).await.propose(json!({})).await;
    let desa = async || server.anonymous().get(STATS, json!({})).await["reviewStats"]["total"]["levels"][0].clone();
    let days = desa().await["level"]["expectedDays"].as_u64().unwrap();
    clock.advance(Duration::from_hours(24 * days));
    let last = desa().await;
    assert_eq!((&last["waiting"], &last["overdue"]), (&json!(1), &json!(0)), "{last}");
    clock.advance(Duration::from_millis(1));
    assert_eq!(desa().await["overdue"], 1);
}

/// What was not kept before: read again from the decisions.
async fn arrivals_of_the_past_are_found_again(server: Server) {
    use backend::migration::m0016_population::{ARRIVALS, STANDINGS};
    let (anyone, ..) = filled(&server).await;
    let kept = async || (all_of(&anyone, PROPOSALS, &json!({})).await, all_of(&anyone, DECISIONS, &json!({})).await);
    let (proposals, decisions) = kept().await;
    let database = sea_orm::Database::connect(&server.app.config.database_url).await.unwrap();
    for statement in
        ["UPDATE proposals SET level = NULL, level_since = NULL", "UPDATE decisions SET arrived_at = NULL", ARRIVALS, STANDINGS]
    {
        database.execute_unprepared(statement).await.unwrap();
    }
    let (found_proposals, found_decisions) = kept().await;
    for (found, was) in found_proposals.iter().zip(&proposals) {
        assert_eq!(found["level"], was["level"], "{was}");
        if waits_at(&was["status"]).is_some() {
            assert!(instant(&found["levelSince"]) >= instant(&was["levelSince"]), "{was}");
        }
    }
    let unknown = found_decisions.iter().filter(|decision| decision["arrivedAt"].is_null()).count();
    assert!(unknown * 10 < decisions.len(), "{unknown} of {}", decisions.len());
    for (found, was) in found_decisions.iter().zip(&decisions).filter(|(found, _)| !found["arrivedAt"].is_null()) {
        assert_eq!(found, was);
    }
}

async fn nothing_is_a_row_of_zeros(server: Server) {
    let anyone = server.anonymous();
    let stats = anyone.get(STATS, json!({ "groupBy": ["SECTOR"] })).await["reviewStats"].clone();
    assert_eq!(stats["groups"], json!([]));
    compare(&stats["total"], &[], &[], server.app.clock.now());
    let twice = anyone.ask(STATS, json!({ "groupBy": ["SECTOR", "SECTOR"] })).await;
    assert_eq!(twice["errors"][0]["extensions"]["errors"][0]["code"], "OUT_OF_RANGE", "{twice}");
}
