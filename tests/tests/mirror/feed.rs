//! Reading the feed: from any place, in pieces of any size, narrowed.

use crate::harness::socket::Socket;
use crate::harness::{Person, Server, fields};
use crate::world::{NEXT_VILLAGE, VILLAGE, World, take};
use serde_json::{Value, json};
use shared::access::Role;

/// The numbers of all events after a cursor, read so many at a time.
async fn numbers(reader: &Person, first: i32, mut after: Value) -> Vec<i64> {
    let query = "query($first: Int!, $after: String) {
      journal(first: $first, after: $after) { nodes { seq } pageInfo { hasNextPage endCursor } } }";
    let mut seen = Vec::new();
    loop {
        let page = reader.get(query, json!({ "first": first, "after": after })).await["journal"].clone();
        seen.extend(page["nodes"].as_array().unwrap().iter().map(|event| event["seq"].as_i64().unwrap()));
        if page["pageInfo"]["hasNextPage"] == false {
            return seen;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

pub async fn each_event_comes_once_however_the_feed_is_cut(server: Server) {
    let mut world = World::of(&server, 3).await;
    for _ in 0..40 {
        world.act().await;
    }
    world.rest().await;
    let reader = server.anonymous();
    let whole = numbers(&reader, 40, Value::Null).await;
    for size in [1, 3, 10] {
        assert_eq!(numbers(&reader, size, Value::Null).await, whole);
    }
    let last = whole.last().unwrap().to_string();
    assert_eq!(numbers(&reader, 10, json!(last)).await, [0; 0], "nothing comes twice");
}

/// The code of the mistake, and the field that it is in.
fn mistake(errors: &Value) -> (Value, Value) {
    let error = &errors[0]["extensions"]["errors"][0];
    (error["code"].clone(), error["field"].clone())
}

/// As after a backup was restored: the reader knows more than there is.
pub async fn a_cursor_of_what_has_not_happened_is_refused(server: Server) {
    let siti = server.person("siti", None).await;
    let proposal = siti.propose(json!({})).await;
    // The last event of all may be nobody's to read, and is a place to go on from nevertheless.
    let latest = backend::journal::latest_seq(&server.app.db).await.unwrap();
    let list = "query($after: String) { journal(first: 1, after: $after) { nodes { seq } } }";
    let history = "query($after: String, $id: ID!) { proposal(id: $id) { history(first: 1, after: $after) { nodes { seq } } } }";
    let follow = "subscription($after: String) { journal(after: $after) { seq } }";
    let refused = (json!("INVALID_CURSOR"), json!("after"));
    for after in ["kemarin".to_owned(), "-1".to_owned(), (latest + 1).to_string(), i64::MAX.to_string()] {
        for query in [list, history] {
            let answer = siti.ask(query, json!({ "after": after, "id": proposal["id"] })).await;
            assert_eq!(mistake(&answer["errors"]), refused, "{after}: {answer}");
        }
        let mut socket = Socket::ready(&siti).await;
        socket.subscribe("a", follow, json!({ "after": after })).await;
        let answer = socket.hear().await;
        assert_eq!(mistake(&answer["payload"]["errors"]), refused, "{after}: {answer}");
    }
    for after in ["0".to_owned(), latest.to_string()] {
        for query in [list, history] {
            siti.get(query, json!({ "after": after, "id": proposal["id"] })).await;
        }
    }
    let mut socket = Socket::ready(&siti).await;
    socket.subscribe("a", follow, json!({ "after": latest.to_string() })).await;
    siti.propose(json!({})).await;
    assert!(socket.next().await["journal"]["seq"].as_i64().unwrap() > latest);
}

/// Whoever keeps a copy of one area hears that something is no longer there.
pub async fn what_leaves_an_area_is_told_there(server: Server) {
    let (siti, reader) = (server.person("siti", None).await, server.anonymous());
    let desa = server.person("desa", Some((Role::VillageOperator, Some(VILLAGE), None))).await;
    let query = "query($area: String!) { journal(first: 100, filter: { areas: [$area] }) {
      nodes { kind details area { code } touched { id node { ... on Proposal { village { code } } } } } } }";
    let feed = async |area: &str| {
        let feed = reader.get(query, json!({ "area": area })).await["journal"]["nodes"].as_array().unwrap().clone();
        feed.into_iter().filter(|event| event["kind"] != "role.granted").collect::<Vec<_>>()
    };
    let proposal = take(&desa, "beginReview", &siti.propose(json!({})).await, json!({})).await["proposal"].clone();
    let told = json!({ "reasonCode": "INCOMPLETE", "reasonText": "Di desa sebelah." });
    let returned = take(&desa, "returnProposal", &proposal, told).await["proposal"].clone();
    let mut form = fields();
    form["title"] = json!("Masih di sini");
    let edited = take(&siti, "updateProposal", &returned, json!({ "fields": form })).await["proposal"].clone();
    assert_eq!(feed(VILLAGE).await.last().unwrap()["kind"], "proposal.edited");
    form["villageCode"] = json!(NEXT_VILLAGE);
    take(&siti, "updateProposal", &edited, json!({ "fields": form })).await;
    let last = feed(VILLAGE).await.last().unwrap().clone();
    let touched = json!([{ "id": proposal["id"], "node": { "village": { "code": NEXT_VILLAGE } } }]);
    assert_eq!((&last["kind"], &last["details"]["village"]), (&json!("proposal.moved"), &json!(NEXT_VILLAGE)), "{last}");
    assert_eq!((&last["area"]["code"], &last["touched"]), (&json!(VILLAGE), &touched));
    let there = feed(NEXT_VILLAGE).await;
    assert_eq!((there.len(), &there[0]["kind"]), (1, &json!("proposal.edited")));
    let kinds: Vec<_> = feed("33.02.17").await.iter().map(|event| event["kind"].as_str().unwrap().to_owned()).collect();
    assert_eq!(kinds[kinds.len() - 2..], ["proposal.moved", "proposal.edited"], "{kinds:?}");
}

pub async fn a_feed_is_narrowed(server: Server) {
    let siti = server.person("siti", None).await;
    let proposal = siti.propose(json!({})).await;
    let query = "query($filter: JournalFilter) { journal(filter: $filter, first: 100) { totalCount nodes { kind subject area { code } } } }";
    let feed = async |filter: Value| {
        let feed = siti.get(query, json!({ "filter": filter })).await["journal"].clone();
        assert_eq!(feed["totalCount"], feed["nodes"].as_array().unwrap().len());
        feed["nodes"].as_array().unwrap().iter().map(|entry| entry["kind"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        feed(json!({ "kinds": ["proposal.submitted", "area.region_loaded"] })).await,
        ["area.region_loaded", "proposal.submitted"]
    );
    assert_eq!(feed(json!({ "subjects": [proposal["id"]] })).await, ["proposal.submitted"]);
    assert_eq!(feed(json!({ "areas": ["33.02.17"] })).await, ["proposal.submitted"]);
    assert_eq!(feed(json!({ "areas": ["33.02.01"] })).await, [""; 0]);
    assert_eq!(feed(json!({ "from": "2100-01-01T00:00:00Z" })).await, [""; 0]);
    // What is followed is narrowed the same way, down to the last word of the filter.
    let follow = "subscription($filter: JournalFilter) { journal(filter: $filter, after: \"0\") { kind subject } }";
    for filter in [
        json!({ "kinds": ["proposal.submitted"] }),
        json!({ "subjects": [proposal["id"]] }),
        json!({ "areas": ["33.02.17"] }),
        json!({ "areas": ["33.02.17"], "from": "2000-01-01T00:00:00Z", "to": "2100-01-01T00:00:00Z" }),
    ] {
        let mut socket = Socket::ready(&siti).await;
        socket.subscribe("a", follow, json!({ "filter": filter })).await;
        let first = socket.next().await["journal"].clone();
        assert_eq!(first, json!({ "kind": "proposal.submitted", "subject": proposal["id"] }), "{filter}");
    }
    let unknown = siti.ask(query, json!({ "filter": { "kinds": ["proposal.eaten"] } })).await;
    assert_eq!(unknown["errors"][0]["extensions"]["errors"][0]["field"], "filter.kinds");
}
