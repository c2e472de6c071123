//! Lists of plans: narrowed, ordered, a page at a time, in few queries.

use super::harness::{Server, refusal, triangle};
use super::{VILLAGE, begin, invite, open, step, titles, village};
use serde_json::{Value, json};
use shared::access::Role;
use shared::operations::Operation;
use shared::operations::plan::{PlanVersions, Plans};
use shared::operations::plan_step::NamePlanVersion;

on_both_databases! {
    lists_are_narrowed_and_ordered,
    a_list_comes_page_by_page,
    a_list_of_fifty_takes_at_most_five_queries,
}

async fn lists_are_narrowed_and_ordered(server: Server) {
    let (desa, siti) = (village(&server).await, server.person("siti", None).await);
    let district = server.person("camat", Some((Role::DistrictOfficer, Some("33.02.17"), None))).await;
    let proposal = siti.propose(json!({ "title": "Rabat beton" })).await;
    let road = begin(&desa, json!({ "title": "Jalan dusun", "sector": "INFRASTRUCTURE", "fiscalYear": 2028 })).await;
    let health = begin(&district, json!({ "title": "Posyandu 100%", "area": "33.02.17", "sector": "HEALTH" })).await;
    let made = begin(&desa, json!({ "title": "Beton", "proposals": [proposal["id"]], "fiscalYear": 2027 })).await;
    for (person, plan) in [(&desa, &road), (&district, &health), (&desa, &made)] {
        open(person, plan).await;
    }
    step(&desa, &made, "IN_REVIEW").await;
    let draft = begin(&desa, json!({ "title": "Draf" })).await;
    let frame = |edges: [f64; 4]| {
        let [west, south, east, north] = edges;
        json!({ "boundingBox": { "west": west, "south": south, "east": east, "north": north } })
    };
    for (filter, expected) in [
        (json!({}), vec!["Beton", "Posyandu 100%", "Jalan dusun"]),
        (json!({ "areas": [VILLAGE] }), vec!["Beton", "Jalan dusun"]),
        (json!({ "areas": ["33.02.17"] }), vec!["Beton", "Posyandu 100%", "Jalan dusun"]),
        (json!({ "areas": ["33.02.01"] }), vec![]),
        (json!({ "sectors": ["HEALTH"] }), vec!["Posyandu 100%"]),
        (json!({ "stages": ["IN_REVIEW"] }), vec!["Beton"]),
        (json!({ "stages": ["DRAFT"] }), vec![]),
        (json!({ "fiscalYears": [2028] }), vec!["Jalan dusun"]),
        (json!({ "text": "DUSUN jalan" }), vec!["Jalan dusun"]),
        (json!({ "text": "100%" }), vec!["Posyandu 100%"]),
        (json!({ "text": "%" }), vec!["Posyandu 100%"]),
        (json!({ "proposal": proposal["id"] }), vec!["Beton"]),
        (frame([109.1, -7.4, 109.2, -7.3]), vec!["Beton"]),
        // Each edge leaves it outside.
        (frame([109.16, -7.4, 109.2, -7.3]), vec![]),
        (frame([109.1, -7.32, 109.2, -7.3]), vec![]),
        (frame([109.1, -7.4, 109.13, -7.3]), vec![]),
        (frame([109.1, -7.4, 109.2, -7.34]), vec![]),
        (json!({ "within": triangle([109.1, -7.3]) }), vec!["Beton"]),
        (json!({ "within": triangle([109.2, -7.4]) }), vec![]),
    ] {
        assert_eq!(titles(&siti, filter.clone(), "NEWEST").await, expected, "{filter}");
    }
    assert_eq!(titles(&desa, json!({ "mine": true }), "NEWEST").await, ["Draf", "Beton", "Jalan dusun"]);
    assert_eq!(titles(&desa, json!({ "stages": ["DRAFT"] }), "NEWEST").await, ["Draf"]);
    assert_eq!(titles(&siti, json!({}), "HIGHEST_BUDGET").await[0], "Beton");
    open(&desa, &draft).await;
    step(&district, &health, "IN_REVIEW").await;
    assert_eq!(titles(&siti, json!({}), "RECENTLY_CHANGED").await[..2], ["Posyandu 100%", "Draf"]);
    for (filter, field) in [
        (json!({ "areas": ["33.02.99"] }), "filter.areas"),
        (json!({ "proposal": "nonsense" }), "filter.proposal"),
        (json!({ "boundingBox": { "west": 2, "south": 0, "east": 1, "north": 1 } }), "filter.boundingBox"),
        (json!({ "text": "x".repeat(201) }), "filter.text"),
    ] {
        let answer = siti.ask(Plans::DOCUMENT, json!({ "filter": filter, "first": 1 })).await;
        assert_eq!(answer["errors"][0]["extensions"]["fields"], json!([field]));
    }
    let mine = json!({ "filter": { "mine": true }, "first": 1 });
    assert_eq!(refusal(&server.anonymous().ask(Plans::DOCUMENT, mine).await), "UNAUTHENTICATED");
}

async fn a_list_comes_page_by_page(server: Server) {
    let desa = village(&server).await;
    for title in ["satu", "dua", "tiga", "empat", "lima"] {
        begin(&desa, json!({ "title": title })).await;
    }
    // All have the same budget: the id settles it.
    for order in ["NEWEST", "HIGHEST_BUDGET", "RECENTLY_CHANGED"] {
        let all = titles(&desa, json!({}), order).await;
        let (mut seen, mut after) = (Vec::new(), Value::Null);
        loop {
            let variables = json!({ "filter": {}, "orderBy": order, "first": 2, "after": after });
            let list = desa.get(Plans::DOCUMENT, variables).await["answer"].clone();
            seen.extend(list["nodes"].as_array().unwrap().iter().map(|node| node["title"].as_str().unwrap().to_owned()));
            after = list["pageInfo"]["endCursor"].clone();
            if list["pageInfo"]["hasNextPage"] == false {
                break;
            }
        }
        assert_eq!(seen, all, "{order}");
        let back = "query($order: PlanOrder, $c: String) { plans(orderBy: $order, last: 2, before: $c) { nodes { title } } }";
        let list = desa.get(back, json!({ "order": order, "c": after })).await["plans"]["nodes"].clone();
        assert_eq!(list, json!([{ "title": all[2] }, { "title": all[3] }]), "{order}");
        let other = if order == "NEWEST" { "HIGHEST_BUDGET" } else { "NEWEST" };
        let answer = desa.ask(back, json!({ "order": other, "c": after })).await;
        assert_eq!(answer["errors"][0]["extensions"]["fields"], json!(["before"]));
    }
    let plan = begin(&desa, json!({})).await;
    for name in ["a", "b", "c"] {
        desa.make::<NamePlanVersion>(json!({ "planId": plan["id"], "name": name })).await;
    }
    let first = desa.get(PlanVersions::DOCUMENT, json!({ "id": plan["id"], "first": 2 })).await["answer"].clone();
    assert_eq!((&first["totalCount"], &first["nodes"][1]["name"]), (&json!(3), &json!("b")));
    let rest = json!({ "id": plan["id"], "first": 2, "after": first["pageInfo"]["endCursor"] });
    assert_eq!(desa.get(PlanVersions::DOCUMENT, rest).await["answer"]["nodes"][0]["name"], "c");
}

async fn a_list_of_fifty_takes_at_most_five_queries(server: Server) {
    let desa = village(&server).await;
    server.person("siti", None).await;
    for at in 0..50 {
        let plan = begin(&desa, json!({ "title": format!("Rencana {at}") })).await;
        invite(&desa, &plan, "siti", "EDITOR").await;
        open(&desa, &plan).await;
    }
    let before = server.app.db.queries().count();
    let list = server.anonymous().get(Plans::DOCUMENT, json!({ "filter": {}, "orderBy": "NEWEST", "first": 50 })).await;
    let queries = server.app.db.queries().count() - before;
    assert_eq!(list["answer"]["nodes"].as_array().unwrap().len(), 50);
    assert!(queries <= 5, "{queries} queries");
    let before = server.app.db.queries().count();
    desa.get("{ plans(first: 50) { nodes { title sections { heading } proposals { title } } } }", json!({})).await;
    let queries = server.app.db.queries().count() - before;
    assert!(queries <= 6, "{queries} queries with what they say");
}
