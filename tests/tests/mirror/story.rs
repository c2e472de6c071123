//! Everything that the public record has a word for, once.

use crate::harness::{Person, Server, fields, photo};
use crate::world::{NEXT_VILLAGE, VILLAGE, World, suggest, take};
use backend::area::service::import_population;
use backend::journal::{EventKind, entries_after};
use reqwest::Method;
use serde_json::{Value, json};
use shared::access::Role;
use shared::operations::comment::{AddComment, HideComment};
use shared::operations::plan_comment::*;
use shared::operations::plan_step::*;
use shared::operations::plan_suggestion::*;
use shared::plan::edit::{Edit, TextOf};
use shared::plan::schema::{Table, Value as Field};
use std::collections::BTreeSet;
use uuid::Uuid;

/// What does not happen here, and why.
const ELSEWHERE: &[(EventKind, &str)] = &[
    (EventKind::BoundariesImported, "takes a file with the outline of every village; the population is imported in its place"),
    (EventKind::SampleDataLoaded, "happens in an empty database alone"),
];

const REASON: &str = "Dijelaskan dalam musyawarah.";

/// Gives those who have left: of one a thread that they settled is left, of the other the journal alone.
pub async fn everything(world: &World<'_>) -> [Person; 2] {
    let proposal = proposals(world).await;
    let gone = plans(world, &proposal).await;
    people(world).await;
    let file = world.server.app.config.data_dir.join("penduduk.csv");
    std::fs::write(&file, format!("code,people,year,source\n{VILLAGE},4321,2026,Dukcapil\n")).unwrap();
    import_population(&world.server.app, &file, None).await.unwrap();
    world.rest().await;
    gone
}

/// A kind of event is acted out, or says why not.
pub async fn assert_complete(server: &Server) {
    let public = entries_after(&server.app.db, 0, 100_000, true).await.unwrap();
    let happened: BTreeSet<&str> = public.iter().map(|entry| entry.kind.as_str()).collect();
    let elsewhere = |kind: &EventKind| ELSEWHERE.iter().any(|(other, why)| other == kind && !why.is_empty());
    let missing = EventKind::ALL.iter().filter(|kind| kind.is_public() && !elsewhere(kind)).map(|kind| kind.as_str());
    let missing: Vec<_> = missing.filter(|kind| !happened.contains(kind)).collect();
    assert!(missing.is_empty(), "these never happened: {missing:?}");
}

/// A step that must succeed.
async fn step(person: &Person, name: &str, proposal: &Value, extra: Value) -> Value {
    let answer = take(person, name, proposal, extra).await;
    assert_eq!(answer["errors"], json!([]), "{name}: {answer}");
    answer["proposal"].clone()
}

async fn proposals(world: &World<'_>) -> Value {
    let ([siti, budi, tono], desa, camat, server) = (&world.residents, &world.desa, &world.camat, world.server);
    let planner = server.person("bapperida", Some((Role::Planner, Some("33.02"), None))).await;
    let dpu = server.person("dpu", Some((Role::AgencyOfficer, None, Some("dpu")))).await;
    let dinkes = server.person("dinkes", Some((Role::AgencyOfficer, None, Some("dinkes")))).await;
    let budget = server.person("tapd", Some((Role::BudgetTeam, Some("33.02"), None))).await;
    let mut funded = siti.propose(whole(siti).await).await;
    for name in ["supportProposal", "withdrawSupport", "supportProposal"] {
        budi.mutate(name, "ProposalIdInput", json!({ "id": funded["id"] })).await;
    }
    let said = tono.make::<AddComment>(json!({ "proposalId": funded["id"], "body": "Kata kasar." })).await;
    desa.make::<HideComment>(json!({ "commentId": said["id"], "reason": "Kasar." })).await;
    let answer = json!({ "proposalId": funded["id"], "parentId": said["id"], "body": "Mari tetap sopan." });
    camat.make::<AddComment>(answer).await;

    let merged = step(desa, "beginReview", &budi.propose(json!({})).await, json!({})).await;
    step(desa, "mergeProposals", &merged, json!({ "into": funded["id"], "reasonText": REASON })).await;

    let returned = step(desa, "beginReview", &siti.propose(json!({})).await, json!({})).await;
    let returned = step(desa, "returnProposal", &returned, json!({ "reasonCode": "INCOMPLETE", "reasonText": REASON })).await;
    let mut form = fields();
    form["villageCode"] = json!(NEXT_VILLAGE);
    let mended = step(siti, "updateProposal", &returned, json!({ "fields": form })).await;
    step(siti, "submitProposal", &mended, json!({})).await;

    step(tono, "withdrawProposal", &tono.propose(json!({})).await, json!({ "reason": "Sudah swadaya." })).await;

    let read = "query($id: ID!) { proposal(id: $id) { id version } }";
    funded = siti.get(read, json!({ "id": funded["id"] })).await["proposal"].clone();
    let less = json!({
        "decision": "ACCEPTED_WITH_CHANGES", "to": "FORWARDED_KEC", "cost": 150_000_000, "quantity": 100.5,
        "reasonCode": "OVER_CEILING", "reasonText": REASON, "minutesNumber": "BA-1",
    });
    for (person, name, extra) in [
        (desa, "beginReview", json!({})),
        (desa, "decideProposal", less),
        (camat, "beginReview", json!({})),
        (camat, "forwardProposal", json!({ "minutesNumber": "BA-2" })),
        (&planner, "forwardProposal", json!({})),
        (&dpu, "reassignProposal", json!({ "agency": "dinkes", "reasonText": REASON })),
        (&dinkes, "forwardProposal", json!({ "reasonText": REASON })),
        (&budget, "decideProposal", json!({ "decision": "ACCEPTED", "fundingSources": ["APBD_KAB"], "minutesNumber": "BA-3" })),
        (&budget, "advanceProposal", json!({ "to": "BUDGETED" })),
    ] {
        funded = step(person, name, &funded, extra).await;
    }
    funded["id"].clone()
}

/// A form in which nothing is left open.
async fn whole(person: &Person) -> Value {
    let request = person.request(Method::POST, "/media?caption=Jalan%20licin").header("content-type", "image/png");
    let taken = request.body(photo()).send().await.unwrap().text().await.unwrap();
    let taken: Value = serde_json::from_str(&taken).unwrap();
    json!({
        "objective": "Anak sekolah tidak jatuh.", "rt": "03", "rw": "01", "hamlet": "Karanggude", "lengthMeters": 120.5,
        "widthMeters": 2.5, "heightMeters": 0.15, "unitPrice": 1_500_000, "spendingType": "CAPITAL",
        "subactivityCode": "1.03.10.2.01", "regionalPriority": "Infrastruktur", "note": "Warga siap membantu.",
        "selfHelpAmount": 5_000_000, "selfHelpNote": "Tenaga.", "women": 120, "men": 120, "poorHouseholds": 40, "disabled": 6,
        "elderly": 30, "children": 60, "damageLevel": 3, "catalogCode": "INF-01", "photos": [taken["id"]],
    })
}

async fn plans(world: &World<'_>, proposal: &Value) -> [Person; 2] {
    let ([siti, budi, _], desa, camat, server) = (&world.residents, &world.desa, &world.camat, world.server);
    // Who has said nothing yet: nobody may talk without end.
    let rini = &server.person("rini", None).await;
    let begin = async |title: &str, proposals: Value| {
        let input = json!({ "area": VILLAGE, "title": title, "template": "SMALL_INFRASTRUCTURE", "proposals": proposals });
        desa.make::<CreatePlan>(input).await
    };
    let plan = begin("Jalan usaha tani", json!([proposal])).await;
    let id = &plan["id"];
    let bring_in = async |name: &str| {
        let input = json!({ "planId": id, "contact": format!("{name}@contoh.id"), "role": "EDITOR" });
        desa.make::<AddPlanParticipant>(input).await;
    };
    let say = |body: &str| json!({ "planId": id, "anchorKind": "SECTION", "anchorId": plan["sections"][0]["id"], "body": body });
    bring_in("siti").await;
    siti.make::<AddPlanComment>(say("Ini rahasia.")).await;
    desa.make::<NamePlanVersion>(json!({ "planId": id, "name": "Konsep rahasia" })).await;
    let go = async |to: &str, by: Value| desa.make::<MovePlan>(json!({ "id": id, "to": to, "supersededBy": by })).await;
    go("OPEN", Value::Null).await;

    bring_in("budi").await;
    let budis = json!({ "planId": id, "accountId": budi.id().await, "role": "OWNER" });
    desa.make::<ChangePlanParticipant>(budis.clone()).await;
    desa.make::<RemovePlanParticipant>(json!({ "planId": id, "accountId": budis["accountId"] })).await;

    siti.write(server, id, vec![Edit::Splice { text: TextOf::Title, at: 0, delete: 0, insert: "Salah ".into() }]).await;
    let back = "mutation($id: ID!) { restorePlanVersion(input: {planId: $id, seq: 1}) { errors { code } } }";
    assert_eq!(desa.get(back, json!({ "id": id })).await["restorePlanVersion"]["errors"], json!([]));
    siti.write(server, id, rows()).await;
    desa.make::<NamePlanVersion>(json!({ "planId": id, "name": "Musdes" })).await;

    let said = rini.make::<AddPlanComment>(say("Kurang jelas.")).await;
    let mut answer = say("Sudah kami perjelas.");
    answer["parentId"] = said["id"].clone();
    camat.make::<AddPlanComment>(answer).await;
    for resolved in [true, false, true] {
        desa.make::<ResolvePlanComment>(json!({ "commentId": said["id"], "resolved": resolved })).await;
    }
    let gone = [server.person("joko", None).await, server.person("lina", None).await];
    for (person, name) in gone.iter().zip(["joko", "lina"]) {
        bring_in(name).await;
        if name == "joko" {
            person.make::<ResolvePlanComment>(json!({ "commentId": said["id"], "resolved": true })).await;
        }
        desa.make::<RemovePlanParticipant>(json!({ "planId": id, "accountId": person.id().await })).await;
    }
    let rude = rini.make::<AddPlanComment>(say("Kata kasar.")).await;
    camat.make::<HidePlanComment>(json!({ "commentId": rude["id"], "reason": "Kasar." })).await;

    world.rest().await;
    let mut suggestions = Vec::new();
    for (person, body) in [(camat, "Sawah."), (rini, "Kebun."), (rini, "Ladang."), (rini, "Kata kasar.")] {
        suggestions.push(suggest(person, id, body).await["object"]["id"].clone());
    }
    for (id, accept) in [(&suggestions[0], true), (&suggestions[1], false)] {
        desa.make::<DecidePlanSuggestion>(json!({ "suggestionId": id, "accept": accept })).await;
    }
    rini.make::<WithdrawPlanSuggestion>(json!({ "suggestionId": suggestions[2] })).await;
    camat.make::<HidePlanSuggestion>(json!({ "suggestionId": suggestions[3], "reason": "Kasar." })).await;

    world.rest().await;
    let sign = async |person: &Person, signed: bool| person.make::<SignPlan>(json!({ "id": id, "signed": signed })).await;
    go("IN_REVIEW", Value::Null).await;
    sign(siti, true).await;
    sign(siti, false).await;
    go("OPEN", Value::Null).await;
    go("IN_REVIEW", Value::Null).await;
    sign(siti, true).await;
    sign(desa, true).await;
    go("AGREED", Value::Null).await;
    let next = begin("Jalan usaha tani, tahap 2", json!([])).await;
    desa.make::<MovePlan>(json!({ "id": next["id"], "to": "OPEN" })).await;
    go("SUPERSEDED", next["id"].clone()).await;
    gone
}

/// One row in each table of a plan.
fn rows() -> Vec<Edit> {
    let add = |table: Table, fields: Vec<(&'static str, Field)>| Edit::Add { table, row: Uuid::from_u128(7), after: None, fields };
    let place = r#"{"type":"Point","coordinates":[109.147,-7.329]}"#;
    vec![
        Edit::Splice { text: TextOf::Summary, at: 0, delete: 0, insert: "Jalan yang tahan hujan.".into() },
        add(Table::Sections, vec![("heading", "Latar".into())]),
        Edit::Splice { text: TextOf::Section(Uuid::from_u128(7)), at: 0, delete: 0, insert: "Sawah di utara.".into() },
        add(Table::Objectives, vec![("text", "Hasil panen sampai ke pasar.".into())]),
        add(Table::Indicators, vec![("name", "Panjang jalan".into()), ("unit", "m".into()), ("target", "300".into())]),
        add(
            Table::Budget,
            vec![
                ("item", "Batu".into()),
                ("volume", Field::Number(2_000)),
                ("unit", "m³".into()),
                ("price", Field::Number(250_000)),
                ("source", "APBDES_DD".into()),
            ],
        ),
        add(
            Table::Activities,
            vec![
                ("name", "Menata batu".into()),
                ("start", "2028-03-01".into()),
                ("end", "2028-03-09".into()),
                ("partner", "Warga".into()),
            ],
        ),
        add(Table::Features, vec![("label", "Jembatan".into()), ("kind", "PLANNED".into()), ("geometry", place.into())]),
    ]
}

/// Roles come and go, and somebody gets another name.
async fn people(world: &World<'_>) {
    let [siti, _, tono] = &world.residents;
    let admin = world.server.person("admin", Some((Role::Admin, Some("33.02"), None))).await;
    let grant = "mutation($input: GrantRoleInput!) { grantRole(input: $input) { account { grants { id } } errors { code } } }";
    let input = json!({ "accountId": tono.id().await, "role": "COMMUNITY_ORGANISER", "area": VILLAGE });
    let granted = admin.get(grant, json!({ "input": input })).await["grantRole"]["account"]["grants"][0]["id"].clone();
    let revoke = "mutation($id: ID!) { revokeRole(input: {grantId: $id}) { errors { code } } }";
    assert_eq!(admin.get(revoke, json!({ "id": granted })).await["revokeRole"]["errors"], json!([]));
    rename(siti, "Siti Aminah").await;
}

pub async fn rename(person: &Person, name: &str) {
    let rename = "mutation($name: String) { updateAccount(input: {displayName: $name}) { errors { code } } }";
    assert_eq!(person.get(rename, json!({ "name": name })).await["updateAccount"]["errors"], json!([]));
}
