//! What is said about plans: where it hangs, how it is settled and hidden, the same on SQLite and PostgreSQL.

#[macro_use]
mod harness;

use harness::{Person, Server, mistake, refusal};
use serde_json::{Value, json};
use shared::access::Role;
use shared::operations::Operation;
use shared::operations::plan::*;
use shared::operations::plan_comment::*;
use shared::operations::plan_step::*;

on_both_databases! {
    comments_hang_on_sections_and_are_settled,
    who_takes_part_hides_nothing,
}

const VILLAGE: &str = "33.02.17.2019";

/// The village's operator, and a plan of theirs that everybody may discuss.
async fn open_plan(server: &Server) -> (Person, Value) {
    let desa = server.person("desa", Some((Role::VillageOperator, Some(VILLAGE), None))).await;
    let input = json!({ "area": VILLAGE, "title": "Jalan Karanggude", "template": "BLANK" });
    let plan = desa.make::<CreatePlan>(input).await;
    desa.make::<MovePlan>(json!({ "id": plan["id"], "to": "OPEN" })).await;
    (desa, plan)
}

async fn comments_hang_on_sections_and_are_settled(server: Server) {
    let (desa, plan) = open_plan(&server).await;
    let siti = server.person("siti", None).await;
    let say = async |person: &Person, parent: Value, kind: &str, row: Value, body: &str| {
        let input = json!({ "planId": plan["id"], "parentId": parent, "anchorKind": kind, "anchorId": row, "body": body });
        person.send::<AddPlanComment>(input).await
    };
    let section = &plan["sections"][0]["id"];
    let first = say(&siti, Value::Null, "SECTION", section.clone(), "Kurang jelas.").await["object"].clone();
    assert_eq!((&first["anchorId"], &first["office"], &first["canResolve"]), (section, &Value::Null, &json!(true)));
    let answer = say(&desa, first["id"].clone(), "PLAN", Value::Null, "Kami perbaiki.").await["object"].clone();
    assert_eq!((&answer["anchorId"], &answer["depth"], &answer["canResolve"]), (section, &json!(1), &json!(false)));
    assert!(answer["office"].is_string());
    for (parent, kind, row, expected) in [
        (Value::Null, "SECTION", Value::Null, ("UNKNOWN_SECTION", Some("anchorId"))),
        (Value::Null, "PLAN", section.clone(), ("UNKNOWN_SECTION", Some("anchorId"))),
        (Value::Null, "FEATURE", section.clone(), ("UNKNOWN_SECTION", Some("anchorId"))),
        (Value::Null, "SECTION", json!("nonsense"), ("UNKNOWN_SECTION", Some("anchorId"))),
        (json!("cmt_00000000000070008000000000000009"), "PLAN", Value::Null, ("NOT_FOUND", Some("parentId"))),
        (json!("nonsense"), "PLAN", Value::Null, ("NOT_FOUND", Some("parentId"))),
    ] {
        assert_eq!(mistake(&say(&siti, parent, kind, row, "x").await), expected);
    }
    assert_eq!(mistake(&say(&siti, Value::Null, "PLAN", Value::Null, " ").await), ("REQUIRED", Some("body")));
    assert_eq!(refusal(&say(&server.anonymous(), Value::Null, "PLAN", Value::Null, "x").await), "UNAUTHENTICATED");
    let settle = async |person: &Person, id: &Value, resolved: bool| {
        person.send::<ResolvePlanComment>(json!({ "commentId": id, "resolved": resolved })).await
    };
    let budi = server.person("budi", None).await;
    assert_eq!(refusal(&settle(&budi, &first["id"], true).await), "FORBIDDEN");
    assert_eq!(refusal(&settle(&desa, &answer["id"], true).await), "NOT_FOUND");
    assert!(settle(&desa, &first["id"], true).await["object"]["resolvedAt"].is_string());
    let settled = budi
        .get(
            "query($id: ID!) { node(id: $id) { ... on PlanComment { resolvedBy { displayName } } } }",
            json!({ "id": first["id"] }),
        )
        .await;
    assert_eq!(settled["node"]["resolvedBy"]["displayName"], "desa");
    assert!(settle(&siti, &first["id"], false).await["object"]["resolvedAt"].is_null());
    let talk = budi.get(PlanComments::DOCUMENT, json!({ "id": plan["id"], "first": 1 })).await["answer"]["comments"].clone();
    assert_eq!((&talk["totalCount"], &talk["nodes"][0]["body"]), (&json!(2), &json!("Kurang jelas.")));
    let rest = json!({ "id": plan["id"], "first": 1, "after": talk["pageInfo"]["endCursor"] });
    let rest = budi.get(PlanComments::DOCUMENT, rest).await["answer"]["comments"].clone();
    assert_eq!(rest["nodes"][0]["body"], "Kami perbaiki.");
}

async fn who_takes_part_hides_nothing(server: Server) {
    let (desa, plan) = open_plan(&server).await;
    let siti = server.person("siti", None).await;
    let district = server.person("camat", Some((Role::DistrictOfficer, Some("33.02.17"), None))).await;
    let input = json!({ "planId": plan["id"], "anchorKind": "PLAN", "body": "Kata kasar." });
    let comment = siti.make::<AddPlanComment>(input).await;
    let hide = |reason: &str| json!({ "commentId": comment["id"], "reason": reason });
    for person in [&desa, &siti] {
        assert_eq!(refusal(&person.send::<HidePlanComment>(hide("x")).await), "FORBIDDEN");
    }
    assert_eq!(mistake(&district.send::<HidePlanComment>(hide("")).await), ("REQUIRED", Some("reason")));
    let hidden = district.make::<HidePlanComment>(hide("Kasar.")).await;
    assert_eq!((&hidden["body"], &hidden["hiddenReason"], &hidden["canHide"]), (&Value::Null, &json!("Kasar."), &json!(false)));
    assert_eq!(mistake(&district.send::<HidePlanComment>(hide("Lagi.")).await), ("ALREADY_HIDDEN", None));
    let read = siti.get(PlanPage::DOCUMENT, json!({ "id": plan["id"] })).await;
    assert_eq!(read["answer"]["commentCount"], 0);
}
