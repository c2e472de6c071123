//! Taking part, counted once more from what everybody can read, act by act.

use crate::harness::{Person, Server};
use crate::plans::varied;
use crate::{all_of, filled, says};
use chrono::{DateTime, Duration, Utc};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use shared::operations::plan_comment::AddPlanComment;
use shared::stats::ParticipationDimension as Dimension;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

on_both_databases! {
    every_group_is_what_people_did,
    acts_are_told_per_thousand_residents,
    what_is_wrong_in_either_filter_is_told_where_it_stands,
}

const STATS: &str = "query($filter: ProposalFilter, $plans: PlanFilter, $groupBy: [ParticipationDimension!]) {
  participationStats(filter: $filter, plans: $plans, groupBy: $groupBy) { groups { ...all } total { ...all } }
}
fragment all on ParticipationGroup {
  keys { value }
  proposals supports comments planComments planSuggestions people acts { sum mean median }
  residents peoplePerThousand proposalsPerThousand supportsPerThousand commentsPerThousand
}";
const PROPOSALS: &str = "query($filter: ProposalFilter, $after: String) {
  proposals(filter: $filter, first: 100, after: $after) {
    totalCount
    nodes { id village { code } sector status fiscalYear proposer { id } submittedAt supportCount }
    pageInfo { hasNextPage endCursor }
  }
}";
const COMMENTS: &str = "query($filter: CommentFilter, $after: String) {
  comments(filter: $filter, first: 100, after: $after) {
    totalCount
    nodes { author { id } createdAt proposal { id } }
    pageInfo { hasNextPage endCursor }
  }
}";
const PLANS: &str = "query($filter: PlanFilter, $after: String) {
  plans(filter: $filter, first: 100, after: $after) {
    totalCount
    nodes { id area { code } sector fiscalYear }
    pageInfo { hasNextPage endCursor }
  }
}";
const TALK: &str = "query($id: ID!) { plan(id: $id) {
  comments(first: 100) { totalCount nodes { author { id } createdAt } }
  suggestions(first: 100) { totalCount nodes { author { id } createdAt } }
} }";

/// What somebody did: of which kind, in whose name, when, and about what.
struct Act {
    kind: &'static str,
    who: Option<Value>,
    at: DateTime<Utc>,
    about: Value,
}

impl Act {
    fn of(kind: &'static str, told: &Value, who: &str, at: &str, about: &Value) -> Self {
        let at = told[at].as_str().unwrap().parse().unwrap();
        Self { kind, who: Some(told[who]["id"].clone()), at, about: about.clone() }
    }

    fn key(&self, dimension: Dimension) -> Option<String> {
        let code = self.about["village"]["code"].as_str().or(self.about["area"]["code"].as_str()).unwrap();
        // Of western Indonesia.
        let local = |format: &str| Some((self.at + Duration::hours(7)).format(format).to_string());
        match dimension {
            Dimension::Regency => Some(code[..5].to_owned()),
            Dimension::District => code.get(..8).map(str::to_owned),
            Dimension::Village => (code.len() > 8).then(|| code.to_owned()),
            Dimension::Sector => self.about["sector"].as_str().map(str::to_owned),
            Dimension::Status => self.about["status"].as_str().map(str::to_owned),
            Dimension::FiscalYear => self.about["fiscalYear"].as_i64().map(|year| year.to_string()),
            Dimension::Year => local("%Y"),
            Dimension::Month => local("%Y-%m"),
        }
    }
}

/// When each proposal was supported: the one thing that only the database says.
async fn supports(server: &Server) -> Vec<(String, DateTime<Utc>)> {
    let reader = server.app.db.reader();
    let all = Statement::from_string(reader.get_database_backend(), "SELECT proposal_id, supported_at FROM supports");
    let rows = reader.query_all_raw(all).await.unwrap();
    let read = |row: &sea_orm::QueryResult| {
        let id: Uuid = row.try_get("", "proposal_id").unwrap();
        let at: i64 = row.try_get("", "supported_at").unwrap();
        (format!("prp_{}", id.simple()), DateTime::from_timestamp_millis(at).unwrap())
    };
    rows.iter().map(read).collect()
}

async fn everything_done(server: &Server, filter: &Value, plans: Option<&Value>) -> Vec<Act> {
    let anyone = server.anonymous();
    let proposals = all_of(&anyone, PROPOSALS, "proposals", filter).await;
    let by_id: BTreeMap<&str, &Value> = proposals.iter().map(|each| (each["id"].as_str().unwrap(), each)).collect();
    let mut done: Vec<Act> = proposals.iter().map(|each| Act::of("proposals", each, "proposer", "submittedAt", each)).collect();
    for comment in all_of(&anyone, COMMENTS, "comments", &json!({ "proposals": filter })).await {
        let about = by_id[comment["proposal"]["id"].as_str().unwrap()];
        done.push(Act::of("comments", &comment, "author", "createdAt", about));
    }
    for (proposal, at) in supports(server).await {
        let about = by_id.get(proposal.as_str());
        done.extend(about.map(|about| Act { kind: "supports", who: None, at, about: (*about).clone() }));
    }
    let supported: i64 = proposals.iter().map(|each| each["supportCount"].as_i64().unwrap()).sum();
    assert_eq!(done.iter().filter(|act| act.kind == "supports").count() as i64, supported);
    let Some(plans) = plans else { return done };
    for plan in all_of(&anyone, PLANS, "plans", plans).await {
        let talk = anyone.get(TALK, json!({ "id": plan["id"] })).await["plan"].clone();
        for (kind, list) in [("planComments", &talk["comments"]), ("planSuggestions", &talk["suggestions"])] {
            let nodes = list["nodes"].as_array().unwrap();
            assert_eq!(list["totalCount"], nodes.len());
            done.extend(nodes.iter().map(|node| Act::of(kind, node, "author", "createdAt", &plan)));
        }
    }
    done
}

/// That a group counts just these acts.
fn counts(group: &Value, acts: &[&Act], with_plans: bool) {
    let of = |kind: &str| acts.iter().filter(|act| act.kind == kind).count();
    for kind in ["proposals", "supports", "comments"] {
        assert_eq!(group[kind], of(kind), "{kind}: {group}");
    }
    for kind in ["planComments", "planSuggestions"] {
        let expected = with_plans.then(|| of(kind));
        assert_eq!(group[kind], json!(expected), "{kind}: {group}");
    }
    let people: BTreeSet<String> = acts.iter().filter_map(|act| Some(act.who.as_ref()?.to_string())).collect();
    // Whoever could be guessed is not counted out.
    let told = Some(people.len()).filter(|people| !(1..5).contains(people));
    assert_eq!(group["people"], json!(told), "{group}");
    let mut about: BTreeMap<&str, i64> = BTreeMap::new();
    for act in acts {
        *about.entry(act.about["id"].as_str().unwrap()).or_default() += 1;
    }
    let mut each: Vec<i64> = about.into_values().collect();
    each.sort_unstable();
    says(&group["acts"], &each, &format!("acts: {group}"));
}

async fn ask(person: &Person, filter: &Value, plans: Option<&Value>, group_by: &[Dimension]) -> Value {
    let words: Vec<&str> = group_by.iter().map(|dimension| dimension.as_str()).collect();
    person.get(STATS, json!({ "filter": filter, "plans": plans, "groupBy": words })).await["participationStats"].clone()
}

async fn every_group_is_what_people_did(server: Server) {
    let (anyone, siti) = (varied(&server).await, server.person("siti", None).await);
    for plan in all_of(&anyone, PLANS, "plans", &json!({ "stages": ["OPEN"] })).await {
        siti.make::<AddPlanComment>(json!({ "planId": plan["id"], "anchorKind": "PLAN", "body": "Kapan?" })).await;
    }
    let mut questions: Vec<Vec<Dimension>> = Dimension::ALL.iter().map(|dimension| vec![*dimension]).collect();
    questions.extend([vec![Dimension::Village, Dimension::Month], vec![Dimension::District, Dimension::Status, Dimension::Sector]]);
    let (mut keyless, mut on_plans) = (BTreeSet::new(), 0);
    for (filter, plans) in [
        (json!({}), Some(json!({}))),
        (json!({}), None),
        (json!({ "areas": ["33.02.17"] }), Some(json!({ "areas": ["33.02.17"] }))),
        (json!({ "statuses": ["REJECTED", "IN_RKPD"] }), Some(json!({ "stages": ["OPEN"], "sectors": ["INFRASTRUCTURE"] }))),
        (json!({ "text": "tidak ada yang begini" }), Some(json!({ "without": ["FISCAL_YEAR"] }))),
    ] {
        let done = everything_done(&server, &filter, plans.as_ref()).await;
        on_plans += done.iter().filter(|act| act.kind.starts_with("plan")).count();
        for group_by in &questions {
            let mut expected: BTreeMap<Vec<Option<String>>, Vec<&Act>> = BTreeMap::new();
            for act in &done {
                expected.entry(group_by.iter().map(|dimension| act.key(*dimension)).collect()).or_default().push(act);
            }
            let told = ask(&anyone, &filter, plans.as_ref(), group_by).await;
            let groups = told["groups"].as_array().unwrap();
            assert_eq!(groups.len(), expected.len(), "{filter} by {group_by:?}");
            for group in groups {
                let key = |key: &Value| key["value"].as_str().map(str::to_owned);
                let keys: Vec<Option<String>> = group["keys"].as_array().unwrap().iter().map(key).collect();
                keyless.extend(group_by.iter().zip(&keys).filter(|(_, key)| key.is_none()).map(|(dimension, _)| *dimension));
                counts(group, &expected[&keys], plans.is_some());
            }
            counts(&told["total"], &done.iter().collect::<Vec<_>>(), plans.is_some());
        }
    }
    assert!(on_plans > 5, "only {on_plans} acts on plans");
    let some_lack = [Dimension::District, Dimension::Village, Dimension::Sector, Dimension::Status, Dimension::FiscalYear];
    assert_eq!(keyless, BTreeSet::from(some_lack));
}

async fn acts_are_told_per_thousand_residents(server: Server) {
    let anyone = filled(&server).await;
    let residents = async |code: &str| {
        let query = "query($code: String!) { area(code: $code) { population { people } } }";
        anyone.get(query, json!({ "code": code })).await["area"]["population"]["people"].clone()
    };
    let per_thousand = |group: &Value, residents: &Value| {
        assert_eq!(group["residents"], *residents, "{group}");
        for field in ["people", "proposals", "supports", "comments"] {
            let told = group[format!("{field}PerThousand")].as_f64();
            let expected = group[field].as_f64().zip(residents.as_f64()).map(|(number, residents)| number * 1000.0 / residents);
            assert!(
                told.zip(expected).map_or(told == expected, |(told, expected)| (told - expected).abs() < 1e-9),
                "{field}: {group}"
            );
        }
    };
    let (regency, district) = (residents("33.02").await, residents("33.02.17").await);
    for group in ask(&anyone, &json!({}), None, &[Dimension::District]).await["groups"].as_array().unwrap() {
        per_thousand(group, &residents(group["keys"][0]["value"].as_str().unwrap()).await);
    }
    let here = json!({ "areas": ["33.02.17"] });
    for (filter, plans, expected) in [
        (json!({}), None, &regency),
        (here.clone(), None, &district),
        (here.clone(), Some(here.clone()), &district),
        // Not everything is of the same place.
        (here, Some(json!({})), &Value::Null),
        (json!({ "boundingBox": { "west": 109.0, "south": -7.5, "east": 109.2, "north": -7.3 } }), None, &Value::Null),
    ] {
        per_thousand(&ask(&anyone, &filter, plans.as_ref(), &[]).await["total"], expected);
    }
}

async fn what_is_wrong_in_either_filter_is_told_where_it_stands(server: Server) {
    let anyone = server.anonymous();
    let nowhere = json!({ "areas": ["99.99"] });
    let mistakes = async |filter: &Value, plans: &Value| {
        let answer = anyone.ask(STATS, json!({ "filter": filter, "plans": plans })).await;
        answer["errors"][0]["extensions"]["errors"].clone()
    };
    let unknown = |field: &str| json!([{ "field": field, "code": "UNKNOWN_AREA" }]);
    assert_eq!(mistakes(&nowhere, &json!({})).await, unknown("filter.areas"));
    assert_eq!(mistakes(&json!({}), &nowhere).await, unknown("plans.areas"));
    for (plans, field, code) in [
        (json!({ "fiscalYears": (0..101).collect::<Vec<_>>() }), "plans.fiscalYears", "OUT_OF_RANGE"),
        (json!({ "text": "x".repeat(201) }), "plans.text", "TOO_LONG"),
        (json!({ "boundingBox": { "west": 2, "south": 0, "east": 1, "north": 1 } }), "plans.boundingBox", "INVALID_GEOMETRY"),
        (json!({ "within": { "type": "Point", "coordinates": [109.1, -7.4] } }), "plans.within", "INVALID_GEOMETRY"),
        (json!({ "proposal": "nonsense" }), "plans.proposal", "INVALID_ID"),
    ] {
        assert_eq!(mistakes(&json!({}), &plans).await, json!([{ "field": field, "code": code }]));
    }
}
