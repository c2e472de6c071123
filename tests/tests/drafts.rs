//! What was never handed in is its author's alone, the same on SQLite and on PostgreSQL.

#[macro_use]
mod harness;

use backend::journal::entries_after;
use harness::{Person, Server, fields, photo};
use reqwest::Method;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use shared::access::Role;

on_both_databases! {
    a_draft_that_is_given_up_is_shown_to_nobody_else,
    who_lost_an_office_hands_nothing_in_under_its_name,
    a_draft_for_a_year_that_is_over_is_mended_before_it_is_handed_in,
    a_key_finds_only_what_its_own_sender_made,
}

async fn a_draft_that_is_given_up_is_shown_to_nobody_else(server: Server) {
    let (siti, budi) = (server.person("siti", None).await, server.person("budi", None).await);
    let admin = server.person("admin", Some((Role::Admin, Some("33.02"), None))).await;
    let sent = siti.request(Method::POST, "/media").header("content-type", "image/png").body(photo()).send().await.unwrap();
    let kept: Value = serde_json::from_str(&sent.text().await.unwrap()).unwrap();
    let mut form = fields();
    form["photos"] = json!([kept["id"]]);
    let draft = siti.mutate("createProposal", "CreateProposalInput", json!({ "fields": form })).await["proposal"].clone();
    let input = json!({ "id": draft["id"], "version": draft["version"], "reason": "Salah alamat." });
    let given_up = siti.mutate("withdrawProposal", "WithdrawProposalInput", input).await["proposal"].clone();
    assert_eq!(given_up["status"], "WITHDRAWN");

    let about = "query($id: ID!) { proposal(id: $id) { title } node(id: $id) { id }
        proposals(first: 10, filter: {statuses: [WITHDRAWN]}) { nodes { id } totalCount } area(code: \"33.02.17.2019\") { proposalCount } }";
    let nothing =
        json!({ "proposal": null, "node": null, "proposals": { "nodes": [], "totalCount": 0 }, "area": { "proposalCount": 0 } });
    let picture = format!("/media/{}", kept["id"].as_str().unwrap());
    for stranger in [&server.anonymous(), &budi, &admin] {
        assert_eq!(stranger.get(about, json!({ "id": draft["id"] })).await, nothing);
        assert_eq!(stranger.request(Method::GET, &picture).send().await.unwrap().status(), 404);
    }
    let shown = siti.request(Method::GET, &picture).send().await.unwrap();
    assert_eq!(shown.headers()["cache-control"], "private, no-store");
    let own = siti.get(about, json!({ "id": draft["id"] })).await;
    assert_eq!((&own["proposals"]["totalCount"], &own["area"]["proposalCount"]), (&json!(1), &json!(0)), "{own}");
    let comment = "mutation($p: ID!) { addComment(input: {proposalId: $p, body: \"Halo\"}) { comment { id } } }";
    let refused = siti.ask(comment, json!({ "p": draft["id"] })).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "FORBIDDEN");

    let record = entries_after(&server.app.db, 0, 1_000, true).await.unwrap();
    assert!(record.iter().all(|entry| draft["id"] != entry.subject), "the public record tells of it");
    // What was handed in once stays in the public record.
    let public = siti.propose(json!({})).await;
    let input = json!({ "id": public["id"], "version": public["version"] });
    siti.mutate("withdrawProposal", "WithdrawProposalInput", input).await;
    assert_eq!(budi.get(about, json!({ "id": public["id"] })).await["proposals"]["nodes"], json!([{ "id": public["id"] }]));
}

async fn a_draft_for_a_year_that_is_over_is_mended_before_it_is_handed_in(server: Server) {
    let siti = server.person("siti", None).await;
    let draft = siti.mutate("createProposal", "CreateProposalInput", json!({ "fields": fields() })).await["proposal"].clone();
    server.app.db.writer().execute_unprepared("UPDATE proposals SET fiscal_year = 2020").await.unwrap();
    let input = json!({ "id": draft["id"], "version": draft["version"] });
    let refused = siti.mutate("submitProposal", "ProposalVersionInput", input).await;
    assert_eq!((&refused["errors"][0]["code"], &refused["errors"][0]["field"]), (&json!("OUT_OF_RANGE"), &json!("fiscalYear")));
    let input = json!({ "id": draft["id"], "version": draft["version"], "fields": fields() });
    let mended = siti.mutate("updateProposal", "UpdateProposalInput", input).await["proposal"].clone();
    let input = json!({ "id": mended["id"], "version": mended["version"] });
    assert_eq!(siti.mutate("submitProposal", "ProposalVersionInput", input).await["proposal"]["status"], "SUBMITTED");
}

async fn who_lost_an_office_hands_nothing_in_under_its_name(server: Server) {
    let admin = server.person("admin", Some((Role::Admin, Some("33.02"), None))).await;
    let operator = server.person("desa", Some((Role::VillageOperator, Some("33.02.17.2019"), None))).await;
    let mut form = fields();
    form["proposerType"] = json!("VILLAGE");
    let draft = operator.mutate("createProposal", "CreateProposalInput", json!({ "fields": form })).await["proposal"].clone();
    let grants = operator.get("{ viewer { account { grants { id } } } }", json!({})).await;
    let revoke = "mutation($g: ID!) { revokeRole(input: {grantId: $g}) { errors { code } } }";
    admin.get(revoke, json!({ "g": grants["viewer"]["account"]["grants"][0]["id"] })).await;

    let input = json!({ "id": draft["id"], "version": draft["version"] });
    let refused = operator.mutate("submitProposal", "ProposalVersionInput", input).await;
    assert_eq!((&refused["errors"][0]["code"], &refused["errors"][0]["field"]), (&json!("NOT_YOUR_NAME"), &json!("proposerType")));
    form["proposerType"] = json!("RESIDENT");
    let input = json!({ "id": draft["id"], "version": draft["version"], "fields": form });
    let mended = operator.mutate("updateProposal", "UpdateProposalInput", input).await["proposal"].clone();
    let input = json!({ "id": mended["id"], "version": mended["version"] });
    assert_eq!(operator.mutate("submitProposal", "ProposalVersionInput", input).await["proposal"]["status"], "SUBMITTED");
}

async fn a_key_finds_only_what_its_own_sender_made(server: Server) {
    let (siti, budi) = (server.person("siti", None).await, server.person("budi", None).await);
    let send = async |person: &Person| {
        let input = json!({ "fields": fields(), "clientKey": "kunci" });
        let answer = person.mutate("createProposal", "CreateProposalInput", input).await;
        assert_eq!(answer["errors"], json!([]), "{answer}");
        answer["proposal"]["id"].clone()
    };
    let (hers, his) = (send(&siti).await, send(&budi).await);
    assert_ne!(hers, his, "nobody guesses their way to a draft");
    assert_eq!((send(&siti).await, send(&budi).await), (hers, his));
}
