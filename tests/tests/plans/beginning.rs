//! How a plan begins, and who begins one.

use super::harness::{Person, Server, fields, mistake, refusal};
use super::{VILLAGE, begin, open, organiser, page, titles, village};
use serde_json::json;
use shared::access::Role;
use shared::operations::Operation;
use shared::operations::plan::ProposalPlans;
use shared::operations::plan_step::CreatePlan;

on_both_databases! {
    a_plan_from_a_template_asks_its_questions,
    a_plan_from_proposals_takes_over_what_they_say,
    sent_again_it_is_the_same_plan,
    only_who_answers_for_the_area_begins_a_plan,
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
