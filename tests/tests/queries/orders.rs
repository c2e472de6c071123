//! Orders of proposals: what each puts first, and page by page from both ends.

use crate::harness::{Person, Server};
use serde_json::{Value, json};
use shared::access::Role;
use std::collections::BTreeSet;

on_both_databases! {
    each_order_puts_first_what_it_says,
    every_order_has_pages_forward_and_backward_without_gap_or_repeat,
}

/// Each order, and how it puts the three of [`each_order_puts_first_what_it_says`].
const ORDERS: [(&str, [usize; 3]); 7] = [
    ("NEWEST", [2, 1, 0]),
    ("OLDEST", [0, 1, 2]),
    ("RECENTLY_CHANGED", [0, 2, 1]),
    ("MOST_SUPPORTED", [2, 1, 0]),
    ("HIGHEST_COST", [1, 0, 2]),
    ("LOWEST_COST", [2, 0, 1]),
    ("LONGEST_WAITING", [1, 2, 0]),
];

async fn each_order_puts_first_what_it_says(server: Server) {
    let (resident, neighbour) = (server.person("siti", None).await, server.person("budi", None).await);
    let village = server.person("desa", Some((Role::VillageOperator, Some("33.02.17.2019"), None))).await;
    let mut made = Vec::new();
    for cost in [2, 3, 1] {
        made.push(resident.propose(json!({ "estimatedCost": cost * 1_000_000 })).await);
    }
    for (person, index) in [(&neighbour, 1), (&neighbour, 2), (&village, 2)] {
        person.mutate("supportProposal", "ProposalIdInput", json!({ "id": made[index]["id"] })).await;
    }
    // The first one moves on: of all, it has waited least where it stands.
    let version = json!({ "id": made[0]["id"], "version": made[0]["version"] });
    assert_eq!(village.mutate("beginReview", "ProposalVersionInput", version).await["errors"], json!([]));
    for (order, expected) in ORDERS {
        let expected = expected.map(|index| made[index]["id"].as_str().unwrap().to_owned());
        assert_eq!(walk(&resident, order, false).await, expected, "{order}");
    }
}

/// The ids that a list gives, page by page. Each page says whether something lies behind it, and whether more comes.
async fn walk(person: &Person, order: &str, backward: bool) -> Vec<String> {
    let query = if backward {
        "query($o: ProposalOrder, $c: String) { proposals(orderBy: $o, last: 3, before: $c) { nodes { id } pageInfo { more: hasPreviousPage behind: hasNextPage cursor: startCursor } } }"
    } else {
        "query($o: ProposalOrder, $c: String) { proposals(orderBy: $o, first: 3, after: $c) { nodes { id } pageInfo { more: hasNextPage behind: hasPreviousPage cursor: endCursor } } }"
    };
    let (mut pages, mut cursor) = (Vec::new(), Value::Null);
    loop {
        let page = person.get(query, json!({ "o": order, "c": cursor })).await["proposals"].clone();
        pages
            .push(page["nodes"].as_array().unwrap().iter().map(|node| node["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>());
        assert_eq!(page["pageInfo"]["behind"], !cursor.is_null(), "{order}, backward: {backward}");
        cursor = page["pageInfo"]["cursor"].clone();
        if page["pageInfo"]["more"] == false {
            break;
        }
    }
    if backward {
        pages.reverse();
    }
    pages.concat()
}

async fn every_order_has_pages_forward_and_backward_without_gap_or_repeat(server: Server) {
    let (resident, neighbour) = (server.person("siti", None).await, server.person("budi", None).await);
    let mut made = Vec::new();
    for cost in [3, 1, 2, 2, 1, 3, 2] {
        made.push(resident.propose(json!({ "estimatedCost": cost * 1_000_000 })).await);
    }
    for index in [4, 6] {
        neighbour.mutate("supportProposal", "ProposalIdInput", json!({ "id": made[index]["id"] })).await;
    }
    let all: BTreeSet<String> = made.iter().map(|proposal| proposal["id"].as_str().unwrap().to_owned()).collect();
    for (order, _) in ORDERS {
        let forward = walk(&resident, order, false).await;
        assert_eq!((forward.len(), forward.iter().cloned().collect::<BTreeSet<_>>()), (7, all.clone()), "{order}");
        assert_eq!(walk(&resident, order, true).await, forward, "{order} backward");
    }
    for (page, field) in [("first: 1, after", "after"), ("last: 1, before", "before")] {
        let other = resident.ask(&format!("{{ proposals({page}: \"bukan\") {{ nodes {{ id }} }} }}"), json!({})).await;
        let told = &other["errors"][0]["extensions"];
        assert_eq!((&told["code"], &told["fields"]), (&json!("BAD_INPUT"), &json!([field])));
    }
}
