//! A plan's way through the stages.

use super::harness::{Person, Server, mistake, refusal};
use super::{begin, invite, open, page, step, village};
use serde_json::{Value, json};
use shared::operations::Operation;
use shared::operations::plan::PlanVersions;
use shared::operations::plan_comment::AddPlanComment;
use shared::operations::plan_step::{ChangePlanParticipant, MovePlan, NamePlanVersion, SignPlan};

on_both_databases! {
    a_plan_is_agreed_when_both_sides_signed_what_it_says,
    who_gets_another_part_signs_anew,
    a_plan_that_is_replaced_names_what_replaces_it,
    what_happened_in_a_draft_stays_there,
}

async fn a_plan_is_agreed_when_both_sides_signed_what_it_says(server: Server) {
    let (desa, siti) = (village(&server).await, server.person("siti", None).await);
    let plan = begin(&desa, json!({})).await;
    invite(&desa, &plan, "siti", "EDITOR").await;
    let sign = async |person: &Person, signed: bool| person.send::<SignPlan>(json!({ "id": plan["id"], "signed": signed })).await;
    assert_eq!(mistake(&step(&desa, &plan, "IN_REVIEW").await), ("NO_SUCH_STAGE", Some("to")));
    assert_eq!(refusal(&step(&siti, &plan, "OPEN").await), "FORBIDDEN");
    open(&desa, &plan).await;
    assert_eq!(refusal(&sign(&desa, true).await), "FORBIDDEN");
    step(&desa, &plan, "IN_REVIEW").await;
    assert_eq!(page(&siti, &plan).await["viewerActions"], json!(["COMMENT", "SIGN"]));
    assert_eq!(refusal(&desa.send::<NamePlanVersion>(json!({ "planId": plan["id"], "name": "x" })).await), "FORBIDDEN");
    assert_eq!(mistake(&step(&desa, &plan, "AGREED").await), ("SIGNATURES_MISSING", None));
    sign(&desa, true).await;
    assert_eq!(mistake(&step(&desa, &plan, "AGREED").await), ("SIGNATURES_MISSING", None));
    sign(&siti, true).await;
    assert_eq!(page(&desa, &plan).await["nextStages"], json!(["AGREED", "OPEN"]));
    sign(&siti, false).await;
    assert_eq!(mistake(&step(&desa, &plan, "AGREED").await), ("SIGNATURES_MISSING", None));
    // Opened again, it has to be signed again.
    sign(&siti, true).await;
    open(&desa, &plan).await;
    step(&desa, &plan, "IN_REVIEW").await;
    assert_eq!(mistake(&step(&desa, &plan, "AGREED").await), ("SIGNATURES_MISSING", None));
    sign(&desa, true).await;
    sign(&siti, true).await;
    let agreed = step(&desa, &plan, "AGREED").await["object"].clone();
    assert_eq!((&agreed["stage"], &agreed["viewerActions"]), (&json!("AGREED"), &json!(["LEAD"])));
    let versions = desa.get(PlanVersions::DOCUMENT, json!({ "id": plan["id"], "first": 10 })).await["answer"].clone();
    let stages: Vec<_> = versions["nodes"].as_array().unwrap().iter().map(|version| version["stage"].clone()).collect();
    assert_eq!(stages, ["OPEN", "IN_REVIEW", "OPEN", "IN_REVIEW", "AGREED"]);
    let history = "query($id: ID!) { plan(id: $id) { history(first: 50) { nodes { kind } } } }";
    let history = server.anonymous().get(history, json!({ "id": plan["id"] })).await["plan"]["history"]["nodes"].to_string();
    for kind in ["opened", "review_begun", "reopened", "signed", "signature_withdrawn", "agreed"] {
        assert!(history.contains(&format!("plan.{kind}")), "{kind}");
    }
}

async fn who_gets_another_part_signs_anew(server: Server) {
    let (desa, siti) = (village(&server).await, server.person("siti", None).await);
    let plan = begin(&desa, json!({})).await;
    invite(&desa, &plan, "siti", "EDITOR").await;
    open(&desa, &plan).await;
    step(&desa, &plan, "IN_REVIEW").await;
    let sign = json!({ "id": plan["id"], "signed": true });
    for person in [&desa, &siti] {
        person.make::<SignPlan>(sign.clone()).await;
    }
    let owner = json!({ "planId": plan["id"], "accountId": siti.id().await, "role": "OWNER" });
    let told = desa.make::<ChangePlanParticipant>(owner).await;
    for plan in [&told, &page(&desa, &plan).await] {
        let signed = [0, 1].map(|at: usize| plan["participants"][at]["signed"].clone());
        assert_eq!(signed, [true, false], "{plan}");
    }
    assert_eq!(mistake(&step(&desa, &plan, "AGREED").await), ("SIGNATURES_MISSING", None));
    siti.make::<SignPlan>(sign).await;
    assert_eq!(step(&desa, &plan, "AGREED").await["errors"], json!([]));
}

async fn a_plan_that_is_replaced_names_what_replaces_it(server: Server) {
    let (desa, siti) = (village(&server).await, server.person("siti", None).await);
    let (old, new, draft) =
        (begin(&desa, json!({})).await, begin(&desa, json!({ "title": "Baru" })).await, begin(&desa, json!({})).await);
    invite(&desa, &old, "siti", "EDITOR").await;
    for to in ["OPEN", "IN_REVIEW"] {
        step(&desa, &old, to).await;
    }
    for person in [&desa, &siti] {
        person.make::<SignPlan>(json!({ "id": old["id"], "signed": true })).await;
    }
    step(&desa, &old, "AGREED").await;
    open(&desa, &new).await;
    let by = |successor: &Value| json!({ "id": old["id"], "to": "SUPERSEDED", "supersededBy": successor });
    assert_eq!(mistake(&desa.send::<MovePlan>(by(&Value::Null)).await), ("REQUIRED", Some("supersededBy")));
    for wrong in [&old["id"], &draft["id"], &json!("nonsense"), &json!("pln_00000000000070008000000000000009")] {
        assert_eq!(mistake(&desa.send::<MovePlan>(by(wrong)).await), ("NOT_FOUND", Some("supersededBy")), "{wrong}");
    }
    let replaced = desa.make::<MovePlan>(by(&new["id"])).await;
    assert_eq!(replaced["supersededBy"], json!({ "id": new["id"], "title": "Baru" }));
    assert_eq!(page(&server.anonymous(), &old).await["supersededBy"]["title"], "Baru");
    // What was replaced itself replaces nothing: its readers would go in a circle.
    invite(&desa, &new, "siti", "EDITOR").await;
    step(&desa, &new, "IN_REVIEW").await;
    for person in [&desa, &siti] {
        person.make::<SignPlan>(json!({ "id": new["id"], "signed": true })).await;
    }
    assert_eq!(step(&desa, &new, "AGREED").await["errors"], json!([]));
    let back = json!({ "id": new["id"], "to": "SUPERSEDED", "supersededBy": old["id"] });
    assert_eq!(mistake(&desa.send::<MovePlan>(back).await), ("NOT_FOUND", Some("supersededBy")));
}

async fn what_happened_in_a_draft_stays_there(server: Server) {
    let (desa, _) = (village(&server).await, server.person("siti", None).await);
    let plan = begin(&desa, json!({})).await;
    invite(&desa, &plan, "siti", "EDITOR").await;
    desa.make::<NamePlanVersion>(json!({ "planId": plan["id"], "name": "Konsep" })).await;
    desa.make::<AddPlanComment>(json!({ "planId": plan["id"], "anchorKind": "PLAN", "body": "Rahasia." })).await;
    open(&desa, &plan).await;
    let public = backend::journal::entries_after(&server.app.db, 0, 1_000, true).await.unwrap();
    let of_it: Vec<_> = public.iter().filter(|entry| plan["id"] == entry.subject).map(|entry| entry.kind.as_str()).collect();
    assert_eq!(of_it, ["plan.opened"]);
    let verdict = backend::journal::verify::verify(&server.app.db).await.unwrap();
    assert!(matches!(verdict, backend::journal::verify::Verdict::Intact { .. }), "{verdict:?}");
}
