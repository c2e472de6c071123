//! Reading the feed: from any place, in pieces of any size, narrowed.

use crate::harness::socket::Socket;
use crate::harness::{Person, Server, fields};
use crate::world::{NEXT_VILLAGE, VILLAGE, World, take};
use backend::app::App;
use backend::journal::{EventKind, entries_after};
use backend::platform::clock::ManualClock;
use chrono::Duration;
use serde_json::{Value, json};
use shared::access::Role;
use shared::operations::plan_step::CreatePlan;
use std::collections::BTreeSet;
use std::sync::Arc;

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

/// What is read and what is followed, of the things that were handed in: of spans that meet each has its own, and the instant
/// between them belongs to the later one.
pub async fn a_feed_is_cut_at_an_instant(server: Server) {
    let siti = server.person("siti", None).await;
    let later = siti.propose(json!({})).await["id"].clone();
    // A server whose clock is behind: what it records comes after, and happened before.
    let yesterday = Arc::new(ManualClock::new(server.app.clock.now() - Duration::days(1)));
    let behind = server.with(|app| App { clock: yesterday, ..app.clone() }).await;
    let earlier = siti.at(&behind).propose(json!({})).await["id"].clone();
    let list = "query($filter: JournalFilter) { journal(filter: $filter, first: 10) { totalCount nodes { subject at } } }";
    let read = async |from: &Value, to: &Value| {
        let filter = json!({ "kinds": ["proposal.submitted"], "from": from, "to": to });
        let feed = siti.get(list, json!({ "filter": filter })).await["journal"].clone();
        let nodes = feed["nodes"].as_array().unwrap().clone();
        assert_eq!(feed["totalCount"], nodes.len());
        nodes
    };
    let subjects = |nodes: &[Value]| nodes.iter().map(|event| event["subject"].clone()).collect::<Vec<_>>();
    let all = read(&Value::Null, &Value::Null).await;
    assert_eq!(subjects(&all), [later.clone(), earlier.clone()]);
    let (now, then, none) = (all[0]["at"].clone(), all[1]["at"].clone(), Value::Null);
    let follow = "subscription($filter: JournalFilter) { journal(filter: $filter, after: \"0\") { subject } }";
    for (from, to, expected) in [(&none, &now, &earlier), (&then, &now, &earlier), (&now, &none, &later)] {
        assert_eq!(subjects(&read(from, to).await), std::slice::from_ref(expected), "{from} to {to}");
        let mut socket = Socket::ready(&siti).await;
        let filter = json!({ "kinds": ["proposal.submitted"], "from": from, "to": to });
        socket.subscribe("a", follow, json!({ "filter": filter })).await;
        assert_eq!(socket.next().await["journal"]["subject"], *expected, "{from} to {to}");
    }
    assert!(read(&none, &then).await.is_empty());
}

pub async fn who_names_what_is_not_public_reads_none_of_it(server: Server) {
    let (siti, anyone) = (server.person("siti", None).await, server.anonymous());
    let desa = server.person("desa", Some((Role::VillageOperator, Some(VILLAGE), None))).await;
    let admin = server.person("admin", Some((Role::Admin, Some("33.02"), None))).await;
    siti.token(&["WRITE_PROPOSALS"]).await;
    siti.mutate("createProposal", "CreateProposalInput", json!({ "fields": fields() })).await;
    desa.make::<CreatePlan>(json!({ "area": VILLAGE, "title": "Jalan", "template": "BLANK" })).await;
    let proposal = siti.propose(json!({})).await;
    let recorded: BTreeSet<&str> =
        entries_after(&server.app.db, 0, 1_000, false).await.unwrap().iter().map(|entry| entry.kind.as_str()).collect();
    for kind in ["account.created", "token.created", "proposal.drafted", "plan.created"] {
        assert!(recorded.contains(kind), "{kind} is not among {recorded:?}");
    }
    let private: Vec<&str> = EventKind::ALL.iter().filter(|kind| !kind.is_public()).map(|kind| kind.as_str()).collect();
    let with_one_that_is = [private.clone(), vec!["proposal.submitted"]].concat();
    let list = "query($kinds: [String!]) { journal(filter: { kinds: $kinds }, first: 100) { totalCount nodes { kind subject } } }";
    let follow = "subscription($kinds: [String!]) { journal(filter: { kinds: $kinds }, after: \"0\") { kind subject } }";
    let submitted = json!({ "kind": "proposal.submitted", "subject": proposal["id"] });
    for person in [&anyone, &siti, &desa, &admin] {
        for (kinds, expected) in [(&private, json!([])), (&with_one_that_is, json!([submitted]))] {
            let feed = person.get(list, json!({ "kinds": kinds })).await["journal"].clone();
            let count = expected.as_array().unwrap().len();
            assert_eq!((&feed["totalCount"], &feed["nodes"]), (&json!(count), &expected), "{kinds:?}");
        }
        // All the others came before it, and would be told first.
        let mut socket = Socket::ready(person).await;
        socket.subscribe("a", follow, json!({ "kinds": with_one_that_is })).await;
        assert_eq!(socket.next().await["journal"], submitted);
    }
}

#[test]
fn every_kind_that_a_copy_may_meet_is_documented() {
    let documented = include_str!("../../../docs/api.md");
    for kind in EventKind::ALL.iter().filter(|kind| kind.is_public()).map(|kind| kind.as_str()) {
        let (noun, what) = kind.split_once('.').unwrap();
        let parts = [format!("`{noun}.`"), format!("`{what}`")];
        let named = documented.contains(&format!("`{kind}`")) || parts.iter().all(|part| documented.contains(part));
        assert!(named, "docs/api.md does not name {kind}");
    }
}
