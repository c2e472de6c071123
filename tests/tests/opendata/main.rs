//! Open data: what the files hold, how they are asked for, and what they never hold; the same on SQLite and PostgreSQL.

mod catalogue;
mod chain;
mod columns;
mod counts;
mod fresh;
mod listed;
mod lists;
mod participation;
mod places;
mod readers;
mod tags;
#[macro_use]
#[path = "../harness/mod.rs"]
mod harness;

use catalogue::{a_period_begins_with_the_oldest_row, the_catalogue_leads_to_every_file};
use counts::{
    a_count_that_nobody_waits_for_any_more_is_kept_for_the_next, what_was_counted_is_told_for_ten_minutes_and_then_counted_again,
};
use fresh::{files_are_sent_again_only_when_something_happened, what_another_process_imported_is_not_missed};
use harness::{Person, Server, fields};
use listed::{every_row, same};
use lists::{LISTS, WHOLE};
use participation::{few_people_are_not_counted_out, however_many_months_there_are_the_file_holds_them};
use places::a_file_that_stood_still_breaks_off_when_another_has_its_place;
use readers::{Row, Rows};
use reqwest::{Method, Response};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use shared::access::Role;
use shared::operations::plan_comment::*;
use shared::operations::plan_step::*;
use shared::operations::plan_suggestion::*;
use std::time::{Duration, Instant};
use tags::what_changes_twice_is_sent_twice;

on_both_databases! {
    every_file_holds_what_the_list_shows_to_anybody,
    whatever_a_noun_says_is_a_column_or_has_a_reason,
    every_format_says_the_same,
    one_area_is_a_part_of_all,
    an_area_that_is_named_often_is_one_and_too_many_are_refused,
    drafts_names_and_hidden_words_are_in_no_file,
    what_a_spreadsheet_would_run_is_text,
    few_people_are_not_counted_out,
    however_many_months_there_are_the_file_holds_them,
    anybody_can_reckon_the_hashes_of_the_journal,
    files_are_sent_again_only_when_something_happened,
    what_another_process_imported_is_not_missed,
    a_file_that_breaks_off_is_no_whole_file,
    nobody_takes_all_places_and_a_place_comes_back,
    a_file_that_stood_still_breaks_off_when_another_has_its_place,
    what_is_not_there_is_answered_in_words,
    the_catalogue_leads_to_every_file,
    a_period_begins_with_the_oldest_row,
    the_pages_say_what_everything_means_in_both_languages,
    what_changes_twice_is_sent_twice,
    a_count_that_nobody_waits_for_any_more_is_kept_for_the_next,
    what_was_counted_is_told_for_ten_minutes_and_then_counted_again,
}

const FORMATS: [&str; 5] = ["csv", "xlsx", "json", "jsonl", "geojson"];
/// Those whose rows have shapes.
const MAPS: [&str; 3] = ["proposals", "areas", "plan_features"];

async fn get(server: &Server, path: &str) -> Response {
    server.anonymous().request(Method::GET, path).send().await.unwrap()
}

async fn bytes(server: &Server, path: &str) -> Vec<u8> {
    let response = get(server, path).await;
    assert_eq!(response.status(), 200, "{path}");
    response.bytes().await.unwrap().to_vec()
}

async fn text(server: &Server, path: &str) -> String {
    String::from_utf8(bytes(server, path).await).unwrap()
}

async fn rows(server: &Server, path: &str) -> Rows {
    serde_json::from_slice(&bytes(server, &format!("/open-data/{path}")).await).unwrap()
}

async fn sql(server: &Server, statement: &str) {
    server.app.db.writer().execute_unprepared(statement).await.unwrap();
}

async fn every_file_holds_what_the_list_shows_to_anybody(server: Server) {
    // More than a portion, so that one goes on where another ended.
    backend::demo::load(&server.app, 7, 560).await.unwrap();
    let anyone = server.anonymous();
    for list in &LISTS {
        let listed = every_row(&anyone, list).await;
        let file = rows(&server, &format!("{}.json", list.dataset)).await;
        assert!(file.len() >= list.least, "{}: {} rows", list.dataset, file.len());
        assert_eq!(file.len(), listed.len(), "{}", list.dataset);
        for (key, row) in file.iter().map(|row| (list.key(row), row)) {
            let told = listed.get(&key).unwrap_or_else(|| panic!("{} {key} is in no list", list.dataset));
            for (column, path) in list.columns {
                let told = told.pointer(path).unwrap_or(&Value::Null);
                assert!(same(&row[*column], told), "{} {key}: {column} is {}, not {told}", list.dataset, row[*column]);
            }
        }
        assert_eq!(file.iter().map(|row| list.key(row)).collect::<std::collections::BTreeSet<_>>().len(), file.len());
    }
}

async fn whatever_a_noun_says_is_a_column_or_has_a_reason(server: Server) {
    let schema = columns::Schema::read(&server.anonymous()).await;
    let wrong: Vec<String> = LISTS.iter().flat_map(|list| schema.silent(list)).collect();
    assert!(wrong.is_empty(), "neither columns nor with a reason in columns.rs:\n{}", wrong.join("\n"));
}

async fn every_format_says_the_same(server: Server) {
    backend::demo::load(&server.app, 7, 60).await.unwrap();
    for dataset in LISTS.iter().map(|list| list.dataset) {
        let file = |ending: &str| format!("/open-data/{dataset}.{ending}");
        let whole = rows(&server, &format!("{dataset}.json")).await;
        assert!(!whole.is_empty(), "{dataset}");
        let lines = text(&server, &file("jsonl")).await;
        let lines: Rows = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines, whole, "{dataset}");
        readers::agrees_with_csv(&bytes(&server, &file("csv")).await, &whole);
        readers::agrees_with_sheet(bytes(&server, &file("xlsx")).await, &whole);
        let map = get(&server, &file("geojson")).await;
        if MAPS.contains(&dataset) {
            let map: Value = serde_json::from_slice(&map.bytes().await.unwrap()).unwrap();
            assert_eq!(map["type"], "FeatureCollection");
            // Whoever drew the outlines is named in the file itself; what came about here needs no credit.
            let credit = (dataset == "areas").then(|| server.app.areas.current().region().unwrap().attribution.clone());
            assert_eq!(map["attribution"].as_str(), credit.as_deref(), "{dataset}");
            assert_ne!(credit.as_deref(), Some(""));
            let features = map["features"].as_array().unwrap();
            let properties: Rows = features.iter().map(|feature| feature["properties"].as_object().unwrap().clone()).collect();
            assert_eq!(properties, whole, "{dataset}");
            for (feature, row) in features.iter().zip(&whole) {
                assert_eq!(feature["geometry"].is_null(), row["longitude"].is_null(), "{feature}");
            }
            // Of a proposal all that is drawn, and not the point that stands for it.
            if dataset == "proposals" {
                let drawn = listed::drawn(&server.anonymous()).await;
                assert!(drawn.values().any(|shape| shape["type"] == "LineString"), "{drawn:?}");
                let wrong = features.iter().find(|feature| feature["geometry"] != drawn[feature["id"].as_str().unwrap()]);
                assert_eq!(wrong, None);
            }
            // Of an area the whole outline, as GraphQL has it too.
            let outlines = if dataset == "areas" { listed::outlines(&server.anonymous()).await } else { Default::default() };
            assert_eq!(outlines.is_empty(), dataset != "areas");
            for (code, outline) in outlines {
                let feature = features.iter().find(|feature| feature["id"] == code).unwrap();
                assert_eq!(feature["geometry"], outline, "{code}");
                assert!(["Polygon", "MultiPolygon"].map(Value::from).contains(&feature["geometry"]["type"]), "{feature}");
            }
        } else {
            assert_eq!(map.status(), 404, "{dataset} has no shapes");
        }
    }
}

async fn one_area_is_a_part_of_all(server: Server) {
    backend::demo::load(&server.app, 7, 60).await.unwrap();
    let proposals = rows(&server, "proposals.json").await;
    let district = proposals[0]["district_code"].as_str().unwrap().to_owned();
    let village = proposals[0]["village_code"].as_str().unwrap().to_owned();
    let elsewhere = if district == "33.02.01" { "33.02.02" } else { "33.02.01" };
    for dataset in LISTS.iter().map(|list| list.dataset).filter(|dataset| !WHOLE.contains(dataset)) {
        let all = rows(&server, &format!("{dataset}.json")).await;
        let within = rows(&server, &format!("{dataset}.json?area={district}")).await;
        assert!(within.iter().all(|row| all.contains(row)), "{dataset}");
        // The sample plans need not lie where the first proposal does.
        assert!(dataset.starts_with("plan") || !within.is_empty() && within.len() < all.len(), "{dataset}");
        let others = rows(&server, &format!("{dataset}.json?area={elsewhere}")).await;
        assert!(others.iter().all(|row| !within.contains(row)), "{dataset}");
        let both = rows(&server, &format!("{dataset}.json?area={village},{district}")).await;
        assert_eq!(both, within, "{dataset}");
    }
    for dataset in WHOLE {
        let within = rows(&server, &format!("{dataset}.json?area={district}")).await;
        assert_eq!(within, rows(&server, &format!("{dataset}.json")).await, "{dataset} is the regency's");
    }
    let expected: Rows = proposals.into_iter().filter(|row| row["village_code"] == village.as_str()).collect();
    assert_eq!(rows(&server, &format!("proposals.json?area={village}")).await, expected);
}

async fn an_area_that_is_named_often_is_one_and_too_many_are_refused(server: Server) {
    server.person("siti", None).await.propose(json!({})).await;
    let codes: Vec<String> = server.app.areas.current().areas().iter().map(|area| area.code.to_string()).collect();
    let (often, most, more) = (vec!["33.02.17"; 1_000].join(","), codes[..100].join(","), codes[..101].join(","));
    for dataset in LISTS.iter().map(|list| list.dataset) {
        let once = rows(&server, &format!("{dataset}.json?area=33.02.17")).await;
        assert_eq!(rows(&server, &format!("{dataset}.json?area={often}")).await, once, "{dataset}");
        rows(&server, &format!("{dataset}.json?area={most}")).await;
        let refused = get(&server, &format!("/open-data/{dataset}.csv?area={more}")).await;
        assert_eq!(refused.status(), 400, "{dataset}");
        let answer: Value = serde_json::from_slice(&refused.bytes().await.unwrap()).unwrap();
        assert_eq!(answer["errors"][0]["extensions"]["code"], "OUT_OF_RANGE", "{dataset}");
    }
}

async fn say(person: &Person, proposal: &Value, body: &str) -> Value {
    let mutation = "mutation($input: AddCommentInput!) { addComment(input: $input) { comment { id } errors { code } } }";
    let answer = person.get(mutation, json!({ "input": { "proposalId": proposal, "body": body } })).await["addComment"].clone();
    assert_eq!(answer["errors"], json!([]), "{answer}");
    answer["comment"]["id"].clone()
}

async fn drafts_names_and_hidden_words_are_in_no_file(server: Server) {
    let siti = server.person("sitirahasia", None).await;
    let desa = server.person("operatorrahasia", Some((Role::VillageOperator, Some("33.02.17.2019"), None))).await;
    let proposal = siti.propose(json!({ "title": "Talud terbuka" })).await;
    let mut draft = fields();
    draft["title"] = json!("Drafrahasia");
    siti.mutate("createProposal", "CreateProposalInput", json!({ "fields": draft, "submit": false })).await;
    let plan = json!({ "area": "33.02.17.2019", "title": "Rencanarahasia", "template": "SMALL_INFRASTRUCTURE" });
    let secret = desa.make::<CreatePlan>(plan.clone()).await;
    let opened = desa.make::<CreatePlan>(json!({ "area": plan["area"], "title": "Terbuka", "template": plan["template"] })).await;
    let camat = server.person("camatrahasia", Some((Role::DistrictOfficer, Some("33.02.17"), None))).await;
    let talk = |plan: &Value, body: &str| json!({ "planId": plan["id"], "anchorKind": "PLAN", "body": body });
    for plan in [&secret, &opened] {
        desa.make::<AddPlanComment>(talk(plan, "Drafrahasia")).await;
        desa.make::<NamePlanVersion>(json!({ "planId": plan["id"], "name": "Versirahasia" })).await;
    }
    desa.make::<MovePlan>(json!({ "id": opened["id"], "to": "OPEN" })).await;
    let rude = siti.make::<AddPlanComment>(talk(&opened, "Umpatanrahasia")).await;
    camat.make::<HidePlanComment>(json!({ "commentId": rude["id"], "reason": "Kasar." })).await;
    let section = &opened["sections"][0]["id"];
    let change = json!({ "planId": opened["id"], "sectionId": section, "seq": opened["seq"], "body": "Saranrahasia" });
    let change = siti.make::<SuggestPlanChange>(change).await;
    camat.make::<HidePlanSuggestion>(json!({ "suggestionId": change["id"], "reason": "Kasar." })).await;
    let comment = say(&siti, &proposal["id"], "Umpatanrahasia").await;
    say(&siti, &proposal["id"], "Salam terbuka").await;
    let hide = "mutation($input: HideCommentInput!) { hideComment(input: $input) { errors { code } } }";
    let hidden = desa.get(hide, json!({ "input": { "commentId": comment, "reason": "Kasar." } })).await;
    assert_eq!(hidden["hideComment"]["errors"], json!([]));
    for dataset in LISTS.iter().map(|list| list.dataset) {
        for format in FORMATS.iter().filter(|format| **format != "xlsx") {
            let response = get(&server, &format!("/open-data/{dataset}.{format}")).await;
            let file = response.text().await.unwrap();
            assert!(!file.contains("rahasia"), "{dataset}.{format}: {file}");
        }
        let sheet = readers::sheet(bytes(&server, &format!("/open-data/{dataset}.xlsx")).await);
        assert!(!format!("{sheet:?}").contains("rahasia"), "{dataset}");
    }
    assert_eq!(rows(&server, "proposals.json").await.len(), 1);
    let comments = rows(&server, "comments.json").await;
    let said: Vec<_> =
        comments.iter().map(|row| (row["body"].as_str(), row["hidden"].as_bool(), row["hidden_reason"].as_str())).collect();
    assert_eq!(said, [(None, Some(true), Some("Kasar.")), (Some("Salam terbuka"), Some(false), None)]);
    assert!(comments[0]["hidden_by"].as_str().unwrap().contains("Gununglurah"));
    let comments = rows(&server, "plan_comments.json").await;
    let hidden: Vec<_> = comments.iter().map(|row| (row["body"].as_str(), row["hidden"].as_bool())).collect();
    assert_eq!(hidden, [(None, Some(true))]);
    let suggestions = rows(&server, "plan_suggestions.json").await;
    let hidden: Vec<_> = suggestions.iter().map(|row| (row["after"].as_str(), row["status"].as_str())).collect();
    assert_eq!(hidden, [(None, Some("HIDDEN"))]);
    assert_eq!(rows(&server, "plan_versions.json").await.len(), 1, "only the opening");
}

async fn what_a_spreadsheet_would_run_is_text(server: Server) {
    let siti = server.person("siti", None).await;
    let hostile = ["=HYPERLINK(\"https://jahat.id\";\"x\")", "+62 lapangan", "-2+3+cmd|' /C calc'!A0", "@SUM(A1:A9)"];
    for title in hostile {
        siti.propose(json!({ "title": title, "geometry": { "type": "Point", "coordinates": [109.14727, -7.32942] } })).await;
    }
    let file = text(&server, "/open-data/proposals.csv").await;
    assert!(file.starts_with('\u{feff}'), "Excel must know the letters");
    let table = readers::csv(file.as_bytes());
    let column = |name: &str| table[0].iter().position(|head| head == name).unwrap();
    let titles: Vec<_> = table[1..].iter().map(|row| row[column("title")].as_str()).collect();
    assert_eq!(titles, hostile.map(|title| format!("'{title}")));
    assert!(table[1..].iter().all(|row| row[column("latitude")] == "-7.32942"), "a number stays a number");
    let sheet = readers::sheet(bytes(&server, "/open-data/proposals.xlsx").await);
    let at = sheet[0].iter().position(|head| *head == "title").unwrap();
    let titles: Vec<_> = sheet[1..].iter().map(|row| row[at].clone()).collect();
    assert_eq!(titles, hostile.map(|title| calamine::Data::String(title.into())));
    assert_eq!(rows(&server, "proposals.json").await[0]["title"], hostile[0]);

    // Where a double click expects semicolons, or a program breaks at every line.
    let problem = "x;=cmd|' /C calc'!A0;y\n=cmd|' /C calc'!A0\nz";
    siti.propose(json!({ "problem": problem })).await;
    let file = text(&server, "/open-data/proposals.csv").await;
    let begins_as_formula = |cell: &str| cell.trim_start_matches([' ', '"']).starts_with(['=', '+', '@']);
    assert!(file.contains("cmd|") && !file.split([';', '\n']).any(begins_as_formula), "{file}");
    let told = rows(&server, "proposals.json").await;
    assert!(told.iter().any(|row| row["problem"] == problem), "JSON has it as it is");
}

async fn anybody_can_reckon_the_hashes_of_the_journal(server: Server) {
    let siti = server.person("siti", None).await;
    let desa = server.person("desa", Some((Role::VillageOperator, Some("33.02.17.2019"), None))).await;
    let proposal = siti.propose(json!({})).await;
    say(&desa, &proposal["id"], "Kapan dikerjakan?").await;
    let supported = desa.mutate("supportProposal", "ProposalIdInput", json!({ "id": proposal["id"] })).await;
    assert_eq!(supported["errors"], json!([]));
    let (file, actors) = (rows(&server, "journal.json").await, chain::actors(&server.anonymous()).await);
    let kinds: Vec<_> = file.iter().map(|row| row["kind"].as_str().unwrap()).collect();
    assert!(["role.granted", "comment.added", "proposal.supported"].iter().all(|kind| kinds.contains(kind)), "{kinds:?}");
    assert!(file.iter().any(|row| row["commitment"].is_string()) && actors.len() > 1);
    for row in &file {
        assert_eq!(row["hash"], chain::hash(row, actors.get(&row["seq"].as_i64().unwrap())), "{row:?}");
    }
}

async fn a_file_that_breaks_off_is_no_whole_file(server: Server) {
    backend::demo::load(&server.app, 7, 1_100).await.unwrap();
    let last = "SELECT id FROM proposals WHERE submitted_at IS NOT NULL ORDER BY id DESC LIMIT 1";
    sql(&server, &format!("UPDATE proposals SET status = 'RUSAK' WHERE id = ({last})")).await;
    for format in FORMATS {
        let response = get(&server, &format!("/open-data/proposals.{format}")).await;
        assert_eq!(response.status(), 200, "{format}: the first rows were good");
        assert!(response.bytes().await.is_err(), "{format}: the connection must break, not end");
    }
    let first = "SELECT id FROM proposals WHERE submitted_at IS NOT NULL ORDER BY id LIMIT 1";
    sql(&server, &format!("UPDATE proposals SET status = 'RUSAK' WHERE id = ({first})")).await;
    let response = get(&server, "/open-data/proposals.csv").await;
    assert_eq!(response.status(), 500);
    let answer: Value = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
    assert_eq!(answer["errors"][0]["extensions"]["code"], "INTERNAL");
    assert!(!answer.to_string().contains("RUSAK"), "{answer}");
}

async fn nobody_takes_all_places_and_a_place_comes_back(server: Server) {
    backend::demo::load(&server.app, 7, 60).await.unwrap();
    // Far more than fits between server and client while nobody reads.
    sql(&server, &format!("UPDATE proposals SET problem = '{}'", "x".repeat(500_000))).await;
    let (first, second) = (get(&server, "/open-data/proposals.jsonl").await, get(&server, "/open-data/proposals.csv").await);
    let third = get(&server, "/open-data/proposals.json").await;
    assert_eq!((first.status().as_u16(), second.status().as_u16(), third.status().as_u16()), (200, 200, 429));
    assert_eq!(third.headers()["retry-after"], "30");
    let answer: Value = serde_json::from_slice(&third.bytes().await.unwrap()).unwrap();
    assert_eq!(answer["errors"][0]["extensions"]["code"], "RATE_LIMITED");
    assert_eq!(get(&server, "/open-data").await.status(), 200, "pages take no place");
    assert!(first.bytes().await.unwrap().len() > 20_000_000);
    drop(second);
    for _ in 0..2 {
        let until = Instant::now() + Duration::from_secs(20);
        while get(&server, "/open-data/areas.json").await.status() != 200 {
            assert!(Instant::now() < until, "the places of who has gone stay taken");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

async fn what_is_not_there_is_answered_in_words(server: Server) {
    for path in ["nothing", "nothing.csv", "proposals.pdf", "plans.geojson", "proposals.", ".csv"] {
        let response = get(&server, &format!("/open-data/{path}")).await;
        assert_eq!(response.status(), 404, "{path}");
        let answer: Value = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
        assert_eq!(answer["errors"][0]["extensions"]["code"], "NOT_FOUND", "{path}");
        assert!(answer["errors"][0]["extensions"]["requestId"].is_string());
    }
    for area in ["99.99", "Cilongok", "33.02.17,x"] {
        let response = get(&server, &format!("/open-data/proposals.csv?area={area}")).await;
        assert_eq!(response.status(), 400, "{area}");
        let answer: Value = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
        assert_eq!(answer["errors"][0]["extensions"]["code"], "UNKNOWN_AREA", "{area}");
    }
    // Nothing has happened yet, and that is a file too.
    assert_eq!(rows(&server, "proposals.json").await, Vec::<Row>::new());
    assert_eq!(readers::sheet(bytes(&server, "/open-data/decisions.xlsx").await).len(), 1);
}

async fn the_pages_say_what_everything_means_in_both_languages(server: Server) {
    server.person("siti", None).await.propose(json!({ "title": "<script>alert(1)</script>" })).await;
    for (lang, heading, row) in [("id", "Data terbuka", ">1 baris<"), ("en", "Open data", ">1 row<")] {
        let overview = text(&server, &format!("/open-data?lang={lang}")).await;
        assert!(overview.contains(&format!("<html lang=\"{lang}\">")) && overview.contains(&format!("<h1>{heading}</h1>")));
        assert!(overview.contains(row), "{overview}");
        for dataset in LISTS.iter().map(|list| list.dataset) {
            assert!(overview.contains(&format!("href=\"/open-data/{dataset}.csv\"")), "{dataset}");
            let page = text(&server, &format!("/open-data/{dataset}?lang={lang}")).await;
            for column in &readers::csv(&bytes(&server, &format!("/open-data/{dataset}.csv")).await)[0] {
                assert!(page.contains(&format!("<code>{column}</code>")), "{dataset}.{column} is not explained");
            }
            assert!(!page.contains("<script") && !page.contains("style=\""), "the policy forbids both: {page}");
        }
    }
    let english = server.anonymous().request(Method::GET, "/open-data/").header("accept-language", "en-GB").send().await.unwrap();
    assert!(english.headers()["content-security-policy"].to_str().unwrap().contains("default-src 'self'"));
    // A cache must not give it to who reads the other language, nor forget that when it is told that nothing changed.
    let languages_apart =
        |page: &Response| page.headers().get_all("vary").iter().any(|names| names.to_str().unwrap().contains("accept-language"));
    assert!(languages_apart(&english));
    let tag = english.headers()["etag"].clone();
    assert!(english.text().await.unwrap().contains("<h1>Open data</h1>"));
    let again = server.anonymous().request(Method::GET, "/open-data/").header("accept-language", "en").header("if-none-match", tag);
    let again = again.send().await.unwrap();
    assert!(again.status() == 304 && languages_apart(&again));
}
