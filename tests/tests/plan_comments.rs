//! What is said about plans: where it hangs, how it is settled and hidden, the same on SQLite and PostgreSQL.

#[macro_use]
mod harness;

use backend::journal::entries_after;
use backend::migration::m0019_of_draft::{EARLIER_COMMENTS, EARLIER_VERSIONS};
use harness::{Person, Server, mistake, refusal};
use reqwest::Method;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use shared::access::Role;
use shared::operations::Operation;
use shared::operations::plan::*;
use shared::operations::plan_comment::*;
use shared::operations::plan_step::*;

on_both_databases! {
    comments_hang_on_sections_and_are_settled,
    who_takes_part_hides_nothing,
    one_account_cannot_flood_the_conversation_about_a_plan,
    what_was_said_and_named_in_a_draft_stays_its_participants_own,
    what_was_opened_before_this_was_kept_apart_is_told_apart,
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
    // What was said of another plan is answered there.
    let other = desa.make::<CreatePlan>(json!({ "area": VILLAGE, "title": "Gula kelapa", "template": "BLANK" })).await;
    let there = json!({ "planId": other["id"], "anchorKind": "PLAN", "body": "Di sana." });
    let there = desa.make::<AddPlanComment>(there).await["id"].clone();
    assert_eq!(mistake(&say(&desa, there, "PLAN", Value::Null, "x").await), ("NOT_FOUND", Some("parentId")));
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

async fn one_account_cannot_flood_the_conversation_about_a_plan(server: Server) {
    let (desa, plan) = open_plan(&server).await;
    let siti = server.person("siti", None).await;
    let mut said = 0;
    let refused = loop {
        let answer = say(&siti, &plan, &Value::Null, "Lagi!").await;
        if answer["object"].is_null() || said == 100 {
            break answer;
        }
        said += 1;
    };
    assert_eq!(refusal(&refused), "RATE_LIMITED", "after {said}: {refused}");
    assert_eq!(say(&desa, &plan, &Value::Null, "Saya belum bicara.").await["errors"], json!([]));
}

/// A plan in whose draft the village and Siti talked about what nobody else was to hear, and named a version: it was opened
/// since. Gives what was said.
async fn opened(server: &Server) -> (Person, Person, Value, Value) {
    let desa = server.person("desa", Some((Role::VillageOperator, Some(VILLAGE), None))).await;
    let siti = server.person("siti", None).await;
    let input = json!({ "area": VILLAGE, "title": "Jalan Karanggude", "template": "BLANK" });
    let plan = desa.make::<CreatePlan>(input).await;
    desa.make::<AddPlanParticipant>(json!({ "planId": plan["id"], "contact": "siti@contoh.id", "role": "EDITOR" })).await;
    let said = say(&desa, &plan, &Value::Null, "Rahasia.").await["object"].clone();
    desa.make::<NamePlanVersion>(json!({ "planId": plan["id"], "name": "Konsep rahasia" })).await;
    desa.make::<MovePlan>(json!({ "id": plan["id"], "to": "OPEN" })).await;
    (desa, siti, plan, said)
}

async fn say(person: &Person, plan: &Value, parent: &Value, body: &str) -> Value {
    let input = json!({ "planId": plan["id"], "parentId": parent, "anchorKind": "PLAN", "body": body });
    person.send::<AddPlanComment>(input).await
}

/// How many comments and versions the person is told of, in every place that tells; and what these are.
async fn told(person: &Person, plan: &Value) -> (u64, u64, String) {
    let query = "query($id: ID!, $filter: PlanFilter) {
      plan(id: $id) {
        commentCount comments(first: 10) { totalCount nodes { body ofDraft } } versions(first: 10) { totalCount nodes { name ofDraft } }
      }
      planVersions(planId: $id, first: 10) { totalCount nodes { name } }
      plans(first: 10, filter: $filter) { nodes { commentCount comments(first: 10) { totalCount nodes { body } } } } }";
    let open = json!({ "stages": ["OPEN"] });
    let read = person.get(query, json!({ "id": plan["id"], "filter": open })).await;
    let (one, listed) = (&read["plan"], &read["plans"]["nodes"][0]);
    let number = |value: &Value| value.as_u64().unwrap();
    let length = |value: &Value| value["nodes"].as_array().unwrap().len() as u64;
    let (comments, versions) = (number(&one["commentCount"]), number(&read["planVersions"]["totalCount"]));
    for other in [&one["comments"]["totalCount"], &listed["commentCount"], &listed["comments"]["totalCount"]] {
        assert_eq!(number(other), comments, "{read}");
    }
    assert_eq!((length(&one["comments"]), length(&listed["comments"])), (comments, comments), "{read}");
    assert_eq!((number(&one["versions"]["totalCount"]), length(&one["versions"])), (versions, versions), "{read}");
    assert_eq!(length(&read["planVersions"]), versions, "{read}");
    (comments, versions, read.to_string())
}

async fn what_was_said_and_named_in_a_draft_stays_its_participants_own(server: Server) {
    let (desa, siti, plan, said) = opened(&server).await;
    let budi = server.person("budi", None).await;
    let camat = server.person("camat", Some((Role::DistrictOfficer, Some("33.02.17"), None))).await;
    let admin = server.person("admin", Some((Role::Admin, Some("33.02"), None))).await;
    assert_eq!(said["id"].as_str().map(|id| &id[..4]), Some("cmt_"));
    say(&budi, &plan, &Value::Null, "Kapan mulai?").await;
    // Where a thread stands, its answers stand, also those that come later.
    let answer = say(&siti, &plan, &said["id"], "Rahasia juga.").await["object"].clone();
    let node = "query($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }";
    for stranger in [&server.anonymous(), &budi, &camat, &admin] {
        let (comments, versions, words) = told(stranger, &plan).await;
        assert_eq!((comments, versions), (1, 1), "{words}");
        assert!(!words.to_lowercase().contains("rahasia") && !words.contains("\"ofDraft\":true"), "{words}");
        for secret in [&said, &answer] {
            let found = stranger.get(node, json!({ "id": secret["id"] })).await;
            assert_eq!(found, json!({ "node": null, "nodes": [null] }));
        }
    }
    for participant in [&desa, &siti] {
        let (comments, versions, words) = told(participant, &plan).await;
        assert_eq!((comments, versions), (3, 2), "{words}");
        assert!(
            words.contains("Rahasia juga.") && words.contains("Konsep rahasia") && words.contains("\"ofDraft\":true"),
            "{words}"
        );
    }
    // The app knows which they are, and so do its readers.
    let page = PlanPartVariables { id: plan["id"].as_str().unwrap().parse().unwrap(), first: 10, after: None };
    let shown = siti.run::<PlanComments>(page).await.answer.unwrap().comments.nodes;
    assert_eq!(shown.iter().map(|it| it.of_draft).collect::<Vec<_>>(), [true, true, false], "{shown:?}");
    // A file is passed on: everybody gets the same.
    for person in [&server.anonymous(), &desa] {
        let path = format!("/plans/{}/export.json", plan["id"].as_str().unwrap());
        let file = person.request(Method::GET, &path).send().await.unwrap().text().await.unwrap();
        assert!(!file.contains("rahasia") && file.contains("\"versions\""), "{file}");
    }
    // To everybody else it is as if it were not there.
    assert_eq!(mistake(&say(&budi, &plan, &said["id"], "Apa?").await), ("NOT_FOUND", Some("parentId")));
    let settle = json!({ "commentId": said["id"], "resolved": true });
    assert_eq!(refusal(&budi.send::<ResolvePlanComment>(settle.clone()).await), "NOT_FOUND");
    let hide = json!({ "commentId": said["id"], "reason": "Kasar." });
    assert_eq!(refusal(&camat.send::<HidePlanComment>(hide).await), "NOT_FOUND");
    siti.make::<ResolvePlanComment>(settle).await;
    let public = entries_after(&server.app.db, 0, 1_000, true).await.unwrap();
    let of_it = public.iter().filter(|entry| plan["id"] == entry.subject).map(|entry| entry.kind.as_str());
    // That it is written in is told every few seconds.
    assert_eq!(of_it.filter(|kind| *kind != "plan.edited").collect::<Vec<_>>(), ["plan.opened", "plan.comment_added"]);
    // Whoever leaves is told no more of it than anybody.
    siti.make::<RemovePlanParticipant>(json!({ "planId": plan["id"], "accountId": siti.id().await })).await;
    assert_eq!(told(&siti, &plan).await.0, 1);
}

async fn what_was_opened_before_this_was_kept_apart_is_told_apart(server: Server) {
    let (desa, siti, plan, said) = opened(&server).await;
    say(&siti, &plan, &said["id"], "Rahasia juga.").await;
    let public = say(&siti, &plan, &Value::Null, "Kapan mulai?").await["object"].clone();
    say(&desa, &plan, &public["id"], "Bulan depan.").await;
    desa.make::<NamePlanVersion>(json!({ "planId": plan["id"], "name": "Musdes" })).await;
    desa.make::<CreatePlan>(json!({ "area": VILLAGE, "title": "Draf", "template": "BLANK" })).await;
    let expected = told(&server.anonymous(), &plan).await;
    assert_eq!((expected.0, expected.1), (2, 2));
    // As it was: nothing was kept apart. Not all within one thousandth of a second, as tests are quick.
    for statement in [
        "UPDATE plan_versions SET at = at - 1000 WHERE of_draft OR stage = 'OPEN'",
        "UPDATE plan_versions SET at = at - 1000 WHERE of_draft",
        "UPDATE plan_comments SET created_at = created_at - 2000 WHERE of_draft AND depth = 0",
        "UPDATE plan_versions SET of_draft = FALSE",
        "UPDATE plan_comments SET of_draft = FALSE",
        EARLIER_VERSIONS,
        EARLIER_COMMENTS,
    ] {
        server.app.db.writer().execute_unprepared(statement).await.unwrap();
    }
    assert_eq!(told(&server.anonymous(), &plan).await, expected);
    assert_eq!(told(&desa, &plan).await.0, 4);
}
