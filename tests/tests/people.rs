//! People: their accounts, signing in, and who may see whom, the same on SQLite and on PostgreSQL.

#[macro_use]
mod harness;

use backend::journal::{Event, EventKind, append, entries_after};
use backend::platform::clock::ManualClock;
use harness::{Person, Server};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::{Value, json};
use shared::access::Role;
use shared::operations::plan_comment::{AddPlanComment, ResolvePlanComment};
use shared::operations::plan_step::{AddPlanParticipant, RemovePlanParticipant};
use shared::value::AccountId;
use std::sync::Arc;
use std::time::Duration;

on_both_databases! {
    an_admin_finds_people_by_name_contact_and_role,
    people_come_in_pages_both_ways,
    one_changes_ones_own_account,
    a_new_name_is_told_without_the_name,
    a_new_name_is_told_of_whom_the_public_meets_in_that_moment,
    a_new_password_ends_the_other_sessions,
    a_session_ends_by_itself_after_thirty_days,
    one_signs_in_by_phone_however_it_is_written,
    guessing_is_slowed_down_and_told_so,
    who_took_over_a_session_guesses_no_faster,
    nobody_makes_accounts_without_end,
}

async fn an_admin_finds_people_by_name_contact_and_role(server: Server) {
    let admin = server.person("admin", Some((Role::Admin, Some("33.02"), None))).await;
    let resident = server.person("siti", None).await;
    server.person("camat", Some((Role::DistrictOfficer, Some("33.02.17"), None))).await;
    let query = "query($f: PersonFilter) { people(first: 10, filter: $f) { nodes { displayName } totalCount } }";
    for (filter, expected) in [
        (json!({ "text": "SIT" }), vec!["siti"]),
        (json!({ "text": "camat@contoh" }), vec!["camat"]),
        (json!({ "role": "DISTRICT_OFFICER" }), vec!["camat"]),
        (json!({ "role": "PLANNER" }), vec![]),
        (json!({}), vec!["admin", "siti", "camat"]),
    ] {
        let people = admin.get(query, json!({ "f": filter })).await["people"].clone();
        let names: Vec<_> = people["nodes"].as_array().unwrap().iter().map(|node| node["displayName"].as_str().unwrap()).collect();
        assert_eq!((names, &people["totalCount"]), (expected.clone(), &json!(expected.len())), "{filter}");
    }
    assert_eq!(resident.ask(query, json!({})).await["errors"][0]["extensions"]["code"], "FORBIDDEN");
    let rename = "mutation { updateAccount(input: {displayName: \"ÉLOK\"}) { errors { code } } }";
    resident.get(rename, json!({})).await;
    for (text, expected) in [("élok", json!([{ "displayName": "ÉLOK" }])), ("camat", json!([{ "displayName": "camat" }]))] {
        let people = admin.get(query, json!({ "f": { "text": text } })).await["people"].clone();
        assert_eq!(people["nodes"], expected, "{text}");
    }
    // Whoever held an office is not found by it any more, nor shown with it.
    let holders = "{ people(first: 10, filter: {role: DISTRICT_OFFICER}) { nodes { id grants { id } } } }";
    let camat = admin.get(holders, json!({})).await["people"]["nodes"][0].clone();
    let offices = async || {
        let shown = "query($id: ID!) { person(id: $id) { offices } }";
        server.anonymous().get(shown, json!({ "id": camat["id"] })).await["person"]["offices"].clone()
    };
    assert_eq!(offices().await, json!(["Kecamatan Cilongok"]));
    let revoke = "mutation($g: ID!) { revokeRole(input: {grantId: $g}) { errors { code } } }";
    admin.get(revoke, json!({ "g": camat["grants"][0]["id"] })).await;
    assert_eq!((admin.get(holders, json!({})).await["people"]["nodes"].clone(), offices().await), (json!([]), json!([])));
}

async fn people_come_in_pages_both_ways(server: Server) {
    let admin = server.person("admin", Some((Role::Admin, Some("33.02"), None))).await;
    for name in ["siti", "budi", "wati", "joko"] {
        server.person(name, None).await;
    }
    let forward = "query($c: String) { people(first: 2, after: $c) { nodes { displayName } pageInfo { more: hasNextPage cursor: endCursor } } }";
    let backward = "query($c: String) { people(last: 2, before: $c) { nodes { displayName } pageInfo { more: hasPreviousPage cursor: startCursor } } }";
    for (query, turned) in [(forward, false), (backward, true)] {
        let (mut pages, mut cursor) = (Vec::new(), Value::Null);
        loop {
            let page = admin.get(query, json!({ "c": cursor })).await["people"].clone();
            pages.push(page["nodes"].as_array().unwrap().clone());
            cursor = page["pageInfo"]["cursor"].clone();
            if page["pageInfo"]["more"] == false {
                break;
            }
        }
        if turned {
            pages.reverse();
        }
        let names: Vec<String> = pages.concat().iter().map(|node| node["displayName"].as_str().unwrap().to_owned()).collect();
        assert_eq!(names, ["admin", "siti", "budi", "wati", "joko"], "{query}");
        let refused = admin.ask(query, json!({ "c": "kemarin" })).await;
        assert_eq!(refused["errors"][0]["extensions"]["fields"], json!([if turned { "before" } else { "after" }]));
    }
}

async fn one_changes_ones_own_account(server: Server) {
    let siti = server.person("siti", None).await;
    let change = "mutation($i: UpdateAccountInput!) { updateAccount(input: $i) { account { displayName language homeArea { code } } errors { code field } } }";
    let update = async |input: Value| siti.get(change, json!({ "i": input })).await["updateAccount"].clone();
    let done = update(json!({ "displayName": "Siti Aminah", "language": "EN", "homeArea": "33.02.17.2019" })).await;
    assert_eq!(done["account"], json!({ "displayName": "Siti Aminah", "language": "EN", "homeArea": { "code": "33.02.17.2019" } }));
    let kept = update(json!({ "language": "ID" })).await;
    assert_eq!(kept["account"]["displayName"], "Siti Aminah");
    for (input, field, code) in [
        (json!({ "displayName": " " }), "displayName", "REQUIRED"),
        (json!({ "homeArea": "33.02.99.1" }), "homeArea", "UNKNOWN_AREA"),
    ] {
        assert_eq!(update(input).await["errors"], json!([{ "code": code, "field": field }]));
    }
    let nobody = server.anonymous().ask(change, json!({ "i": {} })).await;
    assert_eq!(nobody["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
}

async fn a_new_password_ends_the_other_sessions(server: Server) {
    let here = server.person("siti", None).await;
    let mut there = server.anonymous();
    there.sign_in("siti@contoh.id", "mendoan hangat").await;
    let count = "{ viewer { account { sessionCount } } }";
    assert_eq!(here.get(count, json!({})).await["viewer"]["account"]["sessionCount"], 2);
    let change =
        "mutation($i: ChangePasswordInput!) { changePassword(input: $i) { account { sessionCount } errors { code field } } }";
    let input = |current: &str| json!({ "i": { "currentPassword": current, "newPassword": "soto sokaraja" } });
    let wrong = here.get(change, input("bukan ini")).await;
    assert_eq!(wrong["changePassword"]["errors"][0]["code"], "PASSWORD_WRONG");
    let done = here.get(change, input("mendoan hangat")).await;
    assert_eq!(done["changePassword"]["account"]["sessionCount"], 1, "{done}");
    assert_eq!(there.get(count, json!({})).await["viewer"], Value::Null);
    let mut again = server.anonymous();
    assert_eq!(again.sign_in("siti@contoh.id", "mendoan hangat").await["data"]["signIn"]["errors"][0]["code"], "SIGN_IN_FAILED");
    assert_eq!(
        again.sign_in("siti@contoh.id", "soto sokaraja").await["data"]["signIn"]["viewer"]["account"]["displayName"],
        "siti"
    );
}

async fn a_session_ends_by_itself_after_thirty_days(server: Server) {
    let clock = Arc::new(ManualClock::new(server.app.clock.now()));
    let server = server.second_with(|_| {}, Arc::<ManualClock>::clone(&clock)).await;
    let mut siti = server.person("siti", None).await;
    let old = siti.at(&server);
    let count = "{ viewer { account { sessionCount } } }";
    clock.advance(Duration::from_secs(30 * 86_400 - 1));
    assert_eq!(old.get(count, json!({})).await["viewer"]["account"]["sessionCount"], 1);
    clock.advance(Duration::from_secs(1));
    assert_eq!(old.get(count, json!({})).await["viewer"], Value::Null);
    siti.sign_in("siti@contoh.id", "mendoan hangat").await;
    assert_eq!(siti.get(count, json!({})).await["viewer"]["account"]["sessionCount"], 1);
    assert_eq!(old.get(count, json!({})).await["viewer"], Value::Null);
}

async fn one_signs_in_by_phone_however_it_is_written(server: Server) {
    let mut person = server.anonymous();
    let sign_up = "mutation($i: SignUpInput!) { signUp(input: $i) { accepted errors { code } } }";
    let form = json!({ "contact": "0812-3456-7890", "password": "mendoan hangat", "displayName": "Tarno" });
    assert_eq!(person.get(sign_up, json!({ "i": form })).await["signUp"]["accepted"], true);
    for contact in ["081234567890", "+62 812 3456 7890", "6281234567890"] {
        let answer = person.sign_in(contact, "mendoan hangat").await;
        assert_eq!(answer["data"]["signIn"]["viewer"]["account"]["displayName"], "Tarno", "{contact}: {answer}");
    }
    let account = person.get("{ viewer { account { email phone } } }", json!({})).await["viewer"]["account"].clone();
    assert_eq!((&account["email"], account["phone"].is_string()), (&Value::Null, true));
}

async fn guessing_is_slowed_down_and_told_so(server: Server) {
    let mut stranger = server.anonymous();
    let mut refused = Value::Null;
    for _ in 0..12 {
        refused = stranger.sign_in("siti@contoh.id", "bukan ini").await;
        if refused.get("errors").is_some() {
            break;
        }
    }
    let extensions = &refused["errors"][0]["extensions"];
    assert_eq!(extensions["code"], "RATE_LIMITED", "{refused}");
    assert!(extensions["retryAfterSeconds"].as_u64().is_some_and(|seconds| seconds >= 1));
}

/// Why one of many such requests was refused as a whole, where one was.
async fn flood(person: &Person, query: &str, variables: Value) -> Value {
    for _ in 0..60 {
        let answer = person.ask(query, variables.clone()).await;
        if answer.get("errors").is_some() {
            return answer["errors"][0]["extensions"]["code"].clone();
        }
    }
    Value::Null
}

async fn who_took_over_a_session_guesses_no_faster(server: Server) {
    let siti = server.person("siti", None).await;
    let change = "mutation($i: ChangePasswordInput!) { changePassword(input: $i) { errors { code } } }";
    let guess = json!({ "i": { "currentPassword": "bukan ini", "newPassword": "soto sokaraja" } });
    assert_eq!(flood(&siti, change, guess).await, "RATE_LIMITED");
}

async fn nobody_makes_accounts_without_end(server: Server) {
    let sign_up = "mutation($i: SignUpInput!) { signUp(input: $i) { errors { code } } }";
    // Also one that is not accepted is an attempt, and takes no time.
    let form = json!({ "i": { "contact": "tarno@contoh.id", "password": "x", "displayName": "Tarno" } });
    assert_eq!(flood(&server.anonymous(), sign_up, form).await, "RATE_LIMITED");
}

/// Of whom the public has read, and of nobody else; the chain forgets nothing, so no name is in it.
async fn a_new_name_is_told_without_the_name(server: Server) {
    let siti = server.person("siti", None).await;
    let told = || renamed(&server);
    let id = siti.id().await;
    rename(&siti, "Siti Rahasia").await;
    let wish = siti.mutate("createProposal", "CreateProposalInput", json!({ "fields": harness::fields() })).await;
    rename(&siti, "Siti Draf").await;
    assert_eq!(told().await, Vec::<Value>::new(), "nobody knows her yet");
    let version = json!({ "id": wish["proposal"]["id"], "version": wish["proposal"]["version"] });
    siti.mutate("submitProposal", "ProposalVersionInput", version).await;
    rename(&siti, "Siti Draf").await;
    assert_eq!(told().await, Vec::<Value>::new(), "it is the same name");
    rename(&siti, "Siti Aminah").await;
    let node = json!({ "displayName": "Siti Aminah", "offices": [] });
    assert_eq!(
        told().await,
        [json!({
            "subject": id, "details": null, "area": null, "actor": { "displayName": "Siti Aminah" },
            "touched": [{ "id": id, "node": node }],
        })]
    );
    let all = format!("{:?}", entries_after(&server.app.db, 0, 1_000, false).await.unwrap());
    assert!(!all.contains("Siti") && all.contains("AccountChanged"), "{all}");
    // Whoever speaks in any other place is known too.
    let proposal = &wish["proposal"]["id"];
    let desa = server.person("desa", Some((Role::VillageOperator, Some("33.02.17.2019"), None))).await;
    let plan = desa.get(
        "mutation { createPlan(input: {area: \"33.02.17.2019\", title: \"Jalan\"}) { plan { id sections { id } } } }",
        json!({}),
    );
    let plan = plan.await["createPlan"]["plan"]["id"].clone();
    let secretly = server.person("wati", None).await;
    let bring_in = async |name: &str| {
        let input = json!({ "planId": plan, "contact": format!("{name}@contoh.id"), "role": "EDITOR" });
        desa.make::<AddPlanParticipant>(input).await;
    };
    bring_in("wati").await;
    rename(&secretly, "Wati Sari").await;
    assert_eq!(told().await.len(), 1, "a draft is its participants' own");
    desa.get("mutation($id: ID!) { movePlan(input: {id: $id, to: OPEN}) { errors { code } } }", json!({ "id": plan })).await;
    rename(&desa, "Pak Desa").await;
    rename(&secretly, "Wati Sari Dewi").await;
    assert_eq!(told().await.len(), 3);
    for (number, (name, mutation, id)) in [
        ("budi", "addComment(input: {proposalId: $id, body: \"Setuju.\"})", proposal),
        ("tono", "addPlanComment(input: {planId: $id, anchorKind: PLAN, body: \"Setuju.\"})", &plan),
    ]
    .into_iter()
    .enumerate()
    {
        let person = server.person(name, None).await;
        person.mutate("supportProposal", "ProposalIdInput", json!({ "id": proposal })).await;
        rename(&person, "Orang").await;
        assert_eq!(told().await.len(), 3 + number, "who supports what is nobody's business");
        person.get(&format!("mutation($id: ID!) {{ {mutation} {{ errors {{ code }} }} }}"), json!({ "id": id })).await;
        rename(&person, "Orang lain").await;
        assert_eq!(told().await.len(), 4 + number, "{name}");
    }
    // Of whom no row is left, and whose name the record keeps.
    let said = json!({ "planId": plan, "anchorKind": "PLAN", "body": "Kapan mulai?" });
    let thread = siti.make::<AddPlanComment>(said).await["id"].clone();
    for (number, name) in ["settles", "looks"].into_iter().enumerate() {
        let person = server.person(name, None).await;
        bring_in(name).await;
        if name == "settles" {
            person.make::<ResolvePlanComment>(json!({ "commentId": thread, "resolved": true })).await;
        }
        desa.make::<RemovePlanParticipant>(json!({ "planId": plan, "accountId": person.id().await })).await;
        rename(&person, "Orang yang pergi").await;
        assert_eq!(told().await.len(), 6 + number, "{name}");
    }
}

/// The feed tells of her, whichever of the two is written first.
async fn a_new_name_is_told_of_whom_the_public_meets_in_that_moment(server: Server) {
    let siti = server.person("siti", None).await;
    let id: AccountId = siti.id().await.as_str().unwrap().parse().unwrap();
    let mut tx = server.app.db.begin().await.unwrap();
    append(&server.app, &mut tx, Event::new(EventKind::RoleRevoked, id).actor(Some(id))).await.unwrap();
    let renaming = tokio::spawn(async move { rename(&siti, "Siti Aminah").await });
    let reader = server.app.db.reader();
    let waits = "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
                 WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted";
    for wait in 0.. {
        // On SQLite it waits for the one connection that writes.
        let asked = Statement::from_string(DbBackend::Postgres, waits);
        if server.app.db.is_sqlite() || reader.query_one_raw(asked).await.unwrap().unwrap().try_get_by_index::<i64>(0).unwrap() > 0
        {
            break;
        }
        assert!(wait < 500 && !renaming.is_finished(), "the new name does not wait for its place in the journal");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    tx.commit().await.unwrap();
    renaming.await.unwrap();
    assert_eq!(renamed(&server).await.len(), 1);
}

async fn rename(person: &Person, name: &str) {
    let rename = "mutation($name: String) { updateAccount(input: {displayName: $name}) { errors { code } } }";
    assert_eq!(person.get(rename, json!({ "name": name })).await["updateAccount"]["errors"], json!([]));
}

/// What the feed tells of new names.
async fn renamed(server: &Server) -> Vec<Value> {
    let query = "{ journal(first: 100, filter: { kinds: [\"person.renamed\"] }) {
      nodes { subject details area { code } actor { displayName } touched { id node { ... on Person { displayName offices } } } } } }";
    server.anonymous().get(query, json!({})).await["journal"]["nodes"].as_array().unwrap().clone()
}
