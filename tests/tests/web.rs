//! What the server answers beside GraphQL: headers, the app's page, the map's points.

#[macro_use]
mod harness;

use harness::{Server, fields};
use serde_json::{Value, json};
use shared::access::Role;

on_both_databases! {
    a_page_may_load_nothing_but_our_own_files,
    the_explorer_runs_under_a_policy_of_its_own,
    points_follow_the_filter,
    points_are_sent_again_only_when_something_happened,
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

async fn the_explorer_runs_under_a_policy_of_its_own(server: Server) {
    let response = reqwest::get(format!("{}/graphql/explorer", server.url)).await.unwrap();
    let policy = response.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("default-src 'self'; style-src 'self' 'unsafe-inline'"), "{policy}");
    assert!(!policy.contains("script-src") && !policy.contains("http"), "scripts are our own files: {policy}");
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
        assert_eq!((status, answer["errors"][0]["field"].as_str()), (400, Some(field)), "{answer}");
    }
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
