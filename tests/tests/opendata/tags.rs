//! What tells one state of a file from the next.

use super::harness::Server;
use reqwest::Method;
use serde_json::json;

pub async fn what_changes_twice_is_sent_twice(server: Server) {
    let (siti, budi) = (server.person("siti", None).await, server.person("budi", None).await);
    let proposal = siti.propose(json!({})).await;
    let tag = async || {
        let head = server.anonymous().request(Method::HEAD, "/open-data/proposals.csv").send().await.unwrap();
        head.headers()["etag"].clone()
    };
    let mut known = tag().await;
    for change in ["supportProposal", "withdrawSupport"] {
        let answer = budi.mutate(change, "ProposalIdInput", json!({ "id": proposal["id"] })).await;
        assert_eq!(answer["errors"], json!([]), "{answer}");
        let told = tag().await;
        assert_ne!(told, known, "{change}");
        known = told;
    }
}
