//! Groups of proposals are what the list shows.

use crate::harness::Server;
use crate::{agrees, all_of, filled, narrowed, value_of};
use serde_json::{Value, json};
use shared::stats::ProposalDimension;
use std::collections::BTreeSet;

on_both_databases! {
    every_group_is_what_the_list_shows,
    a_filter_by_a_dimension_leaves_its_own_groups_alone,
    accepted_costs_narrow_the_list,
}

pub const STATS: &str = "query($filter: ProposalFilter, $groupBy: [ProposalDimension!]) {
  proposalStats(filter: $filter, groupBy: $groupBy) {
    groups {
      keys { dimension value }
      count
      estimatedCost { known sum mean median }
      acceptedCost { known sum mean median }
      supports { sum mean median }
      beneficiaries { sum mean median }
      comments { sum mean median }
    }
    total { count estimatedCost { sum median } }
  }
}";
const LIST: &str = "query($filter: ProposalFilter, $after: String) {
  proposals(filter: $filter, first: 100, after: $after) {
    totalCount
    nodes { estimatedCost acceptedCost supportCount beneficiaries commentCount fundingSources status }
    pageInfo { hasNextPage endCursor }
  }
}";
const SEVERAL: [ProposalDimension; 4] =
    [ProposalDimension::FundingSource, ProposalDimension::ReviewLevel, ProposalDimension::Decision, ProposalDimension::ReasonCode];

/// Each group is asked for as a list, which has as many rows that add up to the same. Gives the groups.
async fn compare(server: &Server, filter: &Value, group_by: &[ProposalDimension]) -> Vec<Value> {
    let anyone = server.anonymous();
    let words: Vec<&str> = group_by.iter().map(|dimension| dimension.as_str()).collect();
    let stats = anyone.get(STATS, json!({ "filter": filter, "groupBy": words })).await["proposalStats"].clone();
    let groups = stats["groups"].as_array().unwrap().clone();
    let whole = all_of(&anyone, LIST, "proposals", filter).await;
    assert!(!groups.is_empty(), "{filter} by {words:?}");
    assert_eq!(stats["total"]["count"], whole.len());
    agrees(&stats["total"]["estimatedCost"], &whole, "estimatedCost", filter);
    let counted: i64 = groups.iter().map(|group| group["count"].as_i64().unwrap()).sum();
    let once = !SEVERAL.iter().any(|several| group_by.contains(several));
    assert!(counted >= whole.len() as i64 && (!once || counted == whole.len() as i64), "{filter} by {words:?}");
    for group in &groups {
        let narrowed = narrowed(filter, &group["keys"], ["submittedFrom", "submittedTo"]);
        let rows = all_of(&anyone, LIST, "proposals", &narrowed).await;
        assert_eq!(group["count"], rows.len(), "{narrowed}");
        agrees(&group["estimatedCost"], &rows, "estimatedCost", &narrowed);
        agrees(&group["acceptedCost"], &rows, "acceptedCost", &narrowed);
        agrees(&group["supports"], &rows, "supportCount", &narrowed);
        agrees(&group["beneficiaries"], &rows, "beneficiaries", &narrowed);
        agrees(&group["comments"], &rows, "commentCount", &narrowed);
    }
    groups
}

async fn every_group_is_what_the_list_shows(server: Server) {
    use ProposalDimension::*;
    filled(&server).await;
    // Some that nobody is to carry out yet: the agency that their proposer named, or none.
    let siti = server.person("siti", None).await;
    siti.propose(json!({ "initialAgency": null })).await;
    siti.propose(json!({ "initialAgency": "dpu" })).await;
    let (mut keyless, mut compared) = (BTreeSet::new(), 0);
    for dimension in ProposalDimension::ALL {
        let groups = compare(&server, &json!({}), &[*dimension]).await;
        keyless.extend(groups.iter().any(|group| value_of(group, dimension.as_str()).is_none()).then_some(*dimension));
        compared += groups.len();
    }
    assert_eq!(keyless, BTreeSet::from([Agency, FundingSource, ReviewLevel, Decision, ReasonCode]));
    let outline = json!({ "type": "Polygon", "coordinates": [[[109.0, -7.5], [109.3, -7.55], [109.25, -7.3], [109.05, -7.32], [109.0, -7.5]]] });
    let frame = json!({ "west": 109.0, "south": -7.5, "east": 109.2, "north": -7.3 });
    for (filter, group_by) in [
        (json!({}), vec![District, Sector]),
        (json!({}), vec![Year, Kind, ProposerType]),
        (json!({}), vec![Agency, FundingSource]),
        (json!({}), vec![ReviewLevel, Decision]),
        (json!({}), vec![ReviewLevel, Decision, ReasonCode]),
        (json!({}), vec![FundingSource, ReasonCode]),
        (json!({ "areas": ["33.02.17"] }), vec![Regency, District, Village]),
        (json!({ "statuses": ["REJECTED"] }), vec![ReviewLevel, ReasonCode]),
        (json!({ "within": outline }), vec![Sector]),
        (json!({ "boundingBox": frame }), vec![FiscalYear]),
        (json!({ "text": "jalan", "estimatedCostMin": 20_000_000 }), vec![Status]),
        (json!({ "acceptedCostMin": 1, "acceptedCostMax": 900_000_000 }), vec![Status]),
        // By what the groups are of.
        (json!({ "fundingSources": ["APBD_KAB", "APBDES_DD"] }), vec![FundingSource]),
        (json!({ "without": ["FUNDING_SOURCE"] }), vec![FundingSource, Status]),
        (json!({ "agency": "dpu" }), vec![Agency]),
        (json!({ "without": ["AGENCY"] }), vec![Agency]),
        (json!({ "decided": { "kinds": ["REJECTED", "RETURNED"] } }), vec![Decision]),
        (json!({ "decided": { "kinds": ["ACCEPTED", "REJECTED"] } }), vec![ReasonCode]),
        (json!({ "decided": { "kinds": ["REJECTED", "RETURNED"] } }), vec![ReviewLevel, ReasonCode]),
        (json!({ "without": ["REASON_CODE"] }), vec![ReasonCode]),
        (json!({ "without": ["REVIEW_LEVEL"] }), vec![ReviewLevel, Decision, ReasonCode]),
    ] {
        compared += compare(&server, &filter, &group_by).await.len();
    }
    assert!(compared > 200, "only {compared} groups");
}

async fn a_filter_by_a_dimension_leaves_its_own_groups_alone(server: Server) {
    let anyone = filled(&server).await;
    let keys = async |filter: Value, dimension: ProposalDimension| -> Vec<Value> {
        let groups = compare(&server, &filter, &[dimension]).await;
        groups.into_iter().map(|group| group["keys"][0]["value"].clone()).collect()
    };
    let source = ProposalDimension::FundingSource;
    assert_eq!(keys(json!({ "fundingSources": ["APBD_KAB"] }), source).await, ["APBD_KAB"]);
    assert_eq!(keys(json!({ "fundingSources": ["APBD_KAB", "APBD_KAB"] }), source).await, ["APBD_KAB"]);
    assert_eq!(keys(json!({ "without": ["FUNDING_SOURCE"] }), source).await, [Value::Null]);
    let rejected = json!({ "decided": { "kinds": ["REJECTED"] } });
    assert_eq!(keys(rejected, ProposalDimension::Decision).await, ["REJECTED"]);
    assert_eq!(keys(json!({ "agency": "dpu" }), ProposalDimension::Agency).await, ["dpu"]);
    // What nothing lacks, and what says both.
    for filter in [
        json!({ "without": ["STATUS"] }),
        json!({ "without": ["MONTH"] }),
        json!({ "fundingSources": ["APBD_KAB"], "without": ["FUNDING_SOURCE"] }),
        json!({ "decided": { "kinds": ["REJECTED"] }, "without": ["REVIEW_LEVEL"] }),
    ] {
        assert!(all_of(&anyone, LIST, "proposals", &filter).await.is_empty(), "{filter}");
    }
}

async fn accepted_costs_narrow_the_list(server: Server) {
    let anyone = filled(&server).await;
    let all = all_of(&anyone, LIST, "proposals", &json!({})).await;
    let mut costs: Vec<i64> = all.iter().filter_map(|row| row["acceptedCost"].as_i64()).collect();
    costs.sort_unstable();
    let (least, most) = (costs[costs.len() / 4], costs[costs.len() / 2]);
    for (filter, among) in [
        (json!({ "acceptedCostMin": least }), least..=i64::MAX),
        (json!({ "acceptedCostMax": most }), 0..=most),
        (json!({ "acceptedCostMin": least, "acceptedCostMax": most }), least..=most),
        (json!({ "acceptedCostMin": most, "acceptedCostMax": least }), most..=least),
    ] {
        let expected: Vec<&Value> =
            all.iter().filter(|row| row["acceptedCost"].as_i64().is_some_and(|cost| among.contains(&cost))).collect();
        let found = all_of(&anyone, LIST, "proposals", &filter).await;
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{filter}");
    }
    // What came into a plan has an amount, changed or not; what no level touched has none.
    let of =
        |row: &Value| (row["status"].as_str().unwrap().parse::<shared::proposal::Status>().unwrap(), row["acceptedCost"].is_null());
    assert!(all.iter().map(of).all(|(status, lacks)| !status.is_accepted() || !lacks));
    assert!(all.iter().any(|row| row["acceptedCost"] == row["estimatedCost"]), "some came into a plan unchanged");
    assert!(all.iter().map(of).any(|(_, lacks)| lacks));
}
