//! The officials' desk: what waits for whom, and for how long.

#[macro_use]
mod harness;

use backend::platform::clock::{Clock, ManualClock, SystemClock};
use harness::{Kind, Person, Server};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use shared::access::Role;
use shared::proposal::Status;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

on_both_databases! { on_a_desk_lies_exactly_what_its_official_may_move }

const VILLAGE: &str = "33.02.17.2019";
/// What an official does to a proposal as an official.
const STEPS: [&str; 7] = ["BEGIN_REVIEW", "DECIDE", "RETURN", "FORWARD", "REASSIGN", "MERGE", "ADVANCE"];

/// Every status, with an agency and without, wished for by each of these.
async fn one_of_each(server: &Server, people: &[&Person]) {
    for person in people {
        for status in Status::ALL.iter().filter(|status| **status != Status::Draft) {
            for agency in ["NULL", "'dpu'"] {
                let id = person.propose(json!({})).await["id"].as_str().unwrap().trim_start_matches("prp_").to_owned();
                let literal = if server.app.db.is_sqlite() { format!("X'{id}'") } else { format!("'{id}'") };
                let put = format!("UPDATE proposals SET status = '{status}', final_agency = {agency} WHERE id = {literal}");
                server.app.db.writer().execute_unprepared(&put).await.unwrap();
            }
        }
    }
}

async fn on_a_desk_lies_exactly_what_its_official_may_move(server: Server) {
    let siti = server.person("siti", None).await;
    let official = async |name: &str, role, area, agency| (name.to_owned(), server.person(name, Some((role, area, agency))).await);
    let officials = [
        official("desa", Role::VillageOperator, Some(VILLAGE), None).await,
        official("desa2", Role::VillageOperator, Some("33.02.17.2018"), None).await,
        official("kecamatan", Role::DistrictOfficer, Some("33.02.17"), None).await,
        official("dpu", Role::AgencyOfficer, None, Some("dpu")).await,
        official("dinkes", Role::AgencyOfficer, None, Some("dinkes")).await,
        official("bapperida", Role::Planner, Some("33.02"), None).await,
        official("tapd", Role::BudgetTeam, Some("33.02"), None).await,
        official("inspektorat", Role::Inspectorate, Some("33.02"), None).await,
    ];
    one_of_each(&server, &[&siti, &officials[0].1]).await;
    let all = "{ proposals(first: 100) { nodes { id status availableActions { action } } } }";
    let queue = "{ proposals(first: 100, filter: {awaitingMe: true}) { nodes { id } } desk { awaiting levels { status count } } }";
    let mut stages = BTreeMap::new();
    for (name, person) in &officials {
        let (all, queue) = (person.get(all, json!({})).await, person.get(queue, json!({})).await);
        let ids = |list: Vec<&Value>| list.into_iter().map(|node| node["id"].to_string()).collect::<BTreeSet<_>>();
        let moves = |node: &&Value| {
            let actions = node["availableActions"].as_array().unwrap().iter();
            // What was put off lies on no desk before its cycle comes.
            node["status"] != "DEFERRED"
                && actions.map(|each| each["action"].as_str().unwrap()).any(|action| STEPS.contains(&action))
        };
        let movable: Vec<&Value> = all["proposals"]["nodes"].as_array().unwrap().iter().filter(moves).collect();
        let mut by_status = BTreeMap::new();
        for node in &movable {
            *by_status.entry(node["status"].to_string()).or_insert(0) += 1;
        }
        let levels = queue["desk"]["levels"].as_array().unwrap().iter();
        let shown: BTreeMap<_, _> = levels.map(|level| (level["status"].to_string(), level["count"].as_i64().unwrap())).collect();
        assert_eq!(shown.into_iter().filter(|(_, count)| *count > 0).collect::<BTreeMap<_, _>>(), by_status, "{name}");
        assert_eq!(queue["desk"]["awaiting"], movable.len(), "{name}");
        assert_eq!(ids(queue["proposals"]["nodes"].as_array().unwrap().iter().collect()), ids(movable), "{name}");
        for stage in ["BUDGETED", "IN_EXECUTION"] {
            stages.insert((name.as_str(), stage), by_status.get(&json!(stage).to_string()).copied().unwrap_or(0));
        }
    }
    // The village carries out what no agency took on, but not the wish of its own operator; the agency what it took on.
    for ((name, stage), count) in stages {
        assert_eq!(
            count,
            match name {
                "desa" => 1,
                "dpu" => 2,
                _ => 0,
            },
            "{name} {stage}"
        );
    }
}

#[tokio::test]
async fn the_desk_says_what_waits_and_for_how_long() {
    for kind in [Kind::Sqlite, Kind::Postgres] {
        let clock = Arc::new(ManualClock::new(SystemClock.now()));
        let server = Server::start_at(kind, Arc::<ManualClock>::clone(&clock)).await;
        let resident = server.person("siti", None).await;
        let village = server.person("desa", Some((Role::VillageOperator, Some("33.02.17.2019"), None))).await;
        let desk = "{ desk { awaiting overdue oldestDays levels { office status count overdue } } }";
        assert_eq!(village.get(desk, json!({})).await["desk"]["oldestDays"], Value::Null);
        resident.propose(json!({})).await;
        clock.advance(Duration::from_secs(20 * 24 * 3600));
        resident.propose(json!({})).await;
        clock.advance(Duration::from_secs(24 * 3600));
        let seen = village.get(desk, json!({})).await["desk"].clone();
        assert_eq!((&seen["awaiting"], &seen["overdue"], &seen["oldestDays"]), (&json!(2), &json!(1), &json!(21)), "{seen}");
        let waiting = json!({ "office": "Pemerintah Desa Gununglurah", "status": "SUBMITTED", "count": 2, "overdue": 1 });
        assert!(seen["levels"].as_array().unwrap().contains(&waiting), "{seen}");
        for (person, code) in [(&resident, "FORBIDDEN"), (&server.anonymous(), "UNAUTHENTICATED")] {
            assert_eq!(person.ask(desk, json!({})).await["errors"][0]["extensions"]["code"], code);
        }
    }
}
