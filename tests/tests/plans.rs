//! Plans beside what is written in them live: lists, participants and stages, the same on SQLite and PostgreSQL.

#[macro_use]
mod harness;

use harness::{Person, Server, fields, mistake, refusal, triangle};
use serde_json::{Value, json};
use shared::access::Role;
use shared::operations::Operation;
use shared::operations::plan::*;
use shared::operations::plan_comment::*;
use shared::operations::plan_step::*;

on_both_databases! {
    a_plan_from_a_template_asks_its_questions,
    a_plan_from_proposals_takes_over_what_they_say,
    sent_again_it_is_the_same_plan,
    only_who_answers_for_the_area_begins_a_plan,
    a_draft_is_its_participants_own,
    lists_are_narrowed_and_ordered,
    a_list_comes_page_by_page,
    an_owner_brings_people_in_and_takes_them_out,
    a_plan_keeps_an_owner,
    a_plan_is_agreed_when_both_sides_signed_what_it_says,
    a_plan_that_is_replaced_names_what_replaces_it,
    what_happened_in_a_draft_stays_there,
    a_list_of_fifty_takes_at_most_five_queries,
}

const VILLAGE: &str = "33.02.17.2019";

async fn village(server: &Server) -> Person {
    server.person("desa", Some((Role::VillageOperator, Some(VILLAGE), None))).await
}

async fn organiser(server: &Server) -> Person {
    server.person("karang", Some((Role::CommunityOrganiser, Some(VILLAGE), None))).await
}

async fn begin(person: &Person, changes: Value) -> Value {
    let mut input = json!({ "area": VILLAGE, "title": "Jalan Karanggude", "template": "BLANK" });
    input.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    person.make::<CreatePlan>(input).await
}

async fn step(person: &Person, plan: &Value, to: &str) -> Value {
    person.send::<MovePlan>(json!({ "id": plan["id"], "to": to })).await
}

async fn open(person: &Person, plan: &Value) {
    assert_eq!(step(person, plan, "OPEN").await["errors"], json!([]));
}

async fn invite(person: &Person, plan: &Value, name: &str, role: &str) -> Value {
    let input = json!({ "planId": plan["id"], "contact": format!("{name}@contoh.id"), "role": role });
    person.send::<AddPlanParticipant>(input).await
}

async fn page(person: &Person, plan: &Value) -> Value {
    person.get(PlanPage::DOCUMENT, json!({ "id": plan["id"] })).await["answer"].clone()
}

async fn titles(person: &Person, filter: Value, order: &str) -> Vec<String> {
    let variables = json!({ "filter": filter, "orderBy": order, "first": 100 });
    let list = person.get(Plans::DOCUMENT, variables).await["answer"].clone();
    let nodes = list["nodes"].as_array().unwrap();
    assert_eq!(list["totalCount"], nodes.len());
    nodes.iter().map(|node| node["title"].as_str().unwrap().to_owned()).collect()
}

async fn a_plan_from_a_template_asks_its_questions(server: Server) {
    let desa = village(&server).await;
    let plan = begin(&desa, json!({ "template": "HEALTH_ENVIRONMENT", "sector": "HEALTH", "fiscalYear": 2028 })).await;
    assert_eq!((&plan["stage"], &plan["title"], &plan["seq"]), (&json!("DRAFT"), &json!("Jalan Karanggude"), &json!(1)));
    assert!(plan["sections"].as_array().unwrap().len() >= 4 && plan["indicators"].as_array().unwrap().len() >= 2);
    let owner = &plan["participants"][0];
    assert_eq!((&owner["role"], &owner["side"]), (&json!("OWNER"), &json!("OFFICIAL")));
    assert_eq!(owner["office"], owner["person"]["offices"][0]);
    assert_eq!(plan["viewerActions"], json!(["EDIT", "COMMENT", "LEAD"]));
    assert_eq!(plan["nextStages"], json!(["OPEN"]));
    // What the document says is what the row says.
    let content = page(&desa, &plan).await;
    assert_eq!(content["sections"], plan["sections"]);
    for (changes, expected) in [
        (json!({ "area": "33.02.99" }), ("UNKNOWN_AREA", Some("area"))),
        (json!({ "title": " " }), ("REQUIRED", Some("title"))),
        (json!({ "title": "x".repeat(201) }), ("TOO_LONG", Some("title"))),
        (json!({ "fiscalYear": 1999 }), ("OUT_OF_RANGE", Some("fiscalYear"))),
        (json!({ "proposals": ["prp_00000000000070008000000000000009"] }), ("UNKNOWN_PROPOSAL", Some("proposals"))),
        (json!({ "proposals": ["nonsense"] }), ("UNKNOWN_PROPOSAL", Some("proposals"))),
        (json!({ "proposals": vec!["prp_00000000000070008000000000000009"; 21] }), ("OUT_OF_RANGE", Some("proposals"))),
    ] {
        let mut input = json!({ "area": VILLAGE, "title": "Jalan", "template": "BLANK" });
        input.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        assert_eq!(mistake(&desa.send::<CreatePlan>(input).await), expected, "{changes}");
    }
}

async fn a_plan_from_proposals_takes_over_what_they_say(server: Server) {
    let (desa, siti) = (village(&server).await, server.person("siti", None).await);
    let first = siti.propose(json!({ "title": "Rabat beton", "unitPrice": 1_000_000, "estimatedCost": 120_500_000 })).await;
    let second = siti.propose(json!({ "title": "Talud", "kind": "NON_PHYSICAL", "geometry": null, "problem": "Longsor." })).await;
    let ids = json!([second["id"], first["id"]]);
    let plan = begin(&desa, json!({ "title": "", "proposals": ids })).await;
    assert_eq!((&plan["title"], &plan["sector"], &plan["fiscalYear"]), (&json!("Talud"), &json!("INFRASTRUCTURE"), &json!(2028)));
    let headings: Vec<_> = plan["sections"].as_array().unwrap().iter().map(|section| section["heading"].clone()).collect();
    assert_eq!(headings, ["Talud", "Rabat beton"]);
    assert_eq!(plan["sections"][0]["body"], "Longsor.");
    let totals: Vec<_> = plan["budget"].as_array().unwrap().iter().map(|line| line["total"].clone()).collect();
    assert_eq!(totals, [185_000_000, 120_500_000]);
    assert_eq!((&plan["budget"][0]["volume"], &plan["budget"][1]["volume"]), (&json!(1.0), &json!(120.5)));
    assert_eq!(plan["budgetTotal"], 305_500_000);
    assert_eq!(plan["budgetBySource"], json!([{ "source": null, "total": 305_500_000 }]));
    assert_eq!(plan["features"][0]["geometry"], fields()["geometry"]);
    assert_eq!(plan["proposals"][0]["id"], second["id"]);

    // The proposal's page shows the plan to who may read it.
    let plans_of = async |person: &Person| {
        let page = person.get(ProposalPlans::DOCUMENT, json!({ "id": first["id"] })).await;
        page["answer"]["plans"].as_array().unwrap().len()
    };
    assert_eq!((plans_of(&desa).await, plans_of(&siti).await), (1, 0));
    open(&desa, &plan).await;
    assert_eq!(plans_of(&server.anonymous()).await, 1);

    let draft = siti.mutate("createProposal", "CreateProposalInput", json!({ "fields": fields() })).await;
    let input = json!({ "area": VILLAGE, "title": "", "template": "BLANK", "proposals": [draft["proposal"]["id"]] });
    assert_eq!(mistake(&desa.send::<CreatePlan>(input).await), ("UNKNOWN_PROPOSAL", Some("proposals")));
}

async fn sent_again_it_is_the_same_plan(server: Server) {
    let (desa, karang) = (village(&server).await, organiser(&server).await);
    let key = json!({ "clientKey": "borang-1" });
    let first = begin(&desa, key.clone()).await;
    assert_eq!(begin(&desa, key.clone()).await["id"], first["id"]);
    assert_ne!(begin(&karang, key).await["id"], first["id"]);
    assert_eq!(titles(&desa, json!({}), "NEWEST").await.len(), 1);
}

async fn only_who_answers_for_the_area_begins_a_plan(server: Server) {
    let input = || json!({ "area": VILLAGE, "title": "Jalan", "template": "BLANK" });
    for (person, expected) in [
        (server.anonymous(), "UNAUTHENTICATED"),
        (server.person("siti", None).await, "FORBIDDEN"),
        (server.person("tetangga", Some((Role::VillageOperator, Some("33.02.17.2018"), None))).await, "FORBIDDEN"),
    ] {
        assert_eq!(refusal(&person.send::<CreatePlan>(input()).await), expected);
    }
    let agency = server.person("dinas", Some((Role::AgencyOfficer, None, Some("dpu")))).await;
    assert_eq!(begin(&agency, json!({})).await["participants"][0]["side"], "OFFICIAL");
    assert_eq!(begin(&organiser(&server).await, json!({})).await["participants"][0]["side"], "COMMUNITY");
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

async fn lists_are_narrowed_and_ordered(server: Server) {
    let (desa, siti) = (village(&server).await, server.person("siti", None).await);
    let district = server.person("camat", Some((Role::DistrictOfficer, Some("33.02.17"), None))).await;
    let proposal = siti.propose(json!({ "title": "Rabat beton" })).await;
    let road = begin(&desa, json!({ "title": "Jalan dusun", "sector": "INFRASTRUCTURE", "fiscalYear": 2028 })).await;
    let health = begin(&district, json!({ "title": "Posyandu 100%", "area": "33.02.17", "sector": "HEALTH" })).await;
    let made = begin(&desa, json!({ "title": "Beton", "proposals": [proposal["id"]], "fiscalYear": 2027 })).await;
    for (person, plan) in [(&desa, &road), (&district, &health), (&desa, &made)] {
        open(person, plan).await;
    }
    step(&desa, &made, "IN_REVIEW").await;
    let draft = begin(&desa, json!({ "title": "Draf" })).await;
    let around = |west: f64| json!({ "boundingBox": { "west": west, "south": -7.4, "east": west + 0.1, "north": -7.3 } });
    for (filter, expected) in [
        (json!({}), vec!["Beton", "Posyandu 100%", "Jalan dusun"]),
        (json!({ "areas": [VILLAGE] }), vec!["Beton", "Jalan dusun"]),
        (json!({ "areas": ["33.02.17"] }), vec!["Beton", "Posyandu 100%", "Jalan dusun"]),
        (json!({ "areas": ["33.02.01"] }), vec![]),
        (json!({ "sectors": ["HEALTH"] }), vec!["Posyandu 100%"]),
        (json!({ "stages": ["IN_REVIEW"] }), vec!["Beton"]),
        (json!({ "stages": ["DRAFT"] }), vec![]),
        (json!({ "fiscalYears": [2028] }), vec!["Jalan dusun"]),
        (json!({ "text": "DUSUN jalan" }), vec!["Jalan dusun"]),
        (json!({ "text": "100%" }), vec!["Posyandu 100%"]),
        (json!({ "text": "%" }), vec!["Posyandu 100%"]),
        (json!({ "proposal": proposal["id"] }), vec!["Beton"]),
        (around(109.1), vec!["Beton"]),
        (around(109.3), vec![]),
        (json!({ "within": triangle([109.1, -7.3]) }), vec!["Beton"]),
        (json!({ "within": triangle([109.2, -7.4]) }), vec![]),
    ] {
        assert_eq!(titles(&siti, filter.clone(), "NEWEST").await, expected, "{filter}");
    }
    assert_eq!(titles(&desa, json!({ "mine": true }), "NEWEST").await, ["Draf", "Beton", "Jalan dusun"]);
    assert_eq!(titles(&desa, json!({ "stages": ["DRAFT"] }), "NEWEST").await, ["Draf"]);
    assert_eq!(titles(&siti, json!({}), "HIGHEST_BUDGET").await[0], "Beton");
    open(&desa, &draft).await;
    step(&district, &health, "IN_REVIEW").await;
    assert_eq!(titles(&siti, json!({}), "RECENTLY_CHANGED").await[..2], ["Posyandu 100%", "Draf"]);
    for (filter, field) in [
        (json!({ "areas": ["33.02.99"] }), "filter.areas"),
        (json!({ "proposal": "nonsense" }), "filter.proposal"),
        (json!({ "boundingBox": { "west": 2, "south": 0, "east": 1, "north": 1 } }), "filter.boundingBox"),
        (json!({ "text": "x".repeat(201) }), "filter.text"),
    ] {
        let answer = siti.ask(Plans::DOCUMENT, json!({ "filter": filter, "first": 1 })).await;
        assert_eq!(answer["errors"][0]["extensions"]["fields"], json!([field]));
    }
    let mine = json!({ "filter": { "mine": true }, "first": 1 });
    assert_eq!(refusal(&server.anonymous().ask(Plans::DOCUMENT, mine).await), "UNAUTHENTICATED");
}

async fn a_list_comes_page_by_page(server: Server) {
    let desa = village(&server).await;
    for title in ["satu", "dua", "tiga", "empat", "lima"] {
        begin(&desa, json!({ "title": title })).await;
    }
    // All have the same budget: the id settles it.
    for order in ["NEWEST", "HIGHEST_BUDGET", "RECENTLY_CHANGED"] {
        let all = titles(&desa, json!({}), order).await;
        let (mut seen, mut after) = (Vec::new(), Value::Null);
        loop {
            let variables = json!({ "filter": {}, "orderBy": order, "first": 2, "after": after });
            let list = desa.get(Plans::DOCUMENT, variables).await["answer"].clone();
            seen.extend(list["nodes"].as_array().unwrap().iter().map(|node| node["title"].as_str().unwrap().to_owned()));
            after = list["pageInfo"]["endCursor"].clone();
            if list["pageInfo"]["hasNextPage"] == false {
                break;
            }
        }
        assert_eq!(seen, all, "{order}");
        let back = "query($order: PlanOrder, $c: String) { plans(orderBy: $order, last: 2, before: $c) { nodes { title } } }";
        let list = desa.get(back, json!({ "order": order, "c": after })).await["plans"]["nodes"].clone();
        assert_eq!(list, json!([{ "title": all[2] }, { "title": all[3] }]), "{order}");
        let other = if order == "NEWEST" { "HIGHEST_BUDGET" } else { "NEWEST" };
        let answer = desa.ask(back, json!({ "order": other, "c": after })).await;
        assert_eq!(answer["errors"][0]["extensions"]["fields"], json!(["before"]));
    }
    let plan = begin(&desa, json!({})).await;
    for name in ["a", "b", "c"] {
        desa.make::<NamePlanVersion>(json!({ "planId": plan["id"], "name": name })).await;
    }
    let first = desa.get(PlanVersions::DOCUMENT, json!({ "id": plan["id"], "first": 2 })).await["answer"].clone();
    assert_eq!((&first["totalCount"], &first["nodes"][1]["name"]), (&json!(3), &json!("b")));
    let rest = json!({ "id": plan["id"], "first": 2, "after": first["pageInfo"]["endCursor"] });
    assert_eq!(desa.get(PlanVersions::DOCUMENT, rest).await["answer"]["nodes"][0]["name"], "c");
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

async fn a_list_of_fifty_takes_at_most_five_queries(server: Server) {
    let desa = village(&server).await;
    server.person("siti", None).await;
    for at in 0..50 {
        let plan = begin(&desa, json!({ "title": format!("Rencana {at}") })).await;
        invite(&desa, &plan, "siti", "EDITOR").await;
        open(&desa, &plan).await;
    }
    let before = server.app.db.queries().count();
    let list = server.anonymous().get(Plans::DOCUMENT, json!({ "filter": {}, "orderBy": "NEWEST", "first": 50 })).await;
    let queries = server.app.db.queries().count() - before;
    assert_eq!(list["answer"]["nodes"].as_array().unwrap().len(), 50);
    assert!(queries <= 5, "{queries} queries");
    let before = server.app.db.queries().count();
    desa.get("{ plans(first: 50) { nodes { title sections { heading } proposals { title } } } }", json!({})).await;
    let queries = server.app.db.queries().count() - before;
    assert!(queries <= 6, "{queries} queries with what they say");
}
