//! Whatever is refused, and by whom, is refused in one shape: a code, words for people, and the number of the request.

#[macro_use]
mod harness;

use harness::Server;
use harness::routes::{route_of, routes};
use reqwest::Method;
use serde_json::Value;
use std::collections::BTreeSet;

on_both_databases! {
    what_a_library_refuses_is_refused_in_our_words,
    what_refuses_nothing_or_shows_a_page_is_left_alone,
}

/// What never comes as far as the code that would answer it, at least one a route.
const REFUSED: &[(Method, &str, u16, &str)] = &[
    (Method::GET, "/graphql", 405, "BAD_INPUT"),
    (Method::DELETE, "/graphql", 405, "BAD_INPUT"),
    (Method::POST, "/graphql/schema.graphql", 405, "BAD_INPUT"),
    (Method::POST, "/graphql/explorer", 405, "BAD_INPUT"),
    // Without what makes a request a socket.
    (Method::GET, "/graphql/ws", 400, "BAD_INPUT"),
    (Method::POST, "/graphql/ws", 405, "BAD_INPUT"),
    (Method::GET, "/live/plans/pln_x", 400, "BAD_INPUT"),
    (Method::GET, "/live/plans/%ff", 400, "BAD_INPUT"),
    (Method::GET, "/media", 405, "BAD_INPUT"),
    (Method::POST, "/media?caption=a&caption=b", 400, "BAD_INPUT"),
    (Method::GET, "/media/%ff", 400, "BAD_INPUT"),
    (Method::GET, "/media/med_x?size=small&size=large", 400, "BAD_INPUT"),
    (Method::POST, "/map/areas/village.geojson", 405, "BAD_INPUT"),
    (Method::POST, "/map/areas/district.geojson", 405, "BAD_INPUT"),
    (Method::POST, "/map/neighbours.geojson", 405, "BAD_INPUT"),
    (Method::GET, "/map/proposals.geojson?year=2027&year=2028", 400, "BAD_INPUT"),
    (Method::GET, "/plans/%ff/export.json", 400, "BAD_INPUT"),
    (Method::GET, "/plans/pln_x/export.json?lang=a&lang=b", 400, "BAD_INPUT"),
    (Method::GET, "/plans/pln_x/export.json", 404, "NOT_FOUND"),
    (Method::GET, "/open-data?lang=a&lang=b", 400, "BAD_INPUT"),
    (Method::GET, "/open-data/?lang=a&lang=b", 400, "BAD_INPUT"),
    (Method::POST, "/open-data/catalog.jsonld", 405, "BAD_INPUT"),
    (Method::GET, "/open-data/plans.csv?area=33.02&area=33.02", 400, "BAD_INPUT"),
    (Method::GET, "/open-data/%ff", 400, "BAD_INPUT"),
    (Method::GET, "/masuk/oidc?ke=a&ke=b", 400, "BAD_INPUT"),
    // This server knows no provider.
    (Method::GET, "/masuk/oidc", 404, "NOT_FOUND"),
    (Method::GET, "/masuk/oidc/kembali?code=a&code=b", 400, "BAD_INPUT"),
    (Method::POST, "/livez", 405, "BAD_INPUT"),
    (Method::POST, "/readyz", 405, "BAD_INPUT"),
    // No route at all.
    (Method::POST, "/nothing", 404, "NOT_FOUND"),
    (Method::GET, "/nothing.php", 404, "NOT_FOUND"),
];

/// What libraries say in such a case, and how.
const INSIDE: [&str; 7] = ["deserialize", "query string", "UTF-8", "duplicate field", "header", "axum", "Method Not Allowed"];

#[test]
fn every_route_has_something_that_it_refuses() {
    let routes = routes();
    let asked: BTreeSet<_> = REFUSED.iter().filter_map(|(_, path, ..)| route_of(&routes, path)).collect();
    let forgotten: Vec<_> = routes.iter().filter(|route| !asked.contains(route.as_str())).collect();
    assert!(forgotten.is_empty(), "say in REFUSED what these refuse: {forgotten:?}");
}

async fn what_a_library_refuses_is_refused_in_our_words(server: Server) {
    let anyone = server.anonymous();
    let mut numbers = BTreeSet::new();
    for (method, path, status, code) in REFUSED {
        let of = format!("{method} {path}");
        let response = anyone.request(method.clone(), path).header("accept-language", "en").send().await.unwrap();
        assert_eq!(response.status(), *status, "{of}");
        let headers = response.headers().clone();
        assert_eq!(headers["content-type"], "application/json", "{of}");
        assert!(*status != 405 || !headers["allow"].is_empty(), "{of}");
        let text = response.text().await.unwrap();
        let told: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{of}: {text}"));
        let error = &told["errors"][0];
        assert_eq!(error["extensions"]["code"], *code, "{of}: {told}");
        assert_eq!(error["extensions"]["requestId"], headers["x-request-id"].to_str().unwrap(), "{of}: {told}");
        let message = error["message"].as_str().unwrap();
        assert!(!message.is_empty() && INSIDE.iter().all(|word| !text.contains(word)), "{of}: {told}");
        numbers.insert(error["extensions"]["requestId"].to_string());
        let indonesian = anyone.request(method.clone(), path).send().await.unwrap().text().await.unwrap();
        assert!(!indonesian.contains(message), "{of} is told in English: {indonesian}");
    }
    assert_eq!(numbers.len(), REFUSED.len(), "each request has a number of its own");
}

async fn what_refuses_nothing_or_shows_a_page_is_left_alone(server: Server) {
    let anyone = server.anonymous();
    assert_eq!(anyone.request(Method::GET, "/livez").send().await.unwrap().text().await.unwrap(), "ok");
    let outline = anyone.request(Method::GET, "/map/areas/district.geojson").send().await.unwrap();
    let known = anyone.request(Method::GET, "/map/areas/district.geojson").header("if-none-match", &outline.headers()["etag"]);
    let known = known.send().await.unwrap();
    assert_eq!((known.status().as_u16(), known.bytes().await.unwrap().len()), (304, 0));
    let head = anyone.request(Method::HEAD, "/nothing.php").send().await.unwrap();
    assert_eq!((head.status().as_u16(), head.headers().contains_key("x-request-id")), (404, true));
    assert!(head.bytes().await.unwrap().is_empty());
    // With the app or without it: an address of the app is a page for people.
    let page = anyone.request(Method::GET, "/usulan").send().await.unwrap();
    assert!(page.headers()["content-type"].to_str().unwrap().starts_with("text/html"));
}
