//! Suggestions for plans: made by whoever may, taken over word by word into what others are writing, or declined.

#[macro_use]
mod harness;

use harness::{Person, Server, mistake, refusal};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use shared::access::Role;
use shared::operations::Operation;
use shared::operations::plan::*;
use shared::operations::plan_comment::*;
use shared::operations::plan_history::PlanHistory;
use shared::operations::plan_step::*;
use shared::operations::plan_suggestion::*;

on_both_databases! {
    a_suggestion_is_taken_over_beside_what_was_written_since,
    one_is_declined_and_says_why,
    what_was_decided_stays_decided,
    two_who_decide_at_once_do_not_both_succeed,
    bad_suggestions_say_what_to_mend,
    only_an_open_plan_takes_suggestions,
    one_takes_back_what_is_ones_own,
    what_breaks_the_rules_loses_its_words,
    a_suggestion_is_discussed,
    a_list_is_paged_and_narrowed,
    one_account_cannot_flood_a_plan_with_suggestions,
}

const VILLAGE: &str = "33.02.17.2019";
const NOBODY: &str = "sug_00000000000070008000000000000009";

struct World {
    desa: Person,
    budi: Person,
    plan: Value,
    section: Value,
}

impl World {
    /// A plan of the village that is open for suggestions, and a resident.
    async fn of(server: &Server) -> Self {
        let desa = server.person("desa", Some((Role::VillageOperator, Some(VILLAGE), None))).await;
        let budi = server.person("budi", None).await;
        let input = json!({ "area": VILLAGE, "title": "Jalan usaha tani", "template": "SMALL_INFRASTRUCTURE" });
        let plan = desa.send::<CreatePlan>(input).await["object"].clone();
        desa.send::<MovePlan>(json!({ "id": plan["id"], "to": "OPEN" })).await;
        let section = plan["sections"][0]["id"].clone();
        Self { desa, budi, plan, section }
    }

    async fn read(&self) -> Value {
        self.budi.get(PlanPage::DOCUMENT, json!({ "id": self.plan["id"] })).await["answer"].clone()
    }

    async fn body(&self) -> String {
        let page = self.read().await;
        page["sections"].as_array().unwrap().iter().find(|it| it["id"] == self.section).unwrap()["body"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// What the section says once the typed view has caught up with this.
    async fn until_body(&self, expected: &str) {
        for _ in 0..200 {
            if self.body().await == expected {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("the section says {:?}", self.body().await);
    }

    fn input(&self, seq: &Value, body: &str) -> Value {
        json!({ "planId": self.plan["id"], "sectionId": self.section, "seq": seq, "body": body, "note": "Lebih jelas." })
    }

    async fn suggest(&self, person: &Person, body: &str) -> Value {
        let seq = self.read().await["seq"].clone();
        let answer = person.send::<SuggestPlanChange>(self.input(&seq, body)).await;
        assert_eq!(answer["errors"], json!([]), "{answer}");
        answer["object"].clone()
    }

    async fn list(&self, person: &Person, status: Option<&str>) -> Vec<Value> {
        let variables = json!({ "id": self.plan["id"], "status": status, "first": 100 });
        let list = person.get(PlanSuggestions::DOCUMENT, variables).await["answer"]["suggestions"].clone();
        let nodes = list["nodes"].as_array().unwrap().clone();
        assert_eq!(list["totalCount"], nodes.len());
        nodes
    }
}

async fn decide(person: &Person, suggestion: &Value, accept: bool) -> Value {
    let input = json!({ "suggestionId": suggestion["id"], "accept": accept, "note": "Sudah ada di bagian lain." });
    person.send::<DecidePlanSuggestion>(input).await
}

async fn a_suggestion_is_taken_over_beside_what_was_written_since(server: Server) {
    let world = World::of(&server).await;
    let first = world.suggest(&world.desa, "Jalan tani rusak. Warga memikul hasil panen.").await;
    decide(&world.desa, &first, true).await;
    world.until_body("Jalan tani rusak. Warga memikul hasil panen.").await;
    // What the village suggested, it suggested as an office.
    let latest = json!({ "id": world.plan["id"], "first": 1 });
    let latest = world.budi.get(PlanHistory::DOCUMENT, latest).await["answer"]["nodes"][0].clone();
    assert!(latest["office"].is_string() && latest["office"] == latest["person"]["offices"][0], "{latest}");

    let budis = world.suggest(&world.budi, "Jalan usaha tani rusak berat. Warga memikul hasil panen.").await;
    assert_eq!((&budis["status"], &budis["outdated"], &budis["note"]), (&json!("OPEN"), &json!(false), &json!("Lebih jelas.")));
    assert_eq!((&budis["canDecide"], &budis["canWithdraw"]), (&json!(false), &json!(true)));
    let added: Vec<_> = budis["hunks"].as_array().unwrap().iter().filter(|hunk| hunk["fate"] == "ADDED").collect();
    assert!(added.iter().any(|hunk| hunk["text"].as_str().unwrap().contains("usaha")), "{budis}");
    assert_eq!(world.read().await["suggestionCount"], 1);

    let meanwhile = world.suggest(&world.desa, "Jalan tani rusak. Warga di dua grumbul memikul hasil panen.").await;
    decide(&world.desa, &meanwhile, true).await;
    world.until_body("Jalan tani rusak. Warga di dua grumbul memikul hasil panen.").await;
    assert_eq!(world.list(&world.desa, Some("OPEN")).await[0]["outdated"], true);

    let answer = decide(&world.desa, &budis, true).await;
    assert_eq!(answer["errors"], json!([]), "{answer}");
    assert_eq!((&answer["object"]["status"], &answer["object"]["settledBy"]["displayName"]), (&json!("ACCEPTED"), &json!("desa")));
    world.until_body("Jalan usaha tani rusak berat. Warga di dua grumbul memikul hasil panen.").await;
    assert_eq!(world.read().await["suggestionCount"], 0);

    // The words are Budi's: the history says so, and the public record says who took them over.
    let history = world.budi.get(PlanHistory::DOCUMENT, json!({ "id": world.plan["id"], "first": 1 })).await["answer"].clone();
    assert_eq!(history["nodes"][0]["person"]["displayName"], "budi", "{history}");
    let query = "query($id: ID!) { plan(id: $id) { history(first: 100) { nodes { kind actor { displayName } details } } } }";
    let events = world.budi.get(query, json!({ "id": world.plan["id"] })).await["plan"]["history"]["nodes"].clone();
    let last = events.as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["kind"], &last["actor"]["displayName"]), (&json!("plan.suggestion_accepted"), &json!("desa")));
    assert_eq!(last["details"]["suggestion"], budis["id"]);
}

async fn one_is_declined_and_says_why(server: Server) {
    let world = World::of(&server).await;
    let before = world.body().await;
    let suggestion = world.suggest(&world.budi, "Sawah.").await;
    let declined = decide(&world.desa, &suggestion, false).await["object"].clone();
    assert_eq!((&declined["status"], &declined["settledNote"]), (&json!("DECLINED"), &json!("Sudah ada di bagian lain.")));
    assert_eq!(declined["settledOffice"], declined["settledBy"]["offices"][0]);
    assert_eq!(world.body().await, before);
}

async fn what_was_decided_stays_decided(server: Server) {
    let world = World::of(&server).await;
    let (one, other) = (world.suggest(&world.budi, "Sawah.").await, world.suggest(&world.budi, "Kebun.").await);
    decide(&world.desa, &one, true).await;
    decide(&world.desa, &other, false).await;
    for suggestion in [&one, &other] {
        for accept in [true, false] {
            assert_eq!(mistake(&decide(&world.desa, suggestion, accept).await), ("ALREADY_DECIDED", None));
        }
        let withdrawn = world.budi.send::<WithdrawPlanSuggestion>(json!({ "suggestionId": suggestion["id"] })).await;
        assert_eq!(mistake(&withdrawn), ("ALREADY_DECIDED", None));
    }
    world.until_body("Sawah.").await;
    assert_eq!(refusal(&decide(&world.desa, &json!({ "id": NOBODY }), true).await), "NOT_FOUND");
    assert_eq!(refusal(&decide(&world.budi, &one, true).await), "FORBIDDEN");
}

async fn two_who_decide_at_once_do_not_both_succeed(server: Server) {
    let world = World::of(&server).await;
    let before = world.body().await;
    for n in 0..6 {
        let suggestion = world.suggest(&world.budi, &format!("Sawah {n}.")).await;
        let (taken, left) = tokio::join!(decide(&world.desa, &suggestion, true), decide(&world.desa, &suggestion, false));
        let succeeded = [&taken, &left].map(|answer| answer["errors"] == json!([]));
        assert!(succeeded[0] != succeeded[1], "{taken} {left}");
        let status = world.list(&world.budi, None).await[0]["status"].clone();
        assert_eq!(status, if succeeded[0] { "ACCEPTED" } else { "DECLINED" });
        let expected = if succeeded[0] { format!("Sawah {n}.") } else { before.clone() };
        world.until_body(&expected).await;
        if succeeded[0] {
            let back = world.suggest(&world.desa, &before).await;
            decide(&world.desa, &back, true).await;
            world.until_body(&before).await;
        }
    }
}

async fn bad_suggestions_say_what_to_mend(server: Server) {
    let world = World::of(&server).await;
    let (seq, before) = (world.read().await["seq"].clone(), world.body().await);
    for (changes, expected) in [
        (json!({ "body": before }), ("NOTHING_CHANGED", Some("body"))),
        (json!({ "body": "x".repeat(40_001) }), ("TOO_LONG", Some("body"))),
        (json!({ "body": "a\u{202e}b" }), ("INVALID_TEXT", Some("body"))),
        (json!({ "note": "x".repeat(501) }), ("TOO_LONG", Some("note"))),
        (json!({ "seq": 99 }), ("OUT_OF_RANGE", Some("seq"))),
        (json!({ "seq": -1 }), ("OUT_OF_RANGE", Some("seq"))),
        (json!({ "sectionId": "00000000-0000-7000-8000-000000000009" }), ("UNKNOWN_SECTION", Some("sectionId"))),
        (json!({ "sectionId": "nonsense" }), ("UNKNOWN_SECTION", Some("sectionId"))),
    ] {
        let mut input = world.input(&seq, "Sawah.");
        input.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        assert_eq!(mistake(&world.budi.send::<SuggestPlanChange>(input).await), expected, "{changes}");
    }
    let answer = server.anonymous().send::<SuggestPlanChange>(world.input(&seq, "Sawah.")).await;
    assert_eq!(refusal(&answer), "UNAUTHENTICATED");
}

async fn only_an_open_plan_takes_suggestions(server: Server) {
    let world = World::of(&server).await;
    let seq = world.read().await["seq"].clone();
    let pending = world.suggest(&world.budi, "Sawah.").await;
    world.desa.send::<MovePlan>(json!({ "id": world.plan["id"], "to": "IN_REVIEW" })).await;
    assert_eq!(refusal(&world.budi.send::<SuggestPlanChange>(world.input(&seq, "Kebun.")).await), "FORBIDDEN");
    // What is in review stands still.
    assert_eq!(refusal(&decide(&world.desa, &pending, true).await), "FORBIDDEN");
    let withdrawn = world.budi.make::<WithdrawPlanSuggestion>(json!({ "suggestionId": pending["id"] })).await;
    assert_eq!(withdrawn["status"], "WITHDRAWN", "what one said oneself, one takes back");
    let draft = json!({ "area": VILLAGE, "title": "Rahasia", "template": "SMALL_INFRASTRUCTURE" });
    let draft = world.desa.send::<CreatePlan>(draft).await["object"].clone();
    let input = json!({ "planId": draft["id"], "sectionId": draft["sections"][0]["id"], "seq": 1, "body": "Sawah." });
    assert_eq!(refusal(&world.budi.send::<SuggestPlanChange>(input.clone()).await), "NOT_FOUND");
    assert_eq!(refusal(&world.desa.send::<SuggestPlanChange>(input).await), "FORBIDDEN");
}

async fn one_takes_back_what_is_ones_own(server: Server) {
    let world = World::of(&server).await;
    let suggestion = world.suggest(&world.budi, "Sawah.").await;
    let input = json!({ "suggestionId": suggestion["id"] });
    assert_eq!(refusal(&world.desa.send::<WithdrawPlanSuggestion>(input.clone()).await), "FORBIDDEN");
    // A program that may comment may not take back what it may not suggest.
    let with = async |scope: &str| world.budi.program(&world.budi.token(&[scope]).await.1);
    let (comments, suggests) = (with("WRITE_COMMENTS").await, with("WRITE_PLANS").await);
    for (program, may) in [(&comments, false), (&suggests, true)] {
        assert_eq!(world.list(program, Some("OPEN")).await[0]["canWithdraw"], may);
    }
    assert_eq!(refusal(&comments.send::<WithdrawPlanSuggestion>(input.clone()).await), "FORBIDDEN");
    let withdrawn = suggests.send::<WithdrawPlanSuggestion>(input).await["object"].clone();
    assert_eq!((&withdrawn["status"], &withdrawn["canWithdraw"]), (&json!("WITHDRAWN"), &json!(false)));
    assert_eq!(mistake(&decide(&world.desa, &suggestion, true).await), ("ALREADY_DECIDED", None));
}

async fn what_breaks_the_rules_loses_its_words(server: Server) {
    let world = World::of(&server).await;
    let camat = server.person("camat", Some((Role::DistrictOfficer, Some("33.02.17"), None))).await;
    let suggestion = world.suggest(&world.budi, "Kata kasar.").await;
    let input = json!({ "suggestionId": suggestion["id"], "reason": "Menghina." });
    assert_eq!(refusal(&world.desa.send::<HidePlanSuggestion>(input.clone()).await), "FORBIDDEN");
    let hidden = camat.send::<HidePlanSuggestion>(input.clone()).await["object"].clone();
    assert_eq!((&hidden["status"], &hidden["settledNote"]), (&json!("HIDDEN"), &json!("Menghina.")));
    assert_eq!(mistake(&camat.send::<HidePlanSuggestion>(input).await), ("ALREADY_HIDDEN", None));
    assert_eq!(mistake(&decide(&world.desa, &suggestion, true).await), ("ALREADY_DECIDED", None));
    let query = "query($id: ID!) { node(id: $id) { ... on PlanSuggestion { before after note hunks { text } status } } }";
    let node = server.anonymous().get(query, json!({ "id": suggestion["id"] })).await["node"].clone();
    assert_eq!(node, json!({ "before": null, "after": null, "note": null, "hunks": [], "status": "HIDDEN" }));
    // Nor are they in what the plan would have become with them.
    let reader = server.app.db.reader();
    let kept = "SELECT count(*) FROM plan_suggestions WHERE length(update_bytes) > 0";
    let kept = reader.query_one_raw(Statement::from_string(reader.get_database_backend(), kept)).await.unwrap().unwrap();
    assert_eq!(kept.try_get_by_index::<i64>(0).unwrap(), 0);
}

async fn a_suggestion_is_discussed(server: Server) {
    let world = World::of(&server).await;
    let suggestion = world.suggest(&world.budi, "Sawah.").await;
    let input =
        json!({ "planId": world.plan["id"], "anchorKind": "SUGGESTION", "anchorId": suggestion["id"], "body": "Kurang rinci." });
    let comment = world.desa.send::<AddPlanComment>(input).await["object"].clone();
    assert_eq!((&comment["anchorKind"], &comment["anchorId"]), (&json!("SUGGESTION"), &suggestion["id"]));
    let variables = json!({ "id": world.plan["id"], "first": 10 });
    let data = world.budi.get(PlanComments::DOCUMENT, variables).await;
    let read: <PlanComments as Operation>::Data = serde_json::from_value(data).unwrap();
    let id: shared::value::SuggestionId = suggestion["id"].as_str().unwrap().parse().unwrap();
    assert_eq!(read.answer.unwrap().comments.nodes[0].anchor_id, Some(id.0));
    for wrong in [json!(NOBODY), json!("nonsense"), json!(null)] {
        let input = json!({ "planId": world.plan["id"], "anchorKind": "SUGGESTION", "anchorId": wrong, "body": "Halo." });
        assert_eq!(mistake(&world.desa.send::<AddPlanComment>(input).await), ("UNKNOWN_SECTION", Some("anchorId")));
    }
    // It is discussed where it was made.
    let other = json!({ "area": VILLAGE, "title": "Gula kelapa", "template": "BLANK" });
    let other = world.desa.make::<CreatePlan>(other).await;
    let input = json!({ "planId": other["id"], "anchorKind": "SUGGESTION", "anchorId": suggestion["id"], "body": "Halo." });
    assert_eq!(mistake(&world.desa.send::<AddPlanComment>(input).await), ("UNKNOWN_SECTION", Some("anchorId")));
}

async fn one_account_cannot_flood_a_plan_with_suggestions(server: Server) {
    let world = World::of(&server).await;
    let seq = world.read().await["seq"].clone();
    let mut made = 0;
    let refused = loop {
        let answer = world.budi.send::<SuggestPlanChange>(world.input(&seq, &format!("Sawah {made}."))).await;
        if answer["object"].is_null() || made == 100 {
            break answer;
        }
        made += 1;
    };
    assert_eq!(refusal(&refused), "RATE_LIMITED", "after {made}: {refused}");
    world.suggest(&world.desa, "Kebun.").await;
}

async fn a_list_is_paged_and_narrowed(server: Server) {
    let world = World::of(&server).await;
    for n in 0..3 {
        world.suggest(&world.budi, &format!("Sawah {n}.")).await;
    }
    let all = world.list(&server.anonymous(), None).await;
    assert_eq!(all.iter().map(|it| it["after"].as_str().unwrap()).collect::<Vec<_>>(), ["Sawah 2.", "Sawah 1.", "Sawah 0."]);
    decide(&world.desa, &all[1], false).await;
    assert_eq!(world.list(&world.budi, Some("OPEN")).await.len(), 2);
    assert_eq!(world.list(&world.budi, Some("DECLINED")).await.len(), 1);
    let mut variables = json!({ "id": world.plan["id"], "first": 2 });
    let page = world.budi.get(PlanSuggestions::DOCUMENT, variables.clone()).await["answer"]["suggestions"].clone();
    assert_eq!((page["nodes"].as_array().unwrap().len(), &page["pageInfo"]["hasNextPage"]), (2, &json!(true)));
    variables["after"] = page["pageInfo"]["endCursor"].clone();
    let rest = world.budi.get(PlanSuggestions::DOCUMENT, variables).await["answer"]["suggestions"].clone();
    assert_eq!((rest["nodes"].as_array().unwrap().len(), &rest["totalCount"]), (1, &json!(3)));
}
