//! The turns a proposal takes between officials and its proposer, beyond the straight way.

#[macro_use]
mod harness;

use backend::journal::verify::{Verdict, verify};
use futures_util::future::{join, join_all};
use harness::{Person, Server, fields};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use shared::access::Role;

on_both_databases! {
    a_merged_proposal_leads_to_the_one_that_took_it_in,
    what_cannot_take_in_another_is_refused_by_name,
    two_merges_that_meet_end_with_one,
    a_merge_costs_the_same_however_many_support,
    a_reassigned_proposal_changes_desks,
    what_came_back_is_mended_and_handed_in_again,
    a_new_round_starts_from_what_is_asked_now,
    the_proposer_withdraws_until_it_is_in_a_plan,
    a_deferred_proposal_goes_into_the_next_cycle,
    a_support_is_taken_back_once,
    a_finished_work_has_its_handover_record,
    of_two_officials_at_once_one_decides,
    one_form_sent_many_times_at_once_is_one_proposal,
    nobody_decides_on_their_own_wish,
    an_official_hands_on_what_their_office_proposes,
}

const VILLAGE: &str = "33.02.17.2019";
const REASON: &str = "Dijelaskan dalam musyawarah.";

async fn village(server: &Server) -> Person {
    server.person("desa", Some((Role::VillageOperator, Some(VILLAGE), None))).await
}

/// The whole answer to a step: `extra` beside the proposal's id and version.
async fn try_step(person: &Person, name: &str, proposal: &Value, extra: Value) -> Value {
    let input_type = match name {
        "submitProposal" | "beginReview" => "ProposalVersionInput".to_owned(),
        _ => format!("{}{}Input", name[..1].to_uppercase(), &name[1..]),
    };
    let mut input = json!({ "id": proposal["id"], "version": proposal["version"] });
    input.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    person.mutate(name, &input_type, input).await
}

/// The proposal after a step that must succeed.
async fn step(person: &Person, name: &str, proposal: &Value, extra: Value) -> Value {
    let answer = try_step(person, name, proposal, extra).await;
    assert_eq!(answer["errors"], json!([]), "{name}: {answer}");
    answer["proposal"].clone()
}

/// Puts a proposal where the straight way would bring it in many steps.
async fn put(server: &Server, proposal: &Value, status: &str) -> Value {
    let literal = if server.app.db.is_sqlite() { "X" } else { "uuid " };
    let id = proposal["id"].as_str().unwrap().trim_start_matches("prp_");
    let agency = if matches!(status, "OPD_REVIEW" | "KAB_REVIEW") { "'dpu'" } else { "NULL" };
    let statement = format!("UPDATE proposals SET status = '{status}', final_agency = {agency} WHERE id = {literal}'{id}'");
    server.app.db.writer().execute_unprepared(&statement).await.unwrap();
    proposal.clone()
}

async fn read(person: &Person, proposal: &Value, selection: &str) -> Value {
    let query = format!("query($id: ID!) {{ proposal(id: $id) {{ {selection} }} }}");
    person.get(&query, json!({ "id": proposal["id"] })).await["proposal"].clone()
}

async fn kinds(person: &Person, proposal: &Value) -> Vec<String> {
    let history = read(person, proposal, "history(first: 100) { nodes { kind } }").await;
    history["history"]["nodes"].as_array().unwrap().iter().map(|node| node["kind"].as_str().unwrap().to_owned()).collect()
}

async fn actions(person: &Person, proposal: &Value) -> Vec<String> {
    let open = read(person, proposal, "availableActions { action }").await;
    open["availableActions"].as_array().unwrap().iter().map(|open| open["action"].as_str().unwrap().to_owned()).collect()
}

async fn on_desk(person: &Person) -> Value {
    person.get("{ desk { awaiting } }", json!({})).await["desk"]["awaiting"].clone()
}

fn code(answer: &Value) -> &str {
    answer["errors"][0]["extensions"]["code"].as_str().or(answer["errors"][0]["code"].as_str()).unwrap_or_default()
}

fn rejection() -> Value {
    json!({ "decision": "REJECTED", "reasonCode": "NOT_PRIORITY", "reasonText": REASON })
}

async fn a_merged_proposal_leads_to_the_one_that_took_it_in(server: Server) {
    let (siti, budi, village) = (server.person("siti", None).await, server.person("budi", None).await, village(&server).await);
    let (kept, merged) = (siti.propose(json!({})).await, budi.propose(json!({ "title": "Jalan yang sama" })).await);
    for (person, proposal) in [(&siti, &merged), (&village, &merged), (&village, &kept)] {
        person.mutate("supportProposal", "ProposalIdInput", json!({ "id": proposal["id"] })).await;
    }
    let merged = step(&village, "beginReview", &merged, json!({})).await;
    let input = json!({ "id": merged["id"], "version": merged["version"], "into": kept["id"], "reasonText": "Ruas yang sama." });
    let answer = village.mutate("mergeProposals", "MergeProposalsInput", input).await;
    assert_eq!(answer["proposal"]["status"], "MERGED", "{answer}");

    let target = read(&siti, &kept, "status supportCount viewerHasSupported mergedFrom { id title }").await;
    assert_eq!(target["mergedFrom"], json!([{ "id": merged["id"], "title": "Jalan yang sama" }]));
    assert_eq!(target["status"], "SUBMITTED");
    // Each supporter once, and nobody their own.
    assert_eq!((&target["supportCount"], &target["viewerHasSupported"]), (&json!(1), &json!(false)));
    assert_eq!(read(&budi, &merged, "mergedInto { id }").await["mergedInto"]["id"], kept["id"]);
    assert_eq!(kinds(&budi, &merged).await.last().unwrap(), "proposal.merged");
    assert_eq!(kinds(&budi, &kept).await.last().unwrap(), "proposal.merged");
}

async fn what_cannot_take_in_another_is_refused_by_name(server: Server) {
    let (siti, budi, village) = (server.person("siti", None).await, server.person("budi", None).await, village(&server).await);
    let merged = step(&village, "beginReview", &siti.propose(json!({})).await, json!({})).await;
    let draft = siti.mutate("createProposal", "CreateProposalInput", json!({ "fields": fields() })).await["proposal"].clone();
    let withdrawn = step(&siti, "withdrawProposal", &siti.propose(json!({})).await, json!({})).await;
    let elsewhere = budi.propose(json!({ "villageCode": "33.02.17.2018" })).await;
    let own = village.propose(json!({})).await;
    let missing = json!(format!("prp_{:032x}", 9));
    for (into, code) in [
        (&merged["id"], "MERGE_INTO_ITSELF"),
        (&withdrawn["id"], "MERGE_TARGET_CLOSED"),
        (&draft["id"], "NOT_FOUND"),
        (&missing, "NOT_FOUND"),
        (&json!("usr_1"), "NOT_FOUND"),
        (&elsewhere["id"], "MERGE_TARGET_ELSEWHERE"),
        (&own["id"], "MERGE_TARGET_ELSEWHERE"),
    ] {
        let input = json!({ "id": merged["id"], "version": merged["version"], "into": into, "reasonText": REASON });
        let answer = village.mutate("mergeProposals", "MergeProposalsInput", input).await;
        let error = &answer["errors"][0];
        assert_eq!((&error["code"], &error["field"]), (&json!(code), &json!("into")), "{answer}");
    }
    assert_eq!(read(&siti, &merged, "status version").await["status"], "DESA_REVIEW");
}

async fn two_merges_that_meet_end_with_one(server: Server) {
    let (siti, village) = (server.person("siti", None).await, village(&server).await);
    for _ in 0..8 {
        let a = step(&village, "beginReview", &siti.propose(json!({})).await, json!({})).await;
        let b = step(&village, "beginReview", &siti.propose(json!({})).await, json!({})).await;
        let merge = |one: &Value, other: &Value| {
            let input = json!({ "id": one["id"], "version": one["version"], "into": other["id"], "reasonText": REASON });
            village.mutate("mergeProposals", "MergeProposalsInput", input)
        };
        let (first, second) = join(merge(&a, &b), merge(&b, &a)).await;
        let mut codes = [code(&first).to_owned(), code(&second).to_owned()];
        codes.sort();
        assert_eq!(codes, ["", "MERGE_TARGET_CLOSED"], "{first} {second}");
    }
}

async fn a_merge_costs_the_same_however_many_support(server: Server) {
    let (siti, village) = (server.person("siti", None).await, village(&server).await);
    let kept = siti.propose(json!({})).await;
    let mut costs = Vec::new();
    for supporters in [1, 6] {
        let merged = siti.propose(json!({})).await;
        for number in 0..supporters {
            let person = server.person(&format!("warga{supporters}{number}"), None).await;
            person.mutate("supportProposal", "ProposalIdInput", json!({ "id": merged["id"] })).await;
        }
        let merged = step(&village, "beginReview", &merged, json!({})).await;
        let before = server.app.db.queries().count();
        step(&village, "mergeProposals", &merged, json!({ "into": kept["id"], "reasonText": REASON })).await;
        costs.push(server.app.db.queries().count() - before);
    }
    assert_eq!(costs[0], costs[1]);
    assert_eq!(read(&siti, &kept, "supportCount").await["supportCount"], 7);
}

async fn a_reassigned_proposal_changes_desks(server: Server) {
    let siti = server.person("siti", None).await;
    let dpu = server.person("dpu", Some((Role::AgencyOfficer, None, Some("dpu")))).await;
    let health = server.person("dinkes", Some((Role::AgencyOfficer, None, Some("dinkes")))).await;
    let proposal = put(&server, &siti.propose(json!({})).await, "OPD_REVIEW").await;
    assert_eq!((on_desk(&dpu).await, on_desk(&health).await), (json!(1), json!(0)));
    let reassign = |agency: &str| try_step(&dpu, "reassignProposal", &proposal, json!({ "agency": agency, "reasonText": REASON }));
    for (agency, code) in [("dpu", "SAME_AGENCY"), ("tidak-ada", "UNKNOWN_AGENCY")] {
        let error = reassign(agency).await["errors"][0].clone();
        assert_eq!((&error["code"], &error["field"]), (&json!(code), &json!("agency")));
    }
    let moved = reassign("dinkes").await["proposal"].clone();
    assert_eq!(moved["status"], "OPD_REVIEW");
    assert_eq!((on_desk(&dpu).await, on_desk(&health).await), (json!(0), json!(1)));
    assert_eq!(code(&try_step(&dpu, "forwardProposal", &moved, json!({ "reasonText": REASON })).await), "FORBIDDEN");
    let entry = read(&siti, &proposal, "history(first: 100) { nodes { kind details } }").await["history"]["nodes"]
        .as_array()
        .and_then(|nodes| nodes.last().cloned())
        .unwrap();
    assert_eq!((&entry["kind"], &entry["details"]["fromAgency"]), (&json!("proposal.reassigned"), &json!("dpu")));
    assert_eq!((&entry["details"]["toAgency"], &entry["details"]["reasonText"]), (&json!("dinkes"), &json!(REASON)));
    step(&health, "forwardProposal", &moved, json!({ "reasonText": REASON })).await;
}

async fn what_came_back_is_mended_and_handed_in_again(server: Server) {
    let (siti, village) = (server.person("siti", None).await, village(&server).await);
    let proposal = step(&village, "beginReview", &siti.propose(json!({})).await, json!({})).await;
    let wordless = json!({ "reasonCode": "INCOMPLETE", "reasonText": " " });
    assert_eq!(try_step(&village, "returnProposal", &proposal, wordless).await["errors"][0]["field"], "reasonText");
    let told = json!({ "reasonCode": "INCOMPLETE", "reasonText": "Tambahkan panjang jalan." });
    let returned = step(&village, "returnProposal", &proposal, told).await;
    assert_eq!(returned["status"], "RETURNED");
    assert!(actions(&siti, &returned).await.iter().any(|action| action == "EDIT"));

    let mut mended = fields();
    mended["quantity"] = json!(130);
    let edited = step(&siti, "updateProposal", &returned, json!({ "fields": mended })).await;
    let again = step(&siti, "submitProposal", &edited, json!({})).await;
    assert_eq!(again["status"], "SUBMITTED");
    assert_eq!(on_desk(&village).await, 1);
    let page = read(&server.anonymous(), &again, "quantity decisions { decision reasonCode reasonText from to }").await;
    let told = json!([{ "decision": "RETURNED", "reasonCode": "INCOMPLETE", "reasonText": "Tambahkan panjang jalan.", "from": "DESA_REVIEW", "to": "RETURNED" }]);
    assert_eq!((&page["quantity"], &page["decisions"]), (&json!(130.0), &told));
    let way = ["proposal.submitted", "proposal.review_begun", "proposal.decided", "proposal.edited", "proposal.submitted"];
    assert!(kinds(&siti, &again).await.ends_with(&way.map(str::to_owned)), "{:?}", kinds(&siti, &again).await);
}

async fn a_new_round_starts_from_what_is_asked_now(server: Server) {
    let (siti, village) = (server.person("siti", None).await, village(&server).await);
    let camat = server.person("camat", Some((Role::DistrictOfficer, Some("33.02.17"), None))).await;
    let mut proposal = step(&village, "beginReview", &siti.propose(json!({})).await, json!({})).await;
    let less = json!({ "decision": "ACCEPTED_WITH_CHANGES", "to": "FORWARDED_KEC", "cost": 150_000_000, "quantity": 100, "reasonCode": "OVER_CEILING", "reasonText": REASON, "minutesNumber": "BA-1" });
    proposal = step(&village, "decideProposal", &proposal, less).await;
    proposal = step(&camat, "beginReview", &proposal, json!({})).await;
    proposal = step(&camat, "returnProposal", &proposal, json!({ "reasonCode": "INCOMPLETE", "reasonText": REASON })).await;
    let mut mended = fields();
    mended["estimatedCost"] = json!(120_000_000);
    proposal = step(&siti, "updateProposal", &proposal, json!({ "fields": mended })).await;
    proposal = step(&siti, "submitProposal", &proposal, json!({})).await;
    let nothing = json!({ "acceptedQuantity": null, "acceptedCost": null });
    assert_eq!(read(&siti, &proposal, "acceptedQuantity acceptedCost").await, nothing);
    proposal = step(&village, "beginReview", &proposal, json!({})).await;
    let accept = json!({ "decision": "ACCEPTED", "to": "IN_RKPDES", "minutesNumber": "BA-2", "fundingSources": ["APBDES_DD"] });
    proposal = step(&village, "decideProposal", &proposal, accept).await;
    assert_eq!(proposal["acceptedCost"], 120_000_000);
}

async fn the_proposer_withdraws_until_it_is_in_a_plan(server: Server) {
    let siti = server.person("siti", None).await;
    for status in ["DRAFT", "SUBMITTED", "KAB_REVIEW", "RETURNED", "DEFERRED"] {
        let proposal = put(&server, &siti.propose(json!({})).await, status).await;
        assert!(actions(&siti, &proposal).await.iter().any(|action| action == "WITHDRAW"), "{status}");
        let withdrawn = step(&siti, "withdrawProposal", &proposal, json!({ "reason": "Sudah swadaya." })).await;
        assert_eq!(withdrawn["status"], "WITHDRAWN");
        assert_eq!(actions(&siti, &withdrawn).await.iter().find(|action| *action != "COMMENT"), None);
    }
    for status in ["IN_RKPDES", "IN_RKPD", "BUDGETED", "COMPLETED", "REJECTED", "MERGED", "WITHDRAWN"] {
        let proposal = put(&server, &siti.propose(json!({})).await, status).await;
        assert_eq!(code(&try_step(&siti, "withdrawProposal", &proposal, json!({})).await), "NO_SUCH_TRANSITION", "{status}");
    }
}

async fn a_deferred_proposal_goes_into_the_next_cycle(server: Server) {
    let siti = server.person("siti", None).await;
    let budget = server.person("tapd", Some((Role::BudgetTeam, Some("33.02"), None))).await;
    let village = village(&server).await;
    for hands_in in [&siti, &village] {
        let proposal = put(&server, &siti.propose(json!({})).await, "KAB_REVIEW").await;
        let later = json!({ "decision": "DEFERRED", "reasonCode": "OVER_CEILING", "reasonText": "Pagu tahun ini habis." });
        let deferred = step(&budget, "decideProposal", &proposal, later).await;
        assert_eq!(deferred["status"], "DEFERRED");
        let mut next_year = fields();
        next_year["fiscalYear"] = json!(2029);
        let edited = step(&siti, "updateProposal", &deferred, json!({ "fields": next_year })).await;
        let again = step(hands_in, "submitProposal", &edited, json!({})).await;
        let page = read(&siti, &again, "status fiscalYear finalAgency { code } decisions { decision }").await;
        assert_eq!(
            page,
            json!({ "status": "SUBMITTED", "fiscalYear": 2029, "finalAgency": null, "decisions": [{ "decision": "DEFERRED" }] })
        );
    }
    // One whose year is over meanwhile comes into the first that is open, also where its author does nothing.
    let late = put(&server, &siti.propose(json!({})).await, "DEFERRED").await;
    server.app.db.writer().execute_unprepared("UPDATE proposals SET fiscal_year = 2020").await.unwrap();
    let again = step(&village, "submitProposal", &late, json!({})).await;
    assert_eq!(read(&siti, &again, "status fiscalYear").await, json!({ "status": "SUBMITTED", "fiscalYear": 2027 }));
}

async fn a_support_is_taken_back_once(server: Server) {
    let (siti, budi) = (server.person("siti", None).await, server.person("budi", None).await);
    let proposal = siti.propose(json!({})).await;
    let id = json!({ "id": proposal["id"] });
    let support = || budi.mutate("supportProposal", "ProposalIdInput", id.clone());
    let withdraw = || budi.mutate("withdrawSupport", "ProposalIdInput", id.clone());
    assert_eq!(code(&siti.mutate("supportProposal", "ProposalIdInput", id.clone()).await), "OWN_PROPOSAL");
    assert_eq!(code(&withdraw().await), "NOT_SUPPORTED");
    let supports = join_all((0..6).map(|_| support())).await;
    assert_eq!(supports.iter().filter(|answer| code(answer).is_empty()).count(), 1, "{supports:?}");
    assert_eq!(withdraw().await["proposal"]["supportCount"], 0);
    assert_eq!(code(&withdraw().await), "NOT_SUPPORTED");
    put(&server, &proposal, "DEFERRED").await;
    assert!(actions(&budi, &proposal).await.iter().any(|action| action == "SUPPORT"));
    assert_eq!(support().await["proposal"]["supportCount"], 1);
    put(&server, &proposal, "COMPLETED").await;
    assert_eq!(withdraw().await["proposal"]["supportCount"], 0);
    assert_eq!(code(&support().await), "SUPPORT_CLOSED");
}

async fn a_finished_work_has_its_handover_record(server: Server) {
    let (siti, village) = (server.person("siti", None).await, village(&server).await);
    let mut proposal = put(&server, &siti.propose(json!({})).await, "IN_RKPDES").await;
    assert_eq!(code(&try_step(&village, "advanceProposal", &proposal, json!({ "to": "COMPLETED" })).await), "NO_SUCH_TRANSITION");
    for to in ["BUDGETED", "IN_EXECUTION"] {
        proposal = step(&village, "advanceProposal", &proposal, json!({ "to": to })).await;
        assert_eq!(proposal["status"], to);
    }
    let paperless = try_step(&village, "advanceProposal", &proposal, json!({ "to": "COMPLETED" })).await;
    assert_eq!(paperless["errors"][0]["code"], "REQUIRED", "{paperless}");
    let paper = json!({ "to": "COMPLETED", "documentNumber": "BAST-7/2028", "note": "Selesai dikerjakan." });
    proposal = step(&village, "advanceProposal", &proposal, paper).await;
    let history = read(&server.anonymous(), &proposal, "status history(first: 100) { nodes { details office } }").await;
    let last = history["history"]["nodes"].as_array().unwrap().last().unwrap();
    assert_eq!((&history["status"], &last["details"]["documentNumber"]), (&json!("COMPLETED"), &json!("BAST-7/2028")));
    assert_eq!(last["office"], "Pemerintah Desa Gununglurah");
    assert_eq!(actions(&village, &proposal).await.iter().find(|action| *action == "ADVANCE"), None);
}

async fn of_two_officials_at_once_one_decides(server: Server) {
    let other = server.second().await;
    let siti = server.person("siti", None).await;
    let first = village(&server).await;
    let second = other.person("sekdes", Some((Role::VillageOperator, Some(VILLAGE), None))).await;
    for _ in 0..20 {
        let proposal = step(&first, "beginReview", &siti.propose(json!({})).await, json!({})).await;
        let forward = json!({ "minutesNumber": "BA-9" });
        let (one, two) = join(
            try_step(&first, "decideProposal", &proposal, rejection()),
            try_step(&second, "forwardProposal", &proposal, forward),
        )
        .await;
        let (winner, loser) = if code(&one).is_empty() { (&one, &two) } else { (&two, &one) };
        assert_eq!((code(winner), code(loser)), ("", "CONFLICT"), "{one} {two}");
        let told = &loser["errors"][0]["extensions"];
        assert_eq!(told["current"]["status"], winner["proposal"]["status"]);
        assert!(told["yours"]["reasonText"] == REASON || told["yours"]["minutesNumber"] == "BA-9", "{told}");
        assert_eq!((&told["yourVersion"], &told["currentVersion"]), (&proposal["version"], &winner["proposal"]["version"]));
        let decided = read(&siti, &proposal, "decisions { id }").await["decisions"].as_array().unwrap().len();
        assert_eq!(decided, 1);
    }
    assert!(matches!(verify(&server.app.db).await.unwrap(), Verdict::Intact { .. }));
}

async fn one_form_sent_many_times_at_once_is_one_proposal(server: Server) {
    let siti = server.person("siti", None).await;
    for (round, submit) in [true, false, true].into_iter().enumerate() {
        let input = json!({ "fields": fields(), "submit": submit, "clientKey": format!("kunci-{round}") });
        let send = || siti.mutate("createProposal", "CreateProposalInput", input.clone());
        let answers = join_all((0..8).map(|_| send())).await;
        for answer in &answers {
            assert_eq!(answer["errors"], json!([]), "{answer}");
            assert_eq!(answer["proposal"]["id"], answers[0]["proposal"]["id"]);
            assert_eq!(answer["proposal"]["status"], if submit { "SUBMITTED" } else { "DRAFT" });
        }
        let own = siti.get("{ proposals(first: 10, filter: {mine: true}) { totalCount } }", json!({})).await;
        assert_eq!(own["proposals"]["totalCount"], round + 1);
        let submitted = kinds(&siti, &answers[0]["proposal"]).await;
        assert_eq!(submitted.iter().filter(|kind| *kind == "proposal.submitted").count(), usize::from(submit));
    }
    let send = || siti.mutate("createProposal", "CreateProposalInput", json!({ "fields": fields() }));
    join_all((0..5).map(|_| send())).await;
    let list = siti.get("{ proposals(first: 10, filter: {mine: true}) { nodes { proposalNumber } } }", json!({})).await;
    let mut numbers: Vec<_> =
        list["proposals"]["nodes"].as_array().unwrap().iter().map(|node| node["proposalNumber"].as_i64().unwrap()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=8).collect::<Vec<_>>());
}

async fn nobody_decides_on_their_own_wish(server: Server) {
    let village = village(&server).await;
    let colleague = server.person("sekdes", Some((Role::VillageOperator, Some(VILLAGE), None))).await;
    let own = village.propose(json!({})).await;
    assert_eq!(code(&try_step(&village, "beginReview", &own, json!({})).await), "FORBIDDEN");
    assert!(!actions(&village, &own).await.iter().any(|action| action == "BEGIN_REVIEW"));
    assert_eq!((on_desk(&village).await, on_desk(&colleague).await), (json!(0), json!(1)));
    let awaiting = "{ proposals(first: 10, filter: {awaitingMe: true}) { totalCount } }";
    assert_eq!(village.get(awaiting, json!({})).await["proposals"]["totalCount"], 0);

    let taken_up = step(&colleague, "beginReview", &own, json!({})).await;
    assert_eq!(code(&try_step(&village, "decideProposal", &taken_up, rejection()).await), "FORBIDDEN");
    let open = actions(&village, &own).await;
    for official in ["DECIDE", "FORWARD", "RETURN", "MERGE"] {
        assert!(!open.iter().any(|action| action == official), "{open:?}");
    }
    step(&village, "withdrawProposal", &taken_up, json!({})).await;
}

async fn an_official_hands_on_what_their_office_proposes(server: Server) {
    let village = village(&server).await;
    let proposal = village.propose(json!({ "proposerType": "VILLAGE" })).await;
    assert_eq!(on_desk(&village).await, 1);
    let proposal = step(&village, "beginReview", &proposal, json!({})).await;
    assert_eq!(step(&village, "forwardProposal", &proposal, json!({ "minutesNumber": "BA-1" })).await["status"], "FORWARDED_KEC");
}
