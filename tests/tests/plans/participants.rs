//! Who takes part in a plan, and who does not.

use super::harness::{Server, mistake, refusal};
use super::{begin, invite, page, step, titles, village};
use serde_json::{Value, json};
use shared::access::Role;
use shared::operations::plan_comment::AddPlanComment;
use shared::operations::plan_step::*;

on_both_databases! {
    a_draft_is_its_participants_own,
    an_owner_brings_people_in_and_takes_them_out,
    a_plan_keeps_an_owner,
}

async fn a_draft_is_its_participants_own(server: Server) {
    let (desa, siti) = (village(&server).await, server.person("siti", None).await);
    let plan = begin(&desa, json!({})).await;
    let admin = server.person("admin", Some((Role::Admin, Some("33.02"), None))).await;
    for stranger in [&server.anonymous(), &siti, &admin] {
        assert_eq!(page(stranger, &plan).await, Value::Null);
        let node = stranger.get("query($id: ID!) { node(id: $id) { id } }", json!({ "id": plan["id"] })).await;
        assert_eq!(node["node"], Value::Null);
        let versions =
            stranger.get("query($id: ID!) { planVersions(planId: $id, first: 1) { totalCount } }", json!({ "id": plan["id"] }));
        assert_eq!(versions.await["planVersions"], Value::Null);
        assert!(titles(stranger, json!({}), "NEWEST").await.is_empty());
    }
    for answer in [
        step(&siti, &plan, "OPEN").await,
        invite(&siti, &plan, "siti", "OWNER").await,
        siti.send::<SignPlan>(json!({ "id": plan["id"], "signed": true })).await,
        siti.send::<NamePlanVersion>(json!({ "planId": plan["id"], "name": "x" })).await,
        siti.send::<AddPlanComment>(json!({ "planId": plan["id"], "anchorKind": "PLAN", "body": "x" })).await,
    ] {
        assert_eq!(refusal(&answer), "NOT_FOUND");
    }
    invite(&desa, &plan, "siti", "EDITOR").await;
    assert_eq!(page(&siti, &plan).await["viewerActions"], json!(["EDIT", "COMMENT"]));
    assert_eq!(titles(&siti, json!({}), "NEWEST").await.len(), 1);
    // Whoever leaves a draft sees no more of it.
    let left = json!({ "planId": plan["id"], "accountId": siti.id().await });
    assert_eq!(siti.send::<RemovePlanParticipant>(left).await, json!({ "object": null, "errors": [] }));
    assert_eq!(page(&siti, &plan).await, Value::Null);
}

async fn an_owner_brings_people_in_and_takes_them_out(server: Server) {
    let (desa, siti) = (village(&server).await, server.person("siti", None).await);
    server.person("camat", Some((Role::DistrictOfficer, Some("33.02.17"), None))).await;
    server.person("jauh", Some((Role::VillageOperator, Some("33.02.17.2018"), None))).await;
    let plan = begin(&desa, json!({})).await;
    let with_camat = invite(&desa, &plan, "camat", "OWNER").await["object"].clone();
    assert_eq!(with_camat["participants"][1]["side"], "OFFICIAL");
    // An office that answers for another village speaks for nobody here.
    assert_eq!(invite(&desa, &plan, "jauh", "EDITOR").await["object"]["participants"][2]["side"], "COMMUNITY");
    assert_eq!(mistake(&invite(&desa, &plan, "camat", "EDITOR").await), ("ALREADY_TAKES_PART", Some("contact")));
    assert_eq!(mistake(&invite(&desa, &plan, "entah", "EDITOR").await), ("UNKNOWN_PERSON", Some("contact")));
    let bad = json!({ "planId": plan["id"], "contact": "bukan alamat", "role": "EDITOR" });
    assert_eq!(mistake(&desa.send::<AddPlanParticipant>(bad).await), ("INVALID_CONTACT", Some("contact")));
    let nobody = json!({ "planId": plan["id"], "accountId": "usr_00000000000070008000000000000009", "role": "EDITOR" });
    assert_eq!(mistake(&desa.send::<AddPlanParticipant>(nobody.clone()).await), ("UNKNOWN_PERSON", Some("accountId")));
    assert_eq!(mistake(&desa.send::<ChangePlanParticipant>(nobody).await), ("UNKNOWN_PERSON", Some("accountId")));
    let by_id = json!({ "planId": plan["id"], "accountId": siti.id().await, "role": "EDITOR" });
    desa.make::<AddPlanParticipant>(by_id.clone()).await;
    // An editor leads nothing.
    assert_eq!(refusal(&invite(&siti, &plan, "camat", "EDITOR").await), "FORBIDDEN");
    assert_eq!(refusal(&siti.send::<ChangePlanParticipant>(by_id).await), "FORBIDDEN");
    let camat = json!({ "planId": plan["id"], "accountId": with_camat["participants"][1]["person"]["id"] });
    assert_eq!(refusal(&siti.send::<RemovePlanParticipant>(camat.clone()).await), "FORBIDDEN");
    assert_eq!(desa.make::<RemovePlanParticipant>(camat).await["participants"].as_array().unwrap().len(), 3);
}

async fn a_plan_keeps_an_owner(server: Server) {
    let (desa, siti) = (village(&server).await, server.person("siti", None).await);
    let plan = begin(&desa, json!({})).await;
    invite(&desa, &plan, "siti", "EDITOR").await;
    let own = json!({ "planId": plan["id"], "accountId": desa.id().await });
    let editor = json!({ "planId": plan["id"], "accountId": desa.id().await, "role": "EDITOR" });
    assert_eq!(mistake(&desa.send::<RemovePlanParticipant>(own.clone()).await), ("LAST_OWNER", None));
    assert_eq!(mistake(&desa.send::<ChangePlanParticipant>(editor).await), ("LAST_OWNER", None));
    let owner = json!({ "planId": plan["id"], "accountId": siti.id().await, "role": "OWNER" });
    desa.make::<ChangePlanParticipant>(owner).await;
    assert_eq!(desa.send::<RemovePlanParticipant>(own).await["errors"], json!([]));
}
