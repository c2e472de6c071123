//! What the server answers beside GraphQL: headers, the app's page, the map's points.

#[macro_use]
mod harness;

use backend::api::budget::{Budget, Due, Payer};
use backend::app::App;
use backend::config::Settings;
use harness::clock::{Late, Stopped};
use harness::{Server, fields};
use reqwest::Method;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use shared::access::Role;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;

on_both_databases! {
    a_page_may_load_nothing_but_our_own_files,
    over_https_nothing_goes_another_way_any_more,
    the_explorer_runs_under_a_policy_of_its_own,
    the_schema_is_made_once_and_sent_again_only_when_it_changed,
    points_follow_the_filter,
    points_are_sent_again_only_when_something_happened,
    points_have_the_limits_of_the_list,
    points_are_paid_for_and_have_an_end,
}

async fn json_at(server: &Server, path: &str) -> (u16, Value) {
    let response = reqwest::get(format!("{}{path}", server.url)).await.unwrap();
    let status = response.status().as_u16();
    (status, serde_json::from_str(&response.text().await.unwrap()).unwrap_or_default())
}

async fn a_page_may_load_nothing_but_our_own_files(server: Server) {
    for path in ["/", "/usulan/baru", "/graphql/schema.graphql", "/nowhere.php"] {
        let response = reqwest::get(format!("{}{path}", server.url)).await.unwrap();
        let policy = response.headers()["content-security-policy"].to_str().unwrap().to_owned();
        assert!(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}: {policy}");
        assert_eq!(response.headers()["x-content-type-options"], "nosniff", "{path}");
        assert!(response.headers()["permissions-policy"].to_str().unwrap().contains("geolocation=(self)"));
    }
}

async fn over_https_nothing_goes_another_way_any_more(server: Server) {
    server.person("siti", None).await;
    let sign_in = "mutation { signIn(input: { contact: \"siti@contoh.id\", password: \"mendoan hangat\" }) { errors { code } } }";
    for (address, said) in [("http://rembug.test", None), ("https://rembug.test", Some("max-age=31536000"))] {
        let change = |settings: &mut Settings| settings.public_url = Some(address.into());
        let server = server.second_with(change, Arc::clone(&server.app.clock)).await;
        for path in ["/", "/livez", "/graphql/schema.graphql", "/nowhere.php"] {
            let response = reqwest::get(format!("{}{path}", server.url)).await.unwrap();
            let told = response.headers().get("strict-transport-security").map(|value| value.to_str().unwrap());
            assert_eq!(told, said, "{address}{path}");
        }
        let request = server.anonymous().request(Method::POST, "/graphql").header("content-type", "application/json");
        let response = request.body(json!({ "query": sign_in }).to_string()).send().await.unwrap();
        let cookie = response.headers()["set-cookie"].to_str().unwrap();
        assert_eq!(cookie.split("; ").any(|part| part == "Secure"), said.is_some(), "{address}: {cookie}");
    }
}

async fn the_explorer_runs_under_a_policy_of_its_own(server: Server) {
    let response = reqwest::get(format!("{}/graphql/explorer", server.url)).await.unwrap();
    let policy = response.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("default-src 'self'; style-src 'self' 'unsafe-inline'"), "{policy}");
    assert!(!policy.contains("script-src") && !policy.contains("http"), "scripts are our own files: {policy}");
}

async fn the_schema_is_made_once_and_sent_again_only_when_it_changed(server: Server) {
    assert!(std::ptr::eq(backend::api::schema::sdl(), backend::api::schema::sdl()));
    let ask = async |known: &str| {
        let request = server.anonymous().request(Method::GET, "/graphql/schema.graphql").header("if-none-match", known);
        request.send().await.unwrap()
    };
    let first = ask("\"none\"").await;
    assert_eq!((first.status().as_u16(), &first.headers()["cache-control"]), (200, &"no-cache".parse().unwrap()));
    let tag = first.headers()["etag"].to_str().unwrap().to_owned();
    assert_eq!(first.text().await.unwrap(), backend::api::schema::sdl());
    let again = ask(&tag).await;
    assert_eq!((again.status().as_u16(), again.headers()["etag"].to_str().unwrap()), (304, tag.as_str()));
}

async fn points_follow_the_filter(server: Server) {
    let resident = server.person("warga", None).await;
    for (year, submit) in [(2028, true), (2027, true), (2028, false)] {
        let mut form = fields();
        form["fiscalYear"] = json!(year);
        let made = resident.mutate("createProposal", "CreateProposalInput", json!({ "fields": form, "submit": submit })).await;
        assert_eq!(made["errors"], json!([]), "{made}");
    }
    let count = async |query: &str| {
        let (status, points) = json_at(&server, &format!("/map/proposals.geojson{query}")).await;
        assert_eq!(status, 200, "{query}: {points}");
        assert_eq!(points["complete"], true);
        points["features"].as_array().unwrap().len()
    };
    assert_eq!(count("").await, 2, "a draft is nobody else's");
    assert_eq!(count("?area=33.02.17&year=2028").await, 1);
    assert_eq!(count("?area=33.02.17.2019,33.02.01&sector=INFRASTRUCTURE,HEALTH").await, 2);
    assert_eq!(count("?area=33.02.01").await, 0);
    assert_eq!(count("?text=rabat%20karanggude").await, 2);
    assert_eq!(count("?bbox=109.1,-7.4,109.2,-7.3").await, 2);
    assert_eq!(count("?bbox=109.0,-7.4,109.1,-7.3").await, 0);
    assert_eq!(count("?status=DESA_REVIEW").await, 0);
    let (_, points) = json_at(&server, "/map/proposals.geojson?year=2027").await;
    assert_eq!(points["features"][0]["properties"]["village"], "Gununglurah");
    for (query, field) in [("?area=99.99", "area"), ("?bbox=1,2,3", "bbox"), ("?sector=ROADS", "sector"), ("?year=soon", "year")] {
        let (status, answer) = json_at(&server, &format!("/map/proposals.geojson{query}")).await;
        assert_eq!((status, answer["errors"][0]["extensions"]["fields"][0].as_str()), (400, Some(field)), "{answer}");
    }
}

async fn points_have_the_limits_of_the_list(server: Server) {
    let refused = async |query: &str| {
        let (status, answer) = json_at(&server, &format!("/map/proposals.geojson?{query}")).await;
        let extensions = answer["errors"][0]["extensions"].clone();
        assert_eq!(extensions["requestId"].as_str().map(str::len), Some(32), "{query}: {answer}");
        assert!(!answer["errors"][0]["message"].as_str().unwrap().is_empty());
        let wrong = extensions["errors"][0]["code"].as_str().unwrap_or("none").to_owned();
        (status, extensions["code"].as_str().unwrap().to_owned(), wrong)
    };
    for (query, wrong) in [
        ("text=a%00b".to_owned(), "INVALID_TEXT"),
        (format!("text={}", "a%20".repeat(1_200)), "TOO_LONG"),
        (format!("area={}", "33.02,".repeat(101)), "OUT_OF_RANGE"),
        (format!("year={}", "2028,".repeat(101)), "OUT_OF_RANGE"),
        ("area=%00".to_owned(), "UNKNOWN_VALUE"),
        ("year=2028&year=2027".to_owned(), "none"),
    ] {
        assert_eq!(refused(&query).await, (400, "BAD_INPUT".to_owned(), wrong.to_owned()), "{query}");
    }
    assert_eq!(json_at(&server, &format!("/map/proposals.geojson?text={}", "a%20".repeat(100))).await.0, 200);
}

async fn points_are_paid_for_and_have_an_end(server: Server) {
    server.person("warga", None).await.propose(json!({})).await;
    let strict = App { budget: Arc::new(Budget::new(1)), clock: Arc::new(Stopped::ahead()), ..App::clone(&server.app) };
    let strict = server.with(|_| strict).await;
    // A hand on the map is far from this.
    for _ in 0..50 {
        assert_eq!(json_at(&strict, "/map/proposals.geojson").await.0, 200);
    }
    let payer = Payer::address(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let pay = |points| strict.app.budget.pay(payer, points, Due::Asked, strict.app.clock.monotonic());
    assert_eq!(pay(0).0.remaining, 300_000 - 50 * 300);
    assert!(pay(pay(0).0.remaining).1.is_ok());
    let response = reqwest::get(format!("{}/map/proposals.geojson", strict.url)).await.unwrap();
    assert_eq!((response.status().as_u16(), response.headers()["retry-after"].to_str().unwrap()), (429, "1"));

    let late = Arc::new(Late(Duration::from_millis(9_700)));
    let hasty = server.with(|app| App { clock: late, ..App::clone(app) }).await;
    let endless = "CREATE VIEW proposals AS SELECT kept.* FROM kept_proposals AS kept WHERE (SELECT count(*) FROM \
        (WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 100000000000) SELECT x FROM n) AS numbers) > 0";
    for statement in ["ALTER TABLE proposals RENAME TO kept_proposals", endless] {
        server.app.db.writer().execute_unprepared(statement).await.unwrap();
    }
    let (status, answer) = json_at(&hasty, "/map/proposals.geojson").await;
    let extensions = &answer["errors"][0]["extensions"];
    assert_eq!((status, &extensions["code"]), (503, &json!("TOO_COMPLEX")), "{answer}");
    assert_eq!(extensions["limit"], json!({ "name": "seconds", "most": 10 }));
}

async fn points_are_sent_again_only_when_something_happened(server: Server) {
    let official = server.person("operator", Some((Role::VillageOperator, Some("33.02.17.2019"), None))).await;
    let http = reqwest::Client::new();
    let ask = async |known: &str| {
        let request = http.get(format!("{}/map/proposals.geojson", server.url)).header("if-none-match", known);
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.headers()["etag"].to_str().unwrap().to_owned())
    };
    let (status, tag) = ask("\"none\"").await;
    assert_eq!(status, 200);
    assert_eq!(ask(&tag).await.0, 304);
    official.mutate("createProposal", "CreateProposalInput", json!({ "fields": fields(), "submit": true })).await;
    assert_eq!(ask(&tag).await.0, 200);
}
