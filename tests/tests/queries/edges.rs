//! Where filters of proposals end: at an instant, at the edge of a box, at one word of several, and with who was told last.

use crate::harness::{Person, Server};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use shared::access::Role;
use shared::proposal::FundingSource;

on_both_databases! {
    spans_that_meet_have_each_proposal_once,
    a_box_ends_at_each_of_its_edges,
    each_of_several_sources_is_found,
    an_agency_has_what_it_was_told_to_do_and_not_what_went_elsewhere,
}

const PROPOSALS: &str = "query($f: ProposalFilter) {
  list: proposals(first: 10, orderBy: OLDEST, filter: $f) { nodes { title } totalCount }
}";
const DECISIONS: &str = "query($f: DecisionFilter) {
  list: decisions(first: 10, orderBy: OLDEST, filter: $f) { nodes { proposal { title } } totalCount }
}";

/// The titles of what a list finds, the oldest first.
async fn titles(server: &Server, list: &str, filter: &Value) -> Vec<String> {
    let found = server.anonymous().get(list, json!({ "f": filter })).await["list"].clone();
    let nodes = found["nodes"].as_array().unwrap();
    assert_eq!(found["totalCount"], nodes.len(), "{filter}");
    let title = |node: &Value| node.pointer("/title").or(node.pointer("/proposal/title")).unwrap().as_str().unwrap().to_owned();
    nodes.iter().map(title).collect()
}

/// The values of a dimension, and how many proposals have each.
async fn groups(server: &Server, dimension: &str) -> Vec<(String, i64)> {
    let query = "query($by: [ProposalDimension!]) { proposalStats(groupBy: $by) { groups { keys { value } count } } }";
    let stats = server.anonymous().get(query, json!({ "by": [dimension] })).await["proposalStats"]["groups"].clone();
    let group = |group: &Value| (group["keys"][0]["value"].as_str().unwrap().to_owned(), group["count"].as_i64().unwrap());
    stats.as_array().unwrap().iter().map(group).collect()
}

async fn village(server: &Server) -> Person {
    server.person("desa", Some((Role::VillageOperator, Some("33.02.17.2019"), None))).await
}

/// The village takes a proposal up and decides.
async fn decide(village: &Person, proposal: &Value, decision: Value) {
    let version = json!({ "id": proposal["id"], "version": proposal["version"] });
    let begun = village.mutate("beginReview", "ProposalVersionInput", version).await["proposal"].clone();
    let mut input = json!({ "id": begun["id"], "version": begun["version"] });
    input.as_object_mut().unwrap().extend(decision.as_object().unwrap().clone());
    let decided = village.mutate("decideProposal", "DecideProposalInput", input).await;
    assert_eq!(decided["errors"], json!([]), "{decided}");
}

async fn run(server: &Server, statement: String) {
    server.app.db.writer().execute_unprepared(&statement).await.unwrap();
}

async fn spans_that_meet_have_each_proposal_once(server: Server) {
    let (siti, village) = (server.person("siti", None).await, village(&server).await);
    let (earlier, later) = ("Jalan dusun", "Jembatan dusun");
    for (title, at) in [(earlier, 1_000), (later, 2_000)] {
        let proposal = siti.propose(json!({ "title": title })).await;
        let rejected = json!({ "decision": "REJECTED", "reasonCode": "NOT_PRIORITY", "reasonText": "Tahun depan." });
        decide(&village, &proposal, rejected).await;
        let this = format!("(SELECT id FROM proposals WHERE title = '{title}')");
        run(&server, format!("UPDATE decisions SET decided_at = {at} WHERE proposal_id = {this}")).await;
        run(&server, format!("UPDATE proposals SET submitted_at = {at} WHERE title = '{title}'")).await;
    }
    for (from, to, expected) in [
        (None, Some(1), vec![]),
        (None, Some(2), vec![earlier]),
        (Some(1), Some(2), vec![earlier]),
        (Some(1), Some(3), vec![earlier, later]),
        (Some(2), Some(3), vec![later]),
        (Some(2), None, vec![later]),
        (Some(3), None, vec![]),
    ] {
        let [from, to] = [from, to].map(|second: Option<u32>| second.map(|second| format!("1970-01-01T00:00:0{second}Z")));
        let (handed_in, decided) = (json!({ "submittedFrom": from, "submittedTo": to }), json!({ "from": from, "to": to }));
        assert_eq!(titles(&server, PROPOSALS, &handed_in).await, expected, "{handed_in}");
        let decided = json!({ "decided": decided });
        for list in [PROPOSALS, DECISIONS] {
            assert_eq!(titles(&server, list, &decided).await, expected, "{decided}");
        }
    }
}

async fn a_box_ends_at_each_of_its_edges(server: Server) {
    let siti = server.person("siti", None).await;
    let (longitude, latitude, near) = (109.14727, -7.32942, 0.00001);
    siti.propose(json!({ "title": "Jalan", "geometry": { "type": "Point", "coordinates": [longitude, latitude] } })).await;
    for ([west, south, east, north], expected) in [
        ([longitude, latitude, longitude, latitude], vec!["Jalan"]),
        ([longitude - 0.1, latitude - 0.1, longitude + 0.1, latitude + 0.1], vec!["Jalan"]),
        ([longitude + near, latitude - 0.1, longitude + 0.1, latitude + 0.1], vec![]),
        ([longitude - 0.1, latitude + near, longitude + 0.1, latitude + 0.1], vec![]),
        ([longitude - 0.1, latitude - 0.1, longitude - near, latitude + 0.1], vec![]),
        ([longitude - 0.1, latitude - 0.1, longitude + 0.1, latitude - near], vec![]),
    ] {
        let filter = json!({ "boundingBox": { "west": west, "south": south, "east": east, "north": north } });
        assert_eq!(titles(&server, PROPOSALS, &filter).await, expected, "{filter}");
    }
}

async fn each_of_several_sources_is_found(server: Server) {
    let (siti, village) = (server.person("siti", None).await, village(&server).await);
    let sources = [FundingSource::ApbdesDd, FundingSource::ApbdKab, FundingSource::Swadaya];
    let words = sources.map(FundingSource::as_str);
    let accepted = json!({ "decision": "ACCEPTED", "to": "IN_RKPDES", "minutesNumber": "BA-1", "fundingSources": words });
    decide(&village, &siti.propose(json!({ "title": "Jalan" })).await, accepted).await;
    for source in FundingSource::ALL {
        let expected = if sources.contains(source) { vec!["Jalan"] } else { vec![] };
        let found = titles(&server, PROPOSALS, &json!({ "fundingSources": [source.as_str()] })).await;
        assert_eq!(found, expected, "{}", source.as_str());
    }
    let mut expected = words.map(|word| (word.to_owned(), 1_i64));
    expected.sort_unstable();
    let mut found = groups(&server, "FUNDING_SOURCE").await;
    found.sort_unstable();
    assert_eq!(found, expected);
}

async fn an_agency_has_what_it_was_told_to_do_and_not_what_went_elsewhere(server: Server) {
    let siti = server.person("siti", None).await;
    let dpu = server.person("dpu", Some((Role::AgencyOfficer, None, Some("dpu")))).await;
    let moved = siti.propose(json!({ "title": "Jalan", "initialAgency": "dpu" })).await;
    siti.propose(json!({ "title": "Jembatan", "initialAgency": "dpu" })).await;
    run(&server, "UPDATE proposals SET status = 'OPD_REVIEW', final_agency = 'dpu' WHERE title = 'Jalan'".into()).await;
    let input =
        json!({ "id": moved["id"], "version": moved["version"], "agency": "dinkes", "reasonText": "Untuk jalan ke puskesmas." });
    let answer = dpu.mutate("reassignProposal", "ReassignProposalInput", input).await;
    assert_eq!(answer["errors"], json!([]), "{answer}");
    for (agency, expected) in [("dinkes", ["Jalan"]), ("dpu", ["Jembatan"])] {
        assert_eq!(titles(&server, PROPOSALS, &json!({ "agency": agency })).await, expected, "{agency}");
    }
    assert_eq!(groups(&server, "AGENCY").await, [("dinkes".to_owned(), 1_i64), ("dpu".to_owned(), 1)]);
}
