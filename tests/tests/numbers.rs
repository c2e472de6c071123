//! "Usulan ke": the number of a proposal within its proposer and year, the same on SQLite and on PostgreSQL.

#[macro_use]
mod harness;

use futures_util::future::join_all;
use harness::{Person, Server, fields};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

on_both_databases! {
    proposals_handed_in_at_once_have_numbers_of_their_own,
    a_number_is_never_given_again,
    what_comes_into_the_next_cycle_is_counted_there,
}

async fn number(person: &Person, proposal: &Value) -> i64 {
    let query = "query($id: ID!) { proposal(id: $id) { proposalNumber } }";
    person.get(query, json!({ "id": proposal["id"] })).await["proposal"]["proposalNumber"].as_i64().unwrap()
}

async fn draft(person: &Person, year: i32) -> Value {
    let mut form = fields();
    form["fiscalYear"] = json!(year);
    let answer = person.mutate("createProposal", "CreateProposalInput", json!({ "fields": form })).await;
    assert_eq!(answer["errors"], json!([]), "{answer}");
    answer["proposal"].clone()
}

async fn to_year(person: &Person, proposal: &Value, year: i32) -> Value {
    let mut form = fields();
    form["fiscalYear"] = json!(year);
    let input = json!({ "id": proposal["id"], "version": proposal["version"], "fields": form });
    let answer = person.mutate("updateProposal", "UpdateProposalInput", input).await;
    assert_eq!(answer["errors"], json!([]), "{answer}");
    answer["proposal"].clone()
}

async fn numbers(person: &Person, year: i32) -> Vec<i64> {
    let query = "query($y: [Int!]) { proposals(first: 100, filter: {mine: true, fiscalYears: $y}) { nodes { proposalNumber } } }";
    let list = person.get(query, json!({ "y": [year] })).await["proposals"]["nodes"].clone();
    let mut numbers: Vec<_> = list.as_array().unwrap().iter().map(|node| node["proposalNumber"].as_i64().unwrap()).collect();
    numbers.sort_unstable();
    numbers
}

async fn proposals_handed_in_at_once_have_numbers_of_their_own(server: Server) {
    let (siti, budi) = (server.person("siti", None).await, server.person("budi", None).await);
    join_all((0..16).map(|turn| (if turn % 2 == 0 { &siti } else { &budi }).propose(json!({})))).await;
    for person in [&siti, &budi] {
        assert_eq!(numbers(person, 2028).await, (1..=8).collect::<Vec<_>>());
    }
    // While some come from another year, others are begun in this one.
    let other_year = join_all((0..6).map(|_| draft(&siti, 2027))).await;
    let moved = join_all(other_year.iter().map(|proposal| to_year(&siti, proposal, 2028)));
    futures_util::future::join(moved, join_all((0..6).map(|_| siti.propose(json!({}))))).await;
    assert_eq!(numbers(&siti, 2028).await, (1..=20).collect::<Vec<_>>());
}

async fn a_number_is_never_given_again(server: Server) {
    let siti = server.person("siti", None).await;
    let (first, second) = (draft(&siti, 2028).await, draft(&siti, 2028).await);
    assert_eq!((number(&siti, &first).await, number(&siti, &second).await), (1, 2));
    let second = to_year(&siti, &second, 2027).await;
    assert_eq!(number(&siti, &second).await, 1);
    let third = draft(&siti, 2028).await;
    assert_eq!(number(&siti, &third).await, 3);
    // Back in the year it came from, it is the latest there; an edit within the year leaves the number.
    let second = to_year(&siti, &second, 2028).await;
    assert_eq!(number(&siti, &second).await, 4);
    let second = to_year(&siti, &second, 2028).await;
    assert_eq!(number(&siti, &second).await, 4);
    let literal = if server.app.db.is_sqlite() { "X" } else { "uuid " };
    let id = second["id"].as_str().unwrap().trim_start_matches("prp_");
    server.app.db.writer().execute_unprepared(&format!("DELETE FROM proposals WHERE id = {literal}'{id}'")).await.unwrap();
    assert_eq!(number(&siti, &draft(&siti, 2028).await).await, 5);
}

async fn what_comes_into_the_next_cycle_is_counted_there(server: Server) {
    let siti = server.person("siti", None).await;
    siti.propose(json!({ "fiscalYear": 2027 })).await;
    let late = siti.propose(json!({})).await;
    assert_eq!(number(&siti, &late).await, 1);
    // Put off until its year is over.
    let over = "UPDATE proposals SET status = 'DEFERRED', fiscal_year = 2020 WHERE fiscal_year = 2028";
    server.app.db.writer().execute_unprepared(over).await.unwrap();
    let input = json!({ "id": late["id"], "version": late["version"] });
    let answer = siti.mutate("submitProposal", "ProposalVersionInput", input).await;
    assert_eq!(answer["errors"], json!([]), "{answer}");
    assert_eq!((number(&siti, &late).await, numbers(&siti, 2027).await), (2, vec![1, 2]));
}
