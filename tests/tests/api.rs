//! The API from outside, the same on SQLite and on PostgreSQL.

#[macro_use]
mod harness;

use backend::journal::verify::{Verdict, verify};
use harness::socket::Socket;
use harness::{Person, Server, fields};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use shared::access::Role;
use std::sync::Arc;

on_both_databases! {
    a_proposal_goes_from_a_resident_to_the_budget_in_public,
    what_breaks_the_rules_is_refused_with_its_reason,
    signing_in_tells_nobody_who_has_an_account,
    a_list_of_fifty_with_its_relations_takes_at_most_five_queries,
    pages_follow_one_another_without_gap_or_repeat,
    the_journal_cannot_be_rewritten,
    a_rewritten_journal_is_found_out,
    one_request_sees_its_own_changes,
    the_door_lets_in_only_what_it_should,
    a_page_is_ours_by_the_address_that_people_type,
    only_an_admin_grants_roles,
    few_people_beside_a_place_are_told_to_nobody_but_those_who_answer,
}

fn with(changes: Value) -> Value {
    let mut all = fields();
    all.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    all
}

async fn propose(person: &Person) -> Value {
    let answer = person.mutate("createProposal", "CreateProposalInput", json!({ "fields": fields(), "submit": true })).await;
    assert_eq!(answer["errors"], json!([]), "{answer}");
    answer["proposal"].clone()
}

/// Takes a step that must succeed, and gives the proposal after it.
async fn step(person: &Person, name: &str, input_type: &str, proposal: &Value, extra: Value) -> Value {
    let mut input = json!({ "id": proposal["id"], "version": proposal["version"] });
    input.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    let answer = person.mutate(name, input_type, input).await;
    assert_eq!(answer["errors"], json!([]), "{name}: {answer}");
    answer["proposal"].clone()
}

async fn a_proposal_goes_from_a_resident_to_the_budget_in_public(server: Server) {
    let resident = server.person("siti", None).await;
    let neighbour = server.person("budi", None).await;
    let village = server.person("desa", Some((Role::VillageOperator, Some("33.02.17.2019"), None))).await;
    let district = server.person("camat", Some((Role::DistrictOfficer, Some("33.02.17"), None))).await;
    let planner = server.person("bapperida", Some((Role::Planner, Some("33.02"), None))).await;
    let agency = server.person("dpu", Some((Role::AgencyOfficer, None, Some("dpu")))).await;
    let budget = server.person("tapd", Some((Role::BudgetTeam, Some("33.02"), None))).await;

    let mut proposal = propose(&resident).await;
    assert_eq!(proposal["status"], "SUBMITTED");
    let supported = neighbour.mutate("supportProposal", "ProposalIdInput", json!({ "id": proposal["id"] })).await;
    assert_eq!(supported["proposal"]["supportCount"], 1, "{supported}");
    let twice = neighbour.mutate("supportProposal", "ProposalIdInput", json!({ "id": proposal["id"] })).await;
    assert_eq!(twice["errors"][0]["code"], "ALREADY_SUPPORTED");

    let awaiting = "{ proposals(first: 10, filter: {awaitingMe: true}) { totalCount } }";
    assert_eq!(village.get(awaiting, json!({})).await["proposals"]["totalCount"], 1);
    assert_eq!(district.get(awaiting, json!({})).await["proposals"]["totalCount"], 0);

    proposal = step(&village, "beginReview", "ProposalVersionInput", &proposal, json!({})).await;
    let changed = json!({ "decision": "ACCEPTED_WITH_CHANGES", "to": "FORWARDED_KEC", "cost": 150_000_000, "reasonCode": "OVER_CEILING", "reasonText": "Disesuaikan dengan pagu desa.", "minutesNumber": "BA-01/2026" });
    proposal = step(&village, "decideProposal", "DecideProposalInput", &proposal, changed).await;
    assert_eq!(proposal["acceptedCost"], 150_000_000);
    proposal = step(&district, "beginReview", "ProposalVersionInput", &proposal, json!({})).await;
    proposal =
        step(&district, "forwardProposal", "ForwardProposalInput", &proposal, json!({ "minutesNumber": "BA-02/2026" })).await;
    proposal = step(&planner, "forwardProposal", "ForwardProposalInput", &proposal, json!({})).await;
    proposal =
        step(&agency, "forwardProposal", "ForwardProposalInput", &proposal, json!({ "reasonText": "Layak secara teknis." })).await;
    let accept = json!({ "decision": "ACCEPTED", "fundingSources": ["APBD_KAB"], "minutesNumber": "BA-03/2026" });
    proposal = step(&budget, "decideProposal", "DecideProposalInput", &proposal, accept).await;
    assert_eq!(proposal["status"], "IN_RKPD");
    proposal = step(&budget, "advanceProposal", "AdvanceProposalInput", &proposal, json!({ "to": "BUDGETED" })).await;
    assert_eq!(proposal["status"], "BUDGETED");

    let page = "query($id: ID!) { proposal(id: $id) { decisions { office reasonText cost level { code } } history(first: 100) { nodes { kind office } } } }";
    let read = server.anonymous().get(page, json!({ "id": proposal["id"] })).await["proposal"].clone();
    let offices: Vec<_> =
        read["decisions"].as_array().unwrap().iter().map(|decision| decision["office"].as_str().unwrap()).collect();
    assert_eq!(offices[..2], ["Pemerintah Desa Gununglurah", "Kecamatan Cilongok"]);
    assert_eq!(read["decisions"][0]["reasonText"], "Disesuaikan dengan pagu desa.");
    let kinds: Vec<_> = read["history"]["nodes"].as_array().unwrap().iter().map(|entry| entry["kind"].as_str().unwrap()).collect();
    assert_eq!((kinds.first(), kinds.last()), (Some(&"proposal.submitted"), Some(&"proposal.advanced")));
    assert!(matches!(verify(&server.app.db).await.unwrap(), Verdict::Intact { entries, .. } if entries > 10));
}

async fn what_breaks_the_rules_is_refused_with_its_reason(server: Server) {
    let resident = server.person("siti", None).await;
    let crossing = json!({ "type": "Polygon", "coordinates": [[[109.147, -7.329], [109.149, -7.331], [109.149, -7.329], [109.147, -7.331], [109.147, -7.329]]] });
    let many: Vec<_> = (0..501).map(|i| json!([109.147 + f64::from(i) * 1e-6, -7.329])).collect();
    for (changes, field, code) in [
        (json!({ "villageCode": "33.02.99.2001" }), "villageCode", "UNKNOWN_AREA"),
        (json!({ "estimatedCost": -1 }), "estimatedCost", "NEGATIVE"),
        (json!({ "geometry": { "type": "Point", "coordinates": [106.8, -6.2] } }), "geometry", "OUTSIDE_REGENCY"),
        (json!({ "geometry": crossing }), "geometry", "SELF_CROSSING"),
        (json!({ "geometry": { "type": "LineString", "coordinates": many } }), "geometry", "TOO_MANY_VERTICES"),
        (json!({ "geometry": { "type": "LineString", "coordinates": [[109.0, -7.3], [109.4, -7.5]] } }), "geometry", "TOO_LARGE"),
        (json!({ "proposerType": "VILLAGE" }), "proposerType", "NOT_YOUR_NAME"),
    ] {
        let answer = resident.mutate("createProposal", "CreateProposalInput", json!({ "fields": with(changes) })).await;
        assert_eq!((&answer["errors"][0]["field"], &answer["errors"][0]["code"]), (&json!(field), &json!(code)), "{answer}");
        assert!(!answer["errors"][0]["message"].as_str().unwrap().is_empty());
    }

    let proposal = propose(&resident).await;
    let id = &proposal["id"];
    let elsewhere = server.person("desa", Some((Role::VillageOperator, Some("33.02.17.2018"), None))).await;
    let version = json!({ "id": id, "version": proposal["version"] });
    let forbidden = elsewhere.mutate("beginReview", "ProposalVersionInput", version.clone()).await;
    assert_eq!(forbidden["errors"][0]["extensions"]["code"], "FORBIDDEN", "{forbidden}");
    let lacking = resident
        .mutate("advanceProposal", "AdvanceProposalInput", json!({ "id": id, "version": proposal["version"], "to": "COMPLETED" }))
        .await;
    assert_eq!(lacking["errors"][0]["code"], "NO_SUCH_TRANSITION", "{lacking}");
    let stale = resident
        .mutate(
            "updateProposal",
            "UpdateProposalInput",
            json!({ "id": id, "version": 1, "fields": with(json!({ "title": "Judul saya" })) }),
        )
        .await;
    let details = &stale["errors"][0]["extensions"];
    assert_eq!(details["code"], "CONFLICT", "{stale}");
    assert_eq!((&details["yours"]["title"], &details["current"]["title"]), (&json!("Judul saya"), &fields()["title"]));
    let unknown = server.anonymous().mutate("beginReview", "ProposalVersionInput", version).await;
    assert_eq!(unknown["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");

    // A draft is nobody else's business, and sending a form twice makes one proposal.
    let draft = json!({ "fields": fields(), "clientKey": "satu" });
    let first = resident.mutate("createProposal", "CreateProposalInput", draft.clone()).await["proposal"]["id"].clone();
    let second = resident.mutate("createProposal", "CreateProposalInput", draft).await["proposal"]["id"].clone();
    assert_eq!(first, second);
    let hidden = elsewhere.get("query($id: ID!) { proposal(id: $id) { id } }", json!({ "id": first })).await;
    assert_eq!(hidden["proposal"], Value::Null);
}

async fn signing_in_tells_nobody_who_has_an_account(server: Server) {
    server.person("siti", None).await;
    let mut stranger = server.anonymous();
    let wrong = stranger.sign_in("siti@contoh.id", "bukan ini").await;
    let nobody = stranger.sign_in("tidakada@contoh.id", "bukan ini").await;
    assert_eq!(wrong, nobody);
    assert_eq!(wrong["data"]["signIn"]["errors"][0]["code"], "SIGN_IN_FAILED");
    let sign_up = "mutation($input: SignUpInput!) { signUp(input: $input) { accepted errors { code } } }";
    let form = |contact: &str| json!({ "input": { "contact": contact, "password": "kata sandi lain", "displayName": "X" } });
    assert_eq!(stranger.ask(sign_up, form("siti@contoh.id")).await, stranger.ask(sign_up, form("baru@contoh.id")).await);

    let mut siti = server.anonymous();
    siti.sign_in("siti@contoh.id", "mendoan hangat").await;
    let viewer = "{ viewer { account { displayName } } }";
    assert_eq!(siti.get(viewer, json!({})).await["viewer"]["account"]["displayName"], "siti");
    siti.get("mutation { signOutEverywhere { signedOut } }", json!({})).await;
    assert_eq!(siti.get(viewer, json!({})).await["viewer"], Value::Null);
}

async fn fill(server: &Server, count: usize) {
    let village = server.person("penulis", None).await;
    for _ in 0..count {
        propose(&village).await;
    }
}

async fn a_list_of_fifty_with_its_relations_takes_at_most_five_queries(server: Server) {
    fill(&server, 50).await;
    let before = server.app.db.queries().count();
    let query = "{ proposals(first: 50) { nodes { title village { name } district { name } proposer { displayName offices } decisions { office } } totalCount } }";
    let list = server.anonymous().get(query, json!({})).await;
    let queries = server.app.db.queries().count() - before;
    assert_eq!((list["proposals"]["nodes"].as_array().unwrap().len(), &list["proposals"]["totalCount"]), (50, &json!(50)));
    assert!(queries <= 5, "{queries} queries");
}

async fn pages_follow_one_another_without_gap_or_repeat(server: Server) {
    fill(&server, 7).await;
    let query = "query($after: String) { proposals(first: 3, after: $after, orderBy: HIGHEST_COST) { nodes { id } pageInfo { hasNextPage endCursor } } }";
    let (mut seen, mut after, anyone) = (Vec::new(), Value::Null, server.anonymous());
    loop {
        let page = anyone.get(query, json!({ "after": after })).await["proposals"].clone();
        seen.extend(page["nodes"].as_array().unwrap().iter().map(|node| node["id"].to_string()));
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
    let total = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!((total, seen.len()), (7, 7));
    let missing = anyone.ask("{ proposals { nodes { id } } }", json!({})).await;
    assert_eq!(missing["errors"][0]["extensions"]["code"], "BAD_INPUT");
}

async fn the_journal_cannot_be_rewritten(server: Server) {
    server.person("siti", None).await;
    for change in ["UPDATE journal SET kind = 'x'", "DELETE FROM journal"] {
        let refused = server.app.db.writer().execute_unprepared(change).await;
        assert!(refused.unwrap_err().to_string().contains("append-only"), "{change}");
    }
}

async fn a_rewritten_journal_is_found_out(server: Server) {
    server.person("siti", None).await;
    let guards: &[&str] = match server.app.db.is_sqlite() {
        true => &["DROP TRIGGER journal_refuses_update"],
        false => &["ALTER TABLE journal DISABLE TRIGGER ALL"],
    };
    for statement in guards.iter().chain(&["UPDATE journal SET subject = 'usr_other' WHERE seq = 2"]) {
        server.app.db.writer().execute_unprepared(statement).await.unwrap();
    }
    assert!(matches!(verify(&server.app.db).await.unwrap(), Verdict::Broken { seq: 2, .. }));
}

async fn one_request_sees_its_own_changes(server: Server) {
    let proposal = propose(&server.person("siti", None).await).await;
    let query = "mutation($input: ProposalIdInput!) {
        a: supportProposal(input: $input) { proposal { viewerHasSupported } }
        b: withdrawSupport(input: $input) { proposal { viewerHasSupported supportCount } }
    }";
    let answer = server.person("budi", None).await.get(query, json!({ "input": { "id": proposal["id"] } })).await;
    assert_eq!(answer["a"]["proposal"]["viewerHasSupported"], true);
    assert_eq!(answer["b"]["proposal"], json!({ "viewerHasSupported": false, "supportCount": 0 }));
}

async fn the_door_lets_in_only_what_it_should(server: Server) {
    let anyone = server.anonymous();
    let url = format!("{}/graphql", server.url);
    assert_eq!(anyone.http.get(format!("{url}?query={{viewer{{mayPropose}}}}")).send().await.unwrap().status(), 405);
    let plain = anyone.http.post(&url).header("content-type", "text/plain").body("{}").send().await.unwrap();
    assert_eq!(plain.status(), 415);
    let foreign =
        anyone.http.post(&url).header("content-type", "application/json").header("origin", "https://jahat.example").body("{}");
    assert_eq!(foreign.send().await.unwrap().status(), 403);
    let mut bomb = String::from("{ ...F0 }");
    for level in 0..30 {
        bomb += &format!(" fragment F{level} on Query {{ ...F{0} ...F{0} }}", level + 1);
    }
    bomb += " fragment F30 on Query { viewer { mayPropose } }";
    let answer = anyone.ask(&bomb, json!({})).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "TOO_COMPLEX", "{answer}");
    assert!(answer["errors"][0]["extensions"]["requestId"].is_string());
    let areas = anyone.get("{ areas(first: 1, filter: {level: VILLAGE}) { totalCount } areaAt(location: {longitude: 109.14727, latitude: -7.32942}) { code } }", json!({})).await;
    assert_eq!((&areas["areas"]["totalCount"], &areas["areaAt"]["code"]), (&json!(331), &json!("33.02.17.2019")));
}

/// Anybody can let a name of theirs lead here. The page that comes under it then asks the very host that it came from.
async fn a_page_is_ours_by_the_address_that_people_type(server: Server) {
    let address = "http://rembug.test";
    let change = |settings: &mut backend::config::Settings| settings.public_url = Some(address.into());
    let named = server.second_with(change, Arc::clone(&server.app.clock)).await;
    let siti = server.person("siti", None).await;
    for (server, origin, refused) in [
        (&server, server.url.as_str(), None),
        (&server, address, Some(403)),
        (&named, named.url.as_str(), Some(403)),
        (&named, address, None),
    ] {
        let siti = siti.at(server);
        let request = siti.request(reqwest::Method::POST, "/graphql").header("content-type", "application/json");
        let request = request.header("origin", origin).body(json!({ "query": "{ region { code } }" }).to_string());
        assert_eq!(request.send().await.unwrap().status().as_u16(), refused.unwrap_or(200), "{origin}");
        assert_eq!(Socket::open(&siti, Some(origin), Some("graphql-transport-ws")).await.err(), refused, "{origin}");
    }
}

async fn only_an_admin_grants_roles(server: Server) {
    let admin = server.person("admin", Some((Role::Admin, Some("33.02"), None))).await;
    let resident = server.person("siti", None).await;
    let own = resident.get("{ viewer { account { id } } }", json!({})).await["viewer"]["account"]["id"].clone();
    let grant =
        "mutation($input: GrantRoleInput!) { grantRole(input: $input) { account { grants { id office } } errors { code } } }";
    let input = |area: Value| json!({ "input": { "accountId": own, "role": "DISTRICT_OFFICER", "area": area } });
    assert_eq!(resident.ask(grant, input(json!("33.02.17"))).await["errors"][0]["extensions"]["code"], "FORBIDDEN");
    assert_eq!(admin.get(grant, input(Value::Null)).await["grantRole"]["errors"][0]["code"], "ROLE_NEEDS_AREA");
    let granted = admin.get(grant, input(json!("33.02.17"))).await["grantRole"]["account"]["grants"][0].clone();
    assert_eq!(granted["office"], "Kecamatan Cilongok");
    let twice = admin.get(grant, input(json!("33.02.17"))).await;
    assert_eq!(twice["grantRole"]["errors"][0]["code"], "ROLE_ALREADY_GRANTED");
    let revoke = "mutation($input: RevokeRoleInput!) { revokeRole(input: $input) { account { grants { id } } errors { code } } }";
    let left = admin.get(revoke, json!({ "input": { "grantId": granted["id"] } })).await;
    assert_eq!(left["revokeRole"]["account"]["grants"], json!([]));
    // Somebody must be left who grants.
    let grants = admin.get("{ viewer { account { grants { id } } } }", json!({})).await["viewer"]["account"]["grants"].clone();
    let last = json!({ "input": { "grantId": grants[0]["id"] } });
    assert_eq!(admin.get(revoke, last.clone()).await["revokeRole"]["errors"][0]["code"], "LAST_ADMIN");
    let other = server.person("admin2", Some((Role::Admin, Some("33.02"), None))).await;
    assert_eq!(other.get(revoke, last).await["revokeRole"]["errors"], json!([]));
}

async fn few_people_beside_a_place_are_told_to_nobody_but_those_who_answer(server: Server) {
    let resident = server.person("siti", None).await;
    let detail = json!({ "women": 236, "men": 4, "poorHouseholds": 12, "disabled": 1, "elderly": 0, "children": 3 });
    let proposal = resident.propose(detail.clone()).await;
    let query =
        "query($id: ID!) { proposal(id: $id) { beneficiaryDetail { women men poorHouseholds disabled elderly children } } }";
    let told =
        async |person: &Person| person.get(query, json!({ "id": proposal["id"] })).await["proposal"]["beneficiaryDetail"].clone();
    let village = server.person("desa", Some((Role::VillageOperator, Some("33.02.17.2019"), None))).await;
    let planner = server.person("bapperida", Some((Role::Planner, Some("33.02"), None))).await;
    for person in [&resident, &village, &planner] {
        assert_eq!(told(person).await, detail);
    }
    let public = json!({ "women": null, "men": null, "poorHouseholds": 12, "disabled": null, "elderly": 0, "children": null });
    let other = server.person("desalain", Some((Role::VillageOperator, Some("33.02.17.2018"), None))).await;
    for person in [&server.anonymous(), &server.person("budi", None).await, &other] {
        assert_eq!(told(person).await, public);
    }
    let file = village.request(reqwest::Method::GET, "/open-data/proposals.json").send().await.unwrap();
    let row = serde_json::from_slice::<Value>(&file.bytes().await.unwrap()).unwrap()[0].clone();
    let columns = ["women", "men", "poor_households", "disabled", "elderly", "children"];
    let cells = columns.map(|column| row[column].clone());
    assert_eq!(cells, [json!(null), json!(null), json!(12), json!(null), json!(0), json!(null)], "a file is the same for all");
    // Of 240: the others are three, whom nobody named.
    let one = resident.propose(json!({ "women": 237 })).await;
    let women = async |person: &Person| {
        person.get(query, json!({ "id": one["id"] })).await["proposal"]["beneficiaryDetail"]["women"].clone()
    };
    assert_eq!((women(&village).await, women(&server.anonymous()).await), (json!(237), Value::Null));
}
