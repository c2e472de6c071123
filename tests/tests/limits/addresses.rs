//! From where somebody asks is where they pay, whatever they write of themselves.

use crate::harness::Server;
use crate::harness::clock::Stopped;
use reqwest::Method;
use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};
use std::sync::Arc;

on_both_databases! { nobody_says_themselves_from_where_they_ask, behind_a_trusted_proxy_its_own_word_alone_counts }

/// Where purses are as they are delivered, and no time fills them.
async fn strict(server: &Server, trust_proxy: bool) -> Server {
    server.second_with(|settings| settings.trust_proxy = Some(trust_proxy), Arc::new(Stopped::ahead())).await
}

/// What is left in the purse out of which this question is paid, which comes with such lines of `X-Forwarded-For`.
async fn left(server: &Server, forwarded: &[&str]) -> u64 {
    let mut request = server.anonymous().request(Method::POST, "/graphql").header(CONTENT_TYPE, "application/json");
    for line in forwarded {
        request = request.header("x-forwarded-for", *line);
    }
    let body = json!({ "query": "{ region { code } }" }).to_string();
    let answer: Value = serde_json::from_str(&request.body(body).send().await.unwrap().text().await.unwrap()).unwrap();
    answer["extensions"]["cost"]["remaining"].as_u64().unwrap()
}

async fn nobody_says_themselves_from_where_they_ask(server: Server) {
    let server = strict(&server, false).await;
    let mut before = left(&server, &[]).await;
    for forwarded in ["203.0.113.1", "203.0.113.2, 198.51.100.1", "2001:db8::1"] {
        let after = left(&server, &[forwarded]).await;
        assert!(after < before, "{forwarded} has a purse of its own");
        before = after;
    }
}

async fn behind_a_trusted_proxy_its_own_word_alone_counts(server: Server) {
    let server = strict(&server, true).await;
    let first = left(&server, &["203.0.113.1, 198.51.100.1"]).await;
    let second = left(&server, &["203.0.113.2,198.51.100.1"]).await;
    assert!(second < first, "what stands before it is the caller's");
    // Some proxies write a line of their own.
    assert!(left(&server, &["203.0.113.3", "198.51.100.1"]).await < second);
    assert_eq!(left(&server, &["203.0.113.1, 198.51.100.2"]).await, first, "another caller pays for themselves");
    // What is no address, and no word at all: then it is the proxy who asks.
    assert_eq!(left(&server, &["198.51.100.1, unknown"]).await, first);
    assert!(left(&server, &[]).await < first);
}
