//! Who supports is nobody's business: no two questions differ by a supporter.

use crate::harness::{Person, Server};
use reqwest::Method;
use serde_json::{Value, json};
use shared::operations::comment::AddComment;

on_both_databases! {
    what_two_filters_differ_by_names_no_supporter,
    what_happens_to_ones_own_proposal_names_no_supporter,
    files_name_no_supporter_either,
}

const STATS: &str = "query($filter: ProposalFilter, $groupBy: [ParticipationDimension!]) {
  participationStats(filter: $filter, groupBy: $groupBy) {
    groups { keys { value } supports people }
    total { supports people }
  }
}";

/// Enough people to be counted out, who all say something about each of these proposals.
async fn discussed(server: &Server, proposals: &[&Value]) {
    for number in 1..=5 {
        let neighbour = server.person(&format!("tetangga{number}"), None).await;
        for proposal in proposals {
            neighbour.make::<AddComment>(json!({ "proposalId": proposal["id"], "body": "Setuju." })).await;
        }
    }
}

async fn support(person: &Person, proposal: &Value) {
    let answer = person.mutate("supportProposal", "ProposalIdInput", json!({ "id": proposal["id"] })).await;
    assert_eq!(answer["errors"], json!([]));
}

/// Supports and people of a filter, all together.
async fn told(server: &Server, filter: Value) -> (i64, i64) {
    let total = server.anonymous().get(STATS, json!({ "filter": filter })).await["participationStats"]["total"].clone();
    (total["supports"].as_i64().unwrap(), total["people"].as_i64().unwrap())
}

async fn what_two_filters_differ_by_names_no_supporter(server: Server) {
    let (siti, budi) = (server.person("siti", None).await, server.person("budi", None).await);
    let here = siti.propose(json!({ "title": "Jembatan barat" })).await;
    let there = siti.propose(json!({ "title": "Jembatan timur", "villageCode": "33.02.17.2018" })).await;
    discussed(&server, &[&here, &there]).await;
    let questions = [
        json!({ "text": "jembatan" }),
        json!({ "text": "jembatan barat" }),
        json!({ "areas": ["33.02.17"] }),
        json!({ "areas": ["33.02.17.2019"] }),
    ];
    for filter in &questions {
        assert_eq!(told(&server, filter.clone()).await, (0, 6), "{filter}");
    }
    support(&budi, &there).await;
    for (filter, supports) in questions.into_iter().zip([1, 0, 1, 0]) {
        assert_eq!(told(&server, filter.clone()).await, (supports, 6), "{filter}: the support counts, and no person with it");
    }
}

async fn what_happens_to_ones_own_proposal_names_no_supporter(server: Server) {
    let (siti, budi) = (server.person("siti", None).await, server.person("budi", None).await);
    let own = siti.propose(json!({ "title": "Umpan" })).await;
    discussed(&server, &[&own]).await;
    let by_month = async || {
        let variables = json!({ "filter": { "text": "umpan" }, "groupBy": ["MONTH"] });
        server.anonymous().get(STATS, variables).await["participationStats"]["groups"].clone()
    };
    let told = |groups: &Value| {
        let groups = groups.as_array().unwrap().clone();
        let sum = |field: &str| -> i64 { groups.iter().map(|group| group[field].as_i64().unwrap_or_default()).sum() };
        (sum("supports"), sum("people"))
    };
    let before = told(&by_month().await);
    support(&budi, &own).await;
    let after = told(&by_month().await);
    assert_eq!((after.0 - before.0, after.1), (1, before.1), "nobody more, though budi did something");
}

async fn files_name_no_supporter_either(server: Server) {
    let (siti, budi) = (server.person("siti", None).await, server.person("budi", None).await);
    let proposal = siti.propose(json!({})).await;
    discussed(&server, &[&proposal]).await;
    let file = async || -> Value {
        let request = server.anonymous().request(Method::GET, "/open-data/participation.json?area=33.02.17.2019");
        serde_json::from_slice(&request.send().await.unwrap().bytes().await.unwrap()).unwrap()
    };
    let sum = |rows: &Value, column: &str| -> i64 {
        rows.as_array().unwrap().iter().map(|row| row[column].as_i64().unwrap_or_default()).sum()
    };
    let before = file().await;
    support(&budi, &proposal).await;
    let after = file().await;
    assert_eq!((sum(&after, "supports"), sum(&after, "people")), (1, sum(&before, "people")));
}
