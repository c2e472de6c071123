//! Reading: lists, filters, orders, and what belongs to what, the same on SQLite and on PostgreSQL.

#[macro_use]
#[path = "../harness/mod.rs"]
mod harness;
mod edges;
mod orders;

use harness::{Person, Server, triangle};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use shared::access::Role;
use shared::operations::comment::{AddComment, HideComment};

on_both_databases! {
    each_filter_finds_what_it_says,
    comments_are_narrowed_by_words_time_and_what_was_hidden,
    a_filter_that_names_nothing_is_refused,
    proposals_nearby_come_nearest_first,
    history_comes_in_pages_and_names_who_acted_but_never_who_supports,
    an_id_finds_its_thing_for_those_who_may_see_it,
    areas_are_counted_all_at_once,
    a_merged_proposal_is_linked_both_ways,
    what_lies_in_the_items_of_a_list_is_read_for_all_of_them_at_once,
}

async fn each_filter_finds_what_it_says(server: Server) {
    let (resident, neighbour) = (server.person("siti", None).await, server.person("budi", None).await);
    let road = resident.propose(json!({})).await;
    let clinic = json!({ "title": "Posyandu Melati", "villageCode": "33.02.17.2018", "sector": "HEALTH", "kind": "NON_PHYSICAL",
        "unit": "PACKAGE", "estimatedCost": 25_000_000, "fiscalYear": 2027, "geometry": null, "initialAgency": null });
    let clinic = neighbour.propose(clinic).await;
    let draft = json!({ "fields": harness::fields() });
    resident.mutate("createProposal", "CreateProposalInput", draft).await;
    resident.mutate("supportProposal", "ProposalIdInput", json!({ "id": clinic["id"] })).await;

    let found = async |person: &Person, filter: Value| {
        let query = "query($f: ProposalFilter) { proposals(first: 10, filter: $f) { nodes { id } totalCount } }";
        let list = person.get(query, json!({ "f": filter })).await["proposals"].clone();
        let ids: Vec<Value> = list["nodes"].as_array().unwrap().iter().map(|node| node["id"].clone()).collect();
        assert_eq!(list["totalCount"], ids.len(), "{filter}");
        ids
    };
    let anyone = server.anonymous();
    for (filter, expected) in [
        (json!({ "areas": ["33.02.17.2018"] }), vec![&clinic]),
        (json!({ "areas": ["33.02.17"], "sectors": ["INFRASTRUCTURE"] }), vec![&road]),
        (json!({ "areas": ["33.02"] }), vec![&clinic, &road]),
        (json!({ "areas": ["33.02.01"] }), vec![]),
        (json!({ "kinds": ["NON_PHYSICAL"] }), vec![&clinic]),
        (json!({ "statuses": ["SUBMITTED"], "fiscalYears": [2028] }), vec![&road]),
        (json!({ "statuses": ["BUDGETED"] }), vec![]),
        (json!({ "text": "posyandu MELATI" }), vec![&clinic]),
        (json!({ "text": "100%" }), vec![]),
        (json!({ "agency": "dpu" }), vec![&road]),
        (json!({ "without": ["AGENCY"] }), vec![&clinic]),
        (json!({ "without": ["AGENCY", "FUNDING_SOURCE"] }), vec![&clinic]),
        (json!({ "without": ["SECTOR"] }), vec![]),
        (json!({ "estimatedCostMin": 25_000_000, "estimatedCostMax": 25_000_000 }), vec![&clinic]),
        (json!({ "boundingBox": { "west": 109.1, "south": -7.4, "east": 109.2, "north": -7.3 } }), vec![&road]),
        (json!({ "within": triangle([109.1, -7.3]) }), vec![&road]),
        (json!({ "within": triangle([109.2, -7.4]) }), vec![]),
        (json!({ "proposerTypes": ["VILLAGE"] }), vec![]),
        (json!({ "submittedFrom": "2020-01-01T00:00:00Z", "submittedTo": "2100-01-01T00:00:00Z" }), vec![&clinic, &road]),
        (json!({ "submittedTo": "2020-01-01T00:00:00Z" }), vec![]),
    ] {
        let expected: Vec<Value> = expected.into_iter().map(|proposal| proposal["id"].clone()).collect();
        assert_eq!(found(&anyone, filter.clone()).await, expected, "{filter}");
    }
    assert_eq!(found(&resident, json!({ "mine": true })).await.len(), 2);
    assert_eq!(found(&resident, json!({ "supportedByMe": true })).await, [clinic["id"].clone()]);
}

async fn comments_are_narrowed_by_words_time_and_what_was_hidden(server: Server) {
    let (siti, budi) = (server.person("siti", None).await, server.person("budi", None).await);
    let village = server.person("desa", Some((Role::VillageOperator, Some("33.02.17.2019"), None))).await;
    let road = siti.propose(json!({})).await;
    let clinic = siti.propose(json!({ "title": "Posyandu", "sector": "HEALTH" })).await;
    let say = async |proposal: &Value, body: &str| {
        budi.make::<AddComment>(json!({ "proposalId": proposal["id"], "body": body })).await["id"].clone()
    };
    say(&road, "Licin 100% saat HUJAN deras").await;
    say(&clinic, "Hujan membuat becek").await;
    let rude = say(&road, "Kata kasar").await;
    village.make::<HideComment>(json!({ "commentId": rude, "reason": "Tidak sopan." })).await;
    // Three moments that cannot be mistaken for each other.
    let set = |body: &str, at: &str| format!("UPDATE comments SET created_at = {at} WHERE body LIKE '{body}%'");
    for statement in [set("Licin", "1000"), set("Hujan", "2000"), set("", "3000") + " AND hidden_at IS NOT NULL"] {
        server.app.db.writer().execute_unprepared(&statement).await.unwrap();
    }
    let list = "query($f: CommentFilter) { comments(first: 10, filter: $f) { nodes { body } totalCount } }";
    let (licin, hujan, hidden) = (json!("Licin 100% saat HUJAN deras"), json!("Hujan membuat becek"), Value::Null);
    for (filter, expected) in [
        (json!({}), vec![&hidden, &hujan, &licin]),
        (json!({ "text": "hujan" }), vec![&hujan, &licin]),
        (json!({ "text": "deras hujan" }), vec![&licin]),
        (json!({ "text": "100%" }), vec![&licin]),
        (json!({ "text": "%" }), vec![&licin]),
        (json!({ "text": "kasar" }), vec![]),
        (json!({ "from": "1970-01-01T00:00:02Z" }), vec![&hidden, &hujan]),
        (json!({ "to": "1970-01-01T00:00:02Z" }), vec![&licin]),
        (json!({ "from": "1970-01-01T00:00:01Z", "to": "1970-01-01T00:00:03Z" }), vec![&hujan, &licin]),
        (json!({ "hidden": true }), vec![&hidden]),
        (json!({ "hidden": false }), vec![&hujan, &licin]),
        (json!({ "proposals": { "sectors": ["HEALTH"] } }), vec![&hujan]),
        (json!({ "proposals": { "sectors": ["HEALTH"] }, "hidden": true }), vec![]),
    ] {
        let found = server.anonymous().get(list, json!({ "f": filter })).await["comments"].clone();
        let bodies: Vec<&Value> = found["nodes"].as_array().unwrap().iter().map(|node| &node["body"]).collect();
        assert_eq!((bodies.len(), &found["totalCount"]), (expected.len(), &json!(expected.len())), "{filter}");
        assert_eq!(bodies, expected, "{filter}");
    }
}

async fn a_filter_that_names_nothing_is_refused(server: Server) {
    let query = "query($f: ProposalFilter) { proposals(first: 1, filter: $f) { totalCount } }";
    for (filter, field, code) in [
        (json!({ "areas": ["33.02.99"] }), "filter.areas", "UNKNOWN_AREA"),
        (json!({ "areas": ["Cilongok"] }), "filter.areas", "UNKNOWN_AREA"),
        (json!({ "agency": "entah" }), "filter.agency", "UNKNOWN_AGENCY"),
        (json!({ "text": "a".repeat(201) }), "filter.text", "TOO_LONG"),
        (json!({ "fiscalYears": (0..101).collect::<Vec<_>>() }), "filter.fiscalYears", "OUT_OF_RANGE"),
        (json!({ "boundingBox": { "west": 200, "south": 0, "east": 1, "north": 1 } }), "filter.boundingBox", "INVALID_GEOMETRY"),
    ] {
        let answer = server.anonymous().ask(query, json!({ "f": filter })).await;
        let extensions = &answer["errors"][0]["extensions"];
        assert_eq!((&extensions["code"], &extensions["fields"]), (&json!("BAD_INPUT"), &json!([field])), "{answer}");
        assert_eq!(extensions["errors"], json!([{ "field": field, "code": code }]));
    }
    for flag in ["mine", "supportedByMe", "awaitingMe"] {
        let answer = server.anonymous().ask(query, json!({ "f": { flag: true } })).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "{flag}");
    }
}

/// Doubles so often what there is: newer, and further off than anything so far.
async fn crowd(server: &Server, times: u32) {
    let id = if server.app.db.is_sqlite() { "randomblob(16)" } else { "gen_random_uuid()" };
    let double = format!(
        "CREATE TEMPORARY TABLE more AS SELECT * FROM proposals;
         UPDATE more SET id = {id}, client_key = NULL, listed_at = listed_at + 1, lat_e7 = lat_e7 - 50000;
         INSERT INTO proposals SELECT * FROM more; DROP TABLE more;"
    );
    for _ in 0..times {
        server.app.db.writer().execute_unprepared(&double).await.unwrap();
    }
}

async fn proposals_nearby_come_nearest_first(server: Server) {
    let resident = server.person("siti", None).await;
    let at = |longitude: f64| json!({ "geometry": { "type": "Point", "coordinates": [longitude, -7.32942] } });
    let far = resident.propose(at(109.15127)).await;
    let near = resident.propose(at(109.14827)).await;
    resident.propose(at(109.19727)).await;
    let query = "query($r: Int!) { proposalsNear(location: {longitude: 109.14727, latitude: -7.32942}, radiusMeters: $r) { distanceMeters proposal { id } } }";
    let found = server.anonymous().get(query, json!({ "r": 500 })).await["proposalsNear"].clone();
    let ids: Vec<_> = found.as_array().unwrap().iter().map(|item| &item["proposal"]["id"]).collect();
    assert_eq!(ids, [&near["id"], &far["id"]]);
    assert!((105..=115).contains(&found[0]["distanceMeters"].as_i64().unwrap()), "{found}");
    crowd(&server, 9).await;
    let found = server.anonymous().get(query, json!({ "r": 5000 })).await["proposalsNear"].clone();
    let found: Vec<_> = found.as_array().unwrap().iter().map(|item| item["proposal"]["id"].clone()).collect();
    assert_eq!((found.len(), &found[..2]), (20, &[near["id"].clone(), far["id"].clone()][..]));
    for radius in [0, 5001] {
        let refused = server.anonymous().ask(query, json!({ "r": radius })).await;
        assert_eq!(refused["errors"][0]["extensions"]["fields"], json!(["radiusMeters"]));
    }
}

async fn history_comes_in_pages_and_names_who_acted_but_never_who_supports(server: Server) {
    let (resident, neighbour) = (server.person("siti", None).await, server.person("budi", None).await);
    let village = server.person("desa", Some((Role::VillageOperator, Some("33.02.17.2019"), None))).await;
    let proposal = resident.propose(json!({})).await;
    neighbour.mutate("supportProposal", "ProposalIdInput", json!({ "id": proposal["id"] })).await;
    let version = json!({ "id": proposal["id"], "version": proposal["version"] });
    village.mutate("beginReview", "ProposalVersionInput", version).await;
    let query = "query($id: ID!, $after: String) { proposal(id: $id) { history(first: 2, after: $after) {
        nodes { cursor kind subject actor { displayName } details } pageInfo { hasNextPage endCursor } totalCount } } }";
    let page = async |after: Value| {
        let variables = json!({ "id": proposal["id"], "after": after });
        server.anonymous().get(query, variables).await["proposal"]["history"].clone()
    };
    let first = page(Value::Null).await;
    let entry = |page: &Value, index: usize| (page["nodes"][index]["kind"].clone(), page["nodes"][index]["actor"].clone());
    assert_eq!(entry(&first, 0), (json!("proposal.submitted"), json!({ "displayName": "siti" })));
    assert_eq!(entry(&first, 1), (json!("proposal.supported"), Value::Null));
    assert!(!first.to_string().contains("budi"));
    assert_eq!((&first["totalCount"], &first["pageInfo"]["hasNextPage"]), (&json!(3), &json!(true)));
    let second = page(first["pageInfo"]["endCursor"].clone()).await;
    assert_eq!(entry(&second, 0), (json!("proposal.review_begun"), json!({ "displayName": "desa" })));
    assert_eq!(second["pageInfo"]["hasNextPage"], false);
    let unsized_page = "query($id: ID!) { proposal(id: $id) { history { totalCount } } }";
    let refused = server.anonymous().ask(unsized_page, json!({ "id": proposal["id"] })).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "BAD_INPUT");
}

async fn an_id_finds_its_thing_for_those_who_may_see_it(server: Server) {
    let (resident, neighbour) = (server.person("siti", None).await, server.person("budi", None).await);
    let admin = server.person("admin", Some((Role::Admin, Some("33.02"), None))).await;
    let proposal = resident.propose(json!({})).await["id"].clone();
    let draft = resident.mutate("createProposal", "CreateProposalInput", json!({ "fields": harness::fields() })).await;
    let draft = draft["proposal"]["id"].clone();
    let said = "mutation($p: ID!) { addComment(input: {proposalId: $p, body: \"Setuju.\"}) { comment { id } } }";
    let comment = neighbour.get(said, json!({ "p": proposal })).await["addComment"]["comment"]["id"].clone();
    let account = resident.id().await;
    let kind = async |person: &Person, id: &Value| {
        let node = person.get("query($id: ID!) { node(id: $id) { __typename id } }", json!({ "id": id })).await["node"].clone();
        assert!(node.is_null() || node["id"] == *id);
        node["__typename"].clone()
    };
    assert_eq!(kind(&neighbour, &proposal).await, "Proposal");
    assert_eq!(kind(&neighbour, &comment).await, "Comment");
    assert_eq!(kind(&neighbour, &json!("33.02.17")).await, "Area");
    assert_eq!((kind(&resident, &draft).await, kind(&neighbour, &draft).await), (json!("Proposal"), Value::Null));
    assert_eq!((kind(&resident, &account).await, kind(&admin, &account).await), (json!("Account"), json!("Account")));
    assert_eq!((kind(&neighbour, &account).await, kind(&server.anonymous(), &account).await), (json!("Person"), json!("Person")));
    let nobody = json!("usr_00000000000070008000000000000009");
    assert_eq!((kind(&neighbour, &nobody).await, kind(&admin, &nobody).await), (Value::Null, Value::Null));
    let person = "query($id: ID!) { person(id: $id) { id displayName offices } }";
    let public = json!({ "id": account, "displayName": "siti", "offices": [] });
    for viewer in [&resident, &neighbour, &admin, &server.anonymous()] {
        assert_eq!(viewer.get(person, json!({ "id": account })).await["person"], public, "the same for everybody");
        for none in [&nobody, &proposal, &json!("apa saja")] {
            assert_eq!(viewer.get(person, json!({ "id": none })).await["person"], Value::Null, "{none}");
        }
    }
    assert_eq!(kind(&neighbour, &json!("apa saja")).await, Value::Null);
    let many = async |count: usize| {
        let ids = json!({ "ids": vec![&proposal; count] });
        neighbour.ask("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids).await
    };
    assert_eq!(many(100).await["data"]["nodes"].as_array().unwrap().len(), 100);
    assert_eq!(many(101).await["errors"][0]["extensions"]["fields"], json!(["ids"]));
}

async fn areas_are_counted_all_at_once(server: Server) {
    let resident = server.person("siti", None).await;
    for village in ["33.02.17.2019", "33.02.17.2019", "33.02.17.2018"] {
        resident.propose(json!({ "villageCode": village })).await;
    }
    let before = server.app.db.queries().count();
    let query = "{ areas(first: 100, filter: {parent: \"33.02.17\"}) { nodes { code proposalCount statusCounts { status count } parent { proposalCount } } }
        area(code: \"33.02\") { proposalCount children { code proposalCount } } }";
    let answer = server.anonymous().get(query, json!({})).await;
    let queries = server.app.db.queries().count() - before;
    let nodes = answer["areas"]["nodes"].as_array().unwrap();
    let of = |code: &str| nodes.iter().find(|node| node["code"] == code).unwrap();
    assert_eq!(of("33.02.17.2019")["statusCounts"], json!([{ "status": "SUBMITTED", "count": 2 }]));
    assert_eq!((&of("33.02.17.2018")["proposalCount"], &of("33.02.17.2017")["proposalCount"]), (&json!(1), &json!(0)));
    assert_eq!((&nodes[0]["parent"]["proposalCount"], &answer["area"]["proposalCount"]), (&json!(3), &json!(3)));
    assert!(queries <= 5, "{queries} queries");
}

async fn a_merged_proposal_is_linked_both_ways(server: Server) {
    let resident = server.person("siti", None).await;
    let village = server.person("desa", Some((Role::VillageOperator, Some("33.02.17.2019"), None))).await;
    let (kept, merged) = (resident.propose(json!({})).await, resident.propose(json!({})).await);
    let version = json!({ "id": merged["id"], "version": merged["version"] });
    let merged = village.mutate("beginReview", "ProposalVersionInput", version).await["proposal"].clone();
    let input = json!({ "id": merged["id"], "version": merged["version"], "into": kept["id"], "reasonText": "Jalan yang sama." });
    let answer = village.mutate("mergeProposals", "MergeProposalsInput", input).await;
    assert_eq!(answer["errors"], json!([]), "{answer}");
    let before = server.app.db.queries().count();
    let list = server
        .anonymous()
        .get("{ proposals(first: 10, orderBy: OLDEST) { nodes { mergedInto { id } mergedFrom { id } } } }", json!({}))
        .await;
    assert!(server.app.db.queries().count() - before <= 3);
    assert_eq!(list["proposals"]["nodes"][0], json!({ "mergedInto": null, "mergedFrom": [{ "id": merged["id"] }] }));
    assert_eq!(list["proposals"]["nodes"][1], json!({ "mergedInto": { "id": kept["id"] }, "mergedFrom": [] }));
}

const INSIDE: &str = "title viewerHasSupported supportCount decisions { office } photos { id } proposer { displayName offices }
    comments(first: $n) { nodes { body author { displayName } } pageInfo { hasNextPage endCursor } totalCount }
    history(first: $n) { edges { node { kind actor { displayName } } } pageInfo { hasNextPage endCursor } totalCount }";

async fn what_lies_in_the_items_of_a_list_is_read_for_all_of_them_at_once(server: Server) {
    let (siti, budi) = (server.person("siti", None).await, server.person("budi", None).await);
    let village = server.person("desa", Some((Role::VillageOperator, Some("33.02.17.2019"), None))).await;
    let mut made = Vec::new();
    for _ in 0..50 {
        made.push(siti.propose(json!({})).await);
    }
    let say = "mutation($p: ID!, $b: String!) { addComment(input: {proposalId: $p, body: $b}) { errors { code } } }";
    for (index, body) in [(0, "satu"), (0, "dua"), (0, "tiga"), (1, "satu"), (49, "satu"), (49, "dua")] {
        for person in [&siti, &budi] {
            let answer = person.get(say, json!({ "p": made[index]["id"], "b": body })).await;
            assert_eq!(answer["addComment"]["errors"], json!([]), "{answer}");
        }
    }
    let version = json!({ "id": made[49]["id"], "version": made[49]["version"] });
    let begun = village.mutate("beginReview", "ProposalVersionInput", version).await["proposal"].clone();
    let input = json!({ "id": begun["id"], "version": begun["version"], "into": made[0]["id"], "reasonText": "Sama." });
    assert_eq!(village.mutate("mergeProposals", "MergeProposalsInput", input).await["errors"], json!([]));

    let counted = async |query: &str, variables: Value| {
        let before = server.app.db.queries().count();
        let answer = server.anonymous().get(query, variables).await;
        (answer, server.app.db.queries().count() - before)
    };
    let list = format!(
        "query($n: Int) {{ proposals(first: 50, orderBy: OLDEST) {{ nodes {{ {INSIDE} mergedFrom {{ {INSIDE} }} }} totalCount }} }}"
    );
    let (found, queries) = counted(&list, json!({ "n": 2 })).await;
    // The list and its count; of the items and again of what was merged into them: decisions, photos, comments, events, both
    // counted, persons and their offices; and the merged ones.
    assert!(queries <= 2 + 2 * 8 + 1, "{queries} queries");
    let near = format!(
        "query($n: Int) {{ proposalsNear(location: {{longitude: 109.14727, latitude: -7.32942}}, radiusMeters: 100) {{ proposal {{ {INSIDE} }} }} }}"
    );
    assert!(counted(&near, json!({ "n": 2 })).await.1 <= 9);

    // All at once gives what one at a time gives, and the next page follows.
    let one = format!("query($n: Int, $id: ID!) {{ proposal(id: $id) {{ {INSIDE} mergedFrom {{ {INSIDE} }} }} }}");
    for index in [0, 1, 2] {
        let alone = server.anonymous().get(&one, json!({ "n": 2, "id": made[index]["id"] })).await["proposal"].clone();
        assert_eq!(found["proposals"]["nodes"][index], alone);
    }
    let first = &found["proposals"]["nodes"][0];
    let bodies = |page: &Value| page["nodes"].as_array().unwrap().iter().map(|node| node["body"].clone()).collect::<Vec<_>>();
    assert_eq!((bodies(&first["comments"]), &first["comments"]["totalCount"]), (vec![json!("satu"), json!("satu")], &json!(6)));
    assert_eq!(first["comments"]["nodes"][1]["author"]["displayName"], "budi");
    assert_eq!((&first["history"]["totalCount"], &first["history"]["pageInfo"]["hasNextPage"]), (&json!(8), &json!(true)));
    assert_eq!(bodies(&first["mergedFrom"][0]["comments"]), ["satu", "satu"]);
    let next = "query($id: ID!, $c: String, $h: String) { proposal(id: $id) {
        comments(first: 2, after: $c) { nodes { body } } history(first: 1, after: $h) { nodes { kind } } } }";
    let end = |list: &str| first[list]["pageInfo"]["endCursor"].clone();
    let variables = json!({ "id": made[0]["id"], "c": end("comments"), "h": end("history") });
    let next = server.anonymous().get(next, variables).await["proposal"].clone();
    assert_eq!(
        (bodies(&next["comments"]), &next["history"]["nodes"][0]["kind"]),
        (vec![json!("dua"), json!("dua")], &json!("comment.added"))
    );
    // Two sizes in one document, and a page that is no beginning.
    let both = "{ proposals(first: 50, orderBy: OLDEST) { nodes { a: comments(first: 1) { nodes { body } } b: comments(first: 6) { nodes { body } } } } }";
    let (found, queries) = counted(both, json!({})).await;
    let node = &found["proposals"]["nodes"][0];
    assert_eq!((bodies(&node["a"]).len(), bodies(&node["b"]).len(), queries), (1, 6, 3));

    // What one mutation of a document reads, the next must not find unchanged.
    let twice = "mutation($p: ID!) { a: supportProposal(input: {id: $p}) { proposal { comments(first: 9) { totalCount } } }
        addComment(input: {proposalId: $p, body: \"tiga\"}) { errors { code } }
        b: withdrawSupport(input: {id: $p}) { proposal { comments(first: 9) { totalCount nodes { body } } history(first: 9) { totalCount } } } }";
    let answer = budi.get(twice, json!({ "p": made[1]["id"] })).await;
    assert_eq!(
        (&answer["a"]["proposal"]["comments"]["totalCount"], &answer["b"]["proposal"]["comments"]["totalCount"]),
        (&json!(2), &json!(3))
    );
    assert_eq!(bodies(&answer["b"]["proposal"]["comments"]).len(), 3);
}
