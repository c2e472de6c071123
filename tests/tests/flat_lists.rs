//! What belongs to plans, and who holds which office, as flat lists: narrowed, ordered, counted, and seen by whom it concerns;
//! the same on SQLite and PostgreSQL.

#[macro_use]
mod harness;

use backend::access::service::{RoleGrant, grant_as_operator};
use backend::migration::m0024_search::fill;
use harness::{Person, Server, refusal};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use shared::access::Role;
use shared::operations::plan_comment::*;
use shared::operations::plan_step::*;
use shared::operations::plan_suggestion::*;

on_both_databases! {
    what_belongs_to_plans_is_narrowed_and_ordered,
    a_thread_is_settled_with_its_answers,
    words_are_found_however_they_are_written,
    what_a_draft_held_stays_its_participants_own_once_it_is_open,
    a_list_reads_what_its_items_need_all_at_once,
    who_holds_which_office_is_public_and_who_holds_none_is_not_listed,
    what_is_named_a_thousand_times_counts_once,
    what_is_wrong_in_a_filter_within_is_told_where_it_stands,
}

const VILLAGE: &str = "33.02.17.2019";

async fn begin(person: &Person, area: &str, title: &str) -> Value {
    person.make::<CreatePlan>(json!({ "area": area, "title": title, "template": "SMALL_INFRASTRUCTURE" })).await
}

async fn open(person: &Person, plan: &Value) {
    person.make::<MovePlan>(json!({ "id": plan["id"], "to": "OPEN" })).await;
}

async fn say(person: &Person, plan: &Value, body: &str) -> Value {
    person.make::<AddPlanComment>(json!({ "planId": plan["id"], "anchorKind": "PLAN", "body": body })).await
}

async fn suggest(person: &Person, plan: &Value, body: &str, note: &str) -> Value {
    let section = &plan["sections"][0]["id"];
    let input = json!({ "planId": plan["id"], "sectionId": section, "seq": 1, "body": body, "note": note });
    person.make::<SuggestPlanChange>(input).await
}

async fn name(person: &Person, plan: &Value, name: &str) -> Value {
    person.make::<NamePlanVersion>(json!({ "planId": plan["id"], "name": name })).await
}

/// What a list gives of one field of its items, in its order; its count says the same.
async fn told(person: &Person, list: &str, arguments: &str, field: &str) -> Vec<Value> {
    let query = format!("{{ {list}(first: 100{arguments}) {{ nodes {{ {field} }} totalCount }} }}");
    let answer = person.get(&query, json!({})).await[list].clone();
    let nodes = answer["nodes"].as_array().unwrap();
    assert_eq!(answer["totalCount"], nodes.len(), "{query}");
    nodes.iter().map(|node| node[field].clone()).collect()
}

async fn what_belongs_to_plans_is_narrowed_and_ordered(server: Server) {
    let desa = server.person("desa", Some((Role::VillageOperator, Some(VILLAGE), None))).await;
    let camat = server.person("camat", Some((Role::DistrictOfficer, Some("33.02.17"), None))).await;
    let siti = server.person("siti", None).await;
    let (road, sugar) = (begin(&desa, VILLAGE, "Jalan").await, begin(&camat, "33.02.17", "Gula").await);
    open(&desa, &road).await;
    open(&camat, &sugar).await;
    let rude = say(&siti, &road, "Kata kasar").await;
    say(&siti, &road, "Licin saat hujan").await;
    say(&siti, &sugar, "Harga Gula turun").await;
    camat.make::<HidePlanComment>(json!({ "commentId": rude["id"], "reason": "Menghina." })).await;
    let first = suggest(&siti, &road, "Jalan sawah.", "Lebih jelas").await;
    suggest(&siti, &sugar, "Gula semut.", "Ada sertifikat").await;
    let decline = json!({ "suggestionId": first["id"], "accept": false });
    desa.make::<DecidePlanSuggestion>(decline).await;
    name(&desa, &road, "Konsep musyawarah").await;

    let anyone = server.anonymous();
    let (gone, slippery, price) = (Value::Null, json!("Licin saat hujan"), json!("Harga Gula turun"));
    let in_village = format!("plans: {{ areas: [\"{VILLAGE}\"] }}");
    for (arguments, expected) in [
        (String::new(), vec![&price, &slippery, &gone]),
        (", orderBy: OLDEST".into(), vec![&gone, &slippery, &price]),
        (format!(", filter: {{ {in_village} }}"), vec![&slippery, &gone]),
        (", filter: { plans: { areas: [\"33.02.17\"], text: \"gula\" } }".into(), vec![&price]),
        (", filter: { plans: { stages: [AGREED] } }".into(), vec![]),
        (", filter: { text: \"HUJAN licin\" }".into(), vec![&slippery]),
        (", filter: { text: \"kasar\" }".into(), vec![]),
        (", filter: { hidden: true }".into(), vec![&gone]),
        (", filter: { hidden: false }".into(), vec![&price, &slippery]),
        (", filter: { from: \"2100-01-01T00:00:00Z\" }".into(), vec![]),
        (", filter: { from: \"2020-01-01T00:00:00Z\", to: \"2100-01-01T00:00:00Z\" }".into(), vec![&price, &slippery, &gone]),
    ] {
        let found = told(&anyone, "planComments", &arguments, "body").await;
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{arguments}");
    }
    for (arguments, expected) in [
        (String::new(), vec!["Gula semut.", "Jalan sawah."]),
        (", orderBy: OLDEST".into(), vec!["Jalan sawah.", "Gula semut."]),
        (format!(", filter: {{ {in_village} }}"), vec!["Jalan sawah."]),
        (", filter: { statuses: [DECLINED, HIDDEN] }".into(), vec!["Jalan sawah."]),
        (", filter: { statuses: [OPEN] }".into(), vec!["Gula semut."]),
        (", filter: { text: \"SERTIFIKAT gula\" }".into(), vec!["Gula semut."]),
        (", filter: { to: \"2020-01-01T00:00:00Z\" }".into(), vec![]),
    ] {
        assert_eq!(told(&anyone, "planSuggestions", &arguments, "after").await, expected, "{arguments}");
    }
    let named = json!("Konsep musyawarah");
    for (arguments, expected) in [
        (String::new(), vec![json!("OPEN"), json!("OPEN"), Value::Null]),
        (", orderBy: NEWEST".into(), vec![Value::Null, json!("OPEN"), json!("OPEN")]),
        (", filter: { stages: [OPEN] }".into(), vec![json!("OPEN"), json!("OPEN")]),
        (", filter: { text: \"MUSYAWARAH\" }".into(), vec![Value::Null]),
        (", filter: { plans: { text: \"gula\" } }".into(), vec![json!("OPEN")]),
        (format!(", planId: {}", road["id"]), vec![json!("OPEN"), Value::Null]),
    ] {
        assert_eq!(told(&anyone, "planVersions", &arguments, "stage").await, expected, "{arguments}");
    }
    assert_eq!(told(&anyone, "planVersions", ", filter: { text: \"konsep\" }", "name").await, [named]);
    let about = anyone.get("{ planComments(first: 1) { nodes { plan { title area { code } } } } }", json!({})).await;
    assert_eq!(about["planComments"]["nodes"][0]["plan"], json!({ "title": "Gula", "area": { "code": "33.02.17" } }));
    for list in ["planComments", "planSuggestions", "planVersions"] {
        let ask = async |arguments: String| anyone.ask(&format!("{{ {list}{arguments} {{ totalCount }} }}"), json!({})).await;
        let refused = ask(format!("(first: 1, filter: {{ text: \"{}\" }})", "x".repeat(201))).await;
        assert_eq!(refused["errors"][0]["extensions"]["fields"], json!(["filter.text"]), "{list}");
        let refused = ask("(last: 1, before: \"kemarin\")".into()).await;
        assert_eq!(refused["errors"][0]["extensions"]["fields"], json!(["before"]), "{list}");
        assert_eq!(refusal(&ask(String::new()).await), "BAD_INPUT", "{list}");
    }
}

async fn a_thread_is_settled_with_its_answers(server: Server) {
    let desa = server.person("desa", Some((Role::VillageOperator, Some(VILLAGE), None))).await;
    let siti = server.person("siti", None).await;
    let (plan, other) = (begin(&desa, VILLAGE, "Jalan").await, begin(&desa, VILLAGE, "Gula").await);
    open(&desa, &plan).await;
    open(&desa, &other).await;
    let answer = async |to: &Value, body: &str| {
        let input = json!({ "planId": plan["id"], "parentId": to["id"], "anchorKind": "PLAN", "body": body });
        desa.make::<AddPlanComment>(input).await
    };
    let slippery = say(&siti, &plan, "Licin").await;
    let mended = answer(&slippery, "Kami perbaiki").await;
    answer(&mended, "Sudah").await;
    let when = say(&siti, &plan, "Kapan mulai").await;
    answer(&when, "Bulan depan").await;
    say(&siti, &other, "Harga turun").await;
    let settle = async |resolved: bool| {
        desa.make::<ResolvePlanComment>(json!({ "commentId": slippery["id"], "resolved": resolved })).await;
    };
    settle(true).await;
    let anyone = server.anonymous();
    for (arguments, expected) in [
        ("", vec!["Licin", "Kami perbaiki", "Sudah", "Kapan mulai", "Bulan depan", "Harga turun"]),
        (", filter: { resolved: true }", vec!["Licin", "Kami perbaiki", "Sudah"]),
        (", filter: { resolved: false }", vec!["Kapan mulai", "Bulan depan", "Harga turun"]),
        (", filter: { resolved: true, text: \"sudah\" }", vec!["Sudah"]),
        (", filter: { resolved: true, hidden: true }", vec![]),
        (", filter: { resolved: false, plans: { text: \"gula\" } }", vec!["Harga turun"]),
    ] {
        assert_eq!(told(&anyone, "planComments", &format!("{arguments}, orderBy: OLDEST"), "body").await, expected, "{arguments}");
    }
    settle(false).await;
    assert!(told(&anyone, "planComments", ", filter: { resolved: true }", "body").await.is_empty());
}

/// The lists that are searched by text, beside proposals, plans and comments on proposals.
const SEARCHED: [&str; 4] = ["planComments", "planSuggestions", "planVersions", "officials"];

async fn words_are_found_however_they_are_written(server: Server) {
    let desa = server.person("desa", Some((Role::VillageOperator, Some(VILLAGE), None))).await;
    let camat = server.person("camat", Some((Role::DistrictOfficer, Some("33.02.17"), None))).await;
    let (siti, anyone) = (server.person("siti", None).await, server.anonymous());
    let plan = begin(&desa, VILLAGE, "Jalan").await;
    open(&desa, &plan).await;
    let comment = say(&siti, &plan, "Dekat CAFÉ Élok 100%").await;
    say(&siti, &plan, "Dekat BALAI").await;
    let suggestion = suggest(&siti, &plan, "Lewat CAFÉ.", "Jalannya ÉLOK").await;
    suggest(&siti, &plan, "Lewat BALAI.", "Lebih dekat").await;
    name(&desa, &plan, "Konsep CAFÉ Élok").await;
    name(&desa, &plan, "Konsep BALAI").await;
    let rename = async |name: &str| {
        let change = "mutation($name: String!) { updateAccount(input: { displayName: $name }) { errors { code } } }";
        assert_eq!(siti.get(change, json!({ "name": name })).await["updateAccount"]["errors"], json!([]));
    };
    rename("Siti CAFÉ").await;
    let account = siti.id().await.as_str().unwrap().parse().unwrap();
    let office = Some("Pengelola Pasar ÉLOK".to_owned());
    let role = Role::DistrictOfficer;
    let grant = RoleGrant { account, role, area: Some("33.02.17".into()), agency: None, office_title: office };
    grant_as_operator(&server.app, grant).await.unwrap();

    let found = async |list: &str, text: &str| {
        let arguments = format!(", filter: {{ text: {} }}", json!(text));
        told(&anyone, list, &arguments, "id").await.len()
    };
    let all = async || {
        for list in SEARCHED {
            for text in ["café", "CAFÉ", "élok café", "ÉLOK"] {
                assert_eq!(found(list, text).await, 1, "{list}: {text}");
            }
            assert_eq!((found(list, "cafe").await, found(list, "café_").await), (0, 0), "{list}");
        }
    };
    all().await;
    // What there was before the words were kept in small letters.
    let db = server.app.db.writer();
    for table in ["accounts", "grants", "plan_comments", "plan_suggestions", "plan_versions"] {
        db.execute_unprepared(&format!("UPDATE {table} SET search_text = ''")).await.unwrap();
    }
    for list in SEARCHED {
        assert_eq!((found(list, "café").await, found(list, "balai").await), (0, 0), "{list}");
    }
    fill(db).await.unwrap();
    all().await;
    for list in ["planComments", "planSuggestions", "planVersions"] {
        assert_eq!(found(list, "balai").await, 1, "{list}");
    }
    // Whoever has another name now is found by it, and not by the old one.
    rename("Siti ÉLANG").await;
    let names = ["élang", "siti élok", "café"];
    let by_name = [found("officials", names[0]).await, found("officials", names[1]).await, found("officials", names[2]).await];
    assert_eq!(by_name, [1, 1, 0]);
    // What is hidden is found by nobody, also where the rows are filled once more.
    camat.make::<HidePlanComment>(json!({ "commentId": comment["id"], "reason": "Promosi." })).await;
    camat.make::<HidePlanSuggestion>(json!({ "suggestionId": suggestion["id"], "reason": "Promosi." })).await;
    for _ in 0..2 {
        for person in [&anyone, &siti, &camat] {
            for list in ["planComments", "planSuggestions"] {
                assert!(told(person, list, ", filter: { text: \"café\" }", "id").await.is_empty(), "{list}");
            }
        }
        fill(db).await.unwrap();
    }
}

async fn what_a_draft_held_stays_its_participants_own_once_it_is_open(server: Server) {
    let desa = server.person("desa", Some((Role::VillageOperator, Some(VILLAGE), None))).await;
    let siti = server.person("siti", None).await;
    let (plan, draft) = (begin(&desa, VILLAGE, "Jalan").await, begin(&desa, VILLAGE, "Draf").await);
    say(&desa, &plan, "Sebelum").await;
    say(&desa, &draft, "Rahasia").await;
    let concept = name(&desa, &plan, "Konsep").await;
    name(&desa, &draft, "Konsep lain").await;
    let strangers = [&server.anonymous(), &siti];
    for stranger in strangers {
        assert!(told(stranger, "planComments", "", "body").await.is_empty());
        assert!(told(stranger, "planVersions", "", "name").await.is_empty());
    }
    open(&desa, &plan).await;
    say(&desa, &plan, "Sesudah").await;
    let since = name(&desa, &plan, "Musyawarah").await;
    // Opened anew, it does not begin anew.
    for to in ["IN_REVIEW", "OPEN"] {
        desa.make::<MovePlan>(json!({ "id": plan["id"], "to": to })).await;
    }
    let node = "query($id: ID!) { node(id: $id) { ... on PlanVersion { name plan { title } } } }";
    for stranger in strangers {
        assert_eq!(told(stranger, "planComments", "", "body").await, ["Sesudah"]);
        let stages = told(stranger, "planVersions", "", "stage").await;
        assert_eq!(stages, [json!("OPEN"), Value::Null, json!("IN_REVIEW"), json!("OPEN")]);
        let of_it = told(stranger, "planVersions", &format!(", planId: {}", plan["id"]), "stage").await;
        assert_eq!(of_it, stages, "of one plan, the same");
        let nothing =
            stranger.get("query($id: ID!) { planVersions(planId: $id, first: 1) { totalCount } }", json!({ "id": draft["id"] }));
        assert_eq!(nothing.await["planVersions"], Value::Null);
        assert_eq!(stranger.get(node, json!({ "id": concept["id"] })).await["node"], Value::Null);
        let found = stranger.get(node, json!({ "id": since["id"] })).await["node"].clone();
        assert_eq!(found, json!({ "name": "Musyawarah", "plan": { "title": "Jalan" } }));
    }
    assert_eq!(told(&desa, "planComments", "", "body").await, ["Sesudah", "Rahasia", "Sebelum"]);
    assert_eq!(told(&desa, "planVersions", "", "name").await[..2], ["Konsep", "Konsep lain"]);
    assert_eq!(desa.get(node, json!({ "id": concept["id"] })).await["node"]["name"], "Konsep");
}

async fn a_list_reads_what_its_items_need_all_at_once(server: Server) {
    let desa = server.person("desa", Some((Role::VillageOperator, Some(VILLAGE), None))).await;
    let people = [server.person("siti", None).await, server.person("budi", None).await, server.person("tono", None).await];
    for at in 0..8 {
        let plan = begin(&desa, VILLAGE, &format!("Rencana {at}")).await;
        open(&desa, &plan).await;
        for person in &people {
            say(person, &plan, "Setuju.").await;
            suggest(person, &plan, "Sawah.", "Jelas").await;
        }
    }
    let parts = "plan { title stage participants { person { displayName } } commentCount }";
    for (list, fields, most) in [
        // The list, its count; people and their offices; plans with their participants, and the people there; counts.
        ("planComments", "body author { displayName offices } resolvedBy { displayName }", 10),
        ("planSuggestions", "after author { displayName } settledBy { displayName }", 10),
        ("planVersions", "name person { displayName }", 10),
        ("officials", "office person { displayName offices } area { name }", 4),
    ] {
        let plan = if list == "officials" { "" } else { parts };
        let query = format!("{{ {list}(first: 50) {{ nodes {{ {fields} {plan} }} totalCount }} }}");
        let before = server.app.db.queries().count();
        server.anonymous().get(&query, json!({})).await;
        let queries = server.app.db.queries().count() - before;
        assert!(queries <= most, "{list}: {queries} queries");
    }
}

async fn who_holds_which_office_is_public_and_who_holds_none_is_not_listed(server: Server) {
    let admin = server.person("admin", Some((Role::Admin, Some("33.02"), None))).await;
    let desa = server.person("slamet", Some((Role::VillageOperator, Some(VILLAGE), None))).await;
    server.person("camat", Some((Role::DistrictOfficer, Some("33.02.17"), None))).await;
    server.person("dinas", Some((Role::AgencyOfficer, None, Some("dpu")))).await;
    server.person("karang", Some((Role::CommunityOrganiser, Some(VILLAGE), None))).await;
    server.person("siti", None).await;
    let anyone = server.anonymous();
    let found = async |arguments: &str| {
        let query = format!("{{ officials(first: 100{arguments}) {{ nodes {{ person {{ displayName }} }} totalCount }} }}");
        let list = anyone.get(&query, json!({})).await["officials"].clone();
        let nodes = list["nodes"].as_array().unwrap().clone();
        assert_eq!(list["totalCount"], nodes.len(), "{arguments}");
        nodes.iter().map(|node| node["person"]["displayName"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    for (arguments, expected) in [
        (String::new(), vec!["dinas", "camat", "slamet", "admin"]),
        (", orderBy: OLDEST".into(), vec!["admin", "slamet", "camat", "dinas"]),
        (format!(", filter: {{ areas: [\"{VILLAGE}\"] }}"), vec!["slamet"]),
        (", filter: { areas: [\"33.02.17\"] }".into(), vec!["camat", "slamet"]),
        (", filter: { areas: [\"33.02\"] }".into(), vec!["camat", "slamet", "admin"]),
        (", filter: { roles: [VILLAGE_OPERATOR, AGENCY_OFFICER] }".into(), vec!["dinas", "slamet"]),
        (", filter: { roles: [COMMUNITY_ORGANISER, RESIDENT] }".into(), vec![]),
        (", filter: { agencies: [\"dpu\"] }".into(), vec!["dinas"]),
        (", filter: { text: \"slamet\" }".into(), vec!["slamet"]),
        (", filter: { text: \"gununglurah SLAMET\" }".into(), vec!["slamet"]),
        (", filter: { text: \"siti\" }".into(), vec![]),
    ] {
        assert_eq!(found(arguments.as_str()).await, expected, "{arguments}");
    }
    let one = "{ officials(first: 1, filter: { text: \"slamet\" }) { nodes { id role office since area { code } agency { code } person { offices } } } }";
    let one = anyone.get(one, json!({})).await["officials"]["nodes"][0].clone();
    assert_eq!((&one["role"], &one["area"]["code"], &one["agency"]), (&json!("VILLAGE_OPERATOR"), &json!(VILLAGE), &Value::Null));
    assert_eq!(one["office"], one["person"]["offices"][0]);
    // An office is over at once.
    let revoke = "mutation($input: RevokeRoleInput!) { revokeRole(input: $input) { errors { code } } }";
    admin.get(revoke, json!({ "input": { "grantId": one["id"] } })).await;
    assert_eq!(found("").await, ["dinas", "camat", "admin"]);
    assert_eq!(desa.get("{ viewer { isOfficial } }", json!({})).await["viewer"]["isOfficial"], false);
    for (filter, field, code) in
        [("agencies: [\"entah\"]", "filter.agencies", "UNKNOWN_AGENCY"), ("areas: [\"33.02.99\"]", "filter.areas", "UNKNOWN_AREA")]
    {
        let answer = anyone.ask(&format!("{{ officials(first: 1, filter: {{ {filter} }}) {{ totalCount }} }}"), json!({})).await;
        assert_eq!(answer["errors"][0]["extensions"]["errors"], json!([{ "field": field, "code": code }]));
    }
}

async fn what_is_named_a_thousand_times_counts_once(server: Server) {
    let siti = server.person("siti", None).await;
    siti.propose(json!({})).await;
    let many = |word: Value| Value::Array(vec![word; 1_000]);
    let often = |names: &[(&str, &str)]| {
        let filter = names.iter().map(|(name, word)| ((*name).to_owned(), many(json!(word))));
        Value::Object(filter.collect())
    };
    let mut of_2028 = often(&[("areas", VILLAGE), ("proposerTypes", "RESIDENT")]);
    of_2028["fiscalYears"] = many(json!(2028));
    let roads = often(&[("sectors", "INFRASTRUCTURE"), ("statuses", "SUBMITTED"), ("kinds", "PHYSICAL")]);
    let decided = json!({ "decided": often(&[("kinds", "REJECTED"), ("levels", "DESA"), ("reasonCodes", "NOT_PRIORITY")]) });
    let plans = often(&[("sectors", "HEALTH"), ("stages", "OPEN"), ("levels", "VILLAGE")]);
    for (list, kind, filter, expected) in [
        ("proposals", "ProposalFilter", of_2028, 1),
        ("proposals", "ProposalFilter", roads, 1),
        ("proposals", "ProposalFilter", often(&[("fundingSources", "APBD_KAB")]), 0),
        ("decisions", "DecisionFilter", decided, 0),
        ("plans", "PlanFilter", plans.clone(), 0),
        ("planComments", "PlanCommentFilter", json!({ "plans": plans }), 0),
        ("planSuggestions", "PlanSuggestionFilter", often(&[("statuses", "OPEN")]), 0),
        ("planVersions", "PlanVersionFilter", often(&[("stages", "OPEN")]), 0),
        ("officials", "OfficialFilter", often(&[("roles", "PLANNER"), ("areas", "33.02"), ("agencies", "dpu")]), 0),
        ("journal", "JournalFilter", often(&[("kinds", "proposal.submitted"), ("areas", VILLAGE)]), 1),
    ] {
        let query = format!("query($f: {kind}) {{ {list}(first: 1, filter: $f) {{ nodes {{ __typename }} totalCount }} }}");
        let answer = siti.ask(&query, json!({ "f": filter })).await;
        assert_eq!(answer["data"][list]["totalCount"], expected, "{list}: {answer}");
    }
}

async fn what_is_wrong_in_a_filter_within_is_told_where_it_stands(server: Server) {
    let anyone = server.anonymous();
    for (list, within) in [
        ("comments", "proposals"),
        ("decisions", "proposals"),
        ("planComments", "plans"),
        ("planSuggestions", "plans"),
        ("planVersions", "plans"),
    ] {
        let query = format!("{{ {list}(first: 1, filter: {{ {within}: {{ areas: [\"99.99\"] }} }}) {{ totalCount }} }}");
        let answer = anyone.ask(&query, json!({})).await;
        let wrong = json!([{ "field": format!("filter.{within}.areas"), "code": "UNKNOWN_AREA" }]);
        assert_eq!(answer["errors"][0]["extensions"]["errors"], wrong, "{list}: {answer}");
    }
}
