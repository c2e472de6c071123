//! The change feed is enough to keep a copy of the public record: after whatever people did, a system that only reads
//! `journal` and the things it names holds the same as the original. On SQLite and PostgreSQL.

#[macro_use]
mod harness;

use backend::live::tell_of_edits;
use harness::socket::Socket;
use harness::{Person, Server, fields};
use serde_json::{Value, json};
use shared::access::Role;
use shared::operations::plan_comment::*;
use shared::operations::plan_step::*;
use shared::plan::edit::{Edit, TextOf};
use std::collections::BTreeMap;

on_both_databases! {
    a_copy_that_follows_the_journal_equals_the_original,
    each_event_comes_once_however_the_feed_is_cut,
    a_feed_is_narrowed,
    what_people_write_is_told_once_it_is_there_to_read,
}

const PUBLIC: &str = "
fragment Public on Node {
  __typename
  id
  ... on Proposal {
    version status statusSince proposalNumber title problem objective address rt rw hamlet village { code } kind sector
    quantity unit unitPrice estimatedCost acceptedQuantity acceptedCost fundingSources beneficiaries urgency damageLevel
    fiscalYear geometry proposer { id } proposerType initialAgency { code } finalAgency { code } supportCount commentCount
    mergedInto { id } mergedFrom { id } decisions { id level { code } decision reasonCode reasonText decidedAt }
    photos { id } documents { id } submittedAt updatedAt
  }
  ... on Comment { proposal { id } body author { id } office parent depth createdAt hidden hiddenReason hiddenBy }
  ... on Plan {
    stage title summary area { code } sector fiscalYear budgetTotal sections { heading body } commentCount
    participants { person { id } role side signedAt }
  }
  ... on PlanComment { plan { id } anchorKind anchorId body author { id } parent depth hidden hiddenReason resolvedAt }
  ... on PlanVersion { plan { id } seq name stage restoredFrom at person { id } office }
}";

/// Another system: what it has read, and how far.
#[derive(Default)]
struct Mirror {
    things: BTreeMap<String, Value>,
    after: Option<String>,
    events: Vec<i64>,
}

impl Mirror {
    /// Reads on until there is nothing more, so many events at a time.
    async fn catch_up(&mut self, reader: &Person, first: i32) {
        let query = format!(
            "query($first: Int!, $after: String) {{
              journal(first: $first, after: $after) {{
                nodes {{ seq touched {{ id node {{ ...Public }} }} }}
                pageInfo {{ hasNextPage endCursor }}
              }}
            }} {PUBLIC}"
        );
        loop {
            let page = reader.get(&query, json!({ "first": first, "after": self.after })).await["journal"].clone();
            for event in page["nodes"].as_array().unwrap() {
                self.events.push(event["seq"].as_i64().unwrap());
                for touched in event["touched"].as_array().unwrap() {
                    let id = touched["id"].as_str().unwrap().to_owned();
                    if touched["node"].is_null() {
                        self.things.remove(&id);
                    } else {
                        self.things.insert(id, touched["node"].clone());
                    }
                }
            }
            if let Some(cursor) = page["pageInfo"]["endCursor"].as_str() {
                self.after = Some(cursor.to_owned());
            }
            if page["pageInfo"]["hasNextPage"] == false {
                return;
            }
        }
    }
}

/// The public record as its lists give it.
async fn original(reader: &Person) -> BTreeMap<String, Value> {
    let mut found = BTreeMap::new();
    for list in ["proposals", "comments", "plans", "planComments", "planVersions"] {
        let mut after = Value::Null;
        loop {
            let query = format!(
                "query($after: String) {{
                  {list}(first: 100, after: $after) {{ nodes {{ ...Public }} pageInfo {{ hasNextPage endCursor }} }}
                }} {PUBLIC}"
            );
            let page = reader.get(&query, json!({ "after": after })).await[list].clone();
            for node in page["nodes"].as_array().unwrap() {
                found.insert(node["id"].as_str().unwrap().to_owned(), node.clone());
            }
            after = page["pageInfo"]["endCursor"].clone();
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
        }
    }
    found
}

/// Areas and accounts are named by events too, but are no part of the record that is compared here.
fn of_the_record(things: &BTreeMap<String, Value>) -> BTreeMap<&String, &Value> {
    things.iter().filter(|(_, thing)| thing["__typename"] != "Area").collect()
}

/// Enough for choosing what happens next, the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn pick<'a, T>(&mut self, among: &'a [T]) -> Option<&'a T> {
        (!among.is_empty()).then(|| &among[self.roll(among.len())])
    }
}

struct World {
    people: Vec<Person>,
    desa: Person,
    camat: Person,
    proposals: Vec<Value>,
    comments: Vec<Value>,
    plans: Vec<Value>,
    plan_comments: Vec<Value>,
    dice: Dice,
}

impl World {
    async fn of(server: &Server, seed: u64) -> Self {
        Self {
            people: vec![server.person("siti", None).await, server.person("budi", None).await, server.person("tono", None).await],
            desa: server.person("desa", Some((Role::VillageOperator, Some("33.02.17.2019"), None))).await,
            camat: server.person("camat", Some((Role::DistrictOfficer, Some("33.02.17"), None))).await,
            proposals: Vec::new(),
            comments: Vec::new(),
            plans: Vec::new(),
            plan_comments: Vec::new(),
            dice: Dice(seed),
        }
    }

    /// Somebody does something; what the rules refuse does not happen.
    async fn act(&mut self) {
        let at = self.dice.roll(self.people.len());
        let person = &self.people[at];
        match self.dice.roll(12) {
            0 | 1 => {
                let submit = self.dice.roll(4) > 0;
                let answer =
                    person.mutate("createProposal", "CreateProposalInput", json!({ "fields": fields(), "submit": submit })).await;
                self.proposals.push(answer["proposal"]["id"].clone());
            }
            2 | 3 => {
                let Some(proposal) = self.dice.pick(&self.proposals) else { return };
                let change = if self.dice.roll(3) > 0 { "supportProposal" } else { "withdrawSupport" };
                person.mutate(change, "ProposalIdInput", json!({ "id": proposal })).await;
            }
            4 | 5 => {
                let Some(proposal) = self.dice.pick(&self.proposals) else { return };
                let input = json!({ "proposalId": proposal, "body": "Setuju, jalannya licin." });
                let answer = person.send::<shared::operations::comment::AddComment>(input).await;
                self.comments.extend(answer.get("object").map(|comment| comment["id"].clone()));
            }
            6 => {
                let Some(comment) = self.dice.pick(&self.comments) else { return };
                let input = json!({ "commentId": comment, "reason": "Menyebut nama orang." });
                self.desa.send::<shared::operations::comment::HideComment>(input).await;
            }
            7 | 8 => {
                let Some(proposal) = self.dice.pick(&self.proposals).cloned() else { return };
                self.review(&proposal).await;
            }
            9 => {
                let input = json!({ "area": "33.02.17.2019", "title": "Jalan usaha tani", "template": "BLANK" });
                let plan = self.desa.make::<CreatePlan>(input).await;
                if self.dice.roll(3) > 0 {
                    self.desa.make::<MovePlan>(json!({ "id": plan["id"], "to": "OPEN" })).await;
                }
                self.plans.push(plan["id"].clone());
            }
            10 => {
                let Some(plan) = self.dice.pick(&self.plans) else { return };
                let input = json!({ "planId": plan, "anchorKind": "PLAN", "body": "Kapan mulai?" });
                let answer = person.send::<AddPlanComment>(input).await;
                self.plan_comments.extend(answer.get("object").map(|comment| comment["id"].clone()));
            }
            _ => {
                let Some(comment) = self.dice.pick(&self.plan_comments) else { return };
                if self.dice.roll(2) == 0 {
                    self.camat.send::<HidePlanComment>(json!({ "commentId": comment, "reason": "Kasar." })).await;
                } else {
                    self.desa.send::<ResolvePlanComment>(json!({ "commentId": comment, "resolved": true })).await;
                }
            }
        }
    }

    /// The village takes a step that is open to it.
    async fn review(&mut self, proposal: &Value) {
        let query = "query($id: ID!) { proposal(id: $id) { version availableActions { action decision to } } }";
        let read = self.desa.get(query, json!({ "id": proposal })).await["proposal"].clone();
        if read.is_null() {
            return;
        }
        let input = json!({ "id": proposal, "version": read["version"] });
        let can = |action: &str| read["availableActions"].as_array().unwrap().iter().any(|one| one["action"] == action);
        if can("BEGIN_REVIEW") {
            self.desa.mutate("beginReview", "ProposalVersionInput", input).await;
        } else if can("DECIDE") {
            let mut input = input;
            let rejects = self.dice.roll(2) == 0;
            let decision = json!({
                "decision": if rejects { "REJECTED" } else { "FORWARDED" },
                "reasonCode": "NOT_PRIORITY",
                "reasonText": "Tahun depan.",
                "minutesNumber": "BA-1",
            });
            input.as_object_mut().unwrap().extend(decision.as_object().unwrap().clone());
            self.desa.mutate("decideProposal", "DecideProposalInput", input).await;
        }
    }
}

async fn a_copy_that_follows_the_journal_equals_the_original(server: Server) {
    let reader = server.anonymous();
    let mut world = World::of(&server, 20_261_124).await;
    let mut mirror = Mirror::default();
    for round in 0..160 {
        world.act().await;
        if round % 40 == 20 {
            mirror.catch_up(&reader, 7).await;
        }
    }
    tell_of_edits(&server.app).await.unwrap();
    mirror.catch_up(&reader, 40).await;
    let original = original(&reader).await;
    assert!(original.len() > 40, "only {} things", original.len());
    for kind in ["Proposal", "Comment", "Plan", "PlanComment", "PlanVersion"] {
        assert!(original.values().any(|thing| thing["__typename"] == kind), "no {kind}");
    }
    assert!(original.values().any(|thing| thing["hidden"] == true), "nothing was hidden");
    let copy = of_the_record(&mirror.things);
    let differing: Vec<_> = original.keys().filter(|id| copy.get(id).copied() != original.get(*id)).collect();
    assert!(differing.is_empty(), "{:?} of the copy, {:?} of the original", copy.get(differing[0]), original[differing[0]]);
    let extra: Vec<_> =
        copy.iter().filter(|(id, thing)| !original.contains_key(**id) && thing["__typename"] != "Account").collect();
    assert!(extra.is_empty(), "{extra:?}");
    let mut sorted = mirror.events.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(sorted, mirror.events, "each event once and in order");
}

async fn each_event_comes_once_however_the_feed_is_cut(server: Server) {
    let mut world = World::of(&server, 3).await;
    for _ in 0..40 {
        world.act().await;
    }
    let reader = server.anonymous();
    let mut whole = Mirror::default();
    whole.catch_up(&reader, 40).await;
    for size in [1, 3, 10] {
        let mut cut = Mirror::default();
        cut.catch_up(&reader, size).await;
        assert_eq!(cut.events, whole.events);
        cut.catch_up(&reader, size).await;
        assert_eq!(cut.events, whole.events, "nothing comes twice");
    }
    let refused = reader.ask("{ journal(first: 1, after: \"kemarin\") { nodes { seq } } }", json!({})).await;
    assert_eq!(refused["errors"][0]["extensions"]["errors"][0]["code"], "INVALID_CURSOR");
}

async fn a_feed_is_narrowed(server: Server) {
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

async fn what_people_write_is_told_once_it_is_there_to_read(server: Server) {
    let desa = server.person("desa", Some((Role::VillageOperator, Some("33.02.17.2019"), None))).await;
    let input = json!({ "area": "33.02.17.2019", "title": "Jalan", "template": "BLANK" });
    let plan = desa.make::<CreatePlan>(input).await;
    let told = async || {
        let query =
            "query($id: ID!) { journal(filter: {subjects: [$id], kinds: [\"plan.edited\"]}, first: 10) { nodes { details } } }";
        desa.get(query, json!({ "id": plan["id"] })).await["journal"]["nodes"].as_array().unwrap().len()
    };
    tell_of_edits(&server.app).await.unwrap();
    assert_eq!(told().await, 0, "a draft is nobody else's business");
    desa.make::<MovePlan>(json!({ "id": plan["id"], "to": "OPEN" })).await;
    tell_of_edits(&server.app).await.unwrap();
    let before = told().await;
    let words = Edit::Splice { text: TextOf::Title, at: 5, delete: 0, insert: " usaha tani".into() };
    desa.write(&server, &plan["id"], vec![words]).await;
    let title = "query($id: ID!) { plan(id: $id) { title } }";
    for _ in 0..200 {
        if desa.get(title, json!({ "id": plan["id"] })).await["plan"]["title"] == "Jalan usaha tani" {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    tell_of_edits(&server.app).await.unwrap();
    assert_eq!(told().await, before + 1);
    tell_of_edits(&server.app).await.unwrap();
    assert_eq!(told().await, before + 1, "once");
    let history =
        desa.get("query($id: ID!) { plan(id: $id) { history(first: 20) { nodes { kind } } } }", json!({ "id": plan["id"] })).await;
    let kinds = history["plan"]["history"]["nodes"].as_array().unwrap();
    assert!(kinds.iter().all(|entry| entry["kind"] != "plan.edited"), "the plan's own history tells it better");
}
