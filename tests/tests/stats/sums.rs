//! Sums keep their digits, and end in a way that is told.

use crate::harness::{Server, mistake};
use crate::proposals::STATS;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use shared::value::Rupiah;

on_both_databases! {
    amounts_at_the_limit_of_the_form_add_up,
    more_than_json_holds_is_told_as_its_limit,
}

async fn total(server: &Server, wanted: &str) -> Value {
    let query = format!("{{ proposalStats {{ total {{ count {wanted} }} }} }}");
    server.anonymous().get(&query, json!({})).await["proposalStats"]["total"].clone()
}

async fn amounts_at_the_limit_of_the_form_add_up(server: Server) {
    let siti = server.person("siti", None).await;
    for _ in 0..3 {
        siti.propose(json!({ "estimatedCost": Rupiah::MOST })).await;
    }
    let mut fields = crate::harness::fields();
    fields["estimatedCost"] = json!(Rupiah::MOST + 1);
    let refused = siti.mutate("createProposal", "CreateProposalInput", json!({ "fields": fields, "submit": true })).await;
    assert_eq!(mistake(&refused), ("OUT_OF_RANGE", Some("estimatedCost")));
    assert!(refused["errors"][0]["message"].as_str().unwrap().contains("10.000.000.000.000"), "{refused}");
    let told = total(&server, "estimatedCost { sum mean median }").await["estimatedCost"].clone();
    let most = Rupiah::MOST as f64;
    assert_eq!(told, json!({ "sum": 3 * Rupiah::MOST, "mean": most, "median": most }));
}

async fn more_than_json_holds_is_told_as_its_limit(server: Server) {
    let siti = server.person("siti", None).await;
    for _ in 0..3 {
        siti.propose(json!({})).await;
    }
    // As much as amounts might be before forms knew a limit, in enough rows to leave 64 bits.
    let id = if server.app.db.is_sqlite() { "randomblob(16)" } else { "gen_random_uuid()" };
    let double = format!(
        "CREATE TEMPORARY TABLE more AS SELECT * FROM proposals; UPDATE more SET id = {id}, client_key = NULL;
         INSERT INTO proposals SELECT * FROM more; DROP TABLE more;"
    );
    let run = async |sql: &str| server.app.db.writer().execute_unprepared(sql).await.unwrap();
    run(&format!("UPDATE proposals SET estimated_cost = {}", Rupiah::MAX)).await;
    for _ in 0..10 {
        run(&double).await;
    }
    let told = total(&server, "estimatedCost { known sum mean median } beneficiaries { sum }").await;
    let (count, most) = (3 * 1024, Rupiah::MAX as f64);
    assert_eq!((&told["count"], &told["beneficiaries"]["sum"]), (&json!(count), &json!(count * 240)));
    assert_eq!(told["estimatedCost"], json!({ "known": count, "sum": Rupiah::MAX, "mean": most, "median": most }));
    let by_status = server.anonymous().get(STATS, json!({ "groupBy": ["STATUS"] })).await;
    assert_eq!(by_status["proposalStats"]["groups"][0]["estimatedCost"]["sum"], Rupiah::MAX);
    // They still read, one by one.
    let list = server.anonymous().get("{ proposals(first: 2) { nodes { estimatedCost } } }", json!({})).await;
    assert_eq!(list["proposals"]["nodes"], json!([{ "estimatedCost": Rupiah::MAX }, { "estimatedCost": Rupiah::MAX }]));
}
